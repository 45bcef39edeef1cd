"""Worlds that tests write by hand, in model units: a few accounts, a team, a touch model or two."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from touchmodel.experiment.prepare import prepare
from touchmodel.model import inputs as m
from touchmodel.model import key
from touchmodel.model import records as r
from touchmodel.model.anchor import FIT_NODES, FIT_RANGE
from touchmodel.model.build import month_number
from touchmodel.model.calendar import day_number
from touchmodel.model.history import first_day
from touchmodel.scenario.load import load_scenario

NEVER = -float("inf")
START = date(2027, 1, 1)
HALF_LIFE = 90.0
KAPPA = float(np.log(2.0)) / HALF_LIFE
WEEK = 40.0


def segment(name: str = "smb", **changes: Any) -> m.Segment:
    """Customers who never leave, ask for nothing and pay 1,000.00 a year on 12-month contracts."""
    given: dict[str, Any] = {
        "complexity": 1.0, "arr_mu": float(np.log(100_000.0)), "arr_sigma": 0.0,
        "terms": np.array([12]), "term_shares": np.array([1.0]), "arrivals": np.zeros(12),
        "notice": 0.0, "onboarded_within": 30.0, "kappa": KAPPA, "baseline": 55.0,
        "not_onboarded": 10.0, "breach": 0.08, "churn_intercept": NEVER,
        "contraction_intercept": NEVER, "cut": 0.0, "beta": 0.0, "first": 0.0, "fit_spread": 0.0,
        "exit_rate": 0.0, "uplift": 0.0, "request_rates": (0.0, 0.0), "urgent": 0.0,
        "upsell_rate": 0.0, "upsell_uplift": 0.0, "upsell_success": 0.0,
        "upsell_self_serve": 0.0, "typed_churn": 0.1,
    }  # fmt: skip
    return m.Segment(name=name, key=key.hashed(name, 28), **given | changes)


def line(name: str, trigger: int, **changes: Any) -> m.Line:
    """An activity of exactly one hour that everybody accepts, by the first pool."""
    given: dict[str, Any] = {
        "activity": 0, "pool": 0, "queue_class": m.TOUCH, "hours": 1.0, "spread": 0.0,
        "accepted": 1.0, "no_show": 0.25, "value": 0.0, "within": 14.0, "urgent_within": 1.0,
    }  # fmt: skip
    return m.Line(key=key.activity_key(name), trigger=trigger, **given | changes)


def every(days: float, name: str = "check_in", **changes: Any) -> m.Line:
    return line(name, m.EVERY, every=days, **changes)


def support(name: str = "support", **changes: Any) -> m.Line:
    return line(name, m.REQUEST, **{"queue_class": m.NORMAL} | changes)


def answers(**changes: Any) -> tuple[m.Line, m.Line]:
    """The same answer to requests while onboarding and live."""
    return support(**changes), support(**changes)


def pool(name: str = "csm", people: int = 1000, **changes: Any) -> m.Pool:
    """A team that works 24 hours a day, so that a day of work takes a day."""
    given = {"positions": people, "planned": people, "hours_per_day": 24.0, "cost_per_day": 100.0}
    return m.Pool(name=name, key=key.hashed(name, 28), **given | changes)  # type: ignore[arg-type]


def rule(model: int, **changes: Any) -> m.Rule:
    given: dict[str, Any] = dict.fromkeys(
        ("arr", "ltv", "complexity", "tenure"), (NEVER, float("inf"))
    )
    return m.Rule(model=model, **{"segment": -1, "phase": -1} | given | changes)


def customer(
    name: str,
    start: date | None = None,
    *,
    segment: int = 0,
    arr: int = 100_000,
    term: int = 12,
    renews_on: date | None = None,
    model: int = -1,
) -> tuple[Any, ...]:
    """A row of the customer list."""
    return (name, segment, arr, term, start, renews_on, model)


def customers(count: int, start: date, **same: Any) -> list[tuple[Any, ...]]:
    return [customer(f"customer {i}", start, **same) for i in range(count)]


def book(rows: Sequence[tuple[Any, ...]], start: date = START) -> m.Book:
    """A customer list, as `touchmodel.model.history.listed` makes it."""
    first = month_number(start)
    origin = day_number(first, 1)
    columns: list[list[float]] = [[] for _ in range(8)]
    since, models = [], []
    for _, place, arr, term, begun, renews, model in rows:
        month, day, elapsed = first_day(begun, None, first)
        ends = (-1, 1) if renews is None else (month_number(renews), renews.day)
        for column, value in zip(
            columns, (place, arr, term, month, day, elapsed, *ends), strict=True
        ):
            column.append(value)
        models.append(model)
        since.append(np.nan if elapsed < 0 else float(day_number(month, day) - origin))
    whole = [np.array(column, dtype=np.int64) for column in columns]
    names = tuple(row[0] for row in rows)
    entity = np.array([key.book_account(name) for name in names], dtype=np.uint64)
    return m.Book(names, entity, *whole, np.array(since), np.array(models, dtype=np.int64))


def counted(segments: Sequence[m.Segment], counts: Sequence[int]) -> m.Book:
    """Accounts of which only the segment is known."""
    places = [(i, k) for i, count in enumerate(counts) for k in range(count)]
    entity = [key.counted_account(segments[i].name, k) for i, k in places]
    n = len(places)
    whole = [np.full(n, value, dtype=np.int64) for value in (-1, 0, -1, 1, -1, -1, 1)]
    return m.Book(
        tuple(f"{i} {k}" for i, k in places), np.array(entity, dtype=np.uint64),
        np.array([i for i, _ in places], dtype=np.int64), *whole, np.full(n, np.nan),
        np.full(n, -1, dtype=np.int64),
    )  # fmt: skip


def opening(
    segments: Sequence[m.Segment], models: Sequence[m.Model], health: float = 55.0
) -> m.Opening:
    """Every account at one health, contract ends even over the term, fit as a newcomer's."""
    from scipy.stats import norm

    shape = (len(segments), len(models))
    terms = max((len(s.terms) for s in segments), default=1)
    longest = max((int(s.terms.max()) for s in segments), default=1)
    z = np.linspace(-FIT_RANGE, FIT_RANGE, FIT_NODES)
    cdf = (norm.cdf(z) - norm.cdf(z[0])) / (norm.cdf(z[-1]) - norm.cdf(z[0]))
    renewal = np.ones((len(segments), terms, longest))
    for i, each in enumerate(segments):
        for k, term in enumerate(each.terms):
            renewal[i, k, :term] = np.arange(1, term + 1) / term
    return m.Opening(
        health=np.full(shape, health),
        model_shares=np.ones(shape),
        fit_grid=np.array([z * s.fit_spread for s in segments]).reshape(len(segments), FIT_NODES),
        fit_cdf=np.broadcast_to(cdf, (*shape, terms, 1, FIT_NODES)).copy(),
        renewal_cdf=renewal,
    )


def calendar(months: int = 12, start: date = START, settle: float = 10.0) -> m.Calendar:
    first = month_number(start)
    days = [float(day_number(first + k, 1) - day_number(first, 1)) for k in range(months + 1)]
    return m.Calendar(start, settle, np.array(days))


def world(
    *segments: m.Segment,
    models: Iterable[m.Model] = (),
    pools: Iterable[m.Pool] = (),
    rules: Iterable[m.Rule] = (),
    rows: Sequence[tuple[Any, ...]] = (),
    counts: Sequence[int] = (),
    months: int = 12,
    start: date = START,
    settle: float = 10.0,
    health: float = 55.0,
    min_days: float = 90.0,
    sources: Iterable[m.Source] = (),
) -> m.Inputs:
    """Inputs by hand; activities are numbered in the order their names first appear."""
    chosen = tuple(models) or (m.Model("none"),)
    fitted = tuple(
        s if len(s.arrivals) == months else replace(s, arrivals=np.resize(s.arrivals, months))
        for s in segments
    )
    keys: dict[int, int] = {}
    for model in chosen:
        for each in lines(model):
            keys.setdefault(each.key, len(keys))
    return m.Inputs(
        calendar=calendar(months, start, settle), segments=fitted,
        activities=tuple(f"activity {i}" for i in range(max(1, len(keys)))),
        models=tuple(numbered(model, keys) for model in chosen),
        rules=tuple(rules) or (rule(0),), min_days_in_model=min_days,
        pools=tuple(pools) or (pool(),),
        book=counted(fitted, counts) if counts else book(rows, start),
        opening=opening(fitted, chosen, health), sources=tuple(sources),
    )  # fmt: skip


def lines(model: m.Model) -> list[m.Line]:
    maybe = (*model.request, model.upsell, model.risk, model.cross_sell)
    single = [each for each in maybe if each is not None]
    return [*model.touches, *model.handoff, *model.onboarding, *model.renewal, *single]


def numbered(model: m.Model, keys: dict[int, int]) -> m.Model:
    """Return the model with the number of each line's activity."""

    def number(each: m.Line) -> m.Line:
        return replace(each, activity=keys[each.key])

    def maybe(each: m.Line | None) -> m.Line | None:
        return None if each is None else number(each)

    return replace(
        model,
        touches=tuple(map(number, model.touches)),
        handoff=tuple(map(number, model.handoff)),
        onboarding=tuple(map(number, model.onboarding)),
        renewal=tuple(map(number, model.renewal)),
        request=(maybe(model.request[0]), maybe(model.request[1])),
        upsell=maybe(model.upsell),
        risk=maybe(model.risk),
        cross_sell=maybe(model.cross_sell),
    )


def scenario(text: str, **book_files: str) -> m.Inputs:
    """Return the inputs of a scenario written as YAML; `book_files` are CSVs by stem."""
    with tempfile.TemporaryDirectory() as folder:
        for stem, content in book_files.items():
            (Path(folder) / f"{stem}.csv").write_text(content)
        path = Path(folder) / "world.yaml"
        path.write_text(text)
        return prepare(load_scenario(path))


def items(records: r.Records, **where: int) -> int:
    """Return the items of the ledger whose columns have these values."""
    return int(records.work.count[chosen(records, **where)].sum())


def chosen(records: r.Records, **where: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    rows = np.ones(len(records.work.count), dtype=np.bool_)
    for column, value in where.items():
        rows &= getattr(records.work, column) == value
    return rows


def causes(records: r.Records, cause: int) -> int:
    """Return the contract rows of a cause."""
    return int((records.contracts.cause == cause).sum())


def rows_of(records: r.Records, account: int) -> list[tuple[float, str, int, int]]:
    """Return an account's contract rows as (day, cause, before, after)."""
    c = records.contracts
    return [
        (float(c.time[i]), r.CAUSES[c.cause[i]], int(c.before[i]), int(c.after[i]))
        for i in np.flatnonzero(c.account == account)
    ]


def score(sample: Sequence[float], theory: float) -> float:
    """Return how many of its own standard errors the mean of a sample is off the theory."""
    values = np.asarray(sample, dtype=np.float64)
    error = values.std(ddof=1) / np.sqrt(len(values))
    return float((values.mean() - theory) / error)


def relative_error(sample: Sequence[float], theory: float) -> float:
    """Return the standard error of the mean as a share of the theory."""
    values = np.asarray(sample, dtype=np.float64)
    return float(values.std(ddof=1) / np.sqrt(len(values)) / abs(theory))


def agrees(sample: Sequence[float], theory: float, precision: float = 0.012) -> bool:
    """Whether a sample's mean is the theory, and the sample would show a 5 % mistake."""
    assert relative_error(sample, theory) <= precision, relative_error(sample, theory)
    return abs(score(sample, theory)) <= 4.0
