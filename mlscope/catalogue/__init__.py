"""Everything that is content: steps, questions with their wording and scores, catalogue entries, rules,
templates, samples.

It is read from `data/` and, over it, from the overlay folder of an organisation, shaped alike.
"""

from mlscope.catalogue.content import Catalogue, Scored, Step
from mlscope.catalogue.loading import load
from mlscope.catalogue.packs import Pack, PackChoice, PackQuestion
from mlscope.catalogue.problems import Problem, Wrong
from mlscope.catalogue.topics import Entry, Reference, Topic
from mlscope.catalogue.wording import Wording

__all__ = [
    "Catalogue",
    "Entry",
    "Pack",
    "PackChoice",
    "PackQuestion",
    "Problem",
    "Reference",
    "Scored",
    "Step",
    "Topic",
    "Wording",
    "Wrong",
    "load",
]
