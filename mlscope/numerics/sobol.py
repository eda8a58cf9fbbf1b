"""Scrambled Sobol points, bit for bit those of `scipy.stats.qmc.Sobol`.

Sources: the recursion for direction numbers after P. Bratley and B. L. Fox, "Algorithm 659", ACM Trans. Math.
Softw. 14 (1988); the numbers of S. Joe and F. Y. Kuo, SIAM J. Sci. Comput. 30 (2008), from the table that
SciPy brings; the linear matrix scramble with a digital shift after J. Matousek, "On the L2-discrepancy for
anchored boxes", J. of Complexity 14 (1998).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import scipy
from numpy.typing import NDArray

BITS = 30
"""Binary digits of a coordinate; 2**BITS points at most."""
TABLE = Path(scipy.__file__).parent / "stats" / "_sobol_direction_numbers.npz"

Words = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A scrambled sequence: where each coordinate starts, and what it moves by."""

    shift: Words
    """Shape (dimensions,)."""
    steps: Words
    """Scrambled direction numbers, shape (dimensions, log2 of the number of points)."""

    def points(self, dimensions: Iterable[int]) -> NDArray[np.float64]:
        """The coordinates of these dimensions, shape (dimensions, points), in [0, 1)."""
        rows = np.fromiter(dimensions, dtype=np.intp)
        steps = self.steps[rows]
        words = np.empty((rows.size, 1 << steps.shape[1]), dtype=np.uint32)
        words[:, 0] = self.shift[rows]
        for number in range(
            steps.shape[1]
        ):  # in the order of the Gray code, the next half mirrors what there is
            half = 1 << number
            words[:, half : 2 * half] = words[:, half - 1 :: -1] ^ steps[:, number, None]
        points: NDArray[np.float64] = words.astype(np.float64)
        points *= 2.0**-BITS
        return points


def sequence(dimensions: int, size: int, chance: np.random.Generator) -> Sequence:
    """The first `size` points, a power of two, of a sequence that `chance` scrambles."""
    (chance,) = chance.spawn(1)
    digits = chance.integers(2, size=(dimensions, BITS), dtype=np.uint32)
    shift = digits @ (np.uint32(1) << np.arange(BITS, dtype=np.uint32))
    return Sequence(shift, _scramble(_directions(dimensions)[:, : size.bit_length() - 1], chance))


def _scramble(directions: Words, chance: np.random.Generator) -> Words:
    """The direction numbers, each multiplied (modulo 2) by a random lower triangular matrix with ones on its
    diagonal.
    """
    dimensions, columns = directions.shape
    digits = chance.integers(2, size=(dimensions, BITS, BITS), dtype=np.uint32)
    scrambled = np.zeros_like(directions)
    for column in range(columns):  # the k-th direction number has digits in its first k columns alone
        place = BITS - 1 - column
        word = np.full(dimensions, 1 << place, dtype=np.uint32)
        for row in range(column + 1, BITS):
            word |= digits[:, row, column] << np.uint32(BITS - 1 - row)
        scrambled ^= ((directions >> np.uint32(place)) & np.uint32(1)) * word[:, None]
    return scrambled


@lru_cache(maxsize=4)
def _directions(dimensions: int) -> Words:
    """The direction numbers of the first dimensions, scaled to BITS digits; shape (dimensions, BITS)."""
    with np.load(TABLE) as table:
        polynomials = table["poly"][:dimensions].astype(np.uint32)
        numbers = np.zeros((dimensions, BITS), dtype=np.uint32)
        initial = table["vinit"][:dimensions]
    numbers[:, : initial.shape[1]] = initial
    numbers[0] = 1
    degrees = np.array([int(polynomial).bit_length() - 1 for polynomial in polynomials])
    for degree in np.unique(degrees[1:]):
        rows = np.flatnonzero(degrees == degree)
        rows = rows[rows > 0]
        for column in range(degree, BITS):
            number = numbers[rows, column - degree]
            for back in range(1, degree + 1):
                taken = (polynomials[rows] >> np.uint32(degree - back)) & np.uint32(1)
                number ^= taken * (numbers[rows, column - back] << np.uint32(back))
            numbers[rows, column] = number
    scaled: Words = numbers << np.arange(BITS - 1, -1, -1, dtype=np.uint32)
    scaled.flags.writeable = False
    return scaled
