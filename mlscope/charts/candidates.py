"""Candidates beside each other, in pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from mlscope.charts.figure import Figure, drawn_once, figure_of
from mlscope.charts.parts import Row, amounts, band, heights, labels_of, of, scale_of, short
from mlscope.results import Comparison, Ranked
from mlscope.words import percent_words, range_words


@drawn_once
def value_against_feasibility(rows: Sequence[Mapping[str, Any]]) -> Figure | None:
    """Candidates by feasibility (worst to best case) and net present value (P10 to P90).

    Rows carry name, currency, value_low, value_mid, value_high, feasibility_low and feasibility_high; those
    with a gap are left out. None where nothing is left, or where amounts of several currencies would share an
    axis.
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
    x = amounts("f_mid", "Feasibility, mean of its dimensions (0 to 100)").scale(domain=[0, 100])
    y = heights("mid", f"Net present value ({prefix}{currency})")
    layers = [
        of([{"mid": 0}]).mark_rule(style="edge").encode(y=y),
        of(spots).mark_rule(style="whisker").encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high")),
        of(spots).mark_rule(style="whisker").encode(x=alt.X("f_low:Q"), x2=alt.X2("f_high"), y=y),
        of(spots).mark_point(style="dot").encode(x=x, y=y),
        of(spots)
        .mark_text(style="strong", align="left", dx=9, dy=-9)
        .encode(x=x, y=y, text=alt.Text("name:N")),
    ]
    parts = [
        f"{row['name']}: {range_words(row['value_low'], row['value_high'], currency)}, "
        f"{row['feasibility_low']:.0f} to {row['feasibility_high']:.0f}"
        for row in full
    ]
    best = max(full, key=lambda row: (row["value_mid"], row["name"]))
    return figure_of(
        layers,
        height=320,
        title=f"{short(best['name'], 50)} is worth most in the middle case; lines show how sure that is",
        alt_text="Net present value in eight cases of ten, and feasibility. " + "; ".join(parts) + ".",
    )


def probability_first(comparison: Comparison, top: int = 12) -> Figure | None:
    """How often each candidate comes first under uncertain weights and values."""
    return _probability_first(comparison.ranking, top)


@drawn_once
def _probability_first(ranking: Sequence[Ranked], top: int) -> Figure | None:
    ranked = sorted(ranking, key=lambda r: -r.probability_first)[:top]
    if not ranked:
        return None
    rows: list[Row] = [
        {"label": n, "chance": r.probability_first, "text": percent_words(r.probability_first)}
        for n, r in zip(labels_of(r.name for r in ranked), ranked, strict=True)
    ]
    y = band(rows)
    x = amounts("chance", "How often it comes first", format=".0%", values=[0, 0.5, 1])
    x = x.scale(domain=[0, 1])
    layers = [
        of(rows).mark_bar(style="gain", height=16).encode(x=x, y=y),
        of(rows).mark_text(style="words", align="left", dx=5).encode(x=x, y=y, text=alt.Text("text:N")),
    ]
    first = ranked[0]
    parts = [f"{r.name}: {percent_words(r.probability_first)}" for r in ranked]
    return figure_of(
        layers,
        height=26 * len(rows),
        title=f"{short(first.name, 60)} comes first in {percent_words(first.probability_first)} of the draws",
        alt_text="How often each candidate is first. " + "; ".join(parts) + ".",
    )
