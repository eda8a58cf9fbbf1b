"""Risks of the register in the money: closed forms, the same event in dates, and what stands beside."""

from typing import Any

import numpy as np
import pytest

from mlscope import catalogue as content
from mlscope import events, plan
from mlscope.appraise import appraise
from mlscope.estimates import sampling
from mlscope.money import as_json, evaluate
from mlscope.money.export import samples
from mlscope.project import Project, files
from mlscope.project.answers import Answer
from mlscope.results import Basis

VALUE: dict[str, Any] = {
    "horizon_years": 3,
    "discount_rate": 0.1,
    "benefits": [{"id": "b", "name": "Saved", "amount": "80k to 120k", "when": "yearly"}],
    "costs": [{"id": "c", "name": "Build", "amount": "90k to 110k", "when": "once"}],
}


def project(*risks: dict[str, Any], **more: Any) -> Project:
    rows = [{"id": f"r{number}", "name": f"Risk {number}"} | risk for number, risk in enumerate(risks, 1)]
    return Project.model_validate(
        {"name": "Risky", "as_of": "2026-11-21", "value": VALUE, "risks": {"risks": rows}} | more
    )


@pytest.mark.parametrize("chance", [0.0, 0.1, 0.55, 1.0])
def test_a_risk_takes_its_chance_times_its_cost_off_the_value(chance: float) -> None:
    money = evaluate(project({"probability": chance, "cost": "20k .. 60k"}))
    assert money.deterministic is not None
    assert money.npv is not None
    assert money.without_risks is not None
    calm = money.without_risks
    expected = chance * 40_000
    assert money.deterministic.npv == pytest.approx(calm.deterministic.npv - expected)
    assert money.npv.mean == pytest.approx(calm.npv.mean - expected, abs=150)
    assert calm.npv == evaluate(project()).npv


def test_a_stated_error_of_the_mean_holds_against_the_spread_over_24_seeds() -> None:
    risky = project({"probability": 0.3, "cost": "20k to 60k"})
    found = [evaluate(risky, points=4096, seed=seed).npv for seed in range(24)]
    means = [one.mean for one in found if one is not None]
    stated = float(np.mean([one.error for one in found if one is not None]))
    assert 0.5 < float(np.std(means, ddof=1)) / stated < 2.0


def test_what_is_done_about_a_risk_is_paid_in_any_case_and_leaves_the_residual() -> None:
    bare = {"probability": 0.5, "residual": 0.1, "cost": 40_000}
    spent = evaluate(project(bare | {"mitigation": "Label early", "mitigation_cost": 3_000})).deterministic
    untouched, plain = evaluate(project(bare)).deterministic, evaluate(project()).deterministic
    assert spent is not None
    assert untouched is not None
    assert plain is not None
    assert plain.npv - untouched.npv == pytest.approx(20_000)
    assert plain.npv - spent.npv == pytest.approx(0.1 * 40_000 + 3_000)


def test_a_risk_moves_no_draw_of_anything_else() -> None:
    without, risky = samples(project()), samples(project({"probability": 0.2, "cost": 10_000}))
    shared = "value.costs/c/amount"
    assert without[shared].tolist() == risky[shared].tolist()
    struck = risky["risks.risks/r1/probability"]
    assert (without["npv"] - risky["npv"]).to_numpy() == pytest.approx(struck.to_numpy() * 10_000)


def test_the_draws_in_which_it_costs_are_those_in_which_it_delays() -> None:
    risky = project(
        {"probability": 0.4, "cost": 10_000, "delay_days": 30},
        plan={"tasks": [{"id": "a", "name": "Work", "duration_days": 5}]},
    )
    late = plan.schedule(risky).finish_days > 5
    struck = samples(risky)["risks.risks/r1/probability"].to_numpy()[: late.size] == 1
    assert late.tolist() == struck.tolist()
    assert late.mean() == pytest.approx(0.4, abs=1 / 256)


def test_a_longer_column_begins_with_the_shorter_one_and_each_block_is_even() -> None:
    long, short = events.uniforms(3, "key", 16_384), events.uniforms(3, "key", 700)
    assert long[:700].tolist() == short.tolist()
    assert ((long > 0) & (long < 1)).all()
    counts = [np.histogram(block, 256, (0, 1))[0] for block in long.reshape(-1, 256)]
    assert (np.array(counts) == 1).all()
    assert sampling.happens(long, 0.3).mean() == pytest.approx(0.3, abs=0.002)


def test_a_delay_moves_the_launch_and_with_it_the_benefits() -> None:
    catalogue = content.load()
    tasks = [{"id": "a", "name": "Work", "duration_days": 20}]
    risky = project({"probability": 0.9, "delay_days": 120}, plan={"tasks": tasks})
    found, calm = appraise(risky, catalogue), appraise(project(plan={"tasks": tasks}), catalogue)
    assert found.money.npv is not None
    assert found.money.without_risks is not None
    assert found.money.npv.mean < found.money.without_risks.npv.mean
    assert found.money.without_risks.npv == calm.money.npv


def test_the_budget_and_the_value_of_information_name_risks_by_themselves() -> None:
    money = evaluate(project({"probability": 0.5, "cost": "100k to 300k"}))
    assert money.budget is not None
    [risks] = [line for line in money.budget.phases if line.phase == "risks"]
    assert risks.mean == pytest.approx(0.5 * sampling.mean(_estimate("100k to 300k")), rel=0.02)
    assert {"risks", "costs"} <= {one.input for one in money.evppi_groups}


def _estimate(text: str) -> Any:
    row = project({"cost": text}).risks.risks
    assert row is not None
    return row[0].cost


def test_switched_off_or_contained_risks_count_for_nothing_and_say_so() -> None:
    row = {"probability": 0.5, "cost": 50_000}
    off = project(row)
    off.risks.counted = False
    for still in (off, project(row | {"contained": True})):
        money = evaluate(still)
        assert money.npv == evaluate(project()).npv
        assert money.risks == 0
        assert any("do not count" in sentence for sentence in money.assumptions)


def test_the_json_holds_the_figures_without_risks_under_the_same_keys() -> None:
    found = as_json(evaluate(project({"probability": 0.5, "cost": 50_000})))
    calm = found["without_risks"]
    assert set(calm["npv"]) == set(found["npv"])
    assert set(calm["deterministic"]) == set(found["deterministic"])
    assert calm["npv"]["p50"] > found["npv"]["p50"]
    assert as_json(evaluate(project()))["without_risks"]["npv"] == as_json(evaluate(project()))["npv"]
    assert as_json(evaluate(Project(name="Blank")))["without_risks"]["npv"]["p50"] is None


OLD = """
schema: 3
name: From before
risks:
  risks:
    - {id: r1, name: Late data, probability: 0.5, cost: 50k, delay_days: 20}
"""


def test_a_file_from_before_keeps_its_figures_until_somebody_counts_its_risks() -> None:
    old = files.loads(OLD)
    assert old.risks.risks is not None
    assert old.risks.risks[0].contained is True
    assert events.events_of(old) == ()
    new = files.loads(OLD.replace("schema: 3", "schema: 4"))
    assert [event.id for event in events.events_of(new)] == ["r1"]


def test_a_log_from_before_is_read_so_at_every_revision_and_a_new_one_is_not() -> None:
    new = files.loads(OLD.replace("schema: 3", "schema: 4"))
    log = new.flatten()
    assert Project.unflatten(new.id, log) == new
    before = {key: answer for key, answer in log.items() if key != "project/schema"}
    assert events.events_of(Project.unflatten(new.id, before)) == ()
    counted = before | {"risks.risks/r1/contained": Answer(value=False)}
    assert [event.id for event in events.events_of(Project.unflatten(new.id, counted))] == ["r1"]


def test_a_launch_that_the_record_names_is_not_moved_by_risks() -> None:
    fixed = project({"probability": 0.9, "delay_days": 120}, value=VALUE | {"launch_month": 2})
    money = evaluate(fixed, Basis(20.0, launch_months_without_risks=1.0))
    assert money.without_risks is not None
    assert money.npv == money.without_risks.npv


def test_a_risk_of_120_percent_is_refused_in_one_sentence() -> None:
    with pytest.raises(Exception, match="probability") as refused:
        files.loads(OLD.replace("probability: 0.5", "probability: 1.2"))
    assert len(str(refused.value).splitlines()) == 1


RANGED = {"probability": "20 % .. 40 %", "cost": 40_000, "delay_days": 30}


def test_a_probability_as_a_range_costs_its_mean_times_the_cost() -> None:
    ranged, plain = evaluate(project(RANGED)), evaluate(project(RANGED | {"probability": 0.3}))
    assert ranged.deterministic is not None
    assert plain.deterministic is not None
    assert ranged.deterministic.npv == pytest.approx(plain.deterministic.npv)
    assert ranged.without_risks == plain.without_risks


def test_what_happens_follows_the_chance_that_was_drawn_for_it() -> None:
    drawn = samples(project(RANGED))
    chance = drawn["risks.risks/r1/probability"].to_numpy()
    struck = drawn["risks.risks/r1/probability#happens"].to_numpy()
    assert chance.min() >= 0.2
    assert chance.max() <= 0.4
    assert struck.mean() == pytest.approx(0.3, abs=0.005)
    assert struck[chance > 0.35].mean() == pytest.approx(0.375, abs=0.02)
    assert struck[chance < 0.25].mean() == pytest.approx(0.225, abs=0.02)


def test_a_ranged_risk_delays_in_the_draws_in_which_it_costs() -> None:
    risky = project(RANGED, plan={"tasks": [{"id": "a", "name": "Work", "duration_days": 5}]})
    late = plan.schedule(risky).finish_days > 5
    struck = samples(risky)["risks.risks/r1/probability#happens"].to_numpy()[: late.size] == 1
    assert late.tolist() == struck.tolist()


def test_a_range_in_place_of_a_number_moves_no_other_draw() -> None:
    plain, ranged = samples(project(RANGED | {"probability": 0.3})), samples(project(RANGED))
    shared = "value.costs/c/amount"
    assert plain[shared].tolist() == ranged[shared].tolist()
    sure = samples(project(RANGED | {"probability": "30 % .. 30.000001 %"}))
    assert sure["risks.risks/r1/probability#happens"].tolist() == plain["risks.risks/r1/probability"].tolist()


def test_a_probability_that_is_a_number_stays_one_in_file_and_log() -> None:
    for given in (0.3, "30 %", {"kind": "number", "value": 0.3}, "30 % chance"):
        kept = project({"probability": given, "cost": 1})
        assert kept.to_plain()["risks"]["risks"][0]["probability"] == 0.3
        assert kept.flatten()["risks.risks/r1/probability"].value == 0.3
    ranged = project(RANGED)
    assert Project.unflatten(ranged.id, ranged.flatten()) == ranged
    assert files.loads(files.dumps(ranged), "ranged.yaml") == ranged


@pytest.mark.parametrize("given", ["120 %", 1.2, "50 % to 120 %", -0.1])
def test_a_probability_beyond_certainty_is_refused_in_a_sentence(given: Any) -> None:
    with pytest.raises(ValueError, match="a share lies between 0 and 1"):
        project({"probability": given})
