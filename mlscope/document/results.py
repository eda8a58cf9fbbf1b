"""What the engines found out, section by section: feasibility, EU AI Act, plan, findings, recommendations."""

from mlscope import charts
from mlscope.catalogue import Catalogue
from mlscope.document.answers import day
from mlscope.document.blocks import Block, Bullets, Callout, Heading, Paragraph, figure_block, table
from mlscope.document.decision import date_line
from mlscope.plan import summary
from mlscope.project import Project
from mlscope.results import AiAct, Assessment, DimensionResult, Finding, Recommendation, Schedule

SEVERITIES = {"blocker": "Blocker", "high": "High", "medium": "Medium", "low": "Low"}
ITEM_STATES = {"answered": "", "open": "open", "not_applicable": "does not apply", "not_asked": "not asked"}


def feasibility(assessment: Assessment) -> list[Block]:
    """Every dimension with the items it was scored from."""
    blocks: list[Block] = [
        Paragraph(
            "Each dimension runs from its worst to its best case over what is still open, on a scale of 0 to"
            " 100."
        )
    ]
    for dimension in assessment.dimensions.values():
        blocks += _dimension(dimension)
    return blocks


def _dimension(dimension: DimensionResult) -> list[Block]:
    rows = [
        (
            item.label,
            _interval(item.low, item.high) if item.state == "answered" else ITEM_STATES[item.state],
            item.reason,
        )
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


def ai_act(result: AiAct) -> list[Block]:
    """The tier under the EU AI Act with its article, reason and duties."""
    tone = {"prohibited": "bad", "high": "caution", "cannot_say": "neutral"}.get(result.tier, "good")
    points = tuple(
        point for point in (result.article, f"Our role: {result.role}" if result.role else "") if point
    )
    blocks: list[Block] = [Heading(2, "EU AI Act"), Callout(tone, result.label, result.reason, points)]  # type: ignore[arg-type]
    if result.obligations:
        blocks += [Paragraph("What it obliges to:"), Bullets(result.obligations)]
    if result.transparency:
        blocks += [Paragraph("What people must be told:"), Bullets(result.transparency)]
    return [*blocks, Paragraph(f"As of {result.as_of}. Source: {result.source}", "muted")]


def plan(schedule: Schedule) -> list[Block]:
    """The spread of finish dates, and what is shown week by week."""
    blocks: list[Block] = [Paragraph(date_line(schedule))]
    blocks += figure_block(charts.finish_dates(schedule))
    titles, cases = summary.cases(schedule)
    if cases:
        blocks.append(table(titles, cases, caption="What people and risks do to the finish"))
    if schedule.weeks:
        rows = [
            (week.label, day(week.start, brief=True), week.milestone, week.demo, week.presenter)
            for week in schedule.weeks
        ]
        heads = ("Week", "From", "Milestone", "Demo", "Shown by")
        blocks.append(table(heads, rows, caption="Week by week"))
    if schedule.sprints:
        sprints = [
            (s.name, day(s.start, brief=True), day(s.finish, brief=True), s.goal, s.improvement)
            for s in schedule.sprints
        ]
        heads = ("Sprint", "From", "To", "Goal", "Improvement in it")
        blocks.append(table(heads, sprints, caption="Sprints"))
        if schedule.sprints_end:
            blocks.append(Paragraph(schedule.sprints_end, "muted"))
    return blocks


def findings(assessment: Assessment, project: Project, *, low: bool) -> list[Block]:
    """What is wrong with the scope and what to do, those of low severity where they are wanted; waived
    findings with their reason.
    """
    blocks: list[Block] = []
    if assessment.blockers:
        rows = [("Confirmed" if b.confirmed else "Open", b.message, b.advice) for b in assessment.blockers]
        blocks.append(table(("Blocker", "What is wrong", "What to do"), rows, caption="Blockers"))
    standing = [f for f in assessment.findings if not f.waived]
    shown = [f for f in standing if low or f.severity != "low"]
    if shown:
        blocks.append(
            table(
                ("Weight", "What is wrong", "What to do", "Code"),
                [_finding(f) for f in shown],
                caption="Findings" if low else "Findings of high and medium weight",
            )
        )
    if words := assessment.crowded_words:
        blocks.append(Paragraph(words))
    if len(standing) > len(shown):
        blocks.append(Paragraph(f"Findings of low weight, not listed here: {len(standing) - len(shown)}."))
    waived = [f for f in assessment.findings if f.waived]
    if waived:
        accepted = [(f.code, f.message, f.waived, _waiver_author(project, f)) for f in waived]
        blocks.append(
            table(("Code", "What was found", "Accepted because", "By"), accepted, caption="Waived findings")
        )
    return blocks or [Paragraph("Nothing was found.")]


def _finding(finding: Finding) -> tuple[str, ...]:
    kind = " (contradiction)" if finding.contradiction else ""
    advice = f"{finding.advice} {finding.precedent}".rstrip()
    return SEVERITIES[finding.severity], finding.message + kind, advice, finding.code


def _waiver_author(project: Project, finding: Finding) -> str:
    waiver = project.waivers.get(finding.code)
    return waiver.author if waiver else ""


def precedents(assessment: Assessment) -> list[Block]:
    """Documented public cases like this project, with why they are like it and where they are described."""
    rows = [(f"{p.name}, {p.year}", p.outcome, p.text, p.why, p.source) for p in assessment.precedents]
    if not rows:
        return [Paragraph("No documented case is like it so far.")]
    return [table(("Case", "Outcome", "What happened", "Why it is like this project", "Source"), rows)]


GENERAL = {"problem.task", "data.kind"}
"""Answers that thousands of projects give alike: what rests on these alone is no advice for this one."""


def recommendations(assessment: Assessment, catalogue: Catalogue, *, every: bool) -> list[Block]:
    """What the catalogue recommends for this project, by topic, with the reason; `every` one, or those that
    rest on what is particular to it.
    """
    rows = []
    wanted = [r for r in assessment.recommendations if every or _particular(r, catalogue)]
    for topic in dict.fromkeys(r.topic for r in wanted):
        known = catalogue.topics.get(topic)
        shown = known.title if known else topic.replace("_", " ").capitalize()
        for one in (r for r in wanted if r.topic == topic):
            reason = f"{one.reason} {one.precedent}".rstrip()
            rows.append((shown, one.name, one.text, reason, one.source))
            shown = ""
    if not rows:
        return [Paragraph("Nothing is recommended yet; more answers are needed.")]
    return [table(("Topic", "What", "In short", "Why here", "Source"), rows)]


def _particular(one: Recommendation, catalogue: Catalogue) -> bool:
    entry = catalogue.entry(one.topic, one.id)
    return bool(one.precedent) or entry is None or not set(entry.applies) <= GENERAL
