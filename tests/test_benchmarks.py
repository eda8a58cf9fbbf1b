"""Benchmarks are run by hand, so what they are made of is held here: mypy reads them too."""

import importlib

import pytest

from benchmarks.__main__ import names
from benchmarks.portfolio import candidates
from mlscope.catalogue import Catalogue
from mlscope.project import Project


def test_the_portfolio_is_among_the_benchmarks() -> None:
    assert {"portfolio", "browser", "roi", "store"} <= set(names())
    assert not {"__main__", "__init__"} & set(names())


@pytest.mark.parametrize("name", names())
def test_a_benchmark_can_be_started_and_says_in_a_line_what_it_measures(name: str) -> None:
    module = importlib.import_module(f"benchmarks.{name}")
    assert callable(module.main)
    assert (module.__doc__ or "").splitlines()[0].strip()


def test_candidates_of_the_portfolio_differ_and_pass_through_the_record(catalogue: Catalogue) -> None:
    made = candidates(catalogue, 9)
    assert len({one.id for one in made}) == len({one.name for one in made}) == 9
    assert all(Project.unflatten(one.id, one.flatten()) == one for one in made)
