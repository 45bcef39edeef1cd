"""The folder of a run: the same bytes for the same inputs, and never anyone else's files."""

import json
from pathlib import Path

import pandas as pd
import pytest

from touchmodel.errors import MachineError
from touchmodel.reporting import placing

FILES = {
    "manifest.json", "scenario.yaml", "summary.md",
    "kpis.parquet", "replications.parquet", "monthly.parquet", "pools.parquet",
    "segments.parquet", "activities.parquet", "contracts.parquet",
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


def test_another_run_of_the_same_inputs_replaces_the_folder(run, scenario: Path) -> None:
    assert run(*RUN, "--workers", 1).code == 0
    (folder,) = Path("reports/runs").iterdir()
    before = contents(folder)
    Path(folder, "kpis.parquet").write_bytes(b"damaged")
    assert run(*RUN, "--workers", 1).code == 0
    assert list(Path("reports/runs").iterdir()) == [folder]
    assert contents(folder) == before


def test_the_folder_is_named_by_the_inputs(run, scenario: Path) -> None:
    for words in ([], ["--seed", "2"], ["--set", "months=13"]):
        assert run("run", "s.yaml", "--replications", 1, "--workers", 1, *words).code == 0
    assert len(list(Path("reports/runs").iterdir())) == 3


def test_another_customer_list_is_another_run(run, scenario: Path) -> None:
    text = scenario.read_text().replace("    accounts: 40\n", "")
    scenario.write_text(text + "book: {path: a.csv, columns: {customer: id, arr: arr}}\n")
    for arr in (1200, 1300):
        rows = "".join(f"C{i},{arr}\n" for i in range(10))
        Path("a.csv").write_text(f"id,arr\n{rows}")
        assert run("run", "s.yaml", "--replications", 1, "--workers", 1).code == 0
    folders = list(Path("reports/runs").iterdir())
    assert len(folders) == 2
    hashes = {json.loads((f / "manifest.json").read_text())["book"]["hash"] for f in folders}
    assert len(hashes) == 2


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


def test_a_manifest_of_someone_else_does_not_make_a_folder_ours(run, scenario: Path) -> None:
    Path("mine").mkdir()
    Path("mine/manifest.json").write_text('{"name": "an app"}')
    assert run(*RUN, "--out", "mine").code == 2
    assert Path("mine/manifest.json").exists()


def test_an_empty_folder_is_taken_and_notes_laid_in_it_stay(run, scenario: Path) -> None:
    Path("mine").mkdir()
    assert run(*RUN, "--workers", 1, "--out", "mine").code == 0
    Path("mine/notes.md").write_text("what we think of it")
    assert run(*RUN, "--workers", 1, "--out", "mine").code == 0
    assert Path("mine/notes.md").read_text() == "what we think of it"
    assert {file.name for file in Path("mine").iterdir()} == {*FILES, "notes.md"}


def test_a_folder_that_cannot_be_finished_leaves_the_old_one(
    run, scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(*RUN, "--workers", 1, "--out", "a").code == 0
    before = contents(Path("a"))

    def full(file: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(placing, "write", full)
    done = run(*RUN, "--workers", 1, "--out", "a")
    assert done.code == 4
    assert "the disk is full" in done.err
    assert contents(Path("a")) == before
    assert {path.name for path in Path().iterdir()} == {"a", "s.yaml"}


def test_no_permission_is_told_before_any_work(
    scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as root, whom no mode stops.
    monkeypatch.setattr(placing.os, "access", lambda *_: False)
    with pytest.raises(MachineError, match="no permission to write here"):
        placing.refuse_foreign(Path("new/folder"))
