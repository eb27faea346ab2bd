"""Plans and progress from files: every cell checked, then all of it written, or nothing.

`models.files.records` makes records of the files.  Here what they name is looked for, and what differs from the database is
written in one transaction.  Nothing is ever deleted because a file lacks it, and the same file twice changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, Select, func, insert, select, update

from models.files import structure
from models.files.records import Finding, Reading, Record, Tick
from models.files.rows import COMMAND_LINE, UPLOAD, Limits
from models.files.schema import (
    AGENCIES,
    CODED,
    DOCUMENTS,
    HISTORY,
    MILESTONES,
    PLANS,
    PROGRESS,
    TABLES,
    Coded,
    Column,
    History,
    Table,
    named_table,
)
from models.files.structure import Correction
from models.store import database
from models.store import tables as store
from models.store.clock import HANOI, start_of, today
from models.store.database import Reason, Refused
from models.store.places import Places
from models.store.tables import Document, IssuedMonth, Milestone, MilestoneVersion, Plan, PlanClosing
from models.store.text import fold

_CHUNK = 5_000


@dataclass
class Outcome:
    """What a load did, or in a dry run would do: rows of the files by table, and everything that was found."""

    accepted: bool = False
    added: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    changed: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    unchanged: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TABLES, 0))
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)  # of the past: first leads, plans and names
    ignored: list[str] = field(default_factory=list)  # files, sheets and columns left alone

    def as_json(self, say: Callable[[Reason], str]) -> dict:
        """What the load did as one value of JSON; say: a reason's sentence in the reader's language."""

        def shown(finding: Finding) -> dict:
            row = asdict(finding)
            del row["why"]
            return {**row, "message": say(finding.why)}

        return {
            "accepted": self.accepted,
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "errors": [shown(finding) for finding in self.errors],
            "warnings": [shown(finding) for finding in self.warnings],
            "corrections": [asdict(correction) for correction in self.corrections],
        }


def load(
    engine: Engine,
    paths: Sequence[Path],
    *,
    now: datetime,
    by: str | None = None,
    dry_run: bool = False,
    tick: Tick | None = None,
) -> Outcome:
    """Load folders, .csv and .xlsx files from the command line.

    Of a folder the .csv and .xlsx files with a table's name are read, the others left alone.  Raises `Refused` when
    a path cannot be read.
    """
    files: list[tuple[str, bytes]] = []
    ignored: list[str] = []
    try:
        for path in map(Path, paths):
            if not path.is_dir():
                files.append((path.name, path.read_bytes()))
                continue
            for inner in sorted(p for p in path.iterdir() if p.is_file()):
                if inner.suffix.lower() in (".csv", ".xlsx") and named_table(inner.stem):
                    files.append((inner.name, inner.read_bytes()))
                else:
                    ignored.append(inner.name)
    except OSError as error:
        raise Refused("import_not_read", path=error.filename) from error
    return _load(engine, files, ignored, COMMAND_LINE, now, by, dry_run, tick)


def load_bytes(
    engine: Engine,
    files: Mapping[str, bytes],
    *,
    now: datetime,
    by: str | None = None,
    dry_run: bool = False,
    tick: Tick | None = None,
    admit: Callable[[Connection], str] | None = None,
) -> Outcome:
    """Load uploaded files, name -> bytes.

    A file holds the table it is named after, else the one its header fits.  `admit` is asked first in the transaction: it
    refuses, or says who loads.
    """
    return _load(engine, list(files.items()), [], UPLOAD, now, by, dry_run, tick, admit)


def _load(
    engine, files, ignored: list[str], limits: Limits, now: datetime, by, dry_run: bool, tick, admit=None
) -> Outcome:
    reading = Reading(limits, tick or (lambda *_: None), ignored)
    reading.read(files)
    outcome = Outcome(ignored=reading.ignored)
    writes = not dry_run and not reading.errors
    rows = sum(map(len, reading.records.values()))
    if tick and rows:
        tick("write", 0, rows)  # and again after the transaction: a screen's bar must not be drawn inside it
    with database.writing(engine) if writes else database.reading(engine) as connection:
        by = admit(connection) if admit else by
        writing = _Writing(connection, reading, database.next_instant(connection, now), by)
        writing.compare()
        if writes and not reading.errors and writing.changes():
            writing.write()
            database.instant(connection, now)
    if tick and rows:
        tick("write", rows, rows)
    order = {table: number for number, table in enumerate(TABLES)}
    outcome.errors = sorted(reading.errors, key=lambda f: (order.get(f.file, len(TABLES)), f.row))
    outcome.warnings = sorted(reading.kept_warnings(), key=lambda f: (order.get(f.file, len(TABLES)), f.row))
    outcome.accepted = not outcome.errors
    if outcome.accepted:
        outcome.added, outcome.changed, outcome.unchanged = writing.added, writing.changed, writing.unchanged
        outcome.corrections = writing.corrections
    return outcome


class _Names:
    """Which code a reference means: that code, else the only one whose code or name is the same when folded."""

    def __init__(self) -> None:
        self._codes: set[str] = set()
        self._folded: dict[str, set[str]] = defaultdict(set)
        self._known: dict[str, str | None] = {}

    def add(self, code: str, *names: str | None) -> None:
        self._codes.add(code)
        for name in (code, *names):
            if name:
                self._folded[fold(name)].add(code)

    def code(self, text: str) -> str | None:
        if text in self._codes:
            return text
        if text not in self._known:
            found = self._folded.get(fold(text), ())
            self._known[text] = next(iter(found)) if len(found) == 1 else None
        return self._known[text]


_UNKNOWN = {
    "agencies": ("E_REF_AGENCY", Reason("noun_agency")),
    "documents": ("E_REF_DOCUMENT", Reason("noun_document")),
    "plans": ("E_REF_PLAN", Reason("noun_plan")),
    "milestones": ("E_REF_MILESTONE", Reason("noun_milestone")),
}


class _Writing:
    """What the records change, found by comparing them with the database in the transaction that writes it."""

    def __init__(self, connection: Connection, reading: Reading, now: datetime, by: str | None) -> None:
        self.connection, self.reading, self.now, self.by = connection, reading, now, by
        self.added, self.changed, self.unchanged = (dict.fromkeys(TABLES, 0) for _ in range(3))
        self._stored: dict[str, dict[str, dict]] = {}  # table -> code -> row
        self._inserts: dict[str, list[dict]] = {table: [] for table in TABLES}
        self._updates: dict[str, list[dict]] = {table: [] for table in TABLES}
        self._amended: list[tuple[Table, str, dict, dict]] = []
        self.today, self.corrections = today(now), list[Correction]()
        self._closings: list[dict] = []
        self._links: list[str] = []  # codes of plans to link to the document of the same code

    def changes(self) -> bool:
        return any(self._inserts.values()) or any(self._updates.values()) or bool(self._links or self._closings)

    def compare(self) -> None:
        """Find every reference and every difference; findings go to the reading."""
        records = self.reading.records
        for table in (AGENCIES, DOCUMENTS, PLANS):
            self._stored[table.name] = {row.code: dict(row._mapping) for row in self.connection.execute(table.select())}
        self._renamed = structure.names_of(self.connection, self._codes(AGENCIES), self.today)
        codes = {record.values["code"] for record in records[MILESTONES.name] if "code" in record.values}
        named = {
            record.values[column.fills[0]]
            for table in TABLES.values()
            for column in table.columns
            if column.refers == MILESTONES.name
            for record in records[table.name]
            if record.values.get(column.fills[0]) is not None
        }
        self.milestones = self._milestone_ids(codes | named)
        found = self._selected(MILESTONES.select(), "code", codes & self.milestones.keys())
        self._stored[MILESTONES.name] = {row.code: dict(row._mapping) for row in found}
        self._means = {table.name: self._meaning(table) for table in CODED.values()}
        for table in TABLES.values():
            self._find_references(table)
            if table is PLANS:
                self._compare_plans()
            elif table is MILESTONES:
                self._compare_milestones()
            elif isinstance(table, Coded):
                self._compare_coded(table)
        self._check_structure()
        if not self.reading.errors:
            for table in HISTORY.values():
                self._compare_history(table)

    # what is stored

    def _milestone_ids(self, codes: set[str]) -> dict[str, int]:
        return {
            row.code: row.id
            for row in self._selected(select(MILESTONES.codes.c.id, MILESTONES.codes.c.code), "code", codes)
        }

    def _selected(self, query: Select, name: str, keys: Iterable[str]) -> Iterator[Row]:
        """Rows of the query whose column of this name is one of the keys; of many keys, all rows in one pass."""
        keys = sorted(keys)
        if len(keys) > 20_000:
            wanted = set(keys)
            for row in self.connection.execute(query.execution_options(yield_per=_CHUNK)):
                if row._mapping[name] in wanted:
                    yield row
            return
        for start in range(0, len(keys), 500):
            yield from self.connection.execute(query.where(query.selected_columns[name].in_(keys[start : start + 500])))

    def _empty(self, *tables: type[store.Table]) -> bool:
        """True when the database holds no row of these tables."""
        return not any(self.connection.execute(select(table.__table__.c.id).limit(1)).first() for table in tables)

    # references

    def _meaning(self, table: Coded) -> Callable[[str], str | None]:
        """Which code of a table, in the database or in the files, a text means."""
        records = self.reading.records[table.name]
        if table is MILESTONES:
            loaded = {record.values.get("code") for record in records} | self.milestones.keys()
            return lambda code: code if code in loaded else None
        names = _Names()
        rows = (*self._stored[table.name].values(), *(record.values for record in records))
        for row in rows:
            if code := row.get("code"):
                names.add(code, row.get(table.named))
        return names.code

    def _rejected(self, table: str) -> set[str]:
        """Codes that stand in this load only in rows with an error."""
        good, bad = set(), set()
        for record in self.reading.records[table]:
            (bad if record.failed else good).add(record.values.get("code"))
        return bad - good

    def _find_references(self, table: Table) -> None:
        for column in table.columns:
            if column.refers == table.name:
                self._find_own(table, column)
            elif column.refers:
                rejected, name = self._rejected(column.refers), column.fills[0]
                for record in self.reading.records[table.name]:
                    if (given := record.values.get(name)) is None:
                        continue
                    if column.key:
                        record.values[name] = self._found(table, record, column, given, rejected) or given
                    else:
                        codes = [self._found(table, record, column, text, rejected) for text in given]
                        record.values[name] = ";".join(dict.fromkeys(filter(None, codes))) or None

    def _found(self, table: Table, record: Record, column: Column, text: str, rejected: set[str]) -> str | None:
        """The code that a text means; an error where there is none, or where its own row is refused."""
        code = self._means[column.refers](text)
        if code is None:
            self._unknown(table, record, column, text)
        elif code in rejected:
            self.reading.error(
                table.name, record, column.name, "E_PARENT_REJECTED", code, Reason("parent_rejected", code=code)
            )
        return code

    def _unknown(self, table: Table, record: Record, column: Column, text: str) -> None:
        if column.refers not in self.reading.broken:
            rule, noun = _UNKNOWN[column.refers]
            self.reading.error(
                table.name, record, column.name, rule, text, Reason("reference_unknown", noun=noun, text=text)
            )

    def _find_own(self, table: Table, column: Column) -> None:
        """References within one table, again until nothing changes: the row a row names may itself be refused for the one it
        names."""
        waiting = [record for record in self.reading.records[table.name] if record.values.get(column.name)]
        rejected, before = self._rejected(table.name), None
        while before != len(waiting):
            before, kept = len(waiting), []
            for record in waiting:
                text = record.values[column.name]
                code = self._means[table.name](text)
                if code is None or code in rejected:
                    self._found(table, record, column, text, rejected)
                elif code == record.values.get("code"):
                    self._unknown(table, record, column, text)
                else:
                    kept.append(record)
            waiting, rejected = kept, self._rejected(table.name)
        for record in waiting:
            record.values[column.name] = self._means[table.name](record.values[column.name])

    # differences

    def _good(self, table: Table) -> Iterator[Record]:
        return (record for record in self.reading.records[table.name] if not record.failed)

    def _standing(self, table: Coded) -> dict[str, dict]:
        """The rows of a table as they will stand, by their codes."""
        rows = {code: dict(row) for code, row in self._stored[table.name].items()}
        for record in self._good(table):
            code = record.values["code"]
            rows[code] = {**table.empty, **rows.get(code, {}), **record.values}
        return rows

    def _check_structure(self) -> None:
        """What rows say of the plan over time."""
        plans, papers = self._standing(PLANS), self._standing(DOCUMENTS)
        for code, plan in plans.items():
            plan["issued_on"] = plan.get("issued_on") or papers.get(code, {}).get("issued_on")
        agencies = self._standing(AGENCIES)
        structure.check_successors(self.reading, agencies)
        structure.check_closings(self.reading, plans, self.today)
        structure.check_transfers(self.reading, agencies, plans, plans, self.today)
        structure.check_renames(self.reading, self.today)
        self._check_continued(plans)

    def _check_continued(self, plans: Mapping[str, Mapping[str, Any]]) -> None:
        """A milestone carries on one that there is; while that one's plan runs, both count."""
        records = [record for record in self._good(MILESTONES) if record.values.get("continues")]
        if not records:
            return
        codes = {record.values["continues"] for record in records}
        loaded = {record.values["code"]: record.values.get("plan") for record in self._good(MILESTONES)}
        known = self._milestone_ids(codes)
        places, of = (
            Places(self.connection, known.values()),
            {row["id"]: code for code, row in self._stored[PLANS.name].items()},
        )
        for record in records:
            code = record.values["continues"]
            plan = of[places.at(known[code], self.today).plan] if code in known else loaded.get(code)
            if code not in known and code not in loaded:
                self._unknown(MILESTONES, record, MILESTONES["continues"], code)
            elif plan and plans[plan].get("closed_on") is None:
                why = Reason("continues_running", milestone=code, plan=plan)
                self.reading.warn(MILESTONES.name, record, "continues", "W_CONTINUES", code, why)

    def _count(self, table: Table, before: dict | None, differs: bool) -> None:
        counts = self.added if before is None else self.changed if differs else self.unchanged
        counts[table.name] += 1

    def _place(self, table: Table, before: dict | None, code: str, after: dict) -> bool:
        """Plan the writing of one row that is updated in place; True where it differs from what is stored."""
        if before is None:
            self._inserts[table.name].append({**after, "code": code})
        elif any(before[name] != value for name, value in after.items()):
            self._updates[table.name].append({**after, "code": code})
            self._amended.append((table, code, {name: before[name] for name in after}, after))
        else:
            return False
        return True

    def _compare_coded(self, table: Coded) -> None:
        for record in self._good(table):
            code = record.values["code"]
            before = self._stored[table.name].get(code)
            after = self._merged(table, record, before)
            if table is AGENCIES and before is not None:
                self._correct_names(code, before, after)
            self._count(table, before, self._place(table, before, code, after))

    def _correct_names(self, code: str, before: dict, after: dict) -> None:
        """A name as it is today is no change of the first one; a third is a correction of it."""
        today, since = self._renamed.get(code, ({}, self.today))
        for name in ("name_vi", "name_en"):
            if after[name] == before[name]:
                continue
            if today and after[name] == today[name]:
                after[name] = before[name]
            elif before[name] is not None:
                column = AGENCIES["name" if name == "name_vi" else name].name
                self._correct(code, column, before[name], after[name], after["valid_from"], since)

    def _correct(self, code: str, column: str, before, after, first: date | None, since: date) -> None:
        days = None if first is None else max(0, (since - first).days)
        self.corrections.append(Correction(code, column, before, after, days))

    def _compare_plans(self) -> None:
        """A plan's row also says what its paper is, unless the documents' file does."""
        plans, papers = self._stored[PLANS.name], self._stored[DOCUMENTS.name]
        given = {record.values["code"] for record in self._good(DOCUMENTS)}
        of_paper = [name for name, column in PLANS.fields.items() if column.of is Document]
        of_closing = [name for name, column in PLANS.fields.items() if column.of is PlanClosing]
        for record in self._good(PLANS):
            code, values = record.values["code"], record.values
            before, paper = plans.get(code), papers.get(code)
            after = self._merged(PLANS, record, before)
            row = {name: after[name] for name in after if name not in (*of_paper, *of_closing)}
            differs = self._place(PLANS, before, code, row)
            closing = {name: after[name] for name in of_closing}
            if any(closing[name] != (before or PLANS.empty)[name] for name in of_closing):
                self._closings.append({"plan": code, **closing})
                differs = True
            if code not in given and any(values.get(name) is not None for name in of_paper):
                row = {
                    **DOCUMENTS.empty,
                    **(paper or {}),
                    **{name: values[name] for name in of_paper if name in values},
                }
                differs |= self._place(DOCUMENTS, paper, code, {name: row[name] for name in DOCUMENTS.fields})
                given.add(code)
            self._count(PLANS, before, differs)
        plan = Plan.__table__.c
        linked = set(self.connection.execute(select(plan.code).where(plan.document_id.is_not(None))).scalars())
        codes = plans.keys() | {record.values["code"] for record in self._good(PLANS)}
        self._links = sorted((codes & (papers.keys() | given)) - linked)

    def _compare_milestones(self) -> None:
        moved = [self._stored[MILESTONES.name][r.values["code"]] for r in self._good(MILESTONES) if self._elsewhere(r)]
        places = Places(self.connection, [self.milestones[row["code"]] for row in moved])
        for record in self._good(MILESTONES):
            values = record.values
            code = values["code"]
            before = self._stored[MILESTONES.name].get(code)
            unit = values.get("target_unit")  # stands where nothing else says one
            if unit and not (values.get("unit") or ("unit" not in values and before and before["unit"])):
                values["unit"] = unit
            after = self._merged(MILESTONES, record, before)
            if before is not None and self._elsewhere(record):
                self._correct_places(places, self.milestones[code], before, after)
            differs = before is None or any(before[name] != value for name, value in after.items())
            self._count(MILESTONES, before, differs)
            if before and before["due"] != after["due"]:
                self._check_due(record, self.milestones[code])
            if differs:
                self._inserts[MILESTONES.name].append(after)

    def _elsewhere(self, record: Record) -> bool:
        """Whether a row names another lead or plan than the stored one."""
        before = self._stored[MILESTONES.name].get(record.values["code"])
        return before is not None and any(record.values.get(n, before[n]) != before[n] for n in ("plan", "agency"))

    def _correct_places(self, places: Places, milestone: int, before: dict, after: dict) -> None:
        """A lead or plan as it is today is no change of the first one; a third is a correction of it."""
        now = places.at(milestone, self.today)
        for name, table, there in (("agency", AGENCIES, now.agency), ("plan", PLANS, now.plan)):
            if after[name] == before[name]:
                continue
            if after[name] == self._codes(table)[there]:
                after[name] = before[name]
            else:
                since = places.left(milestone, name) or self.today
                first = places.entered(milestone)
                self._correct(before["code"], name, before[name], after[name], first, min(since, self.today))

    def _codes(self, table: Coded) -> dict[int, str]:
        return {row["id"]: code for code, row in self._stored[table.name].items()}

    def _merged(self, table: Table, record: Record, before: dict | None) -> dict[str, Any]:
        """The row after the load: the file's columns, and for those it lacks what is stored, else what an empty cell says."""
        after = {name: record.values.get(name, (before or table.empty)[name]) for name in table.fields}
        if not record.failed:
            self.reading.check_order(table, record, after)
        return after

    def _check_due(self, record: Record, milestone_id: int) -> None:
        """An original deadline stands from the first issued month the milestone was in."""
        version = MilestoneVersion.__table__.c
        first = self.connection.execute(
            select(version.recorded_at, version.added_on)
            .where(version.milestone_id == milestone_id)
            .order_by(version.id)
            .limit(1)
        ).one()
        issued = IssuedMonth.__table__.c
        query = select(issued.month).order_by(issued.known_at).limit(1)
        if first.recorded_at is not None:
            query = query.where(issued.known_at >= first.recorded_at)
        if first.added_on is not None:
            query = query.where(issued.as_of >= first.added_on)
        month = self.connection.execute(query).scalar()
        if month:
            why, due = Reason("due_issued", month=month), record.values.get("due")
            self.reading.error("milestones", record, "due", "E_DATE", str(due or ""), why)

    def _compare_history(self, table: History) -> None:
        """Rows not yet in history are added. A row is there when a line of the same content is, and of the same
        recorded_at where the file gives one; each stored line answers for one row."""
        records = self.reading.records[table.name]
        if not records:
            return
        names = [column.fills[0] for column in table.written if column.name not in ("recorded_at", "recorded_by")]
        line, first = itemgetter(*names), table.columns[0]
        known: dict[tuple, list[datetime]] = defaultdict(list)
        rows = (
            self._selected(table.select(), first.name, {record.values[first.name] for record in records})
            if first.refers
            else self.connection.execute(table.select())
        )
        for row in rows:
            known[line(row._mapping)].append(row.recorded_at)
        # The first history a database gets was true before it was entered; afterwards a line is known from now on.
        history = self._empty(*table.first)
        new: list[tuple[int, Record, dict]] = []
        for given in (True, False):  # first those that say which stored line they are
            for record in records:
                if (record.values.get("recorded_at") is not None) is not given:
                    continue
                row = {**table.empty, **record.values}
                instants = known.get(line(row))
                if instants and (not given or row["recorded_at"] in instants):
                    instants.remove(row["recorded_at"] if given else instants[0])
                    self.unchanged[table.name] += 1
                else:
                    self.added[table.name] += 1
                    new.append((record.row, record, row))
        if table is PROGRESS:
            self._check_reports([record for _, record, _ in new])
        fixed = self.connection.execute(select(func.max(IssuedMonth.known_at))).scalar()
        for _, record, row in sorted(new, key=itemgetter(0)):
            if row["recorded_at"] is None:
                start = start_of(row[table.day])
                row["recorded_at"] = min(start, self.now) if history and fixed is None else self.now
            elif fixed is not None and row["recorded_at"] <= fixed:
                why = Reason("recorded_before_issue", last=f"{fixed.astimezone(HANOI):%d/%m/%Y %H:%M}")
                self.reading.error(table.name, record, "recorded_at", "E_DATE", row["recorded_at"].isoformat(), why)
            row["recorded_by"] = row["recorded_by"] or self.by
            self._inserts[table.name].append(row)

    def _check_reports(self, new: list[Record]) -> None:
        """A report of a day after its plan was closed comes too late; one that says when it was recorded is of a history."""
        closing = {row["plan"]: row["closed_on"] for row in self._closings}
        of, stored = self._codes(PLANS), self._stored[PLANS.name]
        ids = {self.milestones.get(record.values["milestone"]) for record in new} - {None}
        if not closing and not any(plan["closed_on"] for plan in stored.values()):
            return
        places = Places(self.connection, ids)
        given = [record for record in new if record.values.get("recorded_at") is None]
        structure.check_reports(
            self.reading, given, places, self.milestones,
            lambda plan: closing.get(of[plan], stored[of[plan]]["closed_on"]), self.today,
        )  # fmt: skip

    # writing

    def write(self) -> None:
        """Everything found, in the order of the tables and of the rows in the file."""
        first = self._empty(Milestone)
        for table in (AGENCIES, DOCUMENTS, PLANS):
            for row in () if first else self._inserts[table.name]:
                says = {name: value for name, value in row.items() if name != "code" and value is not None}
                self._amend(table, row["code"], None, says)
        for table in (AGENCIES, DOCUMENTS, PLANS):
            self._write_coded(table)
        self._write_links()
        for amended in self._amended:
            self._amend(*amended)
        self._write_closings(first)
        self._write_milestones(first)
        for table in HISTORY.values():
            self._insert(table.model, self._keyed(table, self._inserts[table.name]))

    def _amend(self, table: Table, code: str, before: dict | None, after: dict) -> None:
        """An agency, document or plan is updated in place: an amendment says what changed."""
        database.amend(self.connection, table.model.__table__.name, code, before, after, self.now, self.by or "import")

    def _write_coded(self, table: Coded) -> None:
        """New and changed rows; what they name in their own table once all of them are there."""
        model, stored = table.model.__table__, self._stored[table.name]
        keys = table.keys
        new, changed = self._inserts[table.name], self._updates[table.name]
        named = [(row["code"], name, row.pop(name)) for row in (*new, *changed) for name in keys]
        self._insert(table.model, new)
        for row in changed:
            self.connection.execute(update(model).where(model.c.id == stored[row["code"]]["id"]), row)
        ids = self._ids(table) if named else {}
        for code, name, other in named:
            if other != stored.get(code, {}).get(name):
                key = {f"{name}_id": other and ids[other]}
                self.connection.execute(update(model).where(model.c.id == ids[code]), key)

    def _write_closings(self, first: bool) -> None:
        """A plan's closing, as of the database's first load known from its day on."""
        ids = self._ids(PLANS) if self._closings else {}
        for row in self._closings:
            day = row["closed_on"]
            at = min(start_of(day), self.now) if first and day else self.now
            successor = row["successor"] and ids[row["successor"]]
            closing = {"plan_id": ids[row["plan"]], "closed_on": day, "decision": row["decision"], "basis": "document"}
            closing |= {"successor_id": successor, "recorded_at": at, "recorded_by": self.by}
            self.connection.execute(insert(PlanClosing), closing)

    def _write_links(self) -> None:
        papers = self._ids(DOCUMENTS) if self._links else {}
        for code in self._links:
            if code in self._stored[PLANS.name]:
                self._amended.append((PLANS, code, {"document": None}, {"document": code}))
            self.connection.execute(
                update(Plan.__table__).where(Plan.__table__.c.code == code), {"document_id": papers[code]}
            )

    def _write_milestones(self, first: bool) -> None:
        versions = self._inserts[MILESTONES.name]
        new = [{"code": row["code"]} for row in versions if row["code"] not in self.milestones]
        self._insert(Milestone, new)
        self.milestones |= self._milestone_ids({row["code"] for row in new})
        recorded = {"recorded_at": None if first else self.now, "recorded_by": self.by}
        rows = [{**row, "milestone_id": self.milestones[row["code"]], **recorded} for row in versions]
        self._insert(MilestoneVersion, self._keyed(MILESTONES, rows))

    def _keyed(self, table: Table, rows: list[dict]) -> list[dict]:
        """The rows as they are stored: what they name by its code, by its id."""
        keys = [(name, column.refers) for name, column in table.fields.items() if column.key]
        ids = {refers: self._ids(CODED[refers]) for _, refers in keys if rows}
        names = [column.name for column in table.model.__table__.c if column.name != "id"]
        for row in rows:
            for name, refers in keys:
                row[f"{name}_id"] = ids[refers].get(row[name])
        return [{name: row[name] for name in names} for row in rows]

    def _ids(self, table: Coded) -> dict[str, int]:
        if table is MILESTONES:
            return self.milestones
        return {row.code: row.id for row in self.connection.execute(select(table.codes.c.id, table.codes.c.code))}

    def _insert(self, model: type[store.Table], rows: list[dict]) -> None:
        for start in range(0, len(rows), _CHUNK):
            self.connection.execute(insert(model.__table__), rows[start : start + _CHUNK])
