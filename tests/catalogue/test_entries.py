"""Every entry of the catalogue can be understood, checked and recommended for a reason."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from mlscope.catalogue import Catalogue, Entry, load
from mlscope.project.steps.problem import Task
from mlscope.questions import asked, holds
from mlscope.settings import Settings

CATALOGUE: Catalogue = load(Settings(store=":memory:"))
each_topic = pytest.mark.parametrize("topic", CATALOGUE.topics)
KINDS = {"published", "project guide", "secondary"}
STALE = [
    "best of both worlds",
    "cutting-edge",
    "state of the art",
    "leverage",
    "seamless",
    "utilise",
    "utilize",
    "comprehensive",
]
GENERAL_FACTS = {"advice", "caution", "asked_in", "also", "best", "when_to_use", "solution"}
TERMS = [
    "base_rate",
    "precision",
    "recall",
    "npv",
    "npv_predictive",
    "irr",
    "payback",
    "p10_p50_p90",
    "discount_rate",
    "break_even",
    "value_of_information",
    "criticality",
    "blocker",
    "feasibility_interval",
    "evidence_grade",
    "bus_factor",
    "drift",
    "shadow_mode",
    "canary",
    "blue_green",
    "leakage",
    "label",
    "feature",
    "baseline",
    "guardrail",
    "milestone",
    "pre_mortem",
    "roi",
    "threshold",
    "overfitting",
    "legal_basis",
    "residual_risk",
]


def texts(entry: Entry) -> Iterator[str]:
    yield from (entry.name, entry.text)
    for fact in entry.facts.values():
        yield from (one for one in (fact if isinstance(fact, list) else [fact]) if isinstance(one, str))


@each_topic
def test_an_entry_says_something_of_its_own_in_few_words(topic: str) -> None:
    for entry in CATALOGUE.entries(topic):
        assert 1 <= len(entry.name) <= 80, entry.id
        assert (
            entry.name[0].isupper() or entry.name[0].isdigit() or entry.name in ("pandas", "scikit-learn")
        ), entry.id
        assert 25 <= len(entry.text) <= 300, entry.id
        assert entry.text.endswith((".", "?")), entry.id
        assert max(map(len, texts(entry))) <= 300, entry.id


@each_topic
def test_an_entry_is_worded_calmly(topic: str) -> None:
    for entry in CATALOGUE.entries(topic):
        words = "\n".join(texts(entry))
        assert re.search(r"[!\U0001f000-\U0001faff\u2600-\u27bf]|  |\s[.,;]|\bTODO\b|\d%", words) is None, (
            entry.id
        )
        assert [worn for worn in STALE if worn in words.casefold()] == [], entry.id


@each_topic
def test_an_entry_names_its_source(topic: str) -> None:
    for entry in CATALOGUE.entries(topic):
        source = entry.source
        assert source.kind in KINDS, entry.id
        assert source.title, entry.id
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", source.as_of) or (
            source.kind == "published" and re.search(r"\b\d{4}\b", source.title)
        ), entry.id
        assert source.url == "" or source.url.startswith("https://"), entry.id


@each_topic
def test_an_entry_is_recommended_on_answers_that_can_be_given(topic: str) -> None:
    for entry in (entry for entry in CATALOGUE.entries(topic) if entry.applies):
        for key, wanted in entry.applies.items():
            question = CATALOGUE.questions[key]
            possible = (
                {True, False} if question.kind == "yes_no" else {choice.id for choice in question.choices}
            )
            assert set(wanted if isinstance(wanted, list) else [wanted]) <= possible, key
        answers: dict[str, Any] = {
            key: wanted[0] if isinstance(wanted, list) else wanted for key, wanted in entry.applies.items()
        }
        assert holds(entry.applies, answers) == "yes", entry.id
        assert [key for key in answers if asked(CATALOGUE.questions.values(), answers)[key] == "no"] == [], (
            entry.id
        )


@each_topic
def test_an_entry_points_to_a_question_that_is_asked(topic: str) -> None:
    for entry in (entry for entry in CATALOGUE.entries(topic) if "asked_in" in entry.facts):
        assert entry.facts["asked_in"] in CATALOGUE.questions, entry.id


@each_topic
def test_ids_and_names_are_used_once_in_a_topic(topic: str) -> None:
    for counted in (
        Counter(e.id for e in CATALOGUE.entries(topic)),
        Counter(e.name.casefold() for e in CATALOGUE.entries(topic)),
    ):
        assert [name for name, times in counted.items() if times > 1] == []


@each_topic
def test_a_topic_introduces_itself(topic: str) -> None:
    assert 3 <= len(CATALOGUE.topics[topic].title) <= 60
    assert CATALOGUE.topics[topic].text.endswith((".", "?"))


@each_topic
def test_entries_of_a_topic_speak_of_the_same_facts(topic: str) -> None:
    counted = Counter(key for entry in CATALOGUE.entries(topic) for key in entry.facts)
    alone = {key for key, times in counted.items() if times == 1} - GENERAL_FACTS
    assert len(CATALOGUE.entries(topic)) == 1 or alone <= ALONE.get(topic, set())


ALONE: dict[str, set[str]] = {"data_quality": {"tools"}, "retraining": {"steps"}}


@pytest.mark.parametrize("entry", CATALOGUE.entries("metrics"), ids=lambda entry: entry.id)
def test_a_metric_says_which_way_is_better_and_for_which_tasks(entry: Entry) -> None:
    assert entry.facts["better"] in {"higher", "lower"}
    assert entry.facts["role"] in {"primary", "secondary"}
    assert set(entry.facts["tasks"]) <= set(Task)
    assert set(entry.facts["tasks"])


@pytest.mark.parametrize("task", Task)
def test_every_task_has_a_primary_metric_that_is_recommended(task: Task) -> None:
    given = {"problem.task": task.value, "data.kind": "tabular"}
    recommended = [e for e in CATALOGUE.entries("metrics") if e.applies and holds(e.applies, given) == "yes"]
    assert any(e.facts["role"] == "primary" for e in recommended)
    assert all(task.value in e.facts["tasks"] for e in recommended)


@pytest.mark.parametrize("task", Task)
def test_every_task_has_a_first_model(task: Task) -> None:
    given = {"problem.task": task.value, "data.kind": "tabular"}
    assert [e for e in CATALOGUE.entries("model_selection") if e.applies and holds(e.applies, given) == "yes"]


def test_accuracy_is_no_primary_metric_and_warns_of_rare_outcomes() -> None:
    accuracy = CATALOGUE.entry("metrics", "accuracy")
    assert accuracy is not None
    assert accuracy.facts["role"] == "secondary"
    assert "2 %" in accuracy.facts["caution"]


def test_metrics_are_the_choices_of_the_question_that_asks_for_one() -> None:
    offered = [choice.id for choice in CATALOGUE.questions["metrics.metric"].choices]
    assert offered == [entry.id for entry in CATALOGUE.entries("metrics")]


@pytest.mark.parametrize("term", TERMS)
def test_the_glossary_explains_the_words_of_the_app(term: str) -> None:
    assert CATALOGUE.entry("glossary", term) is not None


@pytest.mark.parametrize("entry", CATALOGUE.entries("glossary"), ids=lambda entry: entry.id)
def test_a_term_is_explained_in_one_or_two_sentences(entry: Entry) -> None:
    assert 1 <= len(re.findall(r"[.?](?:\s|$)", entry.text)) <= 3


def test_checklists_keep_their_lengths() -> None:
    lengths = Counter(entry.facts["list"] for entry in CATALOGUE.entries("checklists"))
    assert lengths == {
        "Data quality": 5,
        "Augmentation": 4,
        "Before deployment": 6,
        "Before daily use": 9,
        "In daily use": 8,
    }


def test_retired_products_are_not_recommended_without_a_word() -> None:
    retired = [
        "imgaug",
        "AI Platform",
        "Watson Studio",
        "Neptune",
        "Stackdriver",
        "Cognitive Services",
        "Papers With Code",
        "WhyLabs",
    ]
    for topic in CATALOGUE.topics:
        for entry in CATALOGUE.entries(topic):
            named = [product for product in retired if any(product in text for text in texts(entry))]
            assert not named or "advice" in entry.facts, (topic, entry.id, named)
