"""What rows of files say of who leads what from which day on: what is refused of it, and what is a correction of the past."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from models.files.records import Reading, Record
from models.files.schema import AGENCIES, PLANS, PROGRESS, RENAMES, TRANSFERS
from models.store.database import Reason
from models.store.places import Places
from models.store.tables import Rename

_Rows = Mapping[str, Mapping[str, Any]]  # code -> row, as it will stand


@dataclass(frozen=True)
class Correction:
    """What was always so and was typed wrongly: the first lead, plan or name, before and after.  days: how many past days
    read otherwise from now on; None = all from the beginning."""

    code: str
    column: str
    before: str | None
    after: str | None
    days: int | None


def check_transfers(reading: Reading, agencies: _Rows, plans: _Rows, closed: _Rows, today: date) -> None:
    """E_MISSING, E_TYPE where a transfer does not say from where or to where; E_ORDER where it is after today, outside the
    receiver's validity, to a plan whose own day is later or that was closed before, or a second rule of one agency and day."""
    rules: set = set()
    for record in reading.records[TRANSFERS.name]:
        if record.failed:
            continue
        values, on = record.values, record.values["effective_on"]
        milestone, giver, plan = (values.get(name) for name in ("milestone", "from_agency", "from_plan"))
        to, plan_to = values.get("to_agency"), values.get("to_plan")

        def wrong(column: str, rule: str, value: object, why: Reason, record: Record = record) -> None:
            reading.error(TRANSFERS.name, record, column, rule, str(value), why)

        if milestone is None and giver is None:
            wrong("milestone", "E_MISSING", "", Reason("transfer_of_what"))
        elif milestone is not None and giver is not None:
            wrong("from", "E_TYPE", giver, Reason("transfer_of_both"))
        elif plan is not None and giver is None:
            wrong("plan_from", "E_TYPE", plan, Reason("transfer_plan_of_agency"))
        if to is None and plan_to is None:
            wrong("to", "E_MISSING", "", Reason("transfer_where"))
        if on > today:
            wrong("on", "E_ORDER", on, Reason("transfer_to_come", day=on, today=today))
        if to is not None:
            first, last = agencies[to].get("valid_from"), agencies[to].get("valid_to")
            if first and on < first:
                wrong("on", "E_ORDER", on, Reason("receiver_not_yet", agency=to, day=first))
            elif last and last < on:
                wrong("on", "E_ORDER", on, Reason("receiver_ended", agency=to, day=last))
        if plan_to is not None:
            begun, ended = plan_day(plans[plan_to]), closed[plan_to].get("closed_on")
            if begun and on < begun:
                wrong("on", "E_ORDER", on, Reason("plan_not_yet", plan=plan_to, day=begun))
            elif ended and ended < on:
                wrong("on", "E_ORDER", on, Reason("plan_closed_before", plan=plan_to, day=ended))
        rule = giver, plan, on, values.get("recorded_at")
        if giver is not None and rule in rules:
            wrong("from", "E_ORDER", giver, Reason("rule_twice", agency=giver, day=on))
        rules.add(rule)


def check_renames(reading: Reading, today: date) -> None:
    """E_ORDER where an agency is called otherwise only after today."""
    for record in reading.records[RENAMES.name]:
        if not record.failed and record.values["effective_on"] > today:
            on = record.values["effective_on"]
            why = Reason("rename_to_come", day=on, today=today)
            reading.error(RENAMES.name, record, "on", "E_ORDER", on.isoformat(), why)


def check_successors(reading: Reading, agencies: _Rows) -> None:
    """E_ORDER where agencies answer for each other in a circle."""
    for record in reading.records[AGENCIES.name]:
        seen = [record.values.get("code")]
        while (after := agencies.get(seen[-1] or "", {}).get("successor")) and after not in seen:
            seen.append(after)
        if after is not None and not record.failed and record.values.get("successor"):
            circle = " → ".join([*map(str, seen), after])
            why = Reason("successors_circle", circle=circle)
            reading.error(AGENCIES.name, record, "successor", "E_ORDER", record.values["successor"], why)


def check_closings(reading: Reading, plans: _Rows, today: date) -> None:
    """E_ORDER where a plan is closed after today, or before it began."""
    for record in reading.records[PLANS.name]:
        on = record.values.get("closed_on")
        if on is None or record.failed:
            continue
        begun = plan_day(plans[record.values["code"]])
        if on > today:
            why = Reason("closing_to_come", day=on, today=today)
        elif begun and on < begun:
            why = Reason("closing_before", day=on, begun=begun)
        else:
            continue
        reading.error(PLANS.name, record, "closed_on", "E_ORDER", on.isoformat(), why)


def check_reports(
    reading: Reading, new: Iterable[Record], places: Places, ids: Mapping[str, int], ended: Callable[[int], date | None],
    today: date,
) -> None:  # fmt: skip
    """E_ORDER where a new report speaks of a day after its plan was closed; ended: the day a plan was, by its id."""
    for record in new:
        milestone = ids.get(record.values["milestone"])
        if milestone is None or milestone not in set(places):
            continue
        day = ended(places.at(milestone, today).plan)
        if day is not None and record.values["reported_on"] > day:
            why = Reason("reported_after_closing", day=day)
            reading.error(
                PROGRESS.name, record, "reported_on", "E_ORDER", record.values["reported_on"].isoformat(), why
            )


def plan_day(plan: Mapping[str, Any]) -> date | None:
    """The day a plan begins: its paper's, else that of its period; None = neither is known."""
    return plan.get("issued_on") or plan.get("period_start")


def names_of(connection: Connection, ids: Mapping[int, str], today: date) -> dict[str, tuple[dict[str, Any], date]]:
    """What agencies that were renamed are called today, by their codes, and from which day the first name no longer held."""
    table = Rename.__table__
    rows = connection.execute(
        select(table)
        .where(table.c.effective_on <= today)
        .order_by(table.c.effective_on, table.c.recorded_at, table.c.id)
    )
    found: dict[str, tuple[dict[str, Any], date]] = {}
    for row in rows:
        code = ids[row.agency_id]
        first = found[code][1] if code in found else row.effective_on
        found[code] = {"name_vi": row.name_vi, "name_en": row.name_en}, first
    return found
