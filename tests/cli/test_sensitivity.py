"""`touchmodel sensitivity`: the table, the sentences, the folder, and what ends it."""

import json
from pathlib import Path

import pandas as pd
import pytest

FEW = ("--worlds", 0, "--replications", 3, "--workers", 1)
MORE = "extends: s.yaml\ntitle: Two CSMs\npools: {csm: {positions: 2}}\n"
PAGE = Path(__file__).parents[2] / "docs" / "json.md"


@pytest.fixture
def two(scenario: Path) -> Path:
    """A second file beside s.yaml: two people in place of one."""
    file = Path("two | *csm*.yaml")
    file.write_text(MORE, encoding="utf-8")
    return file


def test_the_answer_and_its_folder(run, scenario: Path) -> None:
    words = ("sensitivity", scenario, "--worlds", 30, "--replications", 3, "--workers", 1)
    done = run(*words, "--json")
    assert (done.code, done.out[0]) == (0, "{")
    told = json.loads(done.out)
    assert set(told["kpis"]) == {"grr"}
    assert told["kpis"]["grr"]["worlds"] == 30
    assert {"luck", "not_known", "shares"} <= set(told["kpis"]["grr"])
    assert told["sentences"][0].startswith("GRR is ")
    folder = Path(told["out"])
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    made = json.loads(files["manifest.json"])
    assert set(files) == set(made["files"])
    assert {"summary.md", "summary.ja.md", "tornado-grr.svg", "flips.svg"} <= set(files)
    for page in ("summary.md", "summary.ja.md"):
        assert "<smb>" not in files[page].decode()
    assert "答えを左右するもの" in files["summary.ja.md"].decode()
    frame = pd.read_parquet(folder / "tornado.parquet")
    assert "segments.<smb>.churn_per_year.without_us" in set(frame["unknown"])
    again = json.loads(run(*made["command"][1:], "--workers", 2, "--json").out)
    assert again == told
    section = PAGE.read_text(encoding="utf-8").split("## `sensitivity`")[1].split("\n## ")[0]
    keys = {*told, *told["kpis"]["grr"], *told["kpis"]["grr"]["tornado"][0], *told["hold_out"][0]}
    assert [key for key in keys if f"`{key}`" not in section] == []


def test_two_files_are_ranked_and_names_escaped(run, scenario: Path, two: Path) -> None:
    done = run("sensitivity", scenario, two, *FEW, "--out", "found")
    assert "alike in" not in done.out
    assert done.code == 0
    assert done.out.split()[0] == "GRR"
    assert "ahead of" in done.out
    assert "summary.md tells it on one page" in done.out
    assert "holds every number" in done.err
    summary = Path("found/summary.md").read_text(encoding="utf-8")
    assert summary.startswith("# s · two \\| \\*csm\\*: what the answer depends on\n\n")
    assert "## Where the answer turns" in summary


def test_in_japanese(run, scenario: Path) -> None:
    done = run("sensitivity", scenario, *FEW, "--lang", "ja", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert "最良推定値で" in done.out
    assert "points" not in done.out


def test_what_cannot_be_asked(run, scenario: Path) -> None:
    done = run("sensitivity", scenario, "--kpi", "gr", "--worlds", 5)
    assert (done.code, done.out) == (2, "")
    assert "no KPI is called 'gr'" in done.err
    assert "5 is neither 0 nor at least 30" in done.err
    assert run("sensitivity", scenario, scenario).code == 2
    assert run("sensitivity", scenario, "--precision", "grr").code == 2
    assert run("sensitivity", "nowhere.yaml").code == 2
