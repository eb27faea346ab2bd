"""The list of milestones and one of them in a real browser: reached, searched for, left by the back button."""

import re

from playwright.sync_api import Page, Request, expect

DAY = "as_of=2019-11-14"


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("[data-testid=stDataFrame]")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def tick(page: Page, row: int) -> None:
    """Tick a row's box, at the head of the row, once the list is drawn."""
    rows = page.get_by_test_id("stDataFrame").first
    expect(rows.locator("[role=gridcell]").first).to_be_attached()
    rows.click(position={"x": 15, "y": 35 + 35 * row + 17})


def test_a_milestone_is_opened_and_left_and_another_state_chosen_each_in_one_step_of_the_address(reader, demonstration):
    listed = f"/milestone?{DAY}&bucket=overdue"
    opened(reader, f"{demonstration.address}{listed}")
    found = reader.get_by_text(re.compile(r"\d+ mốc: Quá hạn chưa hoàn thành"))
    found.wait_for()
    tick(reader, 0)
    expect(reader).to_have_url(re.compile("&milestone="))
    reader.get_by_text("Diễn biến").wait_for()
    one = reader.url
    reader.go_back()
    found.wait_for()
    assert reader.url.endswith(listed)
    reader.go_forward()
    reader.get_by_text("Diễn biến").wait_for()
    assert reader.url == one
    reader.get_by_role("button", name="Về danh sách mốc").click()  # as it was narrowed
    found.wait_for()
    expect(reader).to_have_url(re.compile(re.escape(listed) + "$"))
    expect(reader.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    reader.get_by_test_id("stPopover").nth(1).get_by_role("button").click()
    reader.get_by_role("button", name="Tạm dừng").click()
    reader.get_by_text(re.compile(r"\d+ mốc: Tạm dừng")).wait_for()
    expect(reader).to_have_url(re.compile("bucket=suspended"))
    reader.go_back()
    found.wait_for()


def test_search_finds_without_diacritics_is_a_link_and_asks_no_other_host(reader, demonstration):
    hosts = set()

    def asked(request: Request) -> None:
        if "://" in request.url:
            hosts.add(request.url.split("/")[2])

    reader.on("request", asked)
    opened(reader, f"{demonstration.address}/milestone?{DAY}")
    box = reader.get_by_placeholder("Tìm mốc, kế hoạch, cơ quan")
    box.fill("tu phap")
    box.press("Enter")
    reader.get_by_text("5 mốc: Mọi tình trạng · “tu phap”").wait_for()
    assert reader.url.endswith(f"/milestone?{DAY}&q=tu+phap")
    reader.reload()
    reader.get_by_text("5 mốc: Mọi tình trạng · “tu phap”").wait_for()
    reader.get_by_role("link", name="Sở Tư pháp", exact=True).click()
    expect(reader).to_have_url(re.compile("/agency\\?.*agency=STP"))
    reader.remove_listener("request", asked)
    assert hosts == {f"127.0.0.1:{demonstration.port}"}
