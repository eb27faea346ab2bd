"""What a person owes this period, and what reports that are not saved yet would change: the same rules, ahead of time."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd

from models.changes.reports import BY_DECISION, Report
from models.store.tables import Status
from progress.numbers.facts import Facts, seen
from progress.numbers.periods import HANOI, Period
from progress.numbers.rules import OPEN, completion, standing
from progress.numbers.scope import Scope
from progress.say.languages import Words
from progress.say.names import agency_names

FIELDS = ("status", "percent", "done_on", "value", "evidence", "decision", "note")  # what a person fills in
_COUNTED = ("done", "scope", "overdue", "updated_n", "open_n")
# 12/2015/QĐ-UBND (the year inside), 2945/QĐ-UBND, 36-NQ/TW, 1178/BTTTT-THH (no letters of a type); a day may follow.
_NUMBER = re.compile(
    r"\d{1,6}[a-zđ]?(?:/(?:19|20)\d\d)?[/-][A-ZĐƯƠ][\w.&]*(?:[-/][A-ZĐƯƠ][\w.&]*)*"
    r"(?:,? ngày \d{1,2}/\d{1,2}/\d{4})?"
)


def owed(rows: pd.DataFrame, paused: bool = False) -> pd.DataFrame:
    """The open milestones of a standing in the order they want an update: without a line this period first, of those
    and of the others the overdue, then the due soon, then the rest by deadline.  paused: the suspended too, last."""
    rows = rows[rows["bucket"].isin((*OPEN, "suspended") if paused else OPEN)]
    order = rows.assign(
        paused=rows["bucket"].eq("suspended"), in_time=rows["bucket"].ne("overdue"), later=~rows["due_soon"]
    ).sort_values(["paused", "updated", "in_time", "later", "due_in_force", "milestone"], na_position="last")
    return rows.loc[order.index]


def cards(rows: pd.DataFrame) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of `owed`, those without a line this period and the others, each by its columns."""
    owing = ~rows["updated"] & rows["bucket"].isin(OPEN)
    return rows[owing].to_dict("records"), rows[~owing].to_dict("records")


def card_line(row: Mapping, words: Words) -> str:
    """A milestone in one line: code, state, claim, deadline."""
    parts = [row["milestone"], f"{words.terms.signs[row['bucket']]} {words.terms.statuses[row['status']]}"]
    if row["percent"] == row["percent"] and row["status"] == "in_progress":
        parts.append(f"{words.columns.claim.lower()} {words.amount(row['percent'])}%")
    due = row["due_in_force"]
    parts.append(words.update.due_word.format(day=words.day(due)) if due == due else words.terms.no_deadline.lower())
    return " · ".join(parts)


def is_measured(row: Mapping) -> bool:
    """Whether a milestone has a target to measure it by."""
    return row["target"] == row["target"]


def measure(row: Mapping, words: Words) -> str:
    """What the measured value of a milestone is asked by: its unit, its target."""
    unit = f" ({row['unit']})" if isinstance(row["unit"], str) else ""
    if not is_measured(row):
        return words.update.measured_value + unit
    target = f"{'≤ ' if row['target_lower'] else ''}{words.amount(row['target'])}"
    return f"{words.update.measured_value}{unit}, {words.update.target_word} {target}"


def movable(row: Mapping) -> bool:
    """Whether there is a deadline that can still be moved."""
    return row["due_in_force"] == row["due_in_force"] and row["status"] not in ("done", "cancelled")


def last_said(lines: pd.DataFrame) -> tuple[str, datetime] | None:
    """By whom and when the last of `facts.milestone_lines` was recorded; None = there is none."""
    return (lines["recorded_by"].iloc[-1], lines["recorded_at"].iloc[-1]) if len(lines) else None


def owed_sentence(rows: pd.DataFrame, period: Period, words: Words) -> str:
    """How many of `owed` have no line in the period, and until when one counts."""
    rows = rows[rows["bucket"].isin(OPEN)]
    missing, close = int((~rows["updated"]).sum()), f"{period.end:%d/%m}"
    sentence = words.update.owed if missing else words.update.owed_none
    return sentence.format(n=words.integer(missing or len(rows)), day=close)


def stood(facts: Facts, rows: pd.DataFrame) -> dict[str, Report]:
    """What the last line of each of these milestones says, by code: what a form begins with, on the version it shows.

    The note is left out: a sentence belongs to its day.  A done milestone has no percent beside it.
    """
    lines = facts.lines_known(None)
    lines = lines[lines["milestone_id"].isin(rows["milestone_id"])].drop_duplicates("milestone_id", keep="last")
    last = lines.set_index("milestone_id").to_dict("index")
    versions = seen(facts, rows["milestone_id"])
    found = {}
    for code, milestone_id, version in zip(rows["milestone"], rows["milestone_id"], versions, strict=True):
        line = last.get(milestone_id)
        if line is None:
            found[code] = Report(code, version, Status.NOT_STARTED, date.min)
            continue
        given = {name: _given(line[name]) for name in ("percent", "done_on", "value", "evidence", "decision")}
        status = Status(line["status"])
        given |= {"percent": None} if status is Status.DONE else {}
        found[code] = Report(code, version, status, line["reported_on"].date(), **given)
    return found


def statuses(was: Report, decides: bool) -> tuple[Status, ...]:
    """What may be chosen: suspending and cancelling by who decides; what stands is always there."""
    return tuple(s for s in Status if decides or s not in BY_DECISION or s == was.status)


def differing(report: Report, was: Report) -> tuple[str, ...]:
    """The fields in which two reports say something else."""
    return tuple(name for name in FIELDS if getattr(report, name) != getattr(was, name))


def token(account_id: int, reports: Iterable[Report]) -> str:
    """The name of one intent: these reports by this person on what was seen.  However often and from wherever it is sent
    it is the same, and once it is carried out every version has moved on."""
    said = [str((account_id, *map(str, astuple(report)))) for report in reports]
    return hashlib.sha256("\n".join(sorted(said)).encode()).hexdigest()


def request_token(account_id: int, milestone: str, new_due: date, reason: str, facts: Facts) -> str:
    """The same for a request for a later deadline; after an answer the same words are another request."""
    said = (account_id, milestone, new_due, reason, int(facts.requests["answered_at"].notna().sum()))
    return hashlib.sha256(repr(said).encode()).hexdigest()


# What would change -------------------------------------------------------------------------------------------------------


def with_reports(facts: Facts, reports: Sequence[Report], now: datetime) -> Facts:
    """The facts as they would be with these reports saved; of milestones that are not known, nothing."""
    at = now if facts.latest is None else max(pd.Timestamp(now), facts.latest + timedelta(microseconds=1))
    known = facts.milestones.drop_duplicates("milestone_id", keep="last").set_index("milestone")
    rows = [
        {
            **{name: getattr(report, name) for name in (*FIELDS, "reported_on") if name in facts.lines},
            "milestone_id": known.at[report.milestone, "milestone_id"],
            "basis": known.at[report.milestone, "basis"],
            "recorded_at": at,
            "line_id": 0,  # none yet
        }
        for report in reports
        if report.milestone in known.index
    ]
    if not rows:
        return facts
    added = pd.DataFrame(rows, columns=facts.lines.columns).astype(facts.lines.dtypes.to_dict())
    order = ["milestone_id", "reported_on", "recorded_at"]
    return replace(
        facts, lines=pd.concat([facts.lines, added], ignore_index=True).sort_values(order, ignore_index=True)
    )


def effect(facts: Facts, scope: Scope, reports: Sequence[Report], now: datetime) -> pd.DataFrame:
    """What saving these reports does to the numbers of the agencies they concern, by the rules themselves.

    Columns: agency; done, scope, overdue, updated_n, open_n (milestones, now) and the same with _then (once saved).
    """
    known = facts.milestones.drop_duplicates("milestone_id", keep="last")
    agencies = known.loc[known["milestone"].isin([report.milestone for report in reports]), "agency"].unique()
    if not len(agencies):
        return pd.DataFrame(columns=["agency", *_COUNTED, *(f"{name}_then" for name in _COUNTED)])
    scope = scope.only(agencies=tuple(agencies))
    theirs = known.loc[known["agency"].isin(agencies), "milestone_id"]
    facts = replace(facts, lines=facts.lines[facts.lines["milestone_id"].isin(theirs)])
    tables = [
        completion(standing(state, scope), ["agency"])[["agency", *_COUNTED]]
        for state in (facts, with_reports(facts, reports, now))
    ]
    return tables[0].merge(tables[1], on="agency", suffixes=("", "_then"))


def effects(facts: Facts, scope: Scope, reports: Sequence[Report], now: datetime, words: Words) -> list[str]:
    """`effect` in words, a sentence an agency."""
    names = agency_names(facts, words)
    rows = effect(facts, scope, reports, now).to_dict("records")
    return [effect_sentence(row, names[row["agency"]], words) for row in rows]


def effect_sentence(row: Mapping, name: str, words: Words) -> str:
    """A line of `effect` for an agency's name: "Sở A: 12/20 → 13/20; quá hạn 3 → 2"."""

    def moved(before: str, after: str) -> str:
        return before if before == after else f"{before} → {after}"

    return words.update.effect.format(
        name=name,
        done=moved(words.count(row["done"], row["scope"]), words.count(row["done_then"], row["scope_then"])),
        overdue=moved(words.integer(row["overdue"]), words.integer(row["overdue_then"])),
        missing=moved(*(words.integer(row[f"open_n{then}"] - row[f"updated_n{then}"]) for then in ("", "_then"))),
    )  # fmt: skip


def in_words(report: Report, was: Report, words: Words) -> list[tuple[str, str, str]]:
    """What a report changes: the field, what stood, what is said now."""
    names = field_names(words)
    return [(names[f], said(was, f, words), said(report, f, words)) for f in differing(report, was)]


def said(report: Report, field: str, words: Words) -> str:
    """One field of a report as text; a dash where it says nothing."""
    value = getattr(report, field)
    if value is None or value == "":
        return "—"
    if field == "status":
        return words.terms.statuses[value]
    if field == "percent":
        return f"{words.amount(value)}%"
    if field == "done_on":
        return words.day(value)
    return words.amount(value) if field == "value" else value


def field_names(words: Words) -> dict[str, str]:
    return {
        "status": words.columns.state, "percent": words.update.own_claim, "done_on": words.columns.done_on, "value": words.update.measured_value,
        "evidence": words.update.document_number, "decision": words.update.decision_number, "note": words.update.one_sentence,
    }  # fmt: skip


def odd_number(text: str | None) -> bool:
    """Whether the number of a document has a form no office writes: worth a look, never a refusal."""
    parts = [part.strip() for part in (text or "").split(";") if part.strip()]
    return any(not _NUMBER.fullmatch(part) for part in parts)


# The grid ----------------------------------------------------------------------------------------------------------------


def grid(rows: pd.DataFrame, reports: Mapping[str, Report], words: Words) -> pd.DataFrame:
    """The rows of `owed` that have a report as a table to fill in, what it says in it; indexed by code.

    Columns: milestone, title, due (to read); `FIELDS` (to fill in).
    """
    rows = rows[rows["milestone"].isin(list(reports))]
    return pd.DataFrame(
        {
            "milestone": rows["milestone"].to_numpy(),
            "title": [words.titled(row, "title") for row in rows.to_dict("records")],
            "due": rows["due_in_force"].dt.date.where(rows["due_in_force"].notna(), None).to_numpy(),
            "status": [reports[code].status.value for code in rows["milestone"]],
            **{
                name: pd.array([getattr(reports[code], name) for code in rows["milestone"]], dtype="Float64")
                for name in ("percent", "value")
            },
            "done_on": [reports[code].done_on for code in rows["milestone"]],
            **{
                name: pd.array([getattr(reports[code], name) for code in rows["milestone"]], dtype="string")
                for name in ("evidence", "decision", "note")
            },
        },
        index=pd.Index(rows["milestone"], name="index"),
    )


def with_edits(table: pd.DataFrame, edits: Mapping[int, Mapping[str, Any]]) -> pd.DataFrame:
    """A `grid` with the cells a browser says were changed: the row's place -> column -> value."""
    table = table.astype("object")
    for place, cells in edits.items():
        for name, value in cells.items():
            if name in FIELDS and 0 <= place < len(table):
                table.iat[place, table.columns.get_loc(name)] = value
    return table


def from_grid(edited: pd.DataFrame, bases: Mapping[str, Report], decides: bool) -> dict[str, Report]:
    """What a table that came back from a browser proposes, by code: of rows that were given out, the fields to fill in.

    Everything else in it - other rows, codes, titles - is nobody's right to change here and is not looked at.  A percent
    given to what has not been started says that it has.
    """
    edited = edited[~edited.index.duplicated()]
    found = {}
    for code, base in bases.items():
        if code not in edited.index:
            continue
        row = edited.loc[code]
        fields = {name: _typed(name, row.get(name), base) for name in FIELDS}
        if fields["status"] not in statuses(base, decides):
            fields["status"] = base.status
        if fields["status"] == base.status == Status.NOT_STARTED and (fields["percent"] or 0) > (base.percent or 0):
            fields["status"] = Status.IN_PROGRESS
        if not decides:
            fields["decision"] = base.decision
        found[code] = replace(base, **fields)
    return found


def _typed(field: str, cell: Any, base: Report) -> Any:
    """A cell as the field's value; one of another kind changes nothing."""
    value = _given(cell)
    try:
        if value is None:
            return base.status if field == "status" else None
        if field == "status":
            return Status(value)
        if field in ("percent", "value"):
            return float(value)
        if field == "done_on":
            return value if isinstance(value, date) else date.fromisoformat(value)
        return str(value).strip() or None
    except (ValueError, TypeError):
        return getattr(base, field)


# What was saved, and requests --------------------------------------------------------------------------------------------


def saves(lines: pd.DataFrame, words: Words) -> list[tuple[str, list[int], list[tuple[str, str]]]]:
    """`facts.own_lines`, the newest save first: when (a clock time), the ids of its lines, and code and words of each."""
    return [
        (
            f"{at.tz_convert(HANOI):%H:%M}",
            group["line_id"].astype("int64").tolist(),
            [(row["milestone"], _line(row, words)) for row in group.to_dict("records")],
        )
        for at, group in sorted(lines.groupby("recorded_at"), reverse=True)
    ]


def _line(row: Mapping, words: Words) -> str:
    parts = [words.terms.statuses[row["status"]]]
    parts += (
        [f"{words.amount(row['percent'])}%"]
        if row["status"] == "in_progress" and row["percent"] == row["percent"]
        else []
    )
    parts += [words.day(row["done_on"])] if row["done_on"] == row["done_on"] else []
    return " ".join(parts)


def waiting(facts: Facts) -> list[dict[str, Any]]:
    """The requests for a later deadline nobody has answered, the oldest first: `Facts.requests` with milestone (code),
    agency, title_vi, title_en."""
    requests = _named(facts, facts.requests[facts.requests["answered_at"].isna()])
    known = facts.milestones.drop_duplicates("milestone_id", keep="last")
    about = known[["milestone_id", "milestone", "agency", "title_vi", "title_en"]]
    return requests.merge(about, on="milestone_id").to_dict("records")


def requests_of(
    facts: Facts, milestone: str, known_at: datetime | None = None, waiting: bool = False
) -> list[dict[str, Any]]:
    """The requests of one milestone, the oldest first, with their answers: those recorded by an instant (None = now);
    waiting: only those without an answer."""
    ids = facts.milestones.loc[facts.milestones["milestone"] == milestone, "milestone_id"].unique()
    rows = _named(facts, facts.requests[facts.requests["milestone_id"].isin(ids)])
    if known_at is not None:
        rows = rows[rows["recorded_at"] <= known_at]
        rows = rows.assign(answered_at=rows["answered_at"].mask(rows["answered_at"] > known_at))
    return (rows[rows["answered_at"].isna()] if waiting else rows).to_dict("records")


def _named(facts: Facts, requests: pd.DataFrame) -> pd.DataFrame:
    return requests.assign(**{name: facts.named(requests[name]) for name in ("recorded_by", "answered_by")})


def request_line(row: Mapping, words: Words) -> str:
    """A request and its answer in one line: who asked for what and why, who answered what."""
    line = words.update.request_line.format(
        asked=_on(row["recorded_at"]), by=row["recorded_by"], day=words.day(row["new_due"]), reason=row["reason"]
    )
    if row["answered_at"] != row["answered_at"]:
        return f"{line} {words.update.request_waits}"
    granted = row["extension_id"] == row["extension_id"]
    answer = words.update.request_granted if granted else words.update.request_declined
    reason = row["answer"] if isinstance(row["answer"], str) else ""
    return f"{line} " + answer.format(on=_on(row["answered_at"]), by=row["answered_by"], reason=reason).rstrip(" :")


def _on(instant: pd.Timestamp) -> str:
    return f"{instant.tz_convert(HANOI):%d/%m/%Y}"


def _given(value: Any) -> Any:
    """A cell of a frame as plain Python; None where it is empty."""
    if value is None or value is pd.NaT or value is pd.NA or value != value or value == "":
        return None
    return value.date() if isinstance(value, pd.Timestamp | datetime) else value
