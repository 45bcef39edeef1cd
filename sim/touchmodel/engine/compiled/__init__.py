"""The compiled engine: the reference engine's model as an event loop over flat arrays."""

from touchmodel.engine.compiled.run import simulate, warm

__all__ = ["simulate", "warm"]
