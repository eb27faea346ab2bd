"""Every word on screen and in pictures, Vietnamese and English: two values of one frozen dataclass.

A word missing in one of them fails at import.  Words with {} are filled with `str.format`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from progress.say import formats


@dataclass(frozen=True)
class Words:
    lang: str
    # the product and its screens
    overview: str
    milestones_page: str
    method: str
    # the line on top
    through_day: str
    on_day: str
    period: str
    reported: str
    demonstration: str
    illustrative: str
    back_to_today: str
    # filters
    as_of: str
    search: str
    filters: str
    clear: str
    all: str
    plan: str
    agency: str
    year: str
    kind: str
    kinds: Mapping[str, str]
    basis: str
    bases: Mapping[str, str]
    language: str
    # counting
    milestones: str
    of_all: str
    of_due: str
    on_time_of: str
    longest: str
    days: str
    total: str
    no_deadline: str
    no_deadline_short: str
    unknown: str
    # rates and counts on the overview
    done: str
    due_done: str
    on_time: str
    overdue_n: str
    due_soon_n: str
    see_all: str
    by_weight: str
    states_title: str
    baseline: str
    # figures
    heat_title: str
    heat_title_none: str
    heat_subtitle: str
    heat_hover: str
    bars_title: str
    plans_title: str
    bars_subtitle: str
    bars_hover: str
    claimed: str
    planned: str
    curve_title: str
    curve_title_even: str
    curve_subtitle: str
    curve_behind: str
    curve_ahead: str
    curve_even: str
    curve_guard: str
    foot: str
    as_table: str
    nothing_here: str
    # the table of milestones
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
    buckets: Mapping[str, str]
    signs: Mapping[str, str]
    flag_words: Mapping[str, str]
    count_of: str
    none_found: str
    done_buckets: str
    open_buckets: str
    every_state: str
    by_due_month: str
    by_done_month: str
    milestones_found: str
    and_cancelled: str
    planned_n: str
    done_n: str
    month: str
    download: str
    # one milestone, one agency, one plan
    agency_page: str
    plan_page: str
    to_list: str
    open_row: str
    not_yet: str
    supporting: str
    source_paper: str
    start_day: str
    weight: str
    paper_says: str
    moved_by: str
    never_moved: str
    measured: str
    attained: str
    statuses: Mapping[str, str]
    history: str
    no_history: str
    happened_on: str
    reported_on_day: str
    recorded_at: str
    recorded_by: str
    stood_before: str
    was_reported: str
    in_effect: str
    holds_now: str
    holds_until: str
    holds_never: str
    line_note: str
    extensions: str
    extension_decided: str
    from_due: str
    new_due: str
    days_moved: str
    extension_reason: str
    after_done: str
    timeline_one: str
    timeline_one_lane: str
    timeline_due: str
    timeline_subtitle: str
    timeline_title: str
    timeline_hover: str
    choose_plan: str
    all_plans: str
    paper_number: str
    paper_type: str
    issuer: str
    issued_on: str
    plan_period: str
    theme: str
    papers_title: str
    this_paper: str
    group_line: str
    colour_words: Mapping[str, str]
    choose_agency: str
    all_agencies: str
    rank: str
    rank_none: str
    closed_on: str
    succeeded_by: str
    past_title: str
    report_period: str
    update_rate: str
    leads_n: str
    supports_n: str
    # review
    review: str
    review_none: str
    review_compared: str
    review_changed: str
    review_frozen: str
    review_no_document: str
    review_late: str
    review_silent: str
    reminder_lead: str
    reminder_line: str
    change: str
    details: str
    moves_n: str
    days_left: str
    open_n: str
    said_on: str
    change_words: Mapping[str, str]
    change_counts: Mapping[str, str]
    change_details: Mapping[str, str]
    # the month's report
    report_nation: str
    report_motto: str
    report_number: str
    report_date: str
    report_title: str
    report_subtitle: str
    report_foot: str
    report_done: str
    report_overdue: str
    report_none_overdue: str
    report_due_soon: str
    report_who: str
    report_changed: str
    report_cancelled: str
    report_late: str
    report_late_sentence: str
    report_first_due: str
    report_days_late: str
    report_note: str
    report_method: str
    report_rules: tuple[str, ...]
    report_heads: Mapping[str, str]
    report_overview: str
    report_rest: str
    pack_make: str
    pack_making: str
    pack_download: str
    pack_page: str
    pack_files: str
    pack_file: str
    pack_size: str
    seal_title: str
    seal_upload: str
    seal_running: str
    seal_words: Mapping[str, str]
    seal_states: Mapping[str, str]
    seal_languages: Mapping[str, str]
    # (the month's report ends)
    # Office files
    office_source: str
    office_sheets: Mapping[str, str]
    office_heat_note: str
    office_bars_note: str
    office_counts: tuple[str, ...]
    office_groups: tuple[str, ...]
    office_cells: tuple[str, ...]
    office_edition: str
    office_many: str
    # (Office files end)
    # issued months
    report_page: str
    issued_line: str
    issued_name: str
    issued_month: str
    issued_none: str
    issued_live: str
    issued_live_help: str
    issued_since: str
    issued_equal: str
    issued_apart: str
    issued_period: str
    issued_heading: str
    issued_not_yet: str
    issued_by: str
    issued_reason: str
    issued_before: str
    issued_after: str
    issued_true: str
    issued_untrue: str
    issued_check_all: str
    issued_numbers: str
    issued_differs: str
    issued_against_now: str
    issued_late: str
    issued_open: str
    issued_archive: str
    issued_archive_none: str
    issued_readers: str
    issue_button: str
    issue_again: str
    issue_fixes: str
    issue_known: str
    issue_for_ever: str
    issue_why: str
    issue_confirm: str
    issue_checks: str
    issue_stopped: str
    issue_check_words: Mapping[str, tuple[str, str]]
    late_words: Mapping[str, str]
    # (issued months end)
    # the committee's room: history, forecast, colour rule, marks and conclusions
    history_page: str
    history_lead: str
    history_numbers: str
    history_figures: str
    end_of: str
    difference: str
    points: str
    moves_title: str
    moves_none: str
    moves_subtitle: str
    moves_hover: str
    moves_count: str
    change_scope_title: str
    change_scope_subtitle: str
    added_n: str
    scope_end: str
    spi_title: str
    spi_subtitle: str
    spi_explained: str
    spi: str
    forecast_title: str
    forecast_record: str
    forecast_how: str
    forecast_tried: str
    forecast_few: str
    forecast_none_due: str
    forecast_wide: str
    forecast_trials: str
    forecast_day: str
    forecast_at_stake: str
    forecast_known: str
    forecast_range: str
    forecast_came: str
    forecast_hit: str
    forecast_right: str
    forecast_wrong: str
    forecast_silent: str
    download_xlsx: str
    colour_rule: str
    colour_edit: str
    colour_red_below: str
    colour_red_days: str
    colour_amber_below: str
    colour_effect: str
    colour_turns: str
    colour_save: str
    colour_kept: str
    reviewed: str
    reviewed_by: str
    reviewed_not: str
    review_each: str
    review_mark: str
    review_unmark: str
    conclusions: str
    concluded_on: str
    conclusion: str
    conclusion_last: str
    conclusion_line: str
    conclude: str
    # (the committee's room ends)
    # signing in and the account
    sign_in: str
    sign_in_lead: str
    sign_out: str
    sign_out_everywhere: str
    sign_in_provider: str
    sign_in_closed: str
    sign_in_elsewhere: str
    provider_failed: str
    login: str
    password: str
    try_as: str
    account_page: str
    full_name: str
    role: str
    roles: Mapping[str, str]
    change_password: str
    one_time_lead: str
    password_old: str
    password_new: str
    password_again: str
    password_rule: str
    passwords_differ: str
    back_to_plans: str
    email: str
    browsers: str
    browser_since: str
    browser_seen: str
    this_browser: str
    ended_by_itself: str
    # (signing in ends)
    # the agency's workbook, reminders, the calendar
    book_sheet: str
    book_guide_sheet: str
    book_title: str
    book_status_now: str
    book_percent_now: str
    book_guide: tuple[str, ...]
    book_choose_status: str
    book_percent_rule: str
    book_day_rule: str
    book_number_rule: str
    book_length_rule: str
    book_lead: str
    book_download: str
    book_upload: str
    book_counts: str
    book_nothing: str
    book_stands: str
    book_becomes: str
    book_never: str
    book_asks: str
    book_sure: str
    book_save: str
    remind_subjects: Mapping[str, str]
    remind_hello: str
    remind_closed: str
    remind_due: str
    remind_overdue: str
    remind_due_line: str
    remind_overdue_line: str
    remind_link: str
    feed: str
    feed_lead: str
    feed_once: str
    feed_make: str
    feed_again: str
    feed_end: str
    feed_name: str
    feed_all: str
    feed_overdue: str
    # (workbook, reminders, calendar end)
    # update: the director's desk
    update_page: str
    owed: str
    owed_none: str
    owed_heading: str
    updated_heading: str
    update_sign_in: str
    update_not_yours: str
    update_not_open: str
    update_today: str
    update_as: str
    update_cards: str
    update_grid: str
    update_file: str
    target_word: str
    own_claim: str
    measured_value: str
    document_number: str
    decision_number: str
    one_sentence: str
    update_fill: str
    update_unchanged: str
    update_drop: str
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
    mail_subject: str
    mail_link: str
    field_word: str
    overdue_by: str
    due_word: str
    grid_lead: str
    grid_look: str
    grid_look_again: str
    grid_nothing: str
    # (update ends)
    # administration and the audit trail
    admin_page: str
    admin_only: str
    admin_tabs: Mapping[str, str]
    admin_choose: Mapping[str, str]
    admin_add: Mapping[str, str]
    admin_state: str
    admin_disabled: str
    admin_must_change: str
    admin_no_password: str
    admin_active: str
    admin_seen: str
    admin_none: str
    admin_save: str
    admin_saved: str
    admin_unchanged: str
    admin_reopen: str
    admin_confirm: str
    admin_password: str
    admin_password_asks: str
    admin_password_once: str
    admin_end: str
    admin_end_asks: str
    admin_ended: str
    admin_disable: str
    admin_disable_asks: str
    admin_enable: str
    admin_due_help: str
    admin_added_help: str
    admin_many_help: str
    admin_merge: str
    admin_merge_into: str
    admin_merge_on: str
    admin_merge_effect: str
    admin_merge_asks: str
    admin_merged: str
    admin_load_lead: str
    admin_load_counts: tuple[str, str, str]
    admin_loaded: str
    admin_settings_lead: str
    admin_settings: Mapping[str, str]
    admin_backup: str
    trail_from: str
    trail_until: str
    trail_who: str
    trail_everyone: str
    trail_search: str
    trail_kind: str
    trail_subject: str
    trail_said: str
    trail_found: str
    trail_page: str
    trail_kinds: Mapping[str, str]
    trail_tables: Mapping[str, str]
    trail_fields: Mapping[str, str]
    trail_reviewed: tuple[str, str]
    trail_granted: tuple[str, str]
    trail_signed_in: tuple[str, str]
    # (administration ends)
    # the method
    method_lead: str
    quantity: str
    meaning: str
    worked: str
    more_rules: str
    identity: str
    methods: Mapping[str, tuple[str, str]]
    rules: tuple[str, ...]
    counts_title: str
    counts: Mapping[str, str]
    count_names: Mapping[str, str]
    # the first steps
    welcome: str
    empty: str
    step_demo: str
    step_load: str
    step_format: str
    load_here: str
    setup_code: str
    setup_help: str
    wrong_code: str
    choose_files: str
    would_write: str
    write: str
    refused_file: str
    finding_file: str
    finding_row: str
    finding_column: str
    finding_value: str
    finding: str
    problem: str
    tables: Mapping[str, str]

    def percent(self, ratio: float | None) -> str:
        return formats.percent(ratio, self.lang)

    def integer(self, value: int) -> str:
        return formats.integer(value, self.lang)

    def decimal(self, value: float | None, places: int = 2) -> str:
        return formats.decimal(value, self.lang, places)

    def amount(self, value: float) -> str:
        return formats.amount(value, self.lang)

    def day(self, value) -> str:
        return formats.day(value)

    def gained(self, difference: int) -> str | None:
        """+4, -1; None where nothing changed."""
        return f"{'+' if difference > 0 else '-'}{self.integer(abs(difference))}" if difference else None

    def gained_points(self, difference: float) -> str | None:
        """The difference of two rates in percentage points; None where nothing changed or one is undefined."""
        shown = formats.decimal(abs(difference) * 100, self.lang, 1)
        if not difference or difference != difference:
            return None
        return f"{'+' if difference > 0 else '-'}{self.points.format(n=shown)}"

    def count(self, part: int, whole: int) -> str:
        return f"{self.integer(part)}/{self.integer(whole)}"

    def titled(self, row: Mapping, name: str) -> str:
        """The text `name`_vi or _en of a row: English where there is one and English is asked for."""
        english = row.get(f"{name}_en")
        if self.lang == "en" and isinstance(english, str) and english:
            return english
        text = row.get(f"{name}_vi")
        return text if isinstance(text, str) else self.unknown

    def numbered(self, plan: Mapping) -> str:
        """A plan by the number of its paper, where it has one, and its title."""
        title, number = self.titled(plan, "title"), plan.get("number")
        return f"{number} · {title}" if isinstance(number, str) else title

    def years(self, year) -> str:
        return self.no_deadline if year is None or year != year else str(int(year))


VI = Words(
    lang="vi",
    overview="Tổng quan",
    milestones_page="Các mốc",
    method="Cách tính",
    through_day="Tính đến hết ngày {day}",
    on_day="Tính đến ngày {day} (đang trong ngày)",
    period="kỳ {start}-{end}",
    reported="{n}/{of} cơ quan đã báo cáo",
    demonstration="Dữ liệu minh họa: ngày “hôm nay” đứng yên ở {day}",
    illustrative="DỮ LIỆU MINH HỌA",
    back_to_today="Về hôm nay",
    as_of="Tính đến ngày",
    search="Tìm mốc, kế hoạch, cơ quan",
    filters="Bộ lọc",
    clear="Bỏ lọc",
    all="Tất cả",
    plan="Kế hoạch",
    agency="Cơ quan chủ trì",
    year="Năm của hạn gốc",
    kind="Loại cơ quan",
    kinds={},
    basis="Cơ sở của mốc",
    bases={"document": "Theo văn bản", "illustrative": "Minh họa"},
    language="Ngôn ngữ",
    milestones="mốc",
    of_all="{count} mốc, trên tổng số",
    of_due="{count} mốc đến hạn",
    on_time_of="{count} mốc có kết quả",
    longest="lâu nhất {n} ngày",
    days="{n} ngày",
    total="Tổng",
    no_deadline="Không hạn",
    no_deadline_short="K.hạn",
    unknown="chưa rõ",
    done="Hoàn thành",
    due_done="Xong việc đến hạn",
    on_time="Đúng hạn",
    overdue_n="Quá hạn chưa hoàn thành",
    due_soon_n="Đến hạn trong 30 ngày",
    see_all="Xem các mốc",
    states_title="{n} mốc theo tình trạng",
    by_weight="theo trọng số {percent}",
    baseline="so hạn gốc {percent}",
    heat_title="{n} mốc quá hạn, {most} của {agency}",
    heat_title_none="Không có mốc nào quá hạn",
    heat_subtitle="Số mốc hoàn thành trên tổng số, theo cơ quan chủ trì và năm của hạn gốc. Góc đỏ: có mốc quá hạn",
    heat_hover="{agency}<br>{year}: {count} mốc hoàn thành ({percent})<br>{overdue} mốc quá hạn",
    bars_title="{n} cơ quan còn dưới kế hoạch",
    plans_title="{n} kế hoạch còn chậm so với lịch gốc",
    bars_subtitle="Tỷ trọng hoàn thành theo trọng số; phần nhạt là tự báo cáo; vạch | là kế hoạch theo hạn gốc",
    bars_hover=(
        "{name}<br>Hoàn thành {done} theo trọng số ({count} mốc)<br>Kể cả tự báo cáo {claimed}<br>Kế hoạch {planned}"
    ),
    claimed="Tự báo cáo",
    planned="Kế hoạch",
    curve_title="Hoàn thành {done} khối lượng, chậm {gap} điểm so với kế hoạch",
    curve_title_even="Hoàn thành {done} khối lượng, không chậm so với kế hoạch",
    curve_subtitle="Lũy kế theo tháng, phần trăm trên tổng trọng số; kế hoạch theo hạn gốc",
    curve_behind="chậm {gap} điểm",
    curve_ahead="sớm {gap} điểm",
    curve_even="đúng kế hoạch",
    curve_guard="Trục bắt đầu từ {year}: {n} mốc có hạn sớm hơn, kiểm tra lại năm",
    foot="Tính đến {day}. {basis}",
    as_table="Xem dạng bảng",
    nothing_here="Không có mốc nào trong phạm vi đang chọn.",
    number="STT",
    code="Mã",
    title="Nội dung nhiệm vụ",
    lead="Cơ quan chủ trì",
    original_due="Hạn gốc",
    due_in_force="Hạn hiện hành",
    state="Tình trạng",
    claim="Tự báo cáo",
    done_on="Ngày hoàn thành",
    days_overdue="Quá hạn",
    flags="Lưu ý",
    reported_on="Báo cáo gần nhất",
    document="Văn bản",
    decision="Quyết định",
    buckets={
        "done_early": "Hoàn thành trước hạn",
        "done_on_time": "Hoàn thành đúng hạn",
        "done_late": "Hoàn thành quá hạn",
        "done_no_deadline": "Hoàn thành, không có hạn",
        "overdue": "Quá hạn chưa hoàn thành",
        "in_progress_in_time": "Đang thực hiện, trong hạn",
        "not_started_not_due": "Chưa thực hiện, trong hạn",
        "open_no_deadline": "Chưa hoàn thành, không có hạn",
        "suspended": "Tạm dừng",
        "cancelled": "Hủy bỏ",
    },
    signs={
        "done_early": "✓",
        "done_on_time": "✓",
        "done_late": "✓!",
        "done_no_deadline": "✓",
        "overdue": "!",
        "in_progress_in_time": "▷",
        "not_started_not_due": "○",
        "open_no_deadline": "–",
        "suspended": "‖",
        "cancelled": "×",
    },
    flag_words={"frozen": "đứng yên", "moved": "đã gia hạn", "no_document": "thiếu văn bản"},
    count_of="{n} mốc",
    none_found="Không có mốc nào như vậy. Thử bỏ bớt điều kiện lọc.",
    done_buckets="Hoàn thành",
    open_buckets="Chưa hoàn thành",
    every_state="Mọi tình trạng",
    by_due_month="hạn gốc trong tháng {month}",
    by_done_month="hoàn thành trong tháng {month}",
    milestones_found="{n} mốc: {what}",
    and_cancelled=" · và {n} mốc hủy bỏ",
    planned_n="Kế hoạch (mốc)",
    done_n="Hoàn thành (mốc)",
    month="Tháng",
    download="Tải CSV",
    # one milestone, one agency, one plan
    agency_page="Cơ quan",
    plan_page="Kế hoạch",
    to_list="Về danh sách mốc",
    open_row="Đánh dấu ô ở đầu dòng để mở một mốc.",
    not_yet="Mốc {code} chưa có trong kế hoạch vào ngày {day}.",
    supporting="Cơ quan phối hợp",
    source_paper="Nguồn",
    start_day="Bắt đầu",
    weight="Trọng số",
    paper_says="văn bản ghi “{words}”",
    moved_by="đã dời {n} lần, tổng cộng {days} ngày",
    never_moved="chưa dời lần nào",
    measured="Kết quả đo được / chỉ tiêu",
    attained="đạt {percent} kế hoạch",
    statuses={
        "not_started": "Chưa thực hiện",
        "in_progress": "Đang thực hiện",
        "done": "Hoàn thành",
        "suspended": "Tạm dừng",
        "cancelled": "Hủy bỏ",
    },
    history="Diễn biến",
    no_history="Chưa có báo cáo nào đến ngày này.",
    happened_on="Ngày xảy ra",
    reported_on_day="Ngày báo cáo",
    recorded_at="Ghi nhận lúc",
    recorded_by="Người ghi nhận",
    stood_before="Trước đó",
    was_reported="Báo cáo",
    in_effect="Hiệu lực",
    holds_now="đang giữ",
    holds_until="trước {day}",
    holds_never="không giữ ngày nào",
    line_note="Ghi chú",
    extensions="Gia hạn",
    extension_decided="Ngày quyết định",
    from_due="Hạn trước",
    new_due="Hạn mới",
    days_moved="Số ngày dời",
    extension_reason="Lý do",
    after_done="không có hiệu lực: quyết định sau khi hoàn thành",
    timeline_one="{state}; {moved}",
    timeline_one_lane="Phần trăm tự báo cáo, theo ngày xảy ra",
    timeline_due="Hạn và ngày hoàn thành",
    timeline_subtitle="○ hạn gốc, | hạn hiện hành, ● ngày hoàn thành; vạch đỏ là quá hạn, nét chấm đứng là ngày đang xem",
    timeline_title="{n} mốc: {overdue} quá hạn, {moved} đã dời hạn",
    timeline_hover="{title}<br>{state}<br>Hạn gốc {due}<br>Hạn hiện hành {due_in_force}<br>Hoàn thành {done_on}",
    choose_plan="{n} kế hoạch có mốc trong phạm vi đang chọn; chọn một kế hoạch.",
    all_plans="Mọi kế hoạch",
    paper_number="Số, ký hiệu",
    paper_type="Loại văn bản",
    issuer="Cơ quan ban hành",
    issued_on="Ngày ban hành",
    plan_period="Giai đoạn",
    theme="Lĩnh vực",
    papers_title="Văn bản căn cứ và văn bản triển khai",
    this_paper="văn bản này",
    group_line="{count} mốc hoàn thành · {due} mốc đến hạn ({percent}) · {overdue} quá hạn",
    colour_words={"red": "Đ · đỏ", "amber": "V · vàng", "green": "X · xanh", "grey": "– · xám"},
    choose_agency="{n} cơ quan chủ trì trong phạm vi đang chọn; chọn một cơ quan.",
    all_agencies="Mọi cơ quan",
    rank="hạng {place}/{of} {kind}, theo xong việc đến hạn",
    rank_none="chưa xếp hạng: chưa có mốc nào đến hạn",
    closed_on="Hoạt động đến {day}.",
    succeeded_by="Nhiệm vụ chuyển cho {name}.",
    past_title="{n} kỳ báo cáo gần nhất",
    report_period="Kỳ báo cáo",
    update_rate="Cập nhật tình hình",
    leads_n="Chủ trì {n} mốc",
    supports_n="Phối hợp {n} mốc do cơ quan khác chủ trì",
    # review
    review="Rà soát",
    review_none="Không có",
    review_compared="So với hết ngày",
    review_changed="Thay đổi từ sau ngày {since}",
    review_frozen="Đứng yên từ {n} kỳ trở lên",
    review_no_document="Hoàn thành, chưa có văn bản",
    review_late="Cập nhật sau ngày chốt, kỳ {start}-{end}",
    review_silent="Cơ quan chưa báo cáo trong kỳ {start}-{end}",
    reminder_lead="Kỳ báo cáo {start}-{end}: đề nghị các cơ quan sau cập nhật tình hình thực hiện.",
    reminder_line="{agency}: còn {n} mốc chưa cập nhật, chốt ngày {day}",
    change="Thay đổi",
    details="Cụ thể",
    moves_n="Số lần gia hạn",
    days_left="Còn",
    open_n="Mốc chưa hoàn thành",
    said_on="Ngày báo cáo",
    change_words={
        "done": "Hoàn thành",
        "overdue": "Quá hạn",
        "cancelled": "Hủy bỏ",
        "extended": "Gia hạn",
        "suspended": "Tạm dừng",
        "resumed": "Thực hiện lại",
        "reopened": "Mở lại",
        "percent_fell": "Tự báo cáo giảm",
        "added": "Thêm vào kế hoạch",
    },
    change_counts={
        "done": "+{n} hoàn thành",
        "overdue": "+{n} quá hạn",
        "cancelled": "{n} hủy bỏ",
        "extended": "{n} gia hạn",
        "suspended": "{n} tạm dừng",
        "resumed": "{n} thực hiện lại",
        "reopened": "{n} mở lại",
        "percent_fell": "{n} tự báo cáo giảm",
        "added": "{n} thêm vào kế hoạch",
    },
    change_details={
        "done": "{after}, ngày {done_on}",
        "overdue": "hạn {due}, quá {days} ngày",
        "cancelled": "trước đó: {before}",
        "extended": "{due_before} → {due}",
        "suspended": "trước đó: {before}",
        "resumed": "{before} → {after}",
        "reopened": "{before} → {after}",
        "percent_fell": "{percent_before} → {percent}",
        "added": "hạn {due}",
    },
    # the month's report
    report_nation="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    report_motto="Độc lập - Tự do - Hạnh phúc",
    report_number="Kèm theo báo cáo số: ......../BC-...........",
    report_date="{place}, ngày ...... tháng ...... năm .........",
    report_title="TÌNH HÌNH THỰC HIỆN CÁC KẾ HOẠCH",
    report_subtitle="Tháng {month} năm {year} ({period})",
    report_foot="Số liệu chốt đến {day} ({period}), bản phát hành {n}",
    report_done=(
        "Tính đến hết ngày {day}, {done} mốc hoàn thành ({done_rate} trên tổng số); trong các mốc đã đến hạn, {due} mốc "
        "hoàn thành ({due_rate}); {on_time} mốc có kết quả là đúng hạn ({on_time_rate})."
    ),
    report_overdue="Còn {n} mốc quá hạn chưa hoàn thành, lâu nhất {days} ngày, nhiều nhất ở {agency} ({most} mốc).",
    report_none_overdue="Không có mốc nào quá hạn.",
    report_due_soon="{n} mốc đến hạn trong 30 ngày tới.",
    report_who="Trong kỳ {start}-{end}, {n}/{of} cơ quan có việc phải làm đã cập nhật tình hình.",
    report_changed="Từ sau ngày {since}: {changes}.",
    report_cancelled="{n} mốc đã hủy bỏ đứng ngoài mọi tỷ lệ.",
    report_late="Cập nhật sau ngày chốt của các kỳ trước",
    report_late_sentence="{n} dòng của những ngày đến hết {since}, ghi nhận sau khi kỳ đó đã chốt",
    report_first_due="hạn gốc {due}",
    report_days_late="Quá hạn (ngày)",
    report_note="Ghi chú",
    report_method="Chỉ tính những gì đã được ghi nhận đến hết lúc phát hành ({known}); điều ghi nhận sau đó không làm đổi báo cáo này.",
    report_rules=(
        "Tỷ lệ nào cũng đi cùng tử số và mẫu số. “Trên tổng số” chia cho mọi mốc, không kể hủy bỏ; “đến hạn” chia cho mốc có hạn hiện hành đã qua; “đúng hạn” chia cho mốc có hạn đã hoàn thành và mốc quá hạn.",
        "Mốc chỉ được tính hoàn thành khi có ngày hoàn thành; phần trăm tự báo cáo là lời báo cáo, đứng riêng bằng màu nhạt.",
        "Gia hạn có hiệu lực từ ngày quyết định trở đi; đường kế hoạch luôn theo hạn gốc. Năm là năm của hạn gốc.",
        "Màu và chữ của cơ quan: Đ (đỏ) dưới {red_below} việc đến hạn hoặc có mốc quá hạn trên {red_days} ngày; V (vàng) dưới {amber_below} hoặc có mốc quá hạn; X (xanh) còn lại; – chưa có việc đến hạn.",
    ),
    report_heads={
        "general": "Kết quả chung",
        "by_agency_year": "Theo cơ quan chủ trì và năm",
        "over_time": "Theo thời gian",
        "by_agency": "Mức hoàn thành của từng cơ quan",
        "by_plan": "Mức hoàn thành của từng kế hoạch",
        "method": "Cách tính",
    },
    report_overview="{done} mốc hoàn thành, {overdue} mốc quá hạn",
    report_rest="Và {n} dòng nữa, xem bảng tính kèm theo.",
    # issued months
    report_page="Báo cáo tháng",
    issued_line="Số liệu đã phát hành kỳ {month}, lần {edition}, chốt {day}",
    issued_name="{month}, lần {edition}",
    issued_month="Kỳ đã phát hành",
    issued_none="Không chọn: số liệu hiện nay",
    issued_live="Số liệu hiện nay của ngày này",
    issued_live_help="Cùng ngày chốt, kể cả những gì ghi nhận sau khi phát hành",
    issued_since="So với kỳ {month} đã phát hành ({day})",
    issued_equal="✓ Khớp số liệu đã phát hành kỳ {month}, lần {edition}",
    issued_apart="Khác số liệu đã phát hành kỳ {month}, lần {edition}: {n} con số, {late} cập nhật sau ngày chốt",
    issued_period="Kỳ báo cáo",
    issued_heading="Kỳ {month} ({start}-{end}), chốt {end}",
    issued_not_yet="Kỳ {month} chưa phát hành. Số liệu dưới đây tính đến hết ngày {day}, theo những gì đã ghi nhận đến nay.",
    issued_by="Phát hành lúc {at}, người phát hành: {by}",
    issued_reason="Lý do phát hành lại: {reason}",
    issued_before="Trước",
    issued_after="Sau",
    issued_true="✓ Số liệu vẫn đúng: tính lại ra đúng mã kiểm tra đã lưu",
    issued_untrue="Số liệu tính lại KHÁC mã kiểm tra đã lưu. Không dùng bản này; chạy manage.py check và báo quản trị.",
    issued_check_all="Kiểm tra mọi kỳ",
    issued_numbers="Mã kiểm tra số liệu (sha256): {numbers}",
    issued_differs="Khác lần {edition}: {n} con số",
    issued_against_now="Hiện nay khác lần {edition}: {n} con số",
    issued_late="Cập nhật sau ngày chốt của kỳ {month}",
    issued_open="Mở kỳ {month}, lần {edition}",
    issued_archive="Các kỳ đã phát hành",
    issued_archive_none="Chưa phát hành kỳ nào.",
    issued_readers="Chỉ thường trực ban chỉ đạo phát hành được số liệu.",
    issue_button="Phát hành kỳ {month}",
    issue_again="Phát hành lại kỳ {month}",
    issue_fixes="Kỳ {month}, lần {edition}: tính đến hết ngày {day} ({start}-{end})",
    issue_known="Theo những gì đã ghi nhận đến lúc bấm nút ({at})",
    issue_for_ever="Số liệu này được giữ mãi. Điều ghi nhận sau đó không làm đổi kỳ này và đứng trong danh sách cập nhật sau ngày chốt.",
    issue_why="Lý do phát hành lại",
    issue_confirm="Phát hành",
    issue_checks="Trước khi phát hành",
    issue_stopped="Chưa phát hành được: còn lỗi ở danh sách kiểm tra.",
    issue_check_words={
        "buckets": ("Các nhóm cộng lại bằng phạm vi", "Các nhóm KHÔNG cộng lại bằng phạm vi"),
        "database": ("Cơ sở dữ liệu không hỏng", "Cơ sở dữ liệu có {n} lỗi: {about}"),
        "silent": ("Mọi cơ quan đã báo cáo trong kỳ", "{n} cơ quan chưa báo cáo trong kỳ"),
        "requests": ("Không còn đề nghị gia hạn chưa trả lời", "{n} đề nghị gia hạn chưa trả lời"),
        "late": ("Không có cập nhật sau ngày chốt của kỳ {about}", "{n} cập nhật sau ngày chốt của kỳ {about}"),
        "unissued": ("Các kỳ trước đã phát hành", "Chưa phát hành kỳ trước: {about}"),
    },
    late_words={
        "withdrawn": "Rút lại: {state}",
        "extension": "Gia hạn đến {due}",
        "milestone": "Sửa nội dung mốc",
    },
    # (issued months end)
    pack_make="Tạo bộ báo cáo",
    pack_making="Đang làm bộ báo cáo kỳ {month}...",
    pack_download="Tải bộ báo cáo (zip, {size} MB)",
    pack_page="Trang {n} của báo cáo",
    pack_files="{n} tệp trong bộ báo cáo",
    pack_file="Tệp",
    pack_size="Dung lượng",
    seal_title="Kiểm tra hình, tệp hoặc bộ báo cáo",
    seal_upload="Thả vào đây một hình, một tệp hoặc cả bộ (zip)",
    seal_running="Đang làm lại để so sánh...",
    seal_words={
        "same": "{file}: đúng là {name} của kỳ {month}, bản phát hành {edition}, {lang}. Giống hệt từng byte.",
        "look": "{file}: là {name} của kỳ {month}, bản phát hành {edition}, {lang}. Số liệu giống hệt; chỉ hình thức của chương trình đã đổi từ đó.",
        "different": "{file}: tự nhận là của kỳ {month}, nhưng không giống tệp nào của kỳ đó. Tệp đã bị sửa, hoặc được lưu lại bằng chương trình khác.",
        "unknown": "{file}: không nhận ra là của kỳ nào đã phát hành.",
        "pack_same": "{file}: đúng là bộ báo cáo kỳ {month}, bản phát hành {edition}, {lang}. Mọi tệp giống hệt từng byte.",
        "pack_look": "{file}: bộ báo cáo kỳ {month}, bản phát hành {edition}, {lang}. Số liệu giống hệt; chỉ hình thức của chương trình đã đổi từ đó.",
        "pack_different": "{file}: bộ báo cáo kỳ {month}, bản phát hành {edition}, {lang}, nhưng có tệp không giống bản đã phát hành:",
    },
    seal_states={
        "look": "khác hình thức, cùng số liệu",
        "different": "khác",
        "missing": "thiếu",
        "extra": "thừa",
    },
    seal_languages={"vi": "tiếng Việt", "en": "tiếng Anh"},
    # (the month's report ends)
    # Office files
    office_source="Nguồn: báo cáo của các cơ quan chủ trì",
    office_sheets={
        "overview": "Kết quả chung",
        "charts": "Biểu đồ",
        "heat": "Cơ quan và năm",
        "cells": "Số liệu cơ quan-năm",
        "agencies": "Cơ quan",
        "plans": "Kế hoạch",
        "curve": "Đường chữ S",
        "overdue": "Quá hạn",
        "changes": "Thay đổi",
        "silent": "Chưa báo cáo",
        "late": "Cập nhật sau chốt",
        "milestones": "Các mốc",
        "method": "Cách tính",
    },
    office_heat_note="Số mốc hoàn thành trên tổng số, theo cơ quan chủ trì và năm của hạn gốc. Dấu ! và khung đỏ: có mốc quá hạn",
    office_bars_note="Tỷ trọng hoàn thành theo trọng số; phần nhạt là tự báo cáo; khung là kế hoạch theo hạn gốc; bên phải là số mốc hoàn thành trên tổng số",
    office_counts=("Số mốc", "Trên số mốc", "Tỷ lệ", "Ghi chú"),
    office_groups=(
        "Hoàn thành / tổng số",
        "Hoàn thành",
        "Tổng số",
        "Tỷ lệ trên tổng số",
        "Đến hạn đã xong",
        "Đến hạn",
        "Tỷ lệ đến hạn",
        "Đúng hạn",
        "Có kết quả",
        "Tỷ lệ đúng hạn",
        "Quá hạn",
        "Lâu nhất (ngày)",
        "Hoàn thành theo trọng số",
        "Kể cả tự báo cáo",
        "Kế hoạch theo hạn gốc",
        "Mức",
    ),
    office_cells=("Hoàn thành", "Tổng số", "Quá hạn", "Tỷ lệ"),
    office_edition="{month}, bản phát hành {n}",
    office_many="Nhiều hơn mức một trang tính nên có: lấy bằng lệnh manage.py milestones --month {month} --format csv",
    # (Office files end)
    # the committee's room: history, forecast, colour rule, marks and conclusions
    history_page="Lịch sử",
    history_lead="Hai ngày cạnh nhau, cả hai theo những gì đã ghi nhận đến nay.",
    history_numbers="Các con số của hai ngày",
    history_figures="Các hình của hai ngày",
    end_of="Hết {day}",
    difference="Chênh lệch",
    points="{n} điểm",
    moves_title="{n} lần dời hạn, tổng cộng {days} ngày; nhiều nhất là tháng {month} ({most} lần)",
    moves_none="Chưa có lần dời hạn nào.",
    moves_subtitle="Số lần dời hạn, theo tháng của ngày quyết định",
    moves_hover="Tháng {month}: {n} lần, {days} ngày",
    moves_count="Số lần",
    change_scope_title="{n} kỳ gần nhất: thêm {added} mốc, hủy bỏ {cancelled}; phạm vi nay là {scope} mốc",
    change_scope_subtitle="Cột lên: mốc thêm vào kế hoạch; cột xuống: mốc hủy bỏ (trừ mốc mở lại), theo kỳ báo cáo",
    added_n="Thêm",
    scope_end="Phạm vi cuối kỳ",
    spi_title="SPI {spi}; {due} việc đến hạn đã xong, {on_time} việc có kết quả là đúng hạn",
    spi_subtitle="Cuối mỗi kỳ báo cáo; SPI 100% là đúng bằng kế hoạch",
    spi_explained="SPI = trọng số đã hoàn thành / trọng số có hạn gốc đã qua. Đứng một mình nó đánh lừa hai lần: việc xong sớm bù cho việc trễ, và khi mọi việc đã xong nó bằng 1 dù trễ bao lâu. Vì vậy nó luôn đi cùng hai tỷ lệ bên cạnh.",
    spi="SPI",
    forecast_title="Dự báo: từ {low} đến {high} trong {n} mốc sắp đến hạn sẽ xong đúng hạn ({low_share}-{high_share})",
    forecast_record="Căn cứ: {kept}/{of} mốc đến hạn trong {times} lần 30 ngày trước, khi ấy chưa xong, đã xong đúng hạn.",
    forecast_how="Nếu các mốc tới được thực hiện như các mốc đã qua thì trong {covers} trường hợp số mốc xong đúng hạn nằm trong khoảng này (phân phối nhị thức-beta); mỗi lần thử chỉ dùng những gì đã ghi nhận lúc đó.",
    forecast_tried="Thử với {n} lần 30 ngày trước: nói được {said} lần, đúng {hits}.",
    forecast_few="Chưa dự báo: mới có {n} mốc có hạn đã hoàn thành, cần ít nhất {enough}.",
    forecast_none_due="Chưa dự báo: không có mốc nào đến hạn trong 30 ngày.",
    forecast_wide="Chưa dự báo: {kept}/{of} mốc đã qua chưa đủ để loại trừ kết quả nào trong {n} mốc sắp đến hạn.",
    forecast_trials="Các lần thử",
    forecast_day="Hỏi hết ngày",
    forecast_at_stake="Mốc sắp đến hạn",
    forecast_known="Căn cứ khi đó",
    forecast_range="Dự báo",
    forecast_came="Đã xong đúng hạn",
    forecast_hit="Kết quả",
    forecast_right="✓ đúng",
    forecast_wrong="× sai",
    forecast_silent="không dự báo",
    download_xlsx="Tải Excel",
    colour_rule="Màu của một nhóm: đỏ nếu xong việc đến hạn dưới {red_below} hoặc có mốc quá hạn trên {red_days} ngày; vàng nếu dưới {amber_below} hoặc có mốc quá hạn; xanh nếu còn lại; xám nếu chưa có gì đến hạn.",
    colour_edit="Sửa quy tắc màu",
    colour_red_below="Đỏ khi xong việc đến hạn dưới (%)",
    colour_red_days="Đỏ khi quá hạn trên (ngày)",
    colour_amber_below="Vàng khi xong việc đến hạn dưới (%)",
    colour_effect="Nếu lưu: {n}/{of} cơ quan đổi màu.",
    colour_turns="{agency}: {before} → {after}",
    colour_save="Lưu quy tắc màu",
    colour_kept="Kỳ đã phát hành giữ quy tắc lúc phát hành.",
    reviewed="Đã rà soát {n}/{of} cơ quan trong kỳ {start}-{end}",
    reviewed_by="✓ đã rà soát · {who}, {at}",
    reviewed_not="○ chưa rà soát",
    review_each="Rà soát từng cơ quan",
    review_mark="Đã rà soát",
    review_unmark="Bỏ đánh dấu",
    conclusions="Kết luận của cuộc họp",
    concluded_on="Ngày kết luận",
    conclusion="Nội dung kết luận",
    conclusion_last="Kết luận gần nhất",
    conclusion_line="Kết luận",
    conclude="Ghi kết luận",
    # (the committee's room ends)
    # signing in and the account
    sign_in="Đăng nhập",
    sign_in_lead="Theo dõi tiến độ các kế hoạch CNTT",
    sign_out="Đăng xuất",
    sign_out_everywhere="Đăng xuất mọi trình duyệt",
    sign_in_provider="Đăng nhập bằng tài khoản chung của thành phố",
    sign_in_closed="Cần đăng nhập để xem. Phiên làm việc trước, nếu có, đã kết thúc.",
    sign_in_elsewhere="Yêu cầu không đến từ trang này. Hãy mở lại trang đăng nhập rồi thử lại.",
    provider_failed="Máy chủ định danh không xác nhận được. Hãy thử lại, hoặc hỏi quản trị.",
    login="Tên đăng nhập",
    password="Mật khẩu",
    try_as="Dữ liệu minh họa: vào thử với vai trò",
    account_page="Tài khoản",
    full_name="Họ tên",
    role="Vai trò",
    roles={
        "viewer": "Người xem",
        "director": "Cơ quan chủ trì",
        "coordinator": "Thường trực ban chỉ đạo",
        "admin": "Quản trị",
    },
    change_password="Đổi mật khẩu",
    one_time_lead="Mật khẩu vừa dùng chỉ dùng được một lần. Hãy đặt mật khẩu của riêng mình.",
    password_old="Mật khẩu đang dùng",
    password_new="Mật khẩu mới",
    password_again="Nhập lại mật khẩu mới",
    password_rule="Ít nhất {n} ký tự; một câu ngắn dễ nhớ là tốt nhất.",
    passwords_differ="Hai lần nhập mật khẩu mới không giống nhau. Hãy nhập lại.",
    back_to_plans="Về trang tiến độ",
    email="Thư điện tử",
    browsers="Trình duyệt đang đăng nhập",
    browser_since="Đăng nhập lúc",
    browser_seen="Dùng lần cuối",
    this_browser="trình duyệt này",
    ended_by_itself="Phiên làm việc tự kết thúc sau {idle} phút không dùng, và sau {hours} giờ trong mọi trường hợp.",
    # (signing in ends)
    # the agency's workbook, reminders, the calendar
    book_sheet="Cập nhật",
    book_guide_sheet="Hướng dẫn",
    book_title="{agency}: các mốc cần cập nhật, ngày {day}",
    book_status_now="Tình trạng hiện tại",
    book_percent_now="% hiện tại",
    book_guide=(
        "1. Mỗi dòng là một mốc đang mở của {agency}. Chỉ điền các ô nền vàng; các ô khác đã khóa.",
        "2. Chọn “Tình trạng mới” cho mốc muốn cập nhật. Dòng để trống tình trạng là dòng không cập nhật.",
        "3. Hoàn thành cần “Ngày hoàn thành” (ngày/tháng/năm, không sau hôm nay) và nên có “Số văn bản”.",
        "4. “% mới” từ 0 đến 100 là số cơ quan tự báo cáo. “% mới”, “Giá trị đo được”, “Số văn bản” để trống thì giữ như cũ.",
        "5. Tạm dừng, hủy bỏ do thường trực ban chỉ đạo quyết định; hạn không sửa ở đây, hãy dùng “Xin gia hạn” trên trang.",
        "6. Lưu tệp (.xlsx, hoặc CSV UTF-8) và nộp ở trang Cập nhật, mục Excel: xem trước từng thay đổi rồi mới ghi.",
        "7. Sai một ô thì không ghi dòng nào, và ô sai được nêu tên. Nộp lại cùng một tệp không làm đổi gì.",
        "8. Mốc đã có người cập nhật sau khi tải bảng thì bị từ chối: tải bảng mới rồi điền lại mốc đó.",
    ),
    book_choose_status="Chọn một tình trạng trong danh sách.",
    book_percent_rule="Một số từ 0 đến 100.",
    book_day_rule="Một ngày, dạng ngày/tháng/năm, không sau hôm nay.",
    book_number_rule="Một số.",
    book_length_rule="Dài nhất {n} ký tự.",
    book_lead="Tải bảng các mốc đang mở, điền, rồi nộp lại. Chưa có gì được ghi trước khi bạn xem và bấm ghi.",
    book_download="Tải bảng ({n} mốc)",
    book_upload="Nộp bảng đã điền (.xlsx hoặc .csv)",
    book_counts="Sẽ ghi {n} dòng; {same} dòng đã có như vậy; {blank} dòng để trống.",
    book_nothing="0 thay đổi: {same} dòng đã có như vậy, {blank} dòng để trống.",
    book_stands="Đang là",
    book_becomes="Sẽ là",
    book_never="Chưa báo cáo",
    book_asks="Hãy xem lại trước khi ghi:",
    book_sure="Đúng như vậy",
    book_save="Ghi {n} dòng",
    remind_subjects={
        "open": "Còn {n} mốc chưa cập nhật, chốt ngày {day}",
        "closed": "Còn {n} mốc chưa cập nhật, kỳ đã chốt ngày {day}",
        "overdue": "{n} mốc quá hạn",
        "due": "{n} mốc sắp đến hạn",
    },
    remind_hello="Kính gửi {name},",
    remind_closed="{agency}: còn {n} mốc chưa cập nhật, kỳ đã chốt ngày {day}",
    remind_due="Sắp đến hạn:",
    remind_overdue="Quá hạn:",
    remind_due_line="{title} ({code}): hạn {day}, còn {n} ngày",
    remind_overdue_line="{title} ({code}): hạn {day}, quá hạn {n} ngày",
    remind_link="Cập nhật tại: {link}",
    feed="Lịch các hạn",
    feed_lead="Một địa chỉ riêng để điện thoại, Outlook hoặc Google Calendar tự lấy hạn các mốc. Ai có địa chỉ này đều đọc được lịch.",
    feed_once="Địa chỉ chỉ hiện một lần. Hãy chép vào chương trình lịch (“đăng ký lịch”, “thêm từ URL”):",
    feed_make="Tạo địa chỉ lịch",
    feed_again="Tạo địa chỉ mới, bỏ địa chỉ cũ",
    feed_end="Tắt lịch",
    feed_name="Hạn các mốc của {agency}",
    feed_all="Hạn các mốc của thành phố",
    feed_overdue="QUÁ HẠN: {title}",
    # (workbook, reminders, calendar end)
    # update: the director's desk
    update_page="Cập nhật",
    owed="Còn {n} mốc chưa cập nhật, chốt ngày {day}",
    owed_none="Đã cập nhật đủ {n} mốc của kỳ này, chốt ngày {day}",
    owed_heading="Chưa cập nhật kỳ này ({n})",
    updated_heading="Đã cập nhật kỳ này ({n})",
    update_sign_in="Đăng nhập để cập nhật các mốc của cơ quan mình.",
    update_not_yours="Tài khoản này chỉ xem. Cơ quan chủ trì và thường trực ban chỉ đạo cập nhật được; cần quyền đó thì hỏi quản trị.",
    update_not_open="Cơ quan này không có mốc nào đang mở.",
    update_today="Ngày đang xem là {day}; cập nhật luôn ghi cho hôm nay, {today}.",
    update_as="Cách điền",
    update_cards="Thẻ",
    update_grid="Bảng",
    update_file="Tệp Excel",
    target_word="chỉ tiêu",
    own_claim="Tỷ lệ tự báo cáo (%)",
    measured_value="Giá trị đo được",
    document_number="Số văn bản chứng minh",
    decision_number="Số quyết định",
    one_sentence="Tình hình, một câu",
    update_fill="Cập nhật",
    update_unchanged="Không đổi so với kỳ trước",
    update_drop="Bỏ, không lưu",
    effect="{name}: hoàn thành {done}; quá hạn {overdue}; chưa cập nhật {missing}",
    save_all="Lưu tất cả ({n})",
    saved_now="Đã lưu {n} mốc lúc {at}.",
    saved_n="Đã lưu {n} mốc.",
    undo="Hoàn tác",
    conflict_title="{by} đã cập nhật mốc này lúc {at}, sau khi bạn mở. Chưa có gì của bạn bị mất.",
    conflict_changed="Kế hoạch hoặc hạn của mốc này đã đổi sau khi bạn mở. Chưa có gì của bạn bị mất.",
    conflict_mine="Bạn điền",
    conflict_stands="Hiện nay",
    conflict_overwrite="Lưu đè bằng giá trị của tôi",
    conflict_drop="Bỏ giá trị của tôi",
    draft_kept="Bản nháp từ {at}, chưa lưu.",
    drafts_elsewhere="Bản nháp của bạn ở ngoài danh sách này: {codes}.",
    odd_number="Số này khác cách ghi thường gặp (70/KH-UBND, 12/2015/QĐ-UBND). Vẫn lưu được; hãy xem lại.",
    right_withdrawn="Quyền cập nhật đã thay đổi hoặc phiên đã hết: {n} mốc bạn điền chưa được lưu, bản nháp vẫn còn.",
    fix_first="Chưa lưu được. Cần xem lại: {n} chỗ.",
    will_write="Sẽ ghi",
    yes_really="Đúng vậy, vẫn lưu",
    ask_extension="Xin gia hạn",
    ask_day="Đề nghị lùi hạn đến",
    ask_needs_day="Chọn ngày đề nghị lùi hạn đến.",
    ask_reason="Lý do xin gia hạn",
    ask_send="Gửi đề nghị",
    request_line="{asked} {by} xin gia hạn đến {day}: {reason}.",
    request_waits="Đang chờ quyết định.",
    request_granted="Đã gia hạn {on} ({by}): {reason}",
    request_declined="Không gia hạn {on} ({by}): {reason}",
    requests_waiting="Đề nghị gia hạn đang chờ ({n})",
    requests_title="Đề nghị gia hạn",
    grant="Gia hạn",
    decline="Không gia hạn",
    decline_reason="Lý do không gia hạn",
    extend_title="Gia hạn theo quyết định",
    extend_reason="Lý do (nếu cần)",
    mail_subject="Báo cáo tiến độ kỳ {month}, phát hành lần {edition}",
    mail_link="Xem trên màn hình: {link}",
    field_word="Mục",
    overdue_by="quá hạn {n} ngày",
    due_word="hạn {day}",
    grid_lead="Điền ở các cột có dấu bút, rồi xem thay đổi trước khi lưu.",
    grid_look="Xem thay đổi",
    grid_look_again="Bảng có ô điền sau lần xem trước, chưa lưu gì. Xem lại thay đổi rồi lưu.",
    grid_nothing="Chưa có ô nào thay đổi.",
    # (update ends)
    # administration and the audit trail
    admin_page="Quản trị",
    admin_only="Trang này dành cho quản trị. Hãy đăng nhập bằng tài khoản quản trị.",
    admin_tabs={
        "accounts": "Tài khoản",
        "agencies": "Cơ quan",
        "plans": "Kế hoạch",
        "milestones": "Mốc",
        "load": "Nạp tệp",
        "trail": "Nhật ký",
        "settings": "Thiết lập",
    },
    admin_choose={
        "accounts": "Sửa hoặc thêm tài khoản",
        "agencies": "Sửa hoặc thêm cơ quan",
        "plans": "Sửa hoặc thêm kế hoạch",
        "milestones": "Sửa hoặc thêm mốc",
    },
    admin_add={
        "accounts": "Thêm tài khoản",
        "agencies": "Thêm cơ quan",
        "plans": "Thêm kế hoạch",
        "milestones": "Thêm mốc",
    },
    admin_state="Trạng thái",
    admin_disabled="đã khóa",
    admin_must_change="chờ đổi mật khẩu",
    admin_no_password="chưa có mật khẩu",
    admin_active="hoạt động",
    admin_seen="Dùng gần nhất",
    admin_none="(không)",
    admin_save="Lưu",
    admin_saved="Đã lưu {code}.",
    admin_unchanged="Không có gì khác nên không ghi gì.",
    admin_reopen="Bỏ phần đang sửa, mở bản mới nhất",
    admin_confirm="Xác nhận",
    admin_password="Cấp mật khẩu dùng một lần",
    admin_password_asks="Mật khẩu cũ thôi hiệu lực và mọi trình duyệt của {login} bị đăng xuất.",
    admin_password_once="Mật khẩu dùng một lần của {login}; chỉ hiện một lần này, hãy chép lại ngay.",
    admin_end="Kết thúc các phiên",
    admin_end_asks="{login} phải đăng nhập lại ở mọi trình duyệt.",
    admin_ended="Đã kết thúc {n} phiên của {login}.",
    admin_disable="Khóa tài khoản",
    admin_disable_asks="{login} không đăng nhập được nữa; những gì đã ghi vẫn còn. Có thể mở lại.",
    admin_enable="Mở lại tài khoản",
    admin_due_help="31/12/2016, 6/2016, Quý II/2016, Năm 2016 hoặc Thường xuyên. Từ kỳ phát hành đầu tiên có mốc này, hạn gốc không đổi; hãy dùng gia hạn.",
    admin_added_help="Ngày mốc được thêm vào kế hoạch; để trống nếu có từ đầu. Mốc thêm sau hiện là thay đổi phạm vi.",
    admin_many_help="Nhiều mã cách nhau bằng dấu ;",
    admin_merge="Sáp nhập vào cơ quan khác",
    admin_merge_into="Cơ quan kế thừa",
    admin_merge_on="Từ ngày",
    admin_merge_effect="{n} mốc đang mở chuyển sang {into} từ {day}; {staying} mốc đã xong hoặc hủy bỏ ở lại. Cơ quan này kết thúc ngày hôm trước.",
    admin_merge_asks="Không hoàn tác được. Các kỳ đã phát hành không đổi.",
    admin_merged="Đã sáp nhập {code}: {n} mốc chuyển đi.",
    admin_load_lead="Tệp .csv hoặc .xlsx như lệnh import: xem trước rồi mới ghi, tất cả hoặc không gì cả; tệp thiếu dòng nào thì dòng đó vẫn còn.",
    admin_load_counts=("thêm", "đổi", "giữ nguyên"),
    admin_loaded="Đã ghi.",
    admin_settings_lead="Các thiết lập này đặt bằng biến môi trường của máy chủ; đổi rồi khởi động lại. Quy tắc màu do thường trực ban chỉ đạo đặt ở trang Cách tính.",
    admin_settings={
        "DATABASE_URL": "cơ sở dữ liệu",
        "PUBLIC_READ": "1 = xem không cần đăng nhập",
        "CUTOFF_DAY": "ngày chốt kỳ báo cáo tháng; 0 = hết tháng",
        "SESSION_IDLE_MINUTES": "phiên không dùng bao nhiêu phút thì hết",
        "PROGRESS_NOW": "thời điểm cố định để thử; trống = đồng hồ",
        "OIDC_URL": "nơi xác thực danh tính của thành phố",
        "TRUSTED_USER_HEADER": "tiêu đề mà máy chủ đứng trước ghi tên người dùng",
        "BASE_URL": "địa chỉ người dùng mở trang",
        "SMTP_URL": "máy chủ gửi thư nhắc",
    },
    admin_backup="Sao lưu và khôi phục bằng dòng lệnh trên máy chủ; sao lưu được cả khi mọi người đang làm việc:",
    trail_from="Từ ngày",
    trail_until="Đến ngày",
    trail_who="Người",
    trail_everyone="Mọi người",
    trail_search="Tìm trong nhật ký",
    trail_kind="Việc",
    trail_subject="Đối tượng",
    trail_said="Nội dung (trước → sau)",
    trail_found="{n} dòng",
    trail_page="Trang",
    trail_kinds={
        "line": "cập nhật tình hình",
        "withdrawal": "hoàn tác",
        "version": "nội dung mốc",
        "extension": "gia hạn",
        "request": "xin gia hạn",
        "answer": "trả lời gia hạn",
        "review": "rà soát",
        "conclusion": "kết luận",
        "issued": "phát hành kỳ",
        "pack": "tạo báo cáo",
        "amendment": "sửa dữ liệu",
        "sign_in": "đăng nhập",
    },
    trail_tables={
        "agency": "cơ quan",
        "document": "văn bản",
        "plan": "kế hoạch",
        "account": "tài khoản",
        "setting": "thiết lập",
        "database": "cơ sở dữ liệu",
    },
    trail_fields={
        "code": "Mã",
        "name": "Tên",
        "name_vi": "Tên",
        "name_en": "Tên tiếng Anh",
        "kind": "Loại",
        "block": "Khối",
        "valid_from": "Hiệu lực từ",
        "valid_to": "Hiệu lực đến",
        "successor": "Cơ quan kế thừa",
        "source": "Nguồn",
        "note": "Ghi chú",
        "title": "Tên",
        "title_vi": "Tên",
        "title_en": "Tên tiếng Anh",
        "number": "Số",
        "type": "Loại văn bản",
        "issuer": "Cơ quan ban hành",
        "issued_on": "Ngày ban hành",
        "level": "Cấp",
        "implements": "Thực hiện văn bản",
        "document": "Văn bản",
        "period_start": "Từ",
        "period_end": "Đến",
        "theme": "Chủ đề",
        "plan": "Kế hoạch",
        "agency": "Cơ quan chủ trì",
        "supporting": "Phối hợp",
        "start": "Bắt đầu",
        "due": "Hạn gốc",
        "due_words": "Hạn như văn bản",
        "weight": "Trọng số",
        "target": "Chỉ tiêu",
        "target_lower": "Càng thấp càng tốt",
        "unit": "Đơn vị tính",
        "basis": "Cơ sở",
        "added_on": "Ngày thêm vào kế hoạch",
        "role": "Vai trò",
        "email": "Thư điện tử",
        "disabled": "Khóa",
        "password": "Mật khẩu",
        "value": "Giá trị",
        "restored": "Khôi phục từ",
        "contents": "sha256",
    },
    trail_reviewed=("bỏ dấu đã rà soát", "đã rà soát"),
    trail_granted=("không gia hạn", "gia hạn"),
    trail_signed_in=("không thành công", "thành công"),
    # (administration ends)
    method_lead="Mỗi con số trên màn hình, trong hình và trong tệp đều do một hàm duy nhất tính theo các định nghĩa dưới đây. Các ví dụ dùng số liệu đang chọn.",
    quantity="Chỉ số",
    meaning="Cách tính",
    worked="Với số liệu đang chọn",
    more_rules="Quy tắc chung",
    identity="Các nhóm cộng lại đúng bằng phạm vi: {sum} = {scope} mốc (đã kiểm tra). Hủy bỏ đứng riêng: {cancelled}.",
    methods={
        "pct_done_count": ("Hoàn thành trên tổng số", "số mốc hoàn thành / số mốc trong phạm vi (không kể hủy bỏ)"),
        "pct_done_weight": (
            "Hoàn thành theo trọng số",
            "trọng số các mốc hoàn thành / tổng trọng số; mốc chưa xong tính 0 (quy tắc 0-100)",
        ),
        "pct_reported_weight": (
            "Kể cả tự báo cáo",
            "mốc hoàn thành tính đủ, mốc chưa xong tính theo phần trăm cơ quan tự báo cáo, tối đa 99%; là lời báo cáo, chưa phải kết quả",
        ),
        "pct_planned_weight": (
            "Kế hoạch",
            "trọng số các mốc có HẠN GỐC đã qua, không tạm dừng / tổng trọng số; gia hạn không làm đổi kế hoạch",
        ),
        "spi_weight": (
            "Chỉ số tiến độ (SPI)",
            "trọng số hoàn thành / trọng số kế hoạch; không bao giờ đứng một mình: việc xong sớm bù cho việc trễ, và cuối kỳ luôn bằng 1",
        ),
        "due_completion": ("Xong việc đến hạn", "mốc hoàn thành trong số mốc có hạn hiện hành đã qua, không tạm dừng"),
        "completion_of_due": (
            "Hoàn thành trên số đến hạn",
            "mốc có hạn đã hoàn thành / (mốc có hạn đã hoàn thành + quá hạn chưa hoàn thành)",
        ),
        "on_time_rate": ("Đúng hạn", "(trước hạn + đúng hạn) / (mốc có hạn đã hoàn thành + quá hạn chưa hoàn thành)"),
        "on_time_rate_baseline": (
            "Đúng hạn gốc",
            "hoàn thành không muộn hơn HẠN GỐC / mốc có hạn gốc đã xong hoặc hạn gốc đã qua, không tạm dừng",
        ),
        "overdue_share_scope": ("Quá hạn trên tổng số", "quá hạn chưa hoàn thành / số mốc trong phạm vi"),
        "overdue_share_due": (
            "Quá hạn trên số có kết quả",
            "quá hạn chưa hoàn thành / (mốc có hạn đã hoàn thành + quá hạn chưa hoàn thành)",
        ),
        "update_rate": (
            "Tỷ lệ cập nhật tình hình",
            "mốc chưa xong (không tạm dừng) có báo cáo trong kỳ / mốc chưa xong (không tạm dừng)",
        ),
        "evidenced_share": ("Có văn bản", "mốc hoàn thành có số văn bản chứng minh / mốc hoàn thành"),
        "attainment": (
            "Mức đạt chỉ tiêu",
            "giá trị đo được / chỉ tiêu, mỗi mốc tính tối đa 100% khi cộng theo trọng số; từng mốc hiện đúng mức thật",
        ),
    },
    rules=(
        "Mọi ngày là ngày ở Việt Nam. Một ngày chỉ được coi là đã qua khi đã hết ngày: mốc hạn hôm nay chưa quá hạn.",
        "Hai mốc thời gian: ngày việc xảy ra và lúc được ghi nhận. Điều ghi nhận hoặc xảy ra về sau không làm đổi câu trả lời cũ.",
        "Gia hạn, tạm dừng, hủy bỏ có hiệu lực từ ngày quyết định trở đi, không lùi về trước và không sau khi đã hoàn thành. Hạn gốc không bao giờ bị ghi đè.",
        "Năm của một mốc là năm của hạn gốc; mốc không có hạn có cột riêng, nên các năm cộng lại đúng bằng tổng.",
        "Tỷ lệ của nhóm lớn cộng số đếm rồi mới chia, không lấy trung bình các tỷ lệ.",
        "Mốc có nhiều cơ quan chỉ tính cho cơ quan chủ trì.",
        "Không xác định thì ghi “—”, không ghi 0% hay 100%. 100% chỉ khi đúng bằng 100%.",
        "Kỳ báo cáo tháng từ ngày 15 tháng trước đến ngày 14 (Nghị định 09/2019/NĐ-CP, điều 12); trước tháng 3/2019 là tháng dương lịch.",
        "Đứng yên: mốc chưa xong mà tình trạng và phần trăm không đổi từ 3 kỳ trở lên.",
    ),
    counts_title="Các nhóm và các số đếm",
    count_names={
        "registered": "Đã đăng ký",
        "scope": "Phạm vi",
        "due_soon": "Đến hạn trong 30 ngày",
        "max_days_overdue": "Quá hạn lâu nhất (ngày)",
        "extended_n": "Đã gia hạn",
        "frozen_n": "Đứng yên",
        "no_document_n": "Thiếu văn bản",
    },
    counts={
        "registered": "mọi mốc đã có trong kế hoạch đến ngày đang xem, kể cả hủy bỏ",
        "scope": "mọi mốc trừ mốc hủy bỏ: mẫu số của “trên tổng số”",
        "done_early": "ngày hoàn thành trước hạn hiện hành của ngày đó",
        "done_on_time": "ngày hoàn thành đúng bằng hạn hiện hành của ngày đó",
        "done_late": "ngày hoàn thành sau hạn hiện hành của ngày đó",
        "done_no_deadline": "hoàn thành, không có hạn",
        "overdue": "chưa hoàn thành, hạn hiện hành đã qua",
        "in_progress_in_time": "đang thực hiện, hạn chưa qua",
        "not_started_not_due": "chưa thực hiện, hạn chưa qua",
        "open_no_deadline": "chưa hoàn thành, không có hạn",
        "suspended": "tạm dừng theo quyết định",
        "cancelled": "hủy bỏ theo quyết định: đứng riêng, không ở trong tỷ lệ nào",
        "due_soon": "chưa hoàn thành, không tạm dừng, hạn hiện hành trong 30 ngày sau ngày cuối đã qua",
        "max_days_overdue": "số ngày quá hạn nhiều nhất; 0 nếu không có",
        "extended_n": "mốc có ít nhất một lần gia hạn đến ngày đang xem",
        "frozen_n": "đứng yên: chưa xong, tình trạng và phần trăm không đổi từ 3 kỳ",
        "no_document_n": "hoàn thành mà không có số văn bản",
    },
    welcome="Chào mừng. Hai cách để bắt đầu",
    empty="Cơ sở dữ liệu chưa có kế hoạch nào.",
    step_demo="Xem thử với dữ liệu minh họa: chạy lệnh này rồi tải lại trang",
    step_load="Nạp kế hoạch của đơn vị: một thư mục tệp CSV, hoặc một tệp Excel có các trang agencies, plans, milestones, progress",
    step_format="Cột bắt buộc: agencies (code, name) · plans (code, title) · milestones (code, plan, agency, title) · progress (milestone, reported_on, status)",
    load_here="Hoặc nạp ngay tại đây",
    setup_code="Mã cài đặt",
    setup_help="In trên màn hình của máy chủ khi khởi động; chỉ dùng được khi cơ sở dữ liệu còn trống.",
    wrong_code="Mã cài đặt không đúng. Xem lại dòng “Mã cài đặt” trên màn hình máy chủ.",
    choose_files="Tệp CSV hoặc Excel",
    would_write="Sẽ thêm {added}. Chưa ghi gì.",
    write="Ghi vào cơ sở dữ liệu",
    refused_file="Không ghi gì: {n} ô cần sửa.",
    finding_file="Tệp",
    finding_row="Dòng",
    finding_column="Cột",
    finding_value="Giá trị",
    finding="Cần sửa gì",
    problem="Có lỗi, mã {code}. Hãy tải lại trang; nếu vẫn còn, báo mã này cho quản trị.",
    tables={
        "agencies": "cơ quan",
        "documents": "văn bản",
        "plans": "kế hoạch",
        "milestones": "mốc",
        "progress": "dòng tình hình",
        "extensions": "lần gia hạn",
    },
)

EN = Words(
    lang="en",
    overview="Overview",
    milestones_page="Milestones",
    method="Method",
    through_day="As of the end of {day}",
    on_day="As of {day} (the day is not over)",
    period="period {start}-{end}",
    reported="{n}/{of} agencies have reported",
    demonstration="Illustrative data: “today” stands still at {day}",
    illustrative="ILLUSTRATIVE DATA (DỮ LIỆU MINH HỌA)",
    back_to_today="Back to today",
    as_of="As of",
    search="Find milestones, plans, agencies",
    filters="Filters",
    clear="Clear filters",
    all="All",
    plan="Plan",
    agency="Lead agency",
    year="Year of the original deadline",
    kind="Kind of agency",
    kinds={
        "ủy ban nhân dân": "People's Committee",
        "ban chỉ đạo": "Steering committees",
        "sở": "Departments",
        "cơ quan ngang sở": "Offices of department rank",
        "quận": "Urban districts",
        "huyện": "Rural districts",
    },
    basis="Basis of the milestone",
    bases={"document": "From a document", "illustrative": "Illustrative"},
    language="Language",
    milestones="milestones",
    of_all="{count} milestones, of all",
    of_due="{count} milestones that were due",
    on_time_of="{count} milestones with an outcome",
    longest="longest {n} days",
    days="{n} days",
    total="Total",
    no_deadline="No deadline",
    no_deadline_short="None",
    unknown="not known",
    done="Done",
    due_done="Done of due",
    on_time="On time",
    overdue_n="Overdue",
    due_soon_n="Due within 30 days",
    see_all="See the milestones",
    states_title="{n} milestones by state",
    by_weight="by weight {percent}",
    baseline="against the original {percent}",
    heat_title="{n} milestones overdue, {most} of them with {agency}",
    heat_title_none="No milestone is overdue",
    heat_subtitle="Milestones done of all, by lead agency and year of the original deadline. Red corner: something is overdue",
    heat_hover="{agency}<br>{year}: {count} milestones done ({percent})<br>{overdue} overdue",
    bars_title="{n} agencies are behind plan",
    plans_title="{n} plans are behind their original schedule",
    bars_subtitle="Share done by weight; pale is the agency's claim; the tick | is the plan by original deadlines",
    bars_hover="{name}<br>Done {done} by weight ({count} milestones)<br>With claims {claimed}<br>Planned {planned}",
    claimed="Claimed",
    planned="Planned",
    curve_title="{done} of the work is done, {gap} points behind plan",
    curve_title_even="{done} of the work is done, not behind plan",
    curve_subtitle="Cumulative by month, percent of all weight; planned by original deadlines",
    curve_behind="{gap} points behind",
    curve_ahead="{gap} points ahead",
    curve_even="on plan",
    curve_guard="The axis starts at {year}: {n} milestones are due earlier, check their year",
    foot="As of {day}. {basis}",
    as_table="See as a table",
    nothing_here="No milestone is in the chosen scope.",
    number="No.",
    code="Code",
    title="Task",
    lead="Lead agency",
    original_due="Original deadline",
    due_in_force="Deadline in force",
    state="State",
    claim="Claimed",
    done_on="Done on",
    days_overdue="Overdue by",
    flags="Note",
    reported_on="Last report",
    document="Document",
    decision="Decision",
    buckets={
        "done_early": "Done early",
        "done_on_time": "Done on time",
        "done_late": "Done late",
        "done_no_deadline": "Done, no deadline",
        "overdue": "Overdue",
        "in_progress_in_time": "In progress, in time",
        "not_started_not_due": "Not started, in time",
        "open_no_deadline": "Open, no deadline",
        "suspended": "Suspended",
        "cancelled": "Cancelled",
    },
    signs=VI.signs,
    flag_words={"frozen": "standing still", "moved": "extended", "no_document": "no document"},
    count_of="{n} milestones",
    none_found="No such milestone. Try fewer filters.",
    done_buckets="Done",
    open_buckets="Not done",
    every_state="Every state",
    by_due_month="originally due in {month}",
    by_done_month="done in {month}",
    milestones_found="{n} milestones: {what}",
    and_cancelled=" · and {n} cancelled",
    planned_n="Planned (milestones)",
    done_n="Done (milestones)",
    month="Month",
    download="Download CSV",
    # one milestone, one agency, one plan
    agency_page="Agency",
    plan_page="Plan",
    to_list="Back to the milestones",
    open_row="Tick the box at the head of a row to open a milestone.",
    not_yet="Milestone {code} is not in the plan yet on {day}.",
    supporting="Supporting agencies",
    source_paper="Source",
    start_day="Start",
    weight="Weight",
    paper_says="the paper says “{words}”",
    moved_by="moved {n} times, {days} days in all",
    never_moved="never moved",
    measured="Measured / target",
    attained="{percent} of the target attained",
    statuses={
        "not_started": "Not started",
        "in_progress": "In progress",
        "done": "Done",
        "suspended": "Suspended",
        "cancelled": "Cancelled",
    },
    history="History",
    no_history="Nothing was reported by this day.",
    happened_on="Happened on",
    reported_on_day="Reported on",
    recorded_at="Recorded at",
    recorded_by="Recorded by",
    stood_before="Before",
    was_reported="Reported",
    in_effect="In effect",
    holds_now="still",
    holds_until="before {day}",
    holds_never="on no day",
    line_note="Note",
    extensions="Extensions",
    extension_decided="Decided on",
    from_due="Deadline before",
    new_due="New deadline",
    days_moved="Days moved",
    extension_reason="Reason",
    after_done="without effect: decided after completion",
    timeline_one="{state}; {moved}",
    timeline_one_lane="Percent claimed, by the day it speaks of",
    timeline_due="Deadlines and completion",
    timeline_subtitle="○ original deadline, | deadline in force, ● done; a red line is overdue, the dotted line is the day looked at",
    timeline_title="{n} milestones: {overdue} overdue, {moved} extended",
    timeline_hover="{title}<br>{state}<br>Original deadline {due}<br>In force {due_in_force}<br>Done {done_on}",
    choose_plan="{n} plans have milestones in the chosen scope; choose one.",
    all_plans="All plans",
    paper_number="Number",
    paper_type="Type",
    issuer="Issued by",
    issued_on="Issued on",
    plan_period="Period",
    theme="Theme",
    papers_title="The papers it implements and that implement it",
    this_paper="this paper",
    group_line="{count} milestones done · {due} of those due ({percent}) · {overdue} overdue",
    colour_words={"red": "R · red", "amber": "A · amber", "green": "G · green", "grey": "– · grey"},
    choose_agency="{n} lead agencies in the chosen scope; choose one.",
    all_agencies="All agencies",
    rank="place {place}/{of} among {kind}, by done of what was due",
    rank_none="no place: nothing came due",
    closed_on="In existence until {day}.",
    succeeded_by="Its work passes to {name}.",
    past_title="The last {n} report periods",
    report_period="Report period",
    update_rate="Update rate",
    leads_n="Leads {n} milestones",
    supports_n="Supports {n} milestones led by others",
    # review
    review="Review",
    review_none="None",
    review_compared="Since the end of",
    review_changed="Changes after {since}",
    review_frozen="Standing still for {n} periods or more",
    review_no_document="Done without a document",
    review_late="Recorded after the period was closed, {start}-{end}",
    review_silent="Agencies that have not reported in the period {start}-{end}",
    reminder_lead="Report period {start}-{end}: these agencies are asked to update their milestones.",
    reminder_line="{agency}: {n} to update, closing on {day}",
    change="Change",
    details="What changed",
    moves_n="Extensions",
    days_left="Days left",
    open_n="Open milestones",
    said_on="Reported on",
    change_words={
        "done": "Done",
        "overdue": "Overdue",
        "cancelled": "Cancelled",
        "extended": "Extended",
        "suspended": "Suspended",
        "resumed": "Resumed",
        "reopened": "Reopened",
        "percent_fell": "Claim fell",
        "added": "Added to the plan",
    },
    change_counts={
        "done": "+{n} done",
        "overdue": "+{n} overdue",
        "cancelled": "{n} cancelled",
        "extended": "{n} extended",
        "suspended": "{n} suspended",
        "resumed": "{n} resumed",
        "reopened": "{n} reopened",
        "percent_fell": "{n} with a lower claim",
        "added": "{n} added to the plan",
    },
    change_details={
        "done": "{after}, on {done_on}",
        "overdue": "due {due}, {days} days late",
        "cancelled": "before: {before}",
        "extended": "{due_before} → {due}",
        "suspended": "before: {before}",
        "resumed": "{before} → {after}",
        "reopened": "{before} → {after}",
        "percent_fell": "{percent_before} → {percent}",
        "added": "due {due}",
    },
    # the month's report
    report_nation="SOCIALIST REPUBLIC OF VIET NAM",
    report_motto="Independence - Freedom - Happiness",
    report_number="Annex to report No. ......../BC-...........",
    report_date="{place}, ....../....../.........",
    report_title="PROGRESS OF THE PLANS",
    report_subtitle="{month}/{year} ({period})",
    report_foot="Numbers as of {day} ({period}), edition {n}",
    report_done=(
        "As of the end of {day}, {done} milestones are done ({done_rate} of all); of those that came due, {due} are done "
        "({due_rate}); {on_time} of those with an outcome were on time ({on_time_rate})."
    ),
    report_overdue="{n} milestones are overdue, the longest by {days} days, most of them with {agency} ({most}).",
    report_none_overdue="No milestone is overdue.",
    report_due_soon="{n} come due within 30 days.",
    report_who="In the period {start}-{end}, {n}/{of} agencies with open milestones reported.",
    report_changed="After {since}: {changes}.",
    report_cancelled="{n} cancelled milestones stand outside every rate.",
    report_late="Recorded after the months before were closed",
    report_late_sentence="{n} lines of days up to {since}, recorded after they were closed",
    report_first_due="originally {due}",
    report_days_late="Days overdue",
    report_note="Note",
    report_method="Only what was recorded by the issue ({known}) counts; what is recorded later does not change this report.",
    report_rules=(
        "No rate stands without its counts. “Of all” divides by every milestone but the cancelled; “due” by those whose deadline in force has passed; “on time” by those done with a deadline and the overdue.",
        "A milestone is done only with a day of completion; the percent its agency claims stands apart, in pale.",
        "An extension works from its decision onward; the planned line always follows the original deadlines. The year is that of the original deadline.",
        "Colour and letter of an agency: R (red) below {red_below} of what came due or anything over {red_days} days late; A (amber) below {amber_below} or anything overdue; G (green) otherwise; – nothing came due.",
    ),
    report_heads={
        "general": "Results",
        "by_agency_year": "By lead agency and year",
        "over_time": "Over time",
        "by_agency": "Completion of each agency",
        "by_plan": "Completion of each plan",
        "method": "Method",
    },
    report_overview="{done} milestones done, {overdue} overdue",
    report_rest="And {n} more in the workbook.",
    # issued months
    report_page="Month",
    issued_line="Numbers issued for {month}, edition {edition}, closed {day}",
    issued_name="{month}, edition {edition}",
    issued_month="Issued month",
    issued_none="None: the numbers of now",
    issued_live="This day as known now",
    issued_live_help="The same day with what was recorded since the issue",
    issued_since="Since the issued month {month} ({day})",
    issued_equal="✓ As issued for {month}, edition {edition}",
    issued_apart="Not as issued for {month}, edition {edition}: {n} numbers differ, {late} late entries",
    issued_period="Report period",
    issued_heading="{month} ({start}-{end}), closed {end}",
    issued_not_yet="{month} has not been issued. The numbers below are as of the end of {day}, with all that is recorded now.",
    issued_by="Issued at {at} by {by}",
    issued_reason="Why it was issued again: {reason}",
    issued_before="Before",
    issued_after="After",
    issued_true="✓ Still true: made again, the numbers have the fingerprint that was stored",
    issued_untrue="Made again, the numbers do NOT have the fingerprint that was stored. Do not use this edition; run manage.py check and tell the administrator.",
    issued_check_all="Check every month",
    issued_numbers="Fingerprint of the numbers (sha256): {numbers}",
    issued_differs="Other than edition {edition}: {n} numbers",
    issued_against_now="Now other than edition {edition}: {n} numbers",
    issued_late="Late entries of {month}",
    issued_open="Open {month}, edition {edition}",
    issued_archive="Issued months",
    issued_archive_none="No month has been issued.",
    issued_readers="Only a coordinator issues numbers.",
    issue_button="Issue {month}",
    issue_again="Issue {month} again",
    issue_fixes="{month}, edition {edition}: as of the end of {day} ({start}-{end})",
    issue_known="With what is recorded when the button is pressed ({at})",
    issue_for_ever="These numbers are kept for ever. What is recorded later does not change them and stands in the list of late entries.",
    issue_why="Why it is issued again",
    issue_confirm="Issue",
    issue_checks="Before it is issued",
    issue_stopped="It cannot be issued yet: the check list has an error.",
    issue_check_words={
        "buckets": ("The buckets add up to the scope", "The buckets do NOT add up to the scope"),
        "database": ("The database is sound", "The database has {n} errors: {about}"),
        "silent": ("Every agency has reported in the period", "Agencies that have not reported in the period: {n}"),
        "requests": ("No request for a later deadline is open", "{n} requests for a later deadline are not answered"),
        "late": ("No late entries of {about}", "{n} late entries of {about}"),
        "unissued": ("The months before are issued", "Not issued before: {about}"),
    },
    late_words={
        "withdrawn": "Taken back: {state}",
        "extension": "Deadline moved to {due}",
        "milestone": "Milestone corrected",
    },
    # (issued months end)
    pack_make="Make the pack",
    pack_making="Making the pack of {month}...",
    pack_download="Download the pack (zip, {size} MB)",
    pack_page="Page {n} of the report",
    pack_files="{n} files in the pack",
    pack_file="File",
    pack_size="Size",
    seal_title="Check a picture, a file or a pack",
    seal_upload="Drop a picture, a file or a whole pack (zip) here",
    seal_running="Making it again to compare...",
    seal_words={
        "same": "{file}: this is {name} of {month}, edition {edition}, {lang}. The same to the byte.",
        "look": "{file}: this is {name} of {month}, edition {edition}, {lang}. The numbers are the same; only the program's look has changed since.",
        "different": "{file}: it says it is of {month}, but is no file of that month. It was changed, or saved again by another program.",
        "unknown": "{file}: not of any month that was issued.",
        "pack_same": "{file}: the pack of {month}, edition {edition}, {lang}. Every file is the same to the byte.",
        "pack_look": "{file}: the pack of {month}, edition {edition}, {lang}. The numbers are the same; only the program's look has changed since.",
        "pack_different": "{file}: the pack of {month}, edition {edition}, {lang}, but some files are not as issued:",
    },
    seal_states={
        "look": "another look, the same numbers",
        "different": "different",
        "missing": "missing",
        "extra": "extra",
    },
    seal_languages={"vi": "in Vietnamese", "en": "in English"},
    # (the month's report ends)
    # Office files
    office_source="Source: reports of the lead agencies",
    office_sheets={
        "overview": "Results",
        "charts": "Charts",
        "heat": "Agency and year",
        "cells": "Agency-year numbers",
        "agencies": "Agencies",
        "plans": "Plans",
        "curve": "S-curve",
        "overdue": "Overdue",
        "changes": "Changes",
        "silent": "Not reported",
        "late": "Late entries",
        "milestones": "Milestones",
        "method": "Method",
    },
    office_heat_note="Milestones done of all, by lead agency and year of the original deadline. Sign ! and red frame: something is overdue",
    office_bars_note="Share done by weight; pale is claimed; the frame is planned by the original deadlines; at the right milestones done of all",
    office_counts=("Milestones", "Of", "Rate", "Note"),
    office_groups=(
        "Done / all",
        "Done",
        "All",
        "Rate of all",
        "Done of due",
        "Due",
        "Rate of due",
        "On time",
        "With an outcome",
        "On-time rate",
        "Overdue",
        "Longest (days)",
        "Done by weight",
        "With claims",
        "Planned by original deadlines",
        "Level",
    ),
    office_cells=("Done", "All", "Overdue", "Rate"),
    office_edition="{month}, edition {n}",
    office_many="More than a sheet should hold: manage.py milestones --month {month} --format csv",
    # (Office files end)
    # the committee's room: history, forecast, colour rule, marks and conclusions
    history_page="History",
    history_lead="Two days beside each other, both with all that is recorded now.",
    history_numbers="The numbers of the two days",
    history_figures="The figures of the two days",
    end_of="End of {day}",
    difference="Difference",
    points="{n} points",
    moves_title="Deadlines moved {n} times, {days} days in all; most in {month} ({most})",
    moves_none="No deadline has been moved.",
    moves_subtitle="Extensions by the month they were decided in",
    moves_hover="{month}: {n} times, {days} days",
    moves_count="Times",
    change_scope_title="The last {n} periods: {added} added, {cancelled} cancelled; the scope is now {scope} milestones",
    change_scope_subtitle="Up: added to the plan; down: cancelled (less those taken up again), by report period",
    added_n="Added",
    scope_end="Scope at the end",
    spi_title="SPI {spi}; {due} of what was due is done, {on_time} of the outcomes on time",
    spi_subtitle="At the end of each report period; an SPI of 100% is as planned",
    spi_explained="SPI = weight done / weight whose original deadline has passed. Alone it misleads twice: early work makes up for late work, and once all is done it is 1 however late. So it always stands beside the two rates.",
    spi="SPI",
    forecast_title="Forecast: from {low} to {high} of {n} milestones that come due will be on time ({low_share}-{high_share})",
    forecast_record="It rests on {kept}/{of} milestones due in the last {times} times 30 days, open before, that were done on time.",
    forecast_how="If those to come are carried out as those before, the number done on time lies in this range in {covers} of cases (beta-binomial); each trial uses only what was recorded at the time.",
    forecast_tried="Tried on the last {n} times 30 days: it spoke in {said} of them and was right in {hits}.",
    forecast_few="No forecast: {n} milestones with a deadline are done, at least {enough} are needed.",
    forecast_none_due="No forecast: no milestone comes due within 30 days.",
    forecast_wide="No forecast: {kept}/{of} milestones before are too few to rule out any outcome of {n}.",
    forecast_trials="The trials",
    forecast_day="Asked at the end of",
    forecast_at_stake="Coming due",
    forecast_known="Record then",
    forecast_range="Forecast",
    forecast_came="Done on time",
    forecast_hit="Outcome",
    forecast_right="✓ right",
    forecast_wrong="× wrong",
    forecast_silent="no forecast",
    download_xlsx="Download Excel",
    colour_rule="The colour of a group: red if less than {red_below} of what was due is done or anything is over {red_days} days late; amber if less than {amber_below} or anything is overdue; green otherwise; grey if nothing came due.",
    colour_edit="Change the colour rule",
    colour_red_below="Red when done of due is below (%)",
    colour_red_days="Red when overdue for more than (days)",
    colour_amber_below="Amber when done of due is below (%)",
    colour_effect="If saved: {n}/{of} agencies change colour.",
    colour_turns="{agency}: {before} → {after}",
    colour_save="Save the colour rule",
    colour_kept="An issued month keeps the rule it was issued under.",
    reviewed="{n}/{of} agencies reviewed in the period {start}-{end}",
    reviewed_by="✓ reviewed · {who}, {at}",
    reviewed_not="○ not reviewed",
    review_each="Agency by agency",
    review_mark="Reviewed",
    review_unmark="Take the mark back",
    conclusions="Conclusions of the committee",
    concluded_on="Concluded on",
    conclusion="Conclusion",
    conclusion_last="Last conclusion",
    conclusion_line="Conclusion",
    conclude="Record the conclusion",
    # (the committee's room ends)
    # signing in and the account
    sign_in="Sign in",
    sign_in_lead="The progress of IT plans",
    sign_out="Sign out",
    sign_out_everywhere="Sign out of every browser",
    sign_in_provider="Sign in with the city's account",
    sign_in_closed="Sign in to read. The session before, if there was one, has ended.",
    sign_in_elsewhere="The request did not come from this page. Open the sign-in page again and retry.",
    provider_failed="The identity provider did not confirm. Try again, or ask the administrator.",
    login="Login",
    password="Password",
    try_as="Illustrative data: try it as",
    account_page="Account",
    full_name="Name",
    role="Role",
    roles={
        "viewer": "Viewer",
        "director": "Lead agency",
        "coordinator": "Coordinator",
        "admin": "Administrator",
    },
    change_password="Change password",
    one_time_lead="The password you used works once only. Choose one of your own.",
    password_old="Present password",
    password_new="New password",
    password_again="New password again",
    password_rule="At least {n} characters; a short sentence is best.",
    passwords_differ="The two new passwords are not the same. Enter them again.",
    back_to_plans="To the plans",
    email="E-mail",
    browsers="Signed-in browsers",
    browser_since="Signed in at",
    browser_seen="Last used",
    this_browser="this browser",
    ended_by_itself="A session ends by itself after {idle} minutes unused, and after {hours} hours in any case.",
    # (signing in ends)
    # the agency's workbook, reminders, the calendar
    book_sheet="Update",
    book_guide_sheet="How to fill it in",
    book_title="{agency}: milestones to update, {day}",
    book_status_now="Status now",
    book_percent_now="% now",
    book_guide=(
        "1. Each row is an open milestone of {agency}. Fill in the yellow cells only; the others are locked.",
        "2. Choose a “New status” for the milestones to update. A row without one is not updated.",
        "3. Done needs “Done on” (day/month/year, not after today) and should have a “Document number”.",
        "4. “New %”, 0 to 100, is what the agency claims. “New %”, “Measured value”, “Document number” left empty stay.",
        "5. Suspending and cancelling is for the coordinator; deadlines are not changed here: ask for a later one on the page.",
        "6. Save the file (.xlsx or CSV UTF-8) and bring it to Update, Excel: each change is shown before it is written.",
        "7. One wrong cell, and no row is written; the cell is named. The same file again changes nothing.",
        "8. A milestone somebody updated after the download is refused: download the table again and fill that row in.",
    ),
    book_choose_status="Choose a status from the list.",
    book_percent_rule="A number from 0 to 100.",
    book_day_rule="A day, as day/month/year, not after today.",
    book_number_rule="A number.",
    book_length_rule="At most {n} characters.",
    book_lead="Download the open milestones, fill them in, bring the file back. Nothing is written before you have looked and said so.",
    book_download="Download the table ({n} milestones)",
    book_upload="Bring back the filled table (.xlsx or .csv)",
    book_counts="{n} rows will be written; {same} stand so already; {blank} are empty.",
    book_nothing="0 changes: {same} rows stand so already, {blank} are empty.",
    book_stands="Stands",
    book_becomes="Becomes",
    book_never="Never reported",
    book_asks="Look again before writing:",
    book_sure="Yes, as it says",
    book_save="Write {n} rows",
    remind_subjects={
        "open": "{n} milestones to update, closing on {day}",
        "closed": "{n} milestones not updated, the period closed on {day}",
        "overdue": "{n} milestones overdue",
        "due": "{n} milestones due soon",
    },
    remind_hello="Dear {name},",
    remind_closed="{agency}: {n} not updated, the period closed on {day}",
    remind_due="Due soon:",
    remind_overdue="Overdue:",
    remind_due_line="{title} ({code}): due {day}, {n} days left",
    remind_overdue_line="{title} ({code}): due {day}, {n} days late",
    remind_link="Update at: {link}",
    feed="Calendar of deadlines",
    feed_lead="An address of your own, from which a phone, Outlook or Google Calendar takes the deadlines by itself. Whoever has the address reads the calendar.",
    feed_once="The address is shown once. Copy it into the calendar program (“subscribe”, “add from URL”):",
    feed_make="Make the calendar's address",
    feed_again="Make a new address, end the old one",
    feed_end="Close the calendar",
    feed_name="Deadlines of {agency}",
    feed_all="Deadlines of the city",
    feed_overdue="OVERDUE: {title}",
    # (workbook, reminders, calendar end)
    # update: the director's desk
    update_page="Update",
    owed="{n} milestones without an update, closing on {day}",
    owed_none="All {n} milestones are updated for this period, closing on {day}",
    owed_heading="Not updated this period ({n})",
    updated_heading="Updated this period ({n})",
    update_sign_in="Sign in to update your agency's milestones.",
    update_not_yours="This account can only look. Lead agencies and the coordinator update; ask the administrator for that right.",
    update_not_open="This agency has no open milestone.",
    update_today="You are looking at {day}; an update always speaks of today, {today}.",
    update_as="Fill in as",
    update_cards="Cards",
    update_grid="Table",
    update_file="Excel file",
    target_word="target",
    own_claim="Own claim (%)",
    measured_value="Measured value",
    document_number="Number of the proving document",
    decision_number="Number of the decision",
    one_sentence="How it goes, one sentence",
    update_fill="Update",
    update_unchanged="Unchanged since last period",
    update_drop="Drop, do not save",
    effect="{name}: done {done}; overdue {overdue}; not updated {missing}",
    save_all="Save all ({n})",
    saved_now="{n} milestones saved at {at}.",
    saved_n="{n} milestones saved.",
    undo="Undo",
    conflict_title="{by} updated this milestone at {at}, after you opened it. Nothing of yours is lost.",
    conflict_changed="The plan or the deadline of this milestone changed after you opened it. Nothing of yours is lost.",
    conflict_mine="You entered",
    conflict_stands="Stands now",
    conflict_overwrite="Save mine over it",
    conflict_drop="Drop mine",
    draft_kept="A draft of {at}, not saved.",
    drafts_elsewhere="Your drafts outside this list: {codes}.",
    odd_number="This number has an unusual form (usual: 70/KH-UBND, 12/2015/QĐ-UBND). It can be saved; please look again.",
    right_withdrawn="Your right changed or your session ended: what you filled in for {n} milestones is not saved; the drafts are kept.",
    fix_first="Not saved yet. To look at again: {n}.",
    will_write="To be written",
    yes_really="Yes, save it",
    ask_extension="Ask for a later deadline",
    ask_day="Proposed deadline",
    ask_needs_day="Choose the day you propose.",
    ask_reason="Reason for asking",
    ask_send="Send the request",
    request_line="{asked} {by} asked for {day}: {reason}.",
    request_waits="Waiting for a decision.",
    request_granted="Granted {on} ({by}): {reason}",
    request_declined="Not granted {on} ({by}): {reason}",
    requests_waiting="Requests for later deadlines, waiting ({n})",
    requests_title="Requests for a later deadline",
    grant="Grant",
    decline="Do not grant",
    decline_reason="Reason for not granting",
    extend_title="Move the deadline by a decision",
    extend_reason="Reason (if wanted)",
    mail_subject="Progress report {month}, edition {edition}",
    mail_link="On the screen: {link}",
    field_word="Field",
    overdue_by="{n} days overdue",
    due_word="due {day}",
    grid_lead="Fill in the columns with a pencil, then look at the changes before you save.",
    grid_look="Show the changes",
    grid_look_again="Cells were filled in since you last looked; nothing is saved yet. Look at the changes, then save.",
    grid_nothing="No cell has changed.",
    # (update ends)
    # administration and the audit trail
    admin_page="Administration",
    admin_only="This page is for administrators. Sign in with an administrator's account.",
    admin_tabs={
        "accounts": "Accounts",
        "agencies": "Agencies",
        "plans": "Plans",
        "milestones": "Milestones",
        "load": "Load a file",
        "trail": "Audit trail",
        "settings": "Settings",
    },
    admin_choose={
        "accounts": "Correct or add an account",
        "agencies": "Correct or add an agency",
        "plans": "Correct or add a plan",
        "milestones": "Correct or add a milestone",
    },
    admin_add={
        "accounts": "Add an account",
        "agencies": "Add an agency",
        "plans": "Add a plan",
        "milestones": "Add a milestone",
    },
    admin_state="State",
    admin_disabled="disabled",
    admin_must_change="must choose a password",
    admin_no_password="no password",
    admin_active="active",
    admin_seen="Last used",
    admin_none="(none)",
    admin_save="Save",
    admin_saved="{code} is saved.",
    admin_unchanged="Nothing differs, so nothing was written.",
    admin_reopen="Discard and open the newest",
    admin_confirm="Confirm",
    admin_password="Make a one-time password",
    admin_password_asks="The old password ends and every browser of {login} is signed out.",
    admin_password_once="The one-time password of {login}; it is shown this once, copy it now.",
    admin_end="End all sessions",
    admin_end_asks="{login} signs in again in every browser.",
    admin_ended="Ended {n} sessions of {login}.",
    admin_disable="Disable the account",
    admin_disable_asks="{login} can no longer sign in; what was recorded stays. It can be enabled again.",
    admin_enable="Enable the account",
    admin_due_help="31/12/2016, 6/2016, Q2/2016, 2016 or Ongoing. From the first issued month with this milestone on it stands; extend it instead.",
    admin_added_help="The day the milestone was added to the plan; empty = from its start. One added later shows as a change of scope.",
    admin_many_help="Several codes with ; between them",
    admin_merge="Merge into another agency",
    admin_merge_into="Successor",
    admin_merge_on="From day",
    admin_merge_effect="{n} open milestones move to {into} from {day}; {staying} done or cancelled ones stay. This agency ends the day before.",
    admin_merge_asks="This cannot be undone. Issued months do not change.",
    admin_merged="{code} is merged: {n} milestones moved.",
    admin_load_lead="A .csv or .xlsx as for the command import: looked at first, then all of it or nothing; what a file lacks stays.",
    admin_load_counts=("added", "changed", "unchanged"),
    admin_loaded="Written.",
    admin_settings_lead="These settings are environment variables of the server; change them and start it again. The colour rule is the coordinator's, on the page How it is counted.",
    admin_settings={
        "DATABASE_URL": "the database",
        "PUBLIC_READ": "1 = reading needs no sign-in",
        "CUTOFF_DAY": "last day of a monthly report period; 0 = calendar months",
        "SESSION_IDLE_MINUTES": "minutes after which an unused session ends",
        "PROGRESS_NOW": "a fixed instant for trials; empty = the clock",
        "OIDC_URL": "the city's identity provider",
        "TRUSTED_USER_HEADER": "the header a proxy names the person in",
        "BASE_URL": "the address people open",
        "SMTP_URL": "the server that takes reminders",
    },
    admin_backup="Back up and restore on the server's command line; a backup can be made while people work:",
    trail_from="From",
    trail_until="Until",
    trail_who="Person",
    trail_everyone="Everybody",
    trail_search="Search the trail",
    trail_kind="What",
    trail_subject="On what",
    trail_said="What it said (before → after)",
    trail_found="{n} entries",
    trail_page="Page",
    trail_kinds={
        "line": "status report",
        "withdrawal": "undo",
        "version": "milestone's content",
        "extension": "extension",
        "request": "extension request",
        "answer": "answer to a request",
        "review": "review",
        "conclusion": "conclusion",
        "issued": "month issued",
        "pack": "report made",
        "amendment": "correction",
        "sign_in": "sign-in",
    },
    trail_tables={
        "agency": "agency",
        "document": "document",
        "plan": "plan",
        "account": "account",
        "setting": "setting",
        "database": "database",
    },
    trail_fields={
        "code": "Code",
        "name": "Name",
        "name_vi": "Name",
        "name_en": "English name",
        "kind": "Kind",
        "block": "Block",
        "valid_from": "Valid from",
        "valid_to": "Valid to",
        "successor": "Successor",
        "source": "Source",
        "note": "Note",
        "title": "Title",
        "title_vi": "Title",
        "title_en": "English title",
        "number": "Number",
        "type": "Type of document",
        "issuer": "Issuer",
        "issued_on": "Issued on",
        "level": "Level",
        "implements": "Implements",
        "document": "Document",
        "period_start": "From",
        "period_end": "To",
        "theme": "Theme",
        "plan": "Plan",
        "agency": "Lead agency",
        "supporting": "Supporting",
        "start": "Start",
        "due": "Original due",
        "due_words": "Due as the paper has it",
        "weight": "Weight",
        "target": "Target",
        "target_lower": "Lower is better",
        "unit": "Unit",
        "basis": "Basis",
        "added_on": "Added to the plan on",
        "role": "Role",
        "email": "E-mail",
        "disabled": "Disabled",
        "password": "Password",
        "value": "Value",
        "restored": "Restored from",
        "contents": "sha256",
    },
    trail_reviewed=("mark taken back", "reviewed"),
    trail_granted=("not granted", "granted"),
    trail_signed_in=("failed", "succeeded"),
    # (administration ends)
    method_lead="Every number on a screen, in a picture and in a file is made by one function, by the definitions below. The examples use the numbers you have chosen.",
    quantity="Quantity",
    meaning="How it is counted",
    worked="With the chosen numbers",
    more_rules="Rules for all of them",
    identity="The groups add up to the scope: {sum} = {scope} milestones (checked). Cancelled stands apart: {cancelled}.",
    methods={
        "pct_done_count": ("Done of all", "milestones done / milestones in the scope (cancelled ones left out)"),
        "pct_done_weight": (
            "Done by weight",
            "weight of the milestones done / weight of all; one that is not done counts 0 (the 0-100 rule)",
        ),
        "pct_reported_weight": (
            "With claims",
            "a done milestone counts whole, another by the percent its agency claims, 99% at most: a claim, not a result",
        ),
        "pct_planned_weight": (
            "Planned",
            "weight whose ORIGINAL deadline has passed, not suspended / weight of all; an extension does not change the plan",
        ),
        "spi_weight": (
            "Schedule performance (SPI)",
            "weight done / weight planned; never alone: early work hides late work, and it always ends at 1",
        ),
        "due_completion": (
            "Done of what was due",
            "done among the milestones whose deadline in force has passed, not suspended",
        ),
        "completion_of_due": ("Completion of due", "done with a deadline / (done with a deadline + overdue)"),
        "on_time_rate": ("On time", "(done early + on time) / (done with a deadline + overdue)"),
        "on_time_rate_baseline": (
            "On time by the original",
            "done no later than the ORIGINAL deadline / has an original deadline and is done or past it, not suspended",
        ),
        "overdue_share_scope": ("Overdue of all", "overdue / milestones in the scope"),
        "overdue_share_due": ("Overdue of those with an outcome", "overdue / (done with a deadline + overdue)"),
        "update_rate": (
            "Update rate",
            "open milestones (not suspended) reported on in the period / open milestones (not suspended)",
        ),
        "evidenced_share": ("With a document", "done with the number of a document / done"),
        "attainment": (
            "Target attained",
            "measured / target, each milestone at most 100% when pooled by weight; a single one shows its true size",
        ),
    },
    rules=(
        "All days are days in Viet Nam. A day has passed only once it is over: what is due today is not overdue.",
        "Two clocks: the day a thing happened and the instant it was recorded. What is recorded or happens later never changes an earlier answer.",
        "An extension, suspension or cancellation works from its decision onward, never backward and never after completion. The original deadline is never overwritten.",
        "The year of a milestone is the year of its original deadline; those without one have their own column, so the years add up to the total.",
        "The rate of a larger group adds the counts and then divides; rates are never averaged.",
        "A shared milestone counts for its lead agency only.",
        "What is undefined is “—”, not 0% and not 100%. 100% means exactly that.",
        "A monthly report period runs from the 15th to the 14th (Decree 09/2019/NĐ-CP, art. 12); before March 2019 it is the calendar month.",
        "Standing still: open, and its state and percent unchanged for three periods or more.",
    ),
    counts_title="Groups and counts",
    count_names={
        "registered": "Registered",
        "scope": "Scope",
        "due_soon": "Due within 30 days",
        "max_days_overdue": "Longest overdue (days)",
        "extended_n": "Extended",
        "frozen_n": "Standing still",
        "no_document_n": "Without a document",
    },
    counts={
        "registered": "every milestone in the plan by that day, cancelled ones too",
        "scope": "all but the cancelled: the denominator of “of all”",
        "done_early": "done before the deadline in force on that day",
        "done_on_time": "done on the deadline in force on that day",
        "done_late": "done after the deadline in force on that day",
        "done_no_deadline": "done, no deadline",
        "overdue": "not done, and the deadline in force has passed",
        "in_progress_in_time": "in progress, the deadline has not passed",
        "not_started_not_due": "not started, the deadline has not passed",
        "open_no_deadline": "not done, no deadline",
        "suspended": "suspended by a decision",
        "cancelled": "cancelled by a decision: apart, in no rate",
        "due_soon": "not done, not suspended, the deadline in force lies in the 30 days after the last day that has passed",
        "max_days_overdue": "the most days anything is overdue; 0 if nothing is",
        "extended_n": "milestones with at least one extension by that day",
        "frozen_n": "standing still: open, state and percent unchanged for 3 periods",
        "no_document_n": "done without the number of a document",
    },
    welcome="Welcome. Two ways to begin",
    empty="The database holds no plan yet.",
    step_demo="Look around with illustrative data: run this, then reload the page",
    step_load="Load your own plan: a folder of CSV files, or one workbook with sheets agencies, plans, milestones, progress",
    step_format="Required columns: agencies (code, name) · plans (code, title) · milestones (code, plan, agency, title) · progress (milestone, reported_on, status)",
    load_here="Or load it right here",
    setup_code="Set-up code",
    setup_help="Printed by the server when it starts; it works only while the database is empty.",
    wrong_code="That is not the set-up code. Look for the line “Mã cài đặt” where the server was started.",
    choose_files="CSV or Excel files",
    would_write="Would add {added}. Nothing is written yet.",
    write="Write to the database",
    refused_file="Nothing was written: {n} cells need mending.",
    finding_file="File",
    finding_row="Row",
    finding_column="Column",
    finding_value="Value",
    finding="What to mend",
    problem="Something went wrong, code {code}. Reload the page; if it stays, tell the administrator this code.",
    tables={
        "agencies": "agencies",
        "documents": "documents",
        "plans": "plans",
        "milestones": "milestones",
        "progress": "status lines",
        "extensions": "extensions",
    },
)

LANGUAGES = {"vi": VI, "en": EN}

_PLACE = re.compile(r"\s+(thành phố|tỉnh|TP\.?)\s+[^\W\d_][\w ]*$", re.UNICODE)


def short_name(name: str) -> str:
    """An agency's name as its own city says it: "Sở Tư pháp thành phố Cần Thơ" -> "Sở Tư pháp"; UBND for the committees."""
    bare = _PLACE.sub("", name)
    kept = bare if " " in bare and bare != "Ủy ban nhân dân" else name
    return kept.replace("Ủy ban nhân dân", "UBND")


def shortened(text: str, letters: int) -> str:
    """At most so many letters, the last an ellipsis."""
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def wrapped(text: str, letters: int) -> list[str]:
    """Lines of at most so many letters, broken between words; a longer word stands alone."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
