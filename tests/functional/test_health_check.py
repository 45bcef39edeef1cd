"""Health checks read health; what they find at risk is worked on, now and then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests import worlds as w

from touchmodel.model import inputs as m
from touchmodel.model import records as r

Engine = Callable[..., r.Records]
OLD = w.customers(20, date(2024, 3, 15))
CHECK = w.every(10.0, "check", format=m.DIGITAL, pool=m.NOBODY, hours=0.0, below=100.0,
                again_after=55.0)  # fmt: skip
PLAY = w.line("play", m.RISK, queue_class=m.URGENT, within=5.0)
TALK = w.every(30.0, "talk", value=0.1)


def test_a_check_reads_and_never_writes(simulate: Engine) -> None:
    with_check, without = (
        simulate(w.world(w.segment(), models=[m.Model("a", touches)], rows=OLD), 1)
        for touches in ((TALK, CHECK), (TALK,))
    )
    assert with_check.snapshot.health.tolist() == without.snapshot.health.tolist()
    assert w.items(with_check, pool=m.NOBODY) > 700


def test_a_play_is_raised_once_within_its_cool_down(simulate: Engine) -> None:
    # Checks every 10 days, none again within 55: every 60 days, the first while all settles.
    model = m.Model("high", touches=(CHECK,), risk=PLAY)
    run = simulate(w.world(w.segment(), models=[model], rows=OLD), 1)
    assert w.items(run, activity=1, outcome=r.DONE) == 20 * 6
    often = replace(model, touches=(replace(CHECK, again_after=15.0),))
    run = simulate(w.world(w.segment(), models=[often], rows=OLD), 1)
    assert w.items(run, activity=1) == pytest.approx(20 * 18, abs=20)


def test_health_at_the_threshold_raises_nothing(simulate: Engine) -> None:
    for below, plays in ((55.0, False), (55.001, True)):
        model = m.Model("high", touches=(replace(CHECK, below=below),), risk=PLAY)
        run = simulate(w.world(w.segment(), models=[model], rows=OLD), 1)
        assert (w.items(run, activity=1) > 0) == plays


def test_a_play_that_waits_is_not_piled_up_and_ends_late(simulate: Engine) -> None:
    model = m.Model("high", touches=(CHECK,), risk=PLAY)
    nobody = w.world(w.segment(), models=[model], rows=OLD, pools=[w.pool(people=0)])
    run = simulate(nobody, 1)
    assert run.staff.backlog[-1] == w.items(run, activity=1, outcome=r.OPEN) == 20
    later = simulate(replace(nobody, pools=(replace(w.pool(people=0), planned=5),)), 1)
    assert w.items(later, activity=1, outcome=r.LATE) == pytest.approx(10, abs=10)
    assert w.items(later, activity=1, outcome=r.MISSED) == 0


def test_a_play_moves_with_the_account_or_is_cancelled(simulate: Engine) -> None:
    rules = [w.rule(1, arr=(110_000.0, np.inf)), w.rule(0)]
    pools = [w.pool("one", people=0), w.pool("two")]
    low = m.Model("low", touches=(CHECK,), risk=PLAY)
    rows = w.customers(20, date(2025, 3, 15))
    for risk, outcome in ((None, r.CANCELLED), (replace(PLAY, pool=1), r.LATE)):
        models = [low, m.Model("high", risk=risk)]
        inputs = w.world(w.segment(uplift=0.1), models=models, rules=rules, rows=rows, pools=pools)
        run = simulate(inputs, 1)
        assert len(run.moves.time) == 20
        assert w.items(run, activity=1, outcome=outcome) == w.items(run, activity=1) == 20


def test_a_human_check_reads_when_it_is_done(simulate: Engine) -> None:
    call = replace(CHECK, format=m.ONE_TO_ONE, pool=0, hours=1.0, accepted=0.0)
    model = m.Model("high", touches=(call,), risk=PLAY)
    declined = simulate(w.world(w.segment(), models=[model], rows=OLD), 1)
    assert w.items(declined, activity=1) == 0
    taken = replace(model, touches=(replace(call, accepted=1.0),))
    assert w.items(simulate(w.world(w.segment(), models=[taken], rows=OLD), 1), activity=1) > 100
