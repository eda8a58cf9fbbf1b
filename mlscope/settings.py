"""What the environment says, read once into one frozen record."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

POINTS = 16_384
"""Draws of a simulation, unless other is asked for."""
MOST_POINTS = 1_048_576


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the store is, which overlay folder is used, which language is spoken, and whether sample projects are shown at the start."""

    store: str
    overlay: Path | None = None
    demo: bool = False
    language: str = ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """MLSCOPE_STORE (an address or a DuckDB file), MLSCOPE_OVERLAY (a folder), MLSCOPE_LANGUAGE (de), MLSCOPE_DEMO (1 for samples)."""
        overlay = environment.get("MLSCOPE_OVERLAY")
        return cls(
            store=environment.get("MLSCOPE_STORE") or str(default_store()),
            overlay=Path(overlay) if overlay else None,
            demo=environment.get("MLSCOPE_DEMO", "") not in ("", "0"),
            language=environment.get("MLSCOPE_LANGUAGE", "").strip().lower(),
        )


def default_store() -> Path:
    """The DuckDB file in the user's data folder."""
    return Path(platformdirs.user_data_dir("mlscope", appauthor=False)) / "mlscope.duckdb"


def home() -> Path:
    """The folder that holds app.py, pages and data: the checkout's own, else the copy inside the installed package."""
    checkout = Path(__file__).parent.parent
    if (checkout / "data" / "steps.yaml").exists():
        return checkout
    return Path(__file__).parent / "_app"
