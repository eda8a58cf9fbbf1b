"""A change explained on screen: what each changed answer did to the verdict, the dimensions, the money and
the dates, between any two revisions or milestones.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from mlscope import __version__, assess
from mlscope.appraise import Appraiser
from mlscope.assess import House
from mlscope.catalogue import Catalogue
from mlscope.catalogue.replay import of_day
from mlscope.document import explained as words
from mlscope.errors import InputError, MlscopeError
from mlscope.results import ChangeExplained
from mlscope.store import HOUSE, Milestone, Store
from mlscope.ui import state
from mlscope.ui.shell import parts, show
from mlscope.ui.shell.text import literal
from mlscope.ui.state import background

PART = "explained"


@dataclass(frozen=True)
class End:
    """One end of a change: a revision of the project, and the milestone that was set there, if any."""

    name: str
    revision: int
    milestone: Milestone | None = None


def ended_by(milestone: Milestone) -> End:
    """A milestone as an end of a change."""
    return End(milestone.name, milestone.revision, milestone)


def part(start: End, end: End) -> None:
    """What moved from one end to the other, drawn once it is worked out."""
    parts.draw(PART, partial(_draw, start, end))


def _draw(start: End, end: End) -> None:
    asked = (state.project_id() or "", start, end, _snapshot())
    try:
        told = background.awaited(PART, explaining(*asked))
    except MlscopeError:  # told where this part stands, and tried again when it is drawn again
        explaining.clear(*asked)
        raise
    if told is None:
        st.markdown(":gray[:material/hourglass_top: Each step is computed once; this appears by itself.]")
        return
    project, catalogue = state.current(), state.catalogue()
    if not told.steps:
        st.write("Nothing: verdict, feasibility and findings are as they were.")
        return
    show.bullets(list(told.crossed) or ["No threshold of the verdict was crossed."])
    rows = words.lines(told, project, catalogue)
    st.dataframe(
        pd.DataFrame(rows, columns=list(words.TITLES)),
        hide_index=True,
        width="stretch",
        row_height=60,
        key="explained",
    )
    st.caption(literal(told.order))
    software = start.milestone.software if start.milestone else ""
    if software and software != __version__:
        st.caption(
            f"Made with version {literal(software)}; what the software itself changed since is not told"
            " apart."
        )
    st.download_button(
        "What changed (Markdown)",
        lambda: words.as_markdown(told, project, catalogue, f"From {start.name} to {end.name}"),
        "what-changed.md",
        "text/markdown",
        on_click="ignore",
    )


def _snapshot() -> int:
    return state.house(state.project_id() or "").number


@st.cache_resource(max_entries=20, show_spinner=False)
def explaining(project: str, start: End, end: End, snapshot: int) -> Future[ChangeExplained]:  # noqa: ARG001 - key
    """How one end became the other, on its way; money is computed anew only where its inputs changed."""
    store, today, house = state.store(), state.catalogue(), state.house(project)
    return background.begin(lambda: explain(store, project, start, end, today, house), slow=True)


def explain(
    store: Store, project: str, start: End, end: End, today: Catalogue, house: House
) -> ChangeExplained:
    """How one end of a project's history became the other, by the rules and other projects that each pins,
    else those of today.

    InputError where an end is none of this project, or the first lies after the second.
    """
    known = {milestone.id for milestone in store.milestones(project)}
    for each in (start, end):
        if each.milestone and each.milestone.id not in known:
            raise InputError(
                f"the milestone “{each.name}” is not one of this project; choose two milestones or revisions"
                " of one project"
            )
    if start.revision > end.revision:
        raise InputError(
            f"“{start.name}” (revision {start.revision}) lies after “{end.name}” (revision {end.revision});"
            " exchange the two"
        )
    rows = [row for row in store.history(project) if start.revision < row.revision <= end.revision]
    before, after = store.at(project, start.revision), store.at(project, end.revision)
    stood, stands = (_appraiser(store, each, today, house) for each in (start, end))
    return assess.explain(before, after, rows, stands.catalogue, stands.standing, stood.standing)


def _appraiser(store: Store, end: End, today: Catalogue, house: House) -> Appraiser:
    """What appraises an end: by what its milestone pinned, where it differs from today's."""
    if end.milestone is None or not end.milestone.content:
        return Appraiser(today, house=house)
    pinned = store.pinned(end.milestone)
    changed = end.milestone.changed(today.content())
    return Appraiser(of_day(pinned, today)[0] if changed else today, house=house_of_day(pinned))


def house_of_day(pinned: Mapping[str, str]) -> House:
    """How the other projects were answered when a milestone was set; none where it pinned nothing of that."""
    return House.read(pinned[HOUSE]) if HOUSE in pinned else assess.NO_HOUSE
