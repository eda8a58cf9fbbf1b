"""Feasibility as intervals, findings, blockers, EU AI Act tier, verdict, leaning and what to do next: pure
functions of the record.
"""

from mlscope.assess.change import explain, standing
from mlscope.assess.deadlines import due, due_words
from mlscope.assess.engine import assess
from mlscope.assess.house import NO_HOUSE, House, counted, house_of
from mlscope.assess.report import as_json

__all__ = [
    "NO_HOUSE",
    "House",
    "as_json",
    "assess",
    "counted",
    "due",
    "due_words",
    "explain",
    "house_of",
    "standing",
]
