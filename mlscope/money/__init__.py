"""Money: what a project is worth, how sure that is, and what to find out first."""

from mlscope.money.evaluation import READS, evaluate
from mlscope.money.export import as_json

__all__ = ["READS", "as_json", "evaluate"]
