"""Vietnamese in the encodings of before Unicode: TCVN3 (.VnTime) and VNI (VNI-Times) inside a Unicode file, cp1258 bytes.

What a file is in, its words tell: the reading in which most of its words are Vietnamese syllables.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

from models.store.text import fold

_TCVN3 = str.maketrans(
    dict(
        zip(
            bytes.fromhex(
                "a1a2a3a4a5a6a7a8a9aaabacadaeb5b6b7b8b9bbbcbdbec6c7c8c9cacbcccecfd0d1d2d3d4d5d6d7d8dcdddedf"
                "e1e2e3e4e5e6e7e8e9eaebecedeeeff1f2f3f4f5f6f7f8f9fafbfcfdfe"
            ).decode("latin-1"),
            "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
            strict=True,
        )
    )
)
_MARKS = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ON_CIRCUMFLEX = {"à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323", "â": ""}
_ON_BREVE = {"è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323", "ê": ""}
_SINGLE = {"ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "î": "ỵ", "ñ": "đ"}


def _vni() -> dict[str, str]:
    """VNI writes a letter and its marks after it as two letters of Latin-1."""
    table = {}
    for letter in "aeoyu":
        table |= {letter + sign: letter + mark for sign, mark in _MARKS.items()}
    for letter, horned in (("ô", "o\u031b"), ("ö", "u\u031b")):
        table |= {letter + sign: horned + mark for sign, mark in _MARKS.items()}
    for letter in "aeo":
        table |= {letter + sign: letter + "\u0302" + mark for sign, mark in _ON_CIRCUMFLEX.items()}
    table |= {"a" + sign: "a\u0306" + mark for sign, mark in _ON_BREVE.items()}
    table |= _SINGLE
    table |= {key.upper(): value.upper() for key, value in table.items()} | {
        key[0].upper() + key[1:]: value[0].upper() + value[1:] for key, value in table.items() if len(key) == 2
    }
    return {key: unicodedata.normalize("NFC", value) for key, value in table.items()}


_VNI = _vni()
_VNI_SIGN = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_ONLY_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
_SYLLABLE = re.compile(r"(ngh?|nh|ch|gh?|gi|kh|ph|qu|th|tr?|[bcdhklmnrsvxp])?[aeiouy]{1,3}(ch|ng|nh|[cmnpt])?")
_TONES = set("\u0300\u0301\u0303\u0309\u0323")
_ALPHABET = set("bcdđghklmnpqrstvx") | {
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", *_TONES)
}


def mender(encoding: str) -> Callable[[str], str]:
    """What turns words in that encoding into Unicode; words that are Unicode already stay."""
    turn = {"TCVN3": _from_tcvn3, "VNI": _from_vni}.get(encoding, lambda text: text)
    return lambda text: text if text.isascii() or _ONLY_UNICODE.search(text) else turn(text)


def encoding(texts: Iterable[str]) -> str | None:
    """TCVN3 or VNI where a good part of the words that are not ASCII are Vietnamese only when read so."""
    sample = [text for text in texts if not text.isascii() and not _ONLY_UNICODE.search(text)][:2000]
    if not sample:
        return None
    words = [word for text in sample for word in text.split() if not word.isascii()][:5000]
    as_it_is = sum(map(syllables, words))
    best, most = None, 0
    for name in ("TCVN3", "VNI"):
        turn = mender(name)
        count = sum(syllables(turn(word)) for word in words)
        if count > most:
            best, most = name, count
    return best if most >= 5 and most > 2 * as_it_is and 2 * most > len(words) else None


def decoded(data: bytes) -> tuple[str, str | None]:
    """Bytes that are no UTF-8: as cp1258 where that makes Vietnamese words, else letter for letter, for `encoding` to see."""
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", "replace"))
    plain = data.decode("cp1252", "replace") if b"\xad" not in data else data.decode("latin-1")
    sample = [word for word in vietnamese[:200_000].split() if not word.isascii()][:2000]
    other = [word for word in plain[:200_000].split() if not word.isascii()][:2000]
    as_tcvn3 = sum(syllables(word.translate(_TCVN3)) for word in other)
    if sum(map(syllables, sample)) > as_tcvn3 and _ONLY_UNICODE.search(vietnamese):
        return vietnamese, "cp1258"
    return plain, None


def syllables(text: str) -> int:
    """How many words are one Vietnamese syllable with a mark: only letters of the alphabet, at most one tone, and before
    a final c, ch, p or t only sắc or nặng."""
    count = 0
    for word in text.split():
        letters = unicodedata.normalize("NFC", word.lower()).strip(".,;:()[]\"'!?/-+%&")
        if letters.isascii() or not set(letters) <= _ALPHABET:
            continue
        tones = [c for c in unicodedata.normalize("NFD", letters) if c in _TONES]
        bare = fold(letters)
        stopped = bare.endswith(("c", "ch", "p", "t")) and tones and tones[0] not in "\u0301\u0323"
        count += len(tones) <= 1 and not stopped and bool(_SYLLABLE.fullmatch(bare))
    return count


def _from_tcvn3(text: str) -> str:
    """Its fonts of capitals have the small letters' codes: words whose plain letters are all capitals are capitals."""
    letters = [c for c in text if c.isascii() and c.isalpha()]
    made = text.translate(_TCVN3)
    return made.upper() if len(letters) > 5 and all(c.isupper() for c in letters) else made


def _from_vni(text: str) -> str:
    return _VNI_SIGN.sub(lambda match: _VNI[match[0]], text)
