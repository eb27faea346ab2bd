"""What the database knows that a reading is compared with.  The only place of this room that reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, text

from models.files.annex.agencies import Office


@dataclass(frozen=True)
class Plan:
    code: str
    title: str
    number: str | None = None
    issued_on: date | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True)
class KnownTask:
    code: str
    plan: str
    agency: str
    title: str
    due: date | None = None
    section: str | None = None


@dataclass(frozen=True)
class Known:
    """Agencies, plans and tasks; `codes` of all milestones; answers that were kept for the plan; aliases of agencies."""

    offices: tuple[Office, ...] = ()
    plans: Mapping[str, Plan] = field(default_factory=dict)
    tasks: tuple[KnownTask, ...] = ()
    codes: frozenset[str] = frozenset()
    answers: Mapping[str, object] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)


def known(connection: Connection, plan: str) -> Known:
    """All agencies and plans, and the tasks of one plan as they stand now."""
    offices = [
        Office(row.code, tuple(filter(None, (row.name_vi,))), row.kind)
        for row in connection.execute(text("SELECT code, name_vi, kind FROM agency ORDER BY id"))
    ]
    plans = {
        row.code: Plan(
            row.code, row.title_vi, row.number, _day(row.issued_on), _day(row.period_start), _day(row.period_end)
        )
        for row in connection.execute(
            text(
                "SELECT p.code, p.title_vi, d.number, d.issued_on, p.period_start, p.period_end "
                "FROM plan p LEFT JOIN document d ON d.id = p.document_id ORDER BY p.id"
            )
        )
    }
    tasks = [
        KnownTask(row.code, plan, row.agency, row.title_vi, _day(row.due))
        for row in connection.execute(
            text(
                "SELECT m.code, a.code AS agency, v.title_vi, v.due FROM (SELECT max(id) AS id FROM milestone_version "
                "GROUP BY milestone_id) latest JOIN milestone_version v ON v.id = latest.id JOIN milestone m ON m.id = v.milestone_id "
                "JOIN plan p ON p.id = v.plan_id JOIN agency a ON a.id = v.agency_id WHERE p.code = :plan ORDER BY m.id"
            ),
            {"plan": plan},
        )
    ]
    codes = frozenset(connection.execute(text("SELECT code FROM milestone")).scalars())
    return Known(tuple(offices), plans, tuple(tasks), codes)


def _day(value: object) -> date | None:
    return value if isinstance(value, date) or value is None else date.fromisoformat(str(value)[:10])
