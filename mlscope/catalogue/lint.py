"""The linter for content: what is wrong with a folder (its file is left out), and what is of no use (its file
is used all the same).

One small function per rule; each yields warnings on the files that it is given, seen in the whole catalogue
they stand in.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from mlscope.catalogue import levels
from mlscope.catalogue.content import Catalogue
from mlscope.catalogue.files import Parts
from mlscope.catalogue.loading import built_in, together
from mlscope.catalogue.names import circle_from, conditions, impossible, unknown_codes
from mlscope.catalogue.packs import FIGURES, PackQuestion
from mlscope.catalogue.problems import Problem
from mlscope.catalogue.topics import Entry
from mlscope.errors import did_you_mean
from mlscope.project.checking import refusal
from mlscope.questions import Condition, Question, Scoring
from mlscope.settings import home

WEAK = 0.5
"""An answer that scores less calls for advice."""


@dataclass(frozen=True)
class Subject:
    """Some files, and the catalogue that they are part of."""

    catalogue: Catalogue
    parts: Parts
    shipped: bool = False
    """Are these the files of mlscope itself, rules included?"""

    def asked(self) -> Iterator[tuple[str, str, PackQuestion]]:
        """(file, place, question) of every pack question."""
        for name, pack in self.parts.packs.items():
            yield from ((name, f"questions > {question.id}", question) for question in pack.questions)


def lint(folder: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with an overlay folder, or with mlscope's own `data/`: errors first, then
    warnings.
    """
    data = home() / "data"
    if shipped := folder.resolve() == data.resolve():
        catalogue, parts = built_in(data)
    else:
        catalogue, parts = together(data, folder)
    subject = Subject(catalogue, parts, shipped)
    return (*catalogue.problems, *(problem for rule in RULES for problem in rule(subject)))


def _warning(file: str, place: str, message: str) -> Problem:
    return Problem(file, place, message, "warning")


# ── questions and choices
# ───────────────────────────────────────────────────────────────────────────────────────


def empty_folder(subject: Subject) -> Iterator[Problem]:
    """A folder without any file that is used, which nobody means to check."""
    parts, folder = subject.parts, subject.catalogue.overlay
    if folder and not (
        parts.topics
        or parts.packs
        or parts.wordings
        or parts.template
        or parts.outline
        or parts.problems
        or subject.catalogue.problems
    ):
        file = folder.suffix in (".yaml", ".yml", ".json")
        instead = ", and its name is that of a project file" if file else ""
        yield Problem(
            folder.name,
            "",
            f"this folder holds no file that is used{instead}; data/README.md says what an overlay is"
            " made of",
        )


def choices_that_cannot_be_told_apart(subject: Subject) -> Iterator[Problem]:
    """Choices that read alike, and a choice that stands alone."""
    for file, place, question in subject.asked():
        for label, times in Counter(choice.label.casefold() for choice in question.choices).items():
            if times > 1:
                yield _warning(
                    file, f"{place} > choices", f"{times} choices read '{label}'; nobody can tell them apart"
                )
        if question.kind == "choice" and len(question.choices) == 1:
            yield _warning(
                file, f"{place} > choices", "there is only one choice; ask for yes or no, or add others"
            )


def figures_of_no_figure(subject: Subject) -> Iterator[Problem]:
    """Bounds and units on a question that is not answered with a figure."""
    for file, place, question in subject.asked():
        given = {"minimum", "maximum"} & question.model_fields_set if question.kind not in FIGURES else set()
        given |= (
            {"unit"} & question.model_fields_set if question.kind not in (*FIGURES, "estimate") else set()
        )
        for key in sorted(given):
            yield _warning(
                file,
                f"{place} > {key}",
                f"this changes nothing, since the answer is no figure but a {question.kind}; remove it",
            )


# ── conditions
# ──────────────────────────────────────────────────────────────────────────────────────────────────


def never_asked(subject: Subject) -> Iterator[Problem]:
    """Conditions that cannot hold, because what they rest on is asked only where the contrary holds."""
    questions = subject.catalogue.questions
    for file, place, condition in conditions(subject.parts):
        if key := contradiction(condition, questions):
            yield _warning(
                file, place, f"this can never hold: '{key}' would need two different answers at once"
            )


def contradiction(condition: Condition, questions: Mapping[str, Question]) -> str:
    """A question that would need two different answers for the condition, and all it rests on, to hold; empty
    where there is none.
    """
    wanted: dict[str, list[Any]] = {}
    waiting = list(condition.items())
    seen: set[str] = set()
    while waiting:
        key, value = waiting.pop()
        answers = value if isinstance(value, list | tuple) else [value]
        if key in questions and questions[key].kind != "choices":
            wanted[key] = [one for one in wanted.get(key, answers) if one in answers]
            if not wanted[key]:
                return key
        if key in questions and key not in seen:
            seen.add(key)
            waiting += questions[key].when.items()
    return ""


def core_behind_full(subject: Subject) -> Iterator[Problem]:
    """Questions of Quick scope that wait for an answer which only Full scope asks for."""
    questions = subject.catalogue.questions
    for file, place, question in subject.asked():
        for key in {**question.when, **question.core_when} if question.core else ():
            if key in questions and not questions[key].core:
                yield _warning(
                    file,
                    f"{place} > when",
                    f"Quick scope never gets here: it asks this question, but not '{key}' that it waits for",
                )


# ── scores
# ──────────────────────────────────────────────────────────────────────────────────────────────────────


def weights_that_move_nothing(subject: Subject) -> Iterator[Problem]:
    """Dimension, weight, scores and advice of which one is missing that the others need."""
    for file, place, question in subject.asked():
        scores = question.scores
        if question.dimension and not scores:
            yield _warning(
                file,
                f"{place} > dimension",
                "this moves nothing, since no choice has a 'score'; add scores or remove the dimension",
            )
        if "weight" in question.model_fields_set and not question.dimension:
            yield _warning(
                file,
                f"{place} > weight",
                "this moves nothing, since the question has no 'dimension'; add one or remove the weight",
            )
        if scores and not question.dimension and not question.advice:
            yield _warning(
                file,
                f"{place} > choices",
                "these scores move nothing; add the 'dimension' they count in, or 'advice' for weak answers",
            )
        if question.advice and not scores:
            yield _warning(
                file,
                f"{place} > advice",
                "nobody gets to read this, since no choice has a 'score' that could be weak",
            )


def scores_that_move_nothing(subject: Subject) -> Iterator[Problem]:
    """Choices that all score alike, have no score beside others that do, or are scored and not offered."""
    for file, place, question, scoring in _scored(subject):
        offered = ["yes", "no"] if question.kind == "yes_no" else [choice.id for choice in question.choices]
        if (
            scoring.scores
            and len(set(scoring.scores.values())) == 1
            and len(offered) > 1
            and set(offered) <= set(scoring.scores)
        ):
            yield _warning(
                file,
                place,
                f"every answer scores {next(iter(scoring.scores.values())):g}, so the answer moves nothing;"
                " grade them",
            )
        for choice in offered if scoring.scores else ():
            if choice not in scoring.scores:
                yield _warning(
                    file,
                    place,
                    f"the choice '{choice}' has no score and counts as 0 beside others that have one; give"
                    " it one",
                )
        for choice in set(scoring.scores) - set(offered):
            yield _warning(
                file, place, f"there is no choice '{choice}' to score{did_you_mean(choice, offered)}"
            )


def _scored(subject: Subject) -> Iterator[tuple[str, str, Question, Scoring]]:
    files = {question.id: (file, place) for file, place, question in subject.asked()}
    for question in subject.catalogue.questions.values():
        file, place = files.get(question.id, ("rules/scoring.yaml", question.id))
        if question.scoring and (question.id in files or (subject.shipped and not question.pack)):
            yield file, place, question, question.scoring


def missing_advice(subject: Subject) -> Iterator[Problem]:
    """Scored questions that leave people alone with a weak answer."""
    for file, place, question in subject.asked():
        if question.dimension and not question.advice and min(question.scores.values(), default=1.0) < WEAK:
            yield _warning(file, place, "a weak answer comes without 'advice'; say what to do about it")


def levels_out_of_reach(subject: Subject) -> Iterator[Problem]:
    """Verdicts that the scores of a dimension no longer allow."""
    for dimension, sentence in levels.verdicts_out_of_reach(subject.catalogue):
        scoring = {
            file: None
            for file, _, question in subject.asked()
            if question.dimension == dimension and question.scores
        }
        for file in scoring:
            yield _warning(file, f"dimension {dimension}", sentence)


# ── entries
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def pointers_to_nowhere(subject: Subject) -> Iterator[Problem]:
    """Entries that point to a question which is not there."""
    questions = subject.catalogue.questions
    for file, entry in _entries(subject):
        pointer = entry.facts.get("asked_in")
        if pointer is not None and pointer not in questions:
            yield _warning(
                file,
                f"entries > {entry.id} > asked_in",
                f"there is no question '{pointer}'{did_you_mean(str(pointer), questions)}",
            )
        for asked, choice in entry.comes_to.items():
            where, choices = (
                f"entries > {entry.id} > comes_to",
                [c.id for c in questions[asked].choices] if asked in questions else [],
            )
            if asked not in questions:
                yield _warning(file, where, f"there is no question '{asked}'{did_you_mean(asked, questions)}")
            elif choice not in choices:
                yield _warning(
                    file, where, f"'{asked}' has no choice '{choice}'{did_you_mean(choice, choices)}"
                )


def mistyped_facts(subject: Subject) -> Iterator[Problem]:
    """Facts that look like a slip in the name of one that other entries have."""
    known = {
        key
        for topic in subject.catalogue.topics.values()
        for key, times in _facts_of(topic.entries).items()
        if times > 1
    }
    known |= set(Entry.model_fields)
    for file, entry in _entries(subject):
        for key in entry.facts:
            close = get_close_matches(key, known - {key}, n=1, cutoff=0.8)
            if key not in known and close:
                yield _warning(
                    file,
                    f"entries > {entry.id}",
                    f"no other entry has the fact '{key}'; did you mean '{close[0]}'?",
                )


def cells_that_stay_blank(subject: Subject) -> Iterator[Problem]:
    """Entries that a table offers as rows, with a part that its column does not take; an id of its own is no
    slip.
    """
    for table, rule in subject.catalogue.rules["common_rows"].items():
        question = subject.catalogue.questions[table]
        for file, entry in _entries(subject):
            for column, part in rule["columns"].items() if file == f"catalogue/{rule['topic']}.yaml" else ():
                if part != "id" and (why := refusal(question, entry.parts.get(part), column)):
                    label = question.column(column).label
                    blank = f"rows that {table} takes from this entry leave the column '{label}' blank"
                    yield _warning(
                        file,
                        f"entries > {entry.id} > {part}",
                        f"{blank}: {why}; mend it, or let people fill the column in",
                    )


def _facts_of(entries: tuple[Entry, ...]) -> Counter[str]:
    return Counter(key for entry in entries for key in entry.facts)


def _entries(subject: Subject) -> Iterator[tuple[str, Entry]]:
    for file, topic in subject.parts.topics.items():
        yield from ((file, entry) for entry in topic.entries)


# ── mlscope's own files, where a wrong name is not refused on the way in
# ─────────────────────────────────────────


def broken_conditions(subject: Subject) -> Iterator[Problem]:
    """Conditions of mlscope's own questions and entries that name what is not there, or go round in a
    circle.
    """
    if not subject.shipped:
        return
    questions = subject.catalogue.questions
    typed = (("steps", question.id, question.when) for question in questions.values() if not question.pack)
    for file, place, condition in (*conditions(subject.parts), *typed):
        for key, wanted in condition.items():
            yield from (_warning(file, place, sentence) for sentence in impossible(questions, key, wanted))
    for question_id in questions:
        if circle := circle_from(question_id, questions):
            yield _warning("steps", question_id, f"the conditions go round in a circle: {' > '.join(circle)}")


def severities_of_the_rules(subject: Subject) -> Iterator[Problem]:
    """Conditions of the severities of mlscope's own findings that can never hold, and rows behind one that
    always does.
    """
    if not subject.shipped:
        return
    questions, file = subject.catalogue.questions, "rules/findings.yaml"
    for code, rows in subject.catalogue.severities.items():
        for key, wanted in ((key, wanted) for row in rows for key, wanted in row.when.items()):
            yield from (_warning(file, code, sentence) for sentence in impossible(questions, key, wanted))
        if [bool(row.when) for row in rows] != [True] * (len(rows) - 1) + [False]:
            yield _warning(
                file, f"{code} > severity", "the last row, and only that, stands without a condition"
            )


def codes_of_the_rules(subject: Subject) -> Iterator[Problem]:
    """Codes that mlscope's own causes and documented cases name, and that there are not."""
    if not subject.shipped:
        return
    yield from (
        _warning(problem.file, problem.place, problem.message)
        for problem in unknown_codes(subject.catalogue, subject.parts)
    )
    for code in subject.catalogue.causes.of_code:
        if code not in subject.catalogue.codes:
            yield _warning(
                "rules/causes.yaml",
                code,
                f"there is no such code{did_you_mean(code, subject.catalogue.codes)}",
            )


def rows_that_never_count(subject: Subject) -> Iterator[Problem]:
    """Rows of a severity behind one that always holds."""
    for file, place, question in subject.asked():
        for number, row in enumerate(question.severity[:-1], 1):
            if not row.when:
                yield _warning(
                    file,
                    f"{place} > severity > #{number}",
                    "this row always holds, so those below it never count; give it a 'when' or put it last",
                )


def levels_of_the_rules(subject: Subject) -> Iterator[Problem]:
    """Rows of the rules that nothing comes to."""
    if not subject.shipped:
        return
    for word in levels.shadowed_verdicts(subject.catalogue.rules["verdict"]["rows"]):
        yield _warning(
            "rules/verdict.yaml",
            word,
            "whoever meets this row has met one above it, so no project gets this verdict",
        )
    for word in levels.unused_words(subject.catalogue):
        yield _warning(
            "rules/feasibility.yaml",
            word,
            "this word fits no interval that a dimension can have; mend its bounds or remove it",
        )


RULES: tuple[Callable[[Subject], Iterator[Problem]], ...] = (
    empty_folder,
    choices_that_cannot_be_told_apart,
    figures_of_no_figure,
    never_asked,
    core_behind_full,
    weights_that_move_nothing,
    scores_that_move_nothing,
    missing_advice,
    levels_out_of_reach,
    pointers_to_nowhere,
    mistyped_facts,
    cells_that_stay_blank,
    broken_conditions,
    levels_of_the_rules,
    severities_of_the_rules,
    codes_of_the_rules,
    rows_that_never_count,
)
