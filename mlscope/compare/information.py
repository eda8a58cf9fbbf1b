"""What knowing more would be worth for the choice among candidates (Howard 1966), on the draws of each.

The choice is that of a set under limits, or of one candidate where nothing is said of money. Knowing one
input of one candidate changes what that candidate is expected to bring, and no other: so the best set with it
and the best without it, found once, say what is chosen whatever is learnt. An input that several share is
learnt for all of them at once, and every set is looked at.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from mlscope.compare import solver
from mlscope.compare.currency import Rates, common_currency
from mlscope.compare.funding import ELIGIBLE, EVERY_SET, NEVER, Choice, Wishes
from mlscope.errors import InputError
from mlscope.results import Candidate, ChoiceInformation, Floats, InputGain, Learning

LEAST_SHARE = 0.005
"""Of EVPI: what is worth less than this is negligible."""
_LOST = 2.0
"""Standard errors within which a value is lost in sampling noise."""


def choice_information(
    candidates: Sequence[Candidate],
    gains: Mapping[str, Sequence[InputGain]],
    wishes: Wishes | None = None,
    rates: Rates | None = None,
) -> ChoiceInformation:
    """EVPI of the choice, and EVPPI of each input of each candidate; `gains` by the candidate's id.

    InputError for more than twelve candidates that may be chosen, or for what `compare` refuses.
    """
    asked = wishes is not None and wishes.asked
    chosen = wishes if wishes is not None and asked else Wishes(budget=float(2**52))
    relevant = [one for one in candidates if one.money.known]
    currency, factors = common_currency(relevant, rates)
    if not asked:
        open_ = [c.id for c in relevant if c.stage not in NEVER and c.assessment.verdict.word in ELIGIBLE]
        chosen = Wishes(budget=chosen.budget, either=(tuple(open_),) if len(open_) > 1 else ())
    choice = Choice(candidates, chosen, currency, factors)
    choice.refuse_what_contradicts()
    draws = choice.draws()
    if draws is None:
        return ChoiceInformation(0.0, (), currency)
    if len(choice.open) > EVERY_SET:
        raise InputError(
            f"{len(choice.open)} candidates may be chosen; for what it is worth to know more, choose at most"
            f" {EVERY_SET}"
        )
    sets = solver.all_sets(choice.limits)
    totals = sets @ choice.value
    evpi = max(0.0, float((sets @ draws).max(axis=0).mean() - totals.max()))
    found, together = [], _together(choice, gains)
    for group in together:
        found.append(_learnt_together(group, choice, factors, sets, evpi))
    joint = {(choice.open[at].id, gain.input) for group in together for at, gain in group}
    for at, one in enumerate(choice.open):
        rate = factors[one.money.currency]
        has = sets[:, at] == 1
        if has.all() or not has.any():
            continue
        without, beside = float(totals[~has].max()), float(totals[has].max() - choice.value[at])
        found += [
            _learning(one.id, gain, rate, beside, without, evpi)
            for gain in gains.get(one.id, ())
            if (one.id, gain.input) not in joint
        ]
    found.sort(key=lambda learning: (-learning.value, learning.id, learning.input))
    return ChoiceInformation(evpi, tuple(found), currency)


Group = list[tuple[int, InputGain]]
"""The candidates that share an input, by their place among those that may be chosen, each with its gains."""


def _together(choice: Choice, gains: Mapping[str, Sequence[InputGain]]) -> list[Group]:
    """Inputs that several candidates share, where their bins are of the same chance."""
    groups: dict[tuple[str, bytes], Group] = {}
    for at, one in enumerate(choice.open):
        for gain in gains.get(one.id, ()):
            if gain.shared:
                alike = gain.share.sum(axis=0).round(2).tobytes()
                groups.setdefault((gain.shared, alike), []).append((at, gain))
    return [group for group in groups.values() if len({at for at, _ in group}) > 1]


def _learnt_together(group: Group, choice: Choice, rates: Rates, sets: Floats, evpi: float) -> Learning:
    """The value of knowing what several share: in each bin the set is chosen by what the others say."""
    share = group[0][1].share
    moved = np.zeros((len(choice.open), *share.shape))
    for at, gain in group:
        worth = gain.gain * rates[choice.open[at].money.currency]
        moved[at] += worth - (worth * gain.share).sum() / gain.share.sum()
    sums, whole = moved * share, share.sum(axis=0)
    others = (sums.sum(axis=1, keepdims=True) - sums) / np.maximum(whole - share, 1e-300)
    totals = sets @ choice.value
    best = np.argmax(totals[:, None, None] + np.tensordot(sets, others, 1), axis=0)
    gained = totals[best] + np.einsum("rba,arb->rb", sets[best], moved) - totals.max()
    settled = np.einsum("a,arb->rb", sets[int(np.argmax(totals))], moved)
    each: Floats = ((gained - settled) * share).sum(axis=1) / share.sum(axis=1)
    first = group[0][1]
    ids = dict.fromkeys(choice.open[at].id for at, _ in group)
    return _told(tuple(ids), first, each, evpi)


def _learning(
    candidate: str, gain: InputGain, rate: float, beside: float, without: float, evpi: float
) -> Learning:
    """The value of knowing one input: in each bin the set is chosen by what the other replicates say.

    `beside` is what the best set with the candidate is worth apart from it, `without` that of the best set
    without it.
    """
    worth, share = gain.gain * rate, gain.share
    sums, whole = worth * share, share.sum(axis=0)
    others = (sums.sum(axis=0) - sums) / np.maximum(whole - share, 1e-300)
    chosen = np.where(beside + others > without, beside + worth, without)
    settled = beside + worth if beside + float(sums.sum()) > without else without
    each: Floats = ((chosen - settled) * share).sum(axis=1) / share.sum(axis=1)
    return _told((candidate,), gain, each, evpi)


def _told(ids: tuple[str, ...], gain: InputGain, each: Floats, evpi: float) -> Learning:
    """The value of knowing, by replicate, without what is lost in sampling noise."""
    value, error = float(each.mean()), float(each.std(ddof=1) / np.sqrt(each.size))
    negligible = value <= max(_LOST * error, LEAST_SHARE * evpi)
    worth = 0.0 if negligible else min(value, evpi)
    return Learning(ids[0], gain.input, gain.label, worth, negligible, ids[1:])
