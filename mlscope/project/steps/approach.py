"""How it would be built, served and kept alive."""

from typing import Annotated

from pydantic import Field

from mlscope.project.fields import Money, Name, Row, Section, Text
from mlscope.questions import Ask, Options


class Serving(Options):
    """How predictions are delivered."""

    batch = "batch", "In batches", "Nightly lists, weekly reports."
    online = "online", "On request, at once", "While the customer is on the page or the call."
    edge = "edge", "On a device, without a network"


class Automation(Options):
    """Who decides: the person, the model, or both."""

    advice = "advice", "A person decides, the model advises"
    partial = "partial", "The model the clear cases, people the rest"
    full = "full", "The model decides alone"


class FirstModel(Options):
    """What is built first."""

    rule = "rule", "A rule or a simple average"
    simple = "simple", "A simple model", "Linear or logistic regression, naive Bayes, exponential smoothing."
    medium = "medium", "Boosted trees or similar"
    pretrained = "pretrained", "A pretrained model, adapted"
    complex = "complex", "A deep network of our own"


class Rollout(Options):
    """How a new version reaches its users."""

    shadow = "shadow", "Shadow mode first", "It runs along without effect and is compared."
    canary = "canary", "A small share of users first"
    blue_green = "blue_green", "Two versions, switched at once"
    rolling = "rolling", "Machine by machine"
    at_once = "at_once", "All at once"


class Environment(Options):
    """Where it runs."""

    cloud = "cloud", "Cloud"
    on_premises = "on_premises", "Own data centre"
    edge = "edge", "Devices"
    hybrid = "hybrid", "Mixed"


class MaturityLevel(Options):
    """MLOps maturity, 0 to 2."""

    level_0 = "level_0", "By hand", "Notebooks, handed over to engineers."
    level_1 = "level_1", "Pipelines", "Training runs as a pipeline; releases are partly by hand."
    level_2 = "level_2", "Automated", "Data, training and release are automated and tested."


class Focus(Options):
    """What is improved first: the data or the model."""

    data = "data", "The data"
    model = "model", "The model"
    both = "both", "Both in turn"


class Origin(Options):
    """Where an algorithm or product comes from."""

    own = "own", "Our own"
    academic = "academic", "Published research"
    open_source = "open_source", "Open source"
    commercial = "commercial", "Commercial product"


class Grade(Options):
    """How well something meets a criterion."""

    good = "good", "Good"
    fair = "fair", "Fair"
    poor = "poor", "Poor"


class AlgorithmOption(Row):
    """An algorithm or product, judged by the criteria that matter over its whole life."""

    name: Annotated[Name | None, Field(title="Algorithm or product"), Ask()] = None
    origin: Annotated[Origin | None, Field(title="Origin"), Ask()] = None
    chosen: Annotated[bool | None, Field(title="Chosen"), Ask()] = None
    performance: Annotated[Grade | None, Field(title="Performance"), Ask()] = None
    reliability: Annotated[Grade | None, Field(title="Reliability"), Ask()] = None
    upkeep: Annotated[Grade | None, Field(title="Ease of upkeep"), Ask()] = None
    clarity: Annotated[Grade | None, Field(title="Can be explained"), Ask()] = None
    cost_per_year: Annotated[Money | None, Field(title="Cost a year"), Ask(unit="money", per="year")] = None


class Approach(Section):
    """How it would be built and run."""

    serving: Annotated[
        Serving | None,
        Field(title="How are predictions delivered?"),
        Ask(
            group="In use",
            why="Predictions at once cost several times as much to run as nightly ones.",
        ),
    ] = None
    automation: Annotated[
        Automation | None,
        Field(title="Who decides in the end?"),
        Ask(group="Who decides", core=True, why="The more the model decides alone, the more proof it needs."),
    ] = None
    environment: Annotated[
        Environment | None,
        Field(title="Where will it run?"),
        Ask(group="In use", why="Data that may not leave the house decides this early."),
    ] = None
    first_model: Annotated[
        FirstModel | None,
        Field(title="What is built first?"),
        Ask(group="Building it", why="A simple baseline first shows whether complexity pays."),
    ] = None
    focus: Annotated[
        Focus | None,
        Field(title="What is improved first?"),
        Ask(
            group="Building it",
            why="With a working model, better data usually helps more than a better algorithm.",
        ),
    ] = None
    options: Annotated[
        list[AlgorithmOption] | None,
        Field(
            title="Which algorithms or products are compared?",
            description="The simple baseline among them, and at least one that somebody else has built.",
        ),
        Ask(group="Building it", why="What is best in a test is not always best to run for years."),
    ] = None
    bought: Annotated[
        Text | None,
        Field(title="Which ready-made solutions are considered?"),
        Ask(
            group="Building it",
            why="Academic, commercial and open-source solutions differ in support, cost and freedom.",
        ),
    ] = None
    rollout: Annotated[
        Rollout | None,
        Field(title="How does a new version reach its users?"),
        Ask(group="Operating it", why="It bounds the damage of a bad version."),
    ] = None
    rollback: Annotated[
        bool | None,
        Field(title="Can we go back to the previous version within minutes?"),
        Ask(group="Operating it", why="Every model release goes wrong once."),
    ] = None
    retraining_months: Annotated[
        int | None,
        Field(title="Every how many months is it retrained?", ge=1, le=120),
        Ask(
            short="Months between retrainings",
            group="Operating it",
            unit="months",
            why="Between retrainings the benefit wears off.",
        ),
    ] = None
    maturity: Annotated[
        MaturityLevel | None,
        Field(title="How are models run here today?"),
        Ask(group="Operating it", why="The first model of a house carries the cost of the platform."),
    ] = None
    maturity_wanted: Annotated[
        MaturityLevel | None,
        Field(title="How should they be run?"),
        Ask(group="Operating it", why="The step between the two is work that must be planned."),
    ] = None
