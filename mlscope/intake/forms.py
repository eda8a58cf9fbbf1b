"""A saved Algorithmic Impact Assessment or a charter in Markdown as the start of a project.

Which field or heading leads to which question is content: data/intake/.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from mlscope.catalogue import Catalogue, Reference
from mlscope.catalogue.topics import Plain
from mlscope.errors import InputError
from mlscope.parsing import read_json, read_yaml
from mlscope.project import Evidence, Project, new_id
from mlscope.project.answers import Answer, State
from mlscope.project.checking import checked

MAX_BYTES = 2_000_000
WORDS_IN_A_NOTE = 3
"""Shorter texts of fields that fit no question say nothing by themselves."""


@dataclass(frozen=True)
class Start:
    """A project begun from somebody's form: questions answered but to be confirmed, and those that got a
    note.
    """

    project: Project
    answered: tuple[str, ...]
    noted: tuple[str, ...]


class Placed(Plain):
    """A field whose value answers a question, as it is or by the value chosen."""

    field: str
    question: str
    values: dict[str, bool | str] | None = None


class AiaPlan(Plain):
    """data/intake/aia.yaml."""

    source: Reference
    name: str
    answers: tuple[Placed, ...]
    notes: dict[str, str]


class Heading(Plain):
    """Words of a heading, and the question that its text answers."""

    words: tuple[str, ...]
    question: str


class CharterPlan(Plain):
    """data/intake/charter.yaml."""

    source: Reference
    rest: str
    headings: tuple[Heading, ...]


@lru_cache(maxsize=4)
def plans(folder: Path) -> tuple[AiaPlan, CharterPlan]:
    """The two plans of a data folder."""
    aia, charter = (
        read_yaml((folder / "intake" / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in ("aia", "charter")
    )
    return AiaPlan.model_validate(aia), CharterPlan.model_validate(charter)


# ── the Algorithmic Impact Assessment
# ───────────────────────────────────────────────────────────────────────────


def is_aia(content: bytes) -> bool:
    """Does a file look like a saved Algorithmic Impact Assessment: JSON with its fields under `data`?"""
    if len(content) > MAX_BYTES:
        return False
    try:
        plain = read_json(content)
    except InputError:
        return False
    return isinstance(plain, dict) and isinstance(plain.get("data"), dict) and "currentPage" in plain


def of_aia(content: bytes, catalogue: Catalogue) -> Start:
    """The project that a saved assessment describes; InputError where it is none."""
    if len(content) > MAX_BYTES:
        raise InputError("the file is too large for a saved assessment, which has a few hundred kB at most")
    if not is_aia(content):
        raise InputError(
            "this is no saved Algorithmic Impact Assessment; its “Save” button writes a JSON file with the"
            " answers under “data”"
        )
    plan, _ = plans(catalogue.folder)
    fields: dict[str, Any] = read_json(content)["data"]
    answers: dict[str, Any] = {}
    notes: dict[str, list[str]] = {}
    placed = {plan.name}
    for place in plan.answers:
        value = fields.get(place.field)
        if not isinstance(value, str) or place.question in answers:
            continue
        if place.values is None or value in place.values:
            answers[place.question] = value if place.values is None else place.values[value]
            placed.add(place.field)
    for field, text in fields.items():
        question = next((q for prefix, q in plan.notes.items() if field.startswith(prefix)), None)
        if field in placed or question is None or not isinstance(text, str):
            continue
        if len(text.split()) >= WORDS_IN_A_NOTE:
            notes.setdefault(question, []).append(text.strip())
    name = fields.get(plan.name)
    named = name.strip() if isinstance(name, str) and name.strip() else "From an impact assessment"
    return _start(named, answers, notes, catalogue, "From an Algorithmic Impact Assessment.")


# ── a charter or canvas in Markdown
# ─────────────────────────────────────────────────────────────────────────────

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$|^\s*\*\*(.+?)\*\*:?\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def of_charter(content: bytes, catalogue: Catalogue, file_name: str = "") -> Start:
    """The project that a charter or canvas in Markdown describes, by its headings; InputError where it has
    none that fits.
    """
    if len(content) > MAX_BYTES:
        raise InputError("the text is too long for a charter; at most 2 MB are read")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("this is no text in UTF-8; save the charter as a Markdown or text file") from error
    if "\x00" in text:
        raise InputError("this is no text file; save the charter as a Markdown or text file")
    _, plan = plans(catalogue.folder)
    title, sections = _sections(_COMMENT.sub("", text))
    answers: dict[str, Any] = {}
    notes: dict[str, list[str]] = {}
    for heading, body in sections:
        question = _question_of(heading, plan)
        if question is None or question in answers:
            notes.setdefault(question or plan.rest, []).append(f"{heading}: {body}" if heading else body)
        else:
            answers[question] = body
    if not answers:
        raise InputError(
            "no heading of this text leads to a question; a charter has headings such as “Problem”, “Goal” or"
            " “Out of scope”, each on a line of its own that begins with #"
        )
    named = title or Path(file_name).stem.replace("_", " ").strip() or "From a charter"
    return _start(named, answers, notes, catalogue, "From a charter.")


def _sections(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The title (a single first heading of the first level), and each heading with the text below it."""
    title, heading = "", ""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        match = _HEADING.match(line)
        if match is None:
            sections[-1][1].append(line)
            continue
        heading = (match[2] or match[3] or "").strip(" *_:#")
        if match[1] == "#" and not title:
            title = heading
        sections.append((heading, []))
    texts = [(heading, "\n".join(lines).strip()) for heading, lines in sections]
    return title, [(heading, body) for heading, body in texts if body]


def _question_of(heading: str, plan: CharterPlan) -> str | None:
    folded = f" {heading.casefold()} "
    return next((h.question for h in plan.headings if any(word in folded for word in h.words)), None)


# ── common to both
# ──────────────────────────────────────────────────────────────────────────────────────────────


def _start(
    name: str, answers: Mapping[str, Any], notes: Mapping[str, list[str]], catalogue: Catalogue, origin: str
) -> Start:
    """A project with each answer marked as assumed; what a question does not take goes into its note."""
    flat: dict[str, Answer] = {}
    said = {question: list(texts) for question, texts in notes.items()}
    for question_id, value in answers.items():
        try:
            checked_value = checked(catalogue.questions[question_id], value)
        except InputError:
            said.setdefault(question_id, []).insert(0, str(value))
            continue
        flat[question_id] = Answer(
            value=checked_value, state=State.answered, evidence=Evidence.assumed, note=origin
        )
    for question_id, texts in said.items():
        before = flat.get(question_id, Answer(note=origin))
        flat[question_id] = before.model_copy(update={"note": before.noted("\n\n".join(texts))})
    first = Project(name=" ".join(name.split())[:200])
    project = Project.unflatten(new_id(), first.flatten() | flat)
    return Start(project, tuple(q for q in flat if flat[q].value is not None), tuple(said))


def unknown_questions(catalogue: Catalogue) -> Iterator[str]:
    """Questions named in the plans that there are not; none in a healthy data folder."""
    aia, charter = plans(catalogue.folder)
    named = [p.question for p in aia.answers] + [*aia.notes.values(), charter.rest]
    yield from (q for q in [*named, *(h.question for h in charter.headings)] if q not in catalogue.questions)
