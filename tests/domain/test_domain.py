"""What the domain asks for can be said, and the numbers respond as theory says they must."""

import pytest
from tests.domain.document import CHAPTERS, DOCUMENT, every_row, line
from tests.domain.row import Row, holds, show

ROWS = every_row()


@pytest.mark.parametrize("row", ROWS, ids=[row.about for row in ROWS])
def test_a_row_shows_its_theory_and_the_document_says_so(row: Row) -> None:
    shown = show(row)
    assert holds(row, shown), shown
    assert line(row, shown) in DOCUMENT.read_text(encoding="utf-8").splitlines(), "make docs"


def test_the_document_has_no_row_that_is_not_tested() -> None:
    told = DOCUMENT.read_text(encoding="utf-8").splitlines()
    rows = [each for each in told if each.startswith("| ") and not each.startswith("| what is")]
    assert len(rows) == len(ROWS) == sum(map(len, CHAPTERS.values()))
    assert len({row.about for row in ROWS}) == len(ROWS)
