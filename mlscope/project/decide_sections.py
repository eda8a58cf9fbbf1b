"""What the last five steps know: feasibility, value, ethics, risks, plan."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from mlscope.project.fields import Count, Estimate, EstimatedRow, Money, Name, NotNegative, Percent, Prose, Row, Section, Share, Text
from mlscope.project.scope_sections import SORTS_CASES
from mlscope.questions import Ask, Options


class Proof(Options):
    """The best evidence so far that it can be done."""

    in_use = "in_use", "Something like it is in use here", "With our own data."
    own_test = "own_test", "A test on our own data worked"
    elsewhere = "elsewhere", "Others do it and say how"
    literature = "literature", "Published research suggests it"
    nothing = "nothing", "Nothing yet"


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


class Study(Row):
    """A piece of evidence for feasibility."""

    dimension: Annotated[Dimension | None, Field(title="Dimension"), Ask()] = None
    method: Annotated[Method | None, Field(title="How it was looked into"), Ask()] = None
    finding: Annotated[Text | None, Field(title="What was found"), Ask()] = None


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


class Stake(Options):
    """What a wrong prediction can do to a person."""

    none = "none", "Nobody is affected"
    inconvenience = "inconvenience", "An inconvenience"
    money = "money", "Money or opportunities"
    rights = "rights", "Rights, livelihood or access to services"
    safety = "safety", "Health or safety"


class Practice(Options):
    """Practices that Article 5 of the EU AI Act prohibits."""

    manipulation = "manipulation", "Manipulates people without their noticing, to their harm"
    vulnerability = "vulnerability", "Exploits age, disability or hardship"
    social_scoring = "social_scoring", "Scores people's conduct, with unjust treatment elsewhere"
    crime_prediction = "crime_prediction", "Predicts crime solely from profiling"
    face_scraping = "face_scraping", "Builds a face database by untargeted scraping"
    emotion = "emotion", "Infers emotions at work or school", "Except for medical or safety reasons."
    biometric_traits = "biometric_traits", "Sorts people by sensitive traits from biometric data"
    remote_biometric = "remote_biometric", "Identifies people in public at a distance, for the police"


class Area(Options):
    """High-risk areas of Annex III of the EU AI Act."""

    biometrics = "biometrics", "Biometrics"
    infrastructure = "infrastructure", "Critical infrastructure"
    education = "education", "Education and training"
    employment = "employment", "Hiring and managing people at work"
    essential = "essential", "Essential services: credit scoring, insurance, benefits, emergency calls"
    police = "police", "Law enforcement"
    migration = "migration", "Migration, asylum and borders"
    justice = "justice", "Justice and democratic processes"


class WayOut(Options):
    """Conditions of Article 6(3) under which an Annex III system is not high-risk."""

    narrow = "narrow", "It performs a narrow procedural task"
    improves = "improves", "It improves the result of finished human work"
    patterns = "patterns", "It detects patterns without replacing human review"
    preparatory = "preparatory", "It only prepares an assessment"


class Transparency(Options):
    """Situations with a duty to tell (Article 50)."""

    interaction = "interaction", "People talk with it directly"
    synthetic = "synthetic", "It makes text, images, sound or video"
    emotion = "emotion", "It recognises emotions or sorts by biometrics"
    deepfake = "deepfake", "It makes deep fakes or texts that inform the public"


class Role(Options):
    """Role under the EU AI Act."""

    provider = "provider", "We build it or put our name on it"
    deployer = "deployer", "We use what others built"
    both = "both", "Both"


class Purpose(Options):
    """Uses that the EU AI Act leaves out of its scope."""

    normal = "normal", "None of these"
    military = "military", "Solely military, defence or national security"
    research = "research", "Solely scientific research and development"
    private = "private", "Solely private, not professional"


class Ethics(Section):
    """Whom it can hurt, and what the law asks."""

    stake: Annotated[
        Stake | None,
        Field(title="What can a wrong prediction do to a person?"),
        Ask(group="People", why="The more is at stake, the more proof and oversight it needs."),
    ] = None
    harm: Annotated[
        Prose | None, Field(title="Who could be harmed, and how?"), Ask(group="People", why="Harm that is named can be tested for.")
    ] = None
    fairness: Annotated[
        bool | None,
        Field(title="Will results be compared between groups of people?"),
        Ask(group="People", when={"ethics.stake": ["money", "rights", "safety"]}, why="A good average can hide a bad result for some."),
    ] = None
    redress: Annotated[
        bool | None,
        Field(title="Can people ask for an explanation and object?"),
        Ask(group="People", when={"ethics.stake": ["money", "rights", "safety"]}, why="Trust, and often the law, depends on it."),
    ] = None
    oversight: Annotated[
        bool | None,
        Field(title="Can a competent person overrule the model?"),
        Ask(group="People", when={"ethics.stake": ["money", "rights", "safety"]}, why="Oversight that cannot intervene is none."),
    ] = None
    in_eu: Annotated[
        bool | None,
        Field(title="Is it placed on the market, used, or its output used in the EU?"),
        Ask(group="EU AI Act", why="Then the regulation applies, wherever it is built."),
    ] = None
    ai_system: Annotated[
        bool | None,
        Field(
            title="Does it infer from data how to produce its output?",
            description="Rules written by people alone are not an AI system in the sense of Article 3.",
        ),
        Ask(group="EU AI Act", why="Only AI systems fall under the regulation."),
    ] = None
    purpose: Annotated[
        Purpose | None,
        Field(title="Is it solely for one of these purposes?"),
        Ask(group="EU AI Act", why="They are outside the regulation (Article 2)."),
    ] = None
    role: Annotated[
        Role | None, Field(title="What is our role?"), Ask(group="EU AI Act", why="Providers and deployers have different duties.")
    ] = None
    practices: Annotated[
        list[Practice] | None,
        Field(title="Does it do any of this?"),
        Ask(group="EU AI Act", core=True, why="These practices are prohibited (Article 5)."),
    ] = None
    product_safety: Annotated[
        bool | None,
        Field(
            title="Is it, or a safety part of, a product that needs third-party approval?",
            description="Machinery, toys, lifts, medical devices, vehicles and others of Annex I.",
        ),
        Ask(group="EU AI Act", why="Then it is high-risk (Article 6(1))."),
    ] = None
    areas: Annotated[
        list[Area] | None,
        Field(title="Is it used in one of these areas?"),
        Ask(group="EU AI Act", core=True, why="These uses are high-risk (Article 6(2), Annex III)."),
    ] = None
    profiling: Annotated[
        bool | None,
        Field(title="Does it profile people?"),
        Ask(
            group="EU AI Act",
            when={"ethics.areas": [a.value for a in Area]},
            why="In these areas profiling of persons is always high-risk.",
        ),
    ] = None
    ways_out: Annotated[
        list[WayOut] | None,
        Field(title="Does one of these hold, without significant risk to people?"),
        Ask(
            group="EU AI Act",
            when={"ethics.areas": [a.value for a in Area]},
            why="Then Article 6(3) takes it out of high-risk; it must be documented and registered.",
        ),
    ] = None
    transparency: Annotated[
        list[Transparency] | None,
        Field(title="Do any of these apply?"),
        Ask(group="EU AI Act", why="They bring duties to inform (Article 50), whatever the tier."),
    ] = None


class Risk(EstimatedRow):
    """Something that may happen, with its cost in money and time."""

    name: Annotated[Name | None, Field(title="Risk"), Ask()] = None
    probability: Annotated[Percent | None, Field(title="Probability"), Ask()] = None
    cost: Annotated[NotNegative | None, Field(title="Cost if it happens"), Ask(unit="money")] = None
    delay_days: Annotated[NotNegative | None, Field(title="Delay if it happens"), Ask(unit="working days")] = None
    mitigation: Annotated[Text | None, Field(title="What we do about it"), Ask()] = None
    owner: Annotated[Name | None, Field(title="Owner"), Ask()] = None
    residual: Annotated[Percent | None, Field(title="Probability after that"), Ask()] = None


class Risks(Section):
    """What may go wrong."""

    risks: Annotated[
        list[Risk] | None,
        Field(title="What may go wrong?"),
        Ask(group="Register", core=True, why="A risk with a probability and an amount can be weighed; a red box cannot."),
    ] = None
    pre_mortem: Annotated[
        Prose | None,
        Field(
            title="It is a year later and the project has failed. Why?",
            description="A pre-mortem: let everyone write before anyone speaks.",
        ),
        Ask(group="Register", why="People name risks more freely when failure is assumed."),
    ] = None


class WorkPhase(Options):
    """The phase a task belongs to."""

    scoping = "scoping", "Scoping"
    data = "data", "Data"
    modelling = "modelling", "Modelling"
    deployment = "deployment", "Deployment"
    adoption = "adoption", "Adoption"


class WorkItem(EstimatedRow):
    """A task with its duration in working days and the tasks it waits for."""

    name: Annotated[Name | None, Field(title="Task"), Ask()] = None
    phase: Annotated[WorkPhase | None, Field(title="Phase"), Ask()] = None
    duration_days: Annotated[NotNegative | None, Field(title="Working days"), Ask(unit="working days")] = None
    after: Annotated[list[str] | None, Field(title="Starts after"), Ask(options="rows")] = None
    owner: Annotated[Name | None, Field(title="Owner"), Ask()] = None


class Member(Row):
    """A person or role in the team."""

    name: Annotated[Name | None, Field(title="Role or person"), Ask()] = None
    skills: Annotated[Text | None, Field(title="Skills"), Ask()] = None
    days_per_week: Annotated[float | None, Field(title="Days a week", ge=0, le=7), Ask(unit="days")] = None
    available: Annotated[bool | None, Field(title="Available"), Ask()] = None


class Holiday(Row):
    """A day nobody works."""

    name: Annotated[Name | None, Field(title="Occasion"), Ask()] = None
    day: Annotated[dt.date | None, Field(title="Day"), Ask()] = None


class Plan(Section):
    """Who does what by when."""

    start: Annotated[dt.date | None, Field(title="When could work start?"), Ask(group="Frame", why="Left blank, today is used.")] = None
    deadline: Annotated[
        dt.date | None,
        Field(title="By when must it be in use?"),
        Ask(group="Frame", core=True, why="The chance to meet it is computed from the tasks."),
    ] = None
    budget: Annotated[
        Money | None,
        Field(title="How much money is there?"),
        Ask(group="Frame", core=True, unit="money", why="It is compared with what the costs add up to before launch."),
    ] = None
    compute_budget: Annotated[
        Money | None,
        Field(title="How much of it is for compute?"),
        Ask(group="Frame", unit="money", why="Training and serving bills surprise people."),
    ] = None
    tasks: Annotated[
        list[WorkItem] | None,
        Field(title="What has to be done?", description="Durations as ranges; name the tasks each one waits for."),
        Ask(group="Work", core=True, why="Finish dates come from the tasks, not from the wish."),
    ] = None
    days_per_week: Annotated[
        int | None,
        Field(title="How many days a week are worked?", ge=1, le=7),
        Ask(group="Work", unit="days", why="Monday onwards; five unless told otherwise."),
    ] = None
    holidays: Annotated[
        list[Holiday] | None, Field(title="On which days does nobody work?"), Ask(group="Work", why="They move the finish.")
    ] = None
    sprint_weeks: Annotated[
        int | None,
        Field(title="How long is a sprint?", ge=1, le=8),
        Ask(group="Work", unit="weeks", why="Long enough to learn something, short enough to steer."),
    ] = None
    recovery_every: Annotated[
        int | None,
        Field(title="After how many sprints comes a recovery week?", ge=0, le=20),
        Ask(group="Work", why="A week to mend and to breathe keeps the pace; 0 for none."),
    ] = None
    weekly_demo: Annotated[
        bool | None,
        Field(title="Will there be a weekly demo?"),
        Ask(group="Work", why="Showing progress every week keeps a project from drifting."),
    ] = None
    team: Annotated[
        list[Member] | None, Field(title="Who is in the team?"), Ask(group="Team", why="Capacity that is not freed does not exist.")
    ] = None
    key_person: Annotated[
        bool | None,
        Field(
            title="Does one person hold knowledge that nobody else has?",
            description="The bus factor: how many people may be absent before work stops.",
        ),
        Ask(group="Team", why="One illness should not stop the project."),
    ] = None
