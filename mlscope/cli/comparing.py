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
    from mlscope.compare import Scenario, Wishes
    from mlscope.results import Candidate, ChoiceInformation, Pairwise


def compare(asked: argparse.Namespace) -> Outcome:
    """Candidates side by side: ranking, chance of being first, what to fund."""
    from mlscope import compare as engine
    from mlscope.appraise import candidate
    from mlscope.cli import text

    appraised = _appraised(asked)
    everybody = [candidate(appraisal, key) for key, appraisal in appraised]
    code = max(strict_code(asked, appraisal.assessment) for _, appraisal in appraised)
    if asked.pairs and asked.weights:
        asked.usage("give --weights or --pairs, not both")
    pairs = engine.weigh(asked.pairs) if asked.pairs else None
    kept = _kept(asked) if asked.scenario else {}
    if len(kept) > 1:
        rows = engine.side_by_side(list(kept.values()), everybody)
        told = {name: one.plain() for name, one in kept.items()}
        return Outcome({"scenarios": told, "beside": rows}, text.scenarios(list(kept), rows), code)
    scenario = next(iter(kept.values()), None) or _typed(asked, everybody, pairs)
    candidates = [one for one in everybody if one.id in scenario.candidates]
    found = scenario.compared(candidates, seed=asked.seed)
    if asked.save:
        _save(asked, scenario)
    known = None
    if asked.knowing:
        known = _information(appraised, candidates, scenario.wishes, scenario.rates)
    plain = engine.as_json(found, candidates) | {"pairwise": asdict(pairs) if pairs else None}
    if known:
        plain["information"] = engine.information_as_json(known)
    return Outcome(plain, text.comparison(found, candidates, known, pairs), code)


def _typed(
    asked: argparse.Namespace, candidates: "Sequence[Candidate]", pairs: "Pairwise | None"
) -> "Scenario":
    """What the options say."""
    from mlscope.compare import Scenario

    rates = dict(asked.rate)
    known_as = _known_as(asked, candidates)
    typed: dict[str, dict[str, float]] = {}
    for name, figures in asked.score:
        typed.setdefault(known_as(name, "--score"), {}).update(figures)
    weights = dict(pairs.weights) if pairs else asked.weights
    return Scenario(
        candidates=tuple(one.id for one in candidates),
        view=asked.rank_by or ("value" if weights is None else "weights"),
        weights=weights,
        typed=typed,
        wishes=_wishes(asked, candidates, known_as, rates),
        rates=rates,
    )


def _kept(asked: argparse.Namespace) -> "dict[str, Scenario]":
    """The scenarios that are named, from the log of the house."""
    from mlscope.cli.stores import opened, present
    from mlscope.compare import of_plain

    if not asked.store:
        asked.usage("scenarios are kept in a store: name it with --store")
    if asked.budget or asked.fund_year or asked.weights or asked.pairs or asked.rank_by or asked.save:
        asked.usage("a scenario says what is wished: give --scenario alone")
    with opened(present(asked.store)) as store:
        kept = {one.name: one.content for one in store.scenarios()}
    for name in asked.scenario:
        if name not in kept:
            raise InputError(f"--scenario: there is no scenario '{name}'{did_you_mean(name, kept)}")
    return {name: of_plain(kept[name]) for name in dict.fromkeys(asked.scenario)}


def _save(asked: argparse.Namespace, scenario: "Scenario") -> None:
    from mlscope.cli.stores import opened, present
    from mlscope.store import Author

    if not asked.store:
        asked.usage("a scenario is kept in a store: name it with --store")
    with opened(present(asked.store)) as store:
        store.save_scenario(asked.save, scenario.plain(), Author("command line"))


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
        at_most=_groups(asked, candidates, known),
        capacity=dict(asked.capacity),
        sureness=asked.sureness,
        at_most_tagged={named: most for most, named in asked.at_most if isinstance(named, str)},
    )


def _groups(
    asked: argparse.Namespace, candidates: "Sequence[Candidate]", known: Callable[[str, str], str]
) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Groups of which at most so many may be funded, by the names of their members."""
    from mlscope.words import listed_names

    names = {one.id: one.name for one in candidates}
    named = [(most, group) for most, group in asked.at_most if not isinstance(group, str)]
    groups = ((most, [known(one, "--at-most") for one in group]) for most, group in named)
    return {listed_names([names[one] for one in group]): (most, tuple(group)) for most, group in groups}


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
