"""The chain of hashes in a log: every row is bound to its content and to the row before it.

A row's *digest* is a hash over its content and a random salt; its *link* is a hash over the row, that digest
and the link before. A redaction erases content and salt and keeps both hashes, so the chain still holds and
nothing can be guessed back. The project's id is in no hash, so that an imported project keeps its chain.
"""

import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mlscope.store.records import Milestone, Proof

Content = Mapping[str, Any]

BEGINNING = "store/chain"
"""Key of the row that sums up what stood in a log before it had a chain."""
MILESTONE = "milestone/"
REDACTION = "redaction/"


@dataclass(frozen=True)
class Row:
    """One row of the log as it is stored. `salt` is None once the content was redacted."""

    revision: int
    time: dt.datetime
    author: str
    verified: bool
    key: str
    old: Content
    new: Content
    salt: str | None = None
    digest: str = ""
    link: str = ""

    def after(self, link: str) -> "Row":
        """The row with a salt, its digest, and the link that follows the one given."""
        salt = secrets.token_hex(16)
        digest = _digest(salt, self.old, self.new)
        of = self.revision, self.time, self.author, self.verified, self.key, self.old, self.new
        return Row(*of, salt, digest, _link(link, self, digest))


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def content_digest(row: Row) -> str:
    """HMAC-SHA-256 of the content under the row's salt, hexadecimal."""
    return _digest(row.salt or "", row.old, row.new)


def _digest(salt: str, old: Content, new: Content) -> str:
    return hmac.new(bytes.fromhex(salt), _encode([old, new]).encode(), hashlib.sha256).hexdigest()


def link_after(link: str, row: Row) -> str:
    """SHA-256 over the link before, the row's own particulars and the digest of its content, hexadecimal."""
    return _link(link, row, row.digest)


def _link(link: str, row: Row, digest: str) -> str:
    time = row.time.astimezone(dt.UTC).isoformat()
    bound = [link, row.revision, time, row.author, row.verified, row.key, digest]
    return hashlib.sha256(_encode(bound).encode()).hexdigest()


def bound(rows: Iterable[Row]) -> Iterator[Row]:
    """Rows from before the chain, oldest first, each with salt, digest and link."""
    link = ""
    for row in rows:
        chained = row.after(link)
        link = chained.link
        yield chained


def beginning(rows: int, milestones: Iterable[Milestone]) -> dict[str, Any]:
    """What the first row of a chain that begins late says of the rows and milestones it found."""
    return {"rows": rows, "milestones": {made.id: made.record for made in milestones}}


def prove(
    rows: Sequence[Row],
    milestones: Sequence[Milestone],
    texts: Mapping[str, str],
    *,
    counted: int | None = None,
    head: str | None = None,
) -> Proof:
    """Follow the chain of a log, oldest row first, to its end or to where it breaks.

    `texts` are what the milestones pin, by hash. `counted` and `head` are what the store itself says of
    number and last link.
    """
    begun = max((row.revision for row in rows if row.key == BEGINNING), default=1)
    links: list[str] = []
    redacted = _redacted(rows)
    for row in rows:
        place = len(links) + 1
        fault = _fault(row, place, links[-1] if links else "", row.revision in redacted)
        if fault:
            return Proof(tuple(links), begun, place, fault)
        links.append(row.link)
    end = len(links)
    if counted not in (None, end) or head not in (None, links[-1] if links else ""):
        return Proof(tuple(links), begun, end, f"rows after row {end} are missing")
    return Proof(tuple(links), begun, None, _milestone_fault(rows, milestones, texts))


def _fault(row: Row, place: int, link: str, redacted: bool) -> str:
    """What is wrong with a row, in a sentence; empty when nothing is."""
    if row.revision != place:
        return f"row {place} is missing"
    if row.salt is None:
        if not (redacted and _empty(row)):
            return f"row {place} lost its content, and no redaction says so"
    elif not hmac.compare_digest(content_digest(row), row.digest):
        return f"row {place} was changed"
    if not hmac.compare_digest(link_after(link, row), row.link):
        return f"row {place} was changed, or it does not follow the row before it"
    return ""


def _redacted(rows: Iterable[Row]) -> set[int]:
    """The revisions that redactions name."""
    values = [row.new.get("value") for row in rows if row.key.startswith(REDACTION)]
    lists = [value.get("revisions") for value in values if isinstance(value, Mapping)]
    return {
        number for listed in lists if isinstance(listed, list) for number in listed if isinstance(number, int)
    }


def _empty(row: Row) -> bool:
    """Is the content one that a redaction leaves?"""
    return all(_is_empty(content) for content in (row.old, row.new))


def _is_empty(content: Content) -> bool:
    value = content.get("value")
    refused = isinstance(value, Mapping) and set(value) == {"key", "answer"} and not value["answer"]
    return set(content) <= {"value", "state"} and (value in (None, "Redacted") or refused)


def vouched(rows: Iterable[Row]) -> dict[str, tuple[int, Mapping[str, Any]]]:
    """Every milestone that the log records, by id: the number of the row, and what it says."""
    found: dict[str, tuple[int, Mapping[str, Any]]] = {}
    for row in rows:
        value = row.new.get("value")
        if not isinstance(value, Mapping):
            continue
        if row.key == BEGINNING:
            records = value.get("milestones")
            for name, record in records.items() if isinstance(records, Mapping) else ():
                found[name] = row.revision, record if isinstance(record, Mapping) else {}
        elif row.key.startswith(MILESTONE):
            found[row.key.removeprefix(MILESTONE)] = row.revision, value
    return found


def _milestone_fault(rows: Iterable[Row], milestones: Iterable[Milestone], texts: Mapping[str, str]) -> str:
    recorded = {name: record for name, (_, record) in vouched(rows).items()}
    for made in milestones:
        record = recorded.pop(made.id, None)
        if record is None:
            return f"the milestone '{made.name}' stands in no row of the log"
        if any(made.record.get(name) != value for name, value in record.items()):
            return f"the milestone '{made.name}' was changed"
        for name, text_hash in made.content.items():
            if hashlib.sha256(texts.get(text_hash, "").encode()).hexdigest() != text_hash:
                return f"the text '{name}' that the milestone '{made.name}' pins is missing or was changed"
    for record in recorded.values():
        return f"the milestone '{record.get('name')}' is missing"
    return ""
