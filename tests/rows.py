"""Rows put straight into a database, for the tests of what keeps and changes them."""

from datetime import date

from sqlalchemy import Connection, Engine, insert, text

from models.store.database import writing
from models.store.tables import Account, Agency, Milestone, MilestoneVersion, Plan

# A milestone in progress, in columns every version of the program has had.
PLAN = """
INSERT INTO agency (id, code, name_vi) VALUES (1, 'A', 'Sở A');
INSERT INTO plan (id, code, title_vi) VALUES (1, 'P', 'Kế hoạch');
INSERT INTO milestone (id, code) VALUES (1, 'M');
INSERT INTO milestone_version (id, milestone_id, plan_id, agency_id, title_vi, weight, target_lower, basis, due)
  VALUES (1, 1, 1, 1, 'Mốc', 1, false, 'document', '2016-12-31');
INSERT INTO status_line (id, milestone_id, reported_on, status, basis, recorded_at)
  VALUES (1, 1, '2016-05-01', 'in_progress', 'document', '2016-05-01 00:00:00');
"""
# The same with a row in every table of history.
FACTS = (
    PLAN
    + """
INSERT INTO extension (id, milestone_id, decided_on, new_due, recorded_at)
  VALUES (1, 1, '2016-05-01', '2017-01-01', '2016-05-01 00:00:00');
INSERT INTO transfer (id, effective_on, milestone_id, to_agency_id, basis, recorded_at)
  VALUES (1, '2016-05-01', 1, 1, 'document', '2016-05-01 00:00:00');
INSERT INTO rename (id, agency_id, effective_on, name_vi, basis, recorded_at)
  VALUES (1, 1, '2016-05-01', 'Sở A', 'document', '2016-05-01 00:00:00');
INSERT INTO plan_closing (id, plan_id, closed_on, basis, recorded_at)
  VALUES (1, 1, '2017-12-31', 'document', '2016-05-01 00:00:00');
INSERT INTO withdrawal VALUES (1, '2016-05-02 00:00:00', 'an');
INSERT INTO extension_request VALUES (1, 1, '2017-01-01', 'Chờ kinh phí', '2016-05-02 00:00:00', 'an');
INSERT INTO request_answer VALUES (1, 1, NULL, '2016-05-03 00:00:00', 'binh');
INSERT INTO review VALUES (1, 1, '2016-05', true, '2016-05-02 00:00:00', 'binh');
INSERT INTO conclusion VALUES (1, 1, '2016-05-02', 'Làm xong trong tháng 6', '2016-05-02 00:00:00', 'binh');
INSERT INTO issued_month (id, month, edition, as_of, known_at, cutoff_day, numbers, reason, recorded_at, recorded_by)
  VALUES (1, '2016-04', 1, '2016-04-30', '2016-05-02 00:00:00', 14, 'hash', NULL, '2016-05-02 00:00:00', 'binh');
INSERT INTO pack VALUES (1, 1, 'vi', '1', 'hash', '{}', '2016-05-02 00:00:00', 'binh');
INSERT INTO amendment VALUES (1, 'agency', 'A', '{"name_vi": "Ban A"}', '{"name_vi": "Sở A"}', '2016-05-02 00:00:00', 'quan tri');
"""
)


def execute(connection: Connection, statements: str) -> None:
    for statement in filter(str.strip, statements.split(";")):
        connection.execute(text(statement))


def write(engine: Engine, statements: str) -> None:
    with writing(engine) as connection:
        execute(connection, statements)


def add_plan(connection: Connection, due: date, **leads: int) -> None:
    """Agencies A (1) and B (2), and plan P: milestones of these codes due on a day, each led by the agency of its number."""
    connection.execute(insert(Agency), [{"code": "A", "name_vi": "Sở A"}, {"code": "B", "name_vi": "Sở B"}])
    connection.execute(insert(Plan), {"code": "P", "title_vi": "Kế hoạch"})
    connection.execute(insert(Milestone), [{"code": code} for code in leads])
    version = {"plan_id": 1, "title_vi": "Mốc", "weight": 1.0, "target_lower": False, "basis": "document", "due": due}
    versions = [{**version, "milestone_id": n, "agency_id": agency} for n, agency in enumerate(leads.values(), 1)]
    connection.execute(insert(MilestoneVersion), versions)


def add_accounts(connection: Connection, *people: tuple[str, str, int | None]) -> None:
    """People who have signed in before, their names their logins: (login, role, the number of the agency)."""
    person = {"disabled": False, "must_change": False}
    rows = [
        {**person, "login": login, "name": login, "role": role, "agency_id": agency} for login, role, agency in people
    ]
    connection.execute(insert(Account), rows)
