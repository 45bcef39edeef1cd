"""Engines: one run of the model, from `Inputs` to `Records`."""
