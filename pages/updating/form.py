"""The two ways to fill in a report - a card a milestone, a grid of all - and what to do where somebody was quicker."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from models.changes.reports import BY_DECISION, LONGEST, Problem, Report, contradictions
from models.people.rights import Action
from models.store.tables import Status
from pages.shared import requests
from pages.shared.view import View, lines_of, plain
from pages.updating import drafts as desks
from pages.updating.drafts import Desk
from progress.say.formats import moment
from progress.show import update

_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)  # of a calendar; what is right says the rule


def card(view: View, desk: Desk, row: dict, stands: dict[str, Report]) -> None:
    """One milestone: what it is and how it stands, and its form where it is opened."""
    words, code = view.words, row["milestone"]
    with st.container(border=True, key=f"card_{code}", gap="small"):
        st.markdown(f"**{plain(words.titled(row, 'title'))}**")
        st.caption(plain(update.card_line(row, words)))
        if row["bucket"] == "overdue":
            st.badge(words.update.overdue_by.format(n=words.integer(row["days_overdue"])), color="red")
        if desk.stale(code, stands):
            _conflict(view, desk, stands[code])
        elif desk.unfolded.get(code) or code in desk.reports:
            _form(view, desk, row, stands[code])
        else:
            with st.container(horizontal=True, gap="small"):
                st.button(words.update.fill, key=f"fill_{code}", on_click=_unfold, args=(desk, code))
                _unchanged(view, desk, stands[code])
        requests.trail(view, code, waiting_only=True)


def _unfold(desk: Desk, code: str) -> None:
    desk.unfolded[code] = True


def _unchanged(view: View, desk: Desk, was: Report) -> None:
    """One click, and the line says for this period what the last one said."""
    key = f"unchanged_{was.milestone}"
    st.button(view.words.update.unchanged, key=key, on_click=desks.save, args=(view, desk, [was]))


def _form(view: View, desk: Desk, row: dict, stands: Report) -> None:
    words, code = view.words, row["milestone"]
    opened = desk.opened.setdefault(code, stands)
    decides = view.may(Action.DECIDE)
    if code in desk.kept_at:
        st.caption(words.update.draft_kept.format(at=moment(desk.kept_at[code])))
    taken = {"on_change": _take_up, "args": (view, desk, code)}
    report = _filled_in(desk, code)
    st.pills(
        words.columns.state, options=update.statuses(opened, decides), default=report.status, required=True,
        format_func=words.terms.statuses.get, key=desk.key("status", code), **taken,
    )  # fmt: skip
    at_status = st.empty()
    places = {}
    if report.status == Status.IN_PROGRESS:
        st.number_input(
            words.update.own_claim, value=_between(report.percent, 0.0, 100.0), min_value=0.0, max_value=100.0, step=5.0,
            format="%g", key=desk.key("percent", code), **taken,
        )  # fmt: skip
        places["percent"] = st.empty()
    if report.status == Status.DONE:
        st.date_input(
            words.columns.done_on, value=_between(report.done_on, _FIRST, _LAST), min_value=_FIRST, max_value=_LAST,
            format="DD/MM/YYYY", key=desk.key("done_on", code), **taken,
        )  # fmt: skip
        places["done_on"] = st.empty()
    if update.is_measured(row) or opened.value is not None:
        st.number_input(
            plain(update.measure(row, words)), value=_between(report.value, -1e15, 1e15), step=1.0, format="%g",
            key=desk.key("value", code), **taken,
        )  # fmt: skip
        places["value"] = st.empty()
    texts = {"decision": words.update.decision_number} if report.status in BY_DECISION and decides else {}
    for name, label in (
        *texts.items(),
        ("evidence", words.update.document_number),
        ("note", words.update.one_sentence),
    ):
        value = getattr(report, name) or ""
        st.text_input(label, value=value, max_chars=_longest(name), key=desk.key(name, code), **taken)
        places[name] = st.empty()

    report = _filled_in(desk, code)
    for problem in _problems(view, desk, report, opened):
        with places.get(problem.field, at_status).container():
            report = replace(report, confirmed=_said(view, desk, problem))
    if report.evidence != opened.evidence and update.odd_number(report.evidence):
        places["evidence"].caption(words.update.odd_number)
    desks.put(view, desk, report)
    if code in desk.reports:
        _will_write(view, report, opened)
    with st.container(horizontal=True, gap="small"):
        if code in desk.reports:
            st.button(words.update.drop, key=f"drop_{code}", on_click=desks.dropped, args=(view, desk, code))
        else:
            _unchanged(view, desk, stands)
    requests.ask(view, row)
    if opened.seen != stands.seen:  # somebody was quicker: what is filled in is kept, what is not begins anew
        if code not in desk.reports:
            desk.begin_anew(code)
            desk.unfolded[code] = True
        st.rerun()


def against(view: View, report: Report, opened: Report) -> list[Problem]:
    """What speaks against saving this today."""
    if not update.differing(report, opened):
        return []
    return contradictions(replace(report, reported_on=view.today), opened, view.today)


def _problems(view: View, desk: Desk, report: Report, opened: Report) -> list[Problem]:
    """What speaks against a report, and what the last try to save it met."""
    found = against(view, report, opened)
    return found + [p for p in desk.problems if p.milestone == report.milestone and p not in found]


def _filled_in(desk: Desk, code: str) -> Report:
    """What the fields of a form say, as far as they are on screen; what a form does not ask for stays as it was."""
    opened = desk.opened[code]
    filled = desk.reports.get(code, opened)

    def typed(name: str, otherwise: Any) -> Any:
        value = st.session_state.get(desk.key(name, code), otherwise)
        return value.strip() or None if isinstance(value, str) else value

    status = typed("status", None) or filled.status  # a browser that is none may say something else
    same = opened if status == opened.status else None
    percent = opened.percent if same or status in BY_DECISION else None
    if status == Status.IN_PROGRESS:
        percent = typed("percent", filled.percent if filled.status == status else opened.percent)
    decision = same and same.decision
    return replace(
        opened,
        status=Status(status),
        percent=percent,
        done_on=typed("done_on", filled.done_on) if status == Status.DONE else None,
        decision=typed("decision", filled.decision or decision) if status in BY_DECISION else decision,
        **{name: typed(name, getattr(filled, name)) for name in ("value", "evidence", "note")},
    )


def _take_up(view: View, desk: Desk, code: str) -> None:
    """At once when a field changes: the next click may be on its way already and stop the drawing before the form."""
    if code in desk.opened:
        desks.put(view, desk, _filled_in(desk, code))


def _between(value: Any, first: Any, last: Any) -> Any:
    """What a form can begin with: a draft may hold what its field would not take."""
    return value if value is not None and first <= value <= last else None


def _longest(name: str) -> int:
    """Letters of a field: a sentence on a screen, not a paper."""
    return min(LONGEST[name], 500)


def _said(view: View, desk: Desk, problem: Problem) -> bool:
    """A contradiction's sentence at its field; what is only asked about is answered by a tick."""
    sentence = plain(view.words.reason(problem.why))
    st.markdown(f":red[**!** {sentence}]" if not problem.asks else sentence)
    if not problem.asks:
        return False
    return st.checkbox(view.words.update.yes_really, key=desk.key(problem.rule, problem.milestone))


def _will_write(view: View, report: Report, was: Report) -> None:
    changed = update.in_words(report, was, view.words)
    st.caption(plain(f"{view.words.update.will_write}: " + "; ".join(f"{name}: {a} → {b}" for name, a, b in changed)))


def _conflict(view: View, desk: Desk, stands: Report) -> None:
    """Both values side by side, and the two ways on."""
    words, code = view.words, stands.milestone
    mine = desk.reports[code]
    last = update.last_said(lines_of(view, code))
    if last and stands.seen.reported_since(mine.seen):
        by, at = last
        st.warning(plain(words.update.conflict_title.format(by=by, at=moment(at))))
    else:
        st.warning(words.update.conflict_changed)
    st.table(
        [
            {
                words.terms.field_word: name,
                words.update.conflict_mine: plain(here),
                words.update.conflict_stands: plain(now),
            }
            for name, now, here in update.in_words(mine, stands, words)
        ]
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            words.update.conflict_overwrite, key=f"overwrite_{code}", on_click=_overwrite, args=(view, desk, stands)
        )
        st.button(
            words.update.conflict_drop, key=f"conflict_drop_{code}", on_click=desks.dropped, args=(view, desk, code)
        )


def _overwrite(view: View, desk: Desk, stands: Report) -> None:
    """Mine on what stands now: saved if nothing speaks against it, else a form like any other."""
    code = stands.milestone
    mine = replace(desk.reports[code], seen=stands.seen)
    desk.opened[code] = stands
    desk.turns[code] = desk.turns.get(code, 0) + 1
    desks.put(view, desk, mine)
    desks.save(view, desk, [mine])


# The grid ----------------------------------------------------------------------------------------------------------------


def grid(view: View, desk: Desk, rows, stands: dict[str, Report]) -> None:
    """All rows at once.  What comes back is a proposal: of the rows given out, the cells that may be filled in.

    A browser sends only what was changed in the table it was given, so that stays as it is while it is on screen.
    """
    words, milestones = view.words, [row for part in update.cards(rows) for row in part]
    for row in milestones:
        if desk.stale(row["milestone"], stands):
            card(view, desk, row, stands)
    given = st.session_state.get("grid")
    if given is None or given.lang != words.lang or given.key not in st.session_state:  # or it was away
        given = _given_out(view, desk, rows, stands)
    st.caption(words.update.grid_lead)
    _take_up_rows(view, desk, given, _editor(view, given))
    _keeper(view, desk, given)
    proposed = [code for code in given.bases if code in desk.reports and not desk.stale(code, stands)]
    titles = {row["milestone"]: words.titled(row, "title") for row in milestones}
    for code in proposed:
        _proposed(view, desk, code, titles[code])
    desk.look([desk.reports[code] for code in proposed if code in desk.reports])
    if given.bases != {code: base for code, base in stands.items() if not desk.stale(code, stands)}:
        for code in given.bases:
            if code not in desk.reports:
                desk.opened.pop(code, None)
        st.session_state.pop("grid")
        st.rerun()


@dataclass(frozen=True)
class _Given:
    """The table as it was handed out, and what each of its rows stood on.

    key: the same for the same rows on the same versions, so that a browser's cells find their table again after a
    restart of the server.
    """

    lang: str
    key: str
    bases: dict[str, Report]
    table: Any


def _given_out(view: View, desk: Desk, rows, stands: dict[str, Report]) -> _Given:
    bases = {code: base for code, base in stands.items() if not desk.stale(code, stands)}
    desk.opened |= bases
    table = update.grid(rows, {code: desk.reports.get(code, base) for code, base in bases.items()}, view.words)
    versions = " ".join(f"{code} {base.seen}" for code, base in bases.items())
    key = f"grid_{st.session_state.get('grid_turn', 0)}_{hashlib.sha256(versions.encode()).hexdigest()[:16]}"
    given = st.session_state["grid"] = _Given(view.words.lang, key, bases, table)
    return given


def _editor(view: View, given: _Given):
    words, decides = view.words, view.may(Action.DECIDE)
    names = update.field_names(words)
    options = sorted(
        {s for base in given.bases.values() for s in update.statuses(base, decides)}, key=list(Status).index
    )
    column, number = st.column_config, {"percent": {"min_value": 0, "max_value": 100, "step": 1}, "value": {}}
    return st.data_editor(
        given.table,
        hide_index=True,
        num_rows="fixed",
        disabled=["milestone", "title", "due"],
        key=given.key,
        on_change="ignore",  # a drawing while the next cell is being typed takes letters away on a slow machine
        height=min(38 + 35 * len(given.table), 528),  # the changes begin on the same screen
        alt=words.frame.update_page,
        placeholder="",
        column_order=["title", "due", *(f for f in update.FIELDS if decides or f != "decision"), "milestone"],
        column_config={
            "milestone": words.columns.code,
            "title": column.TextColumn(words.columns.title, width=260),
            "due": column.DateColumn(words.columns.due_in_force, format="DD/MM/YYYY"),
            "status": column.SelectboxColumn(
                names["status"], options=options, format_func=words.terms.statuses.get, required=True, width=150
            ),
            "done_on": column.DateColumn(names["done_on"], format="DD/MM/YYYY"),
            **{name: column.NumberColumn(names[name], format="%g", **more) for name, more in number.items()},
            **{
                name: column.TextColumn(names[name], max_chars=_longest(name), width=190)
                for name in ("evidence", "decision", "note")
            },
        },
    )


@st.fragment(run_every=2)
def _keeper(view: View, desk: Desk, given: _Given) -> None:
    """Draws nothing: every other second the cells come along with its run, and are kept as drafts."""
    _take_up_edits(view, desk, given)


def put_away(view: View, desk: Desk) -> None:
    """The table leaves the screen; its cells come along once more."""
    given = st.session_state.pop("grid", None)
    if given is not None:
        _take_up_edits(view, desk, given)


def _take_up_edits(view: View, desk: Desk, given: _Given) -> None:
    if given.key in st.session_state:
        edits = st.session_state[given.key]["edited_rows"]
        _take_up_rows(view, desk, given, update.with_edits(given.table, edits))


def _take_up_rows(view: View, desk: Desk, given: _Given, table) -> None:
    for code, report in update.from_grid(table, given.bases, view.may(Action.DECIDE)).items():
        if desk.opened.get(code) == given.bases[code]:  # else it was saved or given up meanwhile
            was = desk.reports.get(code)
            desks.put(view, desk, replace(report, confirmed=was is not None and was.confirmed))


def _proposed(view: View, desk: Desk, code: str, title: str) -> None:
    """A row that was changed, in words, with what speaks against it."""
    report, opened = desk.reports[code], desk.opened[code]
    with st.container(border=True, gap="xsmall", key=f"proposed_{code}"):
        st.markdown(f"**{plain(f'{code} · {title}')}**")
        _will_write(view, report, opened)
        report = replace(report, confirmed=False)
        for problem in _problems(view, desk, report, opened):
            report = replace(report, confirmed=_said(view, desk, problem))
        desk.reports[code] = report
        if report.evidence != opened.evidence and update.odd_number(report.evidence):
            st.caption(view.words.update.odd_number)
        if st.button(view.words.update.drop, key=f"drop_{code}"):
            desks.dropped(view, desk, code)
            st.session_state.pop("grid")
            st.session_state["grid_turn"] = st.session_state.get("grid_turn", 0) + 1  # the cell is as it stood again
            st.rerun()
