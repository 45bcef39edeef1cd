"""`docs/coverage.md`: what the domain asks for, the key that says it, and what it does."""

from pathlib import Path

from tests.domain import rows_customers, rows_offers, rows_people, rows_policy, rows_touch
from tests.domain.row import Row, Shown, show

DOCUMENT = Path(__file__).parents[2] / "docs" / "coverage.md"
CHAPTERS = {
    "Touch models": rows_touch.ROWS,
    "Low, tech, community and remote touch": rows_offers.ROWS,
    "Customers": rows_customers.ROWS,
    "Who gets what": rows_policy.ROWS,
    "People": rows_people.ROWS,
}
HEAD = """\
# Coverage

What planners ask for, the key of a scenario file that says it, and the figure that answers: each
row is a small world run twice on the same draws, without and with the change. *Theory* is the
difference that a formula or arithmetic by hand expects, *simulated* the mean difference with its
standard error. The table is written by `python tests/domain/refresh.py`, and the test suite
holds every row to its theory within 4 standard errors.
"""
COLUMNS = (
    "| what is asked | key | what moves | theory | simulated | because |\n|---|---|---|--:|--:|---|"
)


def every_row() -> list[Row]:
    """Return all rows, in the order of the document."""
    return [row for rows in CHAPTERS.values() for row in rows]


def line(row: Row, shown: Shown) -> str:
    """Return a row of the table."""
    exact = shown.error <= 1e-9 * abs(shown.mean)
    error = "" if exact else f" ± {float(f'{shown.error:.1g}'):g}"
    figures = f"{shown.theory:.4g} | {shown.mean:.4g}{error}"
    moves = f"`{row.moves}`" if not row.called else row.called
    return f"| {row.about} | {row.says} | {moves} | {figures} | {row.because} |"


def document() -> str:
    """Return the whole document."""
    parts = [HEAD]
    for title, rows in CHAPTERS.items():
        parts.append(f"\n## {title}\n\n{COLUMNS}\n")
        parts += [line(row, show(row)) + "\n" for row in rows]
    return "".join(parts)
