"""Files of content: found in a folder, read with care, checked against the type they must have."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mlscope.catalogue.outline import Outline
from mlscope.catalogue.packs import Pack, PackChoice, PackQuestion, SeverityRule
from mlscope.catalogue.problems import Problem, Wrong
from mlscope.catalogue.topics import Entry, Reference, Topic
from mlscope.catalogue.wording import ChoiceWords, ColumnWords, QuestionWords, StepWords, Wording
from mlscope.errors import InputError, did_you_mean, located
from mlscope.parsing import read_file, read_yaml

Model = TypeVar("Model", bound=BaseModel)

MAX_BYTES = 2_000_000
WORDING, TEMPLATE, OUTLINE = "wording.yaml", "reference.docx", "outline.yaml"
FOLDERS: dict[str, type[BaseModel]] = {"catalogue": Topic, "packs": Pack, "wording": Wording}
_KEYS: dict[type[BaseModel], tuple[type[BaseModel], ...]] = {
    Topic: (Topic, Entry, Reference),
    Pack: (Pack, PackQuestion, PackChoice, SeverityRule),
    Wording: (Wording, StepWords, QuestionWords, ColumnWords, ChoiceWords),
}
"""The types whose keys may stand in a file, to guess at mistyped ones."""


@dataclass(frozen=True)
class Parts:
    """What the files of one folder hold, by file name (`packs/acme.yaml`), and what is wrong with those left
    out.
    """

    topics: Mapping[str, Topic] = field(default_factory=dict)
    packs: Mapping[str, Pack] = field(default_factory=dict)
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    template: Path | None = None
    problems: tuple[Problem, ...] = ()
    outline: Outline | None = None

    def without(self, problems: tuple[Problem, ...]) -> "Parts":
        """The parts less the files that these problems are about."""
        gone = {problem.file for problem in problems}
        return Parts(
            {name: topic for name, topic in self.topics.items() if name not in gone},
            {name: pack for name, pack in self.packs.items() if name not in gone},
            {name: words for name, words in self.wordings.items() if name not in gone},
            self.template,
            (*self.problems, *problems),
            self.outline,
        )


def read(path: Path, name: str) -> Any:
    """The plain content of a YAML file; Wrong says in a sentence why it cannot be read."""
    try:
        raw = read_file(path, MAX_BYTES, "a file of content", "; split it")
    except InputError as error:
        raise Wrong([Problem(name, "", str(error))]) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Wrong(
            [Problem(name, "", "this is no text in UTF-8; save it as a plain text file in UTF-8")]
        ) from error
    if "\x00" in text:
        raise Wrong([Problem(name, "", "this is a binary file; save it as a plain text file in UTF-8")])
    try:
        return read_yaml(text)
    except InputError as error:
        place, colon, rest = str(error).partition(": ")
        lined = colon and place.startswith("line ")
        punctuation = any(sign in rest for sign in ("expected ','", "mapping values"))
        way_out = "; put texts that hold any of : ? # , into quotes" if punctuation else ""
        raise Wrong(
            [Problem(name, place if lined else "", (rest if lined else str(error)) + way_out)]
        ) from error


def checked(model: type[Model], plain: Any, name: str) -> Model:
    """Plain content as its type; Wrong names every fault with its place and a guess at mistyped keys."""
    if not isinstance(plain, dict):
        found = "is empty" if plain is None else "holds no keys"
        needed = ", ".join(f"'{key}'" for key, info in model.model_fields.items() if info.is_required())
        raise Wrong(
            [
                Problem(
                    name,
                    "",
                    f"this file {found}; " + (f"it needs {needed}" if needed else "see data/README.md"),
                )
            ]
        )
    known = {key for part in _KEYS.get(model, (model,)) for key in part.model_fields}
    try:
        return model.model_validate(plain)
    except ValidationError as error:
        raise Wrong(Problem(name, place, sentence) for place, sentence in located(error, known)) from error


def built_in(folder: Path) -> Parts:
    """The files of `data/`; a fault in one of them is a bug, raised as Wrong."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in FOLDERS}
    for kind, model in FOLDERS.items():
        for path in sorted((folder / kind).glob("*.yaml")):
            name = f"{kind}/{path.name}"
            found[kind][name] = checked(model, read(path, name), name)
    outline = checked(Outline, read(folder / OUTLINE, OUTLINE), OUTLINE)
    return Parts(found["catalogue"], found["packs"], found["wording"], outline=outline)


def overlay(folder: Path) -> Parts:
    """The files of an overlay folder, each for itself: one that is wrong is left out and named."""
    found: dict[str, dict[str, Any]] = {kind: {} for kind in FOLDERS}
    paths, problems = _listed(folder)
    template = outline = None
    for path in paths:
        name = path.relative_to(folder).as_posix()
        kind = "wording" if name == WORDING else path.parent.name
        try:
            if name == TEMPLATE:
                template = _word_file(path)
            elif name == OUTLINE:
                outline = checked(Outline, read(path, name), name)
            else:
                found[kind][name] = checked(FOLDERS[kind], read(path, name), name)
        except Wrong as wrong:
            problems.extend(wrong.problems)
    return Parts(found["catalogue"], found["packs"], found["wording"], template, tuple(problems), outline)


def _listed(folder: Path) -> tuple[list[Path], list[Problem]]:
    """The files of an overlay that are used, and a problem for each thing that is not."""
    used: list[Path] = []
    problems: list[Problem] = []
    try:
        for path in _visible(folder):
            if path.is_dir() and path.name in FOLDERS:
                inside = _visible(path)
                used += [one for one in inside if one.suffix == ".yaml" and not one.is_dir()]
                problems += [_unused(f"{path.name}/{one.name}", one) for one in inside if one not in used]
            elif path.is_file() and path.name in (WORDING, TEMPLATE, OUTLINE):
                used.append(path)
            else:
                problems.append(_unused(path.name, path))
    except OSError as error:
        problems.append(
            Problem(
                folder.name,
                "",
                f"this folder cannot be read ({(error.strerror or 'unknown reason').lower()})",
            )
        )
    return used, problems


def _visible(folder: Path) -> list[Path]:
    """What stands in a folder, without hidden files and notes to its readers."""
    return sorted(
        path
        for path in folder.iterdir()
        if not path.name.startswith(".") and path.stem.upper() not in ("README", "LICENSE")
    )


def _unused(name: str, path: Path) -> Problem:
    if path.suffix in (".yml", ".YAML", ".YML"):
        way_out = f"; name it {path.stem}.yaml"
    elif "/" in name:
        way_out = "; only files that end in .yaml stand here"
    elif guess := did_you_mean(path.name, [*FOLDERS, WORDING, TEMPLATE, OUTLINE]):
        way_out = guess
    else:
        way_out = (
            f"; an overlay has the folders {', '.join(f'{kind}/' for kind in FOLDERS)} and the files"
            f" {WORDING}, {OUTLINE} and {TEMPLATE}"
        )
    return Problem(name, "", f"this {'folder' if path.is_dir() else 'file'} is not used{way_out}")


def _word_file(path: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as file:
            known = "word/document.xml" in file.namelist()
    except (OSError, zipfile.BadZipFile):
        known = False
    if not known:
        raise Wrong([Problem(TEMPLATE, "", "this is no Word file; open it in Word and save it as .docx")])
    return path
