"""The pages behind the first: the case, value, the pilot, the plan, and what could go wrong; and the second
page of the brief, which says all of it in short.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mlscope import charts
from mlscope.catalogue import Catalogue
from mlscope.document import open_questions as open_list
from mlscope.document.answers import answer_text, day, estimate, wording
from mlscope.document.blocks import (
    Block,
    Bullets,
    Callout,
    Fact,
    Heading,
    KeyFacts,
    Paragraph,
    Table,
    figure_block,
    table,
)
from mlscope.document.decision import (
    ON_TWO_PAGES,
    beside_drivers,
    cost_today,
    date_line,
    drivers,
    further_conditions,
    granted,
    gravest,
    money_line,
    until_launch,
)
from mlscope.document.text import ended, whole_sentences
from mlscope.estimates import sampling
from mlscope.money import breakeven_words, summary
from mlscope.project import Project, State
from mlscope.results import Assessment, Money
from mlscope.words import money_words, percent_words

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal

RISKS, QUESTIONS, FEW = 6, 8, 3
"""Rows of a committee's page: risks, open questions, conditions beside which there is room for a chart."""


def _said(project: Project, catalogue: Catalogue, question_id: str, limit: int = 330) -> str:
    """An answer in whole sentences; empty while there is none."""
    question = catalogue.questions.get(question_id)
    if question is None or project.state(question_id) != State.answered:
        return ""
    return whole_sentences(answer_text(project, question), limit)


def _answered(project: Project, catalogue: Catalogue, *labelled: tuple[str, str]) -> list[Fact]:
    """Answers under labels of their own; what is not answered is left out."""
    return [Fact(label, said) for label, i in labelled if (said := _said(project, catalogue, i))]


def _facts(project: Project, catalogue: Catalogue, *labelled: tuple[str, str]) -> list[Block]:
    facts = _answered(project, catalogue, *labelled)
    return [KeyFacts(tuple(facts))] if facts else []


# ── the case
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def case(appraisal: "Appraisal", catalogue: Catalogue) -> list[Block]:
    """What it costs today, why now, and which ways there are, doing nothing among them."""
    project, assessment = appraisal.project.effective(catalogue.questions), appraisal.assessment
    cost = cost_today(project)
    facts = [
        *([Fact("Today's way costs a year", cost)] if cost else []),
        *_answered(
            project,
            catalogue,
            ("Who has it", "problem.who"),
            ("How it is handled today", "problem.today"),
            ("Why now", "problem.why_now"),
            ("The goal it serves", "problem.goal"),
            ("If nothing is done", "problem.left_alone"),
            ("Decision it changes", "problem.decision"),
            ("Beyond its scope", "problem.out_of_scope"),
        ),
    ]
    return [
        *further_conditions(appraisal, catalogue, ON_TWO_PAGES, "in the annex of findings"),
        KeyFacts(tuple(facts)) if facts else Paragraph("Nothing has been said of today's way yet."),
        *_ways(project),
        *_objectives(project),
        *figure_block(charts.dimensions(assessment)),
    ]


def _ways(project: Project) -> list[Block]:
    rows = [
        (
            whole_sentences(one.name or "unnamed", 140),
            "" if one.tried is None else "tried" if one.tried else "not tried",
            whole_sentences(one.finding or "", 200),
        )
        for one in project.problem.candidates or []
    ]
    if project.value.alternative:
        rows.append(
            (whole_sentences(project.value.alternative, 140), "the alternative", "Priced beside the project.")
        )
    return (
        [table(("Way", "So far", "What came of it"), rows, (), "Ways that were thought of")] if rows else []
    )


def _objectives(project: Project) -> list[Block]:
    rows = [
        (
            one.name or "unnamed",
            "" if one.baseline is None else f"{one.baseline:,.6g}",
            "" if one.target is None else f"{one.target:,.6g}",
            one.unit or "",
            day(one.due, brief=True) if one.due else "",
            one.owner or "",
        )
        for one in project.problem.objectives or []
    ]
    titles = ("What is to be reached", "Today", "Target", "Unit", "By", "Owner")
    return [table(titles, rows, ("Today", "Target"), "Objectives")] if rows else []


# ── value
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def value(appraisal: "Appraisal", catalogue: Catalogue) -> list[Block]:
    """What it is worth: one chart, the money by year, what drives it, and what it must reach."""
    money = appraisal.money
    lead = Paragraph(money_line(money, catalogue.questions), "lead")
    if not money.known:
        return [lead, *must_reach(money)]
    told = summary.read_out(money)
    return [
        lead,
        *([Paragraph(" ".join(told[3:]))] if told[3:] else []),
        *figure_block(charts.npv_distribution(money)),
        *_by_year(money),
        *drivers_table(money),
        *must_reach(money),
        *_risks_in(money),
    ]


def _by_year(money: Money) -> list[Block]:
    spending = {line.year: line for line in money.budget.years} if money.budget else {}
    rows = [
        (
            str(band.year),
            *(money_words(amount) for amount in (band.p10, band.p50, band.p90)),
            money_words(spending[band.year].p80) if band.year in spending else "",
        )
        for band in money.cash_flow
    ]
    titles = ("Year", "Bad case (P10)", "Middle case (P50)", "Good case (P90)", "Spending, P80")
    caption = f"Net cash flow by year, nominal, {money.currency}; year 0 is today"
    return [table(titles, rows, titles[1:], caption)] if rows else []


def drivers_table(money: Money) -> list[Block]:
    """What drives the value, with the basis of the figures."""
    titles = ("What drives it", "Share of the uncertainty", "Value at its low end", "Value at its high end")
    caption = "Drivers: low is the input's P10, high its P90, all other inputs at their average"
    rows = drivers(money)
    beside = beside_drivers(money)
    return (
        [table(titles, rows, titles[1:], caption), *([Paragraph(beside, "muted")] if beside else [])]
        if rows
        else []
    )


def must_reach(money: Money) -> list[Block]:
    """How good it must be to pay back, beside what is planned."""
    if not money.breakeven or money.breakeven.missing:
        return []
    found = breakeven_words.measure_rows(money.breakeven)
    rows = [(one.name, one.target, one.pays_back) for one in found if one.pays_back]
    titles = ("How good it must be", "Planned", "The whole pays back")
    return [table(titles, rows)] if rows else []


def _risks_in(money: Money) -> list[Block]:
    beside = summary.beside_no_risks(money)
    said = [*([beside] if beside else []), *(line for line in money.assumptions if "isk" in line)]
    return [Paragraph(" ".join(said), "muted")] if said else []


# ── the pilot
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def pilot(appraisal: "Appraisal", catalogue: Catalogue) -> list[Block]:
    """What the pilot costs and tells, and at which figures the project stops, during it and in use."""
    project, money = appraisal.project.effective(catalogue.questions), appraisal.money
    blocks: list[Block] = []
    if said := summary.pilot(money):
        blocks.append(Paragraph(" ".join(said)))
    elif project.value.pilot:
        blocks.append(Paragraph("A pilot is planned; what it is worth cannot be said yet."))
    else:
        blocks.append(Paragraph("No pilot is planned: what is granted is granted for the whole."))
        blocks += _only_trying(appraisal.assessment)
    if money.kill_criteria:
        stops = Bullets(tuple(one.sentence for one in money.kill_criteria))
        blocks += [Heading(2, "When to stop after the pilot"), stops, Paragraph(summary.STOP_NOTE, "muted")]
    watched = [
        (
            one.figure or "unnamed",
            one.limit or "",
            wording(column, one.often, "") if one.often else "",
            one.action or "",
            one.owner or "",
        )
        for column in (catalogue.questions["metrics.watch"].column("often"),)
        for one in project.metrics.watch or []
    ]
    if watched:
        titles = ("Figure", "Limit", "How often", "What happens then", "Who acts")
        blocks.append(table(titles, watched, (), "Limits in use"))
    guards = [(one.name or "unnamed", one.limit or "") for one in project.metrics.guardrails or []]
    if guards:
        blocks.append(table(("Must not get worse", "Limit"), guards))
    return [
        *blocks,
        *_facts(
            project,
            catalogue,
            ("What it is judged by", "metrics.metric"),
            ("A simple rule reaches", "metrics.baseline"),
            ("People reach", "metrics.human"),
            ("It is to reach", "metrics.target"),
            ("What would refute it", "feasibility.refuted"),
            ("Going on or stopping", "people.decision_day"),
            ("Who may stop it, and when", "ethics.stop"),
            ("Back to the version before within minutes", "approach.rollback"),
            ("On a day without predictions", "metrics.outage"),
        ),
    ]


def _only_trying(assessment: Assessment) -> list[Block]:
    said = tuple(one.sentence for one in assessment.only_trying)
    return [Heading(2, "What only trying can tell"), Bullets(said)] if said else []


# ── plan, people, budget
# ─────────────────────────────────────────────────────────────────────────────────────────


def plan(appraisal: "Appraisal", catalogue: Catalogue) -> list[Block]:
    """When, by whom, and with which money: granted against needed to the same date."""
    project, schedule = appraisal.project.effective(catalogue.questions), appraisal.schedule
    team = [
        (
            one.name or "unnamed",
            one.skills or "",
            "" if one.days_per_week is None else f"{one.days_per_week:g}",
            "" if one.available is None else "yes" if one.available else "not yet",
        )
        for one in project.plan.team or []
    ]
    titles = ("Who", "Skills", "Days a week", "Available")
    return [
        Paragraph(date_line(schedule), "lead"),
        *figure_block(
            charts.gantt(schedule),
            "Dark: tasks that usually decide the finish. Lines: finish between its P10 and P90.",
        ),
        *budget(appraisal),
        *([table(titles, team, ("Days a week",), "Team")] if team else []),
        *_facts(project, catalogue, ("If it is late", "plan.if_late"), ("Time in reserve", "plan.reserve")),
    ]


def budget(appraisal: "Appraisal") -> list[Block]:
    """The money granted against the money needed until launch, and what the whole life takes."""
    project, money = appraisal.project, appraisal.money
    needed = until_launch(money)
    rows: list[tuple[str, ...]] = [("Granted until it is in use", granted(project), "", "")]
    if needed is not None and money.budget is not None:
        words = [
            [money_words(x, money.currency) for x in (one.mean, one.p50, one.p80)]
            for one in (needed, money.budget.total)
        ]
        rows += [("Needed until launch", *words[0]), ("Needed over its whole life", *words[1])]
    titles = ("Money, nominal, with risks", "On average", "Middle case (P50)", "In four cases of five (P80)")
    blocks: list[Block] = [table(titles, rows, (), "Budget")]
    before = summary.before_launch(money)
    if needed is not None and before is not None and round(before) != round(needed.mean):
        without = money_words(before, money.currency)
        blocks.append(Paragraph(f"Without the risks, {without} on average are spent before launch.", "muted"))
    if needed is not None and project.plan.budget is not None:
        enough = "covers" if project.plan.budget >= needed.p80 else "does not cover"
        p80 = money_words(needed.p80, money.currency)
        blocks.append(
            Paragraph(
                f"What is granted, {granted(project)}, {enough} the {p80} that suffice in four cases of five"
                " until launch."
            )
        )
    return blocks


# ── risks, ethics, law, open questions
# ──────────────────────────────────────────────────────────────────────────────────────


def risks(appraisal: "Appraisal", catalogue: Catalogue) -> list[Block]:
    """What could go wrong and what is done about it, the law, and what somebody still has to find out."""
    project, assessment = appraisal.project.effective(catalogue.questions), appraisal.assessment
    act = assessment.ai_act
    tone = {"prohibited": "bad", "high": "caution", "cannot_say": "neutral"}.get(act.tier, "good")
    points = tuple(filter(None, (act.article, f"Our role: {act.role}" if act.role else "")))
    return [
        *_settled_by(assessment),
        *register(project),
        *_facts(
            project,
            catalogue,
            ("What an error does to people", "ethics.stake"),
            ("Who could be harmed", "ethics.harm"),
        ),
        Callout(tone, f"EU AI Act: {act.label}", act.reason, points),  # type: ignore[arg-type]
        Paragraph(f"As of {day(act.as_of)}; not legal advice.", "muted"),
        *open_list_blocks(appraisal, catalogue),
    ]


def _settled_by(assessment: Assessment) -> list[Block]:
    told: set[str] = set()
    rows = []
    for sink in assessment.sinks:
        rows.append((sink.cause, sink.settle, "" if sink.precedent in told else sink.precedent))
        told.add(sink.precedent)
    titles = ("What would sink it", "What settles it", "A known case")
    return [table(titles, rows)] if rows else []


def _chance(given: Any) -> str:
    return "" if given is None else estimate(given, "share")


def register(project: Project, most: int = RISKS) -> list[Block]:
    """The gravest risks with what is done about them."""
    listed = gravest(project)
    rows = [
        (
            one.name or "unnamed",
            _chance(one.probability),
            _chance(one.residual),
            "" if one.cost is None else money_words(sampling.mean(one.cost), project.currency),
            one.mitigation or "nothing is named",
            one.owner or "to be named",
        )
        for one in listed[:most]
    ]
    if not rows:
        return [Paragraph("No risk has been named.")]
    titles = ("Risk", "Chance", "Then", "Cost, average", "What we do about it", "Who")
    caption = "Typical risks, not confirmed yet" if project.assumed("risks.risks") else "Risks"
    caption += f": the {most} gravest of {len(listed)}" if len(listed) > most else ""
    return [table(titles, rows, titles[1:4], caption)]


def open_list_blocks(appraisal: "Appraisal", catalogue: Catalogue, most: int = QUESTIONS) -> list[Block]:
    """Open questions with who finds out and by when, and how many are not answered at all."""
    found = open_list.open_questions(appraisal.project, catalogue)
    blocks: list[Block] = []
    if found:
        rows = [
            (one.label, one.who or "nobody named", day(one.by, brief=True) if one.by else "no date")
            for one in found[:most]
        ]
        more = f": the {most} most urgent of {len(found)}" if len(found) > most else ""
        blocks.append(table(("Open question", "Who finds out", "By"), rows, (), f"Open questions{more}"))
    return [*blocks, Paragraph(answered_line(appraisal.assessment))]


def answered_line(assessment: Assessment) -> str:
    """How much is answered, and how the verdict would fall if the rest turned out as it usually does."""
    return ended(assessment.leaning.sentence) or (
        f"{percent_words(assessment.completeness)} of the questions asked are answered."
    )


# ── the brief
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def brief(appraisal: "Appraisal", catalogue: Catalogue) -> list[Block]:
    """Everything behind the first page in one: why, value, money, dates, risks, and what is not known."""
    project = appraisal.project.effective(catalogue.questions)
    facts = list(_brief_facts(appraisal, catalogue))
    further = further_conditions(appraisal, catalogue, 6, "in the paper")
    crowded = any(isinstance(block, Table) and len(block.rows) > FEW for block in further)
    blocks: list[Block] = [*further, KeyFacts(tuple(facts))]
    if not crowded and worth_drawing(appraisal.money):
        blocks += figure_block(charts.npv_distribution(appraisal.money))
    rows = [
        (one.name or "unnamed", one.mitigation or "nothing is named", one.owner or "to be named")
        for one in gravest(project)[:4]
    ]
    if rows:
        typical = project.assumed("risks.risks")
        could = "What typically goes wrong, not confirmed yet" if typical else "What else could go wrong"
        blocks.append(table((could, "What we do about it", "Who"), rows))
    return [*blocks, *open_list_blocks(appraisal, catalogue)]


def worth_drawing(money: Money) -> bool:
    """Is there a value to draw: are benefits known as well as costs?"""
    return money.known and (money.deterministic is None or any(money.deterministic.benefits))


def _brief_facts(appraisal: "Appraisal", catalogue: Catalogue) -> Iterator[Fact]:
    project, money = appraisal.project.effective(catalogue.questions), appraisal.money
    for label, question in (
        ("Why", "problem.goal"),
        ("Why now", "problem.why_now"),
        ("Today", "problem.today"),
        ("Decision it changes", "problem.decision"),
    ):
        if said := _said(project, catalogue, question, 260):
            yield Fact(label, said)
    yield Fact("Value", money_line(money, catalogue.questions))
    if rows := drivers(money):
        said = "; ".join(f"{row[0]} ({row[1]} of the uncertainty)" for row in rows)
        yield Fact("What drives it", f"{said}. {beside_drivers(money)}".strip())
    yield Fact("Date", date_line(appraisal.schedule))
    needed = until_launch(money)
    if needed is not None:
        known = project.plan.budget is not None
        granted_so_far = f"granted: {granted(project)}" if known else "what is granted nobody has said yet"
        yield Fact(
            "Money until launch",
            f"{money_words(needed.p50, money.currency)} in the middle case,"
            f" {money_words(needed.p80, money.currency)} in four cases of five; {granted_so_far}.",
        )
    if said_of_pilot := summary.pilot(money):
        yield Fact("Pilot", " ".join(said_of_pilot[:2]))
    yield Fact("EU AI Act", appraisal.assessment.ai_act.label)
