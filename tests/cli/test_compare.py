"""`touchmodel compare`: the table, the sentences, the folder, and what ends it."""

import json
from pathlib import Path

import pandas as pd
import pytest

AS_WRITTEN = ("--at", "as-written", "--replications", 3, "--workers", 1)
TWO = "extends: s.yaml\ntitle: Two CSMs\npools: {csm: {positions: 2}}\n"
PAGE = Path(__file__).parents[2] / "docs" / "json.md"


@pytest.fixture
def two(scenario: Path) -> Path:
    """A second file beside s.yaml: two people in place of one."""
    file = Path("two | *csm*.yaml")
    file.write_text(TWO, encoding="utf-8")
    return file


def folder_of(text: str) -> Path:
    return Path(json.loads(text)["out"])


def test_a_table_and_the_answer(run, scenario: Path, two: Path) -> None:
    done = run("compare", scenario, two, *AS_WRITTEN)
    assert done.code == 0
    header, positions, cost, against, *_ = done.out.splitlines()
    assert header.split("  ")[-1].strip() == "two | *csm*"
    assert positions.split() == ["positions", "1", "2"]
    assert cost.split("  ")[0] == "cost a year"
    assert against.split() == ["against", "s", "–", "+100", "k", "USD"]
    assert "keeps most" in done.out and "summary.md tells it on one page" in done.out
    assert "holds the differences of every KPI" in done.err


def test_quiet_says_the_result_only(run, scenario: Path, two: Path) -> None:
    done = run("compare", scenario, two, *AS_WRITTEN, "--quiet")
    assert (done.code, done.err) == (0, "")


def test_the_folder_repeats_itself_and_escapes_names(run, scenario: Path, two: Path) -> None:
    words = ("compare", scenario, two, *AS_WRITTEN, "--json")
    folder = folder_of(run(*words).out)
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    told = json.loads(files["manifest.json"])
    assert set(files) == set(told["files"])
    assert {name: each["path"] for name, each in told["scenarios"].items()} == {
        "s": "s.yaml", "two | *csm*": "two | *csm*.yaml"
    }  # fmt: skip
    summary = files["summary.md"].decode()
    assert summary.startswith("# s · two \\| \\*csm\\*: compared\n\n")
    header = next(line for line in summary.splitlines() if line.startswith("| figure "))
    assert header.endswith("| two \\| \\*csm\\* |")
    assert "<smb>" not in summary
    frame = pd.read_parquet(folder / "differences.parquet")
    assert set(frame["scenario"]) == {"two | *csm*"}
    # Its own command makes the same bytes, but for the time in the manifest.
    again = folder_of(run(*told["command"][1:], "--workers", 2, "--json").out)
    assert again == folder
    for name in set(files) - {"manifest.json"}:
        assert (folder / name).read_bytes() == files[name], name


def test_every_key_of_a_study_is_described(run, scenario: Path, two: Path) -> None:
    said = json.loads(run("compare", scenario, two, *AS_WRITTEN, "--json").out)
    section = PAGE.read_text(encoding="utf-8").split("## `compare`")[1].split("## ")[0]
    keys = set(said) | set(said["scenarios"]["two | *csm*"])
    assert [key for key in keys if f"`{key}`" not in section] == []


def test_variants_of_one_file(run, scenario: Path) -> None:
    scenario.write_text(
        scenario.read_text() + "variants:\n  more: {pools: {csm: {positions: 3}}}\n"
    )
    done = run("compare", scenario, "--against", "more", *AS_WRITTEN, "--json")
    assert done.code == 0
    found = json.loads(done.out)["scenarios"]
    assert {name: each["positions"]["csm"] for name, each in found.items()} == {"s": 1, "more": 3}


def test_set_changes_every_file(run, scenario: Path, two: Path) -> None:
    done = run("compare", scenario, two, *AS_WRITTEN, "--set", "months=13", "--json")
    folder = folder_of(done.out)
    files = [file.read_text() for file in sorted(folder.glob("*.yaml"))]
    assert len(files) == 2 and all("\nmonths: 13\n" in text for text in files)


def test_at_the_target(run, scenario: Path, two: Path) -> None:
    done = run("compare", scenario, two, "--target", "grr=0.5", "--replications", 2,
               "--workers", 1, "--json")  # fmt: skip
    assert done.code == 0
    said = json.loads(done.out)
    assert said["at"] == "target" and said["searched"] > 0
    assert any("touchmodel plan" in line for line in said["sentences"])


def test_a_target_nobody_holds_is_no_answer(run, scenario: Path, two: Path) -> None:
    done = run("compare", scenario, two, "--target", "grr=0.999", "--workers", 1)
    assert (done.code, done.out) == (3, "")
    assert "s: no team within the bounds" in done.err and "two | *csm*: no team" in done.err


def test_japanese(run, scenario: Path, two: Path) -> None:
    done = run("compare", scenario, two, *AS_WRITTEN, "--lang", "ja")
    assert done.code == 0
    assert done.out.splitlines()[1].split() == ["人数(ポジション)", "1名", "2名"]
    assert "± は、偶然によって数値がずれうる幅です" in done.out
    said = json.loads(run("compare", scenario, two, *AS_WRITTEN, "--lang", "ja", "--json").out)
    assert all(any("ぁ" <= sign <= "ヿ" for sign in line) for line in said["sentences"])


@pytest.mark.parametrize(
    ("words", "english", "japanese"),
    [
        (["s.yaml"], "a comparison takes two scenarios or more", "2 つ以上のシナリオ"),
        (["s.yaml", "s.yaml"], "two scenarios are called 's.yaml'", "シナリオが 2 つあります"),
        (["s.yaml", "m.yaml"], "m.yaml:2:9: months: 24 here, 12 in s; only scenarios with",
         "m.yaml:2:9: months: このファイルでは 24、s では 12 です"),
        (["s.yaml", "p.yaml", "--base", "t"], "base: no scenario here is called 't'; choose from",
         "'t' というシナリオは比較の対象にありません"),
        (["s.yaml", "p.yaml", "--precision", "grr=1", "--replications", "2"],
         "both say how many", "どちらか 1 つを指定"),
        (["s.yaml", "p.yaml", "--set", "targets=null"], "a plan needs a target", "目標が必要です"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared(
    run, scenario: Path, words: list[str], english: str, japanese: str
) -> None:
    Path("m.yaml").write_text("extends: s.yaml\nmonths: 24\n")
    Path("p.yaml").write_text(TWO)
    for language, said in (("en", english), ("ja", japanese)):
        done = run("compare", *words, "--workers", 1, "--lang", language)
        assert (done.code, done.out) == (2, "")
        assert said in done.err
