"""A change explained: what each changed answer did to every figure, one step each, so that the steps sum to
the whole.

The record is led from its earlier to its later state. The first step takes over what belongs to no answer:
rules, packs, as-of day and software. Then each question's net change follows, in the order of the log by its
last row; a table is one step. Another order would give some steps other shares, since answers work together;
the order of the log is what people lived through, and the sentence says so.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Protocol

from mlscope.catalogue import Catalogue
from mlscope.errors import InputError
from mlscope.project.answers import Answer
from mlscope.project.record import Project
from mlscope.results import (
    Assessment,
    ChangeExplained,
    ChangeStep,
    Money,
    Schedule,
    Standing,
)
from mlscope.words import chance_words, percent_words

ORDER = (
    "Steps stand in the order of the log, by the last change of each answer; in another order, answers that"
    " work together would share the same change differently."
)


class Row(Protocol):
    """A row of the log."""

    @property
    def revision(self) -> int: ...  # noqa: D102
    @property
    def at(self) -> dt.datetime: ...  # noqa: D102
    @property
    def author(self) -> str: ...  # noqa: D102
    @property
    def key(self) -> str: ...  # noqa: D102


Stands = Callable[[Project], Standing]
"""Finds what a record comes to, with the engines' results of it."""


def standing(assessment: Assessment, money: Money | None, schedule: Schedule | None) -> Standing:
    """What a record comes to, from what the engines say of it."""
    figures: dict[str, float | None] = {}
    for key, dimension in assessment.dimensions.items():
        figures[f"{key}.low"], figures[f"{key}.high"] = dimension.low, dimension.high
    figures |= {f"leaning.{word}": share for word, share in assessment.leaning.probabilities.items()}
    figures["payback"] = money.probability_positive if money else None
    figures["value"] = money.npv.mean if money and money.npv else None
    figures["on_time"] = schedule.decided_on_time if schedule else None
    finish = schedule.finish_p80 if schedule else None
    figures["finish"] = float(finish.toordinal()) if finish else None
    lows = [d.low for d in assessment.dimensions.values() if d.low is not None]
    return Standing(
        word=assessment.verdict.word,
        label=assessment.verdict.label,
        figures=figures,
        weakest=min(lows, default=None),
        high_findings=sum(f.grave for f in assessment.findings),
        blockers=tuple(blocker.message for blocker in assessment.blockers),
        tier=assessment.ai_act.label,
    )


def explain(
    before: Project,
    after: Project,
    rows: Iterable[Row],
    catalogue: Catalogue,
    stands: Stands,
    stood: Stands | None = None,
) -> ChangeExplained:
    """How `before` became `after`, by the rows of the log between them.

    `stands` says what a record comes to today; `stood` what it came to under the rules of `before`, where
    they are known. InputError where the two are states of two projects.
    """
    if before.id != after.id:
        raise InputError(
            f"“{before.name}” and “{after.name}” are two projects; choose two revisions or milestones of one"
            " of them"
        )
    now, then = after.flatten(), before.flatten()
    touched = _touched(rows)
    first = (stood or stands)(before)
    record = _with_frame(then, now, catalogue)
    last = stands(_project(after.id, record))
    steps = [ChangeStep("frame", "", (), None, first, last)] if last != first else []
    for head in _changed(record, now, catalogue, touched):
        record = _with_answer(record, now, head)
        reached = stands(_project(after.id, record))
        authors, at = touched.get(head, ((), None))[:2]
        kind = "waiver" if head.startswith("waiver/") else "answer"
        steps.append(ChangeStep(kind, head.removeprefix("waiver/"), authors, at, last, reached))  # type: ignore[arg-type]
        last = reached
    return ChangeExplained(first, last, tuple(steps), tuple(_crossed(first, last, catalogue)), ORDER)


def _head(key: str, questions: Mapping[str, Any]) -> str:
    """The answer that a log key belongs to: a question with all its cells, or a waiver; empty for what
    belongs to none.
    """
    head = key.partition("/")[0]
    return key if head == "waiver" else head if head in questions else ""


def _touched(rows: Iterable[Row]) -> dict[str, tuple[tuple[str, ...], dt.datetime | None, int]]:
    """By question or waiver: who changed it, when last, and by which row of the log."""
    touched: dict[str, tuple[tuple[str, ...], dt.datetime | None, int]] = {}
    for row in sorted(rows, key=lambda row: row.revision):
        head = row.key if row.key.startswith("waiver/") else row.key.partition("/")[0]
        authors = touched[head][0] if head in touched else ()
        touched[head] = (tuple(dict.fromkeys((*authors, row.author))), row.at, row.revision)
    return touched


def _project(project_id: str, record: Mapping[str, Answer]) -> Project:
    return Project.unflatten(project_id, record)


def _with_frame(
    then: Mapping[str, Answer], now: Mapping[str, Answer], catalogue: Catalogue
) -> dict[str, Answer]:
    """The earlier answers within the later frame."""
    answers = {key: answer for key, answer in then.items() if _head(key, catalogue.questions)}
    frame = {key: answer for key, answer in now.items() if not _head(key, catalogue.questions)}
    return answers | frame


def _with_answer(record: Mapping[str, Answer], now: Mapping[str, Answer], head: str) -> dict[str, Answer]:
    """The record with one answer, cells included, as it is later."""
    kept = {key: answer for key, answer in record.items() if not _below(key, head)}
    return kept | {key: answer for key, answer in now.items() if _below(key, head)}


def _below(key: str, head: str) -> bool:
    return key == head or key.startswith(f"{head}/")


def _changed(
    record: Mapping[str, Answer],
    now: Mapping[str, Answer],
    catalogue: Catalogue,
    touched: Mapping[str, tuple[tuple[str, ...], dt.datetime | None, int]],
) -> list[str]:
    """The answers that differ, in the order of the log by their last row."""
    heads = {
        head
        for key in {**record, **now}
        if (head := _head(key, catalogue.questions)) and record.get(key) != now.get(key)
    }
    return sorted(heads, key=lambda head: (touched[head][2] if head in touched else 0, head))


def _crossed(before: Standing, after: Standing, catalogue: Catalogue) -> Iterator[str]:
    """Which thresholds of the verdict lie between two states."""
    rules = catalogue.rules["verdict"]
    if before.word != after.word:
        yield f"The verdict went from “{before.label}” to “{after.label}”."
    for row in rules["rows"]:
        label = rules["labels"][row["word"]].lower()
        yield from _line(
            "The weakest dimension at its worst",
            before.weakest,
            after.weakest,
            row["feasibility"],
            label,
            _points,
        )
        for figure, what in (
            ("payback", "The chance of paying back"),
            ("on_time", "The chance to be on time"),
        ):
            was, now = before.figures[figure], after.figures[figure]
            yield from _line(what, was, now, row[figure], label, chance_words)
        was_met, met = (one.high_findings <= row["high_findings"] for one in (before, after))
        if was_met != met:
            verb = "within" if met else "beyond"
            yield (
                f"High findings went from {before.high_findings} to {after.high_findings}, "
                f"{verb} the {row['high_findings']} that “{label}” allows."
            )
    yield from (f"Now in the way: {message}" for message in after.blockers if message not in before.blockers)
    yield from (
        f"No longer in the way: {message}" for message in before.blockers if message not in after.blockers
    )
    if before.tier != after.tier:
        yield f"The EU AI Act tier went from “{before.tier}” to “{after.tier}”."


def _line(
    what: str,
    was: float | None,
    now: float | None,
    line: float,
    label: str,
    words: Callable[[float | None], str],
) -> Iterator[str]:
    if (was is not None and was >= line) == (now is not None and now >= line):
        return
    needs = f"{line:.0f}" if words is _points else percent_words(line)
    yield f"{what} went from {words(was)} to {words(now)}; “{label}” needs {needs}."


def _points(value: float | None) -> str:
    return "not known" if value is None else f"{value:.0f}"
