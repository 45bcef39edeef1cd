"""`check --benchmarks`: the way of a planner, in both languages."""

import json
from pathlib import Path

CHECK = ("check", "s.yaml", "--benchmarks")
SIMULATED = ("--simulate", "--replications", 1, "--workers", 1)


def test_figures_stand_beside_other_firms(run, scenario: Path) -> None:
    done = run(*CHECK, "--set", "pools.csm.cost_per_year=200k")
    assert done.code == 0
    assert "accounts for each CSM" in done.out
    assert "outside: cost of the teams, of ARR: " in done.out
    assert "they catch mistakes, they justify nothing" in done.out
    assert "days to onboard" not in done.out
    assert "days to onboard" in run(*CHECK, *SIMULATED).out


def test_without_the_option_nothing_is_compared(run, scenario: Path) -> None:
    assert "other firms" not in run("check", "s.yaml").out


def test_a_reason_is_told(run, scenario: Path) -> None:
    reason = "why_outside={cost_share_of_arr: we are young}"
    done = run(*CHECK, "--set", "pools.csm.cost_per_year=200k", "--set", reason)
    assert "; your reason: we are young" in done.out
    assert "outside: cost" not in done.out
    inside = run(*CHECK, "--set", "why_outside={productive_share: so it is}")
    assert "`why_outside` gives a reason for productive_share, which lies inside" in inside.out


def test_in_japanese_and_as_json(run, scenario: Path) -> None:
    done = run(*CHECK, "--lang", "ja")
    assert (done.code, "他社との比較" in done.out, "beside" in done.out) == (0, True, False)
    (file,) = json.loads(run(*CHECK, "--json", *SIMULATED).out)["files"]
    names = {each["name"] for each in file["benchmarks"]["figures"]}
    assert names >= {"accounts_per_csm mid", "grr <smb>", "nrr <smb>", "onboarding_days mid"}
    assert file["benchmarks"]["simulated"]
    assert "face" not in file["simulated"]


def test_a_reason_for_what_is_not_there(run, scenario: Path) -> None:
    done = run(*CHECK, "--set", "why_outside={acounts_per_csm: x}")
    assert (done.code, done.out) == (2, "")
    assert "there is no benchmark 'acounts_per_csm'; did you mean accounts_per_csm?" in done.err


def test_a_summary_has_them(run, scenario: Path) -> None:
    assert run("run", "s.yaml", "--replications", 1, "--workers", 1, "--out", "a").code == 0
    assert "## Beside other firms" in Path("a/summary.md").read_text(encoding="utf-8")
