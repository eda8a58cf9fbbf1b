"""The week plan and the sprints: the dated tasks read week by week, from the kick-off to the release."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mlscope.plan.calendar import Calendar
from mlscope.plan.rhythm import RECOVERY, Stretch, stretches
from mlscope.project import Project
from mlscope.project.steps.plan import Plan, ReleaseDate, WorkPhase
from mlscope.results import Sprint, TaskDates, Week

LONGEST_WEEKS = 104
"""A week plan beyond two years would be a list of guesses; it stops there."""

_DEMOS = {
    WorkPhase.scoping: "The goal and the scope, as agreed",
    WorkPhase.data: "The data, and what was found in it",
    WorkPhase.modelling: "Predictions beside those of the baseline",
    WorkPhase.deployment: "The model answering where it will be used",
    WorkPhase.adoption: "People working with it",
}
_GOALS = {
    WorkPhase.scoping: "Agree what is to be reached",
    WorkPhase.data: "Get the data ready",
    WorkPhase.modelling: "Build models and improve them",
    WorkPhase.deployment: "Bring it into operation",
    WorkPhase.adoption: "Bring it to the people who use it",
}
_FIXED_GOALS = {
    "Sprint 0": "Set up people, access and tools; a first look at the data",
    RECOVERY: "Mend, tidy up, catch breath",
}
_GATES = {
    "data": ("Data", WorkPhase.data),
    "baseline": ("Baseline", WorkPhase.modelling),
    "model": ("Model", WorkPhase.modelling),
    "whole": ("The whole chain", WorkPhase.deployment),
    "security": ("Security", WorkPhase.deployment),
    "users": ("Trial with users", WorkPhase.adoption),
    "launch": ("Launch", None),
}
"""Quality gates with the phase whose end each one closes; the baseline's is closed by its first task."""
_RESERVE = "Reserve for what took longer"


@dataclass(frozen=True)
class Frame:
    """What the weeks are read from: the plan, its calendar, its dated tasks and the day of the release."""

    plan: Plan
    calendar: Calendar
    tasks: Sequence[TaskDates]
    release: dt.date
    gates: Mapping[str, dt.date] = field(default_factory=dict)
    """The name of each quality gate with its day."""
    looks_back: bool = True

    @classmethod
    def of(
        cls, project: Project, calendar: Calendar, tasks: Sequence[TaskDates], release: dt.date
    ) -> "Frame":
        """The frame of a project whose tasks are dated."""
        asked = project.more.get("plan.gates")
        names = [name for name in asked if isinstance(name, str)] if isinstance(asked, list) else []
        gates = {_GATES[name][0]: _gate_day(name, tasks, release) for name in names if name in _GATES}
        looks_back = project.more.get("plan.retrospectives") != "none"
        return cls(project.plan, calendar, tasks, release, gates, looks_back)

    @property
    def start(self) -> dt.date:
        """The first working day."""
        return self.calendar.start

    @property
    def stretches(self) -> list[Stretch]:
        """Sprints and recovery weeks up to the release, two years at most."""
        end = min(self.release, self.start + dt.timedelta(weeks=LONGEST_WEEKS, days=-1))
        return list(stretches(self.plan, self.start, end))


def _gate_day(name: str, tasks: Sequence[TaskDates], release: dt.date) -> dt.date:
    days = [task.finish for task in tasks if task.phase == _GATES[name][1]]
    if not days:
        return release
    return min(days) if name == "baseline" else max(days)


def week_plan(frame: Frame) -> tuple[Week, ...]:
    """The weeks of seven days from the start up to the one with the release, each row with a milestone.

    Weeks in which nothing ends are one row with the next in which something does. A milestone names the tasks
    that end, the quality gates and the releases; with weekly demos, each row says what is shown and by whom.
    """
    last = min((frame.release - frame.start).days // 7 + 1, LONGEST_WEEKS)
    resting = {(s.begin - frame.start).days // 7 + 1 for s in frame.stretches if s.recovery}
    rows: list[Week] = []
    first = 1
    for number in range(1, last + 1):
        if number in resting:
            rows.append(_rest(frame, number))
        elif number < last and number + 1 not in resting and not _marked(frame, number):
            continue
        else:
            rows.append(_week(frame, first, number, len(rows)))
        first = number + 1
    return tuple(rows)


def _rest(frame: Frame, number: int) -> Week:
    finish = _begin(frame, number + 1) - dt.timedelta(days=1)
    return Week(number, _begin(frame, number), RECOVERY, "", number, finish, recovery=True)


def _begin(frame: Frame, number: int) -> dt.date:
    return frame.start + dt.timedelta(weeks=number - 1)


def _marked(frame: Frame, number: int) -> bool:
    """Does the project begin in this week, or a task, a gate or a release fall into it?"""
    begin, after = _begin(frame, number), _begin(frame, number + 1)
    days = [task.finish for task in frame.tasks] + [row.day for row in _releases(frame.plan)]
    return number == 1 or any(begin <= day < after for day in (*days, *frame.gates.values()))


def _week(frame: Frame, first: int, number: int, place: int) -> Week:
    begin, after = _begin(frame, first), _begin(frame, number + 1)
    last = after > frame.release
    ending = [task for task in frame.tasks if begin <= task.finish < after]
    active = ending or _active(frame.tasks, begin, after)
    gates = tuple(name for name, day in frame.gates.items() if begin <= day < after)
    releases = [row for row in _releases(frame.plan) if begin <= row.day < after]
    parts = ["Kick-off"] * (first == 1) + ["Release"] * last
    if active:
        parts.append(f"{'Done' if ending else 'Under way'}: {_names(active)}")
    elif number > first or not parts:
        parts.append(_RESERVE)
    parts += [f"Quality gate: {name}" for name in gates] + [_release_words(row) for row in releases]
    shown = frame.plan.weekly_demo is not False
    return Week(
        first,
        begin,
        "; ".join(parts),
        _demo(first, last, ending, active) if shown else "",
        number,
        min(frame.calendar.last_working_day(begin, number - first + 1), frame.release),
        _presenter(frame, ending or active, place) if shown else "",
        gates,
    )


def _demo(first: int, last: bool, ending: Sequence[TaskDates], active: Sequence[TaskDates]) -> str:
    if last:
        return "The release, used by the people it is for"
    if first == 1:
        return "This plan: the goal, the tasks and their dates"
    if not ending:
        return "What can be seen of it so far" if active else "What is still open before the release"
    phases = [phase for phase in _DEMOS if phase in {task.phase for task in ending}]
    return _DEMOS[phases[-1]] if phases else f"What came of {_names(ending)}"


def _presenter(frame: Frame, tasks: Sequence[TaskDates], place: int) -> str:
    """Who shows it: who does the task that ends last, or owns it; else the team in turn; "" for nobody."""
    owners = {row.id: row.owner for row in frame.plan.tasks or () if row.owner}
    for task in sorted(tasks, key=lambda task: task.finish, reverse=True):
        if task.who or task.id in owners:
            return task.who[0] if task.who else owners[task.id]
    team = [row.name for row in frame.plan.team or () if row.name and row.available is not False]
    return team[place % len(team)] if team else ""


class _Dated(ReleaseDate):
    day: dt.date


def _releases(plan: Plan) -> list[_Dated]:
    return [_Dated.model_validate(row.model_dump()) for row in plan.release_dates or () if row.day]


def _release_words(row: ReleaseDate) -> str:
    told = f"Release: {row.name or 'the next version'}"
    told += f" to {row.audience}" if row.audience else ""
    return told + (f" ({row.owner} answers for it)" if row.owner else "")


def sprints(frame: Frame) -> tuple[Sprint, ...]:
    """The sprints and recovery weeks up to the release, each with its goal, its days and the improvement that
    the last look back led to.

    The last sprint ends with the deadline where that falls into it.
    """
    rows: list[Sprint] = []
    before = ""
    for stretch in frame.stretches:
        finish = frame.calendar.last_working_day(stretch.begin, stretch.weeks)
        if frame.plan.deadline and frame.release <= frame.plan.deadline < stretch.after:
            finish = min(finish, frame.plan.deadline)
        goal = _FIXED_GOALS.get(stretch.name) or _goal(frame, stretch)
        looks_back = frame.looks_back and not stretch.recovery
        rows.append(
            Sprint(
                stretch.name,
                stretch.begin,
                stretch.after - dt.timedelta(days=1) if stretch.recovery else finish,
                goal,
                stretch.recovery,
                None if stretch.recovery else frame.calendar.first_working_day(stretch.begin),
                None if stretch.recovery else finish,
                finish if looks_back else None,
                _improvement(frame, before) if looks_back and before else "",
            )
        )
        before = before if stretch.recovery else stretch.name
    return tuple(rows)


def _improvement(frame: Frame, before: str) -> str:
    """The one improvement that the retro of the sprint `before` led to."""
    for row in frame.plan.improvements or ():
        if row.improvement and before == f"Sprint {row.sprint}":
            return row.improvement + (f" ({row.owner})" if row.owner else "")
    return f"One, to be agreed in the retro of {before}"


def end_words(frame: Frame) -> str:
    """Why the sprints do not end with the deadline; "" where they do, or where there is none."""
    deadline = frame.plan.deadline
    rows = frame.stretches
    if deadline is None or not rows:
        return ""
    if frame.release > deadline:
        late = _weeks((frame.release - deadline).days)
        return (
            f"The sprints end {late} after the deadline of {_day_words(deadline)}, because only by"
            f" {_day_words(frame.release)} the work is finished four times in five."
        )
    if deadline >= rows[-1].after:
        early = _weeks((deadline - rows[-1].after).days)
        return (
            f"The sprints end about {early} before the deadline of {_day_words(deadline)}: what is left is"
            " the reserve."
        )
    return ""


def _goal(frame: Frame, stretch: Stretch) -> str:
    active = _active(frame.tasks, stretch.begin, stretch.after)
    phases = [goal for phase, goal in _GOALS.items() if phase in {task.phase for task in active}]
    work = "; ".join(phases) or (f"Work on {_names(active)}" if active else _RESERVE)
    gates = [name for name, day in frame.gates.items() if stretch.begin <= day < stretch.after]
    named = [row for row in _releases(frame.plan) if stretch.begin <= row.day < stretch.after]
    return "; ".join(
        [
            work,
            *([f"quality gates: {', '.join(name.lower() for name in gates)}"] if gates else []),
            *(f"{_release_words(row)}, {_day_words(row.day)}" for row in named),
        ]
    )


def _active(tasks: Sequence[TaskDates], begin: dt.date, after: dt.date) -> list[TaskDates]:
    return [task for task in tasks if task.start < after and task.finish >= begin]


def _names(tasks: Sequence[TaskDates], limit: int = 3) -> str:
    names = [task.name for task in tasks[:limit]]
    return ", ".join(names) + (f" and {len(tasks) - limit} more" if len(tasks) > limit else "")


def _day_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _weeks(days: int) -> str:
    weeks = max(1, round(days / 7))
    return "a week" if weeks == 1 else f"{weeks} weeks"
