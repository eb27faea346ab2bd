"""Annexes and reports as they are, into tasks and reports, with every question a person must decide.

Several files are parts of one plan.  A line of a report whose title is a task's, of these files or of the database, is
that task's report; what is almost the same is asked.  A known task keeps its code.  Nothing with words in it disappears:
each row is a task, a report, or left out with the reason.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from models.files.annex import agencies, deadlines, layout, states
from models.files.annex.agencies import Directory
from models.files.annex.documents import document
from models.files.annex.grid import Document, Grid, Unread, distinct
from models.files.annex.heads import Head, head
from models.files.annex.known import Known, KnownTask, Plan
from models.files.annex.layout import Table
from models.files.annex.matching import Matching, Transfer, one_of, plain
from models.files.annex.questions import OPEN, Choice, Place, Question, Questions, Warned, WrongAnswer
from models.files.annex.tasks import Reader, Report, Task, accept_day, accept_day_or_none

_OLD = re.compile(
    r"\bcu\b|nhap|\bold\b|copy|backup|\bluu\b|\bgoc\b|\(\d\)|du thao"
)  # what a version that is over is called
_SAME_SHEET = 0.6  # share of equal titles that makes two sheets versions of one


@dataclass(frozen=True)
class Refusal:
    """A file that is not read, and why."""

    file: str
    rule: str
    key: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Omitted:
    """A row that is no task, and what it is instead."""

    file: str
    part: str
    row: int
    why: str
    words: str


@dataclass
class Reading:
    """What a reading came to. `reports`: (code of the task or "" while that is asked, the report)."""

    plan: str
    refused: list[Refusal] = field(default_factory=list)
    documents: list[tuple[str, Head]] = field(default_factory=list)
    tables: list[tuple[str, Table, str]] = field(default_factory=list)  # file, table, as: plan, report, none
    tasks: list[Task] = field(default_factory=list)
    reports: list[tuple[str, Report]] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    new_agencies: list[agencies.Office] = field(default_factory=list)
    new_plan: Plan | None = None
    questions: list[Question] = field(default_factory=list)
    left_out: list[Omitted] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)  # words that answers taught, to be kept for all plans

    @property
    def is_done(self) -> bool:
        """All read and nothing left to ask."""
        return not self.refused and not self.questions


def read(
    files: Sequence[tuple[str, bytes]],
    plan: str,
    known: Known,
    answers: Mapping[str, object] | None = None,
    reported_on: date | None = None,
) -> Reading:
    """Read files (name, bytes) as parts of one plan.

    answers: question id -> answer, before those kept in `known`.  reported_on: the day of the figures, where no file says
    one.  A file that cannot be read is in `refused`, and then there is nothing else.
    """
    reading = Reading(plan)
    questions = Questions({**known.answers, **(answers or {})})
    documents = []
    for name, data in files:
        try:
            documents.append(_document(name, data, questions))
        except Unread as unread:
            reading.refused.append(Refusal(name, unread.rule, unread.key, unread.values))
    if not reading.refused:
        _Reading(reading, known, questions, reported_on).read(documents)
    if reading.refused:
        return Reading(plan, refused=reading.refused)
    reading.questions = list(questions.open.values())
    given = set(answers or {})
    for strange in questions.unknown:
        if strange in given:
            reading.warnings.append(Warned("W_ANSWER", Place(""), "", strange, "answer_unknown", {"id": strange}))
    return reading


def _document(name: str, data: bytes, questions: Questions) -> Document:
    found = document(name, data)
    if found.encoding in ("TCVN3", "VNI"):
        answer = questions.ask(
            "encoding",
            found.encoding,
            Place(name),
            "ask_encoding",
            _yes_or_no,
            _YES_NO,
            "yes",
            encoding=found.encoding,
            words=_sample(found),
        )
        if answer == "no":
            return document(name, data, mend=False)
    return found


def _sample(found: Document) -> str:
    for grid in found.grids:
        for row in grid.rows:
            for cell in distinct(row.cells):
                if len(cell.text) > 20 and not cell.text.isascii():
                    return " ".join(cell.text.split())[:80]
    return ""


@dataclass
class _Found:
    """One table of tasks, where it stands and what stands above it."""

    file: str
    table: Table
    head: Head
    is_sheet: bool


class _Reading:
    """One reading, step by step."""

    def __init__(self, reading: Reading, known: Known, questions: Questions, reported_on: date | None) -> None:
        self.reading, self.known, self.questions, self.reported_on = reading, known, questions, reported_on
        self.directory = Directory(known.offices, dict(known.aliases))
        self.plan = known.plans.get(reading.plan, Plan(reading.plan, reading.plan))

    def read(self, documents: Sequence[Document]) -> None:
        found = [table for one in documents for table in self._tables(one)]
        if not any(table.table.lines for table in found):
            self.reading.refused += [Refusal(one.name, "E_TYPE", "no_table", {}) for one in documents]
            return
        self._ask_plan(found)
        every, found = found, self._versions(found)
        self.reading.tables = [
            (one.file, one.table, ("report" if one.table.reports else "plan") if one in found else "none")
            for one in every
        ]
        self._learn_new(found)
        self._warn_documents(documents, found)
        self._match(found)
        self.reading.new_agencies = list(self.directory.added)
        self.reading.aliases = {
            words: code for words, code in self.directory.aliases.items() if words not in self.known.aliases
        }

    # Documents and tables

    def _tables(self, one: Document) -> list[_Found]:
        found: list[_Found] = []
        lines: list[str] = []
        since: list[str] = []
        before: Table | None = None
        for block in one.blocks:
            if isinstance(block, str):
                since.append(block)
                continue
            if block.hidden:
                words = next((row.words() for row in block.rows if row.words()), "")
                self._omit(one.name, block.part, 1, "hidden", f"{block.part}: {words}")
                self._warn("W_HIDDEN", Place(one.name, block.part), block.part, "hidden_sheet", sheet=block.part)
                continue
            if block.excess:
                self._omit(one.name, block.part, 1, "other_sheet", block.part)
                why, place = block.excess, Place(one.name, block.part)
                self.reading.warnings.append(Warned(why.rule, place, "", block.part, why.key, why.values))
                continue
            for column in block.hidden_columns:
                self._warn("W_HIDDEN", Place(one.name, block.part), column, "hidden_column", column=column)
            heading = _heading(since, bool(found))
            tables, outside = layout.tables(block, before, heading, self._decide(one.name, block.part))
            for left in outside:
                self._omit(one.name, block.part, left.row, left.why, left.words)
            if not tables:
                lines += (
                    [*since, *(cell.text for row in block.rows[:30] for cell in distinct(row.cells))]
                    if not found
                    else []
                )
                since = []
                continue
            above = [*(lines if not found or not block.is_sheet else []), *since]
            for table in tables:
                whole = head([*table.heads, *above]) if block.is_sheet else head([*above, *table.heads])
                if found and not (whole.number or whole.title):
                    whole = found[-1].head
                found.append(_Found(one.name, table, whole, block.is_sheet))
                for left in table.left_out:
                    self._omit(one.name, table.part, left.row, left.why, left.words)
                before = table
            self._warn_rows(one.name, block)
            since = []
        first = next((table.head for table in found), None) or head([*lines, *since])
        self.reading.documents.append((one.name, first))
        return found

    def _decide(self, file: str, part: str) -> layout.Decide:
        def decide(key: str, words: str, row: int, proposal: str) -> str | None:
            if key == "column":
                answer = self.questions.ask(
                    "column", words, Place(file, part, row), "ask_column", one_of(COLUMN_KINDS),
                    [Choice(kind, f"column_{kind}") for kind in COLUMN_KINDS], proposal, words=words,
                )  # fmt: skip
                return None if answer is OPEN else str(answer)
            answer = self.questions.ask(
                "row", words, Place(file, part, row), f"ask_{key}", _row_kind,
                [Choice(kind, f"row_{kind}") for kind in ("task", "detail", "group")], proposal, words=words,
            )  # fmt: skip
            return None if answer is OPEN else str(answer)

        return decide

    def _omit(self, file: str, part: str, row: int, why: str, words: str) -> None:
        self.reading.left_out.append(Omitted(file, part, row, why, words))

    def _warn(self, rule: str, place: Place, value: str, key: str, column: str = "", **values: object) -> None:
        self.reading.warnings.append(Warned(rule, place, column, value, key, values))

    def _warn_rows(self, file: str, grid: Grid) -> None:
        """What of rows that are read was hidden or struck out, and whole rows that are not read."""
        for row in grid.rows:
            if row.hidden or row.deleted:
                self._warn(
                    "W_HIDDEN",
                    Place(file, grid.part, row.number),
                    row.words(),
                    "hidden_row" if row.hidden else "deleted_row",
                    words=row.words(),
                )
            elif row.dropped.strip():
                self._warn(
                    "W_HIDDEN", Place(file, grid.part, row.number), row.dropped, "dropped_words", words=row.dropped
                )

    def _warn_documents(self, documents: Sequence[Document], found: Sequence[_Found]) -> None:
        for one in documents:
            for words in one.dropped:
                self._warn("W_HIDDEN", Place(one.name), words, "dropped_words", words=words)
            if one.encoding == "cp1258":
                self._warn("W_MOJIBAKE", Place(one.name), one.encoding, "old_encoding", encoding=one.encoding)
        for one in found:
            for column in one.table.columns:
                if column.kind in ("none", "unknown") and column.header:
                    place = Place(
                        one.file,
                        one.table.part,
                        one.table.header_rows[0] if one.table.header_rows else None,
                        column.place + 1,
                    )
                    self._warn("W_COLUMN", place, column.header, "column_unread", column=column.header)
        number = self.plan.number
        for name, its in self.reading.documents:
            if (
                number
                and its.number
                and plain(its.number) != plain(number)
                and not any(one.table.reports for one in found if one.file == name)
            ):
                self._warn("W_PLAN", Place(name), its.number, "other_number", number=its.number, plan=number)

    def _versions(self, found: list[_Found]) -> list[_Found]:
        """Without sheets that are another version of one before, unless a person wants them."""
        kept: list[_Found] = []
        for one in found:
            titles = {plain(line.title) for line in one.table.lines}
            twin = next(
                (
                    other for other in kept
                    if one.is_sheet and (other.file, other.table.part) != (one.file, one.table.part) and other.file == one.file
                    and other.table.reports == one.table.reports and other.head.as_of == one.head.as_of and titles
                    and len(titles & {plain(line.title) for line in other.table.lines}) >= _SAME_SHEET * min(len(titles), len(other.table.lines))
                ),
                None,
            )  # fmt: skip
            if twin is None:
                kept.append(one)
                continue
            if _OLD.search(agencies.flat(twin.table.part)) and not _OLD.search(agencies.flat(one.table.part)):
                kept[kept.index(twin)] = one
                one, twin = twin, one
            answer = self.questions.ask(
                "sheet", one.table.part, Place(one.file, one.table.part), "ask_sheet", _yes_or_no, _YES_NO, "no",
                sheet=one.table.part, other=twin.table.part,
            )  # fmt: skip
            if answer == "yes":
                kept[kept.index(twin)] = one
                one, twin = twin, one
            for line in one.table.lines:
                self._omit(one.file, one.table.part, line.row, "other_sheet", line.title)
        return kept

    # The plan and new agencies

    def _ask_plan(self, found: Sequence[_Found]) -> None:
        code = self.reading.plan
        if code in self.known.plans:
            return
        its = found[0].head
        proposal = {
            "new": {
                "code": code,
                "title": its.title or code,
                "number": its.number,
                "issued_on": its.issued_on and its.issued_on.isoformat(),
            }
        }
        answer = self.questions.ask(
            "plan", code, Place(found[0].file), "ask_plan", self._accept_plan,
            [Choice(plan.code, plan.title) for plan in self.known.plans.values()], proposal, code=code,
        )  # fmt: skip
        self.plan = Plan(code, its.title or code, its.number, its.issued_on) if answer is OPEN else answer

    def _accept_plan(self, given: object) -> Plan:
        if isinstance(given, str) and given in self.known.plans:
            self.reading.plan = given
            return self.known.plans[given]
        new = given.get("new") if isinstance(given, dict) else None
        if not isinstance(new, dict) or not new.get("code") or not new.get("title"):
            raise WrongAnswer("answer_plan")
        issued = accept_day_or_none(new["issued_on"]) if new.get("issued_on") else None
        self.reading.plan = str(new["code"])
        self.reading.new_plan = Plan(self.reading.plan, str(new["title"]), str(new.get("number") or "") or None, issued)
        return self.reading.new_plan

    def _learn_new(self, found: Sequence[_Found]) -> None:
        """Ask once about all leads that are offices by their form and that nobody knows."""
        names: dict[str, str] = {}
        where: dict[str, Place] = {}
        rows: dict[str, list[int]] = {}
        for one in found:
            column = next((c.place + 1 for c in one.table.columns if c.kind == "agency"), None)
            for line in one.table.lines:
                lead, _ = agencies.roles(line.text("agency"))
                parties = self.directory.parties(lead)
                if (
                    not parties
                    or parties[0].code
                    or parties[0].many
                    or parties[0].likely
                    or not agencies.is_office(parties[0].words)
                ):
                    continue
                words = " ".join(parties[0].words.split())
                key = self.directory.key(words)
                if len(words) > len(names.get(key, "")):
                    names[key] = words
                where.setdefault(key, Place(one.file, one.table.part, line.row, column))
                rows.setdefault(key, []).append(line.row)
        if not names:
            return
        taken = set(self.directory.names)
        proposed = []
        for words in names.values():
            code = agencies.new_code(words, taken, self.directory)
            taken.add(code)
            proposed.append({"words": words, "code": code, "name": words, "kind": _kind(words)})
        joined = "; ".join(names.values())
        answer = self.questions.ask(
            "new_agencies", joined, next(iter(where.values())), "ask_new_agencies", lambda given: _new_list(given, proposed),
            [Choice("yes", "choice_yes")], proposed, words=joined, n=len(names),
        )  # fmt: skip
        if answer is OPEN:
            asked = self.questions.open[f"new_agencies:{joined}"]
            asked.rows = sorted({row for given in rows.values() for row in given})
            return
        for new in answer:
            if new["code"] not in self.directory.names:
                self.directory.add(new["code"], new["name"], new.get("kind"))
            self.directory.learn(new["words"], new["code"])

    def _reader(self, one: _Found) -> Reader:
        order = self._order(one)
        reader = Reader(
            one.table, one.head, self.plan, self.directory, self.questions, self.reading.warnings, one.file, order,
            self._reported_on(one), self._owner(one),
        )  # fmt: skip
        reader.shares = states.are_shares(
            (cell, any(c.state == "done" for c, _ in line.marks) or states.read(line.text("status")).status == "done")
            for line in one.table.lines
            for cell in line.cells.get("percent", ())
        )
        if reader.shares:
            self._warn("W_PERCENT_SHARE", Place(one.file, one.table.part), "", "percent_shares", "percent")
        return reader

    def _order(self, one: _Found) -> str:
        """What stands first in the days of a sheet: asked where one can only have the month first."""
        texts = [
            cell.text
            for line in one.table.lines
            for kind in ("due", "start", "done_on")
            for cell in line.cells.get(kind, ())
            if cell.text and not cell.day
        ]
        foreign = [text for text in texts if deadlines.is_month_first(text)]
        if not foreign:
            return "day"
        part = one.table.part or one.file
        answer = self.questions.ask(
            "day_first",
            part,
            Place(one.file, one.table.part),
            "ask_day_first",
            _yes_or_no,
            _YES_NO,
            "no",
            words=foreign[0],
            part=part,
        )
        return "unknown" if answer is OPEN else "day" if answer == "yes" else "month"

    def _reported_on(self, one: _Found) -> date | None:
        if not one.table.reports:
            return None
        if one.head.as_of:
            return one.head.as_of
        if self.reported_on:
            return self.reported_on
        if one.table.has("reported_on") and all(line.text("reported_on") for line in one.table.lines):
            return None
        proposal = one.head.period.isoformat() if one.head.period else None
        answer = self.questions.ask(
            "report_day", one.head.title or one.file, Place(one.file, one.table.part), "ask_report_day", accept_day,
            [Choice(proposal, "choice_day")] if proposal else (), proposal, file=one.file,
        )  # fmt: skip
        return None if answer is OPEN else answer

    def _owner(self, one: _Found) -> str | None:
        """Whose tasks they are in a table without leads: the sheet's agency, else the one agency that signs the paper."""
        if one.table.has("agency"):
            return None
        for words in (one.table.part, *one.head.lines[:12]):
            said = words.split(":")[-1].strip()
            party = self.directory.find(said)
            if (
                party.code
                and not party.short
                and self.directory.kinds.get(party.code) != "ủy ban nhân dân thành phố"
                and not said.upper().startswith(("ỦY BAN NHÂN DÂN THÀNH PHỐ", "UBND THÀNH PHỐ"))
            ):
                self._warn(
                    "W_AGENCY",
                    Place(one.file, one.table.part),
                    said,
                    "owner_leads",
                    agency=self.directory.names[party.code],
                )
                return party.code
        return None

    # Tasks and their reports

    def _match(self, found: Sequence[_Found]) -> None:
        """The tasks of annexes, then what reports say of them, or of tasks that only a report names."""
        matching = Matching(self.reading.plan, self.known, self.directory, self.questions)
        for one in sorted(found, key=lambda one: one.table.reports):
            reader = self._reader(one)
            among = matching.among()
            for line in one.table.lines:
                code = self._whose(line, reader, matching, among) if one.table.reports and among else None
                if code is None:
                    made = matching.add(reader.task(line), is_version=not one.table.reports)
                    code = made[0].code
                else:
                    self._compare_due(reader, line, next((task for task in among if task.code == code), None))
                if one.table.reports and (report := reader.report(line)):
                    matching.reports.append((code, report))
            if one.table.merged:
                n = one.table.merged
                self._warn("W_MERGED", Place(one.file, one.table.part), str(n), "merged", n=n)
        if not all(one.table.reports for one in found):
            matching.ask_missing()
        self.reading.tasks, self.reading.reports = matching.tasks, matching.reports
        self.reading.transfers = matching.transfers

    def _whose(
        self, line: layout.Line, reader: Reader, matching: Matching, among: Sequence[Task | KnownTask]
    ) -> str | None:
        lead, _ = agencies.roles(line.text("agency"))
        parties = self.directory.parties(lead)
        agency = parties[0].code if parties else None
        return matching.whose(line.title, line.text("code").strip(), agency, reader.place(line, "title"), among)

    def _compare_due(self, reader: Reader, line: layout.Line, task: Task | KnownTask | None) -> None:
        """A report that gives its task another deadline changes nothing, and is named."""
        words, period = reader.due(line)
        if task and task.due and isinstance(period, deadlines.Period) and period.last and period.last != task.due:
            reader.warn("W_DUE", line, "due", words, "report_due", words=words, due=task.due)


# What a person may say that a column is.
COLUMN_KINDS = (
    "agency",
    "supporting",
    "title",
    "start",
    "due",
    "product",
    "person",
    "status",
    "percent",
    "result",
    "note",
    "none",
)
_YES_NO = (Choice("yes", "choice_yes"), Choice("no", "choice_no"))
_yes_or_no = one_of(("yes", "no"), "answer_yes_no")
_row_kind = one_of(("task", "detail", "group"), "answer_row")


def _new_list(given: object, proposed: list[dict]) -> list[dict]:
    if given == "yes":
        return proposed
    if isinstance(given, list) and all(
        isinstance(one, dict) and one.get("words") and one.get("code") and one.get("name") for one in given
    ):
        return given
    raise WrongAnswer("answer_new_agencies")


def _kind(words: str) -> str | None:
    """The kind of a new office, by its first word."""
    said = agencies.flat(words)
    for start, kind in (
        ("so ", "sở"),
        ("ubnd quan", "quận"),
        ("uy ban nhan dan quan", "quận"),
        ("ubnd huyen", "huyện"),
        ("uy ban nhan dan huyen", "huyện"),
    ):
        if said.startswith(start):
            return kind
    return None


def _heading(paragraphs: Sequence[str], is_later: bool) -> list[str]:
    """The paragraph right above a table that names it as a section: numbered, or above a later table short."""
    lines = [line for line in paragraphs if line.strip()]
    if not lines:
        return []
    last = " ".join(lines[-1].split())
    marker, bare = layout._split(last)
    if marker and marker.style in ("roman", "letter", "arabic", "word") and len(last) < 200:
        return [bare]
    return (
        [last]
        if is_later and len(last) < 120 and not agencies.flat(last).startswith(("ghi chu", "(", "noi nhan"))
        else []
    )
