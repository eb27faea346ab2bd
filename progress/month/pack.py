"""The pack of an issued month: its report, pictures, tables and paragraph as files, the same bytes whenever it is made.

Nothing goes in but the facts as they were known when the month was issued, the language and this program's look: no clock,
no machine, no chance.
"""

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from models.store.database import Reason, Refused
from progress.month import pdf
from progress.month.issuing import OLDER_RULES, TRUE, Edition, stored, truth
from progress.month.report import Contents, contents
from progress.numbers.facts import Facts
from progress.numbers.periods import HANOI
from progress.numbers.reading import Reading
from progress.numbers.scope import FIRST, Issued, Scope
from progress.say.languages import LANGUAGES

LOOK = "2"  # of everything a pack shows; tests/look.json says what it looks like, and tells when this must be raised
MANIFEST = "manifest.json"


class OlderRules(Refused):
    """The month was issued before its rules were kept, and its numbers are others by those of now."""

    def __init__(self, issued: Issued) -> None:
        super().__init__([Reason("pack_older_rules", month=issued.month, edition=issued.edition)])


def pack(facts: Facts, issued: Issued, lang: str) -> dict[str, bytes]:
    """The files of an issued month by their names, the manifest last.

    Raises `OlderRules` or, where its numbers are no longer those that were issued or a page cannot be laid out, `Refused`;
    both name the month.
    """
    reading = Reading.as_known(facts, Scope.of(issued, lang=lang))
    edition = stored(facts, issued)
    state = truth(reading, edition)
    if state == OLDER_RULES:
        raise OlderRules(issued)
    if state != TRUE:
        raise Refused("pack_untrue", month=issued.month, edition=issued.edition)
    said = contents(reading, LANGUAGES[lang])
    try:
        files = _files(said, edition.numbers)
    except pdf.NotPrinted as error:
        raise Refused("pack_not_printed", month=issued.month, error=str(error)) from error
    return {**files, MANIFEST: _manifest(said, edition, files)}


def prefix(issued: Issued) -> str:
    """What the names of a pack's files begin with: 2019-11, of a later edition 2019-11_lan-2."""
    return issued.month if issued.edition == 1 else f"{issued.month}_lan-{issued.edition}"


def is_page(name: str) -> bool:
    """Whether a file of a pack is a page of its report as a picture."""
    return "_trang-" in name


def archive_name(issued: Issued, lang: str) -> str:
    """The name of the whole pack as one file."""
    return f"{issued.month}_lan-{issued.edition}_bo-bao-cao{_suffix(lang)}.zip"


def zipped(files: Mapping[str, bytes], issued: Issued) -> bytes:
    """The pack as one file, dated with the month's instant.  Stored, not packed tighter: another machine's zlib would."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, issued.known_at.astimezone(HANOI).timetuple()[:6])
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def mailed(files: Mapping[str, bytes], issued: Issued, lang: str, base_url: str) -> tuple[str, str, str, bytes]:
    """What goes out by mail of a pack: the subject, its paragraph with the link to the month's screen, the PDF's name and
    the PDF."""
    words = LANGUAGES[lang]
    said = {"month": issued.month, "edition": issued.edition}
    pdf, paragraph = (next(name for name in files if name.endswith(end)) for end in (".pdf", ".txt"))
    link = f"{base_url}/report?{urlencode({**said, 'lang': lang})}"
    text = "\n".join(files[paragraph].decode("utf-8-sig").splitlines())
    return (
        words.reminders.mail_subject.format(**said),
        f"{text}\n\n{words.reminders.mail_link.format(link=link)}\n",
        pdf,
        files[pdf],
    )


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """The pack as a folder: all of it or nothing.  The pack of the same month, edition and language there is replaced.

    Raises `Refused` where the folder holds anything else, or cannot be written; it is then as it was.
    """
    folder = folder.absolute()
    _replaceable(files, folder)
    new, old = (folder.parent / f".{folder.name}.{what}-{os.getpid()}" for what in ("new", "old"))
    try:
        new.mkdir(parents=True)
        for name, content in files.items():
            (new / name).write_bytes(content)
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    except OSError as error:
        month = json.loads(files[MANIFEST])["month"]
        raise Refused("pack_not_written", month=month, folder=folder, error=error.strerror) from error
    finally:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)


def sha256(content: bytes) -> str:
    """In hexadecimal, as the manifest and the table of packs keep it."""
    return hashlib.sha256(content).hexdigest()


def _files(said: Contents, numbers: str) -> dict[str, bytes]:
    from progress.month.docx import document
    from progress.month.pptx import slides  # half a second to import: when a pack is made, not when the server starts
    from progress.month.xlsx import workbook

    begin = prefix(Issued(said.month, said.edition, said.as_of, said.known_at, 0))
    end = _suffix(said.lang)
    with ThreadPoolExecutor(1) as beside:  # typst works in a process of its own
        laid_out = beside.submit(pdf.printed, said, numbers)
        book, deck = workbook(said), slides(said)
        printed = laid_out.result()
    files = {f"{begin}_bao-cao{end}.pdf": printed.pdf}
    for number, page in enumerate(printed.pages, 1):
        files[f"{begin}_trang-{number:02d}{end}.png"] = page
    for name, (word, slide) in printed.pictures.items():
        files[f"{begin}_{name}{end}.png"], files[f"{begin}_{name}_slide{end}.png"] = word, slide
    files[f"{begin}_so-lieu{end}.xlsx"] = book
    files[f"{begin}_trinh-chieu{end}.pptx"] = deck
    for_word = {name: word for name, (word, _) in printed.pictures.items()}
    files[f"{begin}_van-ban{end}.docx"] = document(said, for_word)
    files[f"{begin}_doan-van{end}.txt"] = ("\r\n\r\n".join(said.paragraphs) + "\r\n").encode("utf-8-sig")
    return files


def _manifest(said: Contents, edition: Edition, files: Mapping[str, bytes]) -> bytes:
    described = {
        "month": said.month,
        "edition": said.edition,
        "lang": said.lang,
        "as_of": said.as_of.isoformat(),
        "known_at": said.known_at.astimezone(HANOI).isoformat(),
        "period": {
            "name": said.period.name,
            "start": said.period.start.isoformat(),
            "end": said.period.end.isoformat(),
        },
        "scope": {"plans": [], "agencies": [], "years": [], "kinds": [], "bases": []},  # a month is issued whole
        "illustrative": said.illustrative,
        "look": LOOK,
        "numbers": edition.numbers,
        # Of a month issued before the version was kept the manifest is, to the byte, the one made then.
        **({"numbers_version": edition.version} if edition.version else {}),
        "files": {name: sha256(content) for name, content in files.items()},
    }
    return (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()


def _replaceable(files: Mapping[str, bytes], folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    try:
        before, now = (json.loads(m) for m in ((folder / MANIFEST).read_bytes(), files[MANIFEST]))
        strange = sorted({path.name for path in folder.iterdir()} - {MANIFEST, *before["files"], *files})
        same = all(before[key] == now[key] for key in ("month", "edition", "lang"))
    except (OSError, ValueError, KeyError, TypeError):
        same, strange = False, []
    if not same or strange:
        raise Refused("folder_not_free", folder=folder, strange=f": {strange[0]}" if strange else "")


def _suffix(lang: str) -> str:
    return "" if lang == FIRST else f"_{lang}"
