"""Which project first: candidates side by side, how robust their order is, and which set to fund."""

from mlscope.compare.criteria import CRITERIA
from mlscope.compare.engine import as_json, compare, value_against_feasibility
from mlscope.compare.funding import BUDGET

__all__ = ["BUDGET", "CRITERIA", "as_json", "compare", "value_against_feasibility"]
