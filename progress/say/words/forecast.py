"""How many of what comes due will be on time."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Forecast(Room):
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
