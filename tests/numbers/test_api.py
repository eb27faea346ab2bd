"""The numbers of real histories, counted a second time in plain SQL straight from the CSV files.

Nothing of the product takes part in the second count: Python's csv, a bare SQLite in memory, window functions.  The
histories: the shipped catalogue with its demonstration, and real ones beside the checkout where they are present.
"""

import calendar
import csv
import io
import json
import re
import sqlite3
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from models.files.load import load
from models.store.database import open_store
from progress.numbers import api
from progress.numbers.facts import Facts, facts
from progress.numbers.periods import HANOI
from progress.numbers.reading import Reading
from progress.numbers.scope import GROUPINGS, Scope
from tests import cases, oracle

pytestmark = pytest.mark.xdist_group("histories")  # each is read once

ROOT = Path(__file__).parents[2]
DEMONSTRATION = (ROOT / "data" / "catalogue", ROOT / "data" / "demo")
REAL = sorted((Path(__file__).parents[3] / "shared" / "realdata").glob("*/clean"))
HISTORIES = {"demonstration": DEMONSTRATION, **{folder.parent.name: (folder,) for folder in REAL}}
BY = ("total", "agency", "year", "plan", "agency,year")
LOADED = datetime(2030, 1, 1, tzinfo=HANOI)

TABLES = """
CREATE TABLE milestone (code, plan, agency, due, start, weight, target, basis, entered);
CREATE TABLE line (seq, milestone, reported_on, status, percent, done_on, value, evidence, basis, recorded_at);
CREATE TABLE extension (seq, milestone, decided_on, new_due, recorded_at);
CREATE TABLE asked (as_of, closed, known_at, first, last, whole);
INSERT INTO asked (known_at) VALUES (NULL);

CREATE VIEW known AS
SELECT line.*, CASE WHEN status = 'done' THEN done_on ELSE reported_on END AS effective,
       status IN ('cancelled', 'suspended') AS decision
FROM line, asked WHERE known_at IS NULL OR recorded_at <= known_at;

-- A decision is void while the last thing said before it, decisions apart, is that the milestone is done.
CREATE VIEW counted AS
WITH placed AS (
  SELECT *, sum(NOT decision) OVER (PARTITION BY milestone ORDER BY reported_on, recorded_at, seq) AS place FROM known
), said AS (
  SELECT *, max(CASE WHEN NOT decision THEN status END) OVER (PARTITION BY milestone, place) AS before FROM placed
)
SELECT * FROM said WHERE NOT (decision AND before IS 'done');

CREATE VIEW held AS
SELECT * FROM (
  SELECT counted.*,
         row_number() OVER (PARTITION BY milestone ORDER BY reported_on DESC, recorded_at DESC, seq DESC) AS nth
  FROM counted, asked WHERE effective <= as_of
) WHERE nth = 1;

-- What was last said of a percent by a line in progress or suspended, unless the milestone was not started since.
CREATE VIEW said AS
SELECT held.milestone, coalesce(held.percent, (
  SELECT CASE WHEN c.status <> 'not_started' THEN c.percent END FROM counted c
  WHERE c.milestone = held.milestone AND held.status IN ('in_progress', 'suspended')
    AND (c.reported_on, c.recorded_at, c.seq) < (held.reported_on, held.recorded_at, held.seq)
    AND (c.status = 'not_started' OR c.percent IS NOT NULL AND c.status IN ('in_progress', 'suspended'))
  ORDER BY c.reported_on DESC, c.recorded_at DESC, c.seq DESC LIMIT 1)) AS percent
FROM held;

CREATE VIEW decided AS
SELECT extension.* FROM extension, asked
WHERE decided_on <= as_of AND (known_at IS NULL OR recorded_at <= known_at);

CREATE VIEW state AS
SELECT m.code, m.plan, m.agency, m.due, substr(m.due, 1, 4) AS year, m.weight, m.target, as_of, closed,
       coalesce(h.status, 'not_started') AS status, coalesce((SELECT percent FROM said s WHERE s.milestone = m.code), 0) AS percent, h.done_on, h.value, h.evidence,
       m.basis = 'illustrative' OR coalesce(h.basis, '') = 'illustrative' AS illustrative,
       coalesce((SELECT new_due FROM decided d
                 WHERE d.milestone = m.code AND decided_on <= CASE WHEN h.status = 'done' THEN h.done_on ELSE as_of END
                 ORDER BY decided_on DESC, recorded_at DESC, seq DESC LIMIT 1), m.due) AS in_force,
       EXISTS (SELECT 1 FROM decided d WHERE d.milestone = m.code) AS extended,
       EXISTS (SELECT 1 FROM known k WHERE k.milestone = m.code AND k.effective <= as_of
                                       AND k.reported_on BETWEEN first AND last) AS updated
FROM asked, milestone m LEFT JOIN held h ON h.milestone = m.code
WHERE whole OR m.entered IS NULL OR m.entered <= as_of;

CREATE VIEW standing AS
SELECT *, status = 'done' AS done, status NOT IN ('done', 'cancelled', 'suspended') AS open,
       status NOT IN ('cancelled', 'suspended') AS counts, status <> 'cancelled' AS scoped,
       status NOT IN ('done', 'cancelled', 'suspended') AND in_force <= closed AS late,
       target > 0 AND value IS NOT NULL AS measured
FROM state;
"""
QUANTITIES = {
    "registered": "count(*)",
    "cancelled": "total(NOT scoped)",
    "scope": "total(scoped)",
    "done": "total(done)",
    "done_early": "total(done AND done_on < in_force)",
    "done_on_time": "total(done AND done_on = in_force)",
    "done_late": "total(done AND done_on > in_force)",
    "done_no_deadline": "total(done AND in_force IS NULL)",
    "overdue": "total(late)",
    "in_progress_in_time": "total(status = 'in_progress' AND in_force > closed)",
    "not_started_not_due": "total(status = 'not_started' AND in_force > closed)",
    "open_no_deadline": "total(open AND in_force IS NULL)",
    "suspended": "total(status = 'suspended')",
    "pct_done_count": "total(done) / nullif(total(scoped), 0)",
    "pct_done_weight": "total(weight * done) / nullif(total(weight * scoped), 0)",
    "pct_reported_weight": (
        "total(scoped * weight * CASE WHEN done THEN 1 ELSE min(percent / 100.0, 0.99) END)"
        " / nullif(total(weight * scoped), 0)"
    ),
    "pct_planned_weight": "total(weight * (counts AND due <= closed)) / nullif(total(weight * scoped), 0)",
    "spi_weight": "total(weight * done) / nullif(total(weight * (counts AND due <= closed)), 0)",
    "planned_n": "total(counts AND due <= closed)",
    "due_n": "total(counts AND in_force <= closed)",
    "due_done_n": "total(done AND in_force <= closed)",
    "due_completion": "total(done AND in_force <= closed) / nullif(total(counts AND in_force <= closed), 0)",
    "completion_of_due": (
        "total(done AND in_force IS NOT NULL) / nullif(total(done AND in_force IS NOT NULL) + total(late), 0)"
    ),
    "on_time_rate": (
        "total(done AND done_on <= in_force) / nullif(total(done AND in_force IS NOT NULL) + total(late), 0)"
    ),
    "on_time_rate_baseline": (
        "total(done AND done_on <= due) / nullif(total(due IS NOT NULL AND (done OR (counts AND due <= closed))), 0)"
    ),
    "overdue_share_scope": "total(late) / nullif(total(scoped), 0)",
    "overdue_share_due": "total(late) / nullif(total(done AND in_force IS NOT NULL) + total(late), 0)",
    "due_soon": "total(open AND in_force > closed AND in_force <= date(closed, '+30 days'))",
    "max_days_overdue": "coalesce(max(CASE WHEN late THEN julianday(closed) - julianday(in_force) END), 0)",
    "update_rate": "total(open AND updated) / nullif(total(open), 0)",
    "evidenced_share": "total(done AND evidence IS NOT NULL) / nullif(total(done), 0)",
    "extended_n": "total(scoped AND extended)",
    "attainment": (
        "total(CASE WHEN scoped AND measured THEN weight * min(value / target, 1) END)"
        " / nullif(total(CASE WHEN scoped AND measured THEN weight END), 0)"
    ),
    "illustrative": "max(illustrative)",
}
QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}


def last_day(words: str) -> str | None:
    """A deadline in the paper's words is its last day; without one, there is none."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", words):
        return words
    if not any(c.isdigit() for c in words):
        return None
    year = int(words[-4:])
    if words.startswith("Tháng "):
        month = int(words[6:8])
    else:
        month = 3 * QUARTERS[words[4:-5]] if words.startswith("Quý ") else 12
    return date(year, month, calendar.monthrange(year, month)[1]).isoformat()


def rows(folders: tuple[Path, ...], name: str) -> list[dict[str, str | None]]:
    """The records of every file of this name, an empty cell None."""
    found = []
    for folder in folders:
        if (folder / f"{name}.csv").exists():
            with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                found += [{k: v.strip() or None for k, v in row.items()} for row in csv.DictReader(file)]
    return found


def second(instant: str | None) -> float | None:
    return datetime.fromisoformat(instant).timestamp() if instant else None


def real(number: str | None) -> float | None:
    return float(number) if number else None


@cache
def counted_by_hand(name: str) -> sqlite3.Connection:
    """The history in a SQLite of this test's own."""
    folders = HISTORIES[name]
    sql = sqlite3.connect(":memory:")
    sql.row_factory = sqlite3.Row
    sql.executescript(TABLES)
    begun = {p["code"]: p.get("issued_on") or p.get("period_start") for p in rows(folders, "plans")}
    for m in rows(folders, "milestones"):
        weight = real(m["weight"])
        found = (
            m["code"],
            m["plan"],
            m["agency"],
            last_day(m["due"] or ""),
            m["start"],
            1.0 if weight is None else weight,
        )
        more = real(m.get("target")), m.get("basis") or "document", m.get("added_on") or begun[m["plan"]]
        sql.execute("INSERT INTO milestone VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", found + more)
    for seq, row in enumerate(rows(folders, "progress")):
        status = "done" if row["status"] == "completed" else row["status"]
        done_on = (row.get("done_on") or row["reported_on"]) if status == "done" else None
        found = (
            seq,
            row["milestone"],
            row["reported_on"],
            status,
            real(row["percent"]),
            done_on,
            real(row.get("value")),
        )
        more = row.get("evidence"), row.get("basis") or "document", second(row.get("recorded_at"))
        sql.execute("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", found + more)
    for seq, row in enumerate(rows(folders, "extensions")):
        found = (seq, row["milestone"], row["decided_on"], last_day(row["new_due"]), second(row["recorded_at"]))
        sql.execute("INSERT INTO extension VALUES (?, ?, ?, ?, ?)", found)
    sql.executescript("CREATE INDEX of_line ON line (milestone); CREATE INDEX of_extension ON extension (milestone);")
    return sql


def read_back(url: str, name: str) -> Facts:
    """The history as the program reads it from an empty database that it filled itself."""
    engine = open_store(url)
    outcome = load(engine, list(HISTORIES[name]), now=LOADED, by="test")
    assert outcome.accepted, outcome.errors[:3]
    known = facts(engine)
    engine.dispose()
    return known


@cache
def loaded(name: str) -> Facts:
    with TemporaryDirectory() as folder:
        return read_back(f"sqlite:///{folder}/progress.db", name)


def stand(sql: sqlite3.Connection, at: Scope, whole: bool = False) -> None:
    """Ask for a day: from here on the table `now` holds how every milestone in a plan by then stands, or of the whole."""
    first, last = oracle.period(at.as_of)
    known_at = at.known_at and at.known_at.timestamp()
    asked = (at.as_of.isoformat(), at.closed_through.isoformat(), known_at, first.isoformat(), last.isoformat(), whole)
    sql.execute("UPDATE asked SET as_of = ?, closed = ?, known_at = ?, first = ?, last = ?, whole = ?", asked)
    sql.execute("DROP TABLE IF EXISTS now")
    sql.execute("CREATE TEMP TABLE now AS SELECT * FROM standing")


def by_hand(sql: sqlite3.Connection, by: str) -> dict[tuple, dict]:
    columns = [] if by == "total" else by.split(",")
    chosen = ", ".join([*columns, *(f"{formula} AS {key}" for key, formula in QUANTITIES.items())])
    grouped = f" GROUP BY {', '.join(columns)}" if columns else ""
    found = [dict(row) for row in sql.execute(f"SELECT {chosen} FROM now{grouped}")]
    for row in found:
        row["illustrative"] = bool(row["illustrative"])
        if row.get("year"):
            row["year"] = int(row["year"])
    return {tuple(row[c] for c in columns): row for row in found}


def differences(known: Facts, sql: sqlite3.Connection, at: Scope, by: str) -> dict:
    """What the program says otherwise than the SQL; empty = nothing."""
    columns = [] if by == "total" else by.split(",")
    groups = api.summary(Reading(known, at), by)["groups"]
    found, expected = {tuple(row[c] for c in columns): row for row in groups}, by_hand(sql, by)
    assert len(found) == len(groups)
    assert found.keys() == expected.keys()
    return {
        (*group, key): (found[group][key], value)
        for group, row in expected.items()
        for key, value in row.items()
        if found[group][key] != (value if value is None or isinstance(value, str | bool) else pytest.approx(value))
    }


def days(sql: sqlite3.Connection) -> list[date]:
    """Each day something was reported and the day before it, month ends between, and year ends around."""
    reported = [date.fromisoformat(row[0]) for row in sql.execute("SELECT DISTINCT reported_on FROM line")]
    reported = sorted(reported)[:: max(1, len(reported) // 8)]
    first, last = min(reported), max(reported)
    ends = [date(y, m, 1) - timedelta(days=1) for y in range(first.year, last.year + 2) for m in range(1, 13)]
    ends = [day for day in ends if first <= day <= last]
    years = [date(y, 12, 31) for y in range(first.year - 1, last.year + 3)]
    return sorted({*reported, *(day - timedelta(days=1) for day in reported), *ends[:: max(1, len(ends) // 8)], *years})


@pytest.mark.parametrize("name", HISTORIES)
def test_every_quantity_of_every_group_is_what_plain_sql_counts(name):
    known, sql = loaded(name), counted_by_hand(name)
    for number, day in enumerate(days(sql)):
        at = Scope(day, day - timedelta(days=number % 7 == 6))
        stand(sql, at)
        by = BY[number % len(BY)]
        assert differences(known, sql, at, by) == {}, (day, by)


@pytest.mark.parametrize("year", [2016, 2018, 2019])
def test_what_was_known_by_a_day_is_what_plain_sql_counts_of_the_lines_recorded_by_then(year):
    known, sql = loaded("demonstration"), counted_by_hand("demonstration")
    for known_at in (datetime(year, 6, 15, 8, tzinfo=HANOI), datetime(year, 12, 15, tzinfo=HANOI)):
        for day in (known_at.date() - timedelta(days=1), date(year, 3, 31), date(year, 12, 31)):
            at = Scope(day, day, known_at)
            stand(sql, at)
            assert differences(known, sql, at, "agency,year") == {}, (day, known_at)


def curves_by_hand(sql: sqlite3.Connection, day: date, months: list[str], by: str) -> dict[tuple, dict]:
    """By group and month: planned, done and reported at the month's end, of what is not cancelled on the day."""
    columns = [] if by == "total" else by.split(",")
    query = f"""
    SELECT {"".join(c + ", " for c in columns)}
           total(due <= :end AND status <> 'suspended') AS planned_n,
           total(weight * (due <= :end AND status <> 'suspended')) AS planned_w,
           total(done) AS actual_n, total(weight * done) AS actual_w,
           total(scoped * weight * CASE WHEN done THEN 1 ELSE min(percent / 100.0, 0.99) END) AS reported_w
    FROM now WHERE code IN live {"GROUP BY " + by if columns else ""}"""
    stand(sql, Scope(day, day))
    sql.executescript("DROP TABLE IF EXISTS live; CREATE TEMP TABLE live AS SELECT code FROM now WHERE scoped")
    found, stood = {}, None
    for month in months:
        year, number = int(month[:4]), int(month[5:])
        end = date(year, number, calendar.monthrange(year, number)[1])
        if stood != min(end, day):  # what is effective after the day is ignored
            stood = min(end, day)
            stand(sql, Scope(stood, stood), whole=True)
        for row in map(dict, sql.execute(query, {"end": end.isoformat()})):
            group = tuple(row.pop(c) for c in columns)
            found[(*(int(v) if c == "year" and v else v for c, v in zip(columns, group, strict=True)), month)] = row
    return found


@pytest.mark.parametrize("name", HISTORIES)
def test_the_curve_is_what_plain_sql_counts_at_the_ends_of_months(name):
    known, sql = loaded(name), counted_by_hand(name)
    for day, by in ((days(sql)[len(days(sql)) // 2], "total"), (max(days(sql)), "agency")):
        columns = [] if by == "total" else by.split(",")
        rows = api.monthly(Reading(known, Scope(day, day)), by)["rows"]
        asked = sorted({row["month"] for row in rows})[::-3]
        expected = curves_by_hand(sql, day, asked, by)
        for row in (row for row in rows if row["month"] in asked):
            key = (*(row.pop(c) for c in columns), row.pop("month"))
            assert row == pytest.approx(expected[key]), (day, key)


def test_the_curve_by_agency_adds_up_to_the_total_in_every_month():
    at = Scope(date(2019, 12, 11), date(2019, 12, 11))
    parts = api.monthly(Reading(loaded("demonstration"), at), "agency")["rows"]
    for total in api.monthly(Reading(loaded("demonstration"), at))["rows"]:
        month = total.pop("month")
        rows = [row for row in parts if row["month"] == month]
        for key, value in total.items():
            assert sum(row[key] for row in rows) == pytest.approx(value), (month, key)


def test_postgresql_gives_the_numbers_of_sqlite(postgresql_url):
    other = read_back(postgresql_url, "demonstration")
    known_at = datetime(2018, 7, 1, tzinfo=HANOI)
    for at in (Scope(date(2018, 6, 30), date(2018, 6, 30), known_at), Scope(date(2019, 12, 12), date(2019, 12, 11))):
        assert api.summary(Reading(other, at), "agency,year") == api.summary(
            Reading(loaded("demonstration"), at), "agency,year"
        )
        assert api.milestones(Reading(other, at)) == api.milestones(Reading(loaded("demonstration"), at))
        assert api.monthly(Reading(other, at)) == api.monthly(Reading(loaded("demonstration"), at))


# ---- The form of an answer


def test_every_key_of_the_definitions_is_in_a_summary():
    group = api.summary(Reading(loaded("demonstration"), Scope(date(2019, 12, 11), date(2019, 12, 11))))["groups"][0]
    assert QUANTITIES.keys() <= group.keys()


def test_groups_are_listed_as_an_office_lists_them():
    known = cases.facts(
        [
            {"milestone": code, "agency": code, "due": due}
            for code, due in zip("abcdef", ["2017-01-01", None] * 3, strict=True)
        ],
        agencies=[
            {"agency": "a", "name_vi": "Ủy ban nhân dân quận Ô Môn", "kind": "quận"},
            {"agency": "b", "name_vi": "Sở Y tế", "kind": "sở"},
            {"agency": "c", "name_vi": "Đài Phát thanh", "kind": None},
            {"agency": "d", "name_vi": "Sở Tư pháp", "kind": "sở"},
            {"agency": "e", "name_vi": "Công an thành phố", "kind": "ngành dọc"},
            {"agency": "f", "name_vi": "Văn phòng UBND", "kind": "cơ quan ngang sở"},
        ],
    )
    at = cases.scope("2016-12-31")
    assert [g["agency"] for g in api.summary(Reading(known, at), "agency")["groups"]] == ["d", "b", "f", "a", "e", "c"]
    assert [g["year"] for g in api.summary(Reading(known, at), "year")["groups"]] == [2017, None]
    kinds = [g["kind"] for g in api.summary(Reading(known, at), "kind")["groups"]]
    assert kinds == ["sở", "cơ quan ngang sở", "quận", "ngành dọc", None]


@pytest.mark.parametrize("by", GROUPINGS)
def test_an_empty_database_has_answers_too(by):
    at, nothing = cases.scope("2016-12-31"), cases.facts()
    summary = api.summary(Reading(nothing, at), by)
    assert [g["scope"] for g in summary["groups"]] == ([0] if by == "total" else [])
    assert json.loads(api.as_json(summary))["illustrative"] is False
    assert api.monthly(Reading(nothing, at), by)["rows"] == []
    if by == "total":
        assert api.milestones(Reading(nothing, at))["rows"] == []


def test_an_undefined_rate_is_null_in_json_and_an_empty_cell_in_csv():
    answer = api.summary(Reading(cases.facts(), cases.scope("2016-12-31")))
    assert json.loads(api.as_json(answer))["groups"][0]["on_time_rate"] is None
    assert next(csv.DictReader(io.StringIO(api.as_csv(answer))))["on_time_rate"] == ""


def test_the_head_says_as_of_which_day_known_when_and_closed_through_which_day():
    known_at = datetime.fromisoformat("2016-12-31T01:00:00+00:00")
    answer = api.summary(Reading(cases.facts(), cases.scope("2016-12-31", closed=False, known_at=known_at)))
    assert {key: answer[key] for key in ("as_of", "known_at", "closed_through", "illustrative")} == {
        "as_of": "2016-12-31",
        "known_at": "2016-12-31T08:00:00+07:00",
        "closed_through": "2016-12-30",
        "illustrative": False,
    }


def test_no_cell_of_a_csv_is_a_formula_or_breaks_its_row():
    texts = ["=1+1", "+84", "-x", "@a", "\tb", "\rc", "d;e", 'f"g', "h\r\ni", "k\rl", "m\nn"]
    known = cases.facts([{"milestone": f"m{i:02}", "title_vi": text} for i, text in enumerate(texts)])
    out = api.as_csv(api.milestones(Reading(known, cases.scope("2016-12-31"))))
    found = [row["title_vi"] for row in csv.DictReader(io.StringIO(out, newline=""))]
    assert found == ["'=1+1", "'+84", "'-x", "'@a", "'\tb", "'\nc", "d;e", 'f"g', "h\ni", "k\nl", "m\nn"]


def test_a_milestone_is_listed_with_its_bucket_its_days_and_its_flags():
    known = cases.facts(
        [{"milestone": "m", "due": "2016-06-30"}],
        [{"milestone": "m", "reported_on": "2016-01-10", "status": "in_progress", "percent": 40}],
    )
    row = api.milestones(Reading(known, cases.scope("2016-07-31")))["rows"][0]
    asked = "code", "bucket", "status", "percent", "done_on", "due", "due_in_force", "days_overdue", "flags"
    assert [row[key] for key in asked] == [
        "m", "overdue", "in_progress", 40, None, "2016-06-30", "2016-06-30", 31, ["frozen"],
    ]  # fmt: skip
