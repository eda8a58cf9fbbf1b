"""Draws by which projects are compared: their own distribution, independent of other projects."""

import numpy as np
import pytest

from mlscope.appraise import Appraisal, appraise
from mlscope.catalogue import Catalogue
from mlscope.money import candidate_draws, input_gains
from mlscope.money.simulation import uniforms
from mlscope.templates import samples


@pytest.fixture(scope="module")
def churn(catalogue: Catalogue) -> Appraisal:
    return appraise(samples(catalogue)["churn"], catalogue)


def test_two_scramblings_of_one_slot_alone_would_not_be_independent() -> None:
    first, second = (uniforms(16_384, seed, {"input": 0})["input"][:2048] for seed in (1, 2))
    assert abs(np.corrcoef(first, second)[0, 1]) > 0.5


def test_the_same_project_under_two_ids_is_independent(churn: Appraisal) -> None:
    one, other = (candidate_draws(churn.project, churn.money, key) for key in ("one", "other"))
    assert one is not None
    assert other is not None
    assert abs(np.corrcoef(one.value, other.value)[0, 1]) < 0.05
    assert np.sort(one.value) == pytest.approx(np.sort(other.value))
    assert float((one.value > other.value).mean()) == pytest.approx(0.5, abs=0.03)


def test_draws_have_the_mean_and_the_percentiles_of_the_return(churn: Appraisal) -> None:
    found = candidate_draws(churn.project, churn.money, "a")
    gain, budget = churn.money.incremental, churn.money.budget
    assert found is not None
    assert gain is not None
    assert budget is not None
    assert found.value.mean() == pytest.approx(gain.mean, rel=1e-9)
    width = gain.p90 - gain.p10
    assert np.quantile(found.value, [0.1, 0.9]) == pytest.approx([gain.p10, gain.p90], abs=0.03 * width)
    for line in budget.years:
        assert np.median(found.spend[line.year]) == pytest.approx(line.p50, rel=0.02)
        assert np.quantile(found.spend[line.year], 0.8) == pytest.approx(line.p80, rel=0.02)
    assert np.quantile(found.spend.sum(axis=0), 0.8) == pytest.approx(budget.total.p80, rel=0.02)


def test_what_an_input_tells_keeps_the_mean(churn: Appraisal) -> None:
    gains = input_gains(churn.project, churn.money)
    assert {gain.input for gain in gains} == {known.input for known in churn.money.evppi}
    assert churn.money.incremental is not None
    for gain in gains:
        assert float((gain.gain * gain.share).sum()) == pytest.approx(churn.money.incremental.mean)


def test_nothing_known_has_no_draws(catalogue: Catalogue, blank: object) -> None:
    found = appraise(blank, catalogue, draft=True)  # type: ignore[arg-type]
    assert candidate_draws(found.project, found.money, "a") is None
    assert input_gains(found.project, found.money) == ()
