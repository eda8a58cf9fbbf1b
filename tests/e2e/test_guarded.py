"""The guard in front of a real server: a proxy's word counts, and nothing that pages need is forbidden."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page
from websockets.exceptions import InvalidStatus

from mlscope import catalogue, templates
from mlscope.store import Author, open_store
from tests.e2e.hand import SETTLED
from tests.e2e.harness import Server
from tests.e2e.visitor import Visitor, apart

QUESTION = "data.labelled_rows"
NAMED = {"X-Forwarded-User": "anna", "X-Forwarded-Name": "Zo\u00eb M\u00fcller".encode().decode("latin-1")}
PAGES = (
    "",
    "problem",
    "data",
    "value",
    "assessment",
    "return",
    "timeline",
    "backlog",
    "document",
    "review",
    "compare",
    "guide",
)


@pytest.fixture
def project(tmp_path: Path) -> str:
    store = open_store(str(tmp_path / "store.duckdb"))
    created = store.create(templates.samples(catalogue.load())["churn"], Author("Before"))
    store.close()
    return created


@contextmanager
def behind(tmp_path: Path, proxy: str) -> Iterator[Server]:
    """The app with a proxy at an address."""
    environment = {
        "MLSCOPE_PROXY": proxy,
        "MLSCOPE_PROXY_USER": "X-Forwarded-User",
        "MLSCOPE_PROXY_NAME": "X-Forwarded-Name",
    }
    store = str(tmp_path / "store.duckdb")
    with Server(tmp_path / "server.log", "--store", store, environment=environment) as server:
        yield server


async def seen(server: Server, project: str, headers: dict[str, str]) -> bool:
    """Is the project shown to a connection with these headers?"""
    async with Visitor(server.url, headers) as visitor:
        await visitor.open("data", f"project={project}&scope=full")
        shown = any(QUESTION in name for name in visitor.fields)
        assert shown != ("Sign in to mlscope" in visitor.texts)
        if shown:
            await visitor.change(f"{project}/{QUESTION}", "4321")
        return shown


def test_who_comes_through_the_proxy_writes_under_a_verified_name(project: str, tmp_path: Path) -> None:
    with behind(tmp_path, "127.0.0.1") as server:
        assert not apart(seen(server, project, {}))
        assert not apart(seen(server, project, {"X-Mlscope-Vouched": "guess", "X-Forwarded-Name": "Anna"}))
        assert apart(seen(server, project, NAMED | {"X-Forwarded-For": "203.0.113.9"}))
    store = open_store(str(tmp_path / "store.duckdb"))
    last, *_ = store.history(project, QUESTION)
    store.close()
    assert (last.author, last.verified) == ("Zo\u00eb M\u00fcller", True)


def test_the_same_headers_from_elsewhere_open_nothing(project: str, tmp_path: Path) -> None:
    with behind(tmp_path, "203.0.113.9") as server:
        assert not apart(seen(server, project, NAMED))
        assert not apart(seen(server, project, NAMED | {"X-Forwarded-For": "203.0.113.9"}))


def test_another_host_name_is_refused_before_the_app_hears_of_it(server: Server) -> None:
    async def visit() -> None:
        async with Visitor(server.url, {"Host": "evil.example"}):
            pass

    with pytest.raises(InvalidStatus):
        apart(visit())


def test_no_page_needs_what_the_headers_forbid(project: str, server: Server, page: Page) -> None:
    forbidden: list[str] = []
    page.on(
        "console",
        lambda message: forbidden.append(message.text) if "Content Security Policy" in message.text else None,
    )
    for name in PAGES:
        answer = page.goto(f"{server.url}/{name}?project={project}")
        assert answer
        assert answer.headers["x-frame-options"] == "DENY"
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_function(SETTLED)
        if name == "return":
            page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)").first.wait_for()
    assert forbidden == []
