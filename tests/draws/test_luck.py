"""Luck that an extension asks for: uniform, of the customer and the word alone."""

from itertools import pairwise

import numpy as np
from scipy import stats
from tests import worlds as w

from touchmodel.engine.extension import Customer, Extensions
from touchmodel.engine.reference import simulate
from touchmodel.model import draws, key
from touchmodel.model import inputs as m

COUNT = 10_000


def customer(number: int, seed: int = 1, replication: int = 0) -> Customer:
    entity = key.book_account(f"customer {number}")
    return Customer(
        f"customer {number}", "smb", None, "live", 0.0, 1.0, 1.0, 1.0, 0.0,
        _key=(seed, replication, entity),
    )  # fmt: skip


def test_luck_is_uniform() -> None:
    sample = np.array([customer(i).luck("mood") for i in range(COUNT)])
    assert stats.kstest(sample, "uniform").pvalue > 6e-5  # 4 standard errors
    for share in (0.02, 0.5, 0.9):
        error = np.sqrt(share * (1.0 - share) / COUNT)
        assert abs((sample < share).mean() - share) < 4.0 * error
    assert abs((sample < 0.525).mean() - 0.5) > 4.0 * np.sqrt(0.25 / COUNT)  # 5 % off shows


def test_luck_is_of_word_customer_replication_and_seed() -> None:
    lucky = customer(1).luck("mood")
    assert lucky == customer(1).luck("mood")
    others = (
        customer(1).luck("mood in May"), customer(2).luck("mood"),
        customer(1, replication=1).luck("mood"), customer(1, seed=2).luck("mood"),
    )  # fmt: skip
    assert len({lucky, *others}) == 5


def test_words_are_independent() -> None:
    said = np.array([[customer(i).luck(f"month {k}") for i in range(COUNT)] for k in range(6)])
    assert all(abs(np.corrcoef(a, b)[0, 1]) < 4.0 / np.sqrt(COUNT) for a, b in pairwise(said))


def test_purposes_are_independent() -> None:
    purposes = range(1, draws.LUCK + 1)
    word, entities = key.activity_key("mood"), [key.book_account(str(i)) for i in range(COUNT)]
    drawn = np.array([
        [draws.draw(1, 0, 0, purpose * 2**32 + word, entity)[0] for entity in entities]
        for purpose in purposes
    ])  # fmt: skip
    off = np.corrcoef(drawn)[np.triu_indices(len(purposes), 1)]
    assert np.abs(off).max() < 4.0 / np.sqrt(COUNT)


class Moody:
    """A policy by luck that notes the luck of each customer."""

    def __init__(self) -> None:
        self.luck: dict[str, float] = {}

    def touch_model(self, customer: Customer, usual: str) -> str:
        self.luck[customer.name] = customer.luck("mood")
        return "care" if self.luck[customer.name] < 0.5 else usual


def test_luck_does_not_depend_on_headcount_or_on_other_customers() -> None:
    segment = w.segment(arrivals=np.full(12, 2.0))
    care = m.Model("care", touches=(w.every(10.0, value=0.1),))
    rows = w.customers(20, w.START)
    found = []
    for people, more in ((1, []), (9, []), (9, [w.customer("stranger", w.START)])):
        moody = Moody()
        inputs = w.world(
            segment, models=[m.Model("none"), care], rows=[*more, *rows],
            pools=[w.pool("csm", people)],
        )  # fmt: skip
        simulate(inputs, 1, extensions=Extensions(policy=moody))
        found.append(moody.luck)
    few, many, stranger = found
    assert len(few) > 30
    assert few == many
    assert stranger.pop("stranger") not in few.values()
    assert stranger == few
