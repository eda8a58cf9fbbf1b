"""A milestone as it was: its answers under the questions, rules and words of its day."""

from dataclasses import dataclass

import streamlit as st

from mlscope import __version__
from mlscope.appraise import Appraisal, appraise
from mlscope.catalogue import Catalogue
from mlscope.catalogue.replay import of_day, part_words
from mlscope.store import Milestone
from mlscope.ui import state
from mlscope.ui.deciding.explained import house_of_day


@dataclass(frozen=True)
class Replay:
    """What the engines say of a milestone, the content they read, and what of its day could not be read
    again.
    """

    milestone: Milestone
    appraisal: Appraisal
    catalogue: Catalogue
    notes: tuple[str, ...]

    @property
    def changed(self) -> list[str]:
        """What reads otherwise today, in words."""
        today = state.catalogue()
        return [part_words(part, today) for part in self.milestone.changed(today.content())]


@st.cache_resource(max_entries=20, show_spinner=False)
def replay(project: str, milestone: str) -> Replay:
    """A milestone by its name; nothing that changes later changes what this returns, except mlscope
    itself.
    """
    store = state.store()
    chosen = next(one for one in store.milestones(project) if one.name == milestone)
    pinned = store.pinned(chosen)
    catalogue, notes = of_day(pinned, state.catalogue())
    then = store.at(project, chosen.revision)
    if chosen.software not in ("", __version__):
        notes += (
            f"It was set with mlscope {chosen.software} and is computed anew by mlscope {__version__}.",
        )
    appraisal = appraise(then, catalogue, seed=chosen.seed, draft=True, house=house_of_day(pinned))
    return Replay(chosen, appraisal, catalogue, notes)
