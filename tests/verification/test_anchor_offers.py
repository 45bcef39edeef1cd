"""Churn typed is churn simulated where digital, sessions, a community and shocks move health."""

from dataclasses import replace

import numpy as np
import pytest
from tests import worlds as w
from tests.verification.test_anchor import churn, status_quo

COMPANY = """
extends: touchmodel/b2b-saas
start: 2027-04
months: 12
coverage_today: 100%
sla_today: 100%
year_to_year: 0
segments:
  customers:
    accounts: 600
    arr: {mean: 12k}
    complexity: 1.5
    churn_per_year: {today: 14%, without_us: 20%}
    contract: {12 months: 100%}
    requests: {per_month: 0.3}
    shocks: {champion_leaves: {per_year: 60%, loss: 25%}}
touch_models:
  everyone:
    by: csm
    check_in: {every: monthly, value: 0.15}
    webinar: {audience: 50, value: 0.15}
    newsletter: {value: 0.03}
    support: {value: 0.05}
digital:
  help: {lift: 6, deflects: 20%}
community: {members_today: 30%, lift: 12, deflects: 20%, half_at: 150, joins: {at_first: 20%, at_best: 32%}}
pools:
  csm: {positions: 300, cost_per_year: 110k}
"""  # noqa: E501


def test_typed_churn_is_simulated() -> None:
    inputs = w.scenario(COMPANY)
    runs = status_quo(inputs, 10)
    sample = [churn(inputs, run) for run in runs]
    assert w.relative_error(sample, 0.14) < 0.0125
    assert abs(np.mean(sample) / 0.14 - 1.0) < 0.05
    # The mutant: anchored as if there were no offers.
    lines = COMPANY.splitlines(keepends=True)
    blind = "".join(x for x in lines if not x.startswith(("digital", "  help", "community")))
    blind_to = w.scenario(blind).segments[0]
    wrong = replace(
        inputs.segments[0], churn_intercept=blind_to.churn_intercept, beta=blind_to.beta
    )  # fmt: skip
    other = replace(inputs, segments=(wrong,))
    off = [churn(other, run) for run in status_quo(other, 3)]
    assert abs(np.mean(off) / 0.14 - 1.0) > 0.05


def test_risk_plays_are_not_in_the_anchor() -> None:
    # They help those at risk, beyond what was typed: a little, and downwards.
    more = "    health_check: {}\n    risk_play: {}\n    support: "
    plays = COMPANY.replace("    support: ", more)
    inputs = w.scenario(plays)
    with_plays = np.mean([churn(inputs, run) for run in status_quo(inputs, 4)])
    assert 0.9 < with_plays / 0.14 < 1.02
    assert inputs.anchors[0].health_today == pytest.approx(
        w.scenario(COMPANY).anchors[0].health_today
    )
