"""A change of the log in words: what was changed, from what, to what."""

from dataclasses import dataclass
from typing import Any

from mlscope.catalogue import Catalogue
from mlscope.document.answers import day, wording
from mlscope.estimates import notation
from mlscope.project import Answer, Project, State
from mlscope.project.checking import takes
from mlscope.questions import Question

PARTS = {
    "comment": "Comment",
    "sign_off": "Sign-off",
    "waiver": "Waiver",
    "actual": "Actual figure",
    "pack": "Question pack",
}
HEADS = {"name": "Name", "currency": "Currency", "as_of": "As of", "stage": "Stage", "sample": "Sample"}


@dataclass(frozen=True, slots=True)
class Said:
    """A change as people read it."""

    what: str
    before: str
    after: str


def describe(key: str, old: Answer, new: Answer, project: Project, catalogue: Catalogue) -> Said | None:
    """A row of the log in words; None for what the store keeps for itself (places of rows, sampling slots)."""
    head, _, rest = key.partition("/")
    question = catalogue.questions.get(head)
    if head == "project":
        return Said(HEADS.get(rest, rest), _plain(old), _plain(new))
    if head in PARTS:
        return Said(
            f"{PARTS[head]} {rest}" if head in ("waiver", "actual", "pack") else PARTS[head],
            _plain(old),
            _plain(new),
        )
    if head == "conflict" and isinstance(new.value, dict):
        return _not_taken(new.value, project, catalogue)
    if rest and question:
        return _of_cell(question, rest, old, new, project)
    if rest:
        return None
    if question is None:
        return Said(key, _plain(old), _plain(new))
    return Said(question.label, *_words(question, old, new, project))


def _not_taken(value: dict[str, Any], project: Project, catalogue: Catalogue) -> Said | None:
    """What somebody wrote while another changed the same answer, and which was not taken over."""
    key = str(value.get("key", ""))
    refused = describe(key, Answer(), Answer.model_validate(value.get("answer") or {}), project, catalogue)
    return (
        Said(refused.what, "", f"{refused.after} (written at the same time, not taken over)")
        if refused
        else None
    )


def _of_cell(question: Question, place: str, old: Answer, new: Answer, project: Project) -> Said | None:
    row_id, _, column = place.partition("/")
    row = next((row for row in project.raw(question.id) or [] if row.id == row_id), None)
    name = str(getattr(row, "name", None) or "a row") if row else "a row since deleted"
    if column == "deleted":
        return (
            Said(f"{question.label} {name}", "", "Deleted")
            if new.value
            else Said(f"{question.label} {name}", "Deleted", "Restored")
        )
    found = next((one for one in question.columns if one.id == column), None)
    if found is None:
        return None
    return Said(f"{question.label} {name}, {found.label.lower()}", *_words(found, old, new, project))


def _words(question: Question, old: Answer, new: Answer, project: Project) -> tuple[str, str]:
    """Both answers, of each only what differs from the other."""
    before, after = facets(question, old, project), facets(question, new, project)
    differing = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    told = [", ".join(side[name] for name in differing if name in side) for side in (before, after)]
    return told[0] or State.untouched.label, told[1] or State.untouched.label


def facets(question: Question, answer: Answer, project: Project) -> dict[str, str]:
    """What an answer says, part by part: the value or state, evidence and note."""
    said: dict[str, str] = {}
    if answer.value is not None:
        said["value"] = _value(question, answer, project)
    elif answer.state == State.unknown:
        who, by = answer.who, answer.by
        said["value"] = answer.state.label + (f": {who}" if who else "") + (f" by {day(by)}" if by else "")
    elif answer.state == State.not_applicable:
        said["value"] = answer.state.label + (f": {answer.reason}" if answer.reason else "")
    if answer.evidence:
        said["evidence"] = answer.evidence.label
    if answer.note:
        said["note"] = f"note: {answer.note}"
    return said


def _value(question: Question, answer: Answer, project: Project) -> str:
    if not takes(question, answer.value):
        return str(answer.value)  # from a time when it was asked in another form
    if question.options == "rows":
        return (
            f"{len(answer.value)} other{'s' * (len(answer.value) != 1)}"
            if isinstance(answer.value, list)
            else str(answer.value)
        )
    if question.kind == "estimate":
        return notation.write(
            notation.ESTIMATE.validate_python(answer.value), percent=question.unit == "share"
        )
    return wording(question, answer.value, project.currency)


def _plain(answer: Answer) -> str:
    value = answer.value
    if isinstance(value, dict):
        return str(
            value.get("text") or value.get("reason") or value.get("decision") or value.get("version") or ""
        )
    return "" if value is None else str(value)
