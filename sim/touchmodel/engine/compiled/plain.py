"""The kernels as plain Python, where Numba is told not to compile: to step through them.

Rows become ctypes structures on the same memory.  So a field is read as a Python number, wide
enough for any sum, and cut to the width of its column where it is written, as in a kernel.
"""

import ctypes
from functools import cache
from math import prod
from typing import Any

import numpy as np

from touchmodel.engine.compiled.layout import Rows
from touchmodel.model.jit import PLAIN


def rows(array: Rows) -> Rows:
    """Return an array of rows as `run_on` takes it."""
    return array_at(array.ctypes.data, array.shape, array.dtype) if PLAIN else array


@cache
def array_at(address: int, shape: tuple[int, ...], dtype: Any) -> Rows:
    """Return the array that lies at an address."""
    if dtype.fields is not None:
        return structures(dtype, shape[0]).from_address(address)
    memory = ctypes.c_char * (prod(shape) * dtype.itemsize)
    return np.ndarray(shape, dtype, memory.from_address(address))


@cache
def structures(dtype: Any, count: int) -> Any:
    """Return the ctypes type of so many rows; `rows.field` is a column of them."""

    def column(these: Any, name: str) -> Rows:
        return np.ndarray(count, dtype, these)[name]

    of_arrays: Any = type(ctypes.Array)
    members = {"_type_": structure(dtype), "_length_": count, "__getattr__": column}
    return of_arrays("Rows", (ctypes.Array,), members)


@cache
def structure(dtype: Any) -> Any:
    """Return the ctypes type of a row."""
    fields = [(name, np.ctypeslib.as_ctypes_type(dtype[name])) for name in dtype.names]
    return type("Row", (ctypes.Structure,), {"_fields_": fields})
