"""The committee's questions, each answered in at most two clicks from the overview, and answered alike to whoever gets the
link, on a phone in the dark too."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from models.changes.demonstration import TODAY
from models.store.database import open_store
from progress.numbers import history, two_days
from progress.numbers.facts import facts
from progress.numbers.rules import completion, reporting, standing
from progress.numbers.scope import Scope
from progress.say.languages import VI
from progress.show import tables
from tests.e2e.conftest import readable

DAY = "2019-11-14"
SAID = "[data-testid=stMetricValue], [data-testid=stHeading], [data-testid=stText], [data-testid=stTable] td"
COUNTED = "window.clicks = 0; addEventListener('click', e => { window.clicks += e.isTrusted }, true)"


@pytest.fixture(scope="module")
def known(demonstration_url):
    engine = open_store(demonstration_url)
    yield facts(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def at(known):
    return Scope.from_query({"as_of": [DAY]}, TODAY, known.known, 14)


@pytest.fixture
def overview(reader, demonstration) -> Page:
    reader.goto(f"{demonstration.address}/?as_of={DAY}")
    reader.wait_for_selector("[data-testid=stMetricValue]")
    settled(reader)
    reader.evaluate(COUNTED)  # of this document: a click that loaded another would leave no count
    return reader


@pytest.fixture(scope="module")
def elsewhere(browser) -> Iterator[Page]:
    """A page of a phone in the dark, far away, that has nothing but the address."""
    phone = {"viewport": {"width": 390, "height": 900}, "color_scheme": "dark"}
    context = browser.new_context(**phone, locale="en-US", timezone_id="America/New_York")
    yield context.new_page()
    context.close()


def settled(page: Page) -> None:
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def clicks(page: Page) -> int:
    settled(page)
    return page.evaluate("window.clicks")


def to(page: Page, screen: str) -> None:
    page.get_by_test_id("stTopNavLink").get_by_text(screen, exact=True).click()


def headed(page: Page, sentence: str, n: int) -> None:
    expect(page.get_by_role("heading", name=f"{sentence} ({n})", exact=True)).to_be_visible()


def test_are_we_on_time_no_click(overview, known, at, elsewhere):
    row = completion(standing(known, at)).iloc[0]
    assert VI.percent(row["on_time_rate"]) in overview.locator("[data-testid=stMetricValue]").all_inner_texts()
    assert VI.terms.on_time_of.format(count=VI.count(row["on_time_n"], row["with_outcome"])) in overview.content()
    assert clicks(overview) == 0
    same_and_readable_for_another(overview, elsewhere)


def test_who_is_late_and_how_one_milestone_stands(overview, known, at, elsewhere):
    late = tables.chosen(standing(known, at), "overdue")
    overview.get_by_role("link", name=VI.lists.see_all).nth(1).click()
    expect(overview.get_by_text(f"{len(late)} mốc: {VI.terms.buckets['overdue']}")).to_be_visible()
    assert clicks(overview) == 1
    rows = overview.get_by_test_id("stDataFrame").first
    expect(rows.locator("[role=gridcell]").first).to_be_attached()
    rows.click(position={"x": 15, "y": 60})
    expect(overview.get_by_role("heading", name=re.compile(f"^{late['milestone'].iloc[0]} · "))).to_be_visible()
    assert clicks(overview) == 2
    same_and_readable_for_another(overview, elsewhere)


def test_what_changed_what_stands_still_and_can_we_trust_it(overview, known, at, elsewhere):
    to(overview, VI.frame.review)
    now = standing(known, at)
    since = two_days.compared_day((), at)
    changed = two_days.changes(standing(known, two_days.earlier(at, since)), now, two_days.decided(known, since, at))
    headed(overview, VI.review.changed.format(since=VI.day(since)), len(changed))
    headed(overview, VI.review.frozen.format(n=3), len(tables.frozen(now)))
    headed(overview, VI.review.no_document, len(tables.without_document(now)))
    who, before = reporting(now), two_days.period_before(at)
    late = VI.review.late.format(start=VI.day(before.start), end=VI.day(before.end))
    headed(overview, late, len(two_days.late_entries(known, before, None, now)))
    silent = VI.review.silent.format(start=VI.day(at.period.start), end=VI.day(at.period.end))
    headed(overview, silent, int((~who["reported"]).sum()))
    assert clicks(overview) == 1
    expect(overview.get_by_text(VI.review.each)).to_be_visible()
    assert overview.locator("[class*=st-key-mark_]").count() == 0  # a mark is the coordinator's
    same_and_readable_for_another(overview, elsewhere)


@pytest.mark.parametrize(
    ("screen", "title", "selection", "code", "name"),
    [("agency", VI.frame.agency_page, "agencies", "STTTT", "Sở Thông tin và Truyền thông"),
     ("plan", VI.frame.plan_page, "plans", "KH112", re.compile("^112.KH-UBND"))],
    ids=["agency", "plan"],
)  # fmt: skip
def test_how_one_agency_or_plan_stands(overview, known, at, elsewhere, screen, title, selection, code, name):
    to(overview, title)
    choice = overview.get_by_test_id("stMain").get_by_role("button", name=name).first
    choice.click()
    expect(overview.get_by_role("heading", name=name)).to_be_visible()
    row = completion(standing(known, at.only(**{selection: (code,)}))).iloc[0]
    shown = overview.locator("[data-testid=stMetricValue]")
    expect(shown.first).to_have_text(VI.percent(row["pct_done_count"]))
    expect(shown.nth(2)).to_have_text(VI.percent(row["on_time_rate"]))
    assert clicks(overview) == 2
    assert overview.url.endswith(f"/{screen}?as_of={DAY}&{screen}={code}")
    same_and_readable_for_another(overview, elsewhere)
    overview.go_back()
    expect(overview.get_by_role("heading", name=name)).to_have_count(0)
    expect(choice).to_be_visible()
    assert overview.url.endswith(f"/{screen}?as_of={DAY}")


def test_how_was_it_on_another_day(overview, known, at, elsewhere):
    to(overview, VI.frame.history_page)
    since = two_days.compared_day((), at)
    then = completion(standing(known, two_days.earlier(at, since))).iloc[0]
    line = overview.get_by_role("row", name=re.compile(f"^{VI.terms.methods['on_time_rate'][0]} "))
    said = f"{VI.percent(then['on_time_rate'])} ({VI.count(then['on_time_n'], then['with_outcome'])})"
    expect(line.first).to_contain_text(said)
    expect(overview.get_by_text(VI.history.spi_explained)).to_be_visible()
    assert len(history.periods(known, at, 1)) == 1 and clicks(overview) == 1
    same_for_another(overview, elsewhere)


def same_for_another(page: Page, elsewhere: Page) -> None:
    """The address shows elsewhere in the world the same numbers."""
    settled(page)
    mine = page.locator(SAID).all_inner_texts()
    assert len(mine) > 4
    elsewhere.goto(page.url)
    expect(elsewhere.locator(SAID)).to_have_text(mine)
    settled(elsewhere)


def same_and_readable_for_another(page: Page, elsewhere: Page) -> None:
    """... and neither at the desk nor on the phone is anything wider than the window or found serious by axe."""
    same_for_another(page, elsewhere)
    readable(page, 1440, 1024)
    readable(elsewhere, 390)
