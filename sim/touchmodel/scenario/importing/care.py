"""Touch models and teams for a first scenario: today's where the data name them, else by size.

Below 150 customers one model serves all.  Above, the tenth with the largest ARR gets high touch,
the next three tenths mid touch, the others low touch; the limits are written as round amounts.
An account whose ARR could not pay for the hours of a tier does not get it by rank.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from touchmodel.scenario.importing import cell
from touchmodel.scenario.importing.assignment import (
    Assignment,
    Lines,
    amount_of,
    as_today,
    assigned,
    round_amount,
)
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
    """Customers who have it on the first day."""


@dataclass(frozen=True)
class Team:
    """A pool and its positions."""

    name: str
    positions: int


@dataclass(frozen=True)
class Care:
    """Who does what for whom."""

    models: tuple[Model, ...]
    who_gets_what: Lines
    """From the first review on, and for newcomers."""
    teams: tuple[Team, ...]
    named: bool
    """Whether the data name touch models of today."""
    owners: int
    """People the data name as owners; 0 if they name none."""


def care(rows: Sequence[Entry], currency: str) -> Care:
    """Return the touch models and teams for the customers of an opening book."""
    owners = len({row.owner for row in rows if row.owner})
    named = any(row.touch_model for row in rows)
    lines = as_today(rows) if named else _by_rank(rows, currency)
    today = [
        row.touch_model or model for row, model in zip(rows, assigned(rows, lines), strict=True)
    ]
    models = _models(today, lines, named=named, one_pool=bool(owners))
    if owners:
        return Care(models, lines, (Team("csm", owners),), named, owners)
    sums = {model.name: Decimal(0) for model in models}
    for row, name in zip(rows, today, strict=True):
        sums[name] += amount_of(row)
    teams = tuple(Team(m.pool, positions(m, sums[m.name], currency)) for m in models)
    return Care(models, lines, teams, named, 0)


def _models(
    today: Sequence[str], lines: Lines, *, named: bool, one_pool: bool
) -> tuple[Model, ...]:
    """Return the touch models that customers have, in the order of the data or of the lines."""
    names = dict.fromkeys(today if named else [line.model for line in lines])
    pool = "csm {}" if named else "csm_{}"
    one_pool = one_pool or len(names) == 1
    return tuple(
        Model(name, _tier(name), "csm" if one_pool else pool.format(name), today.count(name))
        for name in names
    )


def positions(model: Model, arr: Decimal, currency: str) -> int:
    """Return the people of a touch model by its folk ratio, at least 1.

    Where the team would cost more than is published, the leanest end of the ratio is taken.
    """
    usual, leanest = (
        math.ceil(Decimal(model.accounts) / ratio) for ratio in ACCOUNTS_PER_PERSON[model.tier]
    )
    affordable = MOST_COST * arr / (PERSON * PER_DOLLAR.get(currency, Decimal(1)))
    return max(1, usual if usual <= affordable else leanest)


def _tier(name: str) -> str:
    said = cell.folded(name)
    return next((tier for tier in TIERS if _NAMED[tier].search(said)), "standard")


def _by_rank(rows: Sequence[Entry], currency: str) -> Lines:
    """Return one model for a small company, or for one whose customers pay alike."""
    one = (Assignment("standard"),)
    if len(rows) < ONE_MODEL_BELOW:
        return one
    amounts = sorted(map(amount_of, rows), reverse=True)
    rate = PER_DOLLAR.get(currency, Decimal(1))
    ranked = {"high": amounts[len(rows) // 10 - 1], "mid": amounts[len(rows) * 4 // 10 - 1]}
    limits = {tier: max(round_amount(ranked[tier]), LEAST_ARR[tier] * rate) for tier in ranked}
    high, above = (sum(a >= least for a in amounts) for least in limits.values())
    if high > len(rows) // 5 or above > len(rows) // 2:
        return one
    lines = (
        Assignment("high", limits["high"]), Assignment("mid", limits["mid"]), Assignment("low"),
    )  # fmt: skip
    given = set(assigned(rows, lines))
    return tuple(line for line in lines if line.model in given)
