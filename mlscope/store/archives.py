"""The archive of one project: its whole log, with milestones and what they pin, as one JSON text that travels
without loss.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

import sqlalchemy as sa
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from mlscope.errors import InputError, NewerVersion, explain
from mlscope.parsing import read_json, refuse_larger
from mlscope.project import Answer, Project, new_id
from mlscope.project.fields import Name, RowId, clean
from mlscope.store import chain, editing, milestones, pins
from mlscope.store.journal import Journal, answers_of, fold, now, read, stored_rows, today_key
from mlscope.store.merge import tidy, tidy_value
from mlscope.store.records import Author, LogRow, Milestone, Proof, digest
from mlscope.store.tables import IMPORTED, encode

FORMAT = 2
"""Since format 2 the rows of the log carry their hashes."""
MAX_BYTES = 500_000_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _utc(time: dt.datetime) -> dt.datetime:
    """The moment in UTC; ValueError at the ends of the calendar, where another zone would have no date for
    it.
    """
    if not 1 < time.year < dt.MAXYEAR:
        raise ValueError(f"the year {time.year} is no time at which somebody wrote; the file was altered")
    return time.astimezone(dt.UTC)


Utc = Annotated[AwareDatetime, AfterValidator(_utc)]
Plain = Annotated[str, AfterValidator(clean)]
Hash = Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]


class ArchivedRow(_Part):
    """One row of the log."""

    revision: int
    time: Utc
    author: Name
    verified: bool
    key: Plain
    old: Answer
    new: Answer
    salt: Annotated[str, Field(pattern="^[0-9a-f]{32}$")] | None = None
    digest: Hash = ""
    link: Hash = ""

    @property
    def read(self) -> LogRow:
        """The row as it is read."""
        old, new = tidy(self.key, self.old), tidy(self.key, self.new)
        return LogRow(self.revision, self.time, self.author, False, today_key(self.key), old, new)

    def stored(self, plain: Mapping[str, Any]) -> chain.Row:
        """The row as the store keeps it. One with hashes keeps the content that its file holds (`plain`), as
        hashed.
        """
        old, new = tidy(self.key, self.old).content, tidy(self.key, self.new).content
        if self.link:
            old, new = plain["old"], plain["new"]
            if tidy_value(self.key, [old, new]) != [old, new]:
                raise InputError(f"row {self.revision} holds characters that no row carries")
        parts = self.model_dump(exclude={"old", "new"})
        return chain.Row(old=old, new=new, **parts)


class ArchivedMilestone(_Part):
    """One milestone, with the hashes of what it pins."""

    id: RowId
    name: Name
    revision: Annotated[int, Field(ge=1)]
    as_of: dt.date
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    software: Plain
    author: Name
    verified: bool
    time: Utc
    content: dict[Plain, str]


class Archive(_Part):
    """What an archive holds. `record` is for readers of the file; the log is what counts."""

    mlscope_archive: Literal[1, 2]
    id: RowId
    archived: bool
    record: dict[str, Any]
    log: Annotated[list[ArchivedRow], Field(min_length=1)]
    milestones: list[ArchivedMilestone]
    contents: dict[str, Plain]
    _rows: list[chain.Row] = PrivateAttr(default_factory=list)

    @property
    def rows(self) -> list[chain.Row]:
        """The log, oldest row first, every row with its hashes; those of an old archive are made on reading
        it.
        """
        return self._rows

    @property
    def made(self) -> list[Milestone]:
        """The milestones as records."""
        return [Milestone(at=one.time, **one.model_dump(exclude={"time"})) for one in self.milestones]

    @property
    def chained(self) -> bool:
        """Does the archive carry a chain of its own?"""
        return self.mlscope_archive > 1

    def take_rows(self, log: list[Any]) -> None:
        """Keep the log as the file's JSON has it."""
        rows = [row.stored(plain) for row, plain in zip(self.log, log, strict=True)]
        self._rows = rows if self.chained else list(chain.bound(rows))

    @property
    def proof(self) -> Proof:
        """What the chain of the archive proves."""
        return chain.prove(self.rows, self.made, self.contents)

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if [row.revision for row in self.log] != list(range(1, len(self.log) + 1)):
            raise ValueError(
                "the rows of the log are not numbered from 1 without a gap; the file was shortened or altered"
            )
        if any(bool(row.link and row.digest) != (self.mlscope_archive > 1) for row in self.log):
            raise ValueError("rows of the log lack their hashes; the file was altered")
        if any(digest(text) != name for name, text in self.contents.items()):
            raise ValueError("a pinned text does not match its hash; the file was altered")
        for milestone in self.milestones:
            if milestone.revision > len(self.log) or not set(milestone.content.values()) <= set(
                self.contents
            ):
                raise ValueError(
                    f"the milestone '{milestone.name}' rests on rows or texts that are missing; the file was"
                    " shortened"
                )
        if len({milestone.name for milestone in self.milestones}) < len(self.milestones):
            raise ValueError("two milestones have the same name; the file was altered")
        return self


def export(connection: sa.Connection, project_id: str) -> bytes:
    """The archive of a project as it stands in the log."""
    head, held = read(connection, project_id)
    answers = {key: one.read for key, one in held.items() if one.answer}
    pinned = milestones.of(connection, project_id)
    plain = {
        "mlscope_archive": FORMAT,
        "id": project_id,
        "archived": head.archived,
        "record": Project.unflatten(project_id, answers).to_plain(),
        "log": [_row(row) for row in stored_rows(connection, project_id)],
        "milestones": [_milestone(one) for one in pinned],
        "contents": (
            milestones.contents(
                connection, sorted({digest for one in pinned for digest in one.content.values()})
            )
            | pins.texts(connection, project_id)
        ),
    }
    return encode(plain).encode()


def _row(row: chain.Row) -> dict[str, Any]:
    return vars(row) | {"time": row.time.isoformat()}


def _milestone(one: Milestone) -> dict[str, Any]:
    parts = {
        "id": one.id,
        "name": one.name,
        "revision": one.revision,
        "as_of": one.as_of.isoformat(),
        "seed": one.seed,
    }
    signed = {
        "software": one.software,
        "author": one.author,
        "verified": one.verified,
        "time": one.at.isoformat(),
    }
    return parts | signed | {"content": dict(one.content)}


def is_archive(content: bytes) -> bool:
    """Does a file say of itself that it is an archive, be it readable or not? Anything else may be a project
    file.
    """
    try:
        plain = read_json(content)
    except InputError:
        return False
    return isinstance(plain, dict) and "mlscope_archive" in plain


def parse(content: bytes) -> Archive:
    """An archive from its bytes; InputError in a sentence where it is none, NewerVersion where a newer
    mlscope wrote it.
    """
    refuse_larger(len(content), MAX_BYTES, "an archive")
    try:
        plain = read_json(content)
    except InputError as error:
        raise InputError(f"this is no archive of mlscope: {error}; export it again") from error
    found = plain.get("mlscope_archive") if isinstance(plain, dict) else None
    if not isinstance(found, int) or isinstance(found, bool):
        raise InputError("this is no archive of mlscope; for a project file use the import of project files")
    if found > FORMAT:
        raise NewerVersion(
            f"this archive was written by a newer mlscope (format {str(found)[:20]}, this version reads up to"
            f" {FORMAT}); update mlscope"
        )
    try:
        archive = Archive.model_validate(plain)
        archive.take_rows(plain["log"])
        Project.unflatten(archive.id, answers(archive))
    except ValidationError as error:
        raise InputError("this archive cannot be read: " + "; ".join(explain(error)[:5])) from error
    except InputError as error:
        raise InputError(f"this archive cannot be read: {error}") from error
    return archive


def admit(connection: sa.Connection, archive: Archive, author: Author | None) -> str:
    """Write an archive into the store and return the project's id; `author` is noted in the log, nobody in a
    restore.

    An archive whose chain is broken is not imported. A restore takes what there is, since nothing better may
    be left.
    """
    project_id = archive.id
    if author and archive.chained and not archive.proof.whole:
        raise InputError(
            f"this archive was altered after it was written: {archive.proof.fault}; "
            "export it again from where it came from"
        )
    if editing.exists(connection, project_id):
        if _is_here(connection, archive):
            return project_id
        project_id = new_id()
    shown = Project.unflatten(project_id, answers(archive))
    first, last = archive.log[0], archive.log[-1]
    journal = Journal.begin(connection, shown, Author(last.author), first.time)
    journal.replay(archive.rows)
    if not archive.chained:
        journal.begin_chain(archive.rows, archive.made)
    if author:
        origin = {"id": archive.id, "revision": len(archive.log)}
        journal.write(IMPORTED, Answer(value=origin), author, now())
    milestones.keep_contents(connection, archive.contents)
    for made in archive.made:
        milestones.keep(connection, project_id, made)
    journal.save(archived=archive.archived)
    return project_id


def answers(archive: Archive) -> dict[str, Answer]:
    """The answers of an archive as its log has them."""
    return answers_of(fold(row.read for row in archive.log))


def _is_here(connection: sa.Connection, archive: Archive) -> bool:
    """Has this store the whole of the archive already, perhaps with later rows or redactions?"""
    here = stored_rows(connection, archive.id)[: len(archive.log)]
    pinned = {one.id for one in milestones.of(connection, archive.id)}
    if archive.chained:
        same = bool(here) and here[-1].link == archive.rows[-1].link and len(here) == len(archive.log)
    else:
        same = [_bare(row) for row in here] == [_bare(row) for row in archive.rows]
    return same and {one.id for one in archive.milestones} <= pinned


def _bare(row: chain.Row) -> chain.Row:
    return replace(row, key=today_key(row.key), salt=None, digest="", link="")
