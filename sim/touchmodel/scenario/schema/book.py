"""The opening book: how the rows of a customer list become accounts."""

from pydantic import Field

from touchmodel.scenario.schema.base import Part


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


class Book(Part):
    """A customer list in CSV."""

    path: str
    """The file; relative to the scenario file, on the command line to the working directory."""
    columns: Columns
    """Which column says what."""
    derive: dict[str, str] = Field(default_factory=dict)
    """New columns by arithmetic on others, such as {yearly: 12 * MonthlyCharges}."""
    where: str | None = None
    """Rows to keep, such as `Churn == "No"`; the others are counted as left out."""
