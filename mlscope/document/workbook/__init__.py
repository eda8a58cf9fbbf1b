"""The Excel workbook: the money of a project by live formulas, so that a colleague can change an input and
see what follows.

It is written from the record and the engine's figures: `rows` says which answers stand on it, `formulas`
holds every formula with its value. A changed one is read back by `reading`.
"""

import datetime as dt
import io

import numpy as np

from mlscope.document.workbook import cash_flow, draws, inputs, scenarios, summary, timing
from mlscope.document.workbook.decisions import Decisions, form_of
from mlscope.document.workbook.figures import Workings
from mlscope.document.workbook.opening import LARGEST_FILE
from mlscope.document.workbook.pen import Pen
from mlscope.document.workbook.reading import Change, Reading, applied, read_back, said_of
from mlscope.money.export import samples
from mlscope.project import Project
from mlscope.results import Money

SHEETS = ("Summary", "Inputs", "Cash flow", "Scenarios", "Samples", "Timing", "Ranges", "Workings")


@np.errstate(all="ignore")
def workbook(project: Project, money: Money) -> bytes:
    """The workbook of a project, with the figures that `evaluate` gave for it.

    The same record gives the same bytes: its only notion of today is the record's as-of date.
    """
    target, horizon = io.BytesIO(), money.horizon_years
    pen = Pen(target, project.currency)
    sheets = {name: pen.grid(name) for name in SHEETS}
    entered = inputs.write(
        sheets["Inputs"],
        sheets["Ranges"],
        pen.grid("Tables", hidden=True),
        project,
        money.basis.launch_months,
    )
    timed = timing.write(sheets["Timing"], entered, horizon)
    decisions = Decisions(entered, form_of(project), money.basis.higher_is_better)
    flow = cash_flow.write(sheets["Cash flow"], entered, timed, decisions, horizon, project.currency)
    workings = Workings(sheets["Workings"], entered, timed, horizon)
    figures = [workings.figures(one) for one in (flow.project, flow.alternative, flow.difference)]
    scenarios.write(sheets["Scenarios"], entered, timed, decisions, workings, figures[0], horizon)
    workings.finish(horizon)
    summary.write(sheets["Summary"], project, money, timed, flow, figures, horizon)
    drawn = None
    if money.known:
        drawn = samples(project, money.basis, points=money.points, seed=money.seed)
    draws.write(sheets["Samples"], drawn)
    pen.close(project.name, dt.datetime.combine(project.as_of, dt.time()))
    return target.getvalue()


__all__ = ["LARGEST_FILE", "Change", "Reading", "applied", "read_back", "said_of", "workbook"]
