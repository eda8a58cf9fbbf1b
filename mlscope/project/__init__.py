"""The record of one project: typed answers, their states, and the file they travel in."""

from mlscope.project.estimates import Estimate
from mlscope.project.fields import Evidence, new_id
from mlscope.project.record import BLANK, SLOTS, STEPS, TYPED_QUESTIONS, About, Answer, Comment, Project, SignOff, Stage, State, Waiver

__all__ = [
    "BLANK",
    "SLOTS",
    "STEPS",
    "TYPED_QUESTIONS",
    "About",
    "Answer",
    "Comment",
    "Estimate",
    "Evidence",
    "Project",
    "SignOff",
    "Stage",
    "State",
    "Waiver",
    "new_id",
]
