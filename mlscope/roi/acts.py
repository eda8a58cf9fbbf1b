"""The ways to act, and what each is worth: doing nothing, the alternative where it has figures, and the project."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlscope.project.results import Floats
from mlscope.roi import cashflow
from mlscope.roi.cashflow import Model, Values

ActId = Literal["nothing", "alternative", "ml"]
LABELS: dict[ActId, str] = {
    "nothing": "Do nothing",
    "alternative": "Without machine learning",
    "ml": "This project",
}


@dataclass(frozen=True, slots=True)
class Acts:
    """The acts of a model; arrays of their net present values have the shape (acts, draws), the project last."""

    model: Model

    @property
    def ids(self) -> tuple[ActId, ...]:
        """The acts in their order: from the one that does least to the project."""
        return ("nothing", "alternative", "ml") if self.model.alternative else ("nothing", "ml")

    def stack(self, project: Floats, alternative: Floats) -> Floats:
        """The acts' values from those of the project and of the alternative, shape (draws,) each."""
        return np.stack([np.zeros_like(project), *([alternative] if self.model.alternative else []), project])

    def worth(self, values: Values, draws: int = 1) -> Floats:
        """The acts' values for these inputs."""
        project = cashflow.present_value(self.model, cashflow.flows(self.model, values, draws).net)
        return self.stack(project, cashflow.alternative_value(self.model, values, draws))
