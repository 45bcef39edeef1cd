"""The story of an account: one replication told again, with eyes on one customer.

A run keeps no account's every day.  But a replication is a pure function of its inputs, seed and
number, so it can be run again with a listener, and the same life is told in full.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import numpy as np

from touchmodel.engine.extension import NONE, Extensions
from touchmodel.engine.reference import simulate
from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.experiment.neglect import Neglect
from touchmodel.experiment.repair import Repair, made_of, on_year, repaired
from touchmodel.experiment.watch import Decided, Life, Watch
from touchmodel.language import Text
from touchmodel.measures.frames import customers
from touchmodel.model import key
from touchmodel.model import records as r
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records
from touchmodel.model.rules.health import health_at

NEW = re.compile(r"(.+) new ([1-9][0-9]{0,9})")
SHOWN = 3
"""Accounts of a kind that are worth a look."""


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the account's contract records."""

    day: float
    cause: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Move:
    """A change of touch model."""

    day: float
    before: str
    after: str


@dataclass(frozen=True)
class Story:
    """One account's life in one replication."""

    inputs: Inputs
    account: str
    replication: int
    life: Life
    changes: tuple[Change, ...]
    moves: tuple[Move, ...]
    onboarded: float
    """Day onboarding was complete [d]: NaN if never, -inf if before the watch."""
    closing: float

    @property
    def segment(self) -> str:
        """Name of its segment."""
        return self.inputs.segments[self.life.segment].name

    @property
    def touch_model(self) -> str:
        """Touch model when the watch began."""
        return self.inputs.models[self.life.model].name

    @property
    def left(self) -> Change | None:
        """How it left; None if it is still a customer on the closing day."""
        gone = (r.CAUSES[r.CHURNED], r.CAUSES[r.EXITED])
        return next((each for each in self.changes if each.cause in gone), None)

    @property
    def end(self) -> float:
        """Day the story ends: it left, or the run closed [d]."""
        return self.closing if self.left is None else self.left.day

    @property
    def last(self) -> Decided | None:
        """The decision that counted last: one whose contract has ended, else the latest."""
        ended = [each for each in self.life.decisions if each.end <= self.end]
        known = ended or list(self.life.decisions)
        return known[-1] if known else None

    @cached_property
    def repair(self) -> Repair | None:
        """The last decision beside the one with everything done in time; None if it had none."""
        return None if self.last is None else repaired(self.life, self.last)

    def date(self, day: float) -> date:
        """Return the date of a day."""
        return self.inputs.calendar.start + timedelta(days=int(np.floor(day)))

    def money(self, minor: int) -> float:
        """Return an amount in whole units of the currency."""
        return minor / self.inputs.minor_units

    def health(self, day: float) -> float:
        """Return its health on a day, what happens at that instant included."""
        health, since, baseline = self.life.health, self.life.begun, self.life.baseline
        for shift in self.life.shifts:
            if shift.day > day:
                break
            health, since, baseline = shift.after, shift.day, shift.baseline
        return health_at(health, since, baseline, self.life.kappa, day)

    def to_json(self) -> dict[str, Any]:
        """Return the story as `--json` prints it; days are since the start of the scenario."""
        life = self.life
        return {
            "account": self.account,
            "replication": self.replication,
            "segment": self.segment,
            "touch_model": self.touch_model,
            "since": life.since,
            "arr": self.money(life.arr),
            "term": life.term,
            "health": life.health,
            "fit": life.fit,
            "outcome": "customer" if self.left is None else self.left.cause,
            "end": self.end,
            "touches": [
                {k: v for k, v in asdict(item).items() if k not in ("trigger", "outcome")}
                | {"outcome": r.OUTCOMES[item.outcome]}
                for item in life.items
            ],
            "health_shifts": [asdict(shift) for shift in life.shifts],
            "decisions": [self._decision(each) for each in life.decisions],
            "contracts": [
                asdict(each) | {"before": self.money(each.before), "after": self.money(each.after)}
                for each in self.changes
            ],
            "moves": [asdict(each) for each in self.moves],
            "verdict": None if self.repair is None else asdict(self.repair)
            | {"repaired": self.repair.repaired},
        }  # fmt: skip

    def _decision(self, decided: Decided) -> dict[str, Any]:
        yearly = on_year(decided.p_churn, decided.term)
        parts = [asdict(part) for part in made_of(decided)]
        return asdict(decided) | {"p_churn_per_year": yearly, "made_of": parts}

    def __repr__(self) -> str:
        return f"<story of {self.account!r} in replication {self.replication}>"


def tell(
    inputs: Inputs,
    seed: int,
    account: str,
    replication: int = 0,
    *,
    extensions: Extensions = NONE,
    proof: Callable[[Records], None] | None = None,
) -> Story:
    """Run a replication again and return the story of one account.

    Parameters
    ----------
    account
        Its customer id; `smb 12` for the 12th of the counted book of segment `smb`, `smb new 12`
        for the segment's 12th new customer.
    extensions
        Those of the run.
    proof
        Called with the records of the replication; raises if they are not those of the run.

    Raises
    ------
    InputError
        If there is no such account in this replication.
    """
    watch = Watch(entity_of(inputs, account))
    records = simulate(inputs, seed, replication, listener=watch, extensions=extensions)
    if proof is not None:
        proof(records)
    life = watch.told()
    if life is None:
        raise unknown(inputs, records, account)
    return story_of(inputs, records, account, life)


def refuse_replication(replication: int, numbers: Sequence[int]) -> None:
    """Raise InputError for a replication that was not run."""
    if replication not in numbers:
        what = Text("there is no replication {number}: the run has {first} to {last}",
                    number=replication, first=min(numbers), last=max(numbers))  # fmt: skip
        raise InputError(Problem(what))


def story_of(inputs: Inputs, records: Records, account: str, life: Life) -> Story:
    """Return the story of what was watched, with what the records say beside it."""
    own, moved = records.contracts, records.moves
    names = [model.name for model in inputs.models]
    rows = np.flatnonzero(own.account == life.row).tolist()
    return Story(
        inputs=inputs, account=account, replication=records.replication, life=life,
        changes=tuple(
            Change(float(own.time[i]), r.CAUSES[own.cause[i]], int(own.before[i]),
                   int(own.after[i]))
            for i in rows
        ),
        moves=tuple(
            Move(float(moved.time[i]), names[moved.before[i]], names[moved.after[i]])
            for i in np.flatnonzero(moved.account == life.row).tolist()
        ),
        onboarded=float(records.accounts.onboarded[life.row]),
        closing=inputs.calendar.closing,
    )  # fmt: skip


def entity_of(inputs: Inputs, account: str) -> int:
    """Return the entity of an account of the book, or of a new one, by its name."""
    if account in inputs.book.names:
        return int(inputs.book.entity[inputs.book.names.index(account)])
    found = NEW.fullmatch(account)
    if found and found[1] in [segment.name for segment in inputs.segments]:
        return key.new_account(found[1], int(found[2]) - 1)
    raise InputError(no_account(account, inputs.book.names))


def unknown(inputs: Inputs, records: Records, account: str) -> InputError:
    """Return that a new account did not come in this replication, and how many did."""
    came = customers(inputs, records)[len(inputs.book.names) :]
    segment = account.rpartition(" new ")[0]
    own = [name for name in came if name.rpartition(" new ")[0] == segment]
    what = Text("{account!r} did not come in replication {replication}: {count} new customers of "
                "{segment} did", account=account, replication=records.replication,
                count=len(own), segment=segment)  # fmt: skip
    return InputError(Problem(what, hint=did_you_mean(account, own[-20:])))


def no_account(account: str, names: Sequence[str]) -> Problem:
    """Return that no account has that name."""
    what = Text("there is no account {account!r} in the book", account=account)
    new = Text("new customers are called by segment and number, such as `smb new 12`")
    near = did_you_mean(account, names)
    return Problem(what, hint=Text("{near}; {more}", near=near, more=new) if near else new)


def typical_loss(inputs: Inputs, records: Records, first: float, before: float) -> str | None:
    """Return the account of middle ARR among those that decided to leave, and left between days.

    None where nobody did.
    """
    own = records.contracts
    lost = np.flatnonzero(
        (own.cause == r.CHURNED) & (own.p_churn > 0.0) & (own.time >= first) & (own.time < before)
    )
    if len(lost) == 0:
        return None
    middle = lost[np.argsort(own.before[lost], kind="stable")[len(lost) // 2]]
    return customers(inputs, records)[int(own.account[middle])]


@dataclass(frozen=True, slots=True)
class Worth:
    """An account worth a look."""

    kind: str
    """`churned`, `stayed` against the odds, or `neglected`."""
    account: str
    day: float
    """Day it left or renewed, or the neglect began [d]."""
    arr: float
    """ARR then [currency/year]; NaN for neglect."""
    probability: float
    """Yearly probability of churn it was drawn with; NaN for neglect."""
    days: float
    """Days without a finished piece of work; NaN but for neglect."""


def worth_a_look(
    inputs: Inputs,
    seed: int,
    replication: int = 0,
    *,
    proof: Callable[[Records], None] | None = None,
) -> list[Worth]:
    """Return a few accounts whose story explains a replication.

    The largest that churned, those with the most ARR at risk that renewed all the same, and those
    for whom nobody finished a piece of work for longest.
    """
    neglect = Neglect()
    records = simulate(inputs, seed, replication, listener=neglect)
    if proof is not None:
        proof(records)
    names, contracts = customers(inputs, records), records.contracts
    found = []
    lost = np.flatnonzero(contracts.cause == r.CHURNED)
    stayed = np.flatnonzero(np.isin(contracts.cause, (r.RENEWED, r.CONTRACTED)))
    for kind, rows, weight in (
        ("churned", lost, contracts.before[lost].astype(float)),
        ("stayed", stayed, contracts.before[stayed] * contracts.p_churn[stayed]),
    ):
        seen: set[int] = set()
        for i in rows[np.argsort(-weight, kind="stable")].tolist():
            account = int(contracts.account[i])
            if len(seen) < SHOWN and account not in seen and contracts.p_churn[i] > 0.0:
                seen.add(account)
                yearly = on_year(float(contracts.p_churn[i]), int(contracts.term[i]))
                arr = int(contracts.before[i]) / inputs.minor_units
                found.append(
                    Worth(kind, names[account], float(contracts.time[i]), arr, yearly, np.nan)
                )
    for row, begin, days in neglect.longest(inputs.calendar.closing, SHOWN):
        found.append(Worth("neglected", names[row], begin, np.nan, np.nan, days))
    return found
