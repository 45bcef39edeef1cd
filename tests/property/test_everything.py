"""What holds in a company with every mechanism, whatever the numbers in its file are."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.property.test_run import SEEDS, bits, recorded

from touchmodel.engine.reference import simulate
from touchmodel.engine.reference.pool import Pool, Work
from touchmodel.experiment.prepare import prepare
from touchmodel.measures import arr_bridge, broken_rows, logo_bridge
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.scenario.load import load_scenario

MOST_EACH = 12
Mapping = dict[str, Any]


def some(*values: object) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


@st.composite
def segments(draw: st.DrawFn) -> Mapping:
    """A free segment that converts, and two that pay."""
    paying = {
        "new_per_month": draw(some(0, 5)), "contract": {"1 month": "20%", "12 months": "80%"},
        "decides": draw(some("0 days", "20 days")), "onboarded_within": "30 days",
        "contraction_per_year": {"today": "10%", "cut": "30%"}, "uplift": draw(some("0%", "7%")),
        "uncontrollable_per_year": draw(some("0%", "5%")), "renews_in": {"June": "50%"},
        "requests": {"per_month": draw(some(0.0, 1.0)), "while_onboarding": 3, "urgent": "20%"},
        "upsell": {"per_year": "100%", "uplift": "20%", "success": "60%", "self_serve": "20%"},
        "cross_sell": {"per_year": "100%", "adds": "30%", "success": "60%", "self_serve": "20%"},
        "traits": {"skill": {"novice": "60%", "expert": "40%"}},
        "seats": {"mean": 20, "spread": "80%"},
        "shocks": {
            "champion_leaves": {"per_year": draw(some("10%", "300%")), "loss": "15%"},
            "outage": {"on": "2027-06", "reaches": "50%", "loss": "30%"},
        },
        "health": {"lost_owner": "10%", "half_life": draw(some("20 days", "90 days"))},
    }  # fmt: skip
    churn = {"today": draw(some("10%", "40%")), "odds_ratio": draw(some(1.0, 1.3))}
    small = {**paying, "accounts": draw(st.integers(1, 60)), "churn_per_year": churn}
    small["arr"] = {"mean": "10k", "spread": "60%"}
    large = {**small, "accounts": draw(st.integers(1, 30)), "complexity": 1.5}
    large["arr"] = {"mean": "40k", "spread": "60%"}
    free = {
        "free": True, "accounts": draw(st.integers(0, 60)), "new_per_month": draw(some(0, 10)),
        "churn_per_year": {"today": "40%", "odds_ratio": 1.2}, "contract": {"1 month": "100%"},
        "decides": "3 days", "requests": {"per_month": 0.3},
        "converts": {"to": "small", "per_year": "200%", "success": "50%", "self_serve": "40%"},
    }  # fmt: skip
    return {"free": free, "small": small, "large": large}


@st.composite
def pools(draw: st.DrawFn) -> Mapping:
    """Named books with a cap, a team for many with cover, support in office hours, experts."""
    positions, people = draw(st.integers(1, 4)), some({}, {"leavers_per_year": "90%"})
    csm = {
        "positions": {"2027-04": positions, "2027-07": draw(st.integers(0, 5))},
        "cost_per_year": "120k", "books": "named", "at_most": 9,
        "accounts_each": MOST_EACH, "manager": {"span": 2, "cost_per_year": "160k"},
        "overhead": "25%", "hiring": draw(people), "order": draw(some("created", "due", "arr")),
        "people": [{"hired": "2027-02", "leave": [{"from": "2027-05", "until": "2027-06"}]}],
    }  # fmt: skip
    hours = {"calendar": "business", "country": draw(some("JP", "US"))}
    support = {
        "positions": draw(st.integers(1, 3)),
        "cost_per_year": "80k",
        **draw(some({}, hours)),
    }
    scale = {
        "positions": draw(st.integers(0, 2)), "cost_per_year": "100k",
        "shrinkage_in": {"May": "80%"}, "cover": draw(some([], ["support"], ["csm"])),
    }  # fmt: skip
    experts = {"positions": 2, "cost_per_hour": 200}
    return {"csm": csm, "scale": scale, "support": support, "experts": experts}


@st.composite
def companies(draw: st.DrawFn) -> Mapping:
    """A file with everything in it: up to 150 accounts at first, six months."""
    high = {
        "by": "csm", "handoff": {}, "kickoff": {"channels": {"on_site": "50%", "online": "50%"}},
        "first_training": {"by": "experts"}, "check_in": draw(some("weekly", "monthly")),
        "business_review": {"channels": {"on_site": "30%", "online": "70%"}}, "site_visit": {},
        "health_check": "weekly", "risk_play": {"value": draw(some(-0.3, 0.4))},
        "renewal_preparation": {"before": "14 days"}, "handover": {}, "support": {"by": "support"},
        "upsell_conversation": {}, "cross_sell_conversation": {},
    }  # fmt: skip
    low = {
        "by": "scale", "group_training": {"every": "2 weeks"},
        "group_onboarding": {"every": draw(some("3 days", "1 month")), "audience": 4},
        "self_serve_onboarding": {},
        "webinar": "monthly", "newsletter": "weekly", "upsell_conversation": {"within": "1 day"},
        "support": {"by": "support", "within": draw(some("16 hours", "2 days"))},
    }  # fmt: skip
    policy: list[Mapping | str] = [
        {"model": "low", "segment": "free"},
        {"model": "high", "seats": "at least 30", "traits": {"skill": "novice"}},
        {"model": "high", "health": "under 40", "from": "2027-06"},
        {"model": "high", "ltv": draw(some("top 5%", "top 60%")), "until": "2027-08"},
        {"model": "high", "tenure": "under 60 days"},
        "low",
    ]
    return {
        "extends": "touchmodel/b2b-saas", "start": "2027-04", "months": 6,
        "coverage_today": "90%", "segments": draw(segments()),
        "touch_models": {"high": high, "low": low}, "who_gets_what": policy,
        "min_days_in_model": draw(some("0 days", "30 days")),
        "channels": {
            "on_site": {"hours": 3, "cost": 300, "effort": "120%"}, "online": {"effort": "90%"},
        },
        "digital": {
            "help": {
                "lift": 2, "deflects": "30%", "from": "2027-06", "ramp": "2 months",
                "saves": {"check_in": "30%"}, "content_per_month": "1k",
                "owner": {"by": "scale", "hours_per_month": 10},
            }
        },
        "community": {
            "members_today": "20%", "lift": 4, "deflects": "30%", "platform_per_month": "1k",
            "manager": {"by": "scale", "hours_per_month": 20},
        },
        "hiring": {
            "lead_time": draw(some("0 days", "1 month")), "ramp": ["0%", "50%"],
            "leavers_per_year": draw(some("1%", "60%")), "backfill": draw(st.booleans()),
            "cost_per_hire": "5k",
        },
        "nps": {"every": "2 months", "answers": "50%"}, "pools": draw(pools()),
    }  # fmt: skip


def read(document: Mapping) -> m.Inputs:
    """Return the file as the engine reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "company.yaml"
        path.write_text(json.dumps(document), encoding="utf-8")
        return prepare(load_scenario(path))


@pytest.mark.parametrize("count", [20, pytest.param(300, marks=pytest.mark.evidence)])
def test_nothing_is_lost_or_made_up(count: int) -> None:
    # A company of this size takes too long to shrink; the message has its file whole.
    @settings(
        derandomize=True, deadline=None, max_examples=count, database=None,
        phases=[Phase.explicit, Phase.generate],
    )  # fmt: skip
    @given(companies(), SEEDS)
    def hold(document: Mapping, seed: int) -> None:
        inputs = read(document)
        with efforts_kept() as efforts:
            company, run, diary = recorded(inputs, seed)  # Little's law and one end for each item
        over_before = sum(time < 0.0 for time in diary.ended)
        beside = run.work.pool == m.NOBODY
        assert run.work.count[~beside].sum() == len(diary.items) - over_before
        customers(inputs, run)
        people(inputs, run, efforts)
        care(inputs, run)
        assert all(0.0 <= account.health_now() <= 100.0 for account in company.accounts)
        if seed % 8 == 0:
            assert bits(simulate(inputs, seed)) == bits(run)

    hold()


def customers(inputs: m.Inputs, run: r.Records) -> None:
    """Customers and their money are where the flows between month ends put them."""
    assert len(broken_rows(run)) == 0
    for bridge, column in ((arr_bridge, "arr"), (logo_bridge, "accounts")):
        flows = bridge(inputs, run)
        for month in range(inputs.calendar.months):
            for segment in range(len(inputs.segments)):
                here = (run.snapshot.month == month) & (run.snapshot.segment == segment)
                counted = int(getattr(run.snapshot, column)[here].sum())
                assert int(flows["closing"][month, segment]) == counted


@contextmanager
def efforts_kept() -> Iterator[list[float]]:
    """Add up, by pool, the effort in what is written: hours of work at the pace of who did it."""
    efforts, write = [0.0] * 4, Pool.write

    def written(pool: Pool, work: Work, outcome: int, effect: int, hours: float) -> None:
        efforts[pool.index] += hours * work.productivity if pool.world.month >= 0 else 0.0
        write(pool, work, outcome, effect, hours)

    with patch.object(Pool, "write", written):
        yield efforts


def people(inputs: m.Inputs, run: r.Records, efforts: list[float]) -> None:
    """People come and go one by one, are paid by the day, and work their hours once."""
    days = np.diff(inputs.calendar.month_starts)
    for number, team in enumerate(inputs.pools):
        rows = run.staff.pool == number
        busy, able = run.staff.busy_hours[rows], run.staff.capacity_hours[rows]
        assert (busy <= able * (1.0 + 1e-9) + 1e-9).all()
        worked = run.work.hours[run.work.pool == number].sum()
        np.testing.assert_allclose(busy.sum(), worked, rtol=1e-9, atol=1e-9)
        effort = run.staff.effort_hours[rows].sum()
        np.testing.assert_allclose(effort, efforts[number], rtol=1e-9, atol=1e-9)
        there = np.concatenate([[team.positions], run.staff.people[rows]])
        moves = run.staff.hires[rows] - run.staff.leavers[rows]
        assert (there[:-1] + moves == there[1:]).all()
        paid = run.costs.amount[(run.costs.pool == number) & (run.costs.kind == r.PEOPLE)].sum()
        least = np.minimum(there[:-1], there[1:]) - run.staff.leavers[rows]
        most = there[:-1] + run.staff.hires[rows] + run.staff.leavers[rows]
        assert (least @ days) * team.cost_per_day <= paid * (1.0 + 1e-9)
        assert paid <= (most @ days) * team.cost_per_day * (1.0 + 1e-9)
        fees = run.costs.amount[(run.costs.pool == number) & (run.costs.kind == r.EXPERTS)].sum()
        np.testing.assert_allclose(fees, worked * team.cost_per_hour, rtol=1e-9)


def care(inputs: m.Inputs, run: r.Records) -> None:
    """Nobody comes uninvited, and no cap is exceeded by who moved in."""
    assert (run.attendance.attended <= run.attendance.invited).all()
    assert (run.conversions.account < len(run.accounts.entity)).all()
    last = run.snapshot.month == inputs.calendar.months - 1
    names = [model.name for model in inputs.models]
    high = run.snapshot.accounts[last & (run.snapshot.model == names.index("high"))].sum()
    assert high <= 5 * MOST_EACH
