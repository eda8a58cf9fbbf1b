"""What each command does: an Outcome for programs and for people.

Imports stand inside the commands, so that help and schema answer at once.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlscope.errors import InputError, MlscopeError, did_you_mean

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal
    from mlscope.catalogue import Catalogue, Problem
    from mlscope.results import Assessment


class Usage(MlscopeError):  # noqa: N818 - named for what it is about
    """Arguments that do not go together, in a sentence with the way out."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command has to say, for programs and for people, and its exit code."""

    plain: Mapping[str, Any]
    text: str
    code: int = 0


def run(asked: argparse.Namespace) -> Outcome:
    """Start the app."""
    from mlscope import server

    server.run(asked.port, asked.store, asked.demo, asked.host, asked.open_to_all)
    return Outcome({}, "")


def new(asked: argparse.Namespace) -> Outcome:
    """Write a project file, blank or from a sample."""
    from mlscope import catalogue as content
    from mlscope import templates
    from mlscope.project import Project, files, new_id

    path: Path = asked.file
    if path.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise InputError(f"{path.name}: a project file ends in .yaml or .json")
    if path.exists():
        raise InputError(f"{path.name} exists already; choose another name or move it away")
    if asked.sample:
        project = templates.sample(content.load(), asked.sample).model_copy(update={"id": new_id()})
    else:
        project = Project(
            name=path.stem.replace("_", " ").replace("-", " ").strip().capitalize() or "New project"
        )
    files.save(project, path)
    return Outcome(
        {"file": str(path), "id": project.id, "name": project.name}, f"Wrote {path}: {project.name}"
    )


def samples(_: argparse.Namespace) -> Outcome:
    """The sample projects that `new --sample` takes."""
    from mlscope import catalogue as content
    from mlscope import templates

    found = templates.samples(content.load())
    rows = [
        {"id": name, "name": project.name, "statement": project.problem.statement}
        for name, project in found.items()
    ]
    return Outcome({"samples": rows}, "\n".join(f"{row['id']:<14}{row['name']}" for row in rows))


def questions(asked: argparse.Namespace) -> Outcome:
    """The questions that are asked, with the ids that conditions and wording files name."""
    from mlscope import catalogue as content
    from mlscope.cli import text

    catalogue = content.load()
    steps = [step.id for step in catalogue.steps]
    if asked.step and asked.step not in steps:
        guess = did_you_mean(asked.step, steps, f"the steps are {', '.join(steps)}")
        raise InputError(f"there is no step '{asked.step}'{guess}")
    found = [
        question
        for question in catalogue.questions.values()
        if asked.step in (None, question.step) and (question.core or not asked.quick)
    ]
    conditions = [{**q.when, **q.core_when} if asked.quick else dict(q.when) for q in found]
    rows = [
        {
            "id": q.id,
            "kind": q.kind,
            "label": q.label,
            "group": q.group,
            "choices": [choice.id for choice in q.choices],
            "pack": q.pack,
            "quick": q.core,
            "when": when,
        }
        for q, when in zip(found, conditions, strict=True)
    ]
    told = (
        text.question(question, when if asked.quick else {})
        for question, when in zip(found, conditions, strict=True)
    )
    return Outcome({"questions": rows}, "\n".join(told))


def check(asked: argparse.Namespace) -> Outcome:
    """What is wrong with project files (refused, or with findings) and with overlay folders, where, and the
    way out.
    """
    from mlscope.cli import text

    checked = [(path, *_problems(path, asked)) for path in asked.paths]
    reports = [_report(path, problems, findings, asked.strict) for path, problems, findings in checked]
    listed = [asdict(problem) for _, problems, _ in checked for problem in problems]
    plain = {"paths": reports, "problems": listed}
    return Outcome(
        plain, "\n".join(map(text.report, reports)), int(not all(report["ok"] for report in reports))
    )


def _problems(path: Path, asked: argparse.Namespace) -> "tuple[Sequence[Problem], list[dict[str, Any]]]":
    """What is wrong with the content of a folder, or with a project file and what it says."""
    from mlscope import assess
    from mlscope.catalogue import Problem
    from mlscope.catalogue.lint import lint

    if path.is_dir():
        return lint(path), []
    if not path.exists():
        return [Problem(path.name, "", f"there is no such file or folder{_sibling(path)}")], []
    try:
        appraisal, _ = appraisal_of(path, asked)
    except InputError as error:
        return [
            Problem(path.name, "", sentence.removeprefix(f"{path.name}: "))
            for sentence in str(error).splitlines()
        ], []
    findings: list[dict[str, Any]] = assess.as_json(appraisal.assessment)["findings"]
    return [], [finding for finding in findings if not finding.get("waived")]


def _sibling(path: Path) -> str:
    """A guess at what a mistyped path meant, from what stands beside it."""
    try:
        return did_you_mean(path.name, (beside.name for beside in path.parent.iterdir()))
    except OSError:
        return ""


def _report(
    path: Path, problems: "Sequence[Problem]", findings: list[dict[str, Any]], strict: bool
) -> dict[str, Any]:
    grave = [problem for problem in problems if strict or problem.severity == "error"]
    said = [f"{problem}" if problem.severity == "error" else f"warning: {problem}" for problem in problems]
    return {"path": str(path), "ok": not grave and not findings, "problems": said, "findings": findings}


def schema(_: argparse.Namespace) -> Outcome:
    """JSON Schema of the project file."""
    from mlscope.project import Project

    plain = Project.model_json_schema(by_alias=True)
    return Outcome(plain, json.dumps(plain, indent=2))


def assess_(asked: argparse.Namespace) -> Outcome:
    """Verdict, feasibility, blockers, findings, recommendations, AI Act tier."""
    from mlscope import assess
    from mlscope.cli import text

    appraisal, _ = appraisal_of(asked.file, asked)
    plain = described(appraisal) | assess.as_json(appraisal.assessment)
    return Outcome(plain, text.assessment(appraisal), strict_code(asked, appraisal.assessment))


def roi_(asked: argparse.Namespace) -> Outcome:
    """What it is worth, how sure that is, and what is worth finding out."""
    from mlscope.cli import text
    from mlscope.money import as_json

    appraisal, catalogue = appraisal_of(asked.file, asked)
    written = _write_samples(asked.samples, appraisal) if asked.samples else []
    plain = described(appraisal) | as_json(appraisal.money) | ({"samples": written} if written else {})
    said = "\n".join(
        (text.money(appraisal.money, catalogue.questions), *(f"Wrote {name}" for name in written))
    )
    return Outcome(plain, said, strict_code(asked, appraisal.assessment))


def _write_samples(path: Path, appraisal: "Appraisal") -> list[str]:
    """Write every draw of an appraised project, and return the files; a CSV has a JSON beside it that says
    what it rests on.
    """
    from mlscope.money import export

    if path.suffix.lower() not in (".parquet", ".csv"):
        raise InputError(f"{path.name}: draws are written as .parquet or .csv")
    money = appraisal.money
    frame = export.samples(appraisal.project, money.basis, points=money.points, seed=money.seed)
    if path.suffix.lower() == ".parquet":
        write(path, export.parquet(frame))
        return [str(path)]
    beside = path.with_name(path.name + ".json")
    write(path, export.csv(frame))
    write(beside, export.companion(frame))
    return [str(path), str(beside)]


def plan_(asked: argparse.Namespace) -> Outcome:
    """When it will be finished, and how sure that is."""
    from mlscope import plan
    from mlscope.cli import text

    appraisal, _ = appraisal_of(asked.file, asked)
    plain = described(appraisal) | plan.as_json(appraisal.schedule)
    return Outcome(plain, text.schedule(appraisal.schedule), strict_code(asked, appraisal.assessment))


def backlog_(asked: argparse.Namespace) -> Outcome:
    """Epics, stories, tasks of about half a day and research, for the tool in which the team works."""
    from mlscope.document import backlog as exports
    from mlscope.plan.backlog import backlog

    output: Path | None = asked.output
    if (asked.format in exports.FORMATS) != (output is not None):
        raise InputError(
            f"a file needs both its format and its name: --format {'|'.join(exports.FORMATS)} -o NAME"
        )
    appraisal, catalogue = appraisal_of(asked.file, asked)
    project = appraisal.project.effective(catalogue.questions)
    made = backlog(project, appraisal.schedule, catalogue.rules["backlog"], catalogue.questions)
    plain = described(appraisal) | {
        "items": [_with_dates(asdict(item)) for item in made.items],
        "columns": [asdict(column) | {"items": made.standing_in(column.id)} for column in made.columns],
    }
    if output is None:
        return Outcome(plain, "\n".join(f"{item.id}  {item.kind}  {item.title}" for item in made.items))
    if output.suffix.lower() != exports.ENDINGS[asked.format]:
        raise InputError(
            f"'{output.name}': a file for {asked.format} ends in {exports.ENDINGS[asked.format]}"
        )
    if asked.format == "ical" and not appraisal.schedule.known:
        raise InputError("there are no dates yet; what is missing: " + "; ".join(appraisal.schedule.missing))
    written = []
    for ending, content in exports.files(project, appraisal.schedule, made, asked.format).items():
        path = output.with_suffix(ending)
        write(path, content)
        written.append(str(path))
    return Outcome(plain | {"files": written}, "\n".join(f"Wrote {path}" for path in written))


def _with_dates(item: dict[str, Any]) -> dict[str, Any]:
    days = {key: value.isoformat() for key in ("start", "finish") if (value := item[key])}
    return item | days


def appraisal_of(path: Path, asked: argparse.Namespace) -> "tuple[Appraisal, Catalogue]":
    """The project of a file with all that the engines say of it, and the content it was read with."""
    from mlscope import catalogue as content
    from mlscope.appraise import appraise
    from mlscope.project import files

    catalogue = content.load()
    project = files.load(path, catalogue.questions.values())
    for problem in catalogue.problems:
        print(problem, file=sys.stderr)
    try:
        catalogue.refuse(project)
    except InputError as error:
        raise InputError(
            "\n".join(f"{path.name}: {sentence}" for sentence in str(error).splitlines())
        ) from error
    return appraise(project, catalogue, points=asked.points, seed=asked.seed), catalogue


def described(appraisal: "Appraisal") -> dict[str, Any]:
    """Which project a command spoke of."""
    return {"project": {"id": appraisal.project.id, "name": appraisal.project.name}}


def strict_code(asked: argparse.Namespace, assessment: "Assessment") -> int:
    """1 under --strict when there is a blocker, or a finding of high severity that nobody waived."""
    grave = any(
        finding.severity in ("blocker", "high") and not finding.waived for finding in assessment.findings
    )
    return int(asked.strict and (grave or bool(assessment.blockers)))


def write(path: Path, content: bytes) -> None:
    """Write a file; InputError when that is impossible."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(
            f"{path.name}: cannot be written ({(error.strerror or 'unknown reason').lower()})"
        ) from error
