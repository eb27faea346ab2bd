"""What the documents name is there, and what is there is named."""

import argparse
import re
from pathlib import Path

import pytest

import manage
from models.files.load import load
from models.files.schema import TABLES, plain
from models.store.clock import instant

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "catalogue" / "README.md"]
TWINS = ("README", "docs/files", "docs/months", "docs/operations")


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_link_picture_and_file_a_page_names_is_there(document):
    text = document.read_text(encoding="utf-8")
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    assert [link for link in links if link and not (document.parent / link).exists()] == []
    files = re.findall(r"`((?:models|progress|pages|tests|data|docs|\.ci)/[\w./]+)`", text)
    assert [file for file in files if not (ROOT / file).exists() and not file.endswith(".db")] == []


@pytest.mark.parametrize("name", TWINS)
def test_a_page_for_users_stands_whole_in_both_languages(name):
    """The same headings, code, tables and settings; other words."""
    parts = [
        [re.findall(pattern, text, re.M) for pattern in (r"^#+", r"^```\w*", r"`[A-Z_]{5,}`")]
        + [len(re.findall(r"^\|", text, re.M))]
        for text in (_text(f"{name}.md"), _text(f"{name}.en.md"))
    ]
    assert parts[0] == parts[1]


def test_every_setting_is_described_once_in_each_language():
    settings = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', _text("models/store/settings.py")))
    for document in ("docs/operations.md", "docs/operations.en.md"):
        described = re.findall(r"`([A-Z_]+)`", "\n".join(re.findall(r"^\| (`.*?) \|", _text(document), re.M)))
        assert sorted(described) == sorted(settings)


def _commands(parser: argparse.ArgumentParser, name: str = "") -> dict[str, set[str]]:
    """Each command with its options."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        return {name: {option for action in parser._actions for option in action.option_strings} - {"-h", "--help"}}
    return {
        command: options
        for choice, made in inner[0].choices.items()
        for command, options in _commands(made, f"{name} {choice}".strip()).items()
    }


def test_every_command_and_option_is_in_the_contract():
    section = _text("docs/contract.md").partition("## `python manage.py")[2].partition("\n## ")[0]
    for command, options in _commands(manage._parser()).items():
        rows = [row for row in section.splitlines() if f"`{command}" in row or f" `{command}`" in row]
        assert rows, command
        assert [option for option in options if option not in section] == [], command


@pytest.mark.parametrize("document", PAGES, ids=lambda document: str(document.relative_to(ROOT)))
def test_every_command_line_shown_is_one_that_is_understood(document):
    shown = re.findall(r"^(?:\S*python )manage\.py ([^#\n|;]*)", document.read_text(encoding="utf-8"), re.M)
    for line in shown:
        arguments = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]
        if arguments and arguments[0] != "-h" and "%M%" not in arguments:
            manage._parser().parse_args(arguments)


def test_every_column_of_every_table_is_in_the_contract():
    files = _text("docs/contract.md").partition("## Files in and out")[2].partition("\n## ")[0]
    for table in TABLES.values():
        (row,) = re.findall(rf"^\| {table.name} \| (.*) \|$", files, re.M)
        named = set(re.findall(r"\w+", row))
        assert {column.name for column in table.written} - named == set(), table.name
        required = set(re.findall(r"\*\*(\w+)\*\*", row))
        assert {column.name for column in table.columns if column.required} == required, table.name


@pytest.mark.parametrize("document", ["docs/files.md", "docs/files.en.md"])
def test_the_headers_and_the_example_a_city_begins_with_are_read(document, sqlite_engine, tmp_path):
    text = _text(document)
    tables = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", text, re.M)
    assert [table for table, _, _ in tables] == ["agencies", "plans", "milestones", "progress", "extensions"]
    for name, required, more in tables:
        table = TABLES[name]
        columns = [table.headers[plain(header)] for header in f"{required}, {more}".split(", ")]
        needed = [table.headers[plain(header)] for header in required.split(", ")]
        assert needed == [column for column in table.columns if column.required] and len(columns) == len(set(columns))
    (tmp_path / "agencies.csv").write_text("code,name\nSTTTT,Sở Thông tin và Truyền thông\n", encoding="utf-8")
    (tmp_path / "plans.csv").write_text("code,title\nKH70,Kế hoạch 70\n", encoding="utf-8")
    (example,) = re.findall(r"```csv\n(.*?)```", text, re.S)
    (tmp_path / "milestones.csv").write_text(example, encoding="utf-8")
    outcome = load(sqlite_engine, [tmp_path], now=instant("2019-11-14T09:00:00+07:00"))
    assert outcome.accepted and outcome.added["milestones"] == 2 and not outcome.warnings
