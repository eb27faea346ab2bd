"""Whether a pack or a picture is what was issued."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from progress.say.words.room import Each, Room


@dataclass(frozen=True)
class Seal(Room):
    title: str
    upload: str
    running: str
    words: Annotated[
        Mapping[str, str],
        Each("same", "look", "different", "unknown", "pack_same", "pack_look", "pack_older rules", "pack_different"),
    ]
    states: Annotated[Mapping[str, str], Each("look", "different", "missing", "extra", "older rules", "unknown")]
    languages: Mapping[str, str]
