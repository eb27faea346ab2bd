"""The audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Audit:
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
    kinds: Mapping[str, str]
    tables: Mapping[str, str]
    fields: Mapping[str, str]
    reviewed: tuple[str, str]
    granted: tuple[str, str]
    signed_in: tuple[str, str]
