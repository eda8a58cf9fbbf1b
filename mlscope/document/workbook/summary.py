"""The Summary sheet: the figures that finance asks for, live, beside those of the day the workbook was made
and of the simulation.
"""

from collections.abc import Sequence
from typing import Any

from mlscope import __version__
from mlscope.document.answers import day
from mlscope.document.workbook.cash_flow import CashFlow
from mlscope.document.workbook.figures import Figures
from mlscope.document.workbook.formulas import Formula, sum_products, total, when
from mlscope.document.workbook.pen import GREEN, Grid
from mlscope.document.workbook.timing import FIRST, Timing, periods
from mlscope.project import Project
from mlscope.results import Money

HEADS_ROW = 4
HEADS = ("", "This project", "When made", "Without machine learning", "Difference")
WIDTHS = (44, 22, 22, 24, 22)
NO_COST = "no cost"

LIVE = (
    "Recalculated from Inputs. Every input at its mean, chances multiplied in; after tax where a tax rate is"
    " given."
)
PLAIN = (
    "Plain numbers from the simulation when this workbook was made: {points:,} draws, seed {seed}. They do"
    " not follow changes on Inputs."
)
CONVENTIONS = (
    (
        "Year 0 is today and undiscounted; year t is divided by (1 + discount rate)^t. With one or two years"
        " to look ahead money is counted by quarter, as of its end; quarter q is divided by (1 + rate)^(q/4)."
    ),
    (
        "Payback is when the balance is at or above zero for good, interpolated within the year; “never”"
        " means not within the horizon."
    ),
    (
        "The internal rate of return stands only where flows change their sign once: “none” without a change,"
        " “ambiguous” with several. MIRR stands in for it then."
    ),
    "Return on cost (ROI) is (benefits less costs) over costs before tax: of discounted totals or, simple, of"
    " totals as they are.",
)


def write(
    grid: Grid,
    project: Project,
    money: Money,
    timing: Timing,
    flow: CashFlow,
    figures: Sequence[Figures],
    horizon: int,
) -> None:
    """Write the sheet; `figures` are those of the project, the alternative and the difference."""
    for column, width in enumerate(WIDTHS):
        grid.sheet.set_column(column, column, width)
    row = _head(grid, project)
    row = _live(grid, row, money, timing, flow, figures)
    _chart(grid, row, flow, horizon)
    row = _simulated(grid, row + 19, money)
    row = _sentences(grid, row, "Conventions", CONVENTIONS)
    row = _sentences(grid, row, "Assumed when this workbook was made", money.assumptions)
    grid.print_as_pages(row, len(WIDTHS) - 1)
    grid.sheet.set_portrait()
    grid.sheet.freeze_panes(HEADS_ROW + 1, 1)
    grid.sheet.activate()
    grid.sheet.set_first_sheet()


def _head(grid: Grid, project: Project) -> int:
    sample = ", a fictional sample" if project.sample else ""
    grid.title(
        project.name,
        f"Is it worth it? As of {day(project.as_of)}, amounts in {project.currency}{sample}.",
        f"Made by mlscope {__version__}. Change the blue figures on Inputs, and this sheet follows.",
    )
    for column, head in enumerate(HEADS):
        grid.words(HEADS_ROW, column, head, "head right" if column else "head")
    return HEADS_ROW + 1


def _live(
    grid: Grid, row: int, money: Money, timing: Timing, flow: CashFlow, figures: Sequence[Figures]
) -> int:
    exact = money.deterministic
    worth = {
        name: sum_products(years.span * timing.discount.span)
        for name, years in (("b", flow.benefits), ("c", flow.costs))
    }
    roi = when(worth["c"] > 0, (worth["b"] - worth["c"]) / worth["c"], NO_COST)
    gained, spent = total(flow.benefits.span), total(flow.costs.span)
    simple = when(spent > 0, (gained - spent) / spent, NO_COST)
    irr = exact and (exact.irr if exact.irr is not None else exact.irr_status)
    lines: list[tuple[str, str, Sequence[Formula], Any]] = [
        ("Net present value (NPV)", "currency bold", [one.npv for one in figures], exact and exact.npv),
        ("Benefits, discounted, before tax", "currency", [worth["b"]], None),
        ("Costs, discounted, before tax", "currency", [worth["c"]], exact and exact.discounted_cost),
        (
            "Return on cost (ROI), discounted",
            "share right",
            [roi],
            exact and (exact.roi if exact.roi is not None else NO_COST),
        ),
        (
            "Return on cost (ROI), simple",
            "share right",
            [simple],
            exact and (exact.roi_simple if exact.roi_simple is not None else NO_COST),
        ),
        ("Internal rate of return (IRR)", "share right", [one.irr for one in figures], irr),
        (
            "Modified internal rate of return (MIRR)",
            "share right",
            [one.mirr for one in figures],
            exact and (exact.mirr or "none"),
        ),
        ("Payback", "years right", [one.payback for one in figures], exact and _years(exact.payback)),
        (
            "Discounted payback",
            "years right",
            [one.discounted_payback for one in figures],
            exact and _years(exact.discounted_payback),
        ),
    ]
    for label, styles, live, made in lines:
        grid.words(row, 0, label, "bold" if "bold" in styles else "")
        for column, formula in zip((1, 3, 4), live, strict=False):
            grid.put(row, column, formula, styles)
        plain(grid, row, 2, made, f"{styles} muted")
        row += 1
    grid.words(row, 0, LIVE, "subtitle")
    return row + 2


def _years(payback: float | None) -> float | str:
    return "never" if payback is None else payback


def plain(grid: Grid, row: int, column: int, value: Any, styles: str) -> None:
    """A number or a word that does not follow the inputs; nothing where there is none."""
    if isinstance(value, str):
        grid.words(row, column, value, styles)
    elif value is not None:
        grid.number(row, column, value, styles)


def _chart(grid: Grid, row: int, flow: CashFlow, horizon: int) -> None:
    """Yearly net flows as bars and both balances as lines, drawn from the cash flow and so live."""
    name, last = "Cash flow", FIRST + periods(horizon)
    years = [name, 3, FIRST, 3, last]
    bars = grid.pen.book.add_chart({"type": "column"})
    lines = grid.pen.book.add_chart({"type": "line"})
    net, balance, discounted = (
        flow.project.net.row,
        flow.project.balance.row,
        flow.project.discounted_balance.row,
    )
    bars.add_series(
        {
            "name": "Net flow",
            "categories": years,
            "values": [name, net, FIRST, net, last],
            "fill": {"color": "#A9D2C5"},
            "gap": 60,
        }
    )
    for label, at, color, dash in (
        ("Balance", balance, GREEN, "solid"),
        ("Balance, discounted", discounted, "#C9703F", "dash"),
    ):
        line = {"color": color, "width": 2.25, "dash_type": dash}
        lines.add_series(
            {"name": label, "categories": years, "values": [name, at, FIRST, at, last], "line": line}
        )
    bars.combine(lines)
    bars.set_title(
        {"name": "Cash flow and balance", "name_font": {"size": 12, "bold": True}, "overlay": False}
    )
    bars.set_x_axis({"label_position": "low"})
    bars.set_y_axis(
        {
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8E6"}},
            "name": grid.pen.currency,
        }
    )
    bars.set_legend({"position": "bottom"})
    bars.set_size({"width": 960, "height": 340})
    grid.sheet.insert_chart(
        row,
        0,
        bars,
        {"description": "Net cash flow of each period as bars, and the balance so far as lines."},
    )


def _simulated(grid: Grid, row: int, money: Money) -> int:
    grid.section(row, "From the simulation", len(WIDTHS) - 1)
    if money.npv is None:
        grid.words(
            row + 1, 0, "Nothing is known yet of benefits and costs, so nothing was simulated.", "muted"
        )
        return row + 3
    npv = money.npv
    figures: list[tuple[str, Any, str]] = [
        ("Chance of paying back (NPV above zero)", money.probability_positive, "share"),
        ("NPV, mean", npv.mean, "currency"),
        ("Sampling error of the mean", npv.error, "currency"),
        ("NPV, one in ten below (P10)", npv.p10, "currency"),
        ("NPV, middle case (P50)", npv.p50, "currency"),
        ("NPV, one in ten above (P90)", npv.p90, "currency"),
        ("Mean loss over all outcomes", money.expected_loss, "currency"),
        ("Payback, middle case (P50)", _years(money.payback_p50), "years right"),
        ("Most that perfect information is worth (EVPI)", money.evpi, "currency"),
    ]
    for n, (label, value, styles) in enumerate(figures, 1):
        grid.words(row + n, 0, label)
        plain(grid, row + n, 1, value, styles)
    end = row + len(figures) + 1
    grid.words(end, 0, PLAIN.format(points=money.points, seed=money.seed), "subtitle")
    return end + 2


def _sentences(grid: Grid, row: int, title: str, sentences: Sequence[str]) -> int:
    if not sentences:
        return row
    grid.section(row, title, len(WIDTHS) - 1)
    for sentence in sentences:
        row += 1
        grid.sheet.merge_range(row, 0, row, len(WIDTHS) - 1, "", grid.pen.style("wrap"))
        grid.words(row, 0, sentence, "wrap")
        grid.sheet.set_row(row, 13.5 * (1 + len(sentence) // 165))
    return row + 2
