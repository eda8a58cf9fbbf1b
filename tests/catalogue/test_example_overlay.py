"""The overlay that people copy from: it is clean, shows everything there is, and counts."""

from typing import Any

import pytest

from mlscope.assess import assess
from mlscope.catalogue import Catalogue, load
from mlscope.catalogue.lint import lint
from mlscope.project import Project
from mlscope.questions import KINDS
from mlscope.results import DimensionResult
from mlscope.settings import Settings, home

FOLDER = home() / "docs" / "example-overlay"


@pytest.fixture(scope="module")
def house() -> Catalogue:
    return load(Settings(store=":memory:", overlay=FOLDER))


def test_nothing_is_wrong_with_it_and_nothing_in_it_is_of_no_use() -> None:
    assert [str(problem) for problem in lint(FOLDER)] == []


def test_mlscope_finds_nothing_wrong_with_its_own_content() -> None:
    assert [str(problem) for problem in lint(home() / "data")] == []


def test_it_shows_every_kind_of_question(house: Catalogue) -> None:
    assert {question.kind for question in house.packs["brightgrid"].questions} == set(KINDS) - {"table"}


def dimension(house: Catalogue, name: str, **more: Any) -> DimensionResult:
    answers = {key.replace("_", ".", 1): value for key, value in more.items()}
    return assess(Project(name="x", data={"personal": True}, more=answers), house).dimensions[name]


@pytest.mark.parametrize(
    ("name", "question", "good", "bad"),
    [
        ("data", "data_meter_owner", "in_writing", "not_asked"),
        ("scalability", "approach_control_room", False, True),
    ],
)
def test_its_scored_questions_enter_a_dimension(
    house: Catalogue, name: str, question: str, good: Any, bad: Any
) -> None:
    still_open, best, worst = (
        dimension(house, name, **said) for said in ({}, {question: good}, {question: bad})
    )
    assert question.replace("_", ".", 1) in [item.id for item in still_open.items]
    assert worst.high < best.high <= still_open.high == 100
    assert still_open.low == 0 <= worst.low < best.low


def test_a_weak_answer_brings_its_advice(house: Catalogue) -> None:
    found = assess(Project(name="x", more={"approach.control_room": True}), house).findings
    assert "APPR-CONTROL_ROOM" in [finding.code for finding in found]


def test_its_entries_are_choices_risks_and_topics(house: Catalogue) -> None:
    assert house.questions["metrics.metric"].label_of("missed_minutes") == "Minutes of outage missed"
    assert house.entry("risks", "storm_season") is not None
    assert house.topics["house_rules"].subject == "People and project"
    assert house.entry("metrics", "f1") is not None


def test_its_words_are_spoken(house: Catalogue) -> None:
    assert house.questions["plan.budget"].label == "What may it cost?"
    dutch = load(Settings(store=":memory:", overlay=FOLDER, language="nl"))
    assert dutch.questions["data.meter_owner"].label_of("orally") == "Mondeling"
    assert dutch.questions["approach.minutes_without"].unit == "minuten"
    assert dutch.languages["nl"] == "Nederlands"
