"""One milestone, one agency, one plan in a real browser: reached, sent as a link, left by the back button."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import serious

DAY = "as_of=2019-11-14"
ONE = f"/milestone?{DAY}&milestone=QC608-07"
PLAN = f"/plan?{DAY}&plan=KH112"
AGENCY = f"/agency?{DAY}&agency=STTTT"


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning", timeout=30000)
    page.wait_for_selector("[data-testid=stPlotlyChart], [data-testid=stDataFrame], [class*=st-key-groups_]")
    return page


def said(page: Page) -> list[str]:
    page.wait_for_selector("[data-testid=stText]")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    return page.locator("[data-testid=stText]").all_inner_texts()


def tick(page: Page, row: int) -> None:
    """Tick a row's box, at the head of the row."""
    box = page.locator("[data-testid=stDataFrame]").first.bounding_box()
    page.mouse.click(box["x"] + 15, box["y"] + 35 + 35 * row + 17)


def test_from_the_list_to_one_and_back_is_one_step(page, demonstration):
    opened(page, f"{demonstration.address}/milestone?{DAY}&bucket=overdue")
    found = page.get_by_text(re.compile(r"\d+ mốc: Quá hạn chưa hoàn thành"))
    found.wait_for()
    page.wait_for_timeout(500)
    tick(page, 0)
    expect(page).to_have_url(re.compile("&milestone="))
    page.get_by_text("Diễn biến").wait_for()
    one = page.url
    page.go_back()
    found.wait_for()
    assert page.url.endswith(f"/milestone?{DAY}&bucket=overdue")
    page.go_forward()
    page.get_by_text("Diễn biến").wait_for()
    assert page.url == one


def test_the_link_to_the_list_keeps_what_it_was_narrowed_to(page, demonstration):
    opened(page, f"{demonstration.address}{ONE}&bucket=overdue")
    page.get_by_role("button", name="Về danh sách mốc").click()
    page.get_by_text(re.compile(r"\d+ mốc: Quá hạn chưa hoàn thành")).wait_for()
    expect(page).to_have_url(re.compile(rf"/milestone\?{DAY}&bucket=overdue$"))


def test_another_state_of_the_list_is_in_the_address_and_one_step(page, demonstration):
    opened(page, f"{demonstration.address}/milestone?{DAY}&bucket=overdue")
    page.get_by_test_id("stPopover").nth(1).get_by_role("button").click()
    page.get_by_role("button", name="Tạm dừng").click()
    page.get_by_text(re.compile(r"\d+ mốc: Tạm dừng")).wait_for()
    expect(page).to_have_url(re.compile("bucket=suspended"))
    page.go_back()
    page.get_by_text(re.compile(r"\d+ mốc: Quá hạn chưa hoàn thành")).wait_for()


def test_an_unknown_milestone_shows_the_list(page, demonstration):
    opened(page, f"{demonstration.address}/milestone?{DAY}&milestone=NOBODY&bucket=overdue")
    page.get_by_text(re.compile(r"\d+ mốc: Quá hạn chưa hoàn thành")).wait_for()


def test_a_plan_is_chosen_and_left_in_one_step(page, demonstration):
    opened(page, f"{demonstration.address}/plan?{DAY}")
    page.get_by_role("button", name=re.compile("^112.KH-UBND")).click()
    page.get_by_role("heading", name=re.compile("^112.KH-UBND")).wait_for()
    expect(page).to_have_url(re.compile(rf"/plan\?{DAY}&plan=KH112$"))
    page.go_back()
    page.get_by_role("button", name=re.compile("^40.KH-UBND")).wait_for()
    assert page.url.endswith(f"/plan?{DAY}")


@pytest.mark.parametrize("path", [PLAN])
def test_its_numbers_are_those_of_the_overview_filtered_to_it(page, demonstration, path):
    opened(page, f"{demonstration.address}/{path[path.index('?') :]}")
    values = page.locator("[data-testid=stMetricValue]").all_inner_texts()
    opened(page, f"{demonstration.address}{path}")
    assert page.locator("[data-testid=stMetricValue]").all_inner_texts() == values


@pytest.mark.parametrize("path", [ONE, AGENCY])
def test_a_link_shows_the_same_to_whoever_receives_it(page, demonstration, browser, path):
    opened(page, f"{demonstration.address}{path}")
    other = browser.new_context(locale="en-US", timezone_id="America/New_York").new_page()
    opened(other, page.url)
    assert said(other) == said(page)
    other.context.close()


@pytest.mark.parametrize(
    ("path", "scheme"), [(ONE, "light"), (PLAN, "dark"), (AGENCY, "light"), (f"/agency?{DAY}", "dark")]
)
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_a_phone(browser, demonstration, path, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 900})
    page = opened(context.new_page(), f"{demonstration.address}{path}")
    page.wait_for_timeout(1000)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert serious(page) == []
    context.close()


def test_search_finds_without_diacritics_and_is_a_link(page, demonstration):
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "://" in request.url else None)
    opened(page, f"{demonstration.address}/milestone?{DAY}")
    box = page.get_by_placeholder("Tìm mốc, kế hoạch, cơ quan")
    box.fill("tu phap")
    box.press("Enter")
    page.get_by_text("5 mốc: Mọi tình trạng · “tu phap”").wait_for()
    assert page.url.endswith(f"/milestone?{DAY}&q=tu+phap")
    page.reload()
    page.get_by_text("5 mốc: Mọi tình trạng · “tu phap”").wait_for()
    page.get_by_role("link", name="Sở Tư pháp", exact=True).click()
    expect(page).to_have_url(re.compile("/agency\\?.*agency=STP"))
    assert hosts == {f"127.0.0.1:{demonstration.port}"}


def test_a_search_that_finds_nothing_says_what_to_do(page, demonstration):
    page.goto(f"{demonstration.address}/milestone?{DAY}&q=%2Akh%C3%B4ng%20c%C3%B3%2A")
    page.get_by_text("Không có mốc nào như vậy").wait_for()
    page.get_by_text("0 mốc: Mọi tình trạng · “*không có*”").wait_for()
