"""The door of a fresh, real server: deep links, plain HTTP, and what may not be fetched."""

import json

import pytest
from playwright.sync_api import expect

from pages.screens import SCREENS
from progress.say.languages import EN, VI
from tests.e2e.conftest import copied, serious, settled
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


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_a_deep_link_opens_every_screen_with_its_day_its_language_and_its_title(demonstration, screen, words):
    status, headers, _ = get(f"{demonstration.address}{screen.path}?agency=STTTT&lang={words.lang}")
    target = f"{screen.path}?agency=STTTT&lang={words.lang}&as_of=2019-12-12"
    assert (status, headers["location"]) == (307, target)
    status, _, body = get(f"{demonstration.address}{target}")
    assert status == 200 and f'<html lang="{words.lang}"' in body.decode()
    assert f"<title>{screen.titled(words)}</title>" in body.decode()
    with tab(demonstration) as wire:
        heard = said(wire, target.partition("?")[2], screen.name)
    assert screen.titled(words) in heard and words.frame.filters in heard


def test_a_language_that_is_not_spoken_is_vietnamese(demonstration):
    assert b'<html lang="vi"' in get(f"{demonstration.address}/?as_of=2019-12-12&lang=xx")[2]


def test_the_first_screen_is_found_under_its_name_too(demonstration):
    status, headers, _ = get(f"{demonstration.address}/overview?as_of=2019-11-14&plan=KH70&plan=KH73")
    assert (status, headers["location"]) == (307, "/?as_of=2019-11-14&plan=KH70&plan=KH73")
    assert get(f"{demonstration.address}/overview?plan=KH70")[1]["location"] == "/?plan=KH70&as_of=2019-12-12"


@pytest.mark.parametrize(
    "path", ["/khong-co", "/index.html", "/review/x", "/static/no.js", "/c%C6%A1-quan", "/%3Cb%3E"]
)
def test_where_no_screen_lies_the_answer_says_so(demonstration, path):
    status, _, body = get(f"{demonstration.address}{path}?plan=%3Cb%3E")
    assert status == 404 and VI.frame.no_page in body.decode() and b"<b>" not in body


def test_a_browser_is_told_in_its_readers_language_and_led_back(demonstration, reader):
    reader.goto(f"{demonstration.address}/tong-quan")
    expect(reader.get_by_role("heading")).to_have_text(VI.frame.no_page)
    assert serious(reader) == []
    reader.get_by_role("link", name="English").click()
    expect(reader.get_by_role("heading")).to_have_text(EN.frame.no_page)
    reader.get_by_role("link", name=EN.account.back_to_plans).click()
    expect(settled(reader)).to_have_title(SCREENS[0].titled(EN))
    assert reader.url == f"{demonstration.address}/?lang=en&as_of=2019-12-12"


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


@pytest.mark.parametrize(
    "query",
    ["as_of=yesterday", "as_of=9999-12-31", "as_of=2019-12-13", "by=colour", "known_at=never", "now=1", "month=2019-99",
     "plan=KH0", "plan=KH70&plan=KH0", "agency=NOBODY"],
)  # fmt: skip
def test_plain_http_names_a_parameter_it_cannot_read_or_that_names_nothing(demonstration, query):
    for path in ("summary.json", "series.json", "milestones.csv") if "by=" not in query else ("summary.json",):
        status, _, body = get(f"{demonstration.address}/api/{path}?{query}")
        assert status == 400
        assert json.loads(body)["error"].startswith(f"{query.partition('=')[0]}: ")


@pytest.mark.parametrize("path", ["/app/static/x", "/data/progress.db", "/dashboard.py", "/..%2fdata%2fprogress.db"])
def test_no_file_of_the_program_is_served(demonstration, path):
    _, _, body = get(f"{demonstration.address}{path}")
    assert b"SQLite format" not in body
    assert b"import" not in body[:200]
