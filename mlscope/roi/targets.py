"""Can the target pay at all? Sentences for the step that sets it, long before a model exists."""

from collections.abc import Iterator

from mlscope import sampling
from mlscope.project import Project
from mlscope.project.results import BreakEven
from mlscope.project.wizard import TYPED_QUESTIONS
from mlscope.words import exact_percent_words, exact_words, money_words

_LABELS = {question.id: question.label for question in TYPED_QUESTIONS}
_NEEDED = 3
"""So many missing answers are named."""


def target_words(result: BreakEven | None, project: Project) -> tuple[str, ...]:
    """Whether the target of an effective project pays for a year's cost of running it, and what is the least that does.

    Which answers are missing, where nothing can be said; nothing where no decision is described.
    """
    if result is None:
        return ()
    form = {"sorting": _sorting, "error": _error, "assistance": _assistance}[result.form]
    said = (*form(result, project), *_year(result, project))
    return said or tuple(_missing(result))


def _sorting(result: BreakEven, project: Project) -> Iterator[str]:
    precision, recall = project.metrics.precision, project.metrics.recall
    at_recall = "" if recall is None else f" at a recall of {_share(recall)}"
    if result.precision_status == "never":
        yield f"No precision pays{at_recall}: what it finds does not cover the cost of running it."
    elif result.precision_status == "always":
        yield f"Any precision pays{at_recall}: false alarms cost next to nothing against what a true case brings."
    elif result.precision_status == "ok":
        yield f"Acting on its alarms pays from a precision of {_share(result.precision)}{at_recall}{_met(precision, result.precision)}."
    if precision is not None and result.recall_status == "never":
        yield f"No recall pays at a precision of {_share(precision)}: the false alarms eat up the gain, or too few cases can be handled."
    elif precision is not None and result.recall_status == "ok":
        yield f"At a precision of {_share(precision)} it must find {_share(result.recall)} of the true cases{_met(recall, result.recall)}."
    if result.precision_for_npv is not None:
        over = _met(precision, result.precision_for_npv)
        yield f"For the whole investment to come back, the precision must reach {_share(result.precision_for_npv)}{over}."


def _error(result: BreakEven, project: Project) -> Iterator[str]:
    baseline, target = project.metrics.baseline, project.metrics.target
    rises = result.error is not None and baseline is not None and result.error > baseline
    side = "at least" if rises else "at most"
    if result.error_status == "never":
        yield "No prediction pays: even one without error does not cover the cost of running it."
    elif result.error is not None:
        met = (
            ""
            if target is None
            else _clears((target >= result.error) if rises else (target <= result.error), exact_words(target))
        )
        than = "" if baseline is None else f", where the simple rule reaches {exact_words(baseline)}"
        yield f"It pays with {side} {_figure(result.error)} on the chosen metric{than}{met}."
    if result.error_for_npv is not None:
        yield f"For the whole investment to come back, it must reach {_figure(result.error_for_npv)}."


def _assistance(result: BreakEven, project: Project) -> Iterator[str]:
    planned = None if project.value.minutes_saved is None else sampling.mean(project.value.minutes_saved)
    if result.minutes_status == "never":
        yield "No time saved pays: there is nothing that it would be used for."
    elif result.minutes is not None and result.minutes_status == "ok":
        met = "" if planned is None else _clears(planned >= result.minutes, f"{exact_words(planned)} minutes")
        yield f"A use must save {_figure(result.minutes)} minutes for a year to pay{met}."
    if result.adoption_status == "never":
        yield "It does not pay even if it is used in every case."
    elif result.adoption is not None and result.adoption_status == "ok":
        usage = (
            None
            if project.value.usage_share is None
            else sampling.mean(project.value.usage_share, share=True)
        )
        yield f"It must be used in {_share(result.adoption)} of the cases{_met(usage, result.adoption)}."


def _year(result: BreakEven, project: Project) -> Iterator[str]:
    if result.net_at_target is None:
        return
    brings = f"At the target and at average inputs, a full year brings {money_words(result.net_at_target, project.currency)}"
    if result.flag_everyone is None:
        yield f"{brings} after the cost of running it."
    else:
        yield f"{brings}; acting on every case would bring {money_words(result.flag_everyone, project.currency)}, acting on none nothing."


def _missing(result: BreakEven) -> Iterator[str]:
    if result.missing:
        more = f", and {len(result.missing) - _NEEDED} more" if len(result.missing) > _NEEDED else ""
        named = "; ".join(f"“{_LABELS[key]}”" for key in result.missing[:_NEEDED])
        yield f"Whether the target can pay is known once this is answered: {named}{more}."


def _met(planned: float | None, least: float | None) -> str:
    return "" if planned is None or least is None else _clears(planned >= least, _share(planned))


def _clears(met: bool, planned: str) -> str:
    return (
        f"; the target of {planned} clears that" if met else f"; the target of {planned} falls short of that"
    )


def _share(value: float | None) -> str:
    return exact_percent_words(float(f"{value or 0.0:.2g}"))


def _figure(value: float) -> str:
    return exact_words(float(f"{value:.3g}"))
