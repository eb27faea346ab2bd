"""An issued month in a real browser: fixed by a coordinator, shown by a link for ever, whatever is entered later."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from models.changes.demonstration import TODAY
from models.files.load import load_bytes
from models.people.rights import Operator
from models.store.database import open_store
from progress.month import issuing
from progress.say.languages import VI
from tests.e2e.conftest import Server, readable_day_and_night, settled, sign_in
from tests.e2e.wire import get, said, tab

pytestmark = pytest.mark.xdist_group("months")
LATE = "milestone,reported_on,status,done_on\nKCN-02,2019-12-02,done,2019-11-10\n"


@pytest.fixture(scope="module")
def office(own) -> Server:
    """October is issued."""
    engine = open_store(own.database)
    issuing.issue(engine, Operator("minh họa"), "2019-10", 14, now=TODAY)
    engine.dispose()
    return own


def overdue(page: Page) -> str:
    return (
        page.locator("[data-testid=stMetric]")
        .filter(has_text=VI.columns.overdue_n)
        .locator("[data-testid=stMetricValue]")
        .inner_text()
    )


def asked(office: Server, query: str) -> tuple[int, dict]:
    status, _, body = get(f"{office.address}/api/summary.json?{query}")
    return status, json.loads(body)


def test_a_coordinator_issues_a_month_and_what_comes_later_changes_only_the_day(visitor, office):
    sign_in(visitor, office, "coordinator", "/report?as_of=2019-11-14")
    visitor.get_by_role("button", name="Phát hành kỳ 2019-11").click()
    dialog = visitor.get_by_role("dialog")
    expect(dialog).to_contain_text("Kỳ 2019-11, lần 1: tính đến hết ngày 14/11/2019 (15/10/2019-14/11/2019)")
    dialog.get_by_role("button", name="Phát hành", exact=True).click()
    expect(visitor.get_by_text(VI.issued.truths["true"])).to_be_visible()
    before = asked(office, "month=2019-11")
    assert before[1]["groups"][0]["overdue"] == 5
    visitor.get_by_test_id("stTopNav").get_by_role("link", name="Tổng quan").click()
    expect(visitor.get_by_text("✓ Khớp số liệu đã phát hành kỳ 2019-11, lần 1")).to_be_visible()
    assert overdue(settled(visitor)) == "5"

    engine = open_store(office.database)
    assert load_bytes(engine, {"progress.csv": LATE.encode()}, now=TODAY).accepted
    engine.dispose()
    visitor.reload()
    visitor.get_by_role("link", name="Khác số liệu đã phát hành kỳ 2019-11, lần 1").wait_for()
    assert overdue(settled(visitor)) == "4"
    assert asked(office, "as_of=2019-11-14")[1]["groups"][0]["overdue"] == 4
    assert asked(office, "month=2019-11&edition=1") == before

    visitor.get_by_role("link", name="Khác số liệu đã phát hành kỳ 2019-11, lần 1").click()
    visitor.get_by_role("heading", name="Cập nhật sau ngày chốt của kỳ 2019-11 (1)").wait_for()
    assert overdue(settled(visitor)) == "4"
    visitor.get_by_role("button", name=VI.issued.open.format(month="2019-11", edition=1)).click()
    visitor.get_by_text("Số liệu đã phát hành kỳ 2019-11, lần 1, chốt 14/11/2019").wait_for()
    expect(visitor).to_have_url(re.compile(r"/report\?as_of=2019-11-14&month=2019-11&edition=1$"))
    assert overdue(settled(visitor)) == "5"
    visitor.get_by_role("button", name="Phát hành lại kỳ 2019-11").click()
    dialog.get_by_role("button", name="Phát hành", exact=True).click()
    expect(dialog).to_contain_text("hãy nêu lý do")
    dialog.get_by_label(VI.issued.issue_why).fill("Sở báo cáo muộn")
    dialog.get_by_role("button", name="Phát hành", exact=True).click()
    expect(visitor.get_by_text("Lý do phát hành lại: Sở báo cáo muộn")).to_be_visible()
    expect(visitor.get_by_text(VI.issued.truths["true"])).to_have_count(2)


def test_a_link_to_a_month_is_one_step_of_the_back_button_and_another_day_leaves_it(reader, office):
    reader.goto(f"{office.address}/healthz")
    reader.goto(f"{office.address}/method?month=2019-10")
    month = re.compile(r"/method\?as_of=2019-10-14&month=2019-10&edition=1$")
    expect(reader).to_have_url(month)
    settled(reader).get_by_role("button", name=VI.issued.live).click()
    expect(reader).to_have_url(re.compile(r"/method\?as_of=2019-10-14$"))
    reader.go_back()
    expect(reader).to_have_url(month)
    settled(reader).get_by_role("button", name=VI.frame.back_to_today).click()
    expect(reader).to_have_url(re.compile(r"/method\?as_of=2019-12-12$"))
    reader.go_back()
    reader.go_back()
    expect(reader).to_have_url(re.compile("/healthz$"))


def test_whoever_only_reads_finds_every_part_of_a_month_readable_and_no_button(reader, office):
    reader.goto(f"{office.address}/report?month=2019-10")
    settled(reader).get_by_text(VI.issued.readers).wait_for()
    assert reader.get_by_role("button", name="Phát hành").count() == 0
    readable_day_and_night(reader)


@pytest.mark.parametrize(
    "query", ["month=2018-01&as_of=2019-11-14", "edition=7&as_of=2019-11-14", "month=%00&as_of=2019-11-14"]
)
def test_a_month_that_is_not_issued_falls_back_to_the_day(office, query):
    assert get(f"{office.address}/review?{query}")[1]["location"] == "/review?as_of=2019-11-14"


def test_the_numbers_over_http_name_a_month_that_is_not_issued(office):
    for query in ("month=2018-01", "month=2019-10&edition=9"):
        status, answer = asked(office, query)
        assert (status, query.split("&")[0].split("=")[1] in answer["error"]) == (400, True)
    assert asked(office, "month=2019-10")[1]["as_of"] == "2019-10-14"


def test_the_first_day_of_the_calendar_is_a_day_like_others(office):
    with tab(office) as wire:
        heard = said(wire, "as_of=0001-01-01", "report")
    assert "Kỳ 0001-01" in heard and VI.issued.archive in heard
