"""Is the current record what its log says?"""

from collections.abc import Iterator, Mapping, Sequence

from mlscope.store.journal import Held
from mlscope.store.records import LogRow


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
