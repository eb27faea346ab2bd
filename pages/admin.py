"""Quản trị: accounts, agencies, plans and milestones, a file with its preview, the audit trail, the settings."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial

import streamlit as st

from models.changes import administration
from models.files.export import columns
from models.people import accounts
from models.people.rights import Action
from models.store.database import Refused
from models.store.settings import settings
from models.store.tables import Basis, Role
from pages.door import account, first_steps, signin
from pages.shared import parts
from pages.shared.view import View, clock, plain, say
from progress.numbers.periods import today
from progress.say.languages import Words, shortened
from progress.say.names import milestone_titles
from progress.show import audit
from progress.show.table import Table, column

# What the address holds: which tab, the row that is being corrected, and what of the trail is looked for.
ASKED = ("tab", "row", "from", "until", "who", "search")
_PAGE = 200  # lines of the trail at once
_DAYS = 30  # of the trail, unless the address names a day
_FIRST = date(1900, 1, 1)  # of the trail, whatever the address names
_NEW = "_new"
_TITLE_LETTERS = 90


def show(view: View) -> None:
    words = view.words
    st.header(words.frame.admin_page)
    if not view.may(Action.ADMINISTER):
        st.info(words.admin.only)
        if view.person is None:
            account.link(words.account.sign_in, signin.address("/admin"))
        return
    tab = _asked(view, "tab")
    tab = tab if tab in _TABS else "accounts"
    st.session_state["admin_tab"] = tab
    st.segmented_control(
        words.frame.admin_page, list(_TABS), key="admin_tab", format_func=words.admin.tabs.get, required=True,
        label_visibility="collapsed", on_change=_tab_chosen,
    )  # fmt: skip
    if said := st.session_state.pop("admin_said", None):
        text, password = said
        st.success(plain(text))
        if password:
            st.code(password, language=None)
    _TABS[tab](view)


def _asked(view: View, name: str) -> str:
    return (view.query.get(name) or [""])[0]


def _tab_chosen() -> None:
    for name in ASKED:
        st.query_params.pop(name, None)
    st.query_params["tab"] = st.session_state["admin_tab"]


def _mirror(name: str) -> None:
    """The address takes up what a widget now holds."""
    value = st.session_state[f"admin_{name}"]
    if value is None or value == "":
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)


def _do(view: View, act: Callable, said: Callable[..., tuple[str, str | None]]) -> None:
    """Carry it out; what it came to is said on the page as it is drawn next, a refusal at once."""
    try:
        done = act()
    except Refused as refused:
        say(refused, view.words)
        return
    st.session_state["admin_said"] = said(done)
    st.session_state.pop("admin_open", None)
    st.rerun()


def _chosen(view: View, tab: str, options: Mapping[str, str]) -> str:
    """The row to correct, which is the address's; "" = none, `_NEW` = one to add."""
    words = view.words
    row = _asked(view, "row")
    row = row if row in options or row == _NEW else ""
    st.session_state["admin_row"] = row or None
    labels = {_NEW: f"+ {words.admin.add[tab]}", **options}
    st.selectbox(
        words.admin.choose[tab], list(labels), index=None, key="admin_row", format_func=labels.get,
        placeholder=words.admin.choose[tab], on_change=_mirror, args=("row",),
    )  # fmt: skip
    return row


# Accounts


def _accounts(view: View) -> None:
    words = view.words
    rows = accounts.accounts(view.engine, view.signed_in.actor)
    agencies = (view.agency_name(row.agency) if row.agency else "" for row in rows)
    table = Table(
        column("login", (row.login for row in rows), heading=words.account.login),
        column("name", (row.name for row in rows), heading=words.account.full_name),
        column("role", (words.terms.roles[row.role] for row in rows), heading=words.account.role),
        column("agency", agencies, heading=words.frame.agency_page),
        column("email", (row.email for row in rows), heading=words.account.email),
        column("state", (_state(row, words) for row in rows), heading=words.admin.state),
        column("seen", (row.seen_at for row in rows), "moment", words.admin.seen),
    )
    parts.grid(table, words, "accounts", words.admin.tabs["accounts"])
    login = _chosen(view, "accounts", {row.login: f"{row.login} · {row.name}" for row in rows})
    if not login:
        return
    row = next((row for row in rows if row.login == login), None)
    _account(view, login, row)
    if row:
        _doors(view, row)


def _state(row, words: Words) -> str:
    if row.disabled:
        return words.admin.disabled
    if not row.has_password:
        return words.admin.no_password
    return words.admin.must_change if row.must_change else words.admin.active


def _account(view: View, login: str, row) -> None:
    words, agencies = view.words, [None, *view.agencies]
    with st.form(f"account_{login}"):
        key = f"account_{login}_{{}}".format
        typed = login if row else st.text_input(words.account.login, key=key("login"))
        name = st.text_input(words.account.full_name, row.name if row else "", key=key("name"))
        role = st.selectbox(
            words.account.role, list(Role), list(Role).index(row.role) if row else 0, key=key("role"),
            format_func=lambda role: words.terms.roles[role],
        )  # fmt: skip
        agency = st.selectbox(
            words.frame.agency_page, agencies, agencies.index(row.agency) if row else 0, key=key("agency"),
            format_func=lambda code: view.agency_name(code) if code else words.admin.none,
        )  # fmt: skip
        email = st.text_input(words.account.email, (row.email or "") if row else "", key=key("email"))
        sent = st.form_submit_button(words.admin.save, type="primary", key=key("save"))
    if not sent:
        return
    says = {"name": name, "role": role, "agency": agency, "email": email}
    who = view.signed_in.actor
    if row:
        act = partial(accounts.change, view.engine, who, login, now=view.now, **says)
        _do(view, act, lambda done: (_saved(words, login, done), None))
    else:
        act = partial(accounts.add, view.engine, who, typed, now=view.now, **says)
        _do(view, act, lambda password: (words.admin.password_once.format(login=typed), password))


def _saved(words: Words, code: str, done: bool) -> str:
    return words.admin.saved.format(code=code) if done else words.admin.unchanged


def _doors(view: View, row) -> None:
    """What opens and closes an account, each asked about once."""
    words, login, who = view.words, row.login, view.signed_in.actor
    with st.container(horizontal=True):
        if _confirmed(words, "password", words.admin.password, words.admin.password_asks.format(login=login)):
            act = partial(accounts.one_time_password, view.engine, who, login, now=view.now)
            _do(view, act, lambda password: (words.admin.password_once.format(login=login), password))
        if _confirmed(words, "end", words.admin.end, words.admin.end_asks.format(login=login)):
            act = partial(accounts.end_sessions, view.engine, who, login, now=clock())
            _do(view, act, lambda n: (words.admin.ended.format(n=words.integer(n), login=login), None))
        if row.disabled:
            if st.button(words.admin.enable, key="admin_enable"):
                act = partial(accounts.enable, view.engine, who, login, now=view.now)
                _do(view, act, lambda done: (_saved(words, login, done), None))
        elif _confirmed(words, "disable", words.admin.disable, words.admin.disable_asks.format(login=login)):
            act = partial(accounts.disable, view.engine, who, login, now=view.now)
            _do(view, act, lambda done: (_saved(words, login, done), None))


def _confirmed(words: Words, name: str, label: str, asks: str) -> bool:
    with st.popover(label, key=f"admin_{name}"):
        st.text(asks)
        return st.button(words.admin.confirm, key=f"admin_{name}_confirm", type="primary")


# Agencies, plans, milestones


def _rows(view: View, table: str) -> None:
    words = view.words
    code = _chosen(view, table, _options(view, table))
    if not code:
        return
    seen = _seen(view, table, code)
    with st.form(f"{table}_{code}"):
        values = _fields(view, table, seen)
        sent = st.form_submit_button(words.admin.save, type="primary", key=f"save_{table}")
    if sent:
        act = partial(administration.save, view.engine, view.signed_in.actor, table, values, seen=seen, now=view.now)
        _do(view, act, lambda done: (_saved(words, values["code"], done), None))
    if seen is not None:
        st.button(words.admin.reopen, key="admin_reopen", on_click=_reopen)
    if table == "agencies" and seen is not None and not seen["successor"]:
        with st.expander(words.admin.merge, key="merging"):
            _merge(view, code)


def _options(view: View, table: str) -> dict[str, str]:
    if table == "agencies":
        return {code: f"{code} · {name}" for code, name in view.agencies.items()}
    if table == "plans":
        return {code: f"{code} · {shortened(name, _TITLE_LETTERS)}" for code, name in view.plans.items()}
    titles = milestone_titles(view.facts, view.words)
    return {code: f"{code} · {shortened(title, _TITLE_LETTERS)}" for code, title in titles.items()}


def _seen(view: View, table: str, code: str) -> dict[str, str] | None:
    """The row as it was when its form was opened, however often the page is drawn since; None = a new row."""
    kept = st.session_state.get("admin_open")
    if kept is None or kept[:2] != (table, code):
        row = None if code == _NEW else administration.row(view.engine, table, code)
        turn = st.session_state["admin_turn"] = st.session_state.get("admin_turn", 0) + 1
        kept = st.session_state["admin_open"] = (table, code, row, turn)
    return kept[2]


def _reopen() -> None:
    st.session_state.pop("admin_open", None)


_LONG = ("title", "note", "source")


def _fields(view: View, table: str, seen: dict[str, str] | None) -> dict[str, str]:
    """The columns of a file as fields, with what is there; returns them as a file has them."""
    words, turn = view.words, st.session_state["admin_open"][3]
    values = dict(seen or {})
    helped = {"due": words.admin.due_help, "added_on": words.admin.added_help, "supporting": words.admin.many_help}
    with st.grid(2, min_column_width=260, key=f"fields_{table}"):
        for name in columns(table):
            if name == "successor" or (name == "code" and seen):  # a merger names the one, nothing changes the other
                continue
            before = values.get(name, "")
            if not seen and name == "added_on":
                before = f"{view.today:%d/%m/%Y}"
            label, key = words.audit.fields[name], f"field_{turn}_{name}"
            if name in ("plan", "agency", "basis"):
                values[name] = _one_of(view, name, label, before, key)
            elif name.startswith(_LONG):
                values[name] = st.text_area(label, before, key=key, height=90)
            else:
                values[name] = st.text_input(label, before, key=key, help=helped.get(name))
    return values


def _one_of(view: View, name: str, label: str, before: str, key: str) -> str:
    known = {
        "plan": (list(view.plans), view.plan_name),
        "agency": (list(view.agencies), view.agency_name),
        "basis": ([basis.value for basis in Basis], view.words.terms.bases.get),
    }
    options, shown = known[name]
    place = options.index(before) if before in options else 0 if name == "basis" else None
    chosen = st.selectbox(
        label, options, place, key=key, format_func=lambda code: shortened(shown(code), _TITLE_LETTERS), placeholder=""
    )
    return chosen or ""


def _merge(view: View, agency: str) -> None:
    """A merger with what it does, before it is done."""
    words, day = view.words, view.today
    others = [code for code in view.agencies if code != agency]
    into = st.selectbox(
        words.admin.merge_into, others, index=None, key="merge_into", format_func=view.agency_name, placeholder=""
    )
    on = st.date_input(words.admin.merge_on, day, max_value=day, format="DD/MM/YYYY", key="merge_on")
    if into is None or on is None:
        return
    try:
        told = administration.merging(view.engine, agency, into, on, now=view.now)
    except Refused as refused:
        say(refused, words)
        return
    effect = words.admin.merge_effect.format(
        n=words.integer(len(told.moving)),
        into=view.agency_name(into),
        day=words.day(on),
        staying=words.integer(told.staying),
    )
    st.text(effect)
    if told.moving:
        st.caption(plain(", ".join(told.moving)))
    if _confirmed(words, "merge", words.admin.merge, words.admin.merge_asks):
        act = partial(administration.merge, view.engine, view.signed_in.actor, agency, into, on, now=view.now)
        _do(view, act, lambda done: (words.admin.merged.format(code=agency, n=words.integer(len(done.moving))), None))


# A file, the settings, the trail


def _load(view: View) -> None:
    words = view.words
    st.text(words.admin.load_lead)
    turn = st.session_state.setdefault("admin_upload", 0)
    uploaded = st.file_uploader(
        words.start.choose_files,
        type=["csv", "xlsx"],
        accept_multiple_files=True,
        key=f"admin_files_{turn}",
        max_upload_size=first_steps.WIDEST,
    )
    if not uploaded:
        return
    files = {file.name: file.getvalue() for file in uploaded}
    load = partial(administration.load, view.engine, view.signed_in.actor, files, now=view.now)
    try:
        checked = first_steps.loaded(view, partial(load, dry_run=True))
        first_steps.findings(view, checked)
        if not checked.accepted:
            return
        counts = {"added": checked.added, "changed": checked.changed, "unchanged": checked.unchanged}
        named = {table: name for table, name in words.lists.tables.items() if any(n[table] for n in counts.values())}
        heads = zip(counts.items(), words.admin.load_counts, strict=True)
        counted = (column(key, (n[table] for table in named), "count", head) for (key, n), head in heads)
        table = Table(column("finding_file", named.values()), *counted)
        parts.grid(table, words, "load_counts", words.admin.tabs["load"])
        if st.button(words.start.write, type="primary", key="admin_write"):
            done = first_steps.loaded(view, partial(load, dry_run=False))
            if done.accepted:
                st.session_state["admin_said"] = (words.admin.loaded, None)
                st.session_state["admin_upload"] = turn + 1
            st.rerun()
    except Refused as refused:
        say(refused, words)


def _settings(view: View) -> None:
    words, setting = view.words, settings()
    values = {
        "DATABASE_URL": view.engine.url.render_as_string(hide_password=True),
        "PUBLIC_READ": str(int(setting.public_read)),
        "CUTOFF_DAY": str(setting.cutoff_day),
        "SESSION_IDLE_MINUTES": str(setting.idle // timedelta(minutes=1)),
        "PROGRESS_NOW": setting.fixed_now.isoformat() if setting.fixed_now else "",
        "OIDC_URL": setting.provider.metadata if setting.provider else "",
        "TRUSTED_USER_HEADER": setting.user_header or "",
        "BASE_URL": setting.base_url,
        "SMTP_URL": setting.post.host if setting.post else "",
    }
    st.text(words.admin.settings_lead)
    parts.pairs([(f"{name} · {words.admin.settings[name]}", value or "–") for name, value in values.items()])
    st.text(words.admin.backup)
    st.code(
        "python manage.py backup sao-luu.db\npython manage.py restore sao-luu.db\npython manage.py check",
        language="bash",
    )


def _trail(view: View) -> None:
    words = view.words
    last = max(view.today, today(clock()))  # sign-ins keep to the clock, also in a demonstration
    until = min(_day(_asked(view, "until"), last), last)
    first = min(_day(_asked(view, "from"), view.today - timedelta(days=_DAYS)), until)
    table = audit.trail(view.engine, view.facts, first, until, words)
    people, who = audit.people(table), _asked(view, "who")
    search = _asked(view, "search")
    asked = {"from": first, "until": until, "who": who if who in people else None, "search": search}
    st.session_state.update({f"admin_{name}": value for name, value in asked.items()})
    with st.grid(4, min_column_width=200, gap="small", key="trail_asked"):
        st.date_input(
            words.audit.trail_from, key="admin_from", min_value=_FIRST, max_value=last, format="DD/MM/YYYY",
            on_change=_mirror, args=("from",),
        )  # fmt: skip
        st.date_input(
            words.audit.until, key="admin_until", min_value=_FIRST, max_value=last, format="DD/MM/YYYY",
            on_change=_mirror, args=("until",),
        )  # fmt: skip
        st.selectbox(
            words.audit.who, people, index=None, key="admin_who", placeholder=words.audit.everyone,
            on_change=_mirror, args=("who",),
        )  # fmt: skip
        st.text_input(words.audit.search, key="admin_search", on_change=_mirror, args=("search",))
    table = audit.searched(table, words, by=asked["who"], search=search)
    pages = max(-(-len(table) // _PAGE), 1)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(f"**{words.audit.found.format(n=words.integer(len(table)))}**")
        page = 1
        if pages > 1:
            page = st.number_input(f"{words.audit.page} (1-{pages})", 1, pages, key=f"trail_page_{pages}", width=160)
    first_row = (page - 1) * _PAGE
    parts.grid(
        table.where([first_row <= place < first_row + _PAGE for place in range(len(table))]), words, "trail",
        words.admin.tabs["trail"], height=min(38 + 35 * max(len(table), 1), 668),
    )  # fmt: skip
    parts.downloads(view, "_".join(["audit", str(first), str(until), *filter(None, (asked["who"], search))]), table)


def _day(text: str, otherwise: date) -> date:
    try:
        return max(date.fromisoformat(text), _FIRST)
    except ValueError:
        return otherwise


_TABS: dict[str, Callable[[View], None]] = {
    "accounts": _accounts,
    **{table: partial(_rows, table=table) for table in administration.FORMS},
    "load": _load,
    "trail": _trail,
    "settings": _settings,
}
