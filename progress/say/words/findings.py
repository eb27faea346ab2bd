"""What is found in files: the sentence of each `Reason` of a finding, by its key."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Findings:
    # The file
    file_heavy: str
    file_unpacks: str
    file_old_excel: str
    file_unknown: str
    file_damaged: str
    file_doctype: str
    file_encoding: str
    broken_utf8: str
    broken_utf16: str
    unmarked_utf16: str
    quote_never_closed: str
    quote_misplaced: str
    # The sheet and its header
    sheet_extends: str
    to_column: str
    to_row: str
    to_empty_row: str
    to_text: str
    table_long: str
    table_wide: str
    table_twice: str
    table_none: str
    table_unknown: str
    header_twice: str
    header_missing: str
    in_column: str
    # The row
    row_wide: str
    code_twice: str
    report_twice: str
    reference_unknown: str
    noun_agency: str
    noun_document: str
    noun_plan: str
    noun_milestone: str
    parent_rejected: str
    out_of_order: str
    done_after_report: str
    done_day_not_done: str
    due_issued: str
    recorded_before_issue: str
    percent_against_status: str
    decision_missing: str
    # The cell
    cell_empty: str
    cell_long: str
    cell_formula: str
    cell_control: str
    cell_blanks: str
    cell_spoilt: str
    no_day: str
    forms_day: str
    forms_first_day: str
    forms_last_day: str
    forms_deadline: str
    forms_new_deadline: str
    forms_instant: str
    no_weight: str
    no_percent: str
    no_number: str
    no_status: str
    no_basis: str
    # The workbook of an agency
    workbook_none: str
    workbook_twice: str
    workbook_header_twice: str
    workbook_unversioned: str
    workbook_code_missing: str
    workbook_code_twice: str
    workbook_status_missing: str
    workbook_version_missing: str
    workbook_version_altered: str
    workbook_formula: str
