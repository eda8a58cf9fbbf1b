"""Targets of predicted numbers and of assistance that do not pay: what precision below break-even is for
tasks that sort cases.
"""

from mlscope.assess.facts import Facts
from mlscope.assess.findings import Figures, finds
from mlscope.estimates import sampling
from mlscope.results import BreakEven
from mlscope.words import digits_apart, exact_percent_words, exact_words


def _result(facts: Facts, form: str) -> BreakEven | None:
    result = facts.money.breakeven if facts.money else None
    return result if result is not None and result.form == form else None


@finds("VALUE-10")
def _error_too_large(facts: Facts) -> Figures | None:
    result, target, baseline = _result(facts, "error"), facts["metrics.target"], facts["metrics.baseline"]
    if result is None or result.net_at_target is None or target is None:
        return None
    if result.net_at_target < 0:
        words = "even a perfect prediction does not cover a year's cost of running it"
        if (least := result.yearly("error").value) is not None:
            words = f"the yearly break-even is at {exact_words(least, digits=digits_apart(least, target, 3))}"
        return {"target": exact_words(target), "breakeven": words}
    level = result.for_npv("error")
    if level is None or baseline is None or (target - level) * (baseline - target) <= 0:
        return None
    return {
        "target": exact_words(target),
        "breakeven": (
            f"over all years, it takes {exact_words(level, digits=digits_apart(level, target, 3))} to come"
            " out even on average"
        ),
    }


@finds("VALUE-11")
def _used_too_little(facts: Facts) -> Figures | None:
    result, usage = _result(facts, "assistance"), facts["value.usage_share"]
    if result is None or result.net_at_target is None or usage is None:
        return None
    yearly = result.net_at_target < 0
    least = result.yearly("adoption").value if yearly else result.for_npv("adoption")
    planned = sampling.mean(usage, share=True)
    if result.net_at_target >= 0 and (least is None or planned >= least):
        return None
    over = "a year to pay" if result.net_at_target < 0 else "the whole to come out even"
    if least is None:
        return {"usage": exact_percent_words(planned, 3), "needed": f"no use is enough for {over}"}
    digits = digits_apart(planned, least, 3)
    return {
        "usage": exact_percent_words(planned, digits),
        "needed": f"{exact_percent_words(least, digits)} is needed for {over}",
    }
