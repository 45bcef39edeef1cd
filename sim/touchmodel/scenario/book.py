"""The opening book: the rows of a customer list as columns of accounts.

`read_book` is the only reader.  It tells everything that is wrong with the file at once, each at
its line, and guesses nothing: a row is used as it stands, left out by `where`, or an error.  With
`on_error: skip` rows at fault are left out too, counted, and the reasons kept.
"""

from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from touchmodel.errors import InputError, Problem
from touchmodel.language import Text
from touchmodel.scenario.account import Account, AccountReader
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.mapping import read_mapping
from touchmodel.scenario.schema.book import Book
from touchmodel.scenario.source import LARGEST_BOOK
from touchmodel.scenario.table import Table, open_table


@dataclass(frozen=True)
class Skipped:
    """Rows at fault that `on_error: skip` left out."""

    rows: int = 0
    kinds: dict[Text, int] = field(default_factory=dict)
    """Faults by kind; a row may have several, a name unknown to the scenario counts once."""
    problems: tuple[Problem, ...] = ()
    """The first faults of each kind, and how many more there are."""


@dataclass(frozen=True)
class BookRows:
    """The accounts of a customer list, one entry a kept row in each column, in file order."""

    customer: tuple[str, ...]
    segment: tuple[str, ...]
    arr: tuple[Decimal, ...]
    """Exact as written or derived [currency/year]; not yet rounded to minor units."""
    start: tuple[date | None, ...]
    tenure_months: tuple[int | None, ...]
    renews_on: tuple[date | None, ...]
    contract_months: tuple[int | None, ...]
    owner: tuple[str | None, ...]
    """The person who looks after the account today; None for nobody, or where no column says."""
    touch_model: tuple[str | None, ...]
    """The touch model the account has today; None where `who_gets_what` says it."""
    seats: tuple[int | None, ...]
    traits: tuple[tuple[str | None, ...], ...]
    """Values in the order of `columns.traits`; None to be drawn."""
    rows_read: int
    """Rows of the file, the header and blank lines left out."""
    rows_left_out: int
    """Rows that `where` does not keep."""
    skipped: Skipped
    """Rows at fault that were left out."""
    digest: str
    """SHA-256 of the file's bytes."""
    encoding: str
    """As Python knows it."""
    encoding_found: bool
    """Whether the encoding was found by the bytes: it was not said, and is not UTF-8."""
    sign: str
    """What parts the cells."""

    def __len__(self) -> int:
        """Count the accounts."""
        return len(self.customer)


def read_book(loaded: Loaded) -> BookRows:
    """Return the accounts of the scenario's customer list.

    Raises
    ------
    InputError
        If the scenario has no `book`, or with all that is wrong in it: at the key of the scenario
        file for columns and expressions, at the line of the list for rows.
    """
    book, path = loaded.scenario.book, loaded.book_path
    if book is None or path is None:
        raise InputError(loaded.problem(("book",), Text("the scenario has no `book`")))
    at = loaded.problem(("book", "path"), Text(""))
    table = open_table(
        str(path), encoding=book.encoding, delimiter=book.delimiter, at=at, largest=LARGEST_BOOK
    )
    return _read_rows(loaded, book, table)


def _read_rows(loaded: Loaded, book: Book, table: Table) -> BookRows:
    """Return the kept rows; InputError with all faults, unless these rows are to be skipped."""
    reader = AccountReader(loaded, book, table, read_mapping(loaded, book, table))
    kept: list[Account] = []
    read = left_out = 0
    for line, cells in table.rows():
        read += 1
        found = reader.read(cells, line)
        left_out += found is False
        if isinstance(found, Account):
            kept.append(found)
    reader.tell_strangers()
    if book.on_error == "refuse" or not kept:
        reader.faults.raise_if_any()
    if not kept:
        raise InputError(_nothing_left(loaded, table, read))
    faults = reader.faults
    return BookRows(
        **_columns(kept), rows_read=read, rows_left_out=left_out,
        skipped=Skipped(reader.faulty_rows, faults.counts, tuple(faults.problems())),
        digest=table.digest, encoding=table.encoding, encoding_found=table.encoding_found,
        sign=table.sign,
    )  # fmt: skip


def _columns(accounts: list[Account]) -> dict[str, Any]:
    names = [column.name for column in fields(Account)]
    return {name: tuple(getattr(account, name) for account in accounts) for name in names}


def _nothing_left(loaded: Loaded, table: Table, read: int) -> Problem:
    if read == 0:
        return Problem(Text("the file has a header but no rows"), table.file, 1, 1)
    what = Text("keeps none of the {read:,} rows of {file}", read=read, file=table.file)
    return loaded.problem(("book", "where"), what)
