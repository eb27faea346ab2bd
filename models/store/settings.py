"""The environment's settings, read and checked in one place. docs/operations.en.md describes each."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from models.store.database import DEFAULT_URL, Reason, Refused


@dataclass(frozen=True)
class Provider:
    """The city's identity provider (OpenID Connect)."""

    metadata: str  # OIDC_URL, of its /.well-known/openid-configuration
    client_id: str
    client_secret: str


@dataclass(frozen=True)
class Post:
    """The server that takes our mail (SMTP_URL, SMTP_FROM)."""

    host: str
    port: int
    encrypted: bool  # from the first byte (smtps://); else by STARTTLS where the server offers it
    user: str | None
    password: str | None
    sender: str


@dataclass(frozen=True)
class Settings:
    database_url: str
    fixed_now: datetime | None  # PROGRESS_NOW; None = the clock, or the stored day of a demonstration
    cutoff_day: int  # last day of a monthly report period; 0 = calendar months
    public_read: bool
    idle: timedelta  # a session unused so long is over
    provider: Provider | None
    cookie_secret: str | None  # None = one of this process
    user_header: str | None  # what a proxy in front names the person in; None = nobody is believed
    base_url: str  # where people find the screens: the links in mails and calendars
    post: Post | None  # None = no mail is sent
    report_to: tuple[str, ...]  # addresses a month's pack goes to
    remind_days: tuple[int, ...]  # from the cut-off day, on which agencies are reminded; negative = before it

    def now(self, stored: Mapping[str, str], clock: Callable[[], datetime]) -> datetime:
        """The instant the program takes for now: the one that is set, else a demonstration's own, else the clock's.

        A clock that is held still ticks with what is recorded, or nobody would see his own change (`store.instant`).
        """
        held = self.fixed_now or ("today" in stored and datetime.fromisoformat(stored["today"]))
        if not held:
            return clock()
        last = datetime.fromisoformat(stored.get("recorded", held.isoformat()))
        return last if held <= last < held + timedelta(seconds=1) else held


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises `Refused` naming the setting that cannot be understood."""
    header = _read(environment, "TRUSTED_USER_HEADER", "", _like(r"[A-Za-z][A-Za-z0-9-]*"), Reason("needs_header"))
    base = r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\s?#]*)?"
    return Settings(
        environment.get("DATABASE_URL") or DEFAULT_URL,
        _read(environment, "PROGRESS_NOW", None, _instant, Reason("needs_instant")),
        _read(environment, "CUTOFF_DAY", 14, _between(0, 28), Reason("needs_cutoff_day")),
        _read(environment, "PUBLIC_READ", True, _flag, Reason("needs_flag")),
        timedelta(minutes=_read(environment, "SESSION_IDLE_MINUTES", 30, _between(5, 720), Reason("needs_minutes"))),
        _provider(environment),
        _read(environment, "COOKIE_SECRET", None, _like(r"(?s).{32,}"), Reason("needs_secret")),
        header.lower() or None,
        _read(environment, "BASE_URL", "http://localhost:8501", _like(base), Reason("needs_base_url")).rstrip("/"),
        _post(environment),
        _read(environment, "REPORT_TO", (), _mailboxes, Reason("needs_mailboxes")),
        _read(environment, "REMIND_DAYS", (-2, 0, 2), _days, Reason("needs_days")),
    )


_SECRET = ("COOKIE_SECRET", "SMTP_URL")  # not repeated in a message


def _read(environment: Mapping[str, str], name: str, default, convert: Callable, needs: Reason):
    value = environment.get(name, "").strip()
    if not value:
        return default
    try:
        return convert(value)
    except ValueError:
        shown = name if name in _SECRET else f"{name}={value!r}"
        raise Refused("setting", setting=shown, needs=needs) from None


def _instant(value: str) -> datetime:
    instant = datetime.fromisoformat(value)
    if instant.tzinfo is None:
        raise ValueError(value)
    return instant


def _between(first: int, last: int) -> Callable[[str], int]:
    def number(value: str) -> int:
        if not first <= int(value) <= last:
            raise ValueError(value)
        return int(value)

    return number


def _like(pattern: str) -> Callable[[str], str]:
    def text(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(value)
        return value

    return text


def _flag(value: str) -> bool:
    if value not in ("0", "1"):
        raise ValueError(value)
    return value == "1"


def _provider(environment: Mapping[str, str]) -> Provider | None:
    names = ("OIDC_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    missing = [name for name in names if not environment.get(name, "").strip()]
    if len(missing) == len(names):
        return None
    if missing:
        raise Refused("oidc_together", missing=missing)
    https = _like(r"(https://|http://(localhost|127\.0\.0\.1)[:/]).*")
    _read(environment, "OIDC_URL", None, https, Reason("needs_https"))
    return Provider(*(environment[name].strip() for name in names))


def _days(value: str) -> tuple[int, ...]:
    return tuple(sorted({_between(-14, 14)(day) for day in value.split(",")}))


def _post(environment: Mapping[str, str]) -> Post | None:
    server = _read(environment, "SMTP_URL", None, _server, Reason("needs_server"))
    sender = _read(environment, "SMTP_FROM", None, _mailbox, Reason("needs_mailbox"))
    if (server is None) != (sender is None):
        raise Refused("smtp_together")
    return server and Post(*server, sender)


def _server(value: str) -> tuple[str, int, bool, str | None, str | None]:
    url = urlsplit(value)
    if url.scheme not in ("smtp", "smtps") or not url.hostname or url.path.strip("/") or (url.username is None) != (url.password is None):  # fmt: skip
        raise ValueError(value)
    encrypted = url.scheme == "smtps"
    user, password = (text and unquote(text) for text in (url.username, url.password))
    if not f"{user}{password}".isascii():  # the protocol's own limit
        raise ValueError(value)
    return url.hostname, url.port or (465 if encrypted else 587), encrypted, user, password


def _mailboxes(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_mailbox(one.strip()) for one in value.split(",")))


_mailbox = _like(r"[^\s@<>,;:\"\x80-\U0010ffff]+@[A-Za-z0-9.-]+")
