"""The overview in a real browser: read, filtered, clicked, sent as a link, on a phone, by keyboard and screen reader."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import serious

# On a deep link Streamlit's own client looks for its server under the link's path first, and is told 404.
_PROBE = re.compile(r"/(milestone|method)/_stcore/")


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_selector("[data-testid=stMetric]")
    page.wait_for_selector(".js-plotly-plot .scatterlayer")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    return page


def metrics(page: Page) -> dict[str, str]:
    """Label and value of each card, read at once when the script has drawn them all."""
    page.wait_for_selector("[data-testid=stMetricValue]")
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning", timeout=30000)
    cards = page.locator("[data-testid=stMetric]").evaluate_all(
        """cards => cards.map(card => ['stMetricLabel', 'stMetricValue'].map(
            part => card.querySelector(`[data-testid=${part}]`).innerText))"""
    )
    return dict(cards)


def click_cell(page: Page, agency: str, year: str) -> None:
    """Click the middle of a heatmap cell, as a person would."""
    chart = page.locator("[data-testid=stPlotlyChart]").first
    spot = chart.locator(".js-plotly-plot").evaluate(
        """async (plot, [agency, year]) => {
            const trace = plot.data.findIndex(t => (t.customdata || []).some(c => c[0] === agency && c[1] === year));
            const i = plot.data[trace].customdata.findIndex(c => c[0] === agency && c[1] === year);
            const {xaxis, yaxis} = plot._fullLayout;
            const point = plot.calcdata[trace][i];
            const top = yaxis._offset + yaxis.c2p(point.y);
            const main = document.querySelector('[data-testid=stMain]');
            main.scrollTop += plot.getBoundingClientRect().y + top - innerHeight / 2;
            await new Promise(done => setTimeout(done, 300));
            const box = plot.getBoundingClientRect();
            return [box.x + xaxis._offset + xaxis.c2p(point.x), box.y + top];
        }""",
        [agency, year],
    )
    page.mouse.move(*spot)
    page.wait_for_timeout(200)  # the chart must have seen where the pointer is
    page.mouse.click(*spot)


def test_the_overview_loads_without_an_error_and_asks_no_other_host(page, demonstration):
    errors, hosts = [], set()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "://" in request.url else None)
    opened(page, demonstration.address)
    page.get_by_role("link", name="Cách tính").click()
    page.get_by_text("Quy tắc chung").wait_for()
    assert errors == []
    assert hosts == {f"127.0.0.1:{demonstration.port}"}


def test_the_day_is_in_the_address_from_the_first_and_back_leaves(page, demonstration):
    page.goto("about:blank")
    opened(page, demonstration.address)
    assert "as_of=2019-12-12" in page.url
    page.go_back()
    assert page.url == "about:blank"


def test_a_filter_moves_the_numbers_and_survives_a_change_of_page_and_the_way_back(page, demonstration):
    opened(page, demonstration.address)
    before = metrics(page)
    page.get_by_role("button", name="Bộ lọc").click()
    box = page.get_by_role("combobox", name="Cơ quan chủ trì")
    box.fill("Tư pháp")
    box.press("Enter")
    expect(page).to_have_url(re.compile("agency=STP"))
    page.keyboard.press("Escape")
    expect(page.locator("[data-testid=stMetricValue]").first).not_to_have_text(before["Hoàn thành"], timeout=30000)
    filtered = metrics(page)
    page.get_by_role("link", name="Cách tính").click()
    page.get_by_text("Quy tắc chung").wait_for()
    expect(page).to_have_url(re.compile("agency=STP"))
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    page.go_back()
    page.wait_for_selector("[data-testid=stMetric]")
    expect(page.locator("[data-testid=stMetricValue]").first).to_have_text(filtered["Hoàn thành"], timeout=30000)
    assert metrics(page) == filtered


def test_a_click_on_a_cell_opens_its_milestones_and_back_returns(page, demonstration):
    opened(page, f"{demonstration.address}/?as_of=2019-11-14")
    before = metrics(page)
    click_cell(page, "STP", "2015")
    page.get_by_text("1 mốc: Mọi tình trạng · Sở Tư pháp · 2015").wait_for()
    assert page.url.endswith("/?as_of=2019-11-14&at_agency=STP&at_year=2015")
    page.reload()  # and for whoever receives the address
    page.get_by_text("1 mốc: Mọi tình trạng · Sở Tư pháp · 2015").wait_for()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url.endswith("/?as_of=2019-11-14")
    assert metrics(page) == before


def test_closing_what_a_click_opened_leaves_the_overview_as_it_was(page, demonstration):
    opened(page, f"{demonstration.address}/?as_of=2019-11-14")
    before = metrics(page)
    click_cell(page, "STTTT", "")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/\?as_of=2019-11-14$"))
    assert metrics(page) == before
    click_cell(page, "STTTT", "")
    page.get_by_role("dialog").wait_for()


def test_a_click_on_a_bar_opens_its_milestones(page, demonstration):
    opened(page, f"{demonstration.address}/?as_of=2019-11-14")
    plans = page.locator("[data-testid=stPlotlyChart]").filter(has_text="kế hoạch còn chậm")
    bar = plans.locator(".barlayer .point path").first
    bar.scroll_into_view_if_needed()
    bar.click(force=True)
    page.get_by_text(re.compile(r"\d+ mốc: Mọi tình trạng · ")).wait_for()
    assert "at_plan=" in page.url


def test_the_overdue_card_opens_what_is_overdue(page, demonstration):
    opened(page, f"{demonstration.address}/?as_of=2019-11-14")
    number = metrics(page)["Quá hạn chưa hoàn thành"]
    page.locator("a[href*='bucket=overdue']").first.click()
    page.get_by_text(f"{number} mốc: Quá hạn chưa hoàn thành").wait_for()


def test_a_link_shows_the_same_numbers_to_whoever_receives_it(page, demonstration, browser):
    opened(page, f"{demonstration.address}/?as_of=2018-06-30&agency=STTTT&year=2018&lang=en")
    other = browser.new_context(locale="en-US", timezone_id="America/New_York").new_page()
    opened(other, page.url)
    assert metrics(other) == metrics(page)
    other.context.close()


def test_english_is_one_click_away_and_stays(page, demonstration):
    opened(page, demonstration.address)
    page.get_by_role("radio", name="EN").click()
    expect(page).to_have_url(re.compile("lang=en"))
    page.get_by_role("link", name="Method").click()
    page.get_by_text("Rules for all of them").wait_for()
    expect(page).to_have_url(re.compile("lang=en"))


@pytest.mark.parametrize(
    ("path", "scheme", "widths"),
    [
        ("/", "light", [1440, 1024]),
        ("/", "dark", [390]),
        ("/milestone?bucket=open&as_of=2019-12-12", "dark", [390]),
        ("/method", "light", [390]),
    ],
)
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(browser, demonstration, path, scheme, widths):
    context = browser.new_context(color_scheme=scheme, viewport={"width": widths[0], "height": 900})
    page = context.new_page()
    page.goto(f"{demonstration.address}{path}")
    page.wait_for_selector("[data-testid=stPlotlyChart], [data-testid=stDataFrame], [data-testid=stTable]")
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(1000)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    assert serious(page) == []
    context.close()


PLAN = {
    "agencies.csv": "Mã;Tên;Loại\nSTP;Sở Tư pháp;sở\n",
    "plans.csv": "code,title\nK1,Kế hoạch một\n",
    "milestones.csv": "Mã,Kế hoạch,Cơ quan chủ trì,Nội dung,Thời hạn\nM1,K1,STP,Mốc một,Quý II/2016\nM2,K1,STP,Mốc hai,Thường xuyên\n",
    "progress.csv": "Mốc,Ngày báo cáo,Tình trạng\nM1,30/06/2016,Hoàn thành\n",
}


def test_a_plan_is_loaded_on_the_first_screen_with_the_code_of_the_server_only(page, serve, sqlite_url):
    server = serve(sqlite_url)
    page.goto(server.address)
    page.get_by_text("python manage.py demo").wait_for()
    page.get_by_text("Hoặc nạp ngay tại đây").click()
    code = page.get_by_test_id("stTextInputField")

    def upload(plan: dict[str, str]) -> None:
        page.locator("input[type=file]").set_input_files(
            [{"name": name, "mimeType": "text/csv", "buffer": text.encode()} for name, text in plan.items()]
        )

    code.fill("0123456789")
    code.press("Enter")
    page.get_by_text("Mã cài đặt không đúng").wait_for()
    code.fill(re.search(r"set-up code: (\w+)", server.log.read_text())[1])
    code.press("Enter")
    upload({**PLAN, "progress.csv": "Mốc,Ngày báo cáo,Tình trạng\nM1,2016/06/30,xong rồi\n"})
    page.get_by_text("Không ghi gì: 2 ô cần sửa").wait_for()
    page.reload()
    page.get_by_text("Hoặc nạp ngay tại đây").click()
    code.fill(re.search(r"set-up code: (\w+)", server.log.read_text())[1])
    code.press("Enter")
    upload(PLAN)
    page.get_by_text("Sẽ thêm 1 cơ quan, 1 kế hoạch, 2 mốc, 1 dòng tình hình").wait_for()
    page.get_by_role("button", name="Ghi vào cơ sở dữ liệu").click()
    page.wait_for_selector("[data-testid=stMetric]")
    assert metrics(page)["Hoàn thành"] == "50,0%"
    assert metrics(page)["Đúng hạn"] == "100%"


def test_printed_the_overview_is_the_numbers_and_whole_charts_without_what_can_be_clicked(page, demonstration):
    opened(page, demonstration.address)
    page.emulate_media(media="print")
    for control in ("stHeader", "stPopover", "stButtonGroup"):
        assert not page.get_by_test_id(control).locator("visible=true").count(), control
    expect(page.get_by_text("Tính đến ngày 12/12/2019").first).to_be_visible()
    chart = page.locator("[data-testid=stPlotlyChart]").first
    assert chart.evaluate("chart => getComputedStyle(chart).breakInside") == "avoid"


def test_embedded_the_overview_keeps_its_as_of_line_and_has_no_controls(page, demonstration):
    opened(page, f"{demonstration.address}/?embed=true")
    expect(page.get_by_text("Tính đến ngày 12/12/2019").first).to_be_visible()
    for control in ("stTopNavLink", "stPopover", "stButtonGroup"):
        assert not page.get_by_test_id(control).locator("visible=true").count(), control
