"""Every word of the program: one dataclass a room, one file a room and language.  A missing word fails at import.

Words with {} are filled with `str.format`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.store.database import Reason, Refused
from progress.say import formats
from progress.say.words.account import Account
from progress.say.words.admin import Admin
from progress.say.words.annex import Annex
from progress.say.words.audit import Audit
from progress.say.words.calendar import Calendar
from progress.say.words.columns import Columns
from progress.say.words.figures import Figures
from progress.say.words.findings import Findings
from progress.say.words.forecast import Forecast
from progress.say.words.frame import Frame
from progress.say.words.history import History
from progress.say.words.issued import Issued
from progress.say.words.lists import Lists
from progress.say.words.method import Method
from progress.say.words.office import Office
from progress.say.words.overview import Overview
from progress.say.words.pack import Pack
from progress.say.words.profile import Profile
from progress.say.words.refusals import Refusals
from progress.say.words.reminders import Reminders
from progress.say.words.report import Report
from progress.say.words.review import Review
from progress.say.words.seal import Seal
from progress.say.words.start import Start
from progress.say.words.terms import Terms
from progress.say.words.update import Update
from progress.say.words.workbook import Workbook


@dataclass(frozen=True)
class Words:
    """All words of one language; how numbers, days and names are written in it."""

    lang: str  # as links name it
    language: str  # what it calls itself
    locale: str  # as other programs name it
    writing: formats.Writing
    frame: Frame
    terms: Terms
    columns: Columns
    overview: Overview
    lists: Lists
    figures: Figures
    profile: Profile
    review: Review
    report: Report
    pack: Pack
    seal: Seal
    office: Office
    issued: Issued
    history: History
    forecast: Forecast
    account: Account
    workbook: Workbook
    reminders: Reminders
    calendar: Calendar
    update: Update
    admin: Admin
    annex: Annex
    audit: Audit
    method: Method
    start: Start
    refusals: Refusals
    findings: Findings

    def refusal(self, refused: Refused) -> str:
        """Why something was refused: a sentence for each reason."""
        return " ".join(map(self.reason, refused.reasons))

    def reason(self, reason: Reason) -> str:
        values = {name: self._filled(value) for name, value in reason.values.items()}
        room = self.refusals if hasattr(self.refusals, reason.key) else self.findings
        return getattr(room, reason.key).format(**values)

    def annexed(self, key: str, values: Mapping[str, object]) -> str:
        """What the reading of an annex asks or says."""
        return getattr(self.annex, key).format(**{name: self._filled(value) for name, value in values.items()})

    def _filled(self, value: object) -> object:
        if isinstance(value, Reason):
            return self.reason(value)
        if isinstance(value, date):
            return self.day(value)
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def percent(self, ratio: float | None) -> str:
        return formats.percent(ratio, self.writing)

    def integer(self, value: int) -> str:
        return formats.integer(value, self.writing)

    def in_sentence(self, count: int) -> str:
        return formats.in_sentence(count, self.writing)

    def decimal(self, value: float | None, places: int = 2) -> str:
        return formats.decimal(value, self.writing, places)

    def amount(self, value: float) -> str:
        return formats.amount(value, self.writing)

    def day(self, value) -> str:
        return formats.day(value)

    def signed(self, value: float, places: int = 0) -> str:
        return formats.signed(value, self.writing, places)

    def gained(self, difference: int) -> str | None:
        """+4, -1; None where nothing changed."""
        return self.signed(difference) if difference else None

    def gained_points(self, difference: float) -> str | None:
        """The difference of two rates in percentage points; None where none is to be seen or one is undefined."""
        shown = self.signed(difference * 100, 1)
        return self.terms.points.format(n=shown) if shown[:1] in "+-" else None

    def count(self, part: int, whole: int) -> str:
        return f"{self.integer(part)}/{self.integer(whole)}"

    def titled(self, row: Mapping, name: str) -> str:
        """The text `name`_vi of a row, or the one in the reader's own language where there is one."""
        for lang in (self.lang, "vi"):
            if isinstance(text := row.get(f"{name}_{lang}"), str) and text:
                return text
        return self.terms.unknown

    def numbered(self, plan: Mapping) -> str:
        """A plan by the number of its paper, where it has one, and its title."""
        title, number = self.titled(plan, "title"), plan.get("number")
        return f"{number} · {title}" if isinstance(number, str) else title

    def years(self, year) -> str:
        return self.terms.no_deadline if year is None or year != year else str(int(year))
