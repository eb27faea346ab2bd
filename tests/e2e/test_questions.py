"""The committee's questions, each answered in at most two clicks from the overview, and answered alike to whoever gets the link."""

import re

import pytest
from playwright.sync_api import Page, expect

from models.demonstration import TODAY
from models.store import open_store
from progress import changes, history, tables
from progress.facts import facts
from progress.rules import completion, reporting, standing
from progress.scope import Scope
from progress.words import VI

DAY = "2019-11-14"
SAID = "[data-testid=stMetricValue], [data-testid=stHeading], [data-testid=stText], [data-testid=stTable] td"
COUNTED = "addEventListener('click', e => { if (e.isTrusted) sessionStorage.clicks = +(sessionStorage.clicks || 0) + 1 }, true)"


@pytest.fixture(scope="module")
def known(demonstration_url):
    engine = open_store(demonstration_url)
    yield facts(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def at(known):
    return Scope.from_query({"as_of": [DAY]}, TODAY, known.known, 14)


@pytest.fixture
def overview(page, demonstration) -> Page:
    page.add_init_script(COUNTED)
    page.goto(f"{demonstration.address}/?as_of={DAY}")
    page.wait_for_selector("[data-testid=stMetricValue]")
    settled(page)
    return page


def settled(page: Page) -> None:
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def clicks(page: Page) -> int:
    settled(page)
    return int(page.evaluate("sessionStorage.clicks || 0"))


def to(page: Page, screen: str) -> None:
    page.get_by_test_id("stTopNavLink").get_by_text(screen, exact=True).click()


def headed(page: Page, sentence: str, n: int) -> None:
    expect(page.get_by_role("heading", name=f"{sentence} ({n})", exact=True)).to_be_visible()


def test_are_we_on_time_no_click(overview, known, at):
    row = completion(standing(known, at)).iloc[0]
    assert VI.percent(row["on_time_rate"]) in overview.locator("[data-testid=stMetricValue]").all_inner_texts()
    assert VI.on_time_of.format(count=VI.count(row["on_time_n"], row["with_outcome"])) in overview.content()
    assert clicks(overview) == 0


def test_who_is_late_and_how_one_milestone_stands(overview, known, at):
    late = tables.chosen(standing(known, at), "overdue")
    overview.get_by_role("link", name=VI.see_all).nth(1).click()
    expect(overview.get_by_text(f"{len(late)} mốc: {VI.buckets['overdue']}")).to_be_visible()
    assert clicks(overview) == 1
    overview.wait_for_timeout(500)
    box = overview.locator("[data-testid=stDataFrame]").first.bounding_box()
    overview.mouse.click(box["x"] + 15, box["y"] + 60)
    expect(overview.get_by_role("heading", name=re.compile(f"^{late['milestone'].iloc[0]} · "))).to_be_visible()
    assert clicks(overview) == 2


def test_what_changed_what_stands_still_and_can_we_trust_it(overview, known, at, browser):
    to(overview, VI.review)
    now = standing(known, at)
    since = changes.compared_day((), at)
    changed = changes.changes(standing(known, changes.earlier(at, since)), now, changes.decided(known, since, at))
    headed(overview, VI.review_changed.format(since=VI.day(since)), len(changed))
    headed(overview, VI.review_frozen.format(n=3), len(tables.frozen(now)))
    headed(overview, VI.review_no_document, len(tables.without_document(now)))
    who, before = reporting(now), changes.period_before(at)
    late = VI.review_late.format(start=VI.day(before.start), end=VI.day(before.end))
    headed(overview, late, len(changes.late_entries(known, before, None, now)))
    silent = VI.review_silent.format(start=VI.day(at.period.start), end=VI.day(at.period.end))
    headed(overview, silent, int((~who["reported"]).sum()))
    assert clicks(overview) == 1
    expect(overview.get_by_text(VI.review_each)).to_be_visible()
    assert overview.locator("[class*=st-key-mark_]").count() == 0  # a mark is the coordinator's
    same_for_another(overview, browser)


@pytest.mark.parametrize(
    ("screen", "selection", "name"),
    [(VI.agency_page, {"agencies": ("STTTT",)}, "Sở Thông tin và Truyền thông"),
     (VI.plan_page, {"plans": ("KH112",)}, re.compile("^112.KH-UBND"))],
    ids=["agency", "plan"],
)  # fmt: skip
def test_how_one_agency_or_plan_stands(overview, known, at, screen, selection, name):
    to(overview, screen)
    overview.get_by_test_id("stMain").get_by_role("button", name=name).first.click()
    expect(overview.get_by_role("heading", name=name)).to_be_visible()
    row = completion(standing(known, at.only(**selection))).iloc[0]
    shown = overview.locator("[data-testid=stMetricValue]")
    expect(shown.first).to_have_text(VI.percent(row["pct_done_count"]))
    expect(shown.nth(2)).to_have_text(VI.percent(row["on_time_rate"]))
    assert clicks(overview) == 2


def test_how_was_it_on_another_day(overview, known, at, browser):
    to(overview, VI.history_page)
    since = changes.compared_day((), at)
    then = completion(standing(known, changes.earlier(at, since))).iloc[0]
    line = overview.get_by_role("row", name=re.compile(f"^{VI.methods['on_time_rate'][0]} "))
    said = f"{VI.percent(then['on_time_rate'])} ({VI.count(then['on_time_n'], then['with_outcome'])})"
    expect(line.first).to_contain_text(said)
    expect(overview.get_by_text(VI.spi_explained)).to_be_visible()
    assert len(history.periods(known, at, 1)) == 1 and clicks(overview) == 1
    same_for_another(overview, browser)


def same_for_another(page: Page, browser) -> None:
    """The address, opened in a fresh browser elsewhere in the world, shows the same numbers."""
    mine = page.locator(SAID).all_inner_texts()
    assert len(mine) > 5
    context = browser.new_context(
        locale="en-US", timezone_id="America/New_York", viewport={"width": 1440, "height": 900}
    )
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator(SAID)).to_have_text(mine)
    context.close()
