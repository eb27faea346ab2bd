"""The month's report as slides, 16:9: a message for a title, native charts and tables, definitions in the notes."""

import io
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

import xlsxwriter
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Emu, Inches, Pt

from progress.month import look
from progress.month.package import canonical
from progress.month.report import Contents, Group, List, bar_label, longest, overview_title
from progress.say.languages import Words, shortened
from progress.show.spreadsheet import PLAIN
from progress.show.table import Table

WIDE, HIGH = 13.333, 7.5  # inches; so are all places below
_LEFT, _RIGHT = 0.55, WIDE - 0.55
_TITLE, _NOTE, _BODY, _END, _FOOT = 0.35, 1.22, 1.72, 6.78, 7.0
_TITLE_LETTERS = 62  # of a line of 26 points
_SLIDES = 3  # of one list or chart
_BARS = 24  # rows of bars a slide
_NAME_LETTERS = 60  # of the name of a row of bars
_YEARS = 14  # columns of years a slide
_FONT = "Arial"
_ALPHA = 0.5  # the width of a letter by its height, Vietnamese text in Arial

# The columns of each list by their share of the width.
_COLUMNS = {
    "overdue": {"number": 0.6, "title": 4.0, "lead": 2.1, "supporting": 2.2, "due_in_force": 1.3, "days_overdue": 0.95,
                "claim": 0.95, "note": 2.1},
    "changes": {"number": 0.6, "change": 1.3, "title": 4.3, "lead": 2.4, "details": 3.0, "decision": 1.7},
    "silent": {"number": 0.6, "lead": 6.0, "open_n": 2.0},
    "late": {"number": 0.6, "title": 4.6, "lead": 2.6, "state": 1.7, "happened_on": 1.3, "recorded_at": 1.7},
}  # fmt: skip
_POINTS = (12, 11)  # of a list
_DEFINED = {"overdue": ("overdue",), "changes": ("overdue", "cancelled", "suspended"), "silent": (), "late": ()}


def slides(contents: Contents) -> bytes:
    """The report as PPTX: results, agency × year, S-curve, agencies, plans, then the lists that hold anything.

    Of a long list or many agencies `_SLIDES` slides are made; the last says how many are left out.
    """
    words = look.language(contents)
    show = Presentation()
    package = show.part.package
    for rel in [rel for rel in package._rels.values() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.drop_rel(rel.rId)  # a picture of another file
    show.slide_width, show.slide_height = Inches(WIDE), Inches(HIGH)
    said = show.core_properties
    said.title, said.subject, said.author = contents.title, contents.subtitle, contents.authority[1]
    said.keywords = words.office.edition.format(month=contents.month, n=contents.edition)
    said.last_modified_by, said.language = "", words.lang
    deck = _Deck(show, contents, words)
    _overview(deck)
    if contents.agencies:
        _heat(deck)
    if contents.curve:
        _curve(deck)
    _bars(deck, contents.bars_title, contents.agencies)
    _bars(deck, contents.plans_title, contents.plans)
    for listed in (contents.overdue_list, contents.changes, contents.silent, contents.late):
        if len(listed.table):
            _list(deck, listed)
    file = io.BytesIO()
    show.save(file)
    return canonical(file.getvalue(), contents.known_at)


class _Deck:
    """The slides while they are made, all of one layout: title, note, body, foot with source, day and number."""

    def __init__(self, show, contents: Contents, words: Words) -> None:
        self.show, self.contents, self.words = show, contents, words
        self.language = words.locale
        self.layout = _layout(show)

    def slide(self, title: str, note: str, definitions: Sequence[str]):
        """A new slide; `definitions` go into its speaker's notes, a line each, after the message."""
        slide = self.show.slides.add_slide(self.layout)
        lines = look.fitted(title, _TITLE_LETTERS, 2)
        slide.shapes.title.text_frame.text = " ".join(lines)
        self._spoken(slide.shapes.title.text_frame)
        self.text(slide, [(note, 13, False, look.MUTED)], _LEFT, _NOTE, _RIGHT - _LEFT, 0.45)
        contents, words = self.contents, self.words
        foot = f"{contents.foot}. {words.office.source}"
        self.text(slide, [(foot, 10, False, look.MUTED)], _LEFT, _FOOT, 7.8, 0.3)
        if contents.mark:
            self.text(slide, [(contents.mark, 11, True, look.OVERDUE)], 8.2, _FOOT, 4.0, 0.3, align="r")
        slide.shapes._spTree.append(parse_xml(_NUMBER))
        notes = slide.notes_slide.notes_text_frame
        notes.text = "\n".join([title, *definitions, *contents.method[:1], foot])
        self._spoken(notes)
        return slide

    def text(self, slide, runs, left, top, width, height, align="l"):
        """A box of paragraphs: (text, points, bold, colour) each."""
        box = slide.shapes.add_textbox(*map(Inches, (left, top, width, height)))
        frame = box.text_frame
        frame.word_wrap, frame.vertical_anchor, frame.auto_size = True, MSO_ANCHOR.TOP, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, (text, points, bold, colour) in enumerate(runs):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph._p.get_or_add_pPr().set("algn", align)
            run = paragraph.add_run()
            run.text = text
            run.font.size, run.font.bold, run.font.color.rgb = Pt(points), bold, _rgb(colour)
        self._spoken(frame)
        return box

    def table(self, slide, name: str, widths, rows, points: float, top: float, heights) -> None:
        """A native table: rows of `_cell`s, the first its head; columns by their share of the width."""
        total = sum(widths)
        columns = [round(Inches(_RIGHT - _LEFT) * width / total) for width in widths]
        frame = slide.shapes.add_table(1, 1, Inches(_LEFT), Inches(top), sum(columns), Inches(sum(heights)))
        frame.name = name
        _described(frame, name)
        grid = "".join(f'<a:gridCol w="{width}"/>' for width in columns)
        body = "".join(
            f'<a:tr h="{Inches(height)}">{"".join(self._tc(cell, points) for cell in row)}</a:tr>'
            for row, height in zip(rows, heights, strict=True)
        )
        table = frame._element.graphic.graphicData.tbl
        made = parse_xml(f'<a:tbl {nsdecls("a")}><a:tblPr firstRow="1"/><a:tblGrid>{grid}</a:tblGrid>{body}</a:tbl>')
        table.getparent().replace(table, made)

    def _tc(self, cell: dict, points: float) -> str:
        edges = cell.get("frame")
        line = "".join(
            f'<a:{side} w="{22225 if edges else 6350}"><a:solidFill><a:srgbClr val="{(edges or look.LINE)[1:]}"/></a:solidFill></a:{side}>'
            for side in (("lnL", "lnR", "lnT", "lnB") if edges else ("lnB",))
        )
        fill = f'<a:solidFill><a:srgbClr val="{cell["fill"][1:]}"/></a:solidFill>' if "fill" in cell else "<a:noFill/>"
        colour = cell.get("ink", look.INK)[1:]
        said = f'lang="{self.language}" sz="{round(points * 100)}"'
        text = (
            f'<a:r><a:rPr {said} b="{int(cell.get("bold", False))}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
            f'<a:latin typeface="{_FONT}"/></a:rPr><a:t>{escape(cell["text"])}</a:t></a:r>'
            if cell["text"]
            else f"<a:endParaRPr {said}/>"
        )
        return (
            f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{cell.get("align", "l")}"/>{text}</a:p></a:txBody>'
            f'<a:tcPr marL="45720" marR="45720" marT="18288" marB="18288" anchor="ctr">{line}{fill}</a:tcPr></a:tc>'
        )

    def _spoken(self, frame) -> None:
        """Mark the text's language, so that it is not underlined as misspelt."""
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run._r.get_or_add_rPr().set("lang", self.language)

    def chart(self, slide, kind, data, name: str, left, top, width, height):
        """A native chart; name: what it shows, for those who cannot see it."""
        frame = slide.shapes.add_chart(kind, *map(Inches, (left, top, width, height)), data)
        frame.name = name
        _described(frame, name)
        chart = frame.chart
        chart.part.chart_workbook.update_from_xlsx_blob(_behind(data))
        chart.font.name, chart.font.size, chart.font.color.rgb = _FONT, Pt(11), _rgb(look.INK)
        chart.has_title = False
        return chart


_NUMBER = f"""<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="99" name="Slide Number"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>
<p:nvPr><p:ph type="sldNum" sz="quarter" idx="12"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr anchor="t"/><a:lstStyle/>
<a:p><a:pPr algn="r"/><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"><a:rPr lang="vi-VN" sz="1100"/><a:t>‹#›</a:t></a:fld></a:p></p:txBody></p:sp>"""

_BAR = f"""<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="98" name="Bar"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>
<p:spPr><a:xfrm><a:off x="0" y="{Inches(_TITLE + 0.08)}"/><a:ext cx="{Inches(0.16)}" cy="{Inches(0.72)}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{look.ACCENT[1:]}"/></a:solidFill></p:spPr>
<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="vi-VN"/></a:p></p:txBody></p:sp>"""


def _layout(show):
    """The one layout that is kept: its title at the left, the slide's number in the corner, our colours and letters."""
    keep = show.slide_layouts.get_by_name("Title Only")
    for layout in list(show.slide_layouts):
        if layout is not keep:
            show.slide_layouts.remove(layout)
    master = show.slide_master
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    blob = theme.blob.replace(b'<a:latin typeface="Calibri"/>', f'<a:latin typeface="{_FONT}"/>'.encode())
    ours = (
        look.DONE,
        look.STATES["in_progress_in_time"],
        look.STATES["done_late"],
        look.OVERDUE,
        look.STATES["suspended"],
    )
    for theirs, colour in zip((b"4F81BD", b"C0504D", b"9BBB59", b"8064A2", b"4BACC6"), ours, strict=True):
        blob = blob.replace(theirs, colour[1:].encode())
    theme._blob = blob  # the library reads a theme and writes it, and has no other way to change it
    for holder in (*master.placeholders, *keep.placeholders):
        kind = holder.placeholder_format.type.name
        box = {
            "TITLE": (_LEFT, _TITLE, _RIGHT - _LEFT, 0.86),
            "BODY": (_LEFT, _BODY, _RIGHT - _LEFT, _END - _BODY),
            "DATE": (_LEFT, _FOOT, 2, 0.3),
            "FOOTER": (3, _FOOT, 6, 0.3),
            "SLIDE_NUMBER": (_RIGHT - 0.6, _FOOT, 0.6, 0.3),
        }[kind]
        holder.left, holder.top, holder.width, holder.height = map(Inches, box)
        frame = holder.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        if kind == "TITLE":
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    for level in master._element.findall(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}"):
        level.set("algn", "l")
        level.find(qn("a:defRPr")).set("sz", "2600")
        level.find(qn("a:defRPr")).set("b", "1")
        level.find(f"{qn('a:defRPr')}/{qn('a:solidFill')}").getchildren()[0].set("val", "tx1")
    for holder in (*keep.placeholders,):
        if holder.placeholder_format.type.name in ("DATE", "FOOTER"):
            holder._element.getparent().remove(holder._element)
    keep.shapes._spTree.append(parse_xml(_BAR))
    return keep


# ---- The slides


def _overview(deck: _Deck) -> None:
    contents, words = deck.contents, deck.words
    meanings = [": ".join(words.terms.methods[rate.key]) for rate in contents.rates]
    counts = [f"{words.terms.buckets[s.key]}: {words.terms.counts[s.key]}" for s in contents.states]
    title = f"{contents.title.capitalize()}. {contents.subtitle}"
    slide = deck.slide(overview_title(contents, words), title, [*meanings, *counts])
    cards = [(rate.name, rate.text, rate.of, rate.more, look.ACCENT) for rate in contents.rates]
    late = look.OVERDUE if contents.overdue else look.INK
    cards += [
        (words.columns.overdue_n, words.integer(contents.overdue), longest(contents, words), "", late),
        (words.overview.due_soon_n, words.integer(contents.due_soon), "", "", look.INK),
    ]
    gap = 0.18
    width = (_RIGHT - _LEFT - gap * (len(cards) - 1)) / len(cards)
    for number, (name, value, of, more, colour) in enumerate(cards):
        box = deck.text(
            slide,
            [(name, 11, True, look.MUTED), (value, 32, True, colour), (of, 11, False, look.INK), (more, 10, False, look.MUTED)],
            _LEFT + number * (width + gap), _BODY, width, 1.42,
        )  # fmt: skip
        box.fill.solid()
        box.fill.fore_color.rgb = _rgb(look.PALE)
        box.text_frame.margin_left = box.text_frame.margin_right = Inches(0.12)
        box.text_frame.margin_top = Inches(0.08)
    top = _BODY + 1.6
    if not contents.states:
        deck.text(slide, [(contents.paragraph, 14, False, look.INK)], _LEFT, top, _RIGHT - _LEFT, 1)
        return
    middle = _LEFT + 6.9
    data = CategoryChartData(number_format="#,##0")
    data.categories = [look.state_name(state) for state in contents.states]
    data.add_series(words.office.counts[0], [state.count for state in contents.states])
    heading = words.overview.states_title.format(n=words.integer(contents.total.scope))
    deck.text(slide, [(heading, 13, True, look.INK)], _LEFT, top, 6.6, 0.3)
    alt = f"{heading}. " + "; ".join(f"{s.name} {words.integer(s.count)}" for s in contents.states)
    chart = deck.chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, alt, _LEFT, top + 0.28, 6.6, _END - top - 0.28)
    chart.has_legend = False
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories = 35, False
    plot.has_data_labels = True
    plot.data_labels.position, plot.data_labels.font.bold = XL_LABEL_POSITION.OUTSIDE_END, True
    plot.data_labels.font.size = Pt(11)
    for number, state in enumerate(contents.states):
        shape = plot.series[0].points[number].format
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(look.STATES[state.key])
        if state.key == "cancelled":
            shape.line.color.rgb = _rgb(look.MUTED)
    _rows_down(chart.category_axis, 11)
    _hidden(chart.value_axis)
    _signed(deck, chart.value_axis)
    letters = round((_RIGHT - middle) * 72 / (13 * _ALPHA))
    said = look.fitted(contents.paragraph.replace(f" ({contents.mark})", ""), letters, 14)
    deck.text(slide, [(" ".join(said), 13, False, look.INK)], middle, top, _RIGHT - middle, _END - top)


def _heat(deck: _Deck) -> None:
    """Agencies down, years across, as many as slides hold; the total stands on the last."""
    contents, words = deck.contents, deck.words
    heat = look.pooled(contents.heat, _YEARS)
    points = 10 if len(heat.years) <= 10 else 9
    wide = min(4.3, _RIGHT - _LEFT - 0.62 * len(heat.years))
    each = (_RIGHT - _LEFT - wide) / len(heat.years)
    letters = int((wide - 0.15) * 72 / (points * _ALPHA))
    head = {"fill": look.ACCENT, "ink": "#FFFFFF", "bold": True, "align": "ctr"}
    top = [{**head, "text": words.columns.agency, "align": "l"}, *({**head, "text": year} for year in heat.years)]

    def row(name: list[str], cells, **more) -> list[dict]:
        made = [{"text": " ".join(name), **more}]
        for cell in cells:
            if cell is None:
                made.append({"text": ""})
                continue
            fill, ink = look.heat_fill(cell.share)
            made.append({"text": look.heat_text(cell, words), "fill": fill, "ink": ink, "align": "ctr", **more,
                         **({"frame": look.OVERDUE} if cell.overdue else {})})  # fmt: skip
        return made

    named = [look.fitted(group.name, letters, 2) for group in contents.agencies]
    total = row([words.terms.total], heat.rows[-1], bold=True)
    tall = [_tall(len(name), points) for name in named]
    pages = _pages(tall, _END - _BODY - 0.32 - 2 * _tall(1, points))
    shown = pages[:_SLIDES]
    meaning = [
        ": ".join(words.terms.methods["pct_done_count"]),
        *words.method.rules[3:4],
        f"{words.columns.overdue_n}: {words.terms.counts['overdue']}",
    ]
    for number, page in enumerate(shown, 1):
        slide = deck.slide(_part(contents.heat_title, number, len(shown)), words.office.heat_note, meaning)
        rows = [row(named[i], heat.rows[i]) for i in page]
        heights = [0.32, *(tall[i] for i in page)]
        if number == len(shown):
            rows.append(total)
            heights.append(_tall(1, points))
        deck.table(
            slide, contents.heat_title, (wide, *[each] * len(heat.years)), [top, *rows], points, _BODY, _airy(heights)
        )
    left = len(named) - sum(map(len, shown))
    if left:
        _rest(deck, slide, left)


def _curve(deck: _Deck) -> None:
    contents, words = deck.contents, deck.words
    keys = ("pct_planned_weight", "pct_done_weight", "pct_reported_weight", "spi_weight")
    slide = deck.slide(contents.curve_title, contents.curve_note, [": ".join(words.terms.methods[key]) for key in keys])
    data = CategoryChartData(number_format="0.0%")
    data.categories = [point.end for point in contents.curve]
    total = contents.total
    drawn = (
        (words.terms.planned, [p.planned for p in contents.curve], look.MUTED, 2, total.weight_planned),
        (words.terms.done, [p.done for p in contents.curve], look.DONE, 3.25, total.weight_done),
        (words.terms.claimed, [p.claimed for p in contents.curve], look.CLAIMED, 2.25, total.weight_claimed),
    )
    for name, values, *_ in drawn:
        data.add_series(name, values)
    alt = f"{contents.curve_title}. {contents.curve_note}"
    chart = deck.chart(slide, XL_CHART_TYPE.LINE, data, alt, _LEFT, _BODY, _RIGHT - _LEFT, _END - _BODY)
    _legend(chart)
    at = max((place for place, p in enumerate(contents.curve) if p.done is not None), default=-1)
    places = look.label_places(*(share for *_, share in drawn))
    for series, (name, _, colour, width, share), place in zip(chart.plots[0].series, drawn, places, strict=True):
        series.smooth = False
        series.format.line.color.rgb, series.format.line.width = _rgb(colour), Pt(width)
        if name == words.terms.planned:
            series.format.line.dash_style = MSO_LINE.DASH
        series.marker.style = None
        series._element.get_or_add_marker().get_or_add_symbol().set("val", "none")
        if at >= 0:
            _labelled(series.points[at], f"{name} {words.percent(share)}", 12, place, bold=name == words.terms.done)
    axis = chart.category_axis
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "mm/yyyy", False
    axis.tick_labels.font.size, axis.format.line.color.rgb = Pt(11), _rgb(look.LINE)
    axis.has_major_gridlines = False
    apart = look.months_apart(len(contents.curve))
    for tag, value in (("c:majorUnit", apart), ("c:majorTimeUnit", "months")):
        for old in axis._element.findall(qn(tag)):
            axis._element.remove(old)
        axis._element.append(parse_xml(f'<{tag} {nsdecls("c")} val="{value}"/>'))
    _percents(chart.value_axis)
    _signed(deck, chart.category_axis)


def _bars(deck: _Deck, title: str, groups: tuple[Group, ...]) -> None:
    words = deck.words
    pages = _pages([1.0] * len(groups), _BARS)
    shown = [[groups[i] for i in page] for page in pages[:_SLIDES]]
    keys = ("pct_done_weight", "pct_reported_weight", "pct_planned_weight")
    meaning = [": ".join(words.terms.methods[key]) for key in keys]
    for number, page in enumerate(shown, 1):
        slide = deck.slide(_part(title, number, len(shown)), words.office.bars_note, meaning)
        data = CategoryChartData(number_format="0.0%")
        data.categories = [shortened(group.name, _NAME_LETTERS) for group in page]
        drawn = (
            (words.terms.claimed, [g.weight_claimed for g in page]),
            (words.terms.done, [g.weight_done for g in page]),
            (words.terms.planned, [g.weight_planned for g in page]),
        )
        for name, values in drawn:
            data.add_series(name, values)
        alt = f"{title}. {words.office.bars_note}"
        high = min(_END - _BODY, 1.2 + 0.6 * len(page))
        chart = deck.chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, alt, _LEFT, _BODY, _RIGHT - _LEFT, high)
        _legend(chart)
        plot = chart.plots[0]
        plot.overlap, plot.gap_width = 100, 45
        claimed, done, planned = plot.series
        for series, colour in ((claimed, look.CLAIMED), (done, look.DONE)):
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = _rgb(colour)
        planned.format.fill.background()
        planned.format.line.color.rgb, planned.format.line.width = _rgb(look.INK), Pt(1.25)
        points = 11 if len(page) <= 16 else 9
        for place, group in enumerate(page):
            last = planned if (group.weight_planned or 0) > (group.weight_claimed or 0) else claimed
            _labelled(last.points[place], bar_label(group, words), points, "outside_end")
        _rows_down(chart.category_axis, points)
        _percents(chart.value_axis)
        chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        _signed(deck, chart.value_axis)
    left = len(groups) - sum(map(len, shown))
    if left:
        _rest(deck, slide, left)


def _list(deck: _Deck, listed: List) -> None:
    contents, words = deck.contents, deck.words
    widths = tuple(_COLUMNS[listed.key].values())
    table = listed.table.only(*_COLUMNS[listed.key])
    for points in _POINTS:  # the largest letters that one slide has room for, else the smallest
        head, rows, tall = _laid(table, widths, points, words)
        if sum(tall) <= _END - _BODY:
            break
    pages = _pages(tall[1:], _END - _BODY - tall[0])
    shown = pages[:_SLIDES]
    title = f"{listed.title}: {listed.sentence}"
    title, note = (title, contents.subtitle) if len(title) <= _TITLE_LETTERS - 6 else (listed.title, listed.sentence)
    said = [f"{words.terms.buckets[key]}: {words.terms.counts[key]}" for key in _DEFINED[listed.key]]
    aligned = ["ctr" if column.is_number or column.kind == "day" else "l" for column in table.columns]
    for number, page in enumerate(shown, 1):
        slide = deck.slide(_part(title, number, len(shown)), note, said)
        made = [[{"text": text, "fill": look.ACCENT, "ink": "#FFFFFF", "bold": True, "align": "ctr"} for text in head]]
        made += [[{"text": text, "align": a} for text, a in zip(rows[i], aligned, strict=True)] for i in page]
        deck.table(slide, title, widths, made, points, _BODY, _airy([tall[0], *(tall[1 + i] for i in page)]))
    left = len(table) - sum(map(len, shown))
    if left:
        _rest(deck, slide, left)


def _laid(
    table: Table, widths: Sequence[float], points: float, words: Words
) -> tuple[list[str], list[list[str]], list[float]]:
    """The heads and rows cut to three lines a cell, and the height of each; rows no slide has room for are left out."""
    unit = (_RIGHT - _LEFT) / sum(widths)
    letters = [max(4, int((width * unit - 0.12) * 72 / (points * _ALPHA))) for width in widths]

    def cut(texts: Sequence[str], lines: int) -> tuple[list[str], float]:
        found = [look.fitted(text, width, lines) for text, width in zip(texts, letters, strict=True)]
        return [" ".join(text) for text in found], _tall(max(map(len, found)), points)

    head, height = cut(table.labels(words), 2)
    rows, tall = [], [height]
    for row in table.texts(words):
        if sum(tall) > (_SLIDES + 1) * (_END - _BODY):
            break
        texts, height = cut(row, 3)
        rows.append(texts)
        tall.append(height)
    return head, rows, tall


def _part(title: str, number: int, of: int) -> str:
    return title if of == 1 else f"{title} ({number}/{of})"


def _rest(deck: _Deck, slide, left: int) -> None:
    """How much is not on the slides."""
    text = deck.words.report.rest.format(n=deck.words.integer(left))
    deck.text(slide, [(text, 11, True, look.MUTED)], _LEFT, _END + 0.02, _RIGHT - _LEFT, 0.2)


def _tall(lines: int, points: float) -> float:
    """Inches of a row of so many lines."""
    return (lines * points * 1.2 + 3.6) / 72


def _airy(heights: list[float]) -> list[float]:
    """The rows of a slide somewhat higher where there is room."""
    more = min(1.4, (_END - _BODY) / sum(heights))
    return [height * max(more, 1) for height in heights]


def _pages(tall: Sequence[float], room: float) -> list[list[int]]:
    """Which rows stand together on a page: as few pages as hold them, each about as full as the others."""
    pages: list[list[int]] = [[]] if tall else []
    fewest, used = 1, 0.0
    for height in tall:
        fewest, used = (fewest + 1, height) if used and used + height > room else (fewest, used + height)
    even = room if fewest > _SLIDES else min(room, sum(tall) / fewest + max(tall, default=0) / 2)
    used = 0.0
    for row, height in enumerate(tall):
        if pages[-1] and used + height > even:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += height
    return pages


# ---- Charts


def _behind(data: CategoryChartData) -> bytes:
    """The workbook behind a chart, where the library puts it but with text as text: it would make "=A" a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN) as book:
        sheet = book.add_worksheet("Sheet1")
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        for row, category in enumerate(data.categories, 1):
            if isinstance(category.label, date):
                sheet.write_datetime(row, 0, category.label, days)
            else:
                sheet.write_string(row, 0, category.label)
        shown = book.add_format({"num_format": data.number_format})
        for column, series in enumerate(data, 1):
            sheet.write_string(0, column, series.name)
            for row, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(row, column, value, shown)
        sheet.set_column(0, 0, 44)
    return file.getvalue()


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())


def _described(frame, text: str) -> None:
    """What it shows, for those who cannot see it."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", text)


def _labelled(point, text: str, points: float, place: str, bold: bool = False) -> None:
    label = point.data_label
    label.text_frame.text = text
    font = label.text_frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(points), bold
    label.position = {"above": XL_LABEL_POSITION.ABOVE, "left": XL_LABEL_POSITION.LEFT, "right": XL_LABEL_POSITION.RIGHT,
                      "outside_end": XL_LABEL_POSITION.OUTSIDE_END}[place]  # fmt: skip


def _legend(chart) -> None:
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    chart.legend.font.size = Pt(12)


def _rows_down(axis, points: float) -> None:
    """Categories from the top down, each named."""
    axis.reverse_order = True
    axis.tick_labels.font.size = Pt(points)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = _rgb(look.LINE)
    axis._element.append(parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>'))
    no_levels = axis._element.find(qn("c:noMultiLvlLbl"))
    if no_levels is not None:
        axis._element.append(no_levels)


def _percents(axis) -> None:
    """0 to 100 always, so that months can be laid side by side."""
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 1, 0.25
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = "0%", False
    axis.tick_labels.font.size, axis.tick_labels.font.color.rgb = Pt(10), _rgb(look.MUTED)
    axis.major_gridlines.format.line.color.rgb, axis.major_gridlines.format.line.width = _rgb(look.LINE), Emu(6350)
    axis.format.line.fill.background()


def _hidden(axis) -> None:
    axis.minimum_scale = 0
    axis.has_major_gridlines = False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()


def _signed(deck: _Deck, axis) -> None:
    """DỮ LIỆU MINH HỌA inside the chart itself: a copy of it keeps it."""
    if deck.contents.mark:
        axis.has_title = True
        axis.axis_title.text_frame.text = deck.contents.mark
        font = axis.axis_title.text_frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.color.rgb = Pt(9), True, _rgb(look.OVERDUE)
