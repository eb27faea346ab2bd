"""Lịch sử in a real browser, and what the coordinator records: marks, conclusions, the colour rule."""

import io
import re

from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from progress.say.languages import VI
from tests.e2e.conftest import readable_day_and_night, settled, sign_in

DAY = "as_of=2019-12-12"


def test_a_table_is_a_workbook_named_by_its_days_and_revision_and_the_screen_is_readable(reader, demonstration):
    reader.goto(f"{demonstration.address}/history?{DAY}")
    expect(reader.get_by_text(VI.history.spi_explained)).to_be_visible()
    expect(settled(reader).get_by_role("columnheader", name="Hết 14/11/2019")).to_be_visible()
    with reader.expect_download() as found:
        reader.get_by_role("button", name=VI.lists.download_xlsx).first.click()
    name = found.value.suggested_filename
    assert re.fullmatch(r"2019-12-12_history_2019-11-14_r\d+\.xlsx", name), name
    rows = CalamineWorkbook.from_filelike(io.BytesIO(found.value.path().read_bytes())).get_sheet_by_index(0).to_python()
    assert rows[0] == [VI.columns.quantity, "Hết 14/11/2019", "12/12/2019", VI.columns.difference]
    readable_day_and_night(reader)


def test_the_coordinator_marks_concludes_and_sets_the_colour_rule(visitor, own, rows):
    sign_in(visitor, own, "coordinator", f"/review?{DAY}&agency=STTTT&agency=SYT")
    visitor.locator(".st-key-mark_STTTT").get_by_role("button", name=VI.review.mark).click()
    expect(visitor.locator(".st-key-mark_STTTT").get_by_role("button", name=VI.review.unmark)).to_be_visible()
    expect(visitor.get_by_text("Đã rà soát 1/2 cơ quan")).to_be_visible()

    visitor.goto(f"{own.address}/milestone?{DAY}&milestone=QC608-07")
    visitor.get_by_label(VI.columns.conclusion, exact=True).fill("Sở trình phương án trước 20/12.")
    visitor.get_by_role("button", name=VI.review.conclude).click()
    expect(visitor.get_by_role("region", name=VI.review.conclusions)).to_be_visible()
    expect(visitor.get_by_label(VI.columns.conclusion, exact=True)).to_have_value("")

    visitor.get_by_role("link", name=VI.frame.method).click()
    visitor.get_by_text(VI.review.colour_edit).click()
    red, days = visitor.get_by_label(VI.review.colour_red_below), visitor.get_by_label(VI.review.colour_red_days)
    red.fill("95")
    red.press("Enter")
    visitor.get_by_role("button", name=VI.review.colour_save).click()
    expect(visitor.get_by_text("ngưỡng đỏ không cao hơn ngưỡng vàng")).to_be_visible()
    red.fill("70")
    red.press("Enter")
    days.fill("120")
    days.press("Enter")
    expect(visitor.get_by_text(re.compile(r"Nếu lưu: \d+/29 cơ quan đổi màu"))).to_be_visible()
    visitor.get_by_role("button", name=VI.review.colour_save).click()
    expect(visitor.get_by_text("hoặc có mốc quá hạn trên 120 ngày")).to_be_visible()

    assert rows("SELECT a.code, r.period, r.recorded_by FROM review r JOIN agency a ON a.id = r.agency_id") == [
        ("STTTT", "2019-12", "coordinator")
    ]
    assert rows("SELECT content FROM conclusion") == [("Sở trình phương án trước 20/12.",)]
    assert rows("SELECT value FROM setting WHERE key = 'colour_red_days'") == [("120",)]
