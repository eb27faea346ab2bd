"""A name on paper is the agency it means, in any abbreviation; what fits two, or nobody, is not decided."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.files.annex.agencies import Directory, is_many, is_office, new_code, roles
from tests.files.annex.papers import OFFICES

DIRECTORY = Directory(OFFICES)
JOINING = ("và", "các")


@st.composite
def names(draw) -> tuple[str, str]:
    """(an agency's name in one of its writings, its code): words and initials mixed, with or without the city."""
    office = draw(st.sampled_from(OFFICES))
    whole = office.names[0]
    bare = whole.removesuffix(" thành phố Cần Thơ").removesuffix(" Cần Thơ")
    words = [word.strip(",") for word in bare.split() if word.strip(",-")]
    made: list[str] = [words[0]]
    at = 1
    while at < len(words):
        if words[at] in JOINING:
            made.append(draw(st.sampled_from([words[at], "&", ""])))
            at += 1
            continue
        count = draw(st.integers(1, 4))
        run = [word for word in words[at : at + count] if word not in JOINING]
        if len(run) > 1 and draw(st.booleans()):
            made.append("".join(word[0] for word in run).upper())
            at += count
        else:
            made.append(words[at])
            at += 1
    city = (
        draw(st.sampled_from(["", " thành phố", " TP", " thành phố Cần Thơ", " TP. Cần Thơ"])) if bare != whole else ""
    )
    text = " ".join(" ".join(made).split()) + city
    return draw(st.sampled_from([text, text.upper(), text.replace("Ủy", "Uỷ")])), office.code


@settings(max_examples=300, deadline=None, derandomize=True)
@given(names())
def test_an_agency_is_known_in_any_abbreviation_of_its_words(name):
    words, code = name
    party = DIRECTORY.find(words)
    assert party.code == code or code in party.likely, words


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(names(), min_size=1, max_size=4), st.sampled_from(["; ", ", ", "\n", " và ", ";\n", " + ", "\n- "]))
def test_a_list_of_names_is_each_of_them_in_order(given_names, mark):
    clear = [
        (words, code)
        for words, code in given_names
        if DIRECTORY.find(words).code == code and not DIRECTORY.find(words).short
    ]
    found = DIRECTORY.parties(mark.join(words for words, _ in clear))
    assert [party.code for party in found] == [code for _, code in clear]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Sở TT&TT", "STTTT"), ("Sở TTTT", "STTTT"), ("Sở Thông tin - Truyền thông", "STTTT"), ("STTTT", "STTTT"), ("VP UBND TP", "VPUBND"),
        ("Chánh Văn phòng UBND thành phố", "VPUBND"), ("Giám đốc Sở Nội vụ", "SNV"), ("Sở LĐTB&XH", "SLDTBXH"), ("Sở VH-TT&DL", "SVHTTDL"),
        ("BQL các KCX và CN", "BQL"), ("UBND quận Bình Thuỷ", "QBT"), ("Q. Ninh Kiều", "QNK"), ("Ninh Kiều", "QNK"), ("UBND TP", "UBND"),
        ("Sở TT&TT (Trung tâm CNTT)", "STTTT"), ("UBND quận Ninh Kiêu", "QNK"),
    ],
)  # fmt: skip
def test_names_as_papers_write_them(words, code):
    assert DIRECTORY.find(words).code == code or DIRECTORY.parties(words)[0].code == code


def test_a_name_that_fits_two_is_neither():
    assert DIRECTORY.find("Sở KH").likely == ("SKHDT", "SKHCN")
    assert set(DIRECTORY.find("Sở NV").likely) == {"SNV", "SNGV"}


def test_a_typing_error_is_no_new_agency_but_asked():
    assert DIRECTORY.find("Sở Thông tin và Truền thông").likely == ("STTTT",)


def test_a_name_is_learned_once():
    learned = Directory(OFFICES, {"Trung tâm Tin học": "VPUBND"})
    assert learned.find("trung tâm tin học").code == "VPUBND"


@pytest.mark.parametrize(
    "words",
    ["Các sở, ban, ngành", "UBND các quận, huyện", "UBND quận, huyện", "Các cơ quan, đơn vị liên quan", "Sở, ngành liên quan", "Các sở, ban, ngành; UBND quận, huyện",
     "UBND xã, phường, thị trấn", "UBND cấp huyện", "tất cả các đơn vị", "Các địa phương"],
)  # fmt: skip
def test_a_collective_name_is_nobody(words):
    assert is_many(words) and all(party.many for party in DIRECTORY.parties(words))


def test_what_is_left_out_of_a_list_is_the_kind_before():
    said = "Sở Nội vụ, Tài chính, Văn hóa, Thể thao và Du lịch; các sở: Kế hoạch và Đầu tư, Khoa học và Công nghệ; UBND các quận: Ninh Kiều, Bình Thủy"
    assert [party.code for party in DIRECTORY.parties(said)] == [
        "SNV",
        "STC",
        "SVHTTDL",
        "SKHDT",
        "SKHCN",
        "QNK",
        "QBT",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Chủ trì: Sở A; phối hợp: Sở B, Sở C", ("Sở A", "Sở B, Sở C")), ("- Chủ trì: Sở A\n- Phối hợp: Sở B", ("Sở A", "Sở B")),
        ("Sở A chủ trì, phối hợp với Sở B", ("Sở A", "Sở B")), ("Sở A (chủ trì), Sở B (phối hợp)", ("Sở A", "Sở B")),
        ("Sở A phối hợp với Sở B", ("Sở A", "Sở B")), ("Sở A chủ trì", ("Sở A", "")), ("Sở A, Sở B", ("Sở A, Sở B", "")),
    ],
)  # fmt: skip
def test_one_cell_may_say_who_leads_and_who_supports(words, said):
    assert roles(words) == said


def test_an_office_is_told_from_a_person_and_has_a_code_of_its_own():
    assert (
        is_office("Công an thành phố")
        and is_office("VNPT")
        and not is_office("Ông Nguyễn Văn A")
        and not is_office("nhanh")
    )
    assert new_code("Công an thành phố Cần Thơ", {"CA"}, DIRECTORY) == "CA2"


@settings(deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_no_words_stop_the_reading_and_none_is_lost(words):
    found = DIRECTORY.parties(words)
    letters = [c for c in words if c.isalnum() and c.isascii()]
    kept = "".join(party.words for party in found)
    assert not found or all(c in kept or c in "vaVA" for c in letters if c not in "\x1c\x1d\x1e\x1f")
