"""What came of it: the actual figures of a project, entered beside the ranges that were given for them, and
shown beside the forecasts.
"""

from collections.abc import Collection
from itertools import zip_longest

import pandas as pd
import streamlit as st

from mlscope import forecast
from mlscope.document.from_store import decided
from mlscope.errors import InputError
from mlscope.forecast import KINDS, Figure, Kind, record, words
from mlscope.project import Actual, Answer, Stage, reading
from mlscope.ui import state
from mlscope.ui.deciding.replayed import replay
from mlscope.ui.editing import cells
from mlscope.ui.shell.text import literal

RUNNING = (Stage.delivering, Stage.done)
"""The stages in which something has come of it."""


def part() -> None:
    """Where actual figures are entered; open once the project runs, and on demand before."""
    project = state.current()
    fold = st.expander(
        "What came of it",
        expanded=project.stage in RUNNING or bool(project.actuals),
        key="outcome",
        on_change="rerun",
    )
    if not fold.open:
        return
    with fold:
        milestone = decided(state.store(), project.id)
        name = milestone.name if milestone else ""
        of = (
            f"the milestone \u201c{name}\u201d"
            if name
            else "the answers as they stand, since no milestone is set"
        )
        st.caption(
            literal(
                f"Enter what a figure really came to, once it is known. It is kept beside the range of {of},"
                " with your name and the day; later estimates leave that range as it is."
            )
        )
        known = _figures(project.id, name, 0 if name else state.loaded().stamp)
        offered = [kind for kind in KINDS if any(forecast.kind_of(one.key) == kind for one in known)]
        if not offered:
            st.info("Nothing was estimated yet that something could come of.", icon=":material/straighten:")
            return
        kind = st.segmented_control(
            "Figures",
            offered,
            default=offered[0],
            format_func=KINDS.__getitem__,
            required=True,
            key="outcome_kind",
        )
        _held(project.actuals, known, (kind,))
        asked = [figure for figure in known if forecast.kind_of(figure.key) == kind]
        for pair in zip_longest(asked[::2], asked[1::2]):
            for column, figure in zip(st.columns(2, gap="medium"), pair, strict=True):
                if figure:
                    with column:
                        _field(figure, name)


@st.cache_resource(max_entries=50, show_spinner=False)
def _figures(project: str, milestone: str, stamp: int) -> tuple[Figure, ...]:  # noqa: ARG001 - a stamp is a state
    """What was said of each figure, by a milestone or else by the record as it stands."""
    return forecast.figures(replay(project, milestone).appraisal if milestone else state.appraisal())


def _field(figure: Figure, milestone: str) -> None:
    """One figure: what it came to, and below it what was given, how the two stand, and who entered it."""
    project, stored = state.current(), state.answer(f"actual/{figure.key}")
    actual = project.actuals.get(figure.key)
    given = (actual.given if actual else None) or figure.given
    asked = words.question_of(figure.key, given.name)
    shown = cells.shown(asked, actual.value, {}) if actual else ""
    unit = {"money": project.currency, "days": "working days"}.get(
        asked.unit, "%" * (asked.kind == "percent")
    )
    widget = f"actual/{project.id}/{figure.key}/{shown}"
    st.text_input(
        literal(f"{given.name} ({unit})" if unit else given.name),
        value=shown,
        key=widget,
        placeholder="Not known yet",
        on_change=_entered,
        args=(figure, milestone, widget),
    )
    state.see([f"actual/{figure.key}"])
    if refused := st.session_state.get(_refusal(project.id, figure)):
        st.error(f"Not saved: {literal(refused)}", icon=":material/edit_off:")
    told = [f"Given: {words.given_words(figure.key, given, project.currency)}"]
    if actual:
        told += [forecast.place_words(actual.value, given), words.entered_words(actual)]
        told += [f"beside {words.of_words(given)}"] if stored.value is not None else []
    st.caption(literal(" · ".join(filter(None, told))))


def _entered(figure: Figure, milestone: str, widget: str) -> None:
    """Keep what was typed, with the range that it stands beside."""
    key, text = f"actual/{figure.key}", str(st.session_state.get(widget) or "")
    refusal = _refusal(state.current().id, figure)
    st.session_state.pop(refusal, None)
    before = state.current().actuals.get(figure.key)
    given = (before.given if before else None) or figure.given.model_copy(update={"milestone": milestone})
    try:
        value = reading.stored(
            words.question_of(figure.key, given.name), text.strip(), {}, state.current().currency
        )
    except InputError as error:
        st.session_state[refusal] = str(error)
        return
    if value == (before.value if before else None):
        return
    if state.answer(key).content != state.seen(key).content:
        who = state.answer(key).author or "Somebody"
        st.session_state[refusal] = f"{text}. {who} entered this figure meanwhile; look at theirs first."
        return
    actual = None if value is None else Actual(value=value, given=given).model_dump(mode="json")
    state.put(key, Answer(value=actual))


def _refusal(project: str, figure: Figure) -> str:
    return f"actual/{project}/{figure.key}/refused"


def beside(*kinds: Kind) -> None:
    """On a page of forecasts: what some of its figures came to, with the way to where they are entered;
    nothing before the project runs.
    """
    project = state.current()
    if project.stage not in RUNNING and not any(forecast.kind_of(key) in kinds for key in project.actuals):
        return
    st.subheader("What came of it")
    _held(project.actuals, (), kinds)
    if rows := words.rows(project.actuals, project.currency, (), kinds):
        frame = pd.DataFrame([row.cells for row in rows], columns=list(words.TITLES))
        st.dataframe(frame, hide_index=True, width="stretch")
    else:
        st.caption("No actual figure is entered yet.")
    st.page_link(
        state.page("review"),
        label="Enter what came of it",
        icon=":material/edit:",
        query_params={"project": project.id},
    )


def _held(actuals: dict[str, Actual], known: Collection[Figure], kinds: Collection[Kind]) -> None:
    """How well the ranges of some kinds held, in a sentence."""
    found = forecast.entries({"": words.with_today(actuals, known)})
    if said := forecast.held_words(record.group("", [one for one in found if one.kind in kinds])):
        st.markdown(literal(said))
