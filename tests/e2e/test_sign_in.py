"""With a login provider, on loopback and real, everything is closed until somebody has signed in."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from mlscope.project import Project
from mlscope.store import Author, open_store
from tests.e2e.hand import SETTLED, Hand
from tests.e2e.harness import Server
from tests.e2e.test_typing import STATEMENT, TITLE

SUBJECT = "248289761001"
PROVIDER = ("-m", "oidc_provider_mock", "--port", "{port}", "--user-claims")
CLAIMS = {"sub": SUBJECT, "name": "Anna Maier", "email": "anna@example.com"}
NAME = "A secret project"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("provider") / "provider.log"
    with Server(
        log, json.dumps(CLAIMS), program=PROVIDER, health="/.well-known/openid-configuration"
    ) as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store.duckdb"


@pytest.fixture
def project(store: Path) -> str:
    """A project in the store, put there before the server owns it."""
    opened = open_store(str(store))
    created = opened.create(Project(name=NAME), Author("Somebody"))
    opened.close()
    return created


@pytest.fixture
def closed(tmp_path: Path, store: Path, project: str, provider: Server) -> Iterator[Server]:
    """The app with a login."""
    server = Server(tmp_path / "server.log", "--store", str(store), folder=tmp_path)
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(f"""[auth]
        redirect_uri = "{server.url}/oauth2callback"
        cookie_secret = "{"a1" * 32}"
        client_id = "mlscope"
        client_secret = "secret"
        server_metadata_url = "{provider.url}/.well-known/openid-configuration"
        """)
    with server:
        yield server


def sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile("/oauth2/authorize"))
    page.get_by_role("button", name=SUBJECT).click()
    expect(page.get_by_text("Signed in as Anna Maier")).to_be_visible()


def test_a_stranger_sees_only_the_way_to_sign_in(closed: Server, page: Page, project: str) -> None:
    for address in ("/", "/problem?project={}", "/document?project={}", "/compare", "/review?project={}"):
        page.goto(closed.url + address.format(project))
        expect(page.get_by_role("heading", name="Sign in to mlscope")).to_be_visible()
        page.wait_for_function(SETTLED)
        assert NAME not in page.locator("body").inner_text()
        links = page.get_by_role("link").all()
        assert all((link.get_attribute("href") or "").startswith("#") for link in links)
        assert page.get_by_role("textbox").count() == 0


def test_who_has_signed_in_writes_under_a_verified_name_until_signing_out(
    closed: Server, page: Page, browser: Browser, project: str, store: Path
) -> None:
    sign_in(page, f"{closed.url}/problem?project={project}")
    hand = Hand(page)
    hand.at(TITLE)
    expect(page.get_by_text("Signed in as Anna Maier")).to_be_visible()
    hand.type(STATEMENT, "Customers leave")

    with browser.new_context() as another:
        stranger = another.new_page()
        stranger.goto(f"{closed.url}/problem?project={project}")
        expect(stranger.get_by_role("heading", name="Sign in to mlscope")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()  # the provider asks for itself
    expect(page.get_by_role("heading", name="Sign in to mlscope")).to_be_visible()
    page.goto(f"{closed.url}/problem?project={project}")
    expect(page.get_by_role("heading", name="Sign in to mlscope")).to_be_visible()

    closed.stop()
    opened = open_store(str(store))
    rows = [row for row in opened.history(project) if row.author == "Anna Maier"]
    opened.close()
    assert rows
    assert all(row.verified for row in rows)


def test_settings_that_break_while_it_runs_open_nothing(closed: Server, page: Page, tmp_path: Path) -> None:
    page.goto(closed.url)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    (tmp_path / ".streamlit" / "secrets.toml").write_text("[auth\n")
    for _ in range(10):  # the file is looked at every second
        page.reload()
        expect(page.get_by_role("heading", name="Sign in to mlscope")).to_be_visible()
        page.wait_for_function(SETTLED)
        assert NAME not in page.locator("body").inner_text()
        if not page.get_by_role("button", name="Sign in").count():
            break
    else:
        pytest.fail("the change was not noticed")
