"""Who is answered, whom a proxy's word counts for, and what every answer tells browsers to forbid."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from mlscope.guard import HEADERS, LOCAL_NAMES, VOUCHED, VOUCHER, Guard, Rules
from mlscope.settings import Access

LOCAL = Rules()
PROXY = Access.from_environment(
    {
        "MLSCOPE_PROXY": "10.0.0.5, 192.168.7.0/24",
        "MLSCOPE_PROXY_USER": "X-Forwarded-User",
        "MLSCOPE_PROXY_NAME": "X-Forwarded-Name",
    }
).proxy
BEHIND = Rules(hosts=frozenset(), here_only=False, proxy=PROXY)


@dataclass
class Answer:
    """What came back, and the headers that reached the app; None where nothing did."""

    status: int
    headers: dict[str, str]
    content: str = ""
    believed: dict[str, str] | None = field(default=None)


def asked(
    rules: Rules,
    path: str = "/",
    host: str = "localhost:8501",
    server: str | None = "127.0.0.1",
    client: str | None = "127.0.0.1",
    kind: str = "http",
    others: list[tuple[str, str]] | None = None,
) -> Answer:
    seen: list[dict[str, str]] = []
    sent: list[Mapping[str, Any]] = []

    async def app(scope: Any, _receive: Any, send: Any) -> None:
        seen.append({name.decode(): value.decode() for name, value in scope["headers"]})
        theirs = [(b"content-type", b"text/plain"), (b"X-Frame-Options", b"ALLOWALL")]
        await send({"type": "http.response.start", "status": 200, "headers": theirs})
        await send({"type": "http.response.body", "body": b"the app"})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError

    headers = [("host", host)] if host else []
    scope = {
        "type": kind,
        "method": "GET",
        "path": path,
        "server": (server, 8501) if server else None,
        "client": (client, 40000) if client else None,
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers + (others or [])],
    }
    asyncio.run(Guard(app, lambda: rules)(scope, receive, send))
    start, *rest = sent
    return Answer(
        start.get("status", start.get("code")),
        {name.decode(): value.decode() for name, value in start.get("headers", [])},
        "".join(message["body"].decode() for message in rest),
        seen[0] if seen else None,
    )


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8501", "LOCALHOST", "127.0.0.1:80", "[::1]:8501", "localhost."]
)
def test_this_computer_is_answered_under_its_own_names(host: str) -> None:
    assert asked(LOCAL, host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "[::1", "localhost@evil.example"]
)
def test_other_names_are_refused(host: str) -> None:
    answer = asked(LOCAL, host=host)
    assert (answer.status, answer.believed) == (403, None)
    assert "--open-to-all" in answer.content


def test_two_host_headers_are_refused() -> None:
    assert asked(LOCAL, others=[("host", "evil.example")]).status == 403


@pytest.mark.parametrize("server", ["10.0.0.7", "2001:db8::7", None, "/run/app.sock"])
def test_without_a_login_no_other_computer_is_answered_whatever_name_it_gives(server: str | None) -> None:
    assert asked(LOCAL, server=server).status == 403
    assert asked(LOCAL, server=server, kind="websocket").status == 1008


def test_with_a_login_only_the_name_people_sign_in_under_is_answered() -> None:
    rules = Rules(hosts=LOCAL_NAMES | {"mlscope.example.com"}, here_only=False)
    assert asked(rules, host="mlscope.example.com", server="10.0.0.7").status == 200
    answer = asked(rules, host="other.example.com", server="10.0.0.7")
    assert answer.status == 403
    assert "--open-to-all" not in answer.content


def test_open_to_all_is_open_to_all() -> None:
    assert (
        asked(Rules(hosts=frozenset(), here_only=False), host="any.example", server="10.0.0.7").status == 200
    )


def test_health_is_answered_under_any_name() -> None:
    assert asked(LOCAL, path="/healthz", host="10.0.0.7:8501", server="10.0.0.7").status == 200


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/_stcore/metrics/", "/team/_stcore/metrics", "/_stcore/script-health-check"]
)
def test_metrics_are_nobodys(path: str) -> None:
    for rules in (LOCAL, BEHIND, Rules(frozenset(), here_only=False)):
        answer = asked(rules, path=path)
        assert (answer.status, answer.believed) == (404, None)


def test_every_answer_carries_the_headers_once() -> None:
    for answer in (asked(LOCAL), asked(LOCAL, host="evil.example"), asked(LOCAL, path="/_stcore/metrics")):
        for name, value in HEADERS:
            assert answer.headers[name.decode()] == value.decode()
        assert "X-Frame-Options" not in answer.headers
    assert "frame-ancestors 'none'" in asked(LOCAL).headers["content-security-policy"]


USER, NAME = ("X-Forwarded-User", "anna"), ("X-Forwarded-Name", "Anna Maier")


@pytest.mark.parametrize("client", ["10.0.0.5", "192.168.7.200", "::ffff:10.0.0.5"])
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_the_word_of_the_proxy_counts(client: str, kind: str) -> None:
    believed = asked(BEHIND, client=client, kind=kind, others=[USER, NAME]).believed
    assert believed
    assert believed["x-forwarded-user"] == "anna"
    assert believed["x-forwarded-name"] == "Anna Maier"
    assert believed[VOUCHED.lower()] == VOUCHER


@pytest.mark.parametrize("client", ["10.0.0.6", "192.168.8.1", "127.0.0.1", "unknown", None])
def test_the_word_of_anybody_else_does_not(client: str | None) -> None:
    believed = asked(BEHIND, client=client, others=[USER, NAME, (VOUCHED, VOUCHER)]).believed
    assert believed == {"host": "localhost:8501"}


def test_a_header_that_stands_twice_names_nobody() -> None:
    believed = asked(BEHIND, client="10.0.0.5", others=[("X-Forwarded-User", "boss"), USER]).believed
    assert believed == {"host": "localhost:8501"}


def test_without_a_proxy_nobody_can_vouch() -> None:
    believed = asked(LOCAL, others=[USER, (VOUCHED, VOUCHER)]).believed
    assert believed
    assert VOUCHED.lower() not in believed
