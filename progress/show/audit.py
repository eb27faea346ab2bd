"""The audit trail: who recorded what, when, and what stood before; every table of history as one list."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pandas as pd
from sqlalchemy import Engine

from models.files.schema import MILESTONES
from models.store.text import fold
from progress.numbers.facts import Facts, recorded
from progress.numbers.periods import start_of
from progress.say.languages import Words
from progress.show.table import Table, column


def trail(engine: Engine, facts: Facts, first: date, last: date, words: Words) -> Table:
    """What was recorded from one day to another, newest first, in the reader's language: when, who, what kind, on what
    (code of a milestone, agency or plan; login; month), what it said (before → after)."""
    rows = []
    for kind, table in recorded(engine, start_of(first), start_of(last + timedelta(days=1))).items():
        said = _SAID[kind](table, facts, words)
        for row, text in zip(table.to_dict("records"), said, strict=True):
            who, subject = (_text(row[name], words) for name in ("recorded_by", "subject"))
            rows.append((row["recorded_at"], who, words.audit.kinds[kind], subject, text))
    rows.sort(key=lambda row: row[0], reverse=True)
    at, who, kinds, subjects, said = zip(*rows, strict=True) if rows else ((),) * 5
    return Table(
        column("recorded_at", at, "instant"),
        column("recorded_by", who),
        column("kind", kinds, heading=words.audit.kind),
        column("subject", subjects, heading=words.audit.subject),
        column("said", said, heading=words.audit.said),
    )


def people(table: Table) -> list[str]:
    """Who has recorded something in a trail."""
    return sorted(filter(None, set(table["recorded_by"])))


def searched(table: Table, words: Words, *, by: str | None = None, search: str = "") -> Table:
    """The rows of a trail by one person that hold all these words, without case or diacritics."""
    if by is not None:
        table = table.where([who == by for who in table["recorded_by"]])
    wanted = fold(search).split()
    texts = (fold(" ".join(row)) for row in table.texts(words)) if wanted else ()
    return table.where([all(word in text for word in wanted) for text in texts]) if wanted else table


def _lines(table: pd.DataFrame, facts: Facts, words: Words) -> list[str]:
    """A line beside the one of the same milestone whose place it takes."""
    shifted = facts.lines.groupby("milestone_id")[["status", "percent", "done_on"]].shift()
    before = shifted.set_index(facts.lines["line_id"]).reindex(table["line_id"])
    said = []
    for row, stood in zip(table.to_dict("records"), before.to_dict("records"), strict=True):
        more = (_text(row[name], words) for name in ("evidence", "decision", "note"))
        said.append(" · ".join(filter(None, (_changed(_state(stood, words), _state(row, words)), *more))))
    return said


def _withdrawn(table: pd.DataFrame, _facts: Facts, words: Words) -> list[str]:
    return [f"{_state(row, words)} · {words.day(row['reported_on'])}" for row in table.to_dict("records")]


def _state(row, words: Words) -> str:
    """A status with its percent or day of completion; "" where there is none."""
    if not isinstance(row["status"], str):
        return ""
    parts = [words.terms.statuses[row["status"]]]
    if row["percent"] == row["percent"]:
        parts.append(words.percent(row["percent"] / 100))
    if not pd.isna(row["done_on"]):
        parts.append(words.day(row["done_on"]))
    return " ".join(parts)


def _versions(table: pd.DataFrame, facts: Facts, words: Words) -> list[str]:
    """A milestone's version beside the one before: the columns that differ; of its first one, all."""
    names = [name for name in MILESTONES.fields if name != "code"]
    versions = facts.milestones
    place = {version: n for n, version in enumerate(versions["version_id"])}
    said = []
    for version in table["version_id"]:
        n = place[version]
        row = versions.iloc[n]
        earlier = versions.iloc[n - 1] if n and versions.iloc[n - 1]["milestone_id"] == row["milestone_id"] else None
        after = {name: _text(row[name], words) for name in names}
        before = {name: "" if earlier is None else _text(earlier[name], words) for name in names}
        said.append(_differences(before, after, words))
    return said


def _amendments(table: pd.DataFrame, _facts: Facts, words: Words) -> list[str]:
    def sides(row: dict) -> str:
        before, after = (json.loads(row[side]) if isinstance(row[side], str) else {} for side in ("before", "after"))
        texts = ({name: _text(side.get(name), words) for name in before | after} for side in (before, after))
        return f"{words.audit.tables.get(row['table'], row['table'])}: {_differences(*texts, words)}"

    return [sides(row) for row in table.to_dict("records")]


def _differences(before: dict[str, str], after: dict[str, str], words: Words) -> str:
    return "; ".join(
        f"{words.audit.fields.get(name, name)}: {_changed(before[name], text)}"
        for name, text in after.items()
        if before[name] != text
    )


def _changed(before: str, after: str) -> str:
    return f"{before} → {after}" if before else after


def _text(value, words: Words) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, bool | np.bool_):
        return "✓" if value else ""
    if isinstance(value, pd.Timestamp):
        return words.day(value)
    return words.amount(value) if isinstance(value, float) else str(value)


def _joined(*names: str) -> Callable[[pd.DataFrame, Facts, Words], list[str]]:
    """These columns beside each other, those that are given."""

    def said(table: pd.DataFrame, _facts: Facts, words: Words) -> list[str]:
        return [
            " · ".join(filter(None, (_text(row[name], words) for name in names))) for row in table.to_dict("records")
        ]

    return said


def _marks(table: pd.DataFrame, _facts: Facts, words: Words) -> list[str]:
    return [f"{row.period} · {words.audit.reviewed[bool(row.reviewed)]}" for row in table.itertuples()]


def _answers(table: pd.DataFrame, _facts: Facts, words: Words) -> list[str]:
    return [
        " · ".join(filter(None, (words.audit.granted[bool(row.granted)], _text(row.reason, words))))
        for row in table.itertuples()
    ]


def _sign_ins(table: pd.DataFrame, _facts: Facts, words: Words) -> list[str]:
    return [words.audit.signed_in[bool(row.succeeded)] for row in table.itertuples()]


_SAID: dict[str, Callable[[pd.DataFrame, Facts, Words], list[str]]] = {
    "line": _lines,
    "withdrawal": _withdrawn,
    "version": _versions,
    "extension": _joined("new_due", "decision", "reason"),
    "request": _joined("new_due", "reason"),
    "answer": _answers,
    "review": _marks,
    "conclusion": _joined("content"),
    "issued": _joined("edition", "reason"),
    "pack": _joined("lang", "numbers"),
    "amendment": _amendments,
    "sign_in": _sign_ins,
}
