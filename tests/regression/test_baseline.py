import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from baseline import HERE, SETS, figures


@pytest.mark.parametrize("name", SETS)
def test_figures_are_those_of_the_baseline(name):
    kept = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert figures(name).splitlines() == kept, (
        "results changed: if that is meant, run `make baseline` and add a [results] line to "
        "CHANGELOG.md"
    )
