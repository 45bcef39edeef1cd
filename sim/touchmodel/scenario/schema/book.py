"""The opening book: how the rows of a customer list become accounts."""

from typing import Annotated, Literal

from pydantic import Field

from touchmodel.scenario.delimiter import SIGNS, read_delimiter
from touchmodel.scenario.encoding import read_encoding
from touchmodel.scenario.quantity import Said
from touchmodel.scenario.schema.base import Part

Encoding = Annotated[
    str, Said(read_encoding, str, {"type": "string", "examples": ["utf-8", "cp932", "cp1252"]})
]
"""The name of a text encoding."""
Delimiter = Annotated[str, Said(read_delimiter, str, {"enum": [*SIGNS, *SIGNS.values()]})]
"""What parts the cells of a list, by name or as the sign itself."""


class Columns(Part):
    """Which column says what; names are those of the file's header or of `derive`."""

    customer: str
    """Column with the customer's id; each id once."""
    segment: str | None = None
    """Column with the segment's name; not needed when the scenario has one segment."""
    arr: str
    """Column with the ARR [currency/year]."""
    start: str | None = None
    """Column with the date the customer started (2025-04-01)."""
    tenure_months: str | None = None
    """Column with the months since the start, instead of `start`."""
    renews_on: str | None = None
    """Column with the date the running contract ends; default from start and term."""
    contract_months: str | None = None
    """Column with the contract term [months]; default drawn from the segment's `contract`."""
    owner: str | None = None
    """Column with the person who looks after the account today; blank for nobody. Who is listed in
    a pool's `people` by this name has the account on day 0."""
    touch_model: str | None = None
    """Column with the touch model of the account today; blank leaves it to `who_gets_what`."""
    seats: str | None = None
    """Column with the people at the account who use the product; blank is drawn as for new ones."""
    traits: dict[str, str] = Field(default_factory=dict)
    """Columns with traits that segments have, such as {skill: Level}; blank is drawn as for new
    accounts."""


class Book(Part):
    """A customer list in CSV, packed by gzip or not."""

    path: str
    """The file; relative to the scenario file, on the command line to the working directory."""
    columns: Columns
    """Which column says what."""
    derive: dict[str, str] = Field(default_factory=dict)
    """New columns by arithmetic on others, such as {yearly: 12 * MonthlyCharges}."""
    where: str | None = None
    """Rows to keep, such as `Churn == "No"`; the others are counted as left out."""
    encoding: Encoding | None = None
    """The file's encoding, such as cp932 or cp1252; default UTF-8, or found where it is sure."""
    delimiter: Delimiter | None = None
    """What parts the cells: comma, semicolon, tab or bar; default found in the header."""
    decimal: Literal["point", "comma"] | None = None
    """What parts decimals; default a point where commas part the cells, else each number tells."""
    dates: Literal["day first", "month first"] | None = None
    """The order of dates such as 01/04/2027; without it they are refused."""
    on_error: Literal["refuse", "skip"] = "refuse"
    """What rows with faults do: refuse the file, or be left out and listed."""
