"""Starts the app: Streamlit with its settings, a guard and a health endpoint, on this computer only unless
told otherwise.
"""

import logging
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import cache, partial
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import App

from mlscope import logs
from mlscope.errors import InputError, StoreError, UnknownProject
from mlscope.guard import HEALTH, LOCAL_NAMES, Guard, Rules
from mlscope.settings import Access, home
from mlscope.store import settle_all
from mlscope.ui import state
from mlscope.ui.shell import identity

LOOPBACK = "127.0.0.1"
SCRIPT = Path(__file__).parent / "ui" / "script.py"


def run(
    port: int,
    store: str | None = None,
    demo: bool = False,
    host: str | None = None,
    open_to_all: bool = False,
) -> None:
    """Serve the app until it is stopped; InputError when the port is taken, or everybody would be let in by
    mistake.

    `store` (a file or database address), `demo` and `open_to_all` are handed to the app through its
    environment. Without
    `host` only this computer is listened to, and only under a name of its own.
    """
    _refuse_taken(host or LOOPBACK, port)
    if store:
        os.environ["MLSCOPE_STORE"] = store
    if demo:
        os.environ["MLSCOPE_DEMO"] = "1"
    if open_to_all:
        os.environ["MLSCOPE_OPEN_TO_ALL"] = "1"
    serve(port, host)


def serve(port: int, host: str | None = None) -> None:
    """Serve the app with its settings; InputError when others could come in although nobody said who may."""
    sys.argv = [
        str(home() / "app.py")
    ]  # Streamlit looks for its settings beside the program that was started
    app = App(SCRIPT, routes=ROUTES, middleware=MIDDLEWARE, lifespan=lifespan)
    known = rules()
    if known.here_only and not _is_loopback(host or LOOPBACK):
        raise InputError(
            f"with --host {host} everybody who reaches this computer could read and change every project; set"
            " up a login first (docs/deployment.md), or say that this is meant with --open-to-all"
        )
    if known.proxy:
        os.environ["FORWARDED_ALLOW_IPS"] = ""  # else the web server hides the proxy's own address
    config: dict[str, object] = {
        "server.port": port,
        "server.address": host or LOOPBACK,
        "server.allowedHosts": sorted(known.hosts),
    }
    # The settings were read above for the login, and Streamlit would take the ones given now for a change to
    # warn about.
    logging.getLogger("streamlit.config").addFilter(lambda record: "[server]" not in record.getMessage())
    app.run(config=config)


@cache
def rules() -> Rules:
    """Who is answered, by the environment and the login; InputError where these do not fit together."""
    access, login = Access.from_environment(), identity.login_settings()
    if access.proxy and "*" in os.environ.get("FORWARDED_ALLOW_IPS", ""):
        raise InputError(
            "FORWARDED_ALLOW_IPS lets anybody pass for the proxy; leave it out where MLSCOPE_PROXY is set"
        )
    if access.open_to_all or access.proxy:
        return Rules(hosts=frozenset(), here_only=False, proxy=access.proxy)
    if login:
        # Sign-ins count only under this one name, so no other leads anywhere.
        name = urlsplit(login["redirect_uri"]).hostname or ""
        return Rules(hosts=LOCAL_NAMES | {name}, here_only=False)
    return Rules()


@asynccontextmanager
async def lifespan(_: App) -> AsyncIterator[None]:
    """Start only with settings that let in those who may come in, whichever program serves the app.

    When the app is stopped, what was saved is moved into the store's own file.
    """
    logs.quiet()
    if rules().proxy or identity.login_settings():
        identity.CLOSED.set()
    state.SERVED.set()
    try:
        yield
    finally:
        state.end_workers()
        settle_all()


def health(_: Request) -> JSONResponse:
    """200 while the store answers, 503 when it does not; the reason stands in the app, for those who may see
    it.
    """
    try:
        with suppress(UnknownProject):  # which is an answer too
            state.opened_store().stamp("health")
    except StoreError:
        return JSONResponse({"status": "unavailable"}, status_code=503)
    return JSONResponse({"status": "ok"})


ROUTES = [Route(HEALTH, health)]
MIDDLEWARE = [Middleware(partial(Guard, rules=rules))]


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _refuse_taken(host: str, port: int) -> None:
    """Streamlit ends without a word to the caller when it cannot listen, so this is found out before."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise InputError(
                f"cannot listen on {host} port {port} ({getattr(error, 'strerror', None) or error}); "
                "choose another with --port"
            ) from error
