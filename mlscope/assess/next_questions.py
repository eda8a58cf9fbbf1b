"""What to answer next: the open questions whose answers tell most about the verdict for the minutes that they
take.

What an answer tells is counted in bits on the draws of the leaning. Where a blocker is raised, the question
that settles it comes first, since until then no verdict can be said; what somebody is finding out by a date
that is still ahead comes last. Questions that tell equally much about the word, as all do once it is sure,
follow by what they tell about what stands in the way of a start: first what counts against the project today
because nobody knows it. Then come those without which a chance cannot be said, then they go by what it is
worth in money to know them for sure (EVPPI, Howard 1966), then by their gain: deciding a blocker or the money
counts most, then the width that an answer can take off the dimensions. What only trying can tell is no
question and is named apart. When nothing can move the verdict or change what stands in the way, the list is
empty, and the stopping rule says so in words.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from mlscope.assess import ai_act
from mlscope.assess.cases import FLATTERING, Case, deciding_payback, possible
from mlscope.assess.facts import Facts
from mlscope.assess.information import told, told_of_obstacles
from mlscope.assess.leaning import Drawn
from mlscope.assess.severity import ORDER
from mlscope.effort import minutes_left
from mlscope.project.answers import State
from mlscope.results import (
    AiAct,
    DimensionResult,
    Finding,
    InformationValue,
    Item,
    NextQuestion,
    Trial,
    Verdict,
)
from mlscope.words import money_words

DECIDES = 100.0
DECIDES_MONEY = 60.0
DECIDES_DATE = 30.0
DECIDES_TIER = 15.0
WORTH = 50.0
NOTICEABLE = 0.05
"""Least share of the value of knowing everything at which an answer is worth finding out."""
LIMIT = 12
SURE = 0.99
"""Share of the draws from which on the word is sure: what the others tell is less than can be said."""
WORST, ACROSS, ELSEWHERE = 2.0, 1.0, 0.5
"""What a point of width counts: in the worst dimension while it reaches across the line to a start, in
another that does, in any other.
"""


class _Ranking:
    """Gains by question, each with the gravest reason for it."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.gains: dict[str, float] = defaultdict(float)
        self.reasons: dict[str, tuple[float, str]] = {}
        self.worth: dict[str, float] = {}
        self.stopping: set[str] = set()
        """Questions that settle a blocker which somebody has raised."""
        self.settling: set[str] = set()
        """Open questions without which no chance can be said, and therefore no verdict."""
        self.counting: dict[str, Finding] = {}
        """The gravest finding that counts against the project because nobody knows the answer, by
        question.
        """

    def add(self, question_id: str, gain: float, reason: str) -> None:
        if gain <= 0 or question_id not in self.facts.questions:
            return
        self.gains[question_id] += gain
        if gain > self.reasons.get(question_id, (0.0, ""))[0]:
            self.reasons[question_id] = (gain, reason)

    def best(self, bits: Mapping[str, float], of_obstacles: Mapping[str, float]) -> tuple[NextQuestion, ...]:
        """The questions in their order, at most as many as are shown; what it is worth money to know is never
        crowded out.
        """
        facts, worth = self.facts, self.worth
        questions = [
            NextQuestion(
                id=i,
                label=facts.label(i),
                gain=self.gains.get(i, 0.0),
                reason=self._reason(i, bits.get(i, 0.0)),
                bits=bits.get(i, 0.0),
                minutes=minutes_left([facts.question(i)], facts.catalogue),
                worth=worth.get(i, 0.0),
                obstacle_bits=of_obstacles.get(i, 0.0),
            )
            for i in {**self.gains, **bits, **of_obstacles, **self.counting}
            if i not in facts.catalogue.rules["leaning"]["only_trying"]
        ]
        questions.sort(
            key=lambda one: (
                _awaited(facts, one.id),
                one.id not in self.stopping,
                -one.bits / one.minutes,
                ORDER[self.counting[one.id].severity] if one.id in self.counting else len(ORDER),
                -one.obstacle_bits / one.minutes,
                one.id not in self.settling,
                -one.worth,
                -one.gain,
                one.id,
            )
        )
        room = LIMIT - sum(one.worth > 0 for one in questions)
        others = [one for one in questions if not one.worth][: max(0, room)]
        return tuple(one for one in questions if one.worth or one in others)[:LIMIT]

    def _reason(self, question_id: str, bits: float) -> str:
        if question_id in self.counting and question_id not in self.stopping:
            return _COUNTS.format(finding=self.counting[question_id].title)
        if question_id in self.reasons:
            return self.reasons[question_id][1]
        return _TELLS if bits else _ADDS


_TELLS = "As it usually turns out, its answer can change the verdict."
_ADDS = "It decides whether one more thing stands in the way."
_COUNTS = "Not knowing it counts against the project today: “{finding}”."


def _awaited(facts: Facts, question_id: str) -> bool:
    """Is somebody finding it out by a date that is still ahead?"""
    about = facts.about(question_id)
    return about.state == State.unknown and about.by is not None and about.by >= facts.project.as_of


def next_questions(
    facts: Facts, now: Case, found: Verdict, ai: AiAct, drawn: Drawn
) -> tuple[NextQuestion, ...]:
    """The questions worth answering next, the one that tells most a minute first; none when nothing can move
    the verdict.
    """
    ranking = _Ranking(facts)
    if found.worst != found.best or found.word == "cannot_say":
        _add_blockers(ranking, now)
        _add_dimensions(ranking, list(now.dimensions.values()), _line(facts))
        _add_chances(ranking, now)
        if ai.tier == "cannot_say":
            for question_id in ai_act.missing(facts):
                ranking.add(
                    question_id,
                    DECIDES_TIER,
                    "It decides the tier under the EU AI Act, and with it the duties.",
                )
    if found.best != "no_go":
        _add_information(ranking)
    sure = max(drawn.probabilities.values()) >= SURE
    bits = {} if sure else told(drawn)
    fatal = any(
        standing == "confirmed" for code, standing in now.standings.items() if code not in now.curable
    )
    if fatal or found.worst == found.best == "go":
        return ranking.best(bits, {})
    return ranking.best(bits, _of_obstacles(ranking, now, drawn))


def _of_obstacles(ranking: _Ranking, now: Case, drawn: Drawn) -> dict[str, float]:
    """Bits that open answers tell about what stands in the way, and which of them count against the project
    today.

    A high finding that counts because somebody said "don't know", or at the worst end, may as well stand as
    not. Draws in which nothing is unknown do not show it, so it is an even chance, one bit, shared by the
    answers that nobody knows.
    """
    facts, bits = ranking.facts, told_of_obstacles(drawn)
    shared: list[list[str]] = []
    for finding in now.findings:
        unknown = [i for i in finding.answers if facts.unknown(i)]
        if finding.waived or finding.severity == "low" or drawn.high.get(finding.code) == 1:
            continue
        for question_id in unknown:
            ranking.counting.setdefault(question_id, finding)
        shared += [unknown] if finding.severity == "high" else []
    pack_questions = {question.code: [question.id] for question in facts.catalogue.advised}
    for code in sorted(possible(facts, now.findings)):
        rule = facts.catalogue.rules["findings"].get(code)
        shared.append([i for i in (rule["answers"] if rule else pack_questions[code]) if facts.unknown(i)])
    for unknown in shared:
        for question_id in unknown:
            bits[question_id] = bits.get(question_id, 0.0) + 1 / len(unknown)
    return bits


def only_trying(facts: Facts) -> tuple[Trial, ...]:
    """What only trying can tell, of what is asked of this project, with what it is worth to know."""
    rules = facts.catalogue.rules["leaning"]
    worth = {i: value.value for i, value in _largest(facts).items()}
    trials = []
    for question_id, what in rules["only_trying"].items():
        if facts.truth.get(question_id) != "yes" or facts.status[question_id] == "not_applicable":
            continue
        value = worth.get(question_id)
        money = money_words(value, facts.project.currency) if value else ""
        sentence = rules["trying"]["worth" if value else "no_worth"].format(what=what, money=money)
        if facts.open(question_id):
            sentence += rules["trying"]["open"]
        trials.append(Trial(question_id, what, value, sentence))
    return tuple(trials)


def stopping_rule(facts: Facts, found: Verdict, questions: Sequence[NextQuestion]) -> str:
    """Whether to go on asking, and until when, in a sentence or two."""
    rules = facts.catalogue.rules["verdict"]
    deciding = [question for question in questions if question.decides]
    besides = len(questions) > len(deciding)
    if found.worst != found.best:
        cases = ["going_on"] if deciding else ["evidence", "rest"] if besides else ["evidence"]
    elif not questions:
        cases = ["stop"]
    elif found.word == "cannot_say":
        cases = ["raised"]
    elif any(question.bits for question in deciding):
        cases = ["unseen"]
    elif besides:
        cases = ["sure", "figures", "besides"] if deciding else ["sure", "rest"]
    else:
        cases = ["worth"]
    labels = {"worst": rules["labels"][found.worst].lower(), "best": rules["labels"][found.best].lower()}
    return " ".join(rules["stopping"][case].format(**labels) for case in cases)


def _line(facts: Facts) -> float:
    return float(facts.catalogue.rules["verdict"]["rows"][0]["feasibility"])


def open_questions(facts: Facts, question_ids: Iterable[str]) -> list[str]:
    """The open questions among these; for one that may not be asked, the open ones that decide whether it
    is.
    """
    wanted: list[str] = []
    for question_id in question_ids:
        truth = facts.truth[question_id]
        if truth == "open":
            wanted += open_questions(
                facts, (key for key in facts.question(question_id).when if key in facts.questions)
            )
        elif truth == "yes" and facts.status[question_id] == "open":
            wanted.append(question_id)
    return list(dict.fromkeys(wanted))


def _add_blockers(ranking: _Ranking, now: Case) -> None:
    rules = ranking.facts.catalogue.rules["blockers"]
    for code, standing in now.standings.items():
        if standing not in ("open", "possible"):
            continue
        share = DECIDES if standing == "open" else DECIDES / 2
        for question_id in (
            open_questions(ranking.facts, reversed(rules[code]["answers"]))[:1] or rules[code]["answers"][-1:]
        ):
            ranking.add(question_id, share, "The answer could stop the project, or take that worry away.")
            if standing == "open":
                ranking.stopping.add(question_id)


def _add_dimensions(ranking: _Ranking, dimensions: Collection[DimensionResult], line: float) -> None:
    worst = min((d.low for d in dimensions if d.low is not None), default=0.0)
    for dimension in dimensions:
        if dimension.low is None or dimension.high is None:
            continue
        counted = [item for item in dimension.items if item.state in ("answered", "open")]
        total = sum(item.weight for item in counted)
        across = dimension.low < line <= dimension.high
        counts = ELSEWHERE if not across else WORST if dimension.low == worst else ACROSS
        for item in counted:
            wanted = open_questions(ranking.facts, item.answers)
            points = 100 * item.weight * (item.high - item.low) / total
            for question_id in wanted:
                reason = _narrowing(ranking.facts, dimension.label.lower(), item, points, len(wanted))
                ranking.add(question_id, counts * points / len(wanted), reason)


def _narrowing(facts: Facts, dimension: str, item: Item, points: float, answers: int) -> str:
    if facts.truth[item.id if item.id in facts.truth else item.answers[0]] == "open":
        return "It decides which other questions matter."
    if answers > 1:
        return (
            f"One of {answers} answers that together narrow {dimension} feasibility by up to {points:.0f}"
            " points."
        )
    return f"It can narrow {dimension} feasibility by up to {points:.0f} points (“{item.label}”)."


_CERTAIN = "Until it is answered it counts as certain, which flatters the project."
_MONEY = {
    "value.benefits": "Without it nobody can say what the project is worth.",
    "value.costs": "Without it nobody can say what the project is worth.",
    "value.count_decisions": "It may add to what the project is worth.",
}


def _add_chances(ranking: _Ranking, now: Case) -> None:
    facts = ranking.facts
    if now.payback[0] != now.payback[1]:
        for question_id in ("value.benefits", "value.costs", "value.count_decisions", *FLATTERING):
            if facts.open(question_id) and not (
                question_id == "value.benefits" and facts["value.count_decisions"]
            ):
                ranking.add(
                    question_id,
                    DECIDES_MONEY,
                    _confirm(facts, question_id, _MONEY.get(question_id, _CERTAIN)),
                )
        ranking.settling.update(i for i in deciding_payback(facts) if facts.open(i))
    if now.on_time[0] != now.on_time[1]:
        for question_id in ("plan.tasks", "plan.deadline"):
            if facts.open(question_id):
                ranking.add(
                    question_id,
                    DECIDES_DATE,
                    _confirm(
                        facts, question_id, "Without it there is no chance to finish on time, high or low."
                    ),
                )
                ranking.settling.add(question_id)


def _confirm(facts: Facts, question_id: str, reason: str) -> str:
    return (
        "A template filled this in; it counts once it is confirmed."
        if facts.project.raw(question_id)
        else reason
    )


def _largest(facts: Facts) -> dict[str, InformationValue]:
    """The greatest value of information among the inputs of each question, of those that are not lost in
    noise.
    """
    largest: dict[str, InformationValue] = {}
    for value in facts.money.evppi if facts.money else ():
        question_id = value.input.partition("/")[0].partition("#")[0]
        if not value.negligible and (question_id not in largest or value.value > largest[question_id].value):
            largest[question_id] = value
    return largest


def _add_information(ranking: _Ranking) -> None:
    money = ranking.facts.money
    if money is None or not money.evpi:
        return
    for question_id, value in _largest(ranking.facts).items():
        if value.value < NOTICEABLE * money.evpi:
            continue
        reason = (
            f"Knowing “{value.label}” for sure is worth up to {money_words(value.value, money.currency)}."
        )
        ranking.add(question_id, WORTH * value.value / money.evpi, reason)
        ranking.worth[question_id] = value.value
