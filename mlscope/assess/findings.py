"""The linter for scopes: what is wrong, what to do about it, and the answers it rests on.

A test is a small function of the facts: it returns the figures for its message, or None where there is
nothing to say. Words, severity and advice stand in data/rules/findings.yaml under the same code. Weak answers
to the questions of packs add theirs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from mlscope.assess.facts import Facts
from mlscope.assess.severity import ORDER, severity_of
from mlscope.assess.weak import weak_answers
from mlscope.catalogue import Catalogue
from mlscope.catalogue.causes import Causes
from mlscope.results import Finding, Severity

Figures = dict[str, object]
Test = Callable[[Facts], Figures | None]

TESTS: dict[str, Test] = {}
OF_MONEY = frozenset({"METRIC-02", "VALUE-05", "VALUE-07", "VALUE-10", "VALUE-11"})
"""Findings that say it does not pay: they have to hold with the planned pilot and without it."""
FOUND: Figures = {}
"""What a test returns when its message needs no figures."""
UNKNOWN: Figures = {"unknown": True}
"""What a test returns when nobody knows the answer yet; the message is `message_unknown` then."""


AT_MOST_MEDIUM: Figures = {"at_most": "medium"}
"""Beside its figures, where these say that it is no grave matter whatever the stake."""
AT_LEAST_HIGH: Figures = {"at_least": "high"}
"""Beside its figures, where these alone make it grave."""


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
    return in_order(found, facts.catalogue.causes)


def in_order(found: Iterable[Finding], causes: Causes) -> tuple[Finding, ...]:
    """The gravest first, by cause, waived ones last."""
    return tuple(sorted(found, key=lambda f: (bool(f.waived), ORDER[f.severity], causes.rank(f.code))))


def standing_out(found: Sequence[Finding], catalogue: Catalogue) -> tuple[Finding, ...]:
    """The same findings, of which so few are shown as high that somebody can act on all of them.

    Of too many the first of each cause goes before a second one, and a second before the first of a cause far
    less grave. The others are shown as medium and marked; the verdict counts them as what they are.
    """
    causes, rules = catalogue.causes, catalogue.rules["causes"]
    grave = [finding for finding in found if finding.severity == "high" and not finding.waived]
    seen: Counter[str] = Counter()
    places = {}
    for finding in grave:
        places[finding.code] = (
            causes.cause(finding.code).rank + rules["apart"] * seen[finding.cause],
            seen[finding.cause],
        )
        seen[finding.cause] += 1
    kept = sorted(places, key=lambda code: places[code])[: rules["high"]]
    return in_order(
        (
            replace(finding, severity="medium", crowded_out=True)
            if finding.code in places and finding.code not in kept
            else finding
            for finding in found
        ),
        causes,
    )


def raised(code: str, facts: Facts) -> Figures | None:
    """The figures of a finding; None where there is nothing to say."""
    figures = TESTS[code](facts)
    if figures is not None and figures.get("unknown") and not _told_unknown(code, facts):
        return None
    if figures is None or (code in OF_MONEY and TESTS[code](facts.without_pilot) is None):
        return None
    return figures


def severities(code: str, figures: Figures, facts: Facts) -> tuple[Severity, Severity]:
    """How grave a finding with these figures is, as the answers stand and at the worst."""
    stands, at_worst = severity_of(facts.catalogue.severities[code], facts, "low")
    return _bounded(stands or "low", figures), _bounded(at_worst or "low", figures)


def _bounded(severity: Severity, figures: Figures) -> Severity:
    if figures.get("at_least") == "high":
        return "high"
    return "medium" if figures.get("at_most") == "medium" and severity == "high" else severity


def _told_unknown(code: str, facts: Facts) -> bool:
    """Have the rules, which may be those of an earlier day, words for an answer that nobody knows?"""
    return "message_unknown" in facts.catalogue.rules["findings"][code]


def _finding(code: str, rule: Mapping[str, object], facts: Facts) -> Finding | None:
    if (figures := raised(code, facts)) is None:
        return None
    severity, at_worst = severities(code, figures, facts)
    return Finding(
        code=code,
        severity=severity,
        at_worst=at_worst,
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
    elif figures.get("unknown"):
        other = rule.get("message_unknown")
    return str(other or rule["message"]).format(**figures)
