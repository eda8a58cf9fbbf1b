"""From the record to the sheet that is computed with: uncertain inputs, the cash-flow model, and every
default that was used.
"""

from collections.abc import Sequence
from dataclasses import replace

from mlscope import events
from mlscope.money.cashflow import (
    BY_QUARTER,
    Assistance,
    Calendar,
    Decisions,
    Line,
    Model,
    PilotTerms,
    Predictions,
    Uptake,
)
from mlscope.money.correlation import links_of, shared_of
from mlscope.money.predictions import ErrorTerms, Terms, terms_of
from mlscope.money.sheet import (
    SHORT_LABELS,
    Sheet,
    benefit_lines,
    cost_lines,
    listed,
    paid,
    parts,
    risk_lines,
)
from mlscope.project import Project
from mlscope.project.fields import Evidence
from mlscope.project.steps.value import Benefit, Cost, Value, When
from mlscope.results import Basis, Floats
from mlscope.words import exact_percent_words, percent_words

YEARS = 3
RATE = 0.10


def read(project: Project, basis: Basis) -> Sheet:
    """The sheet of an effective project."""
    value = project.value
    years = value.horizon_years or YEARS
    rate = RATE if value.discount_rate is None else value.discount_rate
    calendar = Calendar(years, 4 if years <= BY_QUARTER else 1)
    sheet = Sheet(calendar, rate, calendar.growth(value.inflation or 0.0))
    _note_frame(sheet, value)
    uptake = _uptake(sheet, project, basis.launch_months)
    write_off = value.write_off_years if value.tax_rate else None
    benefits, costs = (
        benefit_lines(sheet, value.benefits or [], uptake),
        [*cost_lines(sheet, value.costs or [], write_off), *risk_lines(sheet, events.events_of(project))],
    )
    sheet.terms = terms_of(project, basis)
    decisions = _decisions(sheet, value, uptake.by_period(calendar) * sheet.prices)
    if value.count_decisions and sheet.terms and value.fixed_cost is not None:
        fixed = sheet.add("value.fixed_cost", value.fixed_cost)
        costs.append(paid(sheet, When.yearly, 1, None, Line(fixed, sheet.prices)))
    usage = _usage(sheet, value, replace(uptake, ramp=(), decay=0.0))
    sheet.model = Model(
        years,
        rate,
        tuple(sorted(benefits, key=lambda line: line.key)),
        tuple(sorted([*costs, *usage], key=lambda line: line.key)),
        decisions,
        _chances(sheet, value),
        _pilot(sheet, value),
        _alternative(sheet, value, write_off),
        1.0 - (value.tax_rate or 0.0),
        value.finance_rate,
        value.reinvestment_rate,
        calendar.per_year,
    )
    sheet.links = links_of(sheet, value.correlations or [])
    sheet.shared = shared_of(sheet, value.shared_inputs or [])
    nothing_either_way = value.benefits == [] and value.costs == []
    priced = any(parts(row) for row in _rows(value))
    sheet.known = bool(
        priced or decisions or usage or nothing_either_way or (value.pilot and value.pilot_cost is not None)
    )
    _note_gaps(sheet, project, decisions is not None)
    return sheet


def _rows(value: Value) -> Sequence[Benefit | Cost]:
    return [*(value.benefits or ()), *(value.costs or ())]


def _note_frame(sheet: Sheet, value: Value) -> None:
    note = sheet.assumptions.append
    if value.horizon_years is None:
        note(f"No horizon is given; {YEARS} years are counted.")
    if value.discount_rate is None:
        note(f"No discount rate is given; {percent_words(RATE)} a year is used.")
    if value.inflation:
        note(
            f"Amounts are prices of year 1 and change by {exact_percent_words(value.inflation)} a year with"
            " all prices."
        )
    if value.tax_rate:
        note(
            f"Tax of {exact_percent_words(value.tax_rate)} is taken off every year's net amount, and off the"
            " alternative's; a year's loss lowers the tax of the house."
        )
        if value.write_off_years:
            note(
                f"For tax, single costs are written off in equal parts over the {value.write_off_years} years"
                " after they are spent; what is left at the horizon is written off there."
            )
    if sheet.calendar.per_year > 1:
        note(
            "Money is counted by quarter, as of its end: yearly amounts in four equal parts, single ones at"
            " the end of their year."
        )


def _uptake(sheet: Sheet, project: Project, launch_months: float | None) -> Uptake:
    value, note = project.value, sheet.assumptions.append
    launch = value.launch_month if value.launch_month is not None else launch_months
    in_use = sheet.years - max(launch or 0.0, 0.0) / 12
    ramp = [value.ramp_up_year_1, value.ramp_up_year_2, value.ramp_up_year_3]
    open_years = [str(year) for year, share in enumerate(ramp, 1) if share is None and year - 1 < in_use]
    if open_years:
        note(
            f"No ramp-up is given for year{'s' * (len(open_years) > 1)} {listed(open_years)} after launch;"
            " the full benefit is counted."
        )
    if launch is None:
        note("No launch month and no plan is given; benefits start today.")
    elif value.launch_month is None:
        note(
            f"No launch month is given; benefits start when the plan is likely to finish, {launch:.1f} months"
            " from today."
        )
    if value.decay_per_year is None:
        note("No loss of performance over time is given; none is counted.")
    elif value.decay_per_year and project.approach.retraining_months is None:
        note("No interval of retraining is given; the benefit wears off over the whole horizon.")
    return Uptake(
        max(launch or 0.0, 0.0),
        tuple(1.0 if share is None else share for share in ramp),
        value.decay_per_year or 0.0,
        project.approach.retraining_months,
    )


def _decisions(sheet: Sheet, value: Value, weights: Floats) -> Decisions | Predictions | Assistance | None:
    """The counted decisions, where they are wanted and every answer they need is there."""
    terms = sheet.terms
    if terms is None:
        return None
    sheet.assumptions.extend(terms.assumptions)
    if not value.count_decisions:
        return None
    if terms.missing:
        sheet.missing.extend(terms.missing)
        sheet.assumptions.append(
            "The benefit from right and wrong predictions is left out until the answers it needs are there."
        )
        return None
    cases = sheet.add("value.cases_per_year", value.cases_per_year)
    match terms:
        case Terms():
            return _sorting(sheet, value, terms, cases, weights)
        case ErrorTerms():
            cost = sheet.add("value.error_cost", value.error_cost)
            return Predictions(cases, cost, terms.reduction or 0.0, weights)
    return _assistance(sheet, value, cases, weights)


def _sorting(sheet: Sheet, value: Value, terms: Terms, cases: str, weights: Floats) -> Decisions:
    precision = terms.attainable_precision
    return Decisions(
        cases,
        sheet.add("value.gain", value.gain),
        sheet.add("value.false_alarm_cost", value.false_alarm_cost),
        found=terms.found,
        false_per_true=(1 - precision) / precision if precision else 0.0,
        true_capacity=terms.true_capacity,
        weights=weights,
    )


def _assistance(sheet: Sheet, value: Value, cases: str, weights: Floats) -> Assistance:
    known = value.rework_share is not None and value.rework_minutes is not None
    return Assistance(
        cases,
        sheet.add("value.usage_share", value.usage_share),
        sheet.add("value.minutes_saved", value.minutes_saved),
        sheet.add("value.rework_share", value.rework_share if known else None),
        sheet.add("value.rework_minutes", value.rework_minutes if known else None),
        sheet.add("value.hour_cost", value.hour_cost),
        weights,
    )


MILLION = 1e6
USAGE: dict[str, tuple[str, float]] = {
    "value.tokens_in": ("value.token_price_in", MILLION),
    "value.tokens_out": ("value.token_price_out", MILLION),
    "value.handed_share": ("value.handed_cost", 1.0),
    "value.checked_share": ("value.check_cost", 1.0),
}
"""How much of something one case of generative use takes: what it costs, for how many of it."""


def _usage(sheet: Sheet, value: Value, in_use: Uptake) -> list[Line]:
    """The cost of generative use: cases a year in which it is used, times what one of them takes, from the
    launch on.
    """
    lines, missing = list[Line](), list[str]()
    weights = in_use.by_period(sheet.calendar) * sheet.prices
    for key, (price, count) in USAGE.items():
        names = (key, price, "value.cases_per_year")
        given = {name: getattr(value, name.removeprefix("value.")) for name in names}
        if given[key] is None and given[price] is None:
            continue
        missing += [name for name in names if given[name] is None]
        if None in given.values():
            continue
        times = [sheet.add(name, given[name]) for name in names[1:]]
        if value.usage_share is not None:
            times.append(sheet.add("value.usage_share", value.usage_share))
        lines.append(Line(sheet.add(key, given[key]), weights / count, tuple(times)))
    if missing:
        names_of = listed([SHORT_LABELS[name] for name in dict.fromkeys(missing)])
        sheet.missing.extend(dict.fromkeys(missing))
        sheet.assumptions.append(f"Cost of generative use is left out where an answer is open: {names_of}.")
    return lines


def _chances(sheet: Sheet, value: Value) -> tuple[str, ...]:
    given = [
        ("value.technical_success", value.technical_success, "reaching the target performance"),
        ("value.adoption_success", value.adoption_success, "being used as planned"),
    ]
    for _, estimate, words in given:
        if estimate is None:
            sheet.assumptions.append(f"No chance of {words} is given; it is taken as certain.")
    return tuple(sheet.add(key, estimate, chance=True) for key, estimate, _ in given if estimate is not None)


def _pilot(sheet: Sheet, value: Value) -> PilotTerms | None:
    if not value.pilot:
        return None
    if value.pilot_cost is None:
        sheet.missing.append("value.pilot_cost")
        sheet.assumptions.append("No cost of the pilot is given; none is counted.")
    if value.pilot_pass is None:
        sheet.assumptions.append("No chance of passing the pilot is given; it is taken as certain.")
    if value.pilot_saves is None:
        sheet.assumptions.append(
            "It is not said what a failed pilot saves; all later cost is taken as saved."
        )
    return PilotTerms(
        sheet.add("value.pilot_cost", value.pilot_cost),
        sheet.add("value.pilot_pass", value.pilot_pass, chance=True),
        1.0 if value.pilot_saves is None else value.pilot_saves,
    )


def _alternative(sheet: Sheet, value: Value, write_off_years: int | None) -> tuple[Line, ...]:
    """The alternative's lines, its costs negative: benefit and running cost from year 1, single cost in year
    0.
    """
    given = [
        ("value.alternative_benefit", value.alternative_benefit, When.yearly, 1),
        ("value.alternative_cost_once", value.alternative_cost_once, When.once, -1),
        ("value.alternative_cost_yearly", value.alternative_cost_yearly, When.yearly, -1),
    ]
    if all(estimate is None for _, estimate, *_ in given):
        if value.alternative:
            sheet.assumptions.append(
                "The alternative has no figures; the project is compared with doing nothing."
            )
        return ()
    for key, estimate, *_ in given:
        if estimate is None:
            sheet.assumptions.append(f"{SHORT_LABELS[key]}: no amount is given; none is counted.")
    return tuple(
        paid(
            sheet,
            when,
            1 if when == When.yearly else 0,
            write_off_years,
            Line(sheet.add(key, estimate), sign * sheet.prices),
        )
        for key, estimate, when, sign in given
        if estimate is not None
    )


def _note_gaps(sheet: Sheet, project: Project, decisions: bool) -> None:
    value = project.value
    if value.benefits != [] and not decisions and not any(parts(row) for row in value.benefits or []):
        sheet.missing.append("value.benefits")
    if value.costs != [] and not any(parts(row) for row in value.costs or []):
        sheet.missing.append("value.costs")
    assumed = sum(row.evidence == Evidence.assumed for row in _rows(value))
    if assumed:
        sheet.assumptions.append(
            f"Filled in by a template and still to be confirmed: {assumed} row{'s' * (assumed > 1)} of"
            " benefits and costs."
        )
    sheet.assumptions.extend(events.left_out(project))
