"""What kind of file a sample is: its form, compression, encoding and the way its rows are written.

Everything that is no table is refused here, in a sentence, before DuckDB sees a byte of it.
"""

import codecs
import gzip
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from mlscope.errors import InputError
from mlscope.profile.layout import AS_CSV, Layout, layout

SAMPLE_BYTES = 1 << 20
CHUNK_BYTES = 1 << 22
LONGEST_ROW = 2_000_000
"""Characters of a row that DuckDB takes."""

LONGEST_LINE = 8_000_000
"""Bytes of a line that are held at once."""

MOST_REWRITTEN = 4_000_000_000
"""Bytes that are written anew at most, so that a small packed file cannot fill the disk."""

OTHER_FORMATS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"this is a PDF document; {AS_CSV}"),
    (b"\xd0\xcf\x11\xe0", f"this is an old Excel or Word file; open it there, {AS_CSV}"),
    (b"{\\rtf", f"this is a text document (RTF); {AS_CSV}"),
    (b"\x89PNG", f"this is a picture; {AS_CSV}"),
    (b"\xff\xd8\xff", f"this is a picture; {AS_CSV}"),
    (b"SQLite format 3", f"this is an SQLite database; {AS_CSV}"),
    (b"\x89HDF", f"this is an HDF5 file; {AS_CSV}"),
    (b"ARROW1", f"this is an Arrow or Feather file; {AS_CSV}"),
    (b"FEA1", f"this is a Feather file; {AS_CSV}"),
    (b"ORC", f"this is an ORC file; {AS_CSV}"),
    (b"Obj\x01", f"this is an Avro file; {AS_CSV}"),
    (b"PARE", "this Parquet file is encrypted; save it without encryption and try again"),
    (b"BZh", "this file is packed with bzip2; unpack it, or pack it with gzip, and try again"),
    (b"\xfd7zXZ", "this file is packed with xz; unpack it, or pack it with gzip, and try again"),
    (b"\x28\xb5\x2f\xfd", "this file is packed with zstd; unpack it, or pack it with gzip, and try again"),
    (b"7z\xbc\xaf", "this is a 7z archive; unpack it and choose the table inside"),
    (b"Rar!", "this is a RAR archive; unpack it and choose the table inside"),
)
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TOO_SLOW = (
    "measuring it took too long here; use a smaller sample, or 'mlscope profile FILE' on the command line"
)

MOST_UNPACKED = 20_000_000_000
"""Bytes that a packed file may unpack to, so that a small one cannot keep a processor busy for hours."""

TOO_LARGE = (
    "more than 4 GB of text would have to be written anew to be read; save it as CSV in UTF-8, or use a"
    " smaller sample"
)


TOO_MUCH_PACKED = (
    f"this file unpacks to more than {MOST_UNPACKED // 10**9} GB; unpack it yourself, or use a smaller sample"
)


@dataclass(frozen=True, slots=True)
class Table:
    """A file that DuckDB can read: where it is now, its form, and how it is written."""

    path: Path
    form: Literal["csv", "parquet"]
    packed: bool
    encoding: str | None = None
    layout: Layout = field(default_factory=Layout)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """The unpacked bytes of a file, called `name` in what is said, to be read before the moment `until` (of
    time.monotonic).
    """

    path: Path
    name: str
    until: float | None = None

    @property
    def packed(self) -> bool:
        """Is it packed with gzip?"""
        with self.path.open("rb") as raw:
            return raw.read(2) == b"\x1f\x8b"

    def head(self) -> bytes:
        """The first bytes."""
        return next(self.chunks(SAMPLE_BYTES), b"")

    def chunks(self, size: int = CHUNK_BYTES, most: int | None = None) -> Iterator[bytes]:
        """All of it, piece by piece; InputError when time is over, or when there are more than `most` bytes
        to be rewritten.
        """
        bytes_read, packed = 0, self.packed
        with gzip.open(self.path) if packed else self.path.open("rb") as file:
            while chunk := file.read(size):
                if self.until and time.monotonic() > self.until:
                    raise InputError(f"{self.name}: {TOO_SLOW}")
                bytes_read += len(chunk)
                if most and bytes_read > most:
                    raise InputError(f"{self.name}: {TOO_LARGE}")
                if packed and bytes_read > MOST_UNPACKED:
                    raise InputError(f"{self.name}: {TOO_MUCH_PACKED}")
                yield chunk

    def lines(self) -> Iterator[bytes]:
        """All of it, line by line, each with its end; InputError where one is so long that it fills the
        memory.
        """
        rest, number = b"", 0
        for chunk in self.chunks(most=MOST_REWRITTEN):
            *lines, rest = (rest + chunk).splitlines(keepends=True)
            number += len(lines)
            if len(rest) > LONGEST_LINE:
                raise InputError(self.too_long(number + 1))
            yield from lines
        if rest:
            yield rest

    def too_long(self, number: int) -> str:
        """What is said of a line that no table has."""
        return f"{self.name}: line {number:,} is longer than {LONGEST_LINE // 1_000_000} MB; {AS_CSV}"


def recognised(content: Content, room: Path) -> Table:
    """The table in a file; text that is not UTF-8 is rewritten as such in the folder `room`.

    InputError when the file cannot be read, is empty, or is no table.
    """
    path, name = content.path, content.name
    try:
        if path.is_dir():
            raise InputError(f"{name}: this is a folder; name one file in it")
        if path.exists() and not path.is_file():
            raise InputError(f"{name}: this is no ordinary file; copy its content into one and try again")
        head = content.head()
        return _parquet(content) if head.startswith(b"PAR1") else _csv(content, head, room)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            f"{name}: this gzip file is damaged or ends too early; fetch or pack it once more"
        ) from error
    except OSError as error:
        raise InputError(
            f"{name}: cannot be read ({(error.strerror or 'unknown reason').lower()})"
        ) from error


def _parquet(content: Content) -> Table:
    if content.packed:
        raise InputError(f"{content.name}: this is a Parquet file packed with gzip; unpack it and try again")
    size = content.path.stat().st_size
    with content.path.open("rb") as file:
        file.seek(max(0, size - 4))
        if file.read() != b"PAR1" or size < 12:
            raise InputError(
                f"{content.name}: this Parquet file ends too early, as after a broken download; fetch it once"
                " more"
            )
    return Table(content.path, "parquet", packed=False)


def _csv(content: Content, head: bytes, room: Path) -> Table:
    _refuse_other_formats(head, content.name)
    encoding, notes = _declared_encoding(head, content.name), []
    if encoding != "utf-8":
        content = _rewritten(content, encoding, room / "sample.csv")
    elif not _is_utf8(content):
        content, encoding, sentence = _rewritten_by_line(content, room / "sample.csv")
        notes.append(sentence)
    text = content.head().decode("utf-8-sig", errors="ignore")
    cut_off = len(text) >= SAMPLE_BYTES // 4
    if cut_off and not {"\n", "\r"} & set(text):
        raise InputError(
            f"{content.name}: its first line is longer than {len(text):,} characters, so this is no table;"
            f" {AS_CSV}"
        )
    found = layout(text[: text.rfind("\n") + 1] or text if cut_off else text, content.name)
    if not found.rows_follow and not cut_off:
        raise InputError(f"{content.name}: this file has a header and no rows; choose one with rows")
    return Table(content.path, "csv", content.packed, encoding, found, (*notes, *found.notes))


def _refuse_other_formats(head: bytes, name: str) -> None:
    if not head.strip():
        raise InputError(f"{name}: this file is empty; choose one with a header and rows")
    for start, sentence in OTHER_FORMATS:
        if head.startswith(start):
            raise InputError(f"{name}: {sentence}")
    if head.startswith(b"PK\x03\x04"):
        office = b"[Content_Types].xml" in head[:4096] or b"xl/" in head[:4096]
        found = f"this is an Excel or other Office file; open it there, {AS_CSV}" if office else None
        raise InputError(f"{name}: {found or 'this is a ZIP archive; unpack it and choose the table inside'}")
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:200].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise InputError(f"{name}: this is a web page or XML, not a table; {AS_CSV}")
    if start.startswith((b"{", b"[{", b"[\n", b"[\r")):
        raise InputError(f"{name}: this looks like JSON, not a table; {AS_CSV}")


def _declared_encoding(head: bytes, name: str) -> str:
    """The encoding that a mark at the start, or the zeros of UTF-16, give away; else UTF-8, to be checked."""
    marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if head.startswith(mark)), None)
    if marked:
        return marked
    start = head[:4096]
    zeros = (start[0::2].count(0), start[1::2].count(0))
    if sum(zeros) > len(start) / 5 and min(zeros) <= len(start) / 100:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    if sum(zeros) or sum(byte < 9 or 13 < byte < 32 for byte in start) > len(start) / 20:
        raise InputError(f"{name}: this is a binary file, not a table; {AS_CSV}")
    return "utf-8"


def _is_utf8(content: Content) -> bool:
    """InputError where a line is longer than LONGEST_LINE, which DuckDB would leave out without a word."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    length, number = 0, 1
    try:
        for chunk in content.chunks():
            first, last = _first_end(chunk), max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
            if length + first > LONGEST_LINE:
                raise InputError(content.too_long(number))
            length = len(chunk) - last - 1 if last >= 0 else length + len(chunk)
            number += chunk.count(b"\n") or chunk.count(b"\r")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _first_end(chunk: bytes) -> int:
    """Bytes before the first end of a line; all of them where none ends."""
    return min((place for end in (b"\n", b"\r") if (place := chunk.find(end)) >= 0), default=len(chunk))


def _rewritten(content: Content, encoding: str, target: Path) -> Content:
    """The text in a declared encoding, written as UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with target.open("w", encoding="utf-8", newline="") as out:
            for chunk in content.chunks(most=MOST_REWRITTEN):
                out.write(decoder.decode(chunk))
            out.write(decoder.decode(b"", final=True))
    except UnicodeError as error:
        raise InputError(
            f"{content.name}: this text begins as {encoding.upper()} but does not stay so; save it as CSV in"
            " UTF-8"
        ) from error
    return replace(content, path=target)


def _rewritten_by_line(content: Content, target: Path) -> tuple[Content, str, str]:
    """Text that is not UTF-8 throughout, written as UTF-8: a line that is none is taken for Western European.

    Returns the content, the encoding found, and what to say about it.
    """
    utf8_lines, first, others = 0, 0, 0
    with target.open("wb") as out:
        for number, line in enumerate(content.lines(), 1):
            try:
                line.decode("utf-8")
                utf8_lines += not line.isascii()
                out.write(line)
            except UnicodeDecodeError:
                first, others = first or number, others + 1
                out.write(line.decode("cp1252", errors="replace").encode("utf-8"))
    content = replace(content, path=target)
    if not utf8_lines:
        return (
            content,
            "windows-1252",
            "The text is not UTF-8 and was read as Western European (Windows-1252).",
        )
    return (
        content,
        "mixed",
        (
            f"The text mixes two encodings: {others:,} {'line is' if others == 1 else 'lines are'} not UTF-8,"
            f" the first is line {first:,}. Read as Western European; accents there may look wrong."
        ),
    )
