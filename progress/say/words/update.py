"""Updating: cards, grid, drafts, requests."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Update(Room):
    owed: str
    owed_none: str
    owed_heading: str
    updated_heading: str
    sign_in: str
    not_yours: str
    not_open: str
    today: str
    update_as: str
    cards: str
    grid: str
    file: str
    target_word: str
    own_claim: str
    measured_value: str
    document_number: str
    decision_number: str
    one_sentence: str
    fill: str
    unchanged: str
    drop: str
    effect: str
    save_all: str
    saved_now: str
    saved_n: str
    undo: str
    conflict_title: str
    conflict_changed: str
    conflict_mine: str
    conflict_stands: str
    conflict_overwrite: str
    conflict_drop: str
    draft_kept: str
    drafts_elsewhere: str
    odd_number: str
    fix_first: str
    right_withdrawn: str
    will_write: str
    yes_really: str
    ask_extension: str
    ask_day: str
    ask_needs_day: str
    ask_reason: str
    ask_send: str
    request_line: str
    request_waits: str
    request_granted: str
    request_declined: str
    requests_waiting: str
    requests_title: str
    grant: str
    decline: str
    decline_reason: str
    extend_title: str
    extend_reason: str
    overdue_by: str
    due_word: str
    grid_lead: str
    grid_look: str
    grid_look_again: str
    grid_nothing: str
