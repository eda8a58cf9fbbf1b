"""A country or region is checked while the Plan step is open, not only on the Timeline."""

import pytest

from mlscope.project import Project


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"country": "Germny"}, "no public holidays are known for 'Germny'; did you mean 'Germany'?"),
        ({"country": "Germany", "region": "Bayrn"}, "'Bayrn'"),
        ({"country": "DE", "region": "Bayern"}, ""),
    ],
)
def test_a_place_without_known_holidays_is_told_beside_the_question(app, place, said):
    at = app("plan", Project.model_validate({"name": "Somewhere", "plan": place}), full=True)
    warnings = [one.value.replace("\\", "") for one in at.warning]
    assert any(said in one for one in warnings) if said else not warnings
