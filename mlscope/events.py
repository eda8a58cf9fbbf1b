"""The risks of the register as events: which of them count, how likely they are, and when they strike.

Plan and money draw an event from one stream of the row's own, and the draws of the one are the first draws of
the other: so a draw in which it delays is one in which it costs. Streams are no sampling slots; a risk that
comes or goes moves no other input.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mlscope.estimates import sampling
from mlscope.estimates.notation import AnyEstimate
from mlscope.project import Project
from mlscope.project.steps.plan import WorkPhase
from mlscope.project.steps.risks import Risk
from mlscope.results import Floats

TABLE = "risks.risks"
BLOCK = 256
"""Draws that are evenly spread together; shorter than any replicate of the money at its usual size."""


@dataclass(frozen=True, slots=True)
class Event:
    """A risk that counts: it happens with `chance`, then costs and delays; `mitigation` is paid in any case.

    Its delay strikes the named `tasks`, else the `phase`, else all work.
    """

    id: str
    name: str
    chance: float
    cost: AnyEstimate | None
    delay: AnyEstimate | None
    mitigation: AnyEstimate | None
    phase: WorkPhase | None
    tasks: tuple[str, ...]

    def key(self, column: str) -> str:
        """The log key of one of its cells, which also names the stream that it is drawn from."""
        return f"{TABLE}/{self.id}/{column}"

    def happens(self, draws: int, seed: int) -> Floats:
        """1 in the draws in which it happens, else 0, shape (draws,)."""
        return sampling.happens(uniforms(seed, self.key("probability"), draws), self.chance)

    def delays(self, draws: int, seed: int) -> Floats:
        """Working days lost in each draw, shape (draws,)."""
        if self.delay is None:
            return np.zeros(draws)
        days = sampling.quantile(self.delay, uniforms(seed, self.key("delay_days"), draws))
        return self.happens(draws, seed) * np.maximum(days, 0.0)


def counted(project: Project) -> bool:
    """Do the risks of this project count in dates and money?"""
    return project.risks.counted is not False


def events_of(project: Project) -> tuple[Event, ...]:
    """The risks that count in an effective project, in the order of their rows."""
    return tuple(event for row in _rows(project) if (event := _event(row)) is not None)


def weighs(row: Risk) -> bool:
    """Does a risk say what it would cost or delay, or what is spent against it?"""
    return row.cost is not None or row.delay_days is not None or row.mitigation_cost is not None


def _rows(project: Project) -> Iterable[Risk]:
    return [row for row in project.risks.risks or () if counted(project) and not row.contained]


def _event(row: Risk) -> Event | None:
    chance = chance_of(row)
    if chance is None or not weighs(row):
        return None
    return Event(
        row.id,
        row.name or "Unnamed risk",
        chance,
        row.cost,
        row.delay_days,
        row.mitigation_cost,
        row.phase,
        tuple(row.tasks or ()),
    )


def chance_of(row: Risk) -> float | None:
    """How likely a risk is: what is left of it where something is done about it, else its probability."""
    mitigated = bool(row.mitigation) or row.mitigation_cost is not None
    return row.residual if mitigated and row.residual is not None else row.probability


def left_out(project: Project) -> tuple[str, ...]:
    """What the register holds that does not count, a sentence for each reason."""
    rows = [row for row in project.risks.risks or () if weighs(row)]
    if not rows:
        return ()
    if not counted(project):
        return ("The risks of the register are switched off; their cost and delay do not count.",)
    contained = sum(bool(row.contained) for row in rows)
    unknown = [row for row in rows if not row.contained and chance_of(row) is None]
    said = []
    if contained:
        said.append(
            f"{contained} of {len(rows)} risks are taken as contained in the ranges of costs, benefits and"
            " durations, and do not count once more."
        )
    if unknown:
        said.append(f"Risks without a probability do not count: {len(unknown)} of {len(rows)}.")
    return tuple(said)


def expected_cost(counted: Iterable[Event]) -> float:
    """What risks cost on average, with what is done about them, in prices of today."""
    return sum(
        (event.chance * sampling.mean(event.cost) if event.cost else 0.0)
        + (sampling.mean(event.mitigation) if event.mitigation else 0.0)
        for event in counted
    )


def belongs(key: str) -> bool:
    """Is this the log key of a cell of the register?"""
    return key.startswith(TABLE + "/")


def uniforms(seed: int, key: str, draws: int) -> Floats:
    """A stratified column of a stream of its own, strictly between 0 and 1, shape (draws,).

    Each block of draws has one in every interval of equal length. A longer column begins with the
    shorter one.
    """
    blocks = -(-draws // BLOCK)
    places = np.tile(np.arange(BLOCK, dtype=np.float64), (blocks, 1))
    mixed = sampling.stream(seed, key).permuted(places, axis=1)
    within = sampling.stream(seed, key + "#within").random((blocks, BLOCK))
    column: Floats = np.maximum((mixed + within) / BLOCK, 2.0**-54).reshape(-1)[:draws]
    return column
