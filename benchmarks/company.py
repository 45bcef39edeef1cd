"""The company of the reference scenario, as it is and many times as large."""

from pathlib import Path

from touchmodel.experiment.prepare import prepare
from touchmodel.model.inputs import Inputs
from touchmodel.scenario.load import Loaded, load_scenario

REFERENCE = Path(__file__).parents[1] / "scenarios" / "base.yaml"
"""The company that every benchmark of the whole is about."""
ACCOUNTS = 10_000
MONTHS = 36


def company(times: float = 1.0, months: int = MONTHS) -> Loaded:
    """Return the reference scenario with so many times the accounts, newcomers and people."""
    scenario = load_scenario(REFERENCE).scenario
    sets = [f"months={months}"]
    for name, segment in scenario.segments.items():
        sets += [
            f"segments.{name}.accounts={round(segment.accounts * times)}",
            f"segments.{name}.new_per_month={segment.new_per_month * times:g}",
        ]
    for name, pool in scenario.pools.items():
        sets.append(f"pools.{name}.positions={max(1, round(pool.positions * times))}")
    return load_scenario(REFERENCE, sets=sets)


def company_inputs(times: float = 1.0, months: int = MONTHS) -> Inputs:
    """Return that company as the engine reads it."""
    return prepare(company(times, months))
