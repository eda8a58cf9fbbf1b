"""The catalogue to search and browse, with what fits the open project."""

from urllib.parse import urlencode

import streamlit as st

from mlscope.catalogue import Entry
from mlscope.glossary import other_names
from mlscope.questions import holds
from mlscope.ui import state
from mlscope.ui.editing import conflicts
from mlscope.ui.shell.text import literal

LIMIT = 40
SUBJECTS = (
    "Scoping and requirements",
    "Data",
    "Building the model",
    "Release",
    "Running it",
    "People and project",
    "Tools",
    "Checklists and words",
)
OTHER = "More"


def browse() -> None:
    """Search over all topics, one topic at a time, or the one entry that the address names."""
    if named := st.query_params.get("entry"):
        _one(named)
        return
    topics = state.catalogue().topics
    search, topic = st.columns([2, 2], vertical_alignment="bottom")
    wanted = (
        search.text_input(
            "Search", placeholder="drift, precision, pilot", type="search", live="300ms", key="guide_search"
        )
        .casefold()
        .strip()
    )
    chosen = topic.selectbox(
        "Topic",
        sorted(topics, key=lambda one: topics[one].title),
        index=None,
        format_func=lambda one: topics[one].title,
        placeholder="All topics",
        key="guide_topic",
    )
    fitting = bool(state.project_id()) and st.toggle("Only what fits this project", key="guide_fitting")
    if not wanted and not chosen and not fitting:
        _overview()
        return
    found = [
        (name, entry)
        for name in ([chosen] if chosen else topics)
        for entry in topics[name].entries
        if wanted in _text(entry)
    ]
    if fitting:
        found = [(name, entry) for name, entry in found if _fits(entry)]
    if chosen and topics[chosen].text:
        st.caption(literal(topics[chosen].text))
    if wanted:
        found.sort(key=lambda pair: _fit(pair[1].name.casefold(), wanted))
    if not found:
        st.caption(
            "Nothing found. "
            + ("Nothing fits yet, or it stands in another topic." if fitting else "Try a shorter word.")
        )
    for name, entry in found[:LIMIT]:
        _entry(name, entry, show_topic=not chosen)
    if len(found) > LIMIT:
        st.caption(f"{len(found) - LIMIT} more; a longer word narrows it down.")


def _one(named: str) -> None:
    """The entry of an address that somebody passed on."""
    topic, _, entry_id = named.partition("/")
    entry = state.catalogue().entry(topic, entry_id) if topic in state.catalogue().topics else None
    if entry:
        _entry(topic, entry, show_topic=True)
    else:
        st.warning("The guide has no such entry; it may have been renamed.", icon=":material/search_off:")
    st.button("Show the whole guide", icon=":material/arrow_back:", on_click=_whole)


def _whole() -> None:
    st.query_params.pop("entry", None)


def _text(entry: Entry) -> str:
    return f"{entry.name} {entry.text} {entry.facts}".casefold()


def _fit(name: str, wanted: str) -> int:
    """How near a name is to what is searched: the same, begun alike, holding it, or only its text does."""
    return 0 if name == wanted else 1 if name.startswith(wanted) else 2 if wanted in name else 3


def _overview() -> None:
    """Every topic as a button, by subject."""
    topics = state.catalogue().topics
    subjects = dict.fromkeys([*SUBJECTS, *(topic.subject or OTHER for topic in topics.values())])
    boxes = st.columns(2, gap="medium")
    shown = {
        subject: [name for name, topic in topics.items() if (topic.subject or OTHER) == subject]
        for subject in subjects
    }
    for number, (subject, names) in enumerate((subject, names) for subject, names in shown.items() if names):
        key = f"subject/{subject}"
        with boxes[number % 2].container(border=True):
            st.pills(
                f"**{literal(subject)}**",
                names,
                format_func=lambda name: literal(topics[name].title),
                key=key,
                on_change=_choose,
                args=(key,),
            )


def _choose(subject: str) -> None:
    st.session_state["guide_topic"], st.session_state[subject] = st.session_state[subject], None


def _entry(topic: str, entry: Entry, show_topic: bool) -> None:
    with st.container(border=True):
        where = f" :gray[{literal(state.catalogue().topics[topic].title)}]" if show_topic else ""
        st.markdown(f"**{literal(entry.name)}**{where}")
        st.markdown(literal(entry.text))
        told = entry.facts | ({"also": list(other_names(entry))} if "also" in entry.facts else {})
        facts = [
            f"{key.replace('_', ' ').capitalize()}: {literal(_fact(key, value))}"
            for key, value in told.items()
            if value != []
        ]
        if facts:
            st.caption("  \n".join(facts))
        if reason := _fits(entry):
            st.markdown(f":green-badge[:material/check: In this project] :gray[{reason}]")
        source = (
            f"[{literal(entry.source.title)}]({entry.source.url})"
            if entry.source.url.startswith("https://")
            else literal(entry.source.title)
        )
        link = urlencode(
            {"entry": f"{topic}/{entry.id}"} | ({"project": opened} if (opened := state.project_id()) else {})
        )
        st.caption(
            f"Source: {source}"
            + (f", as of {entry.source.as_of}" if entry.source.as_of else "")
            + f" · [Link to this entry](?{link})"
        )


def _fact(key: str, value: object) -> str:
    """A fact in words: questions and tasks by their labels, lists with commas."""
    questions = state.catalogue().questions
    if key == "asked_in" and str(value) in questions:
        return questions[str(value)].label
    parts = value if isinstance(value, list) else [value]
    rows = [part for part in parts if isinstance(part, dict)]
    if rows:
        return "; ".join(str(next(iter(row.values()))) for row in rows)
    asked = {"tasks": "problem.task", "stake": "ethics.stake"}.get(key)
    return ", ".join(questions[asked].label_of(part) if asked else str(part) for part in parts)


def _fits(entry: Entry) -> str:
    """Why an entry fits the open project; empty when it does not, or none is open."""
    if not entry.applies or not state.project_id():
        return ""
    if holds(entry.applies, state.values()) != "yes":
        return ""
    questions = state.catalogue().questions
    asked = [questions[key] for key in entry.applies if key in questions]
    told = (
        f"“{literal(one.label)}” {literal(conflicts.words(one, state.answer(one.id)), 80)}" for one in asked
    )
    return "because of the answer to " + "; ".join(told)
