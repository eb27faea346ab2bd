"""The pack of an issued month: the numbers of the summary, the same bytes for ever, complete or not there at all."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pypdf
import pytest
import typst
from sqlalchemy import insert

from models.changes import packs
from models.files.load import load_bytes
from models.people.rights import Operator
from models.store.database import open_store, writing
from models.store.tables import IssuedMonth
from progress.month import pack, pdf, verify
from progress.month.report import Contents, contents
from progress.numbers import api, rules
from progress.numbers.facts import Facts, facts
from progress.numbers.periods import HANOI
from progress.numbers.reading import Reading
from progress.numbers.scope import Issued, Scope
from progress.say.languages import LANGUAGES, VI
from tests.month.test_issuing import LATER, issue, loaded, town, write  # noqa: F401  town: a fixture
from tests.refusals import refused
from tests.test_manage import command  # noqa: F401  a fixture

pytestmark = pytest.mark.xdist_group("report")  # the packs are made once

ROOT = Path(__file__).parents[2]
LOOK = Path(__file__).parent / "look.json"
NOVEMBER = datetime(2019, 12, 12, 9, tzinfo=HANOI)
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"


@pytest.fixture(scope="module")
def november(demonstration_url, tmp_path_factory) -> tuple[str, Facts, Issued]:
    """The demonstration with November 2019 issued: its address, its facts, the month."""
    path = tmp_path_factory.mktemp("november") / "progress.db"
    shutil.copy(demonstration_url.removeprefix("sqlite:///"), path)
    engine = open_store(f"sqlite:///{path}")
    issue(engine, now=NOVEMBER)
    known = facts(engine)
    engine.dispose()
    return f"sqlite:///{path}", known, known.known.edition("2019-11")


@pytest.fixture(scope="module")
def november_pack(november) -> dict[str, bytes]:
    _, known, issued = november
    return pack.pack(known, issued, "vi")


@pytest.fixture(scope="module")
def pages(november_pack) -> list[str]:
    """The text of each page of the PDF, without line breaks."""
    read = pypdf.PdfReader(io.BytesIO(november_pack["2019-11_bao-cao.pdf"]))
    return [" ".join(page.extract_text().split()) for page in read.pages]


def said(known: Facts, issued: Issued, lang: str = "vi") -> Contents:
    return contents(Reading.as_known(known, Scope.of(issued, lang=lang)), LANGUAGES[lang])


@pytest.fixture(scope="module")
def small(sqlite_template, tmp_path_factory) -> tuple[Path, Facts, Issued, dict[str, bytes]]:
    """A small city with November issued: the file of its database, its facts, the month and its pack."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("small") / "progress.db")
    engine = open_store(f"sqlite:///{path}")
    issue(loaded(engine))
    known = facts(engine)
    engine.dispose()
    issued = known.known.edition("2019-11")
    return path, known, issued, pack.pack(known, issued, "vi")


def test_another_process_in_another_zone_and_language_makes_the_same_bytes(november, november_pack, tmp_path):
    url, _, _ = november
    abroad = {"TZ": "America/New_York", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    subprocess.run(
        [sys.executable, "manage.py", "report", "2019-11", "--out", str(tmp_path / "kho")],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": url, "PYTHONUTF8": "1", **abroad}, check=True, capture_output=True,
    )  # fmt: skip
    assert verify.folder_files(tmp_path / "kho") == november_pack


def test_a_pack_counts_its_day_once_and_once_the_day_it_compares_with(november, monkeypatch):
    _, known, issued = november
    asked, real = [], rules.standings
    monkeypatch.setattr(rules, "standings", lambda facts, scopes: asked.extend(scopes) or real(facts, scopes))
    monkeypatch.setattr(pack, "_files", lambda *_: {})
    pack.pack(known, issued, "vi")
    assert [scope.as_of for scope in asked] == [issued.as_of, date(2019, 10, 14)]


def test_what_is_recorded_later_and_another_edition_change_no_file(small, sqlite_url):
    path, _, issued, before = small
    shutil.copy(path, sqlite_url.removeprefix("sqlite:///"))
    city = open_store(sqlite_url)
    write(
        city, LATER, progress="milestone,reported_on,status,done_on\nM1,2019-11-12,done,2019-10-30\n",
        agencies="code,name,kind\nSTTTT,Sở đã đổi tên,sở\n",
    )  # fmt: skip
    issue(city, now=LATER, reason="Bổ sung")
    issue(city, "2019-12", datetime(2019, 12, 15, 8, tzinfo=HANOI))
    later = facts(city)
    assert pack.pack(later, issued, "vi") == before
    second = said(later, later.known.edition("2019-11"))
    assert (second.total.done, second.agencies[0].name) == (1, "Sở đã đổi tên")
    assert pack.prefix(later.known.edition("2019-11")) == "2019-11_lan-2"
    city.dispose()


def test_what_came_late_is_listed_by_the_next_month(town):  # noqa: F811
    issue(town)
    write(town, LATER, progress="milestone,reported_on,status,done_on\nM1,2019-11-12,done,2019-10-30\n")
    issue(town, "2019-12", datetime(2019, 12, 15, 8, tzinfo=HANOI))
    known = facts(town)
    december = said(known, known.known.edition("2019-12"))
    assert december.late.table["title"] == ("Mốc một",)
    assert not len(said(known, known.known.edition("2019-11")).late.table)


def test_the_pdf_says_the_numbers_of_the_summary(november, pages):
    _, known, issued = november
    reading = Reading.as_known(known, Scope.of(issued))
    [total] = api.summary(reading)["groups"]
    for part, whole, rate in (
        ("done", "scope", "pct_done_count"),
        ("due_done_n", "due_n", "due_completion"),
        ("on_time_n", "with_outcome", "on_time_rate"),
    ):
        assert f"{total[part]}/{total[whole]}" in pages[0]
        assert VI.percent(total[rate]) in pages[0]
    text = " ".join(pages)
    for row in api.summary(reading, "agency")["groups"] + api.summary(reading, "plan")["groups"]:
        assert f"{VI.percent(row['pct_done_weight'])} · {row['done']}/{row['scope']}" in text
    [heat] = [page for page in pages if page.startswith("2 3.")]
    cells = [f"{row['done']}/{row['scope']}" for row in api.summary(reading, "agency,year")["groups"]]
    assert sorted(cell for cell in cells if not cell.endswith("/0")) == sorted(_without_totals(heat, reading))


def _without_totals(heat: str, reading: Reading) -> list[str]:
    """The fractions on the heatmap's page, less those of its last column and last row."""
    found = [word for word in heat.split() if word.replace("/", "").isdigit() and word.count("/") == 1]
    for by in ("agency", "year", "total"):
        for row in api.summary(reading, by)["groups"]:
            found.remove(f"{row['done']}/{row['scope']}")
    return found


def test_every_page_says_that_data_are_made_up_and_which_day_they_are_of(pages):
    assert all("DỮ LIỆU MINH HỌA" in page and "Số liệu chốt đến 14/11/2019" in page for page in pages)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_paragraph_says_the_numbers_of_the_summary(november, lang):
    _, known, issued = november
    words = LANGUAGES[lang]
    [total] = api.summary(Reading.as_known(known, Scope.of(issued)))["groups"]
    paragraph = said(known, issued, lang).paragraph
    assert f"{total['done']}/{total['scope']}" in paragraph
    assert words.percent(total["pct_done_count"]) in paragraph
    assert f"{words.integer(total['max_days_overdue'])} " in paragraph
    assert words.terms.illustrative in paragraph


def test_the_pdf_is_tagged_pdf_a_in_vietnamese(november_pack):
    read = pypdf.PdfReader(io.BytesIO(november_pack["2019-11_bao-cao.pdf"]))
    assert (read.xmp_metadata.pdfaid_part, read.xmp_metadata.pdfaid_conformance) == ("2", "A")
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"].lower().startswith("vi")


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_the_font_has_every_vietnamese_letter(weight):
    letters = LETTERS + LETTERS.upper()
    source = f'#set document(title: "x")\n#set text(font: "Libertinus Serif", weight: "{weight}", fallback: false)\n{letters}'
    made = typst.compile(
        source.encode(), ignore_system_fonts=True, format="pdf", pdf_standards=["a-2a"]
    )  # refuses a gap
    assert "".join(pypdf.PdfReader(io.BytesIO(made)).pages[0].extract_text().split()) == letters


def test_no_name_stops_the_report(november):
    _, known, issued = november
    drawn = said(known, issued)
    typed = "#let x = 1 *đậm* _x_ $y$ <z> @a \\ `b` [c]"
    names = ["漢字 😀", typed, "W" * 400, "Tên rất dài " * 40, "مرحبا"]
    groups = [replace(group, name=name) for group, name in zip(drawn.agencies, names, strict=False)]
    made = pdf.printed(replace(drawn, agencies=(*groups, *drawn.agencies[5:])), "0" * 64)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.pdf)).pages)
    assert "".join(typed.split()) in "".join(text.split())  # as typed, never as markup
    assert drawn.foot in text


def test_a_month_before_any_work_and_one_without_milestones_have_a_report(november):
    _, known, _ = november
    early = Issued("2010-01", 1, datetime(2010, 1, 31).date(), datetime(2010, 2, 1, tzinfo=HANOI), 14)
    drawn = said(known, early)
    assert drawn.total.done == 0
    assert len(pdf.printed(drawn, "0" * 64).pages) > 1
    nothing = said(replace(known, milestones=known.milestones[:0], lines=known.lines[:0]), early)
    assert nothing.paragraph == VI.lists.nothing_here
    assert [rate.text for rate in nothing.rates] == ["—", "—", "—"]
    assert len(pdf.printed(nothing, "0" * 64).pages) == 1


def test_numbers_that_cannot_be_made_again_make_no_pack(town):  # noqa: F811
    row = {"month": "2019-11", "edition": 1, "as_of": datetime(2019, 11, 14).date(), "known_at": LATER,
           "cutoff_day": 14, "numbers": "0" * 64, "recorded_at": LATER, "recorded_by": "x"}  # fmt: skip
    with writing(town) as connection:
        connection.execute(insert(IssuedMonth), row)
    known = facts(town)
    with refused("2019-11"):
        pack.pack(known, known.known.edition("2019-11"), "vi")


def test_a_pack_replaces_itself_and_nothing_else(november_pack, tmp_path):
    folder = tmp_path / "a" / "b"
    pack.write(november_pack, folder)
    (folder / "2019-11_doan-van.txt").write_text("sửa")
    pack.write(november_pack, folder)
    assert verify.folder_files(folder) == november_pack
    other = {**november_pack, pack.MANIFEST: november_pack[pack.MANIFEST].replace(b'"2019-11"', b'"2019-10"')}
    with refused():
        pack.write(other, folder)
    (folder / "cua toi.txt").write_text("giữ")
    with refused(r"cua toi\.txt"):
        pack.write(november_pack, folder)
    assert (folder / "cua toi.txt").read_text() == "giữ"


def test_a_folder_that_cannot_be_written_is_as_it_was(november_pack, tmp_path):
    folder = tmp_path / "kho"
    pack.write(november_pack, folder)
    broken = {**november_pack, "khong/co": b""}  # the last file fails
    with refused("2019-11"):
        pack.write(broken, folder)
    assert verify.folder_files(folder) == november_pack
    assert os.listdir(tmp_path) == ["kho"]


def test_report_refuses_a_month_that_was_not_issued(command, tmp_path):  # noqa: F811
    answer = command("report", "2019-11", "--out", tmp_path / "x")
    assert answer.returncode == 1
    assert "2019-11" in answer.stderr and "manage.py issue 2019-11" in answer.stderr
    assert not (tmp_path / "x").exists()


def test_verify_names_what_is_different_missing_and_extra(small, command, tmp_path):  # noqa: F811
    path, _, _, made = small
    shutil.copy(path, command.database)
    pack.write(made, tmp_path / "kho")
    assert command("verify", tmp_path / "kho").returncode == 0
    (tmp_path / "kho" / "2019-11_tong-quan.png").write_bytes(made["2019-11_ke-hoach.png"])
    (tmp_path / "kho" / "2019-11_ke-hoach.png").unlink()
    (tmp_path / "kho" / "la.txt").write_text("x")
    answer = command("verify", tmp_path / "kho")
    states = dict(reversed(line.split()) for line in answer.stdout.splitlines())
    assert answer.returncode == 1
    assert {name: state for name, state in states.items() if state != "same"} == {
        "2019-11_tong-quan.png": "different", "2019-11_ke-hoach.png": "missing", "la.txt": "extra",
    }  # fmt: skip


def test_another_look_of_the_same_numbers_is_said_to_be_just_that(november, november_pack):
    _, known, _ = november
    older = {**november_pack, "2019-11_tong-quan.png": november_pack["2019-11_ke-hoach.png"] + b" "}
    manifest = json.loads(november_pack[pack.MANIFEST])
    manifest |= {"look": "0", "files": {name: pack.sha256(content) for name, content in older.items()}}
    older[pack.MANIFEST] = json.dumps(manifest).encode()
    kept = [{**manifest, "files": manifest["files"]}]

    def make(*_):
        return november_pack

    found = verify.verify(older, known, kept, make)
    assert found.only_look and not found.is_same
    assert not verify.verify(older, known, [], make).only_look  # nobody vouches for those bytes
    assert verify.recognised(older["2019-11_tong-quan.png"], "a.png", known, kept, make).state == "look"


def test_a_picture_a_file_and_a_pack_are_known_again(november, november_pack):
    _, known, issued = november
    again = partial(verify.recognised, facts=known, kept=[], make=lambda *_: november_pack)
    found = again(november_pack["2019-11_duong-chu-s_slide.png"], "anh chup.png")
    assert (found.state, found.month, found.edition, found.name) == (
        "same",
        "2019-11",
        1,
        "2019-11_duong-chu-s_slide.png",
    )
    assert again(november_pack["2019-11_bao-cao.pdf"], "2019-11_bao-cao (1).pdf").state == "same"
    zipped = pack.zipped(november_pack, issued)
    assert again(zipped, "x.zip").pack.is_same
    assert zipped == pack.zipped(november_pack, issued)
    altered = bytearray(november_pack["2019-11_duong-chu-s.png"])
    altered[-20] ^= 1
    assert again(bytes(altered), "anh.png").state == "different"
    assert again(b"hello", "thu.txt").state == "unknown"
    assert again(b"hello", "2018-01_tong-quan.png").state == "unknown"


def _archive(manifest: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(pack.MANIFEST, manifest)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR", b'{"month": 1}',
        _archive(b"[" * 200_000), _archive(b"{}").replace(zlib.compress(b"{}", wbits=-15), b"\xff\xff\xff\xff"),
    ],
)  # fmt: skip
def test_what_is_damaged_is_unknown_and_raises_nothing(november, content):
    _, known, _ = november
    assert verify.recognised(content, "2017-01_x.zip", known, [], None).state == "unknown"


def test_a_manifest_that_was_written_by_hand_is_refused(november):
    _, known, _ = november
    for manifest in (b"", b"[]", b'{"month": "2019-11"}', b'{"month": "../..", "edition": "1"}'):
        with refused():
            verify.verify({pack.MANIFEST: manifest}, known, [], None)


def test_a_large_archive_is_not_unpacked(november):
    _, known, _ = november
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(pack.MANIFEST, b"0" * (verify.LARGEST + 1))
    assert verify.recognised(out.getvalue(), "x.zip", known, [], None).state == "unknown"


def test_packs_are_kept_once(engine):
    load_bytes(engine, {"agencies.csv": b"code,name\nA,A\n", "plans.csv": b"code,title\nP,P\n",
                        "milestones.csv": b"code,plan,agency,title,due\nM,P,A,M,2019-10-01\n"}, now=NOVEMBER)  # fmt: skip
    issue(engine, now=NOVEMBER)
    what = (Operator("x"), "2019-11", 1, "vi", pack.LOOK, "0" * 64, {"a.png": "1"})
    assert packs.keep(engine, *what, now=LATER)
    assert not packs.keep(engine, *what, now=LATER)
    assert [(row["month"], row["lang"], row["files"]) for row in packs.kept(engine)] == [
        ("2019-11", "vi", {"a.png": "1"})
    ]
    with refused("2019-10"):
        packs.keep(engine, Operator("x"), "2019-10", *what[2:], now=LATER)


def look(known: Facts, issued: Issued) -> dict[str, str]:
    """The hash of all that a small city's report shows, whatever its numbers' fingerprint."""
    from progress.month.docx import document
    from progress.month.pptx import slides
    from progress.month.xlsx import workbook

    drawn = said(known, issued)
    made = pdf.printed(drawn, "0" * 64)
    shown = {"pdf": made.pdf, "pages": b"".join(made.pages), "xlsx": workbook(drawn), "pptx": slides(drawn)}
    shown["docx"] = document(drawn, {name: word for name, (word, _) in made.pictures.items()})
    shown |= {name: b"".join(pair) for name, pair in made.pictures.items()}
    return {name: pack.sha256(content) for name, content in shown.items()}


def test_whoever_changes_the_look_says_so(small):
    """If this fails: raise `report.LOOK` once a version with the present look was released, then run this test with
    WRITE_LOOK=1 and look at the pictures."""
    _, known, issued, _ = small
    now = {"look": pack.LOOK, **look(known, issued)}
    if os.environ.get("WRITE_LOOK"):
        LOOK.write_text(json.dumps(now, indent=1) + "\n")
    assert now == json.loads(LOOK.read_text())
