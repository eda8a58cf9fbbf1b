"""The frame around every page: top bar, sidebar, headings, notices, and the way from step to step."""

from functools import partial
from itertools import chain

import streamlit as st

from mlscope.project import STEPS
from mlscope.questions import Question
from mlscope.ui import state
from mlscope.ui.deciding import changed
from mlscope.ui.editing import answers, confirming, forms, outbox
from mlscope.ui.shell import identity, later, look, panel, parts, progress
from mlscope.ui.shell.text import literal
from mlscope.ui.steps import interview, profiling, terms

GENERAL = {
    "home": ("Candidates", ":material/home:"),
    "compare": ("Compare", ":material/compare_arrows:"),
    "guide": ("Guide", ":material/menu_book:"),
}
INTERVIEW = {"interview": ("Interview", ":material/forum:")}
DECIDE = {
    "picture": ("First picture", ":material/lightbulb:"),
    "assessment": ("Assessment", ":material/verified:"),
    "return": ("Return", ":material/trending_up:"),
    "timeline": ("Timeline", ":material/calendar_month:"),
    "backlog": ("Backlog", ":material/view_kanban:"),
    "document": ("Document", ":material/description:"),
    "review": ("Review", ":material/rate_review:"),
}
ORDER = [*STEPS, "assessment"]
LINKS_APART = 2
"""Pixels between the links of the sidebar, so that all of them are in sight."""
BESIDE = (3, 1)
"""How the width is shared between a page and what stands beside it."""
BESIDE_GAP = 32
"""Pixels between the two."""


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
            visibility="visible" if name in GENERAL else "hidden",
        )
        for name, (title, icon) in (GENERAL | INTERVIEW | DECIDE | steps).items()
    }
    st.session_state["pages"] = pages
    stranger = identity.needed() and identity.verified() is None
    chosen = st.navigation(list(pages.values()), position="hidden" if stranger else "top")
    look.apply()
    look.logo()
    with state.guarded(), state.one_reading():
        if stranger:
            identity.sign_in()
            return
        if state.leaves(chosen.url_path):
            forms.commit_what_was_left()
        state.enter(chosen.url_path)
        state.store()
        _sidebar(steps)
        state.write_author_cookie()
        chosen.run()
        if state.session().project:
            outbox.draw()
            later.draw()
        state.shown()
        session = state.session()
        if session.draw_again:
            session.draw_again = False
            st.rerun()


# ── sidebar
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _sidebar(steps: dict[str, tuple[str, str]]) -> None:
    with st.sidebar:
        if state.project_id():
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
    if st.button(
        interview.label_of_button(),
        key="to_interview",
        icon=":material/forum:",
        type="primary",
        width="stretch",
        on_click=parts.heard,
    ):
        _go("interview")
    with st.container(gap=LINKS_APART):
        st.caption("Decide")
        for name, (title, icon) in DECIDE.items():
            _link(name, title, icon)
    parts.draw(parts.STEPS, partial(_steps, steps), progress.marks)


def _standing() -> None:
    with st.container(gap="xsmall"):
        st.markdown(f"**{literal(state.current().name, 60)}**")
        st.markdown(panel.standing_badge(state.appraisal().assessment, parts.STANDING))
        done, total, left = progress.whole()
        scope = "answers" if progress.full() else "quick answers"
        st.progress(
            done / total if total else 0.0,
            text=f"{done} of {total} {scope}" + (f", {left} left" if left else ""),
        )


def _steps(steps: dict[str, tuple[str, str]]) -> None:
    with st.container(gap=LINKS_APART):
        st.caption("Scope")
        for (name, (title, _)), mark in zip(steps.items(), progress.marks(), strict=True):
            _link(name, title, mark)


def _who() -> None:
    if who := identity.verified():
        identity.signed_in(who)
        return
    if "your_name" not in st.session_state:
        st.session_state["your_name"] = state.author_name()
    st.text_input(
        "Your name",
        placeholder="Shown beside your answers",
        max_chars=200,
        key="your_name",
        on_change=_named,
    )


def _named() -> None:
    state.remember_author(st.session_state["your_name"])


# ── pages of a project
# ──────────────────────────────────────────────────────────────────────────────────────────


def needs_project() -> None:
    """Stop with a way out when no project is open."""
    if not state.project_id():
        st.title("No project is open")
        st.write("Choose one under Candidates, or start a new one there.")
        st.page_link(state.page("home"), label="Go to the candidates", icon=":material/home:")
        st.stop()
    state.loaded()


def top_line() -> None:
    """The standing of the project in one line, where the screen is too narrow for the sidebar."""
    parts.draw(parts.LINE, panel.phone_line, panel.phone_basis)


def notices() -> None:
    """What could not be saved, and what a wrong overlay file leaves out."""
    session = state.session()
    if session.problem:
        st.error(literal(session.problem), icon=":material/sync_problem:")
    for sentence in session.told:
        st.info(literal(sentence), icon=":material/info:")
    if session.project and state.loaded().archived:
        who = state.answer("store/archived").author or "Somebody"
        st.warning(
            f"{literal(who)} archived this project. What you enter is still kept; under Candidates, Archived,"
            " it can be put back.",
            icon=":material/archive:",
        )
    for mistake in state.catalogue().problems:
        st.warning(f"Not in use: {literal(mistake)}", icon=":material/extension_off:")


def step_page(step_id: str) -> None:
    """A whole step of the wizard: title, progress, questions, the panel, back and next."""
    needs_project()
    step = state.catalogue().step(step_id)
    if state.session().as_table:  # a grid takes the whole width
        content, side = st.container(), st.container()
    else:
        content, side = st.columns(BESIDE, gap=BESIDE_GAP)
    with content:
        parts.draw(parts.LINE, panel.phone_line, panel.phone_basis)
        st.title(step.title)
        st.markdown(step.why, help=terms.explained(step.title, step.why))
        changed.notice(step_id)
        _depth_switch(step_id)
        parts.draw(
            parts.CONFIRMING, partial(confirming.notice, step_id), partial(confirming.waiting, step_id)
        )
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
    parts.drawn(chain(*groups.values()), step_id)


def _depth_switch(step_id: str) -> None:
    key = progress.depth_key()
    st.session_state[key] = progress.depth()  # said anew, since a new page's widget knows nothing of it
    above = st.container()
    st.segmented_control(
        "Depth",
        ["Quick", "Full"],
        key=key,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
        on_change=_depth_chosen,
    )
    with above:
        parts.draw(parts.STATUS, partial(_status, step_id))


def _depth_chosen() -> None:
    parts.heard()
    progress.keep_depth()


def _status(step_id: str) -> None:
    asked = [question for question in progress.asked() if question.step == step_id]
    shown = [question for question in progress.shown() if question.step == step_id]
    saved = state.session().saved_at
    left, waiting = progress.time_left(shown), sum(map(progress.waits, shown))
    said = [
        (
            f"{sum(map(progress.settled, shown))} of {len(shown)} answered"
            if shown
            else "No question here in Quick scope so far"
        ),
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
        if place > 0 and st.button(
            titles[ORDER[place - 1]], icon=":material/arrow_back:", key="back", on_click=parts.heard
        ):
            _go(ORDER[place - 1])
        following = f"Next: {titles[ORDER[place + 1]]}"
        if st.button(
            following,
            icon=":material/arrow_forward:",
            icon_position="right",
            type="primary",
            key="next",
            on_click=parts.heard,
        ):
            _go(ORDER[place + 1])


def _go(page: str) -> None:
    st.switch_page(state.page(page), query_params={"project": state.project_id() or ""})


# Streamlit commits a text area only when the cursor leaves it, so closing the tab would lose what was typed
# last. This presses its own "apply" keys after a short pause; should a release change them, leaving the field
# still saves. Whoever is already typing when it arrives is heard too. The editor of a grid's cell is left
# alone, since these keys would close it under the hand.
COMMIT_WHILE_TYPING = """<script>
if (!window.mlscopeTyping) {
  window.mlscopeTyping = true;
  let pause;
  const typedIn = (field) => {
    if (field.tagName !== "TEXTAREA" || !field.closest("[data-testid=stTextArea]")) return;
    clearTimeout(pause);
    pause = setTimeout(() => field.dispatchEvent(
      new KeyboardEvent("keydown", {key: "Enter", ctrlKey: true, bubbles: true})), 700);
  };
  document.addEventListener("input", (event) => typedIn(event.target));
  typedIn(document.activeElement);
}
</script>"""


def commit_while_typing() -> None:
    """Let text areas save after a pause in typing, as text inputs do."""
    st.html(COMMIT_WHILE_TYPING, unsafe_allow_javascript=True)
