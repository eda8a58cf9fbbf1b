"""Counts agree with those of a plain reading, whatever the cells hold."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlscope.profile import profile
from mlscope.profile.kinds import MISSING

CELLS = st.one_of(
    st.integers(-(10**6), 10**6).map(str),
    st.sampled_from(
        [
            "",
            "NA",
            "yes",
            "no",
            "2024-02-29",
            "1,5",
            "1.234,50",
            'say "so"',
            "two\nlines",
            "a;b|c\td",
            "É",
            "<b>",
            "'",
            "\\",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8),
)
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=3, max_size=12)
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=TABLES, delimiter=st.sampled_from(",;\t|"))
def test_rows_missing_and_different_values_are_those_of_the_file(
    tmp_path: Path, rows: list[list[str]], delimiter: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([[f"head {place}" for place in range(len(rows[0]))], *rows])
    path = tmp_path / "sample.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    found = profile(path)
    assert (found.rows, len(found.columns)) == (len(rows), len(rows[0]))
    for column, cells in zip(found.columns, zip(*rows, strict=True), strict=True):
        present = [cell for cell in cells if cell not in MISSING]
        assert column.missing == pytest.approx(1 - len(present) / len(rows))
        assert column.distinct == len(set(present))
