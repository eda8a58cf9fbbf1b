"""A change explained in words: a line for each step, for the review and as a paper of its own."""

import datetime as dt
from collections.abc import Iterator

from mlscope.catalogue import Catalogue
from mlscope.document.answers import day
from mlscope.document.blocks import Block, Bullets, Document, Paragraph, table
from mlscope.document.markdown import markdown
from mlscope.project import Project
from mlscope.results import ChangeExplained, ChangeStep, Standing
from mlscope.words import chance_words, money_words, percent_words

TITLES = ("What changed", "Who", "What it did")
FRAME = "Rules, question packs, as-of day, other projects, software"
NOTICEABLE = 0.5
"""Points of feasibility below which a step is not told to have moved a dimension."""


def lines(explained: ChangeExplained, project: Project, catalogue: Catalogue) -> list[tuple[str, str, str]]:
    """What changed, who changed it, and what that did, for each step."""
    return [
        (_what(step, catalogue), _who(step), "; ".join(effects(step, project, catalogue)) or "moved nothing")
        for step in explained.steps
    ]


def _what(step: ChangeStep, catalogue: Catalogue) -> str:
    if step.kind == "frame":
        return FRAME
    if step.kind == "waiver":
        return f"Waiver of {step.id}"
    return catalogue.questions[step.id].label if step.id in catalogue.questions else step.id


def _who(step: ChangeStep) -> str:
    when = f", {step.at.astimezone():%Y-%m-%d}" if step.at else ""
    return f"{', '.join(step.authors)}{when}" if step.authors else ""


def effects(step: ChangeStep, project: Project, catalogue: Catalogue) -> Iterator[str]:
    """What one step did to the verdict, every dimension, the leaning, chances, value and dates."""
    was, now, moved = step.before, step.after, step.parts
    if was.word != now.word:
        yield f"verdict from “{was.label}” to “{now.label}”"
    for key in dict.fromkeys(figure.partition(".")[0] for figure in now.figures if figure.endswith(".low")):
        low, high = moved.get(f"{key}.low", 0.0), moved.get(f"{key}.high", 0.0)
        if max(abs(low), abs(high)) >= NOTICEABLE:
            yield f"{key} {_ends(was, key)} → {_ends(now, key)}"
    labels = catalogue.rules["verdict"]["labels"]
    leanings = {
        figure: by for figure, by in moved.items() if figure.startswith("leaning.") and abs(by) >= 0.005
    }
    if leanings:
        most = max(leanings, key=lambda figure: abs(leanings[figure]))
        word = labels[most.partition(".")[2]].lower()
        yield f"{word} {_share(was, most)} → {_share(now, most)} of the ways it may fall"
    if was.high_findings != now.high_findings:
        yield f"grave findings {was.high_findings} → {now.high_findings}"
    if "payback" in moved:
        yield (
            f"chance of paying back {chance_words(was.figures['payback'])} →"
            f" {chance_words(now.figures['payback'])}"
        )
    if "value" in moved:
        currency = project.currency
        yield (
            f"value {money_words(was.figures['value'], currency)} →"
            f" {money_words(now.figures['value'], currency)}"
        )
    if "on_time" in moved:
        yield (
            f"chance to be on time {chance_words(was.figures['on_time'])} →"
            f" {chance_words(now.figures['on_time'])}"
        )
    if "finish" in moved:
        yield f"finish (4 in 5) {_date(was)} → {_date(now)}"


def _ends(standing: Standing, key: str) -> str:
    low, high = standing.figures[f"{key}.low"], standing.figures[f"{key}.high"]
    return "does not apply" if low is None or high is None else f"{low:.0f} to {high:.0f}"


def _share(standing: Standing, figure: str) -> str:
    return percent_words(standing.figures[figure])


def _date(standing: Standing) -> str:
    finish = standing.figures["finish"]
    return "not known" if finish is None else day(dt.date.fromordinal(int(finish)))


def section(explained: ChangeExplained, project: Project, catalogue: Catalogue) -> list[Block]:
    """The change as a part of the document."""
    if not explained.steps:
        return [Paragraph("Nothing that moves a figure: verdict, feasibility and findings are as they were.")]
    return [
        Bullets(explained.crossed or ("No threshold of the verdict was crossed.",)),
        table(TITLES, lines(explained, project, catalogue)),
        Paragraph(explained.order),
    ]


def as_markdown(explained: ChangeExplained, project: Project, catalogue: Catalogue, title: str) -> bytes:
    """The change as a page of its own, to paste into a ticket or a mail."""
    blocks = section(explained, project, catalogue)
    return markdown(Document(title, project.name, project.as_of, tuple(blocks)))
