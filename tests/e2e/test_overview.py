"""The overview in a real browser: read, filtered, clicked, on a phone, by screen reader, printed, embedded."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import readable


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
    """Click the middle of a heatmap cell, as a person would: once the chart has seen the pointer over it."""
    plot = page.get_by_test_id("stPlotlyChart").first.locator(".js-plotly-plot")
    plot.locator(".scatterlayer .point").first.wait_for()
    x, y = plot.evaluate(
        """(plot, [agency, year]) => {
            const trace = plot.data.findIndex(t => (t.customdata || []).some(c => c[0] === agency && c[1] === year));
            const i = plot.data[trace].customdata.findIndex(c => c[0] === agency && c[1] === year);
            const {xaxis, yaxis} = plot._fullLayout;
            const point = plot.calcdata[trace][i];
            return [xaxis._offset + xaxis.c2p(point.x), yaxis._offset + yaxis.c2p(point.y)];
        }""",
        [agency, year],
    )
    plot.hover(position={"x": x, "y": y})
    seen(page, plot, agency)
    plot.click(position={"x": x, "y": y})


def seen(page: Page, plot: Locator, code: str = "") -> None:
    """The chart has seen the pointer over a point of this code, or over any."""
    page.wait_for_function(
        "([plot, code]) => (plot._hoverdata || []).some(point => !code || point.customdata[0] === code)",
        arg=[plot.element_handle(), code],
    )


def test_the_overview_writes_no_error_asks_no_other_host_and_english_is_one_click_away_and_stays(page, demonstration):
    errors, hosts = [], set()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "://" in request.url else None)
    opened(page, demonstration.address)
    page.get_by_role("radio", name="EN").click()
    expect(page).to_have_url(re.compile("lang=en"))
    page.get_by_role("link", name="Method").click()
    page.get_by_text("Rules for all of them").wait_for()
    expect(page).to_have_url(re.compile(r"/method\?.*lang=en"))
    assert errors == []
    assert hosts == {f"127.0.0.1:{demonstration.port}"}


def test_a_filter_moves_the_numbers_and_survives_a_change_of_page_and_the_way_back(reader, demonstration):
    opened(reader, demonstration.address)
    before = metrics(reader)
    reader.get_by_role("button", name="Bộ lọc").click()
    box = reader.get_by_role("combobox", name="Cơ quan chủ trì")
    box.fill("Tư pháp")
    box.press("Enter")
    expect(reader).to_have_url(re.compile("agency=STP"))
    reader.keyboard.press("Escape")
    expect(reader.locator("[data-testid=stMetricValue]").first).not_to_have_text(before["Hoàn thành"])
    filtered = metrics(reader)
    reader.get_by_role("link", name="Rà soát").click()
    reader.get_by_text("01/01 cơ quan đã báo cáo").last.wait_for()
    expect(reader).to_have_url(re.compile(r"/review\?as_of=2019-12-12&agency=STP$"))
    expect(reader.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    reader.go_back()
    if "/review" in reader.url:  # Streamlit wrote the bare screen into the history before its scope: one step more
        reader.go_back()
    expect(reader.locator("[data-testid=stMetricValue]").first).to_have_text(filtered["Hoàn thành"])
    assert metrics(reader) == filtered


def test_a_click_in_a_chart_opens_its_milestones_at_an_address_and_back_or_closing_leaves_all_as_it_was(
    reader, demonstration
):
    opened(reader, f"{demonstration.address}/?as_of=2019-11-14")
    before, dialog = metrics(reader), reader.get_by_role("dialog")
    click_cell(reader, "STP", "2015")
    reader.get_by_text("1 mốc: Mọi tình trạng · Sở Tư pháp · 2015").wait_for()
    assert reader.url.endswith("/?as_of=2019-11-14&at_agency=STP&at_year=2015")
    reader.reload()  # and for whoever receives the address
    reader.get_by_text("1 mốc: Mọi tình trạng · Sở Tư pháp · 2015").wait_for()
    reader.go_back()
    expect(dialog).to_have_count(0)
    assert reader.url.endswith("/?as_of=2019-11-14")
    assert metrics(reader) == before
    for _ in range(2):  # the chart forgets the click when the dialog is closed
        click_cell(reader, "STTTT", "")
        dialog.wait_for()
        reader.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(reader).to_have_url(re.compile(r"/\?as_of=2019-11-14$"))
        assert metrics(reader) == before
    plot = reader.locator(".js-plotly-plot").filter(has_text="kế hoạch còn chậm")
    bar = plot.locator(".barlayer .point path").first
    bar.scroll_into_view_if_needed()
    bar.hover(force=True)
    seen(reader, plot)
    bar.click(force=True)
    reader.get_by_text(re.compile(r"\d+ mốc: Mọi tình trạng · ")).wait_for()
    assert "at_plan=" in reader.url


@pytest.mark.parametrize(("scheme", "widths"), [("light", [1440, 1024]), ("dark", [390])])
@pytest.mark.parametrize("path", ["/milestone?bucket=open&as_of=2019-12-12", "/agency", "/method"])
def test_the_screens_beside_it_fit_every_window_and_axe_finds_nothing_serious(
    reader, demonstration, path, scheme, widths
):
    reader.emulate_media(color_scheme=scheme)
    reader.set_viewport_size({"width": widths[0], "height": 900})
    reader.goto(f"{demonstration.address}{path}")
    reader.wait_for_selector("[data-testid=stDataFrame], [class*=st-key-groups_], [data-testid=stTable]")
    expect(reader.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    readable(reader, *widths)


PLAN = {
    "agencies.csv": "Mã;Tên;Loại\nSTP;Sở Tư pháp;sở\n",
    "plans.csv": "code,title\nK1,Kế hoạch một\n",
    "milestones.csv": "Mã,Kế hoạch,Cơ quan chủ trì,Nội dung,Thời hạn\nM1,K1,STP,Mốc một,Quý II/2016\nM2,K1,STP,Mốc hai,Thường xuyên\n",
    "progress.csv": "Mốc,Ngày báo cáo,Tình trạng\nM1,30/06/2016,Hoàn thành\n",
}


def test_a_plan_is_loaded_on_the_first_screen_with_the_code_of_the_server_only(reader, serve, sqlite_url):
    server = serve(sqlite_url)
    reader.goto(server.address)
    reader.get_by_text("python manage.py demo").wait_for()
    reader.get_by_text("Hoặc nạp ngay tại đây").click()
    code = reader.get_by_test_id("stTextInputField")

    def upload(plan: dict[str, str]) -> None:
        reader.locator("input[type=file]").set_input_files(
            [{"name": name, "mimeType": "text/csv", "buffer": text.encode()} for name, text in plan.items()]
        )

    code.fill("0123456789")
    code.press("Enter")
    reader.get_by_text("Mã cài đặt không đúng").wait_for()
    code.fill(re.search(r"set-up code: (\w+)", server.log.read_text())[1])
    code.press("Enter")
    upload({**PLAN, "progress.csv": "Mốc,Ngày báo cáo,Tình trạng\nM1,2016/06/30,xong rồi\n"})
    reader.get_by_text("Không ghi gì: 2 ô cần sửa").wait_for()
    reader.reload()
    reader.get_by_text("Hoặc nạp ngay tại đây").click()
    code.fill(re.search(r"set-up code: (\w+)", server.log.read_text())[1])
    code.press("Enter")
    upload(PLAN)
    reader.get_by_text("Sẽ thêm 1 cơ quan, 1 kế hoạch, 2 mốc, 1 dòng tình hình").wait_for()
    reader.get_by_role("button", name="Ghi vào cơ sở dữ liệu").click()
    reader.wait_for_selector("[data-testid=stMetric]")
    assert metrics(reader)["Hoàn thành"] == "50,0%"
    assert metrics(reader)["Đúng hạn"] == "100%"


def test_its_day_is_in_the_address_from_the_first_on_paper_nothing_can_be_clicked_and_back_leaves(
    reader, demonstration
):
    reader.goto("about:blank")
    opened(reader, demonstration.address)
    assert "as_of=2019-12-12" in reader.url
    reader.emulate_media(media="print")
    for control in ("stHeader", "stPopover", "stButtonGroup"):
        assert not reader.get_by_test_id(control).locator("visible=true").count(), control
    expect(reader.get_by_text("Tính đến ngày 12/12/2019").first).to_be_visible()
    chart = reader.locator("[data-testid=stPlotlyChart]").first
    assert chart.evaluate("chart => getComputedStyle(chart).breakInside") == "avoid"
    reader.go_back()
    assert reader.url == "about:blank"


def test_embedded_the_overview_keeps_its_as_of_line_and_has_no_controls(reader, demonstration):
    opened(reader, f"{demonstration.address}/?embed=true")
    expect(reader.get_by_text("Tính đến ngày 12/12/2019").first).to_be_visible()
    for control in ("stTopNavLink", "stPopover", "stButtonGroup"):
        assert not reader.get_by_test_id(control).locator("visible=true").count(), control
