"""A company whose retention is known by hand: every account decides once in the run, and touches do
nothing, so expected GRR is 1 less the yearly churn typed."""

from pathlib import Path

from touchmodel.scenario.load import Loaded, load_scenario

KNOWN = """\
start: 2027-04
months: 12
effect_of_touches: 0
year_to_year: 0
segments:
  smb:
    accounts: 200
    arr: {mean: 12k, spread: 0}
    churn_per_year: {today: {best: 14%, low: 10%, high: 20%, source: CRM, grade: B}}
    contract: {12 months: 100%}
    decides: 0 days
    fit_spread: 0
touch_models:
  mid: {by: csm, check_in: monthly, business_review: {by: partner, every: quarter}}
pools:
  csm: {positions: 2, cost_per_year: {best: 100k, low: 50k, high: 200k, source: us, grade: C}}
  partner: {positions: 0, cost_per_year: 150k}
targets: {grr: {at_least: 83%}}
"""
LOW, BEST, HIGH = 0.10, 0.14, 0.20
TODAY = "segments.smb.churn_per_year.today"
SALARY = "pools.csm.cost_per_year"


def known(folder: Path, text: str = KNOWN) -> Loaded:
    """Return the company, from a file."""
    file = folder / "known.yaml"
    file.write_text(text, encoding="utf-8")
    return load_scenario(file)
