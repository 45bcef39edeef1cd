"""What the regression baselines hold: the figures of shipped scenarios, as text to be read."""

from collections.abc import Iterator
from pathlib import Path

from touchmodel.experiment.simulate import simulate
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
# A tenth of the base company: the same mechanisms in a tenth of the time.
TENTH = [
    "months=15", "segments.enterprise.accounts=40", "segments.mid_market.accounts=260",
    "segments.small.accounts=700", "segments.enterprise.new_per_month=1",
    "segments.mid_market.new_per_month=4", "segments.small.new_per_month=12",
    "pools.enterprise_csm.positions=2", "pools.csm.positions=4", "pools.scale_csm.positions=1",
    "pools.support.positions=3",
]  # fmt: skip
SETS: dict[str, list[str]] = {"one_model": [], "telco_book": [], "base": TENTH}


def figures(name: str) -> str:
    """Return the figures of two replications of a scenario, a line each."""
    scenario = load_scenario(ROOT / "scenarios" / f"{name}.yaml", sets=SETS[name])
    result = simulate(scenario, replications=2, seed=1, workers=1)
    return "\n".join(lines(result)) + "\n"


def lines(result) -> Iterator[str]:
    for anchor in result.inputs.anchors:
        yield (
            f"anchor {anchor.segment}: intercept {anchor.intercept:.9g}, odds ratio "
            f"{anchor.odds_ratio:.9g}, health {anchor.health_today:.9g}"
        )
    for row in result.replications.itertuples():
        yield f"{row.replication} {row.measure} {row.value:.9g}"
    causes = result.contracts.groupby(["replication", "cause"]).size()
    for (replication, cause), count in causes.items():
        yield f"{replication} contracts {cause} {count}"
