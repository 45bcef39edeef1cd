import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of published data; tests that need it are skipped where it is not."""
    folder = Path(os.environ.get("TOUCHMODEL_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("no published data: TOUCHMODEL_DATA names no folder")
    return folder


@pytest.fixture(scope="session", autouse=True)
def few_worlds() -> None:
    """Plans of tests look at four drawn worlds, not forty: each takes a third of a second."""
    from touchmodel.planning import plan

    plan.WORLDS = 4
