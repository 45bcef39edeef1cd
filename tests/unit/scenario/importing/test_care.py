"""Touch models and teams of a first scenario."""

from decimal import Decimal

import pytest

from touchmodel.scenario.importing.assignment import Assignment
from touchmodel.scenario.importing.care import Model, Team, care, positions
from touchmodel.scenario.importing.entry import Entry


def rows(*amounts: int, owner: str = "", model: str = "") -> list[Entry]:
    return [
        Entry(str(n), n, arr=Decimal(a), owner=owner, touch_model=model)
        for n, a in enumerate(amounts)
    ]


def test_a_small_company_has_one_model() -> None:
    found = care(rows(*[12_000] * 149), "USD")
    assert found.models == (Model("standard", "standard", "csm", 149),)
    assert found.teams == (Team("csm", 2),)  # 149 / 125: three would cost 23 % of the ARR


def test_a_larger_one_has_three_by_rank_of_arr() -> None:
    found = care(rows(*range(1_000, 201_000, 1_000)), "USD")
    # The 20th largest has 181 k, the 80th 121 k.
    assert [(m.name, m.accounts) for m in found.models] == [("high", 21), ("mid", 60), ("low", 119)]
    assert found.who_gets_what == (
        Assignment("high", Decimal(180_000)), Assignment("mid", Decimal(120_000)),
        Assignment("low"),
    )  # fmt: skip
    assert [team.name for team in found.teams] == ["csm_high", "csm_mid", "csm_low"]


@pytest.mark.parametrize(("currency", "unit"), [("USD", 1), ("JPY", 150)])
def test_accounts_that_cannot_pay_a_tier_do_not_get_it(currency: str, unit: int) -> None:
    small = care(rows(*(unit * n for n in range(100, 300))), currency)
    assert small.models == (Model("low", "low", "csm", 200),)
    middle = care(rows(*(unit * n for n in range(100, 20_100, 100))), currency)
    assert [m.name for m in middle.models] == ["mid", "low"]


def test_customers_who_pay_alike_have_one_model() -> None:
    assert len(care(rows(*[100_000] * 400), "USD").models) == 1


def test_owners_and_models_of_today_are_kept() -> None:
    anns = rows(1, 2, owner="Ann", model="ハイタッチ")
    found = care([*anns, *rows(3, owner="Bo", model="Digital")], "USD")
    assert [(m.name, m.tier, m.pool, m.accounts) for m in found.models] == [
        ("ハイタッチ", "high", "csm", 2), ("Digital", "low", "csm", 1),
    ]  # fmt: skip
    assert (found.teams, found.owners, found.named) == ((Team("csm", 2),), 2, True)


def test_a_team_that_would_cost_too_much_takes_the_leanest_ratio() -> None:
    model = Model("low", "low", "csm", 1000)
    assert positions(model, Decimal(10**8), "USD") == 5  # 1000 / 225
    assert positions(model, Decimal(10**6), "USD") == 2  # 1000 / 500
    assert positions(Model("low", "low", "csm", 1), Decimal(0), "USD") == 1
