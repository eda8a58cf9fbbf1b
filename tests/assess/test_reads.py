"""Every rule declares the answers that it reads."""

import inspect
import re
from typing import Any

import pytest
from hypothesis import example, given, settings

from mlscope import templates
from mlscope.appraise import appraise
from mlscope.assess.blockers import TESTS as BLOCKERS
from mlscope.assess.computed import MEASURES
from mlscope.assess.facts import Facts
from mlscope.assess.findings import TESTS as FINDINGS
from mlscope.assess.reads import Rule, rules_of
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from tests.assess.generated import project
from tests.assess.test_properties import SEEDS


class Recorded(dict[str, Any]):
    """A part of the facts that notes which answers are looked up in it."""

    def __init__(self, content: Any, seen: set[str]) -> None:
        super().__init__(content)
        self.seen = seen

    def __getitem__(self, key: str) -> Any:
        self.seen.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.seen.add(key)
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self.seen.add(str(key))
        return super().__contains__(key)


class RecordingFacts(Facts):
    """Facts that note every answer that is read."""

    def __init__(self, facts: Facts) -> None:
        self.__dict__.update(facts.__dict__)
        self.seen: set[str] = set()
        for name in ("_raw", "status", "truth"):
            setattr(self, name, Recorded(getattr(facts, name), self.seen))
        self.__dict__["values"] = Recorded(facts.values, self.seen)
        self.__dict__.pop("metric", None)
        self.__dict__.pop("without_pilot", None)

    def passed_over(self, question_id: str) -> bool:
        """In a draw nothing is passed over, so that only the question itself counts as read."""
        self.seen.add(question_id)
        return super(RecordingFacts, self.plain).passed_over(question_id)

    @property
    def plain(self) -> "RecordingFacts":
        """The same facts, noting nothing."""
        other = RecordingFacts.__new__(RecordingFacts)
        other.__dict__.update(self.__dict__)
        for name in ("_raw", "status", "truth"):
            other.__dict__[name] = dict(self.__dict__[name])
        return other


def undeclared(rule: Rule, facts: Facts, catalogue: Catalogue) -> set[str]:
    """The answers that a rule reads and does not declare."""
    recording = RecordingFacts(facts)
    rule.of(recording)
    return {i for i in recording.seen if i in catalogue.questions} - set(rule.reads)


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS)
@example(seed=46401048)  # a machine that decides alone in a regulated product
def test_no_rule_reads_an_answer_that_it_does_not_declare(seed: int, catalogue: Catalogue) -> None:
    facts = Facts(project(seed, catalogue, most=120), catalogue)
    for rule in rules_of(catalogue).all():
        assert undeclared(rule, facts, catalogue) == set(), rule.id


@pytest.mark.parametrize("name", ["churn", "defects", "demand", "hiring", "blank"])
def test_no_rule_reads_more_where_money_and_dates_are_known(catalogue: Catalogue, name: str) -> None:
    sample = {**templates.samples(catalogue), "blank": Project(name="Blank")}[name]
    found = appraise(sample, catalogue, points=256)
    facts = Facts(sample, catalogue, found.money, found.schedule)
    for rule in rules_of(catalogue).all():
        assert undeclared(rule, facts, catalogue) == set(), rule.id


def test_what_is_declared_is_a_question(catalogue: Catalogue) -> None:
    for rule in rules_of(catalogue).all():
        assert set(rule.reads) <= set(catalogue.questions), rule.id
        assert len(rule.reads) == len(set(rule.reads)), rule.id


def test_the_recording_sees_what_a_rule_reads(catalogue: Catalogue, samples: dict[str, Project]) -> None:
    facts = Facts(samples["churn"], catalogue)
    rule = next(rule for rule in rules_of(catalogue).all() if rule.id == "DATA-07")
    bare = Rule(rule.id, (), rule.of)
    assert undeclared(bare, facts, catalogue) >= {"data.label_agreement", "metrics.precision"}


def test_no_rule_names_an_answer_in_its_source_that_it_does_not_declare(catalogue: Catalogue) -> None:
    declared = {rule.id: set(rule.reads) for rule in rules_of(catalogue).all()}
    for code, test in {**FINDINGS, **BLOCKERS, **MEASURES}.items():
        named = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', inspect.getsource(test)))
        assert {i for i in named if i in catalogue.questions} <= declared[code], code
