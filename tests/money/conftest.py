"""A short way to write projects that are about money alone."""

from collections.abc import Callable
from typing import Any

import pytest

from mlscope.project import Project

Make = Callable[..., Project]


@pytest.fixture(scope="session")
def make() -> Make:
    """A project with these answers to the value step; other steps by name, as data={...}.

    What the tests do not speak of is certain, and the discount rate zero.
    """

    def project(
        data: Any = None, metrics: Any = None, approach: Any = None, slots: Any = None, **value: Any
    ) -> Project:
        sure = {"technical_success": 1, "adoption_success": 1, "discount_rate": 0, "horizon_years": 1}
        parts = {
            "data": data or {},
            "metrics": metrics or {},
            "approach": approach or {},
            "slots": slots or {},
        }
        return Project.model_validate(
            {"name": "Test", "problem": {"task": "classification"}, "value": sure | value} | parts
        )

    return project


def row(row_id: str, amount: Any, **more: Any) -> dict[str, Any]:
    """A row of benefits or costs."""
    return {"id": row_id, "name": row_id.title(), "amount": amount} | more
