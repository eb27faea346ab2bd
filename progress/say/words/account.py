"""Signing in, passwords, the account."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Account(Room):
    sign_in: str
    sign_in_lead: str
    sign_out: str
    sign_out_everywhere: str
    sign_in_provider: str
    sign_in_closed: str
    sign_in_elsewhere: str
    login: str
    password: str
    try_as: str
    full_name: str
    role: str
    change_password: str
    one_time_lead: str
    password_old: str
    password_new: str
    password_again: str
    password_rule: str
    back_to_plans: str
    email: str
    browsers: str
    browser_since: str
    browser_seen: str
    this_browser: str
    ended_by_itself: str
