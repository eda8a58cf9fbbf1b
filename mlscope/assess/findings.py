"""The linter for scopes: what is wrong, what to do about it, and the answers it rests on.

A test is a small function of the facts: it returns the figures for its message, or None where there is
nothing to say. Words, severity and advice stand in data/rules/findings.yaml under the same code. Weak answers
to the questions of packs add theirs.
"""

from collections.abc import Callable, Mapping

from mlscope.assess.facts import Facts
from mlscope.assess.severity import ORDER, severity_of
from mlscope.assess.weak import weak_answers
from mlscope.results import Finding

Figures = dict[str, object]
Test = Callable[[Facts], Figures | None]

TESTS: dict[str, Test] = {}
OF_MONEY = frozenset({"METRIC-02", "VALUE-05", "VALUE-07", "VALUE-10", "VALUE-11"})
"""Findings that say it does not pay: they have to hold with the planned pilot and without it."""
FOUND: Figures = {}
"""What a test returns when its message needs no figures."""
UNKNOWN: Figures = {"unknown": True}
"""What a test returns when nobody knows the answer yet; the message is `message_unknown` then."""


def finds(code: str) -> Callable[[Test], Test]:
    """Registers the test of a finding."""

    def keep(function: Test) -> Test:
        TESTS[code] = function
        return function

    return keep


def findings(facts: Facts) -> tuple[Finding, ...]:
    """Every finding of a project, the gravest first, waived ones last."""
    tested = (_finding(code, rule, facts) for code, rule in facts.catalogue.rules["findings"].items())
    found = [*(finding for finding in tested if finding is not None), *weak_answers(facts)]
    causes = facts.catalogue.causes
    return tuple(sorted(found, key=lambda f: (bool(f.waived), ORDER[f.severity], causes.rank(f.code))))


def raised(code: str, facts: Facts) -> Figures | None:
    """The figures of a finding; None where there is nothing to say."""
    figures = TESTS[code](facts)
    if figures is None or (code in OF_MONEY and TESTS[code](facts.without_pilot) is None):
        return None
    return figures


def _finding(code: str, rule: Mapping[str, object], facts: Facts) -> Finding | None:
    if (figures := raised(code, facts)) is None:
        return None
    severity, at_worst = severity_of(facts.catalogue.severities[code], facts, "low")
    return Finding(
        code=code,
        severity=severity or "low",
        at_worst=at_worst or "low",
        cause=facts.catalogue.causes.cause(code).id,
        message=_message(rule, figures),
        advice=str(rule["advice"]),
        answers=tuple(rule["answers"]),  # type: ignore[arg-type]
        contradiction=bool(rule.get("contradiction", False)),
        waived=facts.waived(code),
        title=str(rule["title"]),
    )


def _message(rule: Mapping[str, object], figures: Figures) -> str:
    other = None
    if figures.get("count") == 1:
        other = rule.get("message_of_one")
    elif figures is UNKNOWN:
        other = rule.get("message_unknown")
    return str(other or rule["message"]).format(**figures)
