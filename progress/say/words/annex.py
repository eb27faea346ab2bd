"""What the reading of an annex asks and says: the sentence of each key of `models.files.annex`."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Annex(Room):
    # Why a file is not read
    password: str
    damaged: str
    doctype: str
    empty: str
    no_text: str
    no_table: str
    too_large: str
    too_large_unpacked: str
    too_many_elements: str
    too_many_rows: str
    too_wide: str
    too_many_merged: str
    quotes: str
    rich_text: str
    picture: str
    old_xml: str
    web_archive: str
    other_office: str
    binary_workbook: str
    old_word: str
    old_workbook: str
    unknown_kind: str
    portable_scan: str
    portable_long: str
    portable_table: str
    # What a person is asked
    ask_agency: str
    ask_agency_unknown: str
    ask_agencies: str
    ask_lead: str
    ask_new_agencies: str
    ask_due_unknown: str
    ask_due_words: str
    ask_due_open: str
    ask_due_part: str
    ask_due_before: str
    ask_due_no_year: str
    ask_due_impossible: str
    ask_due_order_of_days: str
    ask_due_number: str
    ask_due_counted: str
    ask_day_first: str
    ask_status: str
    ask_status_marks: str
    ask_percent: str
    ask_done_after: str
    ask_done_unread: str
    ask_report_day: str
    ask_encoding: str
    ask_sheet: str
    ask_column: str
    ask_row_nameless: str
    ask_row_nameless_broken: str
    ask_row_alone: str
    ask_row_group_or_detail: str
    ask_row_step: str
    ask_plan: str
    ask_same: str
    ask_lead_change: str
    ask_missing: str
    # What an answer lacks
    answer_agency: str
    answer_day: str
    answer_status: str
    answer_percent: str
    answer_yes_no: str
    answer_row: str
    answer_choice: str
    answer_lead_change: str
    answer_missing: str
    answer_new_agencies: str
    answer_plan: str
    # What may be answered
    choice_each: str
    choice_day: str
    choice_no_day: str
    choice_no_report: str
    choice_yes: str
    choice_no: str
    choice_new: str
    choice_correction: str
    choice_stays: str
    state_not_started: str
    state_in_progress: str
    state_done: str
    state_suspended: str
    state_cancelled: str
    row_task: str
    row_detail: str
    row_group: str
    column_agency: str
    column_supporting: str
    column_title: str
    column_start: str
    column_due: str
    column_product: str
    column_person: str
    column_status: str
    column_percent: str
    column_result: str
    column_note: str
    column_none: str
    # What is said beside the tables
    no_value: str
    agency_short: str
    lead_of_task: str
    due_of_task: str
    support_many: str
    support_unknown: str
    year_taken: str
    year_in_date_cell: str
    year_far: str
    start_unread: str
    start_after_due: str
    done_on_open: str
    report_due: str
    merged: str
    percent_shares: str
    hidden_sheet: str
    hidden_column: str
    hidden_row: str
    deleted_row: str
    dropped_words: str
    old_encoding: str
    column_unread: str
    other_number: str
    owner_leads: str
    answer_unknown: str
