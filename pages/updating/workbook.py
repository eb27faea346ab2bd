"""The clerk's way: download an agency's open milestones as a workbook, fill it in, bring it back.

Used inside *Cập nhật*.  Nothing is written before the file's every change has been shown and confirmed.
"""

from dataclasses import replace

import streamlit as st

from models.changes.agency_workbook import Comparison, Returned, comparison, findings, returned
from models.changes.reports import NotSaved, report
from models.files.records import Finding
from models.store.database import Refused
from pages.door import first_steps
from pages.shared import parts
from pages.shared.view import View, plain, say
from progress.say.languages import Words
from progress.say.names import milestone_titles
from progress.send import agency_workbook
from progress.show import update
from progress.show.table import Table
from progress.show.tables import findings_table

_TALL = 420
_LINE = 48  # letters


def show(view: View, agency: str) -> None:
    """The table of one agency to download, and the filled one to look through and write.

    view: of that agency as it stands today.
    """
    words = view.words
    rows = update.owed(view.reading.standing)
    st.text(words.workbook.lead)
    st.download_button(
        words.workbook.download.format(n=words.integer(len(rows))),
        data=lambda: _made(view, rows, agency),
        file_name=agency_workbook.file_name(agency, view.now, view.facts.revision),
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="book_download",
        on_click="ignore",
        disabled=not len(rows),
    )
    turn = st.session_state.setdefault("book_turn", 0)
    brought = st.file_uploader(words.workbook.upload, key=f"book_{turn}", max_upload_size=first_steps.WIDEST)
    if brought is not None:
        _brought(view, brought)


def _made(view: View, rows, agency: str) -> bytes:
    return agency_workbook.workbook(rows, view.facts, view.plans, view.agency_name(agency), view.words, view.now)


def _brought(view: View, brought) -> None:
    """What the file would change, or why it cannot be taken; then the button that writes it."""
    words, who = view.words, view.signed_in.actor
    found = _read(brought)
    seen = comparison(view.engine, who, found, reported_on=view.today, now=view.now)
    if seen.errors:
        _refused(view, seen.errors)
        return
    counts = {"same": words.integer(seen.unchanged), "blank": words.integer(seen.blank)}
    if not seen.changes:
        st.info(words.workbook.nothing.format(**counts))
        return
    st.markdown(f"**{words.workbook.counts.format(n=words.integer(len(seen.changes)), **counts)}**")
    table = agency_workbook.preview(seen.changes, milestone_titles(view.facts, words), words)
    line = 58 if any(len(text) > _LINE for name in ("title", "stands", "becomes") for text in table[name]) else 35
    _table(table, words, "book_changes", words.workbook.upload, line)
    reports = [change.report for change in seen.changes]
    for sentence in update.effects(view.facts, view.scope, reports, view.now, words):
        st.markdown(f":green[**{plain(sentence)}**]")
    sure = True
    if seen.questions:
        st.warning("\n".join([words.workbook.asks, *(f"- {_asked(question, words)}" for question in seen.questions)]))
        sure = st.checkbox(words.workbook.sure, key=f"book_sure_{brought.file_id}")
    label = words.workbook.save.format(n=words.integer(len(seen.changes)))
    if st.button(label, type="primary", key=f"book_save_{brought.file_id}", disabled=not sure):
        _write(view, found, seen)


def _asked(question: Finding, words: Words) -> str:
    return plain(f"{words.columns.finding_row} {question.row}, {question.column}: {words.reason(question.why)}")


def _write(view: View, found: Returned, seen: Comparison) -> None:
    """One intent, one token: sent again it writes nothing more."""
    reports = [change.report for change in seen.changes]
    token = update.token(view.signed_in.account_id, reports)
    reports = [replace(report, confirmed=True) for report in reports]
    try:
        written = report(view.engine, view.signed_in.actor, reports, token=token, now=view.now)
    except NotSaved as refused:
        _refused(view, findings(found, seen.changes, refused.problems))
        return
    except Refused as refused:
        say(refused, view.words)
        return
    if written.lines:  # else the file stays, and with it the sentence that nothing changes
        st.session_state["book_turn"] += 1
    st.rerun()


def _read(brought) -> Returned:
    """The file's rows, read once however often the page runs."""
    kept = st.session_state.get("book_read")
    if kept is None or kept[0] != brought.file_id:
        kept = st.session_state["book_read"] = (brought.file_id, returned(brought.getvalue(), brought.name))
    return kept[1]


def _refused(view: View, errors) -> None:
    st.error(view.words.start.refused_file.format(n=view.words.integer(len(errors))))
    _table(findings_table(errors, view.words), view.words, "book_errors", view.words.columns.finding)


def _table(table: Table, words: Words, key: str, alt: str, line: int = 35) -> None:
    """The rows two lines high where a sentence needs them."""
    parts.grid(table, words, key, alt, height=min(38 + line * len(table), _TALL), row_height=line)
