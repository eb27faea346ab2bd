"""The command line as another program meets it: data on stdout, talk on stderr, 0 done, 1 refused, 2 wrong usage."""

import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

import manage
from progress.numbers.scope import LANGUAGES

ROOT = Path(__file__).parents[1]
DAY = ("--as-of", "2019-12-11")
# The tables of the definitions, and the three the contract names beside them.
KEYS = {
    "registered", "scope", "done",
    "cancelled", "done_early", "done_on_time", "done_late", "done_no_deadline", "overdue", "in_progress_in_time",
    "not_started_not_due", "open_no_deadline", "suspended",
    "pct_done_count", "pct_done_weight", "pct_reported_weight", "pct_planned_weight", "spi_weight", "due_n",
    "due_done_n", "due_completion", "completion_of_due", "on_time_rate", "on_time_rate_baseline", "overdue_share_scope",
    "overdue_share_due", "due_soon", "max_days_overdue", "update_rate", "evidenced_share", "extended_n", "attainment",
}  # fmt: skip
FILES = {
    "agencies.csv": "code,name\nSTTTT,Sở Thông tin và Truyền thông\n",
    "plans.csv": "code,title\nKH1,Kế hoạch 1\n",
    "milestones.csv": "code,plan,agency,title,start,due,weight\n"
    "M1,KH1,STTTT,Mốc một,2016-01-01,Quý II/2016,2\n"
    "M2,KH1,STTTT,Mốc hai,,2016-12-31,\n",
    "progress.csv": "milestone,reported_on,status,percent,done_on\nM1,2016-07-01,completed,,2016-06-20\n",
}


class Command:
    """`python manage.py ...` on one database.  Called, it runs in this process; `program` starts a real one."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def environment(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k not in ("PROGRESS_NOW", "CUTOFF_DAY", "PUBLIC_READ")}
        return {**kept, "PYTHONUTF8": "1", "DATABASE_URL": f"sqlite:///{self.database}", **more}

    def program(self, *arguments, **environment: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, ROOT / "manage.py", *map(str, arguments)],
            env=self.environment(**environment),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    def __call__(self, *arguments, **environment: str) -> subprocess.CompletedProcess:
        out, talk = io.StringIO(), io.StringIO()
        with (
            mock.patch.dict(os.environ, self.environment(**environment), clear=True),
            redirect_stdout(out),
            redirect_stderr(talk),
        ):
            try:
                status = manage.main([str(argument) for argument in arguments])
            except SystemExit as wrong_usage:
                status = wrong_usage.code
        return subprocess.CompletedProcess(arguments, status, out.getvalue(), talk.getvalue())

    def answer(self, *arguments, **environment: str) -> dict:
        done = self(*arguments, **environment)
        assert (done.returncode, done.stderr) == (0, "")
        return json.loads(done.stdout)


@pytest.fixture
def command(sqlite_url) -> Command:
    """The commands on an empty database."""
    return Command(Path(sqlite_url.removeprefix("sqlite:///")))


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory) -> Command:
    """The commands on the demonstration, which no test changes."""
    command = Command(tmp_path_factory.mktemp("demonstration") / "progress.db")
    made = command("demo")
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    return command


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    for name, text in FILES.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


pytestmark = pytest.mark.xdist_group("manage")


def test_each_is_a_program_of_its_own(demonstration, command, folder):
    """Exit status, data and talk as another program meets them."""
    summary = demonstration.program("summary", *DAY)
    assert (summary.returncode, summary.stderr) == (0, "")
    assert json.loads(summary.stdout) == demonstration.answer("summary", *DAY)
    wrong = demonstration.program("summary")
    assert (wrong.returncode, wrong.stdout) == (2, "") and wrong.stderr
    (folder / "plans.csv").unlink()
    refused = command.program("import", folder, "--json")
    assert (refused.returncode, json.loads(refused.stdout)["accepted"]) == (1, False)


def test_a_reader_that_has_enough_is_no_error(demonstration):
    """`manage.py milestones | head`."""
    with subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "milestones", *DAY],
        env=demonstration.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as started:
        started.stdout.readline()
        started.stdout.close()
        assert started.stderr.read() == b""
        assert started.wait(60) == 0


def test_the_demonstration_is_made_once_and_a_second_time_changes_nothing(demonstration):
    before = demonstration.answer("summary", *DAY)
    again = demonstration("demo")
    assert (again.returncode, again.stdout) == (0, "")
    assert "đã có" in again.stderr
    assert demonstration.answer("summary", *DAY) == before


def test_the_demonstration_is_not_mixed_with_plans_of_ones_own(command, folder):
    assert command("import", folder).returncode == 0
    refused = command("demo")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert command.answer("summary", *DAY)["groups"][0]["registered"] == 2


def test_the_demonstrations_today_stands_still(demonstration):
    live = demonstration.answer("summary", "--as-of", "2019-12-12")
    assert (live["closed_through"], live["known_at"]) == ("2019-12-11", "2019-12-12T09:00:00+07:00")
    assert live["illustrative"] is True
    fixed = demonstration.answer("summary", "--as-of", "2019-12-12", PROGRESS_NOW="2020-01-01T00:00:00+07:00")
    assert fixed["closed_through"] == "2019-12-12"
    given = demonstration.answer("summary", "--as-of", "2019-12-12", "--now", "2020-01-01T00:00:00+07:00")
    assert given["closed_through"] == "2019-12-12"


def test_a_summary_has_every_key_of_the_definitions_and_rates_between_0_and_1_or_null(demonstration):
    answer = demonstration.answer("summary", *DAY, "--by", "agency,year")
    assert {"as_of", "known_at", "closed_through", "illustrative", "groups"} == answer.keys()
    for group in answer["groups"]:
        assert {"agency", "year", *KEYS} <= group.keys()
        for key in KEYS:
            if key.startswith(("pct_", "overdue_share", "on_time")) or key.endswith(("_rate", "_share", "_completion")):
                assert group[key] is None or 0 <= group[key] <= 1
    assert None in {group["year"] for group in answer["groups"]}


@pytest.mark.parametrize("by", ["total", "kind", "agency,year"])
def test_the_csv_of_a_summary_says_what_its_json_says(demonstration, by):
    groups = demonstration.answer("summary", *DAY, "--by", by)["groups"]
    done = demonstration("summary", *DAY, "--by", by, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert done.returncode == 0 and len(rows) == len(groups)
    for row, group in zip(rows, groups, strict=True):
        assert row == {k: "" if v is None else str(v) for k, v in group.items()}


@pytest.mark.parametrize("name", ["summary", "series", "milestones", "export"])
def test_a_day_to_come_has_no_numbers(demonstration, tmp_path, name):
    out = ("--out", tmp_path / "out") if name == "export" else ()
    done = demonstration(name, "--as-of", "2019-12-13", *out)
    assert (done.returncode, done.stdout) == (2, "") and "as_of: 13/12/2019" in done.stderr
    assert not (tmp_path / "out").exists()
    assert demonstration(name, "--as-of", "2019-12-12", *out).returncode == 0
    if not out:
        assert demonstration(name, "--as-of", "2019-12-13", "--now", "2019-12-13T00:00:00+07:00").returncode == 0


@pytest.mark.parametrize("option", ["--plan", "--agency"])
def test_a_code_that_is_nowhere_is_refused_by_name(demonstration, option):
    done = demonstration("summary", *DAY, option, "NOPE")
    assert (done.returncode, done.stdout) == (1, "") and f"{option[2:]}: " in done.stderr and "NOPE" in done.stderr


def test_a_reminders_day_that_the_calendar_has_not_is_wrong_usage(demonstration):
    for day in ("0001-01-01", "2019-02-30", "today"):
        done = demonstration("remind", "--day", day)
        assert (done.returncode, done.stdout) == (2, "") and day in done.stderr
    assert demonstration("remind", "--day", "0001-01-02").returncode == 0


def test_a_selection_is_the_same_as_its_group(demonstration):
    group = demonstration.answer("summary", *DAY, "--by", "agency")["groups"][0]
    alone = demonstration.answer("summary", *DAY, "--agency", group["agency"])["groups"][0]
    assert {"agency": group["agency"], **alone} == group


def test_the_curve_skips_no_month_and_ends_where_the_summary_stands(demonstration):
    rows = demonstration.answer("series", *DAY)["rows"]
    counted = [int(row["month"][:4]) * 12 + int(row["month"][5:]) for row in rows]
    assert counted == list(range(counted[0], counted[-1] + 1))
    assert {"month", "planned_n", "planned_w", "actual_n", "actual_w"} <= rows[0].keys()
    assert rows[-1]["actual_n"] == demonstration.answer("summary", *DAY)["groups"][0]["done"]


def test_milestones_are_one_row_each_with_the_columns_of_the_contract(demonstration):
    rows = demonstration.answer("milestones", *DAY)["rows"]
    head = ["code", "bucket", "status", "percent", "done_on", "due", "due_in_force", "days_overdue", "flags"]
    assert list(rows[0])[:9] == head
    assert len(rows) == demonstration.answer("summary", *DAY)["groups"][0]["registered"]
    text = demonstration("milestones", *DAY, "--format", "csv").stdout
    assert [row["code"] for row in csv.DictReader(io.StringIO(text))] == [row["code"] for row in rows]


def test_what_was_not_yet_recorded_is_not_in_an_answer_known_at_an_earlier_instant(demonstration):
    later = demonstration.answer("summary", *DAY)["groups"][0]
    before = demonstration.answer("summary", *DAY, "--known-at", "2015-01-01T00:00:00+07:00")["groups"][0]
    assert before["done"] == 0 < later["done"]
    assert before["registered"] == later["registered"]


def test_a_dry_run_says_what_it_would_do_and_writes_nothing(command, folder):
    outcome = command.answer("import", folder, "--dry-run", "--json")
    assert (outcome["accepted"], outcome["errors"]) == (True, [])
    assert outcome["added"]["milestones"] == 2 and outcome["added"]["progress"] == 1
    assert command.answer("summary", *DAY)["groups"][0]["registered"] == 0


def test_a_refused_file_is_1_with_each_reason_by_row_and_nothing_is_written(command, folder):
    with (folder / "milestones.csv").open("a", encoding="utf-8") as file:
        file.write("M3,KH1,NOBODY,Mốc ba,,2016-12-31,1\nM4,KH1,STTTT,Mốc bốn,,31-31-2016,1\n")
    for dry in ([], ["--dry-run"]):
        refused = command("import", folder, "--json", *dry)
        outcome = json.loads(refused.stdout)
        assert (refused.returncode, outcome["accepted"]) == (1, False)
        found = {(e["file"], e["row"], e["rule"]) for e in outcome["errors"]}
        assert {("milestones", 4, "E_REF_AGENCY"), ("milestones", 5, "E_DATE")} <= found
        assert {"file", "row", "column", "rule", "value", "message"} <= outcome["errors"][0].keys()
    assert command.answer("summary", *DAY)["groups"][0]["registered"] == 0


def test_what_is_exported_and_read_into_an_empty_database_gives_the_same_numbers(demonstration, tmp_path):
    written = demonstration("export", "--out", tmp_path / "out")
    assert written.returncode == 0, written.stderr
    assert all(Path(line).exists() for line in written.stdout.splitlines())
    copy = Command(tmp_path / "copy.db")
    read = copy("import", tmp_path / "out", "--json")
    assert read.returncode == 0, read.stdout
    now = {"PROGRESS_NOW": "2019-12-12T09:00:00+07:00"}
    for day in ("2016-12-31", "2019-12-12"):
        for asked in (("summary", "--by", "agency,year"), ("series",), ("milestones",)):
            assert copy.answer(*asked, "--as-of", day, **now) == demonstration.answer(*asked, "--as-of", day)
    known_at = ("--known-at", "2018-03-31T00:00:00+07:00")
    asked = ("summary", "--as-of", "2018-03-31", *known_at, "--by", "plan")
    assert copy.answer(*asked, **now) == demonstration.answer(*asked)


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nothing",),
        ("summary",),
        ("summary", "--as-of", "31/12/2016"),
        ("summary", "--as-of", "2016-12-31", "--by", "colour"),
        ("summary", "--as-of", "2016-12-31", "--known-at", "yesterday"),
        ("series", "--as-of", "2016-12-31", "--format", "xml"),
        ("export",),
        ("import",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_with_nothing_on_stdout(command, arguments):
    used = command(*arguments)
    assert (used.returncode, used.stdout) == (2, "")
    assert "Traceback" not in used.stderr


@pytest.mark.parametrize("option", ["--plan", "--agency"])
def test_a_code_that_does_not_exist_is_refused_by_name(command, option):
    used = command("summary", *DAY, option, "NO-SUCH")
    assert (used.returncode, used.stdout) == (1, "")
    assert "NO-SUCH" in used.stderr and "Traceback" not in used.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROGRESS_NOW", "today"),
        ("PROGRESS_NOW", "2019-11-14T16:00:00"),  # without its offset
        ("CUTOFF_DAY", "31"),
        ("CUTOFF_DAY", "mid"),
        ("PUBLIC_READ", "yes"),
        ("DATABASE_URL", "sqlite:////no/such/folder/x.db"),
    ],
)
def test_a_wrong_setting_is_a_sentence_that_names_it(command, name, value):
    used = command("summary", *DAY, **{name: value})
    assert (used.returncode, used.stdout) == (1, "")
    assert value in used.stderr and len(used.stderr.splitlines()) == len(LANGUAGES)
    assert name == "DATABASE_URL" or name in used.stderr


def test_the_cut_off_day_is_a_setting(demonstration):
    rates = {
        cutoff: demonstration.answer("summary", "--as-of", "2019-11-30", CUTOFF_DAY=cutoff)["groups"][0]["update_rate"]
        for cutoff in ("14", "0")
    }
    assert rates["14"] != rates["0"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_any_other(command, folder, day):
    assert command("import", folder).returncode == 0
    asked = ("--as-of", day, "--now", "9999-12-31T09:00:00+07:00")
    assert command.answer("summary", *asked)["groups"][0]["registered"] == 2
    assert command("series", *asked).returncode == 0


def test_a_healthy_database_has_nothing_to_report(demonstration):
    done = demonstration("check")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1 and "mốc" in done.stdout


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("INSERT INTO milestone (code) VALUES ('without a version')", "milestones without a version: 1"),
        ("VACUUM", "append-only triggers: 27 of 28"),  # one of them is not put back
        ("UPDATE milestone_version SET agency_id = 999 WHERE id = 1", "foreign key: milestone_version"),
        ("UPDATE status_line SET done_on = '2017-01-01' WHERE status = 'done'", "done lines whose day is after"),
        ("DELETE FROM revision", "revision"),
    ],
)
def test_damage_done_by_hand_is_found_and_named(command, folder, damage, said):
    assert command("import", folder).returncode == 0
    with closing(sqlite3.connect(command.database, isolation_level=None)) as by_hand:
        triggers = by_hand.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        by_hand.execute("PRAGMA ignore_check_constraints = ON")
        for name, _ in triggers:
            by_hand.execute(f"DROP TRIGGER {name}")
        by_hand.execute(damage)
        for _, sql in triggers[damage.startswith("VACUUM") :]:
            by_hand.execute(sql)
    done = command("check")
    assert done.returncode == 1
    assert said in done.stdout and "Traceback" not in done.stderr


def test_a_damaged_page_is_found_and_named(command):
    with closing(sqlite3.connect(command.database)) as by_hand:
        page = by_hand.execute("SELECT rootpage FROM sqlite_master WHERE name = 'status_line'").fetchone()[0]
        size = by_hand.execute("PRAGMA page_size").fetchone()[0]
        by_hand.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    with command.database.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 200)
    done = command("check")
    assert (done.returncode, bool(done.stdout)) == (1, True)
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "x.db").write_bytes(b"not a database" * 400)
    used = Command(tmp_path / "x.db")("check")
    assert (used.returncode, used.stdout) == (1, "")
    assert "Traceback" not in used.stderr
