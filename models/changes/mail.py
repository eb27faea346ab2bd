"""Mail out, by the server the settings name: reminders, once a person and day however often the job runs, and a month's report."""

import hashlib
import smtplib
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from sqlalchemy import Engine, Row, delete, insert, select

from models.store.database import Refused, reading, writing
from models.store.settings import Post
from models.store.tables import Account, Agency, Reminder, Role

_PATIENCE = 15  # seconds for each answer of the server
_WHOLE = SMTP.clone(max_line_length=998)  # of a header folded sooner Python loses blanks between its encoded words


@dataclass(frozen=True)
class Mail:
    """Plain text to one person."""

    account_id: int
    name: str
    address: str
    subject: str
    text: str


@dataclass
class Sent:
    """What became of each mail."""

    sent: list[Mail] = field(default_factory=list)
    before: list[Mail] = field(default_factory=list)  # the person was reminded on this day already
    failed: list[tuple[Mail, str]] = field(default_factory=list)  # with what the server said


def addressees(engine: Engine) -> list[Row]:
    """Whom reminders go to: directors with an address and an open account: id, name, email, agency (code)."""
    with reading(engine) as connection:
        return connection.execute(
            select(Account.id, Account.name, Account.email, Agency.code.label("agency"))
            .join(Agency, Agency.id == Account.agency_id)
            .where(Account.role == Role.DIRECTOR.value, Account.disabled.is_(False), Account.email.is_not(None))
            .order_by(Agency.code, Account.login)
        ).all()


def send(engine: Engine, post: Post, mails: Iterable[Mail], *, day: date, now: datetime) -> Sent:
    """Send a day's reminders.

    A person's place is taken in the database before the mail goes, and given back where it did not: of two jobs at once
    one sends it; what failed is sent by the next.  Raises `Refused` where the server cannot be reached.
    """
    done = Sent()
    mails = list(mails)
    if not mails:
        return done
    with _connected(post) as server:
        for mail in mails:
            if not _taken(engine, mail, day, now):
                done.before.append(mail)
                continue
            why = _refused(server, lambda mail=mail: _reminder(post, mail, day, now))
            if why is None:
                done.sent.append(mail)
            else:
                _given_back(engine, mail, day)
                done.failed.append((mail, why))
    return done


def send_file(
    post: Post, addresses: Iterable[str], subject: str, text: str, name: str, pdf: bytes, *, now: datetime
) -> dict[str, str | None]:
    """One mail to each address with a PDF attached; address -> what the server said against it (None = it took it).

    Nobody keeps who had it: sent again it goes again, under the same Message-ID, by which many a mailbox knows it.
    Raises `Refused` where the server cannot be reached.
    """

    def made(address: str) -> EmailMessage:
        seal = hashlib.sha256(pdf + address.encode()).hexdigest()[:32]
        message = _message(post, Address(addr_spec=address), subject, text, f"report.{seal}", now)
        message.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
        return message

    with _connected(post) as server:
        return {address: _refused(server, lambda address=address: made(address)) for address in addresses}


def _refused(server: smtplib.SMTP, made: Callable[[], EmailMessage]) -> str | None:
    """Why a mail did not go; None = it went."""
    try:
        message = made()
        message.policy = _WHOLE
        server.send_message(message)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return str(error)
    return None


def _connected(post: Post) -> smtplib.SMTP:
    try:
        if post.encrypted:
            server = smtplib.SMTP_SSL(post.host, post.port, timeout=_PATIENCE, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(post.host, post.port, timeout=_PATIENCE)
        try:
            server.ehlo_or_helo_if_needed()
            if not post.encrypted and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            elif not post.encrypted and post.user:
                raise ssl.SSLError("STARTTLS")  # a password is not sent for all to read
            if post.user:
                server.login(post.user, post.password)
        except BaseException:
            with suppress(smtplib.SMTPException, OSError):
                server.close()
            raise
    except (smtplib.SMTPException, OSError) as error:
        raise Refused("mail_not_sent", host=post.host, port=post.port, error=str(error)) from error
    return server


def _reminder(post: Post, mail: Mail, day: date, now: datetime) -> EmailMessage:
    to = Address(mail.name, addr_spec=mail.address)
    return _message(post, to, mail.subject, mail.text, f"reminder.{day}.{mail.account_id}", now)


def _message(post: Post, to: Address, subject: str, text: str, name: str, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address("Tiến độ", addr_spec=post.sender)
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{name}@{post.sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, charset="utf-8", cte="base64")
    return message


def _taken(engine: Engine, mail: Mail, day: date, now: datetime) -> bool:
    with writing(engine) as connection:
        mine = select(Reminder.day).where(Reminder.account_id == mail.account_id, Reminder.day == day)
        if connection.execute(mine).first():
            return False
        connection.execute(insert(Reminder), {"account_id": mail.account_id, "day": day, "recorded_at": now})
        return True


def _given_back(engine: Engine, mail: Mail, day: date) -> None:
    with writing(engine) as connection:
        connection.execute(delete(Reminder).where(Reminder.account_id == mail.account_id, Reminder.day == day))
