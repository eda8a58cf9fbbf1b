"""Packs change while projects live: what a new version did, and which answers belong to questions that are
gone.

A project records the version it was answered under. A newer minor version is used silently; a new major
version asks people to look at what changed, and until they did the answers stay as they are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

from pydantic import ValidationError

from mlscope.catalogue.packs import Pack, PackQuestion
from mlscope.errors import InputError, did_you_mean
from mlscope.project.answers import PackPin
from mlscope.project.checking import checked, takes
from mlscope.project.record import Project
from mlscope.questions import Kind, Question


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened to a pack's questions from one version to another, by their ids."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()
    rescored: tuple[str, ...] = ()
    reshaped: tuple[str, ...] = ()
    """Asked in another form, with other choices, or under another condition."""

    def __bool__(self) -> bool:
        return any(getattr(self, kind.name) for kind in fields(self))


def changes(old: Pack, new: Pack) -> Changes:
    """What a new version of a pack did to its questions."""
    before, after = ({question.id: question for question in pack.questions} for pack in (old, new))
    both = [(before[i], after[i]) for i in after if i in before]
    return Changes(
        added=tuple(i for i in after if i not in before),
        removed=tuple(i for i in before if i not in after),
        reworded=tuple(now.id for was, now in both if _words(was) != _words(now)),
        rescored=tuple(now.id for was, now in both if _scoring(was) != _scoring(now)),
        reshaped=tuple(now.id for was, now in both if _shape(was) != _shape(now)),
    )


def _words(question: PackQuestion) -> tuple[object, ...]:
    said = {choice.id: (choice.label, choice.help) for choice in question.choices}
    return question.label, question.help, question.why, question.example, question.unit, said


def _scoring(question: PackQuestion) -> tuple[object, ...]:
    return question.dimension, question.weight, question.scores


def _shape(question: PackQuestion) -> tuple[object, ...]:
    return (
        question.kind,
        question.minimum,
        question.maximum,
        question.when,
        {choice.id for choice in question.choices},
    )


# ── versions
# ────────────────────────────────────────────────────────────────────────────────────────────────────


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) if number.isdecimal() else 0 for number in version.split("."))


def same_major(one: str, other: str) -> bool:
    """Do two versions differ in the second number at most?"""
    return _numbers(one)[:1] == _numbers(other)[:1]


def moves_silently(pin: PackPin | None, pack: Pack) -> bool:
    """May the version in use be recorded without asking: the first one, or a newer one of the same major
    number?
    """
    return pin is None or (
        same_major(pin.version, pack.version) and _numbers(pin.version) <= _numbers(pack.version)
    )


def due(project: Project, packs: Mapping[str, Pack]) -> list[Pack]:
    """The packs in use whose major version is another than the one this project was answered under."""
    found = [(packs.get(pack_id), pin) for pack_id, pin in project.packs.items()]
    return [pack for pack, pin in found if pack is not None and not same_major(pin.version, pack.version)]


# ── questions that are gone
# ─────────────────────────────────────────────────────────────────────────────────────


def read_packs(texts: Iterable[str]) -> Iterator[Pack]:
    """Packs from the texts that a store has kept; one that this mlscope cannot read any more is passed
    over.
    """
    for text in texts:
        try:
            yield Pack.model_validate_json(text)
        except ValidationError:
            continue


def asked_earlier(
    project: Project, questions: Mapping[str, Question], earlier: Iterable[Pack] = ()
) -> list[Question]:
    """The questions that this project answered and that nobody asks in that form today, as they were last
    asked.

    `earlier` are packs it was answered under, newest first; a question that none of them holds is named by
    its id.
    """
    asked: dict[str, list[Question]] = {}
    for pack in earlier:
        for question in pack.questions:
            asked.setdefault(question.id, []).append(question.question(pack.id))
    said = sorted({*project.more, *(key for key in project.answers if "/" not in key)})
    return [_as_asked(i, project, asked.get(i, [])) for i in said if _is_gone(i, project, questions)]


def _as_asked(question_id: str, project: Project, known: list[Question]) -> Question:
    value = project.more.get(question_id)
    fitting = [question for question in known if value is None or takes(question, value)]
    return next(iter([*fitting, *known]), Question(question_id, _kind_of(value), question_id))


def _kind_of(value: object) -> Kind:
    """The kind of question that such an answer may have been given to."""
    kinds: dict[type, Kind] = {bool: "yes_no", list: "choices", dict: "estimate"}
    return kinds.get(type(value), "text")


def _is_gone(question_id: str, project: Project, questions: Mapping[str, Question]) -> bool:
    question, value = questions.get(question_id), project.more.get(question_id)
    return question is None or (value is not None and not takes(question, value))


# ── project files
# ───────────────────────────────────────────────────────────────────────────────────────────────


def refuse(
    project: Project, questions: Mapping[str, Question], packs: Mapping[str, Pack], codes: Iterable[str]
) -> None:
    """InputError naming each answer of a file that its question does not take, and each question or finding
    that there is not.

    A file that was answered under other versions of packs may speak of questions that are gone; its answers
    stay as they are.
    """
    here = {pack.id: pack.version for pack in packs.values()}
    other = {pack_id for pack_id, pin in project.packs.items() if here.get(pack_id) != pin.version}
    wrong = [*_wrong_answers(project, questions, other)]
    if not other:
        wrong += [*_unknown_ids(project, questions), *_unknown_findings(project, list(codes))]
    if wrong:
        raise InputError("\n".join(wrong))


def _wrong_answers(
    project: Project, questions: Mapping[str, Question], other: Collection[str]
) -> Iterator[str]:
    for question_id, value in project.more.items():
        question = questions.get(question_id)
        try:
            if question is not None and question.pack and question.pack not in other:
                checked(question, value)
        except InputError as error:
            yield f"more > {question_id}: {error}"


def _unknown_ids(project: Project, questions: Mapping[str, Question]) -> Iterator[str]:
    """Ids under `answers` that are neither asked here nor answered in the file."""
    for key in project.answers:
        question_id = key.partition("/")[0]
        if question_id not in questions and question_id not in project.more:
            yield (
                f"answers > {key}: there is no question '{question_id}'{did_you_mean(question_id, questions)}"
            )


def _unknown_findings(project: Project, codes: Collection[str]) -> Iterator[str]:
    for code in project.waivers:
        if code not in codes:
            yield f"waivers > {code}: there is no finding '{code}'{did_you_mean(code, codes)}"
