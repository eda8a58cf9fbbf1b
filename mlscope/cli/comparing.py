"""The command that compares candidates: of files, or of a store."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from mlscope.cli.commands import Outcome, appraisal_of, strict_code
from mlscope.errors import InputError, did_you_mean

if TYPE_CHECKING:
    from mlscope.appraise import Appraisal
    from mlscope.compare import Wishes
    from mlscope.results import Candidate, ChoiceInformation


def compare(asked: argparse.Namespace) -> Outcome:
    """Candidates side by side: ranking, chance of being first, what to fund."""
    from mlscope import compare as engine
    from mlscope.appraise import candidate
    from mlscope.cli import text

    appraised = _appraised(asked)
    candidates = [candidate(appraisal, key) for key, appraisal in appraised]
    rates = dict(asked.rate)
    known_as = _known_as(asked, candidates)
    wishes = _wishes(asked, candidates, known_as, rates)
    if asked.pairs and asked.weights:
        asked.usage("give --weights or --pairs, not both")
    pairs = engine.weigh(asked.pairs) if asked.pairs else None
    typed: dict[str, dict[str, float]] = {}
    for name, figures in asked.score:
        typed.setdefault(known_as(name, "--score"), {}).update(figures)
    found = engine.compare(
        candidates,
        pairs.weights if pairs else asked.weights,
        seed=asked.seed,
        view=asked.rank_by or ("weights" if pairs else None),
        wishes=wishes,
        rates=rates,
        typed=typed,
    )
    known = _information(appraised, candidates, wishes, rates) if asked.knowing else None
    code = max(strict_code(asked, appraisal.assessment) for _, appraisal in appraised)
    plain = engine.as_json(found, candidates) | {"pairwise": asdict(pairs) if pairs else None}
    if known:
        plain["information"] = engine.information_as_json(known)
    return Outcome(plain, text.comparison(found, candidates, known, pairs), code)


def _appraised(asked: argparse.Namespace) -> "list[tuple[str, Appraisal]]":
    """Each candidate's appraisal, under the id by which the comparison knows it."""
    if asked.files and asked.store:
        asked.usage("give files or --store, not both")
    if asked.files:
        appraised = [appraisal_of(path, asked)[0] for path in asked.files]
        ids = _distinct([(a.project.id, path.stem) for a, path in zip(appraised, asked.files, strict=True)])
        return list(zip(ids, appraised, strict=True))
    if not asked.store:
        asked.usage("name the project files to compare, or a store with --store")
    return _of_store(asked)


def _of_store(asked: argparse.Namespace) -> "list[tuple[str, Appraisal]]":
    from mlscope import catalogue as content
    from mlscope.appraise import appraise
    from mlscope.cli.stores import opened, present

    catalogue = content.load()
    for problem in catalogue.problems:
        print(problem, file=sys.stderr)
    with opened(present(asked.store)) as store:
        projects = [store.load(summary.id).project for summary in store.projects()]
    if not projects:
        raise InputError("the store holds no projects to compare")
    return [
        (project.id, appraise(project, catalogue, points=asked.points, seed=asked.seed, draft=True))
        for project in projects
    ]


def _known_as(asked: argparse.Namespace, candidates: "Sequence[Candidate]") -> Callable[[str, str], str]:
    """Finds the project that is meant by its id, its name or its file."""
    ids = [one.id for one in candidates]
    names = {one.name.casefold(): one.id for one in candidates}
    names |= {path.stem.casefold(): one.id for path, one in zip(asked.files, candidates, strict=False)}

    def known(typed: str, option: str) -> str:
        project = typed if typed in ids else names.get(typed.casefold())
        if project is None:
            raise InputError(
                f"{option}: none of the compared projects is '{typed}'{did_you_mean(typed, [*ids, *names])}"
            )
        return project

    return known


def _wishes(
    asked: argparse.Namespace,
    candidates: "Sequence[Candidate]",
    known: Callable[[str, str], str],
    rates: dict[str, float],
) -> "Wishes":
    from mlscope.compare import Wishes
    from mlscope.compare.currency import common_currency

    try:
        currency = common_currency(candidates, rates)[0]
    except InputError:
        currency = ""
    with _named("--budget"):
        budget = None if asked.budget is None else _amount(asked.budget, currency)
    with _named("--fund-year"):
        years = {year: _amount(money, currency) for year, money in asked.fund_year}
    return Wishes(
        budget=budget,
        years=years,
        must=tuple(dict.fromkeys(known(one, "--must") for one in asked.must)),
        either=tuple(tuple(known(one, "--either") for one in group) for group in asked.either),
        depends=tuple((known(a, "--needs"), known(b, "--needs")) for a, b in asked.needs),
        sureness=asked.sureness,
    )


@contextmanager
def _named(option: str) -> Iterator[None]:
    """The option in front of what is wrong with it."""
    try:
        yield
    except InputError as error:
        raise InputError(f"{option}: {error}") from error


def _amount(text: str, currency: str) -> float:
    """An amount that was typed, read as in the app."""
    from mlscope import compare as engine
    from mlscope.project import reading

    return float(reading.stored(engine.BUDGET, text, {}, currency))


def _information(
    appraised: "Sequence[tuple[str, Appraisal]]",
    candidates: "Sequence[Candidate]",
    wishes: "Wishes",
    rates: dict[str, float],
) -> "ChoiceInformation":
    from mlscope import compare as engine
    from mlscope.money import input_gains

    gains = {key: input_gains(found.project, found.money) for key, found in appraised}
    return engine.choice_information(candidates, gains, wishes, rates)


def _distinct(named: Sequence[tuple[str, str]]) -> list[str]:
    """The projects' own ids; where two files hold the same, the files' names instead, numbered where those
    are equal too.
    """
    ids = [project_id for project_id, _ in named]
    chosen: list[str] = []
    for project_id, stem in named:
        wanted = project_id if ids.count(project_id) == 1 else stem
        number = 2
        while (candidate := wanted if wanted not in chosen else f"{wanted}-{number}") in chosen:
            number += 1
        chosen.append(candidate)
    return chosen
