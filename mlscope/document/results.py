"""What the engines found out, section by section: feasibility, money, EU AI Act, plan, findings, recommendations."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mlscope import charts
from mlscope.document.answers import day, number
from mlscope.document.blocks import Block, Bullets, Callout, Fact, Heading, KeyFacts, Paragraph, figure_block, table
from mlscope.document.decision import date_line, money_line
from mlscope.project import Project
from mlscope.project.results import AiAct, Assessment, DimensionResult, Finding, Money, Schedule
from mlscope.words import money_words, percent_words, years_words

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal

SEVERITIES = {"blocker": "Blocker", "high": "High", "medium": "Medium", "low": "Low"}
ITEM_STATES = {"answered": "", "open": "open", "not_applicable": "does not apply", "not_asked": "not asked"}


def feasibility(assessment: Assessment) -> list[Block]:
    """Every dimension with the items it was scored from."""
    blocks: list[Block] = [
        Paragraph("Each dimension runs from its worst to its best case over what is still open, on a scale of 0 to 100.")
    ]
    for dimension in assessment.dimensions.values():
        blocks += _dimension(dimension)
    return blocks


def _dimension(dimension: DimensionResult) -> list[Block]:
    rows = [
        (item.label, _interval(item.low, item.high) if item.state == "answered" else ITEM_STATES[item.state], item.reason)
        for item in dimension.items
        if item.state != "not_asked"
    ]
    if dimension.low is None or dimension.high is None:
        return [Heading(2, f"{dimension.label}: does not apply")]
    heading = f"{dimension.label}: {_interval(dimension.low / 100, dimension.high / 100)}, {dimension.word}"
    return [Heading(2, heading), *([table(("What", "Score", "Why"), rows)] if rows else [])]


def _interval(low: float, high: float) -> str:
    a, b = round(100 * low), round(100 * high)
    return str(a) if a == b else f"{a} to {b}"


def value(appraisal: "Appraisal", project: Project) -> list[Block]:
    """What it is worth: headline, charts, figures, and what was assumed. `project` holds only answers that count."""
    money = appraisal.money
    blocks: list[Block] = [Paragraph(money_line(money), "lead")]
    if money.known:
        blocks += figure_block(charts.npv_distribution(money), _simulated(money))
        blocks += [KeyFacts(tuple(_figures(money)))]
        blocks += figure_block(charts.cash_flow(money), "Balance of all cash flows so far, nominal; bars: the median flow of the year.")
        blocks += figure_block(charts.tornado(money), "Light: the input at its P10; dark: at its P90; all others at their mean.")
        blocks += figure_block(charts.information_value(money), _study_line(money)) or _nothing_to_learn(money)
        blocks += _acts(money)
    if money.breakeven:
        blocks += figure_block(
            charts.break_even(money.breakeven, project.metrics.precision, project.metrics.recall),
            "Yearly break-even of the decisions; one-off costs are not part of it.",
        )
    if money.assumptions:
        blocks += [Heading(2, "Assumed where nothing was answered"), Bullets(money.assumptions)]
    return blocks


def _simulated(money: Money) -> str:
    error = f"; the mean is known to plus or minus {money_words(money.npv.error, money.currency)}" if money.npv else ""
    return f"{money.points:,} simulated outcomes, seed {money.seed}{error}."


def _figures(money: Money) -> Iterable[Fact]:
    if money.npv and money.expected_loss is not None:
        yield Fact(
            "Net present value, mean",
            money_words(money.npv.mean, money.currency),
            f"Mean loss over all outcomes: {money_words(money.expected_loss, money.currency)}",
        )
    if fixed := money.deterministic:
        yield Fact(
            "Return on investment",
            percent_words(fixed.roi) if fixed.roi is not None else "No cost to set it against",
            "Benefits less costs, over costs, discounted, every input at its mean",
        )
        yield Fact("Internal rate of return", _irr(fixed.irr, fixed.irr_status))
        yield Fact("Payback", _payback(fixed.payback), f"Discounted: {_payback(fixed.discounted_payback).lower()}")
        yield Fact(
            "Cost over the horizon",
            money_words(fixed.discounted_cost, money.currency),
            f"Discounted at {percent_words(money.discount_rate)} a year",
        )
    if money.pilot:
        stop = f"costs {money_words(money.pilot.cost, money.currency)} and passes with a chance of {percent_words(money.pilot.pass_probability)}"
        yield Fact("Pilot", f"Worth {money_words(money.pilot.worth, money.currency)}", f"It {stop}")


def _irr(rate: float | None, status: str) -> str:
    if rate is None:
        return "More than one rate fits, so none is given" if status == "ambiguous" else "There is none"
    return f"{percent_words(rate)} a year"


def _payback(years: float | None) -> str:
    return "Not within the horizon" if years is None else years_words(years).capitalize()


def _study_line(money: Money) -> str:
    if money.evpi is None:
        return ""
    return f"A study or pilot worth more than {money_words(money.evpi, money.currency)} does not pay, whatever it finds out."


def _nothing_to_learn(money: Money) -> tuple[Block, ...]:
    return (Paragraph("No single input is worth a study: the choice stands whatever one of them turns out to be."),) if money.evppi else ()


def _acts(money: Money) -> list[Block]:
    rows = [
        (act.label, money_words(act.npv, money.currency), "" if act.p_best is None else percent_words(act.p_best)) for act in money.acts
    ]
    titles = ("Way to act", "Expected net present value", "How often it is best")
    return [table(titles, rows, titles[1:], "The project beside its alternatives")] if len(rows) > 1 else []


def budget(appraisal: "Appraisal") -> list[Block]:
    """The money there is, beside expected benefits and costs by year."""
    project, fixed = appraisal.project, appraisal.money.deterministic
    granted = [
        Fact("Budget", _granted(project.plan.budget, project.currency)),
        Fact("Of it for compute", _granted(project.plan.compute_budget, project.currency)),
    ]
    blocks: list[Block] = [KeyFacts(tuple(granted))]
    if fixed:
        rows = [
            (str(year), *(money_words(amount, project.currency) for amount in amounts))
            for year, amounts in enumerate(zip(fixed.benefits, fixed.costs, fixed.flows, strict=True))
        ]
        titles = ("Year", "Benefits", "Costs", "Net")
        blocks.append(table(titles, rows, titles[1:], "Expected benefits and costs by year, nominal, every input at its mean"))
    return blocks


def _granted(amount: float | None, currency: str) -> str:
    return "Not answered" if amount is None else f"{number(amount)} {currency}"


def ai_act(result: AiAct) -> list[Block]:
    """The tier under the EU AI Act with its article, reason and duties."""
    tone = {"prohibited": "bad", "high": "caution", "cannot_say": "neutral"}.get(result.tier, "good")
    points = tuple(point for point in (result.article, f"Our role: {result.role}" if result.role else "") if point)
    blocks: list[Block] = [Heading(2, "EU AI Act"), Callout(tone, result.label, result.reason, points)]  # type: ignore[arg-type]
    if result.obligations:
        blocks += [Paragraph("What it obliges to:"), Bullets(result.obligations)]
    if result.transparency:
        blocks += [Paragraph("What people must be told:"), Bullets(result.transparency)]
    return [*blocks, Paragraph(f"As of {result.as_of}. Source: {result.source}", "muted")]


def plan(schedule: Schedule) -> list[Block]:
    """Finish dates, the calendar of tasks, and what is shown week by week."""
    blocks: list[Block] = [Paragraph(date_line(schedule), "lead")]
    blocks += figure_block(charts.gantt(schedule), "Dark: tasks that usually decide the finish. Lines: finish between its P10 and P90.")
    blocks += figure_block(charts.finish_dates(schedule))
    if schedule.weeks:
        rows = [(str(week.number), day(week.start, brief=True), week.milestone, week.demo) for week in schedule.weeks]
        blocks.append(table(("Week", "From", "Milestone", "Demo"), rows, caption="Week by week"))
    if schedule.sprints:
        sprints = [(s.name, day(s.start, brief=True), day(s.finish, brief=True), s.goal) for s in schedule.sprints]
        blocks.append(table(("Sprint", "From", "To", "Goal"), sprints, caption="Sprints"))
    return blocks


def findings(assessment: Assessment, project: Project) -> list[Block]:
    """What is wrong with the scope and what to do; waived findings with their reason."""
    blocks: list[Block] = []
    if assessment.blockers:
        rows = [("Confirmed" if b.confirmed else "Open", b.message, b.advice) for b in assessment.blockers]
        blocks.append(table(("Blocker", "What is wrong", "What to do"), rows, caption="Blockers"))
    standing = [f for f in assessment.findings if not f.waived]
    if standing:
        blocks.append(table(("Code", "Weight", "What is wrong", "What to do"), [_finding(f) for f in standing], caption="Findings"))
    waived = [f for f in assessment.findings if f.waived]
    if waived:
        accepted = [(f.code, f.message, f.waived, _waiver_author(project, f)) for f in waived]
        blocks.append(table(("Code", "What was found", "Accepted because", "By"), accepted, caption="Waived findings"))
    return blocks or [Paragraph("Nothing was found.")]


def _finding(finding: Finding) -> tuple[str, ...]:
    kind = " (contradiction)" if finding.contradiction else ""
    return finding.code, SEVERITIES[finding.severity], finding.message + kind, finding.advice


def _waiver_author(project: Project, finding: Finding) -> str:
    waiver = project.waivers.get(finding.code)
    return waiver.author if waiver else ""


def recommendations(assessment: Assessment, titles: dict[str, str]) -> list[Block]:
    """What the catalogue recommends for this project, by topic, with the reason. `titles` names the topics."""
    rows = []
    for topic in dict.fromkeys(r.topic for r in assessment.recommendations):
        shown = titles.get(topic, topic.replace("_", " ").capitalize())
        for one in (r for r in assessment.recommendations if r.topic == topic):
            rows.append((shown, one.name, one.text, one.reason, one.source))
            shown = ""
    if not rows:
        return [Paragraph("Nothing is recommended yet; more answers are needed.")]
    return [table(("Topic", "What", "In short", "Why here", "Source"), rows)]
