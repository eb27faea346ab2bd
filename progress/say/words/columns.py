"""The heads of columns, by the column's key."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Columns(Room):
    plan: str
    agency: str
    year: str
    basis: str
    overdue_n: str
    number: str
    code: str
    title: str
    lead: str
    original_due: str
    due_in_force: str
    state: str
    claim: str
    done_on: str
    days_overdue: str
    flags: str
    reported_on: str
    document: str
    decision: str
    planned_n: str
    done_n: str
    month: str
    supporting: str
    source_paper: str
    start_day: str
    weight: str
    paper_says: str
    measured: str
    attained: str
    happened_on: str
    reported_on_day: str
    recorded_at: str
    recorded_by: str
    stood_before: str
    in_effect: str
    line_note: str
    extension_decided: str
    from_due: str
    new_due: str
    days_moved: str
    extension_reason: str
    paper_number: str
    paper_type: str
    issuer: str
    issued_on: str
    plan_period: str
    theme: str
    report_period: str
    update_rate: str
    leads_n: str
    supports_n: str
    change: str
    details: str
    moves_n: str
    days_left: str
    open_n: str
    said_on: str
    difference: str
    moves_count: str
    added_n: str
    scope_end: str
    concluded_on: str
    conclusion: str
    conclusion_last: str
    quantity: str
    meaning: str
    worked: str
    finding_file: str
    finding_row: str
    finding_column: str
    finding_value: str
    of: str
    planned_share: str
    finding: str
