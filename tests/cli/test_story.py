"""`touchmodel story`: from a run's folder to one account's life, in both languages."""

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import touchmodel as tm
from touchmodel.errors import InputError
from touchmodel.reporting.stored import load_run

RUN = ("run", "s.yaml", "--replications", 2, "--workers", 1, "--quiet", "--out")


@pytest.fixture
def folder(run, scenario: Path) -> Path:
    """Return the folder of a run whose team misses touches."""
    slow = ("--set", "pools.csm.hours_per_week=6")
    assert run(*RUN, "a", *slow).code == 0
    return Path("a")


def lost(folder: Path, replication: int = 0) -> pd.Series:
    rows = pd.read_parquet(folder / "contracts.parquet")
    return rows[(rows["cause"] == "churned") & (rows["replication"] == replication)].iloc[0]


def test_why_it_left(run, folder: Path) -> None:
    row = lost(folder)
    done = run("story", folder, row["customer"])
    assert (done.code, row["customer"] in done.out.splitlines()[0]) == (0, True)
    day = row["date"].date().isoformat()
    assert any(line.split()[0] == day and "leaves at its contract's end" in line
               for line in done.out.splitlines() if line.strip())  # fmt: skip
    assert f"on {day} it left: it had decided on " in done.out
    assert "at health 70 and the usual fit" in done.out
    assert "arithmetic of the model" in done.out or "none of that is missed work" in done.out
    (chart,) = folder.glob("story-*.svg")
    assert f"{chart} shows it" in done.err
    assert chart.read_bytes().startswith(b"<?xml")


def test_the_story_has_the_chance_that_the_run_stored(run, folder: Path) -> None:
    row = lost(folder, 1)
    done = run("story", folder, row["customer"], "--replication", 1, "--json")
    assert done.code == 0
    said = json.loads(done.out)
    assert said["outcome"] == "churned"
    assert said["end"] == row["day"]
    assert said["decisions"][-1]["p_churn"] == row["p_churn"]
    assert said["verdict"]["yearly"] == said["decisions"][-1]["p_churn_per_year"]
    assert said["contracts"][-1]["before"] == row["before"]
    assert Path(said["figure"]).exists()


def test_in_japanese(run, folder: Path) -> None:
    customer = lost(folder)["customer"]
    said = run("story", folder, customer, "--lang", "ja")
    assert said.code == 0
    assert "タッチモデル mid" in said.out
    assert "に解約しました。判断は" in said.out
    assert "図は " in said.err
    english = run("story", folder, customer)
    assert len(english.out.splitlines()) == len(said.out.splitlines())


def test_who_is_worth_a_look(run, folder: Path) -> None:
    done = run("story", folder)
    assert done.out.startswith("accounts worth a look in replication 0\n")
    assert " left on " in done.out
    assert "no work for it was finished for" in done.out
    found = json.loads(run("story", folder, "--json", "--replication", 1).out)
    assert {each["kind"] for each in found["accounts"]} == {"churned", "stayed", "neglected"}


def test_a_book_goes_with_the_run(run, scenario: Path) -> None:
    text = scenario.read_text().replace("    accounts: 40\n", "")
    scenario.write_text(text + "book: {path: c.csv, columns: {customer: id, arr: arr}}\n")
    Path("c.csv").write_text("id,arr\nAcme,1200\nBolt,1300\n")
    assert run(*RUN, "b").code == 0
    Path("c.csv").unlink()
    assert Path("b/book.csv").read_text() == "id,arr\nAcme,1200\nBolt,1300\n"
    assert run("story", "b", "Bolt").code == 0
    done = run("story", "b", "Bold")
    assert (done.code, "did you mean Bolt?" in done.err) == (2, True)
    Path("b/book.csv").write_text("id,arr\nAcme,1200\nBolt,1301\n")
    done = run("story", "b", "Bolt")
    assert done.code == 2
    assert "the run does not come back as it was" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["a", "<smb> 41"], "there is no account '<smb> 41' in the book; did you mean <smb> 4"),
        (["a", "<smb> new 999"], "'<smb> new 999' did not come in replication 0"),
        (["a", "<smb> 1", "--replication", "2"],
         "there is no replication 2: the run has 0 to 1"),
        (["nowhere", "x"], "nowhere is no folder of a run; `touchmodel run` says where"),
        (["s.yaml"], "s.yaml is no folder of a run"),
    ],
)  # fmt: skip
def test_what_cannot_be_told(run, folder: Path, words: list[str], said: str) -> None:
    done = run("story", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    japanese = run("story", *words, "--lang", "ja")
    assert (japanese.code, said in japanese.err) == (2, False)


def broken(folder: Path, name: str, text: str | None) -> None:
    """Take a file out of a folder, or write something else into it."""
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("manifest.json", None, "is no folder of a run"),
        ("manifest.json", "{", "is no folder of a run"),
        ("scenario.yaml", None, "a: scenario.yaml is missing; run it again"),
        ("contracts.parquet", None, "a: contracts.parquet is missing; run it again"),
        ("contracts.parquet", "x", "contracts.parquet is damaged; run it again"),
        ("scenario.yaml", "months: 12\n", "scenario.yaml"),
    ],
)
def test_a_broken_folder(run, folder: Path, name: str, text: str | None, said: str) -> None:
    broken(folder, name, text)
    done = run("story", folder, "<smb> 1")
    assert (done.code, said in done.err) == (2, True)


def test_a_changed_scenario_is_noticed(run, folder: Path) -> None:
    file = folder / "scenario.yaml"
    file.write_text(file.read_text().replace("hours_per_week: 6", "hours_per_week: 60"))
    done = run("story", folder, "<smb> 1")
    assert (done.code, "the run does not come back as it was" in done.err) == (2, True)


def test_a_manifest_without_a_seed(run, folder: Path) -> None:
    file = folder / "manifest.json"
    said = json.loads(file.read_text())
    file.write_text(json.dumps(said | {"seed": "one"}))
    assert "manifest.json is damaged" in run("story", folder, "<smb> 1").err


def test_a_plan_is_not_a_run(run, folder: Path) -> None:
    shutil.copytree(folder, "plan")
    said = json.loads(Path("plan/manifest.json").read_text())
    files = [name for name in said["files"] if not name.endswith(".parquet")]
    Path("plan/manifest.json").write_text(json.dumps(said | {"files": files}))
    assert "plan holds a plan or a comparison, not a run" in run("story", "plan").err


def test_from_python(folder: Path) -> None:
    stored = load_run(folder)
    customer = lost(folder)["customer"]
    story = stored.story(customer)
    again = tm.simulate(tm.load_scenario(folder / "scenario.yaml"), replications=1, workers=1)
    assert again.story(customer).life == story.life
    assert stored.frame("kpis").equals(stored.kpis)
    with pytest.raises(KeyError):
        stored.frame("nonsense")
    with pytest.raises(InputError, match="no replication 1: the run has 0 to 0"):
        again.story(customer, replication=1)
