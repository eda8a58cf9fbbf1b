"""Which version of a question pack a project was answered under: recorded in the log with the first answer,
its text kept by hash.

This happens where answers are written, so that no page, command or import can forget it.
"""

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from mlscope.catalogue import Pack, load
from mlscope.catalogue.versions import moves_silently
from mlscope.project import Answer, Project
from mlscope.project.answers import PackPin
from mlscope.store import milestones
from mlscope.store.journal import Journal, rows_of
from mlscope.store.records import Author, digest
from mlscope.store.tables import log


def packs_of(keys: Iterable[str]) -> list[Pack]:
    """The packs in use here that ask for any of these answers."""
    catalogue = load()
    named = {catalogue.questions[key].pack for key in keys if key in catalogue.questions}
    return [pack for pack in catalogue.packs.values() if pack.id in named]


def record(journal: Journal, packs: Iterable[Pack], author: Author) -> None:
    """Record the versions in use, unless the project still waits for a look at what a major version
    changed.
    """
    for pack in packs:
        held = journal.answer(f"pack/{pack.id}").value
        if moves_silently(None if held is None else PackPin.model_validate(held), pack):
            put(journal, pack, author)


def put(journal: Journal, pack: Pack, author: Author) -> None:
    """Record the version of a pack that is in use, and keep its text."""
    pin, text = _pin(pack)
    new = Answer(value=pin.model_dump())
    if journal.answer(f"pack/{pack.id}").content != new.content:
        milestones.keep_contents(journal.connection, {pin.content: text})
        journal.write(f"pack/{pack.id}", new, author)


def of_new(shown: Project) -> tuple[Mapping[str, PackPin], Mapping[str, str]]:
    """The versions that a new project is answered under: those it comes with, and those in use for the rest,
    whose texts stand beside them by hash.
    """
    pins, texts = dict(shown.packs), dict[str, str]()
    for pack in packs_of({*shown.more, *shown.answers}):
        if moves_silently(pins.get(pack.id), pack):
            pins[pack.id], text = _pin(pack)
            texts[pins[pack.id].content] = text
    return pins, texts


def texts(connection: sa.Connection, project_id: str) -> dict[str, str]:
    """The texts of all versions that a project was ever answered under, by hash, the latest first."""
    found = [row.new.value for row in rows_of(connection, project_id, log.c.key.startswith("pack/"))]
    hashes = list(dict.fromkeys(str(value.get("content")) for value in found if isinstance(value, dict)))
    kept = milestones.contents(connection, hashes)
    return {digest: kept[digest] for digest in hashes if digest in kept}


def _pin(pack: Pack) -> tuple[PackPin, str]:
    """The version of a pack with the hash of its text, and the text."""
    text = pack.model_dump_json()
    return PackPin(version=pack.version, content=digest(text)), text
