"""Fifty people at once, each changing an answer of a project of their own every five seconds, against one person alone.

Run it with `python -m benchmarks.sessions`. Each person is a connection that speaks Streamlit's own protocol, so that no
browser takes the machine's time; time runs from the change until the app says that it has drawn everything. At the end
every last answer must be in the store. It runs for about a minute, on this computer's loopback only.
"""

import asyncio
import random
import re
import statistics
import tempfile
import time
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from mlscope import catalogue, templates
from mlscope.project import new_id
from mlscope.store import Author, open_store
from tests.e2e.harness import Server

PEOPLE = 50
CHANGES = 10
SECONDS = 5.0
QUESTION = "data.labelled_rows"


class Person:
    """One connection that has the data step of its project open."""

    def __init__(self, url: str, project: str) -> None:
        self.address = url.replace("http", "ws", 1) + "/_stcore/stream"
        self.project = project
        self.times: list[float] = []

    async def work(self, changes: int, seconds: float) -> None:
        """Open the step, then change the answer again and again, at moments of their own."""
        async with connect(self.address, subprotocols=["streamlit"], max_size=None) as line:
            await self._run(line)
            widget = await self._run(line)
            for turn in range(changes):
                await asyncio.sleep(random.uniform(0, 2 * seconds) if seconds else 0)
                start = time.perf_counter()
                await self._run(line, widget, 1000.0 + turn)
                self.times.append((time.perf_counter() - start) * 1000)

    async def _run(self, line: ClientConnection, widget: str = "", value: float = 0.0) -> str:
        """Have the page run, with a new value where a widget is named; the id of the question's widget."""
        message = BackMsg()
        message.rerun_script.query_string = f"project={self.project}"
        message.rerun_script.page_name = "data"
        if widget:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.double_value = widget, value
        await line.send(message.SerializeToString())
        pattern, found = re.compile(rf"\$\$ID-\w+-{self.project}/{re.escape(QUESTION)}".encode()), b""
        while True:
            content = await line.recv()
            assert isinstance(content, bytes)
            if match := pattern.search(content):
                found = match.group()
            if ForwardMsg.FromString(content).WhichOneof("type") == "script_finished":
                return found.decode()


async def all_work(url: str, projects: list[str], changes: int, seconds: float) -> list[float]:
    """The times of everybody's changes."""
    people = [Person(url, project) for project in projects]
    await asyncio.gather(*(person.work(changes, seconds) for person in people))
    return [time for person in people for time in person.times]


def main() -> None:
    """Print median and 95th percentile of one person and of fifty, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "store.duckdb"
        store = open_store(str(file))
        sample = templates.samples(catalogue.load())["churn"]
        projects = [
            store.create(sample.model_copy(update={"id": new_id()}), Author("benchmark"))
            for _ in range(PEOPLE)
        ]
        store.close()
        with Server(Path(folder) / "server.log", "--store", str(file)) as server:
            alone = asyncio.run(all_work(server.url, projects[:1], 2 * CHANGES, 0.0))
            together = asyncio.run(all_work(server.url, projects, CHANGES, SECONDS))
        store = open_store(str(file))
        kept = sum(
            store.load(project).project.data.labelled_rows == 1000 + CHANGES - 1 for project in projects
        )
        store.close()
    print("| | median, ms | 95th percentile, ms |\n|---|---|---|")
    for name, times in (("one person", alone), (f"{PEOPLE} people", together)):
        print(f"| {name} | {statistics.median(times):.0f} | {statistics.quantiles(times, n=20)[-1]:.0f} |")
    print(
        f"\nRatio of the medians: {statistics.median(together) / statistics.median(alone):.1f}. Last answers kept: {kept} of {PEOPLE}."
    )


if __name__ == "__main__":
    main()
