"""Settings that would let somebody in by mistake stop the start, with a sentence."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from mlscope.errors import InputError
from mlscope.server import rules, run
from mlscope.settings import Access
from mlscope.ui.shell import identity

GOOD = {
    "redirect_uri": "https://mlscope.example.com/oauth2callback",
    "cookie_secret": "b2" * 32,
    "client_id": "mlscope",
    "client_secret": "secret",
    "server_metadata_url": "https://login.example.com/.well-known/openid-configuration",
}


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No settings but those of the test."""
    for name in ("OPEN_TO_ALL", "PROXY", "PROXY_USER", "PROXY_NAME"):
        monkeypatch.delenv(f"MLSCOPE_{name}", raising=False)
    monkeypatch.delenv("FORWARDED_ALLOW_IPS", raising=False)
    st.config.set_option("secrets.files", [str(tmp_path / "secrets.toml")])
    rules.cache_clear()
    st.secrets._reset()
    yield
    rules.cache_clear()
    st.secrets._reset()
    st.config.set_option("secrets.files", [])


def section(path: Path, **changes: str) -> None:
    lines = [f'{key} = "{value}"' for key, value in (GOOD | changes).items() if value]
    (path / "secrets.toml").write_text("\n".join(["[auth]", *lines]))


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"MLSCOPE_PROXY": "127.0.0.1"}, "set together"),
        ({"MLSCOPE_PROXY_USER": "X-User"}, "set together"),
        ({"MLSCOPE_PROXY_NAME": "X-Name"}, "set together"),
        (
            {"MLSCOPE_PROXY": "proxy.internal", "MLSCOPE_PROXY_USER": "X-User"},
            "'proxy.internal' is no address",
        ),
        ({"MLSCOPE_PROXY": "0.0.0.0/0", "MLSCOPE_PROXY_USER": "X-User"}, "every computer"),
        ({"MLSCOPE_PROXY": "::/0", "MLSCOPE_PROXY_USER": "X-User"}, "every computer"),
    ],
)
def test_half_a_proxy_is_refused(environment: dict[str, str], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        Access.from_environment(environment)


def test_nobody_vouches_and_nothing_is_open_unless_told() -> None:
    assert Access.from_environment({}) == Access()
    assert Access.from_environment({"MLSCOPE_OPEN_TO_ALL": "0"}) == Access()
    assert Access.from_environment({"MLSCOPE_OPEN_TO_ALL": "1"}).open_to_all


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"cookie_secret": "short"}, "32 random characters"),
        ({"cookie_secret": ""}, "32 random characters"),
        ({"redirect_uri": "https://mlscope.example.com/"}, "redirect_uri"),
        ({"redirect_uri": "/oauth2callback"}, "redirect_uri"),
        ({"client_id": ""}, "no provider"),
        ({"client_secret": ""}, "client_secret missing"),
        ({"server_metadata_url": ""}, "server_metadata_url missing"),
    ],
)
def test_a_login_that_could_not_work_or_could_be_forged_is_refused(
    tmp_path: Path, changes: dict[str, str], reason: str
) -> None:
    section(tmp_path, **changes)
    with pytest.raises(InputError, match=reason):
        rules()


def test_secrets_that_cannot_be_read_are_not_taken_for_no_login(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text("[auth\n")
    with pytest.raises(InputError, match=r"secrets\.toml cannot be read"):
        rules()


def test_a_login_opens_the_name_it_leads_back_to_and_no_other(tmp_path: Path) -> None:
    section(tmp_path)
    assert rules().hosts == {"localhost", "127.0.0.1", "::1", "mlscope.example.com"}
    assert not rules().here_only


def test_secrets_without_a_login_open_nothing(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text('[database]\npassword = "x"\n')
    assert rules().here_only


def test_several_providers_are_offered_by_name(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text(f"""[auth]
        redirect_uri = "{GOOD["redirect_uri"]}"
        cookie_secret = "{GOOD["cookie_secret"]}"
        [auth.google]
        client_id = "a"
        client_secret = "b"
        server_metadata_url = "c"
        [auth.work]
        client_id = "a"
        client_secret = "b"
        server_metadata_url = "c"
        """)
    login = identity.login_settings()
    assert login
    assert identity.providers(login) == ["google", "work"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_others_are_not_let_in_without_a_login_unless_told(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlscope.server._refuse_taken", lambda *_: None)  # the address need not exist here
    with pytest.raises(InputError, match="--open-to-all"):
        run(8501, host=host)


def test_headers_that_anybody_could_send_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    st.config.set_option("server.trustedUserHeaders", {"X-User": "sub"})
    try:
        with pytest.raises(InputError, match="MLSCOPE_PROXY"):
            rules()
    finally:
        st.config.set_option("server.trustedUserHeaders", {})
    monkeypatch.setenv("MLSCOPE_PROXY", "127.0.0.1")
    monkeypatch.setenv("MLSCOPE_PROXY_USER", "X-User")
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    with pytest.raises(InputError, match="FORWARDED_ALLOW_IPS"):
        rules()
    assert os.environ["FORWARDED_ALLOW_IPS"] == "*"
