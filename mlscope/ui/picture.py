"""The first picture on one screen: the conclusion, one chart, what would sink it, what to find out, what to do."""

import streamlit as st

from mlscope import charts, interview
from mlscope.appraise import Appraisal
from mlscope.ui import panel, parts, show, state, terms
from mlscope.ui.text import literal

BESIDE = (5, 3)


def draw(appraisal: Appraisal) -> None:
    """The conclusion as a title, the leaning in a sentence, and what it rests on."""
    picture = interview.first_picture(appraisal, state.catalogue())
    st.title(literal(picture.title, 160))
    st.markdown(
        f"{panel.verdict_badge(appraisal.assessment)} {literal(picture.leaning, 400)}",
        help=terms.explained(picture.leaning),
    )
    main, beside = st.columns(BESIDE, gap=28)
    with main:
        _figures(appraisal, picture)
        _buttons(appraisal, picture)
    with beside:
        _cards(picture)


def _figures(appraisal: Appraisal, picture: interview.FirstPicture) -> None:
    if panel.pays(appraisal.money):
        show.plain_chart(charts.npv_distribution(appraisal.money), "picture")
    else:
        show.plain_chart(charts.dimensions(appraisal.assessment), "picture")
    if picture.facts:
        show.figures([(fact.label, fact.value, "") for fact in picture.facts])


def _cards(picture: interview.FirstPicture) -> None:
    if picture.sinks:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**What would sink it**")
            for number, sink in enumerate(picture.sinks, 1):
                st.markdown(f"{number}. **{literal(sink.cause, 200)}** {literal(sink.why, 240)}")
                if sink.precedent:
                    st.caption(literal(sink.precedent, 240))
    if first := picture.find_out:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**Find out first**")
            st.markdown(literal(f"{first.sentence} {first.worth}", 400))
    if picture.monday:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**On Monday**")
            show.bullets(picture.monday)


def _buttons(appraisal: Appraisal, picture: interview.FirstPicture) -> None:
    with st.container(horizontal=True, gap="small"):
        st.page_link(
            st.session_state["pages"]["document"],
            label="Two-page brief",
            icon=":material/description:",
            query_params={"project": state.project_id() or ""},
        )
        best = appraisal.assessment.next_questions[:1]
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
