"""The first picture on one screen: the conclusion, one chart, what would sink it, what to find out, what to
do.
"""

import streamlit as st

from mlscope import charts, interview
from mlscope.appraise import Appraisal
from mlscope.ui import state
from mlscope.ui.shell import panel, parts, progress, show
from mlscope.ui.shell.text import literal
from mlscope.ui.steps import terms

BESIDE = (4, 3)
"""How the width is shared between the picture and what to do about it."""


HEIGHT = 150
"""Pixels of the chart, so that the whole picture stands on one screen."""
IN_THE_TITLE = ("Chance of paying back", "Value over")
"""How the figures begin that the title says already."""


def draw(appraisal: Appraisal, *, alone: bool = True) -> None:
    """The conclusion as a title, the leaning in a sentence, and what it rests on; the line on feasibility
    where it stands alone, since the assessment says more of it.
    """
    picture = state.of_record("picture", lambda: interview.first_picture(appraisal, state.catalogue()))
    basis, conclusion = _parts(picture.title)
    leaning = f"{basis}. {picture.leaning}" if basis else picture.leaning
    st.title(literal(conclusion, 200))
    st.markdown(
        f"{panel.standing_badge(appraisal.assessment)} {literal(leaning, 400)}", help=terms.explained(leaning)
    )
    main, beside = st.columns(BESIDE, gap=28)
    with main:
        _figures(appraisal, picture)
        if alone and picture.feasibility:
            st.page_link(
                state.page("assessment"),
                label=literal(picture.feasibility),
                icon=":material/fact_check:",
                query_params={"project": state.project_id() or ""},
            )
        _find_out(picture)
        _buttons(appraisal, picture)
        st.caption(literal(_basis(appraisal), 300))
    with beside:
        _cards(picture)


def _parts(title: str) -> tuple[str, str]:
    """What a conclusion rests on, and the conclusion itself without how it leans, which the sentence below it
    says.
    """
    said = title.partition(" Leaning: ")[0].removesuffix(".")
    basis, colon, conclusion = said.partition(": ")
    return (
        (basis, charts.capital(conclusion)) if colon and basis.startswith("On your answers") else ("", said)
    )


def _figures(appraisal: Appraisal, picture: interview.FirstPicture) -> None:
    if panel.pays(appraisal.money):
        show.plain_chart(charts.npv_distribution(appraisal.money), "picture", HEIGHT)
    else:
        show.plain_chart(charts.dimensions(appraisal.assessment), "picture")
    with st.container(horizontal=True, gap="medium"):
        for fact in picture.facts:
            if not fact.label.startswith(IN_THE_TITLE):
                st.metric(fact.label, fact.value, width="content", help=literal(fact.meaning) or None)
    if said := " ".join(part for part in (picture.sum, picture.chances) if part):
        st.caption(literal(said, 600), help=terms.explained(said))


def _basis(appraisal: Appraisal) -> str:
    """How many of the quick answers it rests on, and whether more of them would change it."""
    done, total, left = progress.quick()
    said = [f"{done} of {total} quick answers", f"{left} left" if left else ""]
    said.append(
        state.of_record("stopping", lambda: interview.stopping_sentence(appraisal, state.catalogue()))
    )
    return " · ".join(part for part in said if part)


def _find_out(picture: interview.FirstPicture) -> None:
    if first := picture.find_out:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**Find out first**")
            what = charts.capital(first.sentence.removeprefix("Find out first "))
            st.markdown(literal(f"{what} {first.worth}", 400))
    elif picture.takes:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**What it would take**")
            st.markdown(
                literal(f"{picture.takes} Nothing that could be found out is likely to close that gap.", 400)
            )


def _cards(picture: interview.FirstPicture) -> None:
    if picture.sinks:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**What would sink it**")
            for number, sink in enumerate(picture.sinks, 1):
                st.markdown(
                    f"{number}. **{literal(sink.cause, 200)}** {literal(sink.why, 240)}",
                    help=literal(sink.precedent, 240) or None,
                )
    if picture.monday:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**On Monday**")
            show.bullets(picture.monday)


def _buttons(appraisal: Appraisal, picture: interview.FirstPicture) -> None:
    with st.container(horizontal=True, gap="small"):
        if st.button(
            "Two-page brief", key="picture_brief", icon=":material/description:", on_click=parts.heard
        ):
            st.switch_page(state.page("document"), query_params={"project": state.project_id() or ""})
        best = interview.deciding(appraisal)[:1]
        if best and st.button(
            "Next best question",
            key="picture_next",
            icon=":material/arrow_forward:",
            on_click=parts.heard,
        ):
            panel.go_to(best[0].id)
        if picture.assumed:
            with st.popover("What was assumed", icon=":material/visibility:"):
                show.bullets(tuple(picture.assumed))
