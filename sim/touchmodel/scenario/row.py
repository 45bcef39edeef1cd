"""One row of a customer list, derived columns included."""

from collections.abc import Iterator, Mapping

from touchmodel.language import Text, sentence
from touchmodel.scenario.expression import Expression, Value


class DeriveError(ValueError):
    """A derived column that a row's cells do not give, whoever asked for it."""

    def __init__(self, column: str, message: Text) -> None:
        super().__init__(message)
        self.column = column


class Cells(Mapping[str, Value]):
    """A row by column name; derived columns are worked out when first asked for."""

    def __init__(self, cells: Mapping[str, Value], derived: Mapping[str, Expression]) -> None:
        self._cells = dict(cells)
        self._derived = derived

    def __getitem__(self, name: str) -> Value:
        if name not in self._cells:
            try:
                self._cells[name] = self._derived[name].evaluate(self)
            except DeriveError:
                raise
            except ValueError as error:
                raise DeriveError(name, sentence(error)) from None
        return self._cells[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._cells, **self._derived})

    def __len__(self) -> int:
        return len(self._cells.keys() | self._derived.keys())
