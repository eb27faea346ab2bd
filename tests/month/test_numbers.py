"""The numbers of an issued month have a version: what a later program counts more makes none of them untrue."""

import json
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from alembic import command as alembic
from alembic.config import Config
from sqlalchemy import create_engine, insert
from sqlalchemy.exc import DBAPIError

from models.changes import months
from models.people.rights import Operator
from models.store import database
from models.store.database import Refused, open_store, writing
from models.store.tables import IssuedMonth
from progress.month import issuing, pack, verify
from progress.numbers import api, rules
from progress.numbers.facts import Facts, facts, totals
from progress.numbers.reading import Reading
from progress.numbers.scope import GROUPINGS, Issued, Scope
from progress.numbers.version import NUMBERS, VERSIONS
from progress.say.languages import VI
from tests import cases
from tests.conftest import fresh_postgresql
from tests.month.test_issuing import ISSUED, LATER, at, issue, town, truth, write  # noqa: F401  town: a fixture
from tests.month.test_pack import small  # noqa: F401  a fixture
from tests.pages.test_frame import page
from tests.rows import PLAN, execute
from tests.test_manage import command  # noqa: F401  a fixture

pytestmark = pytest.mark.xdist_group("report")

# Of the milestone in `rows.PLAN`, May 2016, as the program made it before versions were kept.
BEFORE = "0734c7545cef07e959e3828f891ce0d1f4153cb31ead89342ec2ce5a53400d21"


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded(request, tmp_path):
    """A database of the program before with an issued month in it, opened by this one."""

    def opened(url: str):
        config, engine = Config(), create_engine(url)
        config.set_main_option("script_location", str(database.MIGRATIONS))
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            alembic.upgrade(config, "0002")
            execute(connection, PLAN)
            execute(
                connection,
                "INSERT INTO issued_month (month, edition, as_of, known_at, cutoff_day, numbers, recorded_at, recorded_by)"
                f" VALUES ('2016-05', 1, '2016-05-31', '2016-06-01 00:00:00', 14, '{BEFORE}', '2016-06-01 00:00:00', 'b')",
            )
        engine.dispose()
        return open_store(url)

    if request.param == "sqlite":
        yield (engine := opened(f"sqlite:///{tmp_path}/progress.db"))
        engine.dispose()
        return
    server, _ = request.getfixturevalue("postgresql_template")
    with fresh_postgresql(server, "") as url:
        engine = opened(url)
        yield engine
        engine.dispose()


def test_a_month_issued_before_versions_were_kept_is_recognised_and_stays_as_it_is(upgraded):
    known = facts(upgraded)
    first = known.known.edition("2016-05")
    assert issuing.stored(known, first).version == 0
    assert totals(upgraded, "2016-05", 1) is None
    assert issuing.truth(Reading.as_known(known, Scope.of(first)), issuing.stored(known, first)) == issuing.TRUE
    assert not issuing.of_older_rules(known, first)
    for statement in ("UPDATE issued_month SET numbers_version = 1", "DELETE FROM issued_month"):
        with pytest.raises(DBAPIError, match="append-only"), writing(upgraded) as connection:
            execute(connection, statement)
    assert database.damage(upgraded) == []


def test_issued_again_after_the_upgrade_it_has_the_version_of_now(upgraded):
    now = datetime(2016, 7, 1, tzinfo=UTC)
    row = issuing.issue(upgraded, Operator("b"), "2016-05", 0, now=now, reason="có phiên bản")
    assert (row["edition"], row["numbers_version"]) == (2, NUMBERS)
    known = facts(upgraded)
    assert known.issued["numbers_version"].tolist() == [0, NUMBERS]


def test_the_total_and_the_groups_are_kept_beside_the_fingerprint(town):  # noqa: F811
    issue(town)
    kept, reading = totals(town, "2019-11", 1) or {}, at(facts(town))
    assert list(kept) == ["total", "agency", "plan", "kind", "year"]
    assert [(row["agency"], row["overdue"], row["on_time_rate"]) for row in kept["agency"]] == [("STTTT", 1, 0)]
    assert kept == {by: api.summary(reading, by)["groups"] for by in kept}


@pytest.fixture
def counted_more(monkeypatch):
    """A program that counts one thing more everywhere: of a group, as a rate, in the series, of a milestone, as a flag."""
    countable, series, flags, summary = rules._countable, rules.series, rules.flags, api.summary

    def later(standing: pd.DataFrame) -> pd.DataFrame:
        return countable(standing).assign(heeded_n=1)

    monkeypatch.setattr(rules, "_countable", later)
    monkeypatch.setitem(rules.PARTS, "heeded_share", ("heeded_n", "registered"))
    monkeypatch.setattr(rules, "series", lambda *given: series(*given).assign(heeded_n=1))
    monkeypatch.setattr(api, "flags", lambda table: flags(table.assign(heeded=1)).map(lambda found: (*found, "heeded")))
    monkeypatch.setattr(api, "summary", lambda *given: {"heeded": 1, **summary(*given)})


def test_a_program_that_counts_more_finds_every_month_true_and_makes_its_pack_to_the_byte(small, request):  # noqa: F811
    _, known, issued, made = small
    reading = Reading.as_known(known, Scope.of(issued))
    before = [api.fingerprint(reading, version) for version in VERSIONS]
    request.getfixturevalue("counted_more")
    reading = Reading.as_known(known, Scope.of(issued))
    assert {"heeded_n", "heeded_share"} <= reading.total.keys()
    assert api.milestones(reading)["rows"][0]["flags"][-1] == "heeded"
    assert [api.fingerprint(reading, version) for version in VERSIONS] == before
    assert issuing.truth(reading, issuing.stored(known, issued)) == issuing.TRUE
    assert pack.pack(known, issued, "vi") == made
    assert verify.verify(made, known, [], lambda *given: pack.pack(known, *given)).is_same


def test_whoever_counts_more_names_it_in_a_version():
    """If this fails: add the key to the last version in `progress.numbers.version`; once a program with that version was
    released, to a new one."""
    named = VERSIONS[NUMBERS]
    reading = Reading(cases.facts([{"milestone": "m", "due": "2019-10-31"}]), cases.scope("2019-11-14"))
    assert max(VERSIONS) == NUMBERS
    assert named.groupings == GROUPINGS
    assert set(named.rates) == reading.total.keys()
    assert set(named.months) == set(api.monthly(reading)["rows"][0])
    assert set(named.milestones) == set(api.milestones(reading)["rows"][0])


def test_the_versions_before_never_change():
    assert [VERSIONS[0].rates[-1], len(VERSIONS[0].rates), len(VERSIONS[0].milestones)] == ["colour", 51, 26]


NUMBERS_OF_THEN = "0" * 64  # by rules of then


@pytest.fixture
def older(town):  # noqa: F811
    """A month that was issued before versions were kept, and is counted otherwise by now."""
    row = {"month": "2019-11", "edition": 1, "as_of": date(2019, 11, 14), "known_at": ISSUED, "cutoff_day": 14,
           "numbers": NUMBERS_OF_THEN, "recorded_at": ISSUED, "recorded_by": "x"}  # fmt: skip
    with writing(town) as connection:
        connection.execute(insert(IssuedMonth), row)
    return town


FILES = {"2019-11_bao-cao.pdf": b"%PDF", "2019-11_doan-van.txt": b"..."}
HASHES = {name: pack.sha256(content) for name, content in FILES.items()}
KEPT = {"month": "2019-11", "edition": 1, "lang": "vi", "look": "1", "numbers": NUMBERS_OF_THEN, "files": HASHES}
MADE = {**FILES, pack.MANIFEST: json.dumps(KEPT).encode()}


def verified(known: Facts, files: dict, kept: list[dict]) -> verify.Verdict:
    return verify.verify(files, known, kept, lambda *given: pack.pack(known, *given))


def test_what_was_issued_by_rules_nobody_kept_is_not_made_again(older):
    known = facts(older)
    assert truth(known) == issuing.OLDER_RULES
    assert issuing.of_older_rules(known, known.known.edition("2019-11"))
    with pytest.raises(pack.OlderRules, match="2019-11"):
        pack.pack(known, known.known.edition("2019-11"), "vi")


def test_its_files_are_known_by_the_hashes_kept_with_them(older):
    known = facts(older)
    found = verified(known, MADE, [KEPT])
    assert (set(found.files.values()), found.is_kept, found.is_same, found.version) == ({"older rules"}, True, False, 0)
    altered = {**MADE, "2019-11_bao-cao.pdf": b"%PDF-", "la.txt": b"", "2019-11_doan-van.txt": None}
    altered = {name: content for name, content in altered.items() if content is not None}
    found = verified(known, altered, [KEPT])
    assert not found.is_kept
    assert found.files == {
        "2019-11_bao-cao.pdf": "different", "2019-11_doan-van.txt": "missing", "la.txt": "extra",
        pack.MANIFEST: "older rules",
    }  # fmt: skip
    forged = {**MADE, pack.MANIFEST: json.dumps({**KEPT, "files": {**HASHES, "la.txt": "1"}}).encode()}
    assert verified(known, forged, [KEPT]).files[pack.MANIFEST] == "different"
    assert set(verified(known, MADE, []).files.values()) == {"unknown"}  # nobody kept a hash


def test_a_whole_pack_dropped_on_the_screen_says_so(older):
    known = facts(older)
    zipped = pack.zipped(MADE, known.known.edition("2019-11"))
    again = verify.recognised(zipped, "x.zip", known, [KEPT], lambda *given: pack.pack(known, *given))
    assert (again.state, again.pack.is_kept) == ("older rules", True)
    assert f"pack_{again.state}" in VI.seal.words


def test_the_command_says_older_rules_and_no_screen_pretends(older, command, monkeypatch, tmp_path):  # noqa: F811
    pack.write(MADE, tmp_path / "kho")
    url = older.url.render_as_string()
    told = command("verify", tmp_path / "kho", DATABASE_URL=url)
    assert (told.returncode, "older rules" in told.stderr) == (1, True)
    asked = command("summary", "--month", "2019-11", DATABASE_URL=url)
    assert (asked.returncode, VI.issued.truths["older rules"] in asked.stderr) == (0, True)
    monkeypatch.setenv("PROGRESS_NOW", LATER.isoformat())
    shown = page(url, monkeypatch, month="2019-11")
    assert [warning.value for warning in shown.warning] == [VI.issued.truths["older rules"]]


def test_numbers_that_are_no_longer_those_issued_stand_beside_those_kept(town, monkeypatch):  # noqa: F811
    """What has a version and differs was altered: the numbers kept at the issue say where."""
    known = facts(town)
    reading = Reading.as_known(known, Scope.of(Issued("2019-11", 1, date(2019, 11, 14), ISSUED, 14)))
    kept = json.loads(api.totals(reading))
    kept["total"][0] |= {"overdue": 7}
    given = months.Numbers(1, "0" * 64, json.dumps(kept))
    months.issue(town, Operator("x"), "2019-11", date(2019, 11, 14), 14, given, known.revision, now=ISSUED)
    assert truth(facts(town)) == issuing.UNTRUE
    with pytest.raises(Refused, match="2019-11"):
        pack.pack(facts(town), facts(town).known.edition("2019-11"), "vi")
    monkeypatch.setenv("PROGRESS_NOW", LATER.isoformat())
    shown = page(town.url.render_as_string(), monkeypatch, "report", month="2019-11")
    assert VI.issued.truths["untrue"] in [error.value for error in shown.error]
    assert [VI.terms.buckets["overdue"], "7", "1"] in [
        row for table in shown.dataframe for row in table.value.values.tolist()
    ]
