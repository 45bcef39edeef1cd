"""Every test of this folder runs once per engine."""

import pytest

from touchmodel.engine import reference

ENGINES = {"reference": reference.simulate}


@pytest.fixture(params=ENGINES)
def simulate(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    return ENGINES[request.param]
