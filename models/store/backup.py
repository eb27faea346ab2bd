"""The whole database as one file, and back.

A backup is a SQLite database with the program's own tables, whichever database it was made of: the program itself can
open it, `check` it and show it, and it goes back into SQLite or PostgreSQL alike.  Every row is compared after copying.
"""

import hashlib
import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, Result, delete, func, insert, make_url, select, text, update
from sqlalchemy import Table as SqlTable
from sqlalchemy.exc import DBAPIError

from models.store.database import Reason, Refused, amend, damage, instant, open_store, reading, revision, writing
from models.store.tables import HISTORY, Agency, Revision, Session, Setting, Table

# What is referred to comes first.  The revision is a count of changes, no content of its own.
_TABLES: list[SqlTable] = [table for table in Table.metadata.sorted_tables if table is not Revision.__table__]
_CHUNK = 5_000
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside its file


@dataclass(frozen=True)
class Copied:
    """What was copied: rows by table, and the sha256 of all of them, the same for the same rows in any database."""

    rows: dict[str, int]
    contents: str
    kept: Path | None = None  # of a restore: where the database it replaced is to be found


class _Damaged(Refused):
    """The rows themselves are not right: no fault of the disk's."""

    def __init__(self, found: str) -> None:
        super().__init__([Reason("database_damaged", found=found)])


def backup(engine: Engine, path: Path) -> Copied:
    """Copy everything, as it is at one instant, into a new file; writers go on meanwhile.

    The file is written under another name and takes its own once each of its rows was found to be right.  Raises
    `Refused` where the file exists or cannot be written, or the database is damaged.
    """
    path = Path(path)
    if path.exists():
        raise Refused("file_exists", path=path)
    with reading(engine) as connection:
        return _kept(connection, path)


def restore(url: str, path: Path, *, by: str, now: datetime) -> Copied:
    """Fill the database at `url` with what a backup holds, in one transaction: all of it, or the database stays as it is.

    What the database holds is first kept beside the backup, as a backup; a SQLite file that is damaged is moved out of the
    way.  Servers may go on running: the revision moves on, and every session ends, so that
    nobody who was signed out since the backup is back.  An older backup is brought to the program's version.
    Raises `Refused` for a file that is damaged, of a newer program or not a backup, and for a database that is
    another program's, of a newer one or, on PostgreSQL, damaged.
    """
    path = Path(path)
    beside = path.with_name(f"truoc-khoi-phuc-{now:%Y%m%dT%H%M%S}.db")
    with _opened(path) as source, reading(source) as backed:
        engine, moved = _target(url, beside.name)
        try:
            with writing(engine) as connection:
                kept = beside if _holds_something(connection) else None
                if kept:
                    _kept(connection, kept)
                with _emptied(connection):
                    copied = _copied(backed, connection)
                number = max(revision(backed), revision(connection))
                connection.execute(update(Revision).values(number=number))
                connection.execute(update(Session).where(Session.ended_at.is_(None)).values(ended_at=now))
                said = {"restored": path.name, "contents": copied.contents}
                amend(connection, "database", path.name, None, said, instant(connection, now), by)
        finally:
            engine.dispose()
    return Copied(copied.rows, copied.contents, kept or moved)


def contents(connection: Connection) -> str:
    """sha256 of every row of every table, in hexadecimal: the same rows, the same text, in SQLite and in PostgreSQL."""
    digest = hashlib.sha256()
    for table in _TABLES:
        digest.update(f"{table.name}\n".encode())
        for row in _rows(connection, table):
            digest.update(repr([value.isoformat() if isinstance(value, date) else value for value in row]).encode())
    return digest.hexdigest()


def _rows(connection: Connection, table: SqlTable) -> Result:
    return connection.execute(select(table).order_by(*table.primary_key).execution_options(yield_per=_CHUNK))


# Copying


def _kept(connection: Connection, path: Path) -> Copied:
    """Everything a connection sees as a backup under this name."""
    aside = path.with_name(f".{path.name}.part")
    try:
        _forget(aside)
        aside.touch(mode=0o600)  # the hashes of passwords go into it
        target = open_store(f"sqlite:///{aside}")
        try:
            with writing(target) as into:
                copied = _copied(connection, into)
                into.execute(update(Revision).values(number=revision(connection)))
            found = damage(target)
        finally:
            target.dispose()
        if found:
            raise _Damaged(found[0])
        with closing(sqlite3.connect(aside)) as made:
            made.execute("PRAGMA journal_mode=DELETE")  # one file: nothing of it waits in a second
        os.replace(aside, path)
        _settle(path.parent)
    except _Damaged:
        raise
    except (OSError, sqlite3.Error, Refused) as error:
        raise Refused("file_not_written", path=path) from error
    except (DBAPIError, ValueError) as error:
        raise _Damaged(str(error).splitlines()[0]) from error
    finally:
        _forget(aside)
    return copied


def _copied(source: Connection, target: Connection) -> Copied:
    """Every row of the source in the empty target. Raises `Refused` where they then differ."""
    counts = {}
    for table in _TABLES:
        counts[table.name] = 0
        for part in _rows(source, table).mappings().partitions(_CHUNK):
            counts[table.name] += len(part)
            # Agencies refer to each other: a successor may stand in a later row.
            blank = {"successor_id": None} if table is Agency.__table__ else {}
            target.execute(insert(table), [{**row, **blank} for row in part])
    agency = Agency.__table__.c
    successors = select(agency.id, agency.successor_id).where(agency.successor_id.is_not(None))
    for row in source.execute(successors).all():
        target.execute(update(Agency).where(agency.id == row.id).values(successor_id=row.successor_id))
    if target.dialect.name == "postgresql":
        for table in _TABLES:
            if "id" in table.c and counts[table.name]:
                last = target.execute(select(func.max(table.c.id))).scalar_one()
                target.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})"))
    if (made := contents(target)) != contents(source):
        raise _Damaged("rows differ after copying")
    return Copied(counts, made)


# The two ends of a restore


@contextmanager
def _opened(path: Path) -> Generator[Engine]:
    """A backup, found sound and brought to the program's version: a copy of it, the file itself stays as it is."""
    aside = path.with_name(f".{path.name}.restoring")
    try:
        engine = _sound(path, aside)
        try:
            yield engine
        finally:
            engine.dispose()
    finally:
        _forget(aside)


def _sound(path: Path, aside: Path) -> Engine:
    try:
        _forget(aside)
        aside.touch(mode=0o600)
        aside.write_bytes(path.read_bytes())
        with closing(sqlite3.connect(aside)) as file:
            if not file.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
                raise sqlite3.DatabaseError("no alembic_version")
        engine = open_store(f"sqlite:///{aside}")
        if found := damage(engine):
            engine.dispose()
            raise sqlite3.DatabaseError(found[0])
    except OSError as error:
        raise Refused("file_not_read", path=path) from error
    except sqlite3.Error as error:
        raise Refused("backup_damaged", path=path, error=str(error)) from error
    return engine


def _target(url: str, name: str) -> tuple[Engine, Path | None]:
    """The database to fill, and where a SQLite file that could not be read went: beside itself, with this name added."""
    try:
        engine = open_store(url)
        found = damage(engine)
        if not found:
            return engine, None
        engine.dispose()
        raise _Damaged(found[0])
    except Refused as refused:
        unreadable = isinstance(refused, _Damaged) or isinstance(refused.__cause__, DBAPIError)
        if not unreadable or make_url(url).get_backend_name() != "sqlite":
            raise
    file = Path(make_url(url).database)
    moved = file.with_name(f"{file.name}.{name}")
    for end in ("", *_BESIDE):
        if (part := file.with_name(file.name + end)).exists():
            os.replace(part, moved.with_name(moved.name + end))
    return open_store(url), moved


def _holds_something(connection: Connection) -> bool:
    tables = (table for table in _TABLES if table is not Setting.__table__)
    return any(connection.execute(select(table).limit(1)).first() for table in tables)


@contextmanager
def _emptied(connection: Connection) -> Generator[None]:
    """The tables without a row, and the guards of the history laid down until it is back; readers see the old rows."""
    on_sqlite = connection.dialect.name == "sqlite"
    guards = (
        connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        if on_sqlite
        else []
    )
    for name, _ in guards:
        connection.execute(text(f"DROP TRIGGER {name}"))
    for table in [] if on_sqlite else HISTORY:
        connection.execute(text(f"ALTER TABLE {table.__tablename__} DISABLE TRIGGER USER"))
    for table in reversed(_TABLES):
        connection.execute(delete(table))
    yield
    for _, made in guards:
        connection.exec_driver_sql(made)
    for table in [] if on_sqlite else HISTORY:
        connection.execute(text(f"ALTER TABLE {table.__tablename__} ENABLE TRIGGER USER"))


def _forget(aside: Path) -> None:
    for end in ("", *_BESIDE):
        aside.with_name(aside.name + end).unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """The name of the new file is on the disk too."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
