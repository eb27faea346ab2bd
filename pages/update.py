"""Cập nhật: what an agency owes this period, filled in, looked at and saved."""

from dataclasses import replace

import streamlit as st

from models.changes.reports import UNDO
from models.people.rights import Action
from models.store.tables import Role
from pages import milestones
from pages.door import account, signin
from pages.shared import parts, requests
from pages.shared.view import View, plain, say
from pages.updating import drafts, form, workbook
from pages.updating.drafts import Desk
from progress.numbers.facts import own_lines
from progress.numbers.scope import Scope
from progress.show import update
from progress.show.profiles import supported

# How to fill in, and the one milestone to fill in, as the address has them.
ASKED = ("as", "milestone")
_WAYS = ("cards", "grid", "file")


def show(view: View) -> None:
    words = view.words
    if not view.may(Action.REPORT):
        _not_saved(view)
    if view.person is None:
        st.info(words.update.sign_in)
        account.link(words.account.sign_in, signin.address("/update"))
        return
    if not view.may(Action.REPORT):
        st.info(words.update.not_yours)
        return
    if not view.scope.live:
        days = {"day": words.day(view.scope.as_of), "today": words.day(view.today)}
        st.caption(words.update.today.format(**days))
    if view.may(Action.DECIDE):
        requests.waiting(view)
    agency = _agency(view)
    if agency is None:
        return
    scope = Scope.on(view.today, view.now, agencies=(agency,), cutoff=view.scope.cutoff, lang=view.scope.lang)
    _desk(view.at(scope), agency)


def _not_saved(view: View) -> None:
    """A right that was withdrawn, or a session that ended, while something was filled in."""
    left: Desk | None = st.session_state.get("desk")
    if left is not None and left.reports:
        st.warning(view.words.update.right_withdrawn.format(n=view.words.integer(len(left.reports))))


def _agency(view: View) -> str | None:
    """The person's own; a coordinator's choice, which is the address's."""
    if view.signed_in.role == Role.DIRECTOR:
        return view.signed_in.agency
    chosen = view.scope.agencies[0] if view.scope.agencies else None
    st.session_state["update_agency"] = chosen
    st.selectbox(
        view.words.columns.agency, view.facts.known.agencies, index=None, key="update_agency", format_func=view.agency_name,
        placeholder=view.words.columns.agency, on_change=_chosen,
    )  # fmt: skip
    return chosen


def _chosen() -> None:
    st.query_params.pop("milestone", None)
    if st.session_state["update_agency"] is None:
        st.query_params.pop("agency", None)
    else:
        st.query_params["agency"] = st.session_state["update_agency"]


def _desk(view: View, agency: str) -> None:
    words, mine = view.words, drafts.desk_of(view)
    _saves(view, mine)
    one = (view.query.get("milestone") or [""])[0]
    rows, row = view.reading.only(one), view.reading.milestone(one)
    if row is None:
        rows, one = update.owed(view.reading.standing, paused=view.may(Action.DECIDE)), ""
        st.subheader(plain(f"{words.frame.update_page} · {view.agency_name(agency)}"), anchor=False)
        st.markdown(
            f"**{update.owed_sentence(rows, view.scope.period, words)}**" if len(rows) else words.update.not_open
        )
    stands = update.stood(view.facts, rows)
    drafts.settled(view, mine, stands)
    if row:
        form.put_away(view, mine)
        parts.choice(f"← {words.frame.to_list}", "to_update_list", "milestone", None)
        mine.unfolded.setdefault(one, True)
        form.card(view, mine, row, stands)
    else:
        _filled_in(view, mine, agency, rows, stands)
    elsewhere = [code for code in mine.reports if code not in stands]
    if elsewhere:
        st.caption(plain(words.update.drafts_elsewhere.format(codes=", ".join(elsewhere))))
    _bar(view, mine, stands)
    if not one:
        _supported(view, agency)
    if mine.written:
        st.toast(f"✓ {words.update.saved_n.format(n=words.integer(mine.written))}")
    mine.written, mine.problems, mine.refused = 0, (), None


def _filled_in(view: View, mine: Desk, agency: str, rows, stands) -> None:
    """The rows, in the way the address asks for."""
    words = view.words
    way = (view.query.get("as") or [""])[0]
    way = way if way in _WAYS else "cards"
    st.session_state["update_as"] = way
    named = dict(zip(_WAYS, (words.update.cards, words.update.grid, words.update.file), strict=True))
    st.segmented_control(
        words.update.update_as, _WAYS, key="update_as", format_func=named.get, label_visibility="collapsed", required=True,
        on_change=_way_chosen,
    )  # fmt: skip
    if way != "grid" or not stands:
        form.put_away(view, mine)
    if way == "file":
        workbook.show(view, agency)
        return
    if not stands:
        return
    if way == "grid":
        form.grid(view, mine, rows, stands)
        return
    owing, others = update.cards(rows)
    for name, heading, part in (
        ("owed", words.update.owed_heading, owing),
        ("updated", words.update.updated_heading, others),
    ):
        if part:
            st.markdown(f"**{heading.format(n=words.integer(len(part)))}**")
            with st.grid(3, min_column_width=330, gap="small", key=f"cards_{name}"):
                for row in part:
                    form.card(view, mine, row, stands)


def _way_chosen() -> None:
    st.query_params["as"] = st.session_state["update_as"]


def _bar(view: View, mine: Desk, stands) -> None:
    """At the foot of the screen, always in sight: what saving would do, and the one button."""
    words = view.words
    filled = [r for code, r in mine.reports.items() if code in stands and not mine.stale(code, stands)]
    wrong = [p for r in filled for p in form.against(view, r, mine.opened.get(r.milestone, stands[r.milestone]))]
    said = [mine.refused] if mine.refused else [p for p in mine.problems if p.field == "milestone"]
    grid = "grid" in st.session_state
    if not (filled or said or grid):
        return
    with st.bottom, st.container(key="save_bar", gap="xsmall"):
        for refusal in said:
            say(refusal, words)
        if wrong:
            st.markdown(f":red[**{words.update.fix_first.format(n=words.integer(len(wrong)))}**]")
        elif filled:
            dated = [replace(report, reported_on=view.today) for report in filled]
            for sentence in update.effects(view.facts, view.scope, dated, view.now, words):
                st.markdown(f":green[**{plain(sentence)}**]")
        beside = st.container(horizontal=True, gap="small")
        if (
            grid
            and beside.button(words.update.grid_look, key="see_changes", icon=":material/visibility:")
            and not filled
        ):
            st.caption(words.update.grid_nothing)
        if filled and beside.button(
            words.update.save_all.format(n=words.integer(len(filled))), key="save_all", type="primary", width="stretch"
        ):
            if grid and mine.unseen:
                st.markdown(f":orange[**{words.update.grid_look_again}**]")
            else:
                drafts.save(view, mine, filled)
                st.rerun()


def _saves(view: View, mine: Desk) -> None:
    """What this person saved in the last half hour, the last save with its way back."""
    words, pages = view.words, view.pages
    found = update.saves(own_lines(view.engine, view.signed_in.login, view.now - UNDO), words)
    for at, lines, said in found[:3]:
        with st.container(border=True, key=f"saved_{lines[0]}", gap="xsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f":green[**✓ {words.update.saved_now.format(n=words.integer(len(lines)), at=at)}**]")
                st.button(words.update.undo, key=f"undo_{lines[0]}", on_click=drafts.undo, args=(view, mine, lines))
            with st.container(horizontal=True, gap="small"):
                for code, text in said[:6]:
                    st.page_link(
                        pages["milestone"], label=plain(f"{code}: {text}"), query_params=view.link(milestone=code)
                    )


def _supported(view: View, agency: str) -> None:
    rows = supported(view.whole.reading.standing, agency, open_only=True)
    if len(rows):
        title = view.words.columns.supports_n.format(n=view.words.integer(len(rows)))
        with st.expander(title, key="update_supported"):
            milestones.rows_of(view, rows, "supported", title)
