"""The sentences of a month's report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from progress.say.words.room import Each, Room


@dataclass(frozen=True)
class Report(Room):
    nation: str
    motto: str
    number: str
    date: str
    title: str
    subtitle: str
    foot: str
    done: str
    overdue: str
    none_overdue: str
    due_soon: str
    who: str
    changed: str
    cancelled: str
    late: str
    late_sentence: str
    first_due: str
    days_late: str
    method: str
    rules: tuple[str, ...]
    heads: Annotated[
        Mapping[str, str], Each("general", "by_agency_year", "over_time", "by_agency", "by_plan", "method")
    ]
    overview: str
    rest: str
