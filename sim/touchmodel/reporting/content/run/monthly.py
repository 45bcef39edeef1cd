"""Figures of a run by month, as series of a chart have them."""

import math
from collections.abc import Sequence

import pandas as pd

from touchmodel.language import Text
from touchmodel.reporting.content.value import month


def month_names(months: Sequence[pd.Timestamp]) -> tuple[Text, ...]:
    """Return months as places along an axis."""
    return tuple(month(each.date()) for each in months)


def by_month(
    rows: pd.DataFrame,
    months: Sequence[pd.Timestamp],
    column: str,
    scale: float = 1.0,
    absent: float | None = None,
) -> tuple[float | None, ...]:
    """Return a column at each month, times a scale; `absent` where the month has no figure."""
    found = dict(zip(rows["month"], rows[column].astype(float), strict=True))
    values = [found.get(each, math.nan) for each in months]
    return tuple(absent if math.isnan(value) else scale * value for value in values)
