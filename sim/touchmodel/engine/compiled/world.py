"""The world: stories that begin, the draws of this replication, the shock of a year.

To be read beside `engine/reference/world.py`.
"""

import numpy as np

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.model import draws
from touchmodel.model.jit import part

U = np.uint64
WORD = U(1 << 32)
NO_KEY = U(0)
COMPANY = U(1 << 60)


@part
def begin(s: Row, kind: int, a: int, b: int, c: int, stint: int, luck: float) -> None:
    """Let a story begin once the running event is told."""
    g = s
    row = v.starts(s)[g.starts]
    g.starts += 1
    row.kind, row.a, row.b, row.c, row.stint, row.luck = kind, a, b, c, stint, luck


@part
def drawn(
    s: Row, purpose: int, activity: np.uint64, index: int, entity: np.uint64
) -> tuple[float, float, float, float]:
    """Return the four uniforms of one occurrence in this replication."""
    g = s
    word = U(purpose) * WORD + U(activity)
    return draws.uniforms(g.seed, g.replication, U(index), word, U(entity))


@part
def year_shock(s: Row, t: Row) -> float:
    """Return the common shock of the running year on the churn logit; 0 before day 0."""
    g = s
    if v.real(t)[4] == 0.0 or g.now < 0.0:
        return 0.0
    month = 0
    while month < len(v.month_starts(t)) and v.month_starts(t)[month] <= g.now:
        month += 1
    year = (month - 1) // 12
    if g.year != year:
        g.year = year
        g.year_shock = v.real(t)[4] * draws.normal(drawn(s, draws.YEAR, NO_KEY, year, COMPANY)[0])
    return float(g.year_shock)
