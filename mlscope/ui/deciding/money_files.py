"""The return as files: the workbook that a colleague can change and send back, and every draw of the
simulation.
"""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mlscope.document import workbook as excel
from mlscope.money import export
from mlscope.project import Project
from mlscope.results import Money
from mlscope.store import Change
from mlscope.ui import state
from mlscope.ui.shell import show
from mlscope.ui.shell.text import literal

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def part(project: Project, money: Money) -> None:
    """Downloads, and a workbook that comes back."""
    effective = project.effective(state.catalogue().questions)

    def book() -> bytes:
        return excel.workbook(effective, money)

    def drawn(write: Callable[[pd.DataFrame], bytes]) -> bytes:
        return write(export.samples(effective, money.basis, points=money.points, seed=money.seed))

    st.write(
        "Change an amount in the workbook and its figures follow, by formulas. Every draw of the simulation"
        " can be checked as well."
    )
    with st.container(horizontal=True):
        _download("Excel workbook", "xlsx", EXCEL, ":material/table_view:", book)
        _download(
            "Draws as Parquet",
            "parquet",
            "application/vnd.apache.parquet",
            ":material/grid_on:",
            lambda: drawn(export.parquet),
        )
        _download("Draws as CSV", "csv", "text/csv", ":material/grid_on:", lambda: drawn(export.csv))
        _download(
            "Notes on the CSV",
            "json",
            "application/json",
            ":material/data_object:",
            lambda: drawn(export.companion),
        )
    _come_back(project)


def _download(label: str, form: str, mime: str, icon: str, make: Callable[[], bytes]) -> None:
    st.download_button(
        label, make, f"return.{form}", mime, icon=icon, key=f"return/{form}", on_click="ignore"
    )


def _come_back(project: Project) -> None:
    """What a workbook that was changed elsewhere would change here, and a button to take it over."""
    key = f"workbook/{st.session_state.get('workbooks_taken', 0)}"
    upload = st.file_uploader("A workbook that comes back changed", type="xlsx", key=key)
    if upload is None:
        return
    reading = excel.read_back(project, upload.getvalue())
    for problem in reading.problems:
        st.error(literal(problem), icon=":material/edit_off:")
    show.bullets(reading.remarks)
    if not reading.changes:
        if not reading.problems:
            st.write("Nothing in it differs from the figures it was made with.")
        return
    titles = ("What", "Before", "In the workbook", "Meanwhile here")
    frame = pd.DataFrame(
        [
            [literal(said) for said in (one.label, one.before, one.after, one.meanwhile)]
            for one in reading.changes
        ],
        columns=list(titles),
    )
    st.table(
        frame if frame["Meanwhile here"].any() else frame[list(titles[:3])],
        hide_index=True,
        border="horizontal",
    )
    count = len(reading.changes)
    if st.button(f"Take over {count} change{'s' * (count > 1)}", type="primary") and _take_over(
        reading, upload.name
    ):
        st.session_state["workbooks_taken"] = st.session_state.get("workbooks_taken", 0) + 1
        st.rerun()
    state.see(one.key for one in reading.changes)


def _take_over(reading: excel.Reading, source: str) -> bool:
    """Write what the workbook changes over the answers as this page showed them; what somebody changed since
    is asked about.
    """
    seen = {one.key: state.seen(one.key) for one in reading.changes}
    if state.save(
        [Change(one.key, one.answer(seen[one.key], source), seen[one.key]) for one in reading.changes]
    ):
        return True
    st.error(
        state.session().problem
        or "Somebody changed some of these answers since they were shown here. Both versions are kept;"
        " choose on the Review page."
    )
    return False
