"""The door of a fresh, real server: deep links, plain HTTP, and what may not be fetched."""

import json
import urllib.error
import urllib.request

import pytest

from models.demonstration import demonstrate
from models.store import open_store


def get(address: str, **headers: str) -> tuple[int, dict, bytes]:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    opener = urllib.request.build_opener(Stay)
    try:
        with opener.open(urllib.request.Request(address, headers=headers), timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def test_a_deep_link_is_the_first_thing_a_fresh_server_sees(serve, sqlite_url, page):
    engine = open_store(sqlite_url)
    demonstrate(engine)
    server = serve(sqlite_url)
    page.goto(f"{server.address}/milestone?as_of=2019-11-14&bucket=overdue")
    page.get_by_text("Quá hạn chưa hoàn thành").first.wait_for()
    page.get_by_text("Tính đến hết ngày 14/11/2019").wait_for()
    assert page.get_by_role("link", name="Tổng quan").count()


@pytest.mark.parametrize("path", ["/overview", "/frame", "/view", "/first_steps"])
def test_a_file_of_pages_is_no_screen_of_its_own(demonstration, page, path):
    page.goto(f"{demonstration.address}{path}")
    page.get_by_text("Tính đến").first.wait_for()  # the frame with its line on top, whatever is asked


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
        said = json.loads(capsys.readouterr().out)
        status, _, body = get(f"{demonstration.address}/api/{path}.json?as_of=2019-11-14&by=agency&plan=KH70")
        assert (status, json.loads(body)) == (200, said)
    assert manage.main(["milestones", "--as-of", "2019-11-14", "--format", "csv"]) == 0
    assert get(f"{demonstration.address}/api/milestones.csv?as_of=2019-11-14")[2].decode() == capsys.readouterr().out


@pytest.mark.parametrize("query", ["as_of=yesterday", "as_of=9999-12-31", "by=colour", "known_at=never", "now=1"])
def test_plain_http_names_a_parameter_it_cannot_read(demonstration, query):
    status, _, body = get(f"{demonstration.address}/api/summary.json?{query}")
    assert status == 400
    assert json.loads(body)["error"]


def test_plain_http_is_closed_where_reading_is_not_public(serve, sqlite_url):
    server = serve(sqlite_url, PUBLIC_READ="0")
    assert get(f"{server.address}/api/summary.json")[0] == 401


@pytest.mark.parametrize("path", ["/app/static/x", "/data/progress.db", "/dashboard.py", "/..%2fdata%2fprogress.db"])
def test_no_file_of_the_program_is_served(demonstration, path):
    _, _, body = get(f"{demonstration.address}{path}")
    assert b"SQLite format" not in body
    assert b"import" not in body[:200]
