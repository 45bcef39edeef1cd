"""The churn typed comes back where accounts are today in other touch models than the policy's."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from tests import worlds as w
from tests.verification.test_anchor import churn, status_quo

from touchmodel.model.build import build_inputs
from touchmodel.scenario.book import read_book
from touchmodel.scenario.load import load_scenario

COMPANY = """\
extends: touchmodel/b2b-saas
start: 2027-04
months: 12
coverage_today: 100%
year_to_year: 0  # the luck of years would take hundreds of runs to average out
sla_today: 100%
segments:
  customers:
    churn_per_year: {today: 14%, without_us: 22%}
    contract: {12 months: 100%}
    requests: {per_month: 0.3}
touch_models:
  high: {by: csm, check_in: monthly, business_review: quarterly, support: {}}
  low: {by: csm, check_in: quarterly, support: {}}
who_gets_what: [{model: high, arr: at least 10M}, low]
pools: {csm: {positions: 300, cost_per_year: 1}}
book: {path: book.csv, columns: {customer: id, arr: arr, start: start}}
"""


def test_typed_churn_is_simulated_with_mixed_models(tmp_path: Path) -> None:
    rows = [f"c{i},1000,2025-{1 + i // 2 % 12:02}-15" for i in range(480)]
    (tmp_path / "book.csv").write_text("\n".join(["id,arr,start", *rows]))
    (tmp_path / "s.yaml").write_text(COMPANY)
    loaded = load_scenario(tmp_path / "s.yaml")
    today = ("high", "low") * 240
    inputs = build_inputs(loaded.scenario, replace(read_book(loaded), touch_model=today))
    assert inputs.anchors[0].basis == "next 12 months"
    runs = status_quo(inputs, 10)
    sample = [churn(inputs, run) for run in runs]
    assert w.relative_error(sample, 0.14) < 0.0125
    assert abs(np.mean(sample) / 0.14 - 1.0) < 0.05
    # The mutant: the same world, anchored as if all were in one touch model.
    high = replace(read_book(loaded), touch_model=("high",) * 480)
    wrong = replace(inputs, segments=build_inputs(loaded.scenario, high).segments)
    off = [churn(wrong, run) for run in status_quo(wrong, 3)]
    assert abs(np.mean(off) / 0.14 - 1.0) > 0.05
