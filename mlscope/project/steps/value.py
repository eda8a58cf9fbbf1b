"""What it could bring and cost, as ranges."""

from typing import Annotated

from pydantic import Field

from mlscope.project.fields import Count, Estimate, EstimatedRow, Name, NotNegative, Percent, Section, Share, Text
from mlscope.project.steps.problem import SORTS_CASES
from mlscope.questions import Ask, Options


class BenefitCategory(Options):
    """Where a benefit shows."""

    revenue = "revenue", "Revenue"
    customer = "customer", "Customers kept or won"
    conversion = "conversion", "Conversion"
    efficiency = "efficiency", "Time and cost saved"
    operations = "operations", "Fewer errors and outages"


class When(Options):
    """When an amount occurs."""

    yearly = "yearly", "Every year"
    once = "once", "Once"


class Benefit(EstimatedRow):
    """A yearly or single benefit, in nominal money of the year it occurs."""

    name: Annotated[Name | None, Field(title="Benefit"), Ask()] = None
    category: Annotated[BenefitCategory | None, Field(title="Category"), Ask()] = None
    amount: Annotated[Estimate | None, Field(title="Amount"), Ask(unit="money")] = None
    when: Annotated[When | None, Field(title="When"), Ask()] = None
    year: Annotated[int | None, Field(title="First year", ge=1, le=40), Ask()] = None
    growth: Annotated[float | None, Field(title="Growth a year", gt=-1, le=10, allow_inf_nan=False), Ask(kind="percent")] = None


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
    """A single or yearly cost; a single cost falls into year 0 unless a year is given, a yearly one starts in year 1."""

    name: Annotated[Name | None, Field(title="Cost"), Ask()] = None
    phase: Annotated[CostPhase | None, Field(title="For"), Ask()] = None
    amount: Annotated[NotNegative | None, Field(title="Amount"), Ask(unit="money")] = None
    when: Annotated[When | None, Field(title="When"), Ask()] = None
    year: Annotated[int | None, Field(title="First year", ge=0, le=40), Ask()] = None
    growth: Annotated[float | None, Field(title="Growth a year", gt=-1, le=10, allow_inf_nan=False), Ask(kind="percent")] = None


class Value(Section):
    """What it could bring and cost, as ranges."""

    benefits: Annotated[
        list[Benefit] | None,
        Field(
            title="What would it bring?",
            description="Per year and for a fully working solution; leave chances of failure to the questions below.",
        ),
        Ask(group="Benefits and costs", core=True, why="A benefit that cannot be estimated even as a wide range is not known yet."),
    ] = None
    costs: Annotated[
        list[Cost] | None,
        Field(title="What would it cost?", description="Also the years after launch: operation, retraining, people."),
        Ask(group="Benefits and costs", core=True, why="Building is rarely half of the cost."),
    ] = None
    technical_success: Annotated[
        Share | None,
        Field(
            title="How likely is it to reach the target performance?",
            description="If it is built, and after a passed pilot where there is one.",
        ),
        Ask(group="Chances", core=True, unit="share", why="Many models never get good enough; the value must carry that."),
    ] = None
    adoption_success: Annotated[
        Share | None,
        Field(title="If it works, how likely is it to be used as planned?"),
        Ask(group="Chances", core=True, unit="share", why="A good model that nobody uses brings nothing."),
    ] = None
    horizon_years: Annotated[
        int | None,
        Field(title="How many years do we look ahead?", ge=1, le=40),
        Ask(group="Time", unit="years", why="A longer look favours the project; three to five years are usual."),
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
        Ask(kind="percent", group="Time", why="Money next year is worth less than money today."),
    ] = None
    launch_month: Annotated[
        float | None,
        Field(
            title="In which month do benefits start?",
            ge=0,
            le=480,
            allow_inf_nan=False,
            description="Months from today. Left blank, the plan's finish date is used.",
        ),
        Ask(group="Time", unit="months", why="Benefits before launch are a common slip."),
    ] = None
    ramp_up_year_1: Annotated[
        Percent | None,
        Field(title="What share of the full benefit comes in year 1?"),
        Ask(group="Time", why="People and processes need time to change."),
    ] = None
    ramp_up_year_2: Annotated[
        Percent | None, Field(title="And in year 2?"), Ask(group="Time", why="From year 4 on the full benefit is counted.")
    ] = None
    ramp_up_year_3: Annotated[
        Percent | None, Field(title="And in year 3?"), Ask(group="Time", why="From year 4 on the full benefit is counted.")
    ] = None
    decay_per_year: Annotated[
        Percent | None,
        Field(title="What share of the benefit would be lost in a year without retraining?"),
        Ask(group="Time", why="Models age as the world changes; retraining resets them."),
    ] = None
    count_decisions: Annotated[
        bool | None,
        Field(
            title="Derive the benefit from right and wrong predictions?",
            description="Then cases, gains and false alarms below are counted as yearly benefit, besides the rows above.",
        ),
        Ask(group="Decisions", when={"problem.task": SORTS_CASES}, why="It ties the value to the performance the model must reach."),
    ] = None
    cases_per_year: Annotated[
        NotNegative | None,
        Field(title="How many cases are there a year?"),
        Ask(group="Decisions", unit="cases", when={"problem.task": SORTS_CASES}, why="Value grows with the number of decisions."),
    ] = None
    gain: Annotated[
        NotNegative | None,
        Field(title="What does acting on one true case bring?", description="Against not acting, after the cost of acting."),
        Ask(
            group="Decisions",
            unit="money",
            when={"problem.task": SORTS_CASES},
            why="With the cost of a false alarm it gives the precision needed to pay.",
        ),
    ] = None
    false_alarm_cost: Annotated[
        NotNegative | None,
        Field(title="What does acting on one false alarm cost?"),
        Ask(group="Decisions", unit="money", when={"problem.task": SORTS_CASES}, why="It sets how sure the model must be."),
    ] = None
    fixed_cost: Annotated[
        NotNegative | None,
        Field(
            title="What does running it cost a year, however many cases?",
            description="Used for the yearly break-even; leave it out where it stands among the costs above and decisions are counted.",
        ),
        Ask(group="Decisions", unit="money", when={"problem.task": SORTS_CASES}, why="Fixed cost decides how much must be found at all."),
    ] = None
    capacity: Annotated[
        Count | None,
        Field(title="How many flagged cases can people handle a year?"),
        Ask(group="Decisions", unit="cases", when={"problem.task": SORTS_CASES}, why="Alarms nobody can look at bring nothing."),
    ] = None
    pilot: Annotated[
        bool | None,
        Field(title="Will there be a pilot before the decision to go on?"),
        Ask(group="Pilot", why="A pilot buys the right to stop early."),
    ] = None
    pilot_cost: Annotated[
        NotNegative | None,
        Field(title="What does the pilot cost?"),
        Ask(group="Pilot", unit="money", when={"value.pilot": True}, why="It is spent in any case."),
    ] = None
    pilot_pass: Annotated[
        Share | None,
        Field(title="How likely is it to pass?"),
        Ask(group="Pilot", unit="share", when={"value.pilot": True}, why="A pilot that cannot fail teaches nothing."),
    ] = None
    pilot_saves: Annotated[
        Percent | None,
        Field(title="If it fails, what share of all later cost is saved?"),
        Ask(group="Pilot", when={"value.pilot": True}, why="Contracts and hires made early cannot be undone."),
    ] = None
    alternative: Annotated[
        Text | None,
        Field(title="What is the best alternative without machine learning?"),
        Ask(group="Alternative", why="The project must beat it, not only zero."),
    ] = None
    alternative_benefit: Annotated[
        Estimate | None,
        Field(title="What would the alternative bring a year?"),
        Ask(group="Alternative", unit="money", why="Only the difference is earned by machine learning."),
    ] = None
    alternative_cost_once: Annotated[
        NotNegative | None,
        Field(title="What would it cost once?"),
        Ask(group="Alternative", unit="money", why="Only the difference is earned by machine learning."),
    ] = None
    alternative_cost_yearly: Annotated[
        NotNegative | None,
        Field(title="What would it cost a year?"),
        Ask(group="Alternative", unit="money", why="Only the difference is earned by machine learning."),
    ] = None
