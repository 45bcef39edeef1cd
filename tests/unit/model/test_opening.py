"""The opening book: contracts that run at day 0, and the fit of those who are still there."""

from datetime import date

import numpy as np
import pytest
from scipy import integrate, stats
from tests import worlds as w

from touchmodel.model.opening import chosen, fit_at, open_book, running_contract


@pytest.mark.parametrize(
    ("elapsed", "to_renewal", "term", "contract"),
    [
        (0, -1, 12, 0), (11, -1, 12, 0), (12, -1, 12, 1), (35, -1, 12, 2), (14, -1, 1, 14),
        (-1, -1, 12, 1),  # nobody knows: one renewal has passed
        (5, 12, 12, 0), (5, 13, 12, 1), (20, 24, 12, 1), (20, 36, 36, 0), (20, 6, 12, 0),
    ],
)  # fmt: skip
def test_the_running_contract(elapsed: int, to_renewal: int, term: int, contract: int) -> None:
    assert running_contract(elapsed, to_renewal, term) == contract


def test_a_share_is_chosen_by_where_the_uniform_falls() -> None:
    shares = np.array([0.2, 0.0, 0.8])
    assert [chosen(u, shares) for u in (0.0, 0.199, 0.2, 0.999)] == [0, 0, 2, 2]


def test_fit_is_the_inverse_of_its_distribution() -> None:
    grid, cdf = np.array([-1.0, 0.0, 2.0]), np.array([0.0, 0.5, 1.0])
    assert [fit_at(u, grid, cdf) for u in (0.25, 0.5, 0.75)] == [-0.5, 0.0, 1.0]


COMPANY = """
extends: touchmodel/b2b-saas
start: 2027-04
months: 12
segments:
  customers:
    fit_spread: 0.9
    arr: {mean: 12k}
    churn_per_year: {at_health_70: 20%, odds_ratio: 1}
    contract: {12 months: 100%}
touch_models: {all: {by: csm, check_in: monthly}}
pools: {csm: {positions: 5, cost_per_year: 1}}
book: {path: book.csv, columns: {customer: id, arr: arr, start: start}}
"""


@pytest.mark.parametrize("renewals", [0, 1, 5])
def test_the_fit_of_an_old_customer_is_that_of_a_survivor(renewals: int) -> None:
    start = f"{2027 - renewals}-02-15" if renewals else "2026-11-15"
    rows = [f"c{i},1000,{start}" for i in range(4000)]
    inputs = w.scenario(COMPANY, book="\n".join(["id,arr,start", *rows]))

    def density(fit: float) -> float:
        churn = 1.0 / (1.0 + np.exp(-(np.log(0.2 / 0.8) - fit)))
        return float((1.0 - churn) ** renewals * stats.norm.pdf(fit, scale=0.9))

    mass, first, second = (
        integrate.quad(lambda f, k=k: f**k * density(f), -7.0, 7.0)[0] for k in range(3)
    )
    fits = np.concatenate([open_book(inputs, 5, k).fit for k in range(10)])
    assert (open_book(inputs, 5, 0).contract == renewals).all()
    mean, variance = first / mass, second / mass - (first / mass) ** 2
    error = np.sqrt(variance / len(fits))
    assert abs(fits.mean() - mean) < 4.0 * error
    # Drawn as a newcomer's it would be off by many errors.
    assert renewals == 0 or mean > 20.0 * error
    assert fits.var() == pytest.approx(variance, rel=0.03)


def test_counted_accounts_renew_evenly_over_their_term() -> None:
    segment = w.segment(terms=np.array([24]))
    book = open_book(w.world(segment, counts=[4800]), 3, 0)
    ends = book.anchor_month + 2 * 24 - (2027 * 12)
    counts = np.bincount(ends, minlength=24)
    assert len(counts) == 24
    assert ((counts - 200) ** 2 / 200).sum() < stats.chi2.ppf(1.0 - 6e-5, 23)
    assert set(book.contract) == {1}
    assert set(book.anchor_day) == set(range(1, 32))


def test_a_listed_account_keeps_what_its_row_says() -> None:
    rows = [w.customer("c", date(2026, 5, 20), arr=123_456, term=36)]
    book = open_book(w.world(w.segment(), rows=rows), 3, 0)
    assert (book.arr[0], book.term[0], book.contract[0]) == (123_456, 36, 0)
    assert book.since[0] == -226.0
    assert bool(book.onboarded[0])
