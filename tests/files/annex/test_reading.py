"""An annex as a city writes it becomes tasks; what is not clear is asked once; nothing is invented and nothing lost."""

from datetime import date

import pytest

from tests.files.annex import papers
from tests.files.annex.papers import excel, page, read, tabs, word

HEADER = ("STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn hoàn thành", "Sản phẩm")
ANNEX = (
    HEADER,
    ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
    ("I. HẠ TẦNG", "", "", "", "", ""),
    (1, "Thay thiết bị tường lửa", "Sở TT&TT", "VP UBND TP", "Quý II/2016", "Biên bản"),
    (2, "Mở rộng mạng", "Sở TT&TT", "Các sở, ban, ngành", "30/9/2016", "85 điểm:\n- cấp xã;\n- cấp huyện"),
    ("II. NHÂN LỰC", "", "", "", "", ""),
    (3, "Đào tạo quản trị mạng", "Sở Nội vụ, Sở Tài chính", "", "Thường xuyên", "02 khóa"),
)
MERGED = ((2, 0, 2, 5), (5, 0, 5, 5), (3, 2, 4, 2))
TASKS = [
    ("Thay thiết bị tường lửa", "STTTT", ("VPUBND",), date(2016, 6, 30), "Quý II/2016", "HẠ TẦNG"),
    ("Mở rộng mạng", "STTTT", (), date(2016, 9, 30), None, "HẠ TẦNG"),
    ("Đào tạo quản trị mạng", "SNV", ("STC",), None, "Thường xuyên", "NHÂN LỰC"),
]


def shown(reading) -> list[tuple]:
    return [(t.title, t.agency, t.supporting, t.due, t.due_words, t.section) for t in reading.tasks]


def kinds(reading) -> list[str]:
    return [question.id for question in reading.questions]


def one(*cells: str, header=HEADER[:2] + HEADER[2:], **more):
    """The reading of a table with one task."""
    return read(excel([header, cells], **more))


@pytest.mark.parametrize("make", [word, excel, page])
def test_an_annex_is_its_tasks_in_word_in_excel_and_on_a_page(make):
    reading = read(make(ANNEX, MERGED))
    assert shown(reading) == TASKS
    assert reading.is_done
    assert [task.code for task in reading.tasks] == ["KH7-01", "KH7-02", "KH7-03"]
    assert reading.documents[0][1].number == "7/KH-UBND" and reading.documents[0][1].issued_on == date(2016, 1, 12)
    assert reading.tasks[1].supporting_words == "Các sở, ban, ngành"
    assert "W_MERGED" in {warning.rule for warning in reading.warnings}


def test_pasted_cells_are_read_as_the_table_is():
    rows = [(*row[:2], "Sở TT&TT", *row[3:]) if row[0] == 2 else row for row in ANNEX]  # merged cells do not survive
    assert shown(read(tabs(rows))) == TASKS


def test_each_row_is_a_task_or_left_out_with_its_reason():
    reading = read(excel(ANNEX, MERGED))
    why = {left.row: left.why for left in reading.left_out}
    assert why == {
        1: "title", 2: "blank", 3: "title", 4: "title", 5: "title", 6: "blank", 7: "header", 8: "column_numbers",
        9: "group", 12: "group", 14: "blank", 15: "signature", 16: "signature",
    }  # fmt: skip
    assert {task.place.row for task in reading.tasks} == {10, 11, 13}


def test_a_lead_that_may_be_two_agencies_is_asked_and_its_cell_stays_empty():
    reading = one("1", "Lập kho", "Sở KH", "", "2016", "Kho")
    assert kinds(reading) == ["agency:Sở KH"] and reading.tasks[0].agency is None
    assert [choice.value for choice in reading.questions[0].choices] == ["SKHDT", "SKHCN"]
    again = read(excel([HEADER, ("1", "Lập kho", "Sở KH", "", "2016", "Kho")]), answers={"agency:Sở KH": "SKHCN"})
    assert again.is_done and again.tasks[0].agency == "SKHCN"


def test_the_same_words_are_asked_once():
    rows = [HEADER, *((n, f"Việc {n}", "Sở KH", "", "2016", "") for n in (1, 2, 3))]
    (question,) = read(excel(rows)).questions
    assert question.rows == [8, 9, 10]


def test_a_wrong_answer_is_asked_again_with_what_it_lacks_and_a_strange_one_is_named():
    reading = read(
        excel([HEADER, ("1", "Lập kho", "Sở KH", "", "2016", "")]), answers={"agency:Sở KH": "XYZ", "due:nay": "none"}
    )
    assert [(q.id, q.wrong) for q in reading.questions] == [("agency:Sở KH", "answer_agency")]
    assert [w.value for w in reading.warnings if w.rule == "W_ANSWER"] == ["due:nay"]


def test_all_of_a_kind_lead_nobody_and_may_each_have_a_task():
    rows = [HEADER, ("1", "Lập trang tin", "UBND các quận, huyện", "Sở TT&TT", "2016", "")]
    asked = read(excel(rows))
    assert kinds(asked) == ["agencies:UBND các quận, huyện"] and not asked.tasks[0].agency
    each = read(excel(rows), answers={"agencies:UBND các quận, huyện": "each"})
    assert [(t.code, t.agency) for t in each.tasks] == [("KH7-01", "QNK"), ("KH7-02", "QBT"), ("KH7-03", "HPD")]
    some = read(excel(rows), answers={"agencies:UBND các quận, huyện": ["QBT", "QNK"]})
    assert [(t.agency, t.supporting) for t in some.tasks] == [("QBT", ("QNK", "STTTT"))]


def test_a_task_nobody_leads_is_asked_about_and_its_supporter_does_not_lead():
    reading = one("1", "Đánh giá", "", "Sở TT&TT", "2016", "")
    assert kinds(reading) == ["lead:Đánh giá"]
    assert (reading.tasks[0].agency, reading.tasks[0].supporting) == (None, ("STTTT",))


def test_offices_nobody_knows_are_one_list_with_codes_proposed():
    rows = [HEADER, ("1", "Việc một", "Công an thành phố", "", "2016", ""), ("2", "Việc hai", "Cục Thuế TP", "", "2016", ""),
            ("3", "Việc ba", "Công an TP", "", "2016", "")]  # fmt: skip
    (question,) = read(excel(rows)).questions
    assert question.id == "new_agencies:Công an thành phố; Cục Thuế TP"
    assert isinstance(question.proposal, list) and [new["code"] for new in question.proposal] == ["CA", "CT"]
    done = read(excel(rows), answers={question.id: "yes"})
    assert [t.agency for t in done.tasks] == ["CA", "CT", "CA"] and [o.code for o in done.new_agencies] == ["CA", "CT"]


@pytest.mark.parametrize("words", ["nt", "-nt-", "Như trên", '"', "-//-"])
def test_a_ditto_mark_is_the_cell_above(words):
    rows = [
        HEADER,
        ("1", "Việc một", "Sở TT&TT", "Sở Nội vụ", "Quý II/2016", "Sổ"),
        ("2", "Việc hai", words, words, words, words),
    ]
    assert shown(read(excel(rows)))[1] == ("Việc hai", "STTTT", ("SNV",), date(2016, 6, 30), "Quý II/2016", None)


def test_a_hidden_row_is_left_out_and_named():
    reading = read(
        excel([HEADER, ("1", "Việc một", "SNV", "", "2016", ""), ("2", "Việc ẩn", "SNV", "", "2016", "")], hidden=[2])
    )
    assert [t.title for t in reading.tasks] == ["Việc một"]
    assert ("hidden", 9) in {(left.why, left.row) for left in reading.left_out}
    assert any(w.rule == "W_HIDDEN" and "Việc ẩn" in w.value for w in reading.warnings)


def test_nobody_knows_the_plan():
    reading = read(excel(ANNEX, MERGED), plan="KH-7-2016")
    (question,) = reading.questions
    assert question.id == "plan:KH-7-2016"
    assert question.proposal["new"] == {
        "code": "KH-7-2016", "title": "DANH MỤC NHIỆM VỤ NĂM 2016", "number": "7/KH-UBND", "issued_on": "2016-01-12",
    }  # fmt: skip
    done = read(excel(ANNEX, MERGED), plan="KH-7-2016", answers={question.id: question.proposal})
    assert done.is_done and done.new_plan.number == "7/KH-UBND"


def test_what_has_no_table_of_tasks_is_refused_in_a_sentence():
    reading = read(page([("STT", "Mặt hàng", "Đơn giá"), (1, "Giấy", 50)]))
    assert [refusal.key for refusal in reading.refused] == ["no_table"] and not reading.tasks


REPORT = (
    "TT",
    "Nhiệm vụ",
    "Cơ quan chủ trì",
    "Thời hạn",
    "Đã hoàn thành",
    "Đang thực hiện",
    "Chưa thực hiện",
    "Kết quả",
    "Khó khăn",
)
AS_OF = ("BÁO CÁO", "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ NĂM 2016", "(Số liệu tính đến ngày 14 tháng 11 năm 2016)")


def test_a_report_marks_its_state_with_x_and_its_day_is_that_of_the_figures():
    rows = [
        REPORT,
        ("1", "Việc một", "SNV", "30/6/2016", "x", "", "", "Đã xong", ""),
        ("2", "Việc hai", "STC", "2016", "", "X", "", "Đạt 5/9 xã", "Thiếu vốn"),
        ("", "Tổng số: 2", "", "", "1", "1", "0", "", ""),
    ]
    reading = read(excel(rows, head=AS_OF))
    assert [(code, r.status, r.reported_on, r.note, r.difficulty) for code, r in reading.reports] == [
        ("KH7-01", "done", date(2016, 11, 14), "Đã xong", None),
        ("KH7-02", "in_progress", date(2016, 11, 14), "Đạt 5/9 xã", "Thiếu vốn"),
    ]


def test_a_report_without_a_day_of_its_figures_is_asked_for_it():
    rows = [REPORT, ("1", "Việc một", "SNV", "30/6/2016", "x", "", "", "", "")]
    asked = read(excel(rows, head=("BÁO CÁO THÁNG 11 NĂM 2016",)))
    assert [(q.kind, q.proposal) for q in asked.questions] == [("report_day", "2016-11-30")]
    given = read(excel(rows, head=("BÁO CÁO THÁNG 11 NĂM 2016",)), reported_on=date(2016, 11, 14))
    assert given.is_done and given.reports[0][1].reported_on == date(2016, 11, 14)


def test_a_report_and_its_annex_are_one_plan():
    rows = [REPORT, ("1", "Mở rộng mạng", "STTTT", "30/9/2016", "x", "", "", "", "")]
    reading = read(excel(rows, head=AS_OF), word(ANNEX, MERGED))
    assert len(reading.tasks) == 3
    assert [(code, r.status) for code, r in reading.reports] == [("KH7-02", "done")]


def test_a_report_on_almost_the_same_title_or_another_lead_is_asked_whose_it_is():
    rows = [REPORT, ("1", "Mở rộng mạng truyền số liệu", "STTTT", "", "x", "", "", "", "")]
    plan = word(
        [
            HEADER,
            ("1", "Mở rộng mạng truyền số liệu chuyên dùng", "STTTT", "", "2016", ""),
            ("2", "Lập kho", "SNV", "", "2016", ""),
        ]
    )
    asked = read(plan, excel(rows, head=AS_OF))
    assert kinds(asked) == ["same:Mở rộng mạng truyền số liệu"] and [code for code, _ in asked.reports] == [""]
    assert len(asked.tasks) == 2
    for answer, codes, count in (("KH7-01", ["KH7-01"], 2), ("new", ["KH7-03"], 3)):
        done = read(plan, excel(rows, head=AS_OF), answers={"same:Mở rộng mạng truyền số liệu": answer})
        assert ([code for code, _ in done.reports], len(done.tasks)) == (codes, count)
    other = [REPORT, ("1", "Lập kho", "STC", "", "x", "", "", "", "")]
    assert kinds(read(plan, excel(other, head=AS_OF))) == ["same:Lập kho"]


def test_a_report_that_gives_another_deadline_changes_nothing_and_is_named():
    rows = [REPORT, ("1", "Lập kho", "SNV", "30/6/2016", "x", "", "", "", "")]
    reading = read(word([HEADER, ("1", "Lập kho", "SNV", "", "2016", "")]), excel(rows, head=AS_OF))
    assert [t.due for t in reading.tasks] == [date(2016, 12, 31)] and "W_DUE" in {w.rule for w in reading.warnings}


def test_two_reports_of_two_months_are_two_reports_of_one_task():
    rows = [REPORT, ("1", "Lập kho", "SNV", "2016", "", "x", "", "", "")]
    later = [REPORT, ("1", "Lập kho", "SNV", "2016", "x", "", "", "", "")]
    reading = read(excel(rows, head=AS_OF), excel(later, head=("BÁO CÁO", "(Số liệu tính đến ngày 14/12/2016)")))
    assert [(code, r.reported_on.month, r.status) for code, r in reading.reports if r.reported_on] == [
        ("KH7-01", 11, "in_progress"), ("KH7-01", 12, "done"),
    ]  # fmt: skip


def test_a_day_of_completion_after_the_report_is_asked():
    header = ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Trạng thái", "Ngày hoàn thành")
    reading = read(excel([header, ("1", "Việc", "SNV", "2016", "Hoàn thành", "25/12/2016")], head=AS_OF))
    assert kinds(reading) == ["done_on:25/12/2016"] and reading.reports[0][1].done_on is None


def test_percents_are_read_in_three_writings():
    header = ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "% hoàn thành", "Trạng thái")
    rows = [header, ("1", "Việc một", "SNV", "2016", 0.5, "Đang làm"), ("2", "Việc hai", "SNV", "2016", "75%", "Đang làm"),
            ("3", "Việc ba", "SNV", "2016", "60", "Chậm tiến độ")]  # fmt: skip
    assert [r.percent for _, r in read(excel(rows, head=AS_OF)).reports] == [50, 75, 60]


def test_days_with_the_month_first_are_asked_about_once_a_sheet():
    header = ("TT", "Nhiệm vụ", "Chủ trì", "Bắt đầu", "Thời hạn")
    rows = [
        header,
        ("1", "Việc một", "SNV", "3/1/2016", "6/30/2016"),
        ("2", "Việc hai", "SNV", "4/1/2016", "5/12/2016"),
    ]
    asked = read(excel(rows))
    assert kinds(asked) == ["day_first:Phụ lục"]
    assert [t.due for t in asked.tasks] == [date(2016, 6, 30), None]
    no = read(excel(rows), answers={"day_first:Phụ lục": "no"})
    assert [(t.start, t.due) for t in no.tasks] == [
        (date(2016, 3, 1), date(2016, 6, 30)),
        (date(2016, 4, 1), date(2016, 5, 12)),
    ]


def test_the_same_files_and_answers_give_the_same_reading():
    assert shown(read(word(ANNEX, MERGED))) == shown(read(word(ANNEX, MERGED)))


def test_known_tasks_keep_their_codes_and_what_changed_is_asked():
    from models.files.annex.known import Known, KnownTask
    from models.files.annex.matching import Transfer

    stored = Known(
        papers.OFFICES, papers.KNOWN.plans,
        (KnownTask("A-1", "KH7", "SNV", "Thay thiết bị tường lửa"), KnownTask("A-2", "KH7", "STTTT", "Mở rộng  mạng"),
         KnownTask("A-3", "KH7", "SNV", "Việc đã bỏ")), frozenset({"A-1", "A-2", "A-3", "KH7-05"}),
    )  # fmt: skip
    reading = read(word(ANNEX, MERGED), known=stored)
    assert [(t.code, t.agency) for t in reading.tasks] == [("A-1", None), ("A-2", "STTTT"), ("KH7-06", "SNV")]
    assert kinds(reading) == ["lead_change:A-1", "missing:A-3"]
    answers = {
        "lead_change:A-1": {"on": "2016-05-01", "decision": "9/QĐ"},
        "missing:A-3": {"cancelled": "9/QĐ", "on": "2016-05-01"},
    }
    done = read(word(ANNEX, MERGED), known=stored, answers=answers)
    assert done.tasks[0].agency == "SNV" and done.transfers == [Transfer("A-1", "STTTT", date(2016, 5, 1), "9/QĐ")]
    assert [(code, r.status, r.decision) for code, r in done.reports] == [("A-3", "cancelled", "9/QĐ")]
