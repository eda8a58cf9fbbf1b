"""The document as an HTML file in Chromium: nothing that axe-core objects to, in light and dark, on a desk
and on a phone, and nothing fetched.
"""

from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser

from mlscope import templates
from mlscope.appraise import appraise
from mlscope.catalogue import Catalogue
from mlscope.document import build, render


@pytest.fixture(scope="module")
def file(catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All there is of a sample with a pilot, risks and open questions."""
    made = build(appraise(templates.samples(catalogue)["defects"], catalogue, points=1024), catalogue)
    path = tmp_path_factory.mktemp("document") / "document.html"
    path.write_bytes(render(made, "html"))
    return path


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, file: Path, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    page.evaluate(AXE_SCRIPT)
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in result["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [file.as_uri()]
    page.close()
