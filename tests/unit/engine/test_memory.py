"""What an account costs."""

import gc
import tracemalloc
from datetime import date

from tests import worlds as w

from touchmodel.engine.reference import simulate
from touchmodel.model import inputs as m


def test_an_account_takes_at_most_six_kilobytes() -> None:
    count = 300
    care = m.Model(
        "care",
        touches=(w.every(30.4, value=0.05, accepted=0.8, spread=0.5),),
        renewal=(w.line("preparation", m.BEFORE_RENEWAL, before=90.0, within=30.0),),
        request=w.answers(),
    )
    segment = w.segment(churn_intercept=-2.0, beta=0.3, notice=60.0, request_rates=(0.01, 0.01))
    for people in (count, 2):
        world = w.world(
            segment, models=[care], rows=w.customers(count, date(2025, 3, 15)),
            pools=[w.pool(people=people)], settle=270.0,
        )  # fmt: skip
        simulate(world, 1)
        gc.collect()
        tracemalloc.start()
        simulate(world, 1)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak / count < 6 * 1024
