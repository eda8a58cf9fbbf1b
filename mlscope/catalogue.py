"""Everything that is content: steps, questions with their wording and scores, catalogue entries, rules, templates, samples.

It is read from `data/` and, over it, from the overlay folder of an organisation, shaped alike. Entries and rows with the
same id replace, everything else adds. A wrong overlay file is left out and named in `problems`; a wrong built-in file is a bug.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mlscope.errors import InputError, did_you_mean, explain
from mlscope.project.files import read_yaml
from mlscope.project.record import STEPS, TYPED_QUESTIONS, Project, checked
from mlscope.questions import Choice, Kind, Question, Scoring
from mlscope.settings import Settings, home

Model = TypeVar("Model", bound=BaseModel)
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
QuestionId = Annotated[str, Field(pattern=r"^[a-z]+\.[a-z][a-z0-9_]{0,59}$")]


class _Plain(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Plain):
    """One step of the wizard: its title as a question, and why it matters."""

    id: Id
    name: str
    title: str
    why: str
    icon: str


class Reference(_Plain):
    """Where a fact comes from: a published work, or the project guide with its date."""

    title: str
    kind: str = "project guide"
    url: str = ""
    as_of: str = ""


class Entry(BaseModel):
    """One thing worth knowing: a metric, a risk, a pattern, a term. Extra keys are the facts of its topic."""

    model_config = ConfigDict(extra="allow", frozen=True)

    id: Id
    name: str
    text: str = ""
    source: Reference
    applies: dict[str, Any] = Field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """What this topic says besides name and text."""
        return self.model_extra or {}


class Topic(_Plain):
    """A file of entries: data/catalogue/ID.yaml."""

    title: str
    subject: str = ""
    text: str = ""
    entries: tuple[Entry, ...]


class PackChoice(_Plain):
    """A choice of a pack question, with its score where the question is scored."""

    id: Id
    label: str
    help: str = ""
    score: Annotated[float, Field(ge=0, le=1)] | None = None


class PackQuestion(_Plain):
    """A question that is asked, scored and printed, declared in YAML."""

    id: QuestionId
    kind: Kind
    label: str
    help: str = ""
    why: str = ""
    example: str = ""
    group: str = ""
    unit: str = ""
    when: dict[str, Any] = Field(default_factory=dict)
    core: bool = False
    choices: tuple[PackChoice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    dimension: str = ""
    weight: Annotated[float, Field(gt=0)] = 1.0
    advice: str = ""


class Pack(_Plain):
    """A versioned set of questions: data/packs/ID.yaml."""

    id: Id
    version: Annotated[str, Field(pattern=r"^\d+\.\d+$")]
    title: str
    questions: tuple[PackQuestion, ...]


class Scored(_Plain):
    """How a typed question scores: data/scoring.yaml."""

    dimension: str
    weight: Annotated[float, Field(gt=0)] = 1.0
    scores: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    points: tuple[tuple[float, Annotated[float, Field(ge=0, le=1)]], ...] = ()
    log: bool = False


@dataclass(frozen=True)
class Catalogue:
    """All content, loaded and checked."""

    steps: tuple[Step, ...]
    questions: Mapping[str, Question]
    topics: Mapping[str, Topic]
    rules: Mapping[str, Any]
    packs: Mapping[str, Pack]
    folder: Path
    overlay: Path | None = None
    problems: tuple[str, ...] = field(default=())

    def step(self, step_id: str) -> Step:
        """A step by its id."""
        return next(step for step in self.steps if step.id == step_id)

    def of_step(self, step_id: str) -> tuple[Question, ...]:
        """The questions of a step, typed ones first, in order."""
        return tuple(q for q in self.questions.values() if q.step == step_id)

    def entries(self, topic: str) -> tuple[Entry, ...]:
        """The entries of a topic; none when there is no such topic."""
        return self.topics[topic].entries if topic in self.topics else ()

    @property
    def word_template(self) -> Path | None:
        """The house's own Word template, where the overlay has one."""
        house = self.overlay / "reference.docx" if self.overlay else None
        return house if house and house.is_file() else None

    def content(self) -> dict[str, str]:
        """The text of every pack and topic in use, by name, for a milestone to pin."""
        packs = {f"packs/{name}": pack.model_dump_json() for name, pack in self.packs.items()}
        topics = {f"catalogue/{name}": topic.model_dump_json() for name, topic in self.topics.items()}
        rules = {f"rules/{name}": json.dumps(rule, sort_keys=True) for name, rule in self.rules.items()}
        return packs | topics | rules

    def refuse(self, project: Project) -> None:
        """InputError naming each answer that its pack question does not take; answers to questions withdrawn since stay."""
        wrong = []
        for question_id, value in project.more.items():
            question = self.questions.get(question_id)
            try:
                if question is not None and question.pack:
                    checked(question, value)
            except InputError as error:
                wrong.append(f"more > {question_id}: {error}")
        if wrong:
            raise InputError("\n".join(wrong))

    def entry(self, topic: str, entry_id: object) -> Entry | None:
        """One entry of a topic by its id."""
        return next((e for e in self.entries(topic) if e.id == entry_id), None)


def _file(path: Path) -> Any:
    try:
        return read_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: cannot be read as a text file in UTF-8") from error
    except InputError as error:
        raise InputError(f"{path.name}: {error}") from error


def _checked(model: type[Model], plain: Any, name: str) -> Model:
    known = set(model.model_fields) | set(PackQuestion.model_fields) | set(Entry.model_fields)
    try:
        return model.model_validate(plain)
    except ValidationError as error:
        raise InputError("\n".join(f"{name}: {sentence}" for sentence in explain(error, known))) from error


def load(settings: Settings | None = None) -> Catalogue:
    """The content of `data/` and of the overlay folder, read once per process and folder."""
    return _load(home() / "data", (settings or Settings.from_environment()).overlay)


@lru_cache(maxsize=8)
def _load(folder: Path, overlay: Path | None) -> Catalogue:
    steps = tuple(_checked(Step, plain, "steps.yaml") for plain in _file(folder / "steps.yaml"))
    topics = {path.stem: _checked(Topic, _file(path), path.name) for path in sorted((folder / "catalogue").glob("*.yaml"))}
    packs = {path.stem: _checked(Pack, _file(path), path.name) for path in sorted((folder / "packs").glob("*.yaml"))}
    rules = {path.stem: _file(path) for path in sorted((folder / "rules").glob("*.yaml"))}
    catalogue = Catalogue(steps, {}, topics, rules, packs, folder, overlay)
    if overlay is not None:
        catalogue = _overlaid(catalogue, overlay)
    return replace(catalogue, questions=_questions(catalogue))


def _overlaid(catalogue: Catalogue, overlay: Path) -> Catalogue:
    """The catalogue with an organisation's files over it; a wrong file is left out and named."""
    topics, packs, problems = dict(catalogue.topics), dict(catalogue.packs), []
    if not overlay.is_dir():
        return replace(catalogue, problems=(f"the overlay folder '{overlay.name}' does not exist; the app runs without it",))
    for path in sorted(overlay.rglob("*.yaml")):
        place = f"{path.parent.name}/{path.name}" if path.parent != overlay else path.name
        try:
            match path.parent.relative_to(overlay).as_posix():
                case "catalogue":
                    added = _checked(Topic, _file(path), place)
                    before = topics.get(path.stem)
                    kept = [e for e in before.entries if e.id not in {a.id for a in added.entries}] if before else []
                    topics[path.stem] = Topic(
                        title=added.title,
                        subject=added.subject or (before.subject if before else ""),
                        text=added.text or (before.text if before else ""),
                        entries=(*kept, *added.entries),
                    )
                case "packs":
                    pack = _checked(Pack, _file(path), place)
                    _refuse_clashes(pack, packs, place)
                    packs[pack.id] = pack
                case _:
                    raise InputError(f"{place}: this file is not used; put questions into packs/ and entries into catalogue/")
        except InputError as error:
            problems.append(str(error))
    return replace(catalogue, topics=topics, packs=packs, problems=tuple(problems))


def _refuse_clashes(pack: Pack, packs: Mapping[str, Pack], place: str) -> None:
    taken = {q.id for q in TYPED_QUESTIONS} | {q.id for other in packs.values() if other.id != pack.id for q in other.questions}
    for question in pack.questions:
        if question.id in taken:
            raise InputError(f"{place}: the question id '{question.id}' is already in use; choose another")
        if question.id.partition(".")[0] not in STEPS:
            step = question.id.partition(".")[0]
            raise InputError(f"{place}: '{question.id}' must begin with the step it stands in{did_you_mean(step, STEPS)}")


def _questions(catalogue: Catalogue) -> dict[str, Question]:
    scoring = {key: _checked(Scored, plain, f"scoring.yaml: {key}") for key, plain in (catalogue.rules.get("scoring") or {}).items()}
    unknown = set(scoring) - {q.id for q in TYPED_QUESTIONS}
    if unknown:
        raise InputError(f"scoring.yaml: there is no question '{sorted(unknown)[0]}'")
    asked: list[Question] = []
    for question in TYPED_QUESTIONS:
        if question.options in catalogue.topics:
            choices = tuple(Choice(e.id, e.name, e.text) for e in catalogue.entries(question.options))
            question = replace(question, choices=choices)
        if rule := scoring.get(question.id):
            question = replace(question, scoring=Scoring(rule.dimension, rule.weight, rule.scores, rule.points, rule.log))
        asked.append(question)
    for pack in catalogue.packs.values():
        asked.extend(_of_pack(question, pack.id) for question in pack.questions)
    return {q.id: q for step in STEPS for q in asked if q.step == step}


def _of_pack(plain: PackQuestion, pack: str) -> Question:
    scores = {c.id: c.score for c in plain.choices if c.score is not None}
    return Question(
        id=plain.id,
        kind=plain.kind,
        label=plain.label,
        help=plain.help,
        why=plain.why,
        example=plain.example,
        group=plain.group,
        unit=plain.unit,
        when=plain.when,
        core=plain.core,
        choices=tuple(Choice(c.id, c.label, c.help) for c in plain.choices),
        minimum=plain.minimum,
        maximum=plain.maximum,
        scoring=Scoring(plain.dimension, plain.weight, scores) if plain.dimension or scores else None,
        advice=plain.advice,
        pack=pack,
    )
