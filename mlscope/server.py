"""Starts the app: Streamlit with its settings and a health endpoint, on this computer only unless told otherwise."""

import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import App

from mlscope.errors import InputError, StoreError, UnknownProject
from mlscope.settings import home
from mlscope.store import settle_all
from mlscope.ui import state

LOOPBACK = "127.0.0.1"
SCRIPT = Path(__file__).parent / "ui" / "script.py"


def run(port: int, store: str | None = None, demo: bool = False, host: str | None = None) -> None:
    """Serve the app until it is stopped; InputError when the port is taken.

    `store` (a file or database address) and `demo` are handed to the app through its environment. Without `host` only
    this computer is answered, and only under a name of its own.
    """
    _refuse_taken(host or LOOPBACK, port)
    if store:
        os.environ["MLSCOPE_STORE"] = store
    if demo:
        os.environ["MLSCOPE_DEMO"] = "1"
    serve(SCRIPT, port, host)


def serve(script: Path, port: int, host: str | None = None) -> None:
    """Serve one Streamlit script with the app's settings."""
    sys.argv = [
        str(home() / "app.py")
    ]  # Streamlit looks for its settings beside the program that was started
    config: dict[str, object] = {"server.port": port, "server.address": host or LOOPBACK}
    if host is None:
        config["server.allowedHosts"] = [
            "localhost",
            LOOPBACK,
        ]  # else a hostile page could reach the app by DNS rebinding
    App(script, routes=ROUTES, lifespan=_settled).run(config=config)


@asynccontextmanager
async def _settled(_: App) -> AsyncIterator[None]:
    """When the app is stopped, what was saved is moved into the store's own file."""
    try:
        yield
    finally:
        settle_all()


def health(_: Request) -> JSONResponse:
    """200 while the store answers, 503 when it does not."""
    try:
        with suppress(UnknownProject):  # which is an answer too
            state.store().stamp("health")
    except StoreError as error:
        return JSONResponse({"status": "unavailable", "reason": str(error)}, status_code=503)
    return JSONResponse({"status": "ok"})


ROUTES = [Route("/healthz", health)]


def _refuse_taken(host: str, port: int) -> None:
    """Streamlit ends without a word to the caller when it cannot listen, so this is found out before."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise InputError(
                f"cannot listen on {host} port {port} ({getattr(error, 'strerror', None) or error}); choose another with --port"
            ) from error
