"""What a reading writes: the tables that `import` takes, and the questions that are open; and the same as JSON."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import date

from models.files.annex.questions import Place, Question
from models.files.annex.reading import Reading
from models.files.annex.tasks import Report, Task
from models.store.text import guarded

MILESTONES = ("code", "plan", "agency", "title", "supporting", "start", "due", "due_words", "section", "product", "person",
              "source", "supporting_words")  # fmt: skip
PROGRESS = (
    "milestone",
    "reported_on",
    "status",
    "percent",
    "done_on",
    "note",
    "evidence",
    "decision",
    "difficulty",
    "proposal",
)
NAMES = ("milestones.csv", "progress.csv", "agencies.csv", "plans.csv", "transfers.csv", "questions.json")

# key, values -> the sentence
Worded = Callable[[str, Mapping[str, object]], str]


def files(reading: Reading, worded: Worded) -> dict[str, bytes]:
    """Name -> bytes of everything that is written; a table without rows is not, but for the milestones."""
    made = {"milestones.csv": _table(MILESTONES, (milestone(reading, task) for task in reading.tasks))}
    if reading.reports:
        made["progress.csv"] = _table(PROGRESS, (progress(code, report) for code, report in reading.reports))
    if reading.new_agencies:
        rows = ({"code": office.code, "name": office.names[0], "kind": office.kind} for office in reading.new_agencies)
        made["agencies.csv"] = _table(("code", "name", "kind"), rows)
    if plan := reading.new_plan:
        row = {"code": plan.code, "title": plan.title, "number": plan.number, "issued_on": plan.issued_on}
        made["plans.csv"] = _table(("code", "title", "number", "issued_on"), [row])
    if reading.transfers:
        made["transfers.csv"] = _table(
            ("on", "milestone", "to", "decision"), [one.__dict__ for one in reading.transfers]
        )
    if reading.questions:
        asked = [question(one, worded) for one in reading.questions]
        made["questions.json"] = (json.dumps(asked, ensure_ascii=False, indent=1) + "\n").encode()
    return made


def as_json(reading: Reading, worded: Worded) -> dict:
    """The whole reading: what the command prints and the page shows."""
    return {
        "accepted": reading.is_done,
        "refused": [
            {"file": one.file, "rule": one.rule, "message": worded(one.key, one.values)} for one in reading.refused
        ],
        "documents": [
            {
                "file": name,
                "number": its.number,
                "date": _text(its.issued_on),
                "title": its.title,
                "as_of": _text(its.as_of),
            }
            for name, its in reading.documents
        ],
        "tables": [
            {
                "file": file,
                "part": table.part,
                "as": kind,
                "header_rows": table.header_rows,
                "columns": [{"column": c.place + 1, "header": c.header, "as": c.kind} for c in table.columns],
            }
            for file, table, kind in reading.tables
        ],
        "milestones": [
            {
                **milestone(reading, task),
                "due": _text(task.due),
                "agency_words": task.agency_words,
                **_place(task.place),
            }
            for task in reading.tasks
        ],
        "progress": [
            {**progress(code, report), "status_words": report.status_words, **_place(report.place)}
            for code, report in reading.reports
        ],
        "questions": [question(one, worded) for one in reading.questions],
        "left_out": [one.__dict__ for one in reading.left_out],
        "warnings": [
            {
                **_place(one.place),
                "column": one.column or one.place.column or "",
                "rule": one.rule,
                "value": one.value,
                "message": worded(one.key, one.values),
            }
            for one in reading.warnings
        ],
    }


def milestone(reading: Reading, task: Task) -> dict[str, object]:
    """One row of milestones.csv."""
    place = task.place
    return {
        "code": task.code,
        "plan": reading.plan,
        "agency": task.agency or "",
        "title": task.title,
        "supporting": ";".join(task.supporting),
        "start": _text(task.start) or "",
        "due": _text(task.due) or "",
        "due_words": task.due_words or "",
        "section": task.section or "",
        "product": task.product or "",
        "person": task.person or "",
        "source": ", ".join(filter(None, (place.file, place.part, str(place.row or "")))),
        "supporting_words": task.supporting_words or "",
    }


def progress(code: str, report: Report) -> dict[str, object]:
    """One row of progress.csv."""
    return {
        "milestone": code,
        "reported_on": _text(report.reported_on) or "",
        "status": report.status or "",
        "percent": f"{report.percent:g}" + ("%" if report.percent <= 1 else "") if report.percent is not None else "",
        "done_on": _text(report.done_on) or "",
        "note": report.note or "",
        "evidence": report.evidence or "",
        "decision": report.decision or "",
        "difficulty": report.difficulty or "",
        "proposal": report.proposal or "",
    }


def question(one: Question, worded: Worded) -> dict[str, object]:
    """One question, as it is shown and as it is written to be filled in."""
    made = {
        "id": one.id,
        "kind": one.kind,
        "file": one.place.file,
        "part": one.place.part,
        "rows": one.rows,
        "column": one.place.column,
        "words": one.words,
        "message": worded(one.key, one.values),
        "choices": [
            {"value": choice.value, "label": _label(choice.label, choice.value, worded)} for choice in one.choices
        ],
        "proposal": one.proposal,
        "answer": None,
    }
    if one.wrong:
        made["wrong"] = worded(one.wrong, {})
    return made


def _label(label: str, value: str, worded: Worded) -> str:
    return worded(label, {"value": value}) if label.startswith(("choice_", "state_", "row_", "column_")) else label


def _place(place: Place) -> dict[str, object]:
    return {"file": place.file, "part": place.part, "row": place.row}


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _table(columns: tuple[str, ...], rows) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(
            guarded(value.isoformat() if isinstance(value, date) else str(value or ""))
            for value in (row[column] for column in columns)
        )
    return out.getvalue().encode()
