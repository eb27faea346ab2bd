"""Mails."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from progress.say.words.room import Each, Room


@dataclass(frozen=True)
class Reminders(Room):
    subjects: Annotated[Mapping[str, str], Each("open", "closed", "overdue", "due")]
    hello: str
    closed: str
    due: str
    overdue: str
    due_line: str
    overdue_line: str
    link: str
    mail_subject: str
    mail_link: str
