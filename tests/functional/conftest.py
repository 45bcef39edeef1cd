"""Every test of this folder runs once per engine."""

import pytest

from touchmodel.engine import compiled, reference

ENGINES = [
    pytest.param(reference.simulate, id="reference"),
    pytest.param(compiled.simulate, id="compiled"),
]


@pytest.fixture(params=ENGINES)
def simulate(request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    return request.param
