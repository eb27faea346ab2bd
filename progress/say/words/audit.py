"""The audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from progress.say.words.room import Each, Room


@dataclass(frozen=True)
class Audit(Room):
    trail_from: str
    until: str
    who: str
    everyone: str
    search: str
    kind: str
    subject: str
    said: str
    found: str
    page: str
    kinds: Annotated[
        Mapping[str, str],
        Each(
            [
                "line",
                "withdrawal",
                "version",
                "extension",
                "request",
                "answer",
                "review",
                "conclusion",
                "issued",
                "pack",
                "amendment",
                "sign_in",
            ]
        ),
    ]
    tables: Annotated[Mapping[str, str], Each("agency", "document", "plan", "account", "setting", "database")]
    fields: Mapping[str, str]
    reviewed: tuple[str, str]
    granted: tuple[str, str]
    signed_in: tuple[str, str]
