"""What the engines find out: plain frozen records, so that one engine's result can be handed to another and to documents.

Money is in the project's currency, nominal unless it says discounted; shares and probabilities run from 0 to 1; feasibility
from 0 to 100; dates are calendar dates. A figure that does not exist is None.
"""

from mlscope.project.results.assessment import (
    AiAct,
    Assessment,
    Blocker,
    Condition,
    DimensionResult,
    Finding,
    Item,
    NextQuestion,
    Precedent,
    Recommendation,
    Sink,
    Step,
    Verdict,
    VerdictWord,
)
from mlscope.project.results.comparison import Candidate, Comparison, Flip, Portfolio, Ranked
from mlscope.project.results.dates import Schedule, Sprint, TaskDates, Week
from mlscope.project.results.money import (
    Act,
    BreakEven,
    Budget,
    BudgetLine,
    Deterministic,
    Distribution,
    Floats,
    InformationValue,
    IrrStatus,
    KillCriterion,
    Money,
    Pilot,
    Swing,
    WithoutPilot,
    YearBand,
)
from mlscope.questions import Severity

__all__ = [
    "Act",
    "AiAct",
    "Assessment",
    "Blocker",
    "BreakEven",
    "Budget",
    "BudgetLine",
    "Candidate",
    "Comparison",
    "Condition",
    "Deterministic",
    "DimensionResult",
    "Distribution",
    "Finding",
    "Flip",
    "Floats",
    "InformationValue",
    "IrrStatus",
    "Item",
    "KillCriterion",
    "Money",
    "NextQuestion",
    "Pilot",
    "Portfolio",
    "Precedent",
    "Ranked",
    "Recommendation",
    "Schedule",
    "Severity",
    "Sink",
    "Sprint",
    "Step",
    "Swing",
    "TaskDates",
    "Verdict",
    "VerdictWord",
    "Week",
    "WithoutPilot",
    "YearBand",
]
