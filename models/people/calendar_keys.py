"""The secret in the address of a person's calendar: made, ended, and whose it is. Only its hash is kept."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, Engine, select, update

from models.people.accounts import Person, holder, token_hash
from models.people.rights import Actor, signed_in
from models.store.database import amend, instant, reading, writing
from models.store.tables import Account


def new_feed(engine: Engine, who: Actor, *, now: datetime) -> str:
    """A new secret for one's own calendar, to be shown once; the one before opens nothing from now on."""
    token = secrets.token_urlsafe(32)
    with writing(engine) as connection:
        _set_key(connection, who, token_hash(token), now)
    return token


def end_feed(engine: Engine, who: Actor, *, now: datetime) -> None:
    """Close one's own calendar; without one it changes nothing."""
    with writing(engine) as connection:
        _set_key(connection, who, None, now)


def has_feed(engine: Engine, who: Actor) -> bool:
    """Whether a calendar of this person's is open."""
    with reading(engine) as connection:
        return connection.execute(_KEY.where(Account.id == who.account_id)).scalar() is not None


def person_of_feed(engine: Engine, token: str) -> Person | None:
    """Whose calendar the secret opens; None where it opens none, or the account is closed."""
    return holder(engine, Account.calendar_key == token_hash(token))


_KEY = select(Account.calendar_key)


def _set_key(connection: Connection, who: Actor, key: str | None, now: datetime) -> None:
    login = signed_in(connection, who).login
    before = connection.execute(_KEY.where(Account.id == who.account_id)).scalar()
    if before == key:
        return
    connection.execute(update(Account).where(Account.id == who.account_id).values(calendar_key=key))
    at = instant(connection, now)
    was, becomes = ("open" if before else None), (f"opened {at.isoformat()}" if key else None)
    amend(connection, "account", login, {"calendar": was}, {"calendar": becomes}, at, login)
