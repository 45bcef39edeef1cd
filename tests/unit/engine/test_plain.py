"""Rows in plain Python are the rows of the kernels."""

import numpy as np
import pytest

from touchmodel.engine.compiled import layout
from touchmodel.engine.compiled.plain import array_at, structure

ROWS = {name: each for name, each in vars(layout).items() if isinstance(each, np.dtype)}


@pytest.mark.parametrize("name", ROWS)
def test_every_field_lies_where_the_layout_has_it(name: str) -> None:
    dtype = ROWS[name]
    row = structure(dtype)
    assert [getattr(row, field).offset for field in dtype.names] == [
        dtype.fields[field][1] for field in dtype.names
    ]


def test_what_is_written_to_a_row_is_in_the_array() -> None:
    works = np.zeros(3, dtype=layout.WORK)
    rows = array_at(works.ctypes.data, works.shape, works.dtype)
    rows[1].line, rows[1].entity, rows[2].place = 7, 2**64 - 1, 0.5
    assert works["line"].tolist() == [0, 7, 0]
    assert works["entity"].tolist() == [0, 2**64 - 1, 0]
    assert rows.place.tolist() == [0.0, 0.0, 0.5]
    assert len(rows) == 3


def test_a_field_is_a_number_of_any_width_and_is_cut_where_it_is_written() -> None:
    works = np.zeros(1, dtype=layout.WORK)
    row = array_at(works.ctypes.data, works.shape, works.dtype)[0]
    row.line = 3
    assert row.line << 40 == 3 << 40
    row.line = (1 << 32) + 5
    assert row.line == 5


def test_an_empty_array_is_empty() -> None:
    empty = np.zeros((0, 2))
    assert array_at(empty.ctypes.data, empty.shape, empty.dtype).shape == (0, 2)
