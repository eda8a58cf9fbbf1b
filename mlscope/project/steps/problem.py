"""What is to be solved, for whom, and what a prediction would be used for."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from mlscope.project.fields import Count, Name, NotNegative, Prose, Row, Section, Sentence, Text
from mlscope.questions import Ask, Options

LEARNS_FROM_LABELS = ["classification", "regression", "forecasting", "ranking", "anomaly"]
SORTS_CASES = ["classification", "ranking", "anomaly"]


class Need(Options):
    """Whether machine learning is needed at all."""

    rules_fell_short = (
        "rules_fell_short",
        "Simpler ways were tried and fall short",
        "Rules, a bought product or more people were tried and measured.",
    )
    untested = (
        "untested",
        "Nobody has tried a simpler way yet",
        "A rule of thumb or a bought product might do.",
    )
    product = (
        "product",
        "A product on the market does this",
        "Compare it as the alternative on the Value step.",
    )
    rules_enough = "rules_enough", "A few rules would do", "Then rules are cheaper to build and to own."
    none_possible = (
        "none_possible",
        "Nothing simpler could work",
        "Too many cases or too many signals for rules and people.",
    )


class Task(Options):
    """The type of prediction."""

    classification = (
        "classification",
        "Put each case into a group",
        "Will this customer leave? Is this part faulty?",
    )
    regression = "regression", "Predict a number for each case", "What will this repair cost?"
    forecasting = "forecasting", "Forecast a quantity over time", "How many will we sell next week?"
    ranking = "ranking", "Rank or recommend", "Which offers first? Which documents fit?"
    anomaly = "anomaly", "Find the unusual", "Which payments look wrong?"
    clustering = "clustering", "Find groups nobody has named", "Which kinds of customers are there?"
    generation = (
        "generation",
        "Write, summarise or answer",
        "Draft the reply to this letter. Also reads facts out of letters, or turns speech into text.",
    )


class Candidate(Row):
    """One way to solve the problem that was thought of."""

    name: Annotated[Name | None, Field(title="Candidate solution"), Ask()] = None
    tried: Annotated[bool | None, Field(title="Tried before"), Ask()] = None
    finding: Annotated[Text | None, Field(title="What came of it, or why not"), Ask()] = None


class Objective(Row):
    """A measurable aim with its owner and date."""

    name: Annotated[Name | None, Field(title="Key figure"), Ask(example="Customers leaving per quarter")] = (
        None
    )
    baseline: Annotated[float | None, Field(title="Today", allow_inf_nan=False), Ask(unit_from="unit")] = None
    target: Annotated[float | None, Field(title="Target", allow_inf_nan=False), Ask(unit_from="unit")] = None
    unit: Annotated[Text | None, Field(title="Unit"), Ask()] = None
    due: Annotated[dt.date | None, Field(title="By"), Ask()] = None
    owner: Annotated[Name | None, Field(title="Owner"), Ask()] = None


class ConstraintKind(Options):
    """Where a constraint comes from."""

    technical = "technical", "Technical"
    business = "business", "Business"
    legal = "legal", "Legal"


class Constraint(Row):
    """A limit the solution must live with."""

    name: Annotated[Text | None, Field(title="Constraint"), Ask()] = None
    kind: Annotated[ConstraintKind | None, Field(title="Kind"), Ask()] = None


class Deliverable(Row):
    """Something that is handed over."""

    name: Annotated[Name | None, Field(title="Deliverable"), Ask()] = None
    done_when: Annotated[Text | None, Field(title="Done when"), Ask()] = None
    agreed: Annotated[bool | None, Field(title="Mock-up agreed with users"), Ask()] = None


class Problem(Section):
    """What is to be solved, for whom, and what a prediction would be used for."""

    statement: Annotated[
        Prose | None,
        Field(
            title="What is the problem, in plain words?",
            description="One or two sentences without any word of machine learning.",
        ),
        Ask(
            group="The problem",
            core=True,
            why="A project that cannot say its problem in plain words is usually looking for one.",
            example=(
                "Every quarter 3 % of contract customers leave, and we learn of it when the cancellation"
                " arrives."
            ),
        ),
    ] = None
    proposal: Annotated[
        Sentence | None,
        Field(
            title="What do you propose, in one sentence?",
            description="What is built and what changes with it, in at most 160 characters.",
        ),
        Ask(
            group="The proposal",
            core=True,
            why="It is the first thing that those who decide read.",
            example=(
                "A weekly list ranks contracts by the chance of leaving, and the team calls from the top."
            ),
            short="Proposal",
        ),
    ] = None
    ask: Annotated[
        Sentence | None,
        Field(
            title="What do you ask for? Complete “We ask for the money to …”",
            description=(
                "What the money is to do first, in at most 160 characters. Amount and date come from your"
                " figures."
            ),
        ),
        Ask(
            group="The proposal",
            core=True,
            core_when={"data.personal": False},  # where no legal basis is asked, twenty questions have room
            why="Who is not asked for something definite decides nothing.",
            example="build the list and try it with two teams for eight weeks",
            short="Ask",
        ),
    ] = None
    context: Annotated[
        Prose | None,
        Field(title="What should a newcomer know about the setting?"),
        Ask(group="The problem", why="The reader of the document was not in the room."),
    ] = None
    who: Annotated[
        Text | None,
        Field(title="Who has the problem, and how often?"),
        Ask(
            group="The problem",
            why="It tells whom to involve and how many decisions a model could touch.",
            example="The retention team, about 400 calls a week",
        ),
    ] = None
    today: Annotated[
        Prose | None,
        Field(title="How is it handled today?"),
        Ask(
            group="The problem",
            why="Every benefit is measured against this.",
            example="Team leads call customers whose contract ends within a month.",
        ),
    ] = None
    cost_today: Annotated[
        NotNegative | None,
        Field(title="What does that cost a year?"),
        Ask(
            group="The problem",
            unit="money",
            per="year",
            why="It bounds what solving the problem can be worth.",
        ),
    ] = None
    goal: Annotated[
        Text | None,
        Field(title="Which strategic goal does it serve?"),
        Ask(group="The problem", why="Projects outside the strategy lose their budget first."),
    ] = None
    need: Annotated[
        Need | None,
        Field(title="Could something simpler than machine learning do?"),
        Ask(
            group="Is machine learning needed?",
            core=True,
            why="The cheapest model is the one that was not needed.",
        ),
    ] = None
    heuristic: Annotated[
        Text | None,
        Field(
            title="Which simple rule must a model beat?",
            description="What a sensible person would do with one or two facts.",
        ),
        Ask(
            group="Is machine learning needed?",
            why="Without it nobody can say what the model adds.",
            example="Call everyone whose usage halved.",
        ),
    ] = None
    candidates: Annotated[
        list[Candidate] | None,
        Field(
            title="Which solutions were thought of?",
            description="Name several, also without machine learning, and what was tried before.",
        ),
        Ask(
            group="Is machine learning needed?",
            why="The first idea is rarely the best, and earlier failures are cheap lessons.",
        ),
    ] = None
    task: Annotated[
        Task | None,
        Field(title="What should the model do?"),
        Ask(group="The prediction", core=True, why="It decides which data, metrics and methods apply."),
    ] = None
    entity: Annotated[
        Text | None,
        Field(title="What is one prediction about?"),
        Ask(group="The prediction", why="It fixes what one row of data is.", example="One customer contract"),
    ] = None
    outcome: Annotated[
        Text | None,
        Field(
            title="Which outcome is predicted or produced?",
            description=(
                "For texts and groups: what comes out, and when it is good, as in: a reply sent with two"
                " changes at most."
            ),
        ),
        Ask(
            group="The prediction",
            why="An outcome nobody records cannot be learned.",
            example="Cancels within 90 days",
        ),
    ] = None
    outcome_delay_days: Annotated[
        Count | None,
        Field(title="How long until the true outcome is known?"),
        Ask(
            group="The prediction",
            unit="days",
            when={"problem.task": [*LEARNS_FROM_LABELS]},
            why="A model cannot be checked, nor learn, faster than its outcomes arrive.",
        ),
    ] = None
    decision: Annotated[
        Text | None,
        Field(title="Which decision does the prediction change?"),
        Ask(
            group="The decision it serves",
            why="A prediction that changes no decision is worth nothing.",
            example="Whom the retention team calls this week",
        ),
    ] = None
    objectives: Annotated[
        list[Objective] | None,
        Field(
            title="How will we know it worked?",
            description=(
                "One row per key figure: where it stands, where it should get to, by when, and who answers"
                " for it."
            ),
        ),
        Ask(group="Objectives and limits", why="Success that is defined afterwards always occurs."),
    ] = None
    constraints: Annotated[
        list[Constraint] | None,
        Field(title="Which limits must the solution live with?"),
        Ask(group="Objectives and limits", why="A constraint found late is a redesign."),
    ] = None
    deliverables: Annotated[
        list[Deliverable] | None,
        Field(title="What will be handed over?"),
        Ask(group="Scope", why="Mock-ups agreed early raise the odds that the result is used."),
    ] = None
    out_of_scope: Annotated[
        Prose | None,
        Field(title="What is out of scope?"),
        Ask(group="Scope", why="Naming it now is the cheapest defence against scope creep."),
    ] = None
    assumptions: Annotated[
        Prose | None,
        Field(title="What do we assume?"),
        Ask(
            group="Objectives and limits",
            why="Assumptions are the first place to look when figures are questioned.",
        ),
    ] = None
    completion: Annotated[
        Prose | None,
        Field(title="When is the project complete?"),
        Ask(group="Scope", why="A model can always be improved; a project must end."),
    ] = None
