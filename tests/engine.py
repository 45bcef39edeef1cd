"""What proofs run on: the compiled engine, held to the SimPy model in the first replication."""

from touchmodel.engine import compiled, reference
from touchmodel.experiment.difference import difference
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records


def simulate(inputs: Inputs, seed: int, replication: int = 0) -> Records:
    """Run one replication; the first on both engines, which must agree to the last bit."""
    if replication > 0:
        return compiled.simulate(inputs, seed, replication)
    found = compiled.simulate(inputs, seed, replication, trace=True)
    meant = reference.simulate(inputs, seed, replication, trace=True)
    assert difference(inputs, meant, found) == ()
    return found
