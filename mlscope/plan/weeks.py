"""The week plan and the sprints: the dated tasks read week by week, from the kick-off to the release."""

import datetime as dt
from collections.abc import Iterator, Sequence

from mlscope.plan.calendar import Calendar
from mlscope.project.steps.plan import Plan, WorkPhase
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
_RECOVERY = "Recovery week"
_FIXED_GOALS = {
    "Sprint 0": "Set up people, access and tools; a first look at the data",
    _RECOVERY: "Mend, tidy up, catch breath",
}
_RESERVE = "Reserve for what took longer"


def week_plan(start: dt.date, release: dt.date, tasks: Sequence[TaskDates], demos: bool) -> tuple[Week, ...]:
    """Weeks of seven days from `start` up to the one with `release`, each with a milestone and, with `demos`,
    what is shown.

    A milestone names the tasks that end in its week, else those under way; weeks after the last task are
    reserve.
    """
    last = (release - start).days // 7 + 1
    return tuple(
        _week(number, start, last, tasks, demos) for number in range(1, min(last, LONGEST_WEEKS) + 1)
    )


def _week(number: int, start: dt.date, last: int, tasks: Sequence[TaskDates], demos: bool) -> Week:
    begin = start + dt.timedelta(weeks=number - 1)
    ending = [task for task in tasks if begin <= task.finish < begin + dt.timedelta(weeks=1)]
    shown = ending or _active(tasks, begin, begin + dt.timedelta(weeks=1))
    work = f"{'Done' if ending else 'Under way'}: {_names(shown)}" if shown else _RESERVE
    frame = ["Kick-off"] * (number == 1) + ["Release"] * (number == last)
    milestone = "; ".join([*frame, work] if shown or not frame else frame)
    return Week(number, begin, milestone, _demo(number, last, ending, shown) if demos else "")


def _demo(number: int, last: int, ending: Sequence[TaskDates], shown: Sequence[TaskDates]) -> str:
    if number == last:
        return "The release, used by the people it is for"
    if number == 1:
        return "This plan: the goal, the tasks and their dates"
    if not ending:
        return "What can be seen of it so far" if shown else "What is still open before the release"
    phases = [phase for phase in _DEMOS if phase in {task.phase for task in ending}]
    return _DEMOS[phases[-1]] if phases else f"What came of {_names(ending)}"


def sprints(
    plan: Plan, calendar: Calendar, release: dt.date, tasks: Sequence[TaskDates]
) -> tuple[Sprint, ...]:
    """Sprint 0 of one week, then sprints of `plan.sprint_weeks` (2 unless told otherwise) until the release.

    A recovery week follows every `plan.recovery_every` sprints (none unless told), though not as the last. It
    changes no dates: tasks run on in it.
    """
    found: list[Sprint] = []
    begin = calendar.start
    for name, weeks in _rhythm(plan.sprint_weeks or 2, plan.recovery_every or 0):
        after = begin + dt.timedelta(weeks=weeks)
        if begin > release or begin >= calendar.start + dt.timedelta(weeks=LONGEST_WEEKS):
            break
        if name == _RECOVERY and after > release:
            continue
        goal = _FIXED_GOALS.get(name) or _goal(_active(tasks, begin, after))
        found.append(Sprint(name, begin, calendar.last_working_day(begin, weeks), goal, name == _RECOVERY))
        begin = after
    return tuple(found)


def _rhythm(sprint_weeks: int, recovery_every: int) -> Iterator[tuple[str, int]]:
    yield "Sprint 0", 1
    number = 0
    while True:
        number += 1
        yield f"Sprint {number}", sprint_weeks
        if recovery_every and number % recovery_every == 0:
            yield _RECOVERY, 1


def _goal(active: Sequence[TaskDates]) -> str:
    phases = [goal for phase, goal in _GOALS.items() if phase in {task.phase for task in active}]
    if phases:
        return "; ".join(phases)
    return f"Work on {_names(active)}" if active else _RESERVE


def _active(tasks: Sequence[TaskDates], begin: dt.date, after: dt.date) -> list[TaskDates]:
    return [task for task in tasks if task.start < after and task.finish >= begin]


def _names(tasks: Sequence[TaskDates], limit: int = 3) -> str:
    names = [task.name for task in tasks[:limit]]
    return ", ".join(names) + (f" and {len(tasks) - limit} more" if len(tasks) > limit else "")
