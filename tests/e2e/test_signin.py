"""The door for people, in a real server: the form, what may be read without it, and the identity provider."""

import json
import urllib.parse

import oidc_provider_mock
import pytest
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus

from models.changes.demonstration import PASSWORD
from models.people import accounts
from models.people.rights import Operator
from models.store.database import open_store
from models.store.settings import settings
from models.store.tables import Role
from pages.door.signin import COOKIE, clock
from tests.e2e.conftest import Server, readable_day_and_night, serious
from tests.e2e.wire import get, post, said, tab, token

pytestmark = pytest.mark.xdist_group("signin")
PHONE = {"width": 390, "height": 844}
CHOSEN = "hai con trau den"
DAY = "as_of=2019-11-14"
TARGET = f"/method?{DAY}"


@pytest.fixture(scope="module")
def provider():
    """A real provider of identities in a thread, which knows three people."""
    known = [
        oidc_provider_mock.User(sub=sub, claims={"email": f"{sub}@example.vn", "email_verified": sub != "unsure"})
        for sub in ("an", "stranger", "unsure")
    ]
    with oidc_provider_mock.run_server_in_thread(user_claims=known) as running:
        yield f"http://localhost:{running.server_port}/.well-known/openid-configuration"


@pytest.fixture(scope="module")
def closed(own, provider, tmp_path_factory):
    """Another server on the same demonstration, that nobody reads without signing in, with a provider of identities."""
    engine = open_store(own.database)
    for sub in ("an", "unsure"):
        accounts.add(engine, Operator("test"), sub, name=sub, role=Role.VIEWER, email=f"{sub}@example.vn", now=clock())
    engine.dispose()
    server = Server(
        own.database, tmp_path_factory.mktemp("closed") / "log", PUBLIC_READ="0", OIDC_URL=provider,
        OIDC_CLIENT_ID="tien-do", OIDC_CLIENT_SECRET="secret", TRUSTED_USER_HEADER="X-Forwarded-User",
    )  # fmt: skip
    yield server
    server.stop()


@pytest.fixture(scope="module")
def viewer(own) -> str:
    """The token of somebody who is signed in all the while."""
    return token(own)


def readable_form(page) -> None:
    """The pages of the door, which are no screens: on a phone, by day and at night."""
    page.set_viewport_size(PHONE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert serious(page) == [], scheme
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def session_of(headers: dict) -> str:
    return headers["set-cookie"].split(";")[0].removeprefix(f"{COOKIE}=")


# The form


def test_a_person_signs_in_where_he_was_sees_his_account_and_signs_out(visitor, own):
    visitor.goto(f"{own.address}{TARGET}")
    visitor.get_by_role("link", name="Đăng nhập").click()
    visitor.get_by_label("Tên đăng nhập").fill("director")
    visitor.get_by_label("Mật khẩu").fill("sai")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("alert")).to_have_text(
        "Tên đăng nhập hoặc mật khẩu không đúng. Hãy thử lại, hoặc hỏi quản trị để được cấp mật khẩu mới."
    )
    expect(visitor.get_by_label("Tên đăng nhập")).to_have_value("director")
    assert visitor.url.startswith(f"{own.address}/sign-in")
    readable_form(visitor)
    visitor.get_by_label("Mật khẩu").fill(PASSWORD)
    visitor.keyboard.press("Enter")
    corner = visitor.locator(".st-key-account_corner button")
    expect(corner).to_contain_text("Sở TT&TT (minh họa)")
    assert visitor.url == f"{own.address}{TARGET}"
    cookie = next(c for c in visitor.context.cookies() if c["name"] == COOKIE)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Lax", -1)
    corner.click()
    visitor.get_by_role("link", name="Tài khoản").click()
    expect(visitor.get_by_text("Trình duyệt đang đăng nhập")).to_be_visible()
    expect(visitor.get_by_role("button", name="Đăng xuất", exact=True)).to_be_hidden()  # the popover is closed
    readable_day_and_night(visitor)
    corner.click()
    visitor.get_by_role("button", name="Đăng xuất", exact=True).click()
    expect(visitor.get_by_role("link", name="Đăng nhập").first).to_be_visible()
    assert get(f"{own.address}/password", Cookie=f"{COOKIE}={cookie['value']}")[0] == 303  # nor is he elsewhere


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil"]
)
def test_the_form_leads_to_no_other_host(own, target):
    form = {"login": "viewer", "password": PASSWORD, "next": target}
    status, headers, _ = post(f"{own.address}/sign-in", form, Origin=own.address)
    assert (status, headers["location"]) == (303, "/sign-in?next=%2F")
    cookie = f"{COOKIE}={session_of(headers)}"
    query = urllib.parse.urlencode({"next": target})
    assert get(f"{own.address}/sign-in?{query}", Cookie=cookie)[1]["location"] == "/"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/password"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
def test_a_form_of_another_site_does_nothing(own, viewer, path, headers):
    cookie = f"{COOKIE}={viewer}"
    form = {"login": "viewer", "password": PASSWORD, "old": PASSWORD, "new": CHOSEN, "again": CHOSEN}
    status, answered, _ = post(f"{own.address}{path}", form, Cookie=cookie, **headers)
    assert status == 403
    assert "set-cookie" not in answered
    assert get(f"{own.address}/password", Cookie=cookie)[0] == 200  # still signed in


def test_what_was_typed_is_no_markup_and_a_large_form_is_not_read(own):
    form = {"login": '"><script>alert(1)</script>', "password": "x", "next": '/?q="><b>'}
    status, headers, body = post(f"{own.address}/sign-in", form, Origin=own.address)
    assert status == 401
    assert b"<script>" not in body and b"<b>" not in body
    assert (
        "script-src" not in headers["content-security-policy"]
        and "default-src 'none'" in headers["content-security-policy"]
    )
    assert post(f"{own.address}/sign-in", {"login": "x" * 20_000}, Origin=own.address)[0] == 413


def test_the_cookie_is_sent_encrypted_only_where_the_proxy_speaks_https(own):
    form = {"login": "viewer", "password": PASSWORD}
    answers = [
        post(f"{own.address}/sign-in", form, **{"Sec-Fetch-Site": "same-origin", "X-Forwarded-Proto": proto})
        for proto in ("https", "http")
    ]
    assert ["Secure" in headers["set-cookie"] for _, headers, _ in answers] == [True, False]


def test_a_one_time_password_leads_to_the_choice_of_another_and_nowhere_else(closed, visitor):
    engine = open_store(closed.database)
    one_time = accounts.add(engine, Operator("test"), "moi", name="Người mới", role=Role.VIEWER, now=clock())
    engine.dispose()
    visitor.goto(f"{closed.address}{TARGET}")
    visitor.get_by_label("Tên đăng nhập").fill("moi")
    visitor.get_by_label("Mật khẩu").fill(one_time)
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_text("chỉ dùng được một lần")).to_be_visible()
    readable_form(visitor)
    for new, again, sentence in (
        (CHOSEN, "khac khac khac", "không giống nhau"),
        (one_time, one_time, "khác mật khẩu cũ"),
    ):
        expect(visitor.get_by_text("chỉ dùng được một lần")).to_be_visible()
        _choose(visitor, one_time, new, again)
        expect(visitor.get_by_role("alert")).to_contain_text(sentence)
    visitor.goto(f"{closed.address}{TARGET}")
    expect(visitor.get_by_text("chỉ dùng được một lần")).to_be_visible()
    _choose(visitor, one_time, CHOSEN, CHOSEN)
    expect(visitor.locator(".st-key-account_corner")).to_contain_text("Người mới")
    assert visitor.url == f"{closed.address}{TARGET}"


def _choose(page, old: str, new: str, again: str) -> None:
    page.get_by_label("Mật khẩu đang dùng").fill(old)
    page.get_by_label("Mật khẩu mới", exact=True).fill(new)
    page.get_by_label("Nhập lại mật khẩu mới").fill(again)
    page.keyboard.press("Enter")


# Where reading is not public


PATHS = [
    "/", "/review", "/account", "/api/summary.json", "/api/milestones.csv", "/media/x.csv", "/_stcore/upload_file/a/b",
    "/_stcore/metrics", "/component/x", "/static/../api/summary.json", "/STATIC/../api/summary.json", "//api/summary.json",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_answered_without_a_person(closed, path):
    for cookie in ("", f"{COOKIE}=made-up"):
        status, _, body = get(f"{closed.address}{path}", Cookie=cookie)
        assert status in (400, 401, 404)
        assert len(body) < 100
    assert get(f"{closed.address}{path}", Accept="text/html")[0] in (303, 400, 404)


def test_health_and_the_form_answer_without_a_person(closed):
    assert get(f"{closed.address}/healthz")[0] == 200
    assert get(f"{closed.address}/sign-in")[0] == 200


def test_a_person_reads_on_every_wire(closed, viewer):
    cookie = f"{COOKIE}={viewer}"
    status, _, body = get(f"{closed.address}/api/summary.json?as_of=2019-11-14", Cookie=cookie)
    assert (status, json.loads(body)["as_of"]) == (200, "2019-11-14")
    assert b"<html" in get(f"{closed.address}{TARGET}", Cookie=cookie)[2]


def test_the_proxy_names_a_person_where_a_city_says_so(closed, own):
    assert get(f"{closed.address}/api/summary.json", **{"X-Forwarded-User": "viewer"})[0] == 200
    assert get(f"{closed.address}/api/summary.json", **{"X-Forwarded-User": "nobody"})[0] == 401
    body = get(f"{own.address}/password", **{"X-Forwarded-User": "viewer"})
    assert body[0] == 303  # not believed where nobody said so


def test_a_websocket_is_refused_without_a_person_and_falls_silent_when_the_session_ends(closed):
    for nobody in (None, "made-up"):
        with pytest.raises(InvalidStatus) as refused:
            tab(closed, nobody)
        assert refused.value.response.status_code == 403
    mine = token(closed, "coordinator")
    with tab(closed, mine) as wire:
        assert "cơ quan đã báo cáo" in said(wire, DAY)
        engine = open_store(closed.database)
        person = accounts.person(engine, mine, idle=settings().idle, now=clock())
        accounts.sign_out(engine, person, everywhere=True, now=clock())
        engine.dispose()
        for fragment in ("a-part-of-the-page", ""):
            heard = said(wire, DAY, fragment=fragment)
            assert "Cần đăng nhập để xem" in heard
            assert "cơ quan đã báo cáo" not in heard


def test_the_first_that_a_connection_runs_is_the_page_as_a_whole(own):
    """A part of a page belongs to the person it was drawn for; whoever takes over his connection is asked for first."""
    with tab(own) as wire:
        assert "cơ quan đã báo cáo" in said(wire, DAY, fragment="a-part-of-the-page")


# The identity provider


def test_a_person_the_provider_vouches_for_is_signed_in(closed, visitor):
    visitor.goto(f"{closed.address}{TARGET}")
    for sub, sentence in (
        ("stranger", "Chưa có tài khoản nào mang địa chỉ stranger@example.vn"),
        ("unsure", "không xác nhận được"),
        ("an", None),
    ):
        visitor.get_by_role("link", name="Đăng nhập bằng tài khoản chung").click()
        visitor.get_by_placeholder("sub").fill(sub)
        visitor.get_by_role("button", name="Authorize").click()
        if sentence:
            expect(visitor.get_by_role("alert")).to_contain_text(sentence)
    expect(visitor.locator(".st-key-account_corner")).to_contain_text("an")
    assert visitor.url == f"{closed.address}{TARGET}"


def test_an_answer_that_was_not_asked_for_signs_nobody_in(closed):
    status, headers, _ = get(f"{closed.address}/sign-in/provider/done?code=x&state=y")
    assert status == 502
    assert COOKIE + "=" not in headers.get("set-cookie", "")
