"""The overview."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Overview:
    due_done: str
    on_time: str
    due_soon_n: str
    by_weight: str
    states_title: str
    baseline: str
