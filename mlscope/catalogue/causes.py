"""What sinks projects, by cause: data/rules/causes.yaml, read once for each catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mlscope.questions import STEP_OF_PREFIX


@dataclass(frozen=True, slots=True)
class Cause:
    """A group of findings that sink a project in the same way; `rank` orders the groups, the gravest
    first.
    """

    id: str
    name: str
    would: str
    rank: int


@dataclass(frozen=True)
class Causes:
    """The causes, and for each code which one it belongs to, how grave it is among all, and what it would
    do.
    """

    groups: Mapping[str, Cause]
    of_code: Mapping[str, str]
    ranks: Mapping[str, int]
    would: Mapping[str, str]
    steps: Mapping[str, str]

    def cause(self, code: str) -> Cause:
        """The cause of a code; where it stands in no list, that of the step whose question raised it."""
        group = self.of_code.get(code) or self.steps[STEP_OF_PREFIX[code.partition("-")[0]]]
        return self.groups[group]

    def rank(self, code: str) -> tuple[int, int]:
        """Orders codes by cause and, within it, by how grave they are."""
        return self.cause(code).rank, self.ranks.get(code, len(self.ranks))

    def consequence(self, code: str) -> str:
        """What it would do, in a sentence."""
        return self.would.get(code) or self.cause(code).would


def read_causes(plain: Mapping[str, Any]) -> Causes:
    """The causes in the content of data/rules/causes.yaml."""
    groups = {
        group["id"]: Cause(group["id"], group["name"], group["would"], rank)
        for rank, group in enumerate(plain["causes"])
    }
    codes = [
        (group["id"], code, would) for group in plain["causes"] for code, would in group["codes"].items()
    ]
    return Causes(
        groups,
        {code: group for group, code, _ in codes},
        {code: rank for rank, (_, code, _) in enumerate(codes)},
        {code: would for _, code, would in codes if would},
        plain["steps"],
    )
