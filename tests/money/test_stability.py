"""The same record and seed give the same digits, and an edit moves only what it touches."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlscope.errors import InputError
from mlscope.money import evaluate, simulation
from mlscope.money.model import read
from mlscope.project import SLOTS, Project
from mlscope.project.inputs import allot, drawn_keys, slots_of
from mlscope.project.wizard import TYPED_QUESTIONS
from mlscope.results import Floats
from mlscope.results.money import BARE

from .conftest import Make, row

SLOTS_OF_OLD_RECORDS: dict[str, dict[str, int]] = json.loads(
    Path(__file__).with_name("slots.json").read_text()
)
CALLS = {
    "id": "x",
    "name": "Calls",
    "units": "400 to 800",
    "unit_value": "1 .. 3",
    "change": "10 % to 30 %",
    "when": "yearly",
}
ROWS = [row("a", "10 to 50"), row("b", "5 / 9 / 20"), row("c", "1 < 2 < 9"), CALLS]
LINKS = [
    {"id": "l1", "first": "A", "second": "Calls: units", "correlation": 0.6},
    {"id": "l2", "first": "B", "second": "C", "correlation": -0.4},
]
estimates = st.builds(lambda low, width: f"{low} .. {low + width}", st.integers(1, 100), st.integers(1, 100))
SMALL = settings(deadline=None, max_examples=15)


def draws(project: Project) -> dict[str, Floats]:
    """Every driver's draws, by key."""
    effective = project.effective()
    found = simulation.draw(read(effective, BARE), allot(project.slots, drawn_keys(effective)), 256, 0)
    return {driver.key: driver.draws for driver in found.drivers}


def moved(before: Project, after: Project) -> set[str]:
    """The drivers that both have and whose draws differ."""
    first, second = draws(before), draws(after)
    return {key for key in first.keys() & second.keys() if not np.array_equal(first[key], second[key])}


@pytest.mark.parametrize("sample", SLOTS_OF_OLD_RECORDS)
def test_records_from_before_are_drawn_from_the_same_slots(sample: str) -> None:
    """As allotted before drivers, errors, minutes and links were asked for."""
    recorded = SLOTS_OF_OLD_RECORDS[sample]
    assert allot({}, recorded) == recorded


def test_an_input_that_is_asked_later_takes_no_place_from_those_asked_before() -> None:
    recorded = SLOTS_OF_OLD_RECORDS["demand"]
    scalars = [
        slot for q in TYPED_QUESTIONS if q.step == "value" and q.kind == "estimate" for slot in slots_of(q.id)
    ]
    later = ["value.benefits/v1/units", "value.benefits/v1/unit_value", "value.benefits/v1/change"]
    allotted = allot(recorded, [*recorded, *scalars, *later])
    assert {key: allotted[key] for key in recorded} == recorded
    assert len(set(allotted.values())) == len(set(recorded) | set(scalars)) + len(later)


@SMALL
@given(st.sampled_from("abc"), estimates)
def test_an_edit_of_one_input_moves_no_others_draws(make: Make, name: str, amount: str) -> None:
    edited = [r | {"amount": amount} if r["id"] == name else r for r in ROWS]
    assert moved(make(benefits=ROWS), make(benefits=edited)) <= {f"value.benefits/{name}/amount"}
    linked = moved(make(benefits=ROWS, correlations=LINKS), make(benefits=edited, correlations=LINKS))
    assert linked <= {f"value.benefits/{name}/amount"}, "a link joins the draws, not the distributions"


@SMALL
@given(estimates, st.sampled_from(["units", "unit_value", "change"]))
def test_an_edit_of_one_driver_moves_no_other(make: Make, amount: str, column: str) -> None:
    assert moved(make(benefits=ROWS), make(benefits=[*ROWS[:-1], CALLS | {column: amount}])) <= {
        f"value.benefits/x/{column}"
    }


@SMALL
@given(st.permutations(ROWS), st.permutations(LINKS), st.integers(0, 3))
def test_the_order_of_rows_and_links_changes_no_digit(
    make: Make, rows: list[dict[str, Any]], links: list[dict[str, Any]], seed: int
) -> None:
    costs = [row("k", "3 to 9"), row("m", "1 .. 2")]
    straight = make(benefits=ROWS, costs=costs, correlations=LINKS, technical_success="0.5 .. 0.9")
    shuffled = make(benefits=rows, costs=costs[::-1], correlations=links, technical_success="0.5 .. 0.9")
    one, other = (evaluate(project, points=256, seed=seed) for project in (straight, shuffled))
    assert np.array_equal(one.samples, other.samples)
    assert (one.npv, one.tornado, one.evppi, one.deterministic) == (
        other.npv,
        other.tornado,
        other.evppi,
        other.deterministic,
    )


@SMALL
@given(st.sets(st.integers(10, 10**6), min_size=1, max_size=40), st.booleans())
def test_a_younger_row_moves_none_whether_slots_are_recorded_or_not(
    make: Make, numbers: set[int], recorded: bool
) -> None:
    first = make(benefits=ROWS, correlations=LINKS)
    slots = allot({}, drawn_keys(first)) if recorded else {}
    more = [row(f"y{number:07d}", "1 .. 2") for number in numbers]
    assert moved(first, make(benefits=[*more, *ROWS], correlations=LINKS, slots=slots)) == set()


@SMALL
@given(st.sets(st.sampled_from(["a", "b", "c", "x"]), max_size=3))
def test_rows_that_go_move_none_where_slots_are_recorded(make: Make, gone: set[str]) -> None:
    first = make(benefits=ROWS)
    kept = [r for r in ROWS if r["id"] not in gone]
    assert moved(first, make(benefits=kept, slots=allot({}, drawn_keys(first)))) == set()


def test_units_given_to_an_older_row_move_none_where_slots_are_recorded(make: Make) -> None:
    blank = {"id": "0", "name": "Older", "when": "yearly"}
    first = make(benefits=[blank, *ROWS])
    slots = allot({}, drawn_keys(first))
    assert (
        moved(first, make(benefits=[blank | {"units": "1 .. 2", "unit_value": "3 .. 4"}, *ROWS], slots=slots))
        == set()
    )


def test_a_link_that_goes_gives_every_draw_back(make: Make) -> None:
    assert moved(make(benefits=ROWS), make(benefits=ROWS, correlations=[])) == set()
    assert moved(make(benefits=ROWS, correlations=LINKS), make(benefits=ROWS, correlations=LINKS[:1])) == {
        "value.benefits/b/amount",
        "value.benefits/c/amount",
    }


def test_an_input_for_each_slot_is_drawn_and_one_more_is_refused(make: Make) -> None:
    drivers = [CALLS | {"id": f"x{n}", "name": f"Calls {n}"} for n in range(85)]
    full = make(benefits=[*drivers, row("z", "1 .. 2")])
    assert len(draws(full)) == SLOTS
    with pytest.raises(InputError, match="257 uncertain inputs"):
        draws(make(benefits=[*drivers, row("z", "1 .. 2"), row("zz", "1 .. 2")]))
