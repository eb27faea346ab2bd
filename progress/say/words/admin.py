"""Administration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from progress.say.words.room import Each, Room


@dataclass(frozen=True)
class Admin(Room):
    only: str
    tabs: Annotated[Mapping[str, str], Each("accounts", "agencies", "plans", "milestones", "load", "trail", "settings")]
    choose: Annotated[Mapping[str, str], Each("accounts", "agencies", "plans", "milestones")]
    add: Annotated[Mapping[str, str], Each("accounts", "agencies", "plans", "milestones")]
    state: str
    disabled: str
    must_change: str
    no_password: str
    active: str
    seen: str
    none: str
    save: str
    saved: str
    unchanged: str
    reopen: str
    confirm: str
    password: str
    password_asks: str
    password_once: str
    end: str
    end_asks: str
    ended: str
    disable: str
    disable_asks: str
    enable: str
    due_help: str
    added_help: str
    many_help: str
    merge: str
    merge_into: str
    merge_on: str
    merge_effect: str
    merge_asks: str
    merged: str
    load_lead: str
    load_counts: tuple[str, str, str]
    loaded: str
    settings_lead: str
    settings: Annotated[
        Mapping[str, str],
        Each(
            [
                "DATABASE_URL",
                "PUBLIC_READ",
                "CUTOFF_DAY",
                "SESSION_IDLE_MINUTES",
                "PROGRESS_NOW",
                "OIDC_URL",
                "TRUSTED_USER_HEADER",
                "BASE_URL",
                "SMTP_URL",
            ]
        ),
    ]
    backup: str
