"""Lịch sử in a real browser, and what the coordinator records: marks, conclusions, the colour rule."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

from models.demonstration import demonstrate
from models.store import open_store
from progress.facts import facts
from progress.words import VI
from tests.e2e.conftest import serious, sign_in

DAY = "as_of=2019-12-12"


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.get_by_text(VI.spi_explained)).to_be_visible()
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def test_the_day_to_compare_with_is_in_the_address_and_a_table_is_a_workbook_named_by_days_and_revision(
    page, demonstration
):
    opened(page, f"{demonstration.address}/history?{DAY}")
    expect(page.get_by_role("columnheader", name="Hết 14/11/2019")).to_be_visible()
    with page.expect_download() as found:
        page.get_by_role("button", name=VI.download_xlsx).first.click()
    name = found.value.suggested_filename
    assert re.fullmatch(r"2019-12-12_history_2019-11-14_r\d+\.xlsx", name), name
    rows = CalamineWorkbook.from_filelike(io.BytesIO(found.value.path().read_bytes())).get_sheet_by_index(0).to_python()
    assert rows[0] == [VI.quantity, "Hết 14/11/2019", "12/12/2019", VI.difference]
    page.locator("[data-testid=stDateInput]").last.get_by_role("spinbutton").first.click()
    page.keyboard.type("30062017")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(f"/history\\?{DAY}&since=2017-06-30$"))
    expect(page.get_by_role("columnheader", name="Hết 30/06/2017")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("columnheader", name="Hết 14/11/2019")).to_be_visible()


@pytest.mark.parametrize("scheme", ["dark"])
def test_on_a_phone_nothing_is_wider_and_axe_finds_nothing_serious(browser, demonstration, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 900})
    page = opened(context.new_page(), f"{demonstration.address}/history?{DAY}&lang=vi")
    page.wait_for_timeout(500)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert serious(page) == []
    context.close()


def test_the_coordinator_marks_concludes_and_sets_the_colour_rule(page, serve, sqlite_url):
    engine = open_store(sqlite_url)
    demonstrate(engine)
    server = serve(sqlite_url)
    sign_in(page, server, "coordinator", f"/review?{DAY}")
    page.locator(".st-key-mark_STTTT").get_by_role("button", name=VI.review_mark).click()
    expect(page.locator(".st-key-mark_STTTT").get_by_role("button", name=VI.review_unmark)).to_be_visible()
    expect(page.get_by_text("Đã rà soát 1/29 cơ quan")).to_be_visible()

    page.goto(f"{server.address}/milestone?{DAY}&milestone=QC608-07")
    page.get_by_label(VI.conclusion, exact=True).fill("Sở trình phương án trước 20/12.")
    page.get_by_role("button", name=VI.conclude).click()
    expect(page.get_by_role("region", name=VI.conclusions)).to_be_visible()
    expect(page.get_by_label(VI.conclusion, exact=True)).to_have_value("")

    page.goto(f"{server.address}/method?{DAY}")
    page.get_by_text(VI.colour_edit).click()
    page.get_by_label(VI.colour_red_below).fill("95")
    page.get_by_label(VI.colour_red_below).press("Enter")
    page.get_by_role("button", name=VI.colour_save).click()
    expect(page.get_by_text("ngưỡng đỏ không cao hơn ngưỡng vàng")).to_be_visible()
    page.get_by_label(VI.colour_red_below).fill("70")
    page.get_by_label(VI.colour_red_below).press("Enter")
    page.get_by_label(VI.colour_red_days).fill("120")
    page.get_by_label(VI.colour_red_days).press("Enter")
    expect(page.get_by_text(re.compile(r"Nếu lưu: \d+/29 cơ quan đổi màu"))).to_be_visible()
    page.get_by_role("button", name=VI.colour_save).click()
    expect(page.get_by_text("hoặc có mốc quá hạn trên 120 ngày")).to_be_visible()

    known = facts(engine)
    engine.dispose()
    assert known.reviews[["agency", "period", "recorded_by"]].values.tolist() == [["STTTT", "2019-12", "coordinator"]]
    assert known.conclusions["content"].tolist() == ["Sở trình phương án trước 20/12."]
    assert known.settings["colour_red_days"] == "120"
