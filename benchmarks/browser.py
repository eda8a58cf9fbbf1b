"""One answer changed on each step, and each page opened, in Chromium, in Full scope of a filled project,
against an empty Streamlit app.

Run it with `python -m benchmarks.browser`. Time runs from the click to the last change on the page, after
which it stays quiet; what is worked out beside a page and drawn a second later does not count. The empty
app has two pages with a widget of the same kind and a text that shows its answer, and runs with the same
settings.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Locator, Page

from mlscope import catalogue, templates
from mlscope.store import Author, open_store
from mlscope.ui.shell.frame import DECIDE, GENERAL
from tests.e2e.hand import SETTLED, Hand
from tests.e2e.harness import Server, launched

CHANGES = 21
TOURS = 7
QUIET = 400
"""Milliseconds without a change after which a page counts as settled."""
PATIENCE = 120_000
"""Milliseconds that a busy machine is given before a page counts as broken."""
ANSWER_AIM, PAGE_AIM = 5, 300
EMPTY = """import streamlit as st


def one(name="One"):
    st.title(name)
    st.caption(st.segmented_control("One question", ["Yes", "No"], key=name))


def two():
    one("Two")


st.navigation([st.Page(one, title="One"), st.Page(two, title="Two")], position="top").run()
"""
SETTINGS = (
    "--server.headless=true",
    "--server.port={port}",
    "--server.fileWatcherType=none",
    "--browser.gatherUsageStats=false",
    "--runner.postScriptGC=false",
)
CLICK = """(clicked, [quiet, opens]) => new Promise((done, fail) => {
    const app = document.querySelector('[data-testid=stApp]'), start = performance.now();
    const before = location.pathname;
    let last = start;
    const watch = new MutationObserver(() => { last = performance.now(); });
    watch.observe(app, {subtree: true, childList: true, characterData: true, attributes: true});
    clicked.click();
    const look = setInterval(() => {
        const now = performance.now();
        const settled = app.dataset.testScriptState === 'notRunning' && now - last > quiet
            && !(opens && location.pathname === before);
        if (settled || now - start > 60000) { clearInterval(look); watch.disconnect(); }
        if (settled) done(last - start); else if (now - start > 60000) fail('no end of drawing');
    }, 20);
})"""


def settled(clicked: Locator, *, opens: bool = False) -> float:
    """Milliseconds from a click to the last change on the page, or on the one that the click `opens`."""
    return float(clicked.evaluate(CLICK, [QUIET, opens]))


def changes(page: Page, group: str, count: int = CHANGES) -> list[float]:
    """Milliseconds of each change of a question, by turns between its first two answers; the first ones warm
    up.
    """
    times, answers = [], page.locator(group).first.get_by_role("radio")
    for _ in range(count + 2):
        page.wait_for_function(SETTLED)
        other = answers.nth(1 if answers.first.is_checked() else 0)  # the chosen one would be taken back
        times.append(settled(other))
        if not other.is_checked():
            sys.exit(f"a click on {group} did not change the answer")
    return times[2:]


def openings(hand: Hand, names: Sequence[str]) -> dict[str, list[float]]:
    """Milliseconds in which each page opened by its link, on several tours of all of them."""
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(TOURS):
        for name in names:
            hand.settle()
            times[name].append(settled(hand.link(name), opens=True))
    return times


def opened(browser: Browser, address: str) -> Page:
    """A page of its own, drawn to the end."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    page.wait_for_selector("[data-testid=stButtonGroup]")
    page.wait_for_function(SETTLED)
    return page


def empty(browser: Browser, folder: Path) -> tuple[list[float], dict[str, list[float]]]:
    """Changes and openings in an app of nothing but a widget and a text."""
    script = folder / "empty.py"
    script.write_text(EMPTY, encoding="utf-8")
    program = ("-m", "streamlit", "run", str(script), *SETTINGS)
    with Server(folder / "empty.log", program=program, health="/_stcore/health") as server:
        page = opened(browser, server.url)
        return changes(page, "[data-testid=stButtonGroup]"), openings(Hand(page), ["Two", "One"])


def filled(browser: Browser, folder: Path) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Changes on each step of a filled project that has a question with buttons, and openings of pages."""
    file = folder / "store.duckdb"
    store = open_store(str(file))
    content = catalogue.load()
    project = store.create(templates.samples(content)["churn"], Author("benchmark"))
    store.close()
    times = {}
    with Server(folder / "server.log", "--store", str(file)) as server:
        page = opened(browser, f"{server.url}/?project={project}")
        hand = Hand(page)
        shown = [name for name, _ in (DECIDE | GENERAL).values()]
        tours = openings(hand, [*(step.name for step in content.steps), *shown])
        for step in content.steps:
            hand.go(step.name)
            hand.at(step.title)
            group = f"[class*='st-key-group_{step.id}_'] [data-testid=stButtonGroup]:has([role=radio])"
            if page.locator(group).count():
                times[step.name] = changes(page, group)
    return times, tours


def main() -> None:
    """Print a table of answers and one of pages, each with its ratios and what of it is beyond the aim."""
    with tempfile.TemporaryDirectory() as folder, launched() as browser:
        alone, bare = empty(browser, Path(folder))
        answers, tours = filled(browser, Path(folder))
    base = median(alone)
    print("| step | an answer, ms | ratio to the empty app |\n|---|---|---|")
    print(f"| (empty app) | {base:.0f} | 1.0 |")
    for step, times in answers.items():
        print(f"| {step} | {median(times):.0f} | {median(times) / base:.1f} |")
    slow = [step for step, times in answers.items() if median(times) > ANSWER_AIM * base]
    print(f"\nAim: at most {ANSWER_AIM} on every step. Beyond it: {', '.join(slow) or 'none'}.\n")
    first, base = bare["Two"][0], median([time for times in bare.values() for time in times[1:]])
    print("| page | opened first, ms | ratio | opened again, ms | ratio |\n|---|---|---|---|---|")
    print(f"| (empty app) | {first:.0f} | 1.0 | {base:.0f} | 1.0 |")
    for page, (once, *again) in tours.items():
        print(
            f"| {page} | {once:.0f} | {once / first:.1f} | {median(again):.0f} | {median(again) / base:.1f} |"
        )
    slow = [page for page, times in tours.items() if max(times[0], median(times[1:])) > PAGE_AIM]
    print(f"\nAim: at most {PAGE_AIM} ms on a quiet machine. Beyond it: {', '.join(slow) or 'none'}.")


if __name__ == "__main__":
    main()
