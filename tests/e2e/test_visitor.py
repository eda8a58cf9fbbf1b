"""The visitor that benchmarks send in crowds says what Chromium says, and is heard like it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from mlscope import catalogue, templates
from mlscope.store import Author, open_store
from tests.e2e.hand import Hand
from tests.e2e.harness import Server
from tests.e2e.visitor import Visitor, apart

QUESTION = "data.labelled_rows"


@pytest.fixture
def project(tmp_path: Path) -> str:
    store = open_store(str(tmp_path / "store.duckdb"))
    created = store.create(templates.samples(catalogue.load())["churn"], Author("Before"))
    store.close()
    return created


def rows(tmp_path: Path, project: str) -> float | None:
    store = open_store(str(tmp_path / "store.duckdb"))
    kept = store.load(project).project.data.labelled_rows
    store.close()
    return kept


def test_a_visitor_sends_what_a_browser_sends(
    project: str, server: Server, page: Page, tmp_path: Path
) -> None:
    sent: list[BackMsg] = []

    def listen(line: WebSocket) -> None:
        line.on("framesent", lambda content: sent.append(BackMsg.FromString(content)))

    page.on("websocket", listen)
    page.goto(f"{server.url}/data?project={project}&scope=full")
    hand = Hand(page)
    hand.at(catalogue.load().step("data").title)
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # each field is there, and is sent
    hand.type(catalogue.load().questions[QUESTION].label, "1234")

    async def visit() -> BackMsg:
        async with Visitor(server.url) as visitor:
            await visitor.open("data", f"project={project}&scope=full")
            visitor.fields[visitor.field(f"{project}/{QUESTION}")].string_value = "1234"
            return visitor.message()

    ours, theirs = apart(visit()).rerun_script, sent[-1].rerun_script
    by_id = [{state.id: state for state in script.widget_states.widgets} for script in (ours, theirs)]
    assert len(by_id[0]) > 1
    assert by_id[0] == by_id[1]
    for message in (ours, theirs):
        message.ClearField("widget_states")
        message.ClearField("cached_message_hashes")  # large messages that a browser keeps; a visitor does not
    assert ours == theirs


def test_a_visitors_last_answer_is_kept(project: str, server: Server, tmp_path: Path) -> None:
    async def visit() -> None:
        async with Visitor(server.url) as visitor:
            await visitor.open("data", f"project={project}&scope=full")
            for value in range(2000, 2005):
                await visitor.change(f"{project}/{QUESTION}", f"{value}")

    apart(visit())
    server.stop()
    assert rows(tmp_path, project) == 2004
