"""Tables as CSV files that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = "=+-@\t\r＝＋－＠"


def csv_file(titles: Sequence[str], rows: Iterable[Sequence[str]], *, mark: bool = True) -> bytes:
    """A heading row and rows as CSV in UTF-8, with a byte order `mark` by which a spreadsheet reads accents
    right; an importer would take it for part of the first title.

    A text that a spreadsheet could take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(titles)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(tuple(_FORMULA)) else cell
