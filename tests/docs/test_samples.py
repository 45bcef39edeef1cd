"""The samples in reports/: whole, and of the scenarios as they are."""

import json
from pathlib import Path

import pytest

from touchmodel.language import LANGUAGES
from touchmodel.reporting.report import FORMATS
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
REPORTS, SCENARIOS = ROOT / "reports", ROOT / "scenarios"
BASE, MIXES = [SCENARIOS / "base.yaml"], sorted((SCENARIOS / "mixes").glob("*.yaml"))
SAMPLES = {
    "base-plan": ("plan", FORMATS, BASE),
    "for-the-board": ("plan", ("html", "pdf"), BASE),
    "three-mixes": ("compare", FORMATS, MIXES),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_whole_and_of_the_scenarios_as_they_are(name: str) -> None:
    folder, (key, formats, scenarios) = REPORTS / name, SAMPLES[name]
    expected = {
        f"{key}.{kind}" if language == LANGUAGES[0] else f"{key}.{language}.{kind}"
        for kind in formats for language in LANGUAGES
    } | {"manifest.json"}  # fmt: skip
    assert {file.name for file in folder.iterdir()} == expected
    told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert set(told["files"]) == expected
    assert scenarios
    for page in (f"{key}.html", f"{key}.ja.html"):
        text = (folder / page).read_text(encoding="utf-8")
        stale = [file.name for file in scenarios if load_scenario(file).digest not in text]
        assert not stale, f"make reports: {page} is of another {stale}"
