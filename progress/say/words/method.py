"""How numbers are reckoned."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    lead: str
    more_rules: str
    identity: str
    rules: tuple[str, ...]
    counts_title: str
