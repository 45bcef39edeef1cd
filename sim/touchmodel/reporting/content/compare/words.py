"""What the sections of a comparison say alike."""

from collections.abc import Callable, Iterable

from touchmodel.experiment.interval import Spread
from touchmodel.language import Text, both, verbatim
from touchmodel.planning.compare_study import Study
from touchmodel.reporting.compare import within
from touchmodel.reporting.content.document import Block, Cell, Table
from touchmodel.reporting.content.value import money, number
from touchmodel.reporting.content.words import MEASURES


def deciding_words(study: Study) -> Text:
    """Return the name of the figure that says which scenario keeps most."""
    return MEASURES[study.deciding.removesuffix("_expected")]


def beside(study: Study, measure: str, say: Callable[[Spread], Text]) -> tuple[Cell, ...]:
    """Return a KPI of each scenario as a cell; nothing where it is not defined."""
    found = (study.spread(name, measure) for name in study.names)
    return tuple(None if each is None else say(each) for each in found)


def figures_table(
    study: Study, key: str, title: Text, rows: Iterable[tuple[Cell, ...]], note: Text | None = None
) -> list[Block]:
    """Return a figure a row and a scenario a column; what none of them has is left out."""
    known = tuple(row for row in rows if any(cell is not None for cell in row[1:]))
    columns = (both("figure", "指標"), *map(verbatim, study.names))
    return [Table(key, title, columns, known, note)] if known else []


def amount(study: Study, spread: Spread) -> Text:
    """Return a mean amount of money with its interval."""
    return within(
        money(spread.mean, study.currency), money(spread.half_width, study.currency), spread
    )


def quantity(spread: Spread) -> Text:
    """Return a mean number with its interval."""
    return within(number(spread.mean, 1), number(spread.half_width, 1), spread)
