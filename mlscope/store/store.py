"""The store: everything that people did to every project, kept in one database."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from mlscope.catalogue import Pack
from mlscope.catalogue.versions import read_packs
from mlscope.errors import InputError, UnknownProject
from mlscope.project import Actual, Answer, Project, Stage, new_id, similar
from mlscope.project.conflicts import PREFIX, Conflict, waiting
from mlscope.project.fields import clean
from mlscope.project.inputs import input_keys
from mlscope.project.signatures import Signature
from mlscope.store import (
    archives,
    backups,
    board,
    chain,
    checks,
    elsewhere,
    house,
    milestones,
    pins,
    summaries,
)
from mlscope.store.board import Move
from mlscope.store.database import Database, connect
from mlscope.store.editing import (
    OWN_KEYS,
    SCHEMA_KEY,
    apply,
    fill,
    in_use,
    interrupts,
    new_risks_count,
    redact,
    refuse,
    restate,
    settle,
)
from mlscope.store.journal import NO_PROJECT, Journal, answers_of, fold, names_of, now, rows_of
from mlscope.store.merge import tidy
from mlscope.store.records import (
    Applied,
    Author,
    Change,
    Checked,
    Loaded,
    LogRow,
    Milestone,
    Proof,
    Saved,
    Summary,
    digest,
)
from mlscope.store.reread import Records
from mlscope.store.summaries import Kept, Made, Order, Progress, Wanted
from mlscope.store.tables import DEPTH, current, log, project

ALL = Wanted()
"""Every project that is not archived."""
QUIET = dt.timedelta(seconds=30)
"""Typing that paused this long becomes a row of the log at the next reading."""


def open_store(url: str) -> "Store":
    """The store at a file path, `duckdb:///path`, `:memory:` or `postgresql://...`; made if it is missing.

    StoreLocked, StoreReadOnly or StoreError say in a sentence why it cannot be opened, without passwords or
    whole paths.
    """
    return Store(connect(url))


def restore(source: Path, url: str) -> int:
    """Put a backup back into an empty store and return the number of projects; all of them or, with a fault,
    none.
    """
    store = open_store(url)
    try:
        return backups.restore(source, store.database)
    finally:
        store.close()


def check_file(source: Path) -> list[Checked]:
    """Every project of an archive or a backup, with what its chain proves; InputError where the file cannot
    be read.
    """
    if not source.is_file():
        raise InputError(f"{source.name}: cannot be read (no such file); give an archive or a backup")
    with source.open("rb") as file:
        beginning = file.read(12)
    if beginning[8:] == b"DUCK":
        with backups.opened_copy(source) as database:
            return Store(database).check()
    if beginning[:2] == b"PK":
        return [_checked(content) for content in backups.zipped(source)]
    return [_checked(backups.read(source))]


def _checked(content: bytes) -> Checked:
    archive = archives.parse(content)
    name = str(archives.answers(archive)["project/name"].value)
    faults = (archive.proof.fault,) if archive.proof.fault else ()
    if not archive.chained:
        faults = ("this archive is from before logs were chained, so nothing in it can be proved",)
    return Checked(archive.id, name, archive.proof, faults)


class Store:
    """All projects in one database; threads may share it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.address = database.address
        self._stamps: dict[str, tuple[int, int]] = {}
        self._records = Records()

    @property
    def missing(self) -> str:
        """What was found missing from the store when it was opened, in a sentence; empty when nothing was."""
        return self.database.missing

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    # ── writing ─────────────────────────────────────────────────────────────────────────────────────────────

    def create(self, project: Project, author: Author) -> str:
        """Log a new project and return its id, a new one where the project's own is in use."""
        return self.create_all([project], author)[0]

    def create_all(self, projects: Sequence[Project], author: Author) -> list[str]:
        """Log new projects in one transaction, all or none, and return their ids."""

        def work(connection: sa.Connection) -> list[str]:
            taken, new = in_use(connection, [one.id for one in projects]), list[Project]()
            for one in projects:
                new.append(one.model_copy(update={"id": new_id()}) if one.id in taken else one)
                taken.add(one.id)
            fill(connection, new, author)
            return [one.id for one in new]

        return self.database.writing(work)

    def apply(
        self,
        project_id: str,
        changes: Sequence[Change],
        author: Author,
        *,
        typing: bool = False,
        restated: Sequence[Conflict] = (),
        settled: Collection[str] = (),
    ) -> Applied:
        """Merge proposed changes into the record; what meets a change of somebody else is returned as a
        conflict.

        All in one transaction. With `typing` the answers are kept as drafts, saved at once but logged only
        when typing ends.
        `restated` are conflicts whose own side was typed on, `settled` the ids of those that somebody
        decided.
        """
        proposed = [
            Change(change.key, tidy(change.key, change.new), tidy(change.key, change.old))
            for change in changes
        ]
        refuse(proposed)

        def work(connection: sa.Connection) -> Applied:
            packs = pins.packs_of(change.key for change in proposed if not change.new.blank)
            typed = [
                *(change.key for change in proposed),
                *(PREFIX + conflict.id for conflict in restated),
            ]
            journal = Journal(
                connection,
                project_id,
                [
                    *typed,
                    *(f"pack/{pack.id}" for pack in packs),
                    *(PREFIX + conflict_id for conflict_id in settled),
                    SCHEMA_KEY,
                ],
            )
            whole = [*proposed, *new_risks_count(journal, proposed)]
            if settled or not typing or interrupts(journal, typed, author):
                journal.flush()
            found = [apply(journal, change, author, typing) for change in whole]
            for conflict in restated:
                restate(journal, conflict, author)
            for conflict_id in settled:
                settle(journal, conflict_id, author)
            pins.record(journal, packs, author)
            return Applied(journal.save(), tuple(conflict for conflict in found if conflict))

        return self.database.writing(work)

    def archive(self, project_id: str, author: Author, archived: bool = True) -> None:
        """Take a project off the list, or put it back; nothing is deleted."""

        def work(connection: sa.Connection) -> None:
            journal = Journal(connection, project_id, ["store/archived"])
            if journal.head.archived != archived:
                journal.flush()
                journal.write("store/archived", Answer(value=archived), author)
                journal.save(archived=archived)

        self.database.writing(work)

    def show_depth(self, project_id: str, depth: str, author: Author) -> None:
        """Note in how much depth the questions of a project are shown; no answer, so it stays out of the
        record.
        """

        def work(connection: sa.Connection) -> None:
            journal = Journal(connection, project_id, [DEPTH])
            if journal.answer(DEPTH).value != depth:
                journal.flush()
                journal.write(DEPTH, Answer(value=depth), author)
                journal.save()

        self.database.writing(work)

    def duplicate(self, project_id: str, name: str, author: Author, *, to_be_confirmed: bool = False) -> str:
        """A new project with the same answers, and a note in its log where they come from; its id.

        Comments, waivers, sign-offs and actual figures stay behind, and it starts at the first stage of work
        again. With
        `to_be_confirmed` it is another project that is only similar: as of today, and no answer counts before
        it is confirmed.
        """
        source = self._settled(project_id)
        left: dict[str, Any] = {
            "comments": [],
            "waivers": {},
            "improvements": {},
            "sign_offs": [],
            "actuals": {},
            "sample": False,
            "stage": Stage.scoping,
        }
        copied = source.project.model_copy(update=left | {"id": new_id(), "name": name})
        if to_be_confirmed:
            copied = similar.to_be_confirmed(copied, dt.date.today())
        living = set(input_keys(copied.flatten()))
        copied.slots = {key: slot for key, slot in copied.slots.items() if key in living}
        copy = Project.unflatten(copied.id, copied.flatten())
        origin = Answer(value={"id": project_id, "name": source.project.name, "revision": source.revision})
        self.database.writing(
            lambda connection: fill(connection, [copy], author, {"store/copied_from": origin})
        )
        return copy.id

    def redact(self, project_id: str, key: str, reason: str, author: Author) -> int:
        """Blank one answer everywhere in the log, with proposals that were refused; the number of rows
        changed.

        The one exception to append-only. Who did it, when and why is logged; what stood there is gone.
        """
        if not reason.strip():
            raise InputError("a redaction needs a reason, which stays in the log in place of the text")
        if key.startswith((*OWN_KEYS, "project/")) and key != "project/name":
            raise InputError(
                f"{key[:80]}: this holds no personal data; give the key of an answer, a comment or the name"
            )

        def work(connection: sa.Connection) -> int:
            journal = Journal(connection, project_id)
            journal.flush()
            journal.save()
            return redact(Journal(connection, project_id), key, " ".join(clean(reason).split()), author)

        return self.database.writing(work)

    def milestone(
        self,
        project_id: str,
        name: str,
        author: Author,
        *,
        seed: int = 0,
        software: str = "",
        content: Mapping[str, str] | None = None,
    ) -> Milestone:
        """Fix the present state under a name that is used once; `content` holds the packs and entries it
        rests on, by name.
        """
        title = " ".join(clean(name).split())
        if not 0 < len(title) <= 200:
            raise InputError("a milestone needs a name of at most 200 characters")
        pinned = {part: (digest(text), text) for part, text in (content or {}).items()}

        def work(connection: sa.Connection) -> Milestone:
            journal = Journal(connection, project_id, ["project/as_of"])
            journal.flush()
            if title in {known.name for known in milestones.of(connection, project_id)}:
                raise InputError(
                    f"this project has a milestone '{title}' already, and milestones never change; choose"
                    " another name"
                )
            as_of = dt.date.fromisoformat(str(journal.answer("project/as_of").value))
            hashes = {part: digest for part, (digest, _) in pinned.items()}
            made = Milestone(
                new_id(),
                title,
                journal.revision,
                as_of,
                seed,
                software,
                author.name,
                author.verified,
                now(),
                hashes,
            )
            milestones.keep_contents(connection, dict(pinned.values()))
            milestones.keep(connection, project_id, made)
            journal.write(f"{chain.MILESTONE}{made.id}", Answer(value=made.record), author, made.at)
            journal.save()
            return made

        return self.database.writing(work)

    def reviewed(self, project_id: str, pack: Pack, author: Author) -> None:
        """Somebody looked at what a new version of a pack changed: from now on the project is answered under
        it.
        """

        def work(connection: sa.Connection) -> None:
            journal = Journal(connection, project_id, [f"pack/{pack.id}"])
            journal.flush()
            pins.put(journal, pack, author)
            journal.save()

        self.database.writing(work)

    # ── scenarios of the house

    def scenarios(self) -> list[Saved]:
        """The saved scenarios, by name."""
        with self.database.reading() as connection:
            return house.scenarios(connection)

    def save_scenario(self, name: str, content: Mapping[str, Any], author: Author) -> str:
        """Log a scenario under a name, over an earlier one of that name; the name as it is kept."""
        return self.database.writing(
            lambda connection: house.save_scenario(connection, name, content, author)
        )

    def drop_scenario(self, name: str, author: Author) -> None:
        """Take a scenario off the list; the log keeps what it was."""
        self.database.writing(lambda connection: house.drop_scenario(connection, name, author))

    # ── reading ─────────────────────────────────────────────────────────────────────────────────────────────

    def load(self, project_id: str) -> Loaded:
        """The current record, typing included. UnknownProject when there is none."""
        with self.database.reading() as connection:
            record = self._records.read(connection, project_id)
        if any(now() - draft.time > QUIET for draft in record.drafts.values()):
            return self._settled(project_id)
        return record.loaded

    def stamp(self, project_id: str) -> int:
        """A number that rises with every write to the project, typing included. Asked anew only when somebody
        may have written.
        """
        writes, (then, known) = self.database.writes, self._stamps.get(project_id, (-1, 0))
        if self.database.alone and writes == then:
            return known
        with self.database.reading() as connection:
            found = connection.scalar(sa.select(project.c.stamp).where(project.c.id == project_id))
        if found is None:
            raise UnknownProject(NO_PROJECT)
        self._stamps[project_id] = writes, int(found)
        return int(found)

    def projects(self, archived: bool = False) -> list[Summary]:
        """All projects, or all archived ones, the last changed first."""
        columns = [project.c[field.name] for field in fields(Summary)]
        listed = sa.select(*columns).where(project.c.archived == archived)
        with self.database.reading() as connection:
            return [
                Summary(*row)
                for row in connection.execute(listed.order_by(project.c.changed.desc(), project.c.id))
            ]

    # ── summaries ───────────────────────────────────────────────────────────────────────────────────────────

    def listed(
        self,
        content: str,
        wanted: Wanted = ALL,
        order: Order = "changed",
        limit: int | None = None,
        offset: int = 0,
        *,
        draws: bool = False,
    ) -> list[tuple[Summary, Kept]]:
        """One page of projects with their summaries; `content` is what a summary of today rests on beside
        the record.
        """
        with self.database.reading() as connection:
            return summaries.listed(connection, content, wanted, order, limit, offset, draws=draws)

    def counted(self, wanted: Wanted = ALL) -> int:
        """How many projects are wanted."""
        with self.database.reading() as connection:
            return summaries.counted(connection, wanted)

    def choices(self, column: str, archived: bool = False) -> list[str]:
        """What there is to filter by: each "stage", "verdict", "owner" or one of the "tags"."""
        with self.database.reading() as connection:
            return summaries.values_of(connection, column, archived)

    def progress(self, content: str, archived: bool = False) -> Progress:
        """How many projects are listed, and how many of them wait for a summary."""
        with self.database.reading() as connection:
            return summaries.progress(connection, content, archived=archived)

    def unsummarised(
        self, content: str, count: int, quiet: dt.timedelta = dt.timedelta(0)
    ) -> list[tuple[str, int, str]]:
        """Id, stamp and last key of projects that wait for a summary and were not changed in the quiet
        time.
        """
        with self.database.reading() as connection:
            return summaries.waiting(connection, content, count, quiet)

    def keep_summaries(
        self, content: str, made: Sequence[Made], unchanged: Sequence[tuple[str, int]] = ()
    ) -> None:
        """Keep summaries that were made; those of `unchanged` projects hold for a later stamp, too."""

        def work(connection: sa.Connection) -> None:
            summaries.keep(connection, content, made)
            summaries.confirm(connection, content, unchanged)

        self.database.writing(work)

    def claim_summaries(self, worker: str) -> bool:
        """Is it this process that works out summaries? In a DuckDB file there is no other."""
        return self.database.alone or self.database.writing(
            lambda connection: summaries.claim(connection, worker)
        )

    def moves(self) -> list[Move]:
        """Every move of a project from one stage to another, oldest first; archived projects left out."""
        with self.database.reading() as connection:
            return board.moves(connection)

    def entered(self, ids: Collection[str]) -> Mapping[str, dt.datetime]:
        """Since when each of some projects stands in its stage."""
        with self.database.reading() as connection:
            return board.entered(connection, ids)

    def limits(self) -> Mapping[str, int]:
        """How many projects may stand in a stage at once, where that is limited."""
        with self.database.reading() as connection:
            return house.limits(connection)

    def keep_limits(self, limits: Mapping[str, int], author: Author) -> None:
        """Limit how many projects may stand in a stage at once; a stage that is left out has no limit."""
        self.database.writing(lambda connection: house.keep_limits(connection, limits, author))

    def answers_elsewhere(
        self, project_id: str, keys: Collection[str]
    ) -> tuple[int, list[Mapping[str, Answer]]]:
        """How the other projects answered some questions, samples left out, and the number of that state."""
        with self.database.reading() as connection:
            return elsewhere.answers(connection, project_id, keys)

    def actuals(self) -> dict[str, dict[str, Actual]]:
        """What really came of figures in all projects but samples, by project and figure."""
        with self.database.reading() as connection:
            return elsewhere.actuals(connection)

    def history(self, project_id: str, key: str | None = None, limit: int | None = None) -> list[LogRow]:
        """Rows of the log, newest first: of the whole project, or of one key and the cells below it."""
        self._flush(project_id)
        which = (
            []
            if key is None
            else [
                sa.or_(
                    *(
                        log.c.key.startswith(name + "/", autoescape=True) | (log.c.key == name)
                        for name in names_of([key])
                    )
                )
            ]
        )
        with self.database.reading() as connection:
            return rows_of(connection, project_id, *which, limit=limit)

    def at(self, project_id: str, revision: int) -> Project:
        """The record as it was after a row of the log, rebuilt from the log."""
        last = self._flush(project_id)
        if not 1 <= revision <= last:
            raise InputError(f"this project has the revisions 1 to {last}; there is no revision {revision}")
        with self.database.reading() as connection:
            rows = rows_of(connection, project_id, log.c.revision <= revision)
        return Project.unflatten(project_id, answers_of(fold(reversed(rows))))

    def conflicts(self, project_id: str, revision: int) -> list[Conflict]:
        """The conflicts that waited for a choice when a row of the log was written."""
        with self.database.reading() as connection:
            rows = rows_of(connection, project_id, log.c.revision <= revision)
        return waiting(answers_of(fold(reversed(rows))))

    def milestones(self, project_id: str) -> list[Milestone]:
        """The milestones, oldest first."""
        with self.database.reading() as connection:
            return milestones.of(connection, project_id)

    def signatures(self, project_id: str) -> tuple[Signature, ...]:
        """The signatures on the project's milestones, oldest first."""
        self._flush(project_id)
        with self.database.reading() as connection:
            return milestones.signatures(connection, project_id)

    def pinned(self, milestone: Milestone) -> dict[str, str]:
        """The texts that a milestone pinned, by the names of the parts; one that is not kept here is left
        out.
        """
        with self.database.reading() as connection:
            kept = milestones.contents(connection, list(milestone.content.values()))
        return {part: kept[digest] for part, digest in milestone.content.items() if digest in kept}

    def content(self, digest: str) -> str:
        """The text of a pack or catalogue entry that a milestone pinned, by its hash."""
        with self.database.reading() as connection:
            found = milestones.contents(connection, [digest])
        if digest not in found:
            raise InputError(f"no content with the hash '{digest[:12]}…' is kept here")
        return found[digest]

    def packs(self, project_id: str) -> list[Pack]:
        """The versions of packs that a project was ever answered under, as they were then, the latest
        first.
        """
        with self.database.reading() as connection:
            return list(read_packs(pins.texts(connection, project_id).values()))

    def verify(self, project_id: str) -> list[str]:
        """Sentences on every place where the current record differs from its log or the log's chain breaks;
        none is good.
        """
        self._flush(project_id)
        with self.database.reading() as connection:
            return checks.faults(connection, project_id)

    def proof(self, project_id: str) -> Proof:
        """What the hash chain of the log proves."""
        self._flush(project_id)
        with self.database.reading() as connection:
            return checks.proof(connection, project_id)

    def check(self) -> list[Checked]:
        """Every project, archived ones too, with what its chain proves and what does not hold; and the log of
        the house, where there is one.
        """
        listed = [summary for archived in (False, True) for summary in self.projects(archived)]
        found = [Checked(one.id, one.name, self.proof(one.id), tuple(self.verify(one.id))) for one in listed]
        with self.database.reading() as connection:
            own = house.proof(connection)
        if own.links or own.fault:
            found.append(Checked(house.LOG, "The house's scenarios", own, (own.fault,) if own.fault else ()))
        return found

    def head(self, project_id: str, milestone: str) -> str:
        """The link of the last row that a milestone's signed document rests on: the milestone itself or a
        signature under it.
        """
        with self.database.reading() as connection:
            return checks.head(connection, project_id, milestone)

    # ── travelling ──────────────────────────────────────────────────────────────────────────────────────────

    def export(self, project_id: str) -> bytes:
        """The archive of a project: record, whole log, milestones and what they pin, as JSON."""
        self._flush(project_id)
        with self.database.reading() as connection:
            return archives.export(connection, project_id)

    def import_archive(self, content: bytes, author: Author) -> str:
        """Take in an archive without loss, with one more row saying who did; the project's id.

        It is a new id where the archive's own is in use by another log. An archive whose log is here already
        changes nothing.
        """
        archive = archives.parse(content)
        return self.database.writing(lambda connection: archives.admit(connection, archive, author))

    def backup(self, target: Path) -> Path:
        """Copy everything into a new file, also while people work, and return its path.

        A DuckDB file becomes a DuckDB file, anything else a zip of archives; the ending is added where
        `target` has none.
        """
        with self.database.reading() as connection:
            drafts = connection.scalars(
                sa.select(current.c.project).where(current.c.base.is_not(None)).distinct()
            ).all()
        for project_id in drafts:
            self._flush(project_id)
        return backups.backup(self.database, target)

    # ── drafts ──────────────────────────────────────────────────────────────────────────────────────────────

    def _flush(self, project_id: str) -> int:
        """Bring what is being typed into the log; the revision after it."""

        def work(connection: sa.Connection) -> int:
            journal = Journal(connection, project_id)
            journal.flush()
            journal.save()
            return journal.revision

        return self.database.writing(work)

    def _settled(self, project_id: str) -> Loaded:
        self._flush(project_id)
        with self.database.reading() as connection:
            return self._records.read(connection, project_id).loaded
