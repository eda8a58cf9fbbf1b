"""What tests share: the real catalogue and the real sample projects."""

import os

import pytest
from hypothesis import HealthCheck, settings

from mlscope import catalogue as content
from mlscope import templates
from mlscope.catalogue import Catalogue
from mlscope.project import Project
from mlscope.settings import Settings

# How long an example takes says how busy the machine is, so nothing is timed. On a build server the same
# examples every time: a
# rare find belongs to a developer, not to somebody else's change.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("untimed"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "untimed")


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or touches the store and overlay of the person who runs it."""
    for name in ("MLSCOPE_OVERLAY", "MLSCOPE_DEMO", "MLSCOPE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MLSCOPE_STORE", ":memory:")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """All content without an overlay."""
    return content.load(Settings(store=":memory:"))


@pytest.fixture
def samples(catalogue: Catalogue) -> dict[str, Project]:
    """The sample projects by id; each test gets copies of its own."""
    return {name: project.model_copy(deep=True) for name, project in templates.samples(catalogue).items()}


@pytest.fixture
def blank() -> Project:
    """A project that has only a name."""
    return Project(name="Blank")
