"""The plain book of business: accounts, a touch every 30 days, two classes, one team."""

import math
import tempfile
from dataclasses import replace
from pathlib import Path

from touchmodel.experiment.prepare import prepare
from touchmodel.model.inputs import Inputs
from touchmodel.scenario.load import load_scenario

EVERY = 30.0
HOURS_PER_DAY = 40.0 * 0.66 / 7.0
SCENARIO = """
start: 2027-01
months: {months}
segments:
  first: &half
    accounts: {half}
    arr: {{mean: 10k}}
    contract: {{120 months: 100%}}
    churn_per_year: {{at_health_70: 5%, odds_ratio: 1.3}}
    health: {{half_life: 10 days}}
  second: *half
activities:
  call: {{trigger: every, every: 30 days, hours: 1, value: 0.05, within: {within:g} days}}
touch_models:
  eager: {{by: team, call: {{priority: urgent}}}}
  calm: {{by: team, call: {{}}}}
who_gets_what:
  - {{model: eager, segment: first}}
  - calm
pools:
  team: {{positions: {people}, cost_per_year: 100k, hours_per_week: 40, shrinkage: 34%}}
"""


def people_for(accounts: int, load: float = 0.85) -> int:
    """Return the team that this load keeps so busy."""
    return max(1, math.ceil(accounts / EVERY / HOURS_PER_DAY / load))


def plain_inputs(accounts: int, people: int, months: int = 5, within: float = 30.0) -> Inputs:
    """Return the plain workload as the engine reads it."""
    text = SCENARIO.format(months=months, half=accounts // 2, people=people, within=within)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plain.yaml"
        path.write_text(text, encoding="utf-8")
        return prepare(load_scenario(path))


def patient(inputs: Inputs) -> Inputs:
    """Return the workload with touches that wait for ever, so that a queue can grow."""
    models = tuple(
        replace(m, touches=tuple(replace(line, within=math.inf) for line in m.touches))
        for m in inputs.models
    )
    return replace(inputs, models=models)
