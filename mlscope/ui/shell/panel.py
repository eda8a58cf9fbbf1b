"""Beside a step: what its answers changed, and what to answer next."""

import streamlit as st

from mlscope.effort import minutes_words
from mlscope.money.breakeven_words import target_words
from mlscope.results import Assessment, DimensionResult, Money, NextQuestion, Outlook, VerdictWord
from mlscope.ui import state
from mlscope.ui.shell import later, look, parts, progress
from mlscope.ui.shell.text import literal
from mlscope.words import chance_words, money_words, percent_words, range_words

VERDICTS = {
    "go": ("green", ":material/check_circle:"),
    "conditional": ("blue", ":material/rule:"),
    "not_yet": ("orange", ":material/schedule:"),
    "no_go": ("red", ":material/block:"),
    "cannot_say": ("gray", ":material/help:"),
}


def verdict_badge(assessment: Assessment) -> str:
    """The verdict as a coloured badge with a word and an icon."""
    return badge(assessment.verdict.word, assessment.verdict.label)


def badge(word: VerdictWord, label: str) -> str:
    """A verdict by its word and its label as a coloured badge."""
    color, icon = VERDICTS[word]
    return f":{color}-badge[{icon} {label}]"


def standing_badge(assessment: Assessment, part: str = "") -> str:
    """The verdict; while it is still open, how it leans. A part of a page does not wait for that."""
    if assessment.verdict.word != "cannot_say":
        return verdict_badge(assessment)
    leaning = later.outlook(part)[0].leaning if part else assessment.leaning
    chances = leaning.probabilities
    word = max(chances, key=chances.__getitem__)
    label = state.catalogue().rules["verdict"]["labels"][word].lower()
    return f":{VERDICTS[word][0]}-badge[:material/trending_up: Leaning: {label}]"


def phone_line() -> None:
    """Project, verdict and chance in one line at the top, where the sidebar is folded away."""
    appraisal = state.appraisal()
    with st.container(key=look.PHONE_LINE):
        said = [
            f"**{literal(appraisal.project.name, 40)}** {standing_badge(appraisal.assessment, parts.LINE)}"
        ]
        if pays(appraisal.money):
            said.append(f"{chance_words(appraisal.money.probability_positive)} chance of paying back")
        st.markdown(" :gray[·] ".join(said))


def phone_basis() -> tuple[object, ...]:
    """All that the line says; while the verdict is open, it may lean another way after any answer."""
    appraisal = state.appraisal()
    assessment, money = appraisal.assessment, appraisal.money
    word = assessment.verdict.word
    chance = chance_words(money.probability_positive) if pays(money) else ""
    return appraisal.project.name, word if word != "cannot_say" else object(), chance


def pays(money: Money) -> bool:
    """Is there a chance of paying back to show: are benefits and costs known?"""
    known = money.deterministic is not None and any(money.deterministic.benefits)
    return known and money.npv is not None and money.probability_positive is not None


def interval(dimension: DimensionResult) -> str:
    """A dimension's interval in words."""
    return (
        "does not apply"
        if dimension.low is None or dimension.high is None
        else f"{dimension.low:.0f} to {dimension.high:.0f}"
    )


def what_this_changes(step: str) -> None:
    """The panel: intervals and findings before this visit and now, and the next best question."""
    now = state.appraisal()
    session = state.session()
    was = session.before = session.before or now.assessment
    outlook, mark = later.outlook(parts.PANEL)
    with st.container(border=True):
        moved = [
            d for key, d in now.assessment.dimensions.items() if interval(d) != interval(was.dimensions[key])
        ]
        st.markdown("**What this step changes**" if moved else "**Where you stand**")
        st.markdown(standing_badge(now.assessment, parts.PANEL))
        st.markdown(f":material/balance: {literal(outlook.leaning.sentence)}{mark}")
        for sink in now.assessment.sinks:
            st.markdown(f":red[:material/anchor:] {literal(sink.cause, 180)}")
        for dimension in moved:
            was_and_now = (
                f":gray[was {interval(was.dimensions[dimension.id])}]  \nnow **{interval(dimension)}**"
            )
            st.markdown(f"{dimension.label} feasibility  \n{was_and_now}")
        if not moved:
            st.caption("Feasibility, 0 to 100, worst to best over what is open")
            st.markdown(
                "  \n".join(
                    f"{dimension.label} :gray[{interval(dimension)}]"
                    for dimension in now.assessment.dimensions.values()
                )
            )
        if step == "plan":
            for sentence in now.schedule.missing:
                st.markdown(
                    f":orange[:material/event_busy:] {literal(sentence[:1].upper() + sentence[1:], 300)}"
                )
        if step == "metrics":
            for sentence in target_words(
                now.money.breakeven, now.project.effective(state.catalogue().questions)
            ):
                st.markdown(f":gray[:material/balance:] {literal(sentence, 300)}")
        _money(now.money)
        _findings(was, now.assessment)
        _next(outlook, step)


def _money(money: Money) -> None:
    if money.deterministic is not None and not any(money.deterministic.benefits):
        st.caption("The return follows once a benefit has an amount.")
    elif pays(money) and money.npv is not None:
        if state.current().money_unconfirmed:
            st.caption("Nobody has confirmed the figures behind this yet.")
        st.markdown(
            f"**{chance_words(money.probability_positive)}** chance of paying back "
            f" \n:gray[{literal(range_words(money.npv.p10, money.npv.p90, money.currency))}, likely"
            f" {literal(money_words(money.npv.p50, money.currency))}]"
        )


def _findings(was: Assessment, now: Assessment) -> None:
    before = {f.code for f in was.findings if not f.waived}
    after = {f.code: f for f in now.findings if not f.waived}
    for code in [code for code in after if code not in before][:3]:
        st.markdown(f":orange[:material/flag:] {literal(after[code].message, 140)}")
    settled = len(before - set(after))
    if settled:
        st.markdown(f":green[:material/done:] {settled} finding{'s' if settled > 1 else ''} settled")


def telling(outlook: Outlook, question: NextQuestion) -> str:
    """How much of the doubt about the verdict an answer takes away, and how long it takes; empty where it
    tells about nothing.
    """
    doubt = outlook.leaning.doubt
    if not question.bits or not doubt:
        return ""
    seconds = round(60 * question.minutes)
    takes = f"{seconds} seconds" if seconds < 60 else minutes_words(question.minutes)
    return (
        f"Takes {percent_words(min(1.0, question.bits / doubt))} off the doubt about the verdict, in"
        f" {takes}. "
    )


def _next(outlook: Outlook, step: str) -> None:
    st.markdown("**Next best question**" if outlook.next_questions else "**Enough asked**")
    for best in outlook.next_questions[:1]:
        st.markdown(f"{literal(best.label)}  \n:gray[{literal(telling(outlook, best) + best.reason)}]")
        wanted = best.id.partition(".")[0]
        if wanted != step and st.button(
            "Go to it",
            key="next_best",
            type="tertiary",
            icon=":material/arrow_forward:",
            on_click=parts.heard,
        ):
            go_to(best.id)
    st.caption(literal(outlook.stopping_rule))


def go_to(question_id: str) -> None:
    """Open the step of a question where it stands, at full depth where Quick scope does not ask it."""
    question = state.catalogue().questions[question_id]
    st.session_state["lead_to"] = question_id
    if not question.quick(state.current().values_for_conditions()):
        progress.ask_all()
    st.switch_page(state.page(question.step), query_params={"project": state.project_id() or ""})
