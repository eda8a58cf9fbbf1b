"""The backlog that a team starts from: epics, stories, tasks of about half a day and research, made from the
answers.

Each item has an id that follows from the row or answer it is made from, so that it stays while that stays.
What people change is kept under the same id in `plan.backlog` and goes before what is made.
"""

import datetime as dt
import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mlscope.errors import InputError
from mlscope.estimates.sampling import mean
from mlscope.plan.calendar import Calendar
from mlscope.plan.network import label
from mlscope.project import Project, State
from mlscope.project.steps.plan import BacklogRow, Column, WorkItem, WorkPhase
from mlscope.questions import Question
from mlscope.results import Backlog, BacklogItem, BoardColumn, Schedule, TaskDates

HOURS_A_DAY = 8


def backlog(
    project: Project,
    schedule: Schedule,
    rules: Mapping[str, Any],
    questions: Mapping[str, Question],
) -> Backlog:
    """The backlog of a project whose dates are known as far as they can be.

    `rules` is the content of data/rules/backlog.yaml; `questions` name what nobody knows yet.
    """
    made = [
        *_deliverables(project),
        *_stories(project, rules),
        *_requirements(project, rules),
        *_work(project, schedule, rules),
        *_research(project, schedule, rules, questions),
    ]
    first = schedule.sprints[0].name if schedule.sprints else None
    planned = [
        replace(item, column=Column.sprint.value) if first and item.sprint == first else item for item in made
    ]
    return Backlog(tuple(_edited(planned, project.plan.backlog or ())), _columns(project, rules))


# ── from the answers ────────────────────────────────────────────────────────────────────────────────────────


def _deliverables(project: Project) -> Iterator[BacklogItem]:
    for row in project.problem.deliverables or ():
        if row.name:
            agreed = "" if row.agreed is not False else "The mock-up has not been agreed with users yet."
            yield BacklogItem(
                _id("deliverable", row.id),
                "epic",
                row.name,
                agreed,
                row.done_when or "",
                source="problem.deliverables",
            )


def _stories(project: Project, rules: Mapping[str, Any]) -> Iterator[BacklogItem]:
    epics: dict[str, BacklogItem] = {}
    known = {row.name: _id("deliverable", row.id) for row in project.problem.deliverables or () if row.name}
    for row in project.plan.stories or ():
        if not row.story:
            continue
        if row.epic and row.epic not in known:
            known[row.epic] = _id("epic", hashlib.sha256(row.epic.encode()).hexdigest()[:12])
            epics[row.epic] = BacklogItem(known[row.epic], "epic", row.epic, source="plan.stories")
            yield epics[row.epic]
        story = BacklogItem(
            _id("story", row.id),
            "story",
            row.story,
            row.story,
            row.accepted_when or "",
            known.get(row.epic or "", ""),
            source="plan.stories",
        )
        yield story
        yield from _steps_of(story, rules)


def _requirements(project: Project, rules: Mapping[str, Any]) -> Iterator[BacklogItem]:
    epic = BacklogItem("functional", "epic", "What the solution must do", source="metrics.functional")
    written = [
        (_id("functional", row.id), row.name, row.target or "", epic, row.priority)
        for row in project.metrics.functional or ()
        if row.name
    ]
    quality = BacklogItem("nonfunctional", "epic", "How well it must do it", source="metrics.nonfunctional")
    written += [
        (_id("nonfunctional", row.id), row.name, _measured(row.measure, row.target), quality, None)
        for row in project.metrics.nonfunctional or ()
        if row.name
    ]
    opened: set[str] = set()
    for item_id, name, accepted, part_of, priority in written:
        if part_of.id not in opened:
            opened.add(part_of.id)
            yield part_of
        story = BacklogItem(
            item_id,
            "story",
            name,
            f"{_wish(project)}: {name}" + (f" ({priority.label.lower()})" if priority else ""),
            accepted,
            part_of.id,
            source=part_of.source,
        )
        yield story
        yield from _steps_of(story, rules)


def _wish(project: Project) -> str:
    """The beginning of a story, in the name of those who have the problem."""
    who = (project.problem.who or "").split(",")[0].strip()
    return f"{who} need this" if who else "Those who will use it need this"


def _measured(measure: str | None, target: str | None) -> str:
    return ": ".join(part for part in (measure, target) if part)


def _steps_of(story: BacklogItem, rules: Mapping[str, Any]) -> Iterator[BacklogItem]:
    for number, step in enumerate(rules["story_steps"], 1):
        yield BacklogItem(
            _id("step", story.id, number),
            "task",
            step,
            f"For: {story.title}",
            story.accepted_when,
            story.id,
            float(rules["hours"]),
            source=story.source,
        )


def _work(project: Project, schedule: Schedule, rules: Mapping[str, Any]) -> Iterator[BacklogItem]:
    """An epic for each phase of the plan, and the pieces of its tasks."""
    dated = {task.id: task for task in schedule.tasks}
    calendar = Calendar.of(project.plan, project.as_of) if dated else None
    phases = {phase: phase.label for phase in WorkPhase}
    for phase in (*phases, None):
        tasks = [row for row in project.plan.tasks or () if row.phase == phase and (row.name or row.id)]
        tasks = [row for row in tasks if row.model_dump(exclude={"id", "evidence"}, exclude_none=True)]
        if not tasks:
            continue
        name = phases[phase] if phase else "Other work"
        epic = BacklogItem(f"phase-{phase.value if phase else 'other'}", "epic", name, source="plan.tasks")
        yield epic
        for row in tasks:
            yield from _pieces(row, epic, dated.get(row.id), calendar, schedule, rules)


def _pieces(
    row: WorkItem,
    epic: BacklogItem,
    dates: TaskDates | None,
    calendar: Calendar | None,
    schedule: Schedule,
    rules: Mapping[str, Any],
) -> Iterator[BacklogItem]:
    """A task cut into pieces of half a day each, spread over the steps of its phase and over its days."""
    who = ", ".join(dates.who) if dates and dates.who else row.owner or ""
    steps = rules["steps"][row.phase.value if row.phase else "other"]
    whole = None if row.duration_days is None else mean(row.duration_days) * HOURS_A_DAY
    if not whole:
        yield BacklogItem(
            _id("piece", row.id, 1), "task", label(row), "", "", epic.id, whole, who,
            source="plan.tasks",
        )  # fmt: skip
        return
    hours, most = float(rules["hours"]), int(rules["most_pieces"])
    count = max(1, round(whole / hours))
    shown = min(count, most)
    rest = whole - hours * (shown - 1)
    places = [min(len(steps) - 1, number * len(steps) // shown) for number in range(shown)]
    for number, place in enumerate(places):
        alike, before = places.count(place), places[:number].count(place)
        turn = f" ({before + 1} of {alike})" if alike > 1 else ""
        last = number == shown - 1
        day = _day(calendar, dates, number, shown)
        yield BacklogItem(
            _id("piece", row.id, number + 1),
            "task",
            f"{label(row)}: {_lowered(steps[place])}{turn}",
            "To be cut into pieces of half a day when its turn comes." if last and count > most else "",
            "",
            epic.id,
            round(rest, 1) if last and count > most else hours,
            who,
            sprint=_sprint(schedule, day),
            start=day,
            finish=dates.finish if last and count > most and dates else day,
            source="plan.tasks",
        )


def _lowered(step: str) -> str:
    return step[:1].lower() + step[1:]


def _day(calendar: Calendar | None, dates: TaskDates | None, number: int, count: int) -> dt.date | None:
    """The working day of a piece, when the pieces of a task are spread evenly over its days."""
    if calendar is None or dates is None:
        return None
    days = np.busday_count(
        np.datetime64(dates.start, "D"), np.datetime64(dates.finish, "D") + 1, busdaycal=calendar.days
    )
    offset = math.floor(number * max(int(days), 1) / count)
    day = np.busday_offset(np.datetime64(dates.start, "D"), offset, roll="forward", busdaycal=calendar.days)
    found: dt.date = day.astype(object)
    return found


def _sprint(schedule: Schedule, day: dt.date | None) -> str:
    """The sprint in which a day falls."""
    begun = [
        sprint.name for sprint in schedule.sprints if day and sprint.start <= day and not sprint.recovery
    ]
    return begun[-1] if begun else ""


# ── research ────────────────────────────────────────────────────────────────────────────────────────────────


def _research(
    project: Project, schedule: Schedule, rules: Mapping[str, Any], questions: Mapping[str, Question]
) -> Iterator[BacklogItem]:
    """What nobody can promise: hypotheses with the figure that settles each, and the time it may take."""
    found = [
        *_model_hypotheses(project, rules),
        *_business_hypotheses(project, rules),
        *_unknown(project, rules, questions),
    ]
    if found:
        yield BacklogItem("research", "epic", "What has to be found out", source="plan.research")
    for item, phase in found:
        days = [task.start for task in schedule.tasks if phase is None or task.phase == phase]
        yield replace(item, parent="research", sprint=_sprint(schedule, min(days, default=None)))


Placed = tuple[BacklogItem, WorkPhase | None]


def _model_hypotheses(project: Project, rules: Mapping[str, Any]) -> Iterator[Placed]:
    metrics = project.metrics
    figure = _metric_words(metrics.metric)
    if metrics.target is not None:
        today = "" if metrics.baseline is None else f"; today's way reaches {metrics.baseline:g}"
        floor = metrics.target if metrics.minimum is None else metrics.minimum
        yield (
            _hypothesis(
                "model",
                f"Can a model reach {metrics.target:g}?",
                f"A model reaches {metrics.target:g} in {figure}{today}.",
                f"{figure[:1].upper()}{figure[1:]} on data that was never seen; beyond {floor:g} it is worth"
                " going on.",
                rules,
                "metrics.target",
            ),
            WorkPhase.modelling,
        )
    if project.problem.heuristic:
        today = "not known yet" if metrics.baseline is None else f"{metrics.baseline:g} today"
        yield (
            _hypothesis(
                "baseline",
                "How good is the simple rule?",
                f"A model beats this rule: {project.problem.heuristic}",
                f"{figure[:1].upper()}{figure[1:]} of the rule on the same data ({today}).",
                rules,
                "problem.heuristic",
            ),
            WorkPhase.data,
        )


def _metric_words(metric: str | None) -> str:
    """A metric's id as words, as precise as the record has it."""
    return metric.replace("_", " ") if metric else "the figure that was chosen"


def _business_hypotheses(project: Project, rules: Mapping[str, Any]) -> Iterator[Placed]:
    for row in project.metrics.business or ():
        if not row.name or row.target is None:
            continue
        unit = f" {row.unit}" if row.unit else ""
        today = "" if row.baseline is None else f" from {row.baseline:g}{unit}"
        yield (
            _hypothesis(
                "business",
                f"Does it move {row.name}?",
                f"{row.name} moves{today} to {row.target:g}{unit}.",
                f"{row.name} in the trial, beside a group without it.",
                rules,
                "metrics.business",
                row.id,
            ),
            WorkPhase.adoption,
        )


def _unknown(
    project: Project, rules: Mapping[str, Any], questions: Mapping[str, Question]
) -> Iterator[Placed]:
    for key, about in project.answers.items():
        if about.state != State.unknown or key not in questions:
            continue
        due = f" By {about.by}." if about.by else ""
        item = _hypothesis(
            "unknown",
            f"Find out: {questions[key].label}",
            f"There is an answer to this: {questions[key].label}",
            f"The answer, with where it comes from.{due}",
            rules,
            key,
            hashlib.sha256(key.encode()).hexdigest()[:12],
        )
        yield replace(item, owner=about.who or ""), None


def _hypothesis(
    sort: str,
    title: str,
    hypothesis: str,
    decides: str,
    rules: Mapping[str, Any],
    source: str,
    row_id: str = "",
) -> BacklogItem:
    return BacklogItem(
        _id("research", sort, row_id) if row_id else f"research-{sort}",
        "research",
        title,
        "The result is the answer, also when it is no.",
        decides,
        hours=float(rules["time_box"][sort]),
        hypothesis=hypothesis,
        decides=decides,
        source=source,
    )


# ── what people change ──────────────────────────────────────────────────────────────────────────────────────


def _edited(made: Sequence[BacklogItem], rows: Iterable[BacklogRow]) -> Iterator[BacklogItem]:
    changes = {row.id: row for row in rows}
    for item in made:
        row = changes.pop(item.id, None)
        if row is None:
            yield item
        elif not row.dropped:
            yield _with(item, row)
    for row in changes.values():
        if row.title and not row.dropped:
            yield _with(BacklogItem(row.id, "task", row.title), row)


def _with(item: BacklogItem, row: BacklogRow) -> BacklogItem:
    plain = row.model_dump(mode="json", exclude={"id", "dropped", "part_of"}, exclude_none=True)
    if row.part_of is not None:
        plain["parent"] = row.part_of
    return replace(item, **plain)


def _columns(project: Project, rules: Mapping[str, Any]) -> tuple[BoardColumn, ...]:
    limits: dict[str, int | None] = dict(rules["limits"])
    limits |= {row.column.value: row.limit for row in project.plan.column_limits or () if row.column}
    return tuple(BoardColumn(column.value, column.label, limits.get(column.value)) for column in Column)


def refuse_full(backlog: Backlog, item_id: str, column: str) -> None:
    """InputError when a column is full, so that something in it is finished before one more goes in."""
    item = next((item for item in backlog.items if item.id == item_id), None)
    target = next(one for one in backlog.columns if one.id == column)
    if item is None or item.column == column or item.kind == "epic" or target.limit is None:
        return
    if backlog.standing_in(column) >= target.limit:
        raise InputError(
            f"{target.name} holds {backlog.standing_in(column)} of at most {target.limit} items: finish one"
            " of them first, or raise the limit on the Plan step"
        )


def _id(sort: str, *parts: str | int) -> str:
    """An id of at most 40 characters that follows from the parts alone."""
    plain = "-".join(str(part) for part in (sort, *parts))
    return plain if len(plain) <= 40 else f"{sort}-{hashlib.sha256(plain.encode()).hexdigest()[:20]}"
