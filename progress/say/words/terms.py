"""What states, rates, counts and colours are called, everywhere alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from models.people.rights import Role
from models.store.tables import Basis, Status
from progress.numbers.rules import BUCKETS, PARTS
from progress.numbers.two_days import CHANGES, ENTRIES
from progress.say.words.room import Each, Room

COUNTED = ("due_soon", "max_days_overdue", "extended_n", "frozen_n", "no_document_n")  # beside the buckets


@dataclass(frozen=True)
class Terms(Room):
    illustrative: str
    kinds: Mapping[str, str]
    bases: Annotated[Mapping[str, str], Each(Basis)]
    of_all: str
    of_due: str
    on_time_of: str
    longest: str
    days: str
    total: str
    no_deadline: str
    no_deadline_short: str
    unknown: str
    done: str
    claimed: str
    planned: str
    buckets: Annotated[Mapping[str, str], Each(BUCKETS, "cancelled")]
    signs: Annotated[Mapping[str, str], Each(BUCKETS, "cancelled")]
    flag_words: Annotated[Mapping[str, str], Each("frozen", "moved", "no_document")]
    count_of: str
    statuses: Annotated[Mapping[str, str], Each(Status)]
    colour_words: Annotated[Mapping[str, str], Each("red", "amber", "green", "grey")]
    rank: str
    rank_none: str
    change_words: Annotated[Mapping[str, str], Each(CHANGES)]
    late_words: Annotated[Mapping[str, str], Each(ENTRIES)]
    points: str
    spi: str
    colour_rule: str
    roles: Annotated[Mapping[str, str], Each(Role)]
    field_word: str
    methods: Annotated[Mapping[str, tuple[str, str]], Each(PARTS)]
    counts: Annotated[Mapping[str, str], Each("registered", "scope", BUCKETS, "cancelled", COUNTED)]
    count_names: Annotated[Mapping[str, str], Each("registered", "scope", COUNTED)]
