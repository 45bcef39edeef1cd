"""The compiled engine: the reference engine's model as an event loop over flat arrays."""

from touchmodel.engine.compiled.run import is_compiled, simulate, warm

__all__ = ["is_compiled", "simulate", "warm"]
