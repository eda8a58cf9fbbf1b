"""Signatures on milestones: who signed, who recorded it, which of them stand."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from mlscope.project.answers import Decision, SignOff


@dataclass(frozen=True, slots=True)
class Signature:
    """A sign-off as it was recorded. `verified` says that a login vouches for the signer, not only for the
    recorder.

    A signature of the same person on the same milestone replaces an earlier one: `replaced_at` is when that
    happened,
    `change` what the later one changed.
    """

    signed: SignOff
    recorded_by: str
    verified: bool
    at: dt.datetime
    replaced_at: dt.datetime | None = None
    change: str = ""

    @property
    def signer(self) -> str:
        """The name that stands under it."""
        return self.signed.author or "No name"

    @property
    def decision(self) -> Decision:
        """What was decided."""
        return self.signed.decision

    @property
    def note(self) -> str:
        """Conditions or reasons."""
        return self.signed.note

    @property
    def trust(self) -> str:
        """What vouches for the name; stands wherever the signature is shown."""
        return "signed in, verified" if self.verified else f"recorded by {self.recorded_by[:40]}, unverified"

    @property
    def words(self) -> str:
        """The signature in one line."""
        standing = f"; replaced on {self.replaced_at:%Y-%m-%d}" if self.replaced_at else ""
        change = f"; {self.change}" if self.change else ""
        return f"{self.decision.label} by {self.signer} on {self.at:%Y-%m-%d}, {self.trust}{change}{standing}"

    @property
    def person(self) -> tuple[str, ...]:
        """Who counts as the same person: the login's own id, else the name that was typed with who recorded
        it.
        """
        if self.verified:
            return ("login", self.signed.subject or self.signer)
        return ("typed", _folded(self.signer), _folded(self.recorded_by))


def recorded(signed: SignOff, recorded_by: str, verified: bool, at: dt.datetime) -> Signature:
    """A sign-off with who recorded it; a login vouches only for a signature in its own name."""
    own = verified and _folded(signed.author) == _folded(recorded_by)
    return Signature(signed, recorded_by, own, at)


def standing(signatures: Iterable[Signature]) -> tuple[Signature, ...]:
    """The signatures in order, each that a later one of the same person on the same milestone replaces marked
    as such.
    """
    marked: list[Signature] = []
    last: dict[tuple[str, ...], int] = {}
    for signature in signatures:
        who = (signature.signed.milestone, *signature.person)
        if who in last:
            earlier = marked[last[who]]
            marked[last[who]] = replace(earlier, replaced_at=signature.at)
            signature = replace(
                signature, change=f"replaces “{earlier.decision.label}” of {earlier.at:%Y-%m-%d}"
            )
        last[who] = len(marked)
        marked.append(signature)
    return tuple(marked)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
