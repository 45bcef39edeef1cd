"""What was understood of a customer list: its rows, how it was read, who looks after whom."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from touchmodel.errors import Problem
from touchmodel.model.groups import other_models
from touchmodel.model.inputs import Inputs
from touchmodel.scenario.book import BookRows, Skipped, read_book
from touchmodel.scenario.load import Loaded


@dataclass(frozen=True)
class Range:
    """The least, the middle and the largest of some figures."""

    least: float
    median: float
    most: float


@dataclass(frozen=True)
class OwnerReading:
    """Who looks after the accounts today."""

    owners: int
    accounts: Range
    """Accounts of an owner."""
    arr: Range
    """ARR of an owner's accounts [currency/year]."""
    accounts_without: int
    """Accounts that nobody looks after."""
    in_teams: int = 0
    """Owners who are people of a team with named books: they begin with these accounts."""


@dataclass(frozen=True)
class OtherModel:
    """Accounts that are today in another touch model than `who_gets_what` gives them."""

    today: str
    who_gets_what: str
    accounts: int


@dataclass(frozen=True)
class BookReading:
    """What was understood of the customer list."""

    path: str
    rows: int
    left_out: int
    """Rows that `where` does not keep."""
    encoding: str = "utf-8"
    encoding_found: bool = False
    """Whether the encoding was found by the bytes: it was not said, and is not UTF-8."""
    delimiter: str = ","
    skipped: Skipped = field(default_factory=Skipped)
    """Rows at fault that `on_error: skip` left out."""
    owners: OwnerReading | None = None
    """None where no column says the owner, or every account is without."""
    other_models: tuple[OtherModel, ...] = ()
    """By touch model today and the one to come; empty where all are as `who_gets_what` says."""

    @property
    def accounts(self) -> int:
        """Rows that became accounts."""
        return self.rows - self.left_out - self.skipped.rows

    def to_json(self) -> dict[str, Any]:
        """Return the reading as `check --json` prints it; what is empty is left out."""
        plain = {name: value for name, value in vars(self).items() if name != "skipped"}
        skipped = {
            "rows": self.skipped.rows,
            "kinds": self.skipped.kinds,
            "problems": [_stated(problem) for problem in self.skipped.problems],
        }
        return {
            **plain,
            "owners": self.owners and asdict(self.owners),
            "other_models": [asdict(other) for other in self.other_models] or None,
            "skipped": skipped if self.skipped.rows else None,
        }


def _stated(problem: Problem) -> dict[str, Any]:
    return {key: value for key, value in vars(problem).items() if value not in ("", None)}


def read_reading(loaded: Loaded, inputs: Inputs) -> BookReading | None:
    """Return what was understood of the customer list; None if the scenario has none."""
    if loaded.book_path is None:
        return None
    rows = read_book(loaded)
    others = tuple(
        OtherModel(inputs.models[today].name, inputs.models[policy].name, accounts)
        for (today, policy), accounts in other_models(inputs).items()
    )
    return BookReading(
        str(loaded.book_path), rows.rows_read, rows.rows_left_out, rows.encoding,
        rows.encoding_found, rows.sign, rows.skipped, owner_reading(rows, inputs), others,
    )  # fmt: skip


def owner_reading(rows: BookRows, inputs: Inputs) -> OwnerReading | None:
    """Return how accounts and ARR are spread over the owners; None if nobody is named."""
    accounts: dict[str, int] = {}
    arr: dict[str, Decimal] = {}
    for owner, amount in zip(rows.owner, rows.arr, strict=True):
        if owner is not None:
            accounts[owner] = accounts.get(owner, 0) + 1
            arr[owner] = arr.get(owner, Decimal(0)) + amount
    if not accounts:
        return None
    known = {person.name for pool in inputs.pools if pool.named for person in pool.people}
    return OwnerReading(
        len(accounts), _range(list(accounts.values())), _range(list(arr.values())),
        accounts_without=sum(owner is None for owner in rows.owner),
        in_teams=len(known & accounts.keys()),
    )  # fmt: skip


def _range(figures: Sequence[int | Decimal]) -> Range:
    ordered = sorted(float(figure) for figure in figures)
    return Range(ordered[0], median(ordered), ordered[-1])
