"""What an administrator does with agencies, plans and milestones: one row at a time, or a whole file.

A form's fields are the columns of a file and are read by the same rules (`models.files.rows.load`), so that a screen and a file
never differ.  Each function looks up the right in the transaction that writes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, func, insert, select, update

from models.files import export
from models.files.load import Outcome, load_bytes
from models.files.records import Tick
from models.files.schema import TABLES
from models.people.rights import Action, Who, allowed
from models.store.clock import today
from models.store.database import Reason, Refused, amend, instant, reading, writing
from models.store.tables import Agency, Milestone, MilestoneVersion, Status, StatusLine, Withdrawal

FORMS = ("agencies", "plans", "milestones")
_LATEST = select(func.max(MilestoneVersion.id)).group_by(MilestoneVersion.milestone_id)


@dataclass(frozen=True)
class Merger:
    """What merging an agency into another does: milestones (codes) that move, and how many stay as they were done."""

    moving: tuple[str, ...]
    staying: int


def row(engine: Engine, table: str, code: str) -> dict[str, str] | None:
    """What a form shows of an agency, plan or milestone: column -> text; None = there is none of this code."""
    with reading(engine) as connection:
        return export.row(connection, table, code)


def save(
    engine: Engine, who: Who, table: str, values: Mapping[str, str], *, seen: Mapping[str, str] | None, now: datetime
) -> bool:
    """Add a row, or correct the one that is there; False where nothing differs.

    values: column -> text as a file has it, with `code`.  seen: what the form showed; None = a new row.  A corrected
    milestone gets another version, an agency or plan an amendment.  Raises `Refused` with a sentence for each field that
    cannot be read, for a code that is taken, and where somebody has changed the row since it was seen.
    """
    code = values["code"].strip()

    def admit(connection: Connection) -> str:
        by = allowed(connection, who, Action.ADMINISTER)
        stored = export.row(connection, table, code)
        if seen is None and stored is not None:
            raise Refused("code_taken", code=code)
        if seen is not None and stored != seen:
            raise Refused("row_overtaken", code=code)
        return by

    done = load_bytes(engine, {f"{table}.csv": export.one_row(values)}, now=now, admit=admit)
    if done.errors:
        headers = {column.name: (column.headers or column.names)[0] for column in TABLES[table].columns}
        raise Refused(
            Reason("field", header=headers.get(found.column, found.column), column=found.column, why=found.why)
            for found in done.errors
        )
    return any(done.added.values()) or any(done.changed.values())


def load(
    engine: Engine, who: Who, files: Mapping[str, bytes], *, dry_run: bool, now: datetime, tick: Tick | None = None
) -> Outcome:
    """Check, or load, uploaded plan files: all or nothing."""
    admit: Callable[[Connection], str] = lambda connection: allowed(connection, who, Action.ADMINISTER)  # noqa: E731
    return load_bytes(engine, files, now=now, dry_run=dry_run, tick=tick, admit=admit)


def merging(engine: Engine, agency: str, into: str, on: date, *, now: datetime) -> Merger:
    """What `merge` would do; refused where it would be."""
    with reading(engine) as connection:
        return _merging(connection, agency, into, on, now)[2]


def merge(engine: Engine, who: Who, agency: str, into: str, on: date, *, now: datetime) -> Merger:
    """End an agency: from a day on its successor leads what is open on that day.

    What is done or cancelled by then stays with the agency, and every earlier version in the history.  The agency's last
    day is the one before.
    """
    with writing(engine) as connection:
        by = allowed(connection, who, Action.ADMINISTER)
        old, new, merger = _merging(connection, agency, into, on, now)
        at = instant(connection, now)
        versions = MilestoneVersion.__table__
        moved = connection.execute(
            select(versions)
            .join(Milestone, Milestone.id == versions.c.milestone_id)
            .where(versions.c.id.in_(_LATEST), Milestone.code.in_(merger.moving))
        ).mappings()
        rows = [
            {**{n: v for n, v in row.items() if n != "id"}, "agency_id": new.id, "recorded_at": at, "recorded_by": by}
            for row in moved
        ]
        if rows:
            connection.execute(insert(versions), rows)
        last = on - timedelta(days=1)
        connection.execute(update(Agency).where(Agency.id == old.id).values(valid_to=last, successor_id=new.id))
        before = {"valid_to": old.valid_to, "successor": None}
        amend(connection, "agency", agency, before, {"valid_to": last, "successor": into}, at, by)
    return merger


def _merging(connection: Connection, agency: str, into: str, on: date, now: datetime):
    table = Agency.__table__
    rows = connection.execute(select(table).where(table.c.code.in_((agency, into)))).all()
    found = {row.code: row for row in rows}
    if agency not in found or into not in found or agency == into:
        raise Refused("merge_one")
    old, new = found[agency], found[into]
    if old.successor_id is not None:
        raise Refused("merge_again", agency=agency)
    if new.valid_to is not None and new.valid_to < on:
        raise Refused("merge_into_closed", agency=into, day=new.valid_to)
    if on > today(now) or (old.valid_from and on <= old.valid_from):
        raise Refused("merge_day")
    open_, closed = _led(connection, old.id, on)
    return old, new, Merger(tuple(open_), len(closed))


def _led(connection: Connection, agency_id: int, on: date) -> tuple[list[str], list[str]]:
    """Codes of the milestones an agency leads: those open on a day, and those done or cancelled by then."""
    versions, lines = MilestoneVersion.__table__, StatusLine.__table__
    led = connection.execute(
        select(Milestone.id, Milestone.code)
        .join(versions, versions.c.milestone_id == Milestone.id)
        .where(versions.c.id.in_(_LATEST), versions.c.agency_id == agency_id)
        .order_by(Milestone.code)
    ).all()
    states: dict[int, str] = {}
    for line in connection.execute(
        select(lines.c.milestone_id, lines.c.status)
        .where(
            lines.c.milestone_id.in_([row.id for row in led]),
            lines.c.id.not_in(select(Withdrawal.line_id)),
            func.coalesce(lines.c.done_on, lines.c.reported_on) <= on,
        )
        .order_by(lines.c.reported_on, lines.c.recorded_at, lines.c.id)
    ):
        # What stands done is neither cancelled nor suspended (docs/decisions.md).
        stays = states.get(line.milestone_id) == Status.DONE and line.status in (Status.CANCELLED, Status.SUSPENDED)
        states[line.milestone_id] = Status.DONE if stays else line.status
    closed = {code for code, state in states.items() if state in (Status.DONE, Status.CANCELLED)}
    return [row.code for row in led if row.id not in closed], [row.code for row in led if row.id in closed]
