"""The forecast record: what was said of a figure beside what it came to, and how well that held."""

from mlscope.forecast.figures import KINDS, Figure, Kind, figures, kind_of, place, place_words
from mlscope.forecast.record import HANDFUL, Correction, Entry, Group, correction, entries, groups, held_words

__all__ = [
    "HANDFUL",
    "KINDS",
    "Correction",
    "Entry",
    "Figure",
    "Group",
    "Kind",
    "correction",
    "entries",
    "figures",
    "groups",
    "held_words",
    "kind_of",
    "place",
    "place_words",
]
