"""Keeping a DuckDB file whole by itself: what was saved moves from the write-ahead file into it whenever it
is quiet.

DuckDB appends each change to a second file (`.wal`) and reads it back when it opens. Who copies the first
file alone loses what the second one holds, without a word. So before the first change after a quiet time the
file itself notes that more is to come, and when it is quiet again that note is taken away together with the
write-ahead file. A file that holds the note and has no write-ahead file beside it was copied without it.
"""

import atexit
import datetime as dt
import os
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal

import duckdb

from mlscope.errors import StoreError

QUIET = 5.0
"""Seconds without a change after which the write-ahead file is moved into the store."""
NOTE = "unsettled"
"""Name in the table `meta` under which the file notes since when there is more in the write-ahead file."""
SPARE = 1_000_000
"""Bytes that must be free beyond twice the write-ahead file: DuckDB stops for good when a checkpoint finds no
room.
"""

Ahead = Literal["absent", "whole", "cut"]


def write_ahead(file: Path) -> Path:
    """The file beside a DuckDB file that holds what was saved since the last checkpoint."""
    return file.with_name(file.name + ".wal")


class Keeper:
    """One DuckDB file of this process, whoever has opened it here."""

    def __init__(self, root: duckdb.DuckDBPyConnection, file: Path) -> None:
        self.root, self.file = root.cursor(), file
        self.lock = threading.Lock()
        """Writers queue here, since the database would only turn them away."""
        self.users = 0
        self.settled = threading.Event()
        self._last = 0.0
        self._closing = threading.Event()

    def before_write(self) -> None:
        """Note in the file that more is to come; called with the lock held. StoreError when there is no room
        for it.
        """
        self._last = time.monotonic()
        if not self.settled.is_set():
            return
        if not self._room():
            raise StoreError(
                f"{self.file.name}: the disk is full or cannot be written; nothing of this was saved. "
                "Free some space and try again"
            )
        with suppress(
            duckdb.TransactionException
        ):  # a backup is being copied: the note waits in the write-ahead file
            self._note(dt.datetime.now(dt.UTC).isoformat())
        self.settled.clear()
        threading.Thread(target=self._watch, daemon=True).start()

    def settle(self) -> bool:
        """Move everything into the file itself; False when there is no room or a backup is being copied, and
        everything stays where it was.
        """
        with self.lock, suppress(duckdb.TransactionException):
            if not self.settled.is_set() and self._room():
                self._note("")
                self.settled.set()
        return self.settled.is_set()

    def noted(self) -> str:
        """Since when the file says that there is more in its write-ahead file; empty when all is in it."""
        row = self.root.execute("SELECT value FROM meta WHERE name = ?", [NOTE]).fetchone()
        return str(row[0]) if row else ""

    def close(self) -> None:
        """Let go of the file once nobody here uses it."""
        self.users -= 1
        if not self.users:
            self._closing.set()
            _KEEPERS.pop(self.file, None)
            with suppress(duckdb.Error):  # all that was saved is in the write-ahead file
                self.settle()
            self.root.close()

    def _note(self, since: str) -> None:
        self.root.execute(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [NOTE, since],
        )
        self.root.execute("CHECKPOINT")

    def _room(self) -> bool:
        ahead = write_ahead(self.file)
        needed = SPARE + 2 * (ahead.stat().st_size if ahead.exists() else 0)
        try:
            if not hasattr(os, "posix_fallocate"):
                return shutil.disk_usage(self.file.parent).free > needed
            with tempfile.TemporaryFile(dir=self.file.parent) as probe:
                os.posix_fallocate(probe.fileno(), 0, needed)
        except OSError:
            return False
        return True

    def _watch(self) -> None:
        while not self._closing.wait(max(0.01, self._last + QUIET - time.monotonic())):
            if time.monotonic() < self._last + QUIET:
                continue
            self._last = time.monotonic()
            try:
                if self.settle():
                    return
            except duckdb.Error:
                return  # whoever writes or reads next is told


_KEEPERS: dict[Path, Keeper] = {}


def opened_here(file: Path) -> bool:
    """Has this process the file open already?"""
    return file in _KEEPERS


def keeper_of(root: duckdb.DuckDBPyConnection, file: Path) -> Keeper:
    """The one keeper of a file in this process; `close` it when done."""
    if file not in _KEEPERS:
        _KEEPERS[file] = Keeper(root, file)
    keeper = _KEEPERS[file]
    keeper.users += 1
    return keeper


@atexit.register
def settle_all() -> None:
    """Make every DuckDB file that this process has open whole by itself, as before the process ends."""
    for keeper in list(_KEEPERS.values()):
        with suppress(duckdb.Error):  # all that was saved is in the write-ahead file
            keeper.settle()


# ── reading a write-ahead file
# ──────────────────────────────────────────────────────────────────────────────────

FLUSH = b"\x64\x00\x64"
"""How the record begins that ends a transaction."""


def ahead_of(file: Path) -> Ahead:
    """Is there a write-ahead file with content, and does it end with the end of a transaction?

    A record is its length and its checksum, eight bytes each, and as many bytes of content. A file that does
    not begin as expected is taken for whole: what cannot be read here says nothing.
    """
    ahead = write_ahead(file)
    content = ahead.read_bytes() if ahead.exists() else b""
    if not content:
        return "absent"
    place = _first_record(content)
    last = FLUSH
    while 0 < place < len(content):
        size = int.from_bytes(content[place : place + 8], "little")
        if place + 16 + size > len(content):
            return "cut"
        last = content[place + 16 : place + 19]
        place += 16 + size
    return "whole" if last == FLUSH else "cut"


def _first_record(content: bytes) -> int:
    """Where the first record begins: after the head, which ends with two bytes 255; -1 where no place
    fits.
    """
    end = content.find(b"\xff\xff", 0, 256)
    while end >= 0:
        size = int.from_bytes(content[end + 2 : end + 10], "little")
        begins = content[end + 18 : end + 20]
        if 0 < size < 1 << 40 and begins in (b"\x64\x00", b"\x64", b""):
            return end + 2
        end = content.find(b"\xff\xff", end + 1, 256)
    return -1
