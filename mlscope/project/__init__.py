"""The record of one project: typed answers, their states, and the file they travel in."""

from mlscope.estimates.notation import Estimate
from mlscope.project.answers import (
    BLANK,
    About,
    Actual,
    Answer,
    Comment,
    Given,
    SignOff,
    Stage,
    State,
    Undertaking,
    Waiver,
)
from mlscope.project.fields import Evidence, new_id
from mlscope.project.record import SLOTS, Project
from mlscope.project.wizard import STEPS, TYPED_QUESTIONS

__all__ = [
    "BLANK",
    "SLOTS",
    "STEPS",
    "TYPED_QUESTIONS",
    "About",
    "Actual",
    "Answer",
    "Comment",
    "Estimate",
    "Evidence",
    "Given",
    "Project",
    "SignOff",
    "Stage",
    "State",
    "Undertaking",
    "Waiver",
    "new_id",
]
