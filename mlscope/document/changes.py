"""A change of the log in words: what was changed, from what, to what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mlscope.catalogue import Catalogue
from mlscope.document.answers import day, wording
from mlscope.estimates import notation
from mlscope.forecast.words import value_words
from mlscope.project import BLANK, Answer, Project, Stage, State
from mlscope.project.answers import Actual, Decision, Undertaking
from mlscope.project.checking import takes
from mlscope.project.wizard import TABLES
from mlscope.questions import Question

PARTS = {
    "comment": "Comment",
    "sign_off": "Sign-off",
    "waiver": "Waiver",
    "milestone": "Milestone",
}
UNSAID = ("slot", "number", "pack", "sign_off", "comment", "conflict", "redaction", "store")
"""Keys that hold no answer."""
HEADS = {
    "name": "Name",
    "currency": "Currency",
    "as_of": "As of",
    "stage": "Stage",
    "sample": "Sample",
    "tags": "Tags",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A change as people read it."""

    what: str
    before: str
    after: str
    step: str = ""
    """The step of the wizard that it belongs to; empty for what belongs to none."""


def describe(key: str, old: Answer, new: Answer, project: Project, catalogue: Catalogue) -> Said | None:
    """A row of the log in words; None for what the store keeps for itself (places of rows, sampling
    slots).
    """
    head, _, rest = key.partition("/")
    question = catalogue.questions.get(head)
    if head == "project":
        return Said(HEADS.get(rest, rest), _of_head(rest, old), _of_head(rest, new))
    if head == "pack":
        pack = catalogue.packs.get(rest)
        return Said(f"Question pack {pack.title if pack else rest}", _plain(old), _plain(new))
    if head == "improvement" and rest in catalogue.questions:
        label = catalogue.questions[rest].label
        return Said(f"Improvement plan: {label}", _undertaken(old), _undertaken(new))
    if head == "actual":
        return _actual(rest, old, new, project)
    if head in PARTS:
        return Said(
            f"{PARTS[head]} {rest}" if head == "waiver" else PARTS[head],
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
    if not value.get("answer"):
        decided = describe(key, Answer(), Answer(), project, catalogue)
        return Said(decided.what, "", "Chosen between what two people wrote") if decided else None
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


def since(before: Project, now: Project, catalogue: Catalogue) -> list[Said]:
    """Every answer that differs between two states of a project, texts and notes too; rows that came or went
    as one change each.
    """
    was, given = before.flatten(), now.flatten()
    differing = [key for key in dict.fromkeys((*was, *given)) if _content(was, key) != _content(given, key)]
    rows: dict[str, list[str]] = {}
    for key in differing:
        rows.setdefault("/".join(key.split("/")[:2]), []).append(key)
    told: list[Said | None] = []
    for place, keys in rows.items():
        step = place.partition("/")[0].partition(".")[0]
        here: list[Said | None] = []
        came, went = f"{place}/order" not in was, f"{place}/order" not in given
        if place.partition("/")[0] in TABLES and "/" in place and came != went:
            here.append(_of_row(keys, given if came else was, now if came else before, catalogue, came=came))
        else:
            here += [
                describe(key, was.get(key, BLANK), given.get(key, BLANK), now, catalogue) for key in keys
            ]
        told += [replace(said, step=step) for said in here if said is not None]
    return [said for said in told if said is not None]


def _content(answers: Mapping[str, Answer], key: str) -> dict[str, Any]:
    return answers.get(key, BLANK).content if key.partition("/")[0] not in UNSAID else {}


def _of_row(
    keys: Sequence[str], answers: Mapping[str, Answer], project: Project, catalogue: Catalogue, *, came: bool
) -> Said | None:
    """A row that was added or removed, with what its cells hold."""
    question = catalogue.questions.get(keys[0].partition("/")[0])
    if question is None:
        return None
    cells = {column.id: column for column in question.columns}
    said = []
    name = "a row"
    for key in keys:
        column, answer = cells.get(key.split("/")[2]) if key.count("/") == 2 else None, answers[key]
        if column is not None and answer.value is not None:
            words = _value(column, answer, project)
            name = words if column.id == "name" else name
            said.append(f"{column.label}: {words}")
    what, told = f"{question.label} {name}", "; ".join(said)
    return Said(what, "", f"Added: {told}") if came else Said(what, told, "Removed")


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


def _of_head(name: str, answer: Answer) -> str:
    """A property of the project: a stage by its label, whether it is a sample as yes or no."""
    if name == "stage" and answer.value in list(Stage):
        return Stage(answer.value).label
    if name == "sample" and answer.value is not None:
        return "Yes" if answer.value else "No"
    if name == "tags" and isinstance(answer.value, list):
        return ", ".join(map(str, answer.value))
    return _plain(answer)


def _actual(key: str, old: Answer, new: Answer, project: Project) -> Said:
    """What a figure really came to, by the name that it had when it was entered."""
    was, now = (Actual.model_validate(one.value) if one.value is not None else None for one in (old, new))
    given = next((one.given for one in (now, was) if one and one.given), None)
    told = [value_words(key, one.value, project.currency) if one else "" for one in (was, now)]
    return Said(f"What came of: {given.name if given else key}", *told)


def _undertaken(answer: Answer) -> str:
    """Anna, by 2027-03-01, done."""
    if not isinstance(answer.value, dict):
        return ""
    taken = Undertaking.model_validate(answer.value)
    due = f"by {day(taken.due)}" if taken.due else ""
    return ", ".join(filter(None, (taken.owner, due, "done" if taken.done else "")))


def _plain(answer: Answer) -> str:
    value = answer.value
    if isinstance(value, dict) and value.get("decision") in list(Decision):
        signer = f" by {value['author']}" if value.get("author") else ""
        return f"{Decision(str(value['decision'])).label}{signer}: {value.get('milestone', '')}"
    if isinstance(value, dict):
        parts = ("text", "reason", "version", "name")
        return str(next((value[part] for part in parts if value.get(part)), ""))
    return "" if value is None else str(value)
