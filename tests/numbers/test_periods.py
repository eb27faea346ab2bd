"""Report periods tile the calendar; a day is a day in Hanoi and closes when it has ended."""

from datetime import UTC, date, datetime, timedelta

import pytest

from models.store.clock import instant
from progress.numbers import periods
from progress.numbers.periods import (
    Period,
    closed_through,
    half_year,
    month,
    period_of,
    quarter,
    shifted,
    start_of,
    today,
    year,
)
from tests import oracle

DAY = timedelta(days=1)


@pytest.mark.parametrize("cutoff", [0, 1, 14, 28])
def test_every_day_lies_in_exactly_the_period_that_follows_the_one_before(cutoff):
    period = month(2014, 12, cutoff)
    for _ in range(12 * 12):
        following = shifted(period, 1, cutoff)
        assert following.start == period.end + DAY
        assert shifted(following, -1, cutoff) == period
        period = following


@pytest.mark.parametrize("cutoff", [0, 1, 14, 28])
def test_the_period_of_a_day_holds_that_day(cutoff):
    day = date(2018, 12, 1)
    while day < date(2020, 2, 1):
        period = period_of(day, cutoff)
        assert (period.start, period.end) == oracle.period(day, cutoff)
        day += DAY


def test_before_the_decree_a_period_is_a_calendar_month():
    assert month(2019, 2) == Period(date(2019, 2, 1), date(2019, 2, 28), "2019-02")
    assert month(2016, 2) == Period(date(2016, 2, 1), date(2016, 2, 29), "2016-02")


def test_march_2019_is_short_so_that_no_day_is_lost():
    assert month(2019, 3) == Period(date(2019, 3, 1), date(2019, 3, 14), "2019-03")
    assert period_of(date(2019, 3, 15)) == Period(date(2019, 3, 15), date(2019, 4, 14), "2019-04")


def test_the_fifteenth_of_december_belongs_to_the_next_year():
    assert period_of(date(2019, 12, 14)).name == "2019-12"
    assert period_of(date(2019, 12, 15)) == Period(date(2019, 12, 15), date(2020, 1, 14), "2020-01")


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (quarter(2020, 1), "2019-12-15", "2020-03-14"),
        (quarter(2020, 4), "2020-09-15", "2020-12-14"),
        (quarter(2019, 1), "2019-01-01", "2019-03-14"),
        (quarter(2018, 3), "2018-07-01", "2018-09-30"),
        (half_year(2020, 1), "2019-12-15", "2020-06-14"),
        (half_year(2020, 2), "2020-06-15", "2020-12-14"),
        (half_year(2019, 1), "2019-01-01", "2019-06-14"),
        (year(2018), "2018-01-01", "2018-12-31"),
        (year(2019), "2019-01-01", "2019-12-14"),
        (year(2020), "2019-12-15", "2020-12-14"),
        (year(2020, 0), "2020-01-01", "2020-12-31"),
        (quarter(2020, 1, 20), "2019-12-21", "2020-03-20"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_quarters_half_years_and_years_are_whole_months_of_reporting(period, start, end):
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


def test_a_year_is_its_quarters_and_its_half_years():
    for number in range(2015, 2027):
        quarters = [quarter(number, q) for q in (1, 2, 3, 4)]
        halves = [half_year(number, h) for h in (1, 2)]
        assert year(number).start == quarters[0].start == halves[0].start
        assert year(number).end == quarters[3].end == halves[1].end
        assert quarters[1].end == halves[0].end
        assert [q.end + DAY for q in quarters[:3]] == [q.start for q in quarters[1:]]


def test_the_ends_of_the_calendar_have_a_period_too():
    for day in (date.min, date.max):
        assert period_of(day).name in ("0001-01", "9999-12")
        assert shifted(period_of(day), -2).start <= day


def test_today_is_the_day_in_hanoi_whatever_zone_the_instant_is_in():
    assert today(datetime(2020, 11, 14, 16, 59, 59, tzinfo=UTC)) == date(2020, 11, 14)
    assert today(datetime(2020, 11, 14, 17, 0, tzinfo=UTC)) == date(2020, 11, 15)
    assert today(datetime.fromisoformat("2020-11-14T23:00:00-08:00")) == date(2020, 11, 15)


def test_a_day_is_closed_once_it_has_ended_in_hanoi():
    day = date(2016, 12, 31)
    assert closed_through(day, datetime(2016, 12, 31, 16, 59, 59, tzinfo=UTC)) == date(2016, 12, 30)
    assert closed_through(day, datetime(2016, 12, 31, 17, 0, tzinfo=UTC)) == day
    assert closed_through(day, datetime(2020, 1, 1, tzinfo=UTC)) == day


def test_a_day_begins_at_midnight_in_hanoi():
    assert start_of(date(2020, 11, 14)) == datetime(2020, 11, 13, 17, tzinfo=UTC)
    assert today(start_of(date(2020, 11, 14))) == date(2020, 11, 14)
    assert today(start_of(date(2020, 11, 14)) - timedelta(microseconds=1)) == date(2020, 11, 13)


def test_viet_nam_keeps_one_offset_all_year():
    assert {datetime(2019, m, 1, tzinfo=periods.HANOI).utcoffset() for m in (1, 7)} == {timedelta(hours=7)}


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31T23:59:59-05:00", "hôm nay"])
def test_the_calendars_ends_and_what_is_no_instant_are_a_value_error(text):
    with pytest.raises(ValueError):
        instant(text)


def test_an_instant_without_an_offset_is_meant_by_viet_nams_clock():
    assert instant("2019-11-14T23:00") == instant("2019-11-14T16:00+00:00")
