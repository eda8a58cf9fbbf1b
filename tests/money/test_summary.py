"""What is read out and printed about the return says what the figures say."""

from dataclasses import replace

import pytest

from mlscope import catalogue
from mlscope.money import breakeven_words, evaluate, summary
from mlscope.project import Project
from mlscope.results import Basis, BreakEven, BreakEvenForm, Distribution, Level, Measure, Money, Pilot
from mlscope.templates import samples


@pytest.fixture(scope="module")
def churn() -> Money:
    return evaluate(samples(catalogue.load())["churn"], Basis(launch_months=5), points=1024)


def spread(mean: float, median: float) -> Distribution:
    return Distribution(mean, -900e3, -650e3, -400e3, median, 600e3, 1.1e6, 1.6e6, 1200.0)


def read_out(money: Money) -> str:
    return " ".join(summary.read_out(money))


def test_nothing_is_read_out_before_there_are_figures(churn):
    assert summary.read_out(replace(churn, npv=None)) == ()
    assert summary.figures(replace(churn, npv=None)) == ()


def test_an_average_that_few_good_outcomes_carry_is_called_so(churn):
    assert "more often than not the money is lost" in read_out(replace(churn, npv=spread(89e3, -160e3)))
    assert "more often than not" not in read_out(replace(churn, npv=spread(420e3, 450e3)))


def test_the_loss_is_that_of_the_cases_that_lose(churn):
    assert "it loses 400 k EUR on average" in read_out(
        replace(churn, probability_positive=0.65, expected_loss=140e3)
    )


def test_no_simulated_chance_is_read_out_as_certain(churn):
    assert "more than 99 of 100" in read_out(replace(churn, probability_positive=0.9999))
    assert "fewer than 1 of 100" in read_out(replace(churn, probability_positive=0.0001))


def test_the_better_side_of_the_comparison_is_named(churn):
    behind = replace(churn, incremental=spread(-50e3, -60e3))
    assert "the best alternative without machine learning is worth 50 k EUR more" in read_out(
        behind
    ).lower().replace("eur", "EUR")


def test_sampling_errors_stand_beside_their_figures(churn):
    said = replace(churn, errors={"npv.p10": 2300.0, "npv.mean": 1200.0, "probability_positive": 0.0031})
    rows = {row.name: row.value for row in summary.figures(said)}
    assert rows["Net present value, bad case (P10)"].endswith(", give or take 2 k EUR")
    assert rows["Chance of paying back"].endswith("give or take 0.3 percentage points")
    assert "the average by 1 k EUR" in summary.give_or_take(said)


def test_a_rate_that_does_not_exist_is_said_not_shown_as_zero(churn):
    rows = {
        row.name: row.value
        for row in summary.figures(
            replace(churn, deterministic=replace(churn.deterministic, irr=None, irr_status="ambiguous"))
        )
    }
    assert rows["Internal rate of return (IRR)"] == "several rates fit; see MIRR"


def test_without_figures_of_an_alternative_there_is_nothing_side_by_side(churn):
    assert summary.sides(churn)
    assert (
        summary.sides(replace(churn, acts=tuple(act for act in churn.acts if act.id != "alternative"))) == ()
    )


def rows_of(project: Project) -> dict[str, breakeven_words.MeasureRow]:
    found = evaluate(project, points=64).breakeven
    assert found is not None
    return {row.name: row for row in breakeven_words.measure_rows(found)}


def of_levels(form: BreakEvenForm, *measures: Measure) -> list[str]:
    return [row.pays_in_a_year for row in breakeven_words.measure_rows(BreakEven(form, measures))]


def test_every_form_of_break_even_says_its_own_measures():
    precision = Measure("precision", "share", "at_least", 0.3, Level(0.163, "ok"))
    recall = Measure("recall", "share", "at_least", 0.4, Level(0.0, "always"))
    adoption = Measure("adoption", "share", "at_least", None, Level(0.4, "ok"))
    assert of_levels("sorting", precision, recall, adoption) == ["from 16 %", "at any level", "from 40 %"]
    assert of_levels("error", Measure("error", "metric", "at_most", 20, Level(31.4, "ok"))) == ["up to 31"]
    assert of_levels("error", Measure("error", "metric", "at_least", 0.9, Level(0.84, "ok"))) == ["from 0.84"]
    minutes = Measure("minutes", "minutes", "at_least", 6, Level(4.25, "never"))
    assert of_levels("assistance", minutes) == ["not at any level"]
    assert set(rows_of(samples(catalogue.load())["churn"])) == {
        "Precision, at the target recall",
        "Recall, at the target precision",
        "Cases a year",
        "Share of its advice that is acted on",
    }


def test_what_is_planned_of_a_helper_is_how_often_it_is_used():
    value = {"usage_share": 0.35, "adoption_success": 0.8}
    project = Project.model_validate({"name": "Helper", "problem": {"task": "generation"}, "value": value})
    assert rows_of(project)["Share of cases in which it is used"].target == "35 %"


def test_the_years_add_up_before_and_after_tax(churn):
    assert list(summary.by_year(churn.deterministic)) == ["Benefits", "Costs", "Net"]
    project = samples(catalogue.load())["churn"]
    value = project.value.model_copy(update={"tax_rate": 0.25})
    taxed = evaluate(
        project.model_copy(update={"value": value, "answers": {}}), Basis(launch_months=5), points=512
    )
    years = summary.by_year(taxed.deterministic)
    assert any(tax > 0 for tax in years["Tax"])
    for benefit, cost, tax, net in zip(*years.values(), strict=True):
        assert benefit - cost - tax == pytest.approx(net)


def test_a_pilot_says_what_it_is_worth_as_a_test(churn):
    stage = Pilot(cost=50e3, pass_probability=0.55, saved_when_failing=500e3, worth=-20e3)
    assert "20 k EUR less than going all the way" in " ".join(summary.pilot(replace(churn, pilot=stage)))
    test = replace(stage, sensitivity=0.9, specificity=0.8, sample_information=70e3, net=20e3, most=120e3)
    said = " ".join(summary.pilot(replace(churn, pilot=test)))
    assert "worth 70 k EUR; less its cost and what stopping cannot save, 20 k EUR" in said
    assert "more than 120 k EUR worth" in said


def test_sensitivities_come_with_the_greatest_share_first(churn):
    first, second = (swing.input for swing in churn.tornado[:2])
    shares = summary.sensitivities(replace(churn, variance_shares={second: 0.6, first: 0.2}))
    assert [row.share for row in shares] == ["60 %", "20 %"]
