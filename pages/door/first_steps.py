"""The first steps, shown while the database is empty: look at the demonstration, or load a plan."""

import secrets
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import streamlit as st

from models.files.load import Outcome, load_bytes
from models.files.rows import UPLOAD
from pages.shared import parts
from pages.shared.view import View, store
from progress.show.tables import findings_table

WIDEST = UPLOAD.size // 2**20  # MB
_BAR_AFTER = 2.0  # seconds


@st.cache_resource(show_spinner=False)
def setup_code() -> str:
    """What only a person at the server knows, until the database holds something: nobody can sign in before that."""
    code = secrets.token_hex(5)
    print(f"\n  Mã cài đặt / set-up code: {code}\n", file=sys.stderr, flush=True)
    return code


def show(view: View) -> None:
    words = view.words
    st.title(words.start.welcome)
    st.text(words.start.empty)
    with st.container(border=True):
        st.markdown(f"**1. {words.start.step_demo}**")
        st.code("python manage.py demo", language="bash")
    with st.container(border=True):
        st.markdown(f"**2. {words.start.step_load}**")
        st.code("python manage.py import ke-hoach/\npython manage.py import ke-hoach.xlsx", language="bash")
        st.text(words.start.step_format)
        with st.expander(words.start.load_here, key="load_here"):
            _upload(view)


def _upload(view: View) -> None:
    words = view.words
    code = st.text_input(words.start.setup_code, help=words.start.setup_help, key="setup_code", type="password")
    if code and not secrets.compare_digest(code.strip().encode(), setup_code().encode()):
        st.error(words.start.wrong_code)
        return
    uploaded = st.file_uploader(
        words.start.choose_files, type=["csv", "xlsx"], accept_multiple_files=True, key="files", max_upload_size=WIDEST
    )
    if not code or not uploaded:
        return
    files = {file.name: file.getvalue() for file in uploaded}
    load = partial(load_bytes, store(view.url), files, now=view.now, by=words.start.setup_code)
    checked = loaded(view, partial(load, dry_run=True))
    findings(view, checked)
    if checked.accepted and st.button(words.start.write, type="primary", key="write"):
        loaded(view, partial(load, dry_run=False))
        st.rerun()


def findings(view: View, checked: Outcome) -> None:
    """What a load would add, or that it is refused, and every finding."""
    words = view.words
    if checked.errors:
        st.error(words.start.refused_file.format(n=words.integer(len(checked.errors))))
    else:
        added = ", ".join(words.lists.rows[t].format(n=words.integer(n)) for t, n in checked.added.items() if n)
        st.success(words.start.would_write.format(added=added or "0"))
    if checked.errors or checked.warnings:
        found = findings_table([*checked.errors, *checked.warnings], words)
        parts.grid(found, words, "findings", words.columns.finding)


def loaded(view: View, load: Callable[..., Outcome]) -> Outcome:
    """Files checked or written in a thread of their own: a click elsewhere stops this script, not the writing."""
    at: dict[str, tuple[str, int, int]] = {}
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(load, tick=lambda stage, done, total: at.update(now=(stage, done, total)))
        started, bar = time.monotonic(), None
        while not work.done():
            time.sleep(0.05)
            if "now" in at and time.monotonic() - started > _BAR_AFTER:
                stage, done, total = at["now"]
                bar = bar or st.progress(0.0)
                bar.progress(min(done / max(total, 1), 1.0), text=view.words.lists.tables.get(stage, stage))
        return work.result()
