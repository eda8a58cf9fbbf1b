"""The Samples sheet: the first draws of the simulation, to look at; all of them are exported apart."""

import pandas as pd

from mlscope.document.workbook.pen import Grid
from mlscope.project.inputs import HAPPENS

SHOWN = 1024
"""A power of two, so that the points shown are spread as evenly as all."""

EXPLANATION = (
    "The first {shown:,} of {points:,} draws (seed {seed}, mlscope {version}): plain numbers from when this"
    " workbook was made."
)
ALL = (
    "All of them are exported as Parquet or CSV: on the Return page of mlscope, or by: mlscope roi FILE"
    " --samples draws.parquet"
)
PRINTED = 60
FIRST_COLUMNS = {"point": "Draw", "replicate": "Replicate"}
LAST_COLUMNS = {"npv": "NPV", "alternative_npv": "NPV without machine learning", "best_act": "Best"}
ACTS = {"nothing": "Do nothing", "alternative": "Without machine learning", "ml": "This project"}


def write(grid: Grid, frame: pd.DataFrame | None) -> None:
    """Write the sheet; without draws it says so."""
    if frame is None:
        grid.title("Samples", "Nothing is known yet of benefits and costs, so nothing was simulated.")
        return
    attrs, shown = frame.attrs, frame.head(SHOWN)
    grid.title(
        "Samples",
        EXPLANATION.format(
            shown=len(shown), points=attrs["points"], seed=attrs["seed"], version=attrs["version"]
        ),
        ALL,
    )
    labels = FIRST_COLUMNS | {one["key"]: one["label"] for one in attrs["inputs"]} | LAST_COLUMNS
    for column, name in enumerate(frame.columns):
        grid.words(3, column, labels[name], "head indent" if name == "best_act" else "head right")
        grid.words(4, column, name if name.startswith("value.") else "", "muted wrap")
        values = shown[name].map(ACTS) if name == "best_act" else shown[name]
        grid.column(5, column, values.tolist(), _style(name))
    grid.sheet.set_row(3, 45)
    grid.sheet.set_column(0, 1, 9)
    grid.sheet.set_row(4, 40)
    grid.sheet.set_column(2, len(frame.columns) - 2, 17)
    grid.sheet.set_column(len(frame.columns) - 1, len(frame.columns) - 1, 24)
    grid.sheet.freeze_panes(5, 1)
    grid.print_as_pages(
        4 + min(len(shown), PRINTED),
        len(frame.columns) - 1,
        repeat_row=3,
        across=1 + len(frame.columns) // 12,
    )


def _style(name: str) -> str:
    if name in FIRST_COLUMNS or name.endswith(HAPPENS):
        return "whole"
    return "indent" if name == "best_act" else "money" if name in LAST_COLUMNS else "number"
