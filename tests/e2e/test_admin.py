"""An administrator at work in a real browser, while others hold the database and restore it."""

import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from models.store.backup import backup, restore
from models.store.database import open_store
from progress.say.languages import VI
from tests.e2e.conftest import readable_day_and_night, settled, sign_in
from tests.e2e.wire import said, tab, token

pytestmark = pytest.mark.xdist_group("admin")


def go_to(page: Page, name: str) -> None:
    page.locator(".st-key-admin_tab").get_by_text(VI.admin.tabs[name], exact=True).click()


def choose(page: Page, box: str, typed: str, option: str) -> None:
    field = page.get_by_role("combobox", name=box)
    field.hover()
    page.wait_for_function("!document.getAnimations().length")  # what moves closes the list; an expander opens so
    field.click()
    field.fill(typed)
    page.get_by_role("option", name=option).first.click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Lưu").click()


def test_an_administrator_adds_an_account_corrects_and_merges_an_agency_and_finds_it_in_the_trail(visitor, own, rows):
    sign_in(visitor, own, "admin", "/admin?tab=accounts&row=director")
    readable_day_and_night(visitor)
    choose(visitor, VI.admin.choose["accounts"], "Thêm", VI.admin.add["accounts"])
    visitor.get_by_label("Tên đăng nhập", exact=True).fill("lan.nguyen")
    visitor.get_by_label("Họ tên", exact=True).fill("Nguyễn *Thị* Lan")
    save(visitor)
    expect(visitor.locator("[data-testid=stCode]")).to_contain_text("-")
    assert rows("SELECT name, role, must_change FROM account WHERE login = 'lan.nguyen'") == [
        ("Nguyễn *Thị* Lan", "viewer", 1)
    ]

    go_to(visitor, "agencies")
    choose(visitor, VI.admin.choose["agencies"], "STTTT", "STTTT")
    visitor.get_by_label("Tên", exact=True).fill("Sở Thông tin")
    expect(visitor.locator("[data-testid=stCode]")).to_have_count(0)  # the password was shown once
    save(visitor)
    expect(visitor.get_by_text("Đã lưu STTTT.")).to_be_visible()
    settled(visitor).get_by_text("Sáp nhập vào cơ quan khác").click()
    choose(visitor, "Cơ quan kế thừa", "Sở Nội", "Sở Nội vụ")
    effect = visitor.get_by_text("mốc đang mở chuyển sang")
    expect(effect).to_be_visible()
    moving = int(effect.inner_text().split()[0])
    assert moving > 0
    (before,) = rows("SELECT count(*) FROM milestone_version")[0]
    visitor.get_by_role("button", name="Sáp nhập vào cơ quan khác").click()
    visitor.get_by_role("button", name="Xác nhận").click()
    expect(visitor.get_by_text("Đã sáp nhập STTTT")).to_be_visible()
    assert rows("SELECT count(*) FROM milestone_version") == [(before + moving,)]

    go_to(visitor, "milestones")
    choose(visitor, VI.admin.choose["milestones"], "Thêm", VI.admin.add["milestones"])
    expect(visitor.get_by_role("button", name="Lưu")).to_be_visible()
    readable_day_and_night(visitor)

    go_to(visitor, "trail")
    visitor.get_by_label(VI.audit.search).fill("so thong tin")
    visitor.get_by_label(VI.audit.search).press("Enter")
    expect(visitor.get_by_text("1 dòng", exact=True)).to_be_visible()
    readable_day_and_night(visitor)


def test_a_file_is_looked_at_before_it_is_written(visitor, own, rows):
    added = "SELECT code FROM agency WHERE code = 'MOI'"
    sign_in(visitor, own, "admin", "/admin?tab=load")
    bad = {"name": "plans.csv", "mimeType": "text/csv", "buffer": b"code,title\nKH-MOI,\n"}
    good = {"name": "agencies.csv", "mimeType": "text/csv", "buffer": "code,name\nMOI,Sở Mới\n".encode()}
    visitor.locator("input[type=file]").set_input_files([bad])
    expect(visitor.get_by_text("Không ghi gì: 1 ô cần sửa.")).to_be_visible()
    expect(visitor.get_by_role("button", name="Ghi vào")).to_have_count(0)
    visitor.get_by_test_id("stFileChipDeleteBtn").get_by_role("button").click()
    expect(visitor.get_by_text("Không ghi gì: 1 ô cần sửa.")).to_have_count(0)
    visitor.locator("input[type=file]").set_input_files([good])
    expect(visitor.get_by_text("Sẽ thêm 1 cơ quan")).to_be_visible()
    assert rows(added) == []
    visitor.get_by_role("button", name="Ghi vào").click()
    expect(visitor.get_by_text("Đã ghi.")).to_be_visible()
    assert rows(added) == [("MOI",)]


def test_nobody_else_administers(own):
    for login in ("viewer", "director", "coordinator"):
        with tab(own, token(own, login)) as wire:
            heard = said(wire, "as_of=2019-12-12&tab=accounts", "admin")
        assert VI.admin.only in heard and VI.admin.choose["accounts"] not in heard, login


def test_what_was_typed_outlives_a_database_that_is_held_and_is_not_saved_into_one_that_was_restored(
    visitor, own, rows, tmp_path
):
    block = "SELECT block FROM agency WHERE code = 'STTTT'"
    engine = open_store(own.database)
    backup(engine, tmp_path / "backup.db")
    engine.dispose()
    sign_in(visitor, own, "admin", "/admin?tab=agencies&row=STTTT")
    field = visitor.get_by_label("Khối", exact=True)
    field.fill("Khối mới")
    held, done = threading.Event(), threading.Event()

    def hold():
        with closing(sqlite3.connect(own.database.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            done.wait(60)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        assert held.wait(10)
        save(visitor)
        expect(visitor.get_by_text("Cơ sở dữ liệu đang bận")).to_be_visible()
    finally:
        done.set()
        holder.join()
    expect(field).to_have_value("Khối mới")
    save(visitor)
    expect(visitor.get_by_text("Đã lưu STTTT.")).to_be_visible()
    assert rows(block) == [("Khối mới",)]

    field.fill("Khối khác")
    restore(own.database, tmp_path / "backup.db", by="test", now=datetime.now(UTC))
    restored = rows(block)
    save(visitor)
    expect(visitor.get_by_text(VI.admin.only)).to_be_visible()
    assert rows(block) == restored != [("Khối mới",)]
    sign_in(visitor, own, "admin", "/admin?tab=agencies&row=STTTT")
    expect(field).not_to_have_value("Khối khác")
