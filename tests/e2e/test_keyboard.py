"""The whole way without a mouse, on a wide screen and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mlscope import catalogue
from mlscope.project import Project
from mlscope.store import Author, open_store
from tests.e2e.harness import Server
from tests.e2e.keys import Keys

CONTENT = catalogue.load()
TITLES = {step.id: step.title for step in CONTENT.steps}
NAME = "By keyboard"
PHONE = {"width": 390, "height": 844}


def label(question_id: str) -> str:
    return CONTENT.questions[question_id].label


@pytest.fixture
def project(tmp_path: Path) -> str:
    store = open_store(str(tmp_path / "store.duckdb"))
    made = store.create(Project(name=NAME), Author("Before"))
    store.close()
    return made


def test_on_a_phone_the_sidebar_opens_leads_on_and_closes_and_next_begins_at_the_top(page: Page, project: str, server: Server) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{server.url}/problem?project={project}")
    keys = Keys(page)
    keys.at(TITLES["problem"])
    keys.type(label("problem.outcome"), "Cancelled within 90 days")
    keys.reach(page.get_by_test_id("stMain").get_by_role("button", name="People"))
    keys.strike("Enter")
    keys.at(TITLES["people"])
    page.wait_for_function("document.querySelector('main').scrollTop === 0")
    for name, title in {"Document": "The document", "Guide": "Guide"}.items():
        keys.go(name)
        keys.at(title)
        expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    assert page.evaluate("document.querySelector('main').scrollWidth <= innerWidth")
