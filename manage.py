"""The command line: `python manage.py COMMAND -h`.  Data on stdout, talk on stderr.

Exit status: 0 done, 1 refused with reasons, 2 wrong usage.
"""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from models.store.clock import HANOI, instant, start_of, today
from models.store.database import Refused, open_store, stored_settings
from models.store.database import reading as reading_of
from models.store.settings import settings
from progress.numbers.scope import FIRST, GROUPINGS, LANGUAGES


def main(arguments: list[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except Refused as refused:
        from progress.say.languages import in_every_language

        print(in_every_language(refused), file=sys.stderr)
        return 2 if refused.reasons[0].key == "day_to_come" else 1
    except BrokenPipeError:  # the reader had enough: `manage.py milestones | head`
        sys.stderr.close()
        return 0


def demo(_options: argparse.Namespace) -> int:
    from models.changes.demonstration import demonstrate

    engine = open_store(settings().database_url)
    made = demonstrate(engine)
    print("Đã tạo dữ liệu minh họa." if made else "Cơ sở dữ liệu đã có dữ liệu minh họa.", file=sys.stderr)
    return 0


def import_(options: argparse.Namespace) -> int:
    import json

    from models.files.load import load
    from progress.say.languages import VI

    engine = open_store(settings().database_url)
    outcome = load(
        engine,
        options.path,
        now=_now(engine),
        by=options.by,
        dry_run=options.dry_run,
        tick=_bar() if sys.stderr.isatty() else None,
    )
    for name in outcome.ignored:
        print(f"Không đọc: {name}", file=sys.stderr)
    if options.json:
        print(json.dumps(outcome.as_json(VI.reason), ensure_ascii=False, indent=1))
    else:
        _say(outcome, options.dry_run)
    return 0 if outcome.accepted else 1


def read(options: argparse.Namespace) -> int:
    import json

    from models.files.annex import folder, reading
    from models.files.annex.known import known
    from progress.say.languages import VI

    _free_for_reading(options.out, folder.NAMES)
    files = [(str(path) if str(path) == "-" else path.name, _bytes(path)) for path in options.path]
    engine = open_store(settings().database_url)
    with reading_of(engine) as connection:
        what = known(connection, options.plan)
    found = reading.read(files, options.plan, what, _answers(options.answers), options.reported_on)
    if not found.refused:
        _write(folder.files(found, VI.annexed), options.out, folder.NAMES)
    said = folder.as_json(found, VI.annexed)
    if options.json:
        print(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        _say_reading(said)
    return 0 if found.is_done else 1


def export(options: argparse.Namespace) -> int:
    from models.files.export import export
    from progress.numbers.scope import no_day_to_come

    engine = open_store(settings().database_url)
    if options.as_of:
        no_day_to_come(options.as_of, _now(engine))
    for path in export(engine, options.out, options.as_of):
        print(path)
    return 0


def summary(options: argparse.Namespace) -> int:
    from progress.numbers import api

    return _answer(api.summary(_asked(options), options.by), options.format)


def series(options: argparse.Namespace) -> int:
    from progress.numbers import api

    return _answer(api.monthly(_asked(options), options.by), options.format)


def milestones(options: argparse.Namespace) -> int:
    from progress.numbers import api

    return _answer(api.milestones(_asked(options)), options.format)


def issue(options: argparse.Namespace) -> int:
    import json

    from models.people.rights import Operator
    from progress.month import issuing

    engine = open_store(settings().database_url)
    row = issuing.issue(
        engine, Operator(options.by), options.month, settings().cutoff_day, now=_now(engine), reason=options.reason
    )
    row |= {"as_of": row["as_of"].isoformat(), **{k: _hanoi(row[k]) for k in ("known_at", "recorded_at")}}
    print(json.dumps(row, ensure_ascii=False, indent=1))
    print(f"Đã phát hành kỳ {row['month']}, lần {row['edition']}.", file=sys.stderr)
    return 0


def report(options: argparse.Namespace) -> int:
    import json

    from models.changes import packs
    from models.changes.mail import send_file
    from models.people.rights import Operator
    from progress.month import issuing
    from progress.month import pack as made
    from progress.numbers.facts import facts

    setting = settings()
    if options.mail and not (setting.post and setting.report_to):
        raise Refused("report_settings")
    engine = open_store(setting.database_url)
    known = facts(engine)
    issued = issuing.issued(known.known, options.month, options.edition)
    files = made.pack(known, issued, options.lang)
    made.write(files, options.out)
    manifest = json.loads(files[made.MANIFEST])
    packs.keep(
        engine, Operator("manage.py report"), issued.month, issued.edition, options.lang, made.LOOK, manifest["numbers"],
        manifest["files"], now=_now(engine),
    )  # fmt: skip
    for name in files:
        print(options.out / name)
    if not options.mail:
        return 0
    said = made.mailed(files, issued, options.lang, setting.base_url)
    done = send_file(setting.post, setting.report_to, *said, now=datetime.now(UTC))
    for address, why in done.items():
        print(f"{address}: {why or 'đã gửi / sent'}", file=sys.stderr)
    return 1 if any(done.values()) else 0


def verify(options: argparse.Namespace) -> int:
    from functools import partial

    from models.changes import packs
    from progress.month import pack as made
    from progress.month import verify
    from progress.numbers.facts import facts

    engine = open_store(settings().database_url)
    known = facts(engine)
    found = verify.verify(verify.folder_files(options.folder), known, packs.kept(engine), partial(made.pack, known))
    for name, state in found.files.items():
        print(f"{state:<11} {name}")
    print(_verdict(found), file=sys.stderr)
    return 0 if found.is_same else 1


def account_add(options: argparse.Namespace) -> int:
    from models.people import accounts

    return _told(
        accounts.add,
        options,
        name=options.name or options.login,
        role=options.role,
        agency=options.agency,
        email=options.email,
    )


def account_list(_options: argparse.Namespace) -> int:
    from models.people import accounts

    rows = accounts.accounts(open_store(settings().database_url), _operator())
    return _answer({"rows": [row._asdict() for row in rows]}, "csv")


def account_disable(options: argparse.Namespace) -> int:
    from models.people import accounts

    engine = open_store(settings().database_url)
    done = accounts.disable(engine, _operator(), options.login, now=_now(engine))
    print(f"Đã khóa {options.login}." if done else f"{options.login} đã bị khóa từ trước.", file=sys.stderr)
    return 0


def account_password(options: argparse.Namespace) -> int:
    from models.people import accounts

    return _told(accounts.one_time_password, options)


def _operator():
    from models.people.rights import Operator

    return Operator("manage.py account")


def _told(make, options: argparse.Namespace, **particulars) -> int:
    """A one-time password that was just made, said once."""
    engine = open_store(settings().database_url)
    print(make(engine, _operator(), options.login, now=_now(engine), **particulars))
    print("Mật khẩu dùng một lần; đăng nhập rồi đổi ngay. / Works once: sign in and choose your own.", file=sys.stderr)
    return 0


def backup(options: argparse.Namespace) -> int:
    from models.store.backup import backup

    _copied(backup(open_store(settings().database_url), options.file))
    return 0


def restore(options: argparse.Namespace) -> int:
    from models.store.backup import restore

    url = settings().database_url
    restored = restore(url, options.file, by=options.by, now=datetime.now(UTC))
    _copied(restored)
    if restored.kept:
        print(f"Dữ liệu trước đó: {restored.kept}", file=sys.stderr)
    print("Mọi người phải đăng nhập lại. / Everybody signs in again.", file=sys.stderr)
    return 0


def _copied(made) -> None:
    """What was copied, row for row the same: the same text for a backup and for what is restored from it."""
    print(f"sha256 {made.contents}")
    print(", ".join(f"{table} {n}" for table, n in made.rows.items() if n), file=sys.stderr)


def remind(options: argparse.Namespace) -> int:
    from models.changes.mail import addressees, send
    from progress.numbers.facts import facts
    from progress.say.languages import VI
    from progress.send.reminders import mails, owing

    setting = settings()
    engine = open_store(setting.database_url)
    now = options.day or _now(engine)
    known = facts(engine)
    owed, people = owing(known, now, setting.cutoff_day, setting.remind_days), addressees(engine)
    made = mails(known, owed, people, now, setting.base_url, VI)
    unheard = [one.agency for one in owed if one.called and one.agency not in {person.agency for person in people}]
    if unheard:
        print(f"Không có địa chỉ thư: {', '.join(unheard)}", file=sys.stderr)
    if not options.send:
        for mail in made:
            print(f"To: {mail.name} <{mail.address}>\nSubject: {mail.subject}\n\n{mail.text}")
        print(f"{len(made)} thư, chưa gửi (gửi: --send). / Nothing was sent.", file=sys.stderr)
        return 0
    if setting.post is None:
        raise Refused("smtp_missing")
    done = send(engine, setting.post, made, day=today(now), now=datetime.now(UTC))
    for mail in done.sent:
        print(mail.address)
    for mail, why in done.failed:
        print(f"Không gửi được tới {mail.address}: {why}", file=sys.stderr)
    print(f"Đã gửi {len(done.sent)}, đã nhắc trong ngày {len(done.before)}, lỗi {len(done.failed)}.", file=sys.stderr)
    return 1 if done.failed else 0


def check(_options: argparse.Namespace) -> int:
    from models.store.database import damage
    from progress.numbers.facts import facts
    from progress.numbers.reading import Reading
    from progress.numbers.rules import BucketsDoNotAddUp
    from progress.numbers.scope import Scope

    engine = open_store(settings().database_url)
    found = damage(engine)
    if not found:  # the numbers of a damaged database mean nothing
        now = _now(engine)
        known = facts(engine)
        try:
            total = Reading(known, Scope.on(today(now), now)).total
        except BucketsDoNotAddUp as error:
            found.append(str(error))
        else:
            print(f"{total['registered']} mốc, {len(known.lines)} dòng tình hình, phiên bản dữ liệu {known.revision}")
    for line in found:
        print(line)
    print("Không thấy lỗi." if not found else f"{len(found)} lỗi.", file=sys.stderr)
    return 1 if found else 0


def _verdict(found) -> str:
    name = f"{found.month}, lần {found.edition} (số liệu phiên bản {found.version})"
    if found.is_same:
        return f"{name}: giống hệt bản đã phát hành. / The same to the byte."
    if found.only_look:
        return (
            f"{name}: số liệu giống hệt, chỉ hình thức đổi ({found.looks[0]} → {found.looks[1]}). "
            "/ The numbers are the same; only the look changed."
        )
    if found.older_rules:
        kept = "mọi tệp đúng mã băm đã lưu" if found.is_kept else "có tệp không có mã băm đã lưu"
        return (
            f"{name}: phát hành trước khi quy tắc tính được lưu theo phiên bản, không làm lại được; {kept}. "
            "/ older rules: not made again, compared with the hashes kept."
        )
    numbers = "số liệu giống / the numbers are the same" if found.numbers_same else "SỐ LIỆU KHÁC / OTHER NUMBERS"
    return f"{name}: không giống bản đã phát hành ({numbers}). / Not the same."


def _now(engine) -> datetime:
    with reading_of(engine) as connection:
        return settings().now(stored_settings(connection), lambda: datetime.now(UTC))


def _bytes(path: Path) -> bytes:
    """A file's bytes; "-" is what is pasted into the program."""
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused("file_not_read", path=path) from error


def _answers(path: Path | None) -> dict[str, object]:
    """The answers to questions: id -> answer, or the questions with their answers filled in."""
    import json

    if path is None:
        return {}
    try:
        given = json.loads(_bytes(path))
        if isinstance(given, dict) and isinstance(given.get("questions"), list):
            given = given["questions"]
        if isinstance(given, list):
            given = {one["id"]: one.get("answer") for one in given}
        if not isinstance(given, dict):
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("answers_not_read", path=path) from error
    return {name: answer for name, answer in given.items() if answer is not None}


def _free_for_reading(folder: Path, names: tuple[str, ...]) -> None:
    """Raises `Refused` where the folder holds anything but an earlier reading."""
    try:
        there = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise Refused("folder_not_written", folder=folder) from error
    if strange := [name for name in there if name not in names]:
        raise Refused("reading_folder_not_free", folder=folder, strange=strange[:3])


def _write(files: dict[str, bytes], folder: Path, names: tuple[str, ...]) -> None:
    """The files of a reading, and none of an earlier one."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in names:
            if name in files:
                (folder / name).write_bytes(files[name])
            else:
                (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise Refused("folder_not_written", folder=folder) from error


def _say_reading(said: dict) -> None:
    """A reading for a person: what was read, what is asked, what was left out or is doubtful."""
    for one in said["refused"]:
        print(f"{one['rule']}  {one['file']}: {one['message']}")
    if said["refused"]:
        print("Không ghi gì. / Nothing was written.", file=sys.stderr)
        return
    for one in said["questions"]:
        where = ", ".join(filter(None, (one["file"], one["part"], ", ".join(f"dòng {row}" for row in one["rows"]))))
        choices = " | ".join(f"{choice['value']} = {choice['label']}" for choice in one["choices"][:6])
        print(f"?  {one['id']}\n   {where}: {one['message']}\n   {choices}")
    for one in said["warnings"]:
        print(f"{one['rule']}  {one['part']}, dòng {one['row'] or '-'}: {one['message']}")
    print(
        f"{len(said['milestones'])} nhiệm vụ, {len(said['progress'])} báo cáo, {len(said['questions'])} câu hỏi, "
        f"{len(said['left_out'])} dòng không phải nhiệm vụ.",
        file=sys.stderr,
    )


def _asked(options: argparse.Namespace):
    """The reading that the options of a command name."""
    from progress.month import issuing
    from progress.numbers import api
    from progress.numbers.facts import facts
    from progress.say.languages import LANGUAGES

    engine = open_store(settings().database_url)
    now, known = options.now or _now(engine), facts(engine)
    issued = issuing.issued(known.known, options.month, options.edition) if options.month else None
    if issued and issuing.of_older_rules(known, issued):
        for words in LANGUAGES.values():
            print(words.issued.truths[issuing.OLDER_RULES], file=sys.stderr)
    return api.asked(
        known, now, settings().cutoff_day, issued=issued, as_of=options.as_of, known_at=options.known_at,
        plans=options.plan, agencies=options.agency,
    )  # fmt: skip


def _answer(answer: dict, form: str) -> int:
    from progress.numbers.api import as_csv, as_json

    sys.stdout.write(as_json(answer) + "\n" if form == "json" else as_csv(answer))
    return 0


def _say(outcome, dry_run: bool) -> None:
    from progress.say.languages import VI

    for finding in (*outcome.errors, *outcome.warnings):
        where = f"{finding.file}, dòng {finding.row}, cột {finding.column}"
        print(f"{finding.rule}  {where}: {VI.reason(finding.why)}")
    if not outcome.accepted:
        print(f"Không ghi gì: {len(outcome.errors)} lỗi. / Nothing was written.", file=sys.stderr)
        return
    said = "Thử, chưa ghi" if dry_run else "Đã ghi"
    for table in outcome.added:
        print(
            f"{said}: {table}: thêm {outcome.added[table]}, đổi {outcome.changed[table]}, "
            f"giữ nguyên {outcome.unchanged[table]}"
        )


def _bar():
    """A progress bar on the terminal for whatever takes longer than two seconds."""
    from time import monotonic

    started = monotonic()

    def tick(stage: str, done: int, total: int) -> None:
        if monotonic() - started > 2:
            filled = 30 * done // max(total, 1)
            end = "\n" if done >= total else ""
            print(f"\r{stage:<12} [{'#' * filled}{'.' * (30 - filled)}] {done}/{total}", end=end, file=sys.stderr)

    return tick


def _hanoi(at: datetime) -> str:
    return at.astimezone(HANOI).isoformat()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2019-11-14") from None


def _start_of_day(text: str) -> datetime:
    try:
        return start_of(_day(text))
    except OverflowError:  # the calendar's first day begins before it, by the clock of Greenwich
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2019-11-14") from None


def _instant(text: str) -> datetime:
    try:
        return instant(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an instant like 2019-11-14T23:59:59+07:00") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=run)
        return made

    command("demo", demo, "make the demonstration database: the shipped catalogue with illustrative progress")

    reading = command("import", import_, "load plans and progress from a folder, .csv or .xlsx: all or nothing")
    reading.add_argument("path", nargs="+", type=Path)
    reading.add_argument("--dry-run", action="store_true", help="check and count, write nothing")
    reading.add_argument("--json", action="store_true")
    reading.add_argument("--by", help="who loads it, kept with what is written")

    annex = command("read", read, "read an annex or a report as it is into tables for import, asking what is not clear")
    annex.add_argument("path", nargs="+", type=Path, metavar="FILE", help=".docx .xlsx .ods .csv .html ..., - = pasted")
    annex.add_argument("--plan", required=True, help="code of the plan that the files are parts of")
    annex.add_argument("--out", type=Path, required=True, help="a new or empty folder, or an earlier reading's")
    annex.add_argument("--answers", type=Path, help="JSON: id -> answer, or questions.json with its answers filled in")
    annex.add_argument("--reported-on", type=_day, help="day of the figures, where a report says none")
    annex.add_argument("--json", action="store_true")

    out = command("export", export, "write everything in the import format")
    out.add_argument("--out", type=Path, required=True)
    out.add_argument("--as-of", type=_day)

    for name, run, text, grouped in (
        ("summary", summary, "every quantity of the definitions", True),
        ("series", series, "planned and done at each month's end", True),
        ("milestones", milestones, "each milestone with its bucket and flags", False),
    ):
        asked = command(name, run, text)
        day = asked.add_mutually_exclusive_group(required=True)
        day.add_argument("--as-of", type=_day)
        day.add_argument("--month", help="an issued month (2019-11): its day, and only what was known at its issue")
        asked.add_argument("--edition", type=int, help="of the issued month (default: the last)")
        asked.add_argument("--known-at", type=_instant, help="only what was recorded by then (default: now)")
        asked.add_argument("--now", type=_instant, help="the instant that decides which days are over")
        asked.add_argument("--plan", action="append", default=[])
        asked.add_argument("--agency", action="append", default=[])
        asked.add_argument("--format", choices=("json", "csv"), default="json")
        if grouped:
            asked.add_argument("--by", choices=GROUPINGS, default="total")

    fixed = command("issue", issue, "fix a closed month's numbers for ever")
    fixed.add_argument("month", help="such as 2019-11")
    fixed.add_argument("--by", required=True, help="who issues it, kept with the month")
    fixed.add_argument("--reason", help="why it is issued again")

    made = command("report", report, "write an issued month's pack: PDF, pictures, tables, paragraph, manifest")
    made.add_argument("month", help="such as 2019-11")
    made.add_argument("--out", type=Path, required=True, help="a new or empty folder, or the same pack's")
    made.add_argument("--lang", choices=LANGUAGES, default=FIRST)
    made.add_argument("--edition", type=int, help="default: the last")
    made.add_argument("--mail", action="store_true", help="send the paragraph and the PDF to those of REPORT_TO")

    again = command("verify", verify, "make a pack again and say file by file whether it is the same")
    again.add_argument("folder", type=Path, metavar="DIR")

    doing = command("account", None, "the people who sign in").add_subparsers(required=True, metavar="ACTION")
    for name, run, text in (
        ("add", account_add, "make an account; its one-time password goes to stdout"),
        ("list", account_list, "every account, as CSV"),
        ("disable", account_disable, "close an account and sign it out"),
        ("password", account_password, "a new one-time password to stdout; the account is signed out"),
    ):
        action = doing.add_parser(name, help=text, description=text)
        action.set_defaults(run=run)
        if name != "list":
            action.add_argument("login")
        if name == "add":
            action.add_argument("--name", help="as others read it; default: the login")
            action.add_argument("--role", required=True, choices=("viewer", "director", "coordinator", "admin"))
            action.add_argument("--agency", help="code of a director's own agency")
            action.add_argument("--email", help="for reminders; an identity provider knows the person by it")

    into = command("backup", backup, "copy the whole database into one new file, while work goes on")
    into.add_argument("file", type=Path, metavar="FILE")

    back = command("restore", restore, "fill the database with a backup; what it holds is kept in a file beside it")
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--by", default="manage.py restore", help="who restores, kept in the audit trail")

    reminding = command("remind", remind, "who is to be reminded today, and of what: printed, or sent by SMTP")
    reminding.add_argument("--send", action="store_true", help="send the mails: one a person and day")
    reminding.add_argument("--day", type=_start_of_day, help="the day to remind on (default: today)")

    command("check", check, "look for damage: the database's own check, keys, history, the sum of the buckets")
    return parser


if __name__ == "__main__":
    sys.exit(main())
