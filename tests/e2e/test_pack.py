"""The pack on the screen: one click, looked at, downloaded; dropped again, it is known."""

import zipfile

import pytest
from playwright.sync_api import Page, expect

from models.store.database import open_store
from tests.month.test_pack import NOVEMBER, issue

pytestmark = pytest.mark.browser


def test_the_pack_is_made_downloaded_and_known_again(own, tmp_path, reader: Page):
    engine = open_store(own.database)
    issue(engine, now=NOVEMBER)
    engine.dispose()
    reader.goto(f"{own.address}/report?month=2019-11")
    reader.get_by_role("button", name="Tạo bộ báo cáo").click()
    with reader.expect_download() as download:
        reader.get_by_role("button", name="Tải bộ báo cáo").click()
    assert download.value.suggested_filename == "2019-11_lan-1_bo-bao-cao.zip"
    download.value.save_as(tmp_path / "bo.zip")
    expect(reader.get_by_alt_text("Trang 1 của báo cáo")).to_be_visible()
    with zipfile.ZipFile(tmp_path / "bo.zip") as archive:
        picture = archive.read("2019-11_tong-quan_slide.png")
    altered = picture[:-30] + b"\0" * 30
    reader.locator("input[type=file]").last.set_input_files(
        [
            {"name": "hinh.png", "mimeType": "image/png", "buffer": picture},
            {"name": "sua.png", "mimeType": "image/png", "buffer": altered},
            {"name": "bo.zip", "mimeType": "application/zip", "buffer": (tmp_path / "bo.zip").read_bytes()},
        ]
    )
    expect(reader.get_by_text("đúng là 2019-11_tong-quan_slide.png của kỳ 2019-11, bản phát hành 1")).to_be_visible()
    expect(reader.get_by_text("sua.png: tự nhận là của kỳ 2019-11")).to_be_visible()
    expect(reader.get_by_text("bo.zip: đúng là bộ báo cáo kỳ 2019-11, bản phát hành 1")).to_be_visible()
