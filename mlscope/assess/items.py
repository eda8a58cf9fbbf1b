"""The three shapes of a scored item: counted, still open, and left out."""

from dataclasses import dataclass

from mlscope.assess.facts import Facts
from mlscope.results import Item


@dataclass(frozen=True, slots=True)
class Frame:
    """What an item is before anything is known of it."""

    id: str
    label: str
    answers: tuple[str, ...]
    weight: float

    def without(self, facts: Facts, answers: tuple[str, ...]) -> Item | None:
        """The item left out of numerator and denominator, where one of these answers is not asked or does not
        apply.
        """
        for answer in answers:
            if facts.truth[answer] == "no":
                return Item(
                    self.id, self.label, self.answers, self.weight, 0.0, 1.0, "not_asked", "Not asked here."
                )
            if facts.status[answer] == "not_applicable":
                return self.not_applicable(facts.about(answer).reason or "Does not apply.")
        return None

    def not_applicable(self, reason: str) -> Item:
        """The item left out for a reason."""
        return Item(self.id, self.label, self.answers, self.weight, 0.0, 1.0, "not_applicable", reason)

    def unanswered(self, reason: str, maybe: bool) -> Item:
        """The item while open: anything from 0 to 1."""
        return Item(self.id, self.label, self.answers, self.weight, 0.0, 1.0, "open", reason, maybe)

    def counted(self, low: float, high: float, margin: float, reason: str, maybe: bool = False) -> Item:
        """The item with its score, widened by the margin of its evidence and clipped to 0..1."""
        low, high = max(0.0, low - margin), min(1.0, high + margin)
        return Item(self.id, self.label, self.answers, self.weight, low, high, "answered", reason, maybe)
