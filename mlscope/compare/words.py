"""A comparison in words: who leads, and what to fund."""

import math
from collections.abc import Iterable, Mapping, Sequence

from mlscope.compare.criteria import CRITERIA
from mlscope.compare.funding import Wishes
from mlscope.compare.scoring import FIGURES
from mlscope.results import SCORE, Candidate, Comparison, Pairwise, Portfolio, Ranked
from mlscope.words import days_words, listed_names, money_words, percent_words


def headline(found: Comparison) -> str:
    """Who has the highest expected score, and how often that one is first; ties are said, and where there is
    nothing to compare with.
    """
    leaders, by = found.leaders, SCORE[found.view]
    if not leaders:
        unknown = "the money" if found.view == "value" else f"all that the {by} needs"
        return f"Nothing is known of {unknown} of any candidate yet, so none leads."
    scored, of = sum(one.score is not None for one in found.ranking), len(found.ranking)
    if of == 1:
        return f"{leaders[0].name} is the only candidate: there is nothing to compare it with."
    if scored == 1:
        return f"Only of {leaders[0].name} is the {by} known: there is nothing to compare it with yet."
    among = f" among the {scored} of {of} candidates of which it is known" if scored < of else ""
    if len(leaders) > 1:
        return f"{listed_names([one.name for one in leaders])} have the same {by}, the highest{among}."
    chance = percent_words(leaders[0].probability_first)
    where = "all cases, with weights near those set" if found.view == "weights" else "all cases"
    return f"{leaders[0].name} has the highest {by}{among}, and is first in {chance} of {where}."


def first_words(found: Comparison, one: Ranked) -> str | None:
    """How often a candidate is first; None where there is nothing that it could be compared with."""
    alone = one.probability_first is None or len(found.ranking) == 1
    return None if alone else percent_words(one.probability_first)


def score_words(score: float | None) -> str:
    """A score without a unit, to three figures."""
    if score is None:
        return "unknown"
    places = 2 - math.floor(math.log10(abs(score))) if score else 0
    return f"{round(score, places):,.{max(places, 0)}f}"


def missing_words(found: Ranked) -> str:
    """Which figures of its score a candidate lacks."""
    return f"give its {listed_names([FIGURES[name].lower() for name in found.missing])}"


def consistency(found: Pairwise) -> str:
    """Whether comparisons two by two agree, and where to look where they do not."""
    ratio = f"{found.ratio:.2f}"
    if found.doubtful is None or found.doubtful_times is None:
        return f"The comparisons agree well enough: their consistency ratio is {ratio}, and 0.10 is the most."
    first, second = (CRITERIA[name].lower() for name in found.doubtful)
    times = found.doubtful_times
    says = (
        f"{first} counts {times:.2g} times {second}"
        if times >= 1
        else f"{second} counts {1 / times:.2g} times {first}"
    )
    return (
        f"The comparisons contradict one another: their consistency ratio is {ratio}, and 0.10 is the most."
        f" Look first at {first} beside {second}: by all comparisons together, {says}."
    )


def funding(found: Portfolio, candidates: Sequence[Candidate]) -> Iterable[str]:
    """What to fund, line by line: the set, its money, how sure it is, and why each other is left out."""
    names = {candidate.id: candidate.name for candidate in candidates}
    yield funded(found, names)
    if found.selected:
        yield spending(found)
        yield from (f"  {line}" for line in by_year(found))
    yield from (f"  {line}" for line in by_role(found))
    if (said := unplanned(found, names)) is not None:
        yield said
    if (more := next_money(found)) is not None:
        yield more
    if found.gap > 0:
        yield f"The search stopped early: a better set could be worth up to {found.gap:.2%} more."
    if found.left_out:
        yield "Left out:"
        yield from (f"  {names[one]}: {found.reasons[one]}" for one in found.left_out)


def funded(found: Portfolio, names: dict[str, str]) -> str:
    """The set in one sentence, also where it is empty."""
    limit = f"With {money_words(found.budget, found.currency)}" if found.budget is not None else "As limited"
    if not found.selected:
        closed = found.reasons.values()
        why = (
            ": no candidate has a go yet" if closed and all(r.startswith("not a go") for r in closed) else ""
        )
        return f"{limit} nothing can be funded{why}."
    chosen = ", ".join(names[one] for one in found.selected)
    return (
        f"{limit}, fund {chosen}: worth {money_words(found.value, found.currency)} beyond the best"
        " alternatives, on average, discounted and over each whole horizon."
    )


def leader_left_out(ranked: Comparison, funded: Portfolio) -> str | None:
    """Why the candidate that leads the ranking is not in the set to fund; None where it is."""
    leaders = ranked.leaders
    if not leaders or any(one.id in funded.selected for one in leaders):
        return None
    reason = funded.reasons.get(leaders[0].id)
    tie = ", level with others," if len(leaders) > 1 else ""
    return f"{leaders[0].name} leads the ranking{tie} but is not funded ({reason})." if reason else None


def rules(wishes: Wishes, names: Mapping[str, str]) -> Iterable[str]:
    """What has to hold of a set beside its limits, a line each."""

    def named(ids: Iterable[str]) -> str:
        return listed_names([names.get(one, one) for one in ids])

    if wishes.must:
        yield f"funded whatever its verdict: {named(wishes.must)}"
    yield from (f"at most one of {named(group)}" for group in wishes.either)
    yield from (f"at most {most} of {named(group)}" for most, group in wishes.at_most.values())
    yield from (f"at most {most} tagged “{tag}”" for tag, most in wishes.at_most_tagged.items())
    yield from (f"{named([one])} only with {named([needed])}" for one, needed in wishes.depends)


def spending(found: Portfolio) -> str:
    """What the set spends, and how sure it is to stay within what there is."""
    within = (
        ""
        if found.within is None
        else f" All of it stays within in {percent_words(found.within)} of all cases."
    )
    return (
        f"It takes {money_words(found.cost, found.currency)} nominal over all years, each project planned at"
        f" P{100 * found.sureness:.0f}.{within}"
    )


def by_year(found: Portfolio) -> Iterable[str]:
    """What the set spends in each calendar year, beside its limit."""
    for year in found.years:
        limit = "" if year.limit is None else f" of {money_words(year.limit, found.currency)}"
        yield f"{year.year}: {money_words(year.spend, found.currency)}{limit}"


def by_role(found: Portfolio) -> Iterable[str]:
    """What the set takes of each limited role in its quarter."""
    for taken in found.capacities:
        yield f"{taken.role} in {taken.quarter}: {days_words(taken.days)} of {days_words(taken.limit)}"


def unplanned(found: Portfolio, names: dict[str, str]) -> str | None:
    """Whose plan names nobody, so that it takes nobody's days."""
    if not found.unplanned:
        return None
    chosen = [names[one] for one in found.unplanned]
    return f"No plan says who works on {listed_names(chosen)}: there it counts as taking nobody's days."


def next_money(found: Portfolio) -> str | None:
    """What more money would bring, as much more in every limit of money."""
    if found.next_amount is None or found.next_value is None:
        return None
    more = money_words(found.next_amount, found.currency)
    if any(year.limit is not None for year in found.years):
        more += (
            " more in each limited year" if found.budget is None else " more in all and in each limited year"
        )
    else:
        more += " more"
    if found.next_value <= 0:
        return f"{more} would change nothing."
    return f"{more} would bring {money_words(found.next_value, found.currency)}."
