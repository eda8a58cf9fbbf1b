"""By which figures success is judged, and what is required."""

from typing import Annotated

from pydantic import Field

from mlscope.project.fields import Count, Name, Percent, Prose, Row, Section, Text
from mlscope.project.steps.problem import SORTS_CASES
from mlscope.project.steps.value import PREDICTS_NUMBERS, BenefitCategory
from mlscope.questions import Ask, Options

SCALE = "On the scale of the figure: 0.85, not 85, where it runs from 0 to 1."
REACH = f"{SCALE} Of predicted numbers: how far off they are on average, in their unit."


class BusinessMetric(Row):
    """A figure the business watches."""

    name: Annotated[Name | None, Field(title="Business metric"), Ask()] = None
    category: Annotated[BenefitCategory | None, Field(title="Category"), Ask()] = None
    baseline: Annotated[float | None, Field(title="Today", allow_inf_nan=False), Ask(unit_from="unit")] = None
    target: Annotated[float | None, Field(title="Target", allow_inf_nan=False), Ask(unit_from="unit")] = None
    unit: Annotated[Text | None, Field(title="Unit"), Ask()] = None


class Priority(Options):
    """How badly a requirement is needed."""

    must = "must", "Must"
    should = "should", "Should"
    could = "could", "Could"


class Progress(Options):
    """How far a requirement has come."""

    proposed = "proposed", "Proposed"
    agreed = "agreed", "Agreed"
    met = "met", "Met"
    dropped = "dropped", "Dropped"


class Requirement(Row):
    """Something the solution must do."""

    name: Annotated[Text | None, Field(title="Requirement"), Ask()] = None
    priority: Annotated[Priority | None, Field(title="Priority"), Ask()] = None
    target: Annotated[
        Text | None, Field(title="Target"), Ask(example="At most 3 % of letters in the wrong place")
    ] = None
    measure: Annotated[Text | None, Field(title="Measured by"), Ask()] = None
    check: Annotated[
        Text | None, Field(title="How it is checked"), Ask(example="200 letters, sorted by two people")
    ] = None
    serves: Annotated[Name | None, Field(title="Objective it serves"), Ask()] = None
    status: Annotated[Progress | None, Field(title="Status"), Ask()] = None


class QualityKind(Options):
    """Kinds of non-functional requirements."""

    performance = "performance", "Performance"
    reliability = "reliability", "Reliability"
    scalability = "scalability", "Scalability"
    security = "security", "Security"
    maintainability = "maintainability", "Maintainability"
    interpretability = "interpretability", "Interpretability"


class QualityRequirement(Row):
    """How well it must do it, and how that is measured."""

    kind: Annotated[QualityKind | None, Field(title="Kind"), Ask()] = None
    name: Annotated[Text | None, Field(title="Requirement"), Ask()] = None
    measure: Annotated[Text | None, Field(title="Measured by"), Ask()] = None
    target: Annotated[Text | None, Field(title="Target"), Ask()] = None
    priority: Annotated[Priority | None, Field(title="Priority"), Ask()] = None
    check: Annotated[Text | None, Field(title="How it is checked"), Ask()] = None
    serves: Annotated[Name | None, Field(title="Objective it serves"), Ask()] = None
    status: Annotated[Progress | None, Field(title="Status"), Ask()] = None


class Guardrail(Row):
    """A figure that must not get worse."""

    name: Annotated[Name | None, Field(title="Must not get worse"), Ask()] = None
    limit: Annotated[Text | None, Field(title="Limit"), Ask()] = None


class WatchLevel(Options):
    """What a figure that is watched in use tells about."""

    system = "system", "System"
    data = "data", "Data"
    model = "model", "Model"
    business = "business", "Business"


class WatchRhythm(Options):
    """How often a figure is looked at."""

    at_once = "at_once", "All the time"
    daily = "daily", "Daily"
    weekly = "weekly", "Weekly"
    monthly = "monthly", "Monthly"


class Watch(Row):
    """A figure that is watched in use, the limit at which somebody acts, and what they do."""

    level: Annotated[WatchLevel | None, Field(title="Level"), Ask()] = None
    figure: Annotated[Name | None, Field(title="Figure"), Ask(example="Share of missing values")] = None
    limit: Annotated[Text | None, Field(title="Limit"), Ask(example="Above 10 %")] = None
    often: Annotated[WatchRhythm | None, Field(title="How often"), Ask()] = None
    action: Annotated[
        Text | None, Field(title="What happens then"), Ask(example="Keep the last list, call the owner")
    ] = None
    owner: Annotated[Name | None, Field(title="Who acts"), Ask()] = None


class Metrics(Section):
    """What good enough means, technically and for the business."""

    metric: Annotated[
        Text | None,
        Field(title="By which figure is the model judged?"),
        Ask(
            kind="choice",
            options="metrics",
            group="The model",
            why="The wrong figure lets a useless model look excellent.",
        ),
    ] = None
    baseline: Annotated[
        float | None,
        Field(
            title="What does today's way, or a simple rule, reach?", description=REACH, allow_inf_nan=False
        ),
        Ask(
            short="Metric today",
            group="The model",
            core=True,
            core_when={"problem.task": PREDICTS_NUMBERS},
            why="Without a baseline no target can be judged.",
        ),
    ] = None
    target: Annotated[
        float | None,
        Field(title="What should the model reach?", description=REACH, allow_inf_nan=False),
        Ask(
            short="Metric wanted",
            group="The model",
            core=True,
            core_when={"problem.task": PREDICTS_NUMBERS},
            why="It says when to stop improving.",
        ),
    ] = None
    minimum: Annotated[
        float | None,
        Field(title="Below what is it not worth using?", description=SCALE, allow_inf_nan=False),
        Ask(group="The model", why="It is the line at which a pilot is ended."),
    ] = None
    human: Annotated[
        float | None,
        Field(title="What do people reach on it?", description=SCALE, allow_inf_nan=False),
        Ask(group="The model", why="Where people cannot do it from the same data, a model seldom can."),
    ] = None
    precision: Annotated[
        Percent | None,
        Field(
            title="Of the cases it flags, what share must be right?",
            description=(
                "Precision: of 100 alarms, how many are true. In a ranking, what is shown counts as flagged."
            ),
        ),
        Ask(
            short="Precision wanted",
            group="The model",
            when={"problem.task": SORTS_CASES},
            why="Together with recall it decides whether acting on the model pays.",
        ),
    ] = None
    recall: Annotated[
        Percent | None,
        Field(
            title="Of all true cases, what share must it find?",
            description="Recall: of 100 customers who leave, how many are flagged.",
        ),
        Ask(
            short="Recall wanted",
            group="The model",
            when={"problem.task": SORTS_CASES},
            why="What is not found brings no benefit.",
        ),
    ] = None
    business: Annotated[
        list[BusinessMetric] | None,
        Field(title="Which business figures should move?"),
        Ask(group="The business", why="They are what the sponsor pays for."),
    ] = None
    link: Annotated[
        Prose | None,
        Field(title="How does a better model move them?"),
        Ask(group="The business", why="A better score that moves nothing is the most common disappointment."),
    ] = None
    guardrails: Annotated[
        list[Guardrail] | None,
        Field(title="What must not get worse?"),
        Ask(group="The business", why="Every figure that is optimised pushes on another."),
    ] = None
    functional: Annotated[
        list[Requirement] | None,
        Field(title="What must the solution do?"),
        Ask(group="Requirements", why="These become the first backlog."),
    ] = None
    nonfunctional: Annotated[
        list[QualityRequirement] | None,
        Field(title="How well must it do it?"),
        Ask(group="Requirements", why="A requirement without a measure cannot be tested."),
    ] = None
    latency_ms: Annotated[
        Count | None,
        Field(title="How fast must a prediction arrive?"),
        Ask(
            group="Requirements",
            unit="milliseconds",
            when={"approach.serving": ["online", "edge"]},
            why="Speed limits which models are possible.",
        ),
    ] = None
    monitoring: Annotated[
        bool | None,
        Field(title="Will data, model and business figures be watched in use?"),
        Ask(group="Watching it", why="Models fail silently as the world changes."),
    ] = None
    watch: Annotated[
        list[Watch] | None,
        Field(
            title="Which figures are watched, and at which limit does somebody act?",
            description="At least one each for the system, the data, the model and the business.",
        ),
        Ask(
            group="Watching it",
            when={"metrics.monitoring": True},
            why="A figure without a limit and a name is decoration.",
        ),
    ] = None
