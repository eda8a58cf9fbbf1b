"""The first page: the decision, what it rests on, and what is asked of the reader. It must fit one page."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
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
from mlscope.money import summary
from mlscope.project import Project
from mlscope.project.signatures import Signature
from mlscope.questions import Question, labels_of
from mlscope.results import UNDATED, Assessment, Condition, Money, Schedule, VerdictWord
from mlscope.words import chance_words, money_words, percent_words, range_words, weeks_words, years_words

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
    "conditional": (
        "Please approve the start under the conditions named above, and name who sees that each is met."
    ),
    "not_yet": (
        "Please do not decide on the whole project yet. Decide on the next steps named above, and on when to"
        " look again."
    ),
    "no_go": "Please confirm that the project does not go on in this form, or ask for a different scope.",
    "cannot_say": "Please do not decide yet. Name who answers the open questions, and by when.",
}


SIGNED = 3
"""So many signatures fit the first page."""


def decision_page(
    appraisal: "Appraisal",
    questions: Mapping[str, Question],
    signatures: Sequence[Signature] = (),
    notes: Sequence[str] = (),
) -> list[Block]:
    """Verdict with reasons, key facts, feasibility, conditions, and the lines to sign.

    `signatures` are those on the milestone that is printed; `notes` say what of it could not be replayed.
    """
    assessment = appraisal.assessment
    verdict = assessment.verdict
    said = verdict.sentence.lower()
    told = {sink.cause for sink in assessment.sinks}
    left = (r for r in verdict.reasons if r not in told and r.rstrip(".").lower() not in said)
    lines = _sign_lines(appraisal.project, signatures)
    crowded = bool(assessment.sinks) and (len(lines.rows) > 2 or bool(notes))
    room = 1 if assessment.sinks else max(1, 3 - len(lines.rows[2:]) - bool(notes))
    reasons = tuple(short(reason, 120) for reason in left)[:room]
    return [
        Callout(TONES[verdict.word], verdict.label, short(verdict.sentence, 260), reasons),
        *([Paragraph(short(" ".join(notes), 240))] if notes else []),
        *_sinks(assessment),
        KeyFacts(tuple(_key_facts(appraisal, questions))),
        *([] if crowded else figure_block(charts.dimensions(assessment))),
        *_conditions(assessment, room if assessment.conditions or not assessment.sinks else 0),
        Heading(2, "What is asked of you"),
        Paragraph(_asked(appraisal)),
        lines,
    ]


def _asked(appraisal: "Appraisal") -> str:
    """What the reader is to decide; of a planned pilot, on that alone."""
    project, pilot = appraisal.project, appraisal.money.pilot
    if appraisal.assessment.verdict.word != "go" or project.value.pilot is not True:
        return ASKED[appraisal.assessment.verdict.word]
    cost = f" and its cost of {money_words(pilot.cost, project.currency)} alone" if pilot else " alone"
    return (
        f"Please approve the pilot{cost}, with the figure at which it ends. The rest is decided once it has"
        " passed."
    )


def _sinks(assessment: Assessment) -> list[Block]:
    """The causes that would sink it, with what each would do and what settles it."""
    if not assessment.sinks:
        return []
    lines = (f"{sink.cause} {sink.why} Settled by: {sink.settle}" for sink in assessment.sinks)
    return [Heading(2, "What would sink it"), Bullets(tuple(short(line, 310) for line in lines))]


def _key_facts(appraisal: "Appraisal", questions: Mapping[str, Question]) -> Iterable[Fact]:
    project, assessment = appraisal.project, appraisal.assessment
    yield Fact("Problem", short(project.problem.statement or "Not stated yet", 180))
    unconfirmed = (
        " Nobody has confirmed the figures behind it yet."
        if project.money_unconfirmed and appraisal.money.known
        else ""
    )
    yield Fact("Money", money_line(appraisal.money, questions) + unconfirmed)
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


def money_line(money: Money, questions: Mapping[str, Question]) -> str:
    """What the money says, in one or two sentences."""
    if not money.known or money.npv is None or money.probability_positive is None:
        needed = ", ".join(f"“{label}”" for label in labels_of(money.missing[:3], questions))
        return (
            f"Cannot be said yet; it takes an answer to {needed}."
            if needed
            else "Cannot be said yet: benefits and costs are not known."
        )
    if money.deterministic is not None and not any(money.deterministic.benefits):
        return "Cannot be said yet: only costs are known, no benefit has an amount."
    worth = range_words(money.npv.p10, money.npv.p90, money.currency)
    chance = chance_words(money.probability_positive)
    line = charts.capital(f"{chance} chance of paying back within {years_words(money.horizon_years)}. ")
    line += (
        f"Net present value {worth} in eight cases of ten, {money_words(money.npv.p50, money.currency)} in"
        " the middle case."
    )
    other = next((act for act in money.acts if act.id == "alternative"), None)
    return line + (
        f" The best way without machine learning is worth {money_words(other.npv, money.currency)} on"
        " average."
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
    first, total, safe = (
        money_words(one, money.currency)
        for one in (summary.before_launch(money), money.budget.total.mean, money.budget.total.p80)
    )
    return (
        f"{granted}Before launch it takes {first}, over {years_words(money.horizon_years)} and with its risks"
        f" {total} on average; {safe} suffices in four cases of five."
    )


def date_line(schedule: Schedule) -> str:
    """When it is in use, with the chance to meet the deadline."""
    if not schedule.known or schedule.finish_p50 is None or schedule.finish_p80 is None:
        return "Cannot be said yet: " + ("; ".join(schedule.missing[:2]) or "the tasks are not known") + "."
    if schedule.start_assumed:
        return _weeks_line(schedule)
    line = (
        f"In use by {day(schedule.finish_p50)} in the middle case, by {day(schedule.finish_p80)} in four"
        " cases of five."
    )
    if schedule.deadline and schedule.probability_on_time is not None:
        line += (
            f" The deadline of {day(schedule.deadline)} is met with a chance of"
            f" {chance_words(schedule.probability_on_time)}."
        )
    return line


def _weeks_line(schedule: Schedule) -> str:
    """The time it takes while nobody has said when it starts."""
    half, most = weeks_words(schedule.working_weeks(0.5)), weeks_words(schedule.working_weeks(0.8))
    line = f"In use {half} after its start as likely as not, {most} after it in four cases of five. {UNDATED}"
    if schedule.deadline and schedule.probability_on_time is not None:
        chance = chance_words(schedule.probability_on_time)
        line += f" Begun today, it meets the deadline of {day(schedule.deadline)} with a chance of {chance}."
    return line


def _conditions(assessment: Assessment, limit: int) -> list[Block]:
    """The conditions of a start; else blockers, the path to go, and the high findings that it does not
    settle.

    What does not fit the page stands, complete, in the section of findings, and a line says so.
    """
    if assessment.conditions:
        lines = [condition_line(condition) for condition in assessment.conditions]
        title = "Conditions"
    else:
        lines = what_next(assessment)
        title = "What stands in the way" if assessment.blockers else "Next steps"
    if not lines:
        return []
    shown = [short(line, 165) for line in lines[:limit]]
    if len(lines) > limit:
        shown.append(f"All {len(lines)} stand at the beginning of the section on findings.")
    return [Heading(2, title), Bullets(tuple(shown))]


def condition_line(condition: Condition) -> str:
    """A condition with its figure, who sees to it, and by when."""
    owner = condition.owner or "owner to be named"
    due = f"by {day(dt.date.fromisoformat(condition.due))}" if condition.due else "date to be set"
    return f"{condition.text} {condition.figure} {charts.capital(owner)}, {due}."


def what_next(assessment: Assessment) -> list[str]:
    """Blockers, then the path to go, then the gravest findings that it does not settle."""
    settled = {step.question for step in assessment.path_to_go}
    sunk = {code for sink in assessment.sinks for code in sink.codes}
    blockers = [
        f"{'Blocker' if b.confirmed else 'Possible blocker'}: {b.message} {b.advice}"
        for b in assessment.blockers
        if b.code not in sunk
    ]
    steps = [
        step.action if step.label in step.action else f"{step.label.rstrip('?:.')}: {step.action}"
        for step in assessment.path_to_go
    ]
    left = [
        f
        for f in assessment.findings
        if f.severity == "high" and not f.waived and not settled & set(f.answers) and f.code not in sunk
    ]
    return list(dict.fromkeys([*blockers, *steps, *(f"{f.message} {f.advice}" for f in left)]))


def _sign_lines(project: Project, signatures: Sequence[Signature]) -> Table:
    """The signatures that stand, each with who recorded it, and lines for those still to come."""
    standing = [signature for signature in signatures if signature.replaced_at is None]
    rows = [
        (
            short(signature.signer, 30),
            signature.decision.label,
            signature.at.date().isoformat(),
            short("; ".join(filter(None, (signature.trust, signature.change, signature.note))), 120),
        )
        for signature in standing[-SIGNED:]
    ]
    if len(standing) > SIGNED:
        rows.append((f"{len(standing) - SIGNED} more: see Provenance", "", "", ""))
    if project.people.approver and all(row[0] != project.people.approver for row in rows):
        rows.append((project.people.approver, "", "", ""))
    while len(rows) < 2:
        rows.append(("", "", "", ""))
    return Table(
        (Column("Name", 3), Column("Decision", 2), Column("Date", 2), Column("Signature", 6)),
        tuple(rows),
        to_sign=True,
    )
