"""Results as a few lines that a person reads in a terminal.

The words of a comparison are imported where one is told, since no other command needs them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from mlscope.appraise import Appraisal
from mlscope.assess import due_words
from mlscope.effort import effort_words
from mlscope.questions import Question, labels_of
from mlscope.results import (
    UNDATED,
    Candidate,
    ChoiceInformation,
    Comparison,
    Condition,
    DimensionResult,
    Finding,
    ImprovementStep,
    Money,
    Pairwise,
    Ranked,
    Schedule,
    Sink,
)
from mlscope.words import (
    listed_names,
    money_words,
    percent_words,
    progress_words,
    range_words,
    weeks_words,
    years_words,
)


def assessment(appraisal: Appraisal) -> str:
    """Verdict with reasons, dimensions, blockers and findings, and what to answer next."""
    found = appraisal.assessment
    return _lines(
        f"{appraisal.project.name}: {found.verdict.label}",
        found.verdict.sentence,
        *(f"  {reason}" for reason in found.verdict.reasons),
        *_headed("What would sink it:", (_sink(sink) for sink in found.sinks)),
        *_headed("Conditions of a start:", (_condition(condition) for condition in found.conditions)),
        f"{progress_words(found.completeness)} of the questions are answered.",
        *_headed("Feasibility, from the worst to the best case:", map(_dimension, found.dimensions.values())),
        *_headed(
            "What stands in the way:",
            (f"{blocker.message} {blocker.advice}" for blocker in found.blockers),
        ),
        *_headed("Findings:", (_finding(finding) for finding in found.findings if not finding.waived)),
        f"EU AI Act: {found.ai_act.label}. {found.ai_act.reason}",
        found.leaning.sentence,
        found.stopping_rule,
        *_headed("Answer next:", (question.label for question in found.next_questions[:5])),
        *(f"  {trial.sentence}" for trial in found.only_trying),
        *_headed(f"{found.improvement.sentence}", (_improvement(step) for step in found.improvement.steps)),
    )


def _improvement(step: ImprovementStep) -> str:
    owner = step.owner or "owner to be named"
    due = "done" if step.done else due_words(step.event, step.due)
    return f"{step.label} {step.action} {step.effect} ({effort_words(step.minutes)}; {owner}, {due})"


def _sink(sink: Sink) -> str:
    codes = [
        code for code in sink.codes if code != code.lower()
    ]  # a blocker has an id, which says nothing to people
    return " ".join(part for part in (sink.cause, sink.why, sink.settle, sink.precedent) if part) + (
        f"  ({', '.join(codes)})" if codes else ""
    )


def _condition(condition: Condition) -> str:
    owner, due = condition.owner or "owner to be named", due_words(condition.event, condition.due)
    return f"{condition.text} {condition.figure} ({owner}, {due})"


def question(asked: Question, when: Mapping[str, Any]) -> str:
    """A question under its id, with what may be answered to it, and the answers under which it is asked."""
    where = f"{asked.kind}, in '{asked.group}'" if asked.group else asked.kind
    known = [] if asked.options else [f"    {choice.id}  {choice.label}" for choice in asked.choices]
    conditions = [f"  asked where {key} is {_any_of(wanted)}" for key, wanted in when.items()]
    columns = [f"    column {column.id}  {column.label}" for column in asked.columns]
    return _lines(f"{asked.id}  ({where})", f"  {asked.label}", *conditions, *known, *columns)


def _any_of(wanted: Any) -> str:
    """The answers of a condition: yes; classification, ranking or anomaly."""
    words = [
        ("yes" if answer else "no") if isinstance(answer, bool) else str(answer)
        for answer in (wanted if isinstance(wanted, list | tuple) else [wanted])
    ]
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def money(found: Money, questions: Mapping[str, Question]) -> str:
    """Chance of paying back, likely value and its range, what drives it, what to find out."""
    if not found.known or found.npv is None or found.deterministic is None:
        missing = labels_of(found.missing, questions)
        return _lines("Nothing is known yet of benefits and costs.", *_headed("Missing:", missing))
    payback, horizon = found.deterministic.payback, years_words(found.horizon_years)
    likely = money_words(found.npv.p50, found.currency)
    spread = range_words(found.npv.p10, found.npv.p90, found.currency)
    return _lines(
        f"Chance of paying back within {horizon}: {percent_words(found.probability_positive)}",
        f"Net present value: likely {likely}; four times in five {spread}",
        f"Payback: {f'not within {horizon}' if payback is None else f'after {years_words(payback)}'} at"
        " average figures",
        *_headed("What moves it most (NPV at a low and at a high value):", _swings(found)),
        *_headed("What to find out first, and the most that is worth:", _worth_knowing(found)),
        *_headed("Assumed:", found.assumptions),
    )


def _swings(found: Money) -> Iterable[str]:
    for swing in found.tornado[:5]:
        yield (
            f"{swing.label}: {money_words(swing.low, found.currency)} or"
            f" {money_words(swing.high, found.currency)}"
        )


def _worth_knowing(found: Money) -> Iterable[str]:
    for known in found.evppi[:5]:
        yield f"{known.label}: {'about 0' if known.negligible else money_words(known.value, found.currency)}"


def _finish(found: Schedule) -> str:
    if not found.start_assumed:
        return (
            f"Finished one time in two by {found.finish_p50}, four times in five by {found.finish_p80},"
            f" nineteen in twenty by {found.finish_p95}"
        )
    half, most, nearly = (weeks_words(found.working_weeks(share)) for share in (0.5, 0.8, 0.95))
    return (
        f"Finished one time in two after {half}, four times in five after {most}, nineteen in twenty after"
        f" {nearly}. {UNDATED}"
    )


def schedule(found: Schedule) -> str:
    """When it will be finished and how sure that is."""
    if not found.known:
        return _lines("There are no tasks with durations yet.", *_headed("Missing:", found.missing))
    return _lines(
        _finish(found),
        f"On time for {found.deadline}: {percent_words(found.probability_on_time)}" if found.deadline else "",
        *_headed(
            "Tasks:",
            (
                f"{t.start} to {t.finish}  {percent_words(t.criticality):>9} critical  {t.name}"
                for t in found.tasks
            ),
        ),
    )


def comparison(
    found: Comparison,
    candidates: Sequence[Candidate],
    known: ChoiceInformation | None = None,
    pairs: Pairwise | None = None,
) -> str:
    """The ranking, what to fund, and what knowing more would be worth."""
    from mlscope.compare.words import consistency, funding, headline, leader_left_out

    return _lines(
        headline(found),
        consistency(pairs) if pairs else "",
        *_indented(f"{place}. {_ranked(found, one)}" for place, one in enumerate(found.ranking, 1)),
        *(funding(found.portfolio, candidates) if found.portfolio else ()),
        (leader_left_out(found, found.portfolio) or "") if found.portfolio else "",
        *(_knowing(known, candidates) if known else ()),
    )


def scenarios(names: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Scenarios under each other, thing by thing."""
    lines: list[str] = []
    for label, cells in rows:
        lines.append(label)
        lines += [f"  {name}: {cell}" for name, cell in zip(names, cells, strict=True) if cell]
    return _lines(*lines)


def _ranked(found: Comparison, one: Ranked) -> str:
    from mlscope.compare.words import first_words, missing_words, score_words

    share = first_words(found, one)
    first = f", first {share}" if share else ""
    if one.missing:
        return f"{one.name}: {missing_words(one)}"
    if one.score is None:
        return f"{one.name}: nothing is known of its money"
    if found.view in ("rice", "wsjf"):
        ends = f"{score_words(one.low)} to {score_words(one.high)}"
        return f"{one.name}: {score_words(one.score)} ({ends}){first}"
    if found.view == "weights":
        return f"{one.name}: {one.score:.0f} ({one.low:.0f} to {one.high:.0f}){first}"
    expected, ends = money_words(one.score, found.currency), range_words(one.low, one.high, found.currency)
    return f"{one.name}: {expected} ({ends}){first}"


def _knowing(found: ChoiceInformation, candidates: Sequence[Candidate]) -> Iterable[str]:
    names = {candidate.id: candidate.name for candidate in candidates}
    yield f"Knowing everything before choosing would be worth {money_words(found.evpi, found.currency)}."
    yield from _headed(
        "Worth finding out first:",
        (
            f"{one.label} in {listed_names([names[i] for i in (one.id, *one.also)])}:"
            f" {money_words(one.value, found.currency)}"
            for one in found.learnings[:5]
            if not one.negligible
        ),
    )


def report(checked: Mapping[str, Any]) -> str:
    """One checked path: what is wrong, or that nothing is."""
    findings = (f"{f['code']}  {f['severity']}  {f['message']} {f['advice']}" for f in checked["findings"])
    found = [*checked["problems"], *findings]
    return _lines(f"{checked['path']}: {'see below' if found else 'fine'}", *_indented(found))


def _finding(finding: Finding) -> str:
    return f"{finding.code}  {finding.severity}  {finding.message} {finding.advice}"


def _dimension(found: DimensionResult) -> str:
    if found.low is None or found.high is None:
        return f"{found.label}: does not apply"
    return f"{found.label}: {found.low:.0f} to {found.high:.0f}, {found.word}"


def _lines(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _headed(head: str, lines: Iterable[str]) -> list[str]:
    shown = _indented(lines)
    return [head, *shown] if shown else []


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]
