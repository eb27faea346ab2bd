"""The packs that were made: the hashes of their files, so that a picture shown years later is known again."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Engine, insert, select

from models.people.rights import Action, Who, allowed
from models.store.database import Refused, instant, reading, writing
from models.store.tables import IssuedMonth, Pack


def keep(
    engine: Engine, who: Who, month: str, edition: int, lang: str, look: str, numbers: str, files: Mapping[str, str],
    *, now: datetime,
) -> bool:  # fmt: skip
    """Keep what a pack of an issued month is made of: name -> sha256.  False where just that is kept already.

    Raises `Refused` for a month or edition that was never issued, and whoever may not issue.
    """
    said = json.dumps(dict(files), ensure_ascii=False, sort_keys=True)
    with writing(engine) as connection:
        by = allowed(connection, who, Action.ISSUE)
        of = connection.execute(
            select(IssuedMonth.id).where(IssuedMonth.month == month, IssuedMonth.edition == edition)
        ).scalar()
        if of is None:
            raise Refused("edition_unknown", month=month, edition=edition)
        row = {"issued_month_id": of, "lang": lang, "look": look, "numbers": numbers, "files": said}
        same = [getattr(Pack, name) == value for name, value in row.items()]
        if connection.execute(select(Pack.id).where(*same).limit(1)).scalar() is not None:
            return False
        connection.execute(insert(Pack), {**row, "recorded_at": instant(connection, now), "recorded_by": by})
    return True


def kept(engine: Engine) -> list[dict]:
    """Every pack that was kept, the first first: month, edition, lang, look, numbers, files (name -> sha256)."""
    query = (
        select(IssuedMonth.month, IssuedMonth.edition, Pack.lang, Pack.look, Pack.numbers, Pack.files)
        .join(IssuedMonth, IssuedMonth.id == Pack.issued_month_id)
        .order_by(Pack.id)
    )
    with reading(engine) as connection:
        return [{**row, "files": json.loads(row["files"])} for row in connection.execute(query).mappings()]
