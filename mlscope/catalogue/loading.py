"""The catalogue from `data/`, with an organisation's overlay folder over it.

Entries with the same id replace, everything else adds. A wrong overlay file is left out and named; a wrong
built-in file is a bug.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from mlscope.catalogue import files
from mlscope.catalogue.content import ENGLISH, Catalogue, Scored, Step
from mlscope.catalogue.files import Parts
from mlscope.catalogue.names import unknown_names
from mlscope.catalogue.packs import Pack, usual_weights
from mlscope.catalogue.problems import Problem, Wrong
from mlscope.catalogue.topics import Topic
from mlscope.catalogue.wording import Wording, reworded, reworded_step
from mlscope.errors import did_you_mean
from mlscope.project.wizard import STEPS, TYPED_QUESTIONS
from mlscope.questions import Choice, Question, Scoring
from mlscope.settings import Settings, home

USUAL = "rules/usual.yaml"


def load(settings: Settings | None = None) -> Catalogue:
    """The content of `data/` and of the overlay folder in the language asked for, read once per process and
    folder.
    """
    settings = settings or Settings.from_environment()
    return _spoken(home() / "data", settings.overlay, settings.language or ENGLISH)


@lru_cache(maxsize=16)
def _spoken(folder: Path, overlay: Path | None, language: str) -> Catalogue:
    catalogue, own = together(folder, overlay)
    shipped = built_in(folder)[1]
    languages = {ENGLISH: "English"} | {
        _code(name): words.language or _code(name) for name, words in _foreign(shipped, own)
    }
    problems = catalogue.problems
    if language not in languages:
        known = ", ".join(languages)
        problems += (
            Problem(
                "MLSCOPE_LANGUAGE",
                "",
                f"there are no words for '{language}'"
                f"{did_you_mean(language, languages, f'known are {known}')}",
            ),
        )
    wordings = [
        *_named(files.WORDING, own),
        *_named(f"wording/{language}.yaml", shipped),
        *_named(f"wording/{language}.yaml", own),
    ]
    return replace(
        catalogue,
        questions=reworded(catalogue.questions, wordings),
        wordings=tuple(wordings),
        steps=tuple(reworded_step(step, wordings) for step in catalogue.steps),
        language=language if language in languages else ENGLISH,
        languages=languages,
        problems=problems,
    )


def _code(name: str) -> str:
    return Path(name).stem


def _foreign(*parts: Parts) -> Iterator[tuple[str, Wording]]:
    return ((name, words) for part in parts for name, words in part.wordings.items() if name != files.WORDING)


def _named(name: str, parts: Parts) -> list[Wording]:
    return [parts.wordings[name]] if name in parts.wordings else []


# ── in English
# ──────────────────────────────────────────────────────────────────────────────────────────────────


@lru_cache(maxsize=2)
def built_in(folder: Path) -> tuple[Catalogue, Parts]:
    """The content of `data/` alone, and its files."""
    parts = files.built_in(folder)
    steps = tuple(
        files.checked(Step, plain, "steps.yaml") for plain in files.read(folder / "steps.yaml", "steps.yaml")
    )
    rules = {
        path.stem: files.read(path, f"rules/{path.name}")
        for path in sorted((folder / "rules").glob("*.yaml"))
    }
    return with_parts(Catalogue(steps, {}, {}, rules, {}, folder, plain_steps=steps), parts), parts


@lru_cache(maxsize=8)
def together(folder: Path, overlay: Path | None) -> tuple[Catalogue, Parts]:
    """The content of `data/` with the overlay over it, and the overlay's files that are used."""
    base, _ = built_in(folder)
    if overlay is None:
        return base, Parts()
    base = replace(base, overlay=overlay)
    if not overlay.is_dir():
        missing = "is a file, not a folder" if overlay.exists() else "does not exist"
        return (
            replace(
                base,
                problems=(
                    Problem(overlay.name, "", f"the overlay folder {missing}; the app runs without it"),
                ),
            ),
            Parts(),
        )
    parts = files.overlay(overlay)
    while True:  # leaving a file out may take away what another one names
        catalogue = with_parts(base, parts)
        wrong = tuple(_in_context(problem, parts) for problem in unknown_names(catalogue, base, parts))
        if not wrong:
            return replace(catalogue, problems=parts.problems, word_template=parts.template), parts
        parts = parts.without(wrong)


def _in_context(problem: Problem, parts: Parts) -> Problem:
    """What names a missing question may only follow from a pack that is left out."""
    packs = sorted(
        {known.file for known in parts.problems if known.file.startswith("packs/")} - {problem.file}
    )
    if not packs or not problem.message.startswith("there is no question"):
        return problem
    return replace(problem, message=f"{problem.message} (or is it in {packs[0]}, which is left out?)")


def with_parts(base: Catalogue, parts: Parts) -> Catalogue:
    """The catalogue with the files of one folder over it."""
    topics = dict(base.topics)
    for name, topic in parts.topics.items():
        topics[_code(name)] = _merged(topics.get(_code(name)), topic)
    packs = dict(base.packs) | {_code(name): pack for name, pack in parts.packs.items()}
    outline = parts.outline.over(base.outline) if parts.outline else base.outline
    questions = questions_of(topics, packs, base.rules)
    return replace(base, topics=topics, packs=packs, questions=questions, outline=outline)


def _merged(before: Topic | None, added: Topic) -> Topic:
    if before is None:
        return added
    known = {entry.id for entry in added.entries}
    kept = [entry for entry in before.entries if entry.id not in known]
    texts = {"subject": added.subject or before.subject, "text": added.text or before.text}
    return added.model_copy(update=texts | {"entries": (*kept, *added.entries)})


def questions_of(
    topics: Mapping[str, Topic], packs: Mapping[str, Pack], rules: Mapping[str, Any]
) -> dict[str, Question]:
    """All questions by id, in order: the typed ones with the choices and scores of this content, and those of
    packs.
    """
    scoring = {
        key: files.checked(Scored, plain, f"rules/scoring.yaml: {key}")
        for key, plain in (rules.get("scoring") or {}).items()
    }
    typed = [_typed(question, topics, scoring.pop(question.id, None)) for question in TYPED_QUESTIONS]
    if scoring:
        raise Wrong([Problem("rules/scoring.yaml", "", f"there is no question '{min(scoring)}'")])
    typed = with_usual(typed, rules.get("usual") or {})
    return _in_order(
        [*typed, *(question.question(pack.id) for pack in packs.values() for question in pack.questions)]
    )


def with_usual(questions: Iterable[Question], usual: Mapping[str, Any]) -> list[Question]:
    """Typed questions with how often each of their answers is usually given: data/rules/usual.yaml. Wrong
    says what does not fit.
    """
    left = dict(usual)
    weighed = [_weighed(question, left.pop(question.id, {})) for question in questions]
    if left:
        name = min(left)
        known = [question.id for question in weighed]
        raise Wrong([Problem(USUAL, name, f"there is no question '{name}'{did_you_mean(name, known)}")])
    return weighed


def _weighed(question: Question, weights: Mapping[str, float]) -> Question:
    if not weights:
        return question
    offered = [choice.id for choice in question.choices]
    if question.kind == "yes_no":
        offered = ["yes", "no"]
    elif question.kind == "choices":
        offered = ["none", *offered]
    elif question.kind == "table":
        offered = [
            "filled_in",
            "none",
            *(choice.id for column in question.columns for choice in column.choices),
        ]
    try:
        return replace(question, usual=usual_weights(weights, offered))
    except ValueError as error:
        raise Wrong([Problem(USUAL, question.id, f"{error}")]) from error


def _in_order(questions: Iterable[Question]) -> dict[str, Question]:
    by_step: dict[str, dict[str, Question]] = {step: {} for step in STEPS}
    for question in questions:
        by_step[question.step].setdefault(question.id, question)
    return {i: question for found in by_step.values() for i, question in found.items()}


def _typed(question: Question, topics: Mapping[str, Topic], rule: Scored | None) -> Question:
    if question.options in topics:
        question = replace(
            question, choices=tuple(Choice(e.id, e.name, e.text) for e in topics[question.options].entries)
        )
    if rule is None:
        return question
    scoring = Scoring(rule.dimension, rule.weight, rule.scores, rule.points, rule.log)
    return replace(question, scoring=scoring, advice=rule.advice)
