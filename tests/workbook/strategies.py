"""Projects about money alone, of every form, for the workbook."""

from typing import Any

from hypothesis import strategies as st

from mlscope.project import Project

TASKS = ["classification", "forecasting", "generation", None]


def amounts(high: float) -> st.SearchStrategy[float]:
    return st.floats(high / 1000, high, allow_nan=False).map(lambda value: float(f"{value:.4g}"))


@st.composite
def estimates(draw: st.DrawFn, high: float = 100_000, share: bool = False) -> dict[str, Any]:
    """An estimate of any kind."""
    low, middle, top = sorted(
        draw(st.lists(amounts(0.95 if share else high), min_size=3, max_size=3, unique=True))
    )
    match draw(
        st.sampled_from(
            ["number", "limits", "uniform", "range", "percentiles", "bounded", *([] if share else ["chance"])]
        )
    ):
        case "number":
            return {"kind": "number", "value": middle}
        case "limits":
            return {"kind": "limits", "low": low, "likely": middle, "high": top}
        case "chance":
            return {"kind": "chance", "probability": 0.3}
        case "percentiles":
            return {"kind": "percentiles", "p10": low, "p50": middle, "p90": top}
        case "bounded":
            return {
                "kind": "percentiles",
                "p10": low,
                "p50": middle,
                "p90": top,
                "lower": low / 2,
                "upper": top * 1.5,
            }
        case kind:
            return {"kind": kind, "low": low, "high": top}


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


growths = st.sampled_from([-0.1, 0.02, 0.25])
percents = st.sampled_from([0.0, 0.1, 0.35, 0.8, 1.0])
whens = maybe(st.sampled_from(["yearly", "once"]))
names = maybe(st.sampled_from(["Calls", "=1+1", "A & B < C"]))


@st.composite
def benefits(draw: st.DrawFn, row_id: str) -> dict[str, Any]:
    drivers = {"units": estimates(5000), "unit_value": estimates(20), "change": estimates(share=True)}
    given = {name: draw(maybe(strategy)) for name, strategy in drivers.items()} if draw(st.booleans()) else {}
    common = {
        "name": draw(names),
        "when": draw(whens),
        "year": draw(maybe(st.integers(0, 6))),
        "growth": draw(maybe(growths)),
    }
    return {"id": row_id, "amount": draw(maybe(estimates()))} | given | common


@st.composite
def costs(draw: st.DrawFn, row_id: str) -> dict[str, Any]:
    common = {
        "name": draw(names),
        "when": draw(whens),
        "year": draw(maybe(st.integers(0, 6))),
        "growth": draw(maybe(growths)),
    }
    return {"id": row_id, "amount": draw(maybe(estimates()))} | common


SCALARS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(
        ("technical_success", "adoption_success", "pilot_pass", "usage_share", "rework_share"),
        estimates(share=True),
    ),
    **dict.fromkeys(
        ("discount_rate", "inflation", "finance_rate", "reinvestment_rate"),
        st.sampled_from([0.0, 0.03, 0.11, -0.02]),
    ),
    **dict.fromkeys(
        ("ramp_up_year_1", "ramp_up_year_2", "ramp_up_year_3", "decay_per_year", "pilot_saves"), percents
    ),
    **dict.fromkeys(
        ("gain", "false_alarm_cost", "error_cost", "hour_cost", "minutes_saved", "rework_minutes"),
        estimates(60),
    ),
    **dict.fromkeys(("fixed_cost", "pilot_cost"), estimates(20_000)),
    **dict.fromkeys(("alternative_benefit", "alternative_cost_once", "alternative_cost_yearly"), estimates()),
    **dict.fromkeys(("count_decisions", "pilot"), st.booleans()),
    **dict.fromkeys(("tokens_in", "tokens_out"), estimates(5000)),
    **dict.fromkeys(("token_price_in", "token_price_out", "handed_cost", "check_cost"), estimates(10)),
    **dict.fromkeys(("handed_share", "checked_share"), estimates(share=True)),
    "tax_rate": st.sampled_from([0.0, 0.25]),
    "write_off_years": st.integers(1, 7),
    "cases_per_year": estimates(40_000),
    "capacity": st.integers(0, 3000),
    "horizon_years": st.integers(1, 2) | st.integers(3, 9),
    "launch_month": st.floats(0, 30) | st.sampled_from([0.0, 6.0, 12.0]),
}


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A project with some rows and some of everything else."""
    value = {name: draw(maybe(strategy)) for name, strategy in SCALARS.items()}
    value["benefits"] = [draw(benefits(f"b{n}")) for n in range(draw(st.integers(0, 3)))]
    value["costs"] = [draw(costs(f"c{n}")) for n in range(draw(st.integers(0, 3)))]
    shares = {name: draw(maybe(st.floats(0.01, 1))) for name in ("base_rate", "precision", "recall")}
    plain = {
        "name": "Made",
        "problem": {"task": draw(st.sampled_from(TASKS))},
        "value": value,
        "data": {"base_rate": shares["base_rate"]},
        "metrics": {
            "precision": shares["precision"],
            "recall": shares["recall"],
            "baseline": 40,
            "target": draw(maybe(st.floats(1, 60))),
        },
        "approach": {"retraining_months": draw(maybe(st.integers(1, 30)))},
    }
    return Project.model_validate(plain)
