"""Appraisals for tests that are about the document, not about the engines."""

import datetime as dt

from mlscope.appraise import Appraisal
from mlscope.project import Project
from mlscope.results import AiAct, Assessment, Money, Schedule, Verdict


def silent(project: Project) -> Appraisal:
    """A project of which the engines can say nothing."""
    verdict = Verdict("cannot_say", "Cannot say yet", "Too much is open.", (), "no_go", "go")
    act = AiAct(
        "cannot_say",
        "Cannot say yet",
        "",
        "Questions are open.",
        (),
        (),
        (),
        None,
        "2026-11-21",
        "Regulation (EU) 2024/1689",
    )
    assessment = Assessment(verdict, 0.0, {}, {}, (), (), (), act, ())
    money = Money(
        False,
        project.currency,
        3,
        0.1,
        (),
        ("value.benefits",),
        None,
        None,
        None,
        None,
        None,
        None,
        (),
        None,
        (),
        (),
        {},
        (),
        None,
        None,
    )
    schedule = Schedule(
        False,
        dt.date(2026, 1, 1),
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        (),
        (),
        (),
        ("What has to be done",),
    )
    return Appraisal(project, assessment, money, schedule)
