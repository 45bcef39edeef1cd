"""The company: its opening book, the customers it wins, and the months that pass."""

from itertools import count
from typing import TYPE_CHECKING, cast

import numpy as np

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.engine.reference import book, life, payroll, sale
from touchmodel.engine.reference.account import UNKNOWN, Account, Nobody
from touchmodel.engine.reference.community import Community
from touchmodel.engine.reference.extended import Extended
from touchmodel.engine.reference.offers import spend_on_offers
from touchmodel.engine.reference.policy import Policy
from touchmodel.engine.reference.pool import Pool, Work
from touchmodel.engine.reference.session import sessions
from touchmodel.engine.reference.shock import shocks
from touchmodel.engine.reference.survey import surveys
from touchmodel.engine.reference.upkeep import upkeep
from touchmodel.engine.reference.world import Story, World
from touchmodel.model import draws, key
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.calendar import day_number
from touchmodel.model.instant import CANDIDATE, MONTH_BOUNDARY, NEW_ACCOUNT, owner_key
from touchmodel.model.offer import upkeeps
from touchmodel.model.opening import birth_law, newcomer, open_book, start_of
from touchmodel.model.rules.arrival import arrival_day
from touchmodel.model.staffing import weekly_hours

if TYPE_CHECKING:
    from touchmodel.model.opening import OpenAccounts


class Company:
    """Whom the world is about: customers, teams and the policy between them."""

    def __init__(self, world: World, extensions: Extensions = NONE) -> None:
        self.world = world
        self.inputs = world.inputs
        start = self.inputs.calendar.start
        self.origin = day_number(start.year * 12 + start.month - 1, 1)
        self.extended = Extended(world, extensions) if extensions else None
        """A user's own policy and effects; None where there are none."""
        self.policy = Policy(world, self.extended)
        world.pools = [Pool(world, i, pool) for i, pool in enumerate(self.inputs.pools)]
        for pool in world.pools:
            for covered in pool.inputs.cover:
                world.pools[covered].helpers.append(pool)
        self.loads: dict[tuple[int, int], int] = {}
        self.community = Community(world)
        self.accounts: list[Account] = []
        self.opening = 0
        self.started: list[tuple[int, int]] = []
        """ARR and model of each account at day 0 or at its arrival."""
        self.born_in: list[int] = []
        """Segment of each account then."""

    def open(self) -> None:
        """Set the world going: everyone in the book, everyone to come, month after month."""
        world, inputs = self.world, self.inputs
        place = None if self.extended is None else self.extended.place
        drawn = open_book(inputs, world.seed, world.replication, place)
        self.opening = len(inputs.book.names)
        for row in range(self.opening):
            account = self.known_account(row, drawn)
            self.accounts.append(account)
            self.started.append((account.arr, account.model_index))
            self.born_in.append(account.segment_index)
            if account.since > world.now:
                world.tell(self.begin_later(account))
            else:
                self.begin(account)
        here = (a for a in self.accounts if a.since <= world.now)
        book.deal_opening(here, inputs.book.owner)
        world.tell(self.months())
        for index, segment in enumerate(inputs.segments):
            if segment.arrivals.sum() > 0.0:
                world.tell(self.arrivals(index, segment))
        for index, model in enumerate(inputs.models):
            for line in (*model.touches, *model.onboarding):
                if line.format == m.ONE_TO_MANY:
                    world.tell(sessions(self, index, line))
        for kept, line in upkeeps(inputs):
            world.tell(upkeep(self, kept, line))
        for source in inputs.sources:
            world.tell(self.source(source))

    def known_account(self, row: int, drawn: "OpenAccounts") -> Account:
        """Return an account of the opening book."""
        book = self.inputs.book
        return Account(
            self, row, int(book.entity[row]), int(book.segment[row]),
            arr=int(drawn.arr[row]), since=float(drawn.since[row]),
            anchor=(int(drawn.anchor_month[row]), int(drawn.anchor_day[row])),
            term=int(drawn.term[row]), contract=int(drawn.contract[row]),
            hour=float(drawn.hour[row]), fit=float(drawn.fit[row]), exit=float(drawn.exit[row]),
            model=int(drawn.model[row]), model_since=UNKNOWN if book.model[row] >= 0 else None,
            onboarded=bool(drawn.onboarded[row]),
            # Who is not onboarded starts at its own baseline.
            health=float(drawn.health[row]) if drawn.onboarded[row] else None,
            member=self.community.has(int(book.entity[row])),
            facts=(float(drawn.seats[row]), tuple(drawn.traits[row].tolist())),
        )  # fmt: skip

    def begin_later(self, account: Account) -> Story:
        """Begin with an account that the book has on the day it became a customer."""
        yield self.world.at(account.since, NEW_ACCOUNT, account.owner)
        self.begin(account)
        book.deal_opening([account], self.inputs.book.owner)

    def begin(self, account: Account) -> None:
        """Start an account's life."""
        world, survey = self.world, self.inputs.survey
        self.trade_with(account)
        if survey is not None:
            world.tell(surveys(world, account, survey))
        if account.onboarded:
            self.care_for(account)
        else:
            world.tell(life.onboarding(world, account))

    def trade_with(self, account: Account) -> None:
        """Start what an account does as one of its segment: contracts, requests, chances."""
        world, segment = self.world, account.segment
        world.tell(life.contracts(world, account))
        if account.exit <= world.closing:
            world.tell(life.exit_some_day(world, account))
        if max(segment.request_rates) > 0.0:
            world.tell(life.requests(world, account))
        for chances in sale.chances_of(account):
            story = sale.opportunities(world, account, chances)
            world.tell(self.from_day_0(story, account, chances.purpose))
        for shock in segment.shocks:
            world.tell(shocks(world, account, shock))

    def from_day_0(self, story: Story, account: Account, purpose: int) -> Story:
        """Tell a story that is not told while the organisation settles."""
        if self.world.now < 0.0:
            yield self.world.at(0.0, NEW_ACCOUNT, account.owner | purpose << 32)
        yield from story

    def care_for(self, account: Account) -> None:
        """Start what the account's touch model does for it by the calendar."""
        world, stint = self.world, account.stint
        if account.stalled >= 0:
            step, account.stalled = account.stalled, -1
            world.tell(life.steps(world, account, step))
        if not account.onboarded:
            return
        for line in account.model.touches:
            if line.format != m.ONE_TO_MANY:
                world.tell(life.touches(world, account, line, stint))
        for line in account.model.renewal:
            world.tell(life.preparations(world, account, line, stint))

    def arrivals(self, index: int, segment: m.Segment) -> Story:
        """New customers of a segment, one after another."""
        world, calendar = self.world, self.inputs.calendar
        stream, law = key.arrivals(segment.name), birth_law(segment)
        expected = np.concatenate([[0.0], segment.arrivals.cumsum()]).tolist()
        starts = calendar.month_starts.tolist()
        total = 0.0
        for number in count():
            total += draws.exponential(world.draw(draws.ARRIVAL, 0, number, stream)[0])
            if total >= expected[-1]:
                return
            born = arrival_day(total, expected, starts)
            entity = key.new_account(segment.name, number)
            yield world.at(born, NEW_ACCOUNT, owner_key(entity))
            self.welcome(index, entity, law)

    def welcome(self, index: int, entity: int, law: m.Floats) -> None:
        """Take in a new customer."""
        world, segment = self.world, self.inputs.segments[index]
        born = newcomer(world.seed, world.replication, entity, world.now, segment, law)
        account = Account(
            self, len(self.accounts), entity, index,
            arr=born.arr, since=world.now, anchor=start_of(world.now, self.origin),
            term=born.term, contract=0, hour=born.hour, fit=born.fit, exit=born.exit,
            onboarded=False, facts=self.policy.facts(entity, index),
        )  # fmt: skip
        self.accounts.append(account)
        self.started.append((account.arr, account.model_index))
        self.born_in.append(index)
        world.ledger.change(world.now, account.row, r.ARRIVED, 0, account.arr)
        self.begin(account)
        book.find_owner(account)

    def source(self, source: m.Source) -> Story:
        """Work from a generic source, as queueing theory knows it."""
        world = self.world
        nobody = Nobody(key.COMPANY << key.KIND_BITS | source.key)
        pool, time = world.pools[source.line.pool], world.now
        for number in count():
            u = world.draw(draws.SOURCE, source.key, number, nobody.entity)
            time += draws.exponential(u[0]) / source.rate
            yield world.at(time, CANDIDATE, nobody.owner, number)
            patience = source.line.within
            if source.patience_law == m.EXPONENTIAL:
                patience = source.patience * draws.exponential(u[1])
            who = cast(Account, nobody)
            work = Work(
                who, source.line, number, time, time + patience, source.line.queue_class, pool
            )
            nobody.waiting.append(work)
            pool.ask(work)

    def months(self) -> Story:
        """Month after month: count what ended, then let the next one begin."""
        world, starts = self.world, self.inputs.calendar.month_starts.tolist()
        owner = owner_key(key.company())
        for month, start in enumerate(starts):
            yield world.at(start, MONTH_BOUNDARY, owner, month)
            self.take_snapshot(month - 1)
            if month == 0:
                self.open_books()
            else:
                for pool in world.pools:
                    payroll.close_month(pool, month - 1)
                spend_on_offers(self, month - 1)
            world.month = month
            if month < self.inputs.calendar.months:
                for pool in world.pools:
                    pool.staff.begin_month(month)
                self.begin_month(month)
                if start in self.policy.days:
                    self.policy.review_all(self.accounts)
        world.month = len(starts) - 2
        for pool in world.pools:
            pool.close_books()
        world.close()

    def begin_month(self, month: int) -> None:
        """Let offers and the community be as they are in this month, and baselines follow."""
        if not self.inputs.digital and self.inputs.community is None:
            return
        self.world.offers.begin(month)
        self.community.begin(month, self.accounts)
        for account in self.accounts:
            if account.live:
                account.rebase()

    def open_books(self) -> None:
        """Begin to count: day 0."""
        for row, account in enumerate(self.accounts):
            self.started[row] = (account.arr, account.model_index)
        for pool in self.world.pools:
            pool.open_books()

    def weekly_load(self, account: Account) -> int:
        """Return the hours a week that an account asks of its owner, in millionths."""
        place = (account.segment_index, account.model_index)
        if place not in self.loads:
            hours = weekly_hours(account.segment, account.model)
            self.loads[place] = round(hours * 1e6)
        return self.loads[place]

    def take_snapshot(self, month: int) -> None:
        """Write accounts, ARR and health by segment and touch model."""
        cells: dict[tuple[int, int], list[float]] = {}
        for account in self.accounts:
            if account.live:
                place = (account.segment_index, account.model_index)
                cell = cells.setdefault(place, [0, 0, 0.0, *[0] * r.HEALTH_BINS])
                health = account.health_now() if account.since <= self.world.now else account.health
                cell[0] += 1
                cell[1] += account.arr
                cell[2] += health
                cell[3 + min(r.HEALTH_BINS - 1, int(health * r.HEALTH_BINS / 100.0))] += 1
        for place, cell in sorted(cells.items()):
            n, arr, health = int(cell[0]), int(cell[1]), cell[2]
            bins = tuple(int(x) for x in cell[3:])
            self.world.ledger.snapshot.append((month, *place, n, arr, health, bins))

    def records(self) -> r.Records:
        """Return what the run wrote down."""
        accounts = self.accounts
        started = np.array(self.started, dtype=np.int64).reshape(len(accounts), 2)
        return self.world.ledger.records(
            self.world.replication,
            r.Accounts(
                entity=np.array([a.entity for a in accounts], dtype=np.uint64),
                segment=np.array(self.born_in, dtype=np.int64),
                opening=np.arange(len(accounts)) < self.opening,
                start=np.array([a.since for a in accounts], dtype=np.float64),
                arr=started[:, 0].copy(),
                model=started[:, 1].copy(),
                onboarded=np.array([a.onboarded_on for a in accounts], dtype=np.float64),
            ),
        )
