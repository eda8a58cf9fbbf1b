"""1, 20, 50 and 100 people at once, each changing an answer of a project of their own every five seconds; and
ten in Chromium.

Run it with `python -m benchmarks.sessions`. Each person is a connection that speaks the browser's protocol in
full (tests/e2e/visitor.py), so that no browser takes the machine's time; time runs from the change until the
app says that all that follows is drawn. Each crowd has a server of its own, and memory is what it holds more
when all have the page open than before the first came. Ten real browsers do the same for comparison, on the
same machine as the server. Afterwards every last answer must be in the store, or this fails. It runs for
about ten minutes, on this computer's loopback only.
"""

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from playwright.async_api import Browser, Page, WebSocket, async_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from mlscope import catalogue, templates
from mlscope.project import new_id
from mlscope.store import Author, open_store
from tests.e2e.hand import SETTLED
from tests.e2e.harness import FLAGS, Server, chromium
from tests.e2e.visitor import ENDS, Visitor

CROWDS = (1, 20, 50, 100)
BROWSERS = 10
CHANGES = 8
SECONDS = 5.0
PATIENCE = 120_000
STEP, QUESTION = "data", "data.labelled_rows"
FIRST, LAST = 1000, 1000 + CHANGES - 1

Work = Callable[[Server, list[str]], Coroutine[None, None, "Crowd"]]


@dataclass(frozen=True)
class Crowd:
    """Milliseconds of each change, and the megabytes that the server held before anybody came and when all
    were there.
    """

    times: list[float]
    before: float
    after: float


async def by_protocol(server: Server, projects: list[str]) -> Crowd:
    """Everybody opens the step of their project, and then changes the answer again and again."""
    people = [Visitor(server.url) for _ in projects]
    async with Visitor(server.url) as warm:
        await warm.open(STEP, f"project={projects[0]}&scope=full")
    before = memory(server.pid)
    for person, project in zip(people, projects, strict=True):
        await person.__aenter__()
        await person.open(STEP, f"project={project}&scope=full")
    after = memory(server.pid)

    async def work(person: Visitor, project: str) -> list[float]:
        times = []
        for value in range(FIRST, LAST + 1):
            await pause()
            start = time.perf_counter()
            await person.change(f"{project}/{QUESTION}", str(value))
            times.append((time.perf_counter() - start) * 1000)
        await person.__aexit__(None, None, None)
        return times

    times = await asyncio.gather(*map(work, people, projects))
    return Crowd(list(chain.from_iterable(times)), before, after)


async def by_browser(server: Server, projects: list[str]) -> Crowd:
    """The same, typed in Chromium; time runs from the key that ends the typing until the app says so."""
    label = catalogue.load().questions[QUESTION].label
    async with (
        async_playwright() as playwright,
        await playwright.chromium.launch(executable_path=chromium(playwright), args=FLAGS) as browser,
    ):
        warm = await opened(browser, server, projects[0])
        await warm.context.close()
        before = memory(server.pid)
        pages = [await opened(browser, server, project) for project in projects]
        after = memory(server.pid)

        async def work(page: Page) -> list[float]:
            times, field = [], page.locator("input").and_(page.get_by_label(label)).first
            for value in range(FIRST, LAST + 1):
                await pause()
                await field.fill(str(value))
                answer = Answer(page, value)
                start = time.perf_counter()
                await field.press("Enter")
                await asyncio.wait_for(answer.drawn.wait(), PATIENCE / 1000)
                times.append((time.perf_counter() - start) * 1000)
            return times

        times = await asyncio.gather(*map(work, pages))
    return Crowd(list(chain.from_iterable(times)), before, after)


class Answer:
    """Listens on the line of a page until the run that followed a typed value has ended."""

    def __init__(self, page: Page, value: int) -> None:
        self.drawn = asyncio.Event()
        self._sent = self._begun = False
        self._value = str(value)
        line = LINES[page]
        line.on("framesent", self._say)
        line.on("framereceived", self._hear)

    def _say(self, content: bytes | str) -> None:
        states = BackMsg.FromString(content).rerun_script.widget_states.widgets
        self._sent |= any(state.string_value == self._value for state in states)

    def _hear(self, content: bytes | str) -> None:
        heard = ForwardMsg.FromString(content)
        kind = heard.WhichOneof("type")
        self._begun |= self._sent and kind == "new_session"
        if self._begun and kind == "script_finished" and heard.script_finished in ENDS:
            self.drawn.set()


LINES: dict[Page, WebSocket] = {}
"""The line to the app of each page that is open."""


async def opened(browser: Browser, server: Server, project: str) -> Page:
    """A browser of one person, with the step drawn to its end."""
    context = await browser.new_context(viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on("websocket", lambda line: LINES.update({page: line}))
    await page.goto(f"{server.url}/{STEP}?project={project}&scope=full")
    await page.get_by_role("heading", level=1).wait_for()
    await page.wait_for_function(SETTLED)
    return page


async def pause() -> None:
    """Between two changes of one person: five seconds on average, at moments of their own."""
    await asyncio.sleep(random.uniform(0, 2 * SECONDS))


def memory(process: int) -> float:
    """The megabytes that a process holds now (its resident set); not a number where the system does not
    say.
    """
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return float("nan")
    return next(float(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def measured(people: int, work: Work) -> tuple[Crowd, int]:
    """What a crowd found on a server of its own, and how many of their last answers the store kept."""
    sample = templates.samples(catalogue.load())["churn"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.duckdb"
        store = open_store(str(file))
        projects = [
            store.create(sample.model_copy(update={"id": new_id()}), Author("benchmark"))
            for _ in range(people)
        ]
        store.close()
        with Server(Path(folder) / "server.log", "--store", str(file)) as server:
            crowd = asyncio.run(work(server, projects))
        store = open_store(str(file))
        kept = sum(store.load(project).project.data.labelled_rows == LAST for project in projects)
        store.close()
    return crowd, kept


def main() -> str | None:
    """Print a line per crowd; a sentence when answers are missing, which ends the program with 1."""
    crowds: list[tuple[str, int, Work]] = [
        ("1 person", 1, by_protocol),
        *((f"{people} people", people, by_protocol) for people in CROWDS[1:]),
        (f"{BROWSERS} people", BROWSERS, by_protocol),
        (f"{BROWSERS} people in Chromium", BROWSERS, by_browser),
    ]
    missing, load = 0, os.getloadavg()[0]
    print("| | median, ms | 95th percentile, ms | memory, MB | MB a person | last answers kept |")
    print("|---|---|---|---|---|---|")
    for name, people, work in crowds:
        crowd, kept = measured(people, work)
        missing += people - kept
        median, p95 = statistics.median(crowd.times), statistics.quantiles(crowd.times, n=20)[-1]
        each = (crowd.after - crowd.before) / people
        print(
            f"| {name} | {median:.0f} | {p95:.0f} | {crowd.after:.0f} | {each:.1f} | {kept} of {people} |",
            flush=True,
        )
    print(
        f"\nWhen it began, {load:.1f} other programs on average wanted the machine's {os.cpu_count()} cores."
    )
    return f"{missing} last answers are not in the store" if missing else None


if __name__ == "__main__":
    sys.exit(main())
