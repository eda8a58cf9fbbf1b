"""Documented public cases that are like this project, and the nearest of them for each finding.

Likeness counts what a case and the project have in common: the findings that the causes of the case raise,
the high ones twice, the kind of task, and what is at stake. A finding cites a failure of which one cause
raises it, with that cause; where there is none it cites nothing. A recommendation cites a success that bears
it out.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from mlscope.assess.facts import Facts
from mlscope.catalogue.precedents import Case
from mlscope.results import Blocker, Finding, Precedent, Recommendation

MOST = 5
"""How many cases a project is shown."""
GRAVE, OTHER, ALIKE = 2.0, 1.0, 1.0
"""What a shared high finding or blocker counts, any other shared finding, and the same task or stake."""


class Likeness:
    """How like a project each documented case is."""

    def __init__(self, facts: Facts, found: Sequence[Finding], stops: Sequence[Blocker]) -> None:
        standing = [finding for finding in found if not finding.waived]
        self.facts = facts
        self.task = facts["problem.task"]
        self.names = {f.code: f.title for f in standing} | {b.code: b.message.rstrip(".") for b in stops}
        self.answers = {q.code: str(facts[q.id]) for q in facts.catalogue.advised}
        self.weights = {f.code: GRAVE if f.severity == "high" else OTHER for f in standing}
        self.weights |= {blocker.code: GRAVE for blocker in stops}
        self.raised = {case.entry.id: case.raised(self.answers) for case in facts.catalogue.cases}
        self.scores = [(case, self._score(case)) for case in facts.catalogue.cases]
        self.scores.sort(key=lambda pair: (-pair[1], -pair[0].facts.year, pair[0].entry.id))
        self.sentences: dict[str, str] = {}
        """The nearest failure of which a cause raises a finding, in a sentence, by code."""
        for case, _ in self.scores:
            if case.facts.outcome != "success":
                for code, cause in self.raised[case.entry.id].items():
                    self.sentences.setdefault(code, case.sentence(cause))

    def _score(self, case: Case) -> float:
        shared = sum(self.weights[code] for code in self._shared(case))
        alike = self._same_task(case) + self._same_stake(case)
        return shared / math.sqrt(max(1, len(case.causes))) + ALIKE * alike

    def _shared(self, case: Case) -> list[str]:
        """The findings that a case and the project have in common, in the order of the project's."""
        raised = self.raised[case.entry.id]
        return [code for code in self.weights if code in raised]

    def _same_task(self, case: Case) -> bool:
        return self.task is not None and self.task in case.facts.tasks

    def _same_stake(self, case: Case) -> bool:
        return case.facts.stake is not None and self.facts["ethics.stake"] == case.facts.stake

    def nearest(self, code: str) -> str:
        """The nearest failure whose cause raises this finding, in a sentence; empty where there is none."""
        return self.sentences.get(code, "")

    def bearing_out(self, topic: str, entry_id: str) -> str:
        """The nearest success that bears a recommendation out, in a sentence; empty where there is none."""
        named = f"{topic}/{entry_id}"
        return next(
            (
                case.sentence()
                for case, _ in self.scores
                if named in case.facts.shows and case.facts.outcome == "success"
            ),
            "",
        )

    def listed(self) -> tuple[Precedent, ...]:
        """The cases most like the project: failures that share a finding, and successes at the same kind of
        task.
        """
        like = (self._precedent(case) for case, _ in self.scores if self._counts(case))
        return tuple(islice(like, MOST))

    def _counts(self, case: Case) -> bool:
        shares = bool(self._shared(case))
        return shares if case.facts.outcome != "success" else shares or self._same_task(case)

    def _precedent(self, case: Case) -> Precedent:
        shared = tuple(self._shared(case))
        return Precedent(
            id=case.entry.id,
            name=case.entry.name,
            text=case.entry.text,
            source=case.entry.source.title,
            url=case.entry.source.url,
            year=case.facts.year,
            outcome=case.facts.outcome,
            sentence=case.sentence(),
            codes=shared,
            why=self._why(case, shared),
        )

    def _why(self, case: Case, shared: Sequence[str]) -> str:
        found = [f"“{self.names[code].rstrip('?')}”" for code in shared[:3]]
        if len(shared) > 3:
            found.append(f"{len(shared) - 3} more")
        alike = []
        if self._same_task(case):
            alike.append(f"the same kind of task ({self._label('problem.task', self.task)})")
        if self._same_stake(case):
            alike.append(f"the same at stake ({self._label('ethics.stake', case.facts.stake)})")
        if case.facts.outcome != "success":
            return _listed("In common", [*found, *alike])
        return " ".join(
            filter(None, (_listed("It dealt with what is found here", found), _listed("In common", alike)))
        )

    def _label(self, question_id: str, choice: object) -> str:
        label = self.facts.question(question_id).label_of(choice)
        return label[:1].lower() + label[1:]


def _listed(heading: str, parts: Sequence[str]) -> str:
    return f"{heading}: {'; '.join(parts)}." if parts else ""


def cited(likeness: Likeness, found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with the nearest documented case."""
    return tuple(_with(likeness, finding) for finding in found)


def cited_blockers(likeness: Likeness, stops: Iterable[Blocker]) -> tuple[Blocker, ...]:
    """Blockers with the nearest documented case."""
    return tuple(
        replace(stop, precedent=sentence) if (sentence := likeness.nearest(stop.code)) else stop
        for stop in stops
    )


def borne_out(likeness: Likeness, entries: Iterable[Recommendation]) -> tuple[Recommendation, ...]:
    """Recommendations with a documented case that bears them out."""
    return tuple(
        replace(one, precedent=sentence) if (sentence := likeness.bearing_out(one.topic, one.id)) else one
        for one in entries
    )


def _with(likeness: Likeness, finding: Finding) -> Finding:
    sentence = likeness.nearest(finding.code)
    return replace(finding, precedent=sentence) if sentence else finding
