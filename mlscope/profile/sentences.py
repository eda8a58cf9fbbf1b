"""What was found in a sample, in the words of people."""

from collections import Counter
from collections.abc import Iterator

from mlscope.profile.findings import MOST_VALUES, Column, Profile, TimeSpan, different
from mlscope.profile.guesses import occurred
from mlscope.words import exact_percent_words, percent_words

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
ENCODINGS = {"utf-8": "UTF-8", "windows-1252": "Western European", "mixed": "mixed encodings"}


def sentences(found: Profile) -> list[str]:
    """The findings beside the table of columns, one sentence each."""
    return [
        _size(found),
        of_which_types(found),
        duplicates(found),
        *time_span(found.time_span),
        *_label(found),
        *_personal(found),
        *found.notes,
    ]


def _size(found: Profile) -> str:
    rows = "1 row" if found.rows == 1 else f"{found.rows:,} rows"
    return (
        f"{rows} and {columns_in_all(found)}, {percent_words(1 - found.missing)} of all cells filled in"
        f" ({_written(found)})."
    )


def _written(found: Profile) -> str:
    if found.form == "parquet":
        return "Parquet"
    encoding = ENCODINGS.get(found.encoding or "", (found.encoding or "").upper())
    divided = DELIMITERS.get(found.delimiter or "")
    return f"CSV, {encoding}" + (f", divided by {divided}" if divided else "")


def columns_in_all(found: Profile) -> str:
    """How many columns there are, as words."""
    return "1 column" if len(found.columns) == 1 else f"{len(found.columns):,} columns"


def of_which_types(found: Profile) -> str:
    """How many columns there are of each type, the most frequent first."""
    counted = Counter(column.type for column in found.columns).most_common()
    return "Columns by type: " + ", ".join(f"{columns:,} {kind}" for kind, columns in counted) + "."


def duplicates(found: Profile) -> str:
    """How many rows repeat another one."""
    if found.duplicates is None:
        return (
            "Whether rows repeat was not counted: there are too many for the memory that measuring may use."
        )
    how = (
        " (rows compared by a 64-bit fingerprint, which practically never errs)"
        if found.duplicates_by == "fingerprint"
        else ""
    )
    if not found.duplicates:
        return f"No row repeats another one{how}."
    repeat = "1 row repeats" if found.duplicates == 1 else f"{found.duplicates:,} rows repeat"
    return (
        f"{repeat} an earlier one in every value, {percent_words(found.duplicates / found.rows)} of all{how}."
    )


def time_span(span: TimeSpan | None) -> Iterator[str]:
    """From when to when the rows are dated, and where there are none; nothing where no column holds dates."""
    if span is None:
        return
    yield (
        f"By '{span.column}' the rows run from {span.first} to {span.last}, with rows on {span.days:,}"
        f" {'day' if span.days == 1 else 'days'}."
    )
    if span.gaps:
        listed = ", ".join(start if start == end else f"{start} to {end}" for start, end in span.gaps)
        yield f"Longest stretches without rows: {listed}."
    if span.left_out:
        yield (
            f"{span.left_out:,} dates before 1900 or after 2100 look like placeholders and were left out of"
            " this."
        )


def _label(found: Profile) -> Iterator[str]:
    if found.label is None:
        if found.label_guess:
            yield f"'{found.label_guess}' may hold the outcome. Only you know; say so to have it counted."
        return
    column = found.column(found.label)
    labelled = round((1 - column.missing) * found.rows)
    if not labelled:
        yield f"The outcome '{column.name}' stands in no row."
        return
    yield f"The outcome '{column.name}' is known in {labelled:,} of {found.rows:,} rows."
    if column.values:
        yield (
            "Its classes: "
            + ", ".join(f"{value} {_class_share(rows / labelled)}" for value, rows in column.values)
            + "."
        )
    if len(column.values) == 2:
        yield f"Taken as 'it happened': {occurred(column)[0]}."
    elif column.distinct > MOST_VALUES:
        yield f"It has {different(column)} different values, too many to list as classes."
    elif not column.values:
        yield "Its values are not listed, because they look like personal data or are no classes."


def _class_share(share: float) -> str:
    """To a tenth of a percent; a class that is rare is not none, and the other one not all."""
    if 0 < share < 0.001:
        return "under 0.1 %"
    return "over 99.9 %" if 0.999 < share < 1 else exact_percent_words(round(share, 3))


def _personal(found: Profile) -> Iterator[str]:
    if not found.personal_columns:
        yield "No column looks like personal data. That proves nothing: please check."
        return
    named = [f"'{one.column}' ({one.kind}: {one.why})" for one in found.personal_columns]
    yield (
        "Likely personal data: "
        + "; ".join(named[:8])
        + (f"; and {len(named) - 8:,} more columns" if len(named) > 8 else "")
        + "."
    )


def extent(column: Column) -> str:
    """From where to where the figures or dates of a column run; empty where that is not shown."""
    if column.low is None or column.high is None:
        return ""
    return _end(column.low) if column.low == column.high else f"{_end(column.low)} to {_end(column.high)}"


def _end(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,}" if isinstance(value, int) else f"{float(f'{value:.6g}'):,.15g}"
