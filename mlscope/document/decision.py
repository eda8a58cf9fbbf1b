"""The first page: the decision, what it rests on, and what is asked of the reader. It must fit one page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mlscope import charts
from mlscope.document.answers import day, number
from mlscope.document.blocks import (
    Block,
    Bullets,
    Callout,
    Column,
    Fact,
    Heading,
    KeyFacts,
    Paragraph,
    Table,
    Tone,
    figure_block,
)
from mlscope.document.text import short
from mlscope.project import Project
from mlscope.results import Assessment, Money, Schedule, VerdictWord
from mlscope.words import chance_words, money_words, percent_words, range_words, years_words

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal

TONES: dict[VerdictWord, Tone] = {
    "go": "good",
    "conditional": "caution",
    "not_yet": "caution",
    "no_go": "bad",
    "cannot_say": "neutral",
}
ASKED: dict[VerdictWord, str] = {
    "go": "Please approve the start, the budget and the dates named above, or say what would have to change.",
    "conditional": "Please approve the start under the conditions named above, and name who sees that each is met.",
    "not_yet": "Please do not decide on the whole project yet. Decide on the next steps named above, and on when to look again.",
    "no_go": "Please confirm that the project does not go on in this form, or ask for a different scope.",
    "cannot_say": "Please do not decide yet. Name who answers the open questions, and by when.",
}
DECISIONS = {"approved": "Approved", "rejected": "Rejected", "feedback": "Feedback"}


def decision_page(appraisal: "Appraisal", milestone: str) -> list[Block]:
    """Verdict with reasons, key facts, feasibility, conditions, and the lines to sign."""
    assessment = appraisal.assessment
    verdict = assessment.verdict
    said = verdict.sentence.lower()
    reasons = tuple(
        short(reason, 120) for reason in verdict.reasons if reason.rstrip(".").lower() not in said
    )[:3]
    return [
        Callout(TONES[verdict.word], verdict.label, short(verdict.sentence, 260), reasons),
        KeyFacts(tuple(_key_facts(appraisal))),
        *figure_block(charts.dimensions(assessment)),
        *_conditions(assessment),
        Heading(2, "What is asked of you"),
        Paragraph(ASKED[verdict.word]),
        _sign_lines(appraisal.project, milestone),
    ]


def _key_facts(appraisal: "Appraisal") -> Iterable[Fact]:
    project, assessment = appraisal.project, appraisal.assessment
    yield Fact("Problem", short(project.problem.statement or "Not stated yet", 180))
    unconfirmed = (
        " Nobody has confirmed the figures behind it yet."
        if project.money_unconfirmed and appraisal.money.known
        else ""
    )
    yield Fact("Money", money_line(appraisal.money) + unconfirmed)
    typical = (
        " Nobody has confirmed the typical tasks behind it yet." if project.assumed("plan.tasks") else ""
    )
    yield Fact("Date", date_line(appraisal.schedule) + typical)
    if budget := budget_line(project, appraisal.money):
        yield Fact("Budget", budget)
    yield Fact("EU AI Act", short(assessment.ai_act.label, 120))
    still_open = f", {len(assessment.open_questions)} to be found out" if assessment.open_questions else ""
    yield Fact(
        "Answered so far",
        charts.capital(f"{percent_words(assessment.completeness)} of the questions asked{still_open}"),
    )


def money_line(money: Money) -> str:
    """What the money says, in one or two sentences."""
    if not money.known or money.npv is None or money.probability_positive is None:
        return (
            "Cannot be said yet: "
            + ("; ".join(money.missing[:3]) or "benefits and costs are not known")
            + "."
        )
    if money.deterministic is not None and not any(money.deterministic.benefits):
        return "Cannot be said yet: only costs are known, no benefit has an amount."
    worth = range_words(money.npv.p10, money.npv.p90, money.currency)
    chance = chance_words(money.probability_positive)
    line = charts.capital(f"{chance} chance of paying back within {years_words(money.horizon_years)}. ")
    line += f"Net present value {worth} in eight cases of ten, {money_words(money.npv.p50, money.currency)} at even odds."
    other = next((act for act in money.acts if act.id == "alternative"), None)
    return line + (
        f" The best way without machine learning is worth {money_words(other.npv, money.currency)} on average."
        if other
        else ""
    )


def budget_line(project: Project, money: Money) -> str:
    """The budget there is, beside what will be needed; empty when neither is known."""
    granted = (
        "" if project.plan.budget is None else f"{number(project.plan.budget)} {project.currency} granted. "
    )
    if money.budget is None:
        return granted.strip()
    total = range_words(money.budget.total.p50, money.budget.total.p80, money.currency)
    return f"{granted}Over {years_words(money.horizon_years)} it takes {total}, from even odds to four cases of five."


def date_line(schedule: Schedule) -> str:
    """When it is in use, with the chance to meet the deadline."""
    if not schedule.known or schedule.finish_p50 is None or schedule.finish_p80 is None:
        return "Cannot be said yet: " + ("; ".join(schedule.missing[:2]) or "the tasks are not known") + "."
    line = f"In use by {day(schedule.finish_p50)} at even odds, by {day(schedule.finish_p80)} in four cases of five."
    if schedule.deadline and schedule.probability_on_time is not None:
        line += f" The deadline of {day(schedule.deadline)} is met with a chance of {chance_words(schedule.probability_on_time)}."
    return line


def _conditions(assessment: Assessment, limit: int = 3) -> list[Block]:
    """Blockers, then the path to go, then the gravest findings that it does not settle; no more than fit the page."""
    settled = {step.question for step in assessment.path_to_go}
    blockers = [
        f"{'Blocker' if b.confirmed else 'Possible blocker'}: {b.message} {b.advice}"
        for b in assessment.blockers
    ]
    steps = [
        step.action if step.label in step.action else f"{step.label.rstrip('?:.')}: {step.action}"
        for step in assessment.path_to_go
    ]
    left = [
        f
        for f in assessment.findings
        if f.severity == "high" and not f.waived and not settled & set(f.answers)
    ]
    grave = [f"{f.message} {f.advice}" for f in left]
    items = list(dict.fromkeys([*blockers, *steps, *grave]))
    if not items:
        return []
    shown = [short(item, 165) for item in items[:limit]]
    if len(items) > limit:
        shown.append(f"{len(items) - limit} more: see Findings.")
    return [
        Heading(2, "What stands in the way" if assessment.blockers else "Conditions and next steps"),
        Bullets(tuple(shown)),
    ]


def _sign_lines(project: Project, milestone: str) -> Table:
    signed = [s for s in project.sign_offs if s.milestone == milestone] if milestone else []
    rows = [
        (
            s.author,
            DECISIONS[s.decision],
            s.at.date().isoformat() if s.at else "",
            s.note and short(s.note, 60),
        )
        for s in signed[-4:]
    ]
    if project.people.approver and all(row[0] != project.people.approver for row in rows):
        rows.append((project.people.approver, "", "", ""))
    while len(rows) < 2:
        rows.append(("", "", "", ""))
    return Table(
        (Column("Name", 3), Column("Decision", 3), Column("Date", 2), Column("Signature", 4)),
        tuple(rows),
        to_sign=True,
    )
