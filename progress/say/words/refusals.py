"""Why something is refused: the sentence of each `Reason`, by its key."""

from dataclasses import dataclass

from progress.say.words.room import Room


@dataclass(frozen=True)
class Refusals(Room):
    # The database, its copies, the settings
    database_damaged: str
    database_read_only: str
    database_full: str
    database_busy: str
    database_away: str
    database_lost: str
    database_strange: str
    database_gone: str
    database_url: str
    database_not_opened: str
    database_newer: str
    code_unknown: str
    file_not_read: str
    file_not_written: str
    file_exists: str
    backup_damaged: str
    setting: str
    needs_instant: str
    needs_cutoff_day: str
    needs_flag: str
    needs_minutes: str
    needs_secret: str
    needs_header: str
    needs_base_url: str
    needs_mailboxes: str
    needs_days: str
    needs_https: str
    needs_server: str
    needs_mailbox: str
    oidc_together: str
    smtp_together: str
    # People
    sign_in_wrong: str
    provider_failed: str
    address_taken: str
    address_form: str
    address_unknown: str
    password_overtaken: str
    password_wrong: str
    password_poor: str
    passwords_differ: str
    login_taken: str
    login_form: str
    too_many_tries: str
    account_unknown: str
    name_missing: str
    role_unknown: str
    director_agency: str
    last_administrator: str
    right_missing: str
    milestone_of_another: str
    session_over: str
    # Reports and extensions
    milestone_unknown: str
    milestone_twice: str
    milestone_overtaken: str
    decided_elsewhere: str
    reported_after_today: str
    done_needs_day: str
    done_after_today: str
    done_long_ago: str
    day_needs_done: str
    percent_limits: str
    value_no_number: str
    status_needs_decision: str
    text_long: str
    asks_reopened: str
    asks_done_moved: str
    asks_fell: str
    undo_issued: str
    undo_overtaken: str
    undo_late: str
    request_answered: str
    request_unknown: str
    request_waits: str
    request_reason: str
    extension_far: str
    extension_not_later: str
    extension_no_deadline: str
    extension_closed: str
    extension_decision: str
    extension_reason: str
    decision_overtaken: str
    decision_day: str
    decline_reason: str
    # Meetings and months
    conclusion_day: str
    conclusion_words: str
    colour_days: str
    colour_limits: str
    reason_long: str
    month_again: str
    month_open: str
    month_torn: str
    month_empty: str
    month_unknown: str
    month_moving: str
    month_form: str
    edition_unknown: str
    # Packs
    pack_not_written: str
    pack_not_printed: str
    pack_older_rules: str
    pack_untrue: str
    folder_not_free: str
    answers_not_read: str
    reading_folder_not_free: str
    folder_unknown: str
    manifest_missing: str
    # Plans, agencies, files
    code_taken: str
    row_overtaken: str
    merge_day: str
    merge_into_closed: str
    merge_again: str
    merge_one: str
    field: str
    demonstration_not_empty: str
    folder_not_written: str
    import_not_read: str
    # The command line
    mail_not_sent: str
    report_settings: str
    smtp_missing: str
    option_unknown: str
    day_to_come: str
