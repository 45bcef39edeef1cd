from dataclasses import replace

import numpy as np
import pytest
from tests.unit.measures.worlds import account, calendar, change, inputs, records, segment

from touchmodel.measures.expected import expected, flips_of, retention_by, surplus_shares
from touchmodel.measures.history import history
from touchmodel.measures.retention import closing_window, cohort, customers_at, retention
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import (
    CHURNED,
    CONTRACTED,
    CONVERTED,
    EXITED,
    RENEWED,
    UPSOLD,
    Conversions,
    Records,
)

YEAR = calendar(months=12)


def run(world: Inputs, book: Records, what: object = expected) -> dict[str, float]:
    group = cohort(history(book), closing_window(world.calendar))
    return what(flips_of(world, book), group)  # type: ignore[operator, no-any-return]


def test_a_coin_flip_expects_the_same_whichever_way_it_fell() -> None:
    world = inputs(segment("smb"), when=YEAR)
    stayed = records([account(100)], [change(50.0, 0, RENEWED, 100, 100, 0.1)])
    left = records([account(100)], [change(50.0, 0, CHURNED, 100, 0, 0.1)])
    for book in (stayed, left):
        got = run(world, book)
        assert list(got.values()) == pytest.approx([0.9, 0.9, 0.9])


def test_a_contraction_expects_the_same_whichever_way_it_fell() -> None:
    world = inputs(segment("smb", cut=0.2), when=YEAR)
    whole = records([account(100)], [change(50.0, 0, RENEWED, 100, 100, 0.0, 0.5)])
    less = records([account(100)], [change(50.0, 0, CONTRACTED, 100, 80, 0.0, 0.5)])
    for book in (whole, less):
        got = run(world, book)
        assert got["grr_expected"] == got["nrr_expected"] == pytest.approx(0.9)
        assert got["logo_retention_expected"] == 1.0


def test_a_cut_that_stays_above_the_opening_arr_costs_no_grr() -> None:
    world = inputs(segment("smb", cut=0.2), when=YEAR)
    book = records(
        [account(100)],
        [change(10.0, 0, UPSOLD, 100, 200), change(50.0, 0, CONTRACTED, 200, 160, 0.0, 0.5)],
    )
    extra = run(world, book, surplus_shares)
    assert extra["grr"] == 0.0
    assert extra["nrr"] == pytest.approx(0.2)


def test_a_cut_is_rounded_half_to_even() -> None:
    world = inputs(segment("smb", cut=0.5), when=YEAR)
    book = records([account(5)], [change(50.0, 0, CONTRACTED, 5, 2, 0.0, 0.5)])
    assert run(world, book, surplus_shares)["grr"] == pytest.approx(3 * 0.5 / 5)


def test_exits_cost_their_hazard_for_as_long_as_the_account_is_there() -> None:
    world = inputs(segment("smb", exit_rate=0.001), when=YEAR)
    stayed, left = records([account(100)]), records([account(100)],
                                                    [change(100.0, 0, EXITED, 100, 0)])  # fmt: skip
    assert run(world, stayed)["grr_expected"] == pytest.approx(1 - 0.365)
    assert run(world, left)["grr_expected"] == pytest.approx(0 + 1 - 0.1)


def test_what_was_sold_counts_for_nrr_from_the_sale_on() -> None:
    world = inputs(segment("smb", exit_rate=0.001), when=YEAR)
    book = records([account(100)], [change(165.0, 0, UPSOLD, 100, 150)])
    extra = run(world, book, surplus_shares)
    assert extra["grr"] == pytest.approx(-0.365)
    assert extra["nrr"] == pytest.approx(-0.365 - 0.5 * 0.2)
    assert extra["logo_retention"] == pytest.approx(-0.365)


def test_each_segment_has_its_own_rates() -> None:
    world = inputs(segment("a", exit_rate=0.001), segment("b", exit_rate=0.002), when=YEAR)
    book = records([account(100), account(300, segment=1)])
    assert run(world, book, surplus_shares)["grr"] == pytest.approx(-(36.5 + 219) / 400)


def test_a_free_account_that_was_upgraded_is_expected_nothing_of() -> None:
    world = inputs(segment("smb"), when=YEAR)
    book = records(
        [account(100), account(0)],
        [change(10.0, 1, UPSOLD, 0, 500), change(20.0, 1, CHURNED, 500, 0, 0.25)],
    )
    extra = run(world, book, surplus_shares)
    assert extra == {"grr": 0.0, "nrr": 0.0, "logo_retention": 0.0}
    everyone = customers_at(history(book), closing_window(YEAR))
    assert surplus_shares(flips_of(world, book), everyone)["nrr"] == 0.0


def test_a_group_is_told_as_if_it_were_alone() -> None:
    world = inputs(
        segment("a", exit_rate=0.001, cut=0.1), segment("b", exit_rate=0.002, cut=0.2), when=YEAR
    )
    book = records(
        [account(100), account(300, segment=1), account(500, segment=1), account(0)],
        [
            change(50.0, 0, CONTRACTED, 100, 90, 0.2, 0.5),
            change(60.0, 1, CHURNED, 300, 0, 0.1),
            change(70.0, 2, RENEWED, 500, 500, 0.3, 0.1),
            change(80.0, 2, UPSOLD, 500, 700),
        ],
    )
    past, window, known = history(book), closing_window(YEAR), flips_of(world, book)
    groups = [book.accounts.segment == 0, book.accounts.segment == 1, None]
    together = retention_by(known, customers_at(past, window), groups)
    for members, found in zip(groups, together, strict=True):
        alone = cohort(past, window, members)
        assert found == retention(book, alone) | expected(known, alone)
    assert len({found["grr_expected"] for found in together}) == 3


def test_a_conversion_brings_the_exits_of_its_new_segment() -> None:
    """A free account at hazard 0.001 is one of hazard 0.003 for its last 200 days."""
    world = inputs(
        segment("free", exit_rate=0.001), segment("paid", exit_rate=0.003), when=YEAR
    )  # fmt: skip
    book = replace(
        records([account(0)], [change(165.0, 0, CONVERTED, 0, 500)]),
        conversions=Conversions(np.array([165.0]), np.array([0]), np.array([1])),
    )
    extra = run(world, book, surplus_shares)
    assert extra["logo_retention"] == pytest.approx(-(0.001 * 165 + 0.003 * 200))


def test_nobody_expects_nothing() -> None:
    assert all(np.isnan(value) for value in run(inputs(when=YEAR), records()).values())
