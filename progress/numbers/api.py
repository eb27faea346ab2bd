"""The same numbers as the screens, as JSON and CSV: what the command line prints and the HTTP routes send.

Keys and order are those of the contract in docs/contract.md.  Undefined is null, an empty cell in CSV.
"""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd

from models.store.database import Refused
from progress.numbers.facts import Facts
from progress.numbers.order import ordered
from progress.numbers.periods import HANOI, today
from progress.numbers.reading import Reading
from progress.numbers.rules import flags, series
from progress.numbers.scope import Issued, Scope, no_day_to_come
from progress.numbers.version import NUMBERS, VERSIONS

_HEAD = ("as_of", "known_at", "closed_through", "illustrative")
_KEPT = ("total", "agency", "plan", "kind", "year")
_INERT = ("=", "+", "-", "@", "\t", "\r", "\n")


def asked(
    facts: Facts,
    now: datetime,
    cutoff: int,
    *,
    issued: Issued | None,
    as_of: date | None,
    known_at: datetime | None,
    plans: Sequence[str],
    agencies: Sequence[str],
) -> Reading:
    """What a program asks about: an issued month, else a day (None = today) as known at an instant (None = now).

    Unlike a link's, nothing falls back: raises `Refused` naming the parameter for a code that no plan or agency has and for a
    day after today.
    """
    for name, codes, known in (("plan", plans, facts.plans["plan"]), ("agency", agencies, facts.agencies["agency"])):
        if strange := sorted(set(codes) - set(known)):
            raise Refused("option_unknown", option=name, codes=strange)
    if as_of and not issued:
        no_day_to_come(as_of, now)
    scope = Scope.of(issued) if issued else Scope.on(as_of or today(now), now, known_at=known_at or now, cutoff=cutoff)
    return Reading.as_known(facts, scope.only(plans=tuple(plans), agencies=tuple(agencies)))


def summary(reading: Reading, by: str = "total") -> dict[str, Any]:
    """Every quantity of the definitions for each group; rates unrounded 0-1 or null; year null = no deadline."""
    table = reading.rates(*_columns(by))
    return {**_head(reading.scope), "illustrative": bool(table["illustrative"].any()), "groups": _records(table)}


def monthly(reading: Reading, by: str = "total") -> dict[str, Any]:
    """The S-curve's months, for the total or for each group; all groups have the months of the total and add up to it."""
    whole = reading.standing
    columns = _columns(by)
    groups = ordered(whole[columns].drop_duplicates(), reading.facts, columns).to_dict("records") if columns else [{}]
    rows = []
    for group in groups:
        part = whole
        for column, value in group.items():
            part = part[part[column].isna() if pd.isna(value) else part[column].eq(value)]
        months = series(reading.facts, reading.scope, part, reading.series["month"]) if group else reading.series
        rows += [
            {**_plain(group), "month": m.pop("month").date().isoformat()[:7], **_plain(m)}
            for m in months.to_dict("records")
        ]
    return {**_head(reading.scope), "illustrative": bool(whole["illustrative"].any()), "rows": rows}


def milestones(reading: Reading) -> dict[str, Any]:
    """Each milestone of the scope with its bucket and flags, in the order of their codes."""
    table = reading.standing.rename(columns={"milestone": "code"})
    table["flags"] = flags(table)
    first = ["code", "bucket", "status", "percent", "done_on", "due", "due_in_force", "days_overdue", "flags"]
    more = ["plan", "agency", "kind", "year", "title_vi", "title_en", "start", "due_words", "weight", "reported_on",
            "evidence", "decision", "moves", "days_moved", "attainment", "basis", "illustrative"]  # fmt: skip
    table = table[[*first, *more]].sort_values("code", ignore_index=True)
    return {**_head(reading.scope), "illustrative": bool(table["illustrative"].any()), "rows": _records(table)}


def fingerprint(reading: Reading, version: int = NUMBERS) -> str:
    """sha256 of every number of a scope that a version names, in hexadecimal: the same numbers, the same text.

    They are those of the JSON: each grouping's summary, the months, the milestones.
    """
    said = VERSIONS[version]
    answers = [_said(summary(reading, by), (*_columns(by), *said.rates)) for by in said.groupings]
    listed = milestones(reading)
    for row in listed["rows"]:
        row["flags"] = [flag for flag in row["flags"] if flag in said.flags]
    answers += [_said(monthly(reading), said.months), _said(listed, said.milestones)]
    return hashlib.sha256("\n".join(map(as_json, answers)).encode()).hexdigest()


def totals(reading: Reading, version: int = NUMBERS) -> str:
    """The numbers a version names of the total, each agency, plan, kind and year, as JSON that any later program reads."""
    rates = VERSIONS[version].rates
    groups = {by: _said(summary(reading, by), (*_columns(by), *rates))["groups"] for by in _KEPT}
    return json.dumps(groups, ensure_ascii=False, allow_nan=False)


def as_json(answer: dict[str, Any]) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=1, allow_nan=False)


def as_csv(answer: dict[str, Any]) -> str:
    """The answer's rows as CSV; no cell can become a formula in a spreadsheet."""
    rows = next(value for value in answer.values() if isinstance(value, list))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def inert(text: str) -> str:
    """Text that a spreadsheet leaves alone."""
    return "'" + text if text.startswith(_INERT) else text


def _head(scope: Scope) -> dict[str, Any]:
    return {
        "as_of": scope.as_of.isoformat(),
        "known_at": None if scope.known_at is None else scope.known_at.astimezone(HANOI).isoformat(),
        "closed_through": scope.closed_through.isoformat(),
    }


def _said(answer: dict[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """An answer with these keys of its rows, and of its head those it always had."""
    rows = next(name for name, value in answer.items() if isinstance(value, list))
    return {**{name: answer[name] for name in _HEAD}, rows: [{key: row[key] for key in keys} for row in answer[rows]]}


def _columns(by: str) -> list[str]:
    return [] if by == "total" else by.split(",")


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [_plain(row) for row in table.to_dict("records")]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value.item() if hasattr(value, "item") else value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(value)
    # A bare CR is not quoted by the writer and would end the row.
    return inert(value.replace("\r\n", "\n").replace("\r", "\n")) if isinstance(value, str) else str(value)
