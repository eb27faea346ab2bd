"""Whether a pack, or one file of it, is what was issued: made again and compared to the byte."""

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.store.database import Refused
from progress.month import issuing, pack, pdf
from progress.numbers.facts import Facts
from progress.numbers.scope import LANGUAGES, Issued

SAME, LOOK, DIFFERENT, MISSING, EXTRA, UNKNOWN = "same", "look", "different", "missing", "extra", "unknown"
OLDER_RULES = issuing.OLDER_RULES
LARGEST = 64 * 2**20  # bytes of an archive that is looked into, packed and unpacked
_NAMED = re.compile(r"(?<!\d)(\d{4}-\d{2})(?:_lan-(\d{1,3}))?(?=[_.])")


@dataclass(frozen=True)
class Verdict:
    """What a pack turned out to be.  files: name -> same, different, missing, extra, or look (different, but just what an
    earlier look of the program made of the same numbers: its hash was kept).  looks: the look it was made with and this
    program's.  numbers_same: its manifest names the numbers that were issued.  version: of the numbers, by which they were
    made again.  older_rules: they could not be; then a file whose hash was kept is "older rules", and where no hash was kept
    each is unknown."""

    month: str
    edition: int
    lang: str
    files: dict[str, str]
    looks: tuple[str, str]
    numbers_same: bool
    version: int = 0
    older_rules: bool = False

    @property
    def is_same(self) -> bool:
        """Every file is there and the same to the byte, and nothing else."""
        return self.numbers_same and set(self.files.values()) == {SAME}

    @property
    def only_look(self) -> bool:
        """Nothing but the look of the program has changed since it was made."""
        return self.numbers_same and self.looks[0] != self.looks[1] and set(self.files.values()) <= {SAME, LOOK}

    @property
    def is_kept(self) -> bool:
        """It cannot be made again, and every file is the one that was made then."""
        return self.numbers_same and set(self.files.values()) == {OLDER_RULES}


@dataclass(frozen=True)
class Recognised:
    """What one file is.  state: same (as issued, to the byte); look (as an earlier look of the program made it, from the same
    numbers); older rules (a pack that cannot be made again, by the hashes kept); different (it speaks of an issued month, and is
    not what that month's pack holds); unknown.  The rest is empty where it is not known; pack: of a whole pack."""

    state: str
    month: str = ""
    edition: int = 0
    lang: str = ""
    name: str = ""
    pack: Verdict | None = None


Make = Callable[[Issued, str], Mapping[str, bytes]]


def verify(files: Mapping[str, bytes], facts: Facts, kept: Sequence[Mapping], make: Make) -> Verdict:
    """Make a pack again and compare it with `files` (name -> content).

    kept: `models.changes.packs.kept`.  make: `pack.pack` of these facts.  Raises `Refused` where there is no manifest that can be
    read, or its month was never issued.
    """
    manifest = _manifest(files)
    issued = issuing.issued(facts.known, manifest["month"], manifest["edition"])
    edition = issuing.stored(facts, issued)
    numbers, version = edition.numbers, edition.version
    before = [
        one["files"]
        for one in kept
        if (one["month"], one["edition"], one["lang"]) == (issued.month, issued.edition, manifest["lang"])
        and one["numbers"] == numbers
    ]
    same = manifest["numbers"] == numbers
    looks = (manifest["look"], pack.LOOK)
    of = issued.month, issued.edition, manifest["lang"]
    try:
        made = make(issued, manifest["lang"])
    except pack.OlderRules:
        return Verdict(*of, _by_hashes(files, manifest, before), looks, same, version, older_rules=True)
    older = manifest["look"] != pack.LOOK

    def state(name: str) -> str:
        if name not in files:
            return MISSING if name in manifest["files"] or not older else SAME
        if name in made and files[name] == made[name]:
            return SAME
        if older and (name == pack.MANIFEST or any(p.get(name) == pack.sha256(files[name]) for p in before)):
            return LOOK
        return DIFFERENT if name in made else EXTRA

    return Verdict(*of, {name: state(name) for name in sorted({*files, *made})}, looks, same, version)


def _by_hashes(files: Mapping[str, bytes], manifest: dict, before: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The state of each file of a pack that cannot be made again."""
    hashes = {name: {p.get(name) for p in before} for p in before for name in p}

    def state(name: str) -> str:
        if not before:
            return UNKNOWN
        if name not in files:
            return MISSING
        if name == pack.MANIFEST:
            return OLDER_RULES if manifest["files"] in before else DIFFERENT
        if name not in hashes:
            return EXTRA
        return OLDER_RULES if pack.sha256(files[name]) in hashes[name] else DIFFERENT

    return {name: state(name) for name in sorted({*files, *manifest["files"]})}


def folder_files(folder: Path) -> dict[str, bytes]:
    """What a folder holds, by name; what lies in folders inside it by its path.  Raises `Refused` where there is none."""
    if not folder.is_dir():
        raise Refused("folder_unknown", folder=folder)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def recognised(content: bytes, name: str, facts: Facts, kept: Sequence[Mapping], make: Make) -> Recognised:
    """Which month and edition a picture, another file of a pack or a whole pack (zip) is of, and whether it is true.

    A file is known by its hash, else by what it says of its month in itself, else by its name: those months' packs are
    made again.  Nothing is raised.
    """
    files = _unzipped(content)
    if files is not None and pack.MANIFEST in files:
        try:
            found = verify(files, facts, kept, make)
        except Refused:
            return Recognised(UNKNOWN)
        state = SAME if found.is_same else LOOK if found.only_look else OLDER_RULES if found.is_kept else DIFFERENT
        return Recognised(state, found.month, found.edition, found.lang, name, found)
    seal = pack.sha256(content)
    for one in kept:
        for known, hashed in one["files"].items():
            if hashed == seal:
                state = SAME if one["look"] == pack.LOOK else LOOK
                return Recognised(state, one["month"], one["edition"], one["lang"], known)
    said = pdf.said(content)
    month, edition, lang = said.get("month", ""), said.get("edition", ""), said.get("lang", "")
    if not month and (named := _NAMED.search(name)):
        month, edition = named[1], named[2] or ""
    of = [i for i in facts.known.issued if i.month == month and edition in ("", str(i.edition))]
    for issued in of:
        for language in LANGUAGES:
            if lang in ("", language):
                try:
                    made = make(issued, language)
                except Refused:
                    continue
                known = next((known for known, made_of in made.items() if made_of == content), None)
                if known:
                    return Recognised(SAME, issued.month, issued.edition, language, known)
    if of and (said or _is_of_pack(name)):
        return Recognised(DIFFERENT, of[-1].month, of[-1].edition, lang, name)
    return Recognised(UNKNOWN)


def _is_of_pack(name: str) -> bool:
    return name.rpartition(".")[2].casefold() in ("pdf", "png", "txt", "xlsx", "pptx", "docx")


def _manifest(files: Mapping[str, bytes]) -> dict:
    """The manifest, as far as its names and kinds are right."""
    try:
        read = json.loads(files[pack.MANIFEST])
        kinds = {"month": str, "edition": int, "lang": str, "look": str, "numbers": str, "files": dict}
        if all(type(read[key]) is kind for key, kind in kinds.items()) and read["lang"] in LANGUAGES:
            return read
    except (KeyError, ValueError, TypeError, RecursionError):
        pass
    raise Refused("manifest_missing", manifest=pack.MANIFEST)


def _unzipped(content: bytes) -> dict[str, bytes] | None:
    """The files of an archive; None where it is none, is damaged, or is larger than a pack ever is."""
    if not content.startswith(b"PK") or len(content) > LARGEST:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > LARGEST or len(entries) > 1000:
                return None
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None
