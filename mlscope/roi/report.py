"""The money figures as one JSON object: a figure that does not exist is null."""

import math
from dataclasses import asdict, fields
from typing import Any

from mlscope.project.results import Deterministic, Distribution, Money


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
        "breakeven": asdict(money.breakeven) if money.breakeven else None,
        "pilot": asdict(money.pilot) if money.pilot else None,
        "kill_criteria": [asdict(criterion) for criterion in money.kill_criteria],
        "budget": asdict(money.budget) if money.budget else None,
        "errors": dict(money.errors),
        "assumptions": list(money.assumptions),
        "missing": list(money.missing),
        "points": money.points,
        "seed": money.seed,
    }
    return {key: _finite(value) for key, value in plain.items()}


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
