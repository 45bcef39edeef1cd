"""The way of a planner: new, check, workload, run; and each command's words."""

from pathlib import Path

import pytest


def test_from_new_to_run(run, scenario: Path) -> None:
    told = run("new", "my")
    assert told.code == 0
    file = "my/company.yaml"
    assert f"touchmodel check {file}" in told.err
    checked = run("check", file)
    assert checked.code == 0
    assert checked.out.startswith(f"{file}: OK\n  A young company: 24 months from April 2027")
    assert "14.0 % a year today at health 67, 18.5 % without us at health 55" in checked.out
    assert "targets: GRR at least 80.0 % from 2028-01, together 90 % sure" in checked.out
    worked = run("workload", file)
    assert worked.code == 0
    assert "The bottleneck: csm " in worked.out
    done = run("run", file, "--replications", 1, "--workers", 1, "--set", "months=12")
    assert done.code == 0
    (folder,) = Path("reports/runs").glob("[!.]*")
    assert f"{folder}/summary.md" in done.out
    assert folder.name.startswith("company-")
    assert folder.name.endswith("-s1-n1")


def test_an_editor_finds_the_schema_beside_the_scenario(run, scenario: Path) -> None:
    assert run("new", "my").code == 0
    first = Path("my/company.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=touchmodel.schema.json"
    assert Path("my/touchmodel.schema.json").read_text(encoding="utf-8") == run("schema").out


def test_new_writes_all_files_or_none(run, scenario: Path) -> None:
    Path("touchmodel.schema.json").write_text("mine")
    done = run("new", ".")
    assert (done.code, Path("company.yaml").exists()) == (2, False)
    assert done.err.startswith("touchmodel.schema.json is there already")
    assert Path("touchmodel.schema.json").read_text() == "mine"


def test_new_overwrites_nothing(run, scenario: Path) -> None:
    Path("company.yaml").write_text("mine")
    done = run("new", ".")
    assert (done.code, done.out) == (2, "")
    assert Path("company.yaml").read_text() == "mine"
    assert run("new", "s.yaml").code == 2
    assert run("new", "s.yaml/below").code == 2


def test_check_says_what_the_team_does_beside_what_was_typed(run, scenario: Path) -> None:
    words = ["check", "s.yaml", "--simulate", "--replications", 2, "--workers", 1]
    done = run(*words, "--set", "coverage_today=30%")
    assert done.code == 0
    assert "your team covers 9" in done.out or "your team covers 100" in done.out
    assert "you typed 30 % (coverage_today)" in done.out
    assert "the churn typed belongs to another team" in done.out


def test_check_values_says_who_set_what(run, scenario: Path) -> None:
    done = run("check", "s.yaml", "--values", "--set", "pools.csm.positions=2")
    lines = {line.split()[0]: line for line in done.out.splitlines()}
    assert lines["pools.csm.positions"].split()[1:] == ["2", "--set", "pools.csm.positions"]
    assert lines["months"].split()[1:] == ["12", "months", "s.yaml:3:9"]
    assert lines["pools.csm.shrinkage"].split()[1:3] == ["34", "%"]
    assert lines["pools.csm.shrinkage"].endswith("default")


def test_a_notice_longer_than_a_contract_is_told(run, scenario: Path) -> None:
    done = run("check", "s.yaml", "--set", "segments.<smb>.decides=500 days")
    assert "a notice not shorter than the term becomes half the term" in done.out


def test_precision_decides_how_many(run, scenario: Path) -> None:
    done = run("run", "s.yaml", "--precision", "grr_expected=50%", "--workers", 1, "--quiet")
    assert done.code == 0
    assert "15 replications" in done.out


@pytest.mark.parametrize("quiet", [True, False])
def test_quiet_leaves_the_result(run, scenario: Path, quiet: bool) -> None:
    done = run("workload", "s.yaml", *["--quiet"] * quiet)
    assert "people at 85 %" in done.out
    assert (done.err == "") is quiet
