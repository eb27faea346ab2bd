"""How many of what comes due will be on time."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Forecast:
    title: str
    record: str
    how: str
    tried: str
    few: str
    none_due: str
    wide: str
    trials: str
    day: str
    at_stake: str
    known: str
    range: str
    came: str
    hit: str
    right: str
    wrong: str
    silent: str
