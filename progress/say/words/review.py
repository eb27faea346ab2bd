"""The review: its lists, marks, conclusions and the colour rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from progress.numbers.two_days import CHANGES
from progress.say.words.room import Each, Room


@dataclass(frozen=True)
class Review(Room):
    group_line: str
    none: str
    compared: str
    changed: str
    frozen: str
    no_document: str
    late: str
    silent: str
    reminder_lead: str
    reminder_line: str
    change_counts: Annotated[Mapping[str, str], Each(CHANGES)]
    change_details: Annotated[Mapping[str, str], Each(CHANGES)]
    colour_edit: str
    colour_red_below: str
    colour_red_days: str
    colour_amber_below: str
    colour_effect: str
    colour_turns: str
    colour_save: str
    colour_kept: str
    reviewed: str
    reviewed_by: str
    reviewed_not: str
    each: str
    mark: str
    unmark: str
    conclusions: str
    conclusion_line: str
    conclude: str
