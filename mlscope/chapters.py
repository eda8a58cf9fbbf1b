"""The names of the document's chapters and variants."""

CHAPTERS = (
    "decision",
    "brief",
    "case",
    "value",
    "pilot",
    "plan",
    "risks",
    "requirements",
    "figures",
    "answers",
    "findings",
    "all_findings",
    "recommendations",
    "all_recommendations",
    "precedents",
    "improvement",
    "outcome",
    "moved",
    "glossary",
    "provenance",
)
"""Every chapter that can be written; those from the requirements on are annexes."""
ANNEXES = CHAPTERS[CHAPTERS.index("requirements") :]
SLIDES = ("decision", "case", "value", "pilot", "plan", "risks")
"""The chapters that have slides."""
VARIANTS = ("brief", "paper", "requirements", "full", "slides")
