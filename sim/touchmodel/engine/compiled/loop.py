"""The loop: one event after another, until the closing day."""

import numpy as np

from touchmodel.engine.compiled import kinds as k
from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.account import leave
from touchmodel.engine.compiled.agenda import next_event, release, schedule
from touchmodel.engine.compiled.book import find_owner
from touchmodel.engine.compiled.company import (
    begin_account,
    next_arrival,
    next_source,
    open_company,
    source,
    welcome,
)
from touchmodel.engine.compiled.dispatch import hand_out
from touchmodel.engine.compiled.layout import Row, Rows
from touchmodel.engine.compiled.life import (
    begin_touches,
    decide,
    end_contract,
    next_contract,
    next_preparation,
    next_request,
    prepare,
    request,
    touch,
)
from touchmodel.engine.compiled.months import begin_month, next_month
from touchmodel.engine.compiled.onboarding import end_lag, next_handoff, onboard
from touchmodel.engine.compiled.pool import call
from touchmodel.engine.compiled.recruiting import fill
from touchmodel.engine.compiled.sale import begin_chance, begin_chances, chance, purpose_of
from touchmodel.engine.compiled.sequel import tell_freed
from touchmodel.engine.compiled.service import complete, miss
from touchmodel.engine.compiled.session import next_session, session
from touchmodel.engine.compiled.shock import begin_shock, blow, the_blow
from touchmodel.engine.compiled.staff import begin_leave, go_away, leave_team, turn_away
from touchmodel.engine.compiled.survey import begin_surveys, survey
from touchmodel.engine.compiled.upkeep import next_upkeep, upkeep
from touchmodel.engine.compiled.world import NO_KEY
from touchmodel.model import draws
from touchmodel.model import records as r
from touchmodel.model.calendar import month_of
from touchmodel.model.instant import EXIT as EXITS
from touchmodel.model.instant import NEW_ACCOUNT, STAFF_CHANGES
from touchmodel.model.jit import kernel, loop, part

U = np.uint64


@part
def begin_story(s: Row, t: Row, i: int) -> None:
    """Tell the beginning of a story."""
    row, g = v.starts(s)[i], s
    kind, a, b, c, stint, luck = (
        row.kind, int(row.a), int(row.b), int(row.c), int(row.stint), row.luck,
    )  # fmt: skip
    if kind == k.TOUCHES:
        begin_touches(s, t, a, b, stint)
    elif kind == k.PREPARATIONS:
        next_preparation(s, t, a, b, int(v.accounts(s)[a].contract), stint)
    elif kind == k.ONE_CHANCE:
        begin_chance(s, t, a, b, c, luck)
    elif kind == k.ONBOARDING:
        model = v.models(t)[v.accounts(s)[a].model]
        next_handoff(s, t, a, int(model.handoff), int(model.handoff_end))
    elif kind == k.STEPS:
        onboard(s, t, a, b, NO_KEY)
    elif kind == k.CONTRACTS:
        next_contract(s, t, a, int(v.accounts(s)[a].renumbered))
    elif kind == k.SOME_DAY:
        account = v.accounts(s)[a]
        schedule(
            s, t, account.exit, EXITS, account.entity, U(0), account.renumbered, k.EXIT, a, 0, 0, 0
        )
    elif kind == k.REQUESTS:
        next_request(s, t, a, int(v.accounts(s)[a].renumbered), g.now)
    elif kind == k.CHANCES:
        if g.now < 0.0:
            purpose = U(purpose_of(b))
            entity = v.accounts(s)[a].entity
            schedule(s, t, 0.0, NEW_ACCOUNT, entity, purpose, 0, k.DAY_0, a, b, 0, 0)
        else:
            begin_chances(s, t, a, b)
    elif kind == k.SHOCKS:
        begin_shock(s, t, a, b)
    elif kind == k.SURVEYS:
        begin_surveys(s, t, a)
    elif kind == k.BEGIN_LATER:
        account = v.accounts(s)[a]
        schedule(s, t, account.since, NEW_ACCOUNT, account.entity, U(0), 0, k.LATER, a, 0, 0, 0)
    elif kind == k.MONTHS:
        next_month(s, t, 0)
    elif kind == k.ARRIVALS:
        next_arrival(s, t, a, 0)
    elif kind == k.SESSIONS:
        next_session(s, t, a, b, int(np.ceil(g.now / v.lines(t)[b].every)))
    elif kind == k.UPKEEPS:
        month, day = month_of(v.whole(t)[0] + int(np.floor(g.now)))
        next_upkeep(s, t, a, month if day == 1 else month + 1)
    elif kind == k.SOME_START:
        row = v.requisitions(s)[a]
        entity = v.pools(t)[row.pool].entity
        schedule(s, t, row.starts, STAFF_CHANGES, entity, U(0), row.number, k.FILL, a, 0, 0, 0)
    elif kind == k.SOME_LEAVE:
        schedule(s, t, luck, STAFF_CHANGES, v.people(s)[a].entity, U(0), c, k.LEAVE, a, 0, 0, 0)
    elif kind == k.SOME_AWAY:
        begin_leave(s, t, a, b)
    elif kind == k.SOURCES:
        next_source(s, t, a, 0, g.now)


@part
def tell(s: Row, t: Row, event: int) -> None:
    """Tell an event."""
    e = v.events(s)[event]
    kind, a, b, c, stint, luck = e.kind, int(e.a), int(e.b), int(e.c), int(e.stint), e.luck
    release(s, event)
    if kind == k.TOUCH:
        touch(s, t, a, b, c, stint, luck)
    elif kind == k.COMPLETES:
        complete(s, t, a)
    elif kind == k.DEADLINE:
        miss(s, t, a)
    elif kind == k.REQUEST:
        request(s, t, a, b, c)
    elif kind == k.CHANCE:
        chance(s, t, a, b, c, stint)
    elif kind == k.DECISION:
        decide(s, t, a, b, c)
    elif kind == k.END:
        end_contract(s, t, a, b, c)
    elif kind == k.PREPARATION:
        prepare(s, t, a, b, c, stint)
    elif kind == k.LAG:
        end_lag(s, t, a, b, c, stint)
    elif kind == k.EXIT:
        account = v.accounts(s)[a]
        if account.live and account.exit == s.now:
            leave(s, t, a, r.EXITED, np.nan, np.nan, 0)
    elif kind == k.BLOW:
        blow(s, t, a, b, c, stint)
    elif kind == k.THE_BLOW:
        the_blow(s, t, a, b, stint)
    elif kind == k.SURVEY:
        survey(s, t, a, c)
    elif kind == k.SESSION:
        session(s, t, a, b, c)
    elif kind == k.UPKEEP:
        upkeep(s, t, a, c)
    elif kind == k.ARRIVAL:
        welcome(s, t, a, c)
        next_arrival(s, t, a, c + 1)
    elif kind == k.LATER:
        begin_account(s, t, a)
        find_owner(s, t, a)
    elif kind == k.FILL:
        fill(s, t, a)
    elif kind == k.LEAVE:
        if v.people(s)[a].staying:
            leave_team(s, t, a)
    elif kind == k.AWAY:
        go_away(s, t, a, b)
    elif kind == k.BACK:
        if v.people(s)[a].staying:
            turn_away(s, t, a, False)
    elif kind == k.DAY_0:
        begin_chances(s, t, a, b)
    elif kind == k.SOURCE:
        source(s, t, a, c)
    elif kind == k.OPENING:
        v.teams(s)[a].opening = 0
        call(s, t, a)
    elif kind == k.MONTH:
        begin_month(s, t, a)


@part
def short_of(s: Row, t: Row) -> int:
    """Return what the next event may need more room for, 0 if there is enough of all."""
    g = s
    many = 64 + 2 * v.seats(s).size + len(v.leaves(t)) + g.accounts
    if v.whole(t)[9]:
        many += (v.whole(t)[11] + 1) * g.accounts
    if len(v.works(s)) - g.works < 64 + g.accounts:
        return k.WORKS
    if len(v.events(s)) - g.events < many:
        return k.EVENTS
    if len(v.contracts(s)) - g.contracts < 64:
        return k.CONTRACT_ROWS
    if len(v.moves(s)) - g.moves < 64 + g.accounts:
        return k.MOVE_ROWS
    if 2 * (g.entries + 64 + 4 * len(v.segments(t)) * len(v.models(t))) > len(v.entries(s)):
        return k.ENTRIES
    if len(v.invitations(s)) - g.invitations < g.accounts + 64:
        return k.INVITATIONS
    if len(v.people(s)) - g.people < 64 + v.seats(s).size or (
        len(v.requisitions(s)) - g.requisitions < 64 + v.seats(s).size
    ):
        return k.PEOPLE
    if g.trace and len(v.trace(s)) - g.traced < 2:
        return k.TRACE_ROWS
    return 0


@loop
def run_on(stage: Rows, tables: Rows) -> int:
    """Run until the closing day, or until more room is needed; return what for."""
    s, t = stage[0], tables[0]
    g = s
    while not g.closed:
        need = short_of(s, t)
        if need > 0:
            return need
        if not g.opened:
            g.opened = 1
            open_company(s, t)
        else:
            event = next_event(s)
            if event < 0:
                return 0
            e = v.events(s)[event]
            g.now = e.time
            if g.trace:
                row = v.trace(s)[g.traced]
                g.traced += 1
                row.time, row.entity, row.rest, row.rank = e.time, e.entity, e.rest, e.rank
            tell(s, t, event)
            tell_freed(s, t)
        i = 0
        while i < g.starts:
            begin_story(s, t, i)
            tell_freed(s, t)
            i += 1
        g.starts = 0
        hand_out(s, t)
    return 0


@kernel
def arrivals_in(seed: int, replication: int, stream: np.uint64, expected: float) -> int:
    """Return how many customers of a segment arrive in a run."""
    total, number = 0.0, 0
    while True:
        word = U(draws.ARRIVAL) * U(1 << 32)
        u = draws.uniforms(U(seed), U(replication), U(number), word, stream)
        total += draws.exponential(u[0])
        if total >= expected:
            return number
        number += 1
