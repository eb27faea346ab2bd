"""A table is a value: addressed by key, sorted by value, said in words only at the edge."""

from datetime import UTC, date, datetime

import pytest

from progress.say.languages import EN, VI
from progress.show import table as table_of
from progress.show.table import KINDS, Table, column, weighed

NAN = float("nan")
# Of each kind cells in the order of their values, and the first of them as it is read.
ORDERED = {
    "text": (["a", "b"], "a"),
    "code": (["M1", "M2"], "M1"),
    "count": ([9, 21914], "9"),
    "amount": ([2.5, 10.0], "2,5"),
    "share": ([0.05, 0.95, 1.0], "5,0%"),
    "days": ([26, 41, 72, 164], "26 ngày"),
    "day": ([date(2016, 12, 31), date(2019, 1, 1)], "31/12/2016"),
    "month": ([date(2016, 12, 1), date(2019, 1, 1)], "12/2016"),
    "moment": ([datetime(2019, 10, 31, 18, tzinfo=UTC), datetime(2019, 11, 1, 2, tzinfo=UTC)], "01/11/2019 01:00"),
    "instant": ([datetime(2019, 10, 31, 18, tzinfo=UTC), datetime(2019, 11, 1, 2, tzinfo=UTC)], "01/11/2019 01:00:00"),
    "fraction": ([(9, 33), (10, 33), (3, 3)], "9/33"),
    "rate": ([(9 / 33, 9, 33), (1.0, 3, 3)], "27,3% (9/33)"),
    "index": ([(0.5, 6, 12.0), (12 / 11.5, 12, 11.5)], "0,50 (6/12)"),
    "gain": ([-10, -9, 4], "-10"),
    "points": ([-0.105, -0.026, 0.036], "-10,5 điểm"),
    "mixed": ([("count", 3)], "3"),
}


def shown(made: Table, key: str, words=VI) -> tuple[list, list[str]]:
    """What a screen sorts a column by, and what it shows."""
    grid = made.grid(words)
    values = grid.data if hasattr(grid, "data") else grid
    texts = grid._compute()._translate(False, False)["body"] if hasattr(grid, "data") else []
    place = [c.key for c in made.columns].index(key)
    return list(values[key]), [str(row[place + 1]["display_value"]) for row in texts]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_in_words_and_sorted_by_value(kind):
    cells, first = ORDERED[kind]
    made = Table(column("title", cells, kind))
    assert next(made.texts(VI)) == (first,)
    values, texts = shown(made, "title")
    assert values == sorted(values)
    if made.columns[0].is_number:
        assert all(isinstance(value, float) for value in values)
        assert texts == [row[0] for row in made.texts(VI)]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_empty_in_every_kind(kind):
    made = Table(column("title", [None, ORDERED[kind][0][0]], kind))
    assert next(made.texts(VI)) == ("",)
    assert made.filled == ["title"] and Table(column("title", [None], kind)).filled == []
    assert len(made.grid(VI).data if not made.is_long else made.grid(VI)) == 2


def test_undefined_is_a_dash_and_not_nothing():
    made = Table(column("claim", [None, NAN], "share"), column("number", [NAN, 1], "count"))
    assert list(made.texts(VI)) == [("", ""), ("—", "1")]
    assert shown(made, "claim")[1] == ["", "—"]


def test_of_a_long_table_the_browser_writes_the_numbers(monkeypatch):
    monkeypatch.setattr(table_of, "STYLED", 3)
    made = Table(column("claim", [0.05, None], "share"), column("days_overdue", [164, 72], "days"))
    assert made.is_long and made.grid(VI)["days_overdue"].tolist() == [164, 72]


def test_a_code_leads_to_its_milestone_whatever_is_in_it():
    made = Table(column("code", ["A/1&b", None], "code"))
    assert made.grid(VI, "milestone?milestone=").data["code"].tolist() == ["milestone?milestone=A%2F1%26b", ""]


@pytest.mark.parametrize(
    "columns",
    [(column("a", [1]), column("a", [2])), (column("a", ["x"]), column("b", [])), ()],
    ids=["a key twice", "two lengths", "no column"],
)
def test_a_table_that_is_none_is_refused(columns):
    with pytest.raises(ValueError, match="columns"):
        Table(*columns)


def test_rows_and_columns_are_chosen_by_key_and_kept_in_order():
    made = Table(column("number", [1, 2, 3], "count"), column("code", ["x", "y", "z"], "code"))
    assert made.only("code", "number").rows == [("x", 1), ("y", 2), ("z", 3)]
    assert made.where([True, False, True]).rows == [(1, "x"), (3, "z")]
    assert made["code"] == ("x", "y", "z") and "code" in made and "title" not in made


def test_a_label_is_put_on_in_the_readers_language_or_as_given():
    made = Table(column("code", [], "code"), column("y2016", [], "fraction", "2016"))
    assert made.labels(VI) == ["Mã", "2016"] and made.labels(EN) == ["Code", "2016"]


@pytest.mark.parametrize(
    ("kind", "tiny"), [("points", -0.0004), ("gain", -0.004), ("share", -0.0004), ("amount", -1e-9)]
)
@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_what_rounds_to_nought_has_no_minus(kind, tiny, words):
    assert "-" not in next(Table(column("title", [tiny], kind)).texts(words))[0]
    assert words.gained_points(tiny / 10) is None and words.gained_points(0.036)[0] == "+"


def test_a_fraction_and_a_rate_of_nothing_have_no_value_to_sort_by():
    assert str(weighed("fraction", (0, 0))) == str(weighed("rate", (NAN, 0, 0))) == "nan"
