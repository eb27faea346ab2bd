"""A forecast says a range with its counts, from what was known on its day, and only where there is something to say."""

from datetime import date
from math import comb, pi, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.numbers.forecast import COVERS, ENOUGH, RECORD, Forecast, forecasts, predicted
from progress.numbers.periods import start_of
from progress.numbers.rules import completion, standing
from progress.say.languages import EN, VI
from progress.show import profiles
from tests import cases


def milestone(code: str, due: str, **more) -> dict:
    return {"milestone": code, "due": due, **more}


def done(code: str, day: str, **more) -> dict:
    return {"milestone": code, "reported_on": day, "status": "done", **more}


def now(milestones, lines=(), moves=(), as_of="2016-06-30", **scope) -> Forecast:
    return forecasts(cases.facts(milestones, lines, moves), cases.scope(as_of, **scope))[0]


# The thirty days before 30/06/2016 are 01/06-30/06; m was open when they began.
M = milestone("m", "2016-06-20")


def test_the_record_is_what_came_due_while_open_and_how_much_of_it_was_done_by_then():
    assert (now([M]).kept, now([M]).of) == (0, 1)
    assert (now([M], [done("m", "2016-06-20")]).kept, now([M], [done("m", "2016-06-21")]).kept) == (1, 0)


def test_what_was_done_before_its_last_thirty_days_is_in_no_record():
    assert now([M], [done("m", "2016-05-31")]).of == 0
    assert now([M], [done("m", "2016-06-01")]).of == 1


def test_a_deadline_moved_before_it_came_was_not_kept_and_the_new_one_counts_again():
    moved = [{"milestone": "m", "decided_on": "2016-05-03", "new_due": "2016-06-20"}]
    lines = [done("m", "2016-06-15")]
    first = now([milestone("m", "2016-05-05")], lines, moved)
    assert (first.kept, first.of) == (1, 2)


@pytest.mark.parametrize("status", ["suspended", "cancelled"])
def test_what_is_suspended_or_cancelled_when_it_is_asked_is_not_at_stake(status):
    line = {"milestone": "m", "reported_on": "2016-06-01", "status": status}
    assert now([milestone("m", "2016-07-10")], [line]).at_stake == 0
    assert now([M], [{**line, "reported_on": "2016-05-01"}]).of == 0
    assert now([M], [line]).of == 1  # asked on 31/05, it was still open


def test_what_is_added_to_the_plan_later_was_not_at_stake_before():
    assert now([milestone("m", "2016-06-20", added_on="2016-06-05")]).of == 0


def test_a_completion_taken_back_before_the_due_day_was_not_kept():
    lines = [done("m", "2016-06-10"), {"milestone": "m", "reported_on": "2016-06-15", "status": "in_progress"}]
    assert now([M], lines).kept == 0
    later = [done("m", "2016-06-10"), {"milestone": "m", "reported_on": "2016-06-25", "status": "in_progress"}]
    assert now([M], later).kept == 1


def test_a_trial_knows_nothing_that_was_recorded_after_its_day():
    """m fell due on 20/05 and was done in time, but that was recorded in July only."""
    late = done("m", "2016-05-20", recorded_at=start_of(date(2016, 7, 1)))
    milestones = [milestone("m", "2016-05-20"), milestone("n", "2016-06-20")]
    today, trial, *_ = forecasts(cases.facts(milestones, [late]), cases.scope("2016-06-30"))
    assert (today.kept, today.of) == (1, 2)
    assert (trial.day, trial.at_stake, trial.kept, trial.of) == (date(2016, 5, 31), 1, 0, 1)


def test_a_trial_is_held_against_what_came():
    today, trial, *_ = forecasts(cases.facts([M], [done("m", "2016-06-20")]), cases.scope("2016-06-30"))
    assert (trial.at_stake, trial.came, today.came) == (1, 1, None)
    missed = forecasts(cases.facts([M]), cases.scope("2016-06-30"))[1]
    assert missed.came == 0


def finished(n: int) -> tuple[list, list]:
    """n milestones that were done on their due day in the last two years."""
    codes = [f"d{i}" for i in range(n)]
    return [milestone(c, "2016-03-10") for c in codes], [done(c, "2016-03-10") for c in codes]


def test_with_nine_finished_milestones_nothing_is_said_with_ten_a_range_is():
    for n, speaks in ((ENOUGH - 1, False), (ENOUGH, True)):
        milestones, lines = finished(n)
        one = now([*milestones, milestone("m", "2016-07-10"), milestone("k", "2016-07-11")], lines)
        assert (one.finished, one.at_stake, one.speaks) == (n, 2, speaks)
        assert VI.forecast.few.split(":")[0] in profiles.forecast_lines(one, [], VI)[0] or speaks


def test_a_range_of_everything_says_nothing_and_is_no_hit_to_boast_of():
    assert not Forecast(date(2016, 6, 30), at_stake=1, kept=5, of=10, finished=20, low=0, high=1, came=1).speaks
    said = profiles.forecast_lines(Forecast(date(2016, 6, 30), 1, 5, 10, 20, 0, 1), [], EN)
    assert said == ["No forecast: 5/10 milestones before are too few to rule out any outcome of 1."]


def test_the_sentences_never_give_a_share_without_its_counts():
    right = Forecast(date(2016, 5, 31), 6, 18, 30, 40, 2, 5, came=4)
    wrong = Forecast(date(2016, 5, 1), 6, 18, 30, 40, 2, 5, came=0)
    silent = Forecast(date(2016, 4, 1), 0, 18, 30, 40, 0, 0, came=0)
    lines = profiles.forecast_lines(Forecast(date(2016, 6, 30), 8, 20, 32, 45, 3, 7), [right, wrong, silent], VI)
    assert lines[:3] == [
        "Dự báo: từ 3 đến 7 trong 8 mốc sắp đến hạn sẽ xong đúng hạn (37,5%-87,5%)",
        f"Căn cứ: 20/32 mốc đến hạn trong {RECORD} lần 30 ngày trước, khi ấy chưa xong, đã xong đúng hạn.",
        "Thử với 3 lần 30 ngày trước: nói được 2 lần, đúng 1.",
    ]
    table = profiles.forecast_table([right, wrong, silent], VI)
    assert table["hit"] == ("✓ đúng", "× sai", "không dự báo")


@given(st.integers(0, 40), st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_the_range_holds_at_least_its_share_of_the_chance(at_stake, kept, missed):
    """Against the binomial chances averaged over the posterior; with p = sin² of an angle it has no poles."""
    low, high = predicted(at_stake, kept, kept + missed)
    assert 0 <= low <= high <= at_stake
    shares = [sin((i + 0.5) / 400 * pi / 2) ** 2 for i in range(400)]
    weights = [p**kept * (1 - p) ** missed for p in shares]

    def chance(numbers: range) -> float:
        inside = (sum(comb(at_stake, n) * p**n * (1 - p) ** (at_stake - n) for n in numbers) for p in shares)
        return sum(w * c for w, c in zip(weights, inside, strict=True)) / sum(weights)

    assert chance(range(low, high + 1)) >= COVERS - 1e-6
    assert chance(range(low)) <= (1 - COVERS) / 2 + 1e-6
    assert chance(range(high + 1, at_stake + 1)) <= (1 - COVERS) / 2 + 1e-6


def test_on_the_demonstration_the_stake_is_the_list_of_what_comes_due(demonstrated):
    from models.changes.demonstration import TODAY
    from progress.numbers.scope import Scope

    for day, selection in ((date(2019, 12, 12), {}), (date(2018, 5, 31), {"agencies": ("STTTT",)})):
        scope = Scope.on(day, TODAY, **selection)
        row = completion(standing(demonstrated, scope)).iloc[0]
        one = forecasts(demonstrated, scope)[0]
        assert (one.at_stake, one.finished) == (row["due_soon"], row["done_with_deadline"])


@pytest.mark.parametrize("as_of", ["0001-01-01", "0001-03-01", "2016-06-30", "9999-12-31"])
def test_the_ends_of_the_calendar_and_an_empty_plan_say_nothing(as_of):
    for milestones in ([], [milestone("m", "2016-07-01")]):
        assert not any(one.speaks for one in forecasts(cases.facts(milestones), cases.scope(as_of)))
