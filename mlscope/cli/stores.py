"""What the commands on stores do: archives out and in, backups out and in."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mlscope.cli.commands import Outcome, write
from mlscope.errors import InputError, StoreLocked, UnknownProject, did_you_mean

if TYPE_CHECKING:
    from mlscope.store import Checked, Store

APP_HOLDS_IT = "While the app runs, it offers export and backup itself, on the Candidates page."


def export(asked: argparse.Namespace) -> Outcome:
    """Write a project of a store, with its whole history, into an archive."""
    _refuse_existing(asked.file)
    with opened(present(address_of(asked))) as store:
        project = chosen(store, asked.project)
        write(asked.file, store.export(project))
    return Outcome({"file": str(asked.file), "id": project}, f"Wrote {asked.file}")


def import_(asked: argparse.Namespace) -> Outcome:
    """Take an archive, or a project file, into a store."""
    from mlscope import catalogue
    from mlscope.project import files
    from mlscope.store import Author, is_archive

    content, author = _read(asked.file), Author("command line")
    with opened(address_of(asked)) as store:
        if is_archive(content):
            project = store.import_archive(content, author)
        else:
            known = catalogue.load()
            given = files.loads(content, asked.file.name, known.questions.values())
            known.refuse(given)
            project = store.create(given, author)
        name = store.load(project).project.name
    return Outcome({"id": project, "name": name}, f"{name} is in the store, as {project}")


def backup(asked: argparse.Namespace) -> Outcome:
    """Copy a whole store into a file."""
    _refuse_existing(asked.file)
    with opened(present(address_of(asked))) as store:
        made = store.backup(asked.file.absolute())
    return Outcome({"file": str(made)}, f"Wrote {made}")


def restore(asked: argparse.Namespace) -> Outcome:
    """Bring a backup into an empty store."""
    from mlscope import store
    from mlscope.parsing import refuse_unusual

    try:
        refuse_unusual(asked.file, "a backup")
    except InputError as error:
        raise InputError(f"{asked.file.name}: {error}") from error
    with _explained():
        count = store.restore(asked.file, address_of(asked))
    return Outcome({"projects": count}, f"{count} {'project is' if count == 1 else 'projects are'} back")


def verify(asked: argparse.Namespace) -> Outcome:
    """Say whether the history of every project is whole: of an archive or backup, or of a store."""
    from mlscope import store

    if asked.file and asked.store:
        raise InputError("give a file or --store, not both")
    if asked.file:
        checked = store.check_file(asked.file)
    else:
        with opened(present(address_of(asked))) as whole_store:
            checked = whole_store.check()
    rows = {one.id: one.proof.row_of(asked.head) for one in checked} if asked.head else {}
    heads = {project: row for project, row in rows.items() if row is not None}
    whole = not any(one.faults for one in checked) and (bool(heads) or not asked.head)
    lines = [line for one in checked for line in _told(one, heads.get(one.id))]
    if asked.head and not heads:
        lines.append("No row that holds has the head asked for: this is not what was signed.")
    plain = {"whole": whole, "projects": [_plain(one, heads.get(one.id)) for one in checked]}
    return Outcome(plain, "\n".join(lines) or "There are no projects.", 0 if whole else 1)


def _told(checked: "Checked", row: int | None) -> list[str]:
    proof, name = checked.proof, f"{checked.name} ({checked.id})"
    if checked.faults:
        return [f"{name}: broken", *(f"  {fault}" for fault in checked.faults)]
    since = f"rows before row {proof.begun} as they were found then" if proof.begun > 1 else "from row 1 on"
    lines = [f"{name}: whole, {len(proof.links):,} rows, {since}", f"  head {proof.head}"]
    if row is not None:
        later = len(proof.links) - row
        lines.append(f"  the head asked for is row {row:,}; {later:,} rows have come since")
    return lines


def _plain(checked: "Checked", row: int | None) -> dict[str, object]:
    proof = checked.proof
    return {
        "id": checked.id,
        "name": checked.name,
        "whole": not checked.faults,
        "faults": list(checked.faults),
        "rows": len(proof.links),
        "begun": proof.begun,
        "broken": proof.broken,
        "head": proof.head,
        "asked_head_row": row,
    }


def address_of(asked: argparse.Namespace) -> str:
    """The store that is asked for, else that of the environment."""
    from mlscope.settings import Settings

    return str(asked.store or Settings.from_environment().store)


def present(address: str) -> str:
    """The address; InputError for a file that is not there, which opening would make."""
    path = Path(address.removeprefix("duckdb:///")).expanduser()
    if "://" not in str(address).removeprefix("duckdb:///") and not path.exists():
        raise InputError(f"there is no store at '{path.name}'; name one with --store")
    return address


@contextmanager
def opened(address: str) -> "Iterator[Store]":
    """The store at an address, closed again at the end; says on the way what is missing from it."""
    from mlscope.store import open_store

    with _explained():
        store = open_store(address)
    if store.missing:
        print(f"{store.missing}.", file=sys.stderr)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except StoreLocked as error:
        raise StoreLocked(f"{error}. {APP_HOLDS_IT}") from error


def chosen(store: "Store", wanted: str | None) -> str:
    """The project asked for by id or name, or the only one there is."""
    found = {
        summary.id: summary.name
        for archived in (False, True)
        for summary in store.projects(archived=archived)
    }
    matching = [i for i, name in found.items() if wanted in (None, i, name)]
    if len(matching) == 1:
        return matching[0]
    listed = "; ".join(f"{i} {name}" for i, name in list(found.items())[:20]) or "none"
    if wanted is None or matching:
        raise InputError(f"say which project with --project ID; there are: {listed}")
    guess = did_you_mean(wanted, [*found, *found.values()], f"there are: {listed}")
    raise UnknownProject(f"there is no project '{wanted}'{guess}")


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise InputError(f"{path.name} exists already; choose another name or move it away")


def _read(path: Path) -> bytes:
    from mlscope.parsing import read_file
    from mlscope.store.archives import MAX_BYTES

    try:
        return read_file(path, MAX_BYTES, "an archive")
    except InputError as error:
        raise InputError(f"{path.name}: {error}") from error
