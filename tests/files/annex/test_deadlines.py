"""A deadline in every form of the papers is the day it means, no deadline, or asked about."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.files.annex.deadlines import Doubt, Period, is_month_first, read

YEARS = st.integers(2000, 2099)
ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}
BEFORE_A_DAY = (
    "",
    "trước ",
    "Trước ngày ",
    "đến ",
    "Đến hết ngày ",
    "chậm nhất ",
    "không quá ngày ",
    "xong trước ngày ",
)
BEFORE_A_PERIOD = ("", "trong ", "Hết ", "đến hết ", "cuối ", "hoàn thành trong ")


def period(words: str, *how, **more) -> Period:
    """What words mean that are no doubt."""
    found = read(words, *how, **more)
    assert isinstance(found, Period), words
    return found


def last(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


@st.composite
def days(draw) -> tuple[str, date, date]:
    day = draw(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
    mark = draw(st.sampled_from("/-."))
    padded = f"{day.day:02d}{mark}{day.month:02d}{mark}{day.year}"
    bare = f"{day.day}{mark}{day.month}{mark}{day.year}"
    form = draw(
        st.sampled_from(
            [padded, bare, f"{day.day} tháng {day.month} năm {day.year}", f"{day:%d/%m/%y}", day.isoformat()]
        )
    )
    return form, day, day


@st.composite
def months(draw) -> tuple[str, date, date]:
    year, month = draw(YEARS), draw(st.integers(1, 12))
    forms = [
        f"tháng {month}/{year}",
        f"Tháng {month:02d} năm {year}",
        f"{month}/{year}",
        f"T{month}/{year}",
        f"tháng {month}-{year}",
        f"{month:02d}.{year}",
    ]
    return draw(st.sampled_from(forms)), date(year, month, 1), last(year, month)


@st.composite
def quarters(draw) -> tuple[str, date, date]:
    year, n = draw(YEARS), draw(st.integers(1, 4))
    forms = [
        f"Quý {ROMAN[n]}/{year}",
        f"quý {n}/{year}",
        f"Quí {ROMAN[n]} năm {year}",
        f"Q{ROMAN[n]}/{year}",
        f"Q{n}/{year}",
        f"quý {ROMAN[n]} - {year}",
        f"Quý {ROMAN[n]}, {year}",
    ]
    return draw(st.sampled_from(forms)), date(year, 3 * n - 2, 1), last(year, 3 * n)


@st.composite
def halves(draw) -> tuple[str, date, date]:
    year, n = draw(YEARS), draw(st.integers(2, 11))
    if draw(st.booleans()):
        return f"{n:02d} tháng đầu năm {year}", date(year, 1, 1), last(year, n)
    return f"{n} tháng cuối năm {year}", date(year, 13 - n, 1), last(year, 12)


@st.composite
def years(draw) -> tuple[str, date, date]:
    year = draw(YEARS)
    return draw(st.sampled_from([f"{year}", f"năm {year}", f"Năm {year}"])), date(year, 1, 1), last(year, 12)


def dressed(draw, words: str) -> str:
    """Other cases and blanks of the same words."""
    words = draw(
        st.sampled_from(
            [
                words,
                words.upper(),
                words.capitalize(),
                words.replace(" ", "  "),
                f" {words}. ",
                words.replace(" ", "\u00a0"),
            ]
        )
    )
    return words


@st.composite
def written(draw) -> tuple[str, date, date]:
    words, first, end = draw(st.one_of(days(), months(), quarters(), halves(), years()))
    return dressed(draw, draw(st.sampled_from(BEFORE_A_DAY if first == end else BEFORE_A_PERIOD)) + words), first, end


@settings(max_examples=300, deadline=None, derandomize=True)
@given(written())
def test_a_day_or_period_in_any_form_is_its_last_day(form):
    words, first, end = form
    assert (period(words).first, period(words).last) == (first, end), words


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.one_of(months(), quarters(), years(), days()),
    st.one_of(months(), quarters(), years(), days()),
    st.sampled_from(["từ {} đến {}", "{} - {}", "Từ {} đến hết {}"]),
)
def test_a_range_ends_on_its_last_day(one, other, form):
    (a, first, end), (b, start, final) = sorted((one, other), key=lambda given: given[1])
    found = read(form.format(a, b))
    if end > start:
        assert isinstance(found, Doubt) or (found is not None and found.last == final)
    else:
        assert found == Period(first, final, spans=True), form.format(a, b)


@settings(deadline=None, derandomize=True)
@given(written(), YEARS)
def test_the_papers_year_says_nothing_to_words_that_have_one(form, year):
    assert read(form[0], year) == read(form[0])


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Trước 30/6", "2016-06-30"), ("30/6", "2016-06-30"), ("Quý II", "2016-06-30"), ("Tháng 12", "2016-12-31"), ("Trong năm", "2016-12-31"),
        ("Cuối năm", "2016-12-31"), ("6 tháng đầu năm", "2016-06-30"), ("tháng 3 đến tháng 6", "2016-06-30"),
    ],
)  # fmt: skip
def test_words_without_a_year_have_the_papers_year_or_are_asked(words, due):
    assert period(words, 2016).last == date.fromisoformat(due) and period(words, 2016).year_taken
    assert read(words) == Doubt("due_no_year")


@pytest.mark.parametrize(
    "words",
    ["Thường xuyên", "Hằng năm", "hàng quý", "Định kỳ 6 tháng", "31/12 hàng năm", "Trước ngày 15/12 hằng năm", "Theo lộ trình", "chưa xác định", "Không thời hạn",
     "Sau khi có hướng dẫn của Bộ TT&TT", "Khi có yêu cầu", "2025 và những năm tiếp theo", "Từ năm 2016", "Từ tháng 6/2016 trở đi", "Theo Kế hoạch số 12/KH-UBND ngày 01/02/2016",
     "2 lần/năm", "Thường xuyên, hằng năm", "Ongoing"],
)  # fmt: skip
def test_words_of_no_deadline_are_no_deadline(words):
    assert period(words, 2016).last is None


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("giữa năm 2017", "due_part"), ("đầu quý II/2017", "due_part"), ("31/6/2019", "due_impossible"), ("29/02/2017", "due_impossible"),
        ("Trước tháng 6/2016", "due_before"), ("Trước năm 2018", "due_before"), ("Dự thảo 30/6/2016, ban hành 31/12/2016", "due_unknown due_words"),
        ("30 ngày kể từ ngày ký", "due_counted"), ("42887", "due_number"), ("Xong sớm", "due_unknown"), ("Tuần 2 tháng 6/2016", "due_part"),
        ("Theo Kế hoạch của Bộ, hoàn thành trước 31/12/2016", "due_open"), ("31/12/2016 - 30/6/2016", "due_order_of_days"), ("Năm học 2016-2017", "due_part"),
    ],
)  # fmt: skip
def test_what_is_not_clear_is_a_doubt_and_no_day(words, key):
    found = read(words, 2016)
    assert isinstance(found, Doubt) and found.key in key.split()


@pytest.mark.parametrize("words", ["", " - ", "...", "–", "/"])
def test_an_empty_cell_says_nothing(words):
    assert read(words) is None


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_no_words_stop_the_reading(words):
    found = read(words, 2016)
    assert found is None or isinstance(found, Doubt | Period)


@settings(deadline=None, derandomize=True)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_days_that_can_be_read_both_ways_wait_for_an_answer(day):
    words = f"{day.month}/{day.day}/{day.year}"
    assert period(words, order="month").last == day
    assert is_month_first(words) == (day.day > 12)
    if day.day <= 12 and day.day != day.month:
        assert read(words, order="unknown") == Doubt("due_order")
    else:
        assert period(words, order="unknown").last == day


def test_what_starts_takes_the_first_day_of_the_same_words():
    assert period("Quý III/2017").first == date(2017, 7, 1) and period("2017").first == date(2017, 1, 1)
    assert period("trước 30/6/2016").first == period("trước 30/6/2016").last


def test_words_that_only_give_a_day_are_not_kept():
    assert period("30/9/2016").exact and period("30.9.2016").exact and period("ngày 30/9/2016").exact
    kept = ("Trước 30/9/2016", "30/9", "Tháng 9/2016", "ngày 30 tháng 9 năm 2016", "3-6/2016")
    assert not any(period(words, 2016).exact for words in kept)
    assert read("Trước năm 2018") == Doubt("due_before", date(2018, 1, 1) - timedelta(days=1))
