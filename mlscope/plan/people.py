"""Who does which task, how much of them it takes, and how much of them there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mlscope.errors import InputError, did_you_mean, shorten
from mlscope.plan.network import label
from mlscope.project.steps.plan import Member, Plan, WorkItem
from mlscope.results import Floats

FULL_WEEK = 5


@dataclass(frozen=True)
class People:
    """The people of a plan as resources of its schedule.

    `capacities` counts them in full weeks, so that a person who is there two days of five is 0.4; `each` is
    one of them; both of shape (people,). `demands`, shape (tasks, people), is what a task takes of them while
    it runs; a task that would take more than one person has takes less of them for longer, by `stretch`,
    shape (tasks,).
    """

    names: tuple[str, ...]
    capacities: Floats
    each: Floats
    demands: Floats
    stretch: Floats

    def more(self, person: int) -> Floats:
        """The capacities with one more like this one."""
        grown = self.capacities.copy()
        grown[person] += self.each[person]
        return grown

    def of(self, task: int) -> tuple[str, ...]:
        """The names of those who do a task."""
        return tuple(self.names[person] for person in np.flatnonzero(self.demands[task]))


@dataclass(slots=True)
class _Role:
    """Team rows of one name: how many people they are, and the full weeks of one of them."""

    name: str
    count: int
    week: float


def people_of(plan: Plan, tasks: Sequence[WorkItem], week: int = FULL_WEEK) -> People:
    """The people who do these tasks, in a plan of so many days a week: those named, else the owner.

    InputError for a task that names nobody of the team, or somebody who is there on no day.
    """
    roles = _roles(plan, week)
    used: dict[str, _Role] = {}
    doers = []
    for task in tasks:
        doing = [_named(roles, plan.team or (), task, name) for name in task.who or ()]
        if not task.who and task.owner:
            doing = [roles.get(_key(task.owner)) or used.get(_key(task.owner)) or _Role(task.owner, 1, 1.0)]
        for role in doing:
            if role.week <= 0:
                raise InputError(
                    f"plan.team: '{role.name}' is there 0 days a week, and '{label(task)}' needs them; give"
                    " their days, or name somebody else"
                )
            used.setdefault(_key(role.name), role)
        doers.append({_key(role.name) for role in doing})
    order = sorted(used)
    demands, stretch = np.zeros((len(tasks), len(order))), np.ones(len(tasks))
    for number, (task, keys) in enumerate(zip(tasks, doers, strict=True)):
        share = 1.0 if task.share is None else task.share
        stretch[number] = max([1.0, *(share / used[key].week for key in keys)])
        for key in keys:
            demands[number, order.index(key)] = share / stretch[number]
    each = np.array([used[key].week for key in order])
    capacities = each * np.array([used[key].count for key in order])
    return People(tuple(used[key].name for key in order), capacities, each, demands, stretch)


def _key(name: str) -> str:
    return name.strip().casefold()


def _roles(plan: Plan, week: int) -> dict[str, _Role]:
    roles: dict[str, _Role] = {}
    for member in plan.team or ():
        if not member.name:
            continue
        days = week if member.days_per_week is None else member.days_per_week
        count, full = member.count or 1, min(days / week, 1.0)
        known = roles.get(_key(member.name))
        if known is None:
            roles[_key(member.name)] = _Role(member.name, count, full)
        else:
            known.week = (known.week * known.count + full * count) / (known.count + count)
            known.count += count
    return roles


def _named(roles: Mapping[str, _Role], team: Sequence[Member], task: WorkItem, name: str) -> _Role:
    by_id = next((member.name for member in team if member.id == name and member.name), None)
    role = roles.get(_key(by_id or name))
    if role is None:
        guess = did_you_mean(name, [known.name for known in roles.values()])
        raise InputError(
            f"plan.tasks: '{label(task)}' is to be done by {shorten(name)}, who is not in the"
            f" team{guess or '; add them to the team, or name somebody else'}"
        )
    return role
