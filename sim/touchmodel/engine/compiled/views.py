"""Views: the arrays of a stage and of its tables, by their addresses.

A kernel is given two rows, each with the address and the shape of every array: passing the arrays
themselves from function to function would take LLVM minutes.
"""

import operator
from collections.abc import Callable
from typing import Any, cast

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.datamodel.models import StructModel
from numba.core.extending import register_model
from numba.core.imputils import lower_builtin
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

from touchmodel.engine.compiled import layout
from touchmodel.engine.compiled.layout import Row, Rows
from touchmodel.engine.compiled.plain import array_at
from touchmodel.model.jit import PLAIN

View = Callable[[Row], Rows]
CACHE_LINE = 64
"""Bytes that memory is read in; an event's row is as many."""


def view(name: str, dtype: Any) -> View:
    """Return a function that gives an array of a row of addresses, written into its caller.

    A function of its own would be compiled, and optimised into whoever calls it, seventy times.
    """
    dtype, dimensions = np.dtype(dtype), layout.DIMENSIONS.get(name, 1)
    fields = [f"at_{name}", *(f"{name}_{i}" for i in range(dimensions))]
    if PLAIN:
        return lambda row: array_at(*shaped(*(getattr(row, field) for field in fields)), dtype)
    item = cast(Any, numba).from_dtype(dtype)
    rows = dtype.fields is not None
    kind = RowsType(item) if rows else types.Array(item, dimensions, "C")

    def typed(_: Any, row: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            word = context.get_data_type(types.int64)
            found = [
                builder.load(
                    cgutils.get_record_member(
                        builder, arguments[0], signature.args[0].offset(field), word
                    )
                )
                for field in fields
            ]
            make = rows_at if rows else numbers_at
            return make(context, builder, kind, *shaped(*found))

        return kind(row), code

    return cast(View, intrinsic(typed))


def shaped(address: Any, *shape: Any) -> tuple[Any, tuple[Any, ...]]:
    """Return an address and a shape."""
    return address, shape


def numbers_at(context: Any, builder: Any, kind: Any, address: Any, shape: Any) -> Any:
    """Write an array of numbers that lies at an address."""
    array = make_array(kind)(context, builder)
    item = context.get_data_type(kind.dtype)
    size = context.get_constant(types.intp, context.get_abi_sizeof(item))
    strides = [size]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    data = builder.inttoptr(address, array.data.type)
    populate_array(array, data, shape, strides, size, meminfo=None)
    return array._getvalue()


class RowsType(types.Type):
    """Rows at an address.  No index is negative, so none is looked at as in an array."""

    def __init__(self, record: Any) -> None:
        self.record = record
        super().__init__(f"Rows({record})")


@register_model(RowsType)
class RowsModel(StructModel):
    """What Rows are in a kernel."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, [("address", types.int64), ("length", types.int64)])


def rows_at(context: Any, builder: Any, kind: Any, address: Any, shape: Any) -> Any:
    """Write rows that lie at an address."""
    rows = cgutils.create_struct_proxy(kind)(context, builder)
    rows.address, rows.length = address, shape[0]
    return rows._getvalue()


@infer_global(operator.getitem)
class RowOf(AbstractTemplate):
    """`rows[i]` is a row."""

    def generic(self, arguments: Any, _: Any) -> Any:
        """Return the type of a row, where there are rows."""
        if isinstance(arguments[0], RowsType) and isinstance(arguments[1], types.Integer):
            return signature(arguments[0].record, *arguments)
        return None


@infer_global(len)
class LengthOf(AbstractTemplate):
    """`len(rows)` is a whole number."""

    def generic(self, arguments: Any, _: Any) -> Any:
        """Return the type of a length, where there are rows."""
        return signature(types.int64, *arguments) if isinstance(arguments[0], RowsType) else None


@lower_builtin(operator.getitem, RowsType, types.Integer)
def row_of(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Write the address of a row."""
    kind, number = signature.args
    rows = cgutils.create_struct_proxy(kind)(context, builder, arguments[0])
    place = context.cast(builder, arguments[1], number, types.int64)
    size = context.get_constant(types.int64, kind.record.size)
    address = builder.add(rows.address, builder.mul(place, size))
    return builder.inttoptr(address, context.get_value_type(kind.record))


@lower_builtin(len, RowsType)
def length_of(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """Write how many rows there are."""
    return cgutils.create_struct_proxy(signature.args[0])(context, builder, arguments[0]).length


def _fetch(_: Any, row: Any, line: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        number = cgutils.int32_t
        kind = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t] + 3 * [number])
        prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        start = builder.bitcast(arguments[0], cgutils.voidptr_t)
        address = builder.gep(start, [builder.mul(arguments[1], arguments[1].type(CACHE_LINE))])
        to_read, keep, data = number(0), number(3), number(1)
        builder.call(prefetch, [address, to_read, keep, data])
        return context.get_dummy_value()

    return types.none(row, line), code


fetch: Any = (lambda row, line: None) if PLAIN else intrinsic(_fetch)
"""Let memory begin to bring a line of a row that is needed soon."""

accounts = view("accounts", layout.ACCOUNT)
traits = view("traits", np.int64)
works = view("works", layout.WORK)
events = view("events", layout.EVENT)
heads = view("heads", np.int32)
heap = view("heap", layout.DUE)
starts = view("starts", layout.START)
freed = view("freed", np.int32)
fresh = view("fresh", np.int32)
teams = view("teams", layout.TEAM)
idle = view("idle", np.uint64)
called = view("called", np.uint64)
seats = view("seats", np.int32)
generations = view("generations", np.int32)
people = view("people", layout.PERSON)
requisitions = view("requisitions", layout.REQUISITION)
slow = view("slow", np.int64)
weights = view("weights", np.int64)
paces = view("paces", np.float64)
candidates = view("candidates", np.int32)
full = view("full", np.bool_)
totals = view("totals", np.float64)
invitations = view("invitations", np.int32)
places = view("places", np.int64)
invited = view("invited", np.int32)
ranks = view("ranks", np.float64)
cells = view("cells", np.int64)
healths = view("healths", np.float64)
entries = view("entries", layout.ENTRY)
contracts = view("contracts", layout.CONTRACT)
moves = view("moves", layout.MOVE)
snapshots = view("snapshots", layout.SNAPSHOT)
staff = view("staff", layout.STAFF)
conversions = view("conversions", layout.CONVERSION)
members = view("members", layout.MEMBERS)
trace = view("trace", layout.TRACE)

lines = view("lines", layout.LINE)
channels = view("channels", layout.CHANNEL)
channel_shares = view("channel_shares", np.float64)
models = view("models", layout.MODEL)
segments = view("segments", layout.SEGMENT)
shocks = view("shocks", layout.SHOCK)
pools = view("pools", layout.POOL)
offers = view("offers", layout.OFFER)
sources = view("sources", layout.SOURCE)
rules = view("rules", np.float64)
review_days = view("review_days", np.float64)
terms = view("terms", np.int64)
term_shares = view("term_shares", np.float64)
expected = view("expected", np.float64)
clock = view("clock", np.float64)
month_starts = view("month_starts", np.float64)
lifts = view("lifts", np.float64)
deflects = view("deflects", np.float64)
kept = view("kept", np.float64)
offer_runs = view("offer_runs", np.uint8)
offer_models = view("offer_models", np.uint8)
trait_laws = view("trait_laws", np.int64)
ramps = view("ramps", np.float64)
levels = view("levels", np.float64)
starts_in = view("starts_in", np.uint8)
approved = view("approved", np.int64)
calls = view("calls", np.uint8)
covers = view("covers", np.int64)
loads = view("loads", np.int64)
leaves = view("leaves", np.int64)
leave_days = view("leave_days", np.float64)
trait_keys = view("trait_keys", np.uint64)
trait_values = view("trait_values", np.int64)
trait_shares = view("trait_shares", np.float64)
real = view("real", np.float64)
whole = view("whole", np.int64)
