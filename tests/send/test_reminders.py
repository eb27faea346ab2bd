"""Who owes what on which day, in words; a mail once a person and day, by a real SMTP server."""

import contextlib
import email
import email.policy
import shutil
import socket
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlalchemy import select, update

from models.changes import mail
from models.changes.mail import Mail
from models.store.database import open_store, reading, writing
from models.store.settings import Post, settings
from models.store.tables import Account, Reminder, Role
from progress.numbers.periods import start_of
from progress.say.languages import EN, VI, in_every_language
from progress.send.reminders import mails, occasion, owing, subject, text
from tests.cases import facts
from tests.refusals import refused
from tests.test_manage import Command

NOW = datetime.fromisoformat("2019-12-12T09:00:00+07:00")
DAY = date(2019, 12, 12)
AROUND = (-2, 0, 2)


def milestone(code: str, due: str | None, agency: str = "A") -> dict:
    return {"milestone": code, "due": due, "agency": agency, "title_vi": f"Việc {code}"}


def line(code: str, reported_on: str, status: str = "in_progress") -> dict:
    return {"milestone": code, "reported_on": reported_on, "status": status}


def owed(known, day: str, agency: str = "A"):
    found = owing(known, start_of(date.fromisoformat(day)), 14, AROUND)
    return next((one for one in found if one.agency == agency), None)


# Who owes what -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "name", "over"),
    [
        ("2019-12-12", "2019-12", False),
        ("2019-12-13", None, None),
        ("2019-12-14", "2019-12", False),
        ("2019-12-15", None, None),
        ("2019-12-16", "2019-12", True),
        ("2019-12-17", None, None),
    ],
)
def test_the_cut_off_is_reminded_of_before_on_and_after_it(day, name, over):
    found = occasion(date.fromisoformat(day), 14, AROUND)
    assert found is None if name is None else (found[0].name, found[1]) == (name, over)


def test_only_open_milestones_without_this_periods_line_are_owed():
    known = facts(
        [milestone(code, "2020-12-31") for code in "abcd"],
        [line("b", "2019-11-15"), line("c", "2019-11-14"), line("d", "2019-10-01", "done")],
    )
    assert owed(known, "2019-12-12").not_updated == 2  # a, c
    assert owed(known, "2019-12-13").not_updated == 0 and not owed(known, "2019-12-13").called


def test_after_the_cut_off_what_came_late_is_no_longer_owed():
    known = facts([milestone(code, "2020-12-31") for code in "abc"], [line("b", "2019-12-14"), line("c", "2019-12-16")])
    found = owed(known, "2019-12-16")
    assert (found.not_updated, found.closed, found.called) == (1, True, True)


def test_an_agency_that_has_reported_everything_is_left_in_peace():
    assert not owed(facts([milestone("a", "2020-12-31")], [line("a", "2019-12-01")]), "2019-12-12").called
    assert owed(facts([milestone("a", "2019-01-31")], [line("a", "2019-01-01", "done")]), "2019-12-12") is None


@pytest.mark.parametrize(
    ("day", "called"),
    [("2020-05-31", True), ("2020-06-01", False), ("2020-06-23", True), ("2020-06-29", True), ("2020-06-30", False),
     ("2020-07-01", True), ("2020-07-02", False), ("2020-07-07", True), ("2020-07-08", False)],
)  # fmt: skip
def test_a_deadline_calls_thirty_seven_and_one_day_before_it_then_late_and_weekly(day, called):
    assert owed(facts([milestone("a", "2020-06-30")]), day).called is called


def test_a_reminder_says_all_that_is_owed_and_where_to_update():
    known = facts([milestone("late", "2019-11-30"), milestone("soon", "2019-12-31"), milestone("far", "2021-01-31")])
    found = owed(known, "2019-12-12")
    assert subject(found, VI) == "Còn 3 mốc chưa cập nhật, chốt ngày 14/12/2019"
    assert text(known, found, "Nguyễn Văn An", NOW, "https://t.vn", VI).splitlines() == [
        "Kính gửi Nguyễn Văn An,", "",
        "A: còn 3 mốc chưa cập nhật, chốt ngày 14/12/2019", "",
        "Quá hạn:", "- Việc late (late): hạn 30/11/2019, quá hạn 12 ngày", "",
        "Sắp đến hạn:", "- Việc soon (soon): hạn 31/12/2019, còn 19 ngày", "",
        "Cập nhật tại: https://t.vn/update?agency=A",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("due", "day", "says"),
    [
        ("2020-12-31", "2019-12-16", "Còn 1 mốc chưa cập nhật, kỳ đã chốt ngày 14/12/2019"),
        ("2019-12-12", "2019-12-13", "1 mốc quá hạn"),
        ("2019-12-20", "2019-12-13", "1 mốc sắp đến hạn"),
    ],
)
def test_the_subject_is_what_is_most_urgent(due, day, says):
    found = owed(facts([milestone("a", due)]), day)
    assert found.called and subject(found, VI) == says


def test_a_reminder_of_made_up_milestones_says_so():
    known = facts([{**milestone("a", "2020-12-31"), "basis": "illustrative"}])
    assert VI.terms.illustrative in text(known, owed(known, "2019-12-12"), "An", NOW, "https://t.vn", VI)
    assert EN.terms.illustrative in text(known, owed(known, "2019-12-12"), "An", NOW, "https://t.vn", EN)


def test_a_mail_goes_to_each_person_of_an_agency_that_owes_and_to_no_other():
    known = facts([milestone("a", "2020-12-31"), milestone("b", "2020-12-31", "B")], [line("b", "2019-12-01")])
    people = [SimpleNamespace(id=n, name="x", email=f"{n}@x.vn", agency=a) for n, a in enumerate("AAB", 1)]
    made = mails(known, owing(known, NOW, 14, AROUND), people, NOW, "https://t.vn", VI)
    assert [mail.address for mail in made] == ["1@x.vn", "2@x.vn"]


# Sending -------------------------------------------------------------------------------------------------------------------


class Box:
    """A mail server's post: what came, and whom it refuses."""

    def __init__(self) -> None:
        self.mails, self.refused, self.users = [], set(), []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def authenticated(self, server, session, envelope, mechanism, data) -> AuthResult:
        self.users.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=True)


@contextlib.contextmanager
def smtp(**options):
    box = Box()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, authenticator=box.authenticated, **options)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()


@pytest.fixture
def box():
    with smtp() as made:
        yield made


@pytest.fixture
def people(engine):
    """Accounts 1 to 3, and a mail to each."""
    with writing(engine) as connection:
        connection.execute(
            Account.__table__.insert(),
            [{"login": f"p{n}", "name": "x", "role": "viewer", "disabled": False, "must_change": False} for n in (1, 2, 3)],
        )  # fmt: skip
    return engine, [Mail(n, "Trần Thị Đỗ", f"p{n}@x.vn", "Còn 3 mốc chưa cập nhật", "Kính gửi\n") for n in (1, 2, 3)]


def reminded(engine) -> list[int]:
    with reading(engine) as connection:
        return sorted(connection.execute(select(Reminder.account_id)).scalars())


def server(port: int) -> Post:
    return Post("127.0.0.1", port, False, None, None, "tiendo@x.vn")


def test_a_person_is_reminded_once_a_day_however_often_the_job_runs(people, box):
    engine, made = people
    arrived, port = box
    first = mail.send(engine, server(port), made, day=DAY, now=NOW)
    again = mail.send(engine, server(port), made, day=DAY, now=NOW)
    assert (len(first.sent), len(again.sent), len(again.before), len(arrived.mails)) == (3, 0, 3, 3)
    mail.send(engine, server(port), made[:1], day=date(2019, 12, 14), now=NOW)
    assert len(arrived.mails) == 4 and reminded(engine) == [1, 1, 2, 3]


def test_two_jobs_at_once_send_each_mail_once(people, box):
    engine, made = people
    arrived, port = box
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda _: mail.send(engine, server(port), made, day=DAY, now=NOW), range(2)))
    assert sum(len(one.sent) for one in done) == len(arrived.mails) == 3


def test_the_mail_is_vietnamese_plain_text(people, box):
    engine, made = people
    arrived, port = box
    mail.send(engine, server(port), made[:1], day=DAY, now=NOW)
    (came,) = arrived.mails
    assert (came["Subject"], came["To"]) == ("Còn 3 mốc chưa cập nhật", "Trần Thị Đỗ <p1@x.vn>")
    assert (came.get_content_type(), came.get_content()) == ("text/plain", "Kính gửi\n")
    assert came["Auto-Submitted"] == "auto-generated" and "Tiến độ" in came["From"]


def test_a_long_name_and_subject_arrive_with_every_blank(people, box):
    engine, _ = people
    arrived, port = box
    name = subject = "Báo cáo tiến độ kỳ 2019-11, phát hành lần 1 cho Trần Thị Đỗ Nguyễn Văn An chốt ngày 14/12"
    mail.send(engine, server(port), [Mail(1, name, "p1@x.vn", subject, "t" * 200)], day=DAY, now=NOW)
    (came,) = arrived.mails
    assert (came["Subject"], came["To"].addresses[0].display_name) == (subject, name)
    assert came.get_content() == "t" * 200 + "\n"


def test_what_was_not_taken_is_named_and_sent_by_the_next_job(people, box):
    engine, made = people
    arrived, port = box
    arrived.refused = {"p2@x.vn"}
    done = mail.send(engine, server(port), made, day=DAY, now=NOW)
    assert ([m.account_id for m in done.sent], [m.account_id for m, _ in done.failed]) == ([1, 3], [2])
    assert "no such mailbox" in done.failed[0][1] and reminded(engine) == [1, 3]
    arrived.refused = set()
    assert [m.account_id for m in mail.send(engine, server(port), made, day=DAY, now=NOW).sent] == [2]


def test_an_address_that_cannot_be_written_stops_no_other(people, box):
    engine, made = people
    arrived, port = box
    strange = Mail(1, "An\r\nBcc: x@y.vn", "p1@x.vn", "s", "t")
    done = mail.send(engine, server(port), [strange, made[1]], day=DAY, now=NOW)
    assert (len(done.failed), len(arrived.mails), arrived.mails[0]["Bcc"]) == (1, 1, None)


def test_no_server_is_a_sentence_and_nobody_counts_as_reminded(people):
    engine, made = people
    with smtp() as (_, port):
        pass
    with refused(f"127.0.0.1:{port}"):
        mail.send(engine, server(port), made, day=DAY, now=NOW)
    assert reminded(engine) == []


def test_a_password_is_not_sent_for_all_to_read(people, box):
    engine, made = people
    arrived, port = box
    with refused("STARTTLS"):
        mail.send(engine, Post("127.0.0.1", port, False, "u", "p", "t@x.vn"), made, day=DAY, now=NOW)
    assert arrived.mails == arrived.users == []


def test_a_password_goes_by_starttls_to_a_server_that_proves_its_name(people, tmp_path, monkeypatch):
    engine, made = people
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate,
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    with smtp(tls_context=context) as (arrived, port):
        named = Post("127.0.0.1", port, False, "ten", "mat khau", "t@x.vn")
        with refused("CERTIFICATE"):
            mail.send(engine, named, made, day=DAY, now=NOW)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert len(mail.send(engine, named, made, day=DAY, now=NOW).sent) == 3
        assert set(arrived.users) == {("ten", "mat khau")}


# The command and its settings ----------------------------------------------------------------------------------------------


@pytest.fixture
def command(demonstration_url, tmp_path) -> Command:
    """The demonstration, with an address for its director and another for a closed account."""
    path = tmp_path / "progress.db"
    shutil.copy(demonstration_url.removeprefix("sqlite:///"), path)
    engine = open_store(f"sqlite:///{path}")
    with writing(engine) as connection:
        connection.execute(update(Account).where(Account.login == "director").values(email="gd@x.vn"))
        closed = {"login": "closed", "name": "x", "role": Role.DIRECTOR.value, "agency_id": 1, "email": "c@x.vn", "disabled": True, "must_change": False}  # fmt: skip
        connection.execute(Account.__table__.insert(), closed)
    engine.dispose()
    return Command(path)


def test_the_command_prints_and_sends_only_when_told(command, box):
    arrived, port = box
    dry = command("remind", BASE_URL="https://tiendo.example.vn/")
    assert dry.returncode == 0 and " <gd@x.vn>\n" in dry.stdout and "c@x.vn" not in dry.stdout
    assert "chốt ngày 14/12/2019" in dry.stdout and "https://tiendo.example.vn/update?agency=STTTT" in dry.stdout
    assert VI.terms.illustrative in dry.stdout and "SNV" in dry.stderr and arrived.mails == []
    environment = {"SMTP_URL": f"smtp://127.0.0.1:{port}", "SMTP_FROM": "tiendo@x.vn"}
    assert command("remind", "--send", **environment).stdout == "gd@x.vn\n"
    assert command("remind", "--send", **environment).stdout == "" and len(arrived.mails) == 1
    assert command("remind", "--send", "--day", "2019-12-14", **environment).stdout == "gd@x.vn\n"
    assert "14/12/2019" in arrived.mails[-1]["Subject"]


def test_sending_without_a_server_is_refused(command):
    done = command("remind", "--send")
    assert (done.returncode, done.stdout) == (1, "") and "SMTP_URL" in done.stderr


def test_a_months_report_goes_to_each_address_and_what_was_not_taken_is_named(command, box, tmp_path):
    arrived, port = box
    assert command("issue", "2019-11", "--by", "An").returncode == 0
    arrived.refused = {"b@x.vn"}
    told = ("report", "2019-11", "--out", str(tmp_path / "pack"), "--mail")
    environment = {"SMTP_URL": f"smtp://127.0.0.1:{port}", "SMTP_FROM": "tiendo@x.vn", "BASE_URL": "https://t.vn"}
    done = command(*told, **environment, REPORT_TO="a@x.vn, b@x.vn,a@x.vn")
    assert done.returncode == 1 and "b@x.vn" in done.stderr and "no such mailbox" in done.stderr
    (came,) = arrived.mails
    assert (came["To"], came["Subject"]) == ("a@x.vn", "Báo cáo tiến độ kỳ 2019-11, phát hành lần 1")
    text, (pdf,) = came.get_body().get_content(), came.iter_attachments()
    paragraph = (tmp_path / "pack" / "2019-11_doan-van.txt").read_text("utf-8-sig")
    assert text == f"{paragraph}\nXem trên màn hình: https://t.vn/report?month=2019-11&edition=1&lang=vi\n"
    assert pdf.get_filename() == "2019-11_bao-cao.pdf"
    assert pdf.get_content() == (tmp_path / "pack" / "2019-11_bao-cao.pdf").read_bytes()


def test_no_pack_is_made_to_be_mailed_to_nobody(command, tmp_path):
    done = command("report", "2019-11", "--out", str(tmp_path / "pack"), "--mail")
    assert done.returncode == 1 and "REPORT_TO" in done.stderr and not (tmp_path / "pack").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REPORT_TO", "a@x.vn, an"),
        ("SMTP_URL", "http://x"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://user@x"),
        ("SMTP_URL", "smtp://x:port"),
        ("SMTP_URL", "smtp://u:m%E1%BA%ADt@x"),  # SMTP knows ASCII passwords only
        ("SMTP_URL", "smtp://x"),  # without SMTP_FROM
        ("SMTP_FROM", "an"),
        ("SMTP_FROM", "a@x.vn\nBcc: b@x.vn"),
        ("BASE_URL", "tiendo.example.vn"),
        ("BASE_URL", "https://x/?q=1"),
        ("REMIND_DAYS", "soon"),
        ("REMIND_DAYS", "-20"),
    ],
)
def test_a_setting_that_cannot_be_understood_is_named(name, value):
    with refused(name):
        settings({name: value})


def test_a_password_in_a_setting_is_not_repeated():
    with refused() as caught:
        settings({"SMTP_URL": "smtp://u:geheim@host:port", "SMTP_FROM": "a@x.vn"})
    assert "geheim" not in in_every_language(caught.value) + str(caught.value)
    read = settings({"SMTP_URL": "smtps://u%40x:p%2F@host", "SMTP_FROM": "a@x.vn", "REMIND_DAYS": "0,-3"})
    assert read.post == Post("host", 465, True, "u@x", "p/", "a@x.vn") and read.remind_days == (-3, 0)
