"""A director's five minutes in a real browser: on a phone, in the grid, by keyboard; and nothing is lost on the way."""

import re
import sqlite3
import time
from collections.abc import Callable, Sized
from contextlib import closing

import pytest
from playwright.sync_api import Locator, Page, expect

from models.changes import reports
from models.changes.demonstration import PASSWORD, TODAY
from models.people.rights import Actor
from models.store.database import open_store
from progress.numbers.facts import facts
from progress.numbers.rules import standing
from progress.numbers.scope import Scope
from progress.show.update import stood
from tests.e2e.conftest import Server, serious, sign_in

PHONE = {"width": 390, "height": 844}
pytestmark = pytest.mark.xdist_group("update")


@pytest.fixture(scope="module")
def own(demonstration_url, tmp_path_factory) -> str:
    """A demonstration of this file's own, which is changed here."""
    path = tmp_path_factory.mktemp("update") / "progress.db"
    with (
        closing(sqlite3.connect(demonstration_url.removeprefix("sqlite:///"))) as shipped,
        closing(sqlite3.connect(path)) as copy,
    ):
        shipped.backup(copy)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def server(own, tmp_path_factory):
    server = Server(own, tmp_path_factory.mktemp("update_server") / "log")
    yield server
    server.stop()


@pytest.fixture
def rows(own):
    """rows(query, ...) -> what the database says."""

    def read(query: str, *values):
        with closing(sqlite3.connect(own.removeprefix("sqlite:///"))) as connection:
            return connection.execute(query, values).fetchall()

    return read


def written(rows) -> list[tuple]:
    """Every line recorded on a screen, the newest last."""
    return rows(
        "SELECT m.code, l.status, l.percent, l.done_on FROM status_line l JOIN milestone m ON m.id = l.milestone_id "
        "WHERE l.recorded_by IN ('director', 'coordinator') ORDER BY l.id"
    )


def until(found: Callable[[], Sized]) -> Sized:
    """What the database says, once it says something."""
    deadline = time.monotonic() + 30
    while not (said := found()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return said


def card(page: Page, code: str) -> Locator:
    return page.locator(f".st-key-card_{code}")


def unfold(page: Page, code: str) -> Locator:
    page.locator(f".st-key-fill_{code}").get_by_role("button").click()
    expect(card(page, code).get_by_label("Tình hình, một câu")).to_be_visible()
    return card(page, code)


def claim(page: Page, code: str, percent: int) -> None:
    card(page, code).get_by_label("Tỷ lệ tự báo cáo").fill(str(percent))
    page.keyboard.press("Tab")
    expect(card(page, code).get_by_text(f"→ {percent}%")).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Lưu tất cả")).click()


def elsewhere(url: str, code: str, who: int, **fields) -> None:
    """Somebody else reports on a milestone meanwhile."""
    engine = open_store(url)
    known = facts(engine)
    at = standing(known, Scope.on(TODAY.date(), TODAY))
    report = reports.replace(stood(known, at)[code], reported_on=TODAY.date(), **fields)
    reports.report(engine, Actor(who), [report], token=f"{code} {fields}", now=TODAY)
    engine.dispose()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is inside what the selector names, as a person without a mouse would."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => !!document.activeElement.closest(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_three_rows_on_a_phone(page, server, rows, record_property):
    page.set_viewport_size(PHONE)
    began, before = time.monotonic(), len(written(rows))
    sign_in(page, server, "director", "/update")
    expect(page.get_by_text("Còn 15 mốc chưa cập nhật, chốt ngày 14/12")).to_be_visible()
    first = unfold(page, "KCN-05")
    first.get_by_role("radio", name="Hoàn thành").or_(first.get_by_text("Hoàn thành", exact=True)).first.click()
    expect(first.get_by_text("Hoàn thành cần ngày hoàn thành.")).to_be_visible()
    first.get_by_role("spinbutton").first.click()
    page.keyboard.type("30112019")
    page.keyboard.press("Escape")
    first.get_by_label("Số văn bản chứng minh").fill("70 KH")
    page.keyboard.press("Tab")
    expect(first.get_by_text("Số này khác cách ghi thường gặp")).to_be_visible()
    expect(page.get_by_text("hoàn thành 40/67 → 41/67; quá hạn 3 → 2; chưa cập nhật 15 → 14")).to_be_visible()
    second = unfold(page, "KCN-06")
    claim(page, "KCN-06", 40)
    expect(second.get_by_text("Phần trăm giảm so với lần trước (85%).")).to_be_visible()
    claim(page, "KCN-06", 90)
    second.get_by_label("Tình hình, một câu").fill("Đã có mặt bằng $5 và *sao*")
    page.keyboard.press("Tab")
    expect(second.get_by_text("Tình hình, một câu: — → Đã có mặt bằng $5 và *sao*")).to_be_visible()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    assert serious(page) == []
    page.locator(".st-key-unchanged_KH96-11").get_by_role("button").click()
    expect(page.get_by_text("Còn 14 mốc chưa cập nhật")).to_be_visible()
    expect(page.get_by_role("button", name="Lưu tất cả (2)")).to_be_visible()  # what was filled in is still there
    save(page)
    expect(page.get_by_text("Còn 12 mốc chưa cập nhật")).to_be_visible()
    record_property("seconds", time.monotonic() - began)
    assert time.monotonic() - began < 60
    assert written(rows)[before:] == [
        ("KH96-11", "not_started", None, None),
        ("KCN-05", "done", None, "2019-11-30"),
        ("KCN-06", "in_progress", 90.0, None),
    ]
    page.reload()
    page.locator("[class*=st-key-undo_]").first.get_by_role("button").click()
    expect(page.get_by_text("Còn 14 mốc chưa cập nhật")).to_be_visible()
    assert rows("SELECT count(*) FROM withdrawal") == [(2,)]


def drawn(page: Page) -> None:
    """Two frames later: no hand is quicker, and the grid's editor takes a key up with the next frame."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def fill_in(page: Page, first: int, *values: int) -> None:
    """Click the percent of a row of the grid, and type one value a row downwards without waiting for the server."""
    grid = page.locator("[data-testid=stDataFrame] canvas").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 600, box["y"] + 35 + 34 * first + 17)
    editor = page.locator("#portal input")
    for value in values:
        drawn(page)
        page.keyboard.press("Enter")
        expect(editor).to_be_focused()
        drawn(page)
        page.keyboard.press("Control+A")
        for key in (*str(value), "Enter"):
            page.keyboard.press(key)
            drawn(page)
        expect(editor).to_have_count(0)


def look(page: Page, *said: str) -> None:
    page.get_by_role("button", name="Xem thay đổi").click()
    for line in said:
        expect(page.get_by_text(line).first).to_be_visible()


def test_rows_typed_into_the_grid_are_shown_and_saved_with_one_click(page, server, rows):
    began, before = time.monotonic(), len(written(rows))
    sign_in(page, server, "director", "/update?as=grid&agency=SNV")  # another agency in the address is no matter
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    fill_in(page, 0, 95, 96, 97)
    look(page, "45% → 95%", "85% → 96%", "Tình trạng: Chưa thực hiện → Đang thực hiện; Tỷ lệ tự báo cáo (%): — → 97%")
    fill_in(page, 5, 30)
    save(page)
    expect(page.get_by_text("Bảng có ô điền sau lần xem trước, chưa lưu gì.")).to_be_visible()
    expect(page.get_by_text("— → 30%")).to_be_visible()
    assert len(written(rows)) == before
    page.locator("[class*=st-key-drop_]").last.get_by_role("button").click()
    expect(page.get_by_text("— → 30%")).to_have_count(0)
    save(page)
    expect(page.get_by_text("Đã lưu 3 mốc").first).to_be_visible()
    assert time.monotonic() - began < 60
    assert [line[1:3] for line in written(rows)[before:]] == [("in_progress", n) for n in (95.0, 96.0, 97.0)]


def test_three_rows_by_keyboard_alone(page, server, rows):
    page.set_viewport_size(PHONE)
    began, before = time.monotonic(), len(written(rows))
    page.goto(f"{server.address}/sign-in?next=/update")
    expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    page.keyboard.type("director")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    for code in ("QC12-12", "BCD-06"):
        page.locator(f".st-key-unchanged_{code}").wait_for()
        tab_to(page, f".st-key-unchanged_{code}")
        page.keyboard.press("Enter")
        expect(page.locator("[class*=st-key-saved_]").get_by_text(code)).to_be_visible()
    tab_to(page, ".st-key-fill_KH73-04")
    page.keyboard.press("Enter")
    page.locator("[class*=st-key-percent_KH73-04] input").wait_for()
    tab_to(page, "[class*=st-key-percent_KH73-04] input")
    page.keyboard.press("Control+A")
    page.keyboard.type("55")
    page.keyboard.press("Tab")
    expect(card(page, "KH73-04").get_by_text("→ 55%")).to_be_visible()
    tab_to(page, ".st-key-save_all")
    page.keyboard.press("Enter")
    expect(page.get_by_text("KH73-04: Đang thực hiện 55%")).to_be_visible()
    assert time.monotonic() - began < 60
    assert [line[0] for line in written(rows)[before:]] == ["QC12-12", "BCD-06", "KH73-04"]


def test_a_right_withdrawn_while_the_tab_is_open_refuses_the_next_save(page, server, own, rows):
    sign_in(page, server, "director", "/update")
    unfold(page, "KH73-02")
    claim(page, "KH73-02", 66)
    before = len(written(rows))
    role = "UPDATE account SET role = ? WHERE login = 'director'"
    with closing(sqlite3.connect(own.removeprefix("sqlite:///"))) as connection:
        connection.execute(role, ("viewer",))
        connection.commit()
        try:
            save(page)
            expect(page.get_by_text("1 mốc bạn điền chưa được lưu, bản nháp vẫn còn")).to_be_visible()
        finally:
            connection.execute(role, ("director",))
            connection.commit()
    assert len(written(rows)) == before
    page.reload()
    card(page, "KH73-02").get_by_text("Bỏ, không lưu").click()
    page.locator(".st-key-fill_KH73-02").wait_for()
    assert rows("SELECT count(*) FROM draft") == [(0,)]


def test_two_editors_on_one_row_see_each_other_and_lose_nothing(page, server, own, rows):
    sign_in(page, server, "director", "/update")
    unfold(page, "KH93-04")
    claim(page, "KH93-04", 88)
    coordinator, hostile = rows("SELECT id FROM account WHERE login = 'coordinator'")[0][0], "**1** ![x](/x) :red[y]"
    elsewhere(own, "KH93-04", coordinator, percent=83.0, evidence=hostile)
    save(page)
    seen = card(page, "KH93-04")
    expect(seen.get_by_text("Thường trực (minh họa) đã cập nhật mốc này lúc 12/12/2019")).to_be_visible()
    expect(seen.get_by_role("cell", name="88%")).to_be_visible()
    expect(seen.get_by_role("cell", name="83%")).to_be_visible()
    expect(seen.get_by_role("cell", name=hostile)).to_be_visible()
    assert written(rows)[-1][2] == 83.0
    seen.get_by_role("button", name="Lưu đè bằng giá trị của tôi").click()
    expect(page.get_by_text("KH93-04: Đang thực hiện 88%")).to_be_visible()
    assert [line[2] for line in written(rows)[-2:]] == [83.0, 88.0]


def test_cells_nobody_has_looked_at_survive_a_server_that_is_killed(page, serve, own, rows):
    server = serve(own)
    sign_in(page, server, "director", "/update?as=grid")
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    fill_in(page, 0, 77)
    kept = "SELECT m.code, d.content ->> 'percent' FROM draft d JOIN milestone m ON m.id = d.milestone_id"
    ((code, percent),) = until(lambda: rows(kept))
    server._process.kill()
    again = serve(own)
    page.goto(f"{again.address}/update")
    expect(card(page, code).get_by_text("Bản nháp từ 12/12/2019 09:00, chưa lưu.")).to_be_visible()
    expect(card(page, code).get_by_label("Tỷ lệ tự báo cáo")).to_have_value("77")
    save(page)
    expect(page.get_by_text(f"{code}: Đang thực hiện 77%")).to_be_visible()
    assert percent == 77
    assert written(rows)[-1][:3] == (code, "in_progress", 77.0)


def test_a_request_is_sent_waits_and_is_granted_and_a_deadline_is_moved_unasked(page, server, rows):
    sign_in(page, server, "director", "/update")
    one = unfold(page, "KH96-10")
    one.get_by_text("Xin gia hạn", exact=True).click()
    one.locator("[data-testid=stDateInput]").get_by_role("spinbutton").first.click()
    page.keyboard.type("31012020")
    page.keyboard.press("Escape")
    one.get_by_label("Lý do xin gia hạn").fill("Chờ kinh phí")
    one.get_by_role("button", name="Gửi đề nghị").click()
    asked = "Sở TT&TT (minh họa) xin gia hạn đến 31/01/2020: Chờ kinh phí. Đang chờ quyết định."
    expect(one.get_by_text(asked)).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, server, "coordinator", "/update")
    waiting = page.locator("[class*=st-key-waiting_]")
    waiting.get_by_text("Gia hạn", exact=True).first.click()
    waiting.get_by_label("Số quyết định").fill("7/QĐ-UBND")
    page.keyboard.press("Enter")
    expect(waiting).to_have_count(0)
    last = "SELECT decision, new_due, reason, recorded_by FROM extension ORDER BY id DESC LIMIT 1"
    assert rows(last) == [("7/QĐ-UBND", "2020-01-31", "Chờ kinh phí", "coordinator")]
    page.goto(f"{server.address}/milestone?as_of=2019-12-12&milestone=KH96-10")
    page.get_by_text("Gia hạn theo quyết định").click()  # that nobody asked for
    form = page.locator("[class*=st-key-grant_KH96-10]")
    form.get_by_label("Số quyết định").fill("8/QĐ-UBND")
    form.locator("[data-testid=stDateInput]").nth(1).get_by_role("spinbutton").first.click()
    page.keyboard.type("28022021")
    page.keyboard.press("Escape")
    form.get_by_role("button", name="Gia hạn").click()
    until(lambda: rows("SELECT 1 FROM extension WHERE decision = '8/QĐ-UBND'"))
    assert rows(last) == [("8/QĐ-UBND", "2021-02-28", None, "coordinator")]
    expect(page.get_by_text("28/02/2021").first).to_be_visible()
