"""What dies, fills up, is held or goes away loses nothing that was acknowledged, and says so in a sentence."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, select, text

from models.backup import backup
from models.demonstration import demonstrate
from models.store import HEAD, MIGRATIONS, Refused, damage, instant, open_store, reading, revision, writing
from models.tables import Agency, Review

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
FIRST = """
INSERT INTO agency (id, code, name_vi) VALUES (1, 'A', 'Sở A');
INSERT INTO plan (id, code, title_vi) VALUES (1, 'P', 'Kế hoạch');
INSERT INTO milestone (id, code) VALUES (1, 'M');
INSERT INTO milestone_version (id, milestone_id, plan_id, agency_id, title_vi, weight, target_lower, basis, due)
  VALUES (1, 1, 1, 1, 'Mốc', 1, false, 'document', '2016-12-31');
INSERT INTO status_line (id, milestone_id, reported_on, status, basis, recorded_at)
  VALUES (1, 1, '2016-05-01', 'in_progress', 'document', '2016-05-01 00:00:00');
INSERT INTO account (id, login, name, role, disabled) VALUES (1, 'an', 'An', 'admin', false)
"""


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
        for statement in FIRST.split(";"):
            connection.execute(text(statement))
    engine.dispose()


def _add(engine, code: str) -> None:
    with writing(engine) as connection:
        connection.execute(insert(Agency), {"code": code, "name_vi": code})
        instant(connection, NOW)


def _codes(engine) -> list[str]:
    with reading(engine) as connection:
        return connection.execute(select(Agency.code).order_by(Agency.id)).scalars().all()
