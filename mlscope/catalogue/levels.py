"""Which levels the scores can reach at all: verdicts by the table of thresholds, and the words for a
dimension.

A dimension reaches from the weighted mean of its worst scores to that of its best ones. What is asked for
certain always counts; items that hang on a condition, or on several answers, count only where they widen the
reach. No answer is "does not apply".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mlscope.catalogue.content import Catalogue
from mlscope.project.steps.feasibility import Dimension
from mlscope.words import number_beside

Weighted = tuple[float, float]
"""(weight, score)"""


def verdicts_out_of_reach(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """(dimension, sentence) for each verdict that asks more of a dimension than its best answers come to."""
    for dimension in Dimension:
        _, best = reach(catalogue, dimension.value)
        for row in catalogue.rules["verdict"]["rows"]:
            if best < row["feasibility"]:
                yield (
                    dimension.value,
                    (
                        f"the verdict '{row['word']}' needs {row['feasibility']} of 100 and the best answers"
                        f" come to {number_beside(best, row['feasibility'])}; let a good answer score more,"
                        " or give the question less weight"
                    ),
                )


def shadowed_verdicts(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Verdicts that no project gets, because a row above asks for no more."""
    for number, row in enumerate(rows):
        if any(_easier(earlier, row) for earlier in rows[:number]):
            yield str(row["word"])


def unused_words(catalogue: Catalogue) -> Iterator[str]:
    """Words for a dimension that fit no interval which any dimension can have."""
    words = catalogue.rules["feasibility"]["words"]
    spans = [reach(catalogue, dimension.value) for dimension in Dimension]
    worst, best = int(min(low for low, _ in spans)), int(max(high for _, high in spans))
    found = {_first_fit(low, high, words) for low in range(worst, best + 1) for high in range(low, best + 1)}
    return (str(rule["word"]) for number, rule in enumerate(words) if number not in found)


def reach(catalogue: Catalogue, dimension: str) -> tuple[float, float]:
    """The worst and the best that a dimension can come to, 0..100; 0 to 100 where nothing is scored."""
    certain: list[tuple[float, float, float]] = []
    optional: list[tuple[float, float, float]] = []
    for question in catalogue.questions.values():
        scoring = question.scoring
        if scoring and scoring.dimension == dimension and (scoring.scores or scoring.points):
            scores = [*scoring.scores.values(), *(score for _, score in scoring.points)]
            (optional if question.when else certain).append((scoring.weight, min(scores), max(scores)))
    for rule in catalogue.rules["feasibility"]["computed"].values():
        if rule["dimension"] == dimension:
            scores = [score for _, score in rule.get("points", [[0, 0.0], [1, 1.0]])]
            optional.append((float(rule["weight"]), min(scores), max(scores)))
    worst = _mean([(w, low) for w, low, _ in certain], sorted((low, w) for w, low, _ in optional))
    best = 1 - _mean(
        [(w, 1 - high) for w, _, high in certain], sorted((1 - high, w) for w, _, high in optional)
    )
    return (100 * worst, 100 * best) if certain or optional else (0.0, 100.0)


def _mean(certain: Sequence[Weighted], optional: Iterable[tuple[float, float]]) -> float:
    """The lowest weighted mean: optional (score, weight) pairs, lowest first, join while they lower it."""
    weight, total = sum(w for w, _ in certain), sum(w * score for w, score in certain)
    for score, w in optional:
        if weight and score * weight >= total:
            break
        weight, total = weight + w, total + w * score
    return total / weight if weight else 0.0


def _easier(earlier: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Does a row that stands earlier let everything through that this one does?"""
    least = all(earlier[key] <= row[key] for key in ("feasibility", "payback", "on_time"))
    return (
        least
        and earlier["high_findings"] >= row["high_findings"]
        and set(earlier["tiers"]) >= set(row["tiers"])
    )


def _first_fit(low: float, high: float, words: Sequence[Mapping[str, Any]]) -> int | None:
    """The number of the first rule that fits an interval."""
    for number, rule in enumerate(words):
        if (
            low >= rule.get("low_min", 0)
            and high <= rule.get("high_max", 100)
            and high - low >= rule.get("width_min", 0)
        ):
            return number
    return None
