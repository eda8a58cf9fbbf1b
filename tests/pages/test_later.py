"""An answer does not wait for the leaning: it is worked out beside the page, and drawn once it is there."""

import threading

import pytest

from mlscope.project import Answer
from mlscope.store import Change
from mlscope.ui.state import background
from tests.pages.conftest import AUTHOR

MARK = "being worked out anew"


@pytest.fixture
def busy(store):
    """The thread beside the pages has something to do until this is set."""
    gate = threading.Event()
    background.begin(gate.wait)
    yield gate
    gate.set()


def leaning(at):
    return next(text.value for text in at.markdown if ":material/balance:" in text.value)


def asked_after(at):
    """Does the browser ask after what is being worked out?"""
    return bool(at.session_state["session"].working)


def test_the_leaning_of_before_stands_marked_until_that_of_today_is_found(app, store, samples, busy):
    at = app("people", samples["churn"], full=True)
    before = leaning(at)
    assert MARK not in before  # the first one of a project is waited for
    assert not asked_after(at)
    opened = samples["churn"].id
    old = store.load(opened).answers["people.users"]
    store.apply(opened, [Change("people.users", Answer(state="unknown"), old)], AUTHOR)
    at.run()
    assert leaning(at).startswith(before)
    assert MARK in leaning(at)
    assert asked_after(at)
    busy.set()
    at.session_state["session"].reading.foreseeing.result()
    at.run()
    assert MARK not in leaning(at)
    assert leaning(at) != before
    assert not asked_after(at)


def test_what_went_wrong_beside_the_page_is_told_where_it_is_shown(store):
    def fail():
        raise ValueError("no")

    future = background.begin(fail)
    with pytest.raises(ValueError, match="no"):
        future.result()
    with pytest.raises(ValueError, match="no"):
        background.awaited("part", future)
