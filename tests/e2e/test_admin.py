"""An administrator at work in a real browser, while others hold the database and restore it."""

import shutil
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from models.backup import backup, restore
from models.store import open_store
from tests.e2e.conftest import Server, serious, sign_in

LOOKED_AT = ("accounts&row=director", "milestones&row=_new", "trail&from=2019-12-01")  # every kind of field and list


@pytest.fixture(scope="module")
def served(demonstration_url, tmp_path_factory):
    """A server on a demonstration of this file's own: everything is changed here."""
    folder = tmp_path_factory.mktemp("admin")
    shutil.copy(demonstration_url.removeprefix("sqlite:///"), folder / "progress.db")
    server = Server(f"sqlite:///{folder / 'progress.db'}", folder / "log")
    yield server
    server.stop()


def settled(page: Page) -> None:
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")


def open_tab(page: Page, served, query: str) -> None:
    page.goto(f"{served.address}/admin?{query}")
    expect(page.get_by_role("heading", name="Quản trị")).to_be_visible()
    settled(page)


def one(served, query: str):
    with closing(sqlite3.connect(Path(served.database.removeprefix("sqlite:///")))) as database:
        return database.execute(query).fetchone()


def confirm(page: Page, label: str) -> None:
    page.get_by_role("button", name=label).click()
    page.get_by_role("button", name="Xác nhận").click()


def test_an_administrator_adds_an_account_corrects_and_merges_an_agency_and_finds_it_in_the_trail(served, page):
    sign_in(page, served, "admin", "/admin")

    open_tab(page, served, "tab=accounts&row=_new")
    page.get_by_label("Tên đăng nhập", exact=True).fill("lan.nguyen")
    page.get_by_label("Họ tên", exact=True).fill("Nguyễn *Thị* Lan")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("[data-testid=stCode]")).to_contain_text("-")
    assert one(served, "SELECT name, role, must_change FROM account WHERE login = 'lan.nguyen'") == (
        "Nguyễn *Thị* Lan", "viewer", 1,
    )  # fmt: skip
    page.reload()
    settled(page)
    expect(page.locator("[data-testid=stCode]")).to_have_count(0)  # the password was shown once

    open_tab(page, served, "tab=agencies&row=STTTT")
    page.get_by_label("Tên", exact=True).fill("Sở Thông tin")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu STTTT.")).to_be_visible()

    settled(page)
    page.get_by_text("Sáp nhập vào cơ quan khác").click()
    successor = page.get_by_role("combobox", name="Cơ quan kế thừa")
    expect(successor).to_be_visible()
    page.wait_for_timeout(500)  # the expander opens with a movement
    settled(page)
    successor.click()
    successor.press_sequentially("Sở Nội", delay=50)
    page.get_by_role("option", name="Sở Nội vụ").click()
    effect = page.get_by_text("mốc đang mở chuyển sang")
    expect(effect).to_be_visible()
    moving = int(effect.inner_text().split()[0])
    assert moving > 0
    before = one(served, "SELECT count(*) FROM milestone_version")[0]
    confirm(page, "Sáp nhập vào cơ quan khác")
    expect(page.get_by_text("Đã sáp nhập STTTT")).to_be_visible()
    assert one(served, "SELECT count(*) FROM milestone_version")[0] == before + moving

    open_tab(page, served, "tab=trail&search=so+thong+tin")
    expect(page.get_by_text("dòng", exact=False).first).to_be_visible()
    assert "1 dòng" in page.locator("[data-testid=stMain]").inner_text()

    for tab in LOOKED_AT:
        open_tab(page, served, f"tab={tab}")
        assert serious(page) == [], tab


def test_a_file_is_looked_at_before_it_is_written(served, page, tmp_path):
    sign_in(page, served, "admin", "/admin")
    open_tab(page, served, "tab=load")
    good, bad = tmp_path / "agencies.csv", tmp_path / "plans.csv"
    good.write_text("code,name\nMOI,Sở Mới\n", encoding="utf-8")
    bad.write_text("code,title\nKH-MOI,\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.get_by_text("Không ghi gì: 1 ô cần sửa.")).to_be_visible()
    expect(page.get_by_role("button", name="Ghi vào")).to_have_count(0)
    page.reload()
    settled(page)
    page.locator("input[type=file]").set_input_files(good)
    expect(page.get_by_text("Sẽ thêm 1 cơ quan")).to_be_visible()
    assert one(served, "SELECT count(*) FROM agency WHERE code = 'MOI'") == (0,)
    page.get_by_role("button", name="Ghi vào").click()
    expect(page.get_by_text("Đã ghi.")).to_be_visible()
    assert one(served, "SELECT count(*) FROM agency WHERE code = 'MOI'") == (1,)


def test_nobody_else_administers(served, page):
    sign_in(page, served, "coordinator", "/admin")
    expect(page.get_by_text("Trang này dành cho quản trị")).to_be_visible()
    expect(page.get_by_role("link", name="Quản trị")).to_have_count(0)


def test_a_save_while_the_database_is_held_is_a_sentence_and_keeps_what_was_typed(served, page):
    sign_in(page, served, "admin", "/admin")
    open_tab(page, served, "tab=agencies&row=STTTT")
    page.get_by_label("Khối", exact=True).fill("Khối mới")
    done = threading.Event()

    def hold():
        with closing(sqlite3.connect(served.database.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            done.wait(8)

    holder = threading.Thread(target=hold)
    holder.start()
    time.sleep(0.1)
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Cơ sở dữ liệu đang bận")).to_be_visible()
    done.set()
    holder.join()
    expect(page.get_by_label("Khối", exact=True)).to_have_value("Khối mới")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu STTTT.")).to_be_visible()
    assert one(served, "SELECT block FROM agency WHERE code = 'STTTT'") == ("Khối mới",)


def test_a_restore_under_an_open_tab_saves_nothing_from_it_and_the_server_goes_on(served, page, tmp_path):
    engine = open_store(served.database)
    backup(engine, tmp_path / "backup.db")
    engine.dispose()
    sign_in(page, served, "admin", "/admin")
    open_tab(page, served, "tab=agencies&row=STTTT")
    page.get_by_label("Khối", exact=True).fill("Khối khác")
    restore(served.database, tmp_path / "backup.db", by="test", now=datetime.now(UTC))
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Trang này dành cho quản trị")).to_be_visible()
    assert one(served, "SELECT block FROM agency WHERE code = 'STTTT'") != ("Khối khác",)
    sign_in(page, served, "admin", "/admin?tab=agencies&row=STTTT")
    expect(page.get_by_label("Khối", exact=True)).not_to_have_value("Khối khác")
