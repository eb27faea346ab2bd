"""What a person has filled in and not saved, as this tab shows it: kept as drafts, saved once, undone for a while."""

from dataclasses import dataclass, field, replace
from datetime import datetime

import streamlit as st

from models.changes import drafts, reports
from models.changes.reports import NotSaved, Problem, Report
from models.store.database import Refused
from pages.shared.view import View, present
from progress.numbers.periods import today
from progress.show import update


@dataclass
class Desk:
    """One plain object in the session: no call of Streamlit, where a second click could stop the script, stands between
    a save and its being known as saved.

    reports: what is filled in, by code, each on the version it was filled in on.  opened: what stood when a form was
    opened.  unfolded: cards with their form open.  kept_at: when a draft found at sign-in was typed.  turns: a form that
    begins anew has other keys.  written, problems, refused: what the last click came to, said once.
    """

    account_id: int
    reports: dict[str, Report] = field(default_factory=dict)
    opened: dict[str, Report] = field(default_factory=dict)
    unfolded: dict[str, bool] = field(default_factory=dict)
    kept_at: dict[str, datetime] = field(default_factory=dict)
    turns: dict[str, int] = field(default_factory=dict)
    looked: dict[str, Report] = field(default_factory=dict)
    unseen: bool = False
    written: int = 0
    problems: tuple[Problem, ...] = ()
    refused: Refused | None = None

    def stale(self, code: str, stands: dict[str, Report]) -> bool:
        """Whether the milestone has moved on since this was filled in."""
        return code in self.reports and self.reports[code].seen != stands[code].seen

    def begin_anew(self, code: str) -> None:
        """The next form of this milestone shows what stands then."""
        for kept in (self.reports, self.opened, self.kept_at, self.unfolded):
            kept.pop(code, None)
        self.turns[code] = self.turns.get(code, 0) + 1

    def look(self, filled: list[Report]) -> None:
        """These are drawn now: what is filled in in the grid is saved only once it was shown."""
        shown = {report.milestone: replace(report, confirmed=False) for report in filled}
        self.unseen, self.looked = shown != self.looked, shown

    def key(self, name: str, code: str) -> str:
        """Of a field of a form: other versions and other turns are other fields."""
        return f"{name}_{code}_{self.opened[code].seen}_{self.turns.get(code, 0)}"


def desk_of(view: View) -> Desk:
    """This tab's desk; at first with the drafts that are kept."""
    desk = st.session_state.get("desk")
    if desk is None or desk.account_id != view.signed_in.account_id:
        kept = drafts.kept(view.engine, view.signed_in.actor)
        desk = Desk(
            view.signed_in.account_id,
            reports={k.report.milestone: k.report for k in kept},
            kept_at={k.report.milestone: k.saved_at for k in kept},
        )
        st.session_state["desk"] = desk
    return desk


def settled(view: View, desk: Desk, stands: dict[str, Report]) -> None:
    """What is filled in and stands by now - saved in another tab, or by somebody else - is not to be saved again."""
    for code in [code for code in desk.reports if code in stands and desk.stale(code, stands)]:
        if not update.differing(desk.reports[code], stands[code]):
            dropped(view, desk, code)


def put(view: View, desk: Desk, report: Report) -> None:
    """Take up what is filled in for a milestone, and keep it; what is as it stood when the form was opened is nothing."""
    code, actor = report.milestone, view.signed_in.actor
    try:
        if update.differing(report, desk.opened[code]):
            if desk.reports.get(code) != report:
                desk.reports[code] = report
                drafts.keep(view.engine, actor, report, now=present(view.url))
        elif desk.reports.pop(code, None):
            drafts.drop(view.engine, actor, [code])
    except Refused as refused:  # it stands in the tab at least, and can be saved
        desk.refused = refused


def dropped(view: View, desk: Desk, code: str) -> None:
    """What was filled in for this milestone is given up."""
    drafts.drop(view.engine, view.signed_in.actor, [code])
    desk.begin_anew(code)


def save(view: View, desk: Desk, filled: list[Report]) -> None:
    """Save these, all or none; what refuses them is shown with the next drawing."""
    now = present(view.url)  # a click comes later than the drawing it was made on, perhaps on another day
    dated = [replace(report, reported_on=today(now)) for report in filled]
    token = update.token(desk.account_id, dated)
    try:
        desk.written = len(reports.report(view.engine, view.signed_in.actor, dated, token=token, now=now).lines)
    except NotSaved as refused:
        desk.problems = refused.problems
    except Refused as refused:
        desk.refused = refused
    else:
        for report in dated:
            desk.begin_anew(report.milestone)


def undo(view: View, desk: Desk, lines: list[int]) -> None:
    try:
        reports.withdraw(view.engine, view.signed_in.actor, lines, now=present(view.url))
    except Refused as refused:
        desk.refused = refused
