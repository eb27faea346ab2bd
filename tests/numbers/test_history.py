"""Two days beside each other say what each day's overview says; what moved the plan adds up; figures hold."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from models.changes.demonstration import TODAY
from progress.numbers import history, rules
from progress.numbers.api import summary
from progress.numbers.reading import Reading
from progress.numbers.rules import completion, standing
from progress.numbers.scope import Scope
from progress.numbers.two_days import earlier
from progress.say.languages import EN, VI
from progress.show import comparison, figures
from progress.show.definitions import PARTS
from tests import cases


@pytest.fixture(scope="module")
def known(demonstrated):
    return demonstrated


def row(known, scope) -> dict:
    return completion(standing(known, scope)).iloc[0].to_dict()


@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_every_quantity_stands_at_both_days_with_its_counts(known, words):
    scope = Scope.on(date(2019, 11, 14), TODAY)
    before = earlier(scope, date(2018, 6, 30))
    table = comparison.quantities(row(known, before), row(known, scope), (before, scope), words)
    assert len(table) == len(PARTS) + len(words.terms.counts)
    then, now = (summary(Reading(known, s))["groups"][0] for s in (before, scope))
    said = {row[0]: row for row in table.texts(words)}
    on_time = said[words.terms.methods["on_time_rate"][0]]
    for place, group in ((1, then), (2, now)):
        shown = words.percent(group["on_time_rate"])
        counts = f"{words.integer(group['on_time_n'])}/{words.integer(group['with_outcome'])}"
        assert on_time[place] == f"{shown} ({counts})"
    overdue = said[words.terms.buckets["overdue"]][3]
    assert overdue.lstrip("+") == words.integer(now["overdue"] - then["overdue"])


def test_a_difference_with_something_undefined_is_a_dash_and_rates_differ_in_points():
    known = cases.facts([{"milestone": "m", "due": "2016-06-30"}, {"milestone": "n", "due": "2016-07-05"}],
                        [{"milestone": "n", "reported_on": "2016-07-01", "status": "done"}])  # fmt: skip
    days = [cases.scope(day) for day in ("2016-06-29", "2016-06-30", "2016-07-05")]
    rows = [row(known, day) for day in days]
    early, late = (
        {row[0]: row[1:] for row in comparison.quantities(rows[i], rows[2], (days[i], days[2]), VI).texts(VI)}
        for i in (0, 1)
    )
    assert early["Xong việc đến hạn"] == ("— (0/0)", "50,0% (1/2)", "—")
    assert late["Xong việc đến hạn"] == ("0% (0/1)", "50,0% (1/2)", "+50,0 điểm")
    assert late["Hoàn thành trước hạn"][2] == "+1"


def test_the_earlier_figure_has_the_rows_of_the_later_and_nothing_in_what_was_not_there():
    known = cases.facts(
        [{"milestone": "m", "agency": "A", "due": "2016-06-30"},
         {"milestone": "n", "agency": "B", "added_on": "2016-06-15"}]
    )  # fmt: skip
    scope = cases.scope("2016-06-30")
    after = completion(standing(known, scope), ("agency", "year"))
    before = completion(standing(known, earlier(scope, date(2016, 6, 1))), ("agency", "year"))
    table = comparison.filled(before, after, ("agency", "year"))
    assert table[["agency", "year"]].equals(after[["agency", "year"]])
    assert table["scope"].tolist() == [1, 0] and table["due_completion"].isna().all()
    assert table["colour"].tolist() == ["grey", "grey"]


MOVES = cases.facts(
    [{"milestone": "m", "due": "2016-01-31"}, {"milestone": "n"}],
    extensions=[
        {"milestone": "m", "decided_on": "2016-01-15", "new_due": "2016-03-31"},
        {"milestone": "m", "decided_on": "2016-04-01", "new_due": "2016-06-30"},
        {"milestone": "n", "decided_on": "2016-04-02", "new_due": "2016-06-30"},
    ],
)


def moved(as_of: str) -> pd.DataFrame:
    scope = cases.scope(as_of)
    return comparison.moved_by_month(history.moves(MOVES.extensions, standing(MOVES, scope), scope))


def test_moves_are_counted_in_the_month_of_their_decision_and_no_month_is_skipped():
    months = moved("2016-12-31")
    assert months["n"].tolist() == [1, 0, 0, 2]
    assert months["days"].tolist() == [60, 0, 0, 91]  # n had no deadline before: no days
    assert [row[0] for row in comparison.months_table(months).texts(VI)] == ["01/2016", "04/2016"]


def test_a_decision_after_the_day_is_not_counted_and_without_any_there_is_no_month():
    assert moved("2016-03-31")["n"].tolist() == [1]
    assert moved("2015-12-31").empty


def test_what_came_in_and_went_out_adds_up_to_the_scope(known):
    scope = Scope.on(date(2019, 11, 14), TODAY)
    past = history.periods(known, scope, 30)
    rows = comparison.scope_changes(past)
    assert len(rows) == 29
    first, last = past["scope"].iloc[-1], past["scope"].iloc[0]
    assert first + rows["added"].sum() - rows["cancelled"].sum() == last == rows["scope"].iloc[-1]
    assert rows["cancelled"].sum() == past["cancelled"].iloc[0] - past["cancelled"].iloc[-1]


@pytest.mark.parametrize("together", [1, 300])
def test_the_periods_are_those_of_each_day_alone_however_many_are_reckoned_together(known, monkeypatch, together):
    monkeypatch.setattr(history, "_ROWS_AT_ONCE", together)
    scope = Scope.on(date(2019, 11, 20), TODAY, agencies=("STTTT",))
    past = history.periods(known, scope, 3)
    assert past["period"].tolist() == ["2019-12", "2019-11", "2019-10"]
    for line in past.to_dict("records"):
        then = scope.only(as_of=line["end"].date(), closed_through=min(line["end"].date(), scope.closed_through))
        alone = row(known, then)
        assert {key: line[key] for key in alone} == pytest.approx(alone, nan_ok=True)


def test_a_day_before_the_plan_is_a_period_of_nothing():
    known = cases.facts([{"milestone": "m", "due": "2016-06-30", "added_on": "2016-05-01"}])
    past = history.periods(known, cases.scope("2016-05-31"), 3)
    assert past["scope"].tolist() == [1, 0, 0] and past["colour"].tolist() == ["grey"] * 3


@pytest.mark.parametrize(("words", "day"), [(VI, date(2019, 11, 14)), (EN, date(2016, 3, 31))])
def test_the_figures_are_figures_and_say_their_day(known, words, day):
    scope = Scope.on(day, TODAY)
    look = figures.Look(scope, completion(standing(known, scope)), words, figures.LIGHT)
    past = history.periods(known, scope, 13)
    drawn = [figures.schedule(past, look), figures.scope_changes(comparison.scope_changes(past), look)]
    months = comparison.moved_by_month(history.moves(known.extensions, standing(known, scope), scope))
    drawn += [figures.moved_by_month(months, look)] if len(months) else []
    for figure in drawn:
        go.Figure(figure)
        assert words.day(day) in figures.description(figure)


def test_spi_never_stands_without_the_two_rates(known):
    scope = Scope.on(date(2019, 11, 14), TODAY)
    past = history.periods(known, scope, 6)
    figure = figures.schedule(past, figures.Look(scope, past[:1], VI, figures.LIGHT))
    assert [trace["type"] for trace in figure["data"]] == ["scatter"] * 3
    table = comparison.schedule_table(past, VI)
    assert (len(table), len(table.columns)) == (6, 4)
    last = past.iloc[0]
    counts = f"{VI.amount(last['weight_done'])}/{VI.amount(last['weight_planned'])}"
    assert next(table.texts(VI))[1] == f"{VI.decimal(last['spi_weight'])} ({counts})"


def test_two_curves_laid_side_by_side_have_one_axis_and_one_height(known):
    scope = Scope.on(date(2019, 11, 14), TODAY)
    months = rules.series(known, scope, standing(known, scope))
    pair = []
    for at in (earlier(scope, date(2017, 6, 30)), scope):
        there = standing(known, at)
        look = figures.Look(at, completion(there), VI, figures.LIGHT)
        pair.append(figures.s_curve(rules.series(known, at, there, months["month"]), look))
    first, second = figures.alike(*pair)
    assert first["layout"]["xaxis"]["range"] == second["layout"]["xaxis"]["range"]
    assert first["layout"]["height"] == second["layout"]["height"]
    go.Figure(first), go.Figure(second)


def test_bars_laid_side_by_side_break_their_names_alike():
    """A shorter label would leave the name more room, and the rows below would stand higher than their like."""
    known = cases.facts(
        [{"milestone": m, "agency": "A", "due": "2016-06-30"} for m in "mno"],
        [{"milestone": "m", "reported_on": "2016-06-20", "status": "done"}],
        agencies=[{"agency": "A", "name_vi": "A"}],
    )
    scope, pair = cases.scope("2016-06-30"), []
    both = [completion(standing(known, at), ("agency",)) for at in (earlier(scope, date(2016, 6, 1)), scope)]
    both = [rows.assign(name="Sở Thông tin và Truyền thông thành phố A", key="A") for rows in both]
    for rows, other in (both, both[::-1]):
        look = figures.Look(scope, rows, VI, figures.LIGHT)
        pair.append(figures.completion_bars(rows, "", look, other))
    alone = [figures.completion_bars(rows, "", figures.Look(scope, rows, VI, figures.LIGHT)) for rows in both]
    assert len({figure["layout"]["height"] for figure in pair}) == 1
    assert len({figure["layout"]["height"] for figure in alone}) == 2
