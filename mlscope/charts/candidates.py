"""Candidates beside each other, in pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

from mlscope.charts.look import Figure, Row, amounts, band, labels_of, layer, made, scale_of, short
from mlscope.results import Comparison
from mlscope.words import percent_words, range_words


def value_against_feasibility(rows: Sequence[Mapping[str, Any]]) -> Figure | None:
    """Candidates by feasibility (worst to best case) and net present value (P10 to P90).

    Rows carry name, currency, value_low, value_mid, value_high, feasibility_low and feasibility_high; those with a gap are left
    out. None where nothing is left, or where amounts of several currencies would share an axis.
    """
    names = ("value_low", "value_mid", "value_high", "feasibility_low", "feasibility_high")
    full = [row for row in rows if all(row.get(name) is not None for name in names)]
    currencies = {row["currency"] for row in full}
    if len(currencies) != 1:
        return None
    currency = currencies.pop()
    divisor, prefix = scale_of(row[end] for row in full for end in ("value_low", "value_high"))
    spots = [
        {"name": short(row["name"], 28), "f_low": row["feasibility_low"], "f_high": row["feasibility_high"]}
        | {"f_mid": (row["feasibility_low"] + row["feasibility_high"]) / 2}
        | {end: row[f"value_{end}"] / divisor for end in ("low", "mid", "high")}
        for row in full
    ]
    x = amounts("f_mid", "Feasibility, mean of its dimensions (0 to 100)", scale={"domain": [0, 100]})
    y = amounts("mid", f"Net present value ({prefix}{currency})")
    layers = [
        layer([{"mid": 0}], "rule", "edge", {"y": y}),
        layer(spots, "rule", "whisker", {"x": x, "y": "low:Q", "y2": "high:Q"}),
        layer(spots, "rule", "whisker", {"x": "f_low:Q", "x2": "f_high:Q", "y": y}),
        layer(spots, "point", "dot", {"x": x, "y": y}),
        layer(spots, "text", "strong", {"x": x, "y": y, "text": "name:N"}, align="left", dx=9, dy=-9),
    ]
    parts = [
        f"{row['name']}: {range_words(row['value_low'], row['value_high'], currency)}, {row['feasibility_low']:.0f} to {row['feasibility_high']:.0f}"
        for row in full
    ]
    best = max(full, key=lambda row: (row["value_mid"], row["name"]))
    title = f"{short(best['name'], 50)} is worth most at even odds; lines show how sure that is"
    return made(
        layers,
        320,
        "Net present value in eight cases of ten, and feasibility. " + "; ".join(parts) + ".",
        title,
    )


def probability_first(comparison: Comparison, top: int = 12) -> Figure | None:
    """How often each candidate comes first under uncertain weights and values."""
    ranked = sorted(comparison.ranking, key=lambda r: -r.probability_first)[:top]
    if not ranked:
        return None
    rows: list[Row] = [
        {"label": n, "chance": r.probability_first, "text": percent_words(r.probability_first)}
        for n, r in zip(labels_of(r.name for r in ranked), ranked, strict=True)
    ]
    y = band([row["label"] for row in rows])
    x = amounts(
        "chance",
        "How often it comes first",
        scale={"domain": [0, 1]},
        axis={"format": ".0%", "values": [0, 0.5, 1]},
    )
    layers = [
        layer(rows, "bar", "gain", {"x": x, "y": y}, height=16),
        layer(rows, "text", "words", {"x": x, "y": y, "text": "text:N"}, align="left", dx=5),
    ]
    first = ranked[0]
    title = f"{short(first.name, 60)} comes first in {percent_words(first.probability_first)} of the draws"
    return made(
        layers,
        26 * len(rows),
        "How often each candidate is first. "
        + "; ".join(f"{r.name}: {percent_words(r.probability_first)}" for r in ranked)
        + ".",
        title,
    )
