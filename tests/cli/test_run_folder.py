"""The folder of a run: the same bytes for the same inputs, and never anyone else's files."""

import json
from pathlib import Path

import pandas as pd
import pytest

from touchmodel.experiment.simulate import simulate
from touchmodel.reporting.folder import run_folder, svg
from touchmodel.reporting.manifest import inputs_hash
from touchmodel.scenario.load import load_scenario

FILES = {
    "arr.ja.svg", "cost.svg", "cost.ja.svg", "retention.ja.svg", "utilisation.ja.svg",
    "work.ja.svg",
    "manifest.json", "scenario.yaml", "summary.md", "summary.ja.md", "content.json",
    "kpis.parquet", "replications.parquet", "monthly.parquet", "pools.parquet",
    "segments.parquet", "activities.parquet", "costs.parquet", "contracts.parquet",
    "arr.svg", "retention.svg", "utilisation.svg", "work.svg",
}  # fmt: skip
MAY_DIFFER = ("started", "seconds", "workers", "out")
RUN = ["run", "s.yaml", "--replications", "4"]


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by name, what may differ left out of the manifest."""
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    said = json.loads(files["manifest.json"])
    for key in MAY_DIFFER:
        said.pop(key)
    return files | {"manifest.json": json.dumps(said).encode()}


def test_the_same_seed_gives_the_same_bytes_on_one_worker_and_two(run, scenario: Path) -> None:
    assert run(*RUN, "--workers", 1, "--out", "a").code == 0
    assert run(*RUN, "--workers", 2, "--out", "b").code == 0
    one, two = contents(Path("a")), contents(Path("b"))
    assert set(one) == FILES
    assert [name for name in FILES if one[name] != two[name]] == []


def test_every_picture_that_is_drawn_is_in_the_folder(run, scenario: Path, monkeypatch) -> None:
    written: list[bytes] = []

    def kept(figure: object) -> bytes:
        written.append(svg(figure))
        return written[-1]

    monkeypatch.setattr("touchmodel.reporting.folder.svg", kept)
    assert run(*RUN, "--out", "a").code == 0
    assert sorted(written) == sorted(each.read_bytes() for each in Path("a").glob("*.svg"))


def test_another_run_of_the_same_inputs_replaces_the_folder(run, scenario: Path) -> None:
    assert run(*RUN, "--workers", 1).code == 0
    (folder,) = Path("reports/runs").glob("[!.]*")
    before = contents(folder)
    Path(folder, "kpis.parquet").write_bytes(b"damaged")
    assert run(*RUN, "--workers", 1).code == 0
    assert list(Path("reports/runs").glob("[!.]*")) == [folder]
    assert contents(folder) == before


def test_the_folder_is_named_by_the_inputs(scenario: Path) -> None:
    def named(*sets: str, seed: int = 1, replications: int = 1) -> str:
        loaded = load_scenario("s.yaml", sets=sets)
        return run_folder(simulate(loaded, replications=replications, seed=seed, workers=1)).name

    first = named()
    assert first.startswith("s-")
    assert first.endswith("-s1-n1")
    assert named() == first
    assert len({first, named(seed=2), named("months=13"), named(replications=2)}) == 4


def test_another_customer_list_is_another_run(scenario: Path) -> None:
    text = scenario.read_text().replace("    accounts: 40\n", "")
    scenario.write_text(text + "book: {path: a.csv, columns: {customer: id, arr: arr}}\n")
    hashes = []
    for arr in (1200, 1300):
        Path("a.csv").write_text(f"id,arr\nA,{arr}\nB,{arr}\n")
        hashes.append(inputs_hash(load_scenario("s.yaml")))
    assert hashes[0] != hashes[1]


def test_the_summary_tells_of_skipped_rows(run, scenario: Path) -> None:
    text = scenario.read_text().replace("    accounts: 40\n", "")
    keys = "{path: a.csv, columns: {customer: id, arr: arr}, on_error: skip, delimiter: semicolon}"
    scenario.write_text(f"{text}book: {keys}\n")
    told = []
    for row in ("C;x", "C;1"):
        Path("a.csv").write_text(f"id;arr\nA;1200\nB;1300\n{row}\n")
        assert run("run", "s.yaml", "--replications", 1, "--workers", 1, "--out", "a").code == 0
        told.append("1 row of the customer list had faults" in Path("a/summary.md").read_text())
    assert told == [True, False]
    again = load_scenario("a/scenario.yaml").scenario.book
    assert again == load_scenario("s.yaml").scenario.book.model_copy(update={"path": again.path})


def test_what_is_in_it(run, scenario: Path) -> None:
    assert run(*RUN, "--workers", 1, "--out", "a", "--trace").code == 0
    assert set(pd.read_parquet("a/kpis.parquet")["measure"]) >= {"grr", "coverage", "cost_total"}
    assert set(pd.read_parquet("a/contracts.parquet")["replication"]) == {0, 1, 2, 3}
    trace = pd.read_parquet("a/trace.parquet")
    assert len(trace) > 100
    assert trace["time"].is_monotonic_increasing
    said = json.loads(Path("a/manifest.json").read_text())
    assert said["made_by"] == "touchmodel"
    assert said["command"] == ["touchmodel", "run", "s.yaml", "--replications", "4", "--seed", "1"]
    again = run("run", "a/scenario.yaml", "--replications", 4, "--workers", 1, "--json")
    assert json.loads(again.out)["scenario_hash"] == said["scenario"]["hash"]


@pytest.mark.parametrize("words", [["--out", "mine"], ["--out", "s.yaml"], ["--out", "s.yaml/a"],
                                   ["--out", "."]])  # fmt: skip
def test_what_is_not_ours_is_left_alone(run, scenario: Path, words: list[str]) -> None:
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("years of work")
    done = run(*RUN, *words)
    assert (done.code, done.out) == (2, "")
    assert Path("mine/thesis.txt").read_text() == "years of work"
    assert {path.name for path in Path().iterdir()} == {"mine", "s.yaml"}
