"""Under which conditions a project may start: every one, with its figure, who sees to it, and by when."""

from collections.abc import Iterator, Sequence

from mlscope.assess.cases import Case, basis
from mlscope.assess.deadlines import DECISION, LAUNCH, due
from mlscope.assess.facts import Facts
from mlscope.assess.feasibility import remedy_of
from mlscope.assess.sinks import holding_down
from mlscope.results import AiAct, Condition, Item
from mlscope.words import chance_beside, number_beside, percent_words


def conditions(facts: Facts, now: Case, ai: AiAct) -> tuple[Condition, ...]:
    """What stands between the project and a go without conditions; none where nothing does."""
    return tuple(_conditions(facts, now, ai))


def _conditions(facts: Facts, now: Case, ai: AiAct) -> Iterator[Condition]:
    go = facts.catalogue.rules["verdict"]["rows"][0]
    for finding in now.high:
        yield _condition(facts, finding.advice, finding.message, finding.answers, (finding.code,))
    for dimension in now.dimensions.values():
        if dimension.low is None or dimension.low >= go["feasibility"]:
            continue
        item = holding_down(dimension)
        yield _condition(
            facts,
            _firm_up(facts, dimension.label.lower(), item),
            f"{number_beside(dimension.low, go['feasibility'])} to {dimension.high:.0f} of 100; "
            f"a go without conditions needs {go['feasibility']}.",
            item.answers if item else (),
        )
    if now.payback[0] < go["payback"]:
        yield _condition(
            facts,
            f"Accept a chance of paying back of {chance_beside(now.payback[0], go['payback'])}{basis(facts)},"
            " or raise it.",
            f"A go without conditions needs {percent_words(go['payback'])}.",
            ("value.benefits", "value.costs"),
            owner=facts["people.approver"],
            event=DECISION,
        )
    if now.on_time[0] < go["on_time"]:
        yield _condition(
            facts,
            f"Accept a chance of {chance_beside(now.on_time[0], go['on_time'])} to finish on time, "
            "or move the deadline.",
            f"A go without conditions needs {percent_words(go['on_time'])}.",
            ("plan.deadline", "plan.tasks"),
            owner=facts["people.approver"],
            event=DECISION,
        )
    if ai.tier == "high":
        yield _condition(
            facts, "Meet the duties of a high-risk system.", ai.article, ai.answers, event=LAUNCH
        )
    elif ai.tier == "cannot_say":
        yield _condition(facts, "Settle the tier under the EU AI Act.", ai.reason, ai.answers)


def _firm_up(facts: Facts, dimension: str, item: Item | None) -> str:
    remedy = remedy_of(facts, item) if item else ""
    first = f", first “{item.label}”." if item else "."
    return f"Firm up {dimension} feasibility{f': {remedy[:1].lower()}{remedy[1:]}' if remedy else first}"


def _condition(
    facts: Facts,
    text: str,
    figure: str,
    answers: Sequence[str],
    codes: tuple[str, ...] = (),
    *,
    owner: str | None = None,
    event: str = "",
) -> Condition:
    """Whoever finds an answer out sees to it by the day named there; else whoever leads or decides does, by
    what it is about: before start, before launch, or with the decision.
    """
    who = next((about.who for about in map(facts.about, answers) if about.who), "")
    by = due(facts.project, answers, facts.catalogue.rules, event=event)
    return Condition(
        text=text,
        figure=figure,
        owner=who or owner or facts["people.leader"] or facts["people.approver"] or "",
        due=by.iso,
        event=by.event,
        codes=codes,
        answers=tuple(answers),
    )
