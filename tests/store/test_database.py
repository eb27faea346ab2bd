"""The store keeps what it was given, refuses what it cannot open, and never rewrites history."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.store.database import HEAD, bump, open_store, reading, revision, writing
from models.store.tables import HISTORY
from progress.say.languages import EN, in_every_language
from tests.refusals import refused
from tests.rows import FACTS, write


def forbidden(engine, statement: str, match: str | None = None) -> None:
    with pytest.raises(DBAPIError, match=match):
        write(engine, statement)


@pytest.mark.parametrize("verb", ["UPDATE {} SET recorded_at = '2020-01-01'", "DELETE FROM {}"])
def test_history_is_never_changed_or_deleted(engine, verb):
    write(engine, FACTS)
    for table in HISTORY:
        forbidden(engine, verb.format(table.__tablename__), "append-only")


BROKEN = [
    "INSERT INTO status_line (milestone_id, reported_on, status, basis, recorded_at) VALUES (9, '2016-05-01', 'in_progress', 'document', '2016-05-01')",
    "INSERT INTO status_line (milestone_id, reported_on, status, percent, basis, recorded_at) VALUES (1, '2016-05-01', 'in_progress', 999, 'document', '2016-05-01')",
    "INSERT INTO status_line (milestone_id, reported_on, status, basis, recorded_at) VALUES (1, '2016-05-01', 'late', 'document', '2016-05-01')",
    "INSERT INTO status_line (milestone_id, reported_on, status, basis, recorded_at) VALUES (1, '2016-05-01', 'done', 'document', '2016-05-01')",
    "INSERT INTO status_line (milestone_id, reported_on, status, done_on, basis, recorded_at) VALUES (1, '2016-05-01', 'done', '2016-05-02', 'document', '2016-05-01')",
    "INSERT INTO status_line (milestone_id, reported_on, status, basis, recorded_at) VALUES (1, '2016-02-30', 'in_progress', 'document', '2016-05-01')",
    "INSERT INTO milestone_version (milestone_id, plan_id, agency_id, title_vi, weight, target_lower, basis) VALUES (1, 1, 1, ' ', 1, false, 'document')",
    "INSERT INTO milestone_version (milestone_id, plan_id, agency_id, title_vi, weight, target_lower, basis) VALUES (1, 1, 1, 'x', -1, false, 'document')",
    "INSERT INTO milestone_version (milestone_id, plan_id, agency_id, title_vi, weight, target_lower, basis) VALUES (1, 1, 1, 'x', 1, false, 'guess')",
    "INSERT INTO milestone_version (milestone_id, plan_id, agency_id, title_vi, weight, target_lower, basis, start, due) VALUES (1, 1, 1, 'x', 1, false, 'document', '2016-02-02', '2016-02-01')",
    "INSERT INTO agency (code, name_vi) VALUES ('A', 'again')",
    "INSERT INTO extension (milestone_id, decided_on, new_due, basis, recorded_at) VALUES (1, '2016-05-01', '2017-01-01', 'guess', '2016-05-01')",
    "INSERT INTO transfer (effective_on, milestone_id, from_agency_id, to_agency_id, basis, recorded_at) VALUES ('2016-05-01', 1, 1, 1, 'document', '2016-05-01')",
    "INSERT INTO transfer (effective_on, to_agency_id, basis, recorded_at) VALUES ('2016-05-01', 1, 'document', '2016-05-01')",
    "INSERT INTO transfer (effective_on, milestone_id, basis, recorded_at) VALUES ('2016-05-01', 1, 'document', '2016-05-01')",
    "INSERT INTO transfer (effective_on, milestone_id, from_plan_id, to_agency_id, basis, recorded_at) VALUES ('2016-05-01', 1, 1, 1, 'document', '2016-05-01')",
    "INSERT INTO transfer (effective_on, milestone_id, to_agency_id, basis, recorded_at) VALUES ('2016-02-30', 1, 1, 'document', '2016-05-01')",
    "INSERT INTO rename (agency_id, effective_on, name_vi, basis, recorded_at) VALUES (1, '2016-05-01', ' ', 'document', '2016-05-01')",
    "INSERT INTO revision (id, number) VALUES (2, 0)",
]


def test_the_database_itself_refuses_what_breaks_a_rule(engine):
    write(engine, FACTS)
    for statement in BROKEN:
        forbidden(engine, statement)


def test_a_weight_that_is_text_is_refused_on_sqlite_too(sqlite_engine):
    write(sqlite_engine, FACTS)
    forbidden(
        sqlite_engine,
        "INSERT INTO milestone_version (milestone_id, plan_id, agency_id, title_vi, weight, target_lower, basis)"
        " VALUES (1, 1, 1, 'x', 'heavy', false, 'document')",
    )


def test_a_failed_write_leaves_nothing_behind(engine):
    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        connection.execute(text("INSERT INTO agency (code, name_vi) VALUES ('A', 'Sở A')"))
        bump(connection)
        raise ZeroDivisionError
    with reading(engine) as connection:
        assert revision(connection) == 0
        assert connection.execute(text("SELECT count(*) FROM agency")).scalar() == 0


def test_no_increment_is_lost_between_threads(engine):
    def once(_):
        with writing(engine) as connection:
            number = revision(connection)
            connection.execute(text("UPDATE revision SET number = :n"), {"n": number + 1})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(once, range(80)))
    with reading(engine) as connection:
        assert revision(connection) == 80


OPENS = """
import sys, alembic.command
from models.store.database import open_store, reading, revision
from tests.refusals import refused
print("ready", flush=True), sys.stdin.readline()
with reading(open_store(sys.argv[1])) as connection: print(revision(connection))
"""


def test_two_processes_that_start_at_once_make_one_database(tmp_path):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", OPENS, f"sqlite:///{tmp_path / 'new.db'}"]
    started = [subprocess.Popen(command, **pipes) for _ in range(2)]
    assert [process.stdout.readline() for process in started] == ["ready\n"] * 2
    for process in started:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in started:
        out, error = process.communicate(timeout=60)
        assert (process.returncode, out.strip()) == (0, "0"), error


def test_the_migrations_make_what_the_tables_say(engine):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from models.store.tables import Table

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_a_database_newer_than_the_program_is_refused_unchanged(engine, database):
    write(engine, "UPDATE alembic_version SET version_num = '9999'")
    with refused("9999") as caught:
        open_store(database)
    assert HEAD in EN.refusal(caught.value)


def test_the_database_of_another_program_is_refused_unchanged(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipe (name)")
    before = path.read_bytes()
    with refused("chương trình khác"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "url",
    ["sqlite:////no/such/folder/x.db", "nonsense", "postgresql+psycopg://nobody:secret@127.0.0.1:1/none", "oracle://x"],
)
def test_a_database_that_cannot_be_opened_is_one_sentence_without_a_password(url):
    with refused() as caught:
        open_store(url)
    assert "secret" not in in_every_language(caught.value) + str(caught.value)


def test_a_damaged_file_is_refused_unchanged(tmp_path):
    path = tmp_path / "damaged.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    before = path.read_bytes()
    with refused():
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before
