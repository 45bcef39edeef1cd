"""Months: what is written when one ends, and what begins with the next.

To be read beside `months` in `engine/reference/company.py`.
"""

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import health_now, rebase, review
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.clock import hours_between
from touchmodel.engine.compiled.community import begin_community
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.offers import spend_on_offers
from touchmodel.engine.compiled.payroll import close_month, count_staff, forget, utilisation
from touchmodel.engine.compiled.sequel import tell_freed
from touchmodel.engine.compiled.session import by_rank
from touchmodel.engine.compiled.staff import begin_staff
from touchmodel.engine.compiled.work import WAITING, write
from touchmodel.engine.compiled.world import COMPANY, NO_KEY
from touchmodel.model import records as r
from touchmodel.model.instant import MONTH_BOUNDARY
from touchmodel.model.jit import part
from touchmodel.model.rules.renewal import lifetime_value


@part
def next_month(s: Row, t: Row, month: int) -> None:
    """The next month boundary."""
    if month < len(v.month_starts(t)):
        schedule(
            s, t, v.month_starts(t)[month], MONTH_BOUNDARY, COMPANY, NO_KEY, month, k.MONTH, month,
            0, 0, 0,
        )  # fmt: skip


@part
def begin_month(s: Row, t: Row, month: int) -> None:
    """Count what ended, then let the next month begin."""
    g, months = s, len(v.month_starts(t)) - 1
    take_snapshot(s, t, month - 1)
    if month == 0:
        open_books(s, t)
    else:
        for pool in range(len(v.pools(t))):
            close_month(s, t, pool, month - 1)
        spend_on_offers(s, t, month - 1)
    g.month = month
    if month < months:
        for pool in range(len(v.pools(t))):
            begin_staff(s, t, pool, month)
        begin_offers(s, t, month)
        for i in range(len(v.review_days(t))):
            if v.review_days(t)[i] == g.now:
                review_all(s, t)
                break
        next_month(s, t, month + 1)
    else:
        g.month = months - 1
        for pool in range(len(v.pools(t))):
            close_books(s, t, pool)
        g.closed = 1


@part
def begin_offers(s: Row, t: Row, month: int) -> None:
    """Let offers and the community be as they are in this month, and baselines follow."""
    g = s
    if not v.whole(t)[7]:
        return
    g.offers_month = month
    if v.whole(t)[8] >= 0:
        begin_community(s, t, month)
    for account in range(g.accounts):
        if v.accounts(s)[account].live:
            rebase(s, t, account)


@part
def review_all(s: Row, t: Row) -> None:
    """Review every account, where teams have caps the most valuable first."""
    count = 0
    for account in range(s.accounts):
        a = v.accounts(s)[account]
        if a.live:
            v.invited(s)[count] = account
            ltv = lifetime_value(float(a.arr), v.segments(t)[a.segment].typed_churn) * v.real(t)[6]
            v.ranks(s)[account] = -ltv
            count += 1
    if v.whole(t)[10]:
        by_rank(s, count)
    for i in range(count):
        review(s, t, int(v.invited(s)[i]), True)
        tell_freed(s, t)


@part
def open_books(s: Row, t: Row) -> None:
    """Begin to count: day 0."""
    g = s
    for account in range(g.accounts):
        a = v.accounts(s)[account]
        a.start_arr, a.start_model = a.arr, a.model
    for pool in range(len(v.pools(t))):
        count_staff(s, t, pool)
        team = v.teams(s)[pool]
        team.utilisation = utilisation(s, pool)
        team.busy_hours, team.effort_hours = 0.0, 0.0
        forget(s, pool)
        work = team.first_hand
        while work >= 0:
            v.works(s)[work].begun = g.now
            work = v.works(s)[work].hand_after


@part
def close_books(s: Row, t: Row, pool: int) -> None:
    """Write down what is still waiting or in hand on the closing day."""
    g, team = s, v.teams(s)[pool]
    work = team.first_hand
    while work >= 0:
        w = v.works(s)[work]
        write(s, t, work, pool, r.OPEN, r.NONE, hours_between(t, pool, 1, w.begun, g.now))
        work = w.hand_after
    for work in range(g.works):
        w = v.works(s)[work]
        if w.state == WAITING and w.asked_of == pool:
            write(s, t, work, pool, r.OPEN, r.NONE, 0.0)


@part
def take_snapshot(s: Row, t: Row, month: int) -> None:
    """Write accounts, ARR and health by segment and touch model."""
    g, models = s, len(v.models(t))
    cells, healths = v.cells(s), v.healths(s)
    cells[:] = 0
    healths[:] = 0.0
    for account in range(g.accounts):
        a = v.accounts(s)[account]
        if a.live:
            health = health_now(s, t, account) if a.since <= g.now else a.health
            cell = cells[a.segment, a.model]
            cell[0] += 1
            cell[1] += a.arr
            healths[a.segment, a.model] += health
            cell[2 + min(r.HEALTH_BINS - 1, int(health * r.HEALTH_BINS / 100.0))] += 1
    for segment in range(len(v.segments(t))):
        for model in range(models):
            cell = cells[segment, model]
            if cell[0] > 0:
                row = v.snapshots(s)[g.snapshots]
                g.snapshots += 1
                row.month, row.segment, row.model = month, segment, model
                row.accounts, row.arr, row.health = cell[0], cell[1], healths[segment, model]
                for i in range(r.HEALTH_BINS):
                    row.bins[i] = cell[2 + i]
