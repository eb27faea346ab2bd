"""Accounts, passwords and sessions: who a person is. What a person may do is in `models.people.rights`.

`now` is the clock's in what concerns sessions and sign-ins, also in a demonstration, whose own day stands still; in what
an administrator changes it is the instant the change is recorded at.
"""

import hashlib
import re
import secrets
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, Connection, Engine, Row, delete, func, insert, or_, select, update
from sqlalchemy.exc import DBAPIError

from models.people.rights import MAY, Action, Actor, Who, allowed
from models.store.database import Refused, amend, id_of, instant, reading, writing
from models.store.tables import Account, Agency, Role, Session, SignInAttempt
from models.store.text import clean, fold, has_control

SHORTEST, LONGEST = 12, 200  # letters of a password
LIFETIME = timedelta(hours=12)  # of a session, however busy
FAILURES_OF_LOGIN, FAILURES_OF_ADDRESS = 5, 30  # within WINDOW; a whole office may share an address
WINDOW = timedelta(minutes=15)
_SEEN_EVERY = timedelta(minutes=1)
_HASHER = PasswordHasher()
_HASHING = BoundedSemaphore(2)  # each takes 64 MB
_ONE_TIME = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 o, no 1 l i


@dataclass(frozen=True)
class Person:
    """Who is signed in, for the screen to greet and to show what fits; a write asks the database again."""

    account_id: int
    session_id: int | None  # None = signed in by a proxy, which ends the session itself
    login: str
    name: str
    role: Role
    agency: str | None = None  # code of a director's own
    must_change: bool = False  # came in with a one-time password: may do nothing but choose one

    @property
    def actor(self) -> Actor:
        return Actor(self.account_id, self.session_id)

    def may(self, action: Action) -> bool:
        return action in MAY[self.role]


# Signing in and out


def sign_in(engine: Engine, login: str, password: str, address: str | None, *, now: datetime) -> str:
    """A new session's token, for the browser's cookie.

    Raises `Refused` where login and password do not fit, always with one sentence and after the same work, or where too
    many tries have failed of late; a try counts as failed until its password was found right, so that a hundred at once
    are not a hundred tries.
    """
    tried = fold(login.replace("\0", ""))[:LONGEST]  # which PostgreSQL does not take
    with writing(engine) as connection:
        attempt = _attempt(connection, tried, address, now)
        account = connection.execute(
            select(Account.id, Account.password_hash, Account.disabled).where(func.lower(Account.login) == tried)
        ).first()
    known = account is not None and account.password_hash is not None
    right = _verified(account.password_hash if known else _nobody(), password)
    if not (known and right) or account.disabled:
        raise Refused("sign_in_wrong")
    with writing(engine) as connection:
        connection.execute(update(SignInAttempt).where(SignInAttempt.id == attempt).values(succeeded=True))
        return _opened(connection, account.id, now)


def sign_in_known(engine: Engine, email: str, *, now: datetime, recorded: datetime) -> str:
    """A new session's token for whom an identity provider knows by this e-mail address.

    A one-time password that was not used is void from then on: the provider vouches for the person.
    """
    with writing(engine) as connection:
        account = connection.execute(_PERSON.where(func.lower(Account.email) == clean(email).lower())).first()
        if account is None:
            raise Refused("address_unknown", email=email)
        _vouched_for(connection, account.id, account.login, recorded)
        return _opened(connection, account.id, now)


def sign_out(engine: Engine, person: Person, *, everywhere: bool = False, now: datetime) -> None:
    """End this browser's session, or all of the person's."""
    mine = Session.account_id == person.account_id if everywhere else Session.id == person.session_id
    with writing(engine) as connection:
        connection.execute(update(Session).where(mine, Session.ended_at.is_(None)).values(ended_at=now))


def person(engine: Engine, token: str | None, *, idle: timedelta, now: datetime) -> Person | None:
    """Whose session this token is; None where it has ended, or ends now: unused for `idle`, older than `LIFETIME`."""
    if not token:
        return None
    with reading(engine) as connection:
        found = connection.execute(
            _PERSON.add_columns(Session.id.label("session_id"), Session.started_at, Session.seen_at)
            .join(Session, Session.account_id == Account.id)
            .where(Session.token_hash == token_hash(token), Session.ended_at.is_(None))
        ).first()
    if found is None:
        return None
    over = now - found.seen_at > idle or now - found.started_at > LIFETIME
    if over or now - found.seen_at >= _SEEN_EVERY:
        changed = {"ended_at": now} if over else {"seen_at": now}
        this = update(Session).where(Session.id == found.session_id, Session.ended_at.is_(None))
        with suppress(DBAPIError), writing(engine) as connection:  # reading goes on with a full disk or a long backup
            connection.execute(this.values(changed))
    return None if over else _person(found, found.session_id)


def person_named(engine: Engine, name: str | None, *, recorded: datetime) -> Person | None:
    """Whom a proxy in front has signed in: the account with this login or e-mail address; None where there is none.

    A one-time password that was not used is void from then on: the proxy vouches for the person.
    """
    if not name:
        return None
    named = or_(Account.login == name, func.lower(Account.email) == name.lower())
    found = holder(engine, named)
    if found is not None and found.must_change:
        with writing(engine) as connection:
            _vouched_for(connection, found.account_id, found.login, recorded)
        found = holder(engine, named)
    return found


def sessions(engine: Engine, person: Person, *, idle: timedelta, now: datetime) -> list[Row]:
    """The browsers a person is signed in with, last used first: id, started_at, seen_at."""
    with reading(engine) as connection:
        return connection.execute(
            select(Session.id, Session.started_at, Session.seen_at)
            .where(
                Session.account_id == person.account_id,
                Session.ended_at.is_(None),
                Session.seen_at >= now - idle,
                Session.started_at >= now - LIFETIME,
            )
            .order_by(Session.seen_at.desc(), Session.id.desc())
        ).all()


def change_password(engine: Engine, person: Person, old: str, new: str, *, now: datetime, recorded: datetime) -> None:
    """Replace one's own password; every other browser of the account is signed out.

    now: the clock's; recorded: what a change is recorded at, another instant in a demonstration only.
    Raises `Refused` where `old` is wrong (and counts it as a failed sign-in) or `new` is no good.
    """
    is_login = len(person.login) > 3 and person.login in fold(new)
    if not SHORTEST <= len(new) <= LONGEST or has_control(new) or is_login or old == new:
        raise Refused("password_poor", shortest=SHORTEST)
    with writing(engine) as connection:
        attempt = _attempt(connection, fold(person.login), None, now)
        stored = connection.execute(select(Account.password_hash).where(Account.id == person.account_id)).scalar()
    if stored is None or not _verified(stored, old):
        raise Refused("password_wrong")
    hashed = password_hash(new)
    with writing(engine) as connection:
        connection.execute(update(SignInAttempt).where(SignInAttempt.id == attempt).values(succeeded=True))
        changed = connection.execute(
            update(Account)
            .where(Account.id == person.account_id, Account.password_hash == stored, Account.disabled.is_(False))
            .values(password_hash=hashed, must_change=False)
        )
        if not changed.rowcount:  # an administrator was faster
            raise Refused("password_overtaken")
        _end_sessions(connection, person.account_id, now, but=person.session_id)
        at = instant(connection, recorded)
        amend(connection, "account", person.login, {"password": None}, {"password": "own"}, at, person.login)


# What an administrator does


def accounts(engine: Engine, who: Who) -> list[Row]:
    """Every account by login: login, name, role, agency (code), email, must_change, disabled, has_password, seen_at."""
    seen = select(func.max(Session.seen_at)).where(Session.account_id == Account.id).scalar_subquery()
    with reading(engine) as connection:
        allowed(connection, who, Action.ADMINISTER)
        return connection.execute(
            select(
                Account.login, Account.name, Account.role, Agency.code.label("agency"), Account.email, Account.must_change,
                Account.disabled, Account.password_hash.is_not(None).label("has_password"), seen.label("seen_at"),
            )
            .outerjoin(Agency, Agency.id == Account.agency_id)
            .order_by(Account.login)
        ).all()  # fmt: skip


def add(
    engine: Engine, who: Who, login: str, *, name: str, role: Role, agency: str | None = None, email: str | None = None,
    now: datetime,
) -> str:  # fmt: skip
    """Make an account; returns its one-time password, which is kept nowhere.

    agency: the code of a director's own, for no other role.  Raises `Refused` where the login or address is taken.
    """
    login = clean(login)
    if not re.fullmatch(r"[a-z0-9][a-z0-9._@-]{1,63}", login):
        raise Refused("login_form")
    password = _one_time()
    hashed = password_hash(password)
    with writing(engine) as connection:
        by = allowed(connection, who, Action.ADMINISTER)
        if connection.execute(
            select(Account.id).where(or_(Account.login == login, func.lower(Account.email) == login))
        ).first():
            raise Refused("login_taken", login=login)
        says = _checked(connection, login, {"name": name, "role": role, "agency": agency, "email": email})
        row = {**_stored(connection, says), "login": login, "password_hash": hashed, "must_change": True}
        connection.execute(insert(Account), {**row, "disabled": False})
        amend(connection, "account", login, None, says, instant(connection, now), by)
    return password


def change(engine: Engine, who: Who, login: str, *, now: datetime, **to: str | None) -> bool:
    """Set an account's name, role, agency (code) or email; False where it says so already.

    Raises `Refused` where it would leave no administrator.
    """
    with writing(engine) as connection:
        by = allowed(connection, who, Action.ADMINISTER)
        account, before = _account(connection, login)
        after = _checked(connection, login, {**before, **to})
        if before == after:
            return False
        if after["role"] != Role.ADMIN:
            _keep_an_administrator(connection, account)
        connection.execute(update(Account).where(Account.id == account.id).values(_stored(connection, after)))
        amend(connection, "account", login, before, after, instant(connection, now), by)
    return True


def disable(engine: Engine, who: Who, login: str, *, now: datetime) -> bool:
    """Close an account and end its sessions; False where it is closed. Raises `Refused` for the last administrator."""
    with writing(engine) as connection:
        by = allowed(connection, who, Action.ADMINISTER)
        account, _ = _account(connection, login)
        if account.disabled:
            return False
        _keep_an_administrator(connection, account)
        _set_disabled(connection, account, True, now, by)
    return True


def enable(engine: Engine, who: Who, login: str, *, now: datetime) -> bool:
    """Open a closed account again, with the password it had; False where it is open."""
    with writing(engine) as connection:
        by = allowed(connection, who, Action.ADMINISTER)
        account, _ = _account(connection, login)
        if not account.disabled:
            return False
        _set_disabled(connection, account, False, now, by)
    return True


def one_time_password(engine: Engine, who: Who, login: str, *, now: datetime) -> str:
    """A new password that must be changed when it is first used, kept nowhere; the account's sessions end."""
    password = _one_time()
    hashed = password_hash(password)
    with writing(engine) as connection:
        by = allowed(connection, who, Action.ADMINISTER)
        account, _ = _account(connection, login)
        connection.execute(
            update(Account).where(Account.id == account.id).values(password_hash=hashed, must_change=True)
        )
        connection.execute(delete(SignInAttempt).where(SignInAttempt.login == fold(login)))
        _end_sessions(connection, account.id, now)
        at = instant(connection, now)
        amend(connection, "account", login, {"password": None}, {"password": "one-time"}, at, by)
    return password


def end_sessions(engine: Engine, who: Who, login: str, *, now: datetime) -> int:
    """Sign an account out of every browser; how many it was signed in with."""
    with writing(engine) as connection:
        allowed(connection, who, Action.ADMINISTER)
        return _end_sessions(connection, _account(connection, login)[0].id, now)


def password_hash(password: str) -> str:
    """What is stored of a password (argon2id)."""
    with _HASHING:
        return _HASHER.hash(unicodedata.normalize("NFC", password))


def token_hash(token: str) -> str:
    """What is stored of a token: random and long, it needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def holder(engine: Engine, condition: ColumnElement[bool]) -> Person | None:
    """The person whose open account meets a condition, without a session; None where there is none."""
    with reading(engine) as connection:
        found = connection.execute(_PERSON.where(condition)).first()
    return None if found is None else _person(found, None)


_PERSON = (
    select(Account.id, Account.login, Account.name, Account.role, Account.must_change, Agency.code.label("agency"))
    .outerjoin(Agency, Agency.id == Account.agency_id)
    .where(Account.disabled.is_(False))
)


def _person(row: Row, session_id: int | None) -> Person:
    return Person(row.id, session_id, row.login, row.name, Role(row.role), row.agency, row.must_change)


def _attempt(connection: Connection, login: str, address: str | None, now: datetime) -> int:
    """The id of a new try, taken as failed; `Refused` with the time to wait after too many."""
    connection.execute(delete(SignInAttempt).where(SignInAttempt.at < now - timedelta(days=1)))
    for column, value, limit in (
        (SignInAttempt.login, login, FAILURES_OF_LOGIN),
        (SignInAttempt.address, address, FAILURES_OF_ADDRESS),
    ):
        if value is None:
            continue
        failed = connection.execute(
            select(SignInAttempt.at)
            .where(column == value, SignInAttempt.succeeded.is_(False), SignInAttempt.at > now - WINDOW)
            .order_by(SignInAttempt.at.desc())
            .limit(limit)
        ).scalars().all()  # fmt: skip
        if len(failed) == limit:
            minutes = -(-(failed[-1] + WINDOW - now) // timedelta(minutes=1))
            raise Refused("too_many_tries", minutes=minutes)
    row = {"login": login, "address": address, "at": now, "succeeded": False}
    return connection.execute(insert(SignInAttempt).values(row).returning(SignInAttempt.id)).scalar_one()


def _verified(hashed: str, password: str) -> bool:
    try:
        with _HASHING:
            return _HASHER.verify(hashed, unicodedata.normalize("NFC", password[: 4 * LONGEST]))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """A hash to compare with where there is no account: a wrong login takes as long as a wrong password."""
    return password_hash(secrets.token_hex())


def _opened(connection: Connection, account_id: int, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    row = {"account_id": account_id, "token_hash": token_hash(token), "started_at": now, "seen_at": now}
    connection.execute(insert(Session), row)
    return token


def _vouched_for(connection: Connection, account_id: int, login: str, recorded: datetime) -> None:
    """Void a one-time password of a person who needs none."""
    void = update(Account).where(Account.id == account_id, Account.must_change.is_(True))
    if connection.execute(void.values(password_hash=None, must_change=False)).rowcount:
        at = instant(connection, recorded)
        amend(connection, "account", login, {"password": "one-time"}, {"password": None}, at, login)


def _end_sessions(connection: Connection, account_id: int, now: datetime, but: int | None = None) -> int:
    query = update(Session).where(Session.account_id == account_id, Session.ended_at.is_(None))
    if but is not None:
        query = query.where(Session.id != but)
    return connection.execute(query.values(ended_at=now)).rowcount


def _one_time() -> str:
    return "-".join("".join(secrets.choice(_ONE_TIME) for _ in range(4)) for _ in range(3))


def _account(connection: Connection, login: str) -> tuple[Row, dict]:
    """The account's row, and what the audit says of it."""
    found = connection.execute(
        select(Account.id, Account.login, Account.name, Account.role, Account.email, Account.disabled,
               Agency.code.label("agency"))
        .outerjoin(Agency, Agency.id == Account.agency_id)
        .where(Account.login == login)
    ).first()  # fmt: skip
    if found is None:
        raise Refused("account_unknown", login=login)
    return found, {name: getattr(found, name) for name in ("name", "role", "agency", "email")}


def _checked(connection: Connection, login: str, says: dict) -> dict:
    """The account's particulars as they may be stored; `Refused` where they may not."""
    name, email = clean(says["name"] or ""), clean(says["email"] or "") or None
    if len(name.splitlines()) != 1 or len(name) > LONGEST or has_control(name):
        raise Refused("name_missing")
    if email and not re.fullmatch(r"[^\s@]+@[^\s@]+", email):
        raise Refused("address_form", email=email)
    if says["role"] not in list(Role):
        raise Refused("role_unknown", roles=tuple(Role))
    role, agency = Role(says["role"]), says["agency"] or None
    if (role is Role.DIRECTOR) != (agency is not None):
        raise Refused("director_agency")
    same = or_(func.lower(Account.email) == (email or "").lower(), Account.login == (email or "").lower())
    taken = select(Account.id).where(same, Account.login != login)
    if email and connection.execute(taken).first():
        raise Refused("address_taken", email=email)
    return {"name": name, "role": role.value, "agency": agency, "email": email}


def _stored(connection: Connection, says: dict) -> dict:
    agency_id = id_of(connection, Agency, says["agency"]) if says["agency"] else None
    return {"name": says["name"], "role": says["role"], "email": says["email"], "agency_id": agency_id}


def _keep_an_administrator(connection: Connection, account: Row) -> None:
    others = select(Account.id).where(
        Account.role == Role.ADMIN.value, Account.disabled.is_(False), Account.id != account.id
    )
    if account.role == Role.ADMIN and not account.disabled and not connection.execute(others.limit(1)).first():
        raise Refused("last_administrator", login=account.login)


def _set_disabled(connection: Connection, account: Row, disabled: bool, now: datetime, by: str) -> None:
    connection.execute(update(Account).where(Account.id == account.id).values(disabled=disabled))
    _end_sessions(connection, account.id, now)
    at = instant(connection, now)
    amend(connection, "account", account.login, {"disabled": not disabled}, {"disabled": disabled}, at, by)
