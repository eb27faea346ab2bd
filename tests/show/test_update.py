"""What is owed comes first, in its order; what saving would do is what the rules say once it is saved."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from models.changes import reports
from models.changes.reports import Report
from models.changes.seen import Seen
from models.store.tables import Status
from progress.numbers.facts import facts as stored
from progress.numbers.facts import own_lines
from progress.numbers.periods import Period
from progress.numbers.rules import standing
from progress.numbers.scope import Scope
from progress.say.languages import EN, VI
from progress.show import update
from tests.cases import facts, scope
from tests.changes.test_reports import COORDINATOR, DIRECTOR, NOW, TODAY, city, filled, save  # noqa: F401

DAY = scope("2019-12-12", closed=False)
AT = datetime.fromisoformat("2019-12-12T10:00:00+07:00")


def desk():
    """One milestone of each sort an agency owes, named by what it is; and two that are not open."""
    return facts(
        [
            {"milestone": "rest", "due": "2020-12-31"},
            {"milestone": "none"},
            {"milestone": "soon", "due": "2019-12-31"},
            {"milestone": "late", "due": "2019-10-31"},
            {"milestone": "late, said", "due": "2019-10-01"},
            {"milestone": "rest, said", "due": "2020-06-30"},
            {"milestone": "paused", "due": "2019-10-01"},
            {"milestone": "done", "due": "2019-10-31"},
        ],
        [
            {"milestone": "late, said", "reported_on": "2019-11-20", "status": "in_progress", "percent": 40},
            {"milestone": "rest, said", "reported_on": "2019-12-01", "status": "in_progress", "percent": 10},
            {"milestone": "late", "reported_on": "2019-11-01", "status": "in_progress", "percent": 45, "evidence": "5/BC-A"},
            {"milestone": "paused", "reported_on": "2019-09-01", "status": "suspended", "decision": "1/QĐ-UBND"},
            {"milestone": "done", "reported_on": "2019-10-05", "status": "done", "percent": 100},
        ],
    )  # fmt: skip


def said(known, code, **fields) -> Report:
    rows = standing(known, DAY)
    return replace(update.stood(known, rows)[code], reported_on=DAY.as_of, **fields)


def test_what_has_no_line_this_period_comes_first_then_the_overdue_then_the_due_soon():
    rows = standing(desk(), DAY)
    assert update.owed(rows)["milestone"].tolist() == ["late", "soon", "rest", "none", "late, said", "rest, said"]
    assert update.owed(rows, paused=True)["milestone"].tolist()[-1] == "paused"


def test_the_head_line_counts_what_is_missing_and_names_the_last_day():
    rows, period = update.owed(standing(desk(), DAY)), Period(date(2019, 11, 15), date(2019, 12, 14), "2019-12")
    assert update.owed_sentence(rows, period, VI) == "Còn 4 mốc chưa cập nhật, chốt ngày 14/12"
    assert "All 2 milestones" in update.owed_sentence(rows[rows["updated"]], period, EN)


def test_a_form_begins_with_what_the_last_line_says():
    found = update.stood(desk(), standing(desk(), DAY))
    assert (found["late"].status, found["late"].percent, found["late"].evidence) == (Status.IN_PROGRESS, 45, "5/BC-A")
    assert (found["rest"].status, found["rest"].percent, found["rest"].note) == (Status.NOT_STARTED, None, None)
    assert (found["done"].done_on, found["done"].percent) == (date(2019, 10, 5), None)


def test_suspending_and_cancelling_may_be_chosen_by_who_decides_and_what_stands_by_all():
    found = update.stood(desk(), standing(desk(), DAY))
    assert update.statuses(found["late"], False) == (Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE)
    assert update.statuses(found["late"], True) == tuple(Status)
    assert Status.SUSPENDED in update.statuses(found["paused"], False)


def test_the_effect_is_told_before_it_is_saved():
    known = desk()
    report = said(known, "late", status=Status.DONE, percent=None, done_on=date(2019, 10, 30))
    row = update.effect(known, DAY, [report], AT).iloc[0].to_dict()
    assert update.effect_sentence(row, "Sở A", VI) == ("Sở A: hoàn thành 1/8 → 2/8; quá hạn 2 → 1; chưa cập nhật 4 → 3")
    assert update.effect(known, DAY, [], AT).empty


def test_the_effect_is_of_the_agencies_concerned_only():
    known = facts([{"milestone": "M"}, {"milestone": "N", "agency": "B"}])
    row = update.effect(known, DAY, [said(known, "N", status=Status.IN_PROGRESS)], AT)
    assert row[["agency", "updated_n", "updated_n_then"]].values.tolist() == [["B", 0, 1]]


def test_what_was_told_before_is_what_stands_after(city):  # noqa: F811
    before, day = stored(city), Scope.on(TODAY, NOW)
    said = [filled(city, "M1", status=Status.DONE, done_on=date(2019, 11, 1)), filled(city, "M2", percent=5.0)]
    told = update.effect(before, day, said, NOW).iloc[0]
    save(city, *said)
    now = update.effect(stored(city), day, [filled(city, "M2", percent=6.0)], NOW).iloc[0]
    for name in ("done", "scope", "overdue", "updated_n", "open_n"):
        assert told[f"{name}_then"] == now[name] != told[name] or name == "scope"


def test_one_intent_has_one_name_and_another_version_or_value_another():
    report = said(desk(), "late", percent=50.0)
    name = update.token(1, [report])
    assert update.token(1, [replace(report)]) == name
    others = [replace(report, percent=51.0), replace(report, seen=Seen(9)), replace(report, note="…")]
    assert len({name, update.token(2, [report]), *(update.token(1, [other]) for other in others)}) == 5


def test_a_change_is_told_field_by_field():
    was = said(desk(), "late")
    report = replace(was, status=Status.DONE, percent=None, done_on=date(2019, 10, 30))
    assert update.in_words(report, was, VI) == [
        ("Tình trạng", "Đang thực hiện", "Hoàn thành"),
        ("Tỷ lệ tự báo cáo (%)", "45%", "—"),
        ("Ngày hoàn thành", "—", "30/10/2019"),
    ]


@pytest.mark.parametrize(
    "number",
    ["70/KH-UBND", "12/2015/QĐ-UBND", "2945/QĐ-UBND", "36-NQ/TW", "1178/BTTTT-THH", "09/2019/NĐ-CP", "1622/QĐ-TTg",
     "70/KH-UBND ngày 30/10/2015", "70/KH-UBND; 36-NQ/TW", "", None],
)  # fmt: skip
def test_a_number_as_offices_write_it_is_not_odd(number):
    assert not update.odd_number(number)


@pytest.mark.parametrize(
    "number", ["70", "KH-UBND", "70 KH-UBND", "kế hoạch 70", "70/kh-ubnd", "70/KH-UBND; x", "30/10/2019"]
)
def test_another_form_is_odd(number):
    assert update.odd_number(number)


def test_a_percent_given_in_the_grid_to_what_is_not_started_says_that_it_is():
    known = desk()
    rows = update.owed(standing(known, DAY))
    bases = update.stood(known, rows)
    code = next(code for code, base in bases.items() if base.status == Status.NOT_STARTED)

    def proposed(percent):
        table = update.with_edits(update.grid(rows, bases, VI), {list(bases).index(code): {"percent": percent}})
        return update.from_grid(table, bases, decides=False)[code]

    assert (proposed(30).status, proposed(30).percent) == (Status.IN_PROGRESS, 30)
    assert proposed(0).status == Status.NOT_STARTED


def test_of_a_grid_that_comes_back_only_the_cells_to_fill_in_are_taken():
    known = desk()
    rows = update.owed(standing(known, DAY))
    bases = update.stood(known, rows)
    table = update.grid(rows, bases, VI)
    assert update.from_grid(table, bases, decides=False) == bases
    table.loc["late", "percent"] = 60
    table.loc["late", ["milestone", "title", "decision"]] = ["soon", "khác", "9/QĐ"]
    table.loc["soon", "status"] = "cancelled"
    table.loc["rest", "status"] = "nonsense"
    table.loc["done"] = table.loc["late"]
    proposed = update.from_grid(table, bases, decides=False)
    assert {code: r for code, r in proposed.items() if r != bases[code]} == {
        "late": replace(bases["late"], percent=60.0)
    }
    assert update.from_grid(table, bases, decides=True)["soon"].status == Status.CANCELLED


def test_the_cells_a_browser_sends_are_those_of_the_table_it_was_given():
    known = desk()
    rows = update.owed(standing(known, DAY))
    bases = update.stood(known, rows)
    edits = {
        0: {"percent": 60, "done_on": None, "milestone": "soon"},
        1: {"status": "done", "done_on": "2019-12-01"},
        99: {"note": "x"},
    }
    table = update.with_edits(update.grid(rows, bases, VI), edits)
    proposed = update.from_grid(table, bases, decides=False)
    assert {code for code in bases if proposed[code] != bases[code]} == {"late", "soon"}
    assert (proposed["late"].percent, proposed["soon"].done_on) == (60.0, date(2019, 12, 1))


@pytest.mark.parametrize("junk", ["abc", ["x"], {"a": 1}, "2019-13-45"])
def test_a_cell_of_another_kind_changes_nothing(junk):
    known = desk()
    rows = update.owed(standing(known, DAY))
    bases = update.stood(known, rows)
    table = update.grid(rows, bases, VI).astype("object")
    table.at["late", "percent"] = table.at["late", "done_on"] = junk
    assert update.from_grid(table, bases, decides=True)["late"] == bases["late"]


def test_ones_own_saves_of_the_last_half_hour_are_found_again_by_the_click(city):  # noqa: F811
    save(city, filled(city, "M1", percent=10.0), filled(city, "M2", status=Status.DONE, done_on=TODAY), token="1")
    save(city, filled(city, "M1", percent=20.0), token="2")
    save(city, filled(city, "N", percent=30.0), who=COORDINATOR, token="3")
    reports.withdraw(city, DIRECTOR, [3], now=NOW)
    found = update.saves(own_lines(city, "director", NOW - reports.UNDO), VI)
    assert found == [("09:00", [1, 2], [("M1", "Đang thực hiện 10%"), ("M2", "Hoàn thành 12/11/2019")])]
    assert own_lines(city, "director", NOW + timedelta(minutes=31) - reports.UNDO).empty


def test_a_request_and_its_answer_are_one_line_of_the_trail(city):  # noqa: F811
    for code, reason in (("M1", "Chờ kinh phí"), ("M2", "Mưa lũ")):
        reports.request_extension(city, DIRECTOR, code, date(2020, 1, 31), reason, token=code, now=NOW)
    known = stored(city)
    assert [(row["milestone"], row["agency"]) for row in update.waiting(known)] == [("M1", "A"), ("M2", "A")]
    reports.decline(city, COORDINATOR, 1, "Đã đủ kinh phí", now=NOW)
    reports.extend(city, COORDINATOR, "M2", date(2020, 1, 31), decided_on=TODAY, decision="7/QĐ", request=2, now=NOW)
    known = stored(city)
    assert not update.waiting(known)
    assert not update.requests_of(known, "M1", waiting=True)
    lines = [update.request_line(row, VI) for m in ("M1", "M2") for row in update.requests_of(known, m)]
    asked = "12/11/2019 director xin gia hạn đến 31/01/2020: "
    assert lines == [
        f"{asked}Chờ kinh phí. Không gia hạn 12/11/2019 (coordinator): Đã đủ kinh phí",
        f"{asked}Mưa lũ. Đã gia hạn 12/11/2019 (coordinator)",
    ]


def test_after_an_answer_the_same_words_are_another_request(city):  # noqa: F811
    def name():
        return update.request_token(1, "M1", date(2020, 1, 31), "x", stored(city))

    first = name()
    reports.request_extension(city, DIRECTOR, "M1", date(2020, 1, 31), "x", token=first, now=NOW)
    assert name() == first
    reports.decline(city, COORDINATOR, 1, "Không", now=NOW)
    assert name() != first
