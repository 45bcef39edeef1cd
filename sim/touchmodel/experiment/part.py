"""A part: what was kept of some replications, as one Parquet table with a row for each.

What is kept differs by question: a run keeps figures and frames, a plan keeps arrays.  A `Kind`
names its columns, and how each of them goes into Arrow and comes back as it was, to the bit.
"""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from itertools import pairwise
from typing import Any, Generic, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

Kept = TypeVar("Kept")
REPLICATION = "replication"
NOTES = b"touchmodel"
"""Where the schema of a part says what Arrow's types do not."""


def no_notes(_values: Sequence[Any]) -> Any:
    """Return what there is to say beside the values: nothing."""
    return None


@dataclass(frozen=True)
class Column:
    """How the values of one column are written and read."""

    write: Callable[[Sequence[Any]], pa.Array]
    read: Callable[[pa.Array, Any], Sequence[Any]]
    """Takes the notes, too."""
    notes: Callable[[Sequence[Any]], Any] = no_notes


@dataclass(frozen=True)
class Kind(Generic[Kept]):
    """A kind of kept value: how it is taken apart into columns and made again."""

    name: str
    version: int
    """To be raised where the same name comes to mean something else."""
    columns: Mapping[str, Column]
    taken: Callable[[Kept], Mapping[str, Any]]
    made: Callable[[int, dict[str, Any]], Kept]
    """Takes the number of the replication, and values by column."""


def kind_of(name: str, version: int, kept: type[Kept], columns: Mapping[str, Column]) -> Kind[Kept]:
    """Return the kind of a dataclass: a column a field, but for the replication's number."""
    named = [each.name for each in fields(kept)]  # type: ignore[arg-type]
    if set(named) - {REPLICATION} != set(columns):
        raise TypeError(f"{kept.__name__} has the fields {named}, the kind {sorted(columns)}")

    def taken(value: Kept) -> Mapping[str, Any]:
        return {column: getattr(value, column) for column in columns}

    def made(replication: int, values: dict[str, Any]) -> Kept:
        return kept(**({REPLICATION: replication} if REPLICATION in named else {}), **values)

    return Kind(name, version, columns, taken, made)


def encode(kind: Kind[Kept], kept: Mapping[int, Kept], about: Mapping[str, Any]) -> bytes:
    """Return kept values by replication as a Parquet file.

    Parameters
    ----------
    about
        What the file says of itself.
    """
    numbers = sorted(kept)
    rows = [kind.taken(kept[number]) for number in numbers]
    values = {name: [row[name] for row in rows] for name in kind.columns}
    arrays = {name: column.write(values[name]) for name, column in kind.columns.items()}
    notes = {name: column.notes(values[name]) for name, column in kind.columns.items()}
    table = pa.table({REPLICATION: pa.array(numbers, pa.int64()), **arrays})
    told = json.dumps({"kind": kind.name, "version": kind.version, **about, "notes": notes})
    stream = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata({NOTES: told.encode()}), stream, compression="zstd"
    )
    return stream.getvalue()


def decode(kind: Kind[Kept], content: bytes) -> dict[int, Kept]:
    """Return the kept values of a Parquet file by replication."""
    table = pq.read_table(pa.BufferReader(content)).combine_chunks()
    notes = json.loads(table.schema.metadata[NOTES])["notes"]
    numbers = table[REPLICATION].to_pylist()
    values = {
        name: column.read(whole(table[name]), notes[name]) for name, column in kind.columns.items()
    }
    return {
        number: kind.made(number, {name: values[name][row] for name in kind.columns})
        for row, number in enumerate(numbers)
    }


def whole(chunked: pa.ChunkedArray) -> pa.Array:
    """Return a column as one array."""
    return pa.concat_arrays(chunked.chunks) if chunked.num_chunks else chunked.combine_chunks()


def plain_column(kind: pa.DataType) -> Column:
    """Return the column of a type that Arrow has."""
    return Column(partial(pa.array, type=kind), read_plain)


def read_plain(array: pa.Array, _notes: Any) -> list[Any]:
    """Return the values of each row."""
    values: list[Any] = array.to_pylist()
    return values


def read_figures(array: pa.Array, _notes: Any) -> list[dict[str, float]]:
    """Return figures by name of each row."""
    return [dict(row) for row in array.to_pylist()]


def read_named_figures(array: pa.Array, _notes: Any) -> list[dict[str, dict[str, float]]]:
    """Return figures by name and owner of each row."""
    return [{owner: dict(figures) for owner, figures in row} for row in array.to_pylist()]


def write_figures(values: Sequence[dict[str, float]]) -> pa.Array:
    """Return figures by name as a map."""
    return pa.array([list(value.items()) for value in values], FIGURES_TYPE)


def write_named_figures(values: Sequence[dict[str, dict[str, float]]]) -> pa.Array:
    """Return figures by name and owner as a map of maps."""
    rows = [[(owner, list(own.items())) for owner, own in value.items()] for value in values]
    return pa.array(rows, pa.map_(pa.string(), FIGURES_TYPE))


def write_arrays(values: Sequence[np.ndarray[Any, Any]]) -> pa.Array:
    """Return arrays of floats as their shape and values."""
    if any(value.dtype != np.float64 for value in values):
        raise TypeError("only arrays of 64-bit floats are kept")
    shapes = pa.array([list(value.shape) for value in values], pa.list_(pa.int64()))
    flat = pa.array(np.concatenate([np.empty(0), *[value.ravel() for value in values]]))
    offsets = np.cumsum([0, *[value.size for value in values]])
    numbers = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), flat)
    return pa.StructArray.from_arrays([shapes, numbers], ["shape", "values"])


def read_arrays(array: pa.Array, _notes: Any) -> list[np.ndarray[Any, Any]]:
    """Return the arrays of each row."""
    return [
        row["values"].values.to_numpy(zero_copy_only=False).reshape(row["shape"].as_py())
        for row in array
    ]


def write_frames(values: Sequence[pd.DataFrame]) -> pa.Array:
    """Return frames as lists of rows."""
    both = pd.concat(values, ignore_index=True)
    rows = pa.Table.from_pandas(both, preserve_index=False).to_struct_array()
    rows = rows.combine_chunks() if isinstance(rows, pa.ChunkedArray) else rows
    offsets = np.cumsum([0, *map(len, values)])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), rows)


def frame_notes(values: Sequence[pd.DataFrame]) -> list[dict[str, str]]:
    """Return the types of each frame's columns, as pandas names them; once if all are alike."""
    types = [{str(name): str(kind) for name, kind in frame.dtypes.items()} for frame in values]
    return types[:1] if all(each == types[0] for each in types) else types


def read_frames(array: pa.Array, notes: list[dict[str, str]]) -> list[pd.DataFrame]:
    """Return the frames of each row, their index 0, 1, ..."""
    if len(notes) != 1:
        return [typed(row.values, types) for row, types in zip(array, notes, strict=True)]
    both, ends = typed(array.values, notes[0]), array.offsets.to_numpy()
    return [both.iloc[begin:end].reset_index(drop=True) for begin, end in pairwise(ends)]


def typed(rows: pa.StructArray, types: Mapping[str, str]) -> pd.DataFrame:
    """Return rows as a frame whose columns have these types."""
    frame: pd.DataFrame = pa.Table.from_struct_array(rows).to_pandas()
    return frame.astype(types)[list(types)]


FIGURES_TYPE = pa.map_(pa.string(), pa.float64())
BOOLEAN = plain_column(pa.bool_())
FLOAT = plain_column(pa.float64())
FIGURES = Column(write_figures, read_figures)
NAMED_FIGURES = Column(write_named_figures, read_named_figures)
ARRAY = Column(write_arrays, read_arrays)
FRAME = Column(write_frames, read_frames, frame_notes)
