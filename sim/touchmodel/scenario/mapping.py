"""What the scenario says of the columns of a customer list, laid on its header."""

from dataclasses import dataclass

from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.language import Text, sentence
from touchmodel.scenario.cell_number import NumberForm
from touchmodel.scenario.delimiter import SIGNS, name_of
from touchmodel.scenario.expression import Expression, read_expression
from touchmodel.scenario.header import find_column
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.node import Path
from touchmodel.scenario.schema.book import Book
from touchmodel.scenario.table import Table
from touchmodel.scenario.translate import dotted


@dataclass(frozen=True)
class Mapping:
    """How the columns of a list become what an account needs."""

    columns: dict[str, str]
    """The list's or a derived column, by key of `book.columns`, `traits.skill` for a trait; keys
    not mapped are absent."""
    derived: dict[str, Expression]
    where: Expression | None
    form: NumberForm
    """How numbers are written."""


def number_form(book: Book, table: Table, currency: str) -> NumberForm:
    """Return how the list writes numbers: as said; a list with commas between cells has points."""
    return NumberForm(book.decimal or ("point" if table.sign == "," else None), currency)


def read_mapping(loaded: Loaded, book: Book, table: Table) -> Mapping:
    """Return the mapping; InputError with every column and expression that does not fit."""
    return _MappingReader(loaded, book, table).read()


class _MappingReader:
    """Reads the mapping, and collects what is wrong with it."""

    def __init__(self, loaded: Loaded, book: Book, table: Table) -> None:
        self.loaded, self.book, self.table = loaded, book, table
        self.form = number_form(book, table, loaded.scenario.currency)
        self.known = [name for name in table.header if name]
        self.problems: list[Problem] = []

    def read(self) -> Mapping:
        derived: dict[str, Expression] = {}
        for name, text in self.book.derive.items():
            expression = self._expression(("book", "derive", name), text, name)
            if expression is not None:
                derived[name] = expression
            self.known.append(name)
        where = self.book.where
        keep = self._expression(("book", "where"), where) if where is not None else None
        said: dict[Path, str] = {(key,): name for key, name in self.book.columns if name}
        said.pop(("traits",), None)
        said |= {("traits", trait): name for trait, name in self.book.columns.traits.items()}
        columns = {dotted(path): self._column(path, name) for path, name in said.items()}
        if self.problems:
            raise InputError(self.problems)
        return Mapping(columns, derived, keep, self.form)

    def _expression(self, path: tuple[str, ...], text: str, name: str = "") -> Expression | None:
        try:
            if name and name in self.table.header:
                raise ValueError(Text("the file has a column of this name already"))
            return read_expression(text, self.known, self.form)
        except ValueError as error:
            self.problems.append(self.loaded.problem(path, sentence(error)))
            return None

    def _column(self, path: Path, name: str) -> str:
        column = find_column(name, self.known)
        if column is None:
            what = Text("{file} has no column {name!r}", file=self.table.file, name=name)
            hint = self._parted_otherwise() or did_you_mean(name, self.known)
            self.problems.append(self.loaded.problem(("book", "columns", *path), what, hint))
        return column or name

    def _parted_otherwise(self) -> Text | None:
        """Return the advice for a list whose delimiter was said wrong."""
        (name, *others) = self.table.header
        for sign in SIGNS.values():
            if not others and sign in name:
                return Text("the file seems to be separated by {signs}: say so in `delimiter`",
                            signs=name_of(sign))  # fmt: skip
        return None
