"""Projects at random, for properties that hold of every project."""

from hypothesis import assume
from pydantic import ValidationError

from mlscope.catalogue import Catalogue
from mlscope.project import Project
from tests.assess.test_properties import drawn


def project(seed: int, catalogue: Catalogue, most: int = 60) -> Project:
    """A sample of which many answers are replaced, taken out, unknown or not applicable."""
    try:
        return Project.model_validate(drawn(seed, catalogue, most))
    except ValidationError:  # two figures that do not go together
        assume(False)
        raise
