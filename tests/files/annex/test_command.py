"""`manage.py read`: what it writes is what `import` takes; nothing is written where nothing is read."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.files.annex.papers import excel
from tests.files.annex.test_reading import ANNEX, HEADER, MERGED
from tests.test_manage import Command

FILES = {
    "agencies.csv": "code,name,kind\nSTTTT,Sở Thông tin và Truyền thông,sở\nSNV,Sở Nội vụ,sở\nSTC,Sở Tài chính,sở\n"
    "VPUBND,Văn phòng Ủy ban nhân dân thành phố,cơ quan ngang sở\nSKHDT,Sở Kế hoạch và Đầu tư,sở\nSKHCN,Sở Khoa học và Công nghệ,sở\n",
    "plans.csv": "code,title,number\nKH7,Kế hoạch năm 2016,7/KH-UBND\n",
}


@pytest.fixture
def annexed(sqlite_url, tmp_path):
    """The commands on a database with agencies and a plan, and a folder for files."""
    command = Command(Path(sqlite_url.removeprefix("sqlite:///")))
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert command("import", tmp_path / "agencies.csv", tmp_path / "plans.csv").returncode == 0
    return command, tmp_path


def test_an_annex_is_read_and_what_is_written_can_be_imported(annexed):
    command, tmp_path = annexed
    (tmp_path / "a.xlsx").write_bytes(excel(ANNEX, MERGED))
    out = tmp_path / "out"
    done = command("read", tmp_path / "a.xlsx", "--plan", "KH7", "--out", out, "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["accepted"] and [m["due"] for m in said["milestones"]] == ["2016-06-30", "2016-09-30", None]
    assert sorted(path.name for path in out.iterdir()) == ["milestones.csv"]
    rows = list(csv.DictReader(io.StringIO((out / "milestones.csv").read_text(encoding="utf-8"))))
    assert rows[0]["source"] == "a.xlsx, Phụ lục, 10" and rows[0]["due_words"] == "Quý II/2016"
    before = (out / "milestones.csv").read_bytes()
    assert command("read", tmp_path / "a.xlsx", "--plan", "KH7", "--out", out).returncode == 0
    assert (out / "milestones.csv").read_bytes() == before
    imported = command("import", out, "--json")
    assert imported.returncode == 0 and json.loads(imported.stdout)["added"]["milestones"] == 3


def test_open_questions_are_written_filled_in_and_given_back(annexed):
    command, tmp_path = annexed
    (tmp_path / "a.xlsx").write_bytes(excel([HEADER, ("1", "Lập kho", "Sở KH", "", "2016", "")]))
    out = tmp_path / "out"
    assert command("read", tmp_path / "a.xlsx", "--plan", "KH7", "--out", out).returncode == 1
    asked = json.loads((out / "questions.json").read_text(encoding="utf-8"))
    assert [(q["id"], q["answer"]) for q in asked] == [("agency:Sở KH", None)]
    asked[0]["answer"] = "SKHCN"
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(asked), encoding="utf-8")
    done = command("read", tmp_path / "a.xlsx", "--plan", "KH7", "--out", out, "--answers", answers)
    assert done.returncode == 0 and not (out / "questions.json").exists()


def test_a_refused_file_writes_nothing_and_a_folder_with_other_things_is_left_alone(annexed):
    command, tmp_path = annexed
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 x}")
    done = command("read", tmp_path / "a.rtf", "--plan", "KH7", "--out", tmp_path / "out", "--json")
    assert done.returncode == 1 and not (tmp_path / "out").exists()
    assert ".docx" in json.loads(done.stdout)["refused"][0]["message"]
    (tmp_path / "a.xlsx").write_bytes(excel(ANNEX, MERGED))
    refused = command("read", tmp_path / "a.xlsx", "--plan", "KH7", "--out", tmp_path)
    assert refused.returncode == 1 and "agencies.csv" not in [
        p.name for p in tmp_path.iterdir() if p.stat().st_size == 0
    ]
    assert command("read", "--plan", "KH7").returncode == 2


def test_no_cell_that_is_written_is_a_formula(annexed):
    command, tmp_path = annexed
    (tmp_path / "a.xlsx").write_bytes(excel([HEADER, ("1", "=1+1 là mẫu cần gỡ", "Sở Nội vụ", "", "2016", "@SUM(A1)")]))
    assert command("read", tmp_path / "a.xlsx", "--plan", "KH7", "--out", tmp_path / "out").returncode == 0
    cells = [cell for row in csv.reader((tmp_path / "out" / "milestones.csv").open(encoding="utf-8")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r") and cell]
