"""What agencies report and what is decided on their milestones: the one door to a milestone's history.

Each function looks up the actor's right, compares the version the person saw, checks the rules, writes, and bumps the
revision - in one transaction.  What it cannot do is `Refused`; of several rows all are written or none.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select

from models.changes.seen import Seen
from models.files.cells import FIRST_YEAR, LAST_YEAR
from models.people.rights import Action, Actor, Who, allowed
from models.store.clock import today
from models.store.database import Reason, Refused, instant, reading, writing
from models.store.places import Places
from models.store.tables import (  # fmt: skip
    Draft,
    Extension,
    ExtensionRequest,
    IssuedMonth,
    Milestone,
    MilestoneVersion,
    RequestAnswer,
    Saved,
    Status,
    StatusLine,
    Withdrawal,
)
from models.store.text import clean, has_control

UNDO = timedelta(minutes=30)
LONGEST = {"evidence": 200, "decision": 200, "note": 2000, "reason": 2000}  # letters
BY_DECISION = (Status.SUSPENDED, Status.CANCELLED)


@dataclass(frozen=True)
class Report:
    """A status line as a person filled it in. `seen` is the version of the milestone it was filled in on; `confirmed` answers yes to what `Problem.asks`."""

    milestone: str
    seen: Seen
    status: Status
    reported_on: date
    percent: float | None = None
    done_on: date | None = None
    value: float | None = None
    evidence: str | None = None
    decision: str | None = None
    note: str | None = None
    confirmed: bool = False


@dataclass(frozen=True)
class Problem:
    """Why a report cannot be saved: its field, the rule's code and the reason. `asks`: saved once it is confirmed."""

    milestone: str
    field: str
    rule: str
    why: Reason
    asks: bool = False


class NotSaved(Refused):
    """Nothing was written; every problem of every row."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problem.why for problem in problems)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Written:
    """What one click wrote: the ids of the lines and the instant they are recorded at; no line where nothing changed."""

    lines: tuple[int, ...] = ()
    at: datetime | None = None


def report(engine: Engine, who: Actor, reports: Sequence[Report], *, token: str, now: datetime) -> Written:
    """Record status lines, all or none; the same token again writes nothing and returns what it wrote the first time.
    A person's drafts of what is recorded are gone with it.

    A line that says what already stands for the same reported day is passed over.  Raises `NotSaved` naming every row
    and field: E_REF_MILESTONE, E_RIGHT (another agency leads today), E_STALE (changed since it was seen), E_ORDER (of a day
    after its plan was closed), E_STATUS, E_MISSING, E_DATE, E_PERCENT, E_TYPE; A_REOPENED, A_FELL, A_DONE_MOVED ask.
    """
    reports = [_tidy(report) for report in reports]
    with writing(engine) as connection:
        if (before := _repeated(connection, token)) is not None:
            return before
        places = _places(connection, [report.milestone for report in reports], now)
        if found := _found(connection, who, reports, places, now):
            raise NotSaved(found)
        new = [report for report in reports if not _stands(places[report.milestone], report)]
        if not new:
            return Written()
        by = allowed(connection, who, Action.REPORT, places[new[0].milestone].agency_id)
        at = instant(connection, now)
        rows = [
            {
                **{name: getattr(report, name) for name in _CONTENT},
                "milestone_id": places[report.milestone].id,
                "basis": places[report.milestone].basis,
                "recorded_at": at,
                "recorded_by": by,
            }
            for report in new
        ]
        connection.execute(insert(StatusLine), rows)
        connection.execute(insert(Saved), {"token": token, "account_id": who.account_id, "recorded_at": at})
        saved = [row["milestone_id"] for row in rows]
        connection.execute(delete(Draft).where(Draft.account_id == who.account_id, Draft.milestone_id.in_(saved)))
        return _written(connection, at)


def problems(engine: Engine, who: Actor, reports: Sequence[Report], *, now: datetime) -> list[Problem]:
    """What `report` would refuse, or ask about, if it were called at this moment; nothing is written."""
    reports = [_tidy(report) for report in reports]
    with reading(engine) as connection:
        places = _places(connection, [report.milestone for report in reports], now)
        return _found(connection, who, reports, places, now)


def last_lines(engine: Engine, milestones: Iterable[str]) -> dict[str, Any]:
    """The last status line that stands on each of these milestones (a row of `StatusLine`; None = never reported);
    without the codes that are no milestone's."""
    with reading(engine) as connection:
        return {code: place.line for code, place in _places(connection, milestones, None).items()}


def said_since(report: Report, line: Any) -> bool:
    """Whether this line (of `last_lines`) came after the version that was seen and says what the report says, whatever
    day it was reported on: then it is the report itself, sent before."""
    if line is None or line.id <= report.seen.line:
        return False
    report = _tidy(report)
    return all(getattr(line, name) == getattr(report, name) for name in _CONTENT if name != "reported_on")


def withdraw(engine: Engine, who: Actor, lines: Iterable[int], *, now: datetime) -> Written:
    """Take back status lines of one's own, recorded not longer than `UNDO` ago; twice is once.

    They stay in the history, marked; from now on every number is as if they had not been reported.  Refused where
    somebody has reported on the milestone since, or a month was issued with them.
    """
    with writing(engine) as connection:
        table = StatusLine.__table__
        rows = connection.execute(select(table).where(table.c.id.in_(list(lines))).order_by(table.c.id)).all()
        of = Withdrawal.line_id.in_([row.id for row in rows])
        taken = set(connection.execute(select(Withdrawal.line_id).where(of)).scalars())
        rows = [row for row in rows if row.id not in taken]
        for row in rows:
            place = _place(connection, row.milestone_id, now)
            by = allowed(connection, who, Action.REPORT, place.agency_id)
            if by != row.recorded_by or row.recorded_at < now - UNDO:
                raise Refused("undo_late")
            if place.line and place.line.id != row.id:
                raise Refused("undo_overtaken", milestone=place.code)
            issued = connection.execute(select(func.max(IssuedMonth.known_at))).scalar()
            if issued is not None and issued >= row.recorded_at:
                raise Refused("undo_issued")
        if not rows:
            return Written()
        at = instant(connection, now)
        connection.execute(
            insert(Withdrawal), [{"line_id": row.id, "recorded_at": at, "recorded_by": by} for row in rows]
        )
        return Written(tuple(row.id for row in rows), at)


def request_extension(
    engine: Engine, who: Actor, milestone: str, new_due: date, reason: str, *, token: str, now: datetime
) -> bool:
    """An agency asks for a later deadline; False where the same click was already carried out."""
    reason = _worded("reason", reason, Refused("request_reason", longest=LONGEST["reason"]))
    with writing(engine) as connection:
        if _repeated(connection, token) is not None:
            return False
        place = _open_place(connection, milestone, now)
        by = allowed(connection, who, Action.REPORT, place.agency_id)
        _later(place, new_due)
        answered = select(RequestAnswer.request_id)
        if connection.execute(
            select(ExtensionRequest.id).where(
                ExtensionRequest.milestone_id == place.id, ExtensionRequest.id.not_in(answered)
            )
        ).first():
            raise Refused("request_waits")
        at = instant(connection, now)
        row = {"milestone_id": place.id, "new_due": new_due, "reason": reason, "recorded_at": at, "recorded_by": by}
        connection.execute(insert(ExtensionRequest), row)
        connection.execute(insert(Saved), {"token": token, "account_id": who.account_id, "recorded_at": at})
    return True


def extend(
    engine: Engine, who: Who, milestone: str, new_due: date, *, decided_on: date, decision: str, reason: str | None = None,
    request: int | None = None, now: datetime,
) -> bool:  # fmt: skip
    """Move a deadline by a decision, from its day on; with `request` it answers that request.  False where the same
    decision was recorded before."""
    decision = _worded("decision", decision, Refused("extension_decision", longest=LONGEST["decision"]))
    if reason := clean(reason or "") or None:
        _worded("reason", reason, Refused("extension_reason", longest=LONGEST["reason"]))
    with writing(engine) as connection:
        by = allowed(connection, who, Action.DECIDE)
        place = _place(connection, milestone, now)
        same = (Extension.milestone_id == place.id, Extension.decided_on == decided_on, Extension.new_due == new_due)
        if connection.execute(select(Extension.id).where(*same, Extension.decision == decision)).first():
            return False
        place = _open_place(connection, milestone, now)
        _later(place, new_due)
        if decided_on > today(now):
            raise Refused("decision_day")
        if place.moved_on and decided_on < place.moved_on:
            raise Refused("decision_overtaken", day=place.moved_on)
        asked = _unanswered(connection, request, place) if request is not None else None
        at = instant(connection, now)
        row = {"milestone_id": place.id, "decided_on": decided_on, "new_due": new_due, "decision": decision}
        row |= {"reason": reason or (asked and asked.reason), "recorded_at": at, "recorded_by": by}
        made = connection.execute(insert(Extension).returning(Extension.id), row).scalar_one()
        if asked:
            answer = {"request_id": request, "extension_id": made, "reason": reason}
            connection.execute(insert(RequestAnswer), {**answer, "recorded_at": at, "recorded_by": by})
    return True


def decline(engine: Engine, who: Who, request: int, reason: str, *, now: datetime) -> None:
    """Answer a request for a later deadline: not granted, and why."""
    reason = _worded("reason", reason, Refused("decline_reason", longest=LONGEST["reason"]))
    with writing(engine) as connection:
        by = allowed(connection, who, Action.DECIDE)
        _unanswered(connection, request)
        row = {"request_id": request, "reason": reason, "recorded_at": instant(connection, now), "recorded_by": by}
        connection.execute(insert(RequestAnswer), row)


# What a milestone is at this moment --------------------------------------------------------------------------------------

_CONTENT = ("reported_on", "status", "percent", "done_on", "value", "note", "evidence", "decision")


@dataclass(frozen=True)
class _Place:
    """A milestone inside the transaction that is to change it."""

    id: int
    code: str
    agency_id: int  # the lead of today
    closed_on: date | None  # its plan was; None = the plan runs
    basis: str
    due: date | None  # in force now
    moved_on: date | None  # day of the decision that moved it there
    line: Any  # the last status line that stands; None = never reported
    seen: Seen


def last_version(connection: Connection, key: str | int) -> Row:
    """What the plan says of a milestone, found by its code or id: id, milestone_id, code, basis, due of its last version.
    Raises `Refused` where there is none."""
    version = MilestoneVersion.__table__.c
    found = connection.execute(
        select(version.id, version.milestone_id, Milestone.code, version.basis, version.due)
        .join(Milestone, Milestone.id == version.milestone_id)
        .where(Milestone.code == key if isinstance(key, str) else Milestone.id == key)
        .order_by(version.id.desc())
        .limit(1)
    ).first()
    if found is None:
        raise Refused("milestone_unknown", milestone=key)
    return found


def _place(connection: Connection, key: str | int, now: datetime | None) -> _Place:
    version = last_version(connection, key)
    places = Places(connection, [version.milestone_id])
    there = places.at(version.milestone_id, today(now)) if now else places.first(version.milestone_id)
    lines = StatusLine.__table__
    taken = select(Withdrawal.line_id)
    of = lines.c.milestone_id == version.milestone_id
    line = connection.execute(
        select(lines)
        .where(of, lines.c.id.not_in(taken))
        .order_by(lines.c.reported_on.desc(), lines.c.recorded_at.desc(), lines.c.id.desc())
        .limit(1)
    ).first()
    last = connection.execute(select(func.max(lines.c.id)).where(of)).scalar()
    withdrawn = connection.execute(select(func.count()).where(of, lines.c.id.in_(taken))).scalar_one()
    moves = connection.execute(
        select(Extension.id, Extension.new_due, Extension.decided_on)
        .where(Extension.milestone_id == version.milestone_id)
        .order_by(Extension.decided_on, Extension.recorded_at, Extension.id)
    ).all()
    newest = max((move.id for move in moves), default=0)
    due, moved_on = (moves[-1].new_due, moves[-1].decided_on) if moves else (version.due, None)
    seen = Seen(last or 0, withdrawn, newest, version.id)
    closed_on = places.closed_on.get(there.plan)
    return _Place(version.milestone_id, version.code, there.agency, closed_on, version.basis, due, moved_on, line, seen)


def _places(connection: Connection, codes: Iterable[str], now: datetime | None) -> dict[str, _Place]:
    places = {}
    for code in dict.fromkeys(codes):
        try:
            places[code] = _place(connection, code, now)
        except Refused:
            continue  # named with its row
    return places


def _open_place(connection: Connection, milestone: str, now: datetime) -> _Place:
    place = _place(connection, milestone, now)
    if place.line and place.line.status in (Status.DONE, Status.CANCELLED):
        raise Refused("extension_closed")
    if place.due is None:
        raise Refused("extension_no_deadline")
    return place


def _unanswered(connection: Connection, request: int, place: _Place | None = None) -> Any:
    table = ExtensionRequest.__table__
    asked = connection.execute(select(table).where(table.c.id == request)).first()
    if asked is None or (place and asked.milestone_id != place.id):
        raise Refused("request_unknown")
    if connection.execute(select(RequestAnswer.request_id).where(RequestAnswer.request_id == request)).first():
        raise Refused("request_answered")
    return asked


def _later(place: _Place, new_due: date) -> None:
    if new_due <= place.due:
        raise Refused("extension_not_later", day=place.due)
    if new_due.year > LAST_YEAR:
        raise Refused("extension_far", year=LAST_YEAR)


# The rules of a report ---------------------------------------------------------------------------------------------------


def _found(
    connection: Connection, who: Actor, reports: Sequence[Report], places: dict[str, _Place], now: datetime
) -> list[Problem]:
    found = [problem for report in reports for problem in _problems(connection, who, report, places, now)]
    if len({report.milestone for report in reports}) < len(reports):
        found.append(Problem("", "milestone", "E_DUP_CODE", Reason("milestone_twice")))
    return found


def _problems(
    connection: Connection, who: Actor, report: Report, places: dict[str, _Place], now: datetime
) -> list[Problem]:
    found: list[Problem] = []

    def problem(field: str, rule: str, why: Reason) -> None:
        found.append(Problem(report.milestone, field, rule, why))

    place = places.get(report.milestone)
    if place is None:
        problem("milestone", "E_REF_MILESTONE", Reason("milestone_unknown", milestone=report.milestone))
        return found
    decides = report.status in BY_DECISION
    for action in (Action.REPORT, Action.DECIDE) if decides else (Action.REPORT,):
        try:
            allowed(connection, who, action, place.agency_id)
        except Refused as refused:
            if action is Action.DECIDE:
                problem("status", "E_RIGHT", Reason("decided_elsewhere"))
            else:
                problem("milestone", "E_RIGHT", *refused.reasons)
    if found:
        return found
    if report.seen != place.seen:
        problem("milestone", "E_STALE", Reason("milestone_overtaken", milestone=place.code))
        return found
    if place.closed_on is not None and report.reported_on > place.closed_on:
        problem("reported_on", "E_ORDER", Reason("reported_after_closing", day=place.closed_on))
        return found
    return contradictions(report, place.line, today(now))


def contradictions(report: Report, was: Any, today: date) -> list[Problem]:
    """What a report says against itself, the calendar, or what stood: the rules that need no database.

    was: the status, percent and done_on of the milestone's last line; None = never reported.
    """
    report = _tidy(report)
    found: list[Problem] = []

    def problem(field: str, rule: str, why: Reason) -> None:
        found.append(Problem(report.milestone, field, rule, why))

    if report.reported_on > today:
        problem("reported_on", "E_DATE", Reason("reported_after_today", today=today))
    if report.status == Status.DONE and report.done_on is None:
        problem("done_on", "E_MISSING", Reason("done_needs_day"))
    elif report.status != Status.DONE and report.done_on is not None:
        problem("done_on", "E_STATUS", Reason("day_needs_done"))
    elif report.done_on is not None and report.done_on > min(today, report.reported_on):
        problem(
            "done_on", "E_DATE", Reason("done_after_today", day=report.done_on, today=min(today, report.reported_on))
        )
    elif report.done_on is not None and report.done_on.year < FIRST_YEAR:
        problem("done_on", "E_DATE", Reason("done_long_ago", year=FIRST_YEAR))
    if report.percent is not None and not 0 <= report.percent <= 100:
        problem("percent", "E_PERCENT", Reason("percent_limits"))
    if report.value is not None and not math.isfinite(report.value):
        problem("value", "E_TYPE", Reason("value_no_number"))
    if report.status in BY_DECISION and not report.decision:
        problem("decision", "E_MISSING", Reason("status_needs_decision"))
    for field in ("evidence", "decision", "note"):
        text = getattr(report, field)
        if text and (len(text) > LONGEST[field] or has_control(text)):
            problem(field, "E_TYPE", Reason("text_long", longest=LONGEST[field]))
    if not found and not report.confirmed and was is not None:
        found += _questions(report, was)
    return found


def _questions(report: Report, was: Any) -> list[Problem]:
    """What is allowed and visible, but seldom meant."""
    if was.status == Status.DONE and report.status != Status.DONE:
        return [Problem(report.milestone, "status", "A_REOPENED", Reason("asks_reopened"), True)]
    if was.status == Status.DONE and was.done_on != report.done_on:
        return [Problem(report.milestone, "done_on", "A_DONE_MOVED", Reason("asks_done_moved", day=was.done_on), True)]
    if report.status == Status.IN_PROGRESS and (report.percent or 0) < (was.percent or 0) and was.status != Status.DONE:
        return [Problem(report.milestone, "percent", "A_FELL", Reason("asks_fell", percent=was.percent), True)]
    return []


def _stands(place: _Place, report: Report) -> bool:
    """Whether the last line already says this, for this day."""
    return place.line is not None and all(getattr(place.line, name) == getattr(report, name) for name in _CONTENT)


def _tidy(report: Report) -> Report:
    texts = {name: clean(getattr(report, name) or "") or None for name in ("evidence", "decision", "note")}
    percent = None if report.status == Status.DONE else report.percent  # done is done: no claim beside it
    return replace(report, status=Status(report.status), percent=percent, **texts)


def _worded(field: str, text: str, otherwise: Refused) -> str:
    text = clean(text or "")
    if not text or len(text) > LONGEST[field] or has_control(text):
        raise otherwise
    return text


def _repeated(connection: Connection, token: str) -> Written | None:
    """What a click that is sent again wrote the first time; None = it is new."""
    at = connection.execute(select(Saved.recorded_at).where(Saved.token == token)).scalar()
    return None if at is None else _written(connection, at)


def _written(connection: Connection, at: datetime) -> Written:
    """No two transactions share an instant, so it names the lines of one."""
    lines = StatusLine.__table__
    return Written(tuple(connection.execute(select(lines.c.id).where(lines.c.recorded_at == at)).scalars()), at)
