"""The months the committee issues: each a row that is never changed again."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, func, insert, select

from models.people.rights import Action, Who, allowed
from models.store import database
from models.store.clock import today
from models.store.database import Refused, instant, writing
from models.store.tables import IssuedMonth
from models.store.text import clean, has_control

LONGEST = 4000  # letters of a reason


@dataclass(frozen=True)
class Numbers:
    """What is kept of a month's numbers.  version: of the keys and rules they were counted by; sha256: of all of them, in
    hexadecimal; totals: JSON of the total and of each agency, plan, kind and year."""

    version: int
    sha256: str
    totals: str


def issue(
    engine: Engine,
    who: Who,
    month: str,
    as_of: date,
    cutoff_day: int,
    numbers: Numbers,
    revision: int,
    *,
    now: datetime,
    reason: str | None = None,
) -> dict | None:
    """Fix a month ("2019-11") for ever: its numbers are those of `as_of`, its last day, known at this instant.

    numbers: made at the database's `revision` for the instant `database.next_instant` gave.  Returns the row without its
    totals; None where something was recorded since: the numbers are then of something else, and nothing is written.  The
    first issue is edition 1; each later one needs a reason and is the next edition.  Raises `Refused` for a month whose
    last day has not ended, and for a re-issue without a reason.
    """
    reason = clean(reason or "")
    if len(reason) > LONGEST or has_control(reason):
        raise Refused("reason_long", longest=LONGEST)
    with writing(engine) as connection:
        by = allowed(connection, who, Action.ISSUE)
        if as_of >= today(now):
            raise Refused("month_open", month=month, day=as_of)
        last = connection.execute(select(func.max(IssuedMonth.edition)).where(IssuedMonth.month == month)).scalar()
        if last and not reason:
            raise Refused("month_again", month=month, edition=last)
        if revision != database.revision(connection):
            return None
        known_at = instant(connection, now)
        row = {
            "month": month,
            "edition": (last or 0) + 1,
            "as_of": as_of,
            "known_at": known_at,
            "cutoff_day": cutoff_day,
            "numbers": numbers.sha256,
            "reason": reason if last else None,
            "recorded_at": known_at,
            "recorded_by": by,
            "numbers_version": numbers.version,
        }
        connection.execute(insert(IssuedMonth), {**row, "totals": numbers.totals})
    return row
