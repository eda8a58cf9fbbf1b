"""Money: what a project is worth, how sure that is, and what to find out first."""

from mlscope.roi.engine import READS, evaluate
from mlscope.roi.report import as_json

__all__ = ["READS", "as_json", "evaluate"]
