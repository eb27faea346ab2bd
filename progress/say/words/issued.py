"""Issuing months and the archive of issued ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from progress.say.words.room import Each, Room


@dataclass(frozen=True)
class Issued(Room):
    line: str
    name: str
    month: str
    none: str
    live: str
    live_help: str
    since: str
    equal: str
    apart: str
    heading: str
    not_yet: str
    by: str
    reason: str
    before: str
    after: str
    truths: Annotated[Mapping[str, str], Each("true", "older rules", "untrue")]  # of `issuing.truth`
    check_all: str
    numbers: str
    differs: str
    against_now: str
    late: str
    open: str
    archive: str
    archive_none: str
    readers: str
    issue_button: str
    issue_again: str
    issue_fixes: str
    issue_known: str
    issue_for_ever: str
    issue_why: str
    issue_confirm: str
    issue_checks: str
    issue_stopped: str
    issue_check_words: Annotated[
        Mapping[str, tuple[str, str]], Each("buckets", "database", "silent", "requests", "late", "unissued")
    ]
