"""A watch on one account: what became of it, read off the world after each event.

The watch compares the account with what it was before the event, so whatever moves health, model
or work is seen, whichever rule did it.  It writes nothing into the world and draws nothing that is
not a function of its key.
"""

from dataclasses import dataclass, field, replace

from touchmodel.engine.reference.account import Account
from touchmodel.engine.reference.company import Company
from touchmodel.engine.reference.heap import ENDED, IN_HAND, WAITING
from touchmodel.engine.reference.life import decision_chances
from touchmodel.engine.reference.listener import Happening
from touchmodel.engine.reference.pool import Work
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.draws import DECISION as DECISION_PURPOSE
from touchmodel.model.draws import EFFORT
from touchmodel.model.instant import DEADLINE, DECISION, RANKS, WORK_COMPLETES
from touchmodel.model.rules.health import health_at
from touchmodel.model.rules.renewal import first_year_shift
from touchmodel.model.rules.work import drawn_effort

BREACH = "breach"
"""Cause of the health lost when a request is not taken up in time."""


@dataclass(frozen=True, slots=True)
class Item:
    """A work item for the account."""

    activity: str
    trigger: int
    pool: str
    model: str
    urgent: bool
    created: float
    """Day it was due [d]."""
    deadline: float
    value: float
    """Share of the gap to full health that it closes when delivered."""
    accepts: bool
    """Whether the customer takes it; by its key, so known of what was missed too."""
    begun: float | None = None
    """Day someone took it in hand [d]."""
    ended: float | None = None
    outcome: int = r.OPEN
    delivered: bool = False
    """Done, and felt by the customer."""
    breached: bool = False
    queue: int = 0
    """Items that waited in the pool when it lapsed or broke its SLA."""
    busy: int = 0
    """People of the pool who were busy then."""
    people: int = 0
    """People of the pool then."""

    @property
    def is_touch(self) -> bool:
        """Whether it is a touch of a cadence."""
        return self.trigger == m.EVERY

    @property
    def is_request(self) -> bool:
        """Whether the customer asked for it."""
        return self.trigger == m.REQUEST


@dataclass(frozen=True, slots=True)
class Shift:
    """A re-anchoring of health: a jump, another baseline, or both."""

    day: float
    before: float
    after: float
    baseline: float
    """What health drifts to from then on."""
    cause: str
    """An activity, `breach`, or the name of the event's rank."""

    @property
    def jump(self) -> float:
        """Health won or lost at once."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision at the end of a contract, and all that it was drawn from."""

    day: float
    end: float
    """Day the contract ends [d]."""
    contract: int
    term: int
    health: float
    fit: float
    intercept: float
    first: float
    beta: float
    p_churn: float
    """Probability that this contract ends in churn."""
    p_contract: float
    u_churn: float
    u_contract: float


@dataclass(frozen=True, slots=True)
class Life:
    """What was seen of an account in one replication."""

    row: int
    segment: int
    since: float
    """Day it became a customer [d]."""
    begun: float
    """Day from which it was watched: 0, or its first [d]."""
    arr: int
    """ARR then [minor units/year]."""
    term: int
    model: int
    onboarded: bool
    complexity: float
    fit: float
    kappa: float
    health: float
    """Health then."""
    baseline: float
    items: tuple[Item, ...]
    shifts: tuple[Shift, ...]
    decisions: tuple[Decided, ...]


@dataclass(slots=True)
class State:
    """What the watch knew of the account before an event."""

    health: float
    since: float
    baseline: float

    def at(self, account: Account, time: float) -> float:
        """Return the health at a later time, had nothing happened."""
        kappa = account.segment.kappa
        return health_at(self.health, self.since, self.baseline, kappa, max(time, self.since))


@dataclass
class Watch:
    """A listener to one account, known by its entity."""

    entity: int
    life: Life | None = None
    _company: Company | None = None
    _account: Account | None = None
    _seen: int = 0
    _state: State | None = None
    _names: dict[int, str] = field(default_factory=dict)
    _items: dict[Work, Item] = field(default_factory=dict)
    _open: dict[Work, None] = field(default_factory=dict)
    _shifts: list[Shift] = field(default_factory=list)
    _decisions: list[Decided] = field(default_factory=list)

    def attend(self, company: Company) -> None:
        """Learn whose account is watched."""
        self._company = company
        names = company.inputs.activities
        self._names = {
            line.key: names[line.activity]
            for model in company.inputs.models
            for line in model.lines
        }

    def look(self, happening: Happening) -> None:
        """See what an event did to the account."""
        account = self._find()
        if account is None or account.since > happening.time:
            return
        if self.life is None and happening.time >= 0.0:
            self.life = self._opened(account, happening.time)
        self._see_work(account, happening)
        self._see_health(account, happening)
        if (happening.rank, happening.entity) == (DECISION, self.entity) and account.live:
            self._see_decision(account, happening)

    def told(self) -> Life | None:
        """Return what was seen, once the run is over; None if the account never came."""
        if self.life is None:
            return None
        items = tuple(item for item in self._items.values() if item.ended is None or item.ended > 0)
        return replace(
            self.life, items=items, shifts=tuple(s for s in self._shifts if s.day >= 0.0),
            decisions=tuple(self._decisions),
        )  # fmt: skip

    def _find(self) -> Account | None:
        if self._account is None and self._company is not None:
            accounts = self._company.accounts
            fresh = accounts[self._seen :]
            self._seen = len(accounts)
            self._account = next((a for a in fresh if a.entity == self.entity), None)
        return self._account

    def _opened(self, account: Account, now: float) -> Life:
        state = self._state or State(account.health, account.health_since, account.baseline)
        begun = max(0.0, account.since)
        return Life(
            row=account.row, segment=account.segment_index, since=account.since, begun=begun,
            arr=account.arr, term=account.term, model=account.model_index,
            onboarded=account.onboarded, complexity=account.complexity, fit=account.fit,
            kappa=account.segment.kappa, health=state.at(account, begun), baseline=state.baseline,
            items=(), shifts=(), decisions=(),
        )  # fmt: skip

    def _see_work(self, account: Account, happening: Happening) -> None:
        for work in account.waiting:
            if work not in self._items:
                self._items[work] = self._asked(account, work)
                self._open[work] = None
        for work in list(self._open):
            item = self._items[work]
            if work.state != ENDED:
                if work.state == IN_HAND and item.begun is None:
                    self._items[work] = replace(
                        item, begun=happening.time, pool=work.pool.inputs.name,
                        model=self._model(work),
                    )  # fmt: skip
                elif not item.breached and is_breach(work, happening):
                    self._items[work] = crowded(replace(item, breached=True), work)
                continue
            del self._open[work]
            item = replace(
                item, ended=happening.time, outcome=work.outcome,
                delivered=work.delivered and account.live,
            )  # fmt: skip
            self._items[work] = crowded(item, work) if work.outcome == r.MISSED else item

    def _asked(self, account: Account, work: Work) -> Item:
        line, world = work.line, account.company.world
        _, u = drawn_effort(
            world.seed, world.replication, work.occurrence, (EFFORT << 32) + line.key,
            account.entity, line.law, line.hours, line.spread,
        )  # fmt: skip
        return Item(
            activity=account.company.inputs.activities[line.activity], trigger=line.trigger,
            pool=work.pool.inputs.name, model=self._model(work),
            urgent=line.trigger == m.REQUEST and work.queue_class == m.URGENT,
            created=work.created, deadline=work.deadline, value=account.felt(line),
            accepts=u < line.accepted,
        )  # fmt: skip

    def _model(self, work: Work) -> str:
        return work.account.company.inputs.models[work.model_index].name

    def _see_health(self, account: Account, happening: Happening) -> None:
        known = self._state
        fresh = (account.health, account.health_since, account.baseline)
        if known is not None and (known.health, known.since, known.baseline) == fresh:
            return
        self._state = State(*fresh)
        if known is not None:
            before, after = (each.at(account, happening.time) for each in (known, self._state))
            cause = self._cause(happening)
            self._shifts.append(Shift(happening.time, before, after, account.baseline, cause))

    def _cause(self, happening: Happening) -> str:
        if happening.rank == DEADLINE:
            return BREACH
        if happening.rank == WORK_COMPLETES and happening.activity in self._names:
            return self._names[happening.activity]
        return RANKS[happening.rank]

    def _see_decision(self, account: Account, happening: Happening) -> None:
        if self._decisions and self._decisions[-1].contract == account.contract:
            return  # seen before work was handed out
        segment, world = account.segment, account.company.world
        p_churn, p_contract = decision_chances(account)
        u = world.draw(DECISION_PURPOSE, 0, account.contract, account.entity)
        self._decisions.append(Decided(
            day=happening.time, end=account.contract_end(account.contract),
            contract=account.contract, term=account.term, health=account.health_now(),
            fit=account.fit, intercept=segment.churn_intercept,
            first=first_year_shift(segment.first, account.contract, account.term),
            beta=segment.beta, p_churn=p_churn, p_contract=p_contract, u_churn=u[0],
            u_contract=u[1],
        ))  # fmt: skip


def is_breach(work: Work, happening: Happening) -> bool:
    """Whether the event is the deadline of a request that still waits."""
    return (
        happening.rank == DEADLINE
        and work.state == WAITING
        and work.line.trigger == m.REQUEST
        and happening.entity == work.account.entity
        and happening.occurrence == work.occurrence
    )


def crowded(item: Item, work: Work) -> Item:
    """Return an item with what its pool looks like: who waits, who is busy, who is there."""
    pool = work.pool
    return replace(item, queue=pool.waiting, busy=len(pool.in_hand), people=len(pool.staff.people))
