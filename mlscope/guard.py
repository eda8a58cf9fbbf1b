"""What stands before the app: who is answered at all, who a trusted proxy vouches for, and what browsers are
told to forbid.
"""

import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

from mlscope.settings import Proxy

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Message, Receive, Send], Awaitable[None]]

VOUCHED = "X-Mlscope-Vouched"
"""The header by which the guard says that the proxy's headers of this connection can be believed."""
VOUCHER = secrets.token_hex(16)
"""What the header says; nobody outside this process knows it."""

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
HEALTH = "/healthz"
CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check")
"""Paths of Streamlit that say how a server is used, which is nobody's business outside it."""

CONTENT_SECURITY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit's page and our own few lines are inline, and Vega compiles the expressions of charts.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = [
    (b"content-security-policy", CONTENT_SECURITY.encode()),
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
]
ONLY_HERE = (
    "This mlscope answers only the computer it runs on, under the names localhost and 127.0.0.1. To open it"
    " to others, set up a login, or start it with --open-to-all."
)
OTHER_NAME = "This mlscope is not reached under this name; use the address that you were given."


@dataclass(frozen=True, slots=True)
class Rules:
    """Who is answered: requests for one of the host names (any where there are none), from this computer
    alone or from all.
    """

    hosts: frozenset[str] = LOCAL_NAMES
    here_only: bool = True
    proxy: Proxy | None = None


class Guard:
    """An ASGI layer around the whole app; `rules` is asked when the first request comes."""

    def __init__(self, app: Asgi, rules: Callable[[], Rules]) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Refuse a request, or let it through with what is believed of it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        rules, path = self._rules(), scope["path"].rstrip("/")
        if path.endswith(CLOSED):
            await _refuse(scope, send, 404, "Not found")
        elif path != HEALTH and (reason := _refusal(scope, rules)):
            await _refuse(scope, send, 403, reason)
        else:
            scope = {**scope, "headers": _believed(scope, rules.proxy)}
            await self._app(scope, receive, _with_headers(send))


def _refusal(scope: Message, rules: Rules) -> str:
    """Why a request is not answered; empty when it is."""
    if rules.here_only and not _loopback((scope.get("server") or ("",))[0]):
        return ONLY_HERE
    if rules.hosts and _host(scope) not in rules.hosts:
        return ONLY_HERE if rules.here_only else OTHER_NAME
    return ""


def _host(scope: Message) -> str:
    """The name that the request was made for, without its port."""
    named: list[str] = [
        value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"
    ]
    if len(named) != 1:
        return ""
    if named[0].startswith("["):
        name, end, _ = named[0][1:].partition("]")
        return name if end else ""
    return named[0].partition(":")[0].rstrip(".")


def _loopback(address: str | None) -> bool:
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def _believed(scope: Message, proxy: Proxy | None) -> list[tuple[bytes, bytes]]:
    """The headers of a request; those that name a person only from a trusted address, and only where each
    stands once.
    """
    names = {VOUCHED.lower().encode()}
    if proxy:
        names |= {proxy.subject.lower().encode(), proxy.name.lower().encode()}
    headers: list[tuple[bytes, bytes]] = list(scope["headers"])
    others = [(name, value) for name, value in headers if name not in names]
    about = [(name, value) for name, value in headers if name in names]
    peer = scope.get("client")
    if proxy is None or peer is None or not proxy.trusts(peer[0]):
        return others
    if len({name for name, _ in about}) < len(about):
        return others
    return [*others, *about, (VOUCHED.lower().encode(), VOUCHER.encode())]


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = {name for name, _ in HEADERS}
            theirs = [(name, value) for name, value in message.get("headers", []) if name.lower() not in ours]
            message = {**message, "headers": [*theirs, *HEADERS]}
        await send(message)

    return sending


async def _refuse(scope: Message, send: Send, status: int, reason: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    content = reason.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(content)).encode()),
        *HEADERS,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else content})
