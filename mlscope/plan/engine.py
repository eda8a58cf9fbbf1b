"""The schedule of a project: its tasks and risks drawn many times, put after one another where they need the
same people, and read off the calendar.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from mlscope import events
from mlscope.errors import InputError
from mlscope.estimates.sampling import mean, quantile, stream
from mlscope.events import Event
from mlscope.plan import levelling, weeks
from mlscope.plan.calendar import FAR, Calendar, days_taken
from mlscope.plan.network import Network, label, position
from mlscope.plan.people import People, people_of
from mlscope.plan.workload import workload
from mlscope.project import Project, State
from mlscope.project.steps.plan import Plan, WorkItem
from mlscope.results import Finish, Floats, OneMore, Schedule, TaskDates

CALENDAR = (
    ("plan.start",),
    ("plan.weekdays", "plan.days_per_week"),
    ("plan.country", "plan.holidays"),
)
"""The answers that turn working days into dates; of each group one will do."""
DAYS_PER_MONTH = 30.4375
READS: dict[str, bool | set[str]] = {
    "plan": True,
    "as_of": True,
    "risks": {"risks", "counted"},
    "more": {"plan.gates", "plan.retrospectives"},
    "answers": {question_id for group in CALENDAR for question_id in group},
}
"""The parts of an effective record that any date rests on: while they stay, so do the dates."""


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
    work = _Work.of(project, tasks, network, week=calendar.days_per_week, points=points, seed=seed)
    times = work.times()
    ends: Floats = times.finish.max(axis=0)
    finish = partial(_finish, project=project, calendar=calendar)
    found = finish(ends)
    run = _typical_run(work, _percentile(ends, 0.5))
    dated = _dates(tasks, work, times, run, calendar)
    frame = weeks.Frame.of(project, calendar, dated, found.p80)
    return Schedule(
        known=True,
        start=calendar.start,
        deadline=plan.deadline,
        finish_p50=found.p50,
        finish_p80=found.p80,
        finish_p95=found.p95,
        critical_path_finish=calendar.finish(network.times(_means(tasks))[1].max()),
        probability_on_time=found.probability_on_time,
        months_to_launch=found.months_to_launch,
        tasks=dated,
        weeks=weeks.week_plan(frame),
        sprints=weeks.sprints(frame),
        sprints_end=weeks.end_words(frame),
        missing=() if plan.deadline else ("By when it must be in use",),
        finish_days=ends,
        start_assumed=_start_assumed(project),
        days_per_week=calendar.days_per_week,
        recovery_cycle=(plan.sprint_weeks or 2) * (plan.recovery_every or 0),
        owners_alone=not any(task.who for task in tasks) and any(task.owner for task in tasks),
        unlimited=finish(work.times(limited=False).finish.max(axis=0)),
        without_risks=finish(work.times(risks=False).finish.max(axis=0)),
        one_more=_one_more(work, times, calendar),
        work=workload(work.people, *run, calendar),
        notes=(
            *_free_notes(tasks, work),
            *_not_there_yet(plan, work.people),
            *work.notes,
            *events.left_out(project),
        ),
    )


@dataclass(frozen=True)
class _Work:
    """What there is to do, in every draw: `durations` as they were given, and the `lags` that risks bring,
    both of shape (tasks, draws).
    """

    network: Network
    people: People
    durations: Floats
    lags: Floats
    order: tuple[int, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(
        cls,
        project: Project,
        tasks: Sequence[WorkItem],
        network: Network,
        *,
        week: int,
        points: int,
        seed: int,
    ) -> "_Work":
        """The work of a project that is done on `week` days a week."""
        people = people_of(project.plan, tasks, week)
        order = levelling.priority(
            network.before, _means(tasks) * people.stretch, [task.id for task in tasks]
        )
        lags, notes = _lags(events.events_of(project), tasks, network, points, seed)
        durations = np.array([_draws(task, points, seed) for task in tasks])
        return cls(network, people, durations, lags, order, notes)

    @property
    def limited_durations(self) -> Floats:
        """Durations with people who are there for a part of the week."""
        return np.minimum(self.durations * self.people.stretch[:, None], FAR)

    def times(
        self, *, limited: bool = True, risks: bool = True, capacities: Floats | None = None
    ) -> levelling.Times:
        """When each task runs, with or without limits of people and risks, or with other people."""
        return levelling.level(
            self.limited_durations if limited else self.durations,
            self.network.before,
            self.people.demands if limited else np.zeros_like(self.people.demands),
            self.people.capacities if capacities is None else capacities,
            self.order,
            self.lags if risks else None,
        )

    def alike(self) -> "_Work":
        """The same with every task and risk at the same percentile of its own in each draw."""
        return replace(self, durations=np.sort(self.durations, axis=1), lags=np.sort(self.lags, axis=1))


def _lags(
    counted: Sequence[Event], tasks: Sequence[WorkItem], network: Network, points: int, seed: int
) -> tuple[Floats, tuple[str, ...]]:
    """Working days that each task waits longer because of risks, shape (tasks, draws), and what strikes
    nothing.

    A delay is lost once, before the first of the tasks that it strikes; nobody is busy with it.
    """
    lags, notes = np.zeros((len(tasks), points)), []
    for event in counted:
        if event.delay is None:
            continue
        says = f"risks.risks: '{event.name}' strikes"
        struck = {position(tasks, named, says) for named in event.tasks}
        if not event.tasks:
            struck = {i for i, task in enumerate(tasks) if event.phase is None or task.phase == event.phase}
        if not struck and event.phase is not None:
            phase = event.phase.label.lower()
            notes.append(f"\u201c{event.name}\u201d delays nothing: no task is planned for {phase}.")
        lags[list(network.first(struck))] += np.minimum(event.delays(points, seed), FAR)
    return lags, tuple(notes)


def _finish(ends: Floats, project: Project, calendar: Calendar) -> Finish:
    p50, p80, p95 = (_percentile(ends, share) for share in (0.5, 0.8, 0.95))
    likely = calendar.finish(p50)
    return Finish(
        likely,
        calendar.finish(p80),
        calendar.finish(p95),
        _on_time(ends, calendar, project.plan.deadline),
        max(0.0, (likely - project.as_of).days / DAYS_PER_MONTH),
        (p50, p80, p95),
    )


MOST_ROLES = 5
"""Roles of which it is worked out what one more would bring."""


def _one_more(work: _Work, times: levelling.Times, calendar: Calendar) -> tuple[OneMore, ...]:
    waits = np.maximum(times.start - times.ready - levelling.HAIR, 0.0).mean(axis=1)
    waited = waits @ (work.people.demands > 0)
    ends: Floats = times.finish.max(axis=0)
    p50 = _percentile(ends, 0.5)
    found = []
    for person in np.argsort(-waited, kind="stable")[:MOST_ROLES]:
        if waited[person] <= 0:
            break
        more: Floats = work.times(capacities=work.people.more(int(person))).finish.max(axis=0)
        likely = _percentile(more, 0.5)
        later = float(np.mean(more > ends + levelling.HAIR))
        found.append(OneMore(work.people.names[person], calendar.finish(likely), p50 - likely, later))
    return tuple(found)


def _free_notes(tasks: Sequence[WorkItem], work: _Work) -> tuple[str, ...]:
    """Which tasks no people limit, and who is there for so little of the week that work takes longer."""
    free = [label(task) for i, task in enumerate(tasks) if not work.people.of(i)]
    stretch = work.people.stretch
    long = [f"{label(tasks[i])} ({stretch[i]:.1f} times)" for i in np.argsort(-stretch) if stretch[i] > 1]
    said = []
    if free:
        said.append(f"Not limited by people, because nobody is named: {_listed(free)}.")
    if long:
        said.append(f"Takes longer because those who do it are there for part of the week: {_listed(long)}.")
    return tuple(said)


def _not_there_yet(plan: Plan, people: People) -> tuple[str, ...]:
    """Whom the dates count with although nobody has freed them yet."""
    absent = {row.name.strip().casefold() for row in plan.team or () if row.name and row.available is False}
    names = [name for name in people.names if name.strip().casefold() in absent]
    if not names:
        return ()
    return (f"Counted as if they were there, though not available yet: {_listed(names)}.",)


def _listed(names: Sequence[str], limit: int = 3) -> str:
    return ", ".join(names[:limit]) + (f" and {len(names) - limit} more" if len(names) > limit else "")


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
    tasks: Sequence[WorkItem],
    work: _Work,
    times: levelling.Times,
    run: tuple[Floats, Floats],
    calendar: Calendar,
) -> tuple[TaskDates, ...]:
    finish, (starts, finishes) = times.finish, run
    critical = levelling.decisive(times, work.network.before, work.people.demands, work.order)
    durations = work.limited_durations
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
            who=work.people.of(i),
        )
        for i, task in enumerate(tasks)
    )


def _typical_run(work: _Work, end: float) -> tuple[Floats, Floats]:
    """Starts and finishes in the run that stands for P50: every task and risk takes the same percentile of
    its own, the first one at which the whole plan takes at least `end` days.

    It is scaled to `end`. So the dates respect all dependencies and people, and the last one is P50 itself.
    """
    alike = work.alike()
    times = alike.times()
    ends = times.finish.max(axis=0)
    run = int(np.argmax(ends >= end)) if (ends >= end).any() else int(ends.argmax())
    scale = end / ends[run] if ends[run] > 0 else 1.0
    chosen = replace(
        alike, durations=alike.durations[:, [run]] * scale, lags=alike.lags[:, [run]] * scale
    ).times()
    return chosen.start[:, 0], chosen.finish[:, 0]


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
        "unlimited": _plain_finish(schedule.unlimited),
        "without_risks": _plain_finish(schedule.without_risks),
        "critical_path_finish": _iso(schedule.critical_path_finish),
        "probability_on_time": schedule.probability_on_time,
        "months_to_launch": schedule.months_to_launch,
        "tasks": [_plain(task) for task in schedule.tasks],
        "one_more": [_plain(role) for role in schedule.one_more],
        "workload": [_plain(work) for work in schedule.work],
        "weeks": [_plain(week) for week in schedule.weeks],
        "sprints": [_plain(sprint) for sprint in schedule.sprints],
        "sprints_end": schedule.sprints_end,
        "missing": list(schedule.missing),
        "notes": list(schedule.notes),
    }


def _plain_finish(finish: Finish | None) -> dict[str, Any]:
    """A finish under the keys of the schedule's own."""
    return {
        "finish": {
            "p50": _iso(finish.p50 if finish else None),
            "p80": _iso(finish.p80 if finish else None),
            "p95": _iso(finish.p95 if finish else None),
        },
        "probability_on_time": finish.probability_on_time if finish else None,
    }


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _plain(record: Any) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, dt.date) else value
        for key, value in asdict(record).items()
    }
