"""Who signs in: passwords, sessions, what an administrator may do and nobody else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, text, update

from models.people import accounts
from models.people.rights import Action, Actor, Operator, allowed
from models.store.database import Refused, bump, reading, revision, writing
from models.store.settings import settings
from models.store.tables import Account, Agency, Role
from progress.say.languages import EN, VI, in_every_language
from tests.refusals import refused

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
IDLE = timedelta(minutes=30)
OPERATOR = Operator("manage.py account")
SENTENCE = "hai con trau den"  # a password as people choose them


@pytest.fixture
def engine(engine, monkeypatch):
    """A database with one agency; passwords are hashed with little work, or these tests would take a minute."""
    monkeypatch.setattr(accounts, "_HASHER", accounts.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    accounts._nobody.cache_clear()
    with writing(engine) as connection:
        connection.execute(insert(Agency), {"code": "A", "name_vi": "Sở A"})
        bump(connection)
    yield engine
    accounts._nobody.cache_clear()


def made(engine, login: str, role: Role = Role.VIEWER, **more) -> None:
    """An account whose password is SENTENCE."""
    one_time = accounts.add(engine, OPERATOR, login, name=login.title(), role=role, now=NOW, **more)
    person = came(engine, login, one_time)
    accounts.change_password(engine, person, one_time, SENTENCE, now=NOW, recorded=NOW)
    accounts.sign_out(engine, person, everywhere=True, now=NOW)


def came(engine, login: str, password: str = SENTENCE, now: datetime = NOW) -> accounts.Person:
    return accounts.person(engine, accounts.sign_in(engine, login, password, None, now=now), idle=IDLE, now=now)


def amendments(engine) -> list[tuple]:
    with reading(engine) as connection:
        return connection.execute(text("SELECT code, before, after, recorded_by FROM amendment ORDER BY id")).all()


def test_a_token_is_the_person_until_he_signs_out(engine):
    made(engine, "an", Role.DIRECTOR, agency="A")
    token = accounts.sign_in(engine, "An ", SENTENCE, "10.0.0.1", now=NOW)
    person = accounts.person(engine, token, idle=IDLE, now=NOW)
    assert (person.login, person.role, person.agency, person.must_change) == ("an", Role.DIRECTOR, "A", False)
    accounts.sign_out(engine, person, now=NOW)
    assert accounts.person(engine, token, idle=IDLE, now=NOW) is None
    with reading(engine) as connection, refused("đăng nhập lại"):
        allowed(connection, person.actor, Action.REPORT, 1)


def test_the_database_holds_neither_token_nor_password(engine):
    made(engine, "an")
    token = accounts.sign_in(engine, "an", SENTENCE, None, now=NOW)
    with reading(engine) as connection:
        stored = str(
            [connection.execute(text(f"SELECT * FROM {t}")).all() for t in ("session", "account", "amendment")]
        )
    assert token not in stored
    assert SENTENCE not in stored
    assert "argon2id" not in str(amendments(engine))


@pytest.mark.parametrize("login", ["an", "nobody", "closed", "a' OR '1'='1", "nobody\0", ""])
def test_what_does_not_fit_is_one_sentence_whatever_is_wrong(engine, login):
    made(engine, "an")
    made(engine, "closed")
    accounts.disable(engine, OPERATOR, "closed", now=NOW)
    with refused("Tên đăng nhập hoặc mật khẩu không đúng"):
        accounts.sign_in(engine, login, "sai" if login == "an" else SENTENCE, None, now=NOW)


def test_an_unknown_login_costs_as_much_work_as_a_known_one(engine, monkeypatch):
    made(engine, "an")
    compared = []
    verified = accounts._verified
    monkeypatch.setattr(
        accounts, "_verified", lambda hashed, password: compared.append(hashed) or verified(hashed, password)
    )
    for login in ("an", "nobody"):
        with refused():
            accounts.sign_in(engine, login, "sai", None, now=NOW)
    known, unknown = (hashed.rsplit("$", 2)[0] for hashed in compared)
    assert known == unknown  # the same parameters


def test_five_failures_close_a_login_for_a_quarter_of_an_hour(engine):
    made(engine, "an")
    for _ in range(accounts.FAILURES_OF_LOGIN):
        with refused("không đúng"):
            accounts.sign_in(engine, "AN", "sai", "10.0.0.1", now=NOW)
    with refused("sau 5 phút"):
        accounts.sign_in(engine, "an", SENTENCE, "10.0.0.2", now=NOW + timedelta(minutes=10))
    assert accounts.sign_in(engine, "an", SENTENCE, "10.0.0.1", now=NOW + accounts.WINDOW)


def test_an_address_that_tries_many_logins_is_closed_too(engine):
    made(engine, "an")
    for number in range(accounts.FAILURES_OF_ADDRESS):
        with refused("không đúng"):
            accounts.sign_in(engine, f"login{number}", "sai", "10.0.0.1", now=NOW)
    with refused("quá nhiều lần"):
        accounts.sign_in(engine, "an", SENTENCE, "10.0.0.1", now=NOW)
    assert accounts.sign_in(engine, "an", SENTENCE, "10.0.0.2", now=NOW)


def test_tries_at_the_same_time_are_counted_each(engine):
    made(engine, "an")

    def tried(_) -> str:
        with refused() as caught:
            accounts.sign_in(engine, "an", "sai", None, now=NOW)
        return EN.refusal(caught.value)

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(tried, range(24)))
    assert sum("do not fit" in sentence for sentence in said) == accounts.FAILURES_OF_LOGIN


def test_a_session_ends_when_it_is_not_used(engine):
    made(engine, "an")
    token = accounts.sign_in(engine, "an", SENTENCE, None, now=NOW)
    used = NOW + timedelta(minutes=29)
    assert accounts.person(engine, token, idle=IDLE, now=used)
    assert accounts.person(engine, token, idle=IDLE, now=used + timedelta(minutes=29))
    assert accounts.person(engine, token, idle=IDLE, now=used + timedelta(minutes=60)) is None
    assert accounts.person(engine, token, idle=IDLE, now=used) is None  # it does not come back


def test_a_session_ends_after_twelve_hours_however_busy(engine):
    made(engine, "an")
    token = accounts.sign_in(engine, "an", SENTENCE, None, now=NOW)
    for minutes in range(20, 12 * 60, 20):
        assert accounts.person(engine, token, idle=IDLE, now=NOW + timedelta(minutes=minutes))
    assert accounts.person(engine, token, idle=IDLE, now=NOW + timedelta(hours=12, seconds=1)) is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_database_that_cannot_be_written_is_still_read(engine):
    made(engine, "an")
    token = accounts.sign_in(engine, "an", SENTENCE, None, now=NOW)
    with writing(engine) as connection:
        connection.execute(
            text("CREATE TRIGGER full BEFORE UPDATE ON session BEGIN SELECT raise(ABORT, 'disk full'); END")
        )
    assert accounts.person(engine, token, idle=IDLE, now=NOW + timedelta(minutes=5)).login == "an"
    assert accounts.person(engine, token, idle=IDLE, now=NOW + timedelta(minutes=31)) is None


def test_being_there_is_no_change_of_the_data(engine):
    made(engine, "an")
    with reading(engine) as connection:
        before = revision(connection)
    token = accounts.sign_in(engine, "an", SENTENCE, None, now=NOW)
    accounts.person(engine, token, idle=IDLE, now=NOW + timedelta(minutes=5))
    with reading(engine) as connection:
        assert revision(connection) == before


def test_a_one_time_password_opens_nothing_but_its_own_change(engine):
    one_time = accounts.add(engine, OPERATOR, "an", name="An", role=Role.ADMIN, now=NOW)
    person = came(engine, "an", one_time)
    assert person.must_change
    with reading(engine) as connection, refused():
        allowed(connection, person.actor, Action.ADMINISTER)
    accounts.change_password(engine, person, one_time, SENTENCE, now=NOW, recorded=NOW)
    with reading(engine) as connection:
        assert allowed(connection, person.actor, Action.ADMINISTER) == "an"
    with refused():
        accounts.sign_in(engine, "an", one_time, None, now=NOW)


def test_a_changed_password_signs_the_other_browsers_out(engine):
    made(engine, "an")
    here, there = came(engine, "an"), accounts.sign_in(engine, "an", SENTENCE, None, now=NOW)
    assert len(accounts.sessions(engine, here, idle=IDLE, now=NOW)) == 2
    accounts.change_password(engine, here, SENTENCE, "ba con trau trang", now=NOW, recorded=NOW)
    assert accounts.person(engine, there, idle=IDLE, now=NOW) is None
    assert [row.id for row in accounts.sessions(engine, here, idle=IDLE, now=NOW)] == [here.session_id]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("new", ["ngan", SENTENCE, "lethian-2026-lethian", "mot hai ba bon\x00", "x" * 201])
def test_a_password_that_is_no_good_is_refused(engine, new):
    made(engine, "lethian")
    with refused("ít nhất 12 ký tự"):
        accounts.change_password(engine, came(engine, "lethian"), SENTENCE, new, now=NOW, recorded=NOW)


def test_the_old_password_cannot_be_guessed_from_an_open_browser(engine):
    made(engine, "an")
    person = came(engine, "an")
    for _ in range(accounts.FAILURES_OF_LOGIN):
        with refused("Mật khẩu cũ không đúng"):
            accounts.change_password(engine, person, "sai", "ba con trau trang", now=NOW, recorded=NOW)
    with refused("quá nhiều lần"):
        accounts.change_password(engine, person, SENTENCE, "ba con trau trang", now=NOW, recorded=NOW)


def test_a_password_is_the_same_however_its_letters_are_put_together(engine):
    one_time = accounts.add(engine, OPERATOR, "an", name="An", role=Role.VIEWER, now=NOW)
    accounts.change_password(engine, came(engine, "an", one_time), one_time, "nước chảy đá mòn", now=NOW, recorded=NOW)
    import unicodedata

    assert accounts.sign_in(engine, "an", unicodedata.normalize("NFD", "nước chảy đá mòn"), None, now=NOW)


CHANGES = {
    "add": lambda engine, who: accounts.add(engine, who, "moi", name="Mới", role=Role.VIEWER, now=NOW),
    "change": lambda engine, who: accounts.change(engine, who, "other", role=Role.ADMIN, now=NOW),
    "disable": lambda engine, who: accounts.disable(engine, who, "other", now=NOW),
    "enable": lambda engine, who: accounts.enable(engine, who, "other", now=NOW),
    "one_time_password": lambda engine, who: accounts.one_time_password(engine, who, "other", now=NOW),
    "end_sessions": lambda engine, who: accounts.end_sessions(engine, who, "other", now=NOW),
    "accounts": lambda engine, who: accounts.accounts(engine, who),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", [Role.VIEWER, Role.DIRECTOR, Role.COORDINATOR])
def test_only_an_administrator_touches_accounts(sqlite_engine, monkeypatch, role, change):
    engine = sqlite_engine
    monkeypatch.setattr(accounts, "password_hash", lambda password: "-")
    with writing(engine) as connection:
        connection.execute(insert(Agency), {"id": 1, "code": "A", "name_vi": "Sở A"})
        connection.execute(insert(Account), [
            {"id": 1, "login": "an", "name": "An", "role": role.value, "agency_id": 1 if role is Role.DIRECTOR else None},
            {"id": 2, "login": "other", "name": "B", "role": "viewer", "agency_id": None},
        ])  # fmt: skip
    with refused("không có quyền"):
        CHANGES[change](engine, Actor(1))
    assert amendments(engine) == []
    with writing(engine) as connection:
        connection.execute(update(Account).where(Account.id == 1).values(role="admin", agency_id=None))
    CHANGES[change](engine, Actor(1))


def test_each_change_of_an_account_is_kept_with_who_made_it(engine):
    accounts.add(engine, OPERATOR, "an", name="An", role=Role.VIEWER, email="an@example.vn", now=NOW)
    assert accounts.change(engine, OPERATOR, "an", role=Role.DIRECTOR, agency="A", now=NOW)
    assert not accounts.change(engine, OPERATOR, "an", role=Role.DIRECTOR, now=NOW)
    accounts.disable(engine, OPERATOR, "an", now=NOW)
    accounts.enable(engine, OPERATOR, "an", now=NOW)
    accounts.one_time_password(engine, OPERATOR, "an", now=NOW)
    said = amendments(engine)
    assert [(code, by) for code, _, _, by in said] == [("an", OPERATOR.name)] * 5
    assert said[0][2] == '{"agency": null, "email": "an@example.vn", "name": "An", "role": "viewer"}'
    assert said[1][1:3] == ('{"agency": null, "role": "viewer"}', '{"agency": "A", "role": "director"}')
    assert [after for _, _, after, _ in said[2:]] == [
        '{"disabled": true}',
        '{"disabled": false}',
        '{"password": "one-time"}',
    ]


@pytest.mark.parametrize("how", ["disable", "change"])
def test_the_last_administrator_stays(engine, how):
    away = {
        "disable": lambda: accounts.disable(engine, OPERATOR, "an", now=NOW),
        "change": lambda: accounts.change(engine, OPERATOR, "an", role=Role.VIEWER, now=NOW),
    }[how]
    accounts.add(engine, OPERATOR, "an", name="An", role=Role.ADMIN, now=NOW)
    accounts.add(engine, OPERATOR, "binh", name="Bình", role=Role.ADMIN, now=NOW)
    accounts.disable(engine, OPERATOR, "binh", now=NOW)
    with refused("quản trị cuối cùng"):
        away()
    accounts.enable(engine, OPERATOR, "binh", now=NOW)
    assert away()


@pytest.mark.parametrize("end", ["disable", "one_time_password", "end_sessions"])
def test_an_administrator_signs_a_person_out(engine, end):
    made(engine, "an")
    token = accounts.sign_in(engine, "an", SENTENCE, None, now=NOW)
    CHANGES_OF_AN = {"disable": accounts.disable, "one_time_password": accounts.one_time_password,
                     "end_sessions": accounts.end_sessions}  # fmt: skip
    CHANGES_OF_AN[end](engine, OPERATOR, "an", now=NOW)
    accounts.enable(engine, OPERATOR, "an", now=NOW)
    assert accounts.person(engine, token, idle=IDLE, now=NOW) is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"login": "Lê An"}, "chữ thường"),
        ({"login": "binh"}, "Đã có tài khoản"),
        ({"name": " "}, "họ tên"),
        ({"email": "an"}, "thư điện tử"),
        ({"email": "BINH@example.vn"}, "tài khoản khác"),
        ({"role": "king"}, "Vai trò"),
        ({"role": "director"}, "cần mã cơ quan"),
        ({"agency": "A"}, "cần mã cơ quan"),
        ({"role": "director", "agency": "Z"}, "Không có mã Z"),
    ],
)
def test_an_account_that_makes_no_sense_is_refused(engine, wrong, sentence):
    accounts.add(engine, OPERATOR, "binh", name="Bình", role=Role.VIEWER, email="binh@example.vn", now=NOW)
    asked = {"login": "an", "name": "An", "role": "viewer", **wrong}
    with refused(sentence):
        accounts.add(engine, OPERATOR, asked.pop("login"), now=NOW, **asked)
    assert len(amendments(engine)) == 1


def test_an_identity_provider_knows_a_person_by_the_address(engine):
    made(engine, "an", email="an@example.vn")
    token = accounts.sign_in_known(engine, "An@Example.vn", now=NOW, recorded=NOW)
    assert accounts.person(engine, token, idle=IDLE, now=NOW).login == "an"
    with refused("Chưa có tài khoản"):
        accounts.sign_in_known(engine, "khac@example.vn", now=NOW, recorded=NOW)
    accounts.disable(engine, OPERATOR, "an", now=NOW)
    with refused("Chưa có tài khoản"):
        accounts.sign_in_known(engine, "an@example.vn", now=NOW, recorded=NOW)


def test_a_proxy_names_a_person_by_login_or_address(engine):
    made(engine, "an", email="an@example.vn")

    def named(name: str):
        return accounts.person_named(engine, name, recorded=NOW)

    assert named("an").login == named("AN@example.vn").login == "an"
    assert named("khac") is named("") is named("An'--") is None
    accounts.disable(engine, OPERATOR, "an", now=NOW)
    assert named("an") is None


@pytest.mark.parametrize("by", ["provider", "proxy"])
def test_who_is_vouched_for_needs_no_one_time_password(engine, by):
    one_time = accounts.add(engine, OPERATOR, "an", name="An", role=Role.ADMIN, email="an@example.vn", now=NOW)
    if by == "proxy":
        person = accounts.person_named(engine, "an", recorded=NOW)
    else:
        token = accounts.sign_in_known(engine, "an@example.vn", now=NOW, recorded=NOW)
        person = accounts.person(engine, token, idle=IDLE, now=NOW)
    assert not person.must_change
    with reading(engine) as connection:
        assert allowed(connection, person.actor, Action.ADMINISTER) == "an"
    with refused("không đúng"):
        accounts.sign_in(engine, "an", one_time, None, now=NOW)


def door():
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    from pages.door.api import failed
    from pages.door.signin import ROUTES

    return TestClient(Starlette(routes=ROUTES, exception_handlers={Refused: failed}), raise_server_exceptions=False)


@pytest.mark.parametrize(
    "sent",
    [
        {"data": {"next": "/", "login": "x" * 8200}},
        {"content": iter([b"login=", b"x" * 8200]), "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
        {"data": {str(n): "" for n in range(9)}},
        {"files": {"login": ("x", b"x")}},
    ],
    ids=["large", "large without its length", "many fields", "a file"],
)
def test_a_form_that_none_of_the_doors_pages_sends_is_not_read(sent):
    assert door().post("/sign-in", **sent).status_code in (400, 413)


def test_a_door_without_a_database_says_so(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////no/such/folder/x.db")
    for answer in (door().get("/sign-in"), door().post("/sign-in", headers={"Sec-Fetch-Site": "same-origin"})):
        assert answer.status_code == 503
        assert "Không mở được cơ sở dữ liệu" in answer.text


@pytest.mark.parametrize(
    "environment",
    [
        {"SESSION_IDLE_MINUTES": "0"},
        {"SESSION_IDLE_MINUTES": "nửa giờ"},
        {"COOKIE_SECRET": "ngan"},
        {"TRUSTED_USER_HEADER": "X Forwarded"},
        {"OIDC_URL": "https://id.example.vn/.well-known/openid-configuration"},
        {"OIDC_URL": "http://id.example.vn/", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "mat"},
    ],
    ids=str,
)
def test_a_setting_of_the_door_that_cannot_be_understood_is_refused_by_name(environment):
    with refused() as caught:
        settings(environment)
    assert any(
        name in VI.refusal(caught.value) and name in EN.refusal(caught.value)
        for name in (*environment, "OIDC_CLIENT_ID")
    )
    assert "ngan" not in in_every_language(caught.value) + str(caught.value)  # a secret is not repeated
