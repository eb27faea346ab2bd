"""The workbook, slides and text of a month."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Office:
    source: str
    sheets: Mapping[str, str]
    heat_note: str
    bars_note: str
    counts: tuple[str, ...]
    groups: tuple[str, ...]
    cells: tuple[str, ...]
    edition: str
    many: str
