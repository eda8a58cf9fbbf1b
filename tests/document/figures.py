"""The figures that a text shows, and those that the engines' JSON allows in it."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mlscope.appraise import Appraisal
from mlscope.assess import as_json as assessment_json
from mlscope.charts import capital
from mlscope.document.decision import until_launch
from mlscope.estimates import sampling
from mlscope.money import as_json as money_json
from mlscope.plan import as_json as schedule_json
from mlscope.words import chance_words, money_words, percent_words, range_words

SCALES = {"": 1.0, "k": 1e3, "M": 1e6, "bn": 1e9}
NUMBER = r"[−-]?\d[\d,]*(?:\.\d+)?"
MONEY = re.compile(rf"({NUMBER})(?: to ({NUMBER}))?(?: (k|M|bn)\b(?! \d+ ?[a-z])(?: EUR)?| EUR)")
"""Not the letters of months, which a PDF has where labels of an axis stand over each other."""
SHARE = re.compile(rf"(under |over )?({NUMBER})(?: to ({NUMBER}))? %")
DATE = re.compile(r"\b(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (\d{4})\b")


@dataclass(frozen=True)
class Figure:
    """A figure as it stands in a text, from its lowest to its highest possible value."""

    text: str
    unit: str
    low: float
    high: float

    def shows(self, value: float) -> bool:
        """Is the value what the figure rounds?"""
        slack = 1e-9 * max(1.0, abs(value))
        return self.low - slack <= value <= self.high + slack


def shown(text: str) -> list[Figure]:
    """All amounts, shares and dates of a text."""
    line = re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u00a0", " "))
    found = []
    for money in MONEY.finditer(line):
        scale = SCALES[money[3] or ""]
        found += [_figure(money[0], "EUR", end, scale) for end in (money[1], money[2]) if end]
    for share in SHARE.finditer(line):
        if share[1]:
            value = _number(share[2]) / 100
            low, high = (0.0, value) if share[1] == "under " else (value, 1.0)
            found.append(Figure(share[0], "%", low, high))
        else:
            found += [_figure(share[0], "%", end, 0.01) for end in (share[2], share[3]) if end]
    for day in DATE.finditer(line):
        value = float(dt.datetime.strptime(f"{day[1]} {day[2]} {day[3]}", "%d %b %Y").toordinal())
        found.append(Figure(day[0], "day", value, value))
    return found


def _number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def _figure(text: str, unit: str, number: str, scale: float) -> Figure:
    """A rounded figure: to its decimals, else to two digits."""
    value, digits = _number(number), number.lstrip("−-").replace(",", "")
    if "." in digits:
        step = 10.0 ** -len(digits.partition(".")[2])
    elif "," in number:
        step = 1.0  # as somebody gave it
    else:
        closing = len(digits) - len(digits.rstrip("0"))
        step = 10.0 ** min(closing, max(0, len(digits) - 2)) if digits.strip("0") else 1.0
    if unit == "EUR" and scale > 1 and digits in ("0", "0.0"):
        step = 0.1  # the small end of a range is shown as nothing below a twentieth of its scale
    return Figure(text, unit, (value - step / 2) * scale, (value + step / 2) * scale)


@dataclass(frozen=True)
class Known:
    """Values that may stand in a text, by unit."""

    values: dict[str, list[float]]
    texts: str

    def allows(self, figure: Figure) -> bool:
        """Does an engine or an answer give this figure?"""
        return figure.text in self.texts or any(map(figure.shows, self.values[figure.unit]))


def known(one: Appraisal) -> Known:
    """What the JSON of the engines and the answers say of a project: only the figures that its first pages
    are to show.
    """
    money, plan, verdict = money_json(one.money), schedule_json(one.schedule), assessment_json(one.assessment)
    return Known(
        {
            "EUR": [*_amounts(money), *_of_answers(one)],
            "%": [*_shares(money), *_shares_of_answers(one), plan["probability_on_time"]],
            "day": [float(day.toordinal()) for day in _days(plan, one)]
            + [float(dt.date.fromisoformat(verdict["ai_act"]["as_of"]).toordinal())],
        },
        " ".join(re.sub(r"\s+", " ", text) for text in (*_texts(one.project.flatten()), *_texts(verdict))),
    )


def _amounts(money: dict[str, Any]) -> Iterator[float]:
    npv, pilot, other = money["npv"], money["pilot"], money["alternative"]
    yield from (npv[key] for key in ("mean", "p10", "p50", "p90"))
    yield from (other[key] for key in ("p10", "p90")) if other else ()
    yield from (act["npv"] for act in money["acts"])
    yield abs(money["incremental"]["mean"])
    yield money["expected_loss"] / (1 - money["probability_positive"])
    for line in (money["budget"]["total"], *money["budget"]["years"]):
        yield from (line[key] for key in ("mean", "p50", "p80"))
    yield from (one[key] for one in money["tornado"] for key in ("low", "high"))
    yield from money["evppi"].values()
    yield from (one[key] for one in money["cash_flow"] for key in ("p10", "p50", "p90"))
    yield from filter(None, ((money["breakeven"] or {}).get("volume_for_npv"),))
    if pilot:
        yield from (pilot[key] for key in ("cost", "saved_when_failing", "net", "sample_information", "most"))
        yield abs(pilot["worth"])


def _shares(money: dict[str, Any]) -> Iterator[float]:
    yield from (money["probability_positive"], 1 - money["probability_positive"], money["discount_rate"])
    yield from (act["p_best"] for act in money["acts"])
    yield from money["variance_shares"].values()
    yield sum(round(share, 2) for share in sorted(money["variance_shares"].values())[-3:])
    if pilot := money["pilot"]:
        yield from (pilot[key] for key in ("chance_once_passed", "pass_probability"))
        yield from (pilot[key] for key in ("sensitivity", "specificity"))
        yield pilot["without"]["probability_positive"]
    yield from (one["least"] for one in money["kill_criteria"])
    yield from (one[key] for one in money["kill_criteria"] for key in ("wrong_stop", "wrong_go") if one[key])
    for name in ("precision", "recall", "adoption", "error"):
        needed = (money["breakeven"] or {}).get(f"{name}_for_npv")
        yield from () if needed is None else (needed,)


def _shares_of_answers(one: Appraisal) -> Iterator[float]:
    """Chances of the register's risks, and objectives in percent."""
    for goal in one.project.problem.objectives or ():
        yield from (level / 100 for level in (goal.baseline, goal.target) if level is not None)
    for row in one.project.risks.risks or ():
        yield from (share for share in (row.probability, row.residual) if share is not None)


def _days(plan: dict[str, Any], one: Appraisal) -> Iterator[dt.date]:
    yield from (dt.date.fromisoformat(day) for day in plan["finish"].values() if day)
    for task in plan["tasks"]:
        yield from (dt.date.fromisoformat(task[key]) for key in ("start", "finish"))
    project = one.project
    yield from filter(None, (project.as_of, project.plan.start, project.plan.deadline))
    yield from (about.by for about in project.answers.values() if about.by)
    yield from (row.due for row in project.problem.objectives or () if row.due)


def _of_answers(one: Appraisal) -> Iterator[float]:
    """Amounts that somebody gave: the budget, what today's way costs, what risks cost, how many cases."""
    project = one.project
    if project.plan.budget:
        yield project.plan.budget
        needed = until_launch(one.money)
        yield from () if needed is None else (needed.p80 - project.plan.budget,)
    if project.value.cases_per_year is not None:
        yield sampling.mean(project.value.cases_per_year)
    if project.problem.cost_today is not None:
        yield from sampling.quantile(project.problem.cost_today, [0.1, 0.5, 0.9])
    yield from (sampling.mean(row.cost) for row in project.risks.risks or () if row.cost is not None)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list() | tuple():
            for part in value:
                yield from _texts(part)
        case _ if hasattr(value, "value"):
            yield from _texts(value.value)


def must_stand(one: Appraisal) -> list[str]:
    """What page one says of value and plan, from the results of the engines."""
    money, schedule = one.money, one.schedule
    assert money.npv is not None
    assert money.budget is not None
    needed = until_launch(money)
    assert needed is not None
    said = [
        capital(f"{chance_words(money.probability_positive)} that it pays back"),
        range_words(money.npv.p10, money.npv.p90, money.currency),
        money_words(needed.p80, money.currency),
        money_words(money.budget.total.p80, money.currency),
        *(percent_words(act.p_best) for act in money.acts),
        *(money_words(act.npv, money.currency) for act in money.acts),
    ]
    if money.alternative:
        said.append(range_words(money.alternative.p10, money.alternative.p90, money.currency))
    if one.project.plan.budget and (missing := needed.p80 - one.project.plan.budget) > 0:
        said.append(f"{money_words(missing, money.currency)} are missing until launch")
    if money.pilot:
        said.append(f"{money_words(money.pilot.cost, money.currency)} for the pilot")
    if schedule.deadline and schedule.probability_on_time is not None:
        said.append(f"{chance_words(schedule.probability_on_time)} that it is in use by")
    return said
