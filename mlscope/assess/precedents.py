"""Documented public cases that are like this project, and the nearest of them for each finding.

Likeness counts what a case and the project have in common: the findings that the cause of the case raises,
the high ones twice, and the kind of task. A finding cites a failure whose cause raises it; a recommendation
cites a success that bears it out.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from mlscope.assess.facts import Facts
from mlscope.catalogue.precedents import Case
from mlscope.results import Blocker, Finding, Precedent, Recommendation

MOST = 5
"""How many cases a project is shown."""
GRAVE, OTHER, SAME_TASK = 2.0, 1.0, 1.0
"""What a shared high finding or blocker counts, any other shared finding, and the same kind of task."""


class Likeness:
    """How like a project each documented case is."""

    def __init__(self, facts: Facts, found: Sequence[Finding], stops: Sequence[Blocker]) -> None:
        standing = [finding for finding in found if not finding.waived]
        self.facts = facts
        self.task = facts["problem.task"]
        self.names = {f.code: f.title for f in standing} | {b.code: b.message.rstrip(".") for b in stops}
        self.weights = {f.code: GRAVE if f.severity == "high" else OTHER for f in standing}
        self.weights |= {blocker.code: GRAVE for blocker in stops}
        self.scores = [(case, self._score(case)) for case in facts.catalogue.cases]
        self.scores.sort(key=lambda pair: (-pair[1], -pair[0].facts.year, pair[0].entry.id))

    def _score(self, case: Case) -> float:
        shared = sum(weight for code, weight in self.weights.items() if code in case.codes)
        return shared / math.sqrt(max(1, len(case.codes))) + (SAME_TASK if self._same_task(case) else 0.0)

    def _same_task(self, case: Case) -> bool:
        return self.task is not None and self.task in case.facts.tasks

    def nearest(self, code: str) -> str:
        """The nearest failure whose cause raises this finding, in a sentence; empty where there is none."""
        return next(
            (
                case.sentence
                for case, _ in self.scores
                if code in case.codes and case.facts.outcome != "success"
            ),
            "",
        )

    def bearing_out(self, topic: str, entry_id: str) -> str:
        """The nearest success that bears a recommendation out, in a sentence; empty where there is none."""
        named = f"{topic}/{entry_id}"
        return next(
            (
                case.sentence
                for case, _ in self.scores
                if named in case.facts.shows and case.facts.outcome == "success"
            ),
            "",
        )

    def listed(self) -> tuple[Precedent, ...]:
        """The cases most like the project: failures that share a finding, and successes at the same kind of
        task.
        """
        return tuple(self._precedent(case) for case, _ in self.scores if self._counts(case))[:MOST]

    def _counts(self, case: Case) -> bool:
        shares = any(code in case.codes for code in self.weights)
        return shares if case.facts.outcome != "success" else shares or self._same_task(case)

    def _precedent(self, case: Case) -> Precedent:
        shared = tuple(code for code in self.weights if code in case.codes)
        return Precedent(
            id=case.entry.id,
            name=case.entry.name,
            text=case.entry.text,
            source=case.entry.source.title,
            url=case.entry.source.url,
            year=case.facts.year,
            outcome=case.facts.outcome,
            sentence=case.sentence,
            codes=shared,
            why=self._why(case, shared),
        )

    def _why(self, case: Case, shared: Sequence[str]) -> str:
        parts = [f"“{self.names[code].rstrip('?')}”" for code in shared[:3]]
        if len(shared) > 3:
            parts.append(f"{len(shared) - 3} more")
        if self._same_task(case):
            task = self.facts.question("problem.task").label_of(self.task)
            parts.append(f"the same kind of task ({task[:1].lower()}{task[1:]})")
        return "In common: " + "; ".join(parts) + "."


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
