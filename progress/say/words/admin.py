"""Administration."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Admin:
    only: str
    tabs: Mapping[str, str]
    choose: Mapping[str, str]
    add: Mapping[str, str]
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
    settings: Mapping[str, str]
    backup: str
