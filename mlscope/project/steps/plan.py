"""Who does what by when."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from mlscope.project.fields import (
    Count,
    EstimatedRow,
    Money,
    Name,
    NotNegative,
    Percent,
    Row,
    Section,
    Text,
)
from mlscope.questions import Ask, Options


class WorkPhase(Options):
    """The phase a task belongs to."""

    scoping = "scoping", "Scoping"
    data = "data", "Data"
    modelling = "modelling", "Modelling"
    deployment = "deployment", "Deployment"
    adoption = "adoption", "Adoption"


class WorkItem(EstimatedRow):
    """A task with its duration in working days and the tasks it waits for."""

    name: Annotated[Name | None, Field(title="Task"), Ask()] = None
    phase: Annotated[WorkPhase | None, Field(title="Phase"), Ask()] = None
    duration_days: Annotated[NotNegative | None, Field(title="Working days"), Ask(unit="working days")] = None
    after: Annotated[list[str] | None, Field(title="Starts after"), Ask(options="rows")] = None
    owner: Annotated[Name | None, Field(title="Owner"), Ask()] = None
    who: Annotated[
        list[Name] | None,
        Field(
            title="Who does it",
            description="People or roles of the team. Left blank, the owner counts as who does it.",
        ),
        Ask(options="plan.team"),
    ] = None
    share: Annotated[
        Percent | None,
        Field(
            title="Share of their week",
            description=(
                "How much of a full week it takes of each. Left blank, all of it; who is there for less takes"
                " longer in proportion."
            ),
        ),
        Ask(),
    ] = None


class Member(Row):
    """A person or role in the team."""

    name: Annotated[Name | None, Field(title="Role or person"), Ask()] = None
    count: Annotated[
        int | None, Field(title="How many", ge=1, le=1000, description="One unless told otherwise."), Ask()
    ] = None
    skills: Annotated[Text | None, Field(title="Skills"), Ask()] = None
    days_per_week: Annotated[
        float | None, Field(title="Days a week", ge=0, le=7), Ask(unit="days", per="week")
    ] = None
    available: Annotated[
        bool | None,
        Field(
            title="Available",
            description="Are they freed for it? Dates count with them either way, and say so.",
        ),
        Ask(),
    ] = None


class Weekday(Options):
    """A day of the week."""

    monday = "monday", "Monday"
    tuesday = "tuesday", "Tuesday"
    wednesday = "wednesday", "Wednesday"
    thursday = "thursday", "Thursday"
    friday = "friday", "Friday"
    saturday = "saturday", "Saturday"
    sunday = "sunday", "Sunday"


class Holiday(Row):
    """A day nobody works, or several in a row."""

    name: Annotated[Name | None, Field(title="Occasion"), Ask()] = None
    day: Annotated[dt.date | None, Field(title="Day, or the first"), Ask()] = None
    until: Annotated[dt.date | None, Field(title="Last day"), Ask()] = None


class Story(Row):
    """Something a user can do afterwards, as part of something larger."""

    epic: Annotated[Name | None, Field(title="Epic"), Ask(example="Weekly call list")] = None
    story: Annotated[
        Text | None,
        Field(title="Story"),
        Ask(example="As an agent I see three reasons for each name, so that I know how to begin"),
    ] = None
    accepted_when: Annotated[
        Text | None,
        Field(title="Accepted when"),
        Ask(example="Two agents understand nine reasons out of ten"),
    ] = None


class ReleaseDate(Row):
    """A day on which something is released, to whom, and who answers for it."""

    name: Annotated[Name | None, Field(title="What is released"), Ask(example="The list")] = None
    day: Annotated[dt.date | None, Field(title="Day"), Ask()] = None
    audience: Annotated[Name | None, Field(title="To whom"), Ask(example="Two teams")] = None
    owner: Annotated[Name | None, Field(title="Who answers for it"), Ask()] = None


class Improvement(Row):
    """What a team changed after it looked back on a sprint."""

    sprint: Annotated[Count | None, Field(title="Retro of sprint"), Ask()] = None
    improvement: Annotated[Text | None, Field(title="What changes in the next one"), Ask()] = None
    owner: Annotated[Name | None, Field(title="Who sees to it"), Ask()] = None


class ItemKind(Options):
    """What an item of the backlog is."""

    epic = "epic", "Epic", "Gathers several others."
    story = "story", "Story", "What somebody wants, in their words."
    task = "task", "Task", "About half a day of work."
    research = "research", "Research", "Ends after a set time, with an answer."


class Column(Options):
    """Where an item of the backlog stands."""

    backlog = "backlog", "Project backlog"
    sprint = "sprint", "Sprint backlog"
    in_progress = "in_progress", "In progress"
    in_review = "in_review", "In review"
    ready_staging = "ready_staging", "Ready for staging"
    staging = "staging", "In staging"
    ready_production = "ready_production", "Ready for production"
    done = "done", "In production, done"


class BacklogRow(Row):
    """What somebody changed in an item of the backlog, under its id; an id of its own is an item of its
    own.
    """

    title: Annotated[Text | None, Field(title="Title"), Ask()] = None
    kind: Annotated[ItemKind | None, Field(title="Kind"), Ask()] = None
    text: Annotated[Text | None, Field(title="In the user's words"), Ask()] = None
    accepted_when: Annotated[Text | None, Field(title="Accepted when"), Ask()] = None
    part_of: Annotated[Name | None, Field(title="Part of"), Ask()] = None
    hours: Annotated[
        float | None, Field(title="Hours", ge=0, le=10_000, allow_inf_nan=False), Ask(unit="hours")
    ] = None
    owner: Annotated[Name | None, Field(title="Who"), Ask()] = None
    column: Annotated[Column | None, Field(title="Column"), Ask()] = None
    sprint: Annotated[Name | None, Field(title="Sprint"), Ask()] = None
    hypothesis: Annotated[Text | None, Field(title="Hypothesis"), Ask()] = None
    decides: Annotated[Text | None, Field(title="Figure that decides"), Ask()] = None
    dropped: Annotated[bool | None, Field(title="Left out"), Ask()] = None


class ColumnLimit(Row):
    """The most items that may stand in a column of the board."""

    column: Annotated[Column | None, Field(title="Column"), Ask()] = None
    limit: Annotated[Count | None, Field(title="At most"), Ask(unit="items")] = None


class Plan(Section):
    """Who does what by when."""

    start: Annotated[
        dt.date | None,
        Field(title="When could work start?"),
        Ask(group="Calendar", why="Left blank, today is used."),
    ] = None
    deadline: Annotated[
        dt.date | None,
        Field(title="By when must it be in use?"),
        Ask(group="Frame", core=True, why="The chance to meet it is computed from the tasks."),
    ] = None
    budget: Annotated[
        Money | None,
        Field(title="How much money is there until it is in use?"),
        Ask(
            group="Frame",
            unit="money",
            why="It is compared with what the costs add up to before launch.",
        ),
    ] = None
    compute_budget: Annotated[
        Money | None,
        Field(title="How much of the budget is for compute?"),
        Ask(group="Frame", unit="money", why="Training and serving bills surprise people."),
    ] = None
    data_budget: Annotated[
        Money | None,
        Field(title="How much of the budget is for data?", description="Buying, collecting and labelling."),
        Ask(group="Frame", unit="money", why="Labels and licences are paid before the first result."),
    ] = None
    people: Annotated[
        NotNegative | None,
        Field(
            title="How many people would build it?",
            description="On average over that time; two at half their time count as one.",
        ),
        Ask(
            group="Effort",
            core=True,
            unit="people",
            example="2 to 4",
            why="People times weeks is most of what a first version costs.",
        ),
    ] = None
    weeks: Annotated[
        NotNegative | None,
        Field(
            title="For how many weeks would they work on it?",
            description="Until it is in use. With the number of people it becomes one row of the costs.",
        ),
        Ask(
            group="Effort",
            core=True,
            unit="weeks",
            example="10 to 20",
            why="People times weeks is most of what a first version costs.",
        ),
    ] = None
    week_cost: Annotated[
        NotNegative | None,
        Field(
            title="What does a week of one person's work cost?",
            description=(
                "To the employer, with all that comes on top of the pay. Left blank, a typical amount is"
                " used."
            ),
        ),
        Ask(
            group="Effort",
            unit="money",
            example="2k to 3k",
            why="It turns people and weeks into money.",
        ),
    ] = None
    tasks: Annotated[
        list[WorkItem] | None,
        Field(
            title="What has to be done?",
            description="Durations as ranges; name the tasks each one waits for.",
        ),
        Ask(group="Work", why="Finish dates come from the tasks, not from the wish."),
    ] = None
    days_per_week: Annotated[
        int | None,
        Field(title="How many days a week are worked?", ge=1, le=7),
        Ask(group="Work", unit="days", per="week", why="Monday onwards; five unless told otherwise."),
    ] = None
    weekdays: Annotated[
        list[Weekday] | None,
        Field(
            title="On which weekdays is work done?",
            description="Only where they are not simply the first days of the week; these then count.",
        ),
        Ask(optional=True, group="Calendar", why="Two days a week end much later than five."),
    ] = None
    country: Annotated[
        Name | None,
        Field(
            title="Which country's public holidays are kept?",
            description="Its English name or its two letters. They come on top of the days off below.",
        ),
        Ask(
            optional=True,
            group="Calendar",
            why="A month with four public holidays is a week shorter.",
            example="Germany",
        ),
    ] = None
    region: Annotated[
        Name | None,
        Field(
            title="Which region's public holidays are kept?",
            description="Its code or its own name; left blank, those of the whole country count.",
        ),
        Ask(
            optional=True,
            group="Calendar",
            why="Regions of one country keep different days.",
            example="Bayern",
        ),
    ] = None
    holidays: Annotated[
        list[Holiday] | None,
        Field(title="On which days does nobody work?"),
        Ask(group="Calendar", why="They move the finish."),
    ] = None
    stories: Annotated[
        list[Story] | None,
        Field(
            title="Which stories should be done?",
            description="Who wants what, and to what end; an epic gathers several.",
        ),
        Ask(group="Backlog", why="A story says for whom the work is done, and when it is good."),
    ] = None
    sprint_weeks: Annotated[
        int | None,
        Field(title="How long is a sprint?", ge=1, le=8),
        Ask(group="Rhythm", unit="weeks", why="Long enough to learn something, short enough to steer."),
    ] = None
    recovery_every: Annotated[
        int | None,
        Field(title="After how many sprints comes a recovery week?", ge=0, le=20),
        Ask(group="Rhythm", why="A week to mend and to breathe keeps the pace; 0 for none."),
    ] = None
    release_dates: Annotated[
        list[ReleaseDate] | None,
        Field(title="What is released when, and to whom?"),
        Ask(optional=True, group="Calendar", why="A date and a name tell others when to be there."),
    ] = None
    improvements: Annotated[
        list[Improvement] | None,
        Field(
            title="What did looking back lead to?",
            description="One improvement from each retro; it stands in the next sprint.",
        ),
        Ask(
            optional=True,
            group="Backlog",
            why="One thing mended each time adds up to another team within a year.",
        ),
    ] = None
    weekly_demo: Annotated[
        bool | None,
        Field(title="Will there be a weekly demo?"),
        Ask(group="Rhythm", why="Showing progress every week keeps a project from drifting."),
    ] = None
    team: Annotated[
        list[Member] | None,
        Field(title="Who is in the team?"),
        Ask(group="Team", why="Capacity that is not freed does not exist."),
    ] = None
    key_person: Annotated[
        bool | None,
        Field(
            title="Does one person hold knowledge that nobody else has?",
            description="The bus factor: how many people may be absent before work stops.",
        ),
        Ask(group="Team", why="One illness should not stop the project."),
    ] = None
    backlog: Annotated[
        list[BacklogRow] | None,
        Field(
            title="What was changed in the backlog?",
            description="The backlog is made from the answers; the Backlog page keeps here what you change.",
        ),
        Ask(optional=True, group="Backlog", why="A backlog that nobody may change is nobody's."),
    ] = None
    column_limits: Annotated[
        list[ColumnLimit] | None,
        Field(title="How much may stand in a column of the board at once?"),
        Ask(optional=True, group="Backlog", why="What is begun and not finished helps nobody."),
    ] = None
