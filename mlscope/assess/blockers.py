"""What stops the verdict and is never averaged away: confirmed by an answer, or open because somebody raised
it.

A question that could still bring up a blocker, but has not been reached yet, is only *possible*: it counts in
the worst case of the verdict and is asked next, without being held against the project.
"""

from collections.abc import Callable, Sequence
from typing import Literal

from mlscope.assess.ai_act import in_scope
from mlscope.assess.facts import Facts
from mlscope.project.answers import State
from mlscope.results import Blocker

Standing = Literal["confirmed", "open", "possible", "no"]


def _legal_basis(facts: Facts) -> Standing:
    personal, basis = facts["data.personal"], facts["data.legal_basis"]
    if personal is None:
        return _unreached(facts, "data.personal")
    if not personal or facts.status["data.legal_basis"] == "not_applicable":
        return "no"
    return "confirmed" if basis == "none" else "open" if basis in (None, "in_review") else "no"


def _special_data(facts: Facts) -> Standing:
    """What allows the use of special categories of personal data (GDPR, Article 9), where there are any."""
    basis = facts["data.special_basis"]
    if basis is None:
        return _unreached(facts, "data.special_basis") if facts.truth["data.special_basis"] == "yes" else "no"
    return "confirmed" if basis == "none" else "open" if basis == "in_review" else "no"


def _prohibited_practice(facts: Facts) -> Standing:
    applies, practices = in_scope(facts), facts["ethics.practices"]
    if applies is False or practices == []:
        return "no"
    if practices:
        return "confirmed" if applies else "open"
    return _unreached(facts, "ethics.practices")


def _no_labels(facts: Facts) -> Standing:
    labels = facts["data.labels"]
    return (
        "no"
        if labels not in (None, "impossible")
        else "confirmed"
        if labels
        else _unreached(facts, "data.labels")
    )


def _no_access(facts: Facts) -> Standing:
    rows = facts.rows("data.sources")
    return "confirmed" if rows and all(row.access == "refused" for row in rows) else "no"


def _no_data(facts: Facts) -> Standing:
    if facts["data.sources"] == []:
        return "confirmed"
    return "no" if facts["data.rows"] or facts["data.labelled_rows"] else _unreached(facts, "data.sources")


def _what_settles_it(facts: Facts, answers: Sequence[str]) -> tuple[str, ...]:
    """The answers of a blocker, open ones first, and of both kinds the one that decides in the end before
    those it hangs on.
    """
    last_first = answers[::-1]
    return tuple(sorted(last_first, key=lambda answer: not facts.open(answer)))


def _unreached(facts: Facts, question_id: str) -> Standing:
    """A missing answer: raised where somebody said "don't know yet", else merely possible."""
    if facts.status[question_id] != "open" or facts.truth[question_id] == "no":
        return "no"
    return (
        "open"
        if facts.about(question_id).state == State.unknown and facts.truth[question_id] == "yes"
        else "possible"
    )


TESTS: dict[str, Callable[[Facts], Standing]] = {
    "prohibited_practice": _prohibited_practice,
    "legal_basis": _legal_basis,
    "special_data": _special_data,
    "no_labels": _no_labels,
    "no_access": _no_access,
    "no_data": _no_data,
}


def standings(facts: Facts) -> dict[str, Standing]:
    """How each blocker stands."""
    return {code: test(facts) for code, test in TESTS.items()}


def blockers(facts: Facts, found: dict[str, Standing]) -> tuple[Blocker, ...]:
    """The blockers that are confirmed or raised, confirmed ones first; each with the answer that would settle
    it in front.
    """
    rules = facts.catalogue.rules["blockers"]
    listed = [
        Blocker(
            code=code,
            message=rules[code]["confirmed" if standing == "confirmed" else "open"],
            advice=rules[code]["advice"],
            answers=_what_settles_it(facts, rules[code]["answers"]),
            confirmed=standing == "confirmed",
            curable=bool(rules[code]["curable"]),
        )
        for code, standing in found.items()
        if standing in ("confirmed", "open")
    ]
    return tuple(sorted(listed, key=lambda blocker: not blocker.confirmed))
