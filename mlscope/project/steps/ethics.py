"""What it can do to people, and what the law asks."""

from typing import Annotated

from pydantic import Field

from mlscope.project.fields import Prose, Section
from mlscope.questions import Ask, Options


class Stake(Options):
    """What a wrong prediction can do to a person."""

    none = "none", "Nobody is affected"
    inconvenience = "inconvenience", "An inconvenience"
    money = "money", "Money or opportunities"
    rights = "rights", "Rights, livelihood or access to services"
    safety = "safety", "Health or safety"


class Practice(Options):
    """Practices that Article 5 of the EU AI Act prohibits."""

    manipulation = "manipulation", "Manipulates people unnoticed, to harm"
    vulnerability = "vulnerability", "Exploits age, disability or hardship"
    social_scoring = "social_scoring", "Scores conduct, with unjust treatment"
    crime_prediction = "crime_prediction", "Predicts crime solely from profiling"
    face_scraping = "face_scraping", "Gathers faces by untargeted scraping"
    emotion = "emotion", "Infers emotions at work or school", "Except for medical or safety reasons."
    biometric_traits = "biometric_traits", "Infers sensitive traits from biometrics"
    remote_biometric = "remote_biometric", "Recognises people in public, for police"
    intimate_images = (
        "intimate_images",
        "Makes intimate images without consent, or of children",
        "Reported to be prohibited from 2 December 2026 (secondary sources).",
    )


class Area(Options):
    """High-risk areas of Annex III of the EU AI Act."""

    biometrics = (
        "biometrics",
        "Biometrics",
        "Recognising people at a distance, sorting by sensitive traits, reading emotions; not merely"
        " confirming who somebody says they are (point 1).",
    )
    infrastructure = (
        "infrastructure",
        "Keeping critical infrastructure safe",
        (
            "Only as a safety component of digital infrastructure, road traffic, or the supply of water, gas,"
            " heating or electricity (point 2)."
        ),
    )
    education = "education", "Education and training"
    employment = "employment", "Hiring and managing people at work"
    essential = (
        "essential",
        "Credit, insurance, benefits, health care, emergencies",
        (
            "Credit scoring except to detect fraud; life and health insurance; public benefits and services,"
            " public health care among them; emergency calls and triage (point 5)."
        ),
    )
    police = "police", "Law enforcement"
    migration = "migration", "Migration, asylum and borders"
    justice = "justice", "Justice and democratic processes"


class ProductLaw(Options):
    """The law of the product that an AI system is, or keeps safe: it decides which duties of the regulation
    apply.
    """

    devices = (
        "devices",
        "Medical devices, toys, lifts, radio, pressure or gas equipment",
        (
            "Annex I, Section A, with boats, cableways, protective equipment and devices for explosive"
            " atmospheres."
        ),
    )
    machinery = "machinery", "Machinery", "Reported to have moved to Section B in 2026 (secondary sources)."
    transport = (
        "transport",
        "Vehicles, tractors, aircraft, rail or ships",
        (
            "Annex I, Section B, aviation security included: the sector's own law takes up the requirements"
            " (Article 2(2))."
        ),
    )


class WayOut(Options):
    """Conditions of Article 6(3) under which an Annex III system is not high-risk."""

    narrow = "narrow", "It performs a narrow procedural task"
    improves = "improves", "It improves finished human work"
    patterns = "patterns", "It finds patterns, people still review"
    preparatory = "preparatory", "It only prepares an assessment"


class Transparency(Options):
    """Situations with a duty to tell (Article 50)."""

    interaction = "interaction", "People talk with it directly"
    synthetic = (
        "synthetic",
        "It makes text, images, sound or video",
        "Not where it only helps with ordinary editing or leaves the substance as it was (Article 50(2)).",
    )
    emotion = "emotion", "It reads emotions or sorts by biometrics"
    deepfake = "deepfake", "Deep fakes, or texts informing the public"


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
        Ask(
            group="Whom it affects",
            core=True,
            why="The more is at stake, the more proof and oversight it needs.",
        ),
    ] = None
    harm: Annotated[
        Prose | None,
        Field(title="Who could be harmed, and how?"),
        Ask(
            group="Whom it affects",
            when={"ethics.stake": ["inconvenience", "money", "rights", "safety"]},
            why="Harm that is named can be tested for.",
        ),
    ] = None
    fairness: Annotated[
        bool | None,
        Field(title="Will results be compared between groups of people?"),
        Ask(
            group="Fairness",
            when={"ethics.stake": ["money", "rights", "safety"], "data.personal": True},
            why="A good average can hide a bad result for some.",
        ),
    ] = None
    redress: Annotated[
        bool | None,
        Field(title="Can people ask for an explanation and object?"),
        Ask(
            group="Telling and explaining",
            when={"ethics.stake": ["money", "rights", "safety"]},
            why="Trust, and often the law, depends on it.",
        ),
    ] = None
    oversight: Annotated[
        bool | None,
        Field(title="Can a competent person overrule the model?"),
        Ask(
            group="Oversight",
            when={"ethics.stake": ["money", "rights", "safety"]},
            why="Oversight that cannot intervene is none.",
        ),
    ] = None
    in_eu: Annotated[
        bool | None,
        Field(title="Is it placed on the market, used, or its output used in the EU?"),
        Ask(group="EU AI Act: does it apply?", why="Then the regulation applies, wherever it is built."),
    ] = None
    ai_system: Annotated[
        bool | None,
        Field(
            title="Does it infer from data how to produce its output?",
            description="Rules written by people alone are not an AI system in the sense of Article 3.",
        ),
        Ask(
            group="EU AI Act: does it apply?",
            when={"ethics.in_eu": True},
            why="Only AI systems fall under the regulation.",
        ),
    ] = None
    purpose: Annotated[
        Purpose | None,
        Field(title="Is it solely for defence, research or private use?"),
        Ask(
            group="EU AI Act: does it apply?",
            when={"ethics.in_eu": True},
            why="They are outside the regulation (Article 2).",
        ),
    ] = None
    role: Annotated[
        Role | None,
        Field(title="What is our role under the EU AI Act?"),
        Ask(
            group="EU AI Act: does it apply?",
            when={"ethics.in_eu": True},
            why="Providers and deployers have different duties.",
        ),
    ] = None
    practices: Annotated[
        list[Practice] | None,
        Field(
            title="Does it do anything that the EU AI Act prohibits?",
            description=(
                "In short: harmful manipulation, exploiting weakness, social scoring, crime prediction solely"
                " by profiling, scraping of faces, emotions at work or school, sensitive traits from"
                " biometric data, remote biometric identification for the police, and intimate images without"
                " consent or of children. Article 5 has the exact words and a few exceptions."
            ),
        ),
        Ask(group="EU AI Act", why="These practices are prohibited (Article 5)."),
    ] = None
    product_safety: Annotated[
        bool | None,
        Field(
            title="Is it, or a safety part of, a product that needs third-party approval?",
            description="Machinery, toys, lifts, medical devices, vehicles and others of Annex I.",
        ),
        Ask(
            group="EU AI Act: regulated products",
            when={"ethics.in_eu": True},
            why="Then it is high-risk (Article 6(1)).",
        ),
    ] = None
    product_law: Annotated[
        ProductLaw | None,
        Field(title="Which law covers that product?"),
        Ask(
            group="EU AI Act: regulated products",
            when={"ethics.product_safety": True},
            why="Vehicles, aircraft, rail and ships follow their own law instead of most of the regulation.",
        ),
    ] = None
    areas: Annotated[
        list[Area] | None,
        Field(
            title="Is it used in a sensitive area of the EU AI Act?",
            description=(
                "Annex III. Infrastructure counts where the system keeps it safe, not where it merely serves"
                " it; credit scoring except to detect fraud; insurance where it is for life or health;"
                " benefits include public health care; emergencies are calls, their order and triage."
            ),
        ),
        Ask(group="EU AI Act", why="These uses are high-risk (Article 6(2), Annex III)."),
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
        Field(
            title="Does it talk with people, or make texts, images or sound?",
            description="Article 50, which also covers reading emotions.",
        ),
        Ask(
            group="EU AI Act",
            when={"ethics.in_eu": True},
            why="Then there are duties to inform, whatever the tier.",
        ),
    ] = None
