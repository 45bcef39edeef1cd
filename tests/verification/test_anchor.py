"""The churn a planner types is the churn that the simulated status quo shows.

Held within 5 % of each other where the simulated team covers what the planner says it covers.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from tests import worlds as w
from tests.engine import simulate

from touchmodel.measures.expected import expected, flips_of
from touchmodel.measures.history import history
from touchmodel.measures.retention import closing_window, cohort
from touchmodel.measures.work import touch_figures
from touchmodel.model import inputs as m
from touchmodel.model import records as r

TYPED, CUT = 0.14, 0.08
COMPANY = """
extends: touchmodel/b2b-saas
start: 2027-04
months: {months}
coverage_today: {coverage}%
year_to_year: 0  # the luck of years would take hundreds of runs to average out
effect_of_touches: {effect}
segments:
  customers:
    {accounts}
    arr: {{mean: 12k}}
    churn_per_year: {{today: 14%{without}}}
    contraction_per_year: {{today: 8%, cut: 30%}}
    uncontrollable_per_year: {exits}%
    contract: {contract}
    first_contract: {first}
    requests: {{per_month: 0.3}}
touch_models:
  everyone:
    by: csm
    check_in: monthly
    business_review: {{every: 6 months}}
    support: {{}}
    {preparation}
pools:
  csm: {{positions: {people}, cost_per_year: 110k}}
"""
PREPARED = "renewal_preparation: {}"
LIST = """
book:
  path: book.csv
  columns: {customer: id, arr: arr, start: start, contract_months: term}
"""


def company(
    contract: str = "{12 months: 100%}",
    *,
    months: int = 12,
    effect: float = 1.0,
    exits: int = 0,
    people: int = 500,
    coverage: int = 100,
    preparation: str = PREPARED,
    without: str = "",
    requests: bool = True,
    rows: Sequence[str] = (),
    first: float = 0.0,
) -> m.Inputs:
    text = COMPANY.format(
        contract=contract, months=months, effect=effect, exits=exits, people=people,
        coverage=coverage, preparation=preparation, without=without, first=first,
        accounts="" if rows else "accounts: 500",
    )  # fmt: skip
    if not requests:
        text = text.replace("    requests: {per_month: 0.3}\n", "").replace("    support: {}\n", "")
    if rows:
        return w.scenario(text + LIST, book="\n".join(["id,arr,start,term", *rows]))
    return w.scenario(text)


def churn(inputs: m.Inputs, run: r.Records) -> float:
    """Return the share of the book that is expected to leave in the last 12 months."""
    group = cohort(history(run), closing_window(inputs.calendar))
    return 1.0 - expected(flips_of(inputs, run), group)["logo_retention_expected"]


def status_quo(inputs: m.Inputs, count: int, coverage: float = 1.0) -> list[r.Records]:
    runs = [simulate(inputs, 1, number) for number in range(count)]
    covered = np.mean([touch_figures(inputs, run)["coverage"] for run in runs])
    assert abs(covered - coverage) < 0.02
    return runs


def contraction(run: r.Records) -> float:
    """Return the share of the book that is expected to contract, of those who stayed."""
    stayed = np.isin(run.contracts.cause, (r.RENEWED, r.CONTRACTED))
    return float(run.contracts.p_contract[stayed].sum() / len(run.accounts.arr))


def holds(sample: Sequence[float], typed: float, luck: float = 0.0125) -> bool:
    """Whether typed and simulated lie within 5 %, of which luck is a small part."""
    assert w.relative_error(sample, typed) < luck
    return bool(abs(np.mean(sample) / typed - 1.0) < 0.05)


WORLDS = {
    "12 months": company(),
    "12 and 36 months": company("{12 months: 50%, 36 months: 50%}"),
    "monthly": company("{1 month: 100%}", preparation=""),
    "quarterly": company("{3 months: 100%}", preparation=""),
    "with exits": company(exits=4),
    "steep": company(without=", without_us: 24%"),
    "prepared as they decide": company(preparation="renewal_preparation: {before: 60 days}"),
}


@pytest.mark.parametrize("name", WORLDS)
def test_typed_churn_and_contraction_are_simulated(name: str) -> None:
    inputs = WORLDS[name]
    assert inputs.anchors[0].basis == "next 12 months"
    assert inputs.anchors[0].today == pytest.approx(TYPED)
    runs = status_quo(inputs, 30 if "36" in name else 10)
    assert holds([churn(inputs, run) for run in runs], TYPED)
    assert holds([contraction(run) for run in runs], CUT, luck=0.016)


def test_typed_churn_is_simulated_churn_of_a_team_that_cannot_do_all() -> None:
    inputs = company(people=6, coverage=72)
    assert holds([churn(inputs, run) for run in status_quo(inputs, 10, 0.72)], TYPED)


@pytest.mark.parametrize("effect", [0.0, 0.5, 1.0, 1.5])
def test_today_holds_whatever_touches_do(effect: float) -> None:
    inputs = company(effect=effect)
    assert inputs.anchors[0].today == pytest.approx(TYPED)
    assert holds([churn(inputs, run) for run in status_quo(inputs, 10)], TYPED)


def test_without_effect_no_team_changes_churn() -> None:
    full, none = company(effect=0.0), company(effect=0.0, people=0)
    ours = [churn(full, simulate(full, 1, k)) for k in range(4)]
    assert ours == [churn(none, simulate(none, 1, k)) for k in range(4)]


def test_without_a_team_churn_is_what_was_typed_without_us() -> None:
    # Nobody answers requests either, which `without_us` does not mean: so there are none.
    inputs = company(people=0, requests=False)
    sample = [churn(inputs, simulate(inputs, 1, number)) for number in range(10)]
    assert holds(sample, inputs.anchors[0].without_us)


def starts(count: int, oldest: int, newest: int, term: int) -> list[str]:
    """Return customers who started evenly over the months before day 0."""
    rows = []
    for i in range(count):
        month = 2027 * 12 + 3 - (newest + i * (oldest - newest) // count)
        rows.append(f"c{i},12000,{month // 12}-{month % 12 + 1:02d}-{i % 28 + 1:02d},{term}")
    return rows


@pytest.mark.parametrize("exits", [0, 4])
def test_a_customer_list_with_known_starts(exits: int) -> None:
    inputs = company(rows=starts(500, 60, 4, 12), exits=exits)
    assert holds([churn(inputs, run) for run in status_quo(inputs, 10)], TYPED)


def test_a_monthly_list_with_known_starts() -> None:
    inputs = company("{1 month: 100%}", preparation="", rows=starts(500, 40, 4, 1))
    assert holds([churn(inputs, run) for run in status_quo(inputs, 10)], TYPED)


def test_customers_who_leave_more_easily_in_their_first_year() -> None:
    young = starts(500, 14, 1, 1)
    inputs = company("{1 month: 100%}", preparation="", rows=young, first=1.0)
    runs = status_quo(inputs, 10)
    assert holds([churn(inputs, run) for run in runs], TYPED)
    assert holds([contraction(run) for run in runs], CUT, luck=0.016)
    # Anchored as if they did not, a third more would leave.
    alike = company("{1 month: 100%}", preparation="", rows=young)
    blind = replace(inputs.segments[0], churn_intercept=alike.segments[0].churn_intercept)
    wrong = replace(inputs, segments=(blind,))
    assert np.mean([churn(wrong, run) for run in status_quo(wrong, 3)]) > 1.3 * TYPED


@pytest.mark.parametrize("exits", [0, 4])
def test_where_few_contracts_end_soon_the_next_decision_has_the_typed_churn(exits: int) -> None:
    inputs = company("{36 months: 100%}", months=36, rows=starts(300, 26, 6, 36), exits=exits)
    assert inputs.anchors[0].basis == "next decision"
    yearly = []
    for run in status_quo(inputs, 8):
        decided = np.flatnonzero(~np.isnan(run.contracts.p_churn))
        _, first = np.unique(run.contracts.account[decided], return_index=True)
        p = run.contracts.p_churn[decided][first]
        yearly.append(float(np.mean(1.0 - (1.0 - p) ** (12.0 / 36.0))))
    controllable = 1.0 - (1.0 - TYPED) / (1.0 - exits / 100.0)
    assert holds(yearly, controllable)
