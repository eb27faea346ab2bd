"""Who is meant by a name on paper: an agency of the catalogue, all of a kind, or somebody nobody knows.

A name is an agency's where each of its words is the next word of the agency's name or the initials of the next ones:
"Sở TT&TT", "Sở TN và MT", "VP UBND TP", "BQL các KCX và CN".  The city's name may stand behind or not.  What fits two
agencies ("Sở KH") is decided by nobody here.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache

from models.store.text import fold

_NEAR = 0.88  # alike enough to be a typing error
_BETWEEN = re.compile(r"\s*[,/\n]\s*|\s+và\s+|\s+[-–+]\s+", re.IGNORECASE)
_JOINING = {"va", "cac", "cung", "voi"}
_SHORT = {"q": "quan", "h": "huyen", "p": "phuong", "x": "xa", "s": "so"}
_OFFICES = re.compile(
    r"(?:so|ban|van phong|vp|thanh tra|chi cuc|cuc|tong cuc|cong an|bo chi huy|bo tu lenh|trung tam|tt|truong|hoc vien|vien|hoi|lien minh|"
    r"lien doan|thanh doan|doan|bao|dai|kho bac|ngan hang|buu dien|vien thong|toa an|tong cong ty|cong ty|tap doan|uy ban|ubnd|"
    r"mat tran|mttq|phong|benh vien|hai quan|chi cuc|bao hiem|bhxh|cong doan|vnpt|viettel|mobifone|bql|thanh uy|tinh uy|quan uy|"
    r"huyen uy|dang uy|hdnd|hoi dong|quy|hiep hoi|chi nhanh|to cong tac|bo|doi|xi nghiep|nha xuat ban|thu vien|bao tang|quan|huyen|thi xa)\b"
)
_GENERIC = set(
    [
        "so",
        "ban",
        "nganh",
        "doan",
        "the",
        "co",
        "quan",
        "don",
        "vi",
        "phong",
        "dia",
        "phuong",
        "to",
        "chuc",
        "uy",
        "nhan",
        "dan",
        "ubnd",
        "quan",
        "huyen",
        "xa",
        "thi",
        "tran",
        "thanh",
        "pho",
        "tp",
        "tinh",
        "cac",
        "moi",
        "tat",
        "ca",
        "toan",
        "nhung",
        "mot",
        "lien",
        "co",
        "truc",
        "thuoc",
        "tren",
        "ban",
        "cap",
        "va",
        "voi",
        "khac",
        "cua",
        "o",
        "lai",
        "con",
        "chuyen",
        "mon",
        "doanh",
        "nghiep",
        "truong",
        "benh",
        "vien",
        "hoi",
        "chinh",
        "tri",
        "nha",
        "nuoc",
        "hanh",
        "su",
        "cong",
        "lap",
        "duoc",
        "giao",
        "chu",
        "tu",
        "dau",
        "phuong",
        "cung",
        "noi",
        "thu",
        "trong",
        "ngoai",
        "hdnd",
        "mttq",
        "vpubnd",
        "lanh",
    ]
)
_MANY = re.compile(r"\b(?:cac|tat ca|toan the|moi|nhung|mot so|lien quan|cap (?:huyen|xa|quan|tinh)|nganh)\b")
_LEVELS = (
    "so",
    "ban",
    "nganh",
    "quan",
    "huyen",
    "xa",
    "phuong",
    "thi tran",
    "don vi",
    "co quan",
    "doan the",
    "dia phuong",
    "phong",
)
_TITLES = re.compile(
    r"(?:(?:dong chi|ong|ba)\s+)?(?:giam doc|pho giam doc|thu truong|chu tich|pho chu tich|lanh dao|truong ban|chanh(?=\s+(?:van phong|thanh tra)))\s+"
    r"(?=\S)"
)


@dataclass(frozen=True)
class Office:
    """An agency of the catalogue: every name it has or had."""

    code: str
    names: tuple[str, ...]
    kind: str | None = None


@dataclass(frozen=True)
class Party:
    """One name of a cell. `code`: whose it is; `likely`: the agencies it may mean, where that is not sure; `many`: all of
    a kind ("các sở, ban, ngành")."""

    words: str
    code: str | None = None
    likely: tuple[str, ...] = ()
    many: bool = False
    short: bool = False  # known by its beginning only: "Sở Nông nghiệp"


@dataclass
class Directory:
    """The agencies one may name, and what else they are called (`aliases`: words -> code)."""

    offices: Sequence[Office]
    aliases: dict[str, str] = field(default_factory=dict)
    added: list[Office] = field(default_factory=list)  # made by answers, not yet in the catalogue

    def __post_init__(self) -> None:
        self.kinds = {office.code: office.kind for office in self.offices}
        self.names = {office.code: office.names[0] for office in self.offices}
        self._city = _city([name for office in self.offices for name in office.names])
        self._known = [
            (office.code, words) for office in self.offices for name in office.names for words in self._forms(name)
        ]
        self._by_code = {_key(office.code): office.code for office in self.offices}
        self._aliases = {_key(words): code for words, code in self.aliases.items() if code in self.names}
        self.find = cache(self._find)
        self.parties = cache(self._parties)

    def learn(self, words: str, code: str) -> None:
        """From now on these words mean that agency."""
        self.aliases = {**self.aliases, words: code}
        self._aliases[_key(words)] = code
        self.find.cache_clear()
        self.parties.cache_clear()

    def add(self, code: str, name: str, kind: str | None = None) -> None:
        """An agency that an answer made."""
        if code not in self.names:
            self.offices = (*self.offices, Office(code, (name,), kind))
            self.added.append(self.offices[-1])
            self.__post_init__()

    def key(self, name: str) -> str:
        """What two names have in common when they mean the same office: no city, no "và", no marks."""
        return " ".join(self._bare(_words(name)))

    def _find(self, name: str) -> Party:
        """Whose the name is, by name, abbreviation, code or alias."""
        key = _key(name)
        if code := self._aliases.get(key) or self._by_code.get(key):
            return Party(name, code)
        asked = self._bare(_words(name))
        if not asked:
            return Party(name)
        full: dict[str, None] = {}
        begun: dict[str, bool] = {}
        for code, words in self._known:
            rest = _fits(tuple(asked), words)
            if rest == 0:
                full[code] = None
            elif rest is not None:
                begun[code] = begun.get(code, False) or (asked[-1] in words and not _OFFICES.fullmatch(" ".join(asked)))
        if len(full) == 1:
            return Party(name, next(iter(full)))
        if full:
            return Party(name, likely=tuple(full))
        if len(begun) == 1 and len(asked) > 1:
            code, whole = next(iter(begun.items()))
            return Party(name, code, short=True) if whole else Party(name, likely=(code,))
        if begun and len(asked) > 1:
            return Party(name, likely=tuple(begun))
        return Party(name, likely=self._near(asked))

    def _near(self, asked: list[str]) -> tuple[str, ...]:
        """The agencies whose names are so alike that a typing error may part them, the likeliest first."""
        said = " ".join(_without_committee(asked))
        if len(said) < 6:
            return ()
        found: dict[str, float] = {
            code: 1.0 for code, words in self._known if len(asked) > 2 and _skips(tuple(asked), words)
        }
        for code, words in self._known:
            whole = " ".join(_without_committee(list(words)))
            if abs(len(whole) - len(said)) > 6:
                continue
            alike = SequenceMatcher(None, said, whole, autojunk=False).ratio()
            if alike >= _NEAR:
                found[code] = max(alike, found.get(code, 0))
        return tuple(sorted(found, key=lambda code: -found[code]))[:3]

    def _parties(self, text: str) -> tuple[Party, ...]:
        """The names in one cell, in their order."""
        found: list[Party] = []
        for segment in re.split(r";|\n\s*(?=[-–+*•]\s)|\.\s*\n", text):
            segment = re.sub(r"^\s*[-–+*•]\s*", "", segment).strip(" ,.\n")
            if segment:
                found += self._listed(segment)
        return tuple(found)

    def _listed(self, segment: str) -> list[Party]:
        label = re.match(
            r"(?:cac\s+)?((?:uy ban nhan dan|ubnd)?\s*(?:cac\s+)?(?:so|quan|huyen|ban|phuong|xa|thi xa))\s*(?:,\s*(?:ban|nganh|huyen)\s*)*:\s*",
            flat(segment),
        )
        kind = ""
        if label:
            kind = re.sub(r"\bcac\b|,.*", "", label[1]).strip()
            segment = segment[label.end() :]
        marks = list(_BETWEEN.finditer(segment))
        starts, ends = [0, *(mark.end() for mark in marks)], [*(mark.start() for mark in marks), len(segment)]
        atoms = [(a, b) for a, b in zip(starts, ends, strict=True) if segment[a:b].strip()]

        def joined(first: int, last: int) -> str:
            return " ".join(segment[atoms[first][0] : atoms[last - 1][1]].split())

        found: list[Party] = []
        at = 0
        while at < len(atoms):
            for end in range(len(atoms), at, -1):
                if party := self._one(joined(at, end), kind, found, end - at):
                    break
            else:  # all that belongs to the name which begins here
                end = at + 1
                while end < len(atoms) and not self._begins(joined(end, end + 1)):
                    end += 1
                words = joined(at, end)
                like = self.find(_untitled(words))
                party = Party(words, like.code, like.likely, short=like.short)
            found.append(party)
            at = end
        return found

    def _one(self, words: str, kind: str, before: list[Party], count: int) -> Party | None:
        """The party that these words are as a whole; None where they are none, or more than one."""
        party = self.find(_untitled(words))
        if party.code and not party.short:
            return Party(words, party.code)
        if is_many(words):
            return Party(words, many=True)
        bare = re.sub(r"^(?:các|Các|CÁC)\s+", "", words)
        if bare != words and (party := self.find(bare)).code and not party.short:
            return Party(words, party.code)
        for prefix in filter(None, (kind, *self._elliptic(before))):
            if not _OFFICES.match(flat(words)) or prefix == kind:
                party = self.find(f"{prefix} {words}")
                if party.code and not party.short:
                    return Party(words, party.code)
        if count == 1 and bare != words and flat(words).startswith("cac "):
            return Party(words, many=True)
        return None

    def _elliptic(self, before: list[Party]) -> list[str]:
        """What may be left out before a name because the one before has it: "Sở Nội vụ, Tư pháp"."""
        if not before or not (code := before[-1].code):
            return []
        name = flat(self.names[code])
        return [
            prefix
            for prefix in ("uy ban nhan dan quan", "uy ban nhan dan huyen", "uy ban nhan dan", "so", "ban")
            if name.startswith(prefix + " ")
        ][:1]

    def _begins(self, words: str) -> bool:
        """Whether a new name begins here, and not the rest of the one before."""
        words = _untitled(" ".join(words.split()))
        return bool(_OFFICES.match(flat(words)) or self.find(words).code or is_many(words))

    def _forms(self, name: str) -> list[tuple[str, ...]]:
        """The words of a name, and of its shorter forms: a committee may be called by its district."""
        words = self._bare(_words(name))
        forms = [tuple(words)]
        if words[:4] == ["uy", "ban", "nhan", "dan"] and len(words) > 5:
            forms.append(tuple(words[4:]))
            forms.append(tuple(words[:4] + words[5:]))
            forms.append(tuple(words[5:]))
        return forms

    def _bare(self, words: list[str]) -> list[str]:
        """The words without those that join, and without the city behind."""
        words = [word for word in words if word not in _JOINING]
        endings = [["thanh", "pho"], ["tp"], ["tinh"], ["tpct"]]
        if self._city:
            initials = "".join(word[0] for word in self._city)
            endings = [
                *(kind + self._city for kind in (["thanh", "pho"], ["tp"], ["tinh"], [])),
                ["tp", initials],
                ["tp" + initials],
                *endings,
            ]
        for ending in endings:
            if len(words) > len(ending) and words[-len(ending) :] == ending:
                return words[: -len(ending)]
        return words


@lru_cache(20_000)
def flat(text: str) -> str:
    """Lower case without marks, letter for letter: places in it are places in the text."""
    made = []
    for letter in text:
        base = unicodedata.normalize("NFD", letter)[0].lower()
        made.append("d" if base == "đ" else base if len(base) == 1 else letter)
    return "".join(made)


def is_many(words: str) -> bool:
    """Whether the words name all of a kind and nobody by name: "UBND các quận, huyện", "sở, ngành liên quan"."""
    said = fold(re.sub(r"[^\w\s]", " ", words))
    if not said or not set(said.split()) <= _GENERIC:
        return False
    levels = [
        level
        for level in _LEVELS
        if re.search(rf"\b{level}\b", said.replace("co quan", "coquan") if level == "quan" else said)
    ]
    return (
        bool(_MANY.search(said))
        or len(levels) > 1
        or said in ("ubnd huyen", "ubnd quan", "ubnd xa", "don vi", "co quan")
    )


def is_office(words: str) -> bool:
    """Whether a name has the form of an office."""
    return (bool(_OFFICES.match(flat(_untitled(words)))) and len(_words(words)) > 1) or bool(
        re.fullmatch(r"(?i)vnpt|viettel|mobifone", words.strip())
    )


def roles(text: str) -> tuple[str, str]:
    """(who leads, who supports) where one cell says both: "Chủ trì: A; phối hợp: B", "A chủ trì, phối hợp với B",
    "A (chủ trì), B (phối hợp)"."""
    said = flat(text)
    labels = list(
        re.finditer(r"(?:(?:co quan|don vi|cq|dv)\s+)?(chu tri|phoi hop)(?:\s+(?:thuc hien|tham muu))?\s*:", said)
    )
    if labels:
        parts = {"chu tri": [text[: labels[0].start()]], "phoi hop": []}
        for place, label in enumerate(labels):
            end = labels[place + 1].start() if place + 1 < len(labels) else len(text)
            parts[label[1]].append(text[label.end() : end])
        lead, support = (
            "; ".join(part for given in parts[role] if (part := given.strip(" ;,.-–+\n")))
            for role in ("chu tri", "phoi hop")
        )
        return lead, support
    for pattern in (
        r"(.*?)\s*\(?chu tri\)?\s*[,;]?\s*(?:va\s+)?phoi hop\s*(?:voi|cung)?\s*:?\s*(.+)",
        r"(.*?)\s*\(?chu tri\)?\s*[,;.\n]\s*(.*?)\s*\(?(?:cung )?phoi hop(?: thuc hien)?\)?\.?",
        r"(.*?)\s*[,;]?\s*\(?phoi hop (?:voi|cung)\s+(.*?)\)?",
    ):
        if match := re.fullmatch(pattern, said, re.DOTALL):
            support = re.sub(r"\(\s*(?:phối hợp|Phối hợp)\s*\)", "", text[match.start(2) : match.end(2)])
            return text[match.start(1) : match.end(1)].strip(" ,;"), support.strip(" ,;")
    lead = re.sub(r"\(?\s*(?:là )?(?:cơ quan |đơn vị )?chủ trì\s*\)?", "", text, flags=re.IGNORECASE)
    return lead.strip(" ,;:"), ""


def new_code(name: str, taken: set[str], directory: Directory) -> str:
    """A code for an agency that is new: its initials, with a number where another has them."""
    letters = "".join(word[0] for word in directory.key(name).split() if word.isalnum()).upper() or "CQ"
    code, number = letters, 2
    while code in taken:
        code, number = f"{letters}{number}", number + 1
    return code


def _untitled(words: str) -> str:
    """Without the head of the office before it, what stands in brackets, and whom it advises."""
    words = re.sub(r"\s*\([^()]*\)", "", words).strip(" .,:;")
    said = flat(words)
    if cut := re.search(r"\s+(?:tham muu|bao cao|trinh)\s+(?:cho\s+)?(?:ubnd|uy ban)", said):
        words, said = words[: cut.start()], said[: cut.start()]
    if match := _TITLES.match(said):
        return words[match.end() :]
    return words


@cache
def _fits(asked: tuple[str, ...], words: tuple[str, ...]) -> int | None:
    """How many words of the name are left when the asked ones are used up; None where they do not fit."""
    if not asked:
        return len(words)
    if not words:
        return None
    first, rest = asked[0], asked[1:]
    best: int | None = None

    def keep(left: int | None) -> None:
        nonlocal best
        if left is not None and (best is None or left < best):
            best = left

    if first == words[0] or _SHORT.get(first) == words[0]:
        keep(_fits(rest, words[1:]))
    count = len(first)
    if 1 < count <= len(words) and first == "".join(word[0] for word in words[:count]):
        keep(_fits(rest, words[count:]))
    joined = words[0]
    for place in range(1, min(4, len(words))):
        joined += words[place]
        if joined == first:
            keep(_fits(rest, words[place + 1 :]))
    return best


def _skips(asked: tuple[str, ...], words: tuple[str, ...], left: int = 2) -> bool:
    """Whether the asked words fit the name once one or two of its words are passed over."""
    if _fits(asked, words) == 0:
        return True
    return left > 0 and any(
        _skips(asked, words[:place] + words[place + 1 :], left - 1) for place in range(1, len(words))
    )


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(unicodedata.normalize("NFKC", name)))


def _key(words: str) -> str:
    return "".join(_words(words))


def _without_committee(words: list[str]) -> list[str]:
    if words[:1] == ["ubnd"]:
        return words[1:]
    return words[4:] if words[:4] == ["uy", "ban", "nhan", "dan"] and len(words) > 4 else words


def _city(names: Sequence[str]) -> list[str]:
    """The words that most names have behind "thành phố" or "tỉnh"."""
    found: dict[tuple[str, ...], int] = {}
    for name in names:
        said = " ".join(_words(name))
        if match := re.search(r"(?:thanh pho|tinh) (\w+(?: \w+){0,2})$", said):
            words = tuple(match[1].split())
            found[words] = found.get(words, 0) + 1
    best = max(found, key=lambda words: found[words], default=())
    return list(best) if found and found[best] > 1 else []
