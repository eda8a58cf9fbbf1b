"""The return in words: what a sponsor reads out, and the rows of figures that page and document both
print.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mlscope.results import Budget, Deterministic, Distribution, Money, Pilot
from mlscope.words import (
    chance_words,
    exact_percent_words,
    exact_words,
    money_words,
    percent_words,
    range_words,
    years_words,
)

IRR_WORDS = {"none": "no rate fits these flows", "ambiguous": "several rates fit; see MIRR"}


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure that finance asks for, with how far the simulation itself may be off, and what it means."""

    name: str
    value: str
    meaning: str = ""


def read_out(money: Money) -> tuple[str, ...]:
    """What a sponsor can read out, sentence by sentence; nothing while no figures exist."""
    if money.npv is None or money.probability_positive is None:
        return ()
    return tuple(_read_out(money, money.npv, money.probability_positive))


def _read_out(money: Money, npv: Distribution, chance: float) -> Iterator[str]:
    years, rate = years_words(money.horizon_years), exact_percent_words(money.discount_rate)
    yield (
        f"Over {years} and at a discount rate of {rate}, this pays back in {_of_100(chance)} of 100 cases"
        " like it."
    )
    yield (
        f"In the middle case it is worth {_amount(money, npv.p50)} in today's money; one case in ten ends"
        f" below {_amount(money, npv.p10)}, one in ten above {_amount(money, npv.p90)}."
    )
    yield f"The average over all cases is {_amount(money, npv.mean)}{_why_average(npv.p50, npv.mean)}."
    if money.expected_loss and chance < 0.995:
        yield f"When it loses, it loses {_amount(money, money.expected_loss / (1 - chance))} on average."
    if money.incremental is not None and any(act.id == "alternative" for act in money.acts):
        gap = money.incremental.mean
        yield (
            f"Against the best alternative without machine learning it is worth {_amount(money, gap)} more on"
            " average."
            if gap >= 0
            else (
                f"The best alternative without machine learning is worth {_amount(money, -gap)} more on"
                " average."
            )
        )


def _why_average(median: float, mean: float) -> str:
    if median < 0 < mean:
        return ": the good cases are large enough to carry it, but more often than not the money is lost"
    if mean < 0 < median:
        return ": the bad cases are bad enough to outweigh the good ones"
    return ""


def _of_100(chance: float) -> str:
    return (
        "fewer than 1"
        if 0 < chance < 0.005
        else "more than 99"
        if 0.995 <= chance < 1
        else f"{chance * 100:.0f}"
    )


def _amount(money: Money, value: float | None) -> str:
    return money_words(value, money.currency)


def beside_no_risks(money: Money) -> str:
    """The value with the risks that count, and without them; "" where none counts."""
    calm = money.without_risks
    if not money.risks or calm is None or money.npv is None:
        return ""
    return (
        f"With {money.risks} risk{'s' * (money.risks != 1)} of the register:"
        f" {_amount(money, money.npv.p50)} in the middle case. Without: {_amount(money, calm.npv.p50)}, with"
        f" a chance of {chance_words(calm.probability_positive)} to pay back."
    )


def give_or_take(money: Money) -> str:
    """How far the simulation itself may be off, in a sentence."""
    if money.npv is None:
        return ""
    parts = [f"the average by {_amount(money, _one(_error(money, 'npv.mean') or money.npv.error))}"]
    if median := _error(money, "npv.p50"):
        parts.append(f"the middle case by {_amount(money, _one(median))}")
    if chance := _error(money, "probability_positive"):
        parts.append(f"the chance by {_points(chance)}")
    return f"Give or take, from the simulation itself: {_listed(parts)}. All else is what nobody knows yet."


def _error(money: Money, figure: str) -> float | None:
    return money.errors.get(figure) or None


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def figures(money: Money) -> tuple[FigureRow, ...]:
    """Every figure that finance asks for; none while nothing is known."""
    if money.npv is None or money.deterministic is None:
        return ()
    return (*_simulated(money, money.npv), *_expected(money, money.deterministic))


def _simulated(money: Money, npv: Distribution) -> Iterator[FigureRow]:
    yield _row(money, "Net present value, average", "npv.mean", npv.mean, "Mean of all simulated cases.")
    yield _row(
        money, "Net present value, middle case (P50)", "npv.p50", npv.p50, "Half of the cases end above it."
    )
    yield _row(
        money, "Net present value, bad case (P10)", "npv.p10", npv.p10, "One case in ten ends below it."
    )
    yield _row(
        money, "Net present value, good case (P90)", "npv.p90", npv.p90, "One case in ten ends above it."
    )
    off = _error(money, "probability_positive")
    chance = percent_words(money.probability_positive) + (
        "" if off is None else f", give or take {_points(off)}"
    )
    yield FigureRow("Chance of paying back", chance, "How often net present value is above zero.")
    yield _row(
        money,
        "Expected loss",
        "expected_loss",
        money.expected_loss,
        "Mean over all cases, those that pay back counted as no loss.",
    )
    payback = "not within the horizon" if money.payback_p50 is None else years_words(money.payback_p50)
    yield FigureRow(
        "Payback, middle case",
        payback,
        "Half of the cases have their money back by then, for good.",
    )
    yield _row(
        money,
        "Value of knowing everything (EVPI)",
        "evpi",
        _negligible_as_zero(money, money.evpi),
        "The most that any study may cost, whatever it finds out.",
    )


def knowing_everything(money: Money) -> str:
    """The most that any study may cost, in words; nothing where that is lost beside what is at stake."""
    worth = _negligible_as_zero(money, money.evpi)
    return _amount(money, worth) if worth else ""


def _negligible_as_zero(money: Money, worth: float | None) -> float | None:
    """A value of information, 0 where it is less than a thousandth of the spread of NPV."""
    spread = 0.0 if money.npv is None else money.npv.p90 - money.npv.p10
    return 0.0 if worth is not None and worth < spread / 1000 else worth


def _row(money: Money, name: str, key: str, value: float | None, meaning: str) -> FigureRow:
    error = _error(money, key)
    return FigureRow(
        name,
        _amount(money, value) + ("" if error is None else f", give or take {_amount(money, _one(error))}"),
        meaning,
    )


def _expected(money: Money, exact: Deterministic) -> Iterator[FigureRow]:
    yield FigureRow(
        "Net present value at average inputs",
        _amount(money, exact.npv),
        "Every input at its mean, chances multiplied in.",
    )
    for name, roi, of in (
        ("discounted", exact.roi, "all discounted"),
        ("simple", exact.roi_simple, "undiscounted"),
    ):
        yield FigureRow(
            f"Return on cost (ROI), {name}",
            "no cost to set it against" if roi is None else percent_words(roi),
            f"Benefits less costs, over costs, {of}, before tax; at average inputs.",
        )
    irr = exact_percent_words(round(exact.irr, 3)) if exact.irr is not None else IRR_WORDS[exact.irr_status]
    yield FigureRow(
        "Internal rate of return (IRR)",
        irr,
        "The discount rate at which nothing is earned; at average inputs.",
    )
    mirr = "does not exist" if exact.mirr is None else exact_percent_words(round(exact.mirr, 3))
    yield FigureRow(
        "Modified rate of return (MIRR)",
        mirr,
        "With returns invested again at the reinvestment rate; at average inputs.",
    )
    yield FigureRow(
        "Payback at average inputs", _payback(exact.payback), "When the balance turns positive for good."
    )
    yield FigureRow(
        "Discounted payback at average inputs",
        _payback(exact.discounted_payback),
        "The same, with every year discounted.",
    )
    yield FigureRow(
        "Cost over the horizon",
        _amount(money, exact.discounted_cost),
        "Discounted, before tax, at average inputs; what a failed pilot saves is taken off.",
    )


def _payback(years: float | None) -> str:
    return "not within the horizon" if years is None else years_words(years)


def by_year(exact: Deterministic) -> dict[str, tuple[float, ...]]:
    """Benefits, costs, tax where any is counted, and what is left, each by year: benefits less costs less tax
    is the net.
    """
    tax = tuple(
        benefit - cost - net
        for benefit, cost, net in zip(exact.benefits, exact.costs, exact.flows, strict=True)
    )
    taxed = any(
        abs(part) > 1e-9 * max(benefit, cost)
        for part, benefit, cost in zip(tax, exact.benefits, exact.costs, strict=True)
    )
    return {
        "Benefits": exact.benefits,
        "Costs": exact.costs,
        **({"Tax": tax} if taxed else {}),
        "Net": exact.flows,
    }


def sides(money: Money) -> tuple[tuple[str, str, str, str], ...]:
    """Rows of figure, project, alternative and difference; none where no alternative has figures."""
    acts = {act.id: act for act in money.acts}
    if "alternative" not in acts or money.npv is None or money.incremental is None:
        return ()
    project, other, gap = money.npv, money.alternative, money.incremental
    rows = [
        (
            "Expected net present value",
            *(_amount(money, a) for a in (project.mean, acts["alternative"].npv, gap.mean)),
        )
    ]
    if other is not None:
        rows.append(("In the middle case", *(_amount(money, one.p50) for one in (project, other, gap))))
        rows.append(
            (
                "Eight cases in ten",
                *(range_words(one.p10, one.p90, money.currency) for one in (project, other, gap)),
            )
        )
    rows.append(
        (
            "Best of all choices",
            *(f"in {percent_words(acts[one].p_best)} of cases" for one in ("ml", "alternative")),
            "",
        )
    )
    return tuple(rows)  # type: ignore[arg-type]


def _points(share: float) -> str:
    """A difference between two chances: never finer than a tenth of a point."""
    points = max(_one(100 * share), 0.1)
    return f"{exact_words(points)} percentage point" + ("" if points == 1 else "s")


def _one(value: float) -> float:
    return float(f"{value:.1g}")


# ── the pilot
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def pilot(money: Money) -> tuple[str, ...]:
    """What the pilot costs, saves and is worth, as a stage and as a test that may err; nothing without a
    pilot.
    """
    return () if money.pilot is None else tuple(_pilot(money, money.pilot))


STOP_NOTE = (
    "These levels look ahead from the end of the pilot. What is spent by then is gone either way, so they may"
    " lie below the levels at which the whole project pays back."
)


def _pilot(money: Money, one: Pilot) -> Iterator[str]:
    yield (
        f"It costs {_amount(money, one.cost)}, passes with a chance of {percent_words(one.pass_probability)},"
        f" and saves {_amount(money, one.saved_when_failing)} when it fails."
    )
    verdict = "more" if one.worth >= 0 else "less"
    yield (
        f"Deciding with it is worth {_amount(money, abs(one.worth))} {verdict} than going all the way at"
        " once."
    )
    if one.sample_information is not None and one.sensitivity is not None and one.specificity is not None:
        yield (
            f"As a test it says yes to {percent_words(one.sensitivity)} of the solutions that reach their"
            f" target and no to {percent_words(one.specificity)} of those that do not."
        )
        net = (
            ""
            if one.net is None
            else f"; less its cost and what stopping cannot save, {_amount(money, one.net)}"
        )
        yield (
            "Against the best choice without any pilot, what it finds out is worth"
            f" {_amount(money, one.sample_information)}{net}."
        )
    if one.net is not None and one.net < 0:
        yield "In this form it does not pay: make it cheaper, or decide without it."
    if one.most:
        yield f"No pilot, however large, can find out more than {_amount(money, one.most)} worth."


# ── what moves it
# ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How closely an input and the outcome go together, and the share of the uncertainty that is its own."""

    label: str
    correlation: str
    share: str


def input_labels(money: Money) -> dict[str, str]:
    """The short names of the uncertain inputs, by log key."""
    return {one.input: one.label for one in money.evppi} | {one.input: one.label for one in money.tornado}


def sensitivities(money: Money, top: int = 12) -> tuple[Sensitivity, ...]:
    """The inputs that go most closely with the outcome: by share of variance where there are shares, else by
    rank correlation.
    """
    labels = input_labels(money)
    weights = money.variance_shares or {key: abs(value) for key, value in money.rank_correlation.items()}
    keys = sorted((key for key in weights if key in labels), key=lambda key: (-weights[key], key))[:top]
    return tuple(
        Sensitivity(
            labels[key],
            f"{money.rank_correlation[key]:.2f}".replace("-", "−") if key in money.rank_correlation else "",
            percent_words(money.variance_shares.get(key)) if key in money.variance_shares else "",
        )
        for key in keys
    )


SENSITIVITY_NOTE = (
    "Rank correlation: from −1 (the outcome is worst where the input is highest) to 1 (best where it is"
    " highest). Share of variance: how much of the uncertainty would go if this one input were known. What is"
    " missing to 100 % comes from inputs acting together."
)


# ── the budget
# ──────────────────────────────────────────────────────────────────────────────────────────────────

BUDGET_NOTE = (
    "On average, nominal and before tax, supposing that the project goes on to its end; with the pilot where"
    " there is one. What is spent before launch is that of year 0 without the risks. P80, which suffices in"
    " four cases of five, does not add up: every total is drawn as a whole."
)


def before_launch(money: Money) -> float | None:
    """What is spent in year 0, with the pilot, without risks and supposing that the project goes on: on
    average, before tax.

    None while no cost is known. Every page and document that speaks of cost before launch means this figure.
    """
    if money.budget is None:
        return None
    return _spent_in(money, 0)


def running_cost(money: Money) -> float:
    """What is spent in year 1 without risks, on average, before tax, supposing that the project goes on."""
    return _spent_in(money, 1)


def _spent_in(money: Money, year: int) -> float:
    rows = money.budget.rows if money.budget else ()
    return sum(row.mean for row in rows if row.year == year and row.phase != "risks")


def budget_table(budget: Budget) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Titles, and rows of phases by years on average, with totals on average and at P80."""
    cells = {(row.year, row.phase): money_words(row.mean) for row in budget.rows}
    rows = [
        (
            phase.label,
            *(cells.get((year.year, phase.phase), "") for year in budget.years),
            money_words(phase.mean),
            money_words(phase.p80),
        )
        for phase in budget.phases
    ]
    rows.append(
        ("All", *(money_words(year.mean) for year in budget.years), money_words(budget.total.mean), "")
    )
    rows.append(
        ("All, P80", *(money_words(year.p80) for year in budget.years), "", money_words(budget.total.p80))
    )
    return ("For", *(f"Year {year.year}" for year in budget.years), "All", "All, P80"), rows


CONVENTIONS = (
    (
        "Figures are nominal: every amount is counted at the prices of its own year. Year 0 is today and is"
        " not discounted; year t is divided by (1 + rate) to the power t. With one or two years to look ahead"
        " money is counted by quarter, and quarter q divided by (1 + rate) to the power q/4."
    ),
    (
        "Benefits run from launch, scaled by ramp-up since then and by wear, and come only if it works, is"
        " used and passes its pilot. Costs are spent whether or not it works, except what a failed pilot"
        " saves."
    ),
    (
        "Figures at average inputs put every input at its mean and multiply chances in; all others are"
        " simulated, one draw of each input for all years."
    ),
    "P10, P50 and P90 are the levels that one case in ten, half, and nine in ten end below.",
)
"""How every figure is meant, for those who check them; docs/value.md has the formulas."""
