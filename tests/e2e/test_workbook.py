"""The clerk's way in a real browser: out, filled in, back, looked at, written; again by mistake. And the calendar."""

from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.e2e.conftest import readable_day_and_night, sign_in
from tests.e2e.wire import get
from tests.send.test_agency_workbook import typed

pytestmark = pytest.mark.browser
LINES = "SELECT count(*) FROM status_line"


def bring(page: Page, data: bytes, name: str = "bang.xlsx") -> None:
    mime = "application/octet-stream"
    given = page.locator("input[type=file]")
    expect(given).to_have_count(1)  # that of the table before may still be on its way out
    given.set_input_files([{"name": name, "mimeType": mime, "buffer": data}])
    expect(page.get_by_text(name).first).to_be_visible()


def test_a_table_goes_out_comes_back_and_is_written_once_and_the_deadlines_go_out_as_a_calendar(visitor, own, rows):
    (before,) = rows(LINES)[0]
    sign_in(visitor, own, "director", "/update?as=file")
    with visitor.expect_download() as download:
        visitor.get_by_role("button", name="Tải bảng").click()
    assert download.value.suggested_filename.startswith("STTTT_2019-12-12_r")
    table = Path(download.value.path()).read_bytes()

    bring(visitor, typed(table, H3="Xong", H4="Hoàn thành"), "sai.xlsx")
    visitor.get_by_text("Không ghi gì: 2 ô cần sửa.").wait_for()
    bring(visitor, b"%PDF-1.7 \0\1\2", "scan.pdf")
    visitor.get_by_text("Không ghi gì: 1 ô cần sửa.").wait_for()
    assert rows(LINES) == [(before,)]

    filled = typed(table, H3="Hoàn thành", J3=43799, L3="70/KH-UBND", H4="Đang thực hiện", I4=1)
    bring(visitor, filled)
    visitor.get_by_text("Sẽ ghi 2 dòng; 0 dòng đã có như vậy; 23 dòng để trống.").wait_for()
    write = visitor.get_by_role("button", name="Ghi 2 dòng")
    expect(write).to_be_disabled()  # one percent falls
    visitor.get_by_text("Đúng như vậy").last.click()
    expect(write).to_be_enabled()
    readable_day_and_night(visitor)
    write.click()
    visitor.get_by_text("Tải bảng (24 mốc)").wait_for()
    assert rows(LINES) == [(before + 2,)]

    bring(visitor, filled)
    visitor.get_by_text("0 thay đổi: 2 dòng đã có như vậy, 23 dòng để trống.").wait_for()
    expect(visitor.get_by_role("button", name="Ghi")).to_have_count(0)
    assert rows(LINES) == [(before + 2,)]

    visitor.locator(".st-key-account_corner button").click()
    visitor.get_by_role("link", name="Tài khoản").click()
    visitor.get_by_role("button", name="Tạo địa chỉ lịch").click()
    path = visitor.locator("[data-testid=stCode]").inner_text().strip().partition("8501")[2]
    status, headers, body = get(f"{own.address}{path}")
    assert (status, headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert "Sở Thông tin và Truyền thông" in Calendar.from_ical(body)["x-wr-calname"]
    visitor.get_by_role("button", name="Tắt lịch").click()
    expect(visitor.get_by_role("button", name="Tạo địa chỉ lịch")).to_be_visible()
    expect(visitor.locator("[data-testid=stCode]")).to_have_count(0)
    assert get(f"{own.address}{path}")[0] == 404
