"""One line of a table as a task and, where it reports, a report: each cell read, or asked about.

- Several leads: the first leads, the others support.  A supporter nobody knows, or all of a kind, stays in words.
- Ditto ("nt", "-nt-", "như trên", ") is the cell above.  A step (1.1 under 1) without a lead or deadline has its task's.
- A table without a column of leads has them in its groups, or is one agency's own.
- Where anything is asked, its cell stays empty until it is answered.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from models.files.annex import agencies, deadlines, states
from models.files.annex.agencies import Directory, Party, flat
from models.files.annex.deadlines import Doubt, Period
from models.files.annex.grid import Cell
from models.files.annex.heads import Head
from models.files.annex.known import Plan
from models.files.annex.layout import Line, Table
from models.files.annex.questions import OPEN, Choice, Place, Questions, Warned, WrongAnswer

_DITTO = re.compile(
    r"-*\s*n\s*[./]?\s*t\s*[.-]*|[(]?nhu tren[)]?|nhu (?:muc|dong) tren|[\"“”〃']{1,2}|-?\s*[\"“”〃]\s*-?|-?\s*//\s*-?|idem|do\.?"
)
STATUSES = ("not_started", "in_progress", "done", "suspended", "cancelled")
_EPOCH = date(1899, 12, 30)  # from which a workbook counts its days
_FAR = 15  # years outside the plan


@dataclass
class Report:
    """How a task stands. `status` None: asked."""

    reported_on: date | None = None
    status: str | None = None
    status_words: str | None = None
    percent: float | None = None
    done_on: date | None = None
    note: str | None = None
    evidence: str | None = None
    decision: str | None = None
    difficulty: str | None = None
    proposal: str | None = None
    place: Place = field(default_factory=lambda: Place(""))


@dataclass
class Task:
    place: Place
    title: str
    code: str = ""
    agency: str | None = None
    agency_words: str = ""
    supporting: tuple[str, ...] = ()
    supporting_words: str | None = None
    start: date | None = None
    due: date | None = None
    due_words: str | None = None
    section: str | None = None
    product: str | None = None
    person: str | None = None
    note: str | None = None
    each: tuple[str, ...] = ()  # agencies that each have a task of their own like it

    def led_by(self, agency: str) -> "Task":
        """The same task, led by one of those who each have it."""
        return replace(self, agency=agency, each=())


@dataclass
class Reader:
    """What all lines of one table share while they are read."""

    table: Table
    head: Head
    plan: Plan
    directory: Directory
    questions: Questions
    warnings: list[Warned]
    file: str
    order: str  # what comes first in days of three numbers: day, month, or unknown
    reported_on: date | None = None
    owner: str | None = None  # whose paper a table without leads is
    shares: bool = False
    _cells: dict[str, list[Cell]] = field(default_factory=dict)  # of the line above, ditto marks read
    _tasks: dict[int, Task] = field(default_factory=dict)

    def warn(self, rule: str, line: Line | None, column: str, value: str, key: str, **values: object) -> None:
        place = Place(self.file, self.table.part, line.row if line else None, self._column(column))
        self.warnings.append(Warned(rule, place, column, value, key, values))

    def task(self, line: Line) -> Task:
        """The task of one line.  Lines are to be read in their order: ditto and steps look back."""
        self._resolve_ditto(line)
        task = Task(self.place(line, "title"), line.title, section=self._section(line))
        self._leads(line, task)
        self._supporters(line, task)
        self._days(line, task)
        task.product = _joined(line.text("product")) or None
        task.person = _joined(line.text("person")) or None
        task.note = _joined(line.text("note")) or None
        for kind, cells in line.cells.items():
            if any(cell.broken for cell in cells):
                self.warn("E_FORMULA", line, kind, line.title, "no_value")
        self._tasks[line.row] = task
        return task

    # Leads and supporters

    def _leads(self, line: Line, task: Task) -> None:
        words, support = agencies.roles(line.text("agency"))
        task.agency_words = _joined(line.text("agency"))
        place = self.place(line, "agency")
        if not words.strip(" -–.…"):
            self._without_lead(line, task)
            task.supporting_words = support or None
            return
        parties = self.directory.parties(words)
        if not parties:
            self._without_lead(line, task)
            return
        lead, others = parties[0], list(parties[1:])
        if lead.code:
            task.agency = lead.code
            if lead.short:
                self.warn(
                    "W_AGENCY", line, "agency", lead.words, "agency_short", agency=self.directory.names[lead.code]
                )
        elif lead.many:
            answer = self.questions.ask(
                "agencies", _joined(words), place, "ask_agencies", self._accept_agencies,
                (*self._offices(), Choice("each", "choice_each")), words=_joined(words),
            )  # fmt: skip
            if answer == "each":
                task.each = self._meant(words)
            elif isinstance(answer, list):
                task.agency, *rest = answer
                others = [Party(code, code) for code in rest] + [party for party in others if not party.many]
        else:
            task.agency = self._asked_agency(lead, place)
        if support:
            others += self.directory.parties(support)
        self._support(line, task, others)

    def _asked_agency(self, party: Party, place: Place) -> str | None:
        if not party.likely and agencies.is_office(party.words):
            return None  # one of the list of new agencies, asked once for all
        choices = [Choice(code, self.directory.names[code]) for code in party.likely] or self._offices()
        answer = self.questions.ask(
            "agency", _joined(party.words), place, "ask_agency" if party.likely else "ask_agency_unknown", self._accept_agency,
            choices, party.likely[0] if len(party.likely) == 1 else None, words=_joined(party.words),
        )  # fmt: skip
        return None if answer is OPEN else answer

    def _without_lead(self, line: Line, task: Task) -> None:
        """Who leads where the line names nobody: its task, its group, the owner of the table; else it is asked."""
        parent = self._tasks.get(line.parent.row) if line.parent else None
        if parent is not None and parent.agency:
            task.agency = parent.agency
            self.warn(
                "W_PARENT",
                line,
                "agency",
                line.title,
                "lead_of_task",
                agency=self.directory.names[parent.agency],
                task=parent.title,
            )
            return
        if line.group and (words := line.group.text("agency")):
            parties = self.directory.parties(agencies.roles(words)[0])
            if parties and parties[0].code:
                task.agency = parties[0].code
                self.warn(
                    "W_PARENT",
                    line,
                    "agency",
                    line.title,
                    "lead_of_task",
                    agency=self.directory.names[task.agency],
                    task=line.group.title,
                )
                return
        for group in reversed(line.section):
            party = self.directory.find(
                re.sub(r"^(?:nhiệm vụ của|đơn vị:?|cơ quan:?)\s+", "", group, flags=re.IGNORECASE)
            )
            if party.code and not self.table.has("agency"):
                task.agency, task.agency_words = party.code, group
                return
        if not self.table.has("agency") and self.owner:
            task.agency = self.owner
            return
        proposal = None
        answer = self.questions.ask(
            "lead",
            line.title,
            self.place(line, "agency"),
            "ask_lead",
            self._accept_agency,
            self._offices(),
            proposal,
            title=line.title,
        )
        task.agency = None if answer is OPEN else answer

    def _supporters(self, line: Line, task: Task) -> None:
        words = line.text("supporting")
        lead, support = agencies.roles(words)
        self._support(line, task, [*self.directory.parties(lead), *self.directory.parties(support)])

    def _support(self, line: Line, task: Task, parties: Sequence[Party]) -> None:
        kept = [task.supporting_words] if task.supporting_words else []
        codes = dict.fromkeys(task.supporting)
        for party in parties:
            if party.code and not party.short:
                if party.code != task.agency:
                    codes[party.code] = None
            elif party.words.strip(" -–.…"):
                if party.code and party.code != task.agency:
                    codes[party.code] = None
                if party.words not in kept:
                    kept.append(party.words)
                rule, key = ("W_SUPPORT", "support_many") if party.many else ("W_SUPPORT", "support_unknown")
                self.warn(rule, line, "supporting", party.words, key, words=party.words)
        task.supporting = tuple(codes)
        task.supporting_words = "; ".join(kept) or None

    def _meant(self, words: str) -> tuple[str, ...]:
        """The agencies of a collective name, by their kinds: districts for "UBND các quận, huyện"."""
        said = flat(words)
        wanted = {
            kind
            for kind in ("sở", "quận", "huyện", "xã", "phường", "thị xã", "thị trấn")
            if re.search(rf"\b{flat(kind)}\b", said.replace("co quan", ""))
        }
        if "sở" in wanted or re.search(r"\b(?:nganh|co quan|don vi)\b", said):
            wanted |= {"sở", "cơ quan ngang sở", "ban", "ngành"}
        return tuple(code for code, kind in self.directory.kinds.items() if kind in wanted)

    # Days

    def _days(self, line: Line, task: Task) -> None:
        words, period = self.due(line)
        if isinstance(period, Doubt):
            proposal = period.proposal.isoformat() if period.proposal else None
            if period.key == "due_order":
                answer = OPEN  # one question for the whole sheet
            else:
                answer = self.questions.ask(
                    "due",
                    words,
                    self.place(line, "due"),
                    f"ask_{period.key}",
                    accept_day_or_none,
                    _day_choices(proposal),
                    proposal,
                    words=words,
                )
            task.due_words = words
            task.due = None if answer is OPEN else answer
        elif period is not None:
            task.due, task.due_words = period.last, None if period.exact else words
            if period.spans:
                task.start = period.first
            if period.year_taken and period.last:
                self.warn("W_YEAR", line, "due", words, "year_taken", year=period.last.year)
        if task.due is None and not task.due_words:
            parent = self._tasks.get(line.parent.row) if line.parent else None
            if parent is not None and (parent.due or parent.due_words):
                task.due, task.due_words = parent.due, parent.due_words
                self.warn("W_PARENT", line, "due", line.title, "due_of_task", task=parent.title)
            elif line.group and (words := _joined(line.group.text("due"))):
                period = deadlines.read(words, self._year(line), self.order)
                if isinstance(period, Period):
                    task.due, task.due_words = period.last, words
                    self.warn("W_PARENT", line, "due", line.title, "due_of_task", task=line.group.title)
        self._starts(line, task)
        self._far(line, task)

    def due(self, line: Line) -> tuple[str, Period | Doubt | None]:
        """The words of a line's deadline, and what they mean."""
        months = [column for column, _ in line.marks if column.months]
        if months and not line.text("due"):
            return self._calendar(line)
        cells = [cell for cell in line.cells.get("due", ()) if cell.text]
        if not cells:
            return self._due_of_group(line)
        if len(cells) == 1 and cells[0].day:
            return self._dated(line, cells[0])
        words = "; ".join(dict.fromkeys(_joined(cell.text) for cell in cells))
        return words, deadlines.read(words, self._year(line), self.order)

    def _dated(self, line: Line, cell: Cell) -> tuple[str, Period]:
        """A date cell: a day, or the month or year that it shows.  1905 is a year typed into it: 2018 days after 1900."""
        day = cell.day or _EPOCH
        serial = (day - _EPOCH).days
        if 1990 <= serial <= 2100 and cell.shown != "year":
            self.warn("W_YEAR", line, "due", cell.text, "year_in_date_cell", year=serial)
            return str(serial), Period(date(serial, 1, 1), date(serial, 12, 31))
        if cell.shown == "month":
            following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
            return cell.text, Period(day.replace(day=1), following - timedelta(days=1))
        if cell.shown == "year":
            return cell.text, Period(date(day.year, 1, 1), date(day.year, 12, 31))
        return cell.text, Period(day, day, exact=True)

    def _calendar(self, line: Line) -> tuple[str, Period | Doubt]:
        """Columns of months with marks: from the first to the last that is marked."""
        marked = [(column.header, column.months) for column, _ in line.marks if column.months]
        words = ", ".join(header.split(" / ")[-1] for header, _ in marked)
        year = self._year(line)
        spans = []
        for _, (first, last, of) in marked:
            its = of or year
            if its is None:
                return words, Doubt("due_no_year")
            spans.append((deadlines.first_of(its, first), deadlines.last_of(its, last)))
        return words, Period(min(a for a, _ in spans), max(b for _, b in spans), spans=True)

    def _due_of_group(self, line: Line) -> tuple[str, Period | Doubt | None]:
        """A table without deadlines whose groups are periods: "Quý I/2016"."""
        if self.table.has("due", "month"):
            return "", None
        for group in reversed(line.section):
            period = deadlines.read(group, self.head.year)
            if isinstance(period, Period) and period.last:
                return group, period
        return "", None

    def _starts(self, line: Line, task: Task) -> None:
        cell = line.cell("start")
        if not cell.text:
            pass
        elif cell.day:
            _, period = self._dated(line, cell)
            task.start = period.first
        else:
            period = deadlines.read(line.text("start"), self._year(line), self.order)
            if isinstance(period, Period):
                task.start = period.first
            elif period is not None:
                self.warn("W_START", line, "start", cell.text, "start_unread", words=_joined(cell.text))
        if task.start and task.due and task.start > task.due:
            self.warn(
                "W_START", line, "start", task.start.isoformat(), "start_after_due", start=task.start, due=task.due
            )
            task.start = None

    def _far(self, line: Line, task: Task) -> None:
        if not task.due:
            return
        first = self.plan.start or self.plan.issued_on
        last = self.plan.end or first
        if first and last and not first.year - _FAR <= task.due.year <= last.year + _FAR:
            self.warn(
                "W_YEAR", line, "due", line.text("due"), "year_far", due=task.due, first=first.year, last=last.year
            )

    def _year(self, line: Line) -> int | None:
        """The year of words without one: the column's, the group's, the title's, that of a plan of one year."""
        for column in self.table.columns:
            if column.kind == "due" and len(years := set(re.findall(r"20\d\d", column.header))) == 1:
                return int(years.pop())
        for group in reversed(line.section):
            if len(years := set(re.findall(r"(?<![\d/-])20\d\d(?![\d/-])", group))) == 1 and "năm" in group.lower():
                return int(years.pop())
        if self.head.year:
            return self.head.year
        if self.plan.start and self.plan.end and self.plan.start.year == self.plan.end.year:
            return self.plan.start.year
        return None

    # Reports

    def report(self, line: Line) -> Report | None:
        """How the line says its task stands; None where it says nothing."""
        kinds = ("status", "percent", "done_on", "result", "difficulty", "proposal")
        marks = [column for column, _ in line.marks if column.state]
        if not marks and not any(line.text(kind).strip(" -–.…") for kind in kinds):
            return None
        report = Report(self._reported_on(line), place=self.place(line, "status"))
        self._state(line, report, marks)
        self._done(line, report)
        status = line.text("status")
        said = [_joined(status)] if status and not states.is_plain(status) else []  # more than a state is news
        said += [_joined(line.text(kind)) for kind in ("result", "note")]
        report.note = "; ".join(dict.fromkeys(filter(None, said))) or None
        report.evidence = _joined(line.text("evidence")) or None
        report.difficulty = _something(line.text("difficulty"))
        report.proposal = _something(line.text("proposal"))
        return report if report.status or report.status_words != "none" else None

    def _reported_on(self, line: Line) -> date | None:
        cell = line.cell("reported_on")
        if cell.day:
            return cell.day
        period = deadlines.read(cell.text, None, self.order) if cell.text else None
        return period.last if isinstance(period, Period) and period.last else self.reported_on

    def _state(self, line: Line, report: Report, marks: Sequence) -> None:
        words = line.text("status").strip()
        said = states.read(words) if words else states.State(None)
        cell = line.cell("percent")
        percent = states.percent(cell, self.shares) if cell.text else None
        if cell.text and percent is None:
            other = states.read(cell.text)
            percent, said = other.percent, said if said.status else other
        if percent is None:
            percent = said.percent
        marked = {column.state for column in marks}
        shown = words or ", ".join(column.header for column in marks) or cell.text
        report.status_words = _joined(shown) or None
        status = marked.pop() if len(marked) == 1 else None if marked else said.status
        result = states.read(line.text("result")) if line.text("result") else states.State(None)
        likely = said.likely
        if status is None and not marked and percent is not None:
            status = (
                "done"
                if percent == 100 and not words
                else "not_started"
                if percent == 0
                else "in_progress"
                if percent < 100
                else None
            )
        if status is None and not marked and not words and not cell.text:
            status, likely = _opening(line.text("result")), result.status or result.likely
            percent = result.percent if status == "in_progress" else None
        if status is None and line.text("done_on") and not words and not marked:
            status = "done"
        if status is None:
            asked = _joined(words or ", ".join(column.header for column in marks) or line.text("result") or line.title)
            answer = self.questions.ask(
                "status", asked, self.place(line, "status" if words else "result"), "ask_status_marks" if len(marks) > 1 else "ask_status",
                accept_status, [*(Choice(state, f"state_{state}") for state in STATUSES), Choice("none", "choice_no_report")], likely, words=asked,
            )  # fmt: skip
            status = None if answer is OPEN else answer
            if answer is None:
                report.status_words = "none"
        if (
            status
            and percent is not None
            and (percent == 100) is not (status == "done")
            and (percent == 100 or status == "done")
        ):
            asked = f"{_joined(cell.text) or f'{percent:g}%'} | {_joined(shown)}"
            answer = self.questions.ask(
                "percent",
                asked,
                self.place(line, "percent"),
                "ask_percent",
                accept_percent,
                (),
                percent,
                percent=f"{percent:g}",
                words=_joined(shown),
            )
            percent = None if answer is OPEN else answer
        report.status, report.percent = status, percent

    def _done(self, line: Line, report: Report) -> None:
        cell = line.cell("done_on")
        if not cell.text.strip(" -–.…"):
            return
        period = Period(cell.day, cell.day) if cell.day else deadlines.read(cell.text, self._year(line), self.order)
        words = _joined(line.text("done_on"))
        place = self.place(line, "done_on")
        if isinstance(period, Period) and period.last:
            if (
                report.reported_on
                and period.last > report.reported_on
                and not (period.first and period.first <= report.reported_on and period.first != period.last)
            ):
                answer = self.questions.ask(
                    "done_on",
                    words,
                    place,
                    "ask_done_after",
                    accept_day_or_none,
                    _day_choices(None),
                    None,
                    words=words,
                    day=report.reported_on,
                )
                report.done_on = None if answer is OPEN else answer
            elif report.status in ("done", None):
                report.done_on = min(period.last, report.reported_on) if report.reported_on else period.last
            else:
                self.warn("W_DONE_DAY", line, "done_on", words, "done_on_open", words=words)
        elif isinstance(period, Doubt) and period.key == "due_order":
            return
        elif report.status in ("done", None) and period is not None:
            answer = self.questions.ask(
                "done_on", words, place, "ask_done_unread", accept_day_or_none, _day_choices(None), None, words=words
            )
            report.done_on = None if answer is OPEN else answer

    # What a cell says

    def _resolve_ditto(self, line: Line) -> None:
        for kind, cells in list(line.cells.items()):
            if kind not in ("title", "section") and any(_is_ditto(cell.text) for cell in cells):
                line.cells[kind] = [*(self._cells.get(kind) or ())] if all(_is_ditto(cell.text) for cell in cells) else [
                    other for cell in cells for other in ((self._cells.get(kind) or ()) if _is_ditto(cell.text) else (cell,))
                ]  # fmt: skip
        self._cells = line.cells

    def _section(self, line: Line) -> str | None:
        path = list(line.section)
        return " / ".join(" ".join(group.split()) for group in path) or None

    def place(self, line: Line, kind: str) -> Place:
        """Where a cell of a line stands."""
        return Place(self.file, self.table.part, line.row, self._column(kind))

    def _column(self, kind: str) -> int | None:
        return next((column.place + 1 for column in self.table.columns if column.kind == kind), None)

    def _offices(self) -> list[Choice]:
        return [Choice(code, name) for code, name in self.directory.names.items()]

    # Answers

    def _accept_agency(self, given: object) -> str:
        if isinstance(given, str) and given in self.directory.names:
            return given
        if (
            isinstance(given, dict)
            and isinstance(new := given.get("new"), dict)
            and new.get("code")
            and new.get("name")
        ):
            code = str(new["code"]).strip()
            self.directory.add(code, str(new["name"]).strip(), new.get("kind"))
            return code
        raise WrongAnswer("answer_agency")

    def _accept_agencies(self, given: object) -> str | list[str]:
        if given == "each":
            return "each"
        many = given if isinstance(given, list) else [given]
        if not many:
            raise WrongAnswer("answer_agency")
        return [self._accept_agency(one) for one in many]


def accept_day_or_none(given: object) -> date | None:
    """A day, or "none" for no day."""
    if given == "none":
        return None
    period = deadlines.read(str(given)) if isinstance(given, str) else None
    if not isinstance(period, Period) or period.last is None:
        raise WrongAnswer("answer_day")
    return period.last


def accept_day(given: object) -> date:
    """A day."""
    day = accept_day_or_none(given)
    if day is None:
        raise WrongAnswer("answer_day")
    return day


def accept_status(given: object) -> str | None:
    """One of the five states, or "none" for no report."""
    if given == "none":
        return None
    if given in STATUSES:
        return str(given)
    raise WrongAnswer("answer_status")


def accept_percent(given: object) -> float | None:
    """A number from 0 to 100, or "none"."""
    if given == "none":
        return None
    try:
        number = float(str(given).replace(",", ".").removesuffix("%"))
    except ValueError:
        number = -1.0
    if not 0 <= number <= 100:
        raise WrongAnswer("answer_percent")
    return number


def _opening(text: str) -> str | None:
    """The state that a sentence begins with: "Đã hoàn thành ...", "Đang ...", "Chưa ..."."""
    said = flat(text).strip(" -+\n")
    whole = states.read(text)
    if re.match(r"(?:da )?hoan thanh\b", said):
        return whole.status
    if re.match(r"(?:dang|tiep tuc|co ban hoan thanh|chua hoan thanh)\b", said):
        return "in_progress"
    if re.match(r"chua (?:thuc hien|trien khai|bat dau|to chuc|tien hanh)\b", said):
        return "not_started"
    return "in_progress" if whole.status == "in_progress" and whole.percent is not None else None


def _is_ditto(text: str) -> bool:
    return bool(text) and len(text) < 20 and bool(_DITTO.fullmatch(flat(text).strip()))


def _joined(text: str) -> str:
    return " ".join(text.split())


def _something(text: str) -> str | None:
    """Words that say something: "Không", "-" say there is nothing."""
    words = _joined(text)
    return None if flat(words).strip(" -–.…") in ("", "khong", "khong co", "0") else words


def _day_choices(proposal: str | None) -> list[Choice]:
    return [*([Choice(proposal, "choice_day")] if proposal else []), Choice("none", "choice_no_day")]
