"""How numbers are reckoned."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Method(Room):
    lead: str
    more_rules: str
    identity: str
    rules: tuple[str, ...]
    counts_title: str
