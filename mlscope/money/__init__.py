"""Money: what a project is worth, how sure that is, and what to find out first."""

from mlscope.money.candidate import candidate_draws, input_gains
from mlscope.money.evaluation import READS, evaluate
from mlscope.money.export import as_json
from mlscope.money.yearly import year_ranges

__all__ = ["READS", "as_json", "candidate_draws", "evaluate", "input_gains", "year_ranges"]
