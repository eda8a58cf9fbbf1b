import datetime as dt
from collections.abc import Callable
from functools import cache

import pytest

from mlscope import templates
from mlscope.appraise import Appraisal, appraise
from mlscope.catalogue import Catalogue
from mlscope.charts import Figure, gantt
from mlscope.document import build, render
from mlscope.document.blocks import (
    Bullets,
    Callout,
    Column,
    Contents,
    Document,
    Fact,
    FigureBlock,
    Heading,
    KeyFacts,
    PageBreak,
    Paragraph,
    Table,
)
from mlscope.results import Schedule, TaskDates

SAMPLES = ["churn", "demand", "defects", "hiring"]
Renders = Callable[[str, str, str], bytes]
"""Name of a sample, variant and format -> the document without annexes."""


@pytest.fixture(scope="session")
def appraised(catalogue: Catalogue) -> dict[str, Appraisal]:
    """The samples, appraised once for all tests that change nothing of them."""
    found = templates.samples(catalogue)
    return {name: appraise(found[name], catalogue, points=1024) for name in SAMPLES}


@pytest.fixture(scope="session")
def rendered(appraised: dict[str, Appraisal], catalogue: Catalogue) -> Renders:
    """Documents of the samples, each made once."""

    @cache
    def make(name: str, variant: str, form: str) -> bytes:
        document = build(appraised[name], catalogue, variant=variant, annexes=())
        return render(document, form)  # type: ignore[arg-type]

    return make


@pytest.fixture
def figure() -> Figure:
    """A chart with one bar."""
    start = dt.date(2026, 3, 2)
    task = TaskDates(
        "t1",
        "Baseline",
        "modelling",
        start,
        start + dt.timedelta(9),
        start + dt.timedelta(7),
        start + dt.timedelta(12),
        1.0,
        7,
    )
    drawn = gantt(Schedule(True, start, None, None, None, None, None, None, None, (task,), (), (), ()))
    assert drawn is not None
    return drawn


@pytest.fixture
def small(figure: Figure) -> Document:
    """A document with one block of every kind."""
    blocks = (
        Heading(1, "Decision"),
        Callout("caution", "Not yet", "One answer is missing.", ("The base rate is open.",)),
        KeyFacts(
            (
                Fact("Problem", "3 % of customers leave.\nWe learn of it too late."),
                Fact("Money", "80 k EUR", "Expert estimate"),
            )
        ),
        FigureBlock(figure, figure.title, figure.alt, "Dark: decides the finish."),
        PageBreak(),
        Contents(),
        Heading(1, "Data"),
        Paragraph("Two sources.\n\nBoth are in hand.", "lead"),
        Bullets(("First", "Second")),
        Heading(2, "Sources"),
        Table(
            (Column("Source", 2), Column("Cost (EUR)", 1, "right")),
            (("Contracts", "0"), ("Calls", "1,200")),
            "Where it comes from",
        ),
        Paragraph("Not answered: none.", "muted"),
    )
    return Document("A small project", "Scope and decision", dt.date(2026, 11, 21), blocks)
