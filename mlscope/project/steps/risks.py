"""What could go wrong, and what is done about it."""

from typing import Annotated

from pydantic import Field

from mlscope.project.fields import EstimatedRow, Likelihood, Name, NotNegative, Prose, Section, Text
from mlscope.project.steps.plan import WorkPhase
from mlscope.questions import Ask


class Risk(EstimatedRow):
    """Something that may happen, with its cost in money and time."""

    name: Annotated[Name | None, Field(title="Risk"), Ask()] = None
    probability: Annotated[Likelihood | None, Field(title="Probability"), Ask(unit="share")] = None
    cost: Annotated[NotNegative | None, Field(title="Cost if it happens"), Ask(unit="money")] = None
    delay_days: Annotated[
        NotNegative | None, Field(title="Delay if it happens"), Ask(unit="working days")
    ] = None
    phase: Annotated[
        WorkPhase | None,
        Field(
            title="Phase it strikes",
            description="The delay is lost once, before the first tasks of this phase. Left blank, all work.",
        ),
        Ask(),
    ] = None
    tasks: Annotated[
        list[str] | None,
        Field(title="Tasks it strikes", description="Only these, in place of a phase or all work."),
        Ask(options="plan.tasks"),
    ] = None
    trigger: Annotated[
        Text | None, Field(title="Early sign"), Ask(example="Two deliveries late in a row")
    ] = None
    mitigation: Annotated[Text | None, Field(title="What we do about it"), Ask()] = None
    owner: Annotated[Name | None, Field(title="Owner"), Ask()] = None
    residual: Annotated[Likelihood | None, Field(title="Probability after that"), Ask(unit="share")] = None
    mitigation_cost: Annotated[
        NotNegative | None,
        Field(title="Cost of what we do", description="Paid whether or not the risk comes true."),
        Ask(unit="money"),
    ] = None
    contained: Annotated[
        bool | None,
        Field(
            title="Already in the ranges",
            description=(
                "Yes where the ranges of costs, benefits and durations were given with this risk in mind;"
                " then it is not counted once more."
            ),
        ),
        Ask(),
    ] = None


class Risks(Section):
    """What may go wrong."""

    risks: Annotated[
        list[Risk] | None,
        Field(title="What may go wrong?"),
        Ask(
            group="Register",
            why="A risk with a probability and an amount can be weighed; a red box cannot.",
        ),
    ] = None
    counted: Annotated[
        bool | None,
        Field(
            title="Do these risks count in dates and money?",
            description="Yes unless told otherwise. Rows that the ranges contain already never do.",
        ),
        Ask(
            group="Register",
            short="Risks count in dates and money",
            optional=True,
            why="What may go wrong costs time and money in the share of cases in which it does.",
        ),
    ] = None
    pre_mortem: Annotated[
        Prose | None,
        Field(
            title="It is a year later and the project has failed. Why?",
            description="A pre-mortem: let everyone write before anyone speaks.",
        ),
        Ask(group="Register", why="People name risks more freely when failure is assumed."),
    ] = None
