"""The definitions, a sentence each, with the smallest table that could break it; then the same against a naive reading.

`tests.oracle` carries the definitions out by hand, a milestone and a day at a time; whatever chance makes up must come
out alike.  Chance is seeded, and a plan holds many histories: milestones do not know of each other.
"""

from datetime import date, datetime, timedelta
from random import Random

import pandas as pd
import pytest

from progress.numbers import api
from progress.numbers.periods import HANOI
from progress.numbers.reading import Reading
from progress.numbers.rules import (
    BUCKETS,
    BucketsDoNotAddUp,
    completion,
    flags,
    rank,
    reporting,
    series,
    standing,
    standings,
)
from progress.numbers.scope import Scope
from progress.numbers.states import spells
from tests import oracle
from tests.cases import facts, scope

M = {"milestone": "m", "due": "2016-06-30"}


def line(reported_on: str, status: str = "in_progress", percent=None, **more) -> dict:
    return {"milestone": "m", "reported_on": reported_on, "status": status, "percent": percent, **more}


def done(on: str, reported_on: str | None = None, **more) -> dict:
    return line(reported_on or on, "done", done_on=on, **more)


def moved(decided_on: str, new_due: str, **more) -> dict:
    return {"milestone": "m", "decided_on": decided_on, "new_due": new_due, **more}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


def at(as_of: str, lines=(), extensions=(), milestone=M, closed=True, **selection) -> pd.Series:
    """How the one milestone stands."""
    return standing(facts([milestone], lines, extensions), scope(as_of, closed, **selection)).loc[0]


def total(as_of: str, milestones, lines=(), extensions=(), closed=True, **selection) -> pd.Series:
    return completion(standing(facts(milestones, lines, extensions), scope(as_of, closed, **selection))).loc[0]


def many(n: int, due: str = "2016-06-30", **more) -> list[dict]:
    return [{"milestone": f"m{i}", "due": due, **more} for i in range(n)]


def all_done(codes, on: str) -> list[dict]:
    return [done(on, milestone=code) for code in codes]


# ---- The state at (as_of, known_at)


def test_without_a_line_a_milestone_is_not_started():
    assert at("2016-01-31")[["status", "bucket"]].tolist() == ["not_started", "not_started_not_due"]


def test_a_completion_of_5_october_reported_on_20_november_holds_from_5_october_against_a_later_percent():
    lines = [line("2016-10-12", percent=60), done("2016-10-05", "2016-11-20")]
    due = {"milestone": "m", "due": "2016-12-31"}
    assert at("2016-10-04", lines, milestone=due)["bucket"] == "not_started_not_due"
    for day in ("2016-10-05", "2016-10-12", "2016-11-19", "2016-12-31"):
        assert at(day, lines, milestone=due)["bucket"] == "done_early"


def test_until_it_is_recorded_that_completion_is_not_known():
    lines = [line("2016-10-12", percent=60), done("2016-10-05", "2016-11-20")]
    before = at("2016-11-30", lines, known_at=instant("2016-11-19T23:59:59"))
    assert before[["status", "percent"]].tolist() == ["in_progress", 60]


def test_what_is_recorded_at_the_very_instant_is_known():
    lines = [line("2016-05-01", recorded_at=instant("2016-05-03T08:00:00"))]
    assert at("2016-05-31", lines, known_at=instant("2016-05-03T08:00:00"))["status"] == "in_progress"
    assert at("2016-05-31", lines, known_at=instant("2016-05-03T07:59:59"))["status"] == "not_started"


def test_an_old_report_entered_late_never_beats_a_newer_one():
    lines = [line("2016-05-01", percent=80), line("2016-04-01", percent=20, recorded_at=instant("2016-06-01T08:00:00"))]
    assert at("2016-06-02", lines)["percent"] == 80
    assert at("2016-04-30", lines)["percent"] == 20


def test_of_two_lines_on_one_day_the_later_recorded_holds_wherever_it_stands_in_the_file():
    early = line("2016-05-01", percent=70, recorded_at=instant("2016-05-01T08:00:00"))
    late = line("2016-05-01", percent=30, recorded_at=instant("2016-05-01T09:00:00"))
    assert at("2016-05-31", [late, early])["percent"] == at("2016-05-31", [early, late])["percent"] == 30


def test_of_two_lines_recorded_at_one_instant_the_later_row_holds():
    assert at("2016-05-31", [line("2016-05-01", percent=70), line("2016-05-01", percent=30)])["percent"] == 30


def test_a_line_effective_after_the_day_is_not_seen():
    assert at("2016-04-30", [line("2016-05-01")])["status"] == "not_started"
    assert at("2016-05-01", [line("2016-05-01")])["status"] == "in_progress"


def test_a_percent_may_fall():
    lines = [line("2016-04-01", percent=80), line("2016-05-01", percent=30)]
    assert at("2016-05-01", lines)["percent"] == 30


def test_a_reopened_milestone_is_open_from_the_day_that_is_reported():
    lines = [done("2016-04-10", "2016-04-20"), line("2016-05-01", percent=90)]
    assert [at(day, lines)["bucket"] for day in ("2016-04-30", "2016-05-01", "2016-07-01")] == [
        "done_early",
        "in_progress_in_time",
        "overdue",
    ]


def test_what_is_done_again_counts_from_its_second_completion():
    lines = [done("2016-04-10"), line("2016-05-01"), done("2016-07-02", "2016-07-05")]
    assert at("2016-07-31", lines)[["bucket", "done_on"]].tolist() == ["done_late", pd.Timestamp("2016-07-02")]


def test_a_milestone_can_be_reported_not_started_again():
    lines = [line("2016-04-01"), line("2016-05-01", "not_started")]
    assert at("2016-05-31", lines)["bucket"] == "not_started_not_due"


def test_a_cancellation_works_from_its_day_forward():
    lines = [line("2016-04-01"), line("2016-08-15", "cancelled")]
    assert [at(day, lines)["bucket"] for day in ("2016-08-14", "2016-08-15")] == ["overdue", "cancelled"]


@pytest.mark.parametrize("status", ["cancelled", "suspended"])
def test_a_decision_after_completion_takes_nothing_back(status):
    lines = [done("2016-06-01", "2016-06-05"), line("2016-07-01", status), line("2016-07-02", status)]
    assert at("2016-12-31", lines)["bucket"] == "done_early"


@pytest.mark.parametrize("status", ["cancelled", "suspended"])
def test_a_decision_before_a_completion_that_is_reported_later_is_overtaken_from_the_completion_on(status):
    lines = [line("2016-06-10", status), done("2016-06-01", "2016-07-05")]
    assert at("2016-06-10", lines)["bucket"] == at("2016-12-31", lines)["bucket"] == "done_early"


@pytest.mark.parametrize("status", ["cancelled", "suspended"])
def test_a_reopened_milestone_can_be_decided_upon_again(status):
    lines = [done("2016-06-01"), line("2016-06-10"), line("2016-07-01", status)]
    assert [at(day, lines)["bucket"] for day in ("2016-06-05", "2016-06-20", "2016-07-01")] == [
        "done_early",
        "in_progress_in_time",
        status,
    ]


def test_of_a_completion_and_a_cancellation_on_one_day_the_completion_stands():
    lines = [line("2016-06-10", "cancelled"), done("2016-06-10")]
    assert at("2016-06-10", lines)["bucket"] == at("2016-06-10", lines[::-1])["bucket"] == "done_early"


def test_work_taken_up_again_ends_a_suspension():
    lines = [line("2016-02-01", "suspended"), line("2016-05-01")]
    assert [at(day, lines)["bucket"] for day in ("2016-04-30", "2016-05-01")] == ["suspended", "in_progress_in_time"]


def test_spells_follow_each_other_without_a_gap_and_leave_out_what_never_holds():
    lines = [line("2016-10-12", percent=60), line("2016-10-01"), done("2016-10-05", "2016-11-20"), line("2016-12-01")]
    held = spells(facts([M], lines).lines, None)
    assert held["status"].tolist() == ["in_progress", "done", "in_progress"]
    assert held["since"].tolist() == [pd.Timestamp(day) for day in ("2016-10-01", "2016-10-05", "2016-12-01")]
    assert held["until"].tolist()[:2] == held["since"].tolist()[1:] and pd.isna(held["until"].iloc[2])


# ---- Deadlines


@pytest.mark.parametrize(
    ("as_of", "closed", "bucket"),
    [
        ("2016-06-29", True, "in_progress_in_time"),
        ("2016-06-30", False, "in_progress_in_time"),
        ("2016-06-30", True, "overdue"),
        ("2016-07-01", False, "overdue"),
    ],
)
def test_a_deadline_has_passed_once_its_day_has_ended(as_of, closed, bucket):
    assert at(as_of, [line("2016-01-10")], closed=closed)["bucket"] == bucket


def test_what_is_done_today_is_done_although_today_has_not_ended():
    assert at("2016-06-30", [done("2016-06-30")], closed=False)["bucket"] == "done_on_time"


@pytest.mark.parametrize(
    ("on", "bucket"), [("2016-06-29", "done_early"), ("2016-06-30", "done_on_time"), ("2016-07-01", "done_late")]
)
def test_done_is_early_on_time_or_late_by_its_own_day_not_by_the_day_of_the_report(on, bucket):
    assert at("2016-12-31", [done(on, "2016-12-01")])["bucket"] == bucket


def test_without_a_deadline_nothing_is_early_late_or_overdue():
    free = {"milestone": "m"}
    assert at("2016-12-31", milestone=free)["bucket"] == "open_no_deadline"
    assert at("2016-12-31", [done("2016-01-10")], milestone=free)["bucket"] == "done_no_deadline"


def test_an_extension_works_from_its_decision_forward_and_never_backward():
    lines, moves = [line("2016-01-10")], [moved("2016-08-10", "2016-12-31")]
    assert [at(day, lines, moves)["bucket"] for day in ("2016-06-29", "2016-08-09", "2016-08-10", "2016-12-31")] == [
        "in_progress_in_time",
        "overdue",
        "in_progress_in_time",
        "overdue",
    ]


def test_an_extension_after_completion_does_not_make_a_late_completion_punctual():
    moves = [moved("2016-08-10", "2016-12-31")]
    assert at("2016-12-31", [done("2016-07-15")], moves)["bucket"] == "done_late"
    assert at("2016-12-31", [done("2016-08-09")], moves)["bucket"] == "done_late"
    assert at("2016-12-31", [done("2016-08-10")], moves)["bucket"] == "done_early"


def test_the_last_extension_decided_holds_even_when_it_is_shorter():
    moves = [moved("2016-05-10", "2016-12-31"), moved("2016-06-10", "2016-08-31")]
    stands = at("2016-09-01", [], moves)
    assert stands[["bucket", "days_overdue", "moves", "days_moved"]].tolist() == ["overdue", 1, 2, 62]


def test_an_extension_recorded_later_was_not_known():
    moves = [moved("2016-06-10", "2016-12-31", recorded_at=instant("2016-08-01T08:00:00"))]
    assert at("2016-07-31", [], moves, known_at=instant("2016-07-31T23:59:59"))["bucket"] == "overdue"
    assert at("2016-07-31", [], moves)["bucket"] == "not_started_not_due"


def test_an_extension_gives_a_deadline_to_a_milestone_that_had_none():
    moves = [moved("2016-06-10", "2016-08-31")]
    assert at("2016-09-01", [], moves, milestone={"milestone": "m"})["bucket"] == "overdue"
    assert pd.isna(at("2016-09-01", [], moves, milestone={"milestone": "m"})["year"])


def test_the_days_overdue_count_from_the_deadline_in_force_to_the_last_closed_day():
    assert at("2016-07-31")["days_overdue"] == 31
    assert at("2016-07-31", closed=False)["days_overdue"] == 30
    assert at("2016-08-31", [], [moved("2016-07-15", "2016-07-31")])["days_overdue"] == 31


def test_the_largest_number_of_days_overdue_is_zero_when_nothing_is_overdue():
    assert total("2016-06-29", [M])["max_days_overdue"] == 0
    assert total("2016-07-31", [*many(1), *many(1, "2016-05-31", milestone="n")])["max_days_overdue"] == 61


@pytest.mark.parametrize(
    ("due", "soon"),
    [("2016-05-31", 0), ("2016-06-01", 1), ("2016-06-30", 1), ("2016-07-01", 0)],  # C, C+1, C+30, C+31
)
def test_due_soon_is_after_the_last_closed_day_and_within_thirty_days(due, soon):
    assert total("2016-05-31", many(1, due))["due_soon"] == soon


def test_what_is_done_or_suspended_is_not_due_soon():
    lines = [done("2016-05-01", milestone="m0"), line("2016-05-01", "suspended", milestone="m1")]
    assert total("2016-06-15", many(3), lines)["due_soon"] == 1


def test_due_soon_goes_by_the_deadline_in_force():
    assert total("2016-06-15", [M], [], [moved("2016-06-01", "2016-12-31")])["due_soon"] == 0
    assert total("2016-12-15", [M], [], [moved("2016-06-01", "2016-12-31")])["due_soon"] == 1


# ---- The plan


def test_a_milestone_added_after_the_day_is_absent():
    later = {**M, "added_on": "2016-03-01"}
    assert total("2016-02-29", [later])["registered"] == 0
    assert total("2016-03-01", [later])["registered"] == 1


def test_a_version_recorded_later_does_not_change_what_was_known():
    versions = [
        {**M, "weight": 1, "agency": "A"},
        {**M, "weight": 5, "agency": "B", "due": "2017-06-30", "recorded_at": instant("2016-08-01T08:00:00")},
    ]

    def known_at(text: str | None):
        known = None if text is None else instant(text)
        row = standing(facts(versions), scope("2016-07-31", known_at=known))
        return row[["weight", "agency", "year", "bucket"]].to_numpy().tolist()

    assert known_at("2016-07-31T23:59:59") == [[1, "A", 2016, "overdue"]]
    assert known_at("2016-08-01T08:00:00") == known_at(None) == [[5, "B", 2017, "not_started_not_due"]]


def test_a_milestone_first_recorded_later_was_not_known():
    first = {**M, "recorded_at": instant("2016-08-01T08:00:00")}
    assert total("2016-07-31", [first], known_at=instant("2016-07-31T23:59:59"))["registered"] == 0


def test_the_year_is_that_of_the_original_deadline_also_after_an_extension():
    stands = at("2016-12-31", [], [moved("2016-06-01", "2017-06-30")])
    assert (stands["year"], stands["due"], stands["due_in_force"]) == (
        2016,
        pd.Timestamp("2016-06-30"),
        pd.Timestamp("2017-06-30"),
    )


def test_without_a_deadline_is_a_column_of_its_own_so_that_years_add_up():
    milestones = [M, {"milestone": "n", "due": "2017-01-01"}, {"milestone": "o"}]
    years = completion(standing(facts(milestones), scope("2016-12-31")), ["year"])
    assert years["year"].isna().tolist() == [False, False, True]
    assert years["scope"].sum() == 3


def test_planned_goes_by_the_original_deadline_so_that_moving_one_cannot_improve_the_curve():
    found = total("2016-12-31", [M], [], [moved("2016-06-01", "2017-06-30")])
    assert (found["pct_planned_weight"], found["spi_weight"], found["due_n"]) == (1, 0, 0)


def test_a_shared_milestone_belongs_to_its_lead_agency_only():
    shared = {**M, "agency": "A", "supporting": "B;C"}
    assert completion(standing(facts([shared]), scope("2016-12-31")), ["agency"])["agency"].tolist() == ["A"]


# ---- Quantities


def test_a_suspended_milestone_is_in_no_count_of_what_came_due():
    found = total("2016-12-31", [M], [line("2016-02-01", "suspended")])
    zero = ["due_n", "due_done_n", "overdue", "due_soon", "baseline_n", "open_n", "with_outcome", "pct_planned_weight"]
    assert found[zero].tolist() == [0] * len(zero)
    assert (found["scope"], found["suspended"], found["pct_done_count"], found["colour"]) == (1, 1, 0, "grey")


def test_a_cancelled_milestone_is_in_no_rate_and_still_registered():
    lines = [done("2016-06-01", milestone="m0"), line("2016-06-01", "cancelled", milestone="m1")]
    found = total("2016-12-31", many(2, weight=3), lines, [moved("2016-05-01", "2016-11-30", milestone="m1")])
    assert found[["registered", "scope", "cancelled", "extended_n"]].tolist() == [2, 1, 1, 0]
    ones = ["pct_done_count", "pct_done_weight", "pct_planned_weight", "spi_weight", "due_completion", "on_time_rate"]
    assert found[ones].tolist() == [1] * len(ones)


def test_a_claim_counts_at_most_99_percent_until_the_milestone_is_done():
    lines = [line("2016-05-01", percent=100, milestone="m0"), line("2016-05-01", percent=40, milestone="m1")]
    assert total("2016-05-31", many(3), lines)["pct_reported_weight"] == pytest.approx((0.99 + 0.4) / 3)
    assert total("2016-05-31", [M], [done("2016-05-01", percent=10)])["pct_reported_weight"] == 1


def test_spi_is_the_done_weight_over_the_planned_weight_and_may_pass_one():
    lines = all_done(["m0", "n0"], "2016-05-01")
    milestones = [*many(1, weight=2), *many(1, "2017-06-30", milestone="n0", weight=3)]
    assert total("2016-06-30", milestones, lines)["spi_weight"] == 2.5


def test_counts_are_pooled_upward_and_rates_are_never_averaged():
    milestones = [{"milestone": "a", "agency": "A", "due": "2016-06-30"}, *many(20, agency="B")]
    table = standing(
        facts(milestones, all_done(["a", *(f"m{i}" for i in range(10))], "2016-06-30")), scope("2016-07-31")
    )
    assert completion(table, ["agency"])["pct_done_count"].tolist() == [1.0, 0.5]
    assert completion(table)["pct_done_count"].tolist() == [11 / 21]


def test_a_rate_without_anything_to_divide_by_is_undefined_not_0_and_not_1():
    rates = [
        "pct_done_count", "pct_done_weight", "pct_reported_weight", "pct_planned_weight", "spi_weight", "due_completion",
        "completion_of_due", "on_time_rate", "on_time_rate_baseline", "overdue_share_scope", "overdue_share_due",
        "update_rate", "evidenced_share", "attainment",
    ]  # fmt: skip
    assert total("2016-12-31", [])[rates].isna().all()
    cancelled = total("2016-12-31", [M], [line("2016-01-10", "cancelled")])
    assert cancelled[rates].isna().all() and cancelled["colour"] == "grey"


def test_weights_of_zero_make_the_weighted_rates_undefined_and_leave_the_counts():
    found = total("2016-12-31", many(2, weight=0), all_done(["m0"], "2016-06-01"))
    assert found[["pct_done_weight", "pct_reported_weight", "pct_planned_weight", "spi_weight"]].isna().all()
    assert found["pct_done_count"] == found["due_completion"] == 0.5


def test_the_four_rates_of_what_came_due_have_the_denominators_of_the_definitions():
    milestones = [*many(4), {"milestone": "free"}, {"milestone": "ahead", "due": "2017-06-30"}]
    lines = [*all_done(["m0", "free", "ahead"], "2016-06-01"), *all_done(["m1"], "2016-07-15")]
    found = total("2016-07-31", milestones, lines)
    assert (found["due_n"], found["due_done_n"], found["due_completion"]) == (4, 2, 2 / 4)
    assert found["completion_of_due"] == 3 / 5  # done with a deadline / those and the overdue
    assert found["on_time_rate"] == 2 / 5
    assert found["on_time_rate_baseline"] == 2 / 5
    assert (found["overdue_share_scope"], found["overdue_share_due"]) == (2 / 6, 2 / 5)


def test_the_baseline_rate_goes_by_the_original_deadline():
    lines, moves = [done("2016-08-01")], [moved("2016-06-01", "2016-09-30")]
    found = total("2016-12-31", [M], lines, moves)
    assert (found["on_time_rate"], found["on_time_rate_baseline"]) == (1, 0)
    still_open = total("2016-12-31", [M], [], [moved("2016-06-01", "2017-09-30")])
    assert pd.isna(still_open["on_time_rate"]) and still_open["on_time_rate_baseline"] == 0


def test_a_completion_exactly_on_the_original_deadline_is_on_time_by_the_baseline():
    assert total("2016-12-31", [M], [done("2016-06-30")])["on_time_rate_baseline"] == 1
    assert total("2016-12-31", [M], [done("2016-07-01")])["on_time_rate_baseline"] == 0


@pytest.mark.parametrize(
    ("reported_on", "rate"), [("2020-10-14", 0), ("2020-10-15", 1), ("2020-11-14", 1), ("2020-11-15", 0)]
)
def test_an_update_counts_in_the_report_period_it_speaks_of(reported_on, rate):
    assert total("2020-11-14", many(1, "2020-12-31"), [line(reported_on, milestone="m0")])["update_rate"] == rate


def test_the_day_an_update_was_entered_does_not_count():
    late = line("2020-10-10", milestone="m0", recorded_at=instant("2020-11-10T08:00:00"))
    assert total("2020-11-14", many(1, "2020-12-31"), [late])["update_rate"] == 0


def test_an_update_counts_once_its_day_has_come_and_it_is_known():
    update = line("2020-11-10", milestone="m0", recorded_at=instant("2020-11-12T08:00:00"))
    assert total("2020-11-09", many(1, "2020-12-31"), [update])["update_rate"] == 0
    assert total("2020-11-10", many(1, "2020-12-31"), [update])["update_rate"] == 1
    before = instant("2020-11-11T08:00:00")
    assert total("2020-11-10", many(1, "2020-12-31"), [update], known_at=before)["update_rate"] == 0


def test_done_and_suspended_milestones_owe_no_update():
    lines = [done("2016-05-10", milestone="m0"), line("2016-05-10", "suspended", milestone="m1")]
    found = total("2016-05-31", many(4), [*lines, line("2016-05-10", milestone="m2")])
    assert (found["open_n"], found["updated_n"], found["update_rate"]) == (2, 1, 0.5)


def test_evidence_is_the_number_of_a_paper_on_the_line_that_holds():
    milestones = many(3)
    lines = [
        done("2016-06-01", milestone="m0", evidence="12/BC-STTTT"),
        done("2016-06-01", milestone="m1"),
        line("2016-06-01", milestone="m2", evidence="13/BC-STTTT"),
    ]
    found = total("2016-06-30", milestones, lines)
    assert (found["evidenced_share"], found["evidenced_n"], found["no_document_n"]) == (0.5, 1, 1)


def test_extended_counts_milestones_not_extensions_and_only_those_decided():
    moves = [moved("2016-05-01", "2016-07-31"), moved("2016-06-01", "2016-08-31"), moved("2016-10-01", "2016-12-31")]
    assert total("2016-04-30", [M], [], moves)["extended_n"] == 0
    assert total("2016-09-30", [M], [], moves)["extended_n"] == 1
    assert at("2016-09-30", [], moves)[["moves", "days_moved"]].tolist() == [2, 62]
    assert at("2016-12-31", [], moves)[["moves", "days_moved"]].tolist() == [3, 184]


def test_attainment_shows_its_true_size_and_is_capped_in_a_group():
    milestones = [{**M, "milestone": "a", "target": 100}, {**M, "milestone": "b", "target": 10}]
    lines = [line("2016-05-01", milestone="a", value=115), line("2016-05-01", milestone="b", value=5)]
    table = standing(facts(milestones, lines), scope("2016-06-30"))
    assert table["attainment"].tolist() == [1.15, 0.5]
    assert completion(table)["attainment"].tolist() == [0.75]


def test_attainment_of_a_lower_is_better_target_is_turned_round():
    days = {**M, "target": 5, "target_lower": True}
    assert at("2016-06-30", [line("2016-05-01", value=10)], milestone=days)["attainment"] == 0.5
    assert at("2016-06-30", [line("2016-05-01", value=4)], milestone=days)["attainment"] == 1.25


def test_attainment_is_undefined_without_a_target_or_a_value_or_with_a_target_of_zero():
    assert pd.isna(at("2016-06-30", [line("2016-05-01", value=5)])["attainment"])
    assert pd.isna(at("2016-06-30", [line("2016-05-01")], milestone={**M, "target": 5})["attainment"])
    assert pd.isna(at("2016-06-30", [line("2016-05-01", value=5)], milestone={**M, "target": 0})["attainment"])


def test_one_illustrative_row_makes_its_numbers_illustrative():
    assert not total("2016-06-30", [M], [line("2016-05-01")])["illustrative"]
    assert total("2016-06-30", [{**M, "basis": "illustrative"}])["illustrative"]
    assert total("2016-06-30", [M], [line("2016-05-01", basis="illustrative")])["illustrative"]
    assert not total("2016-04-30", [M], [line("2016-05-01", basis="illustrative")])["illustrative"]


def test_buckets_that_do_not_add_up_stop_every_number():
    table = standing(facts(many(2)), scope("2016-12-31"))
    table.loc[0, "bucket"] = "forgotten"
    with pytest.raises(BucketsDoNotAddUp):
        completion(table)
    with pytest.raises(BucketsDoNotAddUp):
        completion(table, ["agency"])


# ---- Flags


@pytest.mark.parametrize(
    ("reported_on", "frozen"), [("2016-07-31", True), ("2016-08-01", False)]
)  # October, September and August unchanged; or August changed
def test_frozen_is_the_same_state_and_percent_for_three_whole_periods(reported_on, frozen):
    lines = [line(reported_on, percent=60), line("2016-09-10", percent=60), line("2016-10-10", percent=60)]
    assert at("2016-10-31", lines)["frozen"] == frozen


def test_a_changed_percent_or_state_ends_standing_still():
    assert not at("2016-10-31", [line("2016-05-01", percent=60), line("2016-10-31", percent=59)])["frozen"]
    assert not at("2016-10-31", [line("2016-05-01", "not_started"), line("2016-10-31")])["frozen"]


def test_a_slip_put_right_on_the_same_day_does_not_end_standing_still():
    lines = [line("2016-05-01", percent=60), line("2016-10-10", percent=70), line("2016-10-10", percent=60)]
    assert at("2016-10-31", lines)["frozen"]


def test_periods_of_the_decree_decide_what_three_periods_are():
    due = {"milestone": "m", "due": "2021-12-31"}
    lines = [line("2020-08-14", percent=60)]
    assert at("2020-11-14", lines, milestone=due)["frozen"]
    assert not at("2020-11-14", [line("2020-08-15", percent=60)], milestone=due)["frozen"]


def test_a_milestone_never_begun_stands_still_from_the_day_it_should_have_begun():
    due = {"milestone": "m", "start": "2016-03-01", "due": "2017-12-31"}
    assert [at(day, milestone=due)["frozen"] for day in ("2016-05-31", "2016-06-01")] == [False, True]
    assert not at("2016-12-31", milestone={"milestone": "m", "due": "2017-12-31"})["frozen"]


@pytest.mark.parametrize("status", ["done", "suspended", "cancelled"])
def test_what_is_not_open_does_not_stand_still(status):
    assert not at("2016-12-31", [line("2016-01-10", status)])["frozen"]


def test_flags_name_what_owners_do_not_raise():
    milestones = many(3)
    lines = [done("2016-06-01", milestone="m0"), done("2016-06-01", milestone="m1", evidence="1/BC")]
    lines += [line("2016-01-10", percent=5, milestone="m2")]
    table = standing(facts(milestones, lines, [moved("2016-06-01", "2016-12-31", milestone="m2")]), scope("2016-10-31"))
    assert flags(table).tolist() == [("no_document",), (), ("frozen", "moved")]


def test_an_agency_with_open_milestones_and_no_line_in_the_period_has_not_reported():
    milestones = [{**M, "milestone": a, "agency": a} for a in "ABC"]
    lines = [
        line("2016-05-10", milestone="A"),
        line("2016-04-10", milestone="B"),
        done("2016-04-10", milestone="C"),
    ]
    table = reporting(standing(facts(milestones, lines), scope("2016-05-31"))).set_index("agency")
    assert table["reported"].to_dict() == {"A": True, "B": False}


# ---- Colours and places


def colour(done_n: int, of: int, days: int = 1) -> str:
    """Of a group with so many due, so many of them done, the rest so many days overdue."""
    as_of = date(2016, 6, 30) + timedelta(days=days)
    return total(as_of.isoformat(), many(of), all_done([f"m{i}" for i in range(done_n)], "2016-06-30"))["colour"]


@pytest.mark.parametrize(
    ("done_n", "of", "expected"),
    [(69, 100, "red"), (7, 10, "amber"), (89, 100, "amber"), (9, 10, "amber"), (99, 100, "amber"), (10, 10, "green")],
)
def test_a_group_is_red_below_70_percent_and_amber_while_anything_is_overdue(done_n, of, expected):
    assert colour(done_n, of) == expected


def test_more_than_90_days_late_is_red_whatever_the_rate():
    assert (colour(9, 10, days=90), colour(9, 10, days=91)) == ("amber", "red")


def test_a_group_to_which_nothing_came_due_is_grey():
    assert total("2016-06-29", many(3), all_done(["m0"], "2016-01-10"))["colour"] == "grey"
    assert total("2016-12-31", [{"milestone": "m"}])["colour"] == "grey"


def test_agencies_that_tie_share_a_place_and_the_next_place_is_left_out():
    table = pd.DataFrame({"kind": "sở", "rate": [*[1.0 - i / 100 for i in range(16)], 2 / 6, 1 / 3, 0.1]})
    assert rank(table, "rate", "kind").tolist() == [*range(1, 17), 17, 17, 19]


def test_agencies_are_ranked_among_their_like_and_not_at_all_without_a_rate():
    table = pd.DataFrame({"kind": ["sở", "quận", "sở", "quận", None], "rate": [0.5, 0.1, 0.9, None, 0.3]})
    assert rank(table, "rate", "kind").astype("Float64").tolist() == [2, 1, 1, pd.NA, 1]


# ---- The S-curve


def months(known, at: Scope) -> list[dict]:
    return api.monthly(Reading(known, at))["rows"]


def test_no_month_of_the_curve_is_skipped_and_it_runs_from_the_first_day_to_the_last():
    known = facts([M, {"milestone": "n", "due": "2016-10-31"}], [done("2016-05-10")])
    rows = months(known, scope("2016-07-31"))
    assert [r["month"] for r in rows] == ["2016-05", "2016-06", "2016-07", "2016-08", "2016-09", "2016-10"]
    assert [r["planned_n"] for r in rows] == [0, 1, 1, 1, 1, 2]
    assert [r["actual_n"] for r in rows] == [1, 1, 1, 1, 1, 1]


def test_the_curve_runs_to_the_day_when_everything_was_due_before():
    assert [r["month"] for r in months(facts([M]), scope("2016-08-15"))] == ["2016-06", "2016-07", "2016-08"]


def test_a_mistyped_year_keeps_the_form_of_a_month():
    assert months(facts([{"milestone": "m", "due": "0999-12-31"}]), scope("1000-01-31"))[0]["month"] == "0999-12"


def test_what_is_effective_after_the_day_is_not_in_the_curve():
    assert [r["actual_n"] for r in months(facts([M], [done("2016-05-10")]), scope("2016-05-09"))] == [0]


def test_after_the_day_the_curve_repeats_what_stood_on_it():
    known = facts([M, {"milestone": "n", "due": "2016-10-31"}], [done("2016-06-10"), line("2016-08-05")])
    assert [r["actual_n"] for r in months(known, scope("2016-08-04"))] == [1, 1, 1, 1, 1]
    assert [r["actual_n"] for r in months(known, scope("2016-08-05"))] == [1, 1, 0, 0, 0]


def test_a_milestone_cancelled_at_the_day_is_in_neither_line_of_the_curve():
    known = facts(many(2), [done("2016-06-01", milestone="m0"), line("2016-08-15", "cancelled", milestone="m1")])
    assert [r["planned_n"] for r in months(known, scope("2016-08-14"))] == [2, 2, 2]
    assert [r["planned_n"] for r in months(known, scope("2016-08-15"))] == [1, 1, 1]


def test_a_reopened_milestone_leaves_the_curve_from_the_month_it_was_reopened():
    known = facts([M], [done("2016-06-10"), line("2016-08-05")])
    assert [r["actual_n"] for r in months(known, scope("2016-09-30"))] == [1, 1, 0, 0]


def test_claims_lie_above_what_is_done_in_the_curve():
    known = facts(many(2), [line("2016-06-10", percent=100, milestone="m0"), done("2016-07-10", milestone="m1")])
    assert [(r["actual_w"], r["reported_w"]) for r in months(known, scope("2016-07-31"))] == [(0, 0.99), (1, 1.99)]


def test_a_suspended_milestone_is_not_planned_while_it_is_suspended():
    known = facts([M], [line("2016-07-05", "suspended"), line("2016-09-05")])
    assert [r["planned_n"] for r in months(known, scope("2016-10-31"))] == [1, 0, 0, 1, 1]
    assert [r["planned_n"] for r in months(known, scope("2016-08-31"))] == [1, 0, 0]


def test_a_milestone_suspended_before_its_deadline_is_not_planned_from_that_deadline_on():
    known = facts([M, {"milestone": "n", "due": "2016-03-31"}], [line("2016-04-05", "suspended"), line("2016-08-05")])
    assert [r["planned_n"] for r in months(known, scope("2016-08-31"))] == [1, 1, 1, 1, 1, 2]
    short = facts([M, {"milestone": "n", "due": "2016-03-31"}], [line("2016-04-05", "suspended"), line("2016-05-05")])
    assert [r["planned_n"] for r in months(short, scope("2016-06-30"))] == [1, 1, 1, 2]


def test_the_curve_is_empty_where_there_is_neither_a_deadline_nor_a_completion():
    for known in (facts(), facts([{"milestone": "m"}], [line("2016-05-01")])):
        at = scope("2016-12-31")
        assert series(known, at, standing(known, at)).empty
        assert months(known, at) == []


# ---- Against the naive reading

FIRST = date(2018, 9, 1)  # the Decree's short March lies within


def day(chance: Random) -> date:
    """One of three hundred; half of the time one of ten, so that days meet."""
    return FIRST + timedelta(days=chance.choice([30 * chance.randrange(10), chance.randrange(300)]))


def seldom(chance: Random) -> date | None:
    return chance.choice([None, day(chance)])


def recorded(day: date, lag: timedelta, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=HANOI) + lag


def recorded_soon(chance: Random, day: date) -> datetime:
    return recorded(day, timedelta(days=chance.choice([0, 0, 0, 1, 30, 90])), chance.choice([0, 1, 1, 2]))


def version(chance: Random, code: str) -> dict:
    due, start = seldom(chance), seldom(chance)
    return {
        "milestone": code,
        "agency": chance.choice("ABC"),
        "plan": chance.choice("PQR"),
        "due": due,
        "start": start if start is None or due is None or start <= due else None,
        "weight": chance.choice([0, 0.5, 1, 3]),
        "added_on": seldom(chance),
        "basis": chance.choice(["document", "document", "illustrative"]),
        "target": chance.choice([None, 0, 10]),
        "target_lower": chance.choice([True, False]),
    }


def line_of(chance: Random, code: str) -> dict:
    on = day(chance)
    status = chance.choice(["not_started", "in_progress", "in_progress", "done", "done", "suspended", "cancelled"])
    reported_on = on + timedelta(days=chance.choice([0, 0, 5, 40]) if status == "done" else 0)
    return {
        "milestone": code,
        "reported_on": reported_on,
        "status": status,
        "percent": chance.choice([None, 0, 60, 60, 100]),
        "value": chance.choice([None, 0, 5, 20]),
        "evidence": chance.choice([None, "1/BC"]),
        "basis": chance.choice(["document", "illustrative"]),
        "recorded_at": recorded_soon(chance, reported_on),
        **({"done_on": on} if status == "done" else {}),
    }


def extension_of(chance: Random, code: str) -> dict:
    on = day(chance)
    recorded_at = recorded_soon(chance, on)
    return {"milestone": code, "decided_on": on, "new_due": day(chance), "recorded_at": recorded_at}


def transfer_of(chance: Random, codes: list[str]) -> dict:
    """Of one milestone, or a rule; half of them on one of ten days."""
    on = day(chance)
    to = chance.choice([("A", None), ("B", None), ("C", None), (None, "Q"), ("C", "P")])
    rule = {"agency_from": chance.choice("ABC"), "plan_from": chance.choice([None, None, "P", "Q"])}
    act = {"milestone": chance.choice(codes)} if chance.randrange(3) else rule
    recorded_at = recorded_soon(chance, on)
    return {**act, "effective_on": on, "agency_to": to[0], "plan_to": to[1], "recorded_at": recorded_at}


def closing_of(chance: Random, plan: str) -> dict:
    on = day(chance)
    return {"plan": plan, "closed_on": chance.choice([on, on, None]), "recorded_at": recorded_soon(chance, on)}


def in_order(acts: list[dict], on: str) -> list[dict]:
    """No two of one instant: the order of rows is no rule here."""
    return list({act["recorded_at"]: act for act in sorted(acts, key=lambda act: str(act[on]))}.values())


def drawn(seed: int, size: int | None = None) -> tuple[Random, dict, Scope]:
    """Chance, and what it made of a plan (the greater the seed, or the size, the larger) and of a scope: milestones with their whole
    history, as rows, reopened, cancelled, suspended, extended, transferred, recorded late, in plans that begin and are
    closed."""
    chance = Random(seed)
    size = seed if size is None else size
    codes = [f"m{i}" for i in range(1 + 4 * size)]
    milestones = [version(chance, code) for code in codes]
    for code in codes:
        if chance.randrange(5) == 0:
            milestones.append({**version(chance, code), "recorded_at": recorded(day(chance), timedelta(), 9)})
    lines = [line_of(chance, code) for code in codes for _ in range(chance.randrange(7))]
    chance.shuffle(lines)
    extensions = [extension_of(chance, code) for code in codes for _ in range(chance.choice([0, 0, 1, 2]))]
    requests = [
        {"milestone": code, "recorded_at": recorded(day(chance), timedelta(), 10)}
        for code in codes
        if chance.randrange(9) == 0
    ]
    acts = [transfer_of(chance, codes) for _ in range(chance.choice([0, 0, size, 2 * size]))]
    closings = [closing_of(chance, chance.choice("PQ")) for _ in range(chance.choice([0, 0, 1, 3]))]
    as_of = day(chance)
    known_at = chance.choice([None, recorded(day(chance), timedelta(), 1)])
    at = Scope(as_of, as_of - timedelta(days=chance.randrange(2)), known_at, cutoff=chance.choice([14, 14, 0, 20]))
    world = {
        "milestones": milestones,
        "lines": lines,
        "extensions": extensions,
        "requests": requests,
        "plans": [
            {"plan": "P"},
            {"plan": "Q", "issued_on": seldom(chance)},
            {"plan": "R", "period_start": seldom(chance)},
        ],
        "transfers": in_order(acts, "effective_on"),
        "closings": in_order(closings, "recorded_at"),
    }
    return chance, world, at


SEEDS = range(2, 12, 2)


def made(world: dict):
    agencies = [{"agency": code, "kind": kind} for code, kind in zip("ABC", ("sở", "sở", "quận"), strict=True)]
    more = {name: world[name] for name in ("plans", "transfers", "closings", "requests")}
    return facts(world["milestones"], world["lines"], world["extensions"], agencies, **more)


def alike(found, expected) -> bool:
    if found is None or expected is None:
        return found is expected
    return found == (pytest.approx(expected, abs=1e-9) if isinstance(expected, float) else expected)


def rows_of(table: pd.DataFrame) -> list[dict]:
    return [api._plain(row) for row in table.to_dict("records")]


def without_numbers(table: pd.DataFrame) -> list[dict]:
    """The rows by code; the database's own number of a milestone means nothing."""
    rows = rows_of(table.drop(columns="milestone_id"))
    return sorted(rows, key=lambda row: row["milestone"])


def stands_as_a_naive_reading_says(table: pd.DataFrame, expected: dict[str, dict]) -> None:
    found = {row["milestone"]: row for row in rows_of(table)}
    assert found.keys() == expected.keys()
    for code, stands in expected.items():
        said = {k: v.isoformat() if isinstance(v, date) else v for k, v in stands.items() if k in found[code]}
        assert {k: (found[code][k], v) for k, v in said.items() if not alike(found[code][k], v)} == {}


def every_quantity_of_every_group_is_that_of_a_naive_reading(table: pd.DataFrame, rows: list[dict], by: list) -> None:
    groups = {tuple(row[c] for c in by) for row in rows} or (set() if by else {()})
    answer = rows_of(completion(table, by))
    found = {tuple(row[c] for c in by): row for row in answer}
    assert found.keys() == groups and len(answer) == len(groups)
    for group in groups:
        expected = oracle.quantities([row for row in rows if tuple(row[c] for c in by) == group])
        wrong = {k: (found[group][k], v) for k, v in expected.items() if not alike(found[group][k], v)}
        assert wrong == {}
        assert sum(found[group][bucket] for bucket in BUCKETS) == found[group]["scope"]


def groups_pool_to_the_total(table: pd.DataFrame, by: list) -> None:
    whole, parts = completion(table).loc[0], completion(table, by)
    counts = [c for c in parts.columns if parts[c].dtype.kind == "i" and c not in ("year", "max_days_overdue")]
    weights = [c for c in parts.columns if c.startswith("weight_")]
    assert {"scope", "due_n", "on_time_n", "overdue"} <= set(counts) and weights
    assert parts[counts].sum().to_dict() == whole[counts].to_dict()
    assert parts[weights].sum().to_dict() == pytest.approx(whole[weights].to_dict())
    assert max(parts["max_days_overdue"], default=0) == whole["max_days_overdue"]


def the_curve_is_that_of_a_naive_reading_at_each_months_end(found: pd.DataFrame, expected: list[dict]) -> None:
    assert found["month"].dt.strftime("%Y-%m").tolist() == [row.pop("month") for row in expected]
    for month, naive in zip(rows_of(found), expected, strict=True):
        assert {k: (month[k], v) for k, v in naive.items() if not alike(month[k], v)} == {}


@pytest.mark.parametrize("seed", range(24))
def test_every_number_is_that_of_a_naive_reading_of_the_definitions(seed):
    _, world, at = drawn(seed)
    by = (["agency"], ["year"], ["plan"], ["agency", "year"])[seed % 4]
    known = made(world)
    table = standing(known, at)
    naive = oracle.standing(world, at.as_of, at.closed_through, at.known_at, at.cutoff)
    stands_as_a_naive_reading_says(table, naive)
    for columns in ([], by):
        every_quantity_of_every_group_is_that_of_a_naive_reading(table, list(naive.values()), columns)
    groups_pool_to_the_total(table, by)
    curve = oracle.series(world, at.as_of, at.closed_through, at.known_at)
    the_curve_is_that_of_a_naive_reading_at_each_months_end(series(known, at, table), curve)


@pytest.mark.parametrize("seed", [8, 23])
def test_the_curve_agrees_with_the_summary_of_each_months_end_where_nothing_is_cancelled(seed):
    _, world, at = drawn(seed)
    world["lines"] = [row for row in world["lines"] if row["status"] != "cancelled"]
    world["plans"] = []
    for milestone in world["milestones"]:
        milestone["added_on"] = None
    known, at = made(world), Scope(at.as_of, at.as_of)
    curve = series(known, at, standing(known, at)).to_dict("records")
    curve = {(month.pop("month") + pd.offsets.MonthEnd(1)).date(): month for month in curve}
    ends = [end for end in curve if end <= at.as_of]
    assert len(ends) > 5
    table = standings(known, [Scope(end, end) for end in ends])
    for end in ends:
        month, of_day = curve[end], completion(table[table["as_of"] == pd.Timestamp(end)]).loc[0]
        assert (month["actual_n"], month["actual_w"], month["planned_w"], month["reported_w"]) == pytest.approx(
            (of_day["done"], of_day["weight_done"], of_day["weight_planned"], of_day["weight_reported"])
        )


@pytest.mark.parametrize("bucket", ["", "done"])
def test_a_bucket_tampered_with_is_noticed(bucket):
    _, world, at = drawn(3)
    table = standing(made(world), at)
    table.loc[table.index[-1], "bucket"] = bucket
    with pytest.raises(BucketsDoNotAddUp):
        completion(table)


def answers_of(world: dict, at: Scope) -> tuple:
    """How every milestone of a plan stands and its curve: numbers are sums of these."""
    known = made(world)
    table = standing(known, at)
    return without_numbers(table), rows_of(series(known, at, table))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_recorded_or_effective_later_never_changes_an_earlier_answer(seed):
    _, world, at = drawn(seed)
    at = at.only(known_at=at.known_at or recorded(at.as_of, timedelta(), 1))
    closed = [row["plan"] for row in world["closings"]]
    day_of = {
        "milestones": lambda row: at.as_of,
        "lines": oracle.effective,
        "extensions": lambda row: row["decided_on"],
        "requests": lambda row: row["recorded_at"].date(),
        "transfers": lambda row: row["effective_on"],
        # Of several closings of a plan the last recorded corrects the others.
        "closings": lambda row: at.as_of if closed.count(row["plan"]) > 1 else row["closed_on"] or at.as_of,
    }
    earlier = {
        name: [
            row
            for row in world[name]
            if (row.get("recorded_at") is None or row["recorded_at"] <= at.known_at) and happened(row) <= at.as_of
        ]
        for name, happened in day_of.items()
    }
    earlier["plans"] = world["plans"]
    assert answers_of(world, at) == answers_of(earlier, at)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_rows_matters_only_between_lines_of_one_day_and_instant(seed):
    chance, world, at = drawn(seed)
    for name, on in (("lines", "reported_on"), ("extensions", "decided_on")):
        world[name] = list({(row["milestone"], row[on], row["recorded_at"]): row for row in world[name]}.values())
    before = without_numbers(standing(made(world), at))
    places = {row["milestone"]: chance.random() for row in world["milestones"]}
    world["milestones"].sort(key=lambda row: places[row["milestone"]])  # the versions of one stay in their order
    chance.shuffle(world["lines"])
    chance.shuffle(world["extensions"])
    assert without_numbers(standing(made(world), at)) == before


@pytest.mark.parametrize("seed", SEEDS)
def test_a_line_taken_back_is_as_if_it_had_never_been_reported_from_then_on_and_not_before(seed):
    chance, world, at = drawn(seed)
    at = at.only(known_at=at.known_at or recorded(at.as_of, timedelta(), 1))
    taken = [chance.choice([True, False]) for _ in world["lines"]]
    later = at.known_at + timedelta(seconds=1)

    def with_withdrawn(when: datetime) -> dict:
        lines = zip(world["lines"], taken, strict=True)
        return {**world, "lines": [{**row, "withdrawn_at": when} if back else row for row, back in lines]}

    without = {**world, "lines": [row for row, back in zip(world["lines"], taken, strict=True) if not back]}
    assert answers_of(with_withdrawn(at.known_at), at) == answers_of(without, at)
    assert answers_of(with_withdrawn(later), at) == answers_of(world, at)
