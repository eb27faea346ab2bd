"""Facts made by hand for the tests of the rules: no database, the columns of `progress.numbers.facts`."""

from datetime import date, datetime
from functools import cache

import pandas as pd

from progress.numbers.facts import (  # fmt: skip
    _AGENCIES,
    _AMENDMENTS,
    _CLOSINGS,
    _CONCLUSIONS,
    _EXTENSIONS,
    _ISSUED,
    _LINES,
    _MILESTONES,
    _PLANS,
    _RENAMES,
    _REQUESTS,
    _REVIEWS,
    _TRANSFERS,
    Facts,
    _typed,
)
from progress.numbers.periods import start_of
from progress.numbers.scope import Scope

_LATE = datetime.fromisoformat("2100-01-01T00:00:00+07:00")


@cache
def _columns(query: str) -> list[str]:
    chosen = query.split("FROM")[0].replace("SELECT", "")
    return [part.split(" AS ")[-1].split(".")[-1].strip() for part in chosen.split(",")]


def _frame(query: str, rows: list[dict], **defaults) -> pd.DataFrame:
    if not rows:
        return _empty(query)
    return _typed(pd.DataFrame([{**defaults, **row} for row in rows], columns=_columns(query), dtype="object"))


@cache
def _empty(query: str) -> pd.DataFrame:
    """Shared, as the frames of facts are: nobody changes them."""
    return _typed(pd.DataFrame(columns=_columns(query), dtype="object"))


def facts(
    milestones=(), lines=(), extensions=(), agencies=(), revision=0, *,
    issued=(), reviews=(), conclusions=(), requests=(), amendments=(), settings=None,
    plans=(), transfers=(), renames=(), closings=(),
) -> Facts:  # fmt: skip
    """Facts from rows that name milestones by `milestone`; agencies and plans that are only named are made.

    A line without recorded_at is recorded as its reported day begins, an extension as its decision day begins, a
    transfer, rename or closing as its own day begins.
    """
    milestones = [{"plan": "P", "agency": "A", "title_vi": m["milestone"], **m} for m in milestones]
    number = {m["milestone"]: i for i, m in enumerate(milestones, 1)}
    versions = [{**m, "milestone_id": number[m["milestone"]]} for m in milestones]
    reports = [
        {"recorded_at": start_of(_date(row["reported_on"])), **row, "milestone_id": number[row["milestone"]]}
        for row in lines
    ]
    for row in reports:
        if row["status"] == "done":
            row.setdefault("done_on", row["reported_on"])
    moves = [
        {"recorded_at": start_of(_date(row["decided_on"])), **row, "milestone_id": number[row["milestone"]]}
        for row in extensions
    ]
    known = {row["agency"] for row in agencies}
    named = [{"agency": a} for a in dict.fromkeys(m["agency"] for m in milestones) if a not in known]
    offices = [{"name_vi": row["agency"], "kind": "sở", **row} for row in (*agencies, *named)]
    papers = {row["plan"] for row in plans}
    named = [{"plan": p} for p in dict.fromkeys(m["plan"] for m in milestones) if p not in papers]
    plans = [{"title_vi": row["plan"], **row} for row in (*plans, *named)]
    order = ["milestone_id", "reported_on", "recorded_at"]
    return Facts(
        revision,
        _frame(_AGENCIES, offices),
        pd.DataFrame(),
        _frame(_PLANS, plans),
        _frame(_MILESTONES, versions, weight=1.0, basis="document", target_lower=False),
        _frame(_LINES, reports, basis="document").sort_values(order, kind="stable", ignore_index=True),
        _frame(_EXTENSIONS, moves, basis="document").sort_values(
            ["milestone_id", "decided_on", "recorded_at"], kind="stable", ignore_index=True
        ),
        settings or {},
        _frame(_ISSUED, list(issued)),
        _frame(_REVIEWS, list(reviews)),
        _frame(_CONCLUSIONS, [{**row, "milestone_id": number[row["milestone"]]} for row in conclusions]),
        _frame(_REQUESTS, [{**row, "milestone_id": number[row["milestone"]]} for row in requests]),
        _frame(_AMENDMENTS, list(amendments)),
        _acts(_TRANSFERS, [{**row, "milestone_id": number.get(row.get("milestone"))} for row in transfers]),
        _acts(_RENAMES, renames),
        _acts(_CLOSINGS, closings, "closed_on"),
    )


def _acts(query: str, rows, day: str = "effective_on") -> pd.DataFrame:
    """Acts upon the structure, in their order."""
    given = [
        {"basis": "document", **row, "recorded_at": row.get("recorded_at") or start_of(_date(row[day]))} for row in rows
    ]
    order = ["recorded_at"] if day == "closed_on" else [day, "recorded_at"]
    return _frame(query, given).sort_values(order, kind="stable", ignore_index=True)


def scope(as_of: str, closed: bool = True, **selection) -> Scope:
    """A scope as of a day that has ended (or, not `closed`, is still running)."""
    now = _LATE if closed else datetime.fromisoformat(f"{as_of}T10:00:00+07:00")
    return Scope.on(date.fromisoformat(as_of), now, **selection)


def _date(day) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day
