"""An assessment as plain content for `--format json`, and what moved between two of them in sentences."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from mlscope.results import Assessment, DimensionResult, Item

SHOWN_ITEMS = 3
NOTICEABLE = 0.5


def as_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment in JSON types; a dimension in which nothing applies has null ends."""
    verdict = assessment.verdict
    return {
        "verdict": verdict.word,
        "verdict_label": verdict.label,
        "sentence": verdict.sentence,
        "reasons": list(verdict.reasons),
        "worst": verdict.worst,
        "best": verdict.best,
        "completeness": assessment.completeness,
        "core_completeness": assessment.core_completeness,
        "step_completeness": dict(assessment.step_completeness),
        "dimensions": {d.id: _dimension(d) for d in assessment.dimensions.values()},
        "blockers": [_listed(blocker) for blocker in assessment.blockers],
        "sinks": [_listed(sink) for sink in assessment.sinks],
        "conditions": [_listed(condition) for condition in assessment.conditions],
        "precedents": [_listed(precedent) for precedent in assessment.precedents],
        "findings": [_listed(finding) for finding in assessment.findings],
        "leaning": dict(assessment.leaning.probabilities),
        "leaning_sentence": assessment.leaning.sentence,
        "next_questions": [_listed(question) for question in assessment.next_questions],
        "only_trying": [_listed(trial) for trial in assessment.only_trying],
        "stopping_rule": assessment.stopping_rule,
        "improvement": (
            _listed(assessment.improvement)
            | {"steps": [_listed(step) for step in assessment.improvement.steps]}
        ),
        "path_to_go": [_listed(step) for step in assessment.path_to_go],
        "recommendations": [_listed(entry) for entry in assessment.recommendations],
        "ai_act": _listed(assessment.ai_act),
        "open_questions": list(assessment.open_questions),
    }


def _listed(record: Any) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(record).items()}


def _dimension(dimension: DimensionResult) -> dict[str, Any]:
    return _listed(dimension) | {"items": [_listed(item) for item in dimension.items]}


def explain_change(before: Assessment, after: Assessment) -> list[str]:
    """What moved from one assessment to another: verdict, dimensions with the items that moved them,
    blockers, findings, tier.
    """
    return [
        *_verdict(before, after),
        *(
            sentence
            for key, now in after.dimensions.items()
            for sentence in _moved(before.dimensions[key], now)
        ),
        *_blockers(before, after),
        *_findings(before, after),
        *_tier(before, after),
    ]


def _verdict(before: Assessment, after: Assessment) -> Iterator[str]:
    if before.verdict.word != after.verdict.word:
        yield f"The verdict went from “{before.verdict.label}” to “{after.verdict.label}”."


def _ends(dimension: DimensionResult) -> str:
    return (
        "does not apply"
        if dimension.low is None or dimension.high is None
        else f"{dimension.low:.0f} to {dimension.high:.0f}"
    )


def _moved(was: DimensionResult, now: DimensionResult) -> Iterator[str]:
    if _ends(was) == _ends(now):
        return
    items = {item.id: item for item in was.items}
    changed = [item for item in now.items if item.id not in items or _shares(items[item.id]) != _shares(item)]
    changed.sort(key=lambda item: -item.weight)
    because = "; ".join(f"{item.label.rstrip('?')}: {_standing(item)}" for item in changed[:SHOWN_ITEMS])
    more = f"; and {len(changed) - SHOWN_ITEMS} more" if len(changed) > SHOWN_ITEMS else ""
    yield f"{now.label} feasibility went from {_ends(was)} to {_ends(now)}." + (
        f" {because}{more}." if because else ""
    )


def _shares(item: Item) -> tuple[object, ...]:
    return item.state, item.low, item.high, item.weight, item.maybe


def _standing(item: Item) -> str:
    words = {"open": "open", "not_asked": "no longer asked", "not_applicable": "does not apply"}
    return words.get(item.state, item.reason.rstrip("."))


def _blockers(before: Assessment, after: Assessment) -> Iterator[str]:
    was, now = ({blocker.code: blocker for blocker in one.blockers} for one in (before, after))
    for code, blocker in now.items():
        if code not in was or was[code].confirmed != blocker.confirmed:
            yield f"{'Blocker' if blocker.confirmed else 'Possible blocker'}: {blocker.message}"
    for code, blocker in was.items():
        if code not in now:
            yield f"No longer in the way: {blocker.message}"


def _findings(before: Assessment, after: Assessment) -> Iterator[str]:
    was, now = ({f.code: f for f in one.findings if not f.waived} for one in (before, after))
    yield from (f"New finding {code}: {finding.message}" for code, finding in now.items() if code not in was)
    yield from (f"Settled {code}: {finding.title}." for code, finding in was.items() if code not in now)


def _tier(before: Assessment, after: Assessment) -> Iterator[str]:
    if before.ai_act.tier != after.ai_act.tier:
        yield f"EU AI Act: from “{before.ai_act.label}” to “{after.ai_act.label}”."
