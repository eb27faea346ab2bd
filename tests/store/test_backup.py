"""A backup is the database as it was at one instant, and goes back into either kind of database."""

import os
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, select, text

from models.store.backup import backup, contents, restore
from models.store.database import HEAD, instant, open_store, reading, revision, writing
from models.store.tables import HISTORY, Agency, Amendment, Review, Session
from progress.numbers.api import summary
from progress.numbers.facts import facts
from progress.numbers.reading import Reading
from progress.numbers.scope import Scope
from tests.refusals import refused
from tests.rows import FACTS, write

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
PEOPLE = """
INSERT INTO account (id, login, name, role, disabled, must_change) VALUES (1, 'an', 'An', 'admin', false, false);
INSERT INTO session VALUES (1, 1, 'hash', '2016-05-01 00:00:00', '2016-05-01 00:00:00', NULL);
INSERT INTO agency (id, code, name_vi, successor_id) VALUES (3, 'C', 'Sở C', NULL);
INSERT INTO agency (id, code, name_vi, successor_id) VALUES (2, 'B', 'Sở B', 3)
"""


@pytest.fixture
def filled(engine):
    """A database with a row in every table of history, accounts, an open session."""
    write(engine, FACTS + PEOPLE)
    if engine.dialect.name == "postgresql":  # the rows above brought their numbers with them
        write(engine, "SELECT setval('agency_id_seq', 3)")
    return engine


def _numbers(engine) -> list[dict]:
    return summary(Reading(facts(engine), Scope.on(date(2016, 12, 31), NOW)), "agency,year")["groups"]


def _contents(engine) -> str:
    with reading(engine) as connection:
        return contents(connection)


def _add(engine, code: str) -> None:
    with writing(engine) as connection:
        connection.execute(insert(Agency), {"code": code, "name_vi": code})
        instant(connection, NOW)


def test_a_backup_is_a_database_with_the_same_rows_and_numbers(filled, tmp_path):
    made = backup(filled, tmp_path / "a.db")
    copy = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    assert _contents(copy) == made.contents == _contents(filled)
    assert _numbers(copy) == _numbers(filled)
    assert made.rows["agency"] == 3
    copy.dispose()


def test_a_backup_is_one_file_and_leaves_nothing_beside_it(filled, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(filled, folder / "a.db")
    assert [path.name for path in folder.iterdir()] == ["a.db"]


def test_a_backup_never_overwrites_a_file(filled, tmp_path):
    path = tmp_path / "a.db"
    path.write_text("mine")
    with refused("Đã có tệp"):
        backup(filled, path)
    assert path.read_text() == "mine"


def test_a_backup_into_no_folder_is_one_sentence(filled, tmp_path):
    with refused("Không ghi được"):
        backup(filled, tmp_path / "none" / "a.db")


class _Writer(threading.Thread):
    """Saves one agency after another until it is left; `acknowledged` are those whose save has returned."""

    def __init__(self, engine) -> None:
        super().__init__(daemon=True)
        self.engine, self.acknowledged, self.stop = engine, [], threading.Event()

    def run(self) -> None:
        while not self.stop.is_set():
            _add(self.engine, code := f"W{len(self.acknowledged)}")
            self.acknowledged.append(code)

    def wait(self, more: int) -> None:
        until, deadline = len(self.acknowledged) + more, time.monotonic() + 20
        while len(self.acknowledged) < until:
            assert self.is_alive() and time.monotonic() < deadline
            time.sleep(0.001)

    def __enter__(self) -> "_Writer":
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stop.set()
        self.join()


def test_what_was_acknowledged_before_a_backup_during_writes_is_in_it(engine, tmp_path):
    with _Writer(engine) as writer:
        writer.wait(10)
        before = set(writer.acknowledged)
        backup(engine, tmp_path / "a.db")
    copy = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    with reading(copy) as connection:
        kept = connection.execute(select(Agency.code)).scalars().all()
        assert revision(connection) == len(kept)  # one change each: none by half
    copy.dispose()
    assert before <= set(kept) <= set(writer.acknowledged)


def test_restoring_gives_the_same_rows_numbers_and_history(filled, tmp_path, database):
    made = backup(filled, tmp_path / "a.db")
    numbers = _numbers(filled)
    _add(filled, "LATER")
    restored = restore(database, tmp_path / "a.db", by="an", now=NOW)
    assert (restored.contents, restored.rows) == (made.contents, made.rows)
    assert _numbers(filled) == numbers
    with reading(filled) as connection:
        assert connection.execute(select(Agency.code).order_by(Agency.id)).scalars().all() == ["A", "B", "C"]
        assert connection.execute(select(Agency.successor_id).where(Agency.code == "B")).scalar() == 3
        said = connection.execute(select(Amendment.subject, Amendment.code, Amendment.recorded_by)).all()
        assert said[-1] == ("database", "a.db", "an")


def test_what_a_restore_replaced_is_kept_as_a_backup(filled, tmp_path, database):
    backup(filled, tmp_path / "a.db")
    _add(filled, "LATER")
    before = _contents(filled)
    restored = restore(database, tmp_path / "a.db", by="an", now=NOW)
    again = restore(database, restored.kept, by="an", now=NOW + timedelta(seconds=1))
    assert again.contents == before


def test_the_append_only_guards_stand_again_after_a_restore(filled, tmp_path, database):
    backup(filled, tmp_path / "a.db")
    restore(database, tmp_path / "a.db", by="an", now=NOW)
    for table in HISTORY:
        with pytest.raises(Exception, match="append-only"):
            write(filled, f"DELETE FROM {table.__tablename__}")


def test_new_rows_after_a_restore_take_new_numbers(filled, tmp_path, database):
    backup(filled, tmp_path / "a.db")
    restore(database, tmp_path / "a.db", by="an", now=NOW)
    row = {"agency_id": 1, "period": "2016-06", "reviewed": True, "recorded_at": NOW, "recorded_by": "an"}
    with writing(filled) as connection:
        connection.execute(insert(Review), row)
        assert connection.execute(select(Review.id).order_by(Review.id)).scalars().all() == [1, 2]


def test_open_tabs_see_a_restore_and_everybody_signs_in_again(filled, tmp_path, database):
    backup(filled, tmp_path / "a.db")
    for n in range(3):
        _add(filled, f"LATER{n}")
    with reading(filled) as connection:
        before = revision(connection)
    restore(database, tmp_path / "a.db", by="an", now=NOW)
    with reading(filled) as connection:
        assert revision(connection) > before
        assert connection.execute(select(Session.ended_at)).scalar() is not None


def test_a_writer_waits_for_a_restore_and_then_writes_into_what_was_restored(filled, tmp_path, database):
    backup(filled, tmp_path / "a.db")
    with _Writer(filled) as writer:
        writer.wait(3)
        kept = restore(database, tmp_path / "a.db", by="an", now=NOW).kept
        writer.wait(2)
    codes = set()
    for one in (filled, open_store(f"sqlite:///{kept}")):
        with reading(one) as connection:
            codes |= set(connection.execute(select(Agency.code)).scalars())
    assert set(writer.acknowledged) <= codes  # each save is in what was kept or in what stands now


def test_the_database_of_another_program_is_not_replaced(filled, tmp_path):
    backup(filled, tmp_path / "a.db")
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE recipe (name)")
    before = (tmp_path / "other.db").read_bytes()
    with refused("chương trình khác"):
        restore(f"sqlite:///{tmp_path / 'other.db'}", tmp_path / "a.db", by="an", now=NOW)
    assert (tmp_path / "other.db").read_bytes() == before


def test_a_backup_of_one_kind_of_database_fills_the_other(postgresql_url, sqlite_url, tmp_path):
    first = open_store(postgresql_url)
    write(first, FACTS + PEOPLE)
    made = backup(first, tmp_path / "a.db")
    write(first, "DELETE FROM session; DELETE FROM account")
    first.dispose()
    assert restore(sqlite_url, tmp_path / "a.db", by="an", now=NOW).contents == made.contents
    second = open_store(sqlite_url)
    back = backup(second, tmp_path / "b.db")
    second.dispose()
    assert restore(postgresql_url, tmp_path / "b.db", by="an", now=NOW).contents == back.contents


def _damaged(path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = os.urandom(len(content) - len(content) // 2)
    path.write_bytes(content)


def _newer(path) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")


def _of_another(path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as file:
        file.execute("CREATE TABLE recipe (name)")


def _without_guards(path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("DROP TRIGGER status_line_no_delete")


@pytest.mark.parametrize(
    "spoil",
    [_damaged, _newer, _of_another, _without_guards, lambda p: p.write_bytes(b""), lambda p: p.write_text("code,name"),
     lambda p: p.unlink()],
)  # fmt: skip
def test_a_file_that_is_no_sound_backup_changes_nothing(sqlite_engine, sqlite_url, tmp_path, spoil):
    write(sqlite_engine, FACTS)
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(sqlite_engine, folder / "a.db")
    spoil(folder / "a.db")
    before = _contents(sqlite_engine)
    left = sorted(folder.iterdir())
    with refused():
        restore(sqlite_url, folder / "a.db", by="an", now=NOW)
    assert _contents(sqlite_engine) == before
    assert sorted(folder.iterdir()) == left


def test_a_damaged_database_is_moved_out_of_the_way_by_a_restore(sqlite_engine, sqlite_url, tmp_path):
    write(sqlite_engine, FACTS)
    made = backup(sqlite_engine, tmp_path / "a.db")
    sqlite_engine.dispose()
    path = tmp_path / "progress.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    restored = restore(sqlite_url, tmp_path / "a.db", by="an", now=NOW)
    assert restored.contents == made.contents
    assert restored.kept.read_bytes().endswith(b"\xff" * 5000)


def test_a_backup_of_the_version_before_is_brought_to_this_one(sqlite_url, tmp_path):
    from tests.store.test_faults import at_version

    at_version("0001", f"sqlite:///{tmp_path / 'old.db'}")
    restored = restore(sqlite_url, tmp_path / "old.db", by="an", now=NOW)
    assert restored.rows["status_line"] == 1
    engine = open_store(sqlite_url)
    with reading(engine) as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    engine.dispose()
