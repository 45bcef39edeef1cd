"""Every archetype is written, checks, runs, and is the company that it says it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.worlds import causes, items

from touchmodel.cli.main import main
from touchmodel.engine.compiled import simulate
from touchmodel.experiment.check import check, first_year
from touchmodel.measures.cost import cost
from touchmodel.measures.face import csm_pools
from touchmodel.measures.kpi import pool_kpis
from touchmodel.measures.work import deflection
from touchmodel.model import records as r
from touchmodel.model.inputs import Inputs, Pool
from touchmodel.scenario.archetype import about, archetypes
from touchmodel.scenario.load import Loaded, load_scenario

NAMES = archetypes()
ACCOUNTS_PER_CSM = {
    "starter": (20, 125), "mid-touch-saas": (20, 125), "enterprise-high-touch": (5, 30),
    "multi-model": (20, 125), "worldwide-remote": (20, 125), "growing-with-customers": (100, 500),
    "community-led": (100, 500), "product-led": (100, 500), "low-touch-self-serve": (500, 2000),
}  # fmt: skip
"""Published ranges of high, mid, low and tech touch (grade C); of mid where all are mixed."""
ARR_PER_CSM = (0.5e6, 5e6)
"""Published range (grade B and C) [USD]."""
PER_DOLLAR = {"USD": 1, "JPY": 150}


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Loaded]:
    """Return the company that `touchmodel new` writes for an archetype."""
    monkeypatch.chdir(tmp_path)

    def writing(name: str) -> Loaded:
        assert main(["new", "co", "--archetype", name]) == 0
        return load_scenario("co/company.yaml")

    return writing


def test_the_shipped_ones_are_offered_and_the_base_is_not() -> None:
    assert set(NAMES) == set(ACCOUNTS_PER_CSM)
    assert all(about(name) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_checks_and_runs_as_it_is(written, name: str) -> None:
    written(name)
    text = Path("co/company.yaml").read_text(encoding="utf-8")
    opening = " ".join(text.partition("\nextends: touchmodel/b2b-saas\n")[0].split("\n# "))
    for said in ("What kind of company", "What the choice of touch model tests", "What to look at"):
        assert said in opening
    assert "figures are invented" in opening
    assert main(["check", "co/company.yaml"]) == 0
    words = ["--replications", "1", "--workers", "1", "--quiet"]
    assert main(["run", "co/company.yaml", *words]) == 0


@pytest.mark.parametrize("name", NAMES)
def test_its_team_is_the_one_typed(written, name: str) -> None:
    quo = check(written(name), 8, workers=1).simulated
    assert quo.sentences == []
    for compared in (quo.coverage, quo.sla):
        assert abs(compared.typed - compared.simulated) <= 0.02
    for churn in quo.churn.values():
        assert abs(churn.typed - churn.simulated) <= 0.02


@pytest.mark.parametrize("name", NAMES)
def test_its_team_is_busy_within_reason_and_of_the_usual_size(written, name: str) -> None:
    loaded = written(name)
    inputs = first_year(loaded)
    csms = set().union(*(csm_pools(model) for model in inputs.models))
    people = sum(inputs.pools[pool].positions for pool in csms)
    for pool, figures in pool_kpis(inputs, simulate(inputs, 1, 0)).items():
        assert 0.60 <= figures["utilisation"] <= 0.95, pool
    read = check(loaded).segments.values()
    least, most = ACCOUNTS_PER_CSM[name]
    assert least <= sum(segment.accounts for segment in read) / people <= most
    arr = sum(segment.arr for segment in read) / PER_DOLLAR[loaded.scenario.currency]
    assert ARR_PER_CSM[0] <= arr / people <= ARR_PER_CSM[1]


def done(inputs: Inputs, run: r.Records, activity: str, **where: int) -> int:
    """Return how often an activity was done."""
    return items(run, activity=inputs.activities.index(activity), outcome=r.DONE, **where)


def moved(inputs: Inputs, run: r.Records, before: str, after: str) -> int:
    """Return how many accounts went from one touch model to another."""
    names = [model.name for model in inputs.models]
    pairs = zip(run.moves.before, run.moves.after, strict=True)
    return sum((names[a], names[b]) == (before, after) for a, b in pairs)


def closed(pool: Pool) -> bytes:
    """Return what tells when a pool is open."""
    return pool.clock.open_hours.tobytes() if pool.clock else b""


ACTS: dict[str, Callable[[Inputs, r.Records], dict[str, float]]] = {
    "multi-model": lambda world, run: {
        "in each model": min(done(world, run, what) for what in ("business_review", "webinar")),
        "owners change": done(world, run, "handover"),
        "managers": cost(world, run, r.MANAGERS),
        "community events": cost(world, run, r.EVENTS),
        "members": run.community.members[-1] - run.community.members[0],
    },
    "low-touch-self-serve": lambda world, run: {
        "free accounts convert": causes(run, r.CONVERTED),
        "free accounts make work": done(world, run, "support", segment=0),
        "answered by help": deflection(run),
        "set up alone": done(world, run, "self_serve_onboarding"),
        "at risk": done(world, run, "risk_play"),
    },
    "community-led": lambda world, run: {
        "its events cost": cost(world, run, r.EVENTS),
        "its meetings": done(world, run, "user_meeting"),
        "its ambassadors": done(world, run, "ambassador_call"),
        "answered by members": deflection(run),
        "members": run.community.members[-1] - run.community.members[0],
    },
    "growing-with-customers": lambda world, run: {
        "grown up": moved(world, run, "growth", "established"),
        "grown": moved(world, run, "start", "growth"),
        "handed over": done(world, run, "handover"),
        "without an accountant": done(world, run, "group_onboarding"),
        "more modules": causes(run, r.CROSSED),
    },
    "product-led": lambda world, run: {
        "experts": cost(world, run, r.EXPERTS),
        "hints": done(world, run, "in_product_hint"),
        "at risk": done(world, run, "risk_play"),
        "bought alone": causes(run, r.UPSOLD) - done(world, run, "upsell_conversation"),
        "add-ons": causes(run, r.CROSSED),
        "answered by the product": deflection(run),
    },
    "worldwide-remote": lambda world, run: {
        "journeys": cost(world, run, r.TRAVEL),
        "four sets of holidays": len({closed(pool) for pool in world.pools}) == 4,
        "answered by recordings": deflection(run),
        "in the east": done(world, run, "check_in", pool=2),
    },
}  # fmt: skip
"""What only the archetype's own mechanisms can make more than nothing."""


@pytest.mark.parametrize("name", ACTS)
def test_its_own_mechanisms_act(written, name: str) -> None:
    inputs = first_year(written(name))
    found = ACTS[name](inputs, simulate(inputs, 1, 0))
    assert {what for what, much in found.items() if not much > 0} == set()


def test_the_starter_is_the_default(written) -> None:
    assert main(["new", "plain"]) == 0
    written("starter")
    assert Path("plain/company.yaml").read_bytes() == Path("co/company.yaml").read_bytes()


def test_the_help_lists_them(capsys) -> None:
    assert main(["new", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"\n    {name} " in told for name in NAMES)
    assert "b2b-saas" not in told


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--archetype", "mid-touch"], "no archetype 'mid-touch'; did you mean mid-touch-saas?"),
        (["--archetype", "b2b-saas"], "there is no archetype 'b2b-saas'"),
        (["--archetype", "../starter"], "there is no archetype '../starter'"),
        (["--archetype", "starter", "--book", "x.csv"], "a scenario begins from one or the other"),
        (["--archetype", "starter", "--start", "2027-04"], "--start has no effect without --book"),
    ],
)
def test_options_said_wrong(words: list[str], message: str, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["new", "co", *words]) == 2
    assert message in capsys.readouterr().err
    assert not Path("co").exists()
