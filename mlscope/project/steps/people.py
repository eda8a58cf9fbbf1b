"""Who is involved, who decides, and who knows."""

from typing import Annotated

from pydantic import Field

from mlscope.project.fields import Name, Row, Section, Text
from mlscope.questions import Ask, Options


class Influence(Options):
    """How much a stakeholder can move the project."""

    high = "high", "High"
    medium = "medium", "Medium"
    low = "low", "Low"


class Stakeholder(Row):
    """Someone with a stake."""

    name: Annotated[Name | None, Field(title="Who"), Ask()] = None
    role: Annotated[Text | None, Field(title="Role"), Ask()] = None
    responsibility: Annotated[Text | None, Field(title="Responsible for"), Ask()] = None
    influence: Annotated[Influence | None, Field(title="Influence"), Ask()] = None
    contact: Annotated[Text | None, Field(title="How often we talk"), Ask()] = None


class Involvement(Options):
    """How far the later users take part."""

    co_design = "co_design", "They design it with us"
    consulted = "consulted", "They are asked regularly"
    informed = "informed", "They will be told"
    absent = "absent", "Not involved so far"


class Experts(Options):
    """Access to people who know the subject."""

    committed = "committed", "Time is set aside for us"
    on_request = "on_request", "They answer when asked"
    scarce = "scarce", "They are hard to get"
    none = "none", "There are none"


class People(Section):
    """Who decides, who helps, who uses it."""

    approver: Annotated[
        Name | None,
        Field(title="Who approves the budget?"),
        Ask(group="Who decides", why="Without a name there is no decision, only interest."),
    ] = None
    stakeholders: Annotated[
        list[Stakeholder] | None,
        Field(
            title="Who has a stake in it?",
            description="Sponsor, product, data science, engineering, users, data protection, works council.",
        ),
        Ask(group="Who decides", why="People who are forgotten now object later."),
    ] = None
    users: Annotated[
        Involvement | None,
        Field(title="How are the people who will use it involved?"),
        Ask(
            group="Who uses it",
            why="Most models that are built and not used were built without their users.",
        ),
    ] = None
    experts: Annotated[
        Experts | None,
        Field(title="Can we reach people who know the subject?"),
        Ask(group="Who leads and helps", why="They tell real patterns from accidents in the data."),
    ] = None
    leader: Annotated[
        Name | None,
        Field(title="Who leads the work day to day?"),
        Ask(group="Who leads and helps", why="Shared leadership is no leadership when things get stuck."),
    ] = None
    escalation: Annotated[
        Text | None,
        Field(title="Whom do we turn to when stuck?"),
        Ask(group="Who leads and helps", why="Asking early costs a phone call, asking late costs weeks."),
    ] = None
    reporting: Annotated[
        Text | None,
        Field(title="How do we report, and how often?"),
        Ask(
            group="Staying in touch",
            why="A short weekly demo keeps a project alive.",
            example="Weekly demo, monthly figures to the board",
        ),
    ] = None
