"""Candidates beside each other, in pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from mlscope.charts.figure import Figure, drawn_once, figure_of
from mlscope.charts.parts import Row, amounts, band, heights, of, scale_of, short, wrapped
from mlscope.results import SCORE, Comparison, FrontierPoint, Portfolio, Ranked, Robustness, View
from mlscope.words import listed_names, money_words, percent_words, range_words, shares_words

WHISKERS = 15
"""Up to so many candidates each has its whiskers on the map..."""
NAMED = 6
"""...and up to so many its name beside its point; up to fifteen have a number. Of more, those on the front
have their names, as far as there is room.
"""
OPENED = "opened"
"""Begins the names of selections that hold the `id` of a candidate that was clicked."""
DENSITY = 300
"""More candidates than this are shown as areas, darker where there are more of them."""
_WIDTH, _HEIGHT = 300, 340
"""Pixels of the map; labels that are apart on a phone are so on every wider screen."""
_LETTER, _LINE, _DOT, _COVERED = 6.4, 15, 5, 7


@drawn_once
def value_against_feasibility(rows: Sequence[Mapping[str, Any]], front: Sequence[str] = ()) -> Figure | None:
    """Candidates by feasibility (worst to best case) and expected incremental value (with its P10 and P90).

    Rows carry id, name, currency, value_low, value_mid, value_high, feasibility_low and feasibility_high;
    those with a gap are left out. `front` holds the ids of those that no other beats in both. None where
    nothing is left, or where amounts of several currencies would share an axis.
    """
    names = ("value_low", "value_mid", "value_high", "feasibility_low", "feasibility_high")
    full = [row for row in rows if all(row.get(name) is not None for name in names)]
    currencies = {row["currency"] for row in full}
    if len(currencies) != 1:
        return None
    currency = currencies.pop()
    divisor, prefix = scale_of(row[end] for row in full for end in ("value_low", "value_high"))
    spots = [_spot(row, divisor, row["id"] in front) for row in full]
    few, numbered = len(spots) <= WHISKERS, NAMED < len(spots) <= WHISKERS
    ends = [spot[end] for spot in spots for end in (("low", "high") if few else ("mid",))]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = 0.06 * ((high - low) or 1.0)
    domain = [low - room, high + room]
    x = amounts("f_mid", "Feasibility, mean of its dimensions (0 to 100)").scale(domain=[0, 100])
    y = heights("mid", f"Expected value beyond the best alternative ({prefix}{currency})")
    y = y.scale(domain=domain, nice=False)
    spots.sort(key=lambda spot: (-spot["mid"], spot["name"]))
    named = spots if few else [spot for spot in spots if spot["front"]]
    layers = [
        of([{"mid": 0}]).mark_rule(style="edge").encode(y=y),
        *([] if few or len(spots) <= DENSITY else [_density(spots, x, y)]),
        *(_whiskers(spots, x, y) if few else ()),
        _front_line(spots, x, y),
        *(_dots(spots, named, x, y, numbered=numbered)),
        *(_numbers(spots, domain, x, y) if numbered else _labels(_placed(named, domain), x, y)),
    ]
    top = f"{max(row['value_mid'] for row in full):.12g}"
    best = [row["name"] for row in full if f"{row['value_mid']:.12g}" == top]
    most = f"{short(best[0], 50)} is worth most" if len(best) == 1 else f"{len(best)} are worth most alike"
    leading = [row["name"] for row in full if row["id"] in front]
    key = "; ".join(f"{n} {spot['name']}" for n, spot in enumerate(spots, 1)) if numbered else ""
    return figure_of(
        layers,
        height=_HEIGHT,
        title=f"{most}, as expected{'; lines show how sure that is' if few else ''}",
        alt_text=_map_words(full, leading, currency),
        note=" ".join(filter(None, (_read_as(len(full), len(leading)), _key_words(key) if numbered else ""))),
    )


def _key_words(key: str) -> str:
    return f"In the order of value: {key}. A number that is not to be seen lies under a lower one."


def _read_as(count: int, leading: int) -> str:
    """How the map is read: what a mark is, and what the front says."""
    if count <= WHISKERS:
        marks = (
            "The line upwards spans the value in eight of ten cases, the line across feasibility from its"
            " worst to its best case."
        )
    elif count <= DENSITY:
        marks = "Each point is a candidate; those on the front have their names, as far as there is room."
    else:
        marks = "The darker a field, the more candidates lie in it; those on the front are points."
    if leading > 1:
        front = (
            " The dashed line is the Pareto front: what is on it is beaten in value only by what is less"
            " feasible, and in feasibility only by what is worth less."
        )
    else:
        front = " No candidate is more feasible than the one that is worth most." if leading else ""
    return marks + front


def _spot(row: Mapping[str, Any], divisor: float, front: bool) -> Row:
    middle = (row["feasibility_low"] + row["feasibility_high"]) / 2
    return {
        "id": row["id"],
        "name": short(row["name"], 28),
        "whole": short(row["name"], 120),
        "f_low": row["feasibility_low"],
        "f_high": row["feasibility_high"],
        "f_mid": middle,
        "front": front,
        "told": range_words(row["value_low"], row["value_high"], row["currency"]),
    } | {end: row[f"value_{end}"] / divisor for end in ("low", "mid", "high")}


def _whiskers(spots: Sequence[Row], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    return [
        of(spots).mark_rule(style="whisker").encode(x=x, y=alt.Y("low:Q"), y2=alt.Y2("high")),
        of(spots).mark_rule(style="whisker").encode(x=alt.X("f_low:Q"), x2=alt.X2("f_high"), y=y),
    ]


def _front_line(spots: Sequence[Row], x: alt.X, y: alt.Y) -> alt.Chart:
    front = sorted((spot for spot in spots if spot["front"]), key=lambda spot: spot["f_mid"])
    line: alt.Chart = of(front).mark_line(style="hint").encode(x=x, y=y)
    return line


def _dots(
    spots: Sequence[Row], named: Sequence[Row], x: alt.X, y: alt.Y, *, numbered: bool
) -> list[alt.Chart]:
    told = [alt.Tooltip("whole:N", title="Candidate"), alt.Tooltip("told:N", title="Eight of ten cases")]
    crowded = WHISKERS < len(spots) <= DENSITY
    back = [spot for spot in spots if not spot["front"]] if crowded else []
    looks: tuple[tuple[Sequence[Row], dict[str, Any]], ...] = (
        (back, {"style": "dot", "opacity": 0.35, "size": 40}),
        (named[::-1], {"style": "numbered" if numbered else "dot"}),
    )
    layers: list[alt.Chart] = []
    for rows, look in looks:
        if rows:
            dots = of(rows).mark_point(cursor="pointer", **look).encode(x=x, y=y, tooltip=told)
            clicked = alt.selection_point(name=f"{OPENED}_{len(layers)}", fields=["id"])
            layers.append(dots.add_params(clicked))
    return layers


def _numbers(spots: Sequence[Row], domain: Sequence[float], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The places of candidates by value, inside their points unless a higher one lies over it."""
    rows: list[Row] = []
    for n, spot in enumerate(spots, 1):
        here = _across(spot), _down(spot, domain)
        if all(max(abs(here[0] - a), abs(here[1] - d)) > _COVERED for a, d in (row["at"] for row in rows)):
            rows.append(spot | {"place": str(n), "at": here})
    shown = [{name: value for name, value in row.items() if name != "at"} for row in rows]
    plain = of(shown).mark_text(style="number", baseline="middle")
    return [plain.encode(x=x, y=y, text=alt.Text("place:N"))]


def _density(spots: Sequence[Row], x: alt.X, y: alt.Y) -> alt.Chart:
    """How many candidates lie in each of 25 by 16 fields."""
    bottom, top = min(spot["mid"] for spot in spots), max(spot["mid"] for spot in spots)
    step = (top - bottom) / 16 or 1.0
    counts: dict[tuple[int, int], int] = {}
    for spot in spots:
        field = min(int(spot["f_mid"] / 4), 24), min(int((spot["mid"] - bottom) / step), 15)
        counts[field] = counts.get(field, 0) + 1
    most = max(counts.values())
    fields = [
        {"f_mid": 4 * a, "f_end": 4 * a + 4, "mid": bottom + b * step, "end": bottom + (b + 1) * step}
        | {"share": count / most, "count": count}
        for (a, b), count in counts.items()
    ]
    shade = alt.Opacity("share:Q").scale(domain=[0, 1], range=[0.12, 1]).legend(None)
    shaded: alt.Chart = (
        of(fields)
        .mark_rect(style="soft")
        .encode(
            x=x,
            x2=alt.X2("f_end"),
            y=y,
            y2=alt.Y2("end"),
            opacity=shade,
            tooltip=[alt.Tooltip("count:Q", title="Candidates")],
        )
    )
    return shaded


def _placed(spots: Sequence[Row], domain: Sequence[float]) -> list[Row]:
    """Labels beside their points, each at the first of a few places where it covers no other and no point;
    those that have no room are left out.
    """
    placed: list[Row] = []
    points = [(_across(spot), _down(spot, domain)) for spot in spots]
    taken = [(a - _DOT, a + _DOT, d - _DOT, d + _DOT) for a, d in points]
    for spot, (across, down) in zip(spots, points, strict=True):
        width = _LETTER * len(spot["name"])
        sides = ("right", "left") if across + 9 + width > _WIDTH else ("left", "right")
        for side, dy in [(side, dy) for dy in (-9, 12, -24, 27) for side in sides]:
            box = _box(across, down, width, side, dy)
            if box[0] >= -40 and box[1] <= _WIDTH + 40 and not any(_meet(box, other) for other in taken):
                taken.append(box)
                placed.append(spot | {"side": side, "dy": dy})
                break
    return placed


def _across(spot: Row) -> float:
    return float(spot["f_mid"] / 100 * _WIDTH)


def _down(spot: Row, domain: Sequence[float]) -> float:
    return float((domain[1] - spot["mid"]) / (domain[1] - domain[0]) * _HEIGHT)


def _box(across: float, down: float, width: float, side: str, dy: float) -> tuple[float, float, float, float]:
    left = across + 9 if side == "left" else across - 9 - width
    return left, left + width, down + dy - _LINE / 2, down + dy + _LINE / 2


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _labels(placed: Sequence[Row], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The names on a ground that keeps lines out of them."""
    places = sorted({(row["side"], row["dy"]) for row in placed})
    return [
        of(row for row in placed if (row["side"], row["dy"]) == (side, dy))
        .mark_text(style=style, align=side, dx=9 if side == "left" else -9, dy=dy)
        .encode(x=x, y=y, text=alt.Text("name:N"))
        for style in ("halo", "strong")
        for side, dy in places
    ]


def _map_words(full: Sequence[Mapping[str, Any]], leading: Sequence[str], currency: str) -> str:
    ordered = sorted(full, key=lambda row: (-row["value_mid"], row["name"]))
    parts = [
        f"{row['name']}: {money_words(row['value_mid'], currency)} as expected,"
        f" {range_words(row['value_low'], row['value_high'], currency)} in eight cases of ten, feasibility"
        f" {row['feasibility_low']:.0f} to {row['feasibility_high']:.0f}"
        for row in ordered[:WHISKERS]
    ]
    more = f" And {len(full) - WHISKERS} more." if len(full) > WHISKERS else ""
    front = f" No other beats these in both: {listed_names(leading)}." if leading else ""
    return f"Expected value against feasibility of {len(full)}. {'; '.join(parts)}.{more}{front}"


def ranking(comparison: Comparison, top: int = 12) -> Figure | None:
    """The candidates in their order, each with how often it comes first."""
    return _ranking(comparison.ranking, comparison.view, top)


@drawn_once
def _ranking(ranked: Sequence[Ranked], view: View, top: int) -> Figure | None:
    shown = [one for one in ranked if one.probability_first is not None][:top]
    if len(ranked) < 2 or not shown:
        return None
    rows: list[Row] = [
        {"label": label, "chance": r.probability_first, "text": percent_words(r.probability_first)}
        | {"whole": short(r.name, 200)}
        for label, r in zip(wrapped(r.name for r in shown), shown, strict=True)
    ]
    y = band(rows)
    told = [alt.Tooltip("whole:N", title="Candidate"), alt.Tooltip("text:N", title="First in")]
    x = amounts("chance", "How often it comes first", format=".0%", values=[0, 0.5, 1])
    x = x.scale(domain=[0, 1])
    layers = [
        of(rows).mark_bar(style="gain", height=16).encode(x=x, y=y),
        of(rows).mark_text(style="words", align="left", dx=5).encode(x=x, y=y, text=alt.Text("text:N")),
        of(rows).mark_bar(opacity=0).encode(y=y, tooltip=told),
    ]
    parts = [f"{r.name}: {percent_words(r.probability_first)}" for r in shown]
    by = "expected value" if view == "value" else SCORE[view]
    return figure_of(
        layers,
        height=_row_height(rows) * len(rows),
        title=f"In the order of {by}, with how often each comes first",
        alt_text=f"How often each candidate is first, in the order of {by}. {'; '.join(parts)}.",
    )


def places(comparison: Comparison, top: int = 12) -> Figure | None:
    """How often each candidate has each place, as a heat map."""
    names = {one.id: one.name for one in comparison.ranking}
    found = comparison.robustness
    return _places(found, tuple(names[i] for i in found.ids[:top])) if found.ids else None


@drawn_once
def _places(found: Robustness, names: Sequence[str]) -> Figure:
    told_shares = [shares_words(shares) for shares in found.ranks[: len(names)]]
    rows: list[Row] = [
        {"label": label, "whole": short(name, 200), "place": place + 1, "share": share}
        | {"told": told[place], "text": _in_a_cell(told[place])}
        for label, name, shares, told in zip(wrapped(names), names, found.ranks, told_shares, strict=False)
        for place, share in enumerate(shares[: len(names)])
    ]
    y = band(rows)
    size = alt.ExprRef(f"min(12, 0.72 * width / {len(names)})")  # on a phone figures run into one another
    x = alt.X("place:O").axis(title="Place", labelAngle=0, orient="top", labelFontSize=size)
    shade = alt.Opacity("share:Q").scale(domain=[0, 1], range=[0.04, 1]).legend(None)
    hover = [
        alt.Tooltip("whole:N", title="Candidate"),
        alt.Tooltip("place:O", title="Place"),
        alt.Tooltip("told:N", title="Share"),
    ]
    layers = [
        of(rows).mark_rect(style="gain").encode(x=x, y=y, opacity=shade, tooltip=hover),
        of(row for row in rows if row["share"] >= 0.005)
        .mark_text(style="words", fontSize=size)
        .encode(x=x, y=y, text=alt.Text("text:N")),
    ]
    parts = [
        f"{name}: "
        + ", ".join(
            f"{word} place {n + 1}"
            for n, (word, share) in enumerate(zip(told, shares, strict=True))
            if share >= 0.005
        )
        for name, shares, told in zip(names, found.ranks, told_shares, strict=False)
    ]
    return figure_of(
        layers,
        height=_row_height(rows) * len(names) + 20,
        title="How often each has each place, in percent",
        alt_text=f"How often each candidate has each place. {'; '.join(parts)}.",
    )


def _row_height(rows: Sequence[Row]) -> int:
    return 36 if any("\n" in row["label"] for row in rows) else 26


def _in_a_cell(share: str) -> str:
    """A share in percent, as short as a cell needs."""
    return share.removesuffix(" %").replace("under ", "<").replace("over ", ">")


def frontier(portfolio: Portfolio) -> Figure | None:
    """What the best set is worth at each budget, with the one that there is."""
    if len(portfolio.frontier) < 2 or not any(point.value for point in portfolio.frontier):
        return None
    limited = any(year.limit is not None for year in portfolio.years)
    return _frontier(portfolio.frontier, portfolio.value, portfolio.currency, limited=limited)


@drawn_once
def _frontier(
    points: Sequence[FrontierPoint], value: float, currency: str, *, limited: bool = False
) -> Figure:
    money, money_prefix = scale_of(point.budget for point in points)
    worth, worth_prefix = scale_of(point.value for point in points)
    rows = [
        {"budget": point.budget / money, "value": point.value / worth}
        | {"told": f"{money_words(point.budget, currency)}: {money_words(point.value, currency)}"}
        for point in points
    ]
    now = points[-1].budget / 2 / money
    x = amounts("budget", f"Budget ({money_prefix}{currency})")
    y = heights("value", f"Expected value of the best set ({worth_prefix}{currency})")
    layers = [
        of(rows).mark_line(style="curve", interpolate="step-after").encode(x=x, y=y),
        of(rows)
        .mark_point(style="dot", size=40)
        .encode(x=x, y=y, tooltip=[alt.Tooltip("told:N", title=" ")]),
        of([{"budget": now}]).mark_rule(style="hint").encode(x=x),
        of([{"budget": now, "value": value / worth, "text": "now"}])
        .mark_text(style="strong", align="left", dx=6, dy=-8)
        .encode(x=x, y=y, text=alt.Text("text:N")),
    ]
    top = points[-1]
    parts = [f"{money_words(p.budget, currency)}: {money_words(p.value, currency)}" for p in points]
    more = top.value - value
    return figure_of(
        layers,
        height=240,
        title=(
            f"Twice the budget would bring {money_words(more, currency)} more"
            if more > 0
            else "More money than this would bring nothing more"
        ),
        alt_text=f"Expected value of the best set by budget. {'; '.join(parts)}.",
        note="The limits by year grow and shrink with the budget." if limited else "",
    )
