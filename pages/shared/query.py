"""The parameters of the URL, which say all that is looked at: read, settled, changed; kept over a change of page."""

from collections.abc import Iterable, Mapping

import streamlit as st

from progress.numbers.scope import Scope

_EMBEDDED = ("embed", "embed_options")  # Streamlit's own


def asked() -> dict[str, list[str]]:
    """What the URL asks.  A change of page empties it: then the scope is what it was."""
    query = _query()
    return query if "as_of" in query else {**st.session_state.get("scope", {}), **query}


def settle(scope: Scope, asked: Mapping[str, list[str]], own: Iterable[str]) -> None:
    """The URL as it was understood: the scope, and of what was asked the screen's own."""
    st.session_state["scope"] = scope.to_query()
    wanted = {**scope.to_query(), **{name: asked[name] for name in (*own, *_EMBEDDED) if name in asked}}
    if wanted != _query():
        st.query_params.from_dict(wanted)


def change(changes: Mapping[str, list[str]]) -> None:
    """These parameters anew, an empty one taken away.  Another day is no issued month, unless it is said to be."""
    if "as_of" in changes:
        changes = {"month": [], "edition": [], **changes}
    query = {**st.session_state.get("scope", {}), **_query(), **changes}
    st.session_state["scope"] = {name: values for name, values in query.items() if values}
    st.query_params.from_dict(st.session_state["scope"])


def _query() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}
