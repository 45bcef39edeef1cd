"""Every archetype is written, checks, runs, and is the company that it says it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from touchmodel.cli.main import main
from touchmodel.engine.reference import simulate
from touchmodel.experiment.check import check, first_year
from touchmodel.measures.kpi import pool_kpis
from touchmodel.scenario.archetype import about, archetypes
from touchmodel.scenario.load import Loaded, load_scenario

NAMES = archetypes()
ACCOUNTS_PER_CSM = {
    "starter": (20, 125), "mid-touch-saas": (20, 125), "enterprise-high-touch": (5, 30),
}  # fmt: skip
"""Published ranges of mid and high touch (grade C)."""
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
    for pool, figures in pool_kpis(inputs, simulate(inputs, 1, 0)).items():
        assert 0.60 <= figures["utilisation"] <= 0.95, pool
    people = loaded.scenario.pools["csm"].positions
    read = check(loaded).segments.values()
    least, most = ACCOUNTS_PER_CSM[name]
    assert least <= sum(segment.accounts for segment in read) / people <= most
    arr = sum(segment.arr for segment in read) / PER_DOLLAR[loaded.scenario.currency]
    assert ARR_PER_CSM[0] <= arr / people <= ARR_PER_CSM[1]


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
