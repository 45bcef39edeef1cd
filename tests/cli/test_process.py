"""What only a process of its own can show: signals, closed pipes, full disks, encodings."""

import os
import signal
import subprocess
import time
from functools import partial
from pathlib import Path

import pytest

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")


KEPT = "what was finished is kept. The same command goes on from there:"
NOTHING = "nothing was kept. The same command gives the same numbers:"


@pytest.mark.parametrize(
    ("more", "told"), [("--workers 1", KEPT), ("--workers 2", KEPT), ("--store none", NOTHING)]
)
def test_ctrl_c_is_130_and_prints_the_command_that_goes_on(
    command: list[str], scenario: Path, more: str, told: str
) -> None:
    words = ["run", "s.yaml", "--replications", "5000", *more.split(), "--seed", "7"]
    with subprocess.Popen(
        [*command, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
        # A shell that runs the suite in the background has its children ignore Ctrl-C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.default_int_handler),
    ) as started:  # fmt: skip
        deadline = time.monotonic() + (60.0 if told == KEPT else 4.0)
        while time.monotonic() < deadline and not list(Path("reports").rglob("*.parquet")):
            time.sleep(0.1)
        assert started.poll() is None
        os.killpg(started.pid, signal.SIGINT)
        out, err = started.communicate(timeout=30)
    assert started.returncode == 130
    assert out == ""
    assert err == (
        f"\ninterrupted; {told}\n  touchmodel run s.yaml --replications 5000 {more} --seed 7\n"
    )
    kept = [part.stem for part in sorted(Path("reports").rglob("*.parquet"))]
    assert kept == [f"{8 * number:012d}" for number in range(len(kept))]
    assert bool(kept) == (told == KEPT)
    assert {each.name for each in Path("reports/runs").glob("*")} <= {".store"}


def test_a_closed_pipe_ends_silently(command: list[str], scenario: Path) -> None:
    for words in (["schema"], ["check", "s.yaml", "--values"]):
        with subprocess.Popen(
            [*command, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        ) as started:  # fmt: skip
            assert started.stdout is not None
            assert started.stderr is not None
            started.stdout.readline()
            started.stdout.close()
            assert started.stderr.read() == ""
            assert started.wait(timeout=60) == 0


@needs_full
def test_a_full_disk_is_4(command: list[str]) -> None:
    with FULL.open("w") as full:
        done = subprocess.run([*command, "schema"], stdout=full, stderr=subprocess.PIPE, text=True,
                              check=False)  # fmt: skip
    assert done.returncode == 4
    assert done.stderr == "touchmodel: the disk is full\n"


def test_a_terminal_without_japanese_shows_question_marks(process, scenario: Path) -> None:
    scenario.write_text(scenario.read_text().replace("A small | company", "日本の会社"))
    done = process("check", "s.yaml", PYTHONIOENCODING="latin-1")
    assert done.code == 0
    assert "?????: 12 months" in done.out
    told = process("check", "s.yaml", "--json", PYTHONIOENCODING="latin-1")
    assert r"\u65e5\u672c" in told.out


def test_progress_is_for_terminals_only(process, scenario: Path) -> None:
    done = process("run", "s.yaml", "--replications", "1", "--workers", "1", "--quiet")
    assert (done.code, done.err) == (0, "")


def test_no_escape_sequence_of_a_name_reaches_the_terminal(process, scenario: Path) -> None:
    scenario.write_text(scenario.read_text().replace("A small | company", '"a\\e[2Jb"'))
    done = process("check", "s.yaml")
    assert "\x1b" not in done.out + done.err
