"""The linter for scopes: what is wrong, what to do about it, and the answers it rests on.

A test is a small function of the facts: it returns the figures for its message, or None where there is nothing to say.
Words, severity and advice stand in data/rules/findings.yaml under the same code. Weak answers to the questions of packs add theirs.
"""

from collections.abc import Callable, Mapping

from mlscope.assess.facts import Facts
from mlscope.assess.weak import weak_answers
from mlscope.results import Finding

Figures = dict[str, object]
Test = Callable[[Facts], Figures | None]

TESTS: dict[str, Test] = {}
FOUND: Figures = {}
"""What a test returns when its message needs no figures."""
_ORDER = {"blocker": 0, "high": 1, "medium": 2, "low": 3}


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
    return tuple(sorted(found, key=lambda finding: (bool(finding.waived), _ORDER[finding.severity])))


def _finding(code: str, rule: Mapping[str, object], facts: Facts) -> Finding | None:
    figures = TESTS[code](facts)
    if figures is None:
        return None
    return Finding(
        code=code,
        severity=rule["severity"],  # type: ignore[arg-type]
        message=_message(rule, figures),
        advice=str(rule["advice"]),
        answers=tuple(rule["answers"]),  # type: ignore[arg-type]
        contradiction=bool(rule.get("contradiction", False)),
        waived=facts.waived(code),
        title=str(rule["title"]),
    )


def _message(rule: Mapping[str, object], figures: Figures) -> str:
    one = rule.get("message_of_one") if figures.get("count") == 1 else None
    return str(one or rule["message"]).format(**figures)
