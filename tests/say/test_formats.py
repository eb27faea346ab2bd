"""Numbers, days and names are written as a Vietnamese office writes them."""

from datetime import date
from fractions import Fraction
from math import nan

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.store.text import alphabetical
from progress.say.formats import amount, day, decimal, integer, percent
from progress.say.languages import EN


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 7, "0%"),
        (7, 7, "100%"),
        (1, 2, "50,0%"),
        (1, 3, "33,3%"),
        (2, 3, "66,7%"),
        (27, 38, "71,1%"),
        (1, 16, "6,3%"),  # 6,25: half goes up, not to the even digit
        (3, 16, "18,8%"),  # 18,75
        (1, 1000, "0,1%"),
        (1, 10**6, "0,1%"),
        (999_999, 10**6, "99,9%"),
        (9995, 10_000, "99,9%"),
    ],
)
def test_a_rate_is_shown_half_up_and_never_rounds_to_nothing_or_to_everything(part, whole, shown):
    assert percent(part / whole) == shown


@pytest.mark.parametrize("undefined", [None, nan])
def test_an_undefined_rate_is_a_dash_and_never_zero(undefined):
    assert percent(undefined) == decimal(undefined) == "—"


def test_more_than_all_of_a_plan_is_shown_at_its_true_size():
    assert percent(1.15) == "115,0%"
    assert percent(12.345) == "1.234,5%"


def test_the_english_side_has_the_marks_of_english():
    assert (EN.percent(1 / 3), EN.integer(21914), EN.decimal(1234.5)) == ("33.3%", "21,914", "1,234.50")


@given(whole=st.integers(1, 5000), data=st.data())
@settings(max_examples=300, deadline=None, derandomize=True)
def test_a_rate_shown_is_the_exact_fraction_rounded_half_up(whole, data):
    part = data.draw(st.integers(0, whole))
    tenths = int(Fraction(part, whole) * 1000 + Fraction(1, 2))
    if part not in (0, whole):
        tenths = min(max(tenths, 1), 999)
    shown = {0: "0%", whole: "100%"}.get(part, f"{tenths // 10},{tenths % 10}%")
    assert percent(part / whole) == shown


def test_a_ratio_of_weights_is_shown_with_two_decimals():
    assert (decimal(1.0), decimal(0.005), decimal(0.615), decimal(1234.5)) == ("1,00", "0,01", "0,62", "1.234,50")


def test_an_amount_has_no_needless_zeros():
    assert [amount(v) for v in (3.0, 12.5, 100.0, 0.0, 1234567.25)] == ["3", "12,5", "100", "0", "1.234.567,25"]


def test_a_whole_number_has_dots_between_thousands():
    assert [integer(n) for n in (0, 999, 1000, 1234567, -1000)] == ["0", "999", "1.000", "1.234.567", "-1.000"]


def test_a_day_is_written_day_first_and_an_unknown_one_is_a_dash():
    assert day(date(2016, 3, 5)) == day(pd.Timestamp(2016, 3, 5)) == "05/03/2016"
    assert day(None) == day(pd.NaT) == "—"
    assert day(date(216, 3, 5)) == "05/03/0216"  # a mistyped year keeps its form


def test_letters_are_in_the_order_of_the_vietnamese_alphabet():
    letters = ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "h", "i", "k", "l", "m", "n", "o", "ô", "ơ", "p", "q"]
    letters += ["r", "s", "t", "u", "ư", "v", "x", "y"]
    assert sorted(reversed(letters), key=alphabetical) == letters
    assert sorted(map(str.upper, reversed(letters)), key=alphabetical) == [c.upper() for c in letters]


def test_a_tone_decides_only_between_names_of_the_same_letters():
    assert sorted(["má", "mạ", "ma", "mã", "mả", "mà"], key=alphabetical) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["Bình Thủy", "Bình Thuận"], key=alphabetical) == ["Bình Thuận", "Bình Thủy"]
    assert sorted(["mab", "má"], key=alphabetical) == ["má", "mab"]


def test_the_way_a_letter_is_encoded_does_not_move_a_name():
    composed, decomposed = "Quận Ô Môn", "Qua\u0323\u0302n O\u0302 Mo\u0302n"
    assert alphabetical(composed)[:2] == alphabetical(decomposed)[:2]


def test_a_shorter_name_comes_before_the_one_it_begins():
    assert sorted(["Sở Y tế B", "Sở Y tế", "Sở Y"], key=alphabetical) == ["Sở Y", "Sở Y tế", "Sở Y tế B"]
