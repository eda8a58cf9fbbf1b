"""The return on screen: the answer first, then what drives it, then what stands behind it, each part folded
until wanted.
"""

import streamlit as st

from mlscope import charts
from mlscope.money import summary
from mlscope.project import Project
from mlscope.questions import labels_of
from mlscope.results import Money
from mlscope.ui import state
from mlscope.ui.shell import panel, show
from mlscope.ui.shell.text import literal
from mlscope.words import chance_words, money_words, range_words, years_words


def nothing_yet(money: Money) -> None:
    """What to do while nothing of value or cost is known."""
    st.info(
        "There is nothing to compute from yet. A first benefit and a first cost, even as wide ranges, are"
        " enough.",
        icon=":material/payments:",
    )
    show.bullets(labels(money.missing))
    if st.button("Go to benefits and costs", type="primary"):
        panel.go_to("value.benefits")


def unconfirmed(project: Project) -> None:
    """A word of warning while the figures are those of a template or of another project."""
    if project.money_unconfirmed:
        st.warning(
            "These figures rest on answers that were filled in for you and that nobody has confirmed yet; the"
            " verdict does not count them.",
            icon=":material/info:",
        )


def only_costs(money: Money) -> bool:
    """Is there nothing yet that the costs could pay back?"""
    return bool(money.missing) and money.deterministic is not None and not any(money.deterministic.benefits)


def costs(money: Money, *, taxed: bool) -> None:
    """What it costs, while a chance of paying back would only mislead."""
    if money.npv is None:
        return
    first, second = st.columns([1, 2])
    after = ", after what it saves in tax" if taxed else ""
    explained = f"In the middle case, in today's money and over the horizon{after}."
    first.metric("Likely cost", money_words(-money.npv.p50, money.currency), help=explained)
    second.metric("In eight cases of ten", range_words(-money.npv.p90, -money.npv.p10, money.currency))
    st.info(
        "Only costs are known so far. Give a benefit an amount, even as a wide range, and this page says"
        " whether it pays back.",
        icon=":material/payments:",
    )
    if st.button("Go to the benefits", type="primary"):
        panel.go_to("value.benefits")


def labels(missing: tuple[str, ...]) -> list[str]:
    """The questions whose answers are missing, as they are asked."""
    return labels_of(missing, state.catalogue().questions)


def beside_no_risks(money: Money) -> None:
    """The same figures without the risks that count in those above."""
    if said := summary.beside_no_risks(money):
        st.caption(literal(said))


def headline(money: Money) -> None:
    """Chance of paying back, likely value and range, payback, and a text to read out."""
    npv, exact = money.npv, money.deterministic
    if npv is None or exact is None:
        show.bullets(labels(money.missing))
        return
    was = _before(money)
    parts = zip(_figures(money), _figures(was), strict=True)
    with st.container(horizontal=True, gap="medium"):
        for (label, figure, text), (_, before, _) in parts:
            changed = f"was {before}" if before != figure else None
            st.metric(
                label, figure, changed, delta_color="off", delta_arrow="off", help=text, width="content"
            )
    st.markdown(literal(" ".join(summary.read_out(money))))
    st.caption(literal(summary.give_or_take(money)))


def _before(money: Money) -> Money:
    """The figures as they were when this visit of the page began."""
    key = state.widget_key("return")
    kept: tuple[str, Money] | None = st.session_state.get("return_before")
    if kept is None or kept[0] != key or not kept[1].known:
        kept = st.session_state["return_before"] = (key, money)
    return kept[1]


def _figures(money: Money) -> list[tuple[str, str, str]]:
    npv = money.npv
    if npv is None:
        return []
    payback = (
        f"after {years_words(money.payback_p50)}"
        if money.payback_p50 is not None
        else f"not in {years_words(money.horizon_years)}"
    )
    return [
        (
            "Chance of paying back",
            chance_words(money.probability_positive),
            "How often net present value is above zero in the simulation.",
        ),
        (
            "Likely value",
            money_words(npv.p50, money.currency),
            "Half of the cases end above, half below: the median net present value.",
        ),
        (
            "In eight cases of ten",
            range_words(npv.p10, npv.p90, money.currency),
            "One case in ten ends below, one in ten above.",
        ),
        (
            "Paid back",
            payback,
            "In the middle case: half of the cases have their money back by then, for good.",
        ),
    ]


def outcome(money: Money) -> None:
    """How the outcome is spread, and how the balance runs over the years."""
    left, right = st.columns(2, gap="large")
    with left:
        show.chart(charts.npv_distribution(money), "npv")
    with right:
        show.chart(charts.cash_flow(money), "flow")


def drivers(money: Money) -> None:
    """What moves the outcome, and what to find out first."""
    if not money.tornado and not money.evppi:
        return
    left, right = st.columns(2, gap="large")
    with left:
        show.chart(charts.tornado(money), "tornado")
    with right:
        _worth_finding_out(money)


def _worth_finding_out(money: Money) -> None:
    """What to find out first, and the most that a study may cost."""
    if money.evpi is None:
        return
    limit = summary.knowing_everything(money)
    drawn = charts.information_value(money)
    if drawn is None:
        st.markdown("**Nothing to find out first**")
        worth = (
            "changes nothing in the choice"
            if not limit
            else f"would be worth {limit} at most, and no single input carries it"
        )
        st.write(
            literal(f"The choice stands whatever one input turns out to be. Knowing everything {worth}.")
        )
        return
    show.chart(drawn, "information")
    st.markdown(
        literal(
            f"A study that costs more than {limit} does not pay, whatever it finds out: that is what knowing"
            " everything is worth."
        )
    )
    if groups := charts.information_groups(money):
        show.fold("fold/groups", "By group of inputs", lambda: show.chart(groups, "groups"))
