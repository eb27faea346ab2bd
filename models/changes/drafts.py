"""What a person has typed and not saved yet: kept so that a dropped connection or a restart loses nothing.

A draft is nobody's statement: no number depends on it and the revision does not move.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, delete, insert, select

from models.changes.reports import Report, last_version
from models.changes.seen import Seen
from models.people.rights import Action, Actor, allowed
from models.store.database import reading, writing
from models.store.tables import Draft, Milestone, Status

_DAYS = ("reported_on", "done_on")
_APART = ("milestone", "seen", "confirmed")  # in columns of their own; a yes is asked for again


@dataclass(frozen=True)
class Kept:
    """A report as it was last typed, on the version its person saw."""

    report: Report
    saved_at: datetime


def keep(engine: Engine, who: Actor, report: Report, *, now: datetime) -> None:
    """Keep what is typed on one milestone, in the place of what was kept before.

    Raises `Refused` where the person may not report on the milestone, or there is none of this code.
    """
    content = {name: value for name, value in asdict(report).items() if name not in _APART}
    with writing(engine) as connection:
        version = last_version(connection, report.milestone)
        lead = Places(connection, [version.milestone_id]).at(version.milestone_id, today(now)).agency
        allowed(connection, who, Action.REPORT, lead)
        _forget(connection, who, [version.milestone_id])
        row = {
            "account_id": who.account_id,
            "milestone_id": version.milestone_id,
            "seen": str(report.seen),
            "saved_at": now,
        }
        connection.execute(insert(Draft), {**row, "content": json.dumps(content, ensure_ascii=False, default=str)})


def kept(engine: Engine, who: Actor) -> list[Kept]:
    """A person's own drafts, the first kept first."""
    query = (
        select(Milestone.code, Draft.seen, Draft.content, Draft.saved_at)
        .join(Milestone, Milestone.id == Draft.milestone_id)
        .where(Draft.account_id == who.account_id)
        .order_by(Draft.saved_at, Draft.milestone_id)
    )
    with reading(engine) as connection:
        return [
            Kept(_report(code, seen, json.loads(content)), saved_at)
            for code, seen, content, saved_at in connection.execute(query)
        ]


def drop(engine: Engine, who: Actor, milestones: Iterable[str]) -> None:
    """Forget a person's own drafts on these milestones."""
    with writing(engine) as connection:
        codes = list(milestones)
        found = connection.execute(select(Milestone.id).where(Milestone.code.in_(codes))).scalars()
        _forget(connection, who, found)


def _forget(connection: Connection, who: Actor, milestone_ids: Iterable[int]) -> None:
    of = Draft.milestone_id.in_(list(milestone_ids))
    connection.execute(delete(Draft).where(Draft.account_id == who.account_id, of))


def _report(code: str, seen: str, content: dict) -> Report:
    days = {name: content[name] and date.fromisoformat(content[name]) for name in _DAYS}
    return Report(code, Seen.read(seen), **{**content, **days, "status": Status(content["status"])})
