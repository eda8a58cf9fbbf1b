"""The schedule of a project: its tasks drawn many times, run through the network and read off the
calendar.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from mlscope.errors import InputError
from mlscope.estimates.sampling import mean, quantile, stream
from mlscope.plan import weeks
from mlscope.plan.calendar import FAR, Calendar, days_taken
from mlscope.plan.network import Network, label
from mlscope.project import Project, State
from mlscope.project.steps.plan import WorkItem
from mlscope.results import Floats, Schedule, TaskDates

CALENDAR = (
    ("plan.start",),
    ("plan.weekdays", "plan.days_per_week"),
    ("plan.country", "plan.holidays"),
)
"""The answers that turn working days into dates; of each group one will do."""
DAYS_PER_MONTH = 30.4375


def schedule(project: Project, *, points: int = 4096, seed: int = 0) -> Schedule:
    """Finish dates with their chances, the dates of every task, a week plan and sprints.

    Percentiles are of the finish in working days, by inverted CDF. Without tasks, or while a task lacks its
    duration, no date is given and `missing` says what is needed. InputError names tasks that wait for nothing
    that exists, or in a circle.
    """
    plan = project.plan
    calendar = Calendar.of(plan, project.as_of)
    tasks = [row for row in plan.tasks or () if row.model_dump(exclude={"id"}, exclude_none=True)]
    network = Network.of(tasks)
    missing = tuple(f"How long '{label(task)}' takes" for task in tasks if task.duration_days is None)
    if missing or not tasks:
        return _unknown(
            calendar.start, plan.deadline, missing or ("What has to be done, and how long it takes",)
        )
    durations = np.array([_draws(task, points, seed) for task in tasks])
    _, finish = network.times(durations)
    ends: Floats = finish.max(axis=0)
    p50, p80, p95 = (_percentile(ends, share) for share in (0.5, 0.8, 0.95))
    dated = _dates(tasks, network, durations, finish, calendar)
    release = calendar.finish(p80)
    frame = weeks.Frame.of(project, calendar, dated, release)
    return Schedule(
        known=True,
        start=calendar.start,
        deadline=plan.deadline,
        finish_p50=calendar.finish(p50),
        finish_p80=release,
        finish_p95=calendar.finish(p95),
        critical_path_finish=calendar.finish(network.times(_means(tasks))[1].max()),
        probability_on_time=_on_time(ends, calendar, plan.deadline),
        months_to_launch=max(0.0, (calendar.finish(p50) - project.as_of).days / DAYS_PER_MONTH),
        tasks=dated,
        weeks=weeks.week_plan(frame),
        sprints=weeks.sprints(frame),
        sprints_end=weeks.end_words(frame),
        missing=() if plan.deadline else ("By when it must be in use",),
        finish_days=ends,
        start_assumed=_start_assumed(project),
        days_per_week=calendar.days_per_week,
        recovery_cycle=(plan.sprint_weeks or 2) * (plan.recovery_every or 0),
    )


def _start_assumed(project: Project) -> bool:
    """Has nobody said when work starts, on which days of the week, or when nobody works?"""
    settled = (State.answered, State.not_applicable)
    return not all(
        any(project.state(i) in settled and not project.assumed(i) for i in group) for group in CALENDAR
    )


def attempt(project: Project, *, points: int = 4096, seed: int = 0) -> Schedule:
    """The schedule of a project that people are still working on: where it is refused, `missing` says why,
    and no date is given.
    """
    try:
        return schedule(project, points=points, seed=seed)
    except InputError as refused:
        return _unknown(project.plan.start or project.as_of, project.plan.deadline, (str(refused),))


def _draws(task: WorkItem, points: int, seed: int) -> Floats:
    """Draws of a task's duration from a stratified column of its own, so that other tasks neither move nor
    repeat it.

    Latin hypercube sampling (McKay, Beckman and Conover 1979), shuffled by the row id.
    """
    assert task.duration_days is not None
    uniforms = (stream(seed, task.id).permutation(points) + 0.5) / points
    return np.minimum(quantile(task.duration_days, uniforms), FAR)


def _means(tasks: Sequence[WorkItem]) -> Floats:
    return np.array([min(mean(task.duration_days), FAR) for task in tasks if task.duration_days is not None])


def _percentile(values: Floats, share: float) -> float:
    return float(np.quantile(values, share, method="inverted_cdf"))


def _on_time(ends: Floats, calendar: Calendar, deadline: dt.date | None) -> float | None:
    if deadline is None:
        return None
    return float(np.mean(days_taken(ends) <= calendar.days_until(deadline)))


def _dates(
    tasks: Sequence[WorkItem], network: Network, durations: Floats, finish: Floats, calendar: Calendar
) -> tuple[TaskDates, ...]:
    starts, finishes = _typical_run(network, durations, _percentile(finish.max(axis=0), 0.5))
    critical = network.critical(durations, finish)
    return tuple(
        TaskDates(
            id=task.id,
            name=label(task),
            phase=task.phase.value if task.phase else None,
            start=calendar.begin(starts[i], finishes[i]),
            finish=calendar.finish(finishes[i]),
            finish_p10=calendar.finish(_percentile(finish[i], 0.1)),
            finish_p90=calendar.finish(_percentile(finish[i], 0.9)),
            criticality=float(critical[i]),
            mean_days=float(durations[i].mean()),
        )
        for i, task in enumerate(tasks)
    )


def _typical_run(network: Network, durations: Floats, end: float) -> tuple[Floats, Floats]:
    """Starts and finishes in the run that stands for P50: every task takes the same percentile of its own
    duration,

    the one at which the whole plan takes `end` days. So the dates respect all dependencies and the last one
    is P50 itself.
    """
    alike = np.sort(durations, axis=1)
    ends = network.times(alike)[1].max(axis=0)
    run = min(int(np.searchsorted(ends, end)), len(ends) - 1)
    scale = end / ends[run] if ends[run] > 0 else 1.0
    return network.times(alike[:, run] * scale)


def _unknown(start: dt.date, deadline: dt.date | None, missing: tuple[str, ...]) -> Schedule:
    return Schedule(False, start, deadline, None, None, None, None, None, None, (), (), (), missing)


def as_json(schedule: Schedule) -> dict[str, Any]:
    """The schedule in JSON types, as `mlscope plan --format json` prints it; figures that do not exist are
    None.
    """
    return {
        "known": schedule.known,
        "start": schedule.start.isoformat(),
        "start_assumed": schedule.start_assumed,
        "deadline": _iso(schedule.deadline),
        "finish": {
            "p50": _iso(schedule.finish_p50),
            "p80": _iso(schedule.finish_p80),
            "p95": _iso(schedule.finish_p95),
        },
        "critical_path_finish": _iso(schedule.critical_path_finish),
        "probability_on_time": schedule.probability_on_time,
        "months_to_launch": schedule.months_to_launch,
        "tasks": [_plain(task) for task in schedule.tasks],
        "weeks": [_plain(week) for week in schedule.weeks],
        "sprints": [_plain(sprint) for sprint in schedule.sprints],
        "sprints_end": schedule.sprints_end,
        "missing": list(schedule.missing),
    }


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _plain(record: Any) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, dt.date) else value
        for key, value in asdict(record).items()
    }
