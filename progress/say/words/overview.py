"""The overview."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Overview(Room):
    due_done: str
    on_time: str
    due_soon_n: str
    by_weight: str
    states_title: str
    baseline: str
