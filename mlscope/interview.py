"""Quick scope as an interview: which question comes next, what the money says so far, and the first picture
at its end.

An appraisal here is that of `typical.filled(project, catalogue)`: figures rest on typical ones where nobody
was asked. Everything is a pure function of the record and its appraisal; nothing that cannot be said is
listed, and no chance of paying back is given while nobody has said what the project brings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mlscope.appraise import Appraisal, basis_of
from mlscope.catalogue import Catalogue
from mlscope.effort import minutes_left, minutes_words
from mlscope.estimates import sampling
from mlscope.estimates.notation import AnyEstimate, Number
from mlscope.money import evaluate, summary
from mlscope.money.predictions import AssistanceTerms, ErrorTerms, Terms, terms_of
from mlscope.project import Project
from mlscope.project.answers import State
from mlscope.project.steps.problem import SORTS_CASES
from mlscope.project.steps.value import ASSISTS, FINDS_GROUPS, PREDICTS_NUMBERS, Benefit, When
from mlscope.questions import Question
from mlscope.results import Money, NextQuestion, Sink
from mlscope.typical import WORK_ROW, benefit_known, filled, week_cost, work_cost
from mlscope.words import (
    chance_words,
    exact_words,
    money_words,
    percent_words,
    range_words,
    spoken,
    years_words,
)

MOST = 20
"""Questions that Quick scope asks at most."""
TELLS_NOTHING = 0.01
"""Share of the expected loss below which knowing everything is worth too little to be named."""
DRAFT_POINTS = 64
"""Draws for a figure that needs none: what a break-even takes from the money is computed at the means."""


# ── which question
# ──────────────────────────────────────────────────────────────────────────────────────────────


def quick_questions(
    project: Project, catalogue: Catalogue, appraisal: Appraisal | None = None
) -> tuple[Question, ...]:
    """The questions of Quick scope that are asked of this project, at most `MOST`, none of them a table.

    First those that decide what is asked, then the others that are settled, then the open ones by what they
    can still move by the `appraisal`; without one, in the order of the steps.
    """
    answers, truths = project.values_for_conditions(catalogue.questions), project.asked(catalogue.questions)
    asked = [
        question
        for question in catalogue.questions.values()
        if question.quick(answers) and truths[question.id] == "yes"
    ]
    first: list[str] = catalogue.rules["interview"]["first"]
    moving = [wanted.id for wanted in deciding(appraisal)] if appraisal else []

    def place(question: Question) -> tuple[int, int]:
        if question.id in first:
            return 0, first.index(question.id)
        if appraisal is None or settled(project, question):
            return 1, 0
        return (2, moving.index(question.id)) if question.id in moving else (3, 0)

    return tuple(sorted(asked, key=place))


def settled(project: Project, question: Question) -> bool:
    """Has somebody answered it, said not to know, or said that it does not apply?"""
    return project.state(question.id) != State.untouched and not project.assumed(question.id)


def next_question(appraisal: Appraisal, catalogue: Catalogue) -> Question | None:
    """The open question of the interview that moves most; None where it has come to its end."""
    questions = quick_questions(appraisal.project, catalogue, appraisal)
    return next((question for question in questions if not settled(appraisal.project, question)), None)


def example_of(question: Question, project: Project, catalogue: Catalogue) -> str:
    """A worked example of an answer that fits the type of task; empty where there is none."""
    by_task: dict[str, str] = catalogue.rules["interview"]["examples"].get(question.id, {})
    return by_task.get(project.problem.task or "", question.example)


@dataclass(frozen=True, slots=True)
class Position:
    """Where the interview stands at a question."""

    number: int
    total: int
    step: str
    """The name of the step that asks it."""
    minutes: float
    """What the open questions take together, this one among them."""
    sentence: str
    """Question 13 of about 20, Value, about 4 minutes left."""


def position(question: Question, project: Project, catalogue: Catalogue) -> Position:
    """Where the interview stands while this question is shown; the total is a guess until the type of task is
    known.
    """
    questions = quick_questions(project, catalogue)
    total = len(questions) if project.problem.task else MOST
    open_ones = [one for one in questions if not settled(project, one)]
    done = len(questions) - len(open_ones)
    number = done + 1 if question in open_ones else 1 + questions.index(question)
    minutes = minutes_left(open_ones, catalogue) * max(1.0, (total - done) / max(1, len(open_ones)))
    step = next(step.name for step in catalogue.steps if step.id == question.step)
    left = minutes_words(minutes)
    sentence = f"Question {number} of about {total}, {step}" + (f", {left} left" if left else "")
    return Position(number, total, step, minutes, sentence)


def stopping_sentence(appraisal: Appraisal, catalogue: Catalogue) -> str:
    """Why the interview ends here; empty while a question is left."""
    if next_question(appraisal, catalogue) is not None:
        return ""
    words: str = catalogue.rules["interview"]["stopping_more" if deciding(appraisal) else "stopping"]
    return words


def deciding(appraisal: Appraisal) -> tuple[NextQuestion, ...]:
    """The next questions that can still move the verdict or the money; others only tell what stands in the
    way.
    """
    return tuple(wanted for wanted in appraisal.assessment.next_questions if wanted.decides)


# ── the money in words
# ──────────────────────────────────────────────────────────────────────────────────────────


def money_sentence(project: Project, money: Money, catalogue: Catalogue) -> str:
    """The sum so far in a sentence: what is known of it multiplied out, what is missing named; empty before
    anything is.
    """
    words = catalogue.rules["interview"]["sum"].get(project.problem.task or "")
    terms = terms_of(project, money.basis)
    match terms:
        case Terms() if words and "good" in words:
            return _sum_of_sorting(project, terms, words)
        case ErrorTerms() if words:
            return _sum_of_numbers(project, terms, money, words)
        case AssistanceTerms() if words:
            return _sum_of_assistance(project, terms, money, words)
    return _sum_of_rows(project, money)


def _sum_of_sorting(project: Project, terms: Terms, words: dict[str, str]) -> str:
    if terms.cases is None:
        return ""
    if terms.base_rate is None:
        return f"{_count(terms.cases)} {words['cases']} a year."
    true = terms.cases * terms.base_rate
    if terms.gain is None or terms.recall is None:
        return (
            f"{percent_words(terms.base_rate)} of {_count(terms.cases)} {words['cases']} are {_count(true)} a"
            " year."
        )
    reached = min(true * terms.recall, terms.true_capacity)
    share = f"{_share(terms.recall)} {words['reached']}"
    if reached < true * terms.recall:
        share += f", of which people can handle {_count(reached)},"
    typical = project.assumed("metrics.recall") or project.assumed("metrics.precision")
    total = _total(reached * terms.gain, project, typical=typical)
    sentence = f"{_count(true)} {words['good']} x {share} x {_each(terms.gain, project)} = {total}"
    if terms.threshold is None or terms.false_alarm_cost is None:
        return f"{sentence}, before false alarms."
    return f"{sentence}; {_pays_from(terms.threshold, words['right'])}."


def _pays_from(threshold: float, right: str) -> str:
    """From which share of right alarms acting on them pays (Elkan 2001)."""
    if threshold <= 0:
        return "a false alarm costs nothing, so every one pays"
    if threshold <= 0.5:
        return f"it pays from one {right} in {_in_words(1 / threshold)}"
    return f"it pays where {percent_words(threshold)} of them are a {right}"


def _sum_of_numbers(project: Project, terms: ErrorTerms, money: Money, words: dict[str, str]) -> str:
    if terms.cases is None:
        return ""
    if terms.error_cost is None or terms.reduction is None:
        return f"{_count(terms.cases)} {words['cases']} a year."
    ends = f"{exact_words(terms.baseline or 0.0)} to {exact_words(terms.target or 0.0)}"
    better = f"{exact_words(terms.reduction, digits=3)} better ({ends})"
    brings = terms.cases * terms.error_cost * terms.reduction
    sentence = (
        f"{_count(terms.cases)} {words['cases']} x {better} x {_each(terms.error_cost, project)}"
        f" = {_total(brings, project)}"
    )
    least = None if money.breakeven is None else money.breakeven.yearly("error").value
    if least is None:
        return f"{sentence}."
    side = "above" if terms.higher else "below"
    return f"{sentence}; running it is paid from an error {side} {exact_words(least, digits=3)}."


def _sum_of_assistance(project: Project, terms: AssistanceTerms, money: Money, words: dict[str, str]) -> str:
    if terms.cases is None:
        return ""
    if terms.minutes is None or terms.hour_cost is None:
        return f"{_count(terms.cases)} {words['cases']} a year."
    used = f" x {_share(terms.usage)} used" if terms.usage is not None else ""
    saved = f"{exact_words(terms.minutes, digits=2)} minutes saved"
    if terms.rework:
        saved += f" less {exact_words(terms.rework, digits=2)} to do over"
    typical = bool(terms.rework) and project.assumed("value.rework_share")
    brings = terms.cases * (1.0 if terms.usage is None else terms.usage) * (terms.per_use or 0.0)
    sentence = (
        f"{_count(terms.cases)} {words['cases']}{used} x {saved} x {_each(terms.hour_cost, project)} an hour"
        f" = {_total(brings, project, typical=typical)}"
    )
    least = None if money.breakeven is None else money.breakeven.yearly("minutes").value
    if not least:
        return f"{sentence}."
    return f"{sentence}; running it is paid from {exact_words(least, digits=2)} minutes saved each time."


def _sum_of_rows(project: Project, money: Money) -> str:
    if not benefit_known(project) or money.deterministic is None:
        return ""
    yearly = sum(
        sampling.mean(row.amount)
        for row in project.value.benefits or []
        if row.amount is not None and row.when != When.once
    )
    if not yearly:
        return ""
    running = summary.running_cost(money)
    after = f", of which running it takes {money_words(running, project.currency)}" if running else ""
    return (
        f"It brings {_total(yearly, project)}{after}; building it takes"
        f" {money_words(summary.before_launch(money) or 0.0, project.currency)} on average."
    )


WORK = ("plan.people", "plan.weeks")
"""The answers that say how much work it takes."""


def work_sentence(project: Project, catalogue: Catalogue) -> str:
    """What people times weeks come to, with what a week of one of them is taken to cost, and that it is
    typical where nobody said it; empty while one of the two is open.
    """
    if project.plan.people is None or project.plan.weeks is None:
        return ""
    rate = week_cost(project, catalogue)
    if rate is None:
        return (
            f"What a person's week costs in {project.currency} is not known here, so this work counts"
            " nothing: say it on the Plan step in Full scope."
        )
    typical = project.plan.week_cost is None
    total = work_cost(project, catalogue)
    words = _span(total, project.currency) if total is not None else ""
    return (
        f"People x weeks x {_span(rate, project.currency)} a person's week"
        + (", a typical figure that the Plan step takes in Full scope," if typical else "")
        + f" = {words}."
    )


def _span(amount: AnyEstimate, unit: str) -> str:
    low, _, high = sampling.quantile(amount, sampling.NINETY).tolist()
    return range_words(low, high, unit)


def _total(amount: float, project: Project, *, typical: bool = False) -> str:
    return f"{exact_words(amount, project.currency, 3)} a year" + (" with typical figures" if typical else "")


def _each(amount: float, project: Project) -> str:
    return exact_words(amount, project.currency, 3)


def _count(number: float) -> str:
    return f"{float(f'{number:.3g}'):,.0f}" if number >= 1 else exact_words(number, digits=2)


_SHARES = {0.5: "half", 1.0: "all", 0.25: "a quarter", 0.75: "three quarters"}
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _share(share: float) -> str:
    return _SHARES.get(share, percent_words(share))


def _in_words(number: float) -> str:
    """How many there may be to one: the largest whole number that still pays."""
    whole = int(number + 1e-9)
    return _NUMBERS[whole - 2] if 2 <= whole <= 12 else f"{whole:,}"


# ── break-even
# ──────────────────────────────────────────────────────────────────────────────────────────────────

LINEAR = (
    "value.cases_per_year",
    "value.gain",
    "value.false_alarm_cost",
    "value.error_cost",
    "value.minutes_saved",
    "value.hour_cost",
    "value.usage_share",
    "value.yearly_benefit",
    "value.fixed_cost",
)
"""Answers in which the expected value of a project is linear, so that two of them give the break-even."""


def break_even(appraisal: Appraisal, catalogue: Catalogue, question_id: str) -> float | None:
    """The answer at which the project is expected to come out even, all else as it stands; None where there
    is none.
    """
    if question_id not in LINEAR:
        return None
    if appraisal.money.breakeven and {*appraisal.money.breakeven.missing} - {question_id}:
        return None
    tried = [_with(appraisal.project, catalogue, question_id, amount) for amount in (0.5, 1.0)]
    at = [_expected(appraisal, catalogue, project) for project in tried]
    if at[0] is None or at[1] is None or at[0] == at[1]:
        return None
    level = 0.5 - 0.5 * at[0] / (at[1] - at[0])
    return level if level > 0 else None


def break_even_sentence(appraisal: Appraisal, catalogue: Catalogue, question_id: str) -> str:
    """For who does not know a figure: what it has to be for the project to come out even over its years;
    empty where that is not known.
    """
    level = break_even(appraisal, catalogue, question_id)
    if level is None:
        return ""
    question, years = catalogue.questions[question_id], years_words(appraisal.money.horizon_years)
    if question.unit == "share" and level > 1:
        return f"Even if it were always so, it would not come out even over {years}."
    level_words = _level_words(level, question, appraisal.project.currency)
    bound = "at most" if question_id in ("value.false_alarm_cost", "value.fixed_cost") else "at least"
    return (
        f"With the other figures as they are it comes out even over {years} at {level_words}, so it has to be"
        f" {bound} that."
    )


def _level_words(level: float, question: Question, currency: str) -> str:
    """A figure at which the project comes out even, in the unit of its question."""
    if question.unit == "share":
        return percent_words(level)
    if question.unit == "money":
        return exact_words(level, currency, 2)
    return f"{_count(level)} {question.unit}"


def takes(appraisal: Appraisal, catalogue: Catalogue) -> str:
    """What has to be so for the project to come out even, as a clause: it saves 15 minutes each time; empty
    where that is not known.
    """
    question_id = _BENEFIT_OF.get(appraisal.project.problem.task or "", "")
    if not benefit_known(appraisal.project) or appraisal.project.raw(question_id) is None:
        return ""
    level = break_even(appraisal, catalogue, question_id)
    if level is None:
        return ""
    words = _level_words(level, catalogue.questions[question_id], appraisal.project.currency)
    clause: str = catalogue.rules["interview"]["takes"][question_id]
    return clause.format(level=words)


def _takes_sentence(appraisal: Appraisal, catalogue: Catalogue) -> str:
    """The same beside what was said, where the project loses on average."""
    npv = appraisal.money.npv
    if npv is None or npv.mean >= 0:
        return ""
    clause = takes(appraisal, catalogue)
    if not clause:
        return ""
    question = catalogue.questions[_BENEFIT_OF[appraisal.project.problem.task or ""]]
    low, _, high = sampling.quantile(appraisal.project.raw(question.id), sampling.NINETY).tolist()
    said = range_words(low, high, appraisal.project.currency if question.unit == "money" else question.unit)
    years = years_words(appraisal.money.horizon_years)
    return f"All else as it stands, it comes out even over {years} where {clause}; you said {said}."


def needed_a_year(appraisal: Appraisal, catalogue: Catalogue) -> float | None:
    """What a fully working solution has to bring a year for the project to come out even; None where no cost
    is known.
    """
    project = appraisal.project
    rows = [project.value.benefits or [], [*(project.value.benefits or []), _PROBE]]
    counted = [project.value.model_copy(update={"benefits": each}) for each in rows]
    at = [_expected(appraisal, catalogue, project.model_copy(update={"value": value})) for value in counted]
    if at[0] is None or at[1] is None or at[0] >= 0 or at[1] <= at[0]:
        return None
    return -at[0] / (at[1] - at[0])


_PROBE = Benefit(id="probe", name="One a year", amount=Number(value=1.0), when=When.yearly)


def _with(project: Project, catalogue: Catalogue, question_id: str, amount: float) -> Project:
    """The project with another answer, and what follows from it."""
    step, _, name = question_id.partition(".")
    section = getattr(project, step).model_copy(update={name: Number(value=amount)})
    return filled(project.model_copy(update={step: section}), catalogue)


def _expected(appraisal: Appraisal, catalogue: Catalogue, project: Project) -> float | None:
    """The expected value of a project in the place of the one appraised; None where neither costs nor
    benefits are known.
    """
    effective = project.effective(catalogue.questions)
    money = evaluate(effective, basis_of(effective, catalogue, appraisal.schedule), points=DRAFT_POINTS)
    return None if money.deterministic is None else money.deterministic.npv


# ── the first picture
# ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its name, and what it means where that is not plain."""

    label: str
    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class FindOut:
    """What to find out first, and what that is worth, each in a sentence; the question that it answers."""

    sentence: str
    worth: str
    question: str


@dataclass(frozen=True, slots=True)
class FirstPicture:
    """What twenty answers say already: the substance first, and never what is missing."""

    title: str
    leaning: str
    facts: tuple[Fact, ...]
    chances: str
    """How often it gets good enough and is used; empty where neither was said."""
    sum: str
    """What it brings a year, in words."""
    feasibility: str
    """The weakest dimension, in a line."""
    sinks: tuple[Sink, ...]
    find_out: FindOut | None
    takes: str
    """What has to be so to come out even, where it loses on average."""
    monday: tuple[str, ...]
    assumed: tuple[str, ...]


def first_picture(appraisal: Appraisal, catalogue: Catalogue) -> FirstPicture:
    """The first picture of a project, with typical figures where nobody was asked."""
    known = benefit_known(appraisal.project) and appraisal.money.npv is not None
    needed = None if known else needed_a_year(appraisal, catalogue)
    find_out = _find_out(appraisal, catalogue, known=known)
    return FirstPicture(
        title=_title(appraisal, catalogue, needed, known=known),
        leaning=leaning_sentence(appraisal),
        facts=_facts(appraisal, needed, known=known),
        chances=_chances(appraisal.project) if known else "",
        sum=money_sentence(appraisal.project, appraisal.money, catalogue),
        feasibility=_feasibility(appraisal),
        sinks=appraisal.assessment.sinks[:3],
        find_out=find_out,
        takes=_takes_sentence(appraisal, catalogue),
        monday=_monday(appraisal, catalogue, find_out, known=known),
        assumed=_assumed(appraisal, catalogue),
    )


def _chances(project: Project) -> str:
    """How often it gets good enough and is used, of those that are not certain; empty where both are."""
    chances = {
        "a model gets good enough": project.value.technical_success,
        "people use it": project.value.adoption_success,
    }
    said = {what: sampling.mean(chance, share=True) for what, chance in chances.items() if chance is not None}
    uncertain = [f"{what} in {100 * chance:.0f} of 100 cases" for what, chance in said.items() if chance < 1]
    if not uncertain:
        return ""
    words = " and ".join(uncertain)
    return f"{words[0].upper()}{words[1:]}; else it brings nothing."


def _feasibility(appraisal: Appraisal) -> str:
    """The weakest dimension, from the worst to the best case; empty where nothing applies."""
    known = [
        (dimension.high, dimension.low, dimension.label.lower())
        for dimension in appraisal.assessment.dimensions.values()
        if dimension.low is not None and dimension.high is not None
    ]
    if not known:
        return ""
    high, low, label = min(known)
    return f"Weakest feasibility: {label}, {low:.0f} to {high:.0f} of 100"


def leaning_sentence(appraisal: Appraisal) -> str:
    """How the verdict leans, with its basis."""
    return appraisal.assessment.leaning.sentence


def _leaning_short(appraisal: Appraisal, labels: dict[str, str]) -> str:
    """Leaning: not yet (58 %)."""
    probabilities = appraisal.assessment.leaning.probabilities
    word = max(probabilities, key=probabilities.__getitem__)
    return f" Leaning: {labels[word].lower()} ({percent_words(probabilities[word])})."


def _title(appraisal: Appraisal, catalogue: Catalogue, needed: float | None, *, known: bool) -> str:
    money, currency = appraisal.money, appraisal.project.currency
    years = years_words(money.horizon_years)
    leaning = _leaning_short(appraisal, catalogue.rules["verdict"]["labels"])
    basis = (
        "On your answers and typical figures" if rests_on_typical(appraisal.project) else "On your answers"
    )
    if known and money.npv is not None:
        chance = chance_words(money.probability_positive)
        span = _signed_range(money.npv.p10, money.npv.p90, currency)
        hinge = _hinge(money, catalogue)
        rest = f"; it hinges on {hinge}" if hinge else ""
        return f"{basis}: {chance} chance of paying back, {span} over {years}{rest}.{leaning}"
    if needed is not None:
        return (
            f"{basis}: it has to bring {money_words(needed, currency)} a year to pay back over {years}, "
            f"once it works and is used.{leaning}"
        )
    sinks = appraisal.assessment.sinks
    start: str = catalogue.rules["interview"]["nothing_yet"]
    return (sinks[0].cause if sinks else start) + leaning


def _signed_range(low: float, high: float, currency: str) -> str:
    words = range_words(low, high, currency)
    return words.replace(" to ", " to +", 1) if low < 0 < high else words


def rests_on_typical(project: Project) -> bool:
    """Do figures of money rest on what a template or a typical figure filled in?"""
    value = project.value
    return (
        project.money_unconfirmed
        or any(row.evidence == "assumed" for row in [*(value.benefits or []), *(value.costs or [])])
        or project.assumed("metrics.recall")
        or project.assumed("metrics.precision")
    )


def _hinge(money: Money, catalogue: Catalogue) -> str:
    """What the result hinges on, as a clause: what is worth most to know, else what moves it most."""
    worth = [value for value in money.evppi if not value.negligible and value.value > 0]
    if worth:
        best = max(worth, key=lambda value: value.value)
        return _clause(best.input, best.label, catalogue)
    swings = [swing for swing in money.tornado if swing.high != swing.low]
    settled_sign = money.npv is not None and money.npv.p10 * money.npv.p90 > 0
    if not swings or settled_sign:  # nothing that moves it decides whether it pays
        return ""
    most = max(swings, key=lambda swing: abs(swing.high - swing.low))
    return _clause(most.input, most.label, catalogue)


def _clause(key: str, label: str, catalogue: Catalogue) -> str:
    """An uncertain input as a clause: how many cases there are."""
    hinges: dict[str, str] = catalogue.rules["interview"]["hinges"]
    bare = key.partition("#")[0]
    if bare.startswith(f"value.costs/{WORK_ROW}"):
        return hinges[f"value.costs/{WORK_ROW}"]
    if "/" in bare:
        return f"“{label}”"
    return hinges.get(bare, spoken(label))


def _facts(appraisal: Appraisal, needed: float | None, *, known: bool) -> tuple[Fact, ...]:
    money, currency = appraisal.money, appraisal.project.currency
    if money.deterministic is None:
        return ()
    built = Fact("To build it", money_words(summary.before_launch(money) or 0.0, currency))
    running = Fact("To run it a year", money_words(summary.running_cost(money), currency))
    if known and money.npv is not None:
        return (
            Fact("Chance of paying back", chance_words(money.probability_positive)),
            Fact(
                f"Value over {years_words(money.horizon_years)}",
                _signed_range(money.npv.p10, money.npv.p90, currency),
            ),
            Fact(
                "On average",
                money_words(money.npv.mean, currency),
                "Every case counts by its chance. The middle case is the one that half of all cases stay"
                f" below: {money_words(money.npv.p50, currency)}.",
            ),
            built,
            running,
        )
    wanted = () if needed is None else (Fact("Has to bring a year", money_words(needed, currency)),)
    return (*wanted, built, running)


_BENEFIT_OF = {
    **dict.fromkeys(SORTS_CASES, "value.gain"),
    **dict.fromkeys(PREDICTS_NUMBERS, "value.error_cost"),
    **dict.fromkeys(ASSISTS, "value.minutes_saved"),
    **dict.fromkeys(FINDS_GROUPS, "value.yearly_benefit"),
}


def _find_out(appraisal: Appraisal, catalogue: Catalogue, *, known: bool) -> FindOut | None:
    money, project = appraisal.money, appraisal.project
    if not known:
        question_id = _BENEFIT_OF.get(project.problem.task or "")
        if question_id is None:
            return None
        clause = _clause(question_id, "", catalogue)
        even = break_even_sentence(appraisal, catalogue, question_id)
        return FindOut(f"Find out first {clause}.", even, question_id)
    worth = [value for value in money.evppi if not value.negligible and value.value > 0]
    if worth:
        best = max(worth, key=lambda value: value.value)
        amount = money_words(best.value, project.currency)
        clause = _clause(best.input, best.label, catalogue)
        return FindOut(
            f"Find out first {clause}.",
            f"Knowing it for sure is worth up to {amount}; a study that costs more does not pay.",
            best.input.partition("/")[0].partition("#")[0],
        )
    wanted = next(iter(deciding(appraisal)), None)
    return None if wanted is None else FindOut(f"Answer next: {wanted.label}", wanted.reason, wanted.id)


def _monday(
    appraisal: Appraisal, catalogue: Catalogue, find_out: FindOut | None, *, known: bool
) -> tuple[str, ...]:
    """Three short acts: what settles the gravest cause, what to find out, what to try."""
    money, project = appraisal.money, appraisal.project
    named = [sink for sink in appraisal.assessment.sinks if sink.codes]
    acts = [_settle(sink, appraisal, catalogue) for sink in named[:1]]
    if find_out is not None:
        ways: dict[str, str] = catalogue.rules["interview"]["ways"]
        asks = find_out.sentence.replace("Find out first", "Ask whoever knows", 1)
        acts.append(ways.get(find_out.question, asks))
    if project.value.pilot and money.pilot is not None and known:
        acts.append(
            f"Start the pilot for {money_words(money.pilot.cost, project.currency)}, with the figure at which"
            " it ends."
        )
    elif known and money.evpi:
        most = money_words(money.evpi, project.currency)
        if appraisal.assessment.verdict.word == "no_go":
            little = money.npv is not None and money.evpi < TELLS_NOTHING * abs(money.npv.mean)
            worth = "would make it pay" if little else f"is worth more than {most}"
            acts.append(f"Start no trial as it stands; nothing it could tell {worth}.")
        else:
            acts.append(f"Plan a trial on past cases; nothing it can tell is worth more than {most}.")
    acts += [_settle(sink, appraisal, catalogue) for sink in named[1:]]
    acts += [f"Answer: {wanted.label}" for wanted in deciding(appraisal)[:3]]
    return tuple(dict.fromkeys(act for act in acts if act))[:3]


def _settle(sink: Sink, appraisal: Appraisal, catalogue: Catalogue) -> str:
    """What settles a cause: of a loss, what it takes to come out even."""
    clause = takes(appraisal, catalogue) if LOSS in sink.codes else ""
    return f"Look for a use where {clause}, or cut scope or cost." if clause else sink.settle


LOSS = "VALUE-07"
"""The finding that says that the project loses on average."""


def _assumed(appraisal: Appraisal, catalogue: Catalogue) -> tuple[str, ...]:
    """What was filled in or taken for granted, each in a line: typical figures, typical rows, defaults of the
    money.
    """
    project = appraisal.project
    figures = [
        f"{question.label} {_answer_words(question, project)}"
        for question in catalogue.questions.values()
        if question.kind != "table" and project.assumed(question.id) and project.raw(question.id) is not None
    ]
    tables = []
    for question in catalogue.questions.values():
        names = [str(row.name) for row in assumed_rows_of(project, question)]
        if names:
            tables.append(f"{question.label} {', '.join(names)}")
    return (*figures, *tables, *appraisal.money.assumptions)


def _answer_words(question: Question, project: Project) -> str:
    """A typical figure as it is read."""
    value = project.raw(question.id)
    estimate: AnyEstimate = Number(value=value) if isinstance(value, int | float) else value
    low, _, high = sampling.quantile(estimate, sampling.NINETY).tolist()
    if question.kind == "percent" or question.unit == "share":
        return percent_words(low) if low == high else f"{percent_words(low)} to {percent_words(high)}"
    unit = project.currency if question.unit == "money" else question.unit
    return range_words(low, high, unit)


def assumed_rows_of(project: Project, question: Question) -> tuple[Any, ...]:
    """The rows of a table that were filled in and nobody has confirmed."""
    rows: Sequence[Any] = (project.raw(question.id) or ()) if question.kind == "table" else ()
    return tuple(row for row in rows if getattr(row, "evidence", None) == "assumed")


def facts_of_row(row: Any, question: Question) -> tuple[tuple[Question, Any], ...]:
    """Every column of a row that says something, with its value."""
    return tuple(
        (column, value)
        for column in question.columns
        if column.id != "evidence" and (value := getattr(row, column.id, None)) not in (None, [])
    )
