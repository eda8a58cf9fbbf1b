"""Feasibility as intervals, findings, blockers, EU AI Act tier, verdict, leaning and what to do next: pure
functions of the record.
"""

from mlscope.assess.change import explain, standing
from mlscope.assess.draws import NO_HOUSE, House
from mlscope.assess.engine import assess
from mlscope.assess.report import as_json, explain_change

__all__ = ["NO_HOUSE", "House", "as_json", "assess", "explain", "explain_change", "standing"]
