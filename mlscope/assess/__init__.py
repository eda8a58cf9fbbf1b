"""How feasible a project is, what is wrong with its scope, and which decision the answers support."""

from mlscope.assess.engine import assess
from mlscope.assess.report import as_json, explain_change

__all__ = ["as_json", "assess", "explain_change"]
