"""The whole app, without a browser, on a real store in memory."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from mlscope.project import Project
from mlscope.server import SCRIPT
from mlscope.store import Author, Store
from mlscope.ui import state
from mlscope.ui.state import background, reading

AUTHOR = Author("Tester")


@pytest.fixture(scope="session", autouse=True)
def _starts_once() -> Iterator[None]:
    """A server looks through all installed packages for components when it starts, and warms up; the test
    runner would for every app.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        patch.setattr(reading, "_warm", cache(reading._warm))
        yield


@pytest.fixture
def store() -> Iterator[Store]:
    """The store that the app under test uses."""
    st.cache_resource.clear()
    st.cache_data.clear()
    opened = state.store()
    yield opened
    for slow in (False, True):  # what nobody waits for any more
        background._threads(slow=slow).shutdown(cancel_futures=True)
    opened.close()
    st.cache_resource.clear()


@pytest.fixture
def app(store: Store) -> Callable[..., AppTest]:
    """Opens the app at a page, with a project open where one is given."""

    def at(page: str = "home", project: Project | str | None = None, full: bool = False) -> AppTest:
        test = AppTest.from_file(str(SCRIPT), default_timeout=60)
        if project is not None:
            opened = project if isinstance(project, str) else store.create(project, AUTHOR)
            test.query_params["project"] = opened
            if full:
                test.session_state[f"depth/{opened}"] = "Full"
        if page != "home":
            test.switch_page(str(state.page(page)))
        test.run()
        assert not test.exception, test.exception
        return test

    return at
