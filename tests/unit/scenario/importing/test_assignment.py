"""Lines of `who_gets_what` that leave most accounts in the touch model of today."""

from decimal import Decimal

import pytest

from touchmodel.scenario.importing.assignment import Assignment, as_today, moved, round_amount
from touchmodel.scenario.importing.entry import Entry


def row(amount: int, model: str, segment: str = "") -> Entry:
    return Entry("x", 1, arr=Decimal(amount), touch_model=model, segment=segment)


def test_limits_of_arr_where_they_tell_the_models_apart() -> None:
    rows = [row(98_765, "high"), row(43_210, "high"), row(9_000, "mid"), row(500, "low")]
    lines = as_today(rows)
    assert lines == (
        Assignment("high", Decimal(43_000)), Assignment("mid", Decimal(9_000)), Assignment("low"),
    )  # fmt: skip
    assert moved(rows, lines) == 0


def test_a_limit_is_exact_where_a_round_one_would_move_accounts() -> None:
    assert as_today([row(43_210, "high"), row(43_100, "low")])[0].at_least == 43_210


def test_one_exception_does_not_hide_the_limit() -> None:
    rows = [*(row(100 + n, "high") for n in range(9)), *(row(n, "low") for n in range(1, 10))]
    rows += [row(5, "high"), row(1, "")]
    lines = as_today(rows)
    assert [line.model for line in lines] == ["high", "low"]
    # The ten largest are the nine and one of `low`; the exception is moved, too.
    assert (lines[0].at_least, moved(rows, lines)) == (9, 2)


def test_segments_where_amounts_tell_nothing() -> None:
    rows = [row(n, ("high", "low")[n % 2], ("Gold", "Basic")[n % 2]) for n in range(20)]
    rows += [row(7, "", "Free")]
    assert as_today(rows) == (Assignment("low", segment="Basic"), Assignment("high"))
    assert moved(rows, as_today(rows)) == 0


def test_the_usual_model_for_all_where_nothing_tells_them_apart() -> None:
    rows = [row(100, "low"), row(100, "high"), row(100, "low")]
    assert as_today(rows) == (Assignment("low"),)
    rows = [row(n, ("low", "high", "low")[n % 3]) for n in range(30)]
    assert as_today(rows) == (Assignment("low"),)


@pytest.mark.parametrize(("amount", "limit"), [(0, 0), (7, 7), ("1234.5", 1200), (98765, 99000)])
def test_round_amounts(amount: str, limit: int) -> None:
    assert round_amount(Decimal(amount)) == limit
