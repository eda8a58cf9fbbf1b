"""The return on screen."""

import pandas as pd
import streamlit as st

from mlscope import charts
from mlscope.project import Project
from mlscope.project.results import Money
from mlscope.ui import panel, show, state
from mlscope.ui.text import literal
from mlscope.words import exact_percent_words, money_words, percent_words, range_words, years_words

IRR_WORDS = {"none": "no rate fits these flows", "ambiguous": "several rates fit; see MIRR"}
STATUS_WORDS = {"never": "no performance is enough", "always": "pays at any", "unknown": "answers are missing"}


def nothing_yet(money: Money) -> None:
    """What to do while nothing of value or cost is known."""
    st.info(
        "There is nothing to compute from yet. A first benefit and a first cost, even as wide ranges, are enough.",
        icon=":material/payments:",
    )
    show.bullets(money.missing)
    if st.button("Go to benefits and costs", type="primary"):
        panel.go_to("value.benefits")


def headline(money: Money) -> None:
    """Chance of paying back, likely value and range, payback, and a text to read out."""
    npv, exact = money.npv, money.deterministic
    if npv is None or exact is None:
        show.bullets(money.missing)
        return
    payback = years_words(exact.payback) if exact.payback is not None else f"not in {money.horizon_years} years"
    show.figures(
        [
            (
                "Chance of paying back",
                percent_words(money.probability_positive or 0),
                "How often the net present value is above zero in the simulation.",
            ),
            ("Likely value", money_words(npv.p50, money.currency), "Even odds of more or less: the median net present value."),
            ("80 % range", range_words(npv.p10, npv.p90, money.currency), "One chance in ten below, one in ten above."),
            ("Pays back after", payback, "With every input at its mean; the year the balance turns positive for good."),
        ]
    )
    if not any(exact.benefits):
        st.warning(
            "Only costs are known so far: give a benefit an amount, and these figures begin to mean something.", icon=":material/info:"
        )
    st.markdown(read_out(money))


def read_out(money: Money) -> str:
    """A text that a sponsor can read out."""
    npv, exact = money.npv, money.deterministic
    if npv is None or exact is None:
        return ""
    sentences = [
        f"Over {money.horizon_years} years at {exact_percent_words(money.discount_rate)} we expect {money_words(npv.mean, money.currency)} in today's money, "
        f"with one chance in ten below {money_words(npv.p10, money.currency)} and one in ten above {money_words(npv.p90, money.currency)}."
    ]
    if money.expected_loss:
        sentences.append(f"The loss to expect over all outcomes is {money_words(money.expected_loss, money.currency)}.")
    if money.incremental is not None:
        sentences.append(
            f"Against the best alternative it is worth {money_words(money.incremental.mean, money.currency)} more."
            if money.incremental.mean >= 0
            else f"The best alternative is worth {money_words(-money.incremental.mean, money.currency)} more."
        )
    return literal(" ".join(sentences))


def worth_finding_out(money: Money) -> None:
    """What to find out first, and what knowing it is worth at most."""
    show.chart(charts.information_value(money), "information")
    if money.evpi is None:
        return
    if money.evpi < 1:
        st.caption("Nothing that could be found out would change the choice: deciding now is right.")
    else:
        st.caption(
            literal(
                f"Knowing everything would be worth {money_words(money.evpi, money.currency)}. A study that costs more than its bar does not pay."
            )
        )


def break_even(project: Project, money: Money) -> None:
    """The performance a model must reach, before any model exists."""
    result = money.breakeven
    if result is None:
        return
    st.subheader("How good must the model be?")
    if result.missing:
        questions = state.catalogue().questions
        st.caption("Still needed:")
        show.bullets([questions[one].label if one in questions else one for one in result.missing])
        if st.button("Go to the decisions"):
            panel.go_to("value.gain")
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        show.chart(charts.break_even(result, project.metrics.precision, project.metrics.recall), "breakeven")
    with right:
        st.markdown(
            f"To break even in a year at the target recall, precision must reach **{_share(result.precision, result.precision_status)}**."
        )
        if result.recall == 0:
            st.markdown("At the target precision any recall pays: there is no fixed cost to earn back.")
        else:
            st.markdown(f"At the target precision, recall must reach **{_share(result.recall, result.recall_status)}**.")
        if result.precision_for_npv is not None:
            st.markdown(
                f"For the whole project to pay back (net present value zero), precision must reach **{percent_words(result.precision_for_npv)}**."
            )
        rows = [("At the target", result.net_at_target), ("Flag everyone", result.flag_everyone), ("Flag no one", result.flag_no_one)]
        st.table(
            pd.DataFrame(
                [{"A year of": name, "brings": money_words(value, money.currency)} for name, value in rows if value is not None]
            ).set_index("A year of")
        )
        if result.capacity_binds:
            st.caption("People cannot look at everything that is flagged: capacity sets the limit.")


def _share(value: float | None, status: str) -> str:
    return exact_percent_words(round(value, 3)) if value is not None else STATUS_WORDS.get(status, status)


def acts(money: Money) -> None:
    """The project, the best alternative and doing nothing, side by side."""
    if len(money.acts) < 2:
        return
    st.subheader("Against the alternatives")
    rows = [
        {
            "Choice": act.label,
            "Expected value": money_words(act.npv, money.currency),
            "Best of all in": f"{percent_words(act.p_best)} of outcomes" if act.p_best is not None else "",
        }
        for act in money.acts
    ]
    st.table(pd.DataFrame(rows).set_index("Choice"))


def pilot(money: Money) -> None:
    """What the pilot is worth."""
    if money.pilot is None:
        return
    st.subheader("The pilot")
    one = money.pilot
    verdict = "more than going all the way at once" if one.worth >= 0 else "less than going all the way at once"
    st.markdown(
        literal(
            f"It costs {money_words(one.cost, money.currency)}, passes with {percent_words(one.pass_probability)}, and saves {money_words(one.saved_when_failing, money.currency)} when it fails. Deciding with it is worth {money_words(abs(one.worth), money.currency)} {verdict}."
        )
    )


def conventions(project: Project, money: Money) -> None:
    """Every figure that finance asks for, and what was assumed."""
    exact = money.deterministic
    if exact is None or money.npv is None:
        return
    with st.expander("All figures and assumptions"):
        irr = exact_percent_words(round(exact.irr, 3)) if exact.irr is not None else IRR_WORDS[exact.irr_status]
        rows = {
            "Expected net present value (every input at its mean)": money_words(exact.npv, money.currency),
            "Mean of the simulation": f"{money_words(money.npv.mean, money.currency)} (sampling error {money_words(money.npv.error, money.currency)})",
            "Return on cost (ROI)": percent_words(exact.roi) if exact.roi is not None else "no cost given",
            "Internal rate of return (IRR)": irr,
            "Modified IRR (MIRR)": exact_percent_words(round(exact.mirr, 3)) if exact.mirr is not None else "does not exist",
            "Discounted payback": f"{exact.discounted_payback:.1f} years"
            if exact.discounted_payback is not None
            else "never within the horizon",
            "Simulation": f"{money.points:,} points, seed {money.seed}",
        }
        st.table(pd.DataFrame({"Figure": rows.keys(), "Value": rows.values()}).set_index("Figure"))
        flows = [
            {"Year": year, "Benefits": benefit, "Costs": cost, "Net": net}
            for year, (benefit, cost, net) in enumerate(zip(exact.benefits, exact.costs, exact.flows, strict=True))
        ]
        st.dataframe(
            pd.DataFrame(flows),
            hide_index=True,
            width="stretch",
            column_config={
                c: st.column_config.NumberColumn(f"{c} ({project.currency})", format="localized") for c in ("Benefits", "Costs", "Net")
            },
        )
        show.bullets(money.assumptions)
        show.bullets(money.missing)
