"""What the ways of writing do to a journal: filling a new project, applying a change, redacting."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from mlscope.errors import InputError, did_you_mean
from mlscope.project import Answer, Project, new_id
from mlscope.project.conflicts import PREFIX, Conflict, proposal, settled
from mlscope.project.fields import clean
from mlscope.project.flat import RISKS_COUNT
from mlscope.project.inputs import allot, input_keys
from mlscope.project.numbering import allot_numbers, places
from mlscope.store import chain, milestones, pins
from mlscope.store.journal import Journal, names_of, rows_of, save_new
from mlscope.store.merge import merge, tidy
from mlscope.store.records import Author, Change
from mlscope.store.tables import current, log, project

OWN_KEYS = ("slot/", "number/", "conflict/", chain.REDACTION, chain.MILESTONE, "store/")
"""Keys that only the store itself writes."""

SCHEMA_KEY = "project/schema"
"""Where a log names the version of the record that it was begun in; older ones name none."""
RISKS = "risks.risks/"

HEAD_KEYS = tuple(f"project/{name}" for name in ("name", "currency", "as_of", "stage", "sample", "tags"))

NAMELESS = Answer(value="Redacted")
"""Stands for a redacted name, since a project cannot be without one."""


def exists(connection: sa.Connection, project_id: str) -> bool:
    """Is this id in use?"""
    return bool(in_use(connection, [project_id]))


def in_use(connection: sa.Connection, ids: Collection[str]) -> set[str]:
    """Those of some ids that projects have."""
    return set(connection.scalars(sa.select(project.c.id).where(project.c.id.in_(ids))))


TOGETHER = 50
"""So many new projects are written in one go."""


def fill(
    connection: sa.Connection,
    shown: Sequence[Project],
    author: Author,
    notes: Mapping[str, Answer] | None = None,
) -> None:
    """Log new projects under their own ids; slots and numbers they come with stay, missing ones are allotted
    as the simulation and the document would.
    """
    for start in range(0, len(shown), TOGETHER):
        texts: dict[str, str] = {}
        journals = [
            _filled(connection, one, author, notes or {}, texts) for one in shown[start : start + TOGETHER]
        ]
        milestones.keep_contents(connection, texts)
        save_new(journals)


def _filled(
    connection: sa.Connection,
    shown: Project,
    author: Author,
    notes: Mapping[str, Answer],
    texts: dict[str, str],
) -> Journal:
    """The journal of a new project; the texts of the packs it is answered under are added to `texts`."""
    journal = Journal.begin(connection, shown, author)
    given, effective = shown.flatten(), shown.effective()
    slots = allot(shown.slots, input_keys(given if effective is shown else effective.flatten()))
    numbers = allot_numbers(shown.numbers, places(given))
    packs, of_packs = pins.of_new(shown)
    texts |= of_packs
    complete = given
    for part, kept in (("slot", slots), ("number", numbers)):
        complete |= {f"{part}/{key}": Answer(value=number) for key, number in kept.items()}
    complete |= {f"pack/{key}": Answer(value=pin.model_dump()) for key, pin in packs.items()}
    flat = {key: tidy(key, answer) for key, answer in complete.items()}
    first = {key: answer for key, answer in flat.items() if key.startswith(("project/", "slot/", "number/"))}
    for key, answer in (first | dict(notes) | flat).items():
        journal.write(key, answer, author)
    return journal


def new_risks_count(journal: Journal, proposed: Sequence[Change]) -> list[Change]:
    """For each new row in a register that was begun before risks counted, that it counts: the ranges cannot
    contain what nobody had named when they were given.
    """
    version = journal.answer(SCHEMA_KEY).value
    if isinstance(version, int | float) and version >= RISKS_COUNT:
        return []
    given = {change.key for change in proposed}
    begun = [
        change.key.removesuffix("/order")
        for change in proposed
        if change.key.startswith(RISKS) and change.key.endswith("/order") and change.old.blank
    ]
    cells = [f"{row}/contained" for row in begun]
    return [Change(cell, Answer(value=False)) for cell in cells if cell not in given]


def refuse(changes: Sequence[Change]) -> None:
    """InputError for changes that would leave a record that cannot be read, or that are the store's own to
    make.
    """
    for change in changes:
        if change.key.startswith(OWN_KEYS) or clean(change.key) != change.key:
            raise InputError(f"{clean(change.key)[:80]}: this is kept by the store itself and cannot be set")
        if change.key.startswith("project/") and change.key not in HEAD_KEYS:
            raise InputError(
                f"{change.key[:80]}: a project has no such property{did_you_mean(change.key, HEAD_KEYS)}"
            )
        if change.key in HEAD_KEYS and change.new.value is None:
            raise InputError(f"{change.key}: this cannot be left empty")
    Project.unflatten("check", {"project/name": NAMELESS} | {change.key: change.new for change in changes})


def interrupts(journal: Journal, keys: Collection[str], author: Author) -> bool:
    """Does typing under these keys end other typing: by the same author elsewhere, or by somebody else in the
    same place?
    """
    return any((held.author == author.name) != (key in keys) for key, held in journal.drafts.items())


def apply(journal: Journal, change: Change, author: Author, typing: bool) -> Conflict | None:
    """Write a change as it merges with what stands there; a refused one is kept in the log and returned."""
    theirs = journal.answer(change.key)
    merged = merge(change.old, change.new, theirs)
    if merged is None:
        journal.flush()  # theirs may still be typed, and both belong in the log
        waiting = new_id()
        journal.write(PREFIX + waiting, proposal(change.key, change.new), author)
        return Conflict(key=change.key, mine=change.new, theirs=theirs, base=change.old, id=waiting)
    if merged.content != theirs.content:
        (journal.type if typing else journal.write)(change.key, merged, author)
    return None


def restate(journal: Journal, conflict: Conflict, author: Author) -> None:
    """Keep a later wording of a proposal that waits for a choice; typed on, it becomes one row of the log."""
    journal.type(PREFIX + conflict.id, proposal(conflict.key, tidy(conflict.key, conflict.mine)), author)


def settle(journal: Journal, conflict_id: str, author: Author) -> None:
    """Somebody chose: the proposal waits no more, and the log keeps what it said."""
    waiting = journal.answer(PREFIX + conflict_id)
    if waiting.value is not None and waiting.content != settled(waiting).content:
        journal.write(PREFIX + conflict_id, settled(waiting), author)


def redact(journal: Journal, key: str, reason: str, author: Author) -> int:
    """Blank a key in the log and the current record, log that it was done, and return the number of rows that
    were blanked.

    Content and salt of these rows are gone for good; their hashes stay, so that the chain of the log still
    holds.
    """
    names, blank = names_of([key]), (NAMELESS if key == "project/name" else Answer()).content
    blanked = _overwrite(journal, names, {"old": blank, "new": blank})
    for row in rows_of(journal.connection, journal.id, log.c.key.startswith("conflict/")):
        if isinstance(row.new.value, dict) and row.new.value["key"] in names:
            emptied = Answer(value={"key": key, "answer": {}}).content
            blanked += _overwrite(journal, [row.key], {"old": emptied, "new": emptied})
    if not blanked:
        raise InputError(
            f"{key[:80]}: nothing was ever written under this key, so there is nothing to redact"
        )
    noted = {"key": key, "reason": reason, "rows": len(blanked), "revisions": sorted(blanked)}
    journal.write(f"{chain.REDACTION}{new_id()}", Answer(value=noted), author)
    journal.save(**({"name": NAMELESS.value} if key == "project/name" else {}))
    return len(blanked)


def _overwrite(journal: Journal, keys: Sequence[str], content: Mapping[str, Any]) -> list[int]:
    """Replace the content of all rows under some keys; the revisions of these rows."""
    wanted = (log.c.project == journal.id) & log.c.key.in_(keys)
    held = (current.c.project == journal.id) & current.c.key.in_(keys)
    revisions = journal.connection.scalars(sa.select(log.c.revision).where(wanted)).all()
    journal.connection.execute(current.update().where(held).values(answer=content["new"]))
    journal.connection.execute(log.update().where(wanted).values(**content, salt=None))
    return list(revisions)
