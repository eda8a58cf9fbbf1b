"""The money for programs: its figures as one JSON object, and the simulation draw by draw, so that anybody
can check it.
"""

import io
import json
import math
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from mlscope import __version__
from mlscope.errors import InputError
from mlscope.money import cashflow, simulation
from mlscope.money.acts import Acts
from mlscope.money.model import read
from mlscope.project import Project
from mlscope.project.inputs import allot, drawn_keys
from mlscope.results import (
    Basis,
    BreakEven,
    Deterministic,
    Distribution,
    MeasureName,
    Money,
    Pilot,
    WithoutRisks,
)
from mlscope.results.money import BARE
from mlscope.settings import POINTS

if TYPE_CHECKING:
    import pandas as pd


def as_json(money: Money) -> dict[str, Any]:
    """Plain JSON types under the keys of `mlscope roi`; never infinite, never NaN."""
    plain: dict[str, Any] = {
        "known": money.known,
        "currency": money.currency,
        "horizon_years": money.horizon_years,
        "discount_rate": money.discount_rate,
        "deterministic": _plain(money.deterministic, Deterministic),
        "npv": _plain(money.npv, Distribution),
        "probability_positive": money.probability_positive,
        "expected_loss": money.expected_loss,
        "expected_cost": money.expected_cost,
        "payback_p50": money.payback_p50,
        "incremental": _plain(money.incremental, Distribution),
        "alternative": _plain(money.alternative, Distribution),
        "acts": [asdict(act) for act in money.acts],
        "evpi": money.evpi,
        "evppi": {one.input: one.value for one in money.evppi},
        "evppi_negligible": [one.input for one in money.evppi if one.negligible],
        "evppi_groups": {one.input: one.value for one in money.evppi_groups},
        "tornado": [asdict(swing) for swing in money.tornado],
        "rank_correlation": dict(money.rank_correlation),
        "variance_shares": dict(money.variance_shares),
        "cash_flow": [asdict(band) for band in money.cash_flow],
        "quarters": [asdict(band) for band in money.quarters],
        "breakeven": _break_even(money.breakeven) if money.breakeven else None,
        "pilot": _pilot(money.pilot) if money.pilot else None,
        "kill_criteria": [asdict(criterion) for criterion in money.kill_criteria],
        "without_risks": _without_risks(money.without_risks),
        "risks": money.risks,
        "budget": asdict(money.budget) if money.budget else None,
        "errors": dict(money.errors),
        "assumptions": list(money.assumptions),
        "missing": list(money.missing),
        "points": money.points,
        "seed": money.seed,
    }
    return {key: _finite(value) for key, value in plain.items()}


def _without_risks(calm: WithoutRisks | None) -> dict[str, Any]:
    """The figures without risks, under the keys of the project's own."""
    return {
        "deterministic": _plain(calm.deterministic if calm else None, Deterministic),
        "npv": _plain(calm.npv if calm else None, Distribution),
        "probability_positive": calm.probability_positive if calm else None,
        "expected_loss": calm.expected_loss if calm else None,
        "payback_p50": calm.payback_p50 if calm else None,
    }


def _pilot(pilot: Pilot) -> dict[str, Any]:
    """What the pilot is worth, and beside it the project without one, whose break-even has the same keys as
    the project's own.
    """
    plain = asdict(pilot)
    if pilot.without is not None and pilot.without.breakeven is not None:
        plain["without"]["breakeven"] = _break_even(pilot.without.breakeven)
    return plain


def _break_even(result: BreakEven) -> dict[str, Any]:
    """The break-even with a key for each level of every measure; what does not belong to the form is null, or
    unknown.
    """
    return {
        **_yearly(result, "precision", "unknown"),
        **_yearly(result, "recall", "unknown"),
        "precision_for_npv": result.for_npv("precision"),
        "recall_for_npv": result.for_npv("recall"),
        "net_at_target": result.net_at_target,
        "flag_everyone": result.flag_everyone,
        "flag_no_one": result.flag_no_one,
        "capacity_binds": result.capacity_binds,
        "curve": result.curve,
        "missing": result.missing,
        "form": result.form,
        "threshold": result.threshold,
        **_levels(result, "volume"),
        **_levels(result, "adoption"),
        **_levels(result, "error"),
        **_levels(result, "minutes"),
    }


def _levels(result: BreakEven, name: MeasureName) -> dict[str, Any]:
    """The levels of a measure, null where it does not belong to the form."""
    return _yearly(result, name, None) | {f"{name}_for_npv": result.for_npv(name)}


def _yearly(result: BreakEven, name: MeasureName, absent: str | None) -> dict[str, Any]:
    """The level at which a year pays, with its status; `absent` is that of a measure that does not belong to
    the form.
    """
    measure = result.measure(name)
    status = absent if measure is None else measure.yearly.status
    return {name: result.yearly(name).value, f"{name}_status": status}


def _plain(record: Any, kind: type) -> dict[str, Any]:
    """The record's figures, or the same keys without any."""
    return asdict(record) if record is not None else {field.name: None for field in fields(kind)}


def _finite(value: Any) -> Any:
    match value:
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {key: _finite(item) for key, item in value.items()}
        case list() | tuple():
            return [_finite(item) for item in value]
    return value


def samples(project: Project, basis: Basis = BARE, *, points: int = POINTS, seed: int = 0) -> "pd.DataFrame":
    """One row for each draw: `point`, `replicate`, every drawn input under its log key, `npv`,
    `alternative_npv`, `best_act`.

    Arguments as for `evaluate`, whose figures are those of these rows; money in the project's currency.
    `attrs` says what the rows rest on: project, currency, seed, points, version, labels and slots of the
    inputs. InputError when nothing is known.
    """
    import pandas as pd

    effective = project.effective()
    sheet = read(effective, basis)
    if not sheet.known:
        raise InputError(
            "nothing is known yet of benefits and costs, so nothing was drawn; give a benefit or a cost"
        )
    allotted = allot(project.slots, drawn_keys(effective))
    draws, acts = simulation.draw(sheet, allotted, points, seed), Acts(sheet.model)
    npv = cashflow.present_value(sheet.model, cashflow.flows(sheet.model, draws.values, draws.count).net)
    alternative = cashflow.alternative_value(sheet.model, draws.values, draws.count)
    best = np.array(acts.ids, dtype=object)[acts.stack(npv, alternative).argmax(axis=0)]
    point = np.arange(draws.count)
    columns: dict[str, Any] = {
        "point": point + 1,
        "replicate": point // (draws.count // simulation.REPLICATES) + 1,
    }
    columns |= {driver.key: driver.draws for driver in draws.drivers}
    frame = pd.DataFrame(columns | {"npv": npv, "alternative_npv": alternative, "best_act": best})
    frame.attrs = {
        "project": {"id": project.id, "name": project.name},
        "currency": project.currency,
        "seed": seed,
        "points": draws.count,
        "version": __version__,
        "inputs": [
            {"key": one.key, "label": one.label, "slot": allotted.get(one.key)} for one in draws.drivers
        ],
    }
    return frame


def parquet(frame: "pd.DataFrame") -> bytes:
    """The rows as Parquet; what they rest on stands in its metadata (PANDAS_ATTRS, as JSON) and comes back as
    `attrs`.
    """
    target = io.BytesIO()
    frame.to_parquet(target, index=False)
    return target.getvalue()


def csv(frame: "pd.DataFrame") -> bytes:
    """The rows as CSV. Column names are log keys and cells are numbers, so no spreadsheet takes one for a
    formula.
    """
    return frame.to_csv(index=False, lineterminator="\n").encode()


def companion(frame: "pd.DataFrame") -> bytes:
    """What the rows of a CSV rest on, as JSON to be kept beside it."""
    return (json.dumps(frame.attrs, indent=2, ensure_ascii=False) + "\n").encode()
