"""`--json`: one JSON value on stdout and nothing else, with the keys of the contract."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from touchmodel.cli.say import present


def refused(text: str) -> Any:
    raise AssertionError(f"{text} is not JSON")


def parsed(text: str) -> Any:
    """Return the only JSON value of a text; NaN and infinity are none."""
    return json.loads(text, parse_constant=refused)


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from leaves(part)
    else:
        yield value


@pytest.mark.parametrize("replications", [1, 2])
def test_run(run, scenario, replications: int) -> None:
    done = run("run", "s.yaml", "--replications", replications, "--workers", 1, "--json")
    assert done.code == 0
    said = parsed(done.out)
    assert set(said) == {
        "scenario", "scenario_hash", "version", "engine", "seed", "replications", "kpis", "pools",
        "segments", "benchmarks", "out",
    }  # fmt: skip
    assert None not in leaves(said)
    figures = {"mean", "p10", "p50", "p90", "unit"} | (
        {"half_width"} if replications > 1 else set()
    )
    assert set(said["kpis"]["grr"]) == figures
    # {pool: {kpi: {...}}}
    assert set(said["pools"]["csm"]["utilisation"]) == figures
    assert set(said["segments"]["<smb>"]["grr_expected"]) == figures
    assert said["kpis"]["wait_mean_open_h"]["unit"] == "h"
    assert said["replications"] == replications
    assert "reports/runs/s-" in said["out"]
    assert said["engine"] == "compiled"


def test_both_engines(run, scenario) -> None:
    words = ["run", "s.yaml", "--workers", 1, "--json", "--engine", "both"]
    done = run(*words, "--replications", 2)
    said = parsed(done.out)
    events = said["engines_agree"]["events"]
    assert said["engine"] == "both"
    assert said["engines_agree"] == {"replications": 2, "events": events}
    assert f"both engines agree: 2 replications, {events:,} events\n" in done.err
    assert "一致" in run(*words, "--replications", 1, "--lang", "ja").err
    assert run(*words, "--replications", 1, "--quiet").err == ""
    manifest = json.loads(Path(said["out"], "manifest.json").read_text())
    assert manifest["engine"] == "both"
    place = manifest["command"].index("--engine")
    assert manifest["command"][place + 1] == "both"
    checked = run("check", "s.yaml", "--json", "--simulate", "--replications", 1, "--workers", 1,
                  "--engine", "both")  # fmt: skip
    (file,) = parsed(checked.out)["files"]
    assert file["simulated"]["engine"] == "both"
    assert file["simulated"]["engines_agree"]["replications"] == 1


def test_check(run, scenario) -> None:
    done = run("check", "s.yaml", "--json", "--values", "--simulate", "--replications", 2,
               "--workers", 1)  # fmt: skip
    (said,) = parsed(done.out)["files"]
    assert done.code == 0
    assert said["ok"] is True
    assert None not in leaves(said)
    assert said["segments"]["<smb>"]["accounts"] == 40
    assert said["segments"]["<smb>"]["anchor"]["today"] == pytest.approx(0.14)
    assert set(said["simulated"]["churn"]["<smb>"]) == {"typed", "simulated", "half_width"}
    by_path = {value["path"]: value for value in said["values"]}
    alone = by_path["segments.<smb>.churn_per_year.without_us"]
    assert alone == {
        "path": "segments.<smb>.churn_per_year.without_us", "set_by": "s.yaml:9:46",
        "unit": "share", "value": 0.18, "low": 0.14, "high": 0.25, "source": "us", "grade": "C",
    }  # fmt: skip
    assert by_path["sla_today"]["set_by"] == "default"


def test_check_of_several_files_tells_which_are_wrong(run, scenario) -> None:
    scenario.with_name("t.yaml").write_text(scenario.read_text().replace("months: 12", "months: 0"))
    done = run("check", "s.yaml", "t.yaml", "--json")
    right, wrong = parsed(done.out)["files"]
    assert done.code == 2
    assert (right["ok"], wrong["ok"]) == (True, False)
    assert wrong["problems"] == [
        {"message": "0: is at least 1", "file": "t.yaml", "line": 3, "column": 9, "path": "months"}
    ]
    assert done.err == "t.yaml:3:9: months: 0: is at least 1\n"


def test_workload(run, scenario) -> None:
    done = run("workload", "s.yaml", "--json")
    said = parsed(done.out)
    assert (done.code, done.err) == (0, "")
    assert None not in leaves(said)
    assert set(said["pools"]["csm"]) == {
        "positions", "hours_per_month", "offered_load", "offered_load_peak", "people",
        "utilisation",
    }  # fmt: skip
    assert said["bottleneck"] == "csm"
    assert said["models"] == {"mid": {"accounts_share": 1.0, "hours_share": 1.0}}


def test_workload_without_a_team_has_no_utilisation(run, scenario) -> None:
    done = run("workload", "s.yaml", "--json", "--set", "pools.csm.positions=0")
    assert "utilisation" not in parsed(done.out)["pools"]["csm"]


def test_new(run, scenario) -> None:
    said = parsed(run("new", "my company", "--json").out)
    assert said["created"] == ["my company/company.yaml", "my company/touchmodel.schema.json"]
    assert "touchmodel check 'my company/company.yaml'" in said["next"]


def test_schema(run) -> None:
    assert "segments" in parsed(run("schema").out)["properties"]


def test_plan(run, scenario) -> None:
    done = run("plan", "s.yaml", "--json", "--workers", 1, "--fresh", 40, "--target", "grr=0.6",
               "--max-replications", 20)  # fmt: skip
    assert done.code == 0, done.err
    said = parsed(done.out)
    assert None not in leaves(said)
    assert {"feasible", "certified", "targets", "headcount", "cost", "probability", "certificate",
            "out"} <= set(said)  # fmt: skip
    assert said["targets"] == {"grr": 0.6}


def test_what_is_not_known_is_absent() -> None:
    assert present({"a": float("inf"), "b": [None, {"c": float("nan")}], 3: 0}) == {
        "b": [{}],
        "3": 0,
    }
