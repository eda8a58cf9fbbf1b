"""How much the answer to an open question tells about the verdict, in bits, on the same draws as the leaning.

Mutual information between the drawn answer and the word, less its bias (Miller and Madow 1955): counted on
512 draws, an answer that has nothing to do with the verdict still seems to tell a little. What could be such
chance counts as nothing: the information times 2n is then about chi-squared distributed (Wilks 1938), and
what lies below the 99.9th percentile is "about 0".
"""

import math
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from scipy import special

from mlscope.assess.draws import Codes
from mlscope.assess.facts import Facts
from mlscope.assess.leaning import WORDS, Drawn
from mlscope.results import Floats

BINS = 4
"""Equal parts of 0 to 1 into which what is drawn evenly falls."""
SURE = 0.999


def information(answers: Codes, words: Codes) -> float:
    """Bits that an answer tells about a word, from a code of each per draw, less the bias; 0 where it could
    be chance.
    """
    table = np.bincount(answers * len(WORDS) + words, minlength=(int(answers.max()) + 1) * len(WORDS))
    table = table.reshape(-1, len(WORDS)).astype(float)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    freedom = (table.shape[0] - 1) * (table.shape[1] - 1)
    if not freedom:
        return 0.0
    n = float(table.sum())
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / n
    cells = table > 0
    nats = float((table[cells] * np.log(table[cells] / expected[cells])).sum() / n)
    if 2 * n * nats <= float(special.chdtri(freedom, 1 - SURE)):
        return 0.0
    occupied = int(np.count_nonzero(cells))
    bias = (occupied - table.shape[0] - table.shape[1] + 1) / (2 * n)
    bits: float = (nats - max(0.0, bias)) / math.log(2)
    return max(0.0, bits)


def told(drawn: Drawn) -> dict[str, float]:
    """Bits by open question that is asked by now, of those that tell anything; more for what tells more.

    What rests on several open figures, texts or tables is told by all of them together, so each counts for
    its part.
    """
    facts = drawn.draws.facts
    bits: dict[str, float] = {}
    for question_id in drawn.read:
        column = drawn.draws.column(question_id)
        if column.drawn and facts.open(question_id) and len(column.answers) > 1:
            bits[question_id] = information(column.codes, drawn.words)
    for wanted, values in drawn.scores.values():
        together = information(_binned(values), drawn.words)
        for question_id in wanted:
            bits[question_id] = max(bits.get(question_id, 0.0), together / len(wanted))
    return {i: value for i, value in bits.items() if value > 0}


def told_of_obstacles(drawn: Drawn) -> dict[str, float]:
    """Bits by open question that is asked by now about what stands in the way of a start: summed over all
    that does so in some draws, and never more than the answer holds.

    It ranks what tells about nothing else, where no single answer changes the word any more.
    """
    facts, bits = drawn.draws.facts, defaultdict[str, float](float)
    for obstacle in drawn.obstacles.values():
        stands = obstacle.stands.astype(np.int64)
        for question_id in _with_conditions(facts, obstacle.reads):
            column = drawn.draws.column(question_id)
            if column.drawn and facts.open(question_id) and len(column.answers) > 1:
                bits[question_id] += information(column.codes, stands)
        for name in obstacle.evenly:
            wanted, values = drawn.scores.get(name, ((), None))
            if values is not None:
                together = information(_binned(values), stands)
                for question_id in wanted:
                    bits[question_id] += together / len(wanted)
    return {i: min(value, _entropy(drawn, i)) for i, value in bits.items() if value > 0}


def _with_conditions(facts: Facts, question_ids: Iterable[str]) -> list[str]:
    """The questions, and those that decide whether they are asked."""
    reached = list(dict.fromkeys(question_ids))
    for question_id in reached:  # grows while it is walked
        reached += [i for i in facts.question(question_id).when if i in facts.questions and i not in reached]
    return reached


def _entropy(drawn: Drawn, question_id: str) -> float:
    column = drawn.draws.column(question_id)
    if len(column.answers) < 2:
        return math.log2(BINS)
    shares = np.bincount(column.codes) / column.codes.size
    return float(special.entr(shares).sum()) / math.log(2)


def _binned(values: Floats) -> Codes:
    """The part of 0 to 1 in which each value lies, counted from 1; 0 where it does not apply."""
    binned: Codes = np.where(values < 0, 0, 1 + np.minimum(BINS - 1, np.floor(np.maximum(values, 0) * BINS)))
    return binned.astype(np.int64)
