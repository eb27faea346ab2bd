"""The database: opened, brought to the code's version, read and written in transactions.

SQLite by default, PostgreSQL by `DATABASE_URL`.  Whatever cannot be opened is `Refused` for one reason, and nothing
is written to it.
"""

import json
import os
import sqlite3
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, NoSuchModuleError, OperationalError

from models.store.tables import HISTORY, Amendment, Table

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = max(path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
DEFAULT_URL = f"sqlite:///{Path(__file__).parents[2] / 'data' / 'progress.db'}"

# The lock two processes starting at once queue on (any fixed number of ours); PostgreSQL only.
_MIGRATION_LOCK = 702945
_PATIENCE = 5000  # milliseconds a writer waits for another


@dataclass(frozen=True, init=False)
class Reason:
    """Why something cannot be done, in no language: the key of its sentence (`progress.say.words.refusals`) and what is
    filled into it - text, numbers, days, lists of words, or another reason.  Never a secret: a log may show all of it."""

    key: str
    values: Mapping[str, object]

    def __init__(self, key: str, /, **values: object) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "values", values)

    def __str__(self) -> str:
        return " ".join([self.key, *(f"{name}={value}" for name, value in self.values.items())])


class Refused(Exception):
    """A request that cannot be carried out, and why; worded where it is said, in the reader's language."""

    def __init__(self, why: str | Iterable[Reason], /, **values: object) -> None:
        """why: the key of the sentence that `values` fill, or every reason."""
        self.reasons = (Reason(why, **values),) if isinstance(why, str) else tuple(why)
        super().__init__("; ".join(map(str, self.reasons)))


def open_store(url: str) -> Engine:
    """The database at `url`, migrated to the code's version.

    A missing SQLite file is made.  Raises `Refused` when the database cannot be reached, is not ours, is damaged,
    read-only, or was written by a newer version of the program.
    """
    engine = _engine(url)
    try:
        version = _version(engine)
        if version is None or version < HEAD:
            _migrate(engine)
        elif version > HEAD:
            raise Refused("database_newer", version=version, head=HEAD)
        if engine.dialect.name == "sqlite":
            _writable(engine)
            event.listen(engine, "do_connect", _still_there)
    except DBAPIError as error:
        engine.dispose()
        raise Refused("database_not_opened", database=_shown(engine), error=_reason(error)) from error
    except Refused:
        engine.dispose()
        raise
    return engine


@contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """One consistent look at the database; whatever is written meanwhile is not seen."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def writing(engine: Engine) -> Generator[Connection]:
    """One transaction that holds the right to write from its first statement: all of it is kept, or none.

    Raises `Refused` where the database is busy, full, read-only or gone.
    """
    try:
        with engine.connect().execution_options(immediate=True) as connection, connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT number FROM revision FOR UPDATE"))
            yield connection
    except DBAPIError as error:
        if (hindrance := _hindrance(error)) is None:
            raise
        raise hindrance from error


def revision(connection: Connection) -> int:
    """How many changes the database has seen; the argument every cached reading is keyed on."""
    return connection.execute(text("SELECT number FROM revision")).scalar_one()


def bump(connection: Connection) -> None:
    """Say that this transaction changed something."""
    connection.execute(text("UPDATE revision SET number = number + 1"))


def instant(connection: Connection, now: datetime) -> datetime:
    """The instant this transaction's changes are recorded at: later than that of every change before.

    It is `now` unless the clock stands still (a demonstration, a trial) or was set back.  A month issued in between is
    then still on one side of every change.  Called once in a transaction that writes; bumps the revision.
    """
    at = next_instant(connection, now)
    row = {"at": at.isoformat()}
    if not connection.execute(text("UPDATE setting SET value = :at WHERE key = 'recorded'"), row).rowcount:
        connection.execute(text("INSERT INTO setting (key, value) VALUES ('recorded', :at)"), row)
    bump(connection)
    return at


def next_instant(connection: Connection, now: datetime) -> datetime:
    """What `instant` will say, before it is certain that there is anything to record."""
    last = connection.execute(text("SELECT value FROM setting WHERE key = 'recorded'")).scalar()
    at = now.astimezone(UTC)
    return at if last is None else max(at, datetime.fromisoformat(last) + timedelta(microseconds=1))


def amend(
    connection: Connection, subject: str, code: str, before: dict | None, after: dict | None, at: datetime, by: str
) -> None:
    """Keep what a row that is updated in place said before and says now: the columns that differ.

    subject: the table.  Columns under the names the reading side knows them by; a reference to a row by its code.
    before None = it was not there; after None = it is gone.
    """
    if before is not None and after is not None:
        differing = [name for name in after if before.get(name) != after[name]]
        before, after = ({name: row.get(name) for name in differing} for row in (before, after))

    def packed(row: dict | None) -> str | None:
        return None if row is None else json.dumps(row, ensure_ascii=False, default=str, sort_keys=True)

    connection.execute(
        insert(Amendment),
        {
            "subject": subject,
            "code": code,
            "before": packed(before),
            "after": packed(after),
            "recorded_at": at,
            "recorded_by": by,
        },
    )


def id_of(connection: Connection, table: type[Table], code: str) -> int:
    """The id of a row by its code. Raises `Refused` where there is none."""
    found = connection.execute(select(table.id).where(table.code == code)).scalar()
    if found is None:
        raise Refused("code_unknown", code=code)
    return found


def stored_settings(connection: Connection) -> dict[str, str]:
    return dict(connection.execute(text("SELECT key, value FROM setting")).all())


def damage(engine: Engine) -> list[str]:
    """What is wrong with the database itself, a sentence each; empty = nothing found."""
    try:
        return _damage(engine)
    except DBAPIError as error:
        return [f"unreadable: {_reason(error)}"]


def _damage(engine: Engine) -> list[str]:
    found = []
    with reading(engine) as connection:
        if engine.dialect.name == "sqlite":
            found += [f"integrity: {row[0]}" for row in connection.execute(text("PRAGMA integrity_check"))]
            found = [line for line in found if line != "integrity: ok"]
            found += [
                f"foreign key: {row[0]} row {row[1]}" for row in connection.execute(text("PRAGMA foreign_key_check"))
            ]
            guards = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")).scalar_one()
        else:
            guards = 2 * connection.execute(text("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal")).scalar_one()
        if guards < _GUARDS:
            found.append(f"append-only triggers: {guards} of {_GUARDS}")
        for sentence, query in _CONTRADICTIONS.items():
            count = connection.execute(text(query)).scalar_one()
            if count:
                found.append(f"{sentence}: {count}")
    return found


_GUARDS = 2 * len(HISTORY)  # UPDATE and DELETE on each table of history
_CONTRADICTIONS = {
    "milestones without a version": (
        "SELECT count(*) FROM milestone m WHERE NOT EXISTS (SELECT 1 FROM milestone_version v WHERE v.milestone_id = m.id)"
    ),
    "done lines whose day is after the report": "SELECT count(*) FROM status_line WHERE done_on > reported_on",
    "revision rows other than one": "SELECT abs(count(*) - 1) FROM revision",
}


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": 30})
            event.listen(engine, "connect", _sqlite_connected)
            event.listen(engine, "checkout", _sqlite_checked_out)
            event.listen(engine, "begin", _sqlite_begin)
        else:
            options = f"-c timezone=UTC -c lock_timeout={_PATIENCE}"
            arguments = {"connect_timeout": 3, "options": options}
            engine = create_engine(parsed, hide_parameters=True, pool_pre_ping=True, connect_args=arguments)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise Refused("database_url") from error
    return engine


def _sqlite_connected(connection, record) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's own begins too late
    record.info["file"] = _file(connection)
    for pragma in (
        f"busy_timeout={_PATIENCE}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # INSERT OR REPLACE then meets the append-only triggers too
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_checked_out(connection, record, _proxy) -> None:
    """A file put in the place of the one that was opened is opened: what is written into the old one would be lost."""
    if record.info["file"] != _file(connection):
        raise DisconnectionError


def _file(connection: sqlite3.Connection) -> tuple[int, int] | None:
    """Which file stands at the connection's path; None = none, or a database in memory."""
    path = connection.execute("PRAGMA database_list").fetchone()[2]
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _still_there(_dialect, _record, arguments, _named) -> None:
    """A file that was opened and is gone is not made again, empty."""
    path = arguments[0]
    if not path.startswith((":memory:", "file:")) and not os.path.exists(path):
        raise Refused("database_gone", path=path)


def _writable(engine: Engine) -> None:
    """Raises a `DBAPIError` where the file can be read but not written; one that is merely busy can be."""
    try:
        with engine.connect() as connection:  # rolled back
            connection.execute(text("UPDATE revision SET number = number"))
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF not in _BUSY:
            raise


def _sqlite_begin(connection: Connection) -> None:
    # An upgraded read transaction fails at once, whatever the timeout: a writer must say so from the start.
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _version(engine: Engine) -> str | None:
    """The migration the database stands at; None = an empty database."""
    with engine.connect() as connection:
        tables = set(engine.dialect.get_table_names(connection))
        if "alembic_version" in tables:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if tables:
        raise Refused("database_strange", database=_shown(engine))
    return None


def _migrate(engine: Engine) -> None:
    from alembic import command  # 0.7 s to import: only when there is something to do
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    if engine.dialect.name == "sqlite":  # kept in the file: said only once it is known to be ours
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA journal_mode=WAL")
    with engine.connect().execution_options(immediate=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = 0"))  # whoever migrates takes as long as it takes
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _hindrance(error: DBAPIError) -> Refused | None:
    """What keeps the database from writing, in words; None where the statement itself is at fault."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    state = getattr(error.orig, "sqlstate", None)
    if code is None and error.connection_invalidated:
        return Refused("database_lost")
    if code is None and state is None and isinstance(error, OperationalError):
        return Refused("database_away")
    if (code or 0) & 0xFF in _BUSY or state in ("55P03", "40P01", "40001"):
        return Refused("database_busy")
    if (code or 0) & 0xFF in _NO_ROOM or state == "53100":
        return Refused("database_full")
    if (code or 0) & 0xFF in _SHUT or state == "25006":
        return Refused("database_read_only")
    return None


# SQLite's result codes (sqlite.org/rescode.html); an I/O error is what a write beyond the room left can end in.
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_SHUT = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


def _shown(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)


def _reason(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0]
