"""A person's calendar of deadlines."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Calendar:
    lead: str
    once: str
    make: str
    again: str
    end: str
    name: str
    all: str
    overdue: str
