"""The money in the document: what it is worth and how sure that is, what it must reach, and what has to be
spent.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mlscope import charts
from mlscope.document.answers import number
from mlscope.document.blocks import Block, Bullets, Fact, Heading, KeyFacts, Paragraph, figure_block, table
from mlscope.document.decision import money_line
from mlscope.money import breakeven_words, summary
from mlscope.project import Project
from mlscope.questions import Question
from mlscope.results import BreakEven, Money
from mlscope.words import money_words

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal


def value(appraisal: "Appraisal", project: Project, questions: Mapping[str, Question]) -> list[Block]:
    """What it is worth, what drives it and what it rests on. `project` holds only answers that count."""
    money = appraisal.money
    blocks: list[Block] = [Paragraph(money_line(money, questions), "lead")]
    if money.known:
        blocks += [*_outcome(money), *_drivers(money), *_alternative(money)]
    if money.breakeven:
        blocks += _break_even(money, money.breakeven, project)
    if money.known:
        blocks += [*_pilot(money), *_sensitivities(money)]
    if money.assumptions:
        blocks += [Heading(2, "Assumed where nothing was answered"), Bullets(money.assumptions)]
    return [*blocks, Heading(2, "Conventions"), Bullets(summary.CONVENTIONS)] if money.known else blocks


def _outcome(money: Money) -> list[Block]:
    rows = [(row.name, row.value, row.meaning) for row in summary.figures(money)]
    beside = summary.beside_no_risks(money)
    return [
        Paragraph(" ".join(summary.read_out(money))),
        *([Paragraph(beside)] if beside else []),
        *figure_block(charts.npv_distribution(money)),
        Paragraph(f"{summary.give_or_take(money)} Seed {money.seed}.", "muted"),
        *figure_block(charts.cash_flow(money)),
        table(("Figure", "Value", "What it is"), rows, caption="All figures"),
    ]


def _drivers(money: Money) -> list[Block]:
    worth = figure_block(charts.information_value(money))
    if money.evppi and not worth:
        worth = (
            Paragraph(
                "No single input is worth a study: the choice stands whatever one of them turns out to be."
            ),
        )
    most = summary.knowing_everything(money)
    limit = (
        f"A study or pilot that costs more than {most} does not pay, whatever it finds out." if most else ""
    )
    return [
        Heading(2, "What drives it"),
        *figure_block(charts.tornado(money)),
        *worth,
        *([Paragraph(limit)] if limit else []),
        *figure_block(charts.information_groups(money)),
    ]


def _alternative(money: Money) -> list[Block]:
    titles = ("Figure", "This project", "Without machine learning", "Difference")
    rows = summary.sides(money)
    return [Heading(2, "Against the alternative"), table(titles, rows)] if rows else []


def _break_even(money: Money, result: BreakEven, project: Project) -> list[Block]:
    blocks: list[Block] = [
        *figure_block(charts.break_even(result, project.metrics.precision, project.metrics.recall))
    ]
    found = breakeven_words.measure_rows(result)
    rows = [(one.name, one.target, one.pays_in_a_year, one.pays_back) for one in found]
    if any(row[2] or row[3] for row in rows) and not result.missing:
        titles = ("Measure", "Planned", "A year's decisions pay", "The whole project pays back")
        blocks += [table(titles, rows), Paragraph(breakeven_words.measures_note(found), "muted")]
    if said := breakeven_words.threshold(result):
        blocks.append(Paragraph(said))
    if years := breakeven_words.without_a_model(result, money.currency):
        brings = "brings, at average inputs"
        blocks.append(table(("A year of", brings), years, (brings,)))
    return [Heading(2, "How good it must be"), *blocks] if blocks else []


def _pilot(money: Money) -> list[Block]:
    said = summary.pilot(money)
    if not said:
        return []
    blocks: list[Block] = [Heading(2, "The pilot"), Paragraph(" ".join(said))]
    if money.kill_criteria:
        blocks += [
            Paragraph("When to stop after it:"),
            Bullets(tuple(one.sentence for one in money.kill_criteria)),
            Paragraph(summary.STOP_NOTE, "muted"),
        ]
    return blocks


def _sensitivities(money: Money) -> list[Block]:
    rows = [(one.label, one.correlation, one.share) for one in summary.sensitivities(money)]
    if not rows:
        return []
    titles = ("Input", "Rank correlation", "Share of variance")
    return [
        Heading(2, "How inputs and outcome go together"),
        table(titles, rows, titles[1:]),
        Paragraph(summary.SENSITIVITY_NOTE, "muted"),
    ]


def budget(appraisal: "Appraisal") -> list[Block]:
    """The money there is, what has to be spent by year and phase, and expected benefits and costs by year."""
    project, money = appraisal.project, appraisal.money
    granted = [
        Fact("Budget", _granted(project.plan.budget, project.currency)),
        Fact("Of it for compute", _granted(project.plan.compute_budget, project.currency)),
    ]
    blocks: list[Block] = [KeyFacts(tuple(granted))]
    if money.budget:
        titles, rows = summary.budget_table(money.budget)
        blocks += [*figure_block(charts.budget_by_year(money)), *figure_block(charts.budget_by_phase(money))]
        blocks += [
            table(titles, rows, titles[1:], f"By phase and year on average, {money.currency}"),
            Paragraph(summary.BUDGET_NOTE, "muted"),
        ]
    return [*blocks, *_flows(money)]


def _granted(amount: float | None, currency: str) -> str:
    return "Not answered" if amount is None else f"{number(amount)} {currency}"


def _flows(money: Money) -> list[Block]:
    exact = money.deterministic
    if exact is None:
        return []
    columns = summary.by_year(exact)
    rows = [
        (str(year), *(money_words(amount, money.currency) for amount in amounts))
        for year, amounts in enumerate(zip(*columns.values(), strict=True))
    ]
    titles = ("Year", *columns)
    yearly = table(titles, rows, titles[1:], "Benefits and costs by year at average inputs, nominal")
    return [yearly, *_quarters(money)]


def _quarters(money: Money) -> list[Block]:
    """What flows by quarter, where money is counted so."""
    rows = [
        (
            str(band.quarter),
            *(money_words(amount) for amount in (band.p10, band.p50, band.p90, band.cumulative_p50)),
        )
        for band in money.quarters
    ]
    titles = ("Quarter", "Bad case (P10)", "Middle case (P50)", "Good case (P90)", "Balance, middle case")
    caption = f"Net cash flow by quarter, nominal, {money.currency}; quarter 0 is today"
    return [table(titles, rows, titles[1:], caption)] if rows else []
