"""Which project first: candidates side by side, how robust their order is, and which set to fund."""

from mlscope.compare.criteria import CRITERIA, DEFAULT_WEIGHTS, MONEY
from mlscope.compare.engine import as_json, choose, compare, information_as_json, value_against_feasibility
from mlscope.compare.funding import BUDGET, Wishes
from mlscope.compare.information import choice_information
from mlscope.compare.pairwise import weigh
from mlscope.compare.scenarios import Beside, Scenario, of_plain, side_by_side
from mlscope.compare.scoring import FIGURES, IMPACTS, PARTS, POINTS, record_figures

__all__ = [
    "BUDGET",
    "CRITERIA",
    "DEFAULT_WEIGHTS",
    "FIGURES",
    "IMPACTS",
    "MONEY",
    "PARTS",
    "POINTS",
    "Beside",
    "Scenario",
    "Wishes",
    "as_json",
    "choice_information",
    "choose",
    "compare",
    "information_as_json",
    "of_plain",
    "record_figures",
    "side_by_side",
    "value_against_feasibility",
    "weigh",
]
