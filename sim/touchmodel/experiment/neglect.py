"""Neglect: how long nobody finished a piece of work for an account."""

from dataclasses import dataclass, field

from touchmodel.engine.reference.account import Account
from touchmodel.engine.reference.company import Company
from touchmodel.engine.reference.listener import Happening
from touchmodel.model.inputs import ONE_TO_ONE
from touchmodel.model.instant import WORK_COMPLETES


@dataclass
class Neglect:
    """A listener that knows each account's longest time without finished work, from day 0."""

    _company: Company | None = None
    _first: dict[int, float] = field(default_factory=dict)
    """Day of the first finished work, by entity."""
    _last: dict[int, float] = field(default_factory=dict)
    _longest: dict[int, tuple[float, float]] = field(default_factory=dict)
    """By entity: the days, and the day they began [d]."""

    def attend(self, company: Company) -> None:
        """Learn whose accounts they are."""
        self._company = company

    def look(self, happening: Happening) -> None:
        """Note a piece of work that was finished."""
        if happening.rank != WORK_COMPLETES or happening.time < 0.0:
            return
        begun = self._last.get(happening.entity)
        if begun is None:
            self._first[happening.entity] = happening.time
        else:
            self._note(happening.entity, begun, happening.time)
        self._last[happening.entity] = happening.time

    def longest(self, closing: float, count: int) -> list[tuple[int, float, float]]:
        """Return row, first day and days of the longest neglects of accounts still customers.

        Before its first finished work an account is neglected from day 0 or its start.
        """
        found = []
        for account in self._company.accounts if self._company is not None else ():
            if account.live and account.since <= closing and is_cared_for(account):
                days, begun = self._of(account, closing)
                found.append((account.row, begun, days))
        return sorted(found, key=lambda each: (-each[2], each[0]))[:count]

    def _of(self, account: Account, closing: float) -> tuple[float, float]:
        begun = max(0.0, account.since)
        # The first work may have come late; what was noted so far lies between two finished ones.
        first = self._first.get(account.entity, closing)
        last = self._last.get(account.entity, begun)
        gaps = [(first - begun, begun), (closing - last, last)]
        return max([*gaps, self._longest.get(account.entity, (0.0, begun))])

    def _note(self, entity: int, begun: float, now: float) -> None:
        if now - begun > self._longest.get(entity, (0.0, 0.0))[0]:
            self._longest[entity] = (now - begun, begun)


def is_cared_for(account: Account) -> bool:
    """Whether its touch model has touches that a person does for it alone."""
    return any(line.format == ONE_TO_ONE for line in account.model.touches)
