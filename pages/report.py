"""Báo cáo tháng: a period before its numbers are fixed, the button that fixes them, and every month issued so far."""

from collections.abc import Callable

import streamlit as st

from models.people.rights import Action
from models.store.database import damage
from pages import pack, review
from pages.shared import parts
from pages.shared.view import View, carried_out, plain, present, store, truth
from progress.month import issuing
from progress.numbers import two_days
from progress.numbers.facts import totals
from progress.numbers.periods import Period, shifted
from progress.numbers.scope import Issued, Scope
from progress.say.formats import moment
from progress.show import tables

_LISTED = 24  # closed periods to choose from
_SCREENS = ("overview", "review", "agency", "plan", "milestone", "history")


def show(view: View) -> None:
    words = view.words
    period, editions = _shown(view)
    cutoff = editions[-1].cutoff if editions else view.scope.cutoff
    now = view.at(_live(view, period, cutoff))  # the period's last day, with all that is recorded by now
    heading = {"month": period.name, "start": words.day(period.start), "end": words.day(period.end)}
    st.subheader(words.issued.heading.format(**heading), anchor=False)
    if not editions:
        st.text(words.issued.not_yet.format(month=period.name, day=words.day(period.end)))
    _choice(view, period)
    _issue(now, period, editions)
    shown = view.whole if view.scope.issued else now
    parts.rates(shown)
    for number in range(len(editions), 0, -1):
        _edition(view, editions[:number], now)
    if editions:
        _late(view, editions[-1])
    review.silent(shown)
    _archive(view)
    pack.check(view)


def _shown(view: View) -> tuple[Period, list[Issued]]:
    """The period of the issued month in the address, else the last that had ended on its day; and its editions."""
    scope = view.scope
    name = scope.issued[0] if scope.issued else issuing.last_closed(scope.closed_through, scope.cutoff).name
    editions = [i for i in view.facts.known.issued if i.month == name]
    return issuing.named(name, editions[-1].cutoff if editions else scope.cutoff), editions


def _live(view: View, period: Period, cutoff: int) -> Scope:
    return two_days.earlier(view.whole.scope, period.end).only(known_at=None, issued=None, cutoff=cutoff)


def _choice(view: View, period: Period) -> None:
    """Another period: its last day goes into the address, or the month where it is issued."""
    last = issuing.last_closed(view.today, view.scope.cutoff)
    names = [shifted(last, -back, view.scope.cutoff).name for back in range(_LISTED)]
    names += [i.month for i in view.facts.known.issued] + [period.name]
    st.session_state["period"] = period.name
    with st.container(width=180):
        st.selectbox(
            view.words.columns.report_period,
            sorted(set(names), reverse=True),
            key="period",
            on_change=_chosen,
            args=(view,),
        )


def _chosen(view: View) -> None:
    name = st.session_state["period"]
    issued = view.facts.known.edition(name)
    if issued:
        _opened(view, issued)
    else:
        day = issuing.named(name, view.scope.cutoff).end
        st.query_params.from_dict(view.link(as_of=str(day), month=None, edition=None))


def _opened(view: View, issued: Issued) -> None:
    st.query_params.from_dict(view.link(as_of=str(issued.as_of), month=issued.month, edition=str(issued.edition)))


def _issue(now: View, period: Period, editions: list[Issued]) -> None:
    """What to look at before, and the button."""
    words = now.words
    found = issuing.checks(now.reading, _damage(now.url, now.facts.revision))
    stopped = any(check.found for check in found if check.name in issuing.STOP)
    with st.expander(words.issued.issue_checks, expanded=not editions, key="checks"):
        for check in found:
            fine, not_fine = words.issued.issue_check_words[check.name]
            sentence = (not_fine if check.found else fine).format(
                n=words.integer(check.found), about=", ".join(check.about)
            )
            st.text(f"{'!' if check.found else '✓'} {sentence}")
    if not now.may(Action.ISSUE):
        st.caption(words.issued.readers)
        return
    label = (words.issued.issue_again if editions else words.issued.issue_button).format(month=period.name)
    if stopped:
        st.error(words.issued.issue_stopped)
    elif st.button(label, type="secondary" if editions else "primary", key="issue"):
        st.dialog(label, width="large")(_confirm)(now, period, editions)


def _confirm(now: View, period: Period, editions: list[Issued]) -> None:
    """What is fixed, and once more the button; a month that was issued asks why, and shows what will differ."""
    words, row = now.words, now.reading.total
    edition = len(editions) + 1
    days = {"day": words.day(period.end), "start": words.day(period.start), "end": words.day(period.end)}
    st.markdown(f"**{words.issued.issue_fixes.format(month=period.name, edition=edition, **days)}**")
    st.text(words.issued.issue_known.format(at=moment(present(now.url))))
    st.text(f"{words.terms.done}: {words.terms.of_all.format(count=words.count(row['done'], row['scope']))}")
    st.text(
        f"{words.overview.due_done}: {words.terms.of_due.format(count=words.count(row['due_done_n'], row['due_n']))}"
    )
    st.text(
        f"{words.overview.on_time}: {words.terms.on_time_of.format(count=words.count(row['on_time_n'], row['with_outcome']))}"
    )
    st.text(f"{words.columns.overdue_n}: {words.integer(row['overdue'])}")
    st.text(words.issued.issue_for_ever)
    reason = None
    if editions:
        _differing(
            now.at(Scope.of(editions[-1], lang=now.scope.lang)), now, words.issued.against_now, edition - 1, "again"
        )
        reason = st.text_area(words.issued.issue_why, key="issue_reason")
    if st.button(words.issued.issue_confirm, type="primary", key="issue_confirm"):
        who, name, cutoff = now.signed_in.actor, period.name, now.scope.cutoff
        carried_out(now, lambda: issuing.issue(now.engine, who, name, cutoff, now=present(now.url), reason=reason))


def _edition(view: View, editions: list[Issued], now: View) -> None:
    """One edition: who fixed it and when, whether it still holds, what differs from the one before, its screens and files.

    editions: up to this one; now: its day as known now.
    """
    words, issued = view.words, editions[-1]
    kept = issuing.stored(view.facts, issued)
    then = view.at(Scope.of(issued, lang=view.scope.lang))
    with st.container(border=True, key=f"edition_{issued.edition}"):
        st.markdown(f"**{words.issued.name.format(month=issued.month, edition=issued.edition)}**")
        st.text(words.issued.by.format(at=moment(issued.known_at), by=kept.by))
        if issued.edition > 1:
            st.text(words.issued.reason.format(reason=kept.reason))
        if _said(view, issued, st.text) == issuing.UNTRUE:
            _kept(view, issued, then)
        st.caption(words.issued.numbers.format(version=kept.version, numbers=kept.numbers))
        if len(editions) > 1:
            before = view.at(Scope.of(editions[-2], lang=view.scope.lang))
            _differing(before, then, words.issued.differs, editions[-2].edition, f"to_{issued.edition}")
        if now.facts.known.edition(issued.month) == issued:
            _differing(then, now, words.issued.against_now, issued.edition, "now")
        with st.container(horizontal=True, gap="small"):
            for screen in _SCREENS:
                st.page_link(view.pages[screen], query_params=then.scope.to_query())
        pack.show(then, issued)


def _differing(before: View, after: View, title: str, edition: int, key: str) -> None:
    """The numbers that differ between two looks at a month, and the milestones behind them; `key`: of this place."""
    words = after.words
    numbers = issuing.differences(before.reading.total, after.reading.total, words)
    rows = issuing.changed(before.reading, after.reading)
    if not len(numbers) and not len(rows):
        st.text(f"{title.format(edition=edition, n=0)}.")
        return
    with st.expander(title.format(edition=edition, n=words.integer(len(numbers))), key=f"differing_{key}"):
        parts.grid(numbers, words, f"numbers_{key}", title)
        if len(rows):
            parts.listed(after, f"changes_{key}", title, tables.changes_table(rows, after.facts, words))


def _late(view: View, issued: Issued) -> None:
    """What was entered since the month was issued that its numbers leave out."""
    words = view.words
    rows = _entered(view, issued)
    title = words.issued.late.format(month=issued.month)
    st.subheader(f"{title} ({len(rows)})", anchor=False)
    if not len(rows):
        st.text(words.review.none)
        return
    table = tables.late_table(rows, view.facts, words)
    parts.listed(view, f"late_{issued.month}", title, table, tables.made_up(rows))


def _entered(view: View, issued: Issued):
    at = view.at(Scope.on(view.today, view.now, cutoff=view.scope.cutoff, lang=view.scope.lang))
    return two_days.entered_after(at.facts, issued, None, at.reading.standing)


def _archive(view: View) -> None:
    """Every issued month with its editions, the newest first."""
    words, facts = view.words, view.facts
    st.subheader(words.issued.archive, anchor=False)
    if not facts.known.issued:
        st.text(words.issued.archive_none)
        return
    if st.button(words.issued.check_all, key="check_all"):
        st.session_state["checked"] = facts.revision
    checked = st.session_state.get("checked") == facts.revision
    for edition in issuing.archive(facts):
        issued = edition.issued
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.button(
                words.issued.open.format(month=issued.month, edition=issued.edition),
                key=f"open_{issued.month}_{issued.edition}",
                type="tertiary",
                on_click=_opened,
                args=(view, issued),
            )
            said = [
                words.issued.by.format(at=moment(issued.known_at), by=edition.by),
                f"{words.issued.late.format(month=issued.month)}: {words.integer(len(_entered(view, issued)))}",
            ]
            st.caption(plain(" · ".join(said)))
            if checked:
                _said(view, issued, st.caption)


def _said(view: View, issued: Issued, true: Callable[[str], object]) -> str:
    """Whether an edition still holds; `true`: how that it does is shown."""
    shown = {issuing.TRUE: true, issuing.OLDER_RULES: st.warning, issuing.UNTRUE: st.error}
    found = truth(view, issued)
    shown[found](view.words.issued.truths[found])
    return found


def _kept(view: View, issued: Issued, then: View) -> None:
    """The numbers kept at the issue beside those made again that are not the same."""
    kept = totals(view.engine, issued.month, issued.edition)
    numbers = issuing.differences(kept["total"][0], then.reading.total, view.words) if kept else ()
    if len(numbers):
        parts.grid(numbers, view.words, f"kept_{issued.edition}", view.words.issued.truths[issuing.UNTRUE])


@st.cache_resource(show_spinner=False, max_entries=2)
def _damage(url: str, revision: int) -> list[str]:
    return damage(store(url))
