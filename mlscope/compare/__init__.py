"""Which project first: candidates side by side, how robust their order is, and which set to fund."""

from mlscope.compare.criteria import CRITERIA
from mlscope.compare.engine import as_json, compare, value_against_feasibility

__all__ = ["CRITERIA", "as_json", "compare", "value_against_feasibility"]
