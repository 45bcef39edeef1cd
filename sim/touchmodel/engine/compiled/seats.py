"""Sets of seats, a bit each: the lowest is found without a look at every seat."""

from typing import Any

import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from touchmodel.engine.compiled.layout import Rows
from touchmodel.model.jit import PLAIN, part

U = np.uint64
WORD = 64


def _lowest(_: Any, bits: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], cgutils.true_bit)

    return types.uint64(types.uint64), code


def _lowest_plain(bits: Any) -> Any:
    return U((int(bits) & -int(bits)).bit_length() - 1)


lowest: Any = _lowest_plain if PLAIN else intrinsic(_lowest)
"""Return the number of the lowest bit that is set; one is."""


def words(seats: int) -> int:
    """Return how many words a set of so many seats takes."""
    return -(-seats // WORD)


@part
def add(seats: Rows, seat: int) -> None:
    """Add a seat to a set."""
    seats[seat >> 6] |= U(1) << U(seat & 63)


@part
def drop(seats: Rows, seat: int) -> None:
    """Take a seat out of a set, if it is there."""
    seats[seat >> 6] &= ~(U(1) << U(seat & 63))


@part
def first(seats: Rows) -> int:
    """Return the lowest seat of a set that is not empty."""
    word = 0
    while seats[word] == U(0):
        word += 1
    return word * 64 + int(lowest(seats[word]))
