"""Months: what is written when one ends, and what begins with the next."""

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import health_now, rebase, review
from touchmodel.engine.compiled.agenda import schedule
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.ledger import spend
from touchmodel.engine.compiled.pool import (
    close_month,
    count_staff,
    forget,
    hours_between,
    utilisation,
    write,
)
from touchmodel.engine.compiled.staff import begin_staff
from touchmodel.engine.compiled.stories import COMPANY, NO_KEY, by_rank, drawn, tell_freed
from touchmodel.model import draws
from touchmodel.model import records as r
from touchmodel.model.instant import MONTH_BOUNDARY
from touchmodel.model.jit import part
from touchmodel.model.rules.community import joining, mature, next_maturity
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
        if w.state == 0 and w.asked_of == pool:
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


@part
def spend_on_offers(s: Row, t: Row, month: int) -> None:
    """Write what the offers cost in a month that ends: accounts as they are at its end."""
    g = s
    for offer in range(len(v.offers(t))):
        if not v.offer_runs(t)[month + 1, offer]:
            continue
        each = v.offers(t)[offer]
        if each.community:
            spend(s, month, r.PLATFORM, each.per_account, -1, -1, r.COGS)
            spend(s, month, r.EVENTS, each.content, -1, -1, r.COGS)
            continue
        spend(s, month, r.CONTENT, each.content, -1, -1, r.COGS)
        if each.per_account != 0.0:
            counts = v.cells(s)[0, :, 0]
            counts[:] = 0
            for account in range(g.accounts):
                if v.accounts(s)[account].live:
                    counts[v.accounts(s)[account].model] += 1
            for model in range(len(v.models(t))):
                if v.offer_models(t)[offer, model]:
                    spend(s, month, r.PLATFORM, counts[model] * each.per_account, -1, model, r.COGS)


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
def begin_community(s: Row, t: Row, month: int) -> None:
    """Maturity follows the members, and others join, once for all."""
    g, now_runs = s, v.offer_runs(t)[month + 1, v.whole(t)[8]]
    if not (g.runs or now_runs):
        return
    g.runs = now_runs
    if not now_runs:
        g.maturity = 0.0
        for account in range(g.accounts):
            if v.accounts(s)[account].live:
                v.accounts(s)[account].member = 0
        return
    live, members = 0, 0
    for account in range(g.accounts):
        if v.accounts(s)[account].live:
            live += 1
            members += v.accounts(s)[account].member
    aim = mature(float(members), v.real(t)[16], v.real(t)[17])
    g.maturity = next_maturity(g.maturity, aim, v.real(t)[18])
    share = joining(v.real(t)[19], v.real(t)[20], g.maturity)
    joined = 0
    for account in range(g.accounts):
        a = v.accounts(s)[account]
        if a.live:
            if not a.member and drawn(s, draws.MEMBERSHIP, NO_KEY, 0, a.entity)[0] < share:
                a.member = 1
            joined += a.member
    row = v.members(s)[g.members]
    g.members += 1
    row.month, row.accounts, row.members, row.maturity = month, live, joined, g.maturity
