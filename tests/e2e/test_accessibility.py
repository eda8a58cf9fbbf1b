"""What axe-core finds on the pages: nothing serious or critical beyond what an empty Streamlit page of one
widget has.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from mlscope import catalogue
from mlscope.store import Author, open_store
from mlscope.templates import samples
from tests.e2e.hand import Hand
from tests.e2e.harness import Server

CONTENT = catalogue.load()
CONCLUSION = re.compile("chance of paying back")
GENERAL = {
    "Candidates": "Candidates",
    "Compare": "Which one first?",
    "Guide": "Guide",
}
DECIDE = {
    "First picture": CONCLUSION,
    "Return": "Does it pay back?",
    "Timeline": "When would it be done?",
    "Document": "The document",
    "Review": "Ready to decide?",
}
BARE = "import streamlit as st\nst.title('Bare')\nst.text_input('A field')\n"
STREAMLIT = (
    "-m",
    "streamlit",
    "run",
    "--server.headless=true",
    "--browser.gatherUsageStats=false",
    "--server.port={port}",
)
TALL = {"width": 1280, "height": 9000}
"""The whole page is in view, so nothing goes unseen."""
IN_LIGHT = {"resultTypes": ["violations"], "iframes": False}
IN_DARK = IN_LIGHT | {"runOnly": ["color-contrast"]}
"""Only the colours differ."""


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Server]:
    """An empty Streamlit page of one widget, in the app's own theme."""
    script = tmp_path / "bare.py"
    script.write_text(BARE)
    with Server(tmp_path / "bare.log", str(script), program=STREAMLIT, health="/_stcore/health") as running:
        yield running


@pytest.fixture
def sample(tmp_path: Path) -> str:
    """The samples in the store; one that is answered in Full scope."""
    store = open_store(str(tmp_path / "store.duckdb"))
    made = {name: store.create(project, Author("Before")) for name, project in samples(CONTENT).items()}
    store.close()
    return made["churn"]


@pytest.fixture
def running(sample: str, tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path / "server.log", "--store", str(tmp_path / "store.duckdb")) as server:
        yield server


Found = set[tuple[str, str]]
"""The rule and the element that breaks it."""


def found(page: Page) -> Found:
    """What is serious or critical on a page, in light and in dark."""
    page.evaluate(AXE_SCRIPT)
    broken = set()
    for scheme, options in (("light", IN_LIGHT), ("dark", IN_DARK)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_function(
            "scheme => getComputedStyle(document.querySelector('[data-testid=stApp]')).colorScheme ==="
            " scheme",
            arg=scheme,
        )
        result: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
        for rule in result["violations"]:
            if rule["impact"] in ("serious", "critical"):
                broken |= {(f"{rule['id']} ({scheme})", node["html"][:200]) for node in rule["nodes"]}
    return broken


def test_no_page_has_a_serious_fault_that_an_empty_page_has_not(
    page: Page, bare: Server, running: Server, sample: str
) -> None:
    page.set_viewport_size(TALL)
    page.goto(bare.url)
    hand = Hand(page)
    hand.at("Bare")
    known = {rule for rule, _ in found(page)}

    faults: dict[str, Found] = {}

    def look(name: str) -> None:
        if beyond := {one for one in found(page) if one[0] not in known}:
            faults[name] = beyond

    page.goto(f"{running.url}/problem?project={sample}")
    hand.at(CONTENT.step("problem").title)
    hand.choose("Full", "Full")
    for step in CONTENT.steps:
        if step.id != "problem":
            hand.press(f"Next: {step.name}")
        hand.at(step.title)
        look(step.name)
    hand.press("Next: Assessment")
    expect(page.get_by_role("heading", name="Findings")).to_be_visible()
    hand.settle()
    look("Assessment")
    page.get_by_test_id("stSidebar").get_by_role("button", name="interview").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(CONCLUSION)
    hand.settle()
    look("Interview")
    for name, title in (DECIDE | GENERAL).items():
        hand.go(name)
        hand.at(title)
        look(name)
    assert not faults
