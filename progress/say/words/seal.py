"""Whether a pack or a picture is what was issued."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Seal:
    title: str
    upload: str
    running: str
    words: Mapping[str, str]
    states: Mapping[str, str]
    languages: Mapping[str, str]
