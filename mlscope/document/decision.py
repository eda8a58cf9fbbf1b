"""The first page: what is proposed, what is asked of whom, what it rests on, and who signs. It must fit one
page.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mlscope import charts, events
from mlscope.assess import due, due_words
from mlscope.catalogue import Catalogue
from mlscope.document.answers import answer_text, day
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
    table,
)
from mlscope.document.text import ended, lowered, short, whole_sentences
from mlscope.effort import effort_words
from mlscope.estimates import sampling
from mlscope.money import summary
from mlscope.project import Project, State
from mlscope.project.signatures import Signature
from mlscope.project.steps.risks import Risk
from mlscope.questions import Question, labels_of
from mlscope.results import (
    UNDATED,
    Act,
    Assessment,
    BudgetLine,
    Money,
    Pilot,
    Schedule,
    VerdictWord,
)
from mlscope.words import (
    cases_words,
    chance_words,
    exact_percent_words,
    exact_words,
    money_words,
    percent_words,
    range_words,
    spoken,
    two_amounts,
    weeks_words,
    years_words,
)

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal

TONES: dict[VerdictWord, Tone] = {
    "go": "good",
    "conditional": "caution",
    "not_yet": "caution",
    "no_go": "bad",
    "cannot_say": "neutral",
}
ADVICE: dict[VerdictWord, str] = {
    "go": "Approve it: the answers carry a start.",
    "conditional": "Approve it under the conditions named here, and name who sees that each is met.",
    "not_yet": "Do not approve the whole yet. Decide on the next steps, and on when to look again.",
    "no_go": "Do not approve it in this form. Stop it, or ask for a different scope.",
    "cannot_say": "Do not decide yet. Name who answers the open questions, and by when.",
}
PILOT_ADVICE = (
    "Approve the pilot alone, with the figure at which it ends. The rest is decided once it has passed."
)
PILOT_FIRST = (
    "Do not approve the whole yet. The pilot can be decided on by itself: stopping after one that fails saves"
    " more on average than it costs."
)
SIGNED = 3
"""So many signatures fit the first page."""
FIRST, DRIVERS = 5, 3
"""So many conditions stand on the first page, the others head the second; so many drivers of the value are
named.
"""
NOBODY = "to be named"
SURE = "(enough in four cases of five)"
LONG = 80
"""Characters from which a reason that stands on the page already is given by its title."""


def decision_page(
    appraisal: "Appraisal",
    catalogue: Catalogue,
    signatures: Sequence[Signature] = (),
    remarks: int = 0,
) -> list[Block]:
    """Verdict, problem, proposal and ask, the choices side by side, what would sink it, what to find out,
    the conditions, and the lines to sign.

    `signatures` are those on the milestone that is printed; room is left for so many `remarks` on it.
    """
    assessment = appraisal.assessment
    signed = _sign_lines(appraisal.project, signatures)
    crowded = len(signed.rows) > 2 or remarks > 1 or len(appraisal.project.name) > LONG
    return [
        Callout(TONES[assessment.verdict.word], assessment.verdict.label, verdict_text(assessment)),
        KeyFacts(tuple(key_facts(appraisal, catalogue))),
        *choices(appraisal, catalogue.questions),
        *sinks(appraisal, brief=crowded),
        *([] if crowded else find_out_first(appraisal, catalogue)),
        *_conditions(appraisal, catalogue, brief=crowded),
        Heading(2, "Who signs"),
        signed,
    ]


def verdict_text(assessment: Assessment) -> str:
    """The verdict in a sentence, without its label where it begins with it."""
    sentence = assessment.verdict.sentence
    return sentence.removeprefix(f"{assessment.verdict.label}: ").strip()


# ── what is proposed and asked
# ──────────────────────────────────────────────────────────────────────────────────────────


def key_facts(appraisal: "Appraisal", catalogue: Catalogue) -> Iterator[Fact]:
    """What is proposed and asked of whom, what is advised, how sure it is, and what doing nothing costs."""
    project = appraisal.project.effective(catalogue.questions)
    yield Fact("Problem", problem(project))
    yield Fact("Proposal", proposal(project))
    yield Fact("We ask", ask_line(appraisal))
    yield Fact("Who", who_line(project, catalogue))
    yield Fact("Our advice", advice(appraisal))
    yield Fact("Chance", chance_line(appraisal))
    yield Fact("Doing nothing", doing_nothing(project, catalogue))


def problem(project: Project) -> str:
    """The problem in a sentence or two."""
    return whole_sentences(project.problem.statement or "Not stated yet.", 220)


def proposal(project: Project) -> str:
    """The proposal in its own sentence, else what was chosen among the solutions that were thought of."""
    if project.problem.proposal:
        return ended(project.problem.proposal)
    decision = project.problem.decision
    if decision:
        return f"Not put into a sentence yet. It is to change this decision: {ended(lowered(decision))}"
    return "Not put into a sentence yet."


def ask_line(appraisal: "Appraisal") -> str:
    """What the money is, what it is for, and by when it is in use; the pilot apart from the whole."""
    project, money = appraisal.project, appraisal.money
    pilot = money.pilot if project.value.pilot else None
    aim = ended(
        lowered(project.problem.ask or ("run the pilot" if pilot else "build it and bring it into use"))
    )
    needed = until_launch(money)
    whole = "" if needed is None else money_words(needed.p80, project.currency)
    if pilot is not None:
        rest = f" The whole takes {whole} until launch {SURE}, including the pilot." if whole else ""
        wanted = f"{_pilot_cost(project, pilot)}, to {aim}{rest}"
    else:
        amount = f"{whole} until launch {SURE}" if whole else "an amount that is not known yet"
        wanted = f"{amount} to {aim}"
    return f"We ask for {wanted}{_granted_so_far(project, needed)} {_by(appraisal)}"


def _pilot_cost(project: Project, pilot: Pilot) -> str:
    """What the pilot costs, as the average where a range was given."""
    cost = project.value.pilot_cost
    low, high = (0.0, 1.0) if cost is None else sampling.quantile(cost, np.array([0.1, 0.9])).tolist()
    average = "" if low == high else " (on average)"
    return f"{money_words(pilot.cost, project.currency)} for the pilot{average}"


def _granted_so_far(project: Project, needed: BudgetLine | None) -> str:
    """What is granted, and whether that is enough until the launch."""
    if not project.plan.budget:
        return ""
    line = f" So far {granted(project)} are granted"
    if needed is None:
        return f"{line}."
    missing = needed.p80 - project.plan.budget
    if missing <= 0:
        return f"{line}, which is enough: no more is asked for."
    return f"{line}; {money_words(missing, project.currency)} are missing until launch."


def _by(appraisal: "Appraisal") -> str:
    deadline, schedule = appraisal.project.plan.deadline, appraisal.schedule
    if deadline:
        return f"It is to be in use by {day(deadline)}."
    if schedule.known and schedule.finish_p80 and not schedule.start_assumed:
        return f"No date is set; it would be in use by {day(schedule.finish_p80)} (four cases of five)."
    return "No date is set by which it is to be in use."


def until_launch(money: Money) -> BudgetLine | None:
    """What is spent before the launch: the spending of year 0, as the budget draws it."""
    if money.budget is None:
        return None
    return next((line for line in money.budget.years if line.year == 0), None)


def who_line(project: Project, catalogue: Catalogue) -> str:
    """Who asks, who decides, and when."""
    asks = project.people.leader or next(
        (row.name for row in project.people.stakeholders or [] if row.name), None
    )
    parts = [f"{asks} asks" if asks else "Who asks is not named yet"]
    if project.people.approver:
        parts.append(f"{project.people.approver} decides")
    else:
        about = project.about("people.approver")
        who = f"; {about.who} finds out" if about.who else ""
        parts.append(
            "who decides is not named yet" + who + (f" by {day(about.by)}" if who and about.by else "")
        )
    line = "; ".join(parts) + "."
    if project.plan.start and project.plan.start > project.as_of:
        line += f" It is to be decided by {day(project.plan.start)}, when work is to begin."
    question = catalogue.questions.get("people.decision_day")
    if question and project.state(question.id) == State.answered:
        line += f" Going on or stopping: {ended(lowered(answer_text(project, question)))}"
    return whole_sentences(line, 330)


def advice(appraisal: "Appraisal") -> str:
    """What those who decide are advised to do; of a planned pilot, about that alone."""
    word = appraisal.assessment.verdict.word
    pilot = appraisal.money.pilot if appraisal.project.value.pilot else None
    said = ADVICE[word]
    if word == "go" and appraisal.project.value.pilot:
        said = PILOT_ADVICE
    elif word == "not_yet" and pilot is not None and pilot.worth > 0:
        said = PILOT_FIRST
    return " ".join(filter(None, (said, _worth_more(appraisal.money))))


def _worth_more(money: Money) -> str:
    """That something else is worth more on average than the project, where it is."""
    acts = {act.id: act for act in money.acts} if _worth_known(money) else {}
    project, other = acts.get("ml"), acts.get("alternative")
    if project is None:
        return ""
    if other is not None and other.npv > max(project.npv, 0):
        ours, theirs = two_amounts(project.npv, other.npv, money.currency)
        return f"On average the alternative without machine learning is worth more: {theirs} against {ours}."
    if project.npv < 0:
        return f"On average it costs more than it brings: {money_words(project.npv, money.currency)}."
    return ""


def chance_line(appraisal: "Appraisal") -> str:
    """The chances of paying back and of being on time, and what each is measured by."""
    money, schedule = appraisal.money, appraisal.schedule
    parts = []
    if _worth_known(money):
        parts.append(
            f"{chance_words(money.probability_positive)} that it pays back within"
            f" {years_words(money.horizon_years)}{_beside_pilot(money)}"
        )
    if schedule.deadline and schedule.probability_on_time is not None:
        begun = ", begun today," if schedule.start_assumed else ""
        parts.append(
            f"{chance_words(schedule.probability_on_time)} that it is{begun} in use by"
            f" {day(schedule.deadline)}"
        )
    line = charts.capital("; ".join(parts)) + "." if parts else "Cannot be said yet."
    if len(parts) == 2 and (money.probability_positive or 0) < 0.7 <= (schedule.probability_on_time or 0):
        line += " Being on time does not make it pay."
    typical = ["the figures"] if _unconfirmed(appraisal) else []
    typical += ["the typical tasks"] if schedule.known and appraisal.project.assumed("plan.tasks") else []
    return f"{line} Nobody has confirmed {' and '.join(typical)} behind it yet." if typical else line


def _beside_pilot(money: Money) -> str:
    """What the chance of paying back supposes of a pilot, and the chances with other suppositions."""
    pilot = money.pilot
    if pilot is None:
        return ""
    others = [
        f"{chance_words(chance)} {supposing}"
        for chance, supposing in (
            (pilot.chance_once_passed, "once it has passed"),
            (pilot.without.probability_positive if pilot.without else None, "without a pilot stage"),
        )
        if chance is not None
    ]
    return ", where the pilot may fail and end it" + (f" ({', '.join(others)})" if others else "")


def _unconfirmed(appraisal: "Appraisal") -> bool:
    return appraisal.project.money_unconfirmed and appraisal.money.known


def doing_nothing(project: Project, catalogue: Catalogue) -> str:
    """What today's way costs, and what becomes of it if nothing is done; where nobody has said, that it is
    not known.
    """
    cost, left = cost_today(project), catalogue.questions.get("problem.left_alone")
    becomes = ""
    if left and project.state(left.id) == State.answered:
        becomes = f"Left alone: {ended(lowered(answer_text(project, left)))}"
    if not cost and not becomes:
        return "Today's way goes on. What it costs a year, and what becomes of it, nobody has said yet."
    costs = f"costs {cost} a year, and goes on" if cost else "goes on; what it costs a year is not known yet"
    return " ".join(filter(None, (f"Today's way {costs}.", becomes)))


def cost_today(project: Project) -> str:
    """What today's way costs a year, as a range where one is given; empty while nobody has said."""
    cost = project.problem.cost_today
    if cost is None:
        return ""
    low, middle, high = sampling.quantile(cost, np.array([0.1, 0.5, 0.9])).tolist()
    words = money_words(middle, project.currency)
    return (
        words
        if low == high
        else f"{words} ({range_words(low, high, project.currency)} in eight cases of ten)"
    )


# ── the choices
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def _worth_known(money: Money) -> bool:
    return bool(
        money.known
        and money.npv is not None
        and money.probability_positive is not None
        and (money.deterministic is None or any(money.deterministic.benefits))
    )


def choices(appraisal: "Appraisal", questions: Mapping[str, Question]) -> list[Block]:
    """Doing nothing, the alternative and the project side by side, on one basis that the caption names."""
    project, money = appraisal.project, appraisal.money
    line = money_line(money, questions)
    if not _worth_known(money):
        return [Paragraph(ONLY_COSTS if money.known else f"What it is worth: {lowered(line)}")]
    rows = [_choice(act, project, money) for act in money.acts]
    titles = ("Choice", "Best in", "Average value", "Eight cases in ten", "Until launch", "Whole life")
    caption = (
        f"The choices against doing nothing: net present value over {years_words(money.horizon_years)} at"
        f" {exact_percent_words(money.discount_rate)}; spending nominal, enough in four cases of five (P80)"
    )
    return [table(titles, rows, titles[1:], caption)]


ONLY_COSTS = "What it is worth cannot be said yet: only costs are known, no benefit has an amount."


def _choice(act: Act, project: Project, money: Money) -> tuple[str, ...]:
    best, average = f"{percent_words(act.p_best)} of cases", money_words(act.npv, money.currency)
    if act.id == "nothing":
        return "Doing nothing", best, average, "", "none", "none"
    if act.id == "alternative":
        name = whole_sentences(project.value.alternative or "Without machine learning", 90)
        spread = money.alternative
        reach = range_words(spread.p10, spread.p90, money.currency) if spread else ""
        return name, best, average, reach, "in its value", "in its value"
    reach = range_words(money.npv.p10, money.npv.p90, money.currency) if money.npv else ""
    first, whole = until_launch(money), money.budget.total if money.budget else None
    name = "This project, pilot first" if money.pilot else "This project"
    return (
        name,
        best,
        average,
        reach,
        money_words(first.p80, money.currency) if first else "",
        money_words(whole.p80, money.currency) if whole else "",
    )


SINKS = "What would sink it"


def sinks(appraisal: "Appraisal", *, brief: bool = False) -> list[Block]:
    """The causes that would sink it, with what each would do unless there is room for the causes alone; where
    nothing would, what may still go wrong. A long cause that the verdict names in full is its title.
    """
    assessment = appraisal.assessment
    verdict = verdict_text(assessment)
    causes = [
        _named(one.cause, assessment) if one.cause in verdict else one.cause for one in assessment.sinks
    ]
    lines = [
        whole_sentences(cause if brief else f"{cause} {one.why}", 300)
        for cause, one in zip(causes, assessment.sinks, strict=True)
    ]
    return [Heading(2, SINKS), Bullets(tuple(lines or _without_sinks(appraisal)))]


def _without_sinks(appraisal: "Appraisal") -> Iterator[str]:
    project, money = appraisal.project, appraisal.money
    if appraisal.assessment.verdict.word == "cannot_say":
        yield "Too little is known to name it."
        return
    yield "None of the answers would sink it."
    if _worth_known(money) and money.probability_positive is not None and money.probability_positive < 1:
        loss = f"In {cases_words(1 - money.probability_positive)} the money does not come back"
        yield loss + "".join(f"; what decides most is {_inside(row[0])}" for row in drivers(money)[:1]) + "."
    for one in gravest(project)[: not project.assumed("risks.risks")]:
        done = lowered(ended(one.mitigation or "nothing is named"))
        yield f"The gravest risk in its own register is “{one.name or 'unnamed'}”; against it: {done}"


def _inside(name: str) -> str:
    """The name of an input within a sentence."""
    return spoken(name) if spoken(name) != name else f"“{name}”"


def _named_drivers(money: Money) -> list[tuple[str, float]]:
    """The inputs that most of the uncertainty comes from, each with its share, the largest first."""
    ranked = sorted(money.variance_shares.items(), key=lambda pair: -pair[1])
    return [(key, share) for key, share in ranked[:DRIVERS] if share > 0]


def drivers(money: Money) -> list[tuple[str, ...]]:
    """What drives the value most: (input, share of the uncertainty, value at its low and at its high end).

    An event that is nearly sure happens at both ends, so that the value is the same there.
    """
    labels, swings = summary.input_labels(money), {one.input: one for one in money.tornado}
    return [
        (
            labels.get(key, key),
            percent_words(share),
            *(
                two_amounts(swings[key].low, swings[key].high, money.currency)
                if key in swings
                else ("as at its high end", "as at its low end")
            ),
        )
        for key, share in _named_drivers(money)
    ]


def beside_drivers(money: Money) -> str:
    """How much of the uncertainty the named drivers explain together, as their shares are shown, and where
    the rest comes from.
    """
    named = _named_drivers(money)
    together, total = sum(round(share, 2) for _, share in named), sum(money.variance_shares.values())
    others = sum(share > 0 for share in money.variance_shares.values()) - len(named)
    rest = [
        *([f"spread over {others} other{'s' if others > 1 else ''}"] if others > 0 else []),
        *(["due to inputs acting together"] if total < 0.99 else []),
    ]
    if len(named) < DRIVERS or together > 0.99 or not rest:
        return ""
    return (
        f"These three explain {percent_words(together)} of the uncertainty; the rest is {' and '.join(rest)}."
    )


def _weight(risk: Risk) -> float:
    """What a risk is expected to cost in money, else how likely it is."""
    chance = events.likely(risk.probability if risk.residual is None else risk.residual)
    return (chance or 0.0) * (1.0 if risk.cost is None else 1.0 + sampling.mean(risk.cost))


def gravest(project: Project) -> list[Risk]:
    """The risks of the register, the gravest first."""
    return sorted(project.risks.risks or [], key=_weight, reverse=True)


# ── what to find out
# ─────────────────────────────────────────────────────────────────────────────────────────────


def find_out_first(appraisal: "Appraisal", catalogue: Catalogue, most: int = 2) -> list[Block]:
    """The things to find out first, with what it is worth to know them, what it takes, and who finds out."""
    rows = list(_to_find_out(appraisal, catalogue, most))
    if not rows:
        return []
    titles = ("Find out first", "Knowing it brings", "It takes", "Who")
    return [table(titles, rows, (), "")]


def _to_find_out(appraisal: "Appraisal", catalogue: Catalogue, most: int) -> Iterator[tuple[str, ...]]:
    """What is worth most to know: the best of what somebody can answer, and of what only trying can tell."""
    project, assessment = appraisal.project, appraisal.assessment
    currency, pilot = appraisal.money.currency, appraisal.money.pilot
    trying = f"a pilot for {money_words(pilot.cost, currency)}" if pilot else "a pilot"
    asked = [
        (
            one.worth,
            one.bits,
            one.id,
            catalogue.questions[one.id].label,
            f"{effort_words(one.minutes)} to answer",
        )
        for one in assessment.next_questions
        if one.id in catalogue.questions and one.decides
    ]
    tried = [
        (one.worth or 0.0, 0.0, one.id, one.label, trying)
        for one in assessment.only_trying
        if "pilot_pass" not in one.id
    ]
    asked, tried = (sorted(found, key=lambda row: (-row[0], -row[1])) for found in (asked, tried))
    best = [*tried[:1], *asked[:1], *tried[1:], *asked[1:]][:most]
    for worth, _, question_id, label, takes in sorted(best, key=lambda row: -row[0]):
        yield (
            label,
            f"up to {money_words(worth, currency)}" if worth else "a clearer verdict",
            takes,
            _finder(project, question_id),
        )


def _finder(project: Project, question_id: str) -> str:
    return project.about(question_id.partition("#")[0]).who or project.people.leader or NOBODY


# ── conditions
# ─────────────────────────────────────────────────────────────────────────────────────────────────


def conditions_title(assessment: Assessment) -> str:
    """What the list of what is to be done is called."""
    if assessment.conditions:
        return "Conditions of a start"
    return "What stands in the way" if assessment.blockers else "Next steps"


def condition_rows(
    appraisal: "Appraisal", catalogue: Catalogue, *, reasons: bool = True
) -> list[tuple[str, ...]]:
    """The conditions of a start, else what to do next: numbered, with figure or reason, who sees to it and by
    when. Without `reasons`, only conditions have theirs.
    """
    assessment = appraisal.assessment
    rows: list[tuple[str, str, str, str]]
    if assessment.conditions:
        rows = [
            (one.text, _named(one.figure, assessment), one.owner or NOBODY, _by_when(one.event, one.due))
            for one in assessment.conditions
        ]
    else:
        rows = [
            (
                what,
                _named(why, assessment) if reasons else "",
                *_seen_to(appraisal.project, answers, catalogue),
            )
            for what, (why, answers) in what_next(assessment).items()
        ]
    return [(str(place), *row) for place, row in enumerate(rows, 1)]


def _named(reason: str, assessment: Assessment) -> str:
    """A long finding as its title, where the page says it in full already."""
    if len(reason) < LONG or reason not in {sink.cause for sink in assessment.sinks}:
        return reason
    titles = (one.title for one in assessment.findings if one.message == reason)
    return next((ended(title) for title in titles if not title.endswith("?")), reason)


def _seen_to(project: Project, answers: Sequence[str], catalogue: Catalogue) -> tuple[str, str]:
    """Who sees to what the answers ask for, and by when: as somebody took it on, else who finds the answer
    out, else who leads or decides, by what the answers are about.
    """
    taken = [project.improvements[i] for i in answers if i in project.improvements]
    told = [project.about(i) for i in answers]
    people = project.people
    owners = [*(one.owner for one in taken), *(one.who for one in told), people.leader, people.approver]
    by = due(project, answers, catalogue.rules, given=[one.due for one in taken])
    return next(filter(None, owners), NOBODY), _by_when(by.event, by.iso)


def _by_when(event: str, due: str) -> str:
    return due_words(event, day(due, brief=True))


def conditions_table(rows: Sequence[tuple[str, ...]], caption: str) -> Table:
    """Conditions as a table."""
    return table(("No.", "What", "Figure or reason", "Who", "When"), rows, (), caption)


def _conditions(appraisal: "Appraisal", catalogue: Catalogue, *, brief: bool) -> list[Block]:
    """The first conditions; in `brief`, of what is to be done only that."""
    rows = condition_rows(appraisal, catalogue)
    if not rows:
        return []
    if brief and not appraisal.assessment.conditions:
        rows = [(place, what, "", "", "") for place, what, *_ in rows]
    title = conditions_title(appraisal.assessment)
    if len(rows) > FIRST:
        title += f": the first {FIRST} of {len(rows)}"
    return [conditions_table(rows[:FIRST], title)]


ON_TWO_PAGES = 10
"""Conditions on the second page of the paper; what is beyond them stands in the annex of findings."""


def further_conditions(appraisal: "Appraisal", catalogue: Catalogue, most: int, where: str) -> list[Block]:
    """The conditions that the first page has no room for, and where those beyond `most` stand."""
    rows = condition_rows(appraisal, catalogue, reasons=False)[FIRST:]
    if not rows:
        return []
    title, left = conditions_title(appraisal.assessment), len(rows) - most
    more = [Paragraph(f"Beyond these, {left} more, {where}.", "muted")] if left > 0 else []
    return [conditions_table(rows[:most], f"{title}, continued"), *more]


def last_conditions(
    appraisal: "Appraisal", catalogue: Catalogue, printed: int = FIRST + ON_TWO_PAGES
) -> list[Block]:
    """The conditions that neither the first page nor the second has room for, after the `printed` ones."""
    rows = condition_rows(appraisal, catalogue)[printed:]
    if not rows:
        return []
    return [conditions_table(rows, f"{conditions_title(appraisal.assessment)}, continued")]


def what_next(assessment: Assessment) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What to do, each with its reason and the answers it is about: against blockers, on the path to go, then
    against the gravest findings that it does not settle.
    """
    settled = {step.question for step in assessment.path_to_go}
    steps = [
        *((blocker.advice, blocker.message, blocker.answers) for blocker in assessment.blockers),
        *((step.task, step.why, (step.question,)) for step in assessment.path_to_go),
        *(
            (finding.advice, finding.message, finding.answers)
            for finding in assessment.findings
            if finding.grave and not settled & set(finding.answers)
        ),
    ]
    told: dict[str, tuple[str, tuple[str, ...]]] = {}
    for what, why, answers in steps:
        told.setdefault(what, (why, answers))
    return told


# ── lines that other pages say too
# ──────────────────────────────────────────────────────────────────────────────────────────────


def money_line(money: Money, questions: Mapping[str, Question]) -> str:
    """What the money says, in one or two sentences."""
    if not money.known or money.npv is None or money.probability_positive is None:
        needed = ", ".join(f"“{label}”" for label in labels_of(money.missing[:3], questions))
        return (
            f"Cannot be said yet; it takes an answer to {needed}."
            if needed
            else "Cannot be said yet: benefits and costs are not known."
        )
    if not _worth_known(money):
        return ONLY_COSTS
    worth = range_words(money.npv.p10, money.npv.p90, money.currency)
    chance = chance_words(money.probability_positive)
    line = charts.capital(f"{chance} chance of paying back within {years_words(money.horizon_years)}. ")
    line += (
        f"Net present value {money_words(money.npv.mean, money.currency)} on average, {worth} in eight cases"
        " of ten."
    )
    other = next((act for act in money.acts if act.id == "alternative"), None)
    return line + (
        f" The best way without machine learning is worth {money_words(other.npv, money.currency)} on"
        " average."
        if other
        else ""
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


def granted(project: Project) -> str:
    """The budget that was granted until it is in use."""
    amount = project.plan.budget
    return "not answered" if amount is None else exact_words(amount, project.currency)


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
        rows.append((f"and {len(standing) - SIGNED} more", "", "", ""))
    if project.people.approver and all(row[0] != project.people.approver for row in rows):
        rows.append((project.people.approver, "", "", ""))
    if not rows:
        rows.append(("", "", "", ""))
    return Table(
        (Column("Name", 3), Column("Decision", 2), Column("Date", 2), Column("Signature", 6)),
        tuple(rows),
        to_sign=True,
    )
