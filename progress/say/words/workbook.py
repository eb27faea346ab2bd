"""The workbook an agency fills in."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Workbook(Room):
    sheet: str
    guide_sheet: str
    title: str
    status_now: str
    percent_now: str
    guide: tuple[str, ...]
    choose_status: str
    percent_rule: str
    day_rule: str
    number_rule: str
    length_rule: str
    lead: str
    download: str
    upload: str
    counts: str
    nothing: str
    stands: str
    becomes: str
    never: str
    asks: str
    sure: str
    save: str
    feed: str
