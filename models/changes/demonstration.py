"""The demonstration database: the shipped catalogue, made-up progress, and a "today" that stands still."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, insert, select

from models.files.load import load
from models.people.accounts import password_hash
from models.store.database import Refused, bump, reading, stored_settings, writing
from models.store.tables import Account, Agency, Milestone, Role, Setting

DATA = Path(__file__).parents[2] / "data"
TODAY = datetime.fromisoformat("2019-12-12T09:00:00+07:00")
PASSWORD = "minh-hoa"  # of every account of a demonstration; the sign-in page there says it
_DIRECTOR_OF = "STTTT"
_NAMES = {
    Role.VIEWER: "Ban chỉ đạo (minh họa)",
    Role.DIRECTOR: "Sở TT&TT (minh họa)",
    Role.COORDINATOR: "Thường trực (minh họa)",
    Role.ADMIN: "Quản trị (minh họa)",
}


def demonstrate(engine: Engine) -> bool:
    """Fill an empty database with the demonstration; True when made, False when it is there already.

    Raises `Refused` where the database holds milestones of its own: a demonstration is never mixed with them.
    """
    with reading(engine) as connection:
        if "today" in stored_settings(connection):
            return False
        if connection.execute(select(Milestone.id).limit(1)).first():
            raise Refused("demonstration_not_empty")
    outcome = load(engine, [DATA / "catalogue", DATA / "demo"], now=TODAY, by="minh họa")
    if not outcome.accepted:
        raise Refused([outcome.errors[0].why])
    hashed = password_hash(PASSWORD)
    with writing(engine) as connection:
        agency = connection.execute(select(Agency.id).where(Agency.code == _DIRECTOR_OF)).scalar_one()
        connection.execute(insert(Setting), [{"key": "today", "value": TODAY.isoformat()}])
        connection.execute(
            insert(Account),
            [
                {
                    "login": role.value,
                    "name": _NAMES[role],
                    "role": role.value,
                    "agency_id": agency if role is Role.DIRECTOR else None,
                    "password_hash": hashed,
                    "must_change": False,
                    "disabled": False,
                }
                for role in Role
            ],
        )
        bump(connection)
    return True
