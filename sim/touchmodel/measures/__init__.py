"""Measures: the records of one run in, figures that people read out.

`kpis` are the headline figures, the frames of `frames` the detail; `target.replay` tells how likely
targets hold, `expected.expected` what retention is without its luck.  No KPI is computed anywhere
else.
"""

from touchmodel.measures.bridge import arr_bridge, logo_bridge, totals
from touchmodel.measures.history import History, broken_rows
from touchmodel.measures.kpi import UNITS, kpis, pool_kpis, segment_kpis
from touchmodel.measures.retention import (
    MEASURES,
    Cohort,
    Window,
    closing_window,
    cohort,
    counted,
    fiscal_windows,
    trailing_window,
)
from touchmodel.measures.target import Target, hold

# Functions named as their module (history, retention, expected, replay) are imported from it:
# here they would hide it.
__all__ = [
    "MEASURES",
    "UNITS",
    "Cohort",
    "History",
    "Target",
    "Window",
    "arr_bridge",
    "broken_rows",
    "closing_window",
    "cohort",
    "counted",
    "fiscal_windows",
    "hold",
    "kpis",
    "logo_bridge",
    "pool_kpis",
    "segment_kpis",
    "totals",
    "trailing_window",
]
