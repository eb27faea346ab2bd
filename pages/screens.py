"""The screens in the order of the navigation: a new one is one more line here. Frame, addresses and tests read it."""

from collections.abc import Callable
from dataclasses import dataclass

from models.people.rights import Action
from pages import admin, agency, history, method, milestones, overview, plan, report, review, update
from pages.door import account
from pages.shared import parts
from pages.shared.view import View
from progress.say.languages import Words
from progress.say.words.frame import Frame

HOME = "overview"


@dataclass(frozen=True)
class Screen:
    """name: its address without the slash, and what links call it (`View.pages`). own: what it reads itself from the URL,
    kept while it is open and dropped when it is left. may: what one must be allowed to find it in the navigation; None =
    nothing. hidden: it is only linked to. of_plans: while there are none, the first steps stand in its place."""

    name: str
    title: Callable[[Frame], str]
    show: Callable[[View], None]
    own: tuple[str, ...] = ()
    may: Action | None = None
    hidden: bool = False
    of_plans: bool = True

    @property
    def path(self) -> str:
        return "/" if self.name == HOME else f"/{self.name}"

    def titled(self, words: Words) -> str:
        """Its name as the browser's tab has it."""
        return f"{self.title(words.frame)} · Tiến độ"


SCREENS = (
    Screen(HOME, lambda words: words.overview, overview.show, own=overview.BEHIND),
    Screen("review", lambda words: words.review, review.show, own=parts.COMPARED),
    Screen("update", lambda words: words.update_page, update.show, own=update.ASKED),
    Screen("milestone", lambda words: words.milestones_page, milestones.show, own=(*milestones.NARROWED, "milestone")),
    Screen("agency", lambda words: words.agency_page, agency.show),
    Screen("plan", lambda words: words.plan_page, plan.show),
    Screen("history", lambda words: words.history_page, history.show, own=parts.COMPARED),
    Screen("report", lambda words: words.report_page, report.show),
    Screen("method", lambda words: words.method, method.show),
    Screen("account", lambda words: words.account_page, account.show, hidden=True, of_plans=False),
    Screen("admin", lambda words: words.admin_page, admin.show, own=admin.ASKED, may=Action.ADMINISTER, of_plans=False),
)


def named(name: str) -> Screen | None:
    """The screen of a name; the first one's name may be left out."""
    return next((screen for screen in SCREENS if screen.name == (name or HOME)), None)
