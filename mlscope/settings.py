"""What the environment says, read once into one frozen record."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path

from mlscope.errors import InputError

POINTS = 16_384
"""Draws of a simulation, unless other is asked for."""
MOST_POINTS = 1_048_576


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store is, which overlay folder is used, which language is spoken, and whether sample projects
    are shown at the start.
    """

    store: str
    overlay: Path | None = None
    demo: bool = False
    language: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """MLSCOPE_STORE (an address or a DuckDB file), MLSCOPE_OVERLAY (a folder), MLSCOPE_LANGUAGE (de),
        MLSCOPE_DEMO (1 for samples).
        """
        overlay = environment.get("MLSCOPE_OVERLAY")
        return cls(
            store=environment.get("MLSCOPE_STORE") or str(default_store()),
            overlay=Path(overlay) if overlay else None,
            demo=environment.get("MLSCOPE_DEMO", "") not in ("", "0"),
            language=environment.get("MLSCOPE_LANGUAGE", "").strip().lower(),
        )


@dataclass(frozen=True, slots=True)
class Proxy:
    """A reverse proxy that has people sign in: its addresses, and the headers in which it says who somebody
    is.
    """

    addresses: tuple[IPv4Network | IPv6Network, ...]
    subject: str
    name: str

    def trusts(self, address: str) -> bool:
        """Does a connection from this address come from the proxy?"""
        try:
            peer = ip_address(address)
        except ValueError:
            return False
        peer = getattr(peer, "ipv4_mapped", None) or peer
        return any(peer in network for network in self.addresses)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may come in beside those who sign in with a provider."""

    open_to_all: bool = False
    proxy: Proxy | None = None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Access":
        """MLSCOPE_OPEN_TO_ALL (1), MLSCOPE_PROXY (addresses), MLSCOPE_PROXY_USER and MLSCOPE_PROXY_NAME
        (headers).

        InputError where they do not fit together.
        """
        addresses = environment.get("MLSCOPE_PROXY", "").replace(",", " ").split()
        subject = environment.get("MLSCOPE_PROXY_USER", "").strip()
        name = environment.get("MLSCOPE_PROXY_NAME", "").strip()
        if bool(addresses) != bool(subject) or (name and not addresses):
            raise InputError(
                "MLSCOPE_PROXY (the proxy's addresses) and MLSCOPE_PROXY_USER (the header that names who has"
                " signed in) are set together or not at all; MLSCOPE_PROXY_NAME may add the header with the"
                " name to show"
            )
        return cls(
            open_to_all=environment.get("MLSCOPE_OPEN_TO_ALL", "") not in ("", "0"),
            proxy=Proxy(tuple(map(_network, addresses)), subject, name or subject) if addresses else None,
        )


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        raise InputError(
            f"MLSCOPE_PROXY: '{text}' is no address; write it as 127.0.0.1 or 10.0.0.0/24"
        ) from None
    if network.prefixlen == 0:
        raise InputError(f"MLSCOPE_PROXY: {text} would trust every computer; name the proxy's own address")
    return network


def default_store() -> Path:
    """The DuckDB file in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_dir("mlscope", appauthor=False)) / "mlscope.duckdb"


def home() -> Path:
    """The folder that holds app.py, pages and data: the checkout's own, else the copy inside the installed
    package.
    """
    checkout = Path(__file__).parent.parent
    if (checkout / "data" / "steps.yaml").exists():
        return checkout
    return Path(__file__).parent / "_app"
