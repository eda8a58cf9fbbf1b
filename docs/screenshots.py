"""Takes the pictures of the README from the running app: `python -m docs.screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from mlscope import catalogue, templates
from mlscope.store import Author, open_store
from tests.e2e.hand import Hand
from tests.e2e.harness import Server, launched

IMAGES = Path(__file__).parent / "images"
PAGES = {"home": "", "step": "data", "assessment": "assessment", "return": "return", "compare": "compare"}
WIDE, PHONE = (1280, 900), (390, 844)


def shot(browser: Browser, address: str, name: str, size: tuple[int, int], scheme: str) -> None:
    """One picture, once everything is drawn."""
    with browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("h1")
        Hand(page).settle()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


def main() -> None:
    """Every page in light and wide, the step once more on a phone in dark."""
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        file = Path(folder) / "store.duckdb"
        store = open_store(str(file))
        ids = {
            name: store.create(sample, Author("Kim"))
            for name, sample in templates.samples(catalogue.load()).items()
        }
        store.close()
        with Server(Path(folder) / "server.log", "--store", str(file)) as server:
            for name, path in PAGES.items():
                shot(browser, f"{server.url}/{path}?project={ids['churn']}", name, WIDE, "light")
            shot(browser, f"{server.url}/data?project={ids['churn']}", "phone", PHONE, "dark")


if __name__ == "__main__":
    main()
