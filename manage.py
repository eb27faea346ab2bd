"""The command line: `python manage.py COMMAND -h`.  Data on stdout, talk on stderr.

Exit status: 0 done, 1 refused with reasons, 2 wrong usage.
"""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from models.settings import settings
from models.store import Refused, open_store, reading, stored_settings
from progress.scope import GROUPINGS


def main(arguments: list[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return options.run(options)
    except Refused as refused:
        print(refused.vi, file=sys.stderr)
        print(refused.en, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader had enough: `manage.py milestones | head`
        sys.stderr.close()
        return 0


def demo(options: argparse.Namespace) -> int:
    from models.demonstration import demonstrate

    engine = open_store(settings().database_url)
    made = demonstrate(engine)
    print("Đã tạo dữ liệu minh họa." if made else "Cơ sở dữ liệu đã có dữ liệu minh họa.", file=sys.stderr)
    return 0


def import_(options: argparse.Namespace) -> int:
    import json

    from models.imports import load

    engine = open_store(settings().database_url)
    outcome = load(
        engine,
        options.path,
        now=_now(engine),
        by=options.by,
        dry_run=options.dry_run,
        tick=_bar() if sys.stderr.isatty() else None,
    )
    if options.json:
        print(json.dumps(outcome.as_json(), ensure_ascii=False, indent=1))
    else:
        _say(outcome, options.dry_run)
    return 0 if outcome.accepted else 1


def export(options: argparse.Namespace) -> int:
    from models.exports import export

    for path in export(open_store(settings().database_url), options.out, options.as_of):
        print(path)
    return 0


def summary(options: argparse.Namespace) -> int:
    from progress import answers

    facts, scope = _asked(options)
    return _answer(answers.summary(facts, scope, options.by), options.format)


def series(options: argparse.Namespace) -> int:
    from progress import answers

    facts, scope = _asked(options)
    return _answer(answers.monthly(facts, scope, options.by), options.format)


def milestones(options: argparse.Namespace) -> int:
    from progress import answers

    facts, scope = _asked(options)
    return _answer(answers.milestones(facts, scope), options.format)


def check(options: argparse.Namespace) -> int:
    from models.store import damage
    from progress.facts import facts
    from progress.periods import today
    from progress.rules import BucketsDoNotAddUp, completion, standing
    from progress.scope import Scope

    engine = open_store(settings().database_url)
    found = damage(engine)
    if not found:  # the numbers of a damaged database mean nothing
        now = _now(engine)
        known = facts(engine)
        try:
            table = completion(standing(known, Scope.on(today(now), now)))
        except BucketsDoNotAddUp as error:
            found.append(str(error))
        else:
            print(
                f"{table['registered'][0]} mốc, {len(known.lines)} dòng tình hình, phiên bản dữ liệu {known.revision}"
            )
    for line in found:
        print(line)
    print("Không thấy lỗi." if not found else f"{len(found)} lỗi.", file=sys.stderr)
    return 1 if found else 0


def _now(engine) -> datetime:
    with reading(engine) as connection:
        return settings().now(stored_settings(connection), lambda: datetime.now(UTC))


def _asked(options: argparse.Namespace):
    """The facts and the scope that the options of a reading command name."""
    from progress.facts import facts
    from progress.scope import Scope

    engine = open_store(settings().database_url)
    now = options.now or _now(engine)
    known = facts(engine)
    for name, given, table in (("--plan", options.plan, known.plans), ("--agency", options.agency, known.agencies)):
        strange = [code for code in given if code not in set(table.iloc[:, 0])]
        if strange:
            raise Refused(f"{name}: không có mã {', '.join(strange)}.", f"{name}: no such code: {', '.join(strange)}.")
    scope = Scope.on(
        options.as_of,
        now,
        known_at=options.known_at or now,
        plans=tuple(options.plan),
        agencies=tuple(options.agency),
        cutoff=settings().cutoff_day,
    )
    return known, scope


def _answer(answer: dict, form: str) -> int:
    from progress.answers import as_csv, as_json

    sys.stdout.write(as_json(answer) + "\n" if form == "json" else as_csv(answer))
    return 0


def _say(outcome, dry_run: bool) -> None:
    for name in outcome.ignored:
        print(f"Không đọc: {name}", file=sys.stderr)
    for finding in (*outcome.errors, *outcome.warnings):
        where = f"{finding.file}, dòng {finding.row}, cột {finding.column}"
        print(f"{finding.rule}  {where}: {finding.message_vi}")
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


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day like 2019-11-14") from None


def _instant(text: str) -> datetime:
    from progress.periods import HANOI

    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not an instant like 2019-11-14T23:59:59+07:00") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=HANOI)


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

    out = command("export", export, "write everything in the import format")
    out.add_argument("--out", type=Path, required=True)
    out.add_argument("--as-of", type=_day)

    for name, run, text, grouped in (
        ("summary", summary, "every quantity of the definitions", True),
        ("series", series, "planned and done at each month's end", True),
        ("milestones", milestones, "each milestone with its bucket and flags", False),
    ):
        asked = command(name, run, text)
        asked.add_argument("--as-of", type=_day, required=True)
        asked.add_argument("--known-at", type=_instant, help="only what was recorded by then (default: now)")
        asked.add_argument("--now", type=_instant, help="the instant that decides which days are over")
        asked.add_argument("--plan", action="append", default=[])
        asked.add_argument("--agency", action="append", default=[])
        asked.add_argument("--format", choices=("json", "csv"), default="json")
        if grouped:
            asked.add_argument("--by", choices=GROUPINGS, default="total")

    command("check", check, "look for damage: the database's own check, keys, history, the sum of the buckets")
    return parser


if __name__ == "__main__":
    sys.exit(main())
