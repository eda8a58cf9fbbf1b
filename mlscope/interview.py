"""Quick scope as an interview: which question comes next, and what the answers say so far."""

from collections.abc import Collection
from dataclasses import dataclass

from mlscope.appraise import Appraisal
from mlscope.catalogue import Catalogue
from mlscope.effort import minutes_left
from mlscope.project import Project, State
from mlscope.project.results import Money
from mlscope.questions import Question
from mlscope.words import WHETHER, chance_words, money_words, range_words


@dataclass(frozen=True)
class FirstPicture:
    """The conclusion of the interview on one screen."""

    title: str
    leaning: str
    figures: tuple[tuple[str, str], ...]
    sinks: tuple[tuple[str, str, str], ...]
    find_out: tuple[str, ...]
    monday: tuple[str, ...]
    assumed: tuple[str, ...]


def quick_questions(project: Project, catalogue: Catalogue) -> list[Question]:
    """The questions of the interview for this project, in the order in which they are asked."""
    asked = project.asked(catalogue.questions)
    return [q for q in catalogue.questions.values() if q.core and asked[q.id] == "yes" and q.kind != "table"]


def is_open(project: Project, question: Question) -> bool:
    """Has nobody said anything about it yet?"""
    return project.state(question.id) == State.untouched or project.assumed(question.id)


def next_question(
    appraisal: Appraisal, catalogue: Catalogue, passed: Collection[str] = ()
) -> Question | None:
    """The question to ask now; None when the interview is over."""
    project = appraisal.project
    return next(
        (q for q in quick_questions(project, catalogue) if is_open(project, q) and q.id not in passed), None
    )


def position(project: Project, catalogue: Catalogue) -> tuple[int, int, float]:
    """How many questions are done, how many there are, and the minutes that the rest takes."""
    questions = quick_questions(project, catalogue)
    left = [q for q in questions if is_open(project, q)]
    return len(questions) - len(left), len(questions), minutes_left(left, catalogue)


def money_sentence(project: Project, money: Money) -> str:
    """The sum in words."""
    if money.npv is None or money.deterministic is None or not any(money.deterministic.benefits):
        return ""
    return f"{range_words(money.npv.p10, money.npv.p90, money.currency)} over {money.horizon_years} years in eight cases of ten."


def first_picture(appraisal: Appraisal) -> FirstPicture:
    """What the answers say so far."""
    money, assessment = appraisal.money, appraisal.assessment
    known = money.npv is not None and money.deterministic is not None and any(money.deterministic.benefits)
    chance = chance_words(money.probability_positive)
    worth = [item for item in sorted(money.evppi, key=lambda item: -item.value) if not item.negligible]
    hinge = f"; it hinges on {worth[0].label.removesuffix(WHETHER).lower()}" if worth and known else ""
    npv = money.npv
    return FirstPicture(
        title=f"{chance} chance of paying back{hinge}" if known else "What it would bring is still open",
        leaning=assessment.verdict.sentence,
        figures=(
            ("Likely value", money_words(npv.p50, money.currency)),
            ("In eight cases of ten", range_words(npv.p10, npv.p90, money.currency)),
            (
                "To be spent",
                money_words(money.budget.total.p50, money.currency) if money.budget else "not known",
            ),
        )
        if known and npv
        else (),
        sinks=tuple((b.message, b.advice, "") for b in assessment.blockers[:3]),
        find_out=tuple(
            f"{item.label}: worth up to {money_words(item.value, money.currency)}" for item in worth[:1]
        ),
        monday=tuple(step.action for step in assessment.path_to_go[:3]),
        assumed=money.assumptions,
    )
