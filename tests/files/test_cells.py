"""One cell of text is a value by a written rule, or is refused with a sentence; nothing is guessed."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.files import cells
from models.files.rows import Unreadable
from progress.say.languages import EN, VI


def refused(read, text: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert VI.reason(caught.value.why) and EN.reason(caught.value.why)
    return caught.value.rule


@pytest.mark.parametrize("text", ["2016-06-05", "5/6/2016", "05/06/2016", "05/6/2016"])
def test_a_day_is_iso_or_has_its_day_first(text):
    assert cells.day(text) == date(2016, 6, 5)
    assert cells.deadline(text) == (date(2016, 6, 5), None)


@pytest.mark.parametrize(
    "text",
    [
        "2012/08/21", "6-7-2016", "42430", "2016-6-5", "31/02/2016", "2015-02-29", "1/13/2016", "01/01/1899", "2201-01-01",
        "5/6/16", "2016-06-05 10:00", "hôm nay", "13/2016", "0/2016", "Quý V/2016", "Quý 0/2016", "trước 30/6/2016",
        "Năm 2300", "٢٠١٦",
    ],
)  # fmt: skip
def test_what_is_not_a_written_form_is_no_day(text):
    for read in (cells.day, cells.deadline, cells.first_day, cells.last_day, cells.new_deadline):
        assert refused(read, text) == "E_DATE"


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("6/2025", date(2025, 6, 30)),
        ("02/2024", date(2024, 2, 29)),
        ("2025-06", date(2025, 6, 30)),
        ("Tháng 6/2025", date(2025, 6, 30)),
        ("tháng 6 năm 2025", date(2025, 6, 30)),
        ("Quý II/2016", date(2016, 6, 30)),
        ("quý 2/2016", date(2016, 6, 30)),
        ("Quý IV năm 2016", date(2016, 12, 31)),
        ("QUÝ III/2016", date(2016, 9, 30)),
        ("Q2/2016", date(2016, 6, 30)),
        ("Q2 2016", date(2016, 6, 30)),
        ("2016-Q2", date(2016, 6, 30)),
        ("6 tháng đầu năm 2016", date(2016, 6, 30)),
        ("6 tháng cuối năm 2016", date(2016, 12, 31)),
        ("2016", date(2016, 12, 31)),
        ("Năm 2016", date(2016, 12, 31)),
        ("Hết năm 2016", date(2016, 12, 31)),
        ("Cuối năm 2016", date(2016, 12, 31)),
    ],
)
def test_a_deadline_in_words_is_their_last_day_and_keeps_them(words, last):
    assert cells.deadline(words) == cells.new_deadline(words) == (last, words)
    assert cells.last_day(words) == last


@pytest.mark.parametrize(
    "words",
    ["Thường xuyên", "Hằng năm", "Hàng năm", "Hằng quý", "Hằng tháng", "Không có hạn", "Không thời hạn", "Ongoing", "NO DEADLINE"],
)  # fmt: skip
def test_standing_work_has_no_deadline_and_an_extension_always_has_one(words):
    assert cells.deadline(words) == (None, words)
    assert refused(cells.new_deadline, words) == "E_DATE"


@pytest.mark.parametrize(
    ("words", "first"),
    [("6/2025", date(2025, 6, 1)), ("Quý II/2016", date(2016, 4, 1)), ("2016", date(2016, 1, 1)), ("6 tháng cuối năm 2016", date(2016, 7, 1))],
)  # fmt: skip
def test_a_start_in_words_is_their_first_day(words, first):
    assert cells.first_day(words) == first


def test_an_end_is_no_start_and_only_deadlines_take_words():
    assert refused(cells.first_day, "Hết năm 2016") == "E_DATE"
    assert refused(cells.day, "Quý II/2016") == "E_DATE"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2019-11-14T16:00:00+07:00", datetime(2019, 11, 14, 9, tzinfo=UTC)),
        ("2019-11-14 16:00", datetime(2019, 11, 14, 9, tzinfo=UTC)),
        ("2019-11-14T09:00:00.000123Z", datetime(2019, 11, 14, 9, 0, 0, 123, tzinfo=UTC)),
        ("2019-11-14", datetime(2019, 11, 13, 17, tzinfo=UTC)),
    ],
)
def test_an_instant_without_an_offset_is_vietnams_clock(text, utc):
    assert cells.instant(text) == utc


@pytest.mark.parametrize(
    "text", ["16:00", "2019-W46", "20191114", "2019-11-14T25:00:00Z", "hôm qua", "1800-01-01T00:00:00Z"]
)
def test_what_is_no_instant_is_refused(text):
    assert refused(cells.instant, text) == "E_DATE"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("12,5", 12.5), ("12.5", 12.5), ("1.234", 1.234), ("1.234.567", 1234567), ("1,234,567", 1234567),
        ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1.234.567,89", 1234567.89), ("-5", -5), ("+5", 5), ("1e3", 1000),
    ],
)  # fmt: skip
def test_one_separator_alone_is_the_decimal_mark_and_of_two_the_last(text, number):
    assert cells.amount(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "nan",
        "inf",
        "1e400",
        "-1e400",
        "12.34,5",
        "1.2.3",
        "1,234.567.8",
        "5,",
        "1 234",
        "5-7 mốc",
        "",
        "tỷ",
        "1.234,567.890",
    ],
)
def test_what_is_no_finite_number_is_refused(text):
    assert refused(cells.amount, text) == "E_TYPE"
    assert refused(cells.weight, text) == "E_WEIGHT"
    assert refused(cells.percent, text) == "E_PERCENT"


def test_a_target_takes_its_unit_and_which_way_is_better_from_its_words():
    assert cells.target("201,443 tỷ") == (201.443, False, "tỷ")
    assert cells.target("80%") == cells.target("≥ 80%") == (80, False, "%")
    assert cells.target("<= 5 ngày") == cells.target("≤5 ngày") == cells.target("Tối đa 5 ngày") == (5, True, "ngày")


def test_a_percent_is_a_number_from_0_to_100_with_or_without_its_sign():
    assert [cells.percent(t) for t in ("0", "50%", "50 %", "99,5", "100")] == [0, 50, 50, 99.5, 100]
    for text in ("101", "-1", "100,1", "5%%", "năm mươi"):
        assert refused(cells.percent, text) == "E_PERCENT"


def test_a_weight_is_a_finite_number_not_below_zero():
    assert [cells.weight(t) for t in ("0", "1,5", "32109")] == [0, 1.5, 32109]
    for text in ("-1", "1e15", "5 điểm", "nặng"):
        assert refused(cells.weight, text) == "E_WEIGHT"


def test_a_status_is_a_key_or_its_vietnamese_name_and_nothing_like_it():
    words = ["not_started", "in_progress", "done", "suspended", "cancelled"]
    names = ["Chưa thực hiện", "đang thực hiện", "HOÀN THÀNH", "tạm dừng", "Huỷ bỏ"]
    assert [cells.status(w) for w in words] == [cells.status(n) for n in names] == words
    assert cells.status("completed") == "done" and cells.status("chưa triển khai") == "not_started"
    for text in ("in-progress", "Construction", "in progress", "xong"):
        assert refused(cells.status, text) == "E_STATUS"


READERS = [
    cells.day, cells.first_day, cells.last_day, cells.deadline, cells.new_deadline, cells.instant, cells.weight,
    cells.percent, cells.amount, cells.target, cells.status, cells.basis,
]  # fmt: skip


@settings(deadline=None)
@given(st.text(min_size=1) | st.text("0123456789/-.,%eE+ QqTZ:", min_size=1), st.sampled_from(READERS))
def test_any_text_is_a_value_or_a_refusal(text, read):
    try:
        read(text)
    except Unreadable as error:
        assert error.rule.startswith("E_") and VI.reason(error.why) and EN.reason(error.why)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_exported_is_read_back_exactly(number):
    assert cells.amount(repr(number).removesuffix(".0")) == number
