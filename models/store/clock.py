"""Viet Nam's clock.  What time it is nobody asks here: `now` comes from the door, aware of its zone."""

from datetime import UTC, date, datetime, time, timedelta, timezone

# Viet Nam has kept +07:00 without summer time since 1975: an offset, so that no time-zone table is needed.
HANOI = timezone(timedelta(hours=7))


def today(now: datetime) -> date:
    """The day in Asia/Ho_Chi_Minh at the instant `now` (aware)."""
    return now.astimezone(HANOI).date()


def instant(text: str) -> datetime:
    """An ISO instant, by Viet Nam's clock; that is also meant where no offset is given.  Raises `ValueError` for anything
    else, and for the calendar's ends, which are no instant in every zone."""
    given = datetime.fromisoformat(text)
    try:
        return (given if given.tzinfo else given.replace(tzinfo=HANOI)).astimezone(UTC).astimezone(HANOI)
    except OverflowError:
        raise ValueError(f"no instant: {text!r}") from None


def start_of(day: date) -> datetime:
    """The first instant of a day, in UTC."""
    return datetime.combine(day, time(), HANOI).astimezone(UTC)
