"""Is the current record what its log says, and does the chain of the log hold?"""

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from mlscope.store import chain, milestones
from mlscope.store.journal import Held, fold, read, rows_of, stored_rows
from mlscope.store.records import LogRow, Proof


def faults(connection: sa.Connection, project_id: str) -> list[str]:
    """Sentences on everything that does not hold in a project; none is good."""
    head, held = read(connection, project_id)
    rows = rows_of(connection, project_id)[::-1]
    chained = proof(connection, project_id)
    return [
        *([chained.fault] if chained.fault else []),
        *gaps(rows, int(head.revision)),
        *differences(fold(rows), held),
    ]


def proof(connection: sa.Connection, project_id: str) -> Proof:
    """What the hash chain of a project's log proves."""
    head, _ = read(connection, project_id, sa.false())
    made = milestones.of(connection, project_id)
    pinned = {text_hash for one in made for text_hash in one.content.values()}
    return chain.prove(
        stored_rows(connection, project_id),
        made,
        milestones.contents(connection, sorted(pinned)),
        counted=int(head.revision),
        head=head.head,
    )


def head(connection: sa.Connection, project_id: str, milestone: str) -> str:
    """The link of the last row that records a milestone or a signature under it; empty where there is
    none.
    """
    rows = stored_rows(connection, project_id)
    recorded = [number for number, record in chain.vouched(rows).values() if record.get("name") == milestone]
    signed = [row.revision for row in rows if row.key.startswith("sign_off/") and _signs(row, milestone)]
    begun = max((row.revision for row in rows if row.key == chain.BEGINNING), default=1)
    last = max([begun, *recorded, *signed]) if recorded else 0
    return next((row.link for row in rows if row.revision == last), "")


def _signs(row: chain.Row, milestone: str) -> bool:
    value = row.new.get("value")
    return isinstance(value, Mapping) and value.get("milestone") == milestone


def gaps(rows: Sequence[LogRow], revision: int) -> Iterator[str]:
    """Revisions that are missing from the log, or more than the project's own count."""
    found = {row.revision for row in rows}
    for missing in sorted(set(range(1, revision + 1)) ^ found):
        yield f"revision {missing} is {'not counted' if missing in found else 'missing from the log'}"


def differences(folded: Mapping[str, LogRow], held: Mapping[str, Held]) -> Iterator[str]:
    """Keys whose current answer is not the last one of the log."""
    for key in sorted({*folded, *held}):
        if key not in folded:
            yield f"{key}: the current record has an answer that the log does not know"
        elif key not in held:
            yield f"{key}: the log has an answer that the current record lacks"
        elif held[key].answer != folded[key].new.content:
            yield f"{key}: the current answer differs from the last one of the log"
        elif (held[key].author, held[key].time, held[key].revision) != (
            folded[key].author,
            folded[key].at,
            folded[key].revision,
        ):
            yield f"{key}: author, time or revision of the current answer differ from the log"
