"""Who may do what: one table of role and action, looked up in the database at the moment of each write."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Row, select

from models.store.database import Refused
from models.store.tables import Account, Role, Session


class Action(StrEnum):
    """What can be done beside reading."""

    REPORT = "report"  # status lines, evidence, requests for a later deadline
    DECIDE = "decide"  # extensions, cancellations, suspensions; the colour rule
    REVIEW = "review"  # marks and conclusions of the committee
    ISSUE = "issue"  # fix a month's numbers
    ADMINISTER = "administer"  # accounts, agencies, plans, imports, settings, backup


MAY: dict[Role, frozenset[Action]] = {
    Role.VIEWER: frozenset(),
    Role.DIRECTOR: frozenset({Action.REPORT}),  # of the own agency only
    Role.COORDINATOR: frozenset({Action.REPORT, Action.DECIDE, Action.REVIEW, Action.ISSUE}),
    Role.ADMIN: frozenset({Action.ADMINISTER}),
}


@dataclass(frozen=True)
class Actor:
    """A person signed in through a browser; what the account may do is asked of the database, never kept here."""

    account_id: int
    session_id: int | None = None  # None = known by an identity provider or a proxy, which ends the session itself


@dataclass(frozen=True)
class Operator:
    """Whoever runs the command line: the database is in his hands already. His name goes into what he records."""

    name: str


Who = Actor | Operator


def allowed(connection: Connection, who: Who, action: Action, agency_id: int | None = None) -> str:
    """The login (or operator's name) to record a change under.

    agency_id: the agency whose milestone is changed, where the action has one.  Raises `Refused` when the account is
    disabled, its session has ended, its role lacks the action, or the milestone is another agency's.
    """
    if isinstance(who, Operator):
        return who.name
    account = signed_in(connection, who)
    if action not in MAY[Role(account.role)]:
        raise Refused("right_missing")
    if account.role == Role.DIRECTOR and agency_id != account.agency_id:
        raise Refused("milestone_of_another")
    return account.login


def signed_in(connection: Connection, who: Actor) -> Row:
    """The account of a person who is signed in: login, role, agency_id. `Refused` where he no longer is."""
    query = select(Account.login, Account.role, Account.agency_id).where(
        Account.id == who.account_id, Account.disabled.is_(False), Account.must_change.is_(False)
    )
    if who.session_id is not None:
        query = query.join(Session, Session.account_id == Account.id).where(
            Session.id == who.session_id, Session.ended_at.is_(None)
        )
    account = connection.execute(query).first()
    if account is None:
        raise Refused("session_over")
    return account
