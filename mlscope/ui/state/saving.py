"""Saving: what a hand entered goes to the store, and the drafts say what became of it."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

from mlscope.errors import MlscopeError
from mlscope.project import Answer
from mlscope.project.conflicts import Conflict
from mlscope.store import Applied, Change
from mlscope.ui.state import reading
from mlscope.ui.state.draft import Draft
from mlscope.ui.state.session import author, project_id, session

Edit = tuple[Draft, Answer]
"""An answer that a hand entered, with the draft that knows what it was entered over."""


def commit(edits: Sequence[Edit], *, typing: bool = False, beside: Sequence[Change] = ()) -> bool:
    """Save what was entered, with changes that go along (`beside`); True unless the store could not take it.

    Each edit is proposed once: whatever becomes of it, its draft knows, and the same edit is none the next
    time. An edit of an answer that waits in a conflict is kept as this person's side of it.
    """
    restated = [
        replace(draft.conflict, mine=answer)
        for draft, answer in edits
        if draft.conflict and answer.content != draft.conflict.mine.content
    ]
    fresh = [(draft, answer) for draft, answer in edits if not draft.conflict]
    changes = [*beside, *(draft.change(answer) for draft, answer in fresh)]
    applied = _apply(changes, typing=typing, stays=True, restated=restated)
    if applied is None:
        for draft, _ in edits:
            draft.unsaved = True
        return False
    refused = {conflict.key: conflict for conflict in applied.conflicts}
    for draft, answer in fresh:
        if draft.key in refused:
            draft.conflict, draft.unsaved = refused[draft.key], False
        else:
            draft.settle(answer)
    for draft, answer in edits:
        if draft.conflict and draft.key not in refused:
            draft.conflict = replace(draft.conflict, mine=answer)
    return True


def save(changes: Sequence[Change], *, typing: bool = False, settled: Collection[str] = ()) -> bool:
    """Hand changes to the store; True when all of them stand. Conflicts wait for a choice, a fault is
    told.
    """
    applied = _apply(changes, typing=typing, stays=False, settled=settled)
    return applied is not None and not applied.conflicts


def _apply(
    changes: Sequence[Change],
    *,
    typing: bool,
    stays: bool,
    restated: Sequence[Conflict] = (),
    settled: Collection[str] = (),
) -> Applied | None:
    """What became of changes; None where the store could not take them, which is told.

    `stays` says that the screen still shows what was entered, so that it is tried again on the next run.
    """
    opened, now, who = project_id(), session(), author()
    if not opened or not (changes or restated or settled):
        return Applied(0)
    reading.read_anew()
    try:
        store = reading.store()  # which lets nobody in who has not signed in
        applied = store.apply(opened, changes, who, typing=typing, restated=restated, settled=settled)
    except MlscopeError as error:
        now.problem = not_saved(error, stays)
        return None
    now.problem = ""
    now.saved_at = dt.datetime.now().astimezone()
    return applied


def not_saved(error: MlscopeError, stays: bool) -> str:
    """What a fault meant for what was to be saved, and what becomes of it."""
    sentence = f"{error}".rstrip(".")
    return (
        f"Not saved yet: {sentence}. What you typed stays on this page and is tried again."
        if stays
        else f"Not saved: {sentence}."
    )


def put(key: str, new: Answer) -> bool:
    """Replace an answer as it stands in the store, whatever the session saw before."""
    return save([Change(key, new, reading.answer(key))])


def decide(conflict: Conflict, chosen: Answer) -> bool:
    """Somebody chose which of two answers stands; False where it could not be saved or was changed again
    meanwhile.
    """
    changes = (
        [] if chosen.content == conflict.theirs.content else [Change(conflict.key, chosen, conflict.theirs)]
    )
    drafts = session().drafts
    if conflict.key in drafts:
        drafts[conflict.key].settle(conflict.theirs)
        drafts[conflict.key].redraw = True
    return save(changes, settled=[conflict.id])
