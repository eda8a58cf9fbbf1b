"""Feasibility by dimension, as an interval from the worst to the best case over everything that is still
open.

An item with weight w and score s counts as s plus or minus the margin of its evidence, an open one as 0 to 1;
the ends are 100 times the weighted means. An item that may yet turn out not to be asked counts in the worst
case only where it lowers the mean, in the best case only where it raises it: so no answer to an open question
can lead outside the interval.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from mlscope.assess.amounts import interpolated
from mlscope.assess.computed import computed_items
from mlscope.assess.facts import Facts
from mlscope.assess.items import Frame
from mlscope.project.steps.feasibility import Dimension
from mlscope.questions import Question
from mlscope.results import DimensionResult, Item

Weighted = tuple[float, float]
"""(weight, score)"""


def extreme_mean(certain: Iterable[Weighted], optional: Iterable[Weighted], *, lowest: bool) -> float | None:
    """The lowest (or highest) weighted mean over every choice of optional members; None where there is
    nothing at all.

    Taking optional members in order of score, while they still move the mean, is exact.
    """
    certain = list(certain)
    weight, total = sum(w for w, _ in certain), sum(w * s for w, s in certain)
    for w, score in sorted(optional, key=lambda member: member[1], reverse=not lowest):
        if weight and (score * weight >= total if lowest else score * weight <= total):
            break
        weight, total = weight + w, total + w * score
    return total / weight if weight else None


def interval(items: Iterable[Item]) -> tuple[float, float] | None:
    """The ends of a dimension on 0..100; None where nothing applies."""
    counted = [item for item in items if item.state in ("answered", "open")]
    sure, maybe = [i for i in counted if not i.maybe], [i for i in counted if i.maybe]
    low = extreme_mean(((i.weight, i.low) for i in sure), ((i.weight, i.low) for i in maybe), lowest=True)
    high = extreme_mean(((i.weight, i.high) for i in sure), ((i.weight, i.high) for i in maybe), lowest=False)
    return None if low is None or high is None else (100 * low, 100 * high)


def dimensions(facts: Facts) -> dict[str, DimensionResult]:
    """The five dimensions with all their items."""
    rules = facts.catalogue.rules["feasibility"]
    by_dimension: dict[str, list[Item]] = {d.value: [] for d in Dimension}
    for question in scored(facts.questions.values()):
        assert question.scoring is not None
        by_dimension[question.scoring.dimension].append(item_of(question, facts))
    for dimension, item in computed_items(facts):
        by_dimension[dimension].append(item)
    return {d.value: _result(d, by_dimension[d.value], rules["words"]) for d in Dimension}


def scored(questions: Iterable[Question]) -> Iterator[Question]:
    """The questions whose answers score in a dimension."""
    known = set(Dimension)
    for question in questions:
        scoring = question.scoring
        if scoring is not None and scoring.dimension in known and (scoring.scores or scoring.points):
            yield question


def remedy_of(facts: Facts, item: Item) -> str:
    """What to do about an item that scores low; empty where the content says nothing."""
    computed = facts.catalogue.rules["feasibility"]["computed"].get(item.id)
    return str(computed.get("advice", "")) if computed else facts.questions[item.id].advice


def item_of(question: Question, facts: Facts) -> Item:
    """The item of a scored question."""
    assert question.scoring is not None
    frame = Frame(question.id, question.label, (question.id,), question.scoring.weight)
    if left_out := frame.without(facts, frame.answers):
        return left_out
    maybe, value = facts.truth[question.id] == "open", facts.given(question.id)
    if value is None:
        return frame.unanswered("Not answered yet.", maybe)
    score = _score(question, value)
    sure = facts.about(question.id).evidence
    reason = shown(question, value) + (f" ({sure.label.lower()})" if sure else "")
    return frame.counted(score, score, facts.margin(question.id), reason, maybe)


def _score(question: Question, value: Any) -> float:
    scoring = question.scoring
    assert scoring is not None
    if scoring.points:
        return interpolated(float(value), scoring.points, scoring.log)
    given = value if isinstance(value, list) else [value]
    keys = [("yes" if v else "no") if isinstance(v, bool) else str(v) for v in given]
    return sum(scoring.scores.get(key, 0.0) for key in keys) / max(1, len(keys))


def shown(question: Question, value: Any) -> str:
    """The answer to a scored question in words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if question.kind == "percent":
        return f"{value:.0%}".replace("%", " %")
    if isinstance(value, int | float):
        return f"{value:,g} {question.unit}".strip()
    return (
        ", ".join(question.label_of(v) for v in value)
        if isinstance(value, list)
        else question.label_of(value)
    )


def _result(dimension: Dimension, items: Sequence[Item], words: Sequence[dict[str, Any]]) -> DimensionResult:
    ends = interval(items)
    if ends is None:
        return DimensionResult(
            dimension.value, dimension.label, None, None, 1.0, "does not apply", tuple(items)
        )
    counted = [item for item in items if item.state in ("answered", "open") and not item.maybe]
    weight = sum(item.weight for item in counted)
    done = sum(item.weight for item in counted if item.state == "answered") / weight if weight else 0.0
    return DimensionResult(dimension.value, dimension.label, *ends, done, word(*ends, words), tuple(items))


def word(low: float, high: float, words: Sequence[dict[str, Any]]) -> str:
    """The first word of the table that fits an interval."""
    return next(
        str(rule["word"])
        for rule in words
        if low >= rule.get("low_min", 0)
        and high <= rule.get("high_max", 100)
        and high - low >= rule.get("width_min", 0)
    )
