"""Which drawn amounts the record links, by the names that people use for them, with a sentence on every link that cannot be."""

from collections.abc import Iterator, Sequence

import numpy as np

from mlscope.errors import did_you_mean
from mlscope.project.results import Floats
from mlscope.project.steps.value import Correlation
from mlscope.roi.correlation import Link, components, contradicts, nearest
from mlscope.roi.entries import Sheet, listed


def links_of(sheet: Sheet, rows: Sequence[Correlation]) -> tuple[Link, ...]:
    """The links between what is drawn, in the order of their keys; of a pair given twice the older row counts."""
    names, drawn = _names(sheet), _drawn(sheet)
    found: dict[tuple[str, str], Link] = {}
    for row in sorted(rows, key=lambda row: (len(row.id), row.id)):
        if row.first is None or row.second is None or row.correlation is None:
            sheet.assumptions.append("A link that lacks a name or its correlation is left out.")
            continue
        first, second = (_key(sheet, name, names, drawn) for name in (row.first, row.second))
        if first is None or second is None:
            continue
        if first == second:
            sheet.assumptions.append(f"'{row.first}' is linked with itself; that link is left out.")
        elif (pair := (min(first, second), max(first, second))) in found:
            sheet.assumptions.append(
                f"'{row.first}' and '{row.second}' are linked more than once; the older link counts."
            )
        else:
            found[pair] = Link(*pair, row.correlation)
    links = tuple(found[pair] for pair in sorted(found))
    sheet.assumptions.extend(_told(links, drawn))
    return links


def _drawn(sheet: Sheet) -> dict[str, str]:
    """Key -> label of everything that is drawn."""
    uncertain = [entered for entered in sheet.inputs.values() if entered.uncertain]
    return {entered.key: entered.label for entered in uncertain} | dict(
        entered.event for entered in uncertain if entered.event
    )


def _names(sheet: Sheet) -> dict[str, set[str]]:
    """What each name stands for, as keys: inputs and events by their key and by their label, in small letters."""
    names: dict[str, set[str]] = {}
    for key, label in (
        {entered.key: entered.label for entered in sheet.inputs.values()} | _drawn(sheet)
    ).items():
        for name in (key, label):
            names.setdefault(_plain(name), set()).add(key)
    return names


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _key(sheet: Sheet, name: str, names: dict[str, set[str]], drawn: dict[str, str]) -> str | None:
    """What a name stands for; None, and a sentence, where that is nothing or more than one thing, or certain."""
    keys = names.get(_plain(name), set())
    if len(keys) == 1 and keys <= drawn.keys():
        return next(iter(keys))
    if not keys:
        problem = f"No amount is called '{name}'{did_you_mean(name, drawn.values())}"
    elif len(keys) > 1:
        problem = f"'{name}' is the name of {len(keys)} amounts; name them differently"
    else:
        problem = f"'{name}' is certain, so nothing moves with it"
    sheet.assumptions.append(f"{problem}. Its link is left out.")
    return None


def _told(links: Sequence[Link], drawn: dict[str, str]) -> Iterator[str]:
    if links:
        yield (
            "Linked amounts move together in the simulation. The figures at average inputs leave links aside, and so does the "
            "comparison of one input at a time."
        )
    for keys, matrix in components(links):
        if contradicts(matrix):
            changes = list(_changes(keys, matrix, drawn)) or ["none of them moves by a hundredth"]
            yield (
                f"The links between {listed([drawn[key] for key in keys])} contradict one another; the nearest that are possible "
                f"are used: {listed(changes)}."
            )


def _changes(keys: Sequence[str], matrix: Floats, drawn: dict[str, str]) -> Iterator[str]:
    possible = nearest(matrix)
    for a, b in np.argwhere(np.triu(np.abs(possible - matrix) >= 0.005, 1)):
        yield f"{drawn[keys[a]]} and {drawn[keys[b]]} {possible[a, b]:.2f} in place of {matrix[a, b]:.2f}"
