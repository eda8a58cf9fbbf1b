"""Inputs that move together: a Gaussian copula over the uniforms that draws come from.

The normal scores of linked inputs are mixed by the symmetric root of their correlation matrix, which favours
none of them. Inputs that no chain of links connects are left alone, to the last digit. Every input keeps its
own distribution. Which inputs the record links is said by the names that people use for them, with a sentence
on every link that cannot be. Sources: the copula after R. B. Nelsen, *An Introduction to Copulas* (2006); the
nearest correlation matrix after N. J. Higham, "Computing the nearest correlation matrix: a problem from
finance", IMA Journal of Numerical Analysis 22 (2002).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from scipy import special

from mlscope.errors import did_you_mean
from mlscope.money.sheet import Link, Sheet, listed
from mlscope.project.inputs import HAPPENS
from mlscope.project.steps.value import Correlation, SharedInput
from mlscope.results import Floats

ROUNDS = 1000
_CLOSE = 1e-10
_EDGE = 2.0**-53


def correlated(
    columns: Mapping[str, Floats], links: Iterable[Link], shared: Mapping[str, Floats] | None = None
) -> dict[str, Floats]:
    """The columns of uniforms with linked ones moving together; each stays uniform between 0 and 1.

    `shared` are columns that come from outside, and others are linked to. Where several of one group are
    shared, they are first mixed by their own correlations.
    """
    outside = shared or {}
    mixed = {**columns, **outside}
    for keys, matrix in components(links):
        scores = special.ndtri(np.stack([columns[key] for key in keys]))
        root = _root(matrix.tobytes(), len(keys))
        if fixed := [place for place, key in enumerate(keys) if key in outside]:
            among = root[fixed] @ root[fixed].T
            wanted = symmetric_root(among) @ special.ndtri(np.stack([outside[keys[n]] for n in fixed]))
            scores = scores + root[fixed].T @ np.linalg.pinv(among) @ (wanted - root[fixed] @ scores)
        together = special.ndtr(root @ scores)
        mixed |= zip(keys, np.clip(together, _EDGE, 1 - _EDGE), strict=True)
    return mixed


def components(links: Iterable[Link]) -> list[tuple[tuple[str, ...], Floats]]:
    """The groups of drivers that links connect, each with its matrix as given: keys sorted, unlinked pairs at
    zero.
    """
    links = [link for link in links if link.correlation]
    parts: list[set[str]] = []
    for link in links:
        pair = {link.first, link.second}
        met = [part for part in parts if part & pair]
        parts = [part for part in parts if not part & pair] + [pair.union(*met)]
    return [_matrix(sorted(part), links) for part in sorted(parts, key=min)]


def _matrix(keys: list[str], links: Iterable[Link]) -> tuple[tuple[str, ...], Floats]:
    place, matrix = {key: n for n, key in enumerate(keys)}, np.eye(len(keys))
    for link in links:
        if link.first in place:
            a, b = place[link.first], place[link.second]
            matrix[a, b] = matrix[b, a] = link.correlation
    return tuple(keys), matrix


def contradicts(matrix: Floats) -> bool:
    """No amounts can be correlated like this: some mix of them would have a negative variance."""
    return bool(np.linalg.eigvalsh(matrix)[0] < -_CLOSE)


def nearest(matrix: Floats) -> Floats:
    """The correlation matrix nearest to a symmetric one, by the sum of squared differences (Higham 2002,
    algorithm 3.3).
    """
    near, correction = matrix, np.zeros_like(matrix)
    for _ in range(ROUNDS):
        before = near
        towards = near - correction
        values, vectors = np.linalg.eigh(towards)
        proper = (vectors * np.maximum(values, 0)) @ vectors.T
        correction = proper - towards
        near = (proper + proper.T) / 2
        np.fill_diagonal(near, 1.0)
        if np.abs(near - before).max() <= _CLOSE:
            break
    return near


def symmetric_root(matrix: Floats) -> Floats:
    """The symmetric matrix whose square is this correlation matrix, its rows of length one."""
    values, vectors = np.linalg.eigh(matrix)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    rows: Floats = root / np.sqrt(np.square(root).sum(axis=1, keepdims=True))
    return rows


@lru_cache(maxsize=64)
def _root(plain: bytes, size: int) -> Floats:
    """The root of a matrix, or of the nearest that is possible."""
    matrix = np.frombuffer(plain).reshape(size, size)
    return symmetric_root(nearest(matrix) if contradicts(matrix) else matrix)


WHETHER = ": whether it happens"
"""Followed the name of a chance where its event was meant, in links of earlier versions; still understood."""


def links_of(sheet: Sheet, rows: Sequence[Correlation]) -> tuple[Link, ...]:
    """The links between what is drawn, in the order of their keys; of a pair given twice the older row
    counts.
    """
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


def shared_of(sheet: Sheet, rows: Sequence[SharedInput]) -> dict[str, str]:
    """Key of what is drawn -> the name under which it is the same in other projects, in small letters.

    A chance that is itself uncertain shares its event too, so that both happen in the same cases.
    """
    names, drawn = _names(sheet), _drawn(sheet)
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (len(row.id), row.id)):
        if row.input is None or row.shared_as is None:
            continue
        key, shared = (
            _key(sheet, row.input, names, drawn, "It is shared with no other project"),
            _plain(row.shared_as),
        )
        if key is None:
            continue
        entered = sheet.inputs.get(key)
        if entered is not None and entered.event:
            found |= {key: shared, entered.event[0]: shared + HAPPENS}
        else:
            found[key] = shared + HAPPENS if entered is None or entered.chance else shared
    return found


def _drawn(sheet: Sheet) -> dict[str, str]:
    """Key -> label of everything that is drawn."""
    uncertain = [entered for entered in sheet.inputs.values() if entered.uncertain]
    return {entered.key: entered.label for entered in uncertain} | dict(
        entered.event for entered in uncertain if entered.event
    )


def _names(sheet: Sheet) -> dict[str, set[str]]:
    """What each name stands for, as keys: inputs and events by their key and by their label, in small
    letters.
    """
    names: dict[str, set[str]] = {}
    for key, label in (
        {entered.key: entered.label for entered in sheet.inputs.values()} | _drawn(sheet)
    ).items():
        for name in (key, label):
            names.setdefault(_plain(name), set()).add(key)
    for entered in sheet.inputs.values():
        if event := entered.event:
            names.setdefault(_plain(entered.label + WHETHER), set()).add(event[0])
    return names


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _key(
    sheet: Sheet,
    name: str,
    names: dict[str, set[str]],
    drawn: dict[str, str],
    so: str = "Its link is left out",
) -> str | None:
    """What a name stands for; None, and a sentence, where that is nothing or more than one thing, or
    certain.
    """
    keys = names.get(_plain(name), set())
    if len(keys) == 1 and keys <= drawn.keys():
        return next(iter(keys))
    if not keys:
        problem = f"No amount is called '{name}'{did_you_mean(name, drawn.values())}"
    elif len(keys) > 1:
        problem = f"'{name}' is the name of {len(keys)} amounts; name them differently"
    else:
        problem = f"'{name}' is certain, so nothing moves with it"
    sheet.assumptions.append(f"{problem.removesuffix('?')}{'?' if problem.endswith('?') else '.'} {so}.")
    return None


def _told(links: Sequence[Link], drawn: dict[str, str]) -> Iterator[str]:
    if links:
        yield (
            "Linked amounts move together in the simulation. The figures at average inputs leave links aside,"
            " and so does the comparison of one input at a time."
        )
    for keys, matrix in components(links):
        if contradicts(matrix):
            changes = list(_changes(keys, matrix, drawn)) or ["none of them moves by a hundredth"]
            yield (
                f"The links between {listed([drawn[key] for key in keys])} contradict one another; the"
                f" nearest that are possible are used: {listed(changes)}."
            )


def _changes(keys: Sequence[str], matrix: Floats, drawn: dict[str, str]) -> Iterator[str]:
    possible = nearest(matrix)
    for a, b in np.argwhere(np.triu(np.abs(possible - matrix) >= 0.005, 1)):
        yield f"{drawn[keys[a]]} and {drawn[keys[b]]} {possible[a, b]:.2f} in place of {matrix[a, b]:.2f}"
