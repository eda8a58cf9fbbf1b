"""What the catalogue recommends for this project: every entry whose condition the answers meet, with those
answers as the reason.

Advice is of one mind: an entry is left out where an answer rules it out or a score speaks against the choice
that it comes to, and of entries that come to different choices of one question those of one choice stay.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from mlscope.assess.facts import Facts
from mlscope.catalogue import Entry
from mlscope.questions import holds
from mlscope.results import Recommendation


def recommendations(facts: Facts) -> tuple[Recommendation, ...]:
    """Recommended entries by topic, those that rest on more answers first, a few of each topic."""
    rules = facts.catalogue.rules["recommendations"]
    given = {i: facts[i] for i, truth in facts.truth.items() if truth == "yes"}
    named = [topic for topic in rules["order"] if topic in facts.catalogue.topics]
    others = [
        topic
        for topic in facts.catalogue.topics
        if topic not in rules["order"] and topic not in rules["never"]
    ]
    by_topic = {topic: _fitting(topic, facts, given) for topic in (*named, *others)}
    chosen = _choices([entry for entries in by_topic.values() for entry in entries], facts)
    found: list[Recommendation] = []
    for topic, entries in by_topic.items():
        agreeing = [e for e in entries if all(chosen[q] == choice for q, choice in e.comes_to.items())]
        found += [_recommendation(topic, entry, facts) for entry in agreeing[: rules["most_per_topic"]]]
    return tuple(found)


def _fitting(topic: str, facts: Facts, given: Mapping[str, Any]) -> list[Entry]:
    """The entries whose condition holds and against which nothing speaks, the most specific first."""
    fitting = [
        entry
        for entry in facts.catalogue.entries(topic)
        if entry.applies
        and holds(entry.applies, given) == "yes"
        and not any(holds({key: wanted}, given) == "yes" for key, wanted in entry.unless.items())
        and not _contradicted(entry, facts)
    ]
    return sorted(fitting, key=lambda entry: -len(entry.applies))


def _choices(entries: Sequence[Entry], facts: Facts) -> dict[str, str]:
    """By question the one choice that advice comes to: the answer given, else the best-scored, else the
    first.
    """
    advised: dict[str, list[str]] = {}
    for entry in entries:
        for question_id, choice in entry.comes_to.items():
            advised.setdefault(question_id, []).append(choice)
    chosen = {}
    for question_id, choices in advised.items():
        scoring = facts.questions[question_id].scoring
        scores = scoring.scores if scoring else {}
        chosen[question_id] = max(
            choices,
            key=lambda choice: (
                _otherwise(question_id, choice, facts) is None and facts[question_id] is not None,
                scores.get(choice, 0.0),
            ),
        )
    return chosen


POOR = 0.5
"""A choice that scores less is not advised, whatever else speaks for it."""


def _contradicted(entry: Entry, facts: Facts) -> bool:
    """Does a score speak against what the entry comes_to: it is poor, or no better than the answer that was
    given?
    """
    for question_id, choice in entry.comes_to.items():
        scoring = facts.questions[question_id].scoring
        scores = scoring.scores if scoring else {}
        given = _otherwise(question_id, choice, facts)
        score = scores.get(choice, 1.0)
        if score < POOR or (given is not None and scores and score <= scores.get(given, 0.0)):
            return True
    return False


def _otherwise(question_id: str, choice: str, facts: Facts) -> str | None:
    """The choice that was answered instead of the one advised."""
    given = facts[question_id] if facts.truth.get(question_id) == "yes" else None
    return str(given) if given is not None and given != choice else None


def _recommendation(topic: str, entry: Entry, facts: Facts) -> Recommendation:
    reason = "You said: " + "; ".join(_said(facts, question_id) for question_id in entry.applies) + "."
    for question_id, choice in entry.comes_to.items():
        if _otherwise(question_id, choice, facts) is not None:
            reason += (
                f" Your own answer is another, “{_said(facts, question_id)}”; this is advice to think again."
            )
    return Recommendation(topic, entry.id, entry.name, entry.text, reason, entry.source.title)


def _said(facts: Facts, question_id: str) -> str:
    question, value = facts.question(question_id), facts[question_id]
    if isinstance(value, bool):
        return f"{question.label.rstrip('?')}: {'yes' if value else 'no'}"
    values: list[Any] = value if isinstance(value, list) else [value]
    return ", ".join(question.label_of(one) for one in values)
