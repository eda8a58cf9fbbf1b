"""What came of a project: its actual figures beside the ranges that were given for them."""

from typing import TYPE_CHECKING

from mlscope import forecast
from mlscope.document.blocks import Block, Paragraph, table
from mlscope.forecast import record, words

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal


def section(appraisal: "Appraisal") -> list[Block]:
    """The annex; nothing while no figure is known."""
    project = appraisal.project
    if not project.actuals:
        return []
    today = forecast.figures(appraisal)
    entries = forecast.entries({project.id: words.with_today(project.actuals, today)})
    held = forecast.held_words(record.group("", entries))
    rows = [row.cells for row in words.rows(project.actuals, project.currency, today)]
    return [*([Paragraph(held)] if held else []), table(words.TITLES, rows)]
