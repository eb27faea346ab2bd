"""Lists of milestones, what narrows them, and their files."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Lists:
    see_all: str
    as_table: str
    nothing_here: str
    none_found: str
    done_buckets: str
    open_buckets: str
    every_state: str
    by_due_month: str
    by_done_month: str
    milestones_found: str
    and_cancelled: str
    download: str
    open_row: str
    download_xlsx: str
    tables: Mapping[str, str]
    rows: Mapping[str, str]
