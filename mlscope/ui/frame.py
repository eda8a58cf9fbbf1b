"""The frame around every page: sidebar, headings, notices, and the way from step to step."""

from functools import partial
from itertools import chain

import streamlit as st

from mlscope.project import STEPS
from mlscope.project.results import Assessment
from mlscope.questions import Question
from mlscope.ui import (
    answers,
    changed,
    confirming,
    forms,
    look,
    panel,
    parts,
    profiling,
    progress,
    state,
    terms,
)
from mlscope.ui.text import literal
from mlscope.words import percent_words, progress_words

GENERAL = {
    "home": ("Candidates", ":material/home:"),
    "compare": ("Compare", ":material/compare_arrows:"),
    "guide": ("Guide", ":material/menu_book:"),
}
DECIDE = {
    "assessment": ("Assessment", ":material/verified:"),
    "return": ("Return", ":material/trending_up:"),
    "timeline": ("Timeline", ":material/calendar_month:"),
    "document": ("Document", ":material/description:"),
    "review": ("Review", ":material/rate_review:"),
}
ORDER = [*STEPS, "assessment"]


def navigation() -> None:
    """Register every page and run the one that was asked for, inside the frame."""
    steps = {step.id: (step.name, step.icon) for step in state.catalogue().steps}
    pages = {
        name: st.Page(
            state.page(name),
            title=title,
            icon=icon,
            default=name == "home",
            url_path=None if name == "home" else name,
        )
        for name, (title, icon) in (GENERAL | steps | DECIDE).items()
    }
    st.session_state["pages"] = pages
    chosen = st.navigation(list(pages.values()), position="hidden")
    look.apply()
    with state.guarded(), state.one_reading():
        if state.leaves(chosen.url_path):
            forms.commit_what_was_left()
        state.enter(chosen.url_path)
        state.store()
        _sidebar(steps)
        state.write_author_cookie()
        chosen.run()
        state.shown()


# ── sidebar ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _sidebar(steps: dict[str, tuple[str, str]]) -> None:
    with st.sidebar:
        st.markdown("### mlscope")
        for name, (title, icon) in GENERAL.items():
            _link(name, title, icon)
        opened = state.project_id()
        if opened:
            st.divider()
            _project(steps)
        _who()
        look.keep_the_place()


def _link(name: str, title: str, icon: str) -> None:
    opened = state.project_id()
    st.page_link(
        st.session_state["pages"][name],
        label=title,
        icon=icon,
        query_params={"project": opened} if opened else None,
    )


def _project(steps: dict[str, tuple[str, str]]) -> None:
    parts.draw(parts.STANDING, _standing)
    parts.draw(parts.STEPS, lambda: _steps(steps))
    st.caption("Decide")
    for name, (title, icon) in DECIDE.items():
        _link(name, title, icon)


def _standing() -> None:
    assessment = state.appraisal().assessment
    st.markdown(f"**{literal(state.current().name, 60)}** {panel.verdict_badge(assessment)}")
    total, done = (sum(counts) for counts in zip(*progress.by_step().values(), strict=True))
    scope = "" if progress.full() else " of Quick scope"
    left = progress.time_left(progress.shown())
    st.caption(literal(_leaning_in_brief(assessment)))
    st.progress(
        done / total,
        text=f"{progress_words(done / total)}{scope} answered" + (f", {left} left" if left else ""),
    )


def _leaning_in_brief(assessment: Assessment) -> str:
    """The likeliest verdict, if what is open turns out as it usually does."""
    word, share = max(assessment.leaning.probabilities.items(), key=lambda pair: pair[1])
    label = state.catalogue().rules["verdict"]["labels"][word].lower()
    return f"Leans to {label}: {percent_words(share)}"


def _steps(steps: dict[str, tuple[str, str]]) -> None:
    st.caption("Scope")
    counts = progress.by_step()
    for name, (title, _) in steps.items():
        _link(name, title, progress.mark(*counts[name]))


def _who() -> None:
    st.divider()
    if st.user.get("is_logged_in"):
        st.caption(f"Signed in as {literal(state.author().name)}")
        return
    name = st.text_input(
        "Your name",
        value=state.author_name(),
        placeholder="Shown beside your answers",
        max_chars=200,
        key="your_name",
    )
    if name != state.author_name():
        state.remember_author(name)
        st.rerun()


# ── pages of a project ──────────────────────────────────────────────────────────────────────────────────────────


def needs_project() -> None:
    """Stop with a way out when no project is open."""
    if not state.project_id():
        st.title("No project is open")
        st.write("Choose one under Candidates, or start a new one there.")
        st.page_link(state.page("home"), label="Go to the candidates", icon=":material/home:")
        st.stop()
    state.loaded()


def notices() -> None:
    """What could not be saved, and what a wrong overlay file leaves out."""
    if problem := st.session_state.get("problem"):
        st.error(literal(problem), icon=":material/sync_problem:")
    for sentence in state.catalogue().problems:
        st.warning(f"Not in use: {literal(sentence)}", icon=":material/extension_off:")


def step_page(step_id: str) -> None:
    """A whole step of the wizard: title, progress, questions, the panel, back and next."""
    needs_project()
    step = state.catalogue().step(step_id)
    content, side = st.columns([5, 2], gap="large")
    with content:
        st.title(step.title)
        st.markdown(step.why, help=terms.explained(step.title, step.why))
        changed.notice(step_id)
        _depth_switch(step_id)
        parts.draw(parts.CONFIRMING, partial(confirming.notice, step_id))
        if step_id == "data":
            profiling.box()
        groups = _groups(step_id)
        for questions in groups.values():
            forms.ask_group(questions)
        _back_and_next(step_id)
    with side:
        parts.draw(parts.PANEL, partial(panel.what_this_changes, step_id))
    commit_while_typing()
    answers.open_dialog()
    if led := st.session_state.pop("lead_to", None):
        look.lead_to(led)
    parts.drawn(chain(*groups.values()))


def _depth_switch(step_id: str) -> None:
    st.session_state["depth"] = (
        st.session_state.get("depth") or "Quick"
    )  # said anew, since a new page's widget knows nothing of it
    above = st.container()
    st.segmented_control(
        "Depth",
        ["Quick", "Full"],
        key="depth",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    with above:
        parts.draw(parts.STATUS, partial(_status, step_id))


def _status(step_id: str) -> None:
    asked = [question for question in progress.asked() if question.step == step_id]
    shown = [question for question in asked if progress.full() or question.core]
    saved = st.session_state.get("saved_at")
    left, waiting = progress.time_left(shown), sum(map(progress.waits, shown))
    said = [
        f"{sum(map(progress.settled, shown))} of {len(shown)} answered"
        if shown
        else "No question here in Quick scope so far",
        f"{waiting} to be found out" if waiting else "",
        f"{left} left" if left else "",
        f"{len(asked) - len(shown)} more in Full scope" if len(asked) > len(shown) else "",
        f"saved {saved:%H:%M}" if saved else "",
    ]
    st.caption(" · ".join(part for part in said if part))
    notices()


def _groups(step_id: str) -> dict[str, list[Question]]:
    """The questions of a step that are shown, by their group."""
    groups: dict[str, list[Question]] = {}
    for question in progress.shown():
        if question.step == step_id:
            groups.setdefault(question.group, []).append(question)
    return groups


def _back_and_next(step_id: str) -> None:
    place = ORDER.index(step_id)
    titles = {step.id: step.name for step in state.catalogue().steps} | {"assessment": "Assessment"}
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if place > 0 and st.button(titles[ORDER[place - 1]], icon=":material/arrow_back:", key="back"):
            _go(ORDER[place - 1])
        following = f"Next: {titles[ORDER[place + 1]]}"
        if st.button(
            following, icon=":material/arrow_forward:", icon_position="right", type="primary", key="next"
        ):
            _go(ORDER[place + 1])


def _go(page: str) -> None:
    st.switch_page(state.page(page), query_params={"project": state.project_id() or ""})


# Streamlit commits a text area only when the cursor leaves it, so closing the tab would lose what was typed last. This
# presses its own "apply" keys after a short pause; should a release change them, leaving the field still saves. Whoever
# is already typing when it arrives is heard too. A finger presses a link before the field it leaves has been heard; its words
# would then come second, ask for the old page again and find the new one, so the field is left first.
COMMIT_WHILE_TYPING = """<script>
if (!window.mlscopeTyping) {
  window.mlscopeTyping = true;
  let pause;
  const typedIn = (field) => {
    if (field.tagName !== "TEXTAREA") return;
    clearTimeout(pause);
    pause = setTimeout(() => field.dispatchEvent(
      new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true})), 700);
  };
  document.addEventListener("input", (event) => typedIn(event.target));
  typedIn(document.activeElement);
  document.addEventListener("pointerdown", (event) => {
    const field = document.activeElement;
    if (["TEXTAREA", "INPUT"].includes(field.tagName) && event.target.closest("a, button")) field.blur();
  }, true);
}
</script>"""


def commit_while_typing() -> None:
    """Let text areas save after a pause in typing, as text inputs do."""
    st.html(COMMIT_WHILE_TYPING, unsafe_allow_javascript=True)
