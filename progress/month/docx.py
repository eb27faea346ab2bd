"""The month's report as a text an office edits: real headings, tables and paragraphs, pictures with their description.

The form is that of Decree 30/2020/NĐ-CP: A4, margins 20/20/30/15 mm, the page number in the middle above from page 2 on.
"""

import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from progress.month import look
from progress.month.package import canonical
from progress.month.report import Contents, Group, List, longest, overview_title
from progress.say.languages import Words, shortened

_FONT, _POINTS = "Times New Roman", 13
_WIDE = 165  # mm between the margins
_HIGHEST = 225  # mm of a picture
_YEARS = 10  # columns of years
_TWIPS = 1440 / 25.4
_UNUSED = (
    "/stylesWithEffects",
    "/thumbnail",
)  # of the library's blank document: the picture of another, styles of 2007
_LETTERHEAD = (68, 97)  # mm of its two columns
_ROWS, _NAME_LETTERS = 60, 200  # agencies or plans of a table, letters of their names

# The columns of each list by their share of the width.
_COLUMNS = {
    "overdue": {"number": 11, "title": 36, "lead": 24, "supporting": 24, "due_in_force": 22, "days_overdue": 17,
                "claim": 17, "note": 25},
    "changes": {"number": 10, "change": 18, "title": 50, "lead": 32, "details": 36, "decision": 24},
    "silent": {"number": 12, "lead": 100, "open_n": 40},
    "late": {"number": 10, "title": 52, "lead": 34, "state": 24, "happened_on": 22, "recorded_at": 26},
}  # fmt: skip


def document(contents: Contents, pictures: Mapping[str, bytes]) -> bytes:
    """The report as DOCX.  pictures: PNG by their name in `progress.month.pdf.PICTURES`; one that is missing is left out."""
    words = look.language(contents)
    text = _Text(contents, words)
    heads = words.report.heads
    _letterhead(text)
    text.heading(heads["general"])
    text.paragraph(contents.paragraph)
    _rates(text)
    text.picture(pictures.get("tong-quan"), overview_title(contents, words), _states_said(contents, words))
    if contents.agencies:
        text.heading(heads["by_agency_year"])
        text.message(contents.heat_title, words.office.heat_note)
        _heat(text)
    if contents.curve:
        text.heading(heads["over_time"])
        text.picture(pictures.get("duong-chu-s"), contents.curve_title, contents.curve_note)
    for key, name, title, head, groups in (
        ("by_agency", "co-quan", contents.bars_title, words.columns.agency, contents.agencies),
        ("by_plan", "ke-hoach", contents.plans_title, words.columns.plan, contents.plans),
    ):
        if groups:
            text.heading(heads[key])
            _groups(text, head, groups)
            text.picture(pictures.get(name), title, contents.bars_note)
    for listed in (contents.overdue_list, contents.changes, contents.silent, contents.late):
        _list(text, listed)
    text.heading(heads["method"])
    for sentence in contents.method:
        text.paragraph(sentence)
    file = io.BytesIO()
    text.document.save(file)
    return canonical(file.getvalue(), contents.known_at)


class _Text:
    """The document while it is written."""

    def __init__(self, contents: Contents, words: Words) -> None:
        self.contents, self.words = contents, words
        self.document = Document()
        self.number = 0
        for rels in (self.document.part.rels, self.document.part.package.rels):
            for key, rel in list(rels.items()):
                if rel.reltype.endswith(_UNUSED):
                    del rels[key]
        said = self.document.core_properties
        said.title, said.subject, said.author = contents.title, contents.subtitle, contents.authority[1]
        said.keywords = words.office.edition.format(month=contents.month, n=contents.edition)
        said.comments, said.last_modified_by, said.language = "", "", words.lang
        _page(self.document.sections[0])
        self._styles()
        self._edges()

    def heading(self, text: str) -> None:
        self.number += 1
        self.document.add_heading(f"{self.number}. {text}", 1)

    def paragraph(self, text: str, *, indent: bool = True, keep: bool = False, **more) -> None:
        """keep: on the page of what follows."""
        made = self.document.add_paragraph()
        made.paragraph_format.keep_with_next = keep or None
        _run(made, text, **more)
        made.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if indent:
            made.paragraph_format.first_line_indent = Mm(10)

    def message(self, title: str, note: str) -> None:
        """What a table or picture says, and of what it is."""
        made = self.document.add_paragraph()
        made.paragraph_format.keep_with_next = True
        _run(made, title, bold=True)
        made.add_run().add_break()
        _run(made, note, size=10.5, colour=look.MUTED)

    def picture(self, png: bytes | None, title: str, note: str) -> None:
        """A picture as wide as the text; title, day and mark are inside it and, for those who cannot see it, its description."""
        if png is None:
            self.message(title, note)
            return
        made = self.document.add_paragraph()
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = made.add_run().add_picture(io.BytesIO(png), width=Mm(_WIDE))
        if shape.height > Mm(_HIGHEST):
            shape.width, shape.height = round(shape.width * Mm(_HIGHEST) / shape.height), Mm(_HIGHEST)
        properties = shape._inline.docPr
        properties.set("descr", ". ".join(filter(None, (title, note, self.contents.foot, self.contents.mark))))
        properties.set("title", title)

    def table(self, widths: Sequence[float], rows: Sequence[Sequence[dict]], points: float) -> None:
        """A table whose first row is repeated on every page and whose rows are not torn."""
        total = sum(widths)
        columns = [round(_WIDE * _TWIPS * width / total) for width in widths]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        body = "".join(
            f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if number == 0 else ''}</w:trPr>"
            f"{''.join(_tc(cell, width, points) for cell, width in zip(row, columns, strict=True))}</w:tr>"
            for number, row in enumerate(rows)
        )
        border = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A94A0"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        made = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{border}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="50" w:type="dxa"/><w:right w:w="50" w:type="dxa"/></w:tblCellMar>'
            f'<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
        )
        self.document._body._element.sectPr.addprevious(made)
        after = self.document.add_paragraph()  # two tables in a row would grow together
        after.paragraph_format.space_after, after.paragraph_format.line_spacing = Pt(0), Pt(8)

    def rest(self, left: int) -> None:
        """How much of a table is not in it."""
        if left:
            self.paragraph(self.words.report.rest.format(n=self.words.integer(left)), indent=False, bold=True)

    def _styles(self) -> None:
        styles = self.document.styles
        for name, points in (("Normal", _POINTS), ("Heading 1", _POINTS + 1), ("Title", _POINTS + 2)):
            style = styles[name]
            style.font.name, style.font.size = _FONT, Pt(points)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for script in ("ascii", "hAnsi", "eastAsia", "cs"):
                fonts.set(qn(f"w:{script}"), _FONT)
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
        normal = styles["Normal"]
        normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
        heading = styles["Heading 1"]
        heading.font.bold, heading.font.color.rgb = True, RGBColor(0, 0, 0)
        heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(12), Pt(6)
        title = styles["Title"]
        title.font.bold, title.font.color.rgb = True, RGBColor(0, 0, 0)
        title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(14), Pt(2)
        for line in title.element.findall(f".//{qn('w:pBdr')}"):
            line.getparent().remove(line)
        for mark in styles.element.iter(qn("w:lang")):  # what it is checked against for spelling
            for name in ("val", "eastAsia"):
                mark.set(qn(f"w:{name}"), self.words.locale)

    def _edges(self) -> None:
        """The page number above, from page 2 on; day, edition and mark below on every page."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        number._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>')
        )
        for footer in (section.footer, section.first_page_footer):
            line = footer.paragraphs[0]
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(line, self.contents.foot, size=9.5, colour=look.MUTED)
            if self.contents.mark:
                _run(line, f"   {self.contents.mark}", size=9.5, bold=True, colour=look.OVERDUE)


def _page(section) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)


def _letterhead(text: _Text) -> None:
    """Two columns without lines: who reports, the state and its motto; then number and date, title and mark."""
    contents = text.contents
    above, office = contents.authority
    left = [(above, False), (office, True), (contents.number_line, False)]
    right = [(contents.nation[0], True), (contents.nation[1], True), (contents.date_line, None)]
    table = text.document.add_table(1, 2)
    table.autofit = False
    for column, wide in zip(table.columns, _LETTERHEAD, strict=True):
        column.width = Mm(wide)
    for cell, lines, wide in zip(table.rows[0].cells, (left, right), _LETTERHEAD, strict=True):
        cell.width = Mm(wide)
        for number, (line, bold) in enumerate(entry for entry in lines if entry[0]):
            made = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
            made.paragraph_format.space_after = Pt(3)
            made.paragraph_format.line_spacing = 1
            small = line in (above, office, contents.number_line) or line == contents.nation[0]
            run = _run(made, line, bold=bool(bold), size=12 if small else 13)
            run.italic = bold is None
            if line in (office, contents.nation[1]):
                _ruled(cell.add_paragraph(), 26 if line == office else 19)
    made = text.document.add_paragraph(style="Title")
    _run(made, contents.title)
    made = text.document.add_paragraph()
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(made, contents.subtitle, bold=True)
    if contents.mark:
        made.add_run().add_break()
        _run(made, contents.mark, bold=True, colour=look.OVERDUE)


def _ruled(paragraph, indent: float) -> None:
    """A short line, as under the motto, so many mm from either side."""
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm(indent)
    form.space_after, form.line_spacing = Pt(4), Pt(2)
    line = parse_xml(f'<w:pBdr {nsdecls("w")}><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>')
    paragraph._p.get_or_add_pPr().insert_element_before(line, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _rates(text: _Text) -> None:
    contents, words = text.contents, text.words
    head = _head((words.columns.quantity, *words.office.counts))
    rows = [
        [{"text": r.name}, _middle(words.integer(r.part)), _middle(words.integer(r.whole)),
         {**_middle(r.text), "bold": True}, {"text": "; ".join(filter(None, (r.of, r.more)))}]
        for r in contents.rates
    ]  # fmt: skip
    whole = _middle(words.integer(contents.total.scope))
    late = {"bold": True, "ink": look.OVERDUE} if contents.overdue else {}
    rows += [
        [
            {"text": words.columns.overdue_n},
            {**_middle(words.integer(contents.overdue)), **late},
            whole,
            {"text": ""},
            {"text": longest(contents, words)},
        ],
        [
            {"text": words.overview.due_soon_n},
            _middle(words.integer(contents.due_soon)),
            whole,
            {"text": ""},
            {"text": ""},
        ],
    ]
    text.table((44, 24, 20, 20, 57), [head, *rows], 12)


def _heat(text: _Text) -> None:
    contents, words = text.contents, text.words
    heat = look.pooled(contents.heat, _YEARS)

    def row(name: str, cells, **more) -> list[dict]:
        made = [{"text": name, **more}]
        for cell in cells:
            if cell is None:
                made.append({"text": ""})
                continue
            fill, ink = look.heat_fill(cell.share)
            edge = {"frame": look.OVERDUE} if cell.overdue else {}
            made.append({**_middle(look.heat_text(cell, words)), "fill": fill, "ink": ink, **edge, **more})
        return made

    rows = [
        row(shortened(group.name, _NAME_LETTERS), cells)
        for group, cells in zip(contents.agencies[:_ROWS], heat.rows, strict=False)
    ]
    total = row(words.terms.total, heat.rows[-1], bold=True)
    wide = max(38, _WIDE - 15 * len(heat.years))
    each = (_WIDE - wide) / len(heat.years)
    head = _head((words.columns.agency, *heat.years))
    text.table((wide, *[each] * len(heat.years)), [head, *rows, total], 10)
    text.rest(len(contents.agencies) - len(rows))


def _groups(text: _Text, head: str, groups: tuple[Group, ...]) -> None:
    words = text.words
    names = words.office.groups
    chosen = (
        names[0],
        words.overview.due_done,
        words.overview.on_time,
        words.columns.overdue_n,
        words.terms.done,
        words.terms.claimed,
        words.columns.planned_share,
    )

    def row(group: Group, **more) -> list[dict]:
        late = {"bold": True, "ink": look.OVERDUE} if group.overdue else {}
        return [
            {"text": shortened(group.name, _NAME_LETTERS), **more},
            {**_middle(look.count(group, words)), **more},
            {**_middle(words.count(group.due_done, group.due) if group.due else ""), **more},
            {**_middle(words.count(group.on_time, group.with_outcome) if group.with_outcome else ""), **more},
            {**_middle(words.integer(group.overdue)), **more, **late},
            *(
                {**_middle(words.percent(share)), **more}
                for share in (group.weight_done, group.weight_claimed, group.weight_planned)
            ),
        ]

    rows = [row(group) for group in groups[:_ROWS]]
    total = row(text.contents.total, bold=True)
    text.table((53, 16, 15, 15, 16, 17, 16, 17), [_head((head, *chosen)), *rows, total], 10)
    text.rest(len(groups) - len(rows))


def _list(text: _Text, listed: List) -> None:
    words, widths = text.words, _COLUMNS[listed.key]
    text.heading(listed.title)
    text.paragraph(f"{listed.sentence}.", indent=False, keep=bool(len(listed.table)))
    if not len(listed.table):
        return
    table = listed.printed.only(*widths)
    aligned = ["left" if column.kind == "text" else "center" for column in table.columns]
    rows = [[{"text": t, "align": a} for t, a in zip(row, aligned, strict=True)] for row in table.texts(words)]
    text.table(tuple(widths.values()), [_head(table.labels(words)), *rows], 10)
    text.rest(listed.left)


def _states_said(contents: Contents, words: Words) -> str:
    return "; ".join(f"{state.name}: {words.integer(state.count)}" for state in contents.states)


def _head(texts: Sequence[str]) -> list[dict]:
    return [{**_middle(text), "bold": True, "fill": "#E3EAE6"} for text in texts]


def _middle(text: str) -> dict:
    return {"text": text, "align": "center"}


def _tc(cell: dict, width: int, points: float) -> str:
    """One cell: text, align, bold, ink, fill, and a frame of a colour."""
    frame = ""
    if "frame" in cell:
        frame = "".join(
            f'<w:{side} w:val="single" w:sz="12" w:space="0" w:color="{cell["frame"][1:]}"/>'
            for side in ("top", "left", "bottom", "right")
        )
        frame = f"<w:tcBorders>{frame}</w:tcBorders>"
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell["fill"][1:]}"/>' if "fill" in cell else ""
    bold = "<w:b/>" if cell.get("bold") else ""
    ink = f'<w:color w:val="{cell["ink"][1:]}"/>' if "ink" in cell else ""
    run = (
        f'<w:r><w:rPr>{bold}{ink}<w:sz w:val="{round(points * 2)}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(cell["text"])}</w:t></w:r>'
        if cell["text"]
        else ""
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{frame}{fill}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f'<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:jc w:val="{cell.get("align", "left")}"/>'
        f"</w:pPr>{run}</w:p></w:tc>"
    )


def _run(paragraph, text: str, *, bold: bool | None = None, size: float | None = None, colour: str = ""):
    run = paragraph.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour[1:].upper())
    return run
