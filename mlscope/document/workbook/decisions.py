"""What counted decisions bring in a full year, as a formula in the form of the task. `mlscope.money.cashflow`
is the model.
"""

from collections.abc import Callable
from dataclasses import dataclass

from mlscope.document.workbook.formulas import Formula, both, formula, least, most, sign, when
from mlscope.document.workbook.inputs import Inputs
from mlscope.money.predictions import NEEDED
from mlscope.project import Project
from mlscope.project.steps.value import ASSISTS, PREDICTS_NUMBERS
from mlscope.results import BreakEvenForm

Pick = Callable[[str], Formula]
"""What an input counts as, by its log key: its mean, or its value in a scenario."""

CASES = "value.cases_per_year"
LABELS: dict[BreakEvenForm, str] = {
    "sorting": "Right and wrong predictions",
    "error": "Better predictions",
    "assistance": "Working time saved",
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of a project. `higher` says that of its metric more is better."""

    inputs: Inputs
    form: BreakEvenForm
    higher: bool

    @property
    def label(self) -> str:
        """What the row of the cash flow is called."""
        return LABELS[self.form]

    @property
    def counted(self) -> Formula:
        """Are they counted, and is every answer there that they need?"""
        return both(self.inputs.yes("value.count_decisions"), self.inputs.given(*NEEDED[self.form]))

    def yearly(self, value: Pick) -> Formula:
        """What they bring in a full year before any cost of running them; 0 where they are not counted."""
        forms = {"sorting": self._sorting, "error": self._error, "assistance": self._assistance}
        return when(self.counted, forms[self.form](value), 0)

    def directions(self) -> dict[str, Formula]:
        """For each input whether more of it is better (1) or worse (-1), the others at their mean."""
        inputs = self.inputs
        match self.form:
            case "sorting":
                per_case = inputs["value.gain"] - self._false_per_true() * inputs["value.false_alarm_cost"]
                return {
                    CASES: sign(per_case),
                    "value.gain": formula(1),
                    "value.false_alarm_cost": formula(-1),
                }
            case "error":
                return {CASES: sign(self._reduction()), "value.error_cost": sign(self._reduction())}
            case "assistance":
                minutes = sign(self._minutes(inputs.__getitem__))
                by_minutes = dict.fromkeys((CASES, "value.usage_share", "value.hour_cost"), minutes)
                return by_minutes | {
                    "value.minutes_saved": formula(1),
                    "value.rework_share": formula(-1),
                    "value.rework_minutes": formula(-1),
                }

    def _precision(self) -> Formula:
        """The target precision, or that of flagging blindly where the target is below it."""
        found = self.inputs["data.base_rate"] * self.inputs["metrics.recall"]
        flagged = found + 1 - self.inputs["data.base_rate"]
        return most(self.inputs["metrics.precision"], when(flagged.equals(0), 1, found / flagged))

    def _false_per_true(self) -> Formula:
        precision = self._precision()
        return when(precision > 0, (1 - precision) / precision, 0)

    def _sorting(self, value: Pick) -> Formula:
        inputs = self.inputs
        true = value(CASES) * inputs["data.base_rate"] * inputs["metrics.recall"]
        handled = when(
            inputs.given("value.capacity"), least(true, inputs["value.capacity"] * self._precision()), true
        )
        return handled * (value("value.gain") - self._false_per_true() * value("value.false_alarm_cost"))

    def _reduction(self) -> Formula:
        baseline, target = self.inputs["metrics.baseline"], self.inputs["metrics.target"]
        return target - baseline if self.higher else baseline - target

    def _error(self, value: Pick) -> Formula:
        return value(CASES) * value("value.error_cost") * self._reduction()

    def _minutes(self, value: Pick) -> Formula:
        return value("value.minutes_saved") - value("value.rework_share") * value("value.rework_minutes")

    def _assistance(self, value: Pick) -> Formula:
        return (
            value(CASES) * value("value.usage_share") * self._minutes(value) / 60 * value("value.hour_cost")
        )


def form_of(project: Project) -> BreakEvenForm:
    """The form of a project's task; while the task is open, the answers that are there decide."""
    value, task = project.value, project.problem.task
    sorts = value.gain is not None or value.false_alarm_cost is not None
    if task in PREDICTS_NUMBERS or (task is None and not sorts and value.error_cost is not None):
        return "error"
    assists = any(answer is not None for answer in (value.minutes_saved, value.hour_cost, value.usage_share))
    return "assistance" if task in ASSISTS or (task is None and not sorts and assists) else "sorting"
