"""Results as pictures, the same ones in the app and in the document.

Each function turns a result record into a `Figure`: an Altair chart without colours of its own, a title that
carries the message, and a sentence for those who cannot see it. Colours come from `theme`, light or dark.
None where there is nothing to draw. A figure is built once per result.
"""

from mlscope.charts.candidates import frontier, places, ranking, value_against_feasibility
from mlscope.charts.drawing import FONT_FOLDER, png, svg, warm
from mlscope.charts.feasibility import dimensions, finish_dates, gantt
from mlscope.charts.figure import Figure
from mlscope.charts.flow import cumulative_flow
from mlscope.charts.money import (
    break_even,
    budget_by_phase,
    budget_by_year,
    cash_flow,
    information_groups,
    information_value,
    npv_distribution,
    tornado,
)
from mlscope.charts.parts import capital
from mlscope.charts.theme import DARK, LIGHT, theme

__all__ = [
    "DARK",
    "FONT_FOLDER",
    "LIGHT",
    "Figure",
    "break_even",
    "budget_by_phase",
    "budget_by_year",
    "capital",
    "cash_flow",
    "cumulative_flow",
    "dimensions",
    "finish_dates",
    "frontier",
    "gantt",
    "information_groups",
    "information_value",
    "npv_distribution",
    "places",
    "png",
    "ranking",
    "svg",
    "theme",
    "tornado",
    "value_against_feasibility",
    "warm",
]
