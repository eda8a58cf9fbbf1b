"""One answer changed in Chromium on each step, in Full scope of a filled project, against an empty Streamlit
app of one widget.

Run it with `python -m benchmarks.browser`. Time runs from the click to the last change on the page, after
which it stays quiet; the empty app has the same kind of widget, shows its answer, and runs with the same
settings. Our aim is twice the empty app's median on the heaviest step.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from mlscope import catalogue, templates
from mlscope.store import Author, open_store
from tests.e2e.hand import SETTLED, Hand
from tests.e2e.harness import Server, launched

CHANGES = 21
QUIET = 400
EMPTY = """import streamlit as st
st.caption(st.segmented_control("One question", ["Yes", "No"], key="one"))
"""
CLICK = """(button, quiet) => new Promise((done, fail) => {
    const app = document.querySelector('[data-testid=stApp]'), start = performance.now();
    let last = start;
    const watch = new MutationObserver(() => { last = performance.now(); });
    watch.observe(app, {subtree: true, childList: true, characterData: true, attributes: true});
    button.click();
    const look = setInterval(() => {
        const now = performance.now();
        const settled = app.dataset.testScriptState === 'notRunning' && now - last > quiet;
        if (settled || now - start > 30000) { clearInterval(look); watch.disconnect(); }
        if (settled) done(last - start); else if (now - start > 30000) fail('no end of drawing');
    }, 20);
})"""


def changes(page: Page, group: str) -> list[float]:
    """Milliseconds of each change of a question, by turns between its first two answers; the first ones warm
    up.
    """
    times = []
    for turn in range(CHANGES + 2):
        page.wait_for_function(SETTLED)
        button = page.locator(group).first.get_by_role("radio").nth(turn % 2)
        times.append(button.evaluate(CLICK, QUIET))
        if button.get_attribute("aria-checked") != "true":
            sys.exit(f"a click on {group} did not change the answer")
    return times[2:]


def empty(browser: Browser, folder: Path) -> list[float]:
    """The same in an app of nothing but one widget."""
    script = folder / "empty.py"
    script.write_text(EMPTY, encoding="utf-8")
    options = (
        "--server.headless",
        "true",
        "--runner.postScriptGC",
        "false",
        "--server.fileWatcherType",
        "none",
    )
    program = (
        "-m",
        "streamlit",
        "run",
        str(script),
        "--server.port",
        "{port}",
        "--browser.gatherUsageStats",
        "false",
        *options,
    )
    with Server(folder / "empty.log", program=program, health="/_stcore/health") as server:
        page = opened(browser, server.url)
        return changes(page, "[data-testid=stButtonGroup]")


def opened(browser: Browser, address: str) -> Page:
    """A page of its own, drawn to the end."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(address)
    page.wait_for_selector("[data-testid=stButtonGroup]")
    page.wait_for_function(SETTLED)
    return page


def steps(browser: Browser, folder: Path) -> dict[str, list[float]]:
    """Times of each step that has a question with buttons."""
    file = folder / "store.duckdb"
    store = open_store(str(file))
    content = catalogue.load()
    project = store.create(templates.samples(content)["churn"], Author("benchmark"))
    store.close()
    times = {}
    with Server(folder / "server.log", "--store", str(file)) as server:
        page = opened(browser, f"{server.url}/problem?project={project}")
        hand = Hand(page)
        hand.choose("Full", "Full")
        for step in content.steps:
            hand.go(step.name)
            hand.at(step.title)
            group = f"[class*='st-key-group_{step.id}_'] [data-testid=stButtonGroup]"
            if page.locator(group).count():
                times[step.id] = changes(page, group)
    return times


def main() -> None:
    """Print a table of steps, and the ratio of the heaviest one."""
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        alone = statistics.median(empty(browser, Path(folder)))
        medians = {step: statistics.median(times) for step, times in steps(browser, Path(folder)).items()}
    print("| step | median, ms | ratio to the empty app |\n|---|---|---|")
    print(f"| (empty app) | {alone:.0f} | 1.0 |")
    for step, median in medians.items():
        print(f"| {step} | {median:.0f} | {median / alone:.1f} |")
    heaviest = max(medians, key=lambda step: medians[step])
    print(f"\nHeaviest step: {heaviest}, ratio {medians[heaviest] / alone:.1f} (aim: at most 2)")


if __name__ == "__main__":
    sys.exit(main())
