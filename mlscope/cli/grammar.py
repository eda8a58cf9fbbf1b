"""What may be typed: commands, their arguments, and what each argument must look like."""

import argparse
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mlscope.chapters import ANNEXES, VARIANTS
from mlscope.cli import commands, comparing, documents, profiles, stores, workbooks
from mlscope.settings import MOST_POINTS, POINTS

STORE = (
    "a DuckDB file or a database address (duckdb:////folder/file begins at the root); MLSCOPE_STORE if not"
    " given"
)

VIEWS = ("value", "weights", "rice", "wsjf")


def parser() -> argparse.ArgumentParser:
    """The whole grammar; wrong usage ends with exit code 2."""
    whole = argparse.ArgumentParser(
        prog="mlscope",
        description=(
            "Decide in an hour whether a machine-learning project is worth doing, and leave with the document"
            " that says why."
        ),
    )
    whole.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    known = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _app(known)
    _files(known)
    _engines(known)
    _stores(known)
    return whole


class _Version(argparse.Action):
    """Print the version and end, as argparse's own action does, but look for it only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from mlscope import __version__

        print(f"mlscope {__version__}")
        parser.exit()


BACKLOG_FORMS = ("jira", "github", "trello", "trello-json", "msproject", "ical", "csv")
"""The tools that a backlog is written for; the document package knows them too, and is loaded later."""


def _command(
    known: Any, name: str, run: Any, strict: bool = False, forms: Sequence[str] = ()
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = known.add_parser(name, help=run.__doc__, description=run.__doc__)
    command.set_defaults(command=run, strict=False, points=POINTS, seed=0)
    command.add_argument(
        "--format", choices=["text", "json", *forms], default="text", help="json prints one JSON object"
    )
    if strict:
        command.add_argument(
            "--strict",
            action="store_true",
            help="exit with 1 when there is a blocker or an unwaived finding of high severity",
        )
    return command


def _app(known: Any) -> None:
    run = _command(known, "run", commands.run)
    run.add_argument(
        "--port", type=_whole(1, 65_535), default=8501, help="where the app answers; 8501 if not given"
    )
    run.add_argument(
        "--store",
        help=STORE,
    )
    run.add_argument("--demo", action="store_true", help="fill an empty store with the sample projects")
    run.add_argument(
        "--host",
        help="the address to listen on, for others than this computer; needs a login or --open-to-all",
    )
    run.add_argument(
        "--open-to-all",
        action="store_true",
        help="let everybody who reaches this computer read and change every project, without a login",
    )


def _files(known: Any) -> None:
    new = _command(known, "new", commands.new)
    new.add_argument("file", type=Path, help="a name that ends in .yaml or .json")
    new.add_argument("--sample", metavar="ID", help="start from a sample; 'mlscope samples' lists them")
    _command(known, "samples", commands.samples)
    questions = _command(known, "questions", commands.questions)
    questions.add_argument("step", nargs="?", metavar="STEP", help="only those of one step, such as data")
    questions.add_argument(
        "--quick",
        action="store_true",
        help="only those of Quick scope, with the answers under which they are asked",
    )
    check = _command(known, "check", commands.check)
    check.add_argument(
        "paths", type=Path, nargs="+", metavar="PATH", help="a project file, or an overlay folder"
    )
    check.add_argument("--strict", action="store_true", help="exit with 1 on warnings about an overlay too")
    _command(known, "schema", commands.schema)
    profile = _command(known, "profile", profiles.profile)
    profile.add_argument("file", type=Path, help="a CSV (also as .gz) or Parquet file")
    profile.add_argument(
        "--label", metavar="COLUMN", help="the column that holds the outcome to be predicted"
    )
    profile.add_argument(
        "--into",
        type=Path,
        metavar="PROJECT",
        help="fill the open questions of a project file with what was measured",
    )


def _engines(known: Any) -> None:
    _command(known, "assess", commands.assess_, strict=True).add_argument("file", type=Path)
    roi = _command(known, "roi", commands.roi_, strict=True)
    roi.add_argument("file", type=Path)
    roi.add_argument("--points", type=_whole(1, MOST_POINTS), default=POINTS, help="draws of the simulation")
    roi.add_argument("--seed", type=_whole(0, 2**32 - 1), default=0, help="another seed draws other points")
    roi.add_argument("--samples", type=Path, metavar="FILE", help="write every draw, as .parquet or .csv")
    _command(known, "plan", commands.plan_, strict=True).add_argument("file", type=Path)
    backlog = _command(known, "backlog", commands.backlog_, forms=BACKLOG_FORMS)
    backlog.add_argument("file", type=Path)
    backlog.add_argument(
        "-o", "--output", type=Path, help="the file to write, for every format but these two"
    )
    _document(known)
    book = _command(known, "workbook", workbooks.read)
    book.add_argument("file", type=Path, help="the project file")
    book.add_argument("book", type=Path, metavar="BOOK", help="the .xlsx file that came back")
    book.add_argument(
        "-o",
        "--output",
        type=Path,
        help="write the project with the changes; a name that ends in .yaml or .json",
    )
    _compare(known)


def _compare(known: Any) -> None:
    compare = _command(known, "compare", comparing.compare, strict=True)
    compare.add_argument("files", type=Path, nargs="*", metavar="FILE", help="project files")
    compare.add_argument(
        "--store", help="compare the projects of a store (a DuckDB file or a database address)"
    )
    compare.set_defaults(usage=compare.error)
    compare.add_argument(
        "--weights",
        type=_weights,
        metavar="A=1,B=2",
        help="rank by weighted criteria; without it, by expected value beyond the best alternative",
    )
    compare.add_argument(
        "--pairs",
        type=_judgements,
        metavar="A:B=3,...",
        help="weights from comparing criteria two by two: A counts three times as much as B (1/9 to 9)",
    )
    compare.add_argument(
        "--rank-by",
        choices=VIEWS,
        help="expected value, weighted criteria, RICE or WSJF",
    )
    compare.add_argument(
        "--score",
        type=_score,
        action="append",
        default=[],
        metavar="ID:impact=2,...",
        help="what RICE (reach, impact, confidence, effort) or WSJF (business_value, time_criticality,"
        " risk_reduction, job_size) takes of a project in place of its record",
    )
    compare.add_argument(
        "--rate",
        type=_rate,
        action="append",
        default=[],
        metavar="USD=0.92",
        help="what one unit of a currency is worth in that of the comparison; may be given several times",
    )
    compare.add_argument(
        "--budget", type=_money, metavar="N", help="what there is to spend in all years, nominal"
    )
    compare.add_argument(
        "--fund-year",
        type=_year,
        action="append",
        default=[],
        metavar="2027=300k",
        help="what there is to spend in a calendar year; may be given several times",
    )
    compare.add_argument(
        "--sureness",
        type=_sureness,
        default=0.8,
        metavar="P80",
        help="plan each project with its P80 (if not given) or P50",
    )
    compare.add_argument(
        "--must", action="append", default=[], metavar="ID", help="fund this project whatever its verdict"
    )
    compare.add_argument(
        "--either", type=_ids, action="append", default=[], metavar="A,B", help="fund at most one of these"
    )
    compare.add_argument(
        "--needs",
        type=_pair,
        action="append",
        default=[],
        metavar="A=B",
        help="fund A only together with B",
    )
    compare.add_argument(
        "--capacity",
        type=_capacity,
        action="append",
        default=[],
        metavar="ROLE:2027-Q1=40",
        help="person-days that there are of a role in a quarter, against the plans of the projects",
    )
    compare.add_argument(
        "--at-most",
        type=_at_most,
        action="append",
        default=[],
        metavar="2=A,B,C",
        help="fund at most so many of these; 2=tag:NAME for those that have a tag",
    )
    compare.add_argument(
        "-o",
        "--output",
        type=Path,
        help="write the candidates side by side; a name that ends in .pdf, .docx, .html, .md, .xlsx or .csv",
    )
    compare.add_argument("--save", metavar="NAME", help="keep all this as a scenario in the store")
    compare.add_argument(
        "--scenario",
        action="append",
        default=[],
        metavar="NAME",
        help="a scenario that the store keeps; several are set side by side",
    )
    compare.add_argument(
        "--knowing",
        action="store_true",
        help="what finding out more first would be worth for the choice among up to 12 candidates",
    )


def _document(known: Any) -> None:
    document = _command(known, "document", documents.document, strict=True)
    document.add_argument("file", type=Path, nargs="?", help="a project file; or give a store")
    document.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        help="a name that ends in .pdf, .docx, .html, .md, .pptx (the slides), .xlsx (the money), .csv or"
        " .reqif (the requirements)",
    )
    document.add_argument(
        "--variant",
        choices=VARIANTS,
        help="two pages, six with annexes, the requirements, all there is, or slides; full if not given",
    )
    document.add_argument(
        "--annexes",
        type=_annexes,
        metavar="A,B",
        help=f"only these annexes, or none: {', '.join(ANNEXES)}",
    )
    document.add_argument("--store", help="a DuckDB file or a database address; in place of a file")
    document.add_argument("--project", metavar="ID", help="id or name in the store")
    document.add_argument(
        "--milestone", metavar="NAME", help="as it was at this milestone; with --since, up to it"
    )
    document.add_argument("--since", metavar="NAME", help="what changed since this milestone or revision")


def _annexes(text: str) -> tuple[str, ...]:
    named = tuple(filter(None, (part.strip() for part in text.split(","))))
    if named == ("none",):
        return ()
    for name in named:
        if name not in ANNEXES:
            raise argparse.ArgumentTypeError(
                f"there is no annex '{name}'; there are {', '.join(ANNEXES)}, or none at all with 'none'"
            )
    return named


def _stores(known: Any) -> None:
    export = _command(known, "export", stores.export)
    export.add_argument("--project", metavar="ID", help="id or name; needed where the store holds several")
    adopt = _command(known, "import", stores.import_)
    backup = _command(known, "backup", stores.backup)
    restore = _command(known, "restore", stores.restore)
    verify = _command(known, "verify", stores.verify)
    verify.add_argument("--head", metavar="HASH", help="the head that a signed document prints")
    for command, file in (
        (export, "the archive to write"),
        (adopt, "an archive or a project file"),
        (backup, "the backup to write"),
        (restore, "a backup"),
        (verify, "an archive or a backup; the store if not given"),
    ):
        command.add_argument("file", type=Path, help=file, nargs="?" if command is verify else None)
        command.add_argument(
            "--store",
            help=STORE,
        )


def _whole(low: int, high: int) -> Any:
    def number(text: str) -> int:
        value = _amount(text)
        if not value.is_integer() or not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is no whole number between {low} and {high}")
        return int(value)

    return number


def _amount(text: str) -> float:
    """A figure as the app reads it."""
    from mlscope.estimates import numbers, phrases

    try:
        number = numbers.read(numbers.unambiguous(phrases.plain(text)))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    if not math.isfinite(number) or number < 0:
        raise argparse.ArgumentTypeError(f"{text[:40]} is no amount")
    return number


def _money(text: str) -> str:
    """An amount of money as it was typed, since its currency is known only once the projects are."""
    _amount(re.sub(r"[€$£¥]|\b[A-Z]{3}\b", "", text).strip())
    return text


def _weights(text: str) -> dict[str, float]:
    pairs = [part.partition("=") for part in text.split(",")]
    if not all(name.strip() and number.strip() for name, _, number in pairs):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form value=2,feasibility=1")
    return {name.strip(): _amount(number) for name, _, number in pairs}


def _judgements(text: str) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for part in text.split(","):
        pair, _, times = (piece.strip() for piece in part.partition("="))
        first, _, second = (piece.strip() for piece in pair.partition(":"))
        over = times.removeprefix("1/") if times.startswith("1/") else None
        if not (first and second and times) or over == "":
            raise argparse.ArgumentTypeError(f"'{part.strip()}' is not of the form value:data=3")
        number = _amount(times) if over is None else _amount(over)
        if number == 0:
            raise argparse.ArgumentTypeError(f"'{part.strip()}': nothing counts zero times as much")
        if (first, second) in found:
            raise argparse.ArgumentTypeError(f"'{first}' and '{second}' are compared twice; leave one out")
        found[first, second] = number if over is None else 1 / number
    return found


def _score(text: str) -> tuple[str, dict[str, float]]:
    project, _, figures = (part.strip() for part in text.rpartition(":"))
    pairs = [part.partition("=") for part in figures.split(",")]
    if not project or not all(name.strip() and number.strip() for name, _, number in pairs):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form PROJECT:impact=2,reach=4000")
    return project, {name.strip(): _amount(number) for name, _, number in pairs}


def _rate(text: str) -> tuple[str, float]:
    name, _, number = text.partition("=")
    if not re.fullmatch(r"[A-Za-z]{3}", name.strip()) or not number.strip():
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form USD=0.92")
    return name.strip().upper(), _amount(number)


def _year(text: str) -> tuple[int, str]:
    year, _, money = text.partition("=")
    if not re.fullmatch(r"(19|20|21)\d\d", year.strip()) or not money.strip():
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form 2027=300k")
    return int(year), _money(money.strip())


def _sureness(text: str) -> float:
    known = {"p50": 0.5, "50": 0.5, "0.5": 0.5, "p80": 0.8, "80": 0.8, "0.8": 0.8}
    if (plain := text.strip().lower().removesuffix("%").strip()) not in known:
        raise argparse.ArgumentTypeError(f"'{text}' is neither P50 nor P80")
    return known[plain]


def _ids(text: str) -> tuple[str, ...]:
    ids = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if len(ids) < 2:
        raise argparse.ArgumentTypeError(f"'{text}' does not name two projects, as in A,B")
    return ids


def _capacity(text: str) -> tuple[tuple[str, str], float]:
    place, _, days = text.rpartition("=")
    role, _, quarter = place.rpartition(":")
    named = re.fullmatch(
        r"((?:19|20|21)\d\d)[- ]?Q([1-4])|Q([1-4])[- ]?((?:19|20|21)\d\d)", quarter.strip(), re.I
    )
    if not role.strip() or named is None or not days.strip():
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form Data scientist:2027-Q1=40")
    year, number = named[1] or named[4], named[2] or named[3]
    return (role.strip(), f"{year}-Q{number}"), _amount(days)


def _at_most(text: str) -> tuple[int, tuple[str, ...] | str]:
    """How many of which projects, or of which tag; 2=tag:NAME may be written tag:NAME=2, too."""
    most, _, names = (part.strip() for part in text.partition("="))
    if text.strip().lower().startswith("tag:"):
        names, _, most = (part.strip() for part in text.rpartition("="))
    tagged = names.lower().startswith("tag:")
    if not most.isdecimal() or (tagged and not names[4:].strip()):
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form 2=A,B,C or 2=tag:NAME")
    return int(most), names[4:].strip() if tagged else _ids(names)


def _pair(text: str) -> tuple[str, str]:
    first, _, second = (part.strip() for part in text.partition("="))
    if not first or not second:
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form A=B")
    return first, second
