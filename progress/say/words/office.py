"""The workbook, slides and text of a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from progress.say.words.room import Each, Room


@dataclass(frozen=True)
class Office(Room):
    source: str
    sheets: Annotated[
        Mapping[str, str],
        Each(
            [
                "overview",
                "charts",
                "heat",
                "cells",
                "agencies",
                "plans",
                "curve",
                "overdue",
                "changes",
                "silent",
                "late",
                "milestones",
                "method",
            ]
        ),
    ]
    heat_note: str
    bars_note: str
    counts: tuple[str, ...]
    groups: tuple[str, ...]
    cells: tuple[str, ...]
    edition: str
    many: str
