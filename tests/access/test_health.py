"""The health endpoint says whether the store answers, and nothing of where it is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from starlette.requests import Request

from mlscope.server import health
from mlscope.ui import state
from mlscope.ui.shell import identity


@pytest.fixture(autouse=True)
def _own_store() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def answered() -> tuple[int, object]:
    answer = health(Request({"type": "http", "method": "GET", "path": "/healthz", "headers": []}))
    return answer.status_code, json.loads(bytes(answer.body))


def test_it_is_well_while_the_store_answers_also_where_people_must_sign_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MLSCOPE_STORE", str(tmp_path / "store.duckdb"))
    identity.CLOSED.set()
    try:
        assert answered() == (200, {"status": "ok"})
    finally:
        identity.CLOSED.clear()
        state.opened_store().close()


def test_a_store_that_is_away_is_told_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLSCOPE_STORE", "postgresql://anna@127.0.0.1:1/secret")
    assert answered() == (503, {"status": "unavailable"})
