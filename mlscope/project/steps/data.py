"""What is known of the data today."""

from typing import Annotated

from pydantic import Field

from mlscope.project.fields import Count, Money, Name, Percent, Prose, Row, Section, Text
from mlscope.project.steps.problem import LEARNS_FROM_LABELS, SORTS_CASES
from mlscope.questions import Ask, Options


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


class Quality(Options):
    """What an audit would say of the data."""

    audited = "audited", "Audited and fit for use"
    known_issues = "known_issues", "Known problems, being fixed"
    unaudited = "unaudited", "Nobody has looked closely"
    poor = "poor", "Poor"


class Source(Row):
    """A place the data comes from."""

    name: Annotated[Name | None, Field(title="Source"), Ask()] = None
    kind: Annotated[SourceKind | None, Field(title="Kind"), Ask()] = None
    owner: Annotated[Name | None, Field(title="Owner"), Ask()] = None
    access: Annotated[Access | None, Field(title="Access"), Ask()] = None
    days_to_obtain: Annotated[Count | None, Field(title="Days to obtain"), Ask(unit="days")] = None
    cost: Annotated[Money | None, Field(title="Cost"), Ask(unit="money")] = None
    quality: Annotated[Quality | None, Field(title="Quality"), Ask()] = None


class Labels(Options):
    """How the true outcomes become known."""

    recorded = "recorded", "Recorded by daily business", "The system already stores what happened."
    labelled = "labelled", "Already labelled by people"
    planned = "planned", "Will be labelled by people"
    confirmed_in_use = (
        "confirmed_in_use",
        "None yet, people will confirm what it finds",
        "For a start without labels, as in a search for the unusual.",
    )
    bought = "bought", "Will be bought or crowd-sourced"
    impossible = "impossible", "There is no way to get them"


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
    stratified = "stratified", "At random, shares of outcomes kept"
    random = "random", "At random"


class LegalBasis(Options):
    """Why personal data may be processed (GDPR, Article 6)."""

    consent = "consent", "Consent"
    contract = "contract", "Needed for a contract"
    legal_obligation = "legal_obligation", "Required by law"
    vital_interests = "vital_interests", "To protect somebody's life"
    public_task = "public_task", "A public task"
    legitimate_interests = "legitimate_interests", "Legitimate interests, weighed and documented"
    other_law = "other_law", "Another country's law allows it", "The GDPR does not apply."
    in_review = "in_review", "Being reviewed"
    none = "none", "There is none"


class Input(Row):
    """A fact that the model should look at."""

    name: Annotated[Name | None, Field(title="Fact"), Ask(example="Usage against the month before")] = None
    source: Annotated[Name | None, Field(title="Source"), Ask()] = None
    in_time: Annotated[bool | None, Field(title="Known at that moment"), Ask()] = None
    named_by: Annotated[Name | None, Field(title="Named by"), Ask()] = None


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
        Ask(group="What there is", why="It decides how much is needed and which methods apply."),
    ] = None
    sources: Annotated[
        list[Source] | None,
        Field(title="Where does the data come from?"),
        Ask(group="What there is", why="Waiting for access is the most common delay."),
    ] = None
    inputs: Annotated[
        list[Input] | None,
        Field(
            title="Which facts should the model look at?",
            description=(
                "Ask those who know the subject, and note for each whether it is known at the moment of"
                " prediction."
            ),
        ),
        Ask(
            group="What there is",
            when={"problem.task": [*LEARNS_FROM_LABELS, "clustering"]},
            why="Facts that people look at are the best place to begin.",
        ),
    ] = None
    rows: Annotated[
        Count | None,
        Field(title="How many examples are there in all?"),
        Ask(group="What there is", unit="rows", why="It sizes storage, compute and the test set."),
    ] = None
    growth_per_month: Annotated[
        Count | None,
        Field(title="How many are added a month?"),
        Ask(
            group="What there is",
            unit="rows",
            per="month",
            why="Fast growth can wait out a shortage of data.",
        ),
    ] = None
    refresh: Annotated[
        Refresh | None,
        Field(title="How fresh is it when a prediction is made?"),
        Ask(group="What there is", why="A prediction is never fresher than its data."),
    ] = None
    labels: Annotated[
        Labels | None,
        Field(
            title="How do we learn the true outcomes?",
            description="The outcome to be predicted, known for past cases: the labels.",
        ),
        Ask(
            group="Labels",
            core=True,
            when={"problem.task": [*LEARNS_FROM_LABELS]},
            why="A model learns only what past cases show.",
        ),
    ] = None
    labelled_rows: Annotated[
        Count | None,
        Field(
            title="For how many past cases is the outcome known?",
            description=(
                "Labelled examples. Count cases of both kinds: those in which it happened and those in which"
                " it did not."
            ),
        ),
        Ask(
            group="Labels",
            unit="rows",
            when={"problem.task": [*LEARNS_FROM_LABELS]},
            why="Below about a thousand, start from rules or a pretrained model.",
        ),
    ] = None
    base_rate: Annotated[
        Percent | None,
        Field(
            title="In what share of cases does the outcome occur?",
            description=(
                "The base rate: 2 % if two customers in a hundred leave. With several groups, that of the one"
                " that matters most."
            ),
        ),
        Ask(
            short="Share of cases with the outcome (base rate)",
            group="Labels",
            core=True,
            when={"problem.task": SORTS_CASES},
            why="Rare outcomes need more data and make accuracy a misleading metric.",
        ),
    ] = None
    positive_rows: Annotated[
        Count | None,
        Field(
            title="In how many of those past cases did it happen?",
            description=(
                "Left blank, the share above is taken. Say it where cases were picked on purpose, such as"
                " returned parts."
            ),
        ),
        Ask(
            group="Labels",
            unit="rows",
            when={"problem.task": SORTS_CASES},
            why="A model learns the rare outcome from these alone, however many other rows there are.",
        ),
    ] = None
    label_cost: Annotated[
        Money | None,
        Field(title="What does one label cost?"),
        Ask(
            group="Labels",
            unit="money",
            per="label",
            when={"data.labels": ["planned", "bought"]},
            why="Labelling is often the largest hidden cost.",
        ),
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
        Ask(group="Quality", why="Cleaning is most of the work when nobody has looked."),
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
        Ask(
            group="Quality",
            when={"problem.task": [*LEARNS_FROM_LABELS]},
            why="Leakage from the future is the classic reason for results too good to be true.",
        ),
    ] = None
    bias: Annotated[
        Prose | None,
        Field(title="Who or what is missing or over-represented?"),
        Ask(group="Quality", why="A model repeats the gaps of its data."),
    ] = None
    split: Annotated[
        Split | None,
        Field(title="How will data be kept aside for testing?"),
        Ask(
            group="An honest test",
            when={"problem.task": [*LEARNS_FROM_LABELS, "generation"]},
            why="A wrong split makes a bad model look good.",
        ),
    ] = None
    repeated: Annotated[
        bool | None,
        Field(
            title="Do several rows belong to one customer, machine or place?",
            description=(
                "Such rows resemble each other, so none of them may stand in training and test alike."
            ),
        ),
        Ask(
            group="An honest test",
            when={"problem.task": [*LEARNS_FROM_LABELS]},
            why="A model that has met the customer in training only has to remember.",
        ),
    ] = None
    versioning: Annotated[
        Versioning | None,
        Field(title="Can data be traced to its origin and restored?"),
        Ask(group="Origin and history", why="Audits and reruns of old models depend on it."),
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
        Ask(
            group="Privacy",
            core=True,
            when={"data.personal": True},
            why="Without one the project must not start.",
        ),
    ] = None
    retention: Annotated[
        Text | None,
        Field(title="How long may personal data be kept?"),
        Ask(
            group="Privacy",
            when={"data.personal": True},
            why="Retraining needs old data; the law may not allow it.",
        ),
    ] = None
