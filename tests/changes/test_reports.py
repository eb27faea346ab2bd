"""A report is saved whole, once, by who may, on what he saw - or not at all, with a sentence."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from models.changes import reports
from models.changes.reports import NotSaved, Report
from models.changes.seen import Seen
from models.people.rights import Actor
from models.store.database import reading, revision, writing
from models.store.tables import Account, Extension, RequestAnswer, Role, StatusLine, Withdrawal
from progress.numbers.facts import facts, seen
from progress.numbers.rules import standing
from progress.numbers.scope import Scope
from tests.refusals import refused
from tests.rows import add_accounts, add_plan

NOW = datetime.fromisoformat("2019-11-12T09:00:00+07:00")
TODAY = date(2019, 11, 12)
DIRECTOR, COORDINATOR, OTHER, VIEWER = (Actor(n) for n in (1, 2, 3, 4))
ONE_DATABASE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # what a report says asks none


@pytest.fixture
def city(engine):
    """Two agencies, M1 and M2 of the first, N of the second, due at the end of October; a person of each role."""
    with writing(engine) as connection:
        add_plan(connection, date(2019, 10, 31), M1=1, M2=1, N=2)
        people = ("director", "director", 1), ("coordinator", "coordinator", None), ("director_b", "director", 2)
        add_accounts(connection, *people, ("viewer", "viewer", None))
    return engine


def version(engine, code="M1") -> Seen:
    known = facts(engine)
    table = known.milestones[known.milestones["milestone"] == code]
    return seen(known, table["milestone_id"])[0]


def filled(engine, code="M1", **fields) -> Report:
    said = {"status": "in_progress", "reported_on": TODAY, "seen": version(engine, code), **fields}
    return Report(code, **said)


def save(engine, *said, who=DIRECTOR, token="t", now=NOW):
    return reports.report(engine, who, said, token=token, now=now)


def stands(engine, code="M1", now=NOW):
    table = standing(facts(engine), Scope.on(TODAY, now))
    return table.set_index("milestone").loc[code]


def count(engine, table=StatusLine) -> int:
    with reading(engine) as connection:
        return len(connection.execute(select(table)).all())


def rules(caught) -> list[tuple[str, str, str]]:
    return [(p.milestone, p.field, p.rule) for p in caught.value.problems]


def test_a_report_is_kept_with_who_and_when_and_the_revision_grows_by_one(city):
    with reading(city) as connection:
        before = revision(connection)
    written = save(city, filled(city, status="done", done_on=date(2019, 10, 30), evidence=" 70/KH-UBND "))
    with reading(city) as connection:
        assert revision(connection) == before + 1
        line = connection.execute(select(StatusLine)).one()
    assert (line.recorded_by, line.evidence, written.lines) == ("director", "70/KH-UBND", (line.id,))
    assert stands(city)["bucket"] == "done_early"


def test_the_same_click_sent_a_hundred_times_at_once_is_carried_out_once(city):
    report = filled(city, percent=60)
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: save(city, report, token="once"), range(100)))
    assert count(city) == 1
    assert {r.lines for r in results} == {(1,)}


def test_a_hundred_double_clicks_are_a_hundred_lines(city):
    clicked = filled(city)
    for n in range(100):
        clicked = replace(clicked, percent=n / 2)
        first, second = (save(city, clicked, token=f"click {n}") for _ in range(2))
        assert first == second
        clicked = replace(clicked, seen=Seen(first.lines[0], 0, 0, 1))  # the version that stands now
    assert count(city) == 100
    assert stands(city)["percent"] == 49.5


def test_what_already_stands_for_the_day_is_not_written_again_but_another_day_is(city):
    save(city, filled(city, percent=60), token="1")
    assert save(city, filled(city, percent=60), token="2").lines == ()
    save(city, filled(city, percent=60, reported_on=TODAY + timedelta(days=1)), token="3", now=NOW + timedelta(days=1))
    assert count(city) == 2


def test_whoever_saves_on_what_has_changed_since_is_told_so_and_nothing_is_lost(city):
    mine, theirs = filled(city, percent=60), filled(city, percent=70)
    save(city, theirs, who=COORDINATOR, token="theirs")
    with pytest.raises(NotSaved) as caught:
        save(city, mine, token="mine")
    assert rules(caught) == [("M1", "milestone", "E_STALE")]
    assert stands(city)["percent"] == 70


def test_an_extension_or_a_corrected_title_is_a_change_since_too(city):
    before = version(city)
    reports.extend(city, COORDINATOR, "M1", date(2019, 12, 31), decided_on=TODAY, decision="1/QĐ-UBND", now=NOW)
    assert version(city) != before


@ONE_DATABASE
@pytest.mark.parametrize(
    ("who", "code", "rule"),
    [(OTHER, "M1", "E_RIGHT"), (VIEWER, "M1", "E_RIGHT"), (DIRECTOR, "N", "E_RIGHT"), (Actor(99), "M1", "E_RIGHT")],
)
def test_only_the_lead_agency_and_the_coordinator_report(city, who, code, rule):
    with pytest.raises(NotSaved) as caught:
        save(city, filled(city, code), who=who)
    assert rules(caught) == [(code, "milestone", rule)]
    assert count(city) == 0


@pytest.mark.parametrize("change", [{"disabled": True}, {"role": Role.VIEWER}, {"agency_id": 2}, {"must_change": True}])
def test_a_right_withdrawn_in_the_database_refuses_the_next_save(city, change):
    report = filled(city)
    with writing(city) as connection:
        connection.execute(update(Account).where(Account.id == 1), change)
    with pytest.raises(NotSaved):
        save(city, report)
    assert count(city) == 0


@ONE_DATABASE
@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({"status": "done"}, "done_on", "E_MISSING"),
        ({"status": "done", "done_on": date(2019, 11, 13)}, "done_on", "E_DATE"),
        ({"status": "done", "done_on": date(1, 1, 1)}, "done_on", "E_DATE"),
        ({"done_on": date(2019, 11, 1)}, "done_on", "E_STATUS"),
        ({"percent": 100.5}, "percent", "E_PERCENT"),
        ({"percent": float("nan")}, "percent", "E_PERCENT"),
        ({"value": float("inf")}, "value", "E_TYPE"),
        ({"reported_on": date(2019, 11, 13)}, "reported_on", "E_DATE"),
        ({"note": "x\x00"}, "note", "E_TYPE"),
        ({"evidence": "x" * 201}, "evidence", "E_TYPE"),
        ({"status": "cancelled", "decision": "1/QĐ"}, "status", "E_RIGHT"),
    ],
)
def test_a_contradiction_is_refused_at_its_field(city, fields, field, rule):
    with pytest.raises(NotSaved) as caught:
        save(city, filled(city, **fields))
    assert rules(caught) == [("M1", field, rule)]
    assert count(city) == 0


def test_cancelling_is_for_the_coordinator_with_a_decision(city):
    with pytest.raises(NotSaved) as caught:
        save(city, filled(city, status="cancelled"), who=COORDINATOR)
    assert rules(caught) == [("M1", "decision", "E_MISSING")]
    save(city, filled(city, status="cancelled", decision="9/QĐ-UBND"), who=COORDINATOR)
    assert stands(city)["bucket"] == "cancelled"


def test_of_several_rows_all_are_saved_or_none(city):
    good, bad = filled(city, "M1", percent=10), filled(city, "M2", percent=101)
    with pytest.raises(NotSaved) as caught:
        save(city, good, bad)
    assert rules(caught) == [("M2", "percent", "E_PERCENT")]
    assert count(city) == 0
    save(city, good, filled(city, "M2", percent=99))
    assert count(city) == 2


@ONE_DATABASE
@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ({"percent": 60}, {"percent": 40}, "A_FELL"),
        ({"status": "done", "done_on": TODAY}, {"percent": 90}, "A_REOPENED"),
        ({"status": "done", "done_on": TODAY}, {"status": "done", "done_on": date(2019, 10, 1)}, "A_DONE_MOVED"),
    ],
)
def test_a_step_back_is_asked_about_once_and_then_saved_for_what_it_is(city, first, second, rule):
    save(city, filled(city, **first), token="1")
    with pytest.raises(NotSaved) as caught:
        save(city, filled(city, **second), token="2")
    assert [(p.rule, p.asks) for p in caught.value.problems] == [(rule, True)]
    save(city, filled(city, **second, confirmed=True), token="2")
    assert count(city) == 2


def test_an_undone_completion_never_was_from_then_on_and_the_line_stays_in_the_history(city):
    written = save(city, filled(city, status="done", done_on=date(2019, 10, 1)))
    before = stands(city)["bucket"]
    reports.withdraw(city, DIRECTOR, written.lines, now=NOW)
    assert (before, stands(city)["bucket"], count(city)) == ("done_early", "overdue", 1)
    known = facts(city)
    then = standing(known, Scope.on(TODAY, NOW, known_at=written.at)).set_index("milestone")
    assert then.loc["M1", "bucket"] == "done_early"
    assert reports.withdraw(city, DIRECTOR, written.lines, now=NOW).lines == ()
    assert count(city, Withdrawal) == 1


@pytest.mark.parametrize(
    ("who", "later"), [(COORDINATOR, timedelta(0)), (OTHER, timedelta(0)), (DIRECTOR, timedelta(minutes=31))]
)
def test_only_ones_own_line_can_be_undone_and_only_for_a_while(city, who, later):
    written = save(city, filled(city, percent=10))
    with refused():
        reports.withdraw(city, who, written.lines, now=NOW + later)
    assert count(city, Withdrawal) == 0


def test_a_line_somebody_has_built_on_cannot_be_undone(city):
    written = save(city, filled(city, percent=10), token="1")
    save(city, filled(city, percent=20), who=COORDINATOR, token="2")
    with refused("mới hơn"):
        reports.withdraw(city, DIRECTOR, written.lines, now=NOW)


def test_a_request_moves_no_deadline_until_it_is_granted_and_then_from_the_decision_on(city):
    reports.request_extension(city, DIRECTOR, "M1", date(2020, 1, 31), "Chờ kinh phí", token="r", now=NOW)
    assert not reports.request_extension(city, DIRECTOR, "M1", date(2020, 1, 31), "Chờ kinh phí", token="r", now=NOW)
    assert stands(city)["bucket"] == "overdue"
    request = facts(city).requests["request"].iloc[0]
    with refused():
        reports.extend(city, DIRECTOR, "M1", date(2020, 1, 31), decided_on=TODAY, decision="7/QĐ", now=NOW)
    reports.extend(
        city, COORDINATOR, "M1", date(2020, 1, 31), decided_on=TODAY, decision="7/QĐ", request=int(request), now=NOW
    )
    assert stands(city)["bucket"] == "not_started_not_due"
    answered = facts(city).requests.iloc[0]
    assert (answered["answered_by"], facts(city).extensions["reason"].iloc[0]) == ("coordinator", "Chờ kinh phí")
    with refused("đã được trả lời"):
        reports.decline(city, COORDINATOR, int(request), "Không", now=NOW)


def test_a_declined_request_says_why_and_another_may_be_made(city):
    reports.request_extension(city, DIRECTOR, "M1", date(2020, 1, 31), "Chờ kinh phí", token="r", now=NOW)
    with refused("đang chờ"):
        reports.request_extension(city, DIRECTOR, "M1", date(2020, 2, 28), "Vẫn chờ", token="s", now=NOW)
    reports.decline(city, COORDINATOR, int(facts(city).requests["request"].iloc[0]), "Đã đủ kinh phí", now=NOW)
    assert count(city, Extension) == 0
    assert count(city, RequestAnswer) == 1
    assert reports.request_extension(city, DIRECTOR, "M1", date(2020, 2, 28), "Vẫn chờ", token="s", now=NOW)


@ONE_DATABASE
@pytest.mark.parametrize(
    ("milestone", "new_due", "reason"),
    [("N", date(2020, 1, 1), "x"), ("M1", date(2019, 10, 31), "x"), ("M1", date(2020, 1, 1), " "), ("?", date(2020, 1, 1), "x")],
)  # fmt: skip
def test_a_request_needs_a_reason_a_later_day_and_ones_own_milestone(city, milestone, new_due, reason):
    with refused():
        reports.request_extension(city, DIRECTOR, milestone, new_due, reason, token="r", now=NOW)


def test_a_decision_older_than_the_one_in_force_moves_nothing_and_is_refused(city):
    def extend(new_due: date, decided_on: date, **more) -> bool:
        said = {"decided_on": decided_on, "decision": f"{decided_on:%d}/QĐ-UBND", "now": NOW, **more}
        return reports.extend(city, COORDINATOR, "M1", new_due, **said)

    assert extend(date(2019, 12, 31), date(2019, 11, 10))
    with refused("10/11/2019"):
        extend(date(2020, 1, 31), date(2019, 11, 9))
    with refused("Lý do"):
        extend(date(2020, 1, 31), date(2019, 11, 11), reason="\0")
    with refused("2200"):
        extend(date(9999, 12, 31), date(2019, 11, 11))
    assert count(city, Extension) == 1


def test_a_done_milestone_is_not_extended(city):
    save(city, filled(city, status="done", done_on=TODAY))
    with refused("đã hoàn thành"):
        reports.extend(city, COORDINATOR, "M1", date(2020, 1, 1), decided_on=TODAY, decision="7/QĐ", now=NOW)


def test_changes_under_a_clock_that_stands_still_or_goes_back_keep_their_order(city):
    first = save(city, filled(city, percent=10), token="1")
    second = save(city, filled(city, percent=20), token="2")
    third = save(city, filled(city, percent=30), token="3", now=NOW - timedelta(hours=1))
    assert first.at < second.at < third.at
    assert stands(city, now=NOW + timedelta(seconds=1))["percent"] == 30


def test_a_session_that_has_ended_writes_nothing(city):
    with writing(city) as connection:
        connection.execute(
            text(
                "INSERT INTO session (id, account_id, token_hash, started_at, seen_at) "
                "VALUES (1, 1, 'h', '2019-11-12 00:00:00', '2019-11-12 00:00:00')"
            )
        )
    save(city, filled(city, percent=10), who=Actor(1, 1), token="1")
    with writing(city) as connection:
        connection.execute(text("UPDATE session SET ended_at = '2019-11-12 01:00:00'"))
    with pytest.raises(NotSaved):
        save(city, filled(city, percent=20), who=Actor(1, 1), token="2")
    assert count(city) == 1
