"""Who is at the other end: nobody in particular, or a person for whom a login provider or a trusted proxy
vouches.

Where either is set up, `verified` says who has signed in, and nothing is read or written for anybody else.
Everybody who has signed in may do everything; rights of single people come with a later version.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitAPIException

from mlscope.errors import InputError
from mlscope.guard import VOUCHED, VOUCHER
from mlscope.settings import Access, Proxy
from mlscope.ui.shell.text import literal

CALLBACK = "/oauth2callback"
SECRET_CHARACTERS = 32
KEYS = ("client_id", "client_secret", "server_metadata_url")

CLOSED = Event()
"""Set when a server starts with a login: whatever becomes of the settings while it runs, it stays closed to
strangers.
"""

# A provider leads back to the first page, so the address that somebody came by is kept in the tab meanwhile.
KEEP_THE_ADDRESS = """<script>
sessionStorage.setItem("mlscopeWanted", location.pathname + location.search);
</script>"""
LEAD_BACK = """<script>
{
  const wanted = sessionStorage.getItem("mlscopeWanted");
  sessionStorage.removeItem("mlscopeWanted");
  if (wanted && wanted !== location.pathname + location.search) location.replace(location.origin + wanted);
}
</script>"""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person who has signed in: the name to show, and a subject that no two people share and that stays
    when names change.

    The subject is the provider's issuer address and its subject ("https://login.example.com 248289761001"),
    or "proxy" and what the proxy's header says.
    """

    name: str
    subject: str


def verified() -> Identity | None:
    """Who has signed in; None for anybody else."""
    return person(st.user) or vouched(_proxy(), st.context.headers)


def person(claims: Mapping[str, Any]) -> Identity | None:
    """Whom the claims of a provider name, as Streamlit keeps them once it has checked them; None where nobody
    signed in.
    """
    subject = _text(claims.get("sub"))
    if claims.get("is_logged_in") is not True or not subject:
        return None
    names = (_text(claims.get(claim)) for claim in ("name", "preferred_username", "email"))
    return Identity(next(filter(None, names), subject), f"{_text(claims.get('iss'))} {subject}".strip())


def vouched(proxy: Proxy | None, headers: Mapping[str, str]) -> Identity | None:
    """Whom a trusted proxy names, where the guard says that it was the proxy."""
    if proxy is None or headers.get(VOUCHED) != VOUCHER:
        return None
    subject = _utf8(headers.get(proxy.subject, ""))
    return Identity(_utf8(headers.get(proxy.name, "")) or subject, f"proxy {subject}") if subject else None


def needed() -> bool:
    """Must people sign in? Streamlit says `is_logged_in`, true or false, exactly where a provider is
    configured.
    """
    return CLOSED.is_set() or "is_logged_in" in st.user or _proxy() is not None


def admit() -> None:
    """Let through whoever may see and change projects; InputError for anybody else."""
    if needed() and verified() is None:
        raise InputError("you are not signed in; open the page anew and sign in")


def sign_in() -> None:
    """All that somebody sees who has not signed in yet."""
    st.title("Sign in to mlscope")
    offered = providers(_offered())
    if not offered:
        st.write(
            "Here your organisation's own sign-in comes first. Open mlscope by the address you were given"
            " for it."
        )
        return
    st.write(
        "The projects here are open to people who have signed in. Your name then stands beside what you"
        " answer."
    )
    for provider in offered:
        label = "Sign in" if provider == "default" else f"Sign in with {literal(provider.capitalize())}"
        st.button(label, type="primary", key=f"sign_in_{provider}", on_click=st.login, args=(provider,))
    st.html(KEEP_THE_ADDRESS, unsafe_allow_javascript=True)


def signed_in(who: Identity) -> None:
    """Say who has signed in, with the way out where that is ours to offer."""
    st.caption(f"Signed in as {literal(who.name)}")
    if st.user.get("is_logged_in") is True:
        st.button("Sign out", icon=":material/logout:", key="sign_out", on_click=st.logout)
        if not st.session_state.get("led_back"):
            st.session_state["led_back"] = True
            st.html(LEAD_BACK, unsafe_allow_javascript=True)


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


@cache
def _access() -> Access:
    return Access.from_environment()


def _proxy() -> Proxy | None:
    return _access().proxy


def _utf8(header: str) -> str:
    """A header as it was meant: proxies write UTF-8, which is read byte by byte."""
    try:
        return header.encode("latin-1").decode("utf-8").strip()
    except UnicodeError:
        return header.strip()


# ── the provider's settings
# ─────────────────────────────────────────────────────────────────────────────────────


def login_settings() -> Mapping[str, Any] | None:
    """The section [auth] of Streamlit's secrets, checked; None where there is none.

    InputError, in a sentence, for what would fail at the first sign-in or would leave the door open.
    """
    if st.get_option("server.trustedUserHeaders"):
        raise InputError(
            "server.trustedUserHeaders believes headers from anybody; set MLSCOPE_PROXY and"
            " MLSCOPE_PROXY_USER instead"
        )
    if not any(Path(place).exists() for place in st.get_option("secrets.files")):
        return None
    try:
        section = st.secrets.to_dict().get("auth")
    except (OSError, UnicodeError, StreamlitAPIException) as error:
        raise InputError("the file secrets.toml cannot be read; is it valid TOML?") from error
    if section is None:
        return None
    _check(section)
    return section  # type: ignore[no-any-return]


def _offered() -> Mapping[str, Any]:
    """The section [auth] as it is now: nothing where somebody is just rewriting the file."""
    try:
        return st.secrets.to_dict().get("auth", {})  # type: ignore[no-any-return]
    except (OSError, UnicodeError, StreamlitAPIException):
        return {}


def providers(section: Mapping[str, Any]) -> list[str]:
    """The names by which Streamlit knows the providers of a section; "default" is the one without a name."""
    named = [name for name, value in section.items() if isinstance(value, Mapping) and "client_id" in value]
    return (["default"] if "client_id" in section else []) + named


def _check(section: Any) -> None:
    where = "secrets.toml, section [auth]:"
    if not isinstance(section, Mapping):
        raise InputError(f"{where} this is no section")
    redirect = urlsplit(str(section.get("redirect_uri", "")))
    if (
        redirect.scheme not in ("http", "https")
        or not redirect.hostname
        or not redirect.path.endswith(CALLBACK)
    ):
        raise InputError(
            f"{where} redirect_uri is the address of the app with {CALLBACK} at its end, as "
            f"https://mlscope.example.com{CALLBACK}"
        )
    if len(str(section.get("cookie_secret", ""))) < SECRET_CHARACTERS:
        raise InputError(
            f"{where} cookie_secret needs at least {SECRET_CHARACTERS} random characters, since whoever"
            " guesses it can be anybody; python -c 'import secrets; print(secrets.token_hex(32))' makes one"
        )
    names = providers(section)
    if not names:
        raise InputError(f"{where} names no provider; it needs {', '.join(KEYS)}")
    for name in names:
        provider = section if name == "default" else section[name]
        missing = [key for key in KEYS if not provider.get(key)]
        if missing:
            raise InputError(f"{where} {', '.join(missing)} missing for the provider {name}")
        if "_" in name:
            raise InputError(f"{where} the provider's name {name} must have no underscore")
    if find_spec("authlib") is None:
        raise InputError("signing in needs Authlib: pip install 'mlscope[login]'")
