"""The clerk's way in a real browser: out, filled in, back, looked at, written; again by mistake. And the calendar."""

import shutil
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect
from sqlalchemy import select

from models.store import open_store, reading
from models.tables import StatusLine
from tests.e2e.conftest import Server, serious, sign_in
from tests.e2e.test_door import get
from tests.test_workbook import typed

pytestmark = pytest.mark.browser


def lines(url: str) -> int:
    engine = open_store(url)
    with reading(engine) as connection:
        count = len(connection.execute(select(StatusLine.id)).all())
    engine.dispose()
    return count


def bring(page: Page, data: bytes, name: str = "bang.xlsx") -> None:
    mime = "application/octet-stream"
    page.locator("input[type=file]").set_input_files([{"name": name, "mimeType": mime, "buffer": data}])
    expect(page.get_by_text(name).first).to_be_visible()


@pytest.fixture(scope="module")
def server(demonstration_url, tmp_path_factory):
    """A demonstration of this file's own, to be written to."""
    folder = tmp_path_factory.mktemp("workbook")
    path = shutil.copy(demonstration_url.removeprefix("sqlite:///"), folder / "progress.db")
    server = Server(f"sqlite:///{path}", folder / "log")
    yield server
    server.stop()


def test_a_table_goes_out_comes_back_and_is_written_once(page, server):
    before = lines(server.database)
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, server, "director", "/update?as=file")
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải bảng").click()
    assert download.value.suggested_filename.startswith("STTTT_2019-12-12_r")
    table = Path(download.value.path()).read_bytes()

    bring(page, typed(table, H3="Xong", H4="Hoàn thành"), "sai.xlsx")
    page.get_by_text("Không ghi gì: 2 ô cần sửa.").wait_for()
    bring(page, b"%PDF-1.7 \0\1\2", "scan.pdf")
    page.get_by_text("Không ghi gì: 1 ô cần sửa.").wait_for()
    assert lines(server.database) == before

    filled = typed(table, H3="Hoàn thành", J3=43799, L3="70/KH-UBND", H4="Đang thực hiện", I4=1)
    bring(page, filled)
    page.get_by_text("Sẽ ghi 2 dòng; 0 dòng đã có như vậy; 23 dòng để trống.").wait_for()
    write = page.get_by_role("button", name="Ghi 2 dòng")
    expect(write).to_be_disabled()  # one percent falls
    page.get_by_text("Đúng như vậy").last.click()
    expect(write).to_be_enabled()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert serious(page) == []
    write.click()
    page.get_by_text("Tải bảng (24 mốc)").wait_for()
    assert lines(server.database) == before + 2

    bring(page, filled)
    page.get_by_text("0 thay đổi: 2 dòng đã có như vậy, 23 dòng để trống.").wait_for()
    assert page.get_by_role("button", name="Ghi").count() == 0 and lines(server.database) == before + 2


def test_the_account_screen_makes_a_calendars_address_shows_it_once_and_closes_it(page, server):
    sign_in(page, server, "director", "/account?as_of=2019-12-12")
    page.get_by_role("button", name="Tạo địa chỉ lịch").click()
    path = page.locator("[data-testid=stCode]").inner_text().strip().partition("8501")[2]
    status, headers, body = get(f"{server.address}{path}")
    assert (status, headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert (
        body.startswith(b"BEGIN:VCALENDAR\r\n")
        and "Sở Thông tin và Truyền thông" in Calendar.from_ical(body)["x-wr-calname"]
    )
    page.get_by_role("button", name="Tắt lịch").click()
    expect(page.get_by_role("button", name="Tạo địa chỉ lịch")).to_be_visible()
    assert page.locator("[data-testid=stCode]").count() == 0
    assert get(f"{server.address}{path}")[0] == 404
