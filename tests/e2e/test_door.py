"""The door of a fresh, real server: deep links, plain HTTP, and what may not be fetched."""

import json

import pytest

from tests.e2e.conftest import copied
from tests.e2e.wire import get, said, tab


def test_a_deep_link_is_the_first_thing_a_fresh_server_sees(serve, demonstration_url, tmp_path):
    url = f"sqlite:///{tmp_path / 'progress.db'}"
    copied(demonstration_url, url)
    with tab(serve(url)) as wire:
        heard = said(wire, "as_of=2019-11-14&bucket=overdue", "milestone")
    assert "mốc: Quá hạn chưa hoàn thành" in heard and "Tính đến hết ngày 14/11/2019" in heard


def test_a_file_of_pages_is_no_screen_of_its_own(demonstration):
    """The frame with its line on top, whatever is asked."""
    for name in ("overview", "frame", "view", "first_steps"):
        with tab(demonstration) as wire:
            assert "Tính đến hết ngày 14/11/2019" in said(wire, "as_of=2019-11-14", name), name


def test_a_link_without_a_day_is_sent_on_to_the_one_that_names_it(demonstration):
    status, headers, _ = get(f"{demonstration.address}/milestone?bucket=overdue&agency=STTTT")
    assert status == 307
    assert headers["location"] == "/milestone?bucket=overdue&agency=STTTT&as_of=2019-12-12"


@pytest.mark.parametrize(("query", "lang"), [("", "vi"), ("&lang=en", "en"), ("&lang=xx", "vi")])
def test_the_page_says_its_language(demonstration, query, lang):
    _, _, body = get(f"{demonstration.address}/?as_of=2019-12-12{query}")
    assert f'<html lang="{lang}"'.encode() in body


def test_health_answers_while_the_database_does(demonstration):
    assert get(f"{demonstration.address}/healthz")[0] == 200


def test_plain_http_gives_the_numbers_of_the_command_line(demonstration, capsys, monkeypatch):
    import manage

    monkeypatch.setenv("DATABASE_URL", demonstration.database)
    for path, command in (("summary", "summary"), ("series", "series")):
        assert manage.main([command, "--as-of", "2019-11-14", "--by", "agency", "--plan", "KH70"]) == 0
        told = json.loads(capsys.readouterr().out)
        status, _, body = get(f"{demonstration.address}/api/{path}.json?as_of=2019-11-14&by=agency&plan=KH70")
        assert (status, json.loads(body)) == (200, told)
    assert manage.main(["milestones", "--as-of", "2019-11-14", "--format", "csv"]) == 0
    assert get(f"{demonstration.address}/api/milestones.csv?as_of=2019-11-14")[2].decode() == capsys.readouterr().out


@pytest.mark.parametrize("query", ["as_of=yesterday", "as_of=9999-12-31", "by=colour", "known_at=never", "now=1"])
def test_plain_http_names_a_parameter_it_cannot_read(demonstration, query):
    status, _, body = get(f"{demonstration.address}/api/summary.json?{query}")
    assert status == 400
    assert json.loads(body)["error"]


@pytest.mark.parametrize("path", ["/app/static/x", "/data/progress.db", "/dashboard.py", "/..%2fdata%2fprogress.db"])
def test_no_file_of_the_program_is_served(demonstration, path):
    _, _, body = get(f"{demonstration.address}{path}")
    assert b"SQLite format" not in body
    assert b"import" not in body[:200]
