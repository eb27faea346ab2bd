"""The report and its pictures laid out by typst: `Contents` -> PDF and PNG.

The templates in typeset/ draw; here is only what they are told.  Nothing of the machine goes in: the fonts are those inside
typst, the date in the files is the month's own instant.
"""

import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from progress.month.report import Contents, Group, List, bar_label, longest, overview_title
from progress.say.formats import day
from progress.say.languages import LANGUAGES, Words, shortened
from progress.show.figures import EVEN, gap_sentence

TEMPLATES = Path(__file__).parent / "typeset"
PICTURES = ("tong-quan", "co-quan-nam", "duong-chu-s", "co-quan", "ke-hoach")
STANDARDS = ["a-2a", "ua-1"]
_PIXELS = 144.0  # per inch
_PAGE_WIDTH, WORD_WIDTH, SLIDE_WIDTH = 1191, 1386, 1920  # pixels
_PICTURED = 40  # rows a picture has room for
_LABEL_ROOM = 0.62  # beside the report's day, as a share of what lies before it
_LONGEST = 120  # seconds
_LONGEST_WORD = 24  # letters; a longer one may break anywhere

# The columns of each list on paper and how wide they are (0 = as needed).
_COLUMNS = {
    "overdue": {"number": 0, "title": 4.6, "lead": 2.6, "supporting": 2.6, "due_in_force": 1.75, "days_overdue": 1.2,
                "claim": 1.35, "note": 2.6},
    "changes": {"number": 0, "change": 1.5, "title": 4.4, "lead": 2.6, "details": 2.9, "decision": 1.9, "code": 1.5},
    "silent": {"number": 0, "lead": 6, "open_n": 2},
    "late": {"number": 0, "title": 4.4, "lead": 2.6, "state": 1.9, "happened_on": 1.75, "recorded_at": 1.75, "code": 1.5},
}  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """pdf: the report, tagged PDF/A.  pages: the same as PNG, 1191 × 1684.  pictures: by the names of `PICTURES`, each as PNG for
    a document (1386 wide) and for a slide (1920 × 1080)."""

    pdf: bytes
    pages: tuple[bytes, ...]
    pictures: dict[str, tuple[bytes, bytes]]


def printed(contents: Contents, numbers: str) -> Printed:
    """The report and its pictures.  numbers: the fingerprint, kept in every file.  Raises `NotPrinted`."""
    pdf, *made = _compiled(contents, numbers)
    made = [_signed(page, contents, numbers) for page in made]
    widths = [struct.unpack(">I", page[16:20])[0] for page in made]
    pages = widths.count(_PAGE_WIDTH)
    if widths != [_PAGE_WIDTH] * pages + [WORD_WIDTH, SLIDE_WIDTH] * len(PICTURES):
        raise NotPrinted("a picture does not fit its page")
    pairs = zip(made[pages::2], made[pages + 1 :: 2], strict=True)
    return Printed(pdf, tuple(made[:pages]), dict(zip(PICTURES, pairs, strict=True)))


class NotPrinted(RuntimeError):
    """The report cannot be laid out, or a picture has more in it than its one page holds: nothing is made."""


def said(png: bytes) -> dict[str, str]:
    """What a PNG of a pack says of itself: month, edition, lang, numbers; empty where it is none of ours or damaged."""
    found = {}
    for kind, content in _chunks(png):
        if kind == b"tEXt" and b"\0" in content:
            name, text = content.split(b"\0", 1)
            if name.startswith(b"tien-do "):
                found[name.decode("latin-1").removeprefix("tien-do ")] = text.decode("latin-1")
    return found


def _compiled(contents: Contents, numbers: str) -> list[bytes]:
    """The PDF and each page as PNG, made in a process of its own (typeset/compile.py)."""
    asked = {
        "data": json.dumps(_told(contents, numbers), ensure_ascii=False),
        "timestamp": int(contents.known_at.timestamp()),
        "standards": STANDARDS,
        "ppi": _PIXELS,
    }
    try:
        run = subprocess.run(
            [sys.executable, "-I", str(TEMPLATES / "compile.py")],
            input=json.dumps(asked).encode(), capture_output=True, timeout=_LONGEST, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NotPrinted(f"not done after {_LONGEST} s") from error
    if run.returncode:
        raise NotPrinted(run.stderr.decode(errors="replace").strip() or f"exit {run.returncode}")
    made, place = [], 0
    while place < len(run.stdout):
        (length,) = struct.unpack(">Q", run.stdout[place : place + 8])
        made.append(run.stdout[place + 8 : place + 8 + length])
        place += 8 + length
    return made


def _signed(png: bytes, contents: Contents, numbers: str) -> bytes:
    """The picture with its month, edition, language and numbers written into it, unseen."""
    head = len(_PNG) + 25  # the signature and the first chunk, IHDR
    said = {"month": contents.month, "edition": str(contents.edition), "lang": contents.lang, "numbers": numbers}
    chunks = b"".join(_chunk(b"tEXt", f"tien-do {name}\0{text}".encode("latin-1")) for name, text in said.items())
    return png[:head] + chunks + png[head:]


_PNG = b"\x89PNG\r\n\x1a\n"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_PNG)
    while png.startswith(_PNG) and place + 8 <= len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        yield kind, png[place + 8 : place + 8 + length]
        place += 12 + length


def _told(contents: Contents, numbers: str) -> dict:
    """What the templates are told: text in the reader's language, shares 0-1."""
    words = LANGUAGES[contents.lang]
    heads = words.report.heads
    known = contents.known_at
    return {
        "lang": contents.lang,
        "region": words.locale.partition("-")[2].lower(),
        "document_title": f"{contents.title}. {contents.subtitle}",
        "author": [name for name in contents.authority if name][-1:],
        "keywords": [contents.month, f"edition {contents.edition}", contents.lang, f"sha256 {numbers}"],
        "date": [known.year, known.month, known.day],
        "mark": contents.mark,
        "authority": list(contents.authority),
        "nation": list(contents.nation),
        "number_line": contents.number_line,
        "date_line": contents.date_line,
        "title": contents.title,
        "subtitle": contents.subtitle,
        "foot": contents.foot,
        "paragraph": contents.paragraph,
        "empty": not contents.states,
        "words": {**heads, "done": words.terms.done, "claimed": words.terms.claimed, "planned": words.terms.planned,
                  "overdue": words.columns.overdue_n},
        "overview_title": overview_title(contents, words),
        "rates": [{"name": r.name, "text": r.text, "of": r.of, "more": r.more} for r in contents.rates],
        "overdue": {"name": words.columns.overdue_n, "n": contents.overdue, "text": words.integer(contents.overdue),
                    "more": longest(contents, words)},
        "due_soon": {"name": words.overview.due_soon_n, "text": words.integer(contents.due_soon)},
        "states_title": words.overview.states_title.format(n=words.integer(contents.total.scope)),
        "states": [
            {"key": s.key, "name": s.name, "sign": s.sign, "count": s.count, "text": words.integer(s.count)}
            for s in contents.states
        ],
        "heat": _heat(contents, words),
        "agencies": _bars(contents.bars_title, contents.bars_note, contents.agencies, words),
        "plans": _bars(contents.plans_title, contents.bars_note, contents.plans, words),
        "curve": _curve(contents, words),
        "lists": [_list(t, words) for t in (contents.overdue_list, contents.changes, contents.silent, contents.late)],
        "method": list(contents.method),
        "alts": {
            "rates": ". ".join(f"{r.name} {r.text}, {r.of}" for r in contents.rates),
            "states": ". ".join(f"{s.name}: {words.integer(s.count)}" for s in contents.states),
            "curve": f"{contents.curve_title}. {contents.curve_note}",
        },
    }  # fmt: skip


def _heat(contents: Contents, words: Words) -> dict:
    def row(cells, name: str, kind: str) -> dict:
        shown = [
            None if c is None else {"text": words.count(c.done, c.scope), "share": c.share, "overdue": c.overdue}
            for c in cells
        ]
        return {"name": _breakable(name), "kind": kind, "cells": shown}

    groups = contents.agencies
    rows = [row(cells, g.name, _heading(g.kind)) for cells, g in zip(contents.heat.rows, groups, strict=False)]
    return {
        "title": contents.heat_title,
        "note": contents.heat_note,
        "years": list(contents.heat.years),
        "rows": rows,
        **_pictured(rows, words),
        "total": row(contents.heat.rows[-1], words.terms.total, ""),
    }


def _bars(title: str, note: str, groups: tuple[Group, ...], words: Words) -> dict:
    rows = [
        {
            "name": _breakable(g.name),
            "kind": _heading(g.kind),
            "letter": g.letter,
            "colour": g.colour,
            "done": g.weight_done or 0,
            "claimed": g.weight_claimed or 0,
            "planned": g.weight_planned,
            "label": bar_label(g, words),
            "overdue": words.integer(g.overdue) if g.overdue else "",
        }
        for g in groups
    ]
    return {"title": title, "note": note, "rows": rows, **_pictured(rows, words)}


def _pictured(rows: list[dict], words: Words) -> dict:
    """The rows that a single picture has room for, names cut to a line or two, and how many are left."""
    left = len(rows) - _PICTURED
    return {
        "pictured": [{**row, "name": shortened(row["name"], 64)} for row in rows[:_PICTURED]],
        "more": words.report.rest.format(n=words.integer(left)) if left > 0 else "",
    }


def _curve(contents: Contents, words: Words) -> dict:
    """The points of the S-curve as shares of its width and height, with its ticks and the labels at the report's day."""
    points = contents.curve
    drawn = {"title": contents.curve_title, "note": contents.curve_note, "day": day(contents.as_of), "planned": [],
             "done": [], "claimed": [], "ticks": [], "labels": [], "at": 0}  # fmt: skip
    if not points:
        return drawn
    start = min(points[0].month, contents.as_of).toordinal()
    last = max(
        points[-1].end.toordinal(), contents.as_of.toordinal() + (contents.as_of.toordinal() - start) * _LABEL_ROOM
    )
    span = max(last - start, 1)

    def x(date) -> float:
        return (date.toordinal() - start) / span

    for name in ("planned", "done", "claimed"):
        drawn[name] = [[x(p.end), min(getattr(p, name), 1)] for p in points if getattr(p, name) is not None]
    years = points[-1].end.year - points[0].month.year
    step = 1 if years <= 12 else 2 if years <= 24 else 5 if years <= 60 else 10
    drawn["ticks"] = [
        [x(p.month), str(p.month.year)] for p in points if p.month.month == 1 and p.month.year % step == 0
    ]
    if years < 2:
        drawn["ticks"] = [[x(p.month), f"{p.month:%m/%Y}"] for p in points if p.month.month % 3 == 1]
    drawn["at"] = x(contents.as_of)
    total = contents.total
    gap = (total.weight_planned or 0) - (total.weight_done or 0)
    named = [
        (total.weight_claimed or 0, f"{words.terms.claimed} {words.percent(total.weight_claimed)}", "quiet"),
        (total.weight_planned or 0, f"{words.terms.planned} {words.percent(total.weight_planned)}", "quiet"),
        (total.weight_done or 0, f"{words.terms.done} {words.percent(total.weight_done)}", "done"),
    ]
    named.sort(key=lambda label: -label[0])
    lowest = named[-1][0]
    named.append((lowest, gap_sentence(gap, words), "behind" if gap > EVEN else "ahead"))
    drawn["labels"] = [{"y": share, "text": text, "tone": tone} for share, text, tone in named]
    return drawn


def _list(listed: List, words: Words) -> dict:
    """A list on paper; a column nothing stands in is left out."""
    widths, printed = _COLUMNS[listed.key], listed.printed
    table = printed.only(*(key for key in widths if key in printed.filled))
    places = list(enumerate(table.columns))
    return {
        "title": listed.title,
        "sentence": listed.sentence,
        "heads": table.labels(words),
        "rows": [list(map(_breakable, row)) for row in table.texts(words)],
        "widths": [widths[column.key] for column in table.columns],
        "right": [place for place, column in places if column.is_number and column.key != "number"],
        "middle": [place for place, column in places if column.key == "number" or column.kind in ("day", "moment")],
        "more": words.report.rest.format(n=words.integer(listed.left)) if listed.left else "",
    }


def _breakable(text: str) -> str:
    """Text whose words all fit a narrow column: one that is too long may break after every eighth letter."""
    return " ".join(
        word if len(word) <= _LONGEST_WORD else "\u200b".join(word[i : i + 8] for i in range(0, len(word), 8))
        for word in text.split(" ")
    )


def _heading(kind: str) -> str:
    return kind[:1].upper() + kind[1:]
