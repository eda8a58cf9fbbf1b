"""An assessment as plain content for `--format json`."""

from dataclasses import asdict
from typing import Any

from mlscope.results import Assessment, DimensionResult


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
