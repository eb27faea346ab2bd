"""Accounts, passwords and sessions: who a person is. What a person may do is in `models.rights`."""

from dataclasses import dataclass

from models.rights import MAY, Action, Actor
from models.tables import Role


@dataclass(frozen=True)
class Person:
    """Who is signed in, for the screen to greet and to show what fits; a write asks the database again."""

    account_id: int
    session_id: int | None  # None = signed in by an identity provider or a proxy
    login: str
    name: str
    role: Role
    agency: str | None = None  # code of a director's own

    @property
    def actor(self) -> Actor:
        return Actor(self.account_id, self.session_id)

    def may(self, action: Action) -> bool:
        return action in MAY[self.role]
