"""The simulation draw by draw, so that anybody can check what the figures rest on."""

import io
import json
from typing import Any

import numpy as np
import pandas as pd

from mlscope import __version__
from mlscope.errors import InputError
from mlscope.project import Project
from mlscope.project.inputs import allot, drawn_keys
from mlscope.roi import cashflow, simulation, slots
from mlscope.roi.acts import Acts
from mlscope.roi.sheet import read


def samples(
    project: Project,
    *,
    launch_months: float | None = None,
    higher_is_better: bool = False,
    points: int = 16_384,
    seed: int = 0,
) -> pd.DataFrame:
    """One row for each draw: `point`, `replicate`, every drawn input under its log key, `npv`, `alternative_npv`, `best_act`.

    Arguments as for `evaluate`, whose figures are those of these rows; money in the project's currency. `attrs` says what the
    rows rest on: project, currency, seed, points, version, labels and slots of the inputs. InputError when nothing is known.
    """
    effective = project.effective()
    sheet = read(effective, launch_months, higher_is_better=higher_is_better)
    if not sheet.known:
        raise InputError(
            "nothing is known yet of benefits and costs, so nothing was drawn; give a benefit or a cost"
        )
    allotted = allot(project.slots, drawn_keys(effective))
    draws, acts = simulation.draw(sheet, allotted, points, seed), Acts(sheet.model)
    npv = cashflow.present_value(sheet.model, cashflow.flows(sheet.model, draws.values, draws.count).net)
    alternative = cashflow.alternative_value(sheet.model, draws.values, draws.count)
    best = np.array(acts.ids, dtype=object)[acts.stack(npv, alternative).argmax(axis=0)]
    point = np.arange(draws.count)
    columns: dict[str, Any] = {
        "point": point + 1,
        "replicate": point // (draws.count // slots.REPLICATES) + 1,
    }
    columns |= {driver.key: driver.draws for driver in draws.drivers}
    frame = pd.DataFrame(columns | {"npv": npv, "alternative_npv": alternative, "best_act": best})
    frame.attrs = {
        "project": {"id": project.id, "name": project.name},
        "currency": project.currency,
        "seed": seed,
        "points": draws.count,
        "version": __version__,
        "inputs": [{"key": one.key, "label": one.label, "slot": allotted[one.key]} for one in draws.drivers],
    }
    return frame


def parquet(frame: pd.DataFrame) -> bytes:
    """The rows as Parquet; what they rest on stands in its metadata (PANDAS_ATTRS, as JSON) and comes back as `attrs`."""
    target = io.BytesIO()
    frame.to_parquet(target, index=False)
    return target.getvalue()


def csv(frame: pd.DataFrame) -> bytes:
    """The rows as CSV. Column names are log keys and cells are numbers, so no spreadsheet takes one for a formula."""
    return frame.to_csv(index=False, lineterminator="\n").encode()


def companion(frame: pd.DataFrame) -> bytes:
    """What the rows of a CSV rest on, as JSON to be kept beside it."""
    return (json.dumps(frame.attrs, indent=2, ensure_ascii=False) + "\n").encode()
