"""What it could bring and cost, as ranges."""

from typing import Annotated

from pydantic import Field

from mlscope.project.fields import (
    Count,
    Estimate,
    EstimatedRow,
    Name,
    NotNegative,
    Percent,
    Row,
    Section,
    Share,
    Text,
)
from mlscope.project.steps.problem import SORTS_CASES
from mlscope.questions import Ask, Options

PREDICTS_NUMBERS = ["regression", "forecasting"]
ASSISTS = ["generation"]
DECIDES = [*SORTS_CASES, *PREDICTS_NUMBERS, *ASSISTS]
"""The tasks whose yearly benefit can be derived from how good the predictions are."""
FINDS_GROUPS = ["clustering"]
"""The tasks whose yearly benefit is stated as a whole."""


class BenefitCategory(Options):
    """Where a benefit shows."""

    revenue = "revenue", "Revenue"
    customer = "customer", "Customers kept or won"
    conversion = "conversion", "Conversion"
    efficiency = "efficiency", "Time and cost saved"
    operations = "operations", "Fewer errors and outages"


class Reach(Options):
    """Who has the benefit."""

    internal = "internal", "Inside the organisation"
    external = "external", "Customers and others outside"


class When(Options):
    """When an amount occurs."""

    yearly = "yearly", "Every year"
    once = "once", "Once"


class Benefit(EstimatedRow):
    """A yearly or single benefit, in prices of year 1: an amount, or units times what one is worth times the
    change.
    """

    name: Annotated[Name | None, Field(title="Benefit"), Ask()] = None
    category: Annotated[BenefitCategory | None, Field(title="Category"), Ask()] = None
    reach: Annotated[Reach | None, Field(title="For whom"), Ask()] = None
    amount: Annotated[Estimate | None, Field(title="Amount"), Ask(unit="money", per_from="when")] = None
    units: Annotated[
        NotNegative | None,
        Field(
            title="Units a year",
            description="In place of an amount: how many there are a year, say 480k calls.",
        ),
        Ask(example="480k", per="year"),
    ] = None
    unit_value: Annotated[
        Estimate | None,
        Field(title="Worth of one", description="What one of them costs or brings."),
        Ask(unit="money", per="unit", example="3 to 5"),
    ] = None
    change: Annotated[
        Estimate | None,
        Field(
            title="Change",
            description="The share or number of them that changes, say 5 % to 15 %; left blank, all of them.",
        ),
        Ask(example="5 % to 15 %"),
    ] = None
    when: Annotated[When | None, Field(title="When"), Ask()] = None
    year: Annotated[int | None, Field(title="First year", ge=0, le=40), Ask()] = None
    growth: Annotated[
        float | None,
        Field(title="Growth a year", gt=-1, le=10, allow_inf_nan=False),
        Ask(kind="percent", per="year"),
    ] = None


class CostPhase(Options):
    """What a cost is for."""

    development = "development", "Development"
    data = "data", "Data"
    deployment = "deployment", "Deployment"
    training = "training", "Training of people"
    maintenance = "maintenance", "Operation and maintenance"
    compute = "compute", "Compute"
    licences = "licences", "Licences"
    people = "people", "Other people"


class Cost(EstimatedRow):
    """A single or yearly cost; a single cost falls into year 0 unless a year is given, a yearly one starts in
    year 1.
    """

    name: Annotated[Name | None, Field(title="Cost"), Ask()] = None
    phase: Annotated[CostPhase | None, Field(title="For"), Ask()] = None
    amount: Annotated[NotNegative | None, Field(title="Amount"), Ask(unit="money", per_from="when")] = None
    when: Annotated[When | None, Field(title="When"), Ask()] = None
    year: Annotated[int | None, Field(title="First year", ge=0, le=40), Ask()] = None
    growth: Annotated[
        float | None,
        Field(title="Growth a year", gt=-1, le=10, allow_inf_nan=False),
        Ask(kind="percent", per="year"),
    ] = None


class Correlation(Row):
    """Two uncertain inputs that move together, each by its name or its key."""

    first: Annotated[Name | None, Field(title="Input"), Ask(example="Cases a year")] = None
    second: Annotated[Name | None, Field(title="Moves with"), Ask(example="Cost of a false alarm")] = None
    correlation: Annotated[
        float | None,
        Field(
            title="Correlation",
            ge=-1,
            le=1,
            description="From -1 (one is high where the other is low) to 1 (high together); 0.5 is strong.",
        ),
        Ask(example="0.5"),
    ] = None


class SharedInput(Row):
    """An uncertain input that is one and the same thing in several projects, under the name they share."""

    input: Annotated[Name | None, Field(title="Input"), Ask(example="Adoption")] = None
    shared_as: Annotated[
        Name | None,
        Field(
            title="Shared as",
            description="The same words in each project, as in “Adoption in sales” or “Price of steel”.",
        ),
        Ask(example="Adoption in sales"),
    ] = None


class Value(Section):
    """What it could bring and cost, as ranges."""

    benefits: Annotated[
        list[Benefit] | None,
        Field(
            title="What would it bring?",
            description=(
                "Per year and for a fully working solution: an amount, or units, the worth of one and the"
                " change. Leave chances of failure to the questions below."
            ),
        ),
        Ask(
            group="Benefits and costs",
            why="A benefit that cannot be estimated even as a wide range is not known yet.",
        ),
    ] = None
    yearly_benefit: Annotated[
        NotNegative | None,
        Field(
            title="What would acting on the groups bring a year?",
            description="Once it works and is used everywhere. It becomes a row of the benefits.",
        ),
        Ask(
            short="Yearly benefit of acting on the groups",
            group="Benefits and costs",
            core=True,
            unit="money",
            example="20k to 90k",
            when={"problem.task": FINDS_GROUPS},
            why="Groups bring money only where something is done differently for each.",
        ),
    ] = None
    costs: Annotated[
        list[Cost] | None,
        Field(
            title="What would it cost?",
            description="Also the years after launch: operation, retraining, people.",
        ),
        Ask(group="Benefits and costs", why="Building is rarely half of the cost."),
    ] = None
    technical_success: Annotated[
        Share | None,
        Field(
            title="How likely is it to reach the target performance?",
            description="If it is built, and after a passed pilot where there is one.",
        ),
        Ask(
            short="Technical success",
            group="Chances",
            unit="share",
            why="Many models never get good enough; the value must carry that.",
        ),
    ] = None
    adoption_success: Annotated[
        Share | None,
        Field(title="If it works, how likely is it to be used as planned?"),
        Ask(
            short="Adoption",
            group="Chances",
            core=True,
            unit="share",
            why="A good model that nobody uses brings nothing.",
        ),
    ] = None
    horizon_years: Annotated[
        int | None,
        Field(title="How many years do we look ahead?", ge=1, le=40),
        Ask(
            short="Years looked ahead",
            group="Time",
            unit="years",
            why="A longer look favours the project; three to five years are usual.",
        ),
    ] = None
    discount_rate: Annotated[
        float | None,
        Field(
            title="Which discount rate does finance use?",
            gt=-1,
            le=10,
            allow_inf_nan=False,
            description="What a year of waiting costs; 8 to 12 % are common in companies.",
        ),
        Ask(
            short="Discount rate",
            kind="percent",
            group="Time",
            why="Money next year is worth less than money today.",
            per="year",
        ),
    ] = None
    inflation: Annotated[
        float | None,
        Field(
            title="By how much do prices rise a year?",
            gt=-1,
            le=10,
            allow_inf_nan=False,
            description=(
                "Amounts are then read as prices of year 1 and rise with it, besides the growth of a row."
                " Left blank, none."
            ),
        ),
        Ask(
            short="Rise of prices a year",
            kind="percent",
            group="Time",
            example="2 %",
            why="The discount rate holds inflation as a rule; the amounts then should too.",
            per="year",
        ),
    ] = None
    tax_rate: Annotated[
        Percent | None,
        Field(
            title="Which tax rate should be taken off?",
            description=(
                "Every year's net amount is then taxed, and a loss lowers the tax of the house. Left blank,"
                " figures are before tax."
            ),
        ),
        Ask(
            short="Tax rate",
            group="Finance",
            example="25 %",
            why="Finance says whether figures are wanted before or after tax.",
        ),
    ] = None
    write_off_years: Annotated[
        int | None,
        Field(
            title="Over how many years are single costs written off for tax?",
            ge=1,
            le=40,
            description=(
                "In equal parts from the year after they are spent (straight-line depreciation). Left blank,"
                " tax takes them into account at once."
            ),
        ),
        Ask(
            short="Years of writing off",
            group="Finance",
            unit="years",
            example="5",
            why="Tax that is saved later is worth less.",
        ),
    ] = None
    finance_rate: Annotated[
        float | None,
        Field(
            title="At which rate is money borrowed?",
            gt=-1,
            le=10,
            allow_inf_nan=False,
            description=(
                "Used for the modified internal rate of return (MIRR) alone. Left blank, the discount rate."
            ),
        ),
        Ask(
            short="Rate of borrowing, for MIRR",
            kind="percent",
            group="Finance",
            example="6 %",
            why="MIRR asks what the money put in costs.",
            per="year",
        ),
    ] = None
    reinvestment_rate: Annotated[
        float | None,
        Field(
            title="At which rate can returns be invested again?",
            gt=-1,
            le=10,
            allow_inf_nan=False,
            description=(
                "Used for the modified internal rate of return (MIRR) alone. Left blank, the discount rate."
            ),
        ),
        Ask(
            short="Rate of reinvestment, for MIRR",
            kind="percent",
            group="Finance",
            example="4 %",
            why="MIRR asks what the money that comes back can earn.",
            per="year",
        ),
    ] = None
    launch_month: Annotated[
        float | None,
        Field(
            title="After how many months do benefits start?",
            ge=0,
            le=480,
            allow_inf_nan=False,
            description="Months from today. Left blank, the plan's finish date is used.",
        ),
        Ask(
            short="Launch, months from today",
            group="Time",
            unit="months",
            why="Benefits before launch are a common slip.",
        ),
    ] = None
    ramp_up_year_1: Annotated[
        Percent | None,
        Field(title="What share of the full benefit comes in the first year after the launch?"),
        Ask(
            short="Share of the benefit in year 1 after launch",
            group="Time",
            why="People and processes need time to change.",
        ),
    ] = None
    ramp_up_year_2: Annotated[
        Percent | None,
        Field(title="What share of the full benefit comes in the second year after the launch?"),
        Ask(
            short="Share of the benefit in year 2 after launch",
            group="Time",
            why="From the fourth year after the launch on the full benefit is counted.",
        ),
    ] = None
    ramp_up_year_3: Annotated[
        Percent | None,
        Field(title="What share of the full benefit comes in the third year after the launch?"),
        Ask(
            short="Share of the benefit in year 3 after launch",
            group="Time",
            why="From the fourth year after the launch on the full benefit is counted.",
        ),
    ] = None
    decay_per_year: Annotated[
        Percent | None,
        Field(title="What share of the benefit would be lost in a year without retraining?"),
        Ask(
            short="Benefit lost in a year without retraining",
            group="Time",
            why="Models age as the world changes; retraining resets them.",
            per="year",
        ),
    ] = None
    count_decisions: Annotated[
        bool | None,
        Field(
            title="Should the benefit be worked out from right and wrong predictions?",
            description="Then the answers below are counted as yearly benefit, besides the rows above.",
        ),
        Ask(
            group="Decisions",
            when={"problem.task": DECIDES},
            why="It ties the value to the performance the model must reach.",
        ),
    ] = None
    decisions_apart: Annotated[
        bool | None,
        Field(
            title="Is what the decisions bring missing among the benefits above?",
            description="Yes where no row above holds it already; no where it stands there too.",
        ),
        Ask(
            group="Decisions",
            when={"value.count_decisions": True},
            why="Counted decisions are added to the benefits; the same money in both would count twice.",
        ),
    ] = None
    cases_per_year: Annotated[
        NotNegative | None,
        Field(title="How many cases are there a year?"),
        Ask(
            short="Cases a year",
            group="Decisions",
            core=True,
            unit="cases",
            per="year",
            when={"problem.task": DECIDES},
            why="Value grows with the number of decisions.",
        ),
    ] = None
    gain: Annotated[
        NotNegative | None,
        Field(
            title="What does acting on one true case bring?",
            description="Against not acting, after the cost of acting.",
        ),
        Ask(
            short="Gain per true case",
            group="Decisions",
            core=True,
            unit="money",
            per="case",
            when={"problem.task": SORTS_CASES},
            why="With the cost of a false alarm it gives the precision needed to pay.",
        ),
    ] = None
    false_alarm_cost: Annotated[
        NotNegative | None,
        Field(title="What does acting on one false alarm cost?"),
        Ask(
            short="Cost of a false alarm",
            group="Decisions",
            core=True,
            unit="money",
            per="case",
            when={"problem.task": SORTS_CASES},
            why="It sets how sure the model must be.",
        ),
    ] = None
    fixed_cost: Annotated[
        NotNegative | None,
        Field(
            title="What does running it cost a year, however many cases?",
            description=(
                "Used for the yearly break-even; leave it out where it stands among the costs above and"
                " decisions are counted."
            ),
        ),
        Ask(
            short="Fixed cost of running it",
            group="Decisions",
            core=True,
            unit="money",
            per="year",
            when={"problem.task": DECIDES},
            why="Fixed cost decides how much must be found at all.",
        ),
    ] = None
    capacity: Annotated[
        Count | None,
        Field(title="How many flagged cases can people handle a year?"),
        Ask(
            short="Flagged cases that people can handle a year",
            group="Decisions",
            unit="cases",
            per="year",
            when={"problem.task": SORTS_CASES},
            why="Alarms nobody can look at bring nothing.",
        ),
    ] = None
    error_cost: Annotated[
        NotNegative | None,
        Field(
            title="What does one unit of error cost per case?",
            description=(
                "In the unit of the metric: with a mean absolute error of 40 pieces, what one piece too many"
                " or too few costs."
            ),
        ),
        Ask(
            short="Cost of one unit of error",
            group="Decisions",
            core=True,
            unit="money",
            per="case",
            example="0.60 to 1.40",
            when={"problem.task": PREDICTS_NUMBERS},
            why="With the error of today and the target it gives the value of a better prediction.",
        ),
    ] = None
    minutes_saved: Annotated[
        NotNegative | None,
        Field(
            title="How many minutes does one use save?",
            description="Against doing it by hand, before any rework.",
        ),
        Ask(
            short="Minutes saved a use",
            group="Decisions",
            core=True,
            unit="minutes",
            per="use",
            example="4 to 12",
            when={"problem.task": ASSISTS},
            why="Time saved is the value of most assistants.",
        ),
    ] = None
    hour_cost: Annotated[
        NotNegative | None,
        Field(
            title="What does an hour of that work cost?",
            description="To the employer, with all that comes on top of the pay.",
        ),
        Ask(
            short="Cost of an hour",
            group="Decisions",
            core=True,
            unit="money",
            per="hour",
            example="45 to 70",
            when={"problem.task": ASSISTS},
            why="It turns the minutes saved into money.",
        ),
    ] = None
    usage_share: Annotated[
        Share | None,
        Field(
            title="In what share of the cases will it be used?",
            description="Of all cases a year, where people do turn to it.",
        ),
        Ask(
            short="Share of cases in which it is used",
            group="Decisions",
            core=True,
            unit="share",
            example="30 % to 60 %",
            when={"problem.task": ASSISTS},
            why="Help that is at hand is not always taken.",
        ),
    ] = None
    rework_share: Annotated[
        Share | None,
        Field(title="What share of its results must be done over?"),
        Ask(
            short="Share done over",
            group="Decisions",
            unit="share",
            example="10 % to 30 %",
            when={"problem.task": ASSISTS},
            why="Checking and mending eat up the time saved.",
        ),
    ] = None
    rework_minutes: Annotated[
        NotNegative | None,
        Field(title="How many minutes does doing one over take?"),
        Ask(
            short="Minutes to do one over",
            group="Decisions",
            unit="minutes",
            per="result",
            example="5 to 15",
            when={"problem.task": ASSISTS},
            why="Checking and mending eat up the time saved.",
        ),
    ] = None
    tokens_in: Annotated[
        NotNegative | None,
        Field(
            title="How many tokens does it read in one case?",
            description=(
                "The question, the instructions and the documents given with it; a word is a little more than"
                " one token."
            ),
        ),
        Ask(
            short="Tokens read in a case",
            group="Generative use",
            unit="tokens",
            per="case",
            example="2k to 6k",
            when={"problem.task": ASSISTS},
            why="Long instructions and documents are read anew in every case.",
        ),
    ] = None
    tokens_out: Annotated[
        NotNegative | None,
        Field(
            title="How many tokens does it write in one case?",
        ),
        Ask(
            short="Tokens written in a case",
            group="Generative use",
            unit="tokens",
            per="case",
            example="300 to 900",
            when={"problem.task": ASSISTS},
            why="Written tokens cost several times as much as those read.",
        ),
    ] = None
    token_price_in: Annotated[
        NotNegative | None,
        Field(
            title="What do a million tokens read cost?",
        ),
        Ask(
            short="Price of a million tokens read",
            group="Generative use",
            unit="money",
            per="million tokens",
            example="0.5 to 3",
            when={"problem.task": ASSISTS},
            why="Prices differ tenfold between models.",
        ),
    ] = None
    token_price_out: Annotated[
        NotNegative | None,
        Field(
            title="What do a million tokens written cost?",
        ),
        Ask(
            short="Price of a million tokens written",
            group="Generative use",
            unit="money",
            per="million tokens",
            example="2 to 12",
            when={"problem.task": ASSISTS},
            why="Prices differ tenfold between models.",
        ),
    ] = None
    handed_share: Annotated[
        Share | None,
        Field(
            title="What share of the cases is handed to people?",
            description="Because it cannot answer, or must not alone.",
        ),
        Ask(
            short="Share of cases handed to people",
            group="Generative use",
            unit="share",
            example="5 % to 20 %",
            when={"problem.task": ASSISTS},
            why="What it cannot do still has to be done.",
        ),
    ] = None
    handed_cost: Annotated[
        NotNegative | None,
        Field(
            title="What does a case handed to people cost?",
        ),
        Ask(
            short="Cost of a case handed to people",
            group="Generative use",
            unit="money",
            per="case",
            example="4 to 9",
            when={"problem.task": ASSISTS},
            why="What it cannot do still has to be done.",
        ),
    ] = None
    checked_share: Annotated[
        Share | None,
        Field(
            title="What share of its results do people check for quality?",
        ),
        Ask(
            short="Share of results checked",
            group="Generative use",
            unit="share",
            example="2 % to 10 %",
            when={"problem.task": ASSISTS},
            why="Without checks nobody knows how good it is.",
        ),
    ] = None
    check_cost: Annotated[
        NotNegative | None,
        Field(
            title="What does one quality check cost?",
        ),
        Ask(
            short="Cost of a quality check",
            group="Generative use",
            unit="money",
            per="check",
            example="1 to 3",
            when={"problem.task": ASSISTS},
            why="Without checks nobody knows how good it is.",
        ),
    ] = None
    pilot: Annotated[
        bool | None,
        Field(title="Will there be a pilot before the decision to go on?"),
        Ask(group="Pilot", why="A pilot buys the right to stop early."),
    ] = None
    pilot_cost: Annotated[
        NotNegative | None,
        Field(title="What does the pilot cost?"),
        Ask(
            short="Cost of the pilot",
            group="Pilot",
            unit="money",
            when={"value.pilot": True},
            why="It is spent in any case.",
        ),
    ] = None
    pilot_pass: Annotated[
        Share | None,
        Field(title="How likely is the pilot to pass?"),
        Ask(
            short="Passing the pilot",
            group="Pilot",
            unit="share",
            when={"value.pilot": True},
            why="A pilot that cannot fail teaches nothing.",
        ),
    ] = None
    pilot_saves: Annotated[
        Percent | None,
        Field(title="If it fails, what share of all later cost is saved?"),
        Ask(
            short="Share of later cost saved if the pilot fails",
            group="Pilot",
            when={"value.pilot": True},
            why="Contracts and hires made early cannot be undone.",
        ),
    ] = None
    pilot_cases: Annotated[
        Count | None,
        Field(
            title="How many cases will the pilot judge?",
            description="Cases whose outcome will be known by the end of the pilot.",
        ),
        Ask(
            short="Cases judged in the pilot",
            group="Pilot",
            unit="cases",
            example="400",
            when={"value.pilot": True},
            why="The more cases, the less often the pilot is wrong about the solution.",
        ),
    ] = None
    pilot_sensitivity: Annotated[
        Percent | None,
        Field(
            title="If the solution would work, how often does the pilot say so?",
            description="Left blank, it is derived from the number of cases.",
        ),
        Ask(
            short="Solutions that work and that the pilot passes",
            group="Pilot",
            example="90 %",
            when={"value.pilot": True},
            why="A pilot that fails good solutions costs what they would bring.",
        ),
    ] = None
    pilot_specificity: Annotated[
        Percent | None,
        Field(
            title="If the solution would not work, how often does the pilot say so?",
            description="Left blank, it is derived from the number of cases.",
        ),
        Ask(
            short="Solutions that do not work and that it stops",
            group="Pilot",
            example="80 %",
            when={"value.pilot": True},
            why="A pilot that passes everything saves nothing.",
        ),
    ] = None
    alternative: Annotated[
        Text | None,
        Field(title="What is the best alternative without machine learning?"),
        Ask(group="Alternative", why="The project must beat it, not only zero."),
    ] = None
    alternative_benefit: Annotated[
        Estimate | None,
        Field(title="What would the alternative bring a year?"),
        Ask(
            short="Benefit of the alternative",
            group="Alternative",
            unit="money",
            per="year",
            why="Only the difference is earned by machine learning.",
        ),
    ] = None
    alternative_cost_once: Annotated[
        NotNegative | None,
        Field(title="What would the alternative cost once?"),
        Ask(
            short="Single cost of the alternative",
            group="Alternative",
            unit="money",
            why="Only the difference is earned by machine learning.",
        ),
    ] = None
    alternative_cost_yearly: Annotated[
        NotNegative | None,
        Field(title="What would the alternative cost a year?"),
        Ask(
            short="Yearly cost of the alternative",
            group="Alternative",
            unit="money",
            per="year",
            why="Only the difference is earned by machine learning.",
        ),
    ] = None
    correlations: Annotated[
        list[Correlation] | None,
        Field(
            title="Which uncertain amounts move together?",
            description=(
                "Name two inputs as they are named above, and how closely they go together. Leave blank what"
                " is unrelated."
            ),
        ),
        Ask(
            group="Links",
            example="Cases a year, and the amount of a benefit that grows with them: 0.6",
            why="Amounts that are high or low together make the result less certain than it looks.",
        ),
    ] = None
    shared_inputs: Annotated[
        list[SharedInput] | None,
        Field(
            title="Which uncertain amounts are the same in other projects?",
            description=(
                "A price, or whether one department takes part: name the input as above, and what all these"
                " projects call it."
            ),
        ),
        Ask(
            optional=True,
            group="Links",
            example="Adoption, shared as: Adoption in sales",
            why="Projects that stand and fall together are a riskier choice than they look one by one.",
        ),
    ] = None
