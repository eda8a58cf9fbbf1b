"""What stands behind the return: parts that are folded until wanted, each with its message on the fold."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mlscope import charts
from mlscope.money import breakeven_words, summary
from mlscope.project import Project
from mlscope.results import Budget, Money
from mlscope.ui.deciding import money, money_files
from mlscope.ui.editing import inputs
from mlscope.ui.shell import panel, show
from mlscope.ui.shell.text import literal
from mlscope.words import money_words


def all_of(project: Project, result: Money) -> None:
    """Every part there is something to say in; only an open one is drawn."""
    _part("inputs", "Assumptions", _assumed_words(result), lambda: inputs.table(project, result))
    if result.breakeven is not None:
        _part(
            "breakeven",
            "How good must it be",
            _performance_words(result),
            lambda: _break_even(project, result),
        )
    if summary.sides(result):
        _part("acts", "Against the alternative", _difference_words(result), lambda: _alternatives(result))
    if result.pilot is not None:
        _part("pilot", "The pilot", _pilot_words(result), lambda: _pilot(result))
    if result.budget is not None:
        budget = result.budget
        _part("budget", "Budget", _budget_words(result, budget), lambda: _budget(project, result, budget))
    _part(
        "files",
        "Workbook and draws",
        "to check it, or to let a colleague change it",
        lambda: money_files.part(project, result),
    )
    _part("figures", "All figures and conventions", "for finance", lambda: _all_figures(project, result))


def _part(key: str, title: str, message: str, draw: Callable[[], None]) -> None:
    """A part with its message on the fold; drawn only while it is open."""
    label = f"**{literal(title)}**" + (f" :gray[· {literal(message)}]" if message else "")
    fold = st.expander(label, key=f"part/{key}", on_change="rerun")
    if fold.open:
        with fold:
            draw()


# ── what the folds say
# ──────────────────────────────────────────────────────────────────────────────────────────


def _assumed_words(result: Money) -> str:
    said = len(result.assumptions)
    return "change one and see what happens" + (f"; {said} filled in for you" if said else "")


def _performance_words(result: Money) -> str:
    one = result.breakeven
    if one is None or one.missing:
        return "answers are missing"
    if one.net_at_target is None:
        return ""
    return (
        f"at the target and at average inputs a year brings {money_words(one.net_at_target, result.currency)}"
    )


def _difference_words(result: Money) -> str:
    if result.incremental is None:
        return ""
    gap = result.incremental.mean
    return f"{money_words(abs(gap), result.currency)} {'more' if gap >= 0 else 'less'} on average"


def _pilot_words(result: Money) -> str:
    one = result.pilot
    return (
        ""
        if one is None
        else f"worth {money_words(one.worth, result.currency)} against going all the way at once"
    )


def _budget_words(result: Money, budget: Budget) -> str:
    likely, safe = (money_words(one, result.currency) for one in (budget.total.mean, budget.total.p80))
    return f"{likely} on average, {safe} suffices in four cases of five"


# ── the parts
# ───────────────────────────────────────────────────────────────────────────────────────────────────


def _table(rows: list[dict[str, str]]) -> None:
    shown = [{title: literal(cell) for title, cell in row.items()} for row in rows]
    st.table(pd.DataFrame(shown), hide_index=True, border="horizontal")


def _filled(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows without the columns that say nothing."""
    return [{key: text for key, text in row.items() if any(other[key] for other in rows)} for row in rows]


def _break_even(project: Project, result: Money) -> None:
    """The performance a solution must reach, before any model exists."""
    one = result.breakeven
    if one is None:
        return
    if one.missing:
        st.write("These answers are still needed:")
        show.bullets(money.labels(one.missing))
        if st.button("Go to the decisions"):
            panel.go_to("value.cases_per_year")
        return
    show.chart(charts.break_even(one, project.metrics.precision, project.metrics.recall), "breakeven")
    found = breakeven_words.measure_rows(one)
    titles = ("", "Planned", "A year's decisions pay", "The whole project pays back")
    _table(
        _filled(
            [dict(zip(titles, (m.name, m.target, m.pays_in_a_year, m.pays_back), strict=True)) for m in found]
        )
    )
    st.caption(breakeven_words.measures_note(found))
    if said := breakeven_words.threshold(one):
        st.write(literal(said))
    _without_a_model(result)


def _without_a_model(result: Money) -> None:
    one = result.breakeven
    rows = breakeven_words.without_a_model(one, result.currency) if one else ()
    if rows:
        _table([{"A year of": name, "brings, at average inputs": amount} for name, amount in rows])
    if one and one.capacity_binds:
        st.caption("People cannot look at everything that is flagged: their capacity sets the limit.")


def _alternatives(result: Money) -> None:
    """The project, the best alternative and the difference, side by side."""
    titles = ("", "This project", "Without machine learning", "Difference")
    _table([dict(zip(titles, row, strict=True)) for row in summary.sides(result)])
    st.caption(
        "Both are computed in the same simulated cases, and the difference case by case. Doing nothing counts"
        " as zero."
    )


def _pilot(result: Money) -> None:
    """What the pilot is worth, and when to stop after it."""
    show.bullets(summary.pilot(result))
    if not result.kill_criteria:
        return
    st.markdown("**When to stop after the pilot**")
    show.bullets([one.sentence for one in result.kill_criteria])
    st.caption(summary.STOP_NOTE)


def _budget(project: Project, result: Money, budget: Budget) -> None:
    """What has to be spent by year and phase."""
    left, right = st.columns(2, gap="large")
    with left:
        show.chart(charts.budget_by_year(result), "budget_years")
    with right:
        show.chart(charts.budget_by_phase(result), "budget_phases")
    st.markdown(f"**By phase and year** :gray[{literal(result.currency)}, on average]")
    titles, rows = summary.budget_table(budget)
    config = {name: st.column_config.TextColumn(alignment="right") for name in titles[1:]}
    config["For"] = st.column_config.TextColumn(width=190)
    st.dataframe(
        pd.DataFrame(rows, columns=list(titles)), hide_index=True, width="stretch", column_config=config
    )
    granted = project.plan.budget
    said = "" if granted is None else f" The plan names a budget of {money_words(granted, result.currency)}."
    st.caption(literal(summary.BUDGET_NOTE + said))


def _all_figures(project: Project, result: Money) -> None:
    """Every figure that finance asks for, the flows by year, what moves them, and what was assumed."""
    rows = summary.figures(result)
    _table([{"Figure": f.name, "Value": f.value, "What it is": f.meaning} for f in rows])
    st.caption(
        f"Simulated with {result.points:,} scrambled Sobol points, seed {result.seed}: the same answers give"
        " the same figures."
    )
    _flows(project, result)
    _correlations(result)
    st.markdown("**What was assumed**")
    show.bullets(result.assumptions)
    show.bullets(money.labels(result.missing))
    st.markdown("**Conventions**")
    show.bullets(summary.CONVENTIONS)


def _flows(project: Project, result: Money) -> None:
    exact = result.deterministic
    if exact is None:
        return
    years = pd.DataFrame({"Year": range(len(exact.flows)), **summary.by_year(exact)})
    if not exact.quarters:
        _flow_table(project, _with_balances(years, result.discount_rate, 1))
        return
    _flow_table(project, years)
    quarters = pd.DataFrame({"Quarter": range(len(exact.quarters)), "Net": exact.quarters})
    _flow_table(project, _with_balances(quarters, result.discount_rate, 4))


def _with_balances(frame: pd.DataFrame, rate: float, per_year: int) -> pd.DataFrame:
    """The frame, whose first column counts the periods, with what follows from its net flows."""
    discounted = frame["Net"] / (1 + rate) ** (frame.iloc[:, 0] / per_year)
    return frame.assign(
        **{
            "Balance": frame["Net"].cumsum(),
            "Discounted": discounted,
            "Balance, discounted": discounted.cumsum(),
        }
    )


def _flow_table(project: Project, frame: pd.DataFrame) -> None:
    period = str(frame.columns[0])
    stage = ", what a failed pilot saves taken off" if project.value.pilot else ""
    st.markdown(
        f"**Money in and out by {period.lower()}** :gray[{literal(project.currency)}, at average inputs"
        f"{stage}, unrounded so that it adds up]"
    )
    make = st.column_config.NumberColumn
    config = {name: make(name, format="%,.0f") for name in frame.columns[1:]} | {period: make(width="small")}
    st.dataframe(frame, hide_index=True, width="stretch", column_config=config)


def _correlations(result: Money) -> None:
    rows = summary.sensitivities(result)
    if not rows:
        return
    st.markdown("**How inputs and outcome go together**")
    _table(
        _filled(
            [
                {"Input": r.label, "Rank correlation": r.correlation, "Share of variance": r.share}
                for r in rows
            ]
        )
    )
    st.caption(summary.SENSITIVITY_NOTE)
