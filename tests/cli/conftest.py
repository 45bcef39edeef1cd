"""A small scenario, and the command line in this process and in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from touchmodel.cli.main import main

# Few accounts, a year, one pool: a replication takes a tenth of a second.
SMALL = """\
title: A small | company
start: 2027-04
months: 12
segments:
  "<smb>":
    accounts: 40
    new_per_month: 1
    arr: {mean: 12k, spread: 0.5}
    churn_per_year: {today: 14%, without_us: {best: 18%, low: 14%, high: 25%, source: us, grade: C}}
    contract: {12 months: 80%, 24 months: 20%}
    decides: 60 days
    requests: {per_month: 0.5}
touch_models:
  mid:
    by: csm
    kickoff: {}
    check_in: monthly
    renewal_preparation: {}
    support: {}
pools:
  csm: {positions: 1, cost_per_year: 100k}
targets:
  sure: 90%
  grr: {at_least: 80%}
"""
START = "import sys; from touchmodel.cli.main import main; sys.exit(main())"


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def scenario(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder with one scenario, s.yaml."""
    monkeypatch.chdir(tmp_path)
    file = Path("s.yaml")
    file.write_text(SMALL, encoding="utf-8")
    return file


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""

    def running(*words: object) -> Ended:
        code = main([str(word) for word in words])
        caught = capsys.readouterr()
        return Ended(code, caught.out, caught.err)

    return running


@pytest.fixture
def command() -> list[str]:
    """Return the words that start the command line in a process of its own."""
    return [sys.executable, "-c", START]


@pytest.fixture
def process(command: list[str]) -> Run:
    """Run the command line in a process of its own."""

    def running(*words: object, **environment: str) -> Ended:
        done = subprocess.run(
            [*command, *map(str, words)], capture_output=True, encoding="utf-8", timeout=120,
            env=os.environ | environment, check=False,
        )  # fmt: skip
        return Ended(done.returncode, done.stdout, done.stderr)

    return running
