"""The plan as XML for Microsoft Project (its XML data interchange schema, 2007 and later)."""

import datetime as dt
from xml.etree import ElementTree as ET

from mlscope.characters import cut
from mlscope.document.backlog.wording import description
from mlscope.plan.calendar import weekdays_worked
from mlscope.project import Project
from mlscope.results import Backlog, BacklogItem, Schedule, TaskDates

_SPACE = "http://schemas.microsoft.com/project"
_LONGEST = 512
_NO_EARLIER = 4
"""The constraint "start no earlier than", by which Project keeps the dates of the plan."""


def document(project: Project, schedule: Schedule, backlog: Backlog) -> bytes:
    """Phases with their tasks, links and pieces, milestones, and the other items of the backlog."""
    ET.register_namespace("", _SPACE)
    root = ET.Element(f"{{{_SPACE}}}Project")
    _add(root, "SaveVersion", 12)
    _add(root, "Name", cut(project.name, 255))
    _add(root, "Title", cut(project.name, _LONGEST))
    _add(root, "ScheduleFromStart", 1)
    _add(root, "StartDate", _at(schedule.start, 8))
    _add(root, "CurrencyCode", project.currency)
    _add(root, "CalendarUID", 1)
    _add(root, "MinutesPerDay", 480)
    _add(root, "MinutesPerWeek", 480 * weekdays_worked(project.plan).count("1"))
    _calendar(root, project)
    tasks = _add(root, "Tasks")
    _Outline(tasks).write(project, schedule, backlog)
    whole: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def _calendar(root: ET.Element, project: Project) -> None:
    calendar = _add(_add(root, "Calendars"), "Calendar")
    _add(calendar, "UID", 1)
    _add(calendar, "Name", "Working days")
    _add(calendar, "IsBaseCalendar", 1)
    days = _add(calendar, "WeekDays")
    monday_first = weekdays_worked(project.plan)
    for number, worked in enumerate(monday_first[6] + monday_first[:6], 1):  # Project counts from Sunday
        day = _add(days, "WeekDay")
        _add(day, "DayType", number)
        _add(day, "DayWorking", worked)
        if worked == "1":
            times = _add(day, "WorkingTimes")
            for begin, end in (("08:00:00", "12:00:00"), ("13:00:00", "17:00:00")):
                time = _add(times, "WorkingTime")
                _add(time, "FromTime", begin)
                _add(time, "ToTime", end)


class _Outline:
    """Tasks in the order of an outline, numbered as they come."""

    def __init__(self, tasks: ET.Element) -> None:
        self.tasks = tasks
        self.numbers: list[int] = []
        self.uids: dict[str, int] = {}
        self.count = 0

    def write(self, project: Project, schedule: Schedule, backlog: Backlog) -> None:
        """Everything that has dates first, in its phases; then milestones and the rest of the backlog."""
        dated = {task.id: task for task in schedule.tasks}
        links: list[tuple[ET.Element, str]] = []
        names = {row.name: row.id for row in project.plan.tasks or () if row.name}
        after = {
            row.id: [names.get(name, name) for name in row.after or ()] for row in project.plan.tasks or ()
        }
        phases = [item for item in backlog.items if item.kind == "epic" and item.source == "plan.tasks"]
        pieces = {item.id: [one for one in backlog.items if one.parent == item.id] for item in backlog.items}
        for phase in phases:
            self._summary(1, phase.title, "")
            within = [task for task in schedule.tasks if phase.id == f"phase-{task.phase or 'other'}"]
            for task in within:
                element = self._task(task)
                links += [(element, name) for name in after.get(task.id, [])]
            self._items(2, pieces[phase.id] if not within else [], pieces, backlog)
        self._milestones(schedule)
        for epic in backlog.items:
            if epic.kind == "epic" and epic not in phases:
                self._summary(1, epic.title, description(epic, backlog))
                self._items(2, pieces[epic.id], pieces, backlog)
        alone = [item for item in backlog.items if item.kind != "epic" and item.parent not in pieces]
        self._items(1, alone, pieces, backlog)
        for element, name in links:
            if name in self.uids and name in dated:
                link = _add(element, "PredecessorLink")
                _add(link, "PredecessorUID", self.uids[name])
                _add(link, "Type", 1)

    def _milestones(self, schedule: Schedule) -> None:
        if not schedule.weeks:
            return
        self._summary(1, "Milestones", "")
        for week in schedule.weeks:
            if not week.recovery:
                told = f"Demo: {week.demo}" + (f", shown by {week.presenter}" if week.presenter else "")
                self._element(2, week.milestone, week.finish, week.finish, 0, told if week.demo else "")

    def _task(self, task: TaskDates) -> ET.Element:
        element = self._element(2, task.name, task.start, task.finish, 8 * task.mean_days, "")
        self.uids[task.id] = self.count
        return element

    def _items(
        self, level: int, items: list[BacklogItem], pieces: dict[str, list[BacklogItem]], backlog: Backlog
    ) -> None:
        for item in items:
            told = description(item, backlog)
            if within := pieces[item.id]:
                self._summary(level, item.title, told)
                self._items(level + 1, within, pieces, backlog)
            else:
                hours = item.hours or 0
                self._element(level, item.title, item.start, item.finish, hours, told, milestone=False)

    def _summary(self, level: int, name: str, notes: str) -> None:
        self._element(level, name, None, None, None, notes)

    def _element(
        self,
        level: int,
        name: str,
        start: dt.date | None,
        finish: dt.date | None,
        hours: float | None,
        notes: str,
        milestone: bool | None = None,
    ) -> ET.Element:
        self.count += 1
        above, beside = self.numbers[: level - 1], self.numbers[level - 1 : level] or [0]
        self.numbers = [*above, beside[0] + 1]
        task = _add(self.tasks, "Task")
        _add(task, "UID", self.count)
        _add(task, "ID", self.count)
        _add(task, "Name", cut(name, _LONGEST))
        _add(task, "Type", 1)
        _add(task, "IsNull", 0)
        _add(task, "OutlineNumber", ".".join(map(str, self.numbers)))
        _add(task, "OutlineLevel", level)
        if start and finish:
            _add(task, "Start", _at(start, 8))
            _add(task, "Finish", _at(finish, 8 if hours == 0 else 17))
        if hours is not None:
            _add(task, "Duration", f"PT{int(hours)}H{round(hours % 1 * 60)}M0S")
            _add(task, "DurationFormat", 5)
        marked = hours == 0 if milestone is None else milestone
        _add(task, "Milestone", int(marked))
        _add(task, "Summary", int(hours is None))
        if start:
            _add(task, "ConstraintType", _NO_EARLIER)
            _add(task, "ConstraintDate", _at(start, 8))
        if notes:
            _add(task, "Notes", notes)
        return task


def _add(parent: ET.Element, name: str, text: object = None) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_SPACE}}}{name}")
    element.text = None if text is None else str(text)
    return element


def _at(day: dt.date, hour: int) -> str:
    return f"{day.isoformat()}T{hour:02d}:00:00"
