"""The histogram of waits."""

import math

from touchmodel.model.records import FIRST_WAIT_DAYS, WAIT_GROWTH
from touchmodel.model.rules.wait import wait_bin


def test_bins_of_waits() -> None:
    assert wait_bin(0.0) == 0
    assert wait_bin(1e-9) == wait_bin(FIRST_WAIT_DAYS) == 1
    assert wait_bin(FIRST_WAIT_DAYS * 1.01) == 2
    for days in (0.01, 0.5, 3.0, 400.0):
        low, high = (FIRST_WAIT_DAYS * WAIT_GROWTH ** (wait_bin(days) - k) for k in (2, 1))
        assert low < days <= high
        assert math.isclose(high / low, 1.02)
