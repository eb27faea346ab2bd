"""Lists of milestones, what narrows them, and their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from models.files.schema import TABLES
from progress.say.words.room import Each, Room


@dataclass(frozen=True)
class Lists(Room):
    see_all: str
    as_table: str
    nothing_here: str
    none_found: str
    open_buckets: str
    every_state: str
    by_due_month: str
    by_done_month: str
    milestones_found: str
    and_cancelled: str
    download: str
    open_row: str
    download_xlsx: str
    tables: Annotated[Mapping[str, str], Each(TABLES)]
    rows: Annotated[Mapping[str, str], Each(TABLES)]
