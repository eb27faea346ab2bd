"""The review: its lists, marks, conclusions and the colour rule."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Review:
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
    change_counts: Mapping[str, str]
    change_details: Mapping[str, str]
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
