"""The assessment on screen: verdict and reasons, dimensions, blockers, findings, what to do next, duties."""

import datetime as dt
from functools import partial

import streamlit as st

from mlscope.appraise import Appraisal
from mlscope.assess import due_words
from mlscope.document import improvement_plan
from mlscope.effort import effort_words
from mlscope.project import Answer, Undertaking, Waiver
from mlscope.results import Assessment, DimensionResult, Finding, ImprovementStep, Recommendation
from mlscope.ui import state
from mlscope.ui.editing import dates
from mlscope.ui.shell import panel, progress, show
from mlscope.ui.shell.text import literal
from mlscope.ui.steps import terms
from mlscope.words import progress_words

SEVERITIES = {
    "blocker": ("red", ":material/block:"),
    "high": ("red", ":material/priority_high:"),
    "medium": ("orange", ":material/warning:"),
    "low": ("gray", ":material/info:"),
}


OUTCOMES = {
    "failure": ("red", ":material/trending_down:"),
    "success": ("green", ":material/trending_up:"),
    "mixed": ("orange", ":material/trending_flat:"),
}
SHOWN = 7
"""Findings that are told at once; the rest is folded."""


def headline(appraisal: Appraisal) -> None:
    """The verdict in one sentence, with its reasons first."""
    assessment = appraisal.assessment
    color, icon = panel.VERDICTS[assessment.verdict.word]
    st.markdown(f"## :{color}[{icon} {assessment.verdict.label}]")
    st.markdown(
        f"**{literal(assessment.verdict.sentence)}**", help=terms.explained(assessment.verdict.sentence)
    )
    told = {sink.cause for sink in assessment.sinks}
    show.bullets([reason for reason in assessment.verdict.reasons if reason not in told])
    st.caption(
        f"{progress_words(assessment.completeness)} of Full scope answered. Worst case over what is open:"
        f" {_word(assessment.verdict.worst)}; best case: {_word(assessment.verdict.best)}."
    )
    leaning(assessment)
    _first_picture(assessment)


def leaning(assessment: Assessment) -> None:
    """How the verdict would fall if what is open turned out as it usually does."""
    st.markdown(f":material/balance: {literal(assessment.leaning.sentence)}", help=_HOW_IT_LEANS)


_HOW_IT_LEANS = (
    "In each of 512 draws every open answer is taken as it usually turns out, and the verdict follows by the"
    " same rules. The usual answers are judgements of ours, not measurements; docs/method.md says how they"
    " are used."
)


def conditions(assessment: Assessment) -> None:
    """Every condition of a start, with its figure or reason, who sees to it and by when."""
    if not assessment.conditions:
        return
    with st.container(border=True):
        st.markdown("**Conditions of a start**")
        for number, condition in enumerate(assessment.conditions, 1):
            owner = literal(condition.owner) if condition.owner else "owner to be named"
            due = due_words(condition.event, condition.due)
            st.markdown(
                f"{number}. {literal(condition.text)}  \n:gray[{literal(condition.figure)} · {owner}, {due}]"
            )


def precedents(assessment: Assessment) -> None:
    """Documented public cases like this project, and why they are like it."""
    if not assessment.precedents:
        return
    st.subheader("Projects like this one")
    for one in assessment.precedents:
        with st.container(border=True):
            color, icon = OUTCOMES[one.outcome]
            st.markdown(
                f":{color}-badge[{icon} {one.outcome.capitalize()}] **{literal(one.name)}**, {one.year}"
            )
            st.markdown(literal(one.text))
            source = (
                f"[{literal(one.source)}]({one.url})"
                if one.url.startswith("https://")
                else literal(one.source)
            )
            st.markdown(f":gray[{literal(one.why)}  \nSource:] {source}")


def in_brief(assessment: Assessment) -> None:
    """The verdict in one line."""
    st.markdown(f"{panel.verdict_badge(assessment)} {literal(assessment.verdict.sentence)}")


def _first_picture(assessment: Assessment) -> None:
    """Quick scope is done: what it could say, and what narrows the verdict now."""
    if progress.full() or not all(progress.settled(one) or progress.waits(one) for one in progress.shown()):
        return
    left = progress.time_left(progress.asked())
    if left and assessment.verdict.worst != assessment.verdict.best:
        st.info(
            "Quick scope is answered, and this is the first picture. What it leaves open keeps worst and"
            " best case apart: the next best questions close the gap soonest, and all of Full scope takes"
            f" {left} more.",
            icon=":material/flag:",
        )


def _word(word: str) -> str:
    return {
        "go": "go",
        "conditional": "go with conditions",
        "not_yet": "not yet",
        "no_go": "no go",
        "cannot_say": "still open",
    }[word]


def dimensions(assessment: Assessment) -> None:
    """Each dimension's items, with score and reason."""
    st.caption("Each bar runs from the worst to the best case over what is still open; 100 means settled.")
    for dimension in assessment.dimensions.values():
        show.fold(
            f"fold/dimension/{dimension.id}",
            f"{dimension.label}: {panel.interval(dimension)} ({dimension.word}),"
            f" {progress_words(dimension.completeness)} answered",
            partial(_items, dimension),
        )


def _items(dimension: DimensionResult) -> None:
    for item in dimension.items:
        if item.state in ("not_asked", "not_applicable"):
            continue
        span = (
            f"{100 * item.low:.0f} to {100 * item.high:.0f}"
            if item.low != item.high
            else f"{100 * item.low:.0f}"
        )
        st.markdown(
            f"{literal(item.label)} :gray[· {span} · weight {item.weight:g}] "
            f" \n:gray[{literal(item.reason)}]",
            help=terms.explained(item.label, item.reason),
        )


def path_to_go(assessment: Assessment) -> None:
    """The cheapest way to the next better verdict as a plan to take along; else the way to go as far as it is
    known.
    """
    plan = assessment.improvement
    if not plan.steps:
        _way_to_go(assessment)
        return
    with st.container(border=True):
        st.markdown(f"**Cheapest way to “{literal(plan.goal_label)}”**")
        st.caption(f"{literal(plan.sentence)} In all {literal(effort_words(plan.minutes))}.")
        for number, step in enumerate(plan.steps, 1):
            who = literal(step.owner) if step.owner else "owner to be named"
            due = f", {due_words(step.event, step.due)}"
            done = "  :green[:material/done: done; the answer is still to be brought up to date]"
            effect = f"  \n:green[{literal(step.effect)}]" if step.effect else ""
            st.markdown(
                f"{number}. {literal(step.label)}  \n:gray[{literal(step.action)}]{effect}  \n"
                f":gray[{literal(effort_words(step.minutes))} · {who}{due}]{done if step.done else ''}",
                help=terms.explained(step.label, step.action),
            )
            with st.container(horizontal=True):
                show.to_answer((step.question,), f"path/{number}")
                _undertake(step, number)
        st.download_button(
            "Improvement plan (CSV)",
            lambda: improvement_plan.as_csv(plan),
            "improvement-plan.csv",
            "text/csv",
            on_click="ignore",
        )


def _undertake(step: ImprovementStep, number: int) -> None:
    """Who sees to a step by when, and whether it is done, to be changed."""
    due = dt.date.fromisoformat(step.due) if step.due else None
    with st.popover("Owner, date, done", type="tertiary"), st.form(f"undertake/{number}", border=False):
        owner = st.text_input("Owner", value=step.owner, max_chars=200)
        by = st.date_input("Due", value=due, format="YYYY-MM-DD", **dates.bounds(due))
        done = st.checkbox("Done", value=step.done)
        if not st.form_submit_button("Keep it"):
            return
    taken = Undertaking.model_validate({"owner": owner, "due": by, "done": done})
    if state.put(f"improvement/{step.question}", Answer(value=taken.model_dump(mode="json"))):
        st.rerun()
    st.error(state.session().problem or "Not saved: somebody else wrote at this moment; try again.")


def _way_to_go(assessment: Assessment) -> None:
    if not assessment.path_to_go:
        return
    with st.container(border=True):
        st.markdown("**Cheapest path to go**")
        for number, step in enumerate(assessment.path_to_go, 1):
            st.markdown(
                f"{number}. {literal(step.label)}  \n:gray[{literal(step.action)}]",
                help=terms.explained(step.label, step.action),
            )
            show.to_answer((step.question,), f"path/{number}")


def next_questions(assessment: Assessment) -> None:
    """The next best questions with what their answers tell, and apart from them what only trying can tell."""
    with st.container(border=True):
        st.markdown("**Next best questions**" if assessment.next_questions else "**Enough asked**")
        st.caption(literal(assessment.stopping_rule))
        for number, question in enumerate(assessment.next_questions[:5]):
            st.markdown(
                f"{literal(question.label)} "
                f" \n:gray[{literal(panel.telling(assessment.outlook, question) + question.reason)}]",
                help=terms.explained(question.label, question.reason),
            )
            show.to_answer((question.id,), f"next/{number}")
        for trial in assessment.only_trying:
            st.caption(f":material/science: {literal(trial.sentence)}")


def blockers(assessment: Assessment) -> None:
    """What stops the verdict whatever the scores."""
    for number, blocker in enumerate(assessment.blockers):
        with st.container(border=True):
            word = "Blocker" if blocker.confirmed else "Possible blocker, still open"
            st.markdown(f":red-badge[:material/block: {word}] **{literal(blocker.message)}**")
            st.markdown(literal(blocker.advice), help=terms.explained(blocker.message, blocker.advice))
            show.to_answer(blocker.answers, f"blocker/{number}")


def findings(assessment: Assessment) -> None:
    """Findings by cause, the gravest first, each with what to do; all but the first few folded, waived ones
    last.
    """
    st.subheader("Findings")
    standing = [finding for finding in assessment.findings if not finding.waived]
    if not standing:
        st.caption("Nothing was found wrong with the answers so far.")
    _by_cause(standing[:SHOWN])
    if words := assessment.crowded_words:
        st.caption(words)
    if more := standing[SHOWN:]:
        label = f"{len(more)} more {'finding' if len(more) == 1 else 'findings'}"
        show.fold("fold/findings", label, partial(_by_cause, more))
    if waived := [finding for finding in assessment.findings if finding.waived]:
        show.fold("fold/waived", f"{len(waived)} waived", partial(_waived, waived))


def _waived(waived: list[Finding]) -> None:
    for finding in waived:
        st.markdown(
            f"{finding.code} · {literal(finding.message)}  \n:gray[Waived: {literal(finding.waived)}]"
        )
        if st.button("Take the waiver back", key=f"unwaive/{finding.code}", type="tertiary"):
            state.put(f"waiver/{finding.code}", Answer())
            st.rerun()


def _by_cause(chosen: list[Finding]) -> None:
    causes = state.catalogue().causes.groups
    for cause in dict.fromkeys(finding.cause for finding in chosen):
        st.markdown(f"**{literal(causes[cause].name)}**")
        for finding in chosen:
            if finding.cause == cause:
                _finding(finding)


def _finding(finding: Finding) -> None:
    color, icon = SEVERITIES[finding.severity]
    with st.container(border=True):
        kind = "Contradiction" if finding.contradiction else finding.severity.capitalize()
        st.markdown(
            f":{color}-badge[{icon} {kind}] **{literal(finding.message)}** :small[:gray[{finding.code}]]"
        )
        like = f"  \n:gray[{literal(finding.precedent)}]" if finding.precedent else ""
        st.markdown(f"{literal(finding.advice)}{like}", help=terms.explained(finding.message, finding.advice))
        with st.container(horizontal=True):
            show.to_answer(finding.answers, f"answer/{finding.code}")
            if st.button("Waive with a reason", key=f"waive/{finding.code}", type="tertiary"):
                _waive(finding)


@st.dialog("Waive a finding")
def _waive(finding: Finding) -> None:
    st.markdown(literal(finding.message))
    reason = st.text_area("Why is this acceptable here?")
    if st.button("Waive", type="primary"):
        if not reason.strip():
            st.error("A reason is needed; it is printed in the document.")
            return
        value = Waiver(reason=reason).model_dump(mode="json", include={"reason"})
        if state.put(f"waiver/{finding.code}", Answer(value=value)):
            st.rerun()


def recommendations(assessment: Assessment) -> None:
    """What the catalogue recommends for this project, by topic."""
    st.subheader("For the technical team")
    if not assessment.recommendations:
        st.caption("They appear once the type of task and of data are answered.")
    topics = state.catalogue().topics
    for topic in dict.fromkeys(one.topic for one in assessment.recommendations):
        chosen = [one for one in assessment.recommendations if one.topic == topic]
        title = topics[topic].title if topic in topics else topic
        label = f"{title}: {'; '.join(one.name for one in chosen[:3])}"
        show.fold(f"fold/recommended/{topic}", label, partial(_recommended, chosen))


def _recommended(chosen: list[Recommendation]) -> None:
    for one in chosen:
        like = f" {literal(one.precedent)}" if one.precedent else ""
        st.markdown(
            f"**{literal(one.name)}** {literal(one.text)}  \n:gray[{literal(one.reason)}{like}"
            f" Source: {literal(one.source)}]",
            help=terms.explained(one.text, one.reason),
        )


def ai_act(assessment: Assessment) -> None:
    """The tier under the EU AI Act and its duties."""
    act = assessment.ai_act
    st.subheader("EU AI Act")
    with st.container(border=True):
        st.markdown(f"**{literal(act.label)}** :gray[{literal(act.article)}]")
        st.markdown(literal(act.reason), help=terms.explained(act.label, act.reason))
        if act.obligations:
            st.markdown("Duties" + (f" as {literal(act.role)}" if act.role else ""))
            show.bullets(act.obligations)
        if act.transparency:
            st.markdown("Transparency duties, which add to any tier")
            show.bullets(act.transparency)
        show.to_answer(act.answers, "ai_act")
        st.caption(f"Rules as of {literal(act.as_of)}. {literal(act.source)}")
