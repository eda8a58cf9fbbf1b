"""What speaks for it being possible at all."""

from typing import Annotated

from pydantic import Field

from mlscope.project.fields import Row, Section, Text
from mlscope.questions import Ask, Options


class Proof(Options):
    """The best evidence so far that it can be done."""

    in_use = "in_use", "Something like it is in use here", "With our own data."
    own_test = "own_test", "A test on our own data worked"
    elsewhere = "elsewhere", "Others do it and say how"
    literature = "literature", "Published research suggests it"
    nothing = "nothing", "Nothing yet"
    failed = "failed", "A test on our own data fell short"


class Skills(Options):
    """Whether the people are there."""

    in_team = "in_team", "All in the team"
    in_house = "in_house", "In the house, to be freed"
    partly = "partly", "Some must be hired or bought"
    missing = "missing", "Most are missing"


class Dimension(Options):
    """The five dimensions of feasibility."""

    technical = "technical", "Technical", "Can the target performance be reached?"
    data = "data", "Data", "Is there enough data of sufficient quality?"
    resources = "resources", "Resources", "Are the people, tools and money there?"
    timeline = "timeline", "Timeline", "Can it be done in time?"
    scalability = "scalability", "Scalability", "Will it carry the load and growth of real use?"


class Method(Options):
    """How feasibility was looked into."""

    literature = "literature", "Literature review"
    proof = "proof", "Proof of concept"
    data_audit = "data_audit", "Data audit"
    collection_cost = "collection_cost", "Cost of collecting data"
    skills_gap = "skills_gap", "Skills-gap analysis"
    tool_review = "tool_review", "Review of tools"
    breakdown = "breakdown", "Breakdown of the work"
    risk_review = "risk_review", "Risk review"
    architecture = "architecture", "Architecture review"
    load_test = "load_test", "Load test"


class Confidence(Options):
    """How much weight a finding can bear."""

    high = "high", "High"
    medium = "medium", "Medium"
    low = "low", "Low"


class Study(Row):
    """A piece of evidence for feasibility."""

    dimension: Annotated[Dimension | None, Field(title="Dimension"), Ask()] = None
    method: Annotated[Method | None, Field(title="How it was looked into"), Ask()] = None
    finding: Annotated[Text | None, Field(title="What was found"), Ask()] = None
    confidence: Annotated[Confidence | None, Field(title="Confidence"), Ask()] = None


class Feasibility(Section):
    """What speaks for it being possible at all."""

    proof: Annotated[
        Proof | None,
        Field(title="Has anyone shown that it can be done?"),
        Ask(group="Technical", core=True, why="It is the strongest single sign of technical feasibility."),
    ] = None
    skills: Annotated[
        Skills | None,
        Field(title="Are the people with the needed skills there?"),
        Ask(group="Resources", core=True, why="Hiring takes longer than modelling."),
    ] = None
    studies: Annotated[
        list[Study] | None,
        Field(title="What has been looked into so far?"),
        Ask(group="Evidence", why="A finding that others can check is worth more than an opinion."),
    ] = None
