"""How grave a finding is: data with conditions, since what is a blemish in one project sinks another.

A severity is a list of rows, of which the first that holds counts. A row whose condition hangs on an open
answer may hold: it does at the worst end of the verdict, and does not where findings are shown.
"""

from collections.abc import Sequence

from mlscope.assess.facts import Facts
from mlscope.questions import SeverityRow, holds
from mlscope.results import Severity

ORDER: dict[Severity, int] = {"blocker": 0, "high": 1, "medium": 2, "low": 3}


def severity_of(
    rows: Sequence[SeverityRow], facts: Facts, otherwise: Severity | None = None
) -> tuple[Severity | None, Severity | None]:
    """The severity as the answers stand, and at the worst over what is open; `otherwise` where no row
    holds.
    """
    worst: Severity | None = None
    stands = otherwise
    for row in rows:
        truth = holds(row.when, facts.values)
        if truth == "no":
            continue
        worst = _graver(worst, row.severity)
        if truth == "yes":
            stands = row.severity
            break
    else:
        worst = _graver(worst, otherwise)
    return stands, worst


def may_be_high(rows: Sequence[SeverityRow], facts: Facts) -> bool:
    """Could a finding of this severity come out high, as far as its conditions are answered?"""
    return severity_of(rows, facts)[1] == "high"


def _graver(one: Severity | None, other: Severity | None) -> Severity | None:
    given = [severity for severity in (one, other) if severity is not None]
    return min(given, key=ORDER.__getitem__, default=None)
