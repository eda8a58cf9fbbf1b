"""What became of the house's own questions while a project was answered: what a new version changed, and what
was asked earlier.
"""

from collections.abc import Iterator

import streamlit as st

from mlscope.catalogue import Pack
from mlscope.catalogue.versions import Changes, changes, due
from mlscope.document import earlier
from mlscope.document.changes import facets
from mlscope.project import Answer, State
from mlscope.project.checking import takes
from mlscope.questions import Question
from mlscope.store import Change
from mlscope.ui import state
from mlscope.ui.shell.text import literal

KINDS = {
    "added": "new",
    "removed": "no longer asked",
    "reworded": "in other words",
    "rescored": "scored differently",
    "reshaped": "asked in another form, with other choices or under another condition",
}


def waiting() -> list[Pack]:
    """The packs of which somebody should look at what a new version changed."""
    return due(state.current(), state.catalogue().packs)


def notice(step_id: str) -> None:
    """On a step: some of its questions changed since they were answered."""
    for pack in waiting():
        if any(
            question.step == step_id
            for question in state.catalogue().questions.values()
            if question.pack == pack.id
        ):
            st.info(
                f"{_what_happened(pack)} Answers given before stay, and what still fits counts.",
                icon=":material/published_with_changes:",
            )
            st.page_link(
                state.page("review"),
                label="See what changed",
                query_params={"project": state.project_id() or ""},
            )


def _what_happened(pack: Pack) -> str:
    before = state.current().packs[pack.id].version
    return (
        f"The questions of “{literal(pack.title, 60)}” went from version {literal(before)} to {pack.version}."
    )


def review() -> None:
    """On the review: what a new version changed, question by question, and that somebody looked at it."""
    for pack in waiting():
        st.subheader(f"Changed questions: {literal(pack.title, 60)}")
        st.markdown(
            f"{_what_happened(pack)} Look at what changed. Until then the answers stay as they are, and what"
            " still fits counts."
        )
        old = _answered_under(pack)
        if old is None:
            st.caption(
                "The text of the earlier version is not kept here, so go through the questions of the pack"
                " once."
            )
        else:
            _say(changes(old, pack), old, pack)
        unfit = list(_unfit(pack))
        for question, _, said in unfit:
            st.markdown(
                f":orange[:material/warning:] {literal(question.label)}  \n:gray[“{literal(said, 200)}” no"
                " longer fits.]"
            )
        if unfit:
            st.caption("Answers that no longer fit go into the note of their question, which is open again.")
        if st.button("I have looked at it", key=f"reviewed/{pack.id}", type="primary"):
            _looked(pack, [_made_a_note(question, answer, said, pack) for question, answer, said in unfit])


def _answered_under(pack: Pack) -> Pack | None:
    """The version that the project was last answered under, as it was then."""
    pinned = state.current().packs[pack.id].version
    kept = state.store().packs(state.project_id() or "")
    return next((one for one in kept if one.id == pack.id and one.version == pinned), None)


def _say(found: Changes, old: Pack, new: Pack) -> None:
    """One line for each question that changed, with all that happened to it."""
    before, now = ({question.id: question.label for question in pack.questions} for pack in (old, new))
    happened: dict[str, list[str]] = {}
    for kind, words in KINDS.items():
        for question_id in getattr(found, kind):
            happened.setdefault(question_id, []).append(words)
    lines = [f"- {_labels(before.get(i), now.get(i))} · {', '.join(words)}" for i, words in happened.items()]
    st.markdown("\n".join(lines) or "No question changed.")


def _labels(before: str | None, now: str | None) -> str:
    if before and now and before != now:
        return f"**{literal(now)}** :gray[(was: {literal(before)})]"
    return f"**{literal(now or before)}**"


def _unfit(pack: Pack) -> Iterator[tuple[Question, Answer, str]]:
    """(question of today, stored answer, its words of then) for each answer that no longer fits."""
    packs = state.store().packs(state.project_id() or "")
    then = {one.id: one.question(known.id) for known in reversed(packs) for one in known.questions}
    for question in state.catalogue().questions.values():
        answer = state.answer(question.id)
        if question.pack == pack.id and answer.value is not None and not takes(question, answer.value):
            known = then.get(question.id, question)
            yield question, answer, facets(known, answer, state.current()).get("value", str(answer.value))


def _made_a_note(question: Question, answer: Answer, said: str, pack: Pack) -> Change:
    emptied = {
        "value": None,
        "state": State.untouched,
        "note": answer.noted(f"Answered before version {pack.version}: {said}"),
        "evidence": None,
        "author": "",
        "at": None,
    }
    return Change(question.id, answer.model_copy(update=emptied), answer)


def _looked(pack: Pack, noted: list[Change]) -> None:
    if state.save(noted):
        state.store().reviewed(state.project_id() or "", pack, state.author())
        st.rerun()


def asked_earlier() -> None:
    """On the review: answers to questions that nobody asks in that form today."""
    record, catalogue = state.loaded().project, state.catalogue()
    if not earlier.answers_of_then(record, catalogue, ()):
        return
    st.subheader("Asked earlier")
    st.caption(earlier.WHAT_IT_IS)
    for fact in earlier.answers_of_then(record, catalogue, state.store().packs(record.id)):
        about = f"  \n:gray[{literal(fact.remark, 300)}]" if fact.remark else ""
        st.markdown(f"{literal(fact.label)}  \n**{literal(fact.text, 500)}**{about}")
