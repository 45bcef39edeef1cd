"""`kill -9` at any time, and the command typed again ends as if nothing had happened.

Kills are spread evenly over the time that an undisturbed plan takes, by the clock of its process:
what else the machine does cannot move them out of it.  A process that has everything loaded forks
the plan, so that nearly all of that time is work.
"""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from touchmodel.cli.keeping import HOME
from touchmodel.experiment.command import INTERRUPTED, commands
from touchmodel.experiment.store import BLOCK, Store

PLAN = [
    "plan",
    "s.yaml",
    "--fresh",
    "30",
    "--confidence",
    "0.7",
    "--periods",
    "horizon",
    "--workers",
    "1",
    "--quiet",
]


class Zygote:
    """The process that forks commands."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("zygote.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, folder: Path, words: list[str], kill_after: float = 300.0) -> tuple[int, float]:
        """Run a command, or kill it on the way; return its exit code and seconds."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([kill_after, str(folder), *words]) + "\n")
        self.process.stdin.flush()
        code, seconds = self.process.stdout.readline().split()
        return int(code), float(seconds)


pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs the clock of a process")


@pytest.fixture
def zygote() -> Iterator[Zygote]:
    """Give a process that has everything loaded."""
    made = Zygote()
    yield made
    assert made.process.stdin is not None
    assert made.process.stdout is not None
    made.process.stdin.close()
    made.process.wait(timeout=60)
    made.process.stdout.close()


def tables(folder: Path) -> dict[str, bytes]:
    """Return the files of a plan, but for when and how long."""
    files = {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    told = json.loads(files.pop("manifest.json"))
    same = {key: told[key] for key in sorted(told) if key not in ("started", "seconds", "out")}
    return files | {"manifest": json.dumps(same).encode()}


def results(place: Path) -> Path:
    """Return the one folder of results of a working directory."""
    (folder,) = [each for each in (place / "reports" / "runs").iterdir() if each.name[0] != "."]
    return folder


def place(home: Path, name: str, scenario: Path) -> Path:
    """Return a new working directory with the scenario."""
    fresh = home / name
    fresh.mkdir()
    (fresh / "s.yaml").write_bytes(scenario.read_bytes())
    return fresh


def killed_and_resumed(
    zygote: Zygote, home: Path, scenario: Path, kills: int, plan: list[str]
) -> int:
    """Kill a plan so many times, each resumed; return how many kills fell into work."""
    undisturbed = place(home, "undisturbed", scenario)
    code, seconds = zygote.run(undisturbed, plan)
    assert code == 0
    expected = tables(results(undisturbed))
    (whole,) = commands(Store(undisturbed / HOME))
    inside = 0
    for number in range(kills):
        here = place(home, f"kill-{number}", scenario)
        code, _ = zygote.run(here, plan, kill_after=seconds * (number + 0.5) / kills)
        assert code in (0, -signal.SIGKILL)
        store = here / HOME
        before = commands(Store(store))[0] if store.exists() else None
        inside += before is not None and before.state == INTERRUPTED
        assert zygote.run(here, ["runs", "resume"] if before and code else plan)[0] == 0
        assert tables(results(here)) == expected, f"kill {number}"
        assert no_half(results(here).parent), f"kill {number}"
        (after,) = commands(Store(store))
        assert (after.state, after.replications) == ("finished", whole.replications)
    return inside


def no_half(runs: Path) -> bool:
    """Whether the results are whole, and no part but finished ones counts."""
    parts = list((runs / ".store" / "parts").rglob("*.parquet"))
    assert all(part.read_bytes()[-4:] == b"PAR1" for part in parts)
    return bool(parts)


def test_a_plan_that_is_killed_ends_as_if_it_had_not_been(
    zygote: Zygote, tmp_path: Path, scenario: Path
) -> None:
    short = [*PLAN, "--max-replications", "30"]
    assert killed_and_resumed(zygote, tmp_path, scenario, 1, short) == 1


@pytest.mark.evidence
def test_fifty_kills_lose_nothing(zygote: Zygote, tmp_path: Path, scenario: Path) -> None:
    assert killed_and_resumed(zygote, tmp_path, scenario, 50, PLAN) >= 40


def test_a_kill_loses_at_most_the_block_in_hand(
    command: list[str], tmp_path: Path, scenario: Path
) -> None:
    words = ["run", "s.yaml", "--replications", "5000", "--workers", "1", "--quiet"]
    with subprocess.Popen([*command, *words]) as started:
        deadline = time.monotonic() + 90.0
        while len(list(HOME.rglob("*.parquet"))) < 3:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        started.kill()
    (one,) = commands(Store(HOME))
    assert one.state == INTERRUPTED
    parts = len(list(HOME.rglob("*.parquet")))
    # A part may be in the catalogue whose file was not in place yet.
    assert one.replications in (BLOCK * parts, BLOCK * (parts + 1))
