"""Working out summaries beside the pages: one process of those that share a store does it."""

import datetime as dt
import logging
import threading
from dataclasses import dataclass

from mlscope.catalogue import Catalogue
from mlscope.errors import MlscopeError, StoreError
from mlscope.project import new_id
from mlscope.results import Floats, ProjectSummary
from mlscope.store import Kept, Made, Store, packed
from mlscope.summarise import as_text, content_key, from_text, key_of, summarise

_LOG = logging.getLogger(__name__)

TOGETHER = 8
"""So many summaries are written in one transaction."""
QUIET = dt.timedelta(seconds=3)
"""A project that has a summary gets another one when nobody changed it for so long."""
LOOK = 1.0
"""Seconds after which the worker looks for changes of this process."""
NOT_WORKED_OUT = "Its results could not be worked out"
LOOK_FAR = 10.0
"""Seconds after which it looks for changes of others."""


def refresh(
    store: Store,
    catalogue: Catalogue,
    content: str = "",
    *,
    quiet: dt.timedelta = dt.timedelta(0),
    limit: int | None = None,
) -> int:
    """Make the summaries that are waited for, at most `limit` of them, and return how many.

    `content` is the `content_key` of the catalogue, for whoever knows it already.
    """
    content, done = content or content_key(catalogue), 0
    while limit is None or done < limit:
        most = TOGETHER if limit is None else min(TOGETHER, limit - done)
        waiting = store.unsummarised(content, most, quiet)
        if not waiting:
            break
        made, unchanged = [], []
        for project_id, stamp, key in waiting:
            one = _made(store, catalogue, content, project_id, stamp, key)
            if one is None:
                unchanged.append((project_id, stamp))
            else:
                made.append(one)
        store.keep_summaries(content, made, unchanged)
        done += len(waiting)
    return done


def _made(
    store: Store, catalogue: Catalogue, content: str, project_id: str, stamp: int, key: str
) -> Made | None:
    """The summary of a project; None where nothing changed that it rests on.

    A change between the stamp and the reading makes it of a later state than it says, so it is made again.
    """
    try:
        project = store.load(project_id).project
        new = key_of(project, content)
        if new == key:
            return None
        summary, draws = summarise(project, catalogue)
    except StoreError:
        raise
    except MlscopeError as error:
        return Made(project_id, stamp, "", str(error))
    except Exception:
        # a fault of ours: the others are still worked out, and whoever opens the project meets it
        _LOG.exception("The summary of project %s could not be worked out", project_id)
        return Made(project_id, stamp, "", NOT_WORKED_OUT)
    return Made(project_id, stamp, new, "", columns(summary), as_text(summary), _bytes(draws))


def columns(summary: ProjectSummary) -> dict[str, object]:
    """What filters and orders see of a summary."""
    return {
        "owner": summary.owner,
        "sponsor": summary.sponsor,
        "tags": packed(summary.tags),
        "currency": summary.currency,
        "tier": summary.tier,
        "verdict": summary.verdict,
        "completeness": summary.completeness,
        "blockers": len(summary.blockers),
        "finish": summary.finish_p80,
        "value": summary.value.mean if summary.value else None,
        "chance": summary.chance,
    }


def _bytes(draws: Floats | None) -> bytes | None:
    return None if draws is None else draws.astype("<f4").tobytes()


def read(kept: Kept) -> ProjectSummary | None:
    """What a kept summary says; None where there is none."""
    return from_text(kept.text) if kept.text else None


@dataclass
class Worker:
    """A thread that works out the summaries that a store waits for, until it is stopped."""

    store: Store
    catalogue: Catalogue

    def __post_init__(self) -> None:
        self.name = new_id()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="summaries")

    def start(self) -> None:
        """Begin; nobody waits for it."""
        self._thread.start()

    def stop(self) -> None:
        """End after the summaries that are under way."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    @property
    def alive(self) -> bool:
        """Is it at work, or looking for some?"""
        return self._thread.is_alive()

    def _run(self) -> None:
        wait, writes, idle = 0.0, -1, 0.0
        content = content_key(self.catalogue)
        while not self._stopped.wait(wait):
            wait = LOOK
            if self.store.database.writes == writes and idle < LOOK_FAR:
                idle += LOOK
                continue
            seen, idle = self.store.database.writes, 0.0
            try:
                done = self._step(content)
            except StoreError:
                wait = LOOK_FAR  # whoever reads or writes next is told
                continue
            wait, writes = (0.0, -1) if done else (LOOK, seen)

    def _step(self, content: str) -> int:
        """Make a few, if it is this process that does."""
        if not self.store.unsummarised(content, 1, QUIET):
            return 0
        if not self.store.claim_summaries(self.name):
            return 0
        return refresh(self.store, self.catalogue, content, quiet=QUIET, limit=TOGETHER)
