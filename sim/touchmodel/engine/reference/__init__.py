"""The SimPy engine: the model written as processes, to be read.

Where a question is "what does it mean", this package is the answer.  Begin with `life`, an
account's story from signing to leaving; `pool` tells how a team works through what is asked of
it, `company` what happens around both, and `world` keeps time.
"""

from touchmodel.engine.reference.run import simulate

__all__ = ["simulate"]
