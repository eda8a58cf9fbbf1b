"""What the first five steps know: problem, people, data, metrics, approach."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from mlscope.project.fields import Count, Estimate, Money, Name, NotNegative, Percent, Prose, Row, Section, Text
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
    untested = "untested", "Nobody has tried a simpler way yet", "A rule of thumb or a bought product might do."
    product = "product", "A product on the market does this", "Compare it as the alternative on the Value step."
    rules_enough = "rules_enough", "A few rules would do", "Then rules are cheaper to build and to own."
    none_possible = "none_possible", "Nothing simpler could work", "Too many cases or too many signals for rules and people."


class Task(Options):
    """The type of prediction."""

    classification = "classification", "Put each case into a group", "Will this customer leave? Is this part faulty?"
    regression = "regression", "Predict a number for each case", "What will this repair cost?"
    forecasting = "forecasting", "Forecast a quantity over time", "How many will we sell next week?"
    ranking = "ranking", "Rank or recommend", "Which offers first? Which documents fit?"
    anomaly = "anomaly", "Find the unusual", "Which payments look wrong?"
    clustering = "clustering", "Find groups nobody has named", "Which kinds of customers are there?"
    generation = "generation", "Write, summarise or answer", "Draft the reply to this letter."


class Candidate(Row):
    """One way to solve the problem that was thought of."""

    name: Annotated[Name | None, Field(title="Candidate solution"), Ask()] = None
    tried: Annotated[bool | None, Field(title="Tried before"), Ask()] = None
    finding: Annotated[Text | None, Field(title="What came of it, or why not"), Ask()] = None


class Objective(Row):
    """A measurable aim with its owner and date."""

    name: Annotated[Name | None, Field(title="Key figure"), Ask(example="Customers leaving per quarter")] = None
    baseline: Annotated[float | None, Field(title="Today", allow_inf_nan=False), Ask()] = None
    target: Annotated[float | None, Field(title="Target", allow_inf_nan=False), Ask()] = None
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
        Field(title="What is the problem, in plain words?", description="One or two sentences without any word of machine learning."),
        Ask(
            group="The problem",
            core=True,
            why="A project that cannot say its problem in plain words is usually looking for one.",
            example="Every quarter 3 % of contract customers leave, and we learn of it when the cancellation arrives.",
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
        Ask(group="The problem", unit="money", why="It bounds what solving the problem can be worth."),
    ] = None
    goal: Annotated[
        Text | None,
        Field(title="Which strategic goal does it serve?"),
        Ask(group="The problem", why="Projects outside the strategy lose their budget first."),
    ] = None
    need: Annotated[
        Need | None,
        Field(title="Could something simpler than machine learning do?"),
        Ask(group="Is machine learning needed?", core=True, why="The cheapest model is the one that was not needed."),
    ] = None
    heuristic: Annotated[
        Text | None,
        Field(title="Which simple rule must a model beat?", description="What a sensible person would do with one or two facts."),
        Ask(
            group="Is machine learning needed?",
            why="Without it nobody can say what the model adds.",
            example="Call everyone whose usage halved.",
        ),
    ] = None
    candidates: Annotated[
        list[Candidate] | None,
        Field(
            title="Which solutions were thought of?", description="Name several, also without machine learning, and what was tried before."
        ),
        Ask(group="Is machine learning needed?", why="The first idea is rarely the best, and earlier failures are cheap lessons."),
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
        Field(title="Which outcome is predicted?"),
        Ask(group="The prediction", core=True, why="An outcome nobody records cannot be learned.", example="Cancels within 90 days"),
    ] = None
    outcome_delay_days: Annotated[
        Count | None,
        Field(title="How long until the true outcome is known?"),
        Ask(
            group="The prediction",
            core=True,
            unit="days",
            when={"problem.task": [*LEARNS_FROM_LABELS]},
            why="A model cannot be checked, nor learn, faster than its outcomes arrive.",
        ),
    ] = None
    decision: Annotated[
        Text | None,
        Field(title="Which decision does the prediction change?"),
        Ask(
            group="The prediction",
            why="A prediction that changes no decision is worth nothing.",
            example="Whom the retention team calls this week",
        ),
    ] = None
    objectives: Annotated[
        list[Objective] | None,
        Field(
            title="How will we know it worked?",
            description="One row per key figure: where it stands, where it should get to, by when, and who answers for it.",
        ),
        Ask(group="Objectives", core=True, why="Success that is defined afterwards always occurs."),
    ] = None
    constraints: Annotated[
        list[Constraint] | None,
        Field(title="Which limits must the solution live with?"),
        Ask(group="Scope", why="A constraint found late is a redesign."),
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
        Ask(group="Scope", why="Assumptions are the first place to look when figures are questioned."),
    ] = None
    completion: Annotated[
        Prose | None,
        Field(title="When is the project complete?"),
        Ask(group="Scope", why="A model can always be improved; a project must end."),
    ] = None


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
        Ask(group="Who helps", core=True, why="Most models that are built and not used were built without their users."),
    ] = None
    experts: Annotated[
        Experts | None,
        Field(title="Can we reach people who know the subject?"),
        Ask(group="Who helps", why="They tell real patterns from accidents in the data."),
    ] = None
    leader: Annotated[
        Name | None,
        Field(title="Who leads the work day to day?"),
        Ask(group="Who helps", why="Shared leadership is no leadership when things get stuck."),
    ] = None
    escalation: Annotated[
        Text | None,
        Field(title="Whom do we turn to when stuck?"),
        Ask(group="Who helps", why="Asking early costs a phone call, asking late costs weeks."),
    ] = None
    reporting: Annotated[
        Text | None,
        Field(title="How do we report, and how often?"),
        Ask(group="Who helps", why="A short weekly demo keeps a project alive.", example="Weekly demo, monthly figures to the board"),
    ] = None


class DataKind(Options):
    """What the data looks like."""

    tabular = "tabular", "Tables", "Rows and columns, as in a database or spreadsheet."
    time_series = "time_series", "Figures over time", "Sales by day, readings by second."
    images = "images", "Images or video"
    text = "text", "Text"
    audio = "audio", "Sound"
    mixed = "mixed", "Several of these"


class Access(Options):
    """How far a data source can be used today."""

    in_hand = "in_hand", "In hand"
    agreed = "agreed", "Agreed, not yet delivered"
    requested = "requested", "Requested"
    unclear = "unclear", "Unclear"
    refused = "refused", "Refused"


class SourceKind(Options):
    """Where data comes from."""

    internal = "internal", "Our own systems"
    public = "public", "Public data"
    purchased = "purchased", "Bought"
    crowd = "crowd", "Crowd-sourced"
    synthetic = "synthetic", "Synthetic"
    partner = "partner", "Partner or customer"


class Source(Row):
    """A place the data comes from."""

    name: Annotated[Name | None, Field(title="Source"), Ask()] = None
    kind: Annotated[SourceKind | None, Field(title="Kind"), Ask()] = None
    owner: Annotated[Name | None, Field(title="Owner"), Ask()] = None
    access: Annotated[Access | None, Field(title="Access"), Ask()] = None
    days_to_obtain: Annotated[Count | None, Field(title="Days to obtain"), Ask(unit="days")] = None
    cost: Annotated[Money | None, Field(title="Cost"), Ask(unit="money")] = None


class Labels(Options):
    """How the true outcomes become known."""

    recorded = "recorded", "Recorded by daily business", "The system already stores what happened."
    labelled = "labelled", "Already labelled by people"
    planned = "planned", "Will be labelled by people"
    bought = "bought", "Will be bought or crowd-sourced"
    impossible = "impossible", "There is no way to get them"


class Quality(Options):
    """What an audit would say of the data."""

    audited = "audited", "Audited and fit for use"
    known_issues = "known_issues", "Known problems, being fixed"
    unaudited = "unaudited", "Nobody has looked closely"
    poor = "poor", "Poor"


class Refresh(Options):
    """How fresh the data is."""

    streaming = "streaming", "Within seconds"
    hourly = "hourly", "Hourly"
    daily = "daily", "Daily"
    weekly = "weekly", "Weekly"
    monthly = "monthly", "Monthly or slower"
    once = "once", "A single delivery"


class Split(Options):
    """How data is kept aside for an honest test."""

    by_time = "by_time", "By time", "Train on the past, test on what came later."
    by_group = "by_group", "By customer, site or machine", "Cases of one group never stand on both sides."
    stratified = "stratified", "At random, keeping the shares of outcomes"
    random = "random", "At random"


class LegalBasis(Options):
    """Why personal data may be processed (GDPR, Article 6)."""

    consent = "consent", "Consent"
    contract = "contract", "Needed for a contract"
    legal_obligation = "legal_obligation", "Required by law"
    vital_interests = "vital_interests", "To protect somebody's life"
    public_task = "public_task", "A public task"
    legitimate_interests = "legitimate_interests", "Legitimate interests, weighed and documented"
    in_review = "in_review", "Being reviewed"
    none = "none", "There is none"


class Versioning(Options):
    """Whether data can be traced and restored."""

    full = "full", "Versioned, with lineage"
    snapshots = "snapshots", "Snapshots are kept"
    none = "none", "Neither"


class Data(Section):
    """What is known of the data today, before anyone has opened it."""

    kind: Annotated[
        DataKind | None,
        Field(title="What does the data look like?"),
        Ask(group="What there is", core=True, why="It decides how much is needed and which methods apply."),
    ] = None
    sources: Annotated[
        list[Source] | None,
        Field(title="Where does it come from?"),
        Ask(group="What there is", why="Waiting for access is the most common delay."),
    ] = None
    rows: Annotated[
        Count | None,
        Field(title="How many examples are there in all?"),
        Ask(group="What there is", unit="rows", why="It sizes storage, compute and the test set."),
    ] = None
    growth_per_month: Annotated[
        Count | None,
        Field(title="How many are added a month?"),
        Ask(group="What there is", unit="rows", why="Fast growth can wait out a shortage of data."),
    ] = None
    refresh: Annotated[
        Refresh | None,
        Field(title="How fresh is it when a prediction is made?"),
        Ask(group="What there is", why="A prediction is never fresher than its data."),
    ] = None
    labels: Annotated[
        Labels | None,
        Field(title="How do we learn the true outcomes?", description="The outcome to be predicted, known for past cases: the labels."),
        Ask(group="Labels", core=True, when={"problem.task": [*LEARNS_FROM_LABELS]}, why="A model learns only what past cases show."),
    ] = None
    labelled_rows: Annotated[
        Count | None,
        Field(
            title="For how many past cases is the outcome known?",
            description="Labelled examples: rows that carry the outcome the model must learn.",
        ),
        Ask(
            group="Labels",
            core=True,
            unit="rows",
            when={"problem.task": [*LEARNS_FROM_LABELS]},
            why="Below about a thousand, start from rules or a pretrained model.",
        ),
    ] = None
    base_rate: Annotated[
        Percent | None,
        Field(
            title="In what share of cases does the outcome occur?", description="The base rate: 2 % if two customers in a hundred leave."
        ),
        Ask(
            group="Labels",
            core=True,
            when={"problem.task": SORTS_CASES},
            why="Rare outcomes need more data and make accuracy a misleading metric.",
        ),
    ] = None
    label_cost: Annotated[
        Money | None,
        Field(title="What does one label cost?"),
        Ask(group="Labels", unit="money", when={"data.labels": ["planned", "bought"]}, why="Labelling is often the largest hidden cost."),
    ] = None
    label_agreement: Annotated[
        Percent | None,
        Field(title="How often do two people give the same label?"),
        Ask(
            group="Labels",
            when={"data.labels": ["labelled", "planned", "bought"]},
            why="A model cannot agree with people more than they agree with each other.",
        ),
    ] = None
    quality: Annotated[
        Quality | None,
        Field(title="How good is the data?"),
        Ask(group="Quality", core=True, why="Cleaning is most of the work when nobody has looked."),
    ] = None
    completeness: Annotated[
        Percent | None,
        Field(title="What share of the needed values is filled in?"),
        Ask(group="Quality", why="Gaps decide what can be learned from whom."),
    ] = None
    known_in_time: Annotated[
        bool | None,
        Field(
            title="Is everything the model uses known at the moment of prediction?",
            description="No means the model would peek into the future, and fail when it is used.",
        ),
        Ask(group="Quality", why="Leakage from the future is the classic reason for results too good to be true."),
    ] = None
    bias: Annotated[
        Prose | None,
        Field(title="Who or what is missing or over-represented?"),
        Ask(group="Quality", why="A model repeats the gaps of its data."),
    ] = None
    split: Annotated[
        Split | None,
        Field(title="How will data be kept aside for testing?"),
        Ask(group="Quality", why="A wrong split makes a bad model look good."),
    ] = None
    versioning: Annotated[
        Versioning | None,
        Field(title="Can data be traced to its origin and restored?"),
        Ask(group="Quality", why="Audits and reruns of old models depend on it."),
    ] = None
    personal: Annotated[
        bool | None,
        Field(
            title="Does it contain personal data?",
            description="Anything that relates to a person who can be identified, also by combining.",
        ),
        Ask(group="Privacy", core=True, why="Then a legal basis is needed before anyone trains on it."),
    ] = None
    legal_basis: Annotated[
        LegalBasis | None,
        Field(title="On which legal basis may it be used for this?"),
        Ask(group="Privacy", core=True, when={"data.personal": True}, why="Without one the project must not start."),
    ] = None
    retention: Annotated[
        Text | None,
        Field(title="How long may it be kept?"),
        Ask(group="Privacy", when={"data.personal": True}, why="Retraining needs old data; the law may not allow it."),
    ] = None


class BusinessMetric(Row):
    """A figure the business watches."""

    name: Annotated[Name | None, Field(title="Business metric"), Ask()] = None
    baseline: Annotated[float | None, Field(title="Today", allow_inf_nan=False), Ask()] = None
    target: Annotated[float | None, Field(title="Target", allow_inf_nan=False), Ask()] = None
    unit: Annotated[Text | None, Field(title="Unit"), Ask()] = None


class Priority(Options):
    """How badly a requirement is needed."""

    must = "must", "Must"
    should = "should", "Should"
    could = "could", "Could"


class Requirement(Row):
    """Something the solution must do."""

    name: Annotated[Text | None, Field(title="Requirement"), Ask()] = None
    priority: Annotated[Priority | None, Field(title="Priority"), Ask()] = None


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


class Guardrail(Row):
    """A figure that must not get worse."""

    name: Annotated[Name | None, Field(title="Must not get worse"), Ask()] = None
    limit: Annotated[Text | None, Field(title="Limit"), Ask()] = None


class Metrics(Section):
    """What good enough means, technically and for the business."""

    metric: Annotated[
        Text | None,
        Field(title="By which figure is the model judged?"),
        Ask(kind="choice", options="metrics", group="The model", why="The wrong figure lets a useless model look excellent."),
    ] = None
    baseline: Annotated[
        float | None,
        Field(title="What does the simple rule reach on it?", allow_inf_nan=False),
        Ask(group="The model", why="Without a baseline no target can be judged."),
    ] = None
    target: Annotated[
        float | None,
        Field(title="What should the model reach on it?", allow_inf_nan=False),
        Ask(group="The model", why="It says when to stop improving."),
    ] = None
    minimum: Annotated[
        float | None,
        Field(title="Below what is it not worth using?", allow_inf_nan=False),
        Ask(group="The model", why="It is the line at which a pilot is ended."),
    ] = None
    human: Annotated[
        float | None,
        Field(title="What do people reach on it?", allow_inf_nan=False),
        Ask(group="The model", why="Where people cannot do it from the same data, a model seldom can."),
    ] = None
    precision: Annotated[
        Percent | None,
        Field(title="Of the cases it flags, what share must be right?", description="Precision: of 100 alarms, how many are true."),
        Ask(
            group="The model",
            core=True,
            when={"problem.task": SORTS_CASES},
            why="Together with recall it decides whether acting on the model pays.",
        ),
    ] = None
    recall: Annotated[
        Percent | None,
        Field(title="Of all true cases, what share must it find?", description="Recall: of 100 customers who leave, how many are flagged."),
        Ask(group="The model", core=True, when={"problem.task": SORTS_CASES}, why="What is not found brings no benefit."),
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
        Ask(group="Requirements", why="Models fail silently as the world changes."),
    ] = None


class Serving(Options):
    """How predictions are delivered."""

    batch = "batch", "In batches", "Nightly lists, weekly reports."
    online = "online", "On request, at once", "While the customer is on the page or the call."
    edge = "edge", "On a device, without a network"


class Automation(Options):
    """Who decides: the person, the model, or both."""

    advice = "advice", "A person decides, the model advises"
    partial = "partial", "The model decides clear cases, a person the rest"
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


class Approach(Section):
    """How it would be built and run."""

    serving: Annotated[
        Serving | None,
        Field(title="How are predictions delivered?"),
        Ask(group="In use", core=True, why="Predictions at once cost several times as much to run as nightly ones."),
    ] = None
    automation: Annotated[
        Automation | None,
        Field(title="Who decides in the end?"),
        Ask(group="In use", core=True, why="The more the model decides alone, the more proof it needs."),
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
        Ask(group="Building it", why="With a working model, better data usually helps more than a better algorithm."),
    ] = None
    bought: Annotated[
        Text | None,
        Field(title="Which ready-made solutions are considered?"),
        Ask(group="Building it", why="Academic, commercial and open-source solutions differ in support, cost and freedom."),
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
        Ask(group="Operating it", unit="months", why="Between retrainings the benefit wears off."),
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


__all__ = ["LEARNS_FROM_LABELS", "SORTS_CASES", "Approach", "Data", "Estimate", "Metrics", "People", "Problem"]
