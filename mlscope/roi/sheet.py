"""From the record to the sheet that is computed with: uncertain inputs, the cash-flow model, and every default that was used."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from mlscope import sampling
from mlscope.errors import InputError
from mlscope.project import Project
from mlscope.project.estimates import AnyEstimate, Number
from mlscope.project.fields import Evidence
from mlscope.project.results import Floats
from mlscope.project.steps.value import Benefit, Cost, Value, When
from mlscope.roi import cashflow
from mlscope.roi.breakeven import Terms, terms_of
from mlscope.roi.cashflow import Decisions, Line, Model, PilotTerms
from mlscope.words import percent_words

YEARS = 3
RATE = 0.10
LARGEST = 1e18
"""No amount beyond this is believed; it would drown every other in rounding."""


@dataclass(frozen=True, slots=True)
class Input:
    """An amount or, with `chance`, a probability that the cash flow rests on; `key` names the answer it comes from."""

    key: str
    label: str
    estimate: AnyEstimate
    chance: bool = False

    @property
    def mean(self) -> float:
        """The expected amount, or the expected probability."""
        return sampling.mean(self.estimate, share=self.chance)


@dataclass(slots=True)
class Sheet:
    """What a project's answers say about money: inputs by key, the model over them, and what was assumed or is missing."""

    years: int
    rate: float
    inputs: dict[str, Input] = field(default_factory=dict)
    assumptions: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    model: Model = field(default_factory=lambda: Model(0, 0.0))
    terms: Terms | None = None
    known: bool = False

    def add(self, key: str, label: str, estimate: AnyEstimate | None, *, chance: bool = False) -> str:
        """Enter an input and return its key; an absent amount counts as zero, an absent chance as certain."""
        entered = Input(key, label, estimate if estimate is not None else Number(value=1.0 if chance else 0.0), chance)
        if not abs(entered.mean) <= LARGEST:
            raise InputError(f"{label}: this estimate reaches beyond any amount that can be computed with; narrow it")
        self.inputs[key] = entered
        return key

    @property
    def means(self) -> dict[str, Floats]:
        """Every input at its mean, shape (1,) each."""
        return {key: np.array([entered.mean]) for key, entered in self.inputs.items()}


def read(project: Project, launch_months: float | None) -> Sheet:
    """The sheet of an effective project; `launch_months` is the plan's launch, used where the record names none."""
    value = project.value
    sheet = Sheet(value.horizon_years or YEARS, RATE if value.discount_rate is None else value.discount_rate)
    _note_frame(sheet, value)
    profile = _profile(sheet, project, launch_months)
    benefits, costs = _benefits(sheet, value.benefits or [], profile), _costs(sheet, value.costs or [])
    decisions = _decisions(sheet, project, profile)
    if decisions and value.fixed_cost is not None:
        fixed = sheet.add("value.fixed_cost", "Fixed cost of running it", value.fixed_cost)
        costs.append(Line(fixed, _years(sheet.years, 1, When.yearly)))
    sheet.model = Model(
        sheet.years,
        sheet.rate,
        tuple(sorted(benefits, key=lambda line: line.key)),
        tuple(sorted(costs, key=lambda line: line.key)),
        decisions,
        _chances(sheet, value),
        _pilot(sheet, value),
        _alternative(sheet, value),
    )
    priced = any(row.amount is not None for row in _rows(value))
    sheet.known = bool(priced or decisions or (value.pilot and value.pilot_cost is not None))
    _note_gaps(sheet, project, decisions is not None)
    return sheet


def _rows(value: Value) -> Sequence[Benefit | Cost]:
    return [*(value.benefits or ()), *(value.costs or ())]


def _note_frame(sheet: Sheet, value: Value) -> None:
    if value.horizon_years is None:
        sheet.assumptions.append(f"No horizon is given; {YEARS} years are counted.")
    if value.discount_rate is None:
        sheet.assumptions.append(f"No discount rate is given; {percent_words(RATE)} a year is used.")


def _profile(sheet: Sheet, project: Project, launch_months: float | None) -> Floats:
    value, note = project.value, sheet.assumptions.append
    ramp = [value.ramp_up_year_1, value.ramp_up_year_2, value.ramp_up_year_3]
    open_years = [str(year) for year, share in enumerate(ramp, 1) if share is None and year <= sheet.years]
    if open_years:
        note(f"No ramp-up is given for year{'s' * (len(open_years) > 1)} {_listed(open_years)}; the full benefit is counted.")
    launch = value.launch_month if value.launch_month is not None else launch_months
    if launch is None:
        note("No launch month and no plan is given; benefits start today.")
    elif value.launch_month is None:
        note(f"No launch month is given; benefits start when the plan is likely to finish, {launch:.1f} months from today.")
    if value.decay_per_year is None:
        note("No loss of performance over time is given; none is counted.")
    elif value.decay_per_year and project.approach.retraining_months is None:
        note("No interval of retraining is given; the benefit wears off over the whole horizon.")
    return cashflow.benefit_profile(
        sheet.years,
        max(launch or 0.0, 0.0),
        [1.0 if share is None else share for share in ramp],
        value.decay_per_year or 0.0,
        project.approach.retraining_months,
    )


def _years(years: int, first: int, when: When) -> Floats:
    """1 in the years in which an amount occurs, else 0."""
    year = np.arange(years + 1)
    return np.where(year == first if when == When.once else year >= first, 1.0, 0.0)


def _benefits(sheet: Sheet, rows: Sequence[Benefit], profile: Floats) -> list[Line]:
    lines, idle = _lines(sheet, "value.benefits", "Benefit", rows, When.yearly), []
    for n, line in enumerate(lines):
        lines[n] = Line(line.key, line.weights * profile)
        if not lines[n].weights.any():
            idle.append(sheet.inputs[line.key].label)
    if idle:
        sheet.assumptions.append(f"Not counted, because it would come before launch or before any ramp-up: {_listed(idle)}.")
    return lines


def _costs(sheet: Sheet, rows: Sequence[Cost]) -> list[Line]:
    return _lines(sheet, "value.costs", "Cost", rows, When.once)


def _lines(sheet: Sheet, table: str, word: str, rows: Sequence[Benefit | Cost], unsaid: When) -> list[Line]:
    """The lines of a table before any profile, with sentences on rows that count for nothing or by default."""
    lines, unpriced, late, untimed = [], [], [], []
    for number, row in enumerate(rows, 1):
        name, when = row.name or f"{word} {number}", row.when or unsaid
        first = row.year if row.year is not None else 0 if (word, when) == ("Cost", When.once) else 1
        if row.amount is None:
            unpriced.append(name)
        elif first > sheet.years:
            late.append(name)
        else:
            key = sheet.add(f"{table}/{row.id}/amount", name, row.amount)
            lines.append(Line(key, _years(sheet.years, first, when) * cashflow.growth(row.growth or 0.0, sheet.years)))
            untimed += [name] if row.when is None else []
    note = sheet.assumptions.append
    if unpriced:
        note(f"Not counted, because no amount is given: {_listed(unpriced)}.")
    if late:
        note(f"Not counted, because it begins after the last year looked at: {_listed(late)}.")
    if untimed:
        note(f"Counted {'every year' if unsaid == When.yearly else 'once'}, because nothing else is said: {_listed(untimed)}.")
    return lines


def _decisions(sheet: Sheet, project: Project, profile: Floats) -> Decisions | None:
    """The counted decisions, where they are wanted and every answer they need is there."""
    sheet.terms = terms = terms_of(project)
    if terms is None:
        return None
    sheet.assumptions.extend(terms.assumptions)
    value = project.value
    if not value.count_decisions:
        return None
    if terms.missing:
        sheet.missing.extend(terms.missing)
        sheet.assumptions.append("The benefit from right and wrong predictions is left out until the answers it needs are there.")
        return None
    precision, recall = terms.attainable_precision, terms.recall or 0.0
    return Decisions(
        sheet.add("value.cases_per_year", "Cases a year", value.cases_per_year),
        sheet.add("value.gain", "Gain per true case", value.gain),
        sheet.add("value.false_alarm_cost", "Cost of a false alarm", value.false_alarm_cost),
        found=(terms.base_rate or 0.0) * recall,
        false_per_true=(1 - precision) / precision if precision else 0.0,
        true_capacity=terms.capacity * precision,
        weights=profile,
    )


def _chances(sheet: Sheet, value: Value) -> tuple[str, ...]:
    given = {
        "value.technical_success": ("Technical success", value.technical_success, "reaching the target performance"),
        "value.adoption_success": ("Adoption", value.adoption_success, "being used as planned"),
    }
    for _, estimate, words in given.values():
        if estimate is None:
            sheet.assumptions.append(f"No chance of {words} is given; it is taken as certain.")
    return tuple(sheet.add(key, label, estimate, chance=True) for key, (label, estimate, _) in given.items() if estimate is not None)


def _pilot(sheet: Sheet, value: Value) -> PilotTerms | None:
    if not value.pilot:
        return None
    if value.pilot_cost is None:
        sheet.missing.append("value.pilot_cost")
        sheet.assumptions.append("No cost of the pilot is given; none is counted.")
    if value.pilot_pass is None:
        sheet.assumptions.append("No chance of passing the pilot is given; it is taken as certain.")
    if value.pilot_saves is None:
        sheet.assumptions.append("It is not said what a failed pilot saves; all later cost is taken as saved.")
    return PilotTerms(
        sheet.add("value.pilot_cost", "Cost of the pilot", value.pilot_cost),
        sheet.add("value.pilot_pass", "Passing the pilot", value.pilot_pass, chance=True),
        1.0 if value.pilot_saves is None else value.pilot_saves,
    )


def _alternative(sheet: Sheet, value: Value) -> tuple[Line, ...]:
    """The alternative's lines, its costs negative: benefit and running cost from year 1, single cost in year 0."""
    given = [
        ("value.alternative_benefit", "Benefit of the alternative", value.alternative_benefit, 1, When.yearly, 1),
        ("value.alternative_cost_once", "Single cost of the alternative", value.alternative_cost_once, 0, When.once, -1),
        ("value.alternative_cost_yearly", "Yearly cost of the alternative", value.alternative_cost_yearly, 1, When.yearly, -1),
    ]
    if all(estimate is None for _, _, estimate, *_ in given):
        if value.alternative:
            sheet.assumptions.append("The alternative has no figures; the project is compared with doing nothing.")
        return ()
    for _, label, estimate, *_ in given:
        if estimate is None:
            sheet.assumptions.append(f"{label}: no amount is given; none is counted.")
    return tuple(
        Line(sheet.add(key, label, estimate), sign * _years(sheet.years, first, when))
        for key, label, estimate, first, when, sign in given
        if estimate is not None
    )


def _note_gaps(sheet: Sheet, project: Project, decisions: bool) -> None:
    value = project.value
    if value.benefits != [] and not decisions and all(row.amount is None for row in value.benefits or []):
        sheet.missing.append("value.benefits")
    if value.costs != [] and all(row.amount is None for row in value.costs or []):
        sheet.missing.append("value.costs")
    assumed = sum(row.evidence == Evidence.assumed for row in _rows(value))
    if assumed:
        sheet.assumptions.append(
            f"Filled in by a template and still to be confirmed: {assumed} row{'s' * (assumed > 1)} of benefits and costs."
        )
    if any(risk.cost is not None for risk in project.risks.risks or []):
        sheet.assumptions.append("Risks are not part of these figures; their cost stands in the register.")


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:6]) + ([f"{len(names) - 6} more"] if len(names) > 6 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
