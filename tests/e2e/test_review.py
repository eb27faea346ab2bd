"""Rà soát in a real browser: the day it compares with, in the address."""

import re

from playwright.sync_api import Page, expect


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.get_by_text("cơ quan đã báo cáo").last.wait_for()
    page.wait_for_selector("[data-testid=stHeading]")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def test_the_day_to_compare_with_survives_a_reload_and_moves_the_list(reader, demonstration):
    opened(reader, f"{demonstration.address}/review?as_of=2019-12-12")
    reader.get_by_role("heading", name="Thay đổi từ sau ngày 14/11/2019 (4)").wait_for()
    expect(reader).to_have_url(re.compile("as_of=2019-12-12$"))
    reader.locator("[data-testid=stDateInput]").last.get_by_role("spinbutton").first.click()
    reader.keyboard.type("14102019")
    reader.keyboard.press("Escape")  # closes the calendar: the day is taken
    expect(reader).to_have_url(re.compile("as_of=2019-12-12&since=2019-10-14$"))
    reader.get_by_text("+6 hoàn thành, +5 quá hạn, 1 hủy bỏ, 2 gia hạn").wait_for()
    reader.reload()
    reader.get_by_role("heading", name="Thay đổi từ sau ngày 14/10/2019 (17)").wait_for()
    assert reader.url.endswith("since=2019-10-14")
    reader.go_back()
    reader.get_by_role("heading", name="Thay đổi từ sau ngày 14/11/2019 (4)").wait_for()
