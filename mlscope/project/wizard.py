"""The steps of the wizard and the questions that their fields declare."""

from typing import get_args

from mlscope.project.fields import Row, Section
from mlscope.project.steps.approach import Approach
from mlscope.project.steps.data import Data
from mlscope.project.steps.ethics import Ethics
from mlscope.project.steps.feasibility import Feasibility
from mlscope.project.steps.metrics import Metrics
from mlscope.project.steps.people import People
from mlscope.project.steps.plan import Plan
from mlscope.project.steps.problem import Problem
from mlscope.project.steps.risks import Risks
from mlscope.project.steps.value import Value
from mlscope.questions import Question, questions_of

STEPS: dict[str, type[Section]] = {
    "problem": Problem,
    "people": People,
    "data": Data,
    "metrics": Metrics,
    "approach": Approach,
    "feasibility": Feasibility,
    "value": Value,
    "ethics": Ethics,
    "risks": Risks,
    "plan": Plan,
}

TYPED_QUESTIONS: tuple[Question, ...] = tuple(
    q for step, section in STEPS.items() for q in questions_of(section, f"{step}.")
)
TYPED = {q.id: q for q in TYPED_QUESTIONS}
TABLES = {q.id: q for q in TYPED_QUESTIONS if q.kind == "table"}


def row_type(question: Question) -> type[Row]:
    """The type of a table's rows."""
    annotation = STEPS[question.step].model_fields[question.name].annotation
    return next(
        arg
        for arm in get_args(annotation)
        for arg in get_args(arm)
        if isinstance(arg, type) and issubclass(arg, Row)
    )
