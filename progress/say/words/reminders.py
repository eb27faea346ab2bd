"""Mails."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reminders:
    subjects: Mapping[str, str]
    hello: str
    closed: str
    due: str
    overdue: str
    due_line: str
    overdue_line: str
    link: str
    mail_subject: str
    mail_link: str
