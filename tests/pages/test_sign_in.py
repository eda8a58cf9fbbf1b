"""Where people must sign in, a session without a person reads and writes nothing, also when it had one
before.
"""

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from mlscope.guard import VOUCHED, VOUCHER
from mlscope.project import Project
from mlscope.server import SCRIPT
from mlscope.settings import Access
from mlscope.store import Author, Store
from mlscope.ui import state
from mlscope.ui.shell import identity

NAME = "A secret project"
ANNA = {"is_logged_in": True, "sub": "248289761001", "iss": "https://login.example.com", "name": "Anna Maier"}
STRANGER = {"is_logged_in": False}


@pytest.fixture
def closed(store: Store) -> Iterator[str]:
    """A project in an app that has a login."""
    project = store.create(Project(name=NAME), Author("Somebody"))
    identity.CLOSED.set()
    yield project
    identity.CLOSED.clear()


def opened(project: str, user: dict[str, object]) -> AppTest:
    test = AppTest.from_file(str(SCRIPT), default_timeout=60)
    test.user = user
    test.query_params["project"] = project
    test.run()
    test.switch_page(str(state.page("problem")))
    return test.run()


def everything(test: AppTest) -> str:
    return f"{test}"


@pytest.mark.parametrize(
    "user",
    [
        STRANGER,
        {},
        {"email": "anna@example.com"},
        {"is_logged_in": "true", "sub": "1"},
        {"is_logged_in": True},
        {"is_logged_in": True, "sub": " ", "name": "Anna Maier"},
    ],
)
def test_a_stranger_is_shown_nothing_of_a_project(closed: str, user: dict[str, object]) -> None:
    test = opened(closed, user)
    assert not test.exception
    assert test.title[0].value == "Sign in to mlscope"
    assert NAME not in everything(test)
    assert not test.text_input
    assert not test.text_area


def test_a_person_writes_under_the_providers_name(closed: str, store: Store) -> None:
    test = opened(closed, ANNA)
    assert "Signed in as Anna Maier" in [caption.value for caption in test.sidebar.caption]
    test.text_area[0].set_value("Customers leave").run()
    (last,) = store.history(closed, "problem.statement")
    assert (last.author, last.verified) == ("Anna Maier", True)


def test_a_session_that_was_signed_out_saves_nothing_more(closed: str, store: Store) -> None:
    test = opened(closed, ANNA)
    rows = len(store.history(closed))
    test.user = STRANGER
    test.text_area[0].set_value("Customers leave").run()
    assert not test.exception
    assert len(store.history(closed)) == rows
    assert NAME not in everything(test)


def vouched(monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]) -> identity.Identity | None:
    """Whom the headers of a connection name where a proxy is trusted."""
    monkeypatch.setenv("MLSCOPE_PROXY", "10.0.0.5")
    monkeypatch.setenv("MLSCOPE_PROXY_USER", "X-Forwarded-User")
    monkeypatch.setenv("MLSCOPE_PROXY_NAME", "X-Forwarded-Name")
    return identity.vouched(Access.from_environment().proxy, headers)


def test_a_proxys_person_is_known_by_the_guards_word_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    named = {
        "X-Forwarded-User": "anna",
        "X-Forwarded-Name": "Zo\u00eb M\u00fcller".encode().decode("latin-1"),
    }
    assert vouched(monkeypatch, named) is None
    assert vouched(monkeypatch, named | {VOUCHED: "a guess"}) is None
    assert vouched(monkeypatch, named | {VOUCHED: VOUCHER}) == identity.Identity("Zoë Müller", "proxy anna")
    assert vouched(monkeypatch, {"X-Forwarded-User": "anna", VOUCHED: VOUCHER}) == identity.Identity(
        "anna", "proxy anna"
    )
    assert vouched(monkeypatch, {"X-Forwarded-User": " ", VOUCHED: VOUCHER}) is None


def test_a_subject_is_told_apart_by_who_issued_it_and_a_name_may_be_missing() -> None:
    assert identity.person(ANNA) == identity.Identity("Anna Maier", "https://login.example.com 248289761001")
    without = ANNA | {"name": "", "preferred_username": None, "email": "anna@example.com"}
    assert identity.person(without) == identity.Identity(
        "anna@example.com", "https://login.example.com 248289761001"
    )
