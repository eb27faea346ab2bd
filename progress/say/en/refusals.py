from progress.say.formats import Counted
from progress.say.words.refusals import Refusals

WORDS = Refusals(
    database_damaged="The database is damaged and was not copied: {found}. manage.py check tells more.",
    database_read_only=(
        "The database cannot be written. Nothing was saved; tell the administrator to look at its rights."
    ),
    database_full="The server's disk is full. Nothing was saved; tell the administrator.",
    database_busy="The database is busy. Nothing was saved; try again in a few seconds.",
    database_away=(
        "The database cannot be reached. Nothing was saved; try again in a few minutes or tell the administrator."
    ),
    database_lost=(
        "The connection to the database was lost while saving. Load the page again and see whether it was saved."
    ),
    database_strange="{database} belongs to another program. Choose another database.",
    database_gone=(
        "The database file {path} is gone. Nothing was saved; tell the administrator to restore it and start again."
    ),
    database_url="DATABASE_URL is not an address of a database, such as sqlite:////folder/progress.db.",
    database_not_opened=(
        "Cannot open the database {database}: {error}. Check the path, the right to write and the service."
    ),
    database_newer="The database is at version {version}, newer than this program ({head}). Install the newer program.",
    code_unknown="There is no code {code}.",
    file_not_read="Cannot read {path}. Check the path, the rights and the space on the disk.",
    file_not_written="Cannot write {path}. Check the folder, the right to write and the space on the disk.",
    file_exists="There is a file {path} already. Choose another name.",
    backup_damaged="{path} is not a backup, or is damaged ({error}). Use another file; nothing was changed.",
    setting="{setting} must be {needs}.",
    needs_instant="an instant with its offset, such as 2019-11-14T16:00:00+07:00",
    needs_cutoff_day="a number from 0 to 28",
    needs_flag="0 or 1",
    needs_minutes="minutes from 5 to 720",
    needs_secret="at least 32 characters",
    needs_header="the name of an HTTP header, such as X-Forwarded-User",
    needs_base_url="the screens' address, such as https://tiendo.example.vn",
    needs_mailboxes="e-mail addresses with commas between them",
    needs_days="numbers from -14 to 14, such as -2,0,2",
    needs_https="an https:// address",
    needs_server="smtp://host:587 or smtps://user:password@host:465",
    needs_mailbox="an e-mail address",
    oidc_together="{missing} missing: the three OIDC_* settings go together.",
    smtp_together="SMTP_URL and SMTP_FROM go together: one is missing.",
    sign_in_wrong="Login and password do not fit. Try again, or ask the administrator for a new password.",
    provider_failed="The identity provider did not confirm. Try again, or ask the administrator.",
    address_taken="Another account has the address {email}.",
    address_form="{email} is not an e-mail address.",
    address_unknown="No account has the address {email}. Ask the administrator.",
    password_overtaken="The password was changed elsewhere just now. Sign in again.",
    password_wrong="The old password is wrong. Enter it again.",
    password_poor=(
        "The new password needs at least {shortest} characters, must differ from the old one and not hold the login."
    ),
    passwords_differ="The two new passwords are not the same. Enter them again.",
    login_taken="There is an account {login} already.",
    login_form="A login is 2 to 64 lower-case letters without diacritics, digits and . _ @ -",
    too_many_tries=Counted("Too many tries have failed. Try again in {minutes} {minutes:minute|minutes}."),
    account_unknown="There is no account {login}.",
    name_missing="An account needs a person's name.",
    role_unknown="The role is one of: {roles}.",
    director_agency="A director needs the code of an agency; the other roles have none.",
    last_administrator="{login} is the last administrator. Add another one first.",
    right_missing="This account may not do that. Ask the administrator.",
    milestone_of_another="This milestone belongs to another agency. Only its lead agency can update it.",
    session_over="Your session has ended or the account is disabled. Sign in again.",
    milestone_unknown="There is no milestone {milestone}.",
    milestone_twice="A milestone has two rows.",
    milestone_overtaken=(
        "Milestone {milestone} was updated by somebody else after you opened it. Look at the new values, "
        "then save again."
    ),
    decided_elsewhere="Suspending and cancelling is for the coordinator to decide.",
    reported_after_today="The day reported is after today ({today}).",
    done_needs_day="Done needs the day it was done.",
    done_after_today=(
        "The day of completion {day} is after today ({today}). Enter the day it was done, or choose In progress."
    ),
    done_long_ago="The day of completion is before the year {year}.",
    day_needs_done="There is a day of completion, but the status is not Done. Choose Done or clear the day.",
    percent_limits="A percent lies between 0 and 100.",
    value_no_number="The measured value must be a number.",
    status_needs_decision="Suspending or cancelling needs its decision's number.",
    text_long="At most {longest} characters, no control characters.",
    asks_reopened="The milestone stands as Done: saving opens it again.",
    asks_done_moved="The milestone was done on {day}: saving changes that day.",
    asks_fell="The percent falls from the last report ({percent:g}%).",
    undo_issued="A month has been issued with this line. Report again instead.",
    undo_overtaken="Milestone {milestone} has a newer line, so this one cannot be undone. Look at it again.",
    undo_late="Only one's own line of the last 30 minutes can be undone. Report again instead.",
    request_answered="This request has been answered.",
    request_unknown="There is no such request.",
    request_waits="A request for this milestone is waiting for its answer.",
    request_reason="A request for a later deadline needs a reason. At most {longest} characters.",
    extension_far="The new deadline is after the year {year}.",
    extension_not_later="The new deadline must be after the one in force ({day}).",
    extension_no_deadline="This milestone has no deadline.",
    extension_closed="The milestone is done or cancelled: its deadline cannot be moved.",
    extension_decision="An extension needs its decision's number. At most {longest} characters.",
    extension_reason="The reason is too long, or holds strange letters. At most {longest} characters.",
    decision_overtaken=(
        "A decision of a later day ({day}) has moved this deadline and stays in force. Look at the "
        "decision's day again."
    ),
    decision_day="The decision's day is after today. Enter the day the decision bears.",
    decline_reason="A refusal needs its reason. At most {longest} characters.",
    conclusion_day="The day of the conclusion, {day}, is after today ({today}). Give the day of the meeting.",
    conclusion_words="A conclusion needs words, at most {longest} characters.",
    colour_days="The days late of red are a number from 0 to {most}.",
    colour_limits="The limits of red and amber are percents from 0 to 100, red not above amber.",
    reason_long="A reason has at most {longest} characters.",
    month_again="The month {month} has been issued, edition {edition}. To issue it again, give a reason.",
    month_open="The month {month} closes on {day}, which is not over. Issue it from the next day on.",
    month_torn=(
        "The buckets do not add up to the scope: nothing is issued. Run manage.py check and tell the administrator."
    ),
    month_empty="The month {month}: no milestone is in a plan yet, there is nothing to issue.",
    month_unknown=(
        "The month {wanted} has not been issued. Issue it on the screen or by: manage.py issue {month} --by NAME"
    ),
    month_moving="The numbers keep moving: others are saving. Try again in a minute.",
    month_form="{month!r} is not a month like 2019-11.",
    edition_unknown="The month {month} ({edition}) has not been issued.",
    pack_not_written="{month}: cannot write to {folder} ({error}). Choose another folder.",
    pack_not_printed="{month}: the pack cannot be laid out ({error}). Tell the administrator.",
    pack_older_rules=(
        "{month}, edition {edition}, was issued before rules were kept by version and is counted otherwise now: its pack "
        "is not made again. Use the files made then; verify knows them by the hashes kept."
    ),
    pack_untrue=(
        "{month}, edition {edition}: the numbers are not those that were issued, no pack is made. Run "
        "manage.py check and tell the administrator."
    ),
    folder_not_free="{folder} holds something else{strange}, not this pack. Choose a new or an empty folder.",
    answers_not_read="The answers in {path} cannot be read: JSON of question ids and answers is needed, or questions.json filled in.",
    reading_folder_not_free="{folder} holds something else ({strange}) than an earlier reading. Choose a new or empty folder.",
    folder_unknown="There is no folder {folder}.",
    manifest_missing="No {manifest} that can be read: this is not a pack, or that file was changed.",
    code_taken="There is a code {code} already. Choose another.",
    row_overtaken="Somebody else has just changed {code}. Open it again and correct what it says now.",
    merge_day="The day of the merger must be after the agency's first day and not after today.",
    merge_into_closed="{agency} ended on {day}. Choose an agency that still exists.",
    merge_again="{agency} has been merged already. Choose an agency that still exists.",
    merge_one="Choose two different agencies.",
    field="{column}: {why}",
    demonstration_not_empty="The database holds plans of its own; the demonstration goes into an empty one only.",
    folder_not_written="Cannot write into {folder}. Check the right to write and the space on the disk.",
    import_not_read="Cannot read {path}. Check the path and the right to read it.",
    mail_not_sent="No mail can be sent by {host}:{port} ({error}). Check SMTP_URL and the mail server.",
    report_settings="SMTP_URL, SMTP_FROM and REPORT_TO are not set.",
    smtp_missing="SMTP_URL and SMTP_FROM are not set.",
    option_unknown="{option}: no such code: {codes}.",
    day_to_come="as_of: {day} is after today, {today}.",
)
