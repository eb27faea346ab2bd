"""The pack of an issued month on the screen: made with one click, looked at before it goes out, and known again later."""

import json

import streamlit as st

from models.changes import packs
from models.people.rights import Action
from models.store.database import Refused
from pages.shared import parts
from pages.shared.view import View, plain, present, say
from progress.month import pack, verify
from progress.numbers.facts import Facts
from progress.numbers.scope import Issued
from progress.show.table import Table, column

_WIDEST = 12  # MB, as .streamlit/config.toml has it
_SHOWN = {
    verify.SAME: st.success, verify.LOOK: st.warning, verify.OLDER_RULES: st.warning, verify.DIFFERENT: st.error,
    verify.UNKNOWN: st.error,
}  # fmt: skip


def show(view: View, issued: Issued) -> None:
    """Make the pack of an issued month in the reader's language; then its pages, and all of it as one file."""
    words, lang = view.words, view.scope.lang
    key = f"pack_{issued.month}_{issued.edition}_{lang}"
    if st.button(words.pack.make, key=f"make_{key}", type="primary"):
        st.session_state[key] = True
    if not st.session_state.get(key):
        return
    try:
        with st.spinner(words.pack.making.format(month=issued.month)):
            files = _pack(view.url, issued, lang, pack.LOOK, view.facts_now)
    except Refused as refused:
        say(refused, words)
        return
    _keep(view, issued, files, key)
    zipped = pack.zipped(files, issued)
    st.download_button(
        words.pack.download.format(size=words.decimal(len(zipped) / 2**20, 1)),
        data=zipped,
        file_name=pack.archive_name(issued, lang),
        mime="application/zip",
        key=f"download_{key}",
        on_click="ignore",
    )
    pages = [content for name, content in files.items() if pack.is_page(name)]
    with st.grid(3, min_column_width=260, gap="small", key=f"pages_{key}"):
        for number, page in enumerate(pages, 1):
            with st.container(border=True):
                st.image(page, width="stretch", alt=words.pack.page.format(n=number))
    with st.expander(words.pack.files.format(n=len(files)), key=f"files_{key}"):
        table = Table(
            column("finding_file", files),
            column("size", (-(-len(file) // 1024) for file in files.values()), "count", f"{words.pack.size} (KB)"),
            column("sha256", map(pack.sha256, files.values()), heading="sha256"),
        )
        parts.grid(table, words, f"list_{key}", words.pack.files.format(n=len(files)))


def check(view: View) -> None:
    """Say of a picture, another file or a whole pack which month and edition it is of, and whether it is true."""
    words = view.words
    st.subheader(words.seal.title, anchor=False)
    given = st.file_uploader(words.seal.upload, accept_multiple_files=True, max_upload_size=_WIDEST, key="check_files")
    facts = view.facts_now
    kept = packs.kept(view.engine)
    for upload in given:
        with st.spinner(words.seal.running):
            found = verify.recognised(
                upload.getvalue(),
                upload.name,
                facts,
                kept,
                lambda issued, lang: _pack(view.url, issued, lang, pack.LOOK, facts),
            )
        sentence = words.seal.words["pack_" + found.state if found.pack else found.state]
        _SHOWN[found.state](
            sentence.format(
                file=plain(upload.name), name=plain(found.name), month=found.month, edition=found.edition,
                lang=words.seal.languages.get(found.lang, ""),
            )
        )  # fmt: skip
        if found.pack and found.state not in (verify.SAME, verify.OLDER_RULES):
            wrong = [(name, state) for name, state in found.pack.files.items() if state != verify.SAME]
            table = Table(
                column("finding_file", (name for name, _ in wrong)),
                column("state", (words.seal.states[state] for _, state in wrong)),
            )
            parts.grid(table, words, f"check_{upload.file_id}", words.seal.title)


@st.cache_resource(show_spinner=False, max_entries=4)
def _pack(url: str, issued: Issued, lang: str, look: str, _facts: Facts) -> dict[str, bytes]:
    """What is issued never changes: kept whatever the database's revision."""
    return pack.pack(_facts, issued, lang)


def _keep(view: View, issued: Issued, files: dict[str, bytes], key: str) -> None:
    """Whoever may issue leaves the hashes of what goes out, once."""
    if not view.may(Action.ISSUE) or st.session_state.get(f"kept_{key}"):
        return
    manifest = json.loads(files[pack.MANIFEST])
    try:
        packs.keep(
            view.engine, view.signed_in.actor, issued.month, issued.edition, view.scope.lang, pack.LOOK,
            manifest["numbers"], manifest["files"], now=present(view.url),
        )  # fmt: skip
    except Refused:
        return  # the pack is as true without
    st.session_state[f"kept_{key}"] = True
