"""What changed between two days, a sentence a kind; then the same as set differences in plain SQL."""

from datetime import date, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.numbers.periods import HANOI, month
from progress.numbers.reading import Reading
from progress.numbers.rules import standing
from progress.numbers.scope import Scope
from progress.numbers.two_days import CHANGES, changes, compared_day, decided, earlier, late_entries, period_before
from progress.say.languages import EN, VI
from progress.show.spreadsheet import table_csv
from progress.show.tables import changes_sentence, changes_table, chosen, late_table, overdue_table, reminder, silent
from tests.cases import facts, scope
from tests.numbers.test_api import HISTORIES, counted_by_hand, loaded, stand

pytestmark = pytest.mark.xdist_group("histories")

M = {"milestone": "m", "due": "2016-06-30"}


def line(reported_on: str, status: str = "in_progress", percent=None, **more) -> dict:
    return {"milestone": "m", "reported_on": reported_on, "status": status, "percent": percent, **more}


def moved(decided_on: str, new_due: str, **more) -> dict:
    return {"milestone": "m", "decided_on": decided_on, "new_due": new_due, **more}


def between(since: str, as_of: str, lines=(), extensions=(), milestones=(M,), **selection) -> pd.DataFrame:
    known, at = facts(milestones, lines, extensions), scope(as_of, **selection)
    day = date.fromisoformat(since)
    return changes(standing(known, earlier(at, day)), standing(known, at), decided(known, day, at))


def kinds(*given, **more) -> list[str]:
    return between(*given, **more)["change"].tolist()


def test_what_is_done_now_and_was_not_is_done():
    lines = [line("2016-05-01"), line("2016-05-20", "done")]
    assert kinds("2016-05-10", "2016-05-31", lines) == ["done"]
    assert kinds("2016-05-19", "2016-05-20", lines) == ["done"]
    assert kinds("2016-05-20", "2016-05-31", lines) == []


def test_a_completion_counts_from_the_day_it_happened_not_the_day_it_was_reported():
    lines = [line("2016-05-20", "done", done_on="2016-05-05")]
    assert kinds("2016-05-10", "2016-05-31", lines) == []
    assert kinds("2016-05-04", "2016-05-10", lines) == ["done"]


def test_what_is_overdue_now_and_was_not_is_overdue_with_its_days():
    row = between("2016-06-29", "2016-07-10").loc[0]
    assert row[["change", "bucket_before", "days_overdue"]].tolist() == ["overdue", "not_started_not_due", 10]
    assert kinds("2016-06-30", "2016-07-10") == []  # the day was over: it was overdue already


def test_what_stays_overdue_is_no_change():
    assert kinds("2016-07-10", "2016-08-10") == []


def test_an_extension_says_the_deadline_before_and_after_and_every_decision():
    extensions = [
        moved("2016-01-05", "2016-07-31", decision="1/QĐ"),
        moved("2016-02-05", "2016-08-31", decision="2/QĐ"),
        moved("2016-03-05", "2016-09-30", decision="3/QĐ"),
    ]
    row = between("2016-01-31", "2016-03-31", extensions=extensions).loc[0]
    assert row[["change", "due_before", "due_after", "decision"]].tolist() == [
        "extended", pd.Timestamp("2016-07-31"), pd.Timestamp("2016-09-30"), "2/QĐ; 3/QĐ",
    ]  # fmt: skip
    assert kinds("2016-02-05", "2016-03-04", extensions=extensions) == []


def test_an_extension_without_a_number_is_still_one():
    assert between("2016-01-01", "2016-03-01", extensions=[moved("2016-02-01", "2016-08-31")])["decision"][0] is None


def test_an_extension_that_was_not_known_then_is_no_change():
    extensions = [moved("2016-02-05", "2016-08-31", recorded_at=datetime(2016, 4, 1, tzinfo=HANOI))]
    assert kinds("2016-01-31", "2016-03-31", (), extensions, known_at=datetime(2016, 3, 31, tzinfo=HANOI)) == []


def test_an_extension_and_a_lower_claim_are_two_changes():
    lines = [line("2016-01-10", percent=60), line("2016-02-10", percent=40)]
    found = between("2016-01-31", "2016-02-29", lines, [moved("2016-02-05", "2016-08-31")])
    assert found["change"].tolist() == ["extended", "percent_fell"]
    assert found[["percent_before", "percent_after"]].iloc[1].tolist() == [60, 40]


def test_a_higher_claim_is_no_change():
    assert kinds("2016-01-31", "2016-02-29", [line("2016-01-10", percent=40), line("2016-02-10", percent=60)]) == []


def test_a_report_without_a_percent_says_nothing_about_it_and_a_claim_is_withdrawn_by_0():
    assert kinds("2016-01-31", "2016-02-29", [line("2016-01-10", percent=40), line("2016-02-10")]) == []
    withdrawn = [line("2016-01-10", percent=40), line("2016-02-10", percent=0)]
    assert kinds("2016-01-31", "2016-02-29", withdrawn) == ["percent_fell"]


def test_what_was_done_and_is_open_is_reopened_and_no_lower_claim():
    lines = [line("2016-05-01", "done", percent=100), line("2016-05-20", percent=90)]
    assert kinds("2016-05-10", "2016-05-31", lines) == ["reopened"]
    assert kinds("2016-05-10", "2016-07-31", lines) == ["overdue", "reopened"]


def test_a_suspension_and_its_end():
    lines = [line("2016-05-01", "suspended", decision="9/QĐ"), line("2016-05-20")]
    found = between("2016-04-30", "2016-05-10", lines)
    assert found[["change", "decision"]].values.tolist() == [["suspended", "9/QĐ"]]
    assert kinds("2016-05-10", "2016-05-31", lines) == ["resumed"]
    assert kinds("2016-04-30", "2016-05-31", lines) == []


def test_a_suspended_milestone_that_is_done_is_done_and_not_resumed():
    lines = [line("2016-05-01", "suspended"), line("2016-05-20", "done")]
    assert kinds("2016-05-10", "2016-05-31", lines) == ["done"]


def test_a_cancellation_comes_with_its_decision():
    found = between("2016-05-10", "2016-05-31", [line("2016-05-20", "cancelled", decision="12/QĐ-UBND")])
    assert found[["change", "bucket_before", "decision"]].values.tolist() == [
        ["cancelled", "not_started_not_due", "12/QĐ-UBND"]
    ]


def test_a_cancelled_milestone_that_is_worked_on_again_is_resumed():
    assert kinds("2016-05-10", "2016-05-31", [line("2016-05-01", "cancelled"), line("2016-05-20")]) == ["resumed"]


def test_what_was_not_in_the_plan_is_added_and_may_be_done_too():
    added = {**M, "added_on": "2016-05-15"}
    found = between("2016-05-10", "2016-05-31", milestones=[added])
    assert found["change"].tolist() == ["added"]
    assert pd.isna(found["bucket_before"][0])
    assert kinds("2016-05-10", "2016-05-31", [line("2016-05-20", "done")], milestones=[added]) == ["done", "added"]


def test_a_day_compared_with_itself_has_no_changes():
    known = facts([M, {**M, "milestone": "n"}], [line("2016-05-01", "done")], [moved("2016-01-01", "2016-07-31")])
    at = standing(known, scope("2016-08-01"))
    found = changes(at, at, known.extensions)
    assert found.empty
    assert found.columns.tolist() == between("2016-06-29", "2016-07-10").columns.tolist()
    nothing = standing(facts(), scope("2016-08-01"))
    assert changes(nothing, nothing, facts().extensions).empty


DAYS = st.dates(date(2016, 1, 1), date(2016, 4, 30))
STATUSES = st.sampled_from(["not_started", "in_progress", "done", "suspended", "cancelled"])


HISTORY = st.tuples(
    st.lists(st.tuples(DAYS, STATUSES, st.none() | st.integers(0, 100)), max_size=6),
    st.lists(st.tuples(DAYS, DAYS), max_size=3),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(HISTORY, min_size=8, max_size=12), DAYS, DAYS)
def test_of_the_exclusive_kinds_a_milestone_has_one_and_their_counts_are_the_differences(histories, one, other):
    since, day = sorted((one, other))
    lines, moves = [], []
    codes = [f"m{n}" for n in range(len(histories))]
    for code, (reports, decisions) in zip(codes, histories, strict=True):
        lines += [line(str(on), status, percent, milestone=code) for on, status, percent in reports]
        moves += [moved(str(on), str(due), milestone=code) for on, due in decisions]
    known = facts([{"milestone": code, "due": "2016-03-01"} for code in codes], lines, moves)
    at = scope(str(day))
    before, after = standing(known, earlier(at, since)), standing(known, at)
    extended = decided(known, since, at)
    changed = changes(before, after, extended)
    assert changes(after, after, known.extensions).empty
    for then, stands in zip(before.itertuples(), after.itertuples(), strict=True):
        found = changed.loc[changed["milestone"] == stands.milestone, "change"].tolist()
        assert len(set(found)) == len(found)
        assert len({"done", "suspended", "cancelled", "resumed", "reopened"} & set(found)) <= 1
        assert len({"done", "overdue", "suspended", "cancelled"} & set(found)) <= 1
        was, now = (row.bucket.startswith("done") for row in (then, stands))
        left = not now and was
        assert now == was + ("done" in found) - left
        assert ("extended" in found) == (stands.milestone_id in extended["milestone_id"].tolist())


# ---- What moved


def told(transfers, since: str, as_of: str, lines=(), closings=(), **selection) -> list[tuple]:
    """(change, code, lead before, lead now) between two days, of milestones of A in P."""
    milestones = [{**M, "agency": "A", "plan": "P"}, {**M, "milestone": "n", "agency": "A", "plan": "P"}]
    known = facts(milestones, lines, agencies=[{"agency": "A"}, {"agency": "B"}], plans=[{"plan": "P"}, {"plan": "Q"}],
                  transfers=transfers, closings=closings)  # fmt: skip
    at = scope(as_of, **selection)
    found = Reading(known, at).changes(Reading(known, earlier(at, date.fromisoformat(since))))
    return list(found[["change", "milestone", "agency_before", "agency"]].itertuples(index=False, name=None))


TO_B = [{"effective_on": "2016-02-01", "milestone": "m", "agency_to": "B"}]


def test_a_transfer_is_told_to_the_new_lead_as_moved_in_and_to_the_old_as_moved_out_and_once_to_the_city():
    moved = ("m", "A", "B")
    assert told(TO_B, "2016-01-31", "2016-02-29") == [("moved_in", *moved)]
    assert told(TO_B, "2016-01-31", "2016-02-29", agencies=("B",)) == [("moved_in", *moved)]
    assert told(TO_B, "2016-01-31", "2016-02-29", agencies=("A",)) == [("moved_out", *moved)]
    assert told(TO_B, "2016-02-01", "2016-02-29") == []


def test_what_comes_from_another_lead_is_not_added_for_it_is_not_new_to_the_city():
    assert "added" not in [row[0] for row in told(TO_B, "2016-01-31", "2016-02-29", agencies=("B",))]


def test_a_change_is_told_to_the_lead_of_either_day():
    lines = [line("2016-02-10", "done")]
    for agency in "AB":
        assert [row[0] for row in told(TO_B, "2016-01-31", "2016-02-29", lines, agencies=(agency,))][:1] == ["done"]


def test_another_plan_is_a_move_between_plans():
    to_q = [{"effective_on": "2016-02-01", "milestone": "m", "plan_to": "Q"}]
    assert [row[0] for row in told(to_q, "2016-01-31", "2016-02-29", plans=("Q",))] == ["moved_in"]
    assert [row[0] for row in told(to_q, "2016-01-31", "2016-02-29", plans=("P",))] == ["moved_out"]


def test_a_plan_that_was_closed_is_told_of_what_was_unfinished_when_it_closed():
    lines, closings = [line("2016-01-10", "done")], [{"plan": "P", "closed_on": "2016-02-15"}]
    assert told([], "2016-01-31", "2016-02-29", lines, closings) == [("closed", "n", "A", "A")]
    assert told([], "2016-02-15", "2016-02-29", lines, closings) == []


# ---- The same in plain SQL

BY_HAND = {
    "done": "SELECT code FROM later WHERE done EXCEPT SELECT code FROM sooner WHERE done",
    "overdue": "SELECT code FROM later WHERE late EXCEPT SELECT code FROM sooner WHERE late",
    "cancelled": "SELECT code FROM later WHERE NOT scoped EXCEPT SELECT code FROM sooner WHERE NOT scoped",
    "suspended": (
        "SELECT code FROM later WHERE status = 'suspended' EXCEPT SELECT code FROM sooner WHERE status = 'suspended'"
    ),
    "resumed": "SELECT code FROM later WHERE open INTERSECT SELECT code FROM sooner WHERE NOT counts",
    "reopened": "SELECT code FROM later WHERE open INTERSECT SELECT code FROM sooner WHERE done",
    "percent_fell": (
        "SELECT code FROM later l JOIN sooner s USING (code) WHERE l.open AND NOT s.done AND l.percent < s.percent"
    ),
    "extended": (
        "SELECT DISTINCT milestone FROM extension JOIN later ON code = milestone"
        " WHERE decided_on > (SELECT as_of FROM sooner) AND decided_on <= (SELECT as_of FROM later)"
    ),
    "added": "SELECT code FROM later EXCEPT SELECT code FROM sooner",
}


def changes_by_hand(sql, since: date, at: Scope) -> set[tuple]:
    for name, day in (("sooner", earlier(at, since)), ("later", at)):
        stand(sql, day)
        sql.executescript(f"DROP TABLE IF EXISTS {name}; CREATE TEMP TABLE {name} AS SELECT * FROM now")
    values = "SELECT s.in_force, l.in_force FROM later l LEFT JOIN sooner s USING (code) WHERE code = ?"
    return {
        (kind, code, *map(str, sql.execute(values, [code]).fetchone()))
        for kind, query in BY_HAND.items()
        for (code,) in sql.execute(query).fetchall()
    }


def spans(sql) -> list[tuple[date, date]]:
    """From day to day over the whole history: a month, a quarter, years."""
    first, last = (
        date.fromisoformat(d) for d in sql.execute("SELECT min(reported_on), max(reported_on) FROM line").fetchone()
    )
    found, day = [(first - timedelta(days=1), last), (first - timedelta(days=400), first)], first
    for number in range(18):
        after = min(day + timedelta(days=(31, 92, 366)[number % 3]), last)
        if day < after:
            found.append((day, after))
        day = first + (last - first) * (number + 1) / 18
    return found


@pytest.mark.parametrize("name", HISTORIES)
def test_the_changes_between_two_days_are_the_set_differences_of_plain_sql(name):
    known, sql = loaded(name), counted_by_hand(name)
    seen = set()
    for number, (since, day) in enumerate(spans(sql)):
        at = Scope(day, day - timedelta(days=number % 5 == 4))
        found = changes(standing(known, earlier(at, since)), standing(known, at), decided(known, since, at))
        absent = found["bucket_before"].isna()
        rows = {
            (change, code, *(str(None if pd.isna(due) else due.date()) for due in dues))
            for change, code, *dues in zip(
                found["change"], found["milestone"], found["due_before"].mask(absent), found["due_after"], strict=True
            )
        }
        assert len(rows) == len(found)
        assert rows == changes_by_hand(sql, since, at), (since, day)
        seen |= set(found["change"])
    assert {"done", "overdue"} <= seen
    if name == "demonstration":
        assert seen == set(CHANGES) - {"moved_in", "moved_out", "closed"}


# ---- The day to compare with


def test_the_day_to_compare_with_is_the_one_asked_for_else_the_end_of_the_period_before():
    at = scope("2019-12-12")
    assert compared_day(["2019-10-14"], at) == date(2019, 10, 14)
    for bad in ([], ["yesterday"], ["2019-02-30"], ["2019-12-12"], ["2020-01-01"], [""]):
        assert compared_day(bad, at) == date(2019, 11, 14)
    assert compared_day([], scope("2019-11-14")) == date(2019, 10, 14)
    assert compared_day([], scope("2019-11-14", cutoff=0)) == date(2019, 10, 31)


def test_the_first_day_of_the_calendar_has_none_before_it():
    at = scope("0001-01-01")
    assert compared_day(["0001-01-01"], at) == at.as_of
    assert earlier(at, at.as_of) == at


# ---- Late entries


def late(lines, period, known_at=None) -> list[str]:
    known = facts([M], lines)
    at = standing(known, scope("2019-12-31"))
    return late_entries(known, period, known_at, at)["reported_on"].dt.strftime("%d/%m").tolist()


def test_a_line_recorded_when_the_cut_off_day_is_over_in_viet_nam_is_late():
    period = month(2019, 11)
    for recorded, expected in (("2019-11-14T16:59:59+00:00", []), ("2019-11-14T17:00:00+00:00", ["14/11"])):
        assert late([line("2019-11-14", recorded_at=datetime.fromisoformat(recorded))], period) == expected


def test_a_completion_belongs_to_the_period_it_happened_in():
    lines = [line("2019-11-20", "done", done_on="2019-11-08"), line("2019-11-18")]
    assert late(lines, month(2019, 11)) == ["20/11"]
    assert late(lines, month(2019, 12)) == []


def test_a_late_entry_that_was_not_known_then_is_not_listed():
    lines = [line("2019-11-01", recorded_at=datetime(2019, 11, 20, tzinfo=HANOI))]
    assert late(lines, month(2019, 11), datetime(2019, 11, 19, tzinfo=HANOI)) == []
    assert late(lines, month(2019, 11), datetime(2019, 11, 20, tzinfo=HANOI)) == ["01/11"]


@pytest.mark.parametrize("name", HISTORIES)
def test_late_entries_are_those_of_plain_sql(name):
    known, sql = loaded(name), counted_by_hand(name)
    last = date.fromisoformat(sql.execute("SELECT max(reported_on) FROM line").fetchone()[0])
    query = (
        "SELECT count(*) FROM line WHERE CASE status WHEN 'done' THEN done_on ELSE reported_on END BETWEEN ? AND ?"
        " AND recorded_at >= ?"
    )
    at = Scope(last, last)
    whole = standing(known, at)
    for _ in range(24):
        period = period_before(at)
        closed = datetime(period.end.year, period.end.month, period.end.day, tzinfo=HANOI) + timedelta(days=1)
        counted = sql.execute(query, [str(period.start), str(period.end), closed.timestamp()]).fetchone()[0]
        assert len(late_entries(known, period, None, whole)) == counted, period.name
        at = Scope(period.end, period.end)


# ---- In words


def test_the_changes_are_said_in_a_sentence_and_in_words():
    lines = [line("2016-02-10", "cancelled", milestone="n", decision="1/QĐ"), line("2016-02-10", "done", milestone="o")]
    milestones = [{**M, "milestone": code} for code in "mno"]
    extensions = [moved("2016-02-05", "2016-08-31", decision="2/QĐ")]
    known = facts(milestones, lines, extensions)
    found = between("2016-01-31", "2016-02-29", lines, extensions, milestones)
    assert changes_sentence(found, VI) == "+1 hoàn thành, 1 hủy bỏ, 1 gia hạn"
    assert changes_sentence(found, EN) == "+1 done, 1 cancelled, 1 extended"
    table = changes_table(found, known, VI)
    assert table.only("change", "details", "decision", "code").rows == [
        ("Hoàn thành", "Hoàn thành trước hạn, ngày 10/02/2016", None, "o"),
        ("Hủy bỏ", "trước đó: Chưa thực hiện, trong hạn", "1/QĐ", "n"),
        ("Gia hạn", "30/06/2016 → 31/08/2016", "2/QĐ", "m"),
    ]


def test_in_a_file_the_moves_of_a_deadline_are_whole_numbers():
    known = facts([M, {**M, "milestone": "n"}], extensions=[moved("2016-01-05", "2016-07-31")])
    table = overdue_table(chosen(standing(known, scope("2016-12-31")), "overdue"), known, VI, known.conclusions)
    rows = table_csv(table.only("code", "days_overdue", "moves_n"), VI).decode("utf-8-sig").splitlines()
    assert rows[1:] == ["n,184,", "m,153,1"]


def test_the_instant_of_a_late_entry_is_viet_nams():
    known = facts([M], [line("2019-11-01", recorded_at=datetime.fromisoformat("2019-11-14T18:30:00+00:00"))])
    found = late_entries(known, month(2019, 11), None, standing(known, scope("2019-12-31")))
    assert list(late_table(found, known, VI).only("recorded_at").texts(VI)) == [("15/11/2019 01:30",)]


def test_a_reminder_names_who_owes_how_many_milestones_by_which_day():
    milestones = [{**M, "milestone": code, "agency": agency} for code, agency in zip("abcd", "XXYZ", strict=True)]
    known = facts(milestones, [line("2019-11-20", milestone="c"), line("2019-11-20", "cancelled", milestone="d")])
    at = scope("2019-12-12")
    rows = silent(standing(known, at), known)
    assert rows[["agency", "open_n"]].values.tolist() == [["X", 2]]
    assert reminder(rows, known, at.period, VI).splitlines()[1:] == [
        "- X: còn 2 mốc chưa cập nhật, chốt ngày 14/12/2019"
    ]
