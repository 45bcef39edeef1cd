"""`runs`: what is kept, going on with what was interrupted, and making room."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from touchmodel.cli import keeping
from touchmodel.cli.keeping import HOME
from touchmodel.experiment import replicate as replicating
from touchmodel.experiment import store as storing
from touchmodel.experiment.command import commands, held, is_held
from touchmodel.experiment.store import Store
from touchmodel.reporting import folder as run_folder

SMALL = ("--replications", "10", "--workers", "1")


def refuse_to_run(*_: object, **__: object) -> None:
    raise AssertionError("a replication was run")


def listed(run) -> list[dict]:
    told = json.loads(run("runs", "list", "--json").out)
    assert told["store"] == str(HOME)
    return told["commands"]


def tables(folder: Path) -> dict[str, bytes]:
    return {
        file.name: file.read_bytes() for file in folder.iterdir() if file.name != "manifest.json"
    }


def test_the_store_lies_beside_the_runs() -> None:
    assert HOME.parent == run_folder.HOME


def test_a_run_asked_again_is_read_and_writes_the_same(
    run, scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run("run", "s.yaml", *SMALL, "--out", "one")
    assert first.code == 0
    monkeypatch.setattr(replicating, "simulate_once", refuse_to_run)
    again = run("run", "s.yaml", *SMALL, "--out", "two")
    assert again.code == 0
    assert again.err.splitlines()[0] == (
        "10 of 10 replications had been run before and were read from reports/runs/.store"
    )
    assert tables(Path("one")) == tables(Path("two"))


def test_store_none_keeps_nothing(run, scenario: Path) -> None:
    assert run("run", "s.yaml", *SMALL, "--out", "one", "--store", "none").code == 0
    assert not HOME.exists()
    done = run("runs", "list")
    assert (done.code, done.out) == (0, f"nothing is kept in {HOME}\n")
    assert not HOME.exists()


def test_another_store_is_used_where_it_is_named(run, scenario: Path) -> None:
    assert run("check", "s.yaml", "--simulate", "--replications", "2", "--store", "kept").code == 0
    assert not HOME.exists()
    done = run("runs", "list", "--store", "kept")
    assert "touchmodel check s.yaml --simulate --replications 2 --store kept" in done.out
    assert run("check", "s.yaml").code == 0
    assert not HOME.exists()


def test_whatever_simulates_uses_it(run, scenario: Path, monkeypatch) -> None:
    shutil.copy("s.yaml", "t.yaml")
    asked = [
        ["plan", "s.yaml", "--confidence", "0.5", "--max-replications", "2", "--fresh", "6"],
        ["compare", "s.yaml", "t.yaml", "--at", "as-written", "--replications", "3"],
        ["frontier", "s.yaml", "--points", "2", "--periods", "horizon"],
        ["sensitivity", "s.yaml", "--worlds", "0"],
        ["check", "s.yaml", "--simulate", "--replications", "2"],
    ]
    said = [json.loads(run(*words, "--json").out) for words in asked]
    monkeypatch.setattr(replicating, "simulate_once", refuse_to_run)
    again = [json.loads(run(*words, "--json").out) for words in asked]
    assert said == again
    found = {each["words"][1]: each for each in listed(run)}
    assert {each["state"] for each in found.values()} == {"finished"}
    assert set(found) == {words[0] for words in asked}
    # The two files say the same, so that one shelf serves both.
    assert found["compare"]["replications"] == 3


def test_commands_are_listed_with_how_they_ended(run, scenario: Path, monkeypatch) -> None:
    run("run", "s.yaml", *SMALL)
    run("run", "s.yaml", *SMALL)  # the same command, not another one
    run("plan", "s.yaml", "--target", "grr=0.99", "--max-replications", "2", "--fresh", "40")
    run("run", "s.yaml", "--precision", "nonsense=0.1")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(replicating, "simulate_once", interrupted)
    done = run("run", "s.yaml", "--seed", "2", *SMALL)
    assert done.code == 130
    found = listed(run)
    assert {each["words"][1] + each["state"] for each in found} == {
        "runfinished", "planfinished", "runfailed", "runinterrupted",
    }  # fmt: skip
    last = found[0]
    assert (last["seed"], last["scenario"], last["replications"]) == (2, "s.yaml", 0)
    assert last["folder"] == str(Path.cwd())
    assert [each["replications"] for each in found if each["state"] == "finished"][-1] == 10
    lines = run("runs", "list").out.splitlines()
    assert len(lines) == 6
    assert "touchmodel run s.yaml --seed 2 --replications 10 --workers 1" in lines[1]
    assert "中断" in run("runs", "list", "--lang", "ja").out


def test_resume_goes_on_where_it_was_typed(
    run, scenario: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest, folder = replicating.simulate_once, Path.cwd()
    ran: list[int] = []

    def until(*words, **more):
        if len(ran) == 5:
            raise KeyboardInterrupt
        ran.append(words[3])
        return honest(*words, **more)

    monkeypatch.setattr(replicating, "simulate_once", until)
    stopped = run("run", "s.yaml", *SMALL, "--out", "one")
    assert stopped.code == 130
    assert stopped.err == (
        "\ninterrupted; what was finished is kept. The same command goes on from there:\n"
        "  touchmodel run s.yaml --replications 10 --workers 1 --out one\n"
    )
    ran.append(-1)  # goes on
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    done = run("runs", "resume", "--store", folder / HOME)
    assert done.code == 0, done.err
    assert f"touchmodel run s.yaml {' '.join(SMALL)} --out one\nin {folder}\n" in done.err
    assert [n for n in ran if n >= 0] == list(range(10))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(replicating, "simulate_once", honest)
    assert run("run", "s.yaml", *SMALL, "--out", "two", "--store", "none").code == 0
    assert tables(Path("one")) == tables(Path("two"))
    again = run("runs", "resume")
    assert (again.code, again.err) == (2, f"no command of {HOME} was interrupted\n")


def test_resume_knows_the_nearest_id(run, scenario: Path, monkeypatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    assert run("runs", "resume").code == 2
    monkeypatch.setattr(replicating, "simulate_once", interrupted)
    run("run", "s.yaml", *SMALL)
    (name,) = [each["id"] for each in listed(run)]
    done = run("runs", "resume", name[:-1] + "x")
    assert done.code == 2
    assert f"did you mean {name}?" in done.err
    assert run("runs", "resume", name[:3]).code == 130


def test_who_still_runs_is_not_interrupted(tmp_path: Path) -> None:
    file = tmp_path / "lock"
    with held(file), held(file):
        assert is_held(file)
    assert not is_held(file)


def test_a_command_without_an_end_that_nobody_runs_was_interrupted(run, scenario: Path) -> None:
    run("run", "s.yaml", *SMALL)
    store = Store(HOME)
    with store.catalogue.writing() as sql:
        sql.execute("update command set state = 'running'")
    (one,) = commands(store)
    assert one.state == "interrupted"
    with held(HOME / "commands" / f"{one.id}.lock"):
        assert commands(store)[0].state == "running"
        done = run("runs", "prune", "--all", "--yes")
        assert done.out == "0 replications removed, 0.0 MB\n"
    assert commands(store)[0].replications == 10


def test_prune_removes_what_it_says(run, scenario: Path, monkeypatch) -> None:
    run("run", "s.yaml", *SMALL, "--out", "one")
    run("run", "s.yaml", "--seed", "2", *SMALL)
    size = json.loads(run("runs", "list", "--json").out)["bytes"]
    assert size == sum(file.stat().st_size for file in HOME.rglob("*.parquet")) > 0
    assert run("runs", "prune", "--older", "1 day", "--yes").out.startswith("0 replications")
    assert run("runs", "prune", "--old-results", "--yes").out.startswith("0 replications")
    assert run("runs", "prune", "--to", "1GB", "--yes").out.startswith("0 replications")
    with Store(HOME).catalogue.writing() as sql:
        sql.execute("update shelf set used = '2026-01-01T00:00:00+00:00' where seed = '1'")
    done = json.loads(run("runs", "prune", "--older", "1 day", "--yes", "--json").out)
    assert done["removed"]["replications"] == 10
    assert [path.rpartition("=")[2] for path in done["removed"]["parts"]] == ["1"]
    assert [each["seed"] for each in listed(run)] == [2]
    monkeypatch.setattr("touchmodel.results_version", 10**6)
    assert run("runs", "prune", "--old-results", "--yes").out.startswith("10 replications")
    assert listed(run) == []
    assert list(HOME.rglob("*.parquet")) == []
    assert list((HOME / "parts").iterdir()) == list((HOME / "commands").iterdir()) == []
    assert (Path("one") / "summary.md").exists()


def test_prune_to_a_size_takes_the_least_recently_used(run, scenario: Path) -> None:
    for seed in (1, 2, 3):
        run("run", "s.yaml", "--seed", seed, *SMALL)
    with Store(HOME).catalogue.writing() as sql:
        for seed, day in ((1, 2), (2, 1), (3, 3)):
            sql.execute(
                "update shelf set used = ? where seed = ?",
                (f"2026-01-0{day}T00:00:00+00:00", str(seed)),
            )
    half = json.loads(run("runs", "list", "--json").out)["bytes"] / 1e6 / 2
    assert run("runs", "prune", "--to", f"{half}MB", "--yes").code == 0
    assert [each["seed"] for each in listed(run)] == [3]


def test_prune_asks_and_says_what_it_lacks(run, scenario: Path) -> None:
    run("run", "s.yaml", *SMALL)
    for words, said in (
        ([], "say what to remove: --older, --to, --old-results or --all"),
        (["--all"], "nobody is there to ask: say --yes"),
        (["--to", "much"], "'much': write a size such as 500MB or 2GB"),
        (["--to", "nanGB"], "'nanGB': write a size such as 500MB or 2GB"),
        (["--older", "3 dys"], "did you mean day?"),
    ):
        done = run("runs", "prune", *words)
        assert done.code == 2
        assert said in done.err
    assert listed(run)[0]["replications"] == 10
    assert "did you mean list?" in run("runs", "lst").err


def test_prune_sweeps_what_kills_left(run, scenario: Path) -> None:
    run("run", "s.yaml", *SMALL)
    half, young = HOME / "aside" / "0123", HOME / "aside" / "4567"
    for file in (half, young):
        file.write_bytes(b"half")
    os.utime(half, (0, 0))
    lost = HOME / "parts" / "run" / "results=1" / "inputs=0" / "seed=1"
    lost.mkdir(parents=True)
    (lost / "000000000000.parquet").write_bytes(b"?")
    run("runs", "prune", "--to", "9GB", "--yes")
    assert not half.exists()
    assert young.exists()
    assert not lost.exists()
    assert listed(run)[0]["replications"] == 10


def test_a_usual_place_that_cannot_be_written_is_told(run, scenario: Path, monkeypatch) -> None:
    monkeypatch.setattr(keeping, "HOME", Path("/dev/null/store"))
    done = run("run", "s.yaml", *SMALL, "--out", "one")
    assert done.code == 0
    assert done.err.splitlines()[0] == (
        "nothing is kept for another time: /dev/null/store: Not a directory"
    )
    done = run("run", "s.yaml", *SMALL, "--out", "one", "--store", "/dev/null/store")
    assert done.code == 4


def test_a_full_disk_is_4(run, scenario: Path, monkeypatch) -> None:
    def full(file: Path, *_: object) -> None:
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(storing, "replace", full)
    done = run("run", "s.yaml", *SMALL)
    assert done.code == 4
    assert done.err.endswith("the disk is full\n")


def test_both_engines_are_held_to_each_other_every_time(run, scenario: Path) -> None:
    words = ["run", "s.yaml", "--replications", "1", "--workers", "1"]
    run(*words)
    done = run(*words, "--engine", "both")
    assert "both engines agree: 1 replications" in done.err
    assert "had been run before" not in done.err
    done = run(*words, "--engine", "reference")
    assert "1 of 1 replications had been run before" in done.err


def test_two_processes_share_a_store(command: list[str], scenario: Path) -> None:
    words = [*command, "run", "s.yaml", "--replications", "10", "--workers", "1", "--quiet"]
    started = [
        subprocess.Popen([*words, "--out", out], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for out in ("one", "two")
    ]
    assert [process.communicate(timeout=120)[1] for process in started] == [b"", b""]
    assert [process.returncode for process in started] == [0, 0]
    assert tables(Path("one")) == tables(Path("two"))
    found = commands(Store(HOME))
    assert [(each.state, each.replications) for each in found] == [("finished", 10)] * 2
