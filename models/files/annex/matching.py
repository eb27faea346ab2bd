"""Which tasks are known already: by this reading, or by the database.

- A task whose title is a known one's keeps its code; others take the next free number of the plan.  What is almost the
  same is asked, and so is a known task that has another lead or is not there in a new version.
- A line of a report is a task's where code, or title and lead, are the task's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cache

from models.files.annex.agencies import Directory
from models.files.annex.known import Known, KnownTask
from models.files.annex.questions import OPEN, Choice, Place, Questions, WrongAnswer
from models.files.annex.tasks import Report, Task, accept_day
from models.store.text import fold

_ALIKE = 0.82  # letters of titles that may be one
_SHARED = 0.5  # of their words, before their letters are compared


@dataclass(frozen=True)
class Transfer:
    """A task that another agency leads from a day on."""

    milestone: str
    to: str
    on: date
    decision: str


@dataclass
class Matching:
    """The tasks of one plan, those of the database first; each that is added gets its code."""

    plan: str
    known: Known
    directory: Directory
    questions: Questions
    tasks: list[Task] = field(default_factory=list)
    reports: list[tuple[str, Report]] = field(default_factory=list)  # code, "" while it is asked whose report it is
    transfers: list[Transfer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._unseen = {task.code: task for task in self.known.tasks}
        start = f"{self.plan}-"
        numbers = [code.removeprefix(start) for code in self.known.codes if code.startswith(start)]
        self._number = max((int(number) for number in numbers if number.isdecimal()), default=0)

    def add(self, task: Task, is_version: bool = False) -> list[Task]:
        """The task with its code; one for each agency where each is to have its own.

        is_version: it stands in an annex, which says what the tasks are, and may be a new version of a known one.
        """
        mine = self._known(task) if is_version and self._unseen else None
        if mine is not None:
            del self._unseen[mine.code]
            task.code = mine.code
            if task.agency and task.agency != mine.agency:
                self._ask_lead_change(task, mine)
            self.tasks.append(task)
            return [task]
        made = [task.led_by(agency) for agency in task.each] or [task]
        for one in made:
            self._number += 1
            one.code = f"{self.plan}-{self._number:02d}"
        self.tasks += made
        return made

    def among(self) -> list[Task | KnownTask]:
        """The tasks that a report may speak of: those added so far and those of the database."""
        codes = {task.code for task in self.tasks}
        return [*self.tasks, *(task for task in self.known.tasks if task.code not in codes)]

    def whose(
        self, title: str, written: str, lead: str | None, place: Place, among: Sequence[Task | KnownTask]
    ) -> str | None:
        """The code of the task that a line of a report speaks of, "" while that is asked, None for a task nobody knows.

        written: the code in the line, if it has one.  lead: the agency it names, if any.
        """
        if written and any(task.code == written for task in among):
            return written
        same = [task for task in among if plain(task.title) == plain(title)]
        fits = [task for task in same if not lead or not task.agency or task.agency == lead]
        if fits:
            return fits[0].code
        return self._asked(title, place, same or self._near(title, among))

    def ask_missing(self) -> None:
        """What became of known tasks that the new version does not have."""
        for mine in self._unseen.values():
            answer = self.questions.ask(
                "missing", mine.code, Place(""), "ask_missing", _missing, [Choice("stays", "choice_stays")], "stays",
                title=mine.title, code=mine.code,
            )  # fmt: skip
            if isinstance(answer, Report):
                self.reports.append((mine.code, answer))

    def _known(self, task: Task) -> KnownTask | None:
        stored = list(self._unseen.values())
        same = [one for one in stored if plain(one.title) == plain(task.title)]
        if same:
            return next((one for one in same if one.agency == task.agency), same[0])
        code = self._asked(task.title, task.place, self._near(task.title, stored))
        return self._unseen.get(code or "")

    def _asked(self, title: str, place: Place, near: Sequence[Task | KnownTask]) -> str | None:
        if not near:
            return None
        answer = self.questions.ask(
            "same", title, place, "ask_same", one_of([*(one.code for one in near), "new"]),
            [*(Choice(one.code, one.title) for one in near), Choice("new", "choice_new")], near[0].code, title=title,
        )  # fmt: skip
        return "" if answer is OPEN else None if answer == "new" else answer

    def _near(self, title: str, tasks: Sequence[Task | KnownTask]) -> list[Task | KnownTask]:
        """The tasks whose titles are so alike that they may be one, the likeliest first: of those that share most of
        their words."""
        words, said = _words(title), plain(title)
        shared = [len(words & (others := _words(task.title))) / max(len(words | others), 1) for task in tasks]
        likely = sorted((-share, place) for place, share in enumerate(shared) if share >= _SHARED)[:8]
        scored = sorted((-_alike(said, plain(tasks[place].title)), place) for _, place in likely)
        return [tasks[place] for score, place in scored[:3] if -score >= _ALIKE]

    def _ask_lead_change(self, task: Task, mine: KnownTask) -> None:
        names, after = self.directory.names, task.agency or ""
        answer = self.questions.ask(
            "lead_change", mine.code, task.place, "ask_lead_change", _lead_change, [Choice("correction", "choice_correction")], None,
            title=task.title, before=names.get(mine.agency, mine.agency), after=names.get(after, after),
        )  # fmt: skip
        if isinstance(answer, Transfer):
            self.transfers.append(Transfer(mine.code, after, answer.on, answer.decision))
        if answer is not None:
            task.agency = None if answer is OPEN else mine.agency


@cache
def plain(title: str) -> str:
    """What of a title is compared: its letters and figures."""
    return "".join(c for c in fold(title) if c.isalnum())


def _alike(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1; one that is the beginning of the other is all but the same."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > 12 and longer.startswith(shorter):
        return 0.95
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@cache
def _words(title: str) -> frozenset[str]:
    return frozenset(fold(title).split())


def one_of(values: Sequence[str], wrong: str = "answer_choice") -> Callable[[object], str]:
    """Takes an answer that is one of these; `wrong` says what another lacks."""

    def accept(given: object) -> str:
        if given not in values:
            raise WrongAnswer(wrong)
        return str(given)

    return accept


def _lead_change(given: object) -> Transfer | None:
    """A transfer whose milestone is still to be named; None for a correction."""
    if given == "correction":
        return None
    if isinstance(given, dict) and given.get("on"):
        return Transfer("", "", accept_day(given["on"]), str(given.get("decision") or ""))
    raise WrongAnswer("answer_lead_change")


def _missing(given: object) -> Report | None:
    """The report that cancels a task; None for one that stays."""
    if given == "stays":
        return None
    if isinstance(given, dict) and given.get("cancelled") and given.get("on"):
        return Report(accept_day(given["on"]), "cancelled", decision=str(given["cancelled"]))
    raise WrongAnswer("answer_missing")
