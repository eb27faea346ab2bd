"""The frame of every screen: their names, the line on top, the filters."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Frame(Room):
    overview: str
    milestones_page: str
    method: str
    through_day: str
    on_day: str
    period: str
    reported: str
    demonstration: str
    back_to_today: str
    as_of: str
    search: str
    filters: str
    clear: str
    all: str
    kind: str
    language: str
    agency_page: str
    plan_page: str
    to_list: str
    review: str
    report_page: str
    history_page: str
    account_page: str
    update_page: str
    admin_page: str
    problem: str
    no_page: str
    no_page_lead: str
    to_come: str
