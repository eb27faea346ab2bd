"""One milestone, one agency, one plan."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Profile(Room):
    not_yet: str
    moved_by: str
    never_moved: str
    history: str
    no_history: str
    was_reported: str
    holds_now: str
    holds_until: str
    holds_never: str
    extensions: str
    after_done: str
    timeline_one: str
    timeline_one_lane: str
    timeline_due: str
    timeline_subtitle: str
    timeline_title: str
    timeline_hover: str
    choose_plan: str
    all_plans: str
    papers_title: str
    this_paper: str
    choose_agency: str
    all_agencies: str
    closed_on: str
    succeeded_by: str
    past_title: str
