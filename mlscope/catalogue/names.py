"""Names in an overlay that nothing has, or that are taken: each leaves its file out, with a guess at the
intended one.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel, ValidationError

from mlscope.catalogue.content import Catalogue
from mlscope.catalogue.files import Parts
from mlscope.catalogue.precedents import TOPIC as PRECEDENTS
from mlscope.catalogue.problems import Problem
from mlscope.catalogue.topics import FACTS, Entry
from mlscope.catalogue.wording import unknown_words
from mlscope.errors import did_you_mean, located, shorten
from mlscope.project.wizard import TYPED_QUESTIONS
from mlscope.questions import Condition, Question

SPEECHLESS = ("table", "estimate", "prose", "date")
"""Kinds of question whose answers no condition can name."""


def unknown_names(catalogue: Catalogue, base: Catalogue, parts: Parts) -> Iterator[Problem]:
    """Every error that shows only when the files stand together; `base` is the catalogue without them."""
    yield from _pack_names(parts)
    yield from _taken(base, parts)
    yield from _conditions(catalogue.questions, parts)
    yield from _circles(catalogue.questions, parts)
    yield from _facts(parts)
    yield from unknown_codes(catalogue, parts)
    for name, words in parts.wordings.items():
        if not re.fullmatch(r"wording(/[a-z]{2,3}(-[a-z]+)?)?\.yaml", name):
            yield Problem(name, "", "name this file by the code of its language, as in de.yaml")
        for place, sentence in unknown_words(
            words, catalogue.questions, [step.id for step in catalogue.steps]
        ):
            yield Problem(name, place, sentence)


def _pack_names(parts: Parts) -> Iterator[Problem]:
    for name, pack in parts.packs.items():
        if name != f"packs/{pack.id}.yaml":
            yield Problem(
                name, "id", f"a pack is named as its file; name the file {pack.id}.yaml, or change the id"
            )


def _taken(base: Catalogue, parts: Parts) -> Iterator[Problem]:
    owner = {question.id: "of mlscope itself" for question in TYPED_QUESTIONS}
    replaced = {pack.id for pack in parts.packs.values()}
    owner |= {
        q.id: f"of the pack '{pack.id}'"
        for pack in base.packs.values()
        if pack.id not in replaced
        for q in pack.questions
    }
    for name, pack in parts.packs.items():
        for question in pack.questions:
            if question.id in owner:
                yield Problem(
                    name,
                    "questions",
                    f"the question id '{question.id}' is already in use by one {owner[question.id]}; choose"
                    " another",
                )
            owner.setdefault(question.id, f"of {name}")


# ── conditions
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def conditions(parts: Parts) -> Iterator[tuple[str, str, Condition]]:
    """(file, place, condition) of every question and entry."""
    for name, pack in parts.packs.items():
        yield from (
            (name, f"questions > {question.id} > when", question.when)
            for question in pack.questions
            if question.when
        )
        yield from (
            (name, f"questions > {question.id} > core_when", question.core_when)
            for question in pack.questions
            if question.core_when
        )
        yield from (
            (name, f"questions > {question.id} > severity > #{number}", row.when)
            for question in pack.questions
            for number, row in enumerate(question.severity, 1)
            if row.when
        )
    for name, topic in parts.topics.items():
        yield from (
            (name, f"entries > {entry.id} > {key}", condition)
            for entry in topic.entries
            for key, condition in (("applies", entry.applies), ("unless", entry.unless))
            if condition
        )


def _conditions(questions: Mapping[str, Question], parts: Parts) -> Iterator[Problem]:
    for name, place, condition in conditions(parts):
        for key, wanted in condition.items():
            for sentence in impossible(questions, key, wanted):
                yield Problem(name, place, sentence)


def impossible(questions: Mapping[str, Question], key: str, wanted: Any) -> Iterator[str]:
    """Why a question can never have the answer that a condition wants, one sentence per reason."""
    question = questions.get(key)
    if question is None:
        yield f"there is no question '{key[:60]}'{did_you_mean(key, questions)}"
    elif question.kind in SPEECHLESS:
        yield (
            f"no condition can rest on '{key}', whose answer is a {question.kind}; ask for yes or no, or for"
            " a choice"
        )
    elif wanted == []:
        yield f"the list of answers to '{key}' is empty; name at least one"
    else:
        for value in wanted if isinstance(wanted, list) else [wanted]:
            yield from _no_answer(question, value)


def _no_answer(question: Question, value: Any) -> Iterator[str]:
    if question.kind in ("choice", "choices"):
        known = [choice.id for choice in question.choices]
        if value not in known:
            yield f"'{question.id}' has no choice {shorten(value)}{did_you_mean(str(value), known)}"
    elif question.kind == "yes_no":
        if not isinstance(value, bool):
            yield f"'{question.id}' is answered with true or false; found {shorten(value)}"
    elif question.kind == "text":
        if not isinstance(value, str):
            yield f"'{question.id}' is answered with a text; found {shorten(value)}"
    elif isinstance(value, bool | str):
        yield f"'{question.id}' is answered with a figure; found {shorten(value)}"
    else:
        yield from _out_of_bounds(question, value)


def _out_of_bounds(question: Question, value: float) -> Iterator[str]:
    if question.minimum is not None and value < question.minimum:
        yield f"'{question.id}' is answered with at least {question.minimum:g}; found {value:g}"
    if question.maximum is not None and value > question.maximum:
        way_out = "; write 60 % as 0.6" if question.kind == "percent" else ""
        yield f"'{question.id}' is answered with at most {question.maximum:g}; found {value:g}{way_out}"


def _circles(questions: Mapping[str, Question], parts: Parts) -> Iterator[Problem]:
    for name, pack in parts.packs.items():
        for question in pack.questions:
            if circle := circle_from(question.id, questions):
                yield Problem(
                    name,
                    f"questions > {question.id} > when",
                    f"the conditions go round in a circle ({' > '.join(circle)}); remove one of them",
                )


def circle_from(start: str, questions: Mapping[str, Question]) -> list[str]:
    """The way along conditions from a question back to itself; empty where there is none."""
    ways = [[start]]
    seen = {start}
    while ways:
        way = ways.pop()
        for key in questions[way[-1]].when:
            if key == start:
                return [*way, start]
            if key in questions and key not in seen:
                seen.add(key)
                ways.append([*way, key])
    return []


# ── facts
# ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _facts(parts: Parts) -> Iterator[Problem]:
    """Facts that the program reads, in a form that it cannot."""
    for name, topic in parts.topics.items():
        if model := FACTS.get(PurePath(name).stem):
            for entry in topic.entries:
                yield from _unreadable(model, name, entry)


def unknown_codes(catalogue: Catalogue, parts: Parts) -> Iterator[Problem]:
    """Findings and recommended entries that a documented case names, and that there are not."""
    answers = {q.code: tuple(q.scoring.scores) if q.scoring else () for q in catalogue.advised}
    for name, topic in parts.topics.items():
        for entry in topic.entries if name == f"catalogue/{PRECEDENTS}.yaml" else ():
            for place, named in _codes(entry):
                place = f"entries > {entry.id} > {place}"
                code, _, answer = named.partition("/")
                if code not in catalogue.codes:
                    guess = (
                        did_you_mean(code, catalogue.codes) or "; mlscope questions lists those of questions"
                    )
                    yield Problem(name, place, f"there is no finding or blocker '{code[:60]}'{guess}")
                elif answer and answer not in (choices := answers.get(code, ())):
                    guess = did_you_mean(answer, choices, f"leave '/{answer[:60]}' out")
                    yield Problem(name, place, f"no answer '{answer[:60]}' brings up '{code}'{guess}")
            for named in _texts(entry, "shows"):
                topic_id, _, entry_id = named.partition("/")
                if catalogue.entry(topic_id, entry_id) is None:
                    known = [f"{t}/{e.id}" for t in catalogue.topics for e in catalogue.entries(t)]
                    yield Problem(
                        name,
                        f"entries > {entry.id} > shows",
                        f"there is no entry '{named[:60]}'"
                        f"{did_you_mean(named, known, 'name it as topic/entry')}",
                    )


def _codes(entry: Entry) -> Iterator[tuple[str, str]]:
    """The codes of a case, each with its place."""
    yield from (("codes", code) for code in _texts(entry, "codes"))
    further = entry.facts.get("further")
    for number, told in enumerate(further if isinstance(further, list) else (), 1):
        codes = told.get("codes") if isinstance(told, dict) else None
        for code in codes if isinstance(codes, list) else ():
            yield f"further > #{number} > codes", code


def _texts(entry: Entry, key: str) -> list[str]:
    value = entry.facts.get(key)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _unreadable(model: type[BaseModel], name: str, entry: Entry) -> Iterator[Problem]:
    try:
        model.model_validate(entry.facts)
    except ValidationError as error:
        yield from (
            Problem(name, f"entries > {entry.id} > {place}", sentence) for place, sentence in located(error)
        )
