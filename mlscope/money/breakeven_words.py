"""How good it must be, in words: what the step that sets the target says long before a model exists, and the
rows that are printed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mlscope.project import Project
from mlscope.project.wizard import TYPED_QUESTIONS
from mlscope.results import BreakEven, Level, Measure, MeasureName
from mlscope.words import digits_apart, exact_percent_words, exact_words, money_words

STATUS_WORDS = {"never": "not at any level", "always": "at any level", "unknown": "not known yet"}
_LABELS = {question.id: question.label for question in TYPED_QUESTIONS}
_NAMES: dict[MeasureName, str] = {
    "precision": "Precision, at the target recall",
    "recall": "Recall, at the target precision",
    "minutes": "Minutes saved a use",
    "volume": "Cases a year",
}
_NEEDED = 3
"""So many missing answers are named."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure in words: the level planned, and the levels at which it pays."""

    name: str
    target: str
    pays_in_a_year: str
    pays_back: str


# ── the rows
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def measure_rows(result: BreakEven) -> tuple[MeasureRow, ...]:
    """How good a solution must be in every measure of its form."""
    return tuple(
        MeasureRow(
            name=_name(measure, result),
            target=_planned(measure),
            pays_in_a_year=_level(measure, measure.yearly),
            pays_back="" if measure.for_npv.when_ok is None else _level(measure, measure.for_npv),
        )
        for measure in result.measures
    )


def measures_note(rows: Sequence[MeasureRow]) -> str:
    """How the levels are meant."""
    said = "At average inputs. A year's decisions pay when they earn their own running cost"
    if not any(row.pays_back for row in rows):
        return f"{said}."
    return (
        f"{said}; the whole project must also earn back what is spent once, and carry the chances of failure."
    )


def _name(measure: Measure, result: BreakEven) -> str:
    if measure.name == "error":
        return "Error, at most" if measure.direction == "at_most" else "Score, at least"
    if measure.name == "adoption":
        helps = result.form == "assistance"
        return "Share of cases in which it is used" if helps else "Share of its advice that is acted on"
    return _NAMES[measure.name]


def _planned(measure: Measure) -> str:
    """The level planned: of a share two digits, of an amount three, of the metric four, or more as beside its
    levels.
    """
    if measure.target is None:
        return ""
    digits = _apart(measure)
    if measure.unit == "share":
        return exact_percent_words(measure.target, digits)
    return exact_words(measure.target, digits=max(digits, 4 if measure.unit == "metric" else 3))


def _level(measure: Measure, level: Level) -> str:
    if level.value is None or level.status != "ok":
        return STATUS_WORDS.get(level.status, "not known yet")
    digits = _apart(measure)
    share = measure.unit == "share"
    words = exact_percent_words(level.value, digits) if share else exact_words(level.value, digits=digits)
    return f"{'from' if measure.direction == 'at_least' else 'up to'} {words}"


def _apart(measure: Measure) -> int:
    """Two digits for the levels beside a target, or as many more as keep each of them off it."""
    levels = (measure.yearly.value, measure.for_npv.when_ok)
    return max(_digits(level, measure.target, 2) for level in levels)


def without_a_model(result: BreakEven, currency: str) -> tuple[tuple[str, str], ...]:
    """What a year brings at the target, and when every case or none is acted on without a model; none where
    that is not known.
    """
    if result.flag_everyone is None:
        return ()
    years = [
        ("Acting at the target", result.net_at_target),
        ("Acting on every case", result.flag_everyone),
        ("Acting on none", result.flag_no_one),
    ]
    return tuple((name, money_words(value, currency)) for name, value in years if value is not None)


def threshold(result: BreakEven) -> str:
    """From which probability acting on a case pays, in a sentence; nothing where it does not apply."""
    if result.threshold is None:
        return ""
    return (
        f"Act on a case when the model gives it a probability of {_share(result.threshold)} or more: from"
        " there the gain of acting outweighs the false alarms (Elkan 2001). The model's probabilities must"
        " be calibrated for that."
    )


# ── the sentences
# ───────────────────────────────────────────────────────────────────────────────────────────────


def target_words(result: BreakEven | None, project: Project) -> tuple[str, ...]:
    """Whether the target of an effective project pays for a year's cost of running it, and what is the least
    that does.

    Which answers are missing, where nothing can be said; nothing where no decision is described.
    """
    if result is None:
        return ()
    match result.form:
        case "sorting":
            sentences = _sorting(result)
        case "error":
            sentences = _numbers(result, project.metrics.baseline)
        case "assistance":
            sentences = _help(result)
    return (*sentences, *_year(result, project.currency)) or tuple(_missing(result))


def _sorting(result: BreakEven) -> Iterator[str]:
    precision, recall = result.measure("precision"), result.measure("recall")
    if precision is None or recall is None:
        return
    at_recall = "" if recall.target is None else f" at a recall of {_share(recall.target)}"
    match precision.yearly.status:
        case "never":
            yield f"No precision pays{at_recall}: what it finds does not cover the cost of running it."
        case "always":
            yield (
                f"Any precision pays{at_recall}: false alarms cost next to nothing against what a true case"
                " brings."
            )
        case "ok":
            least = _share(precision.yearly.value, precision.target)
            met = _met(precision, precision.yearly.value)
            yield f"Acting on its alarms pays from a precision of {least}{at_recall}{met}."
    if precision.target is not None and recall.yearly.status == "never":
        yield (
            f"No recall pays at a precision of {_share(precision.target)}: the false alarms eat up the gain,"
            " or too few cases can be handled."
        )
    elif precision.target is not None and recall.yearly.status == "ok":
        yield (
            f"At a precision of {_share(precision.target)} it must find"
            f" {_share(recall.yearly.value, recall.target)} of the true"
            f" cases{_met(recall, recall.yearly.value)}."
        )
    if (whole := precision.for_npv.when_ok) is not None:
        yield (
            "For the whole investment to come back, the precision must reach"
            f" {_share(whole, precision.target)}{_met(precision, whole)}."
        )


def _numbers(result: BreakEven, baseline: float | None) -> Iterator[str]:
    error = result.measure("error")
    if error is None:
        return
    if error.yearly.status == "never":
        yield "No prediction pays: even one without error does not cover the cost of running it."
    elif error.yearly.value is not None:
        side = "at least" if error.direction == "at_least" else "at most"
        than = "" if baseline is None else f", where the simple rule reaches {exact_words(baseline)}"
        met = _met(error, error.yearly.value)
        yield (
            f"It pays with {side} {_figure(error.yearly.value, error.target)} on the chosen"
            f" metric{than}{met}."
        )
    if (whole := error.for_npv.when_ok) is not None:
        yield f"For the whole investment to come back, it must reach {_figure(whole, error.target)}."


def _help(result: BreakEven) -> Iterator[str]:
    minutes, adoption = result.measure("minutes"), result.measure("adoption")
    if minutes is None or adoption is None:
        return
    if minutes.yearly.status == "never":
        yield "No time saved pays: there is nothing that it would be used for."
    elif (least := minutes.yearly.when_ok) is not None:
        yield (
            f"A use must save {_figure(least, minutes.target)} minutes for a year to"
            f" pay{_met(minutes, least)}."
        )
    if adoption.yearly.status == "never":
        yield "It does not pay even if it is used in every case."
    elif (least := adoption.yearly.when_ok) is not None:
        yield f"It must be used in {_share(least, adoption.target)} of the cases{_met(adoption, least)}."


def _year(result: BreakEven, currency: str) -> Iterator[str]:
    if result.net_at_target is None:
        return
    brings = (
        "At the target and at average inputs, a full year brings"
        f" {money_words(result.net_at_target, currency)}"
    )
    if result.flag_everyone is None:
        yield f"{brings} after the cost of running it."
    else:
        everyone = money_words(result.flag_everyone, currency)
        yield f"{brings}; acting on every case would bring {everyone}, acting on none nothing."


def _missing(result: BreakEven) -> Iterator[str]:
    if result.missing:
        more = f", and {len(result.missing) - _NEEDED} more" if len(result.missing) > _NEEDED else ""
        named = "; ".join(f"“{_LABELS[key]}”" for key in result.missing[:_NEEDED])
        yield f"Whether the target can pay is known once this is answered: {named}{more}."


def _met(measure: Measure, level: float | None) -> str:
    """Whether the level planned is good enough; nothing where it or the level is not known."""
    if measure.target is None or level is None:
        return ""
    words = (
        _share(measure.target, level)
        if measure.unit == "share"
        else exact_words(measure.target, digits=_digits(measure.target, level, 4))
    )
    planned = f"{words} minutes" if measure.unit == "minutes" else words
    clears = "clears" if measure.met(measure.target, level) else "falls short of"
    return f"; the target of {planned} {clears} that"


def _share(value: float | None, beside: float | None = None) -> str:
    """A share to two digits, or more where another that stands beside it would read the same."""
    return exact_percent_words(value or 0.0, _digits(value, beside, 2))


def _figure(value: float, beside: float | None = None) -> str:
    return exact_words(value, digits=_digits(value, beside, 3))


def _digits(value: float | None, beside: float | None, least: int) -> int:
    return least if value is None or beside is None else digits_apart(value, beside, least)
