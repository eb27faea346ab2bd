"""A person's calendar of deadlines."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Calendar(Room):
    lead: str
    once: str
    make: str
    again: str
    end: str
    name: str
    all: str
    overdue: str
