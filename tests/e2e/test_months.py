"""An issued month in a real browser: fixed by a coordinator, shown by a link for ever, whatever is entered later."""

import json
import re
import shutil
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from models.demonstration import TODAY
from models.imports import load_bytes
from models.rights import Operator
from models.store import open_store
from progress import months
from progress.words import VI
from tests.e2e.conftest import Server, serious, sign_in

LATE = "milestone,reported_on,status,done_on\nKCN-02,2019-12-02,done,2019-11-10\n"


@pytest.fixture(scope="module")
def office(demonstration_url, tmp_path_factory):
    """A server on a demonstration of its own in which October is issued."""
    path = tmp_path_factory.mktemp("months") / "progress.db"
    shutil.copy(demonstration_url.removeprefix("sqlite:///"), path)
    engine = open_store(f"sqlite:///{path}")
    months.issue(engine, Operator("minh họa"), "2019-10", 14, now=TODAY)
    engine.dispose()
    server = Server(f"sqlite:///{path}", path.parent / "log")
    yield server
    server.stop()


def settled(page: Page) -> Page:
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def overdue(page: Page) -> str:
    return (
        page.locator("[data-testid=stMetric]")
        .filter(has_text=VI.overdue_n)
        .locator("[data-testid=stMetricValue]")
        .inner_text()
    )


def asked(office: Server, query: str) -> tuple[int, dict]:
    try:
        with urllib.request.urlopen(f"{office.address}/api/summary.json?{query}") as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_a_coordinator_issues_a_month_and_what_comes_later_changes_only_the_day(page, office):
    sign_in(page, office, "coordinator", "/report?as_of=2019-11-14")
    page.get_by_role("button", name="Phát hành kỳ 2019-11").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Kỳ 2019-11, lần 1: tính đến hết ngày 14/11/2019 (15/10/2019-14/11/2019)")
    dialog.get_by_role("button", name="Phát hành", exact=True).click()
    expect(page.get_by_text(VI.issued_true)).to_be_visible()
    before = asked(office, "month=2019-11")
    assert before[1]["groups"][0]["overdue"] == 5

    page.goto(f"{office.address}/?as_of=2019-11-14")
    expect(page.get_by_text("✓ Khớp số liệu đã phát hành kỳ 2019-11, lần 1")).to_be_visible()
    engine = open_store(office.database)
    assert load_bytes(engine, {"progress.csv": LATE.encode()}, now=TODAY).accepted
    engine.dispose()
    page.reload()
    page.get_by_text("Khác số liệu đã phát hành kỳ 2019-11, lần 1").wait_for()
    assert overdue(settled(page)) == "4"
    page.goto(f"{office.address}/?month=2019-11")
    page.get_by_text("Số liệu đã phát hành kỳ 2019-11, lần 1, chốt 14/11/2019").wait_for()
    assert overdue(settled(page)) == "5"
    assert asked(office, "month=2019-11&edition=1") == before
    assert asked(office, "as_of=2019-11-14")[1]["groups"][0]["overdue"] == 4

    page.get_by_role("link", name="Báo cáo tháng").click()
    page.get_by_role("heading", name="Cập nhật sau ngày chốt của kỳ 2019-11 (1)").wait_for()
    expect(page).to_have_url(re.compile(r"/report\?as_of=2019-11-14&month=2019-11&edition=1$"))
    page.get_by_role("button", name="Phát hành lại kỳ 2019-11").click()
    dialog.get_by_role("button", name="Phát hành", exact=True).click()
    expect(dialog).to_contain_text("hãy nêu lý do")
    dialog.get_by_label(VI.issue_why).fill("Sở báo cáo muộn")
    dialog.get_by_role("button", name="Phát hành", exact=True).click()
    expect(page.get_by_text("Lý do phát hành lại: Sở báo cáo muộn")).to_be_visible()
    expect(page.get_by_text(VI.issued_true)).to_have_count(2)


def test_a_link_to_a_month_is_one_step_of_the_back_button_and_another_day_leaves_it(page, office):
    page.goto(f"{office.address}/healthz")
    page.goto(f"{office.address}/review?month=2019-10")
    settled(page).get_by_text("Số liệu đã phát hành kỳ 2019-10").wait_for()
    assert page.url.endswith("/review?as_of=2019-10-14&month=2019-10&edition=1")
    page.go_back()
    expect(page).to_have_url(re.compile("/healthz$"))
    page.go_forward()
    settled(page).get_by_role("button", name=VI.issued_live).click()
    expect(page).to_have_url(re.compile(r"/review\?as_of=2019-10-14$"))
    page.go_back()
    settled(page).get_by_role("button", name=VI.back_to_today).click()
    expect(page).to_have_url(re.compile(r"\?as_of=2019-12-12$"))


@pytest.mark.parametrize(
    "query", ["month=2018-01&as_of=2019-11-14", "edition=7&as_of=2019-11-14", "month=%00&as_of=2019-11-14"]
)
def test_a_month_that_is_not_issued_falls_back_to_the_day(office, query):
    with urllib.request.urlopen(f"{office.address}/review?{query}") as answer:
        assert answer.url.endswith("/review?as_of=2019-11-14")


def test_the_numbers_over_http_name_a_month_that_is_not_issued(office):
    for query in ("month=2018-01", "month=2019-10&edition=9"):
        status, answer = asked(office, query)
        assert (status, query.split("&")[0].split("=")[1] in answer["error"]) == (400, True)
    assert asked(office, "month=2019-10")[1]["as_of"] == "2019-10-14"


def test_the_first_day_of_the_calendar_is_a_day_like_others(page, office):
    page.goto(f"{office.address}/report?as_of=0001-01-01")
    settled(page).get_by_role("heading", name="Kỳ 0001-01").wait_for()
    page.get_by_role("heading", name=VI.issued_archive).wait_for()


def test_whoever_only_reads_sees_no_button_and_nothing_serious_for_axe_at_390(page, office):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{office.address}/report?month=2019-10")
    settled(page).get_by_text(VI.issued_readers).wait_for()
    assert page.get_by_role("button", name="Phát hành").count() == 0
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert serious(page) == []
