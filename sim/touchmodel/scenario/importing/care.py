"""Touch models and teams for a first scenario: today's where the data name them, else by size.

Below 150 customers one model serves all.  Above, the tenth with the largest ARR gets high touch,
the next three tenths mid touch, the others low touch; the limits are written as round amounts.
An account whose ARR could not pay for the hours of a tier does not get it by rank.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from touchmodel.scenario.importing import cell
from touchmodel.scenario.importing.entry import Entry

ONE_MODEL_BELOW = 150
"""Customers from which a company is offered three touch models."""
ACCOUNTS_PER_PERSON = {"high": (12, 30), "mid": (50, 125), "low": (225, 500), "standard": (50, 125)}
"""Middle and leanest end of the folk ranges 5-30, 20-125 and 100-500 accounts per CSM."""
LEAST_ARR = {"high": Decimal(50_000), "mid": Decimal(10_000)}
"""ARR of which the hours of a tier cost some 15 % [USD/year]."""
PERSON = Decimal(140_000)
"""Loaded cost of a person [USD/year]."""
MOST_COST = Decimal("0.15")
"""Share of its ARR that a team costs at most in the published range."""
PER_DOLLAR = {"JPY": Decimal(150)}
"""Currency per US dollar, roughly, for amounts that are assumptions anyway."""
TIERS = ("high", "mid", "low")
_NAMED = {
    "high": re.compile(r"high|ハイ|dedicated|専任"),
    "mid": re.compile(r"mid|ミドル|ミッド"),
    "low": re.compile(r"low|ロー|tech|テック|digital|デジタル|self"),
}


@dataclass(frozen=True)
class Model:
    """A touch model: which of the usual sets of activities it has, and who does them."""

    name: str
    tier: str
    """`high`, `mid`, `low` or `standard`: its activities and folk ratio."""
    pool: str
    accounts: int
    at_least: Decimal | None = None
    """ARR from which an account gets it, where ARR decides [currency/year]."""


@dataclass(frozen=True)
class Team:
    """A pool and its positions."""

    name: str
    positions: int


@dataclass(frozen=True)
class Care:
    """Who does what for whom."""

    models: tuple[Model, ...]
    teams: tuple[Team, ...]
    named: bool
    """Whether the data name today's touch model of every customer."""
    owners: int
    """People the data name as owners; 0 if they name none."""


def care(rows: Sequence[Entry], currency: str) -> Care:
    """Return the touch models and teams for the customers of an opening book."""
    owners = len({row.owner for row in rows if row.owner})
    named = all(row.touch_model for row in rows)
    models = _named(rows) if named else _by_arr(rows, currency)
    if owners:
        models = tuple(_of_pool(model, "csm") for model in models)
        return Care(models, (Team("csm", owners),), named, owners)
    sums = _sums(rows, models, named=named)
    teams = tuple(Team(m.pool, positions(m, sums[m.name], currency)) for m in models)
    return Care(models, teams, named, 0)


def positions(model: Model, arr: Decimal, currency: str) -> int:
    """Return the people of a touch model by its folk ratio, at least 1.

    Where the team would cost more than is published, the leanest end of the ratio is taken.
    """
    usual, leanest = (
        math.ceil(Decimal(model.accounts) / ratio) for ratio in ACCOUNTS_PER_PERSON[model.tier]
    )
    affordable = MOST_COST * arr / (PERSON * PER_DOLLAR.get(currency, Decimal(1)))
    return max(1, usual if usual <= affordable else leanest)


def _of_pool(model: Model, pool: str) -> Model:
    return Model(model.name, model.tier, pool, model.accounts, model.at_least)


def _named(rows: Sequence[Entry]) -> tuple[Model, ...]:
    names = dict.fromkeys(row.touch_model for row in rows)
    counts = {name: sum(row.touch_model == name for row in rows) for name in names}
    many = len(names) > 1
    return tuple(
        Model(name, _tier(name), f"csm {name}" if many else "csm", counts[name]) for name in names
    )


def _tier(name: str) -> str:
    said = cell.folded(name)
    return next((tier for tier in TIERS if _NAMED[tier].search(said)), "standard")


def _by_arr(rows: Sequence[Entry], currency: str) -> tuple[Model, ...]:
    """Return one model for a small company, or for one whose customers pay alike."""
    amounts = sorted((row.arr or Decimal(0) for row in rows), reverse=True)
    one = (Model("standard", "standard", "csm", len(rows)),)
    if len(rows) < ONE_MODEL_BELOW:
        return one
    rate = PER_DOLLAR.get(currency, Decimal(1))
    ranked = {"high": amounts[len(rows) // 10 - 1], "mid": amounts[len(rows) * 4 // 10 - 1]}
    limits = {tier: max(round_amount(ranked[tier]), LEAST_ARR[tier] * rate) for tier in ranked}
    high, above = (sum(a >= least for a in amounts) for least in limits.values())
    if high > len(rows) // 5 or above > len(rows) // 2:
        return one
    models = (
        Model("high", "high", "csm_high", high, limits["high"]),
        Model("mid", "mid", "csm_mid", above - high, limits["mid"]),
        Model("low", "low", "csm_low", len(rows) - above),
    )
    used = tuple(model for model in models if model.accounts)
    return used if len(used) > 1 else (_of_pool(used[0], "csm"),)


def round_amount(amount: Decimal) -> Decimal:
    """Return an amount in two significant digits.

    >>> round_amount(Decimal("243830.59"))
    Decimal('240000')
    """
    if not amount:
        return Decimal(0)
    unit = Decimal(1).scaleb(amount.adjusted() - 1)
    return Decimal(int((amount / unit).to_integral_value() * unit)) if unit >= 1 else amount


def _sums(rows: Sequence[Entry], models: Sequence[Model], *, named: bool) -> Mapping[str, Decimal]:
    """Return the ARR that each touch model looks after."""
    sums = {model.name: Decimal(0) for model in models}
    for row in rows:
        name = row.touch_model if named else _fitting(row, models)
        sums[name] += row.arr or Decimal(0)
    return sums


def _fitting(row: Entry, models: Sequence[Model]) -> str:
    amount = row.arr or Decimal(0)
    fitting = (m.name for m in models if m.at_least is None or amount >= m.at_least)
    return next(fitting)
