"""Which project first: candidates side by side, how robust their order is, and which set to fund."""

from mlscope.compare.criteria import CRITERIA, DEFAULT_WEIGHTS, MONEY
from mlscope.compare.engine import as_json, choose, compare, information_as_json, value_against_feasibility
from mlscope.compare.funding import BUDGET, Wishes
from mlscope.compare.information import choice_information

__all__ = [
    "BUDGET",
    "CRITERIA",
    "DEFAULT_WEIGHTS",
    "MONEY",
    "Wishes",
    "as_json",
    "choice_information",
    "choose",
    "compare",
    "information_as_json",
    "value_against_feasibility",
]
