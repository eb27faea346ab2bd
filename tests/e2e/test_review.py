"""Rà soát in a real browser: one click away, its day in the address, on a phone, by screen reader."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.demonstration import TODAY
from models.store import open_store
from progress.changes import changes, compared_day, decided, earlier, late_entries, period_before
from progress.facts import facts
from progress.rules import completion, reporting, standing
from progress.scope import Scope
from progress.words import VI
from tests.e2e.conftest import serious


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.get_by_text("cơ quan đã báo cáo").last.wait_for()
    page.wait_for_selector("[data-testid=stHeading]")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def counts(page: Page) -> list[int]:
    """The number in each heading, from the top."""
    headings = page.locator("[data-testid=stHeading]").all_inner_texts()
    return [int(re.search(r"\((\d+)\)\s*$", heading).group(1)) for heading in headings]


@pytest.mark.parametrize(
    "query", ["as_of=2019-12-12&since=2018-12-31", "as_of=2019-11-14", "as_of=2018-06-30&agency=STTTT"]
)
def test_the_counts_are_those_of_the_rules(page, demonstration, query):
    opened(page, f"{demonstration.address}/review?{query}")
    asked = {name: [value] for name, value in (part.split("=") for part in query.split("&"))}
    engine = open_store(demonstration.database)
    known = facts(engine)
    engine.dispose()
    at = Scope.from_query(asked, TODAY, known.known, 14)
    after, since = standing(known, at), compared_day(asked.get("since", ()), at)
    changed = changes(standing(known, earlier(at, since)), after, decided(known, since, at))
    row = completion(after).iloc[0]
    late = late_entries(known, period_before(at), None, after)
    silent = (~reporting(after)["reported"]).sum()
    found = [row["overdue"], row["due_soon"], len(changed), row["frozen_n"], row["no_document_n"], len(late), silent]
    assert counts(page) == found
    assert page.get_by_text(VI.review_none, exact=True).count() == found.count(0)


def test_one_click_opens_it_and_the_scope_comes_along(page, demonstration):
    page.goto(f"{demonstration.address}/?as_of=2019-11-14&agency=STTTT")
    page.get_by_role("link", name="Rà soát").click()
    page.get_by_role("heading", name="Quá hạn chưa hoàn thành").wait_for()
    expect(page).to_have_url(re.compile(r"/review\?as_of=2019-11-14&agency=STTTT$"))


def test_the_day_to_compare_with_survives_a_reload_and_moves_the_list(page, demonstration):
    opened(page, f"{demonstration.address}/review?as_of=2019-12-12")
    before = counts(page)
    expect(page).to_have_url(re.compile("as_of=2019-12-12$"))
    page.locator("[data-testid=stDateInput]").last.get_by_role("spinbutton").first.click()
    page.keyboard.type("14102019")
    page.keyboard.press("Escape")  # closes the calendar: the day is taken
    expect(page).to_have_url(re.compile("as_of=2019-12-12&since=2019-10-14$"))
    page.get_by_text("+6 hoàn thành, +5 quá hạn, 1 hủy bỏ, 2 gia hạn").wait_for()
    assert counts(page) != before
    page.reload()
    page.get_by_role("heading", name="Thay đổi từ sau ngày 14/10/2019 (17)").wait_for()
    assert page.url.endswith("since=2019-10-14")
    page.go_back()
    page.get_by_role("heading", name="Thay đổi từ sau ngày 14/11/2019 (4)").wait_for()


def test_a_day_that_cannot_be_compared_with_falls_back(page, demonstration):
    opened(page, f"{demonstration.address}/review?as_of=2019-12-12&since=2019-02-30")
    page.get_by_role("heading", name="Thay đổi từ sau ngày 14/11/2019").wait_for()


@pytest.mark.parametrize("query", ["as_of=0001-01-01", "as_of=2019-12-12&since=0001-01-01"])
def test_the_ends_of_the_calendar_are_days_like_others(page, demonstration, query):
    opened(page, f"{demonstration.address}/review?{query}")
    assert page.get_by_text("Có lỗi").count() == 0


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(browser, demonstration, scheme, width):
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    page = opened(context.new_page(), f"{demonstration.address}/review?as_of=2019-12-12")
    page.wait_for_timeout(1000)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert serious(page) == []
    context.close()
