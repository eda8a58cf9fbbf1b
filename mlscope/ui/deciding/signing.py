"""What becomes of milestones: what has changed since one was set, and the signatures on it."""

import streamlit as st

from mlscope.document.changes import Said, since
from mlscope.project import Answer, SignOff
from mlscope.project.answers import Decision
from mlscope.project.signatures import Signature
from mlscope.results import VerdictWord
from mlscope.store import Milestone
from mlscope.ui import state
from mlscope.ui.deciding import explained
from mlscope.ui.deciding.explained import End, ended_by
from mlscope.ui.deciding.replayed import Replay, replay
from mlscope.ui.shell import identity, show
from mlscope.ui.shell.text import literal

FOR: tuple[VerdictWord, ...] = ("go", "conditional")
"""The verdicts that carry an approval."""


def part(found: list[Milestone]) -> None:
    """What has changed, and as soon as there is a milestone the signatures on it."""
    latest_first = found[::-1]
    _changed_since(latest_first)
    if found:
        _sign_offs([milestone.name for milestone in latest_first])


A_REVISION = "A revision"
TODAY = "Today"
LATELY = 10
"""Revisions back from today from which a change is explained unless somebody chooses."""


def _changed_since(found: list[Milestone]) -> None:
    fold = st.expander("What has changed, and what did it do?", key="moved_since", on_change="rerun")
    if not fold.open:
        return
    with fold:
        ends = {one.name: ended_by(one) for one in found}
        last = state.loaded().revision
        left, right = st.columns(2)
        with left:
            start = _end("From", "moved_from", ends, last, [*ends, A_REVISION])
        with right:
            end = _end("To", "moved_to", ends, last, [TODAY, *ends, A_REVISION])
        explained.part(start, end)
        if start.revision > end.revision:
            return
        then, now = (state.store().at(state.project_id() or "", one.revision) for one in (start, end))
        if answers := since(then, now, state.catalogue()):
            st.markdown(f"**{len(answers)} {'answer' if len(answers) == 1 else 'answers'} changed**")
            show.bullets([_changed_words(said) for said in answers])
        if start.milestone and (changed := replay(state.project_id() or "", start.name).changed):
            st.caption(f"Asked, weighed or worded otherwise today: {literal(', '.join(changed))}.")


def _end(label: str, key: str, ends: dict[str, End], last: int, options: list[str]) -> End:
    """One end of the change: today, a milestone, or a revision by its number."""
    chosen = st.selectbox(label, options, key=key)
    if chosen in ends:
        return ends[chosen]
    if chosen == TODAY:
        return End("today", last)
    revision = st.number_input(
        "Revision",
        1,
        last,
        max(1, last - LATELY) if key == "moved_from" else last,
        key=f"{key}_revision",
        help=f"The history has the revisions 1 to {last}; each change of an answer is one.",
    )
    return End(f"revision {revision}", int(revision))


def _changed_words(said: Said) -> str:
    change = f"{said.before} → {said.after}" if said.before else said.after
    return f"{said.what.rstrip('?')}: {change}"


def _sign_offs(milestones: list[str]) -> None:
    st.subheader("Sign-off")
    st.caption(
        "What the people who decide said of a milestone. It stands on the first page of that milestone's"
        " document."
    )
    signatures = state.store().signatures(state.project_id() or "")
    for signature in signatures:
        st.markdown(_line(signature))
    milestone = st.selectbox("Milestone to sign", milestones)
    then = replay(state.project_id() or "", milestone)
    verdict = then.appraisal.assessment.verdict
    st.caption(f"Its verdict is “{verdict.label}”. {literal(verdict.sentence)}")
    author = state.author()
    with st.form(f"sign_off/{len(signatures)}"):
        decision = st.segmented_control(
            "Decision", list(Decision), format_func=lambda one: one.label, width="stretch"
        )
        if author.verified:
            st.caption(f"You sign as {literal(author.name)}, the name of your login.")
            name = author.name
        else:
            name = st.text_input(
                "Your own name",
                max_chars=200,
                help=(
                    "Sign for yourself only. Nobody has signed in, so it is shown as unverified, with the"
                    " name of who recorded it."
                ),
            )
        note = st.text_area("Conditions or reasons", max_chars=2000)
        if st.form_submit_button("Sign off", type="primary"):
            _sign(then, decision, name, note)


def _line(signature: Signature) -> str:
    """A signature with what vouches for it, one that was replaced struck out."""
    head = (
        f"**{signature.decision.label}** by {literal(signature.signer)} on {signature.at:%Y-%m-%d}:"
        f" {literal(signature.signed.milestone)}"
    )
    remarks = [signature.trust, signature.change]
    if signature.replaced_at:
        head = f"~~{head}~~"
        remarks.append(f"replaced on {signature.replaced_at:%Y-%m-%d}")
    note = f"  \n:gray[{literal(signature.note)}]" if signature.note else ""
    return f"{head}  \n:gray[{literal('; '.join(filter(None, remarks)))}]{note}"


def _sign(then: Replay, decision: Decision | None, name: str, note: str) -> None:
    if decision is None or not name.strip():
        st.error("A signature needs a decision and the name of who signs.")
        return
    verdict = then.appraisal.assessment.verdict
    if decision == Decision.approved and verdict.word not in FOR and not note.strip():
        st.error(f"The verdict is “{verdict.label}”. To approve against it, give the reason; it is printed.")
        return
    signed = SignOff.model_validate(
        {
            "milestone": then.milestone.name,
            "decision": decision,
            "author": name,
            "note": note.strip(),
            "subject": _subject(),
        }
    )
    if state.put(f"sign_off/{signed.id}", Answer(value=signed.model_dump(mode="json", exclude={"at"}))):
        st.rerun()
    st.error(state.session().problem or "Not saved: somebody else wrote at this moment; try again.")


def _subject() -> str:
    """The id that the login provider or proxy knows this person by; empty where nobody has signed in."""
    known = identity.verified()
    return known.subject if known else ""
