"""What states, rates, counts and colours are called, everywhere alike."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    illustrative: str
    kinds: Mapping[str, str]
    bases: Mapping[str, str]
    milestones: str
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
    buckets: Mapping[str, str]
    signs: Mapping[str, str]
    flag_words: Mapping[str, str]
    count_of: str
    statuses: Mapping[str, str]
    colour_words: Mapping[str, str]
    rank: str
    rank_none: str
    change_words: Mapping[str, str]
    late_words: Mapping[str, str]
    points: str
    spi: str
    colour_rule: str
    roles: Mapping[str, str]
    field_word: str
    methods: Mapping[str, tuple[str, str]]
    counts: Mapping[str, str]
    count_names: Mapping[str, str]
