"""The permanent numbers of requirements: allotted by the record when one is first written, never reused.

A requirement is a row of one of these tables, or an answer that by itself is one. Its place is the log key
`table/ROW` or the id of the question.
"""

from collections.abc import Iterable, Iterator, Mapping

from mlscope.project.answers import Answer

PREFIXES = {
    "metrics.functional": "FR",
    "metrics.nonfunctional": "NFR",
    "data.sources": "DR",
    "data.inputs": "DR",
    "data.completeness": "DR",
    "metrics.target": "MR",
    "metrics.minimum": "MR",
    "metrics.precision": "MR",
    "metrics.recall": "MR",
    "metrics.guardrails": "MR",
}
"""Functional, non-functional, data and model requirements by the question that they stand in."""
TABLES = ("metrics.functional", "metrics.nonfunctional", "data.sources", "data.inputs", "metrics.guardrails")


def place_of(key: str) -> str | None:
    """The requirement that a log key belongs to; None where it belongs to none."""
    question, _, rest = key.partition("/")
    if question not in PREFIXES:
        return None
    if question in TABLES:
        row = rest.partition("/")[0]
        return f"{question}/{row}" if row else None
    return None if rest else question


def places(answers: Mapping[str, Answer]) -> Iterator[str]:
    """The requirements of a flat record, each once."""
    yield from dict.fromkeys(
        place for key, answer in answers.items() if answer.value is not None and (place := place_of(key))
    )


def allot_numbers(recorded: Mapping[str, int], wanted: Iterable[str]) -> dict[str, int]:
    """The numbers of those requirements that have none yet: the next ones of their kind, rows by age, after
    every number that was ever given.
    """
    allotted: dict[str, int] = {}
    for place in sorted((one for one in wanted if one not in recorded), key=_seniority):
        prefix = _prefix(place)
        taken = [
            number for known, number in (*recorded.items(), *allotted.items()) if _prefix(known) == prefix
        ]
        allotted[place] = max(taken, default=0) + 1
    return allotted


def label(place: str, number: int) -> str:
    """The number as people write it: FR-3."""
    return f"{_prefix(place)}-{number}"


def _prefix(place: str) -> str:
    return PREFIXES.get(place.partition("/")[0], "")


def _seniority(place: str) -> tuple[int, int, str]:
    """In the order of the questions; rows by age, since their ids are sortable by time of birth, numbered
    ones by their number.
    """
    question, _, row = place.partition("/")
    return list(PREFIXES).index(question), len(row), row
