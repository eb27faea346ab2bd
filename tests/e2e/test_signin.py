"""The door for people, in a real server: the form, what may be read without it, and the identity provider."""

import json
import sqlite3
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing

import oidc_provider_mock
import pytest
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from models import accounts
from models.demonstration import PASSWORD
from models.rights import Operator
from models.settings import settings
from models.store import open_store
from models.tables import Role
from pages.signin import COOKIE, clock
from tests.e2e.conftest import serious, sign_in
from tests.e2e.test_door import get

TARGET = "/review?as_of=2019-11-14"
CHOSEN = "hai con trau den"


@pytest.fixture(scope="module")
def own(demonstration_url, tmp_path_factory) -> str:
    """A demonstration of this file's own: people come, go and are changed here."""
    path = tmp_path_factory.mktemp("signin") / "progress.db"
    with (
        closing(sqlite3.connect(demonstration_url.removeprefix("sqlite:///"))) as from_,
        closing(sqlite3.connect(path)) as to,
    ):
        from_.backup(to)
    return f"sqlite:///{path}"


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
    """A server that nobody reads without signing in, with a provider of identities."""
    from tests.e2e.conftest import Server

    engine = open_store(own)
    for sub in ("an", "unsure"):
        accounts.add(engine, Operator("test"), sub, name=sub, role=Role.VIEWER, email=f"{sub}@example.vn", now=clock())
    engine.dispose()
    server = Server(
        own, tmp_path_factory.mktemp("closed") / "log", PUBLIC_READ="0", OIDC_URL=provider, OIDC_CLIENT_ID="tien-do",
        OIDC_CLIENT_SECRET="secret", TRUSTED_USER_HEADER="X-Forwarded-User",
    )  # fmt: skip
    yield server
    server.stop()


def post(address: str, form: dict[str, str], **headers: str) -> tuple[int, dict, bytes]:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    data = urllib.parse.urlencode(form).encode()
    try:
        with urllib.request.build_opener(Stay).open(
            urllib.request.Request(address, data, headers), timeout=20
        ) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def token(url: str, login: str = "viewer") -> str:
    engine = open_store(url)
    try:
        return accounts.sign_in(engine, login, PASSWORD, None, now=clock())
    finally:
        engine.dispose()


def session_of(headers: dict) -> str:
    return headers["set-cookie"].split(";")[0].removeprefix(f"{COOKIE}=")


# The form


def test_a_person_signs_in_where_he_was_and_out_again(page, demonstration):
    page.goto(f"{demonstration.address}{TARGET}")
    page.get_by_role("link", name="Đăng nhập").click()
    page.get_by_label("Tên đăng nhập").fill("director")
    page.get_by_label("Mật khẩu").fill("sai")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_have_text(
        "Tên đăng nhập hoặc mật khẩu không đúng. Hãy thử lại, hoặc hỏi quản trị để được cấp mật khẩu mới."
    )
    expect(page.get_by_label("Tên đăng nhập")).to_have_value("director")
    assert page.url.startswith(f"{demonstration.address}/sign-in")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    corner = page.locator(".st-key-account_corner button")
    expect(corner).to_contain_text("Sở TT&TT (minh họa)")
    assert page.url == f"{demonstration.address}{TARGET}"
    cookie = next(c for c in page.context.cookies() if c["name"] == COOKIE)
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Lax", -1)
    corner.click()
    page.get_by_role("link", name="Tài khoản").click()
    expect(page.get_by_text("trình duyệt này")).to_be_attached()
    expect(page.get_by_role("button", name="Đăng xuất", exact=True)).to_be_hidden()  # the popover is closed
    corner.click()
    page.get_by_role("button", name="Đăng xuất", exact=True).click()
    expect(page.get_by_role("link", name="Đăng nhập").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("link", name="Đăng nhập").first).to_be_visible()


def test_the_pages_of_the_door_have_no_fault_that_axe_finds_on_a_phone(page, demonstration):
    page.set_viewport_size({"width": 390, "height": 900})
    sign_in(page, demonstration, "viewer", "/account?as_of=2019-11-14&lang=vi")
    expect(page.get_by_text("Trình duyệt đang đăng nhập")).to_be_visible()
    for path in ("/account?as_of=2019-11-14", "/password?next=/", "/sign-in?next=/"):
        if path.startswith("/sign-in"):
            page.context.clear_cookies()
        page.goto(f"{demonstration.address}{path}")
        page.get_by_role("heading").first.wait_for()
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "evil"]
)
def test_the_form_leads_to_no_other_host(demonstration, target):
    form = {"login": "viewer", "password": PASSWORD, "next": target}
    status, headers, _ = post(f"{demonstration.address}/sign-in", form, Origin=demonstration.address)
    assert (status, headers["location"]) == (303, "/sign-in?next=%2F")
    cookie = f"{COOKIE}={session_of(headers)}"
    query = urllib.parse.urlencode({"next": target})
    assert get(f"{demonstration.address}/sign-in?{query}", Cookie=cookie)[1]["location"] == "/"


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
def test_a_form_of_another_site_does_nothing(demonstration, path, headers):
    cookie = f"{COOKIE}={token(demonstration.database)}"
    form = {"login": "viewer", "password": PASSWORD, "old": PASSWORD, "new": CHOSEN, "again": CHOSEN}
    status, answered, _ = post(f"{demonstration.address}{path}", form, Cookie=cookie, **headers)
    assert status == 403
    assert "set-cookie" not in answered
    assert get(f"{demonstration.address}/password", Cookie=cookie)[0] == 200  # still signed in


def test_what_was_typed_is_no_markup_and_a_large_form_is_not_read(demonstration):
    form = {"login": '"><script>alert(1)</script>', "password": "x", "next": '/?q="><b>'}
    status, headers, body = post(f"{demonstration.address}/sign-in", form, Origin=demonstration.address)
    assert status == 401
    assert b"<script>" not in body and b"<b>" not in body
    assert (
        "script-src" not in headers["content-security-policy"]
        and "default-src 'none'" in headers["content-security-policy"]
    )
    assert post(f"{demonstration.address}/sign-in", {"login": "x" * 20_000}, Origin=demonstration.address)[0] == 413


def test_the_cookie_is_sent_encrypted_only_where_the_proxy_speaks_https(demonstration):
    form = {"login": "viewer", "password": PASSWORD}
    answers = [
        post(f"{demonstration.address}/sign-in", form, **{"Sec-Fetch-Site": "same-origin", "X-Forwarded-Proto": proto})
        for proto in ("https", "http")
    ]
    assert ["Secure" in headers["set-cookie"] for _, headers, _ in answers] == [True, False]


def test_a_one_time_password_leads_to_the_choice_of_another_and_nowhere_else(closed, page):
    engine = open_store(closed.database)
    one_time = accounts.add(engine, Operator("test"), "moi", name="Người mới", role=Role.VIEWER, now=clock())
    engine.dispose()
    page.goto(f"{closed.address}{TARGET}")
    page.get_by_label("Tên đăng nhập").fill("moi")
    page.get_by_label("Mật khẩu").fill(one_time)
    page.keyboard.press("Enter")
    for new, again, sentence in (
        (CHOSEN, "khac khac khac", "không giống nhau"),
        (one_time, one_time, "khác mật khẩu cũ"),
    ):
        expect(page.get_by_text("chỉ dùng được một lần")).to_be_visible()
        _choose(page, one_time, new, again)
        expect(page.get_by_role("alert")).to_contain_text(sentence)
    page.goto(f"{closed.address}{TARGET}")
    expect(page.get_by_text("chỉ dùng được một lần")).to_be_visible()
    _choose(page, one_time, CHOSEN, CHOSEN)
    expect(page.locator(".st-key-account_corner")).to_contain_text("Người mới")
    assert page.url == f"{closed.address}{TARGET}"


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


def test_a_person_reads_on_every_wire(closed):
    cookie = f"{COOKIE}={token(closed.database)}"
    status, _, body = get(f"{closed.address}/api/summary.json?as_of=2019-11-14", Cookie=cookie)
    assert (status, json.loads(body)["as_of"]) == (200, "2019-11-14")
    assert b"<html" in get(f"{closed.address}{TARGET}", Cookie=cookie)[2]


def test_the_proxy_names_a_person_where_a_city_says_so(closed, demonstration):
    assert get(f"{closed.address}/api/summary.json", **{"X-Forwarded-User": "viewer"})[0] == 200
    assert get(f"{closed.address}/api/summary.json", **{"X-Forwarded-User": "nobody"})[0] == 401
    body = get(f"{demonstration.address}/password", **{"X-Forwarded-User": "viewer"})
    assert body[0] == 303  # not believed where nobody said so


def said(wire, fragment: str = "") -> str:
    """All that one run of the page, or of a part of it, sends over a WebSocket."""
    asked = BackMsg()
    asked.rerun_script.query_string = "as_of=2019-11-14"
    asked.rerun_script.fragment_id = fragment
    wire.send(asked.SerializeToString())
    sent = b""
    while True:
        message = wire.recv(timeout=20)
        sent += message
        if ForwardMsg.FromString(message).WhichOneof("type") == "script_finished":
            return sent.decode(errors="ignore")


def test_a_websocket_is_refused_without_a_person_and_falls_silent_when_the_session_ends(closed):
    address = f"ws{closed.address.removeprefix('http')}/_stcore/stream"
    for cookie in ("", f"{COOKIE}=made-up"):
        with pytest.raises(InvalidStatus) as refused:
            connect(address, additional_headers={"Cookie": cookie}, subprotocols=["streamlit"])
        assert refused.value.response.status_code == 403
    mine = token(closed.database)
    with connect(
        address, additional_headers={"Cookie": f"{COOKIE}={mine}"}, subprotocols=["streamlit"], max_size=None
    ) as wire:
        assert "cơ quan đã báo cáo" in said(wire)
        engine = open_store(closed.database)
        person = accounts.person(engine, mine, idle=settings().idle, now=clock())
        accounts.sign_out(engine, person, everywhere=True, now=clock())
        engine.dispose()
        for fragment in ("a-part-of-the-page", ""):
            heard = said(wire, fragment)
            assert "Cần đăng nhập để xem" in heard
            assert "cơ quan đã báo cáo" not in heard


def test_the_first_that_a_connection_runs_is_the_page_as_a_whole(demonstration):
    """A part of a page belongs to the person it was drawn for; whoever takes over his connection is asked for first."""
    with connect(
        f"ws{demonstration.address.removeprefix('http')}/_stcore/stream", subprotocols=["streamlit"], max_size=None
    ) as wire:
        assert "cơ quan đã báo cáo" in said(wire, "a-part-of-the-page")


# The identity provider


def test_a_person_the_provider_vouches_for_is_signed_in(closed, page):
    page.goto(f"{closed.address}{TARGET}")
    for sub, sentence in (
        ("stranger", "Chưa có tài khoản nào mang địa chỉ stranger@example.vn"),
        ("unsure", "không xác nhận được"),
        ("an", None),
    ):
        page.get_by_role("link", name="Đăng nhập bằng tài khoản chung").click()
        page.get_by_placeholder("sub").fill(sub)
        page.get_by_role("button", name="Authorize").click()
        if sentence:
            expect(page.get_by_role("alert")).to_contain_text(sentence)
    expect(page.locator(".st-key-account_corner")).to_contain_text("an")
    assert page.url == f"{closed.address}{TARGET}"


def test_an_answer_that_was_not_asked_for_signs_nobody_in(closed):
    status, headers, _ = get(f"{closed.address}/sign-in/provider/done?code=x&state=y")
    assert status == 502
    assert COOKIE + "=" not in headers.get("set-cookie", "")
