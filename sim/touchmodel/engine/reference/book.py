"""Books of business: in a pool with named books every account has an owner, who does its work.

An account is owned in the pool of its touch model.  Its work there waits for the owner; while the
owner is on leave, for anyone.  Without an owner it waits in the pool's orphan book.  Work that
other pools give to this one waits for anyone.
"""

from typing import TYPE_CHECKING

from touchmodel.model.choices.owner import lightest_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from touchmodel.engine.reference.account import Account
    from touchmodel.engine.reference.heap import Entry
    from touchmodel.engine.reference.person import Person
    from touchmodel.engine.reference.pool import Pool, Work


def heap_of(pool: "Pool", work: "Work") -> "list[Entry]":
    """Return where an item waits in a pool."""
    account = work.account
    if not pool.inputs.named or account.own_pool != pool.index:
        return pool.queue
    if account.csm is None:
        return pool.orphans
    return pool.queue if account.csm.away else account.csm.queue


def find_owner(account: "Account") -> None:
    """Give an account to the person with the lightest book, if there is anyone."""
    pool = account.owning_pool
    if pool is None:
        return
    people = pool.staff.people
    chosen = lightest_book(
        [person.load for person in people],
        [len(person.accounts) for person in people],
        [person.productivity for person in people],
    )
    if chosen >= 0:
        own(account, people[chosen])
    else:
        pool.orphaned[account] = None


def own(account: "Account", person: "Person") -> None:
    """Let a person own an account."""
    load = account.company.weekly_load(account)
    person.accounts[account] = load
    person.load += load
    account.csm = person


def weigh(account: "Account") -> None:
    """Count anew what an account asks of its owner, where it asks for something else now."""
    person = account.csm
    if person is not None:
        person.load -= person.accounts[account]
        own(account, person)


def disown(account: "Account") -> None:
    """Take an account out of the book it is in."""
    person = account.csm
    if person is not None:
        person.load -= person.accounts.pop(account)
        account.csm = None
    pool = account.owning_pool
    if pool is not None:
        pool.orphaned.pop(account, None)


def deal(accounts: "Iterable[Account]") -> None:
    """Find owners, for the largest ARR first, then by id."""
    for account in sorted(accounts, key=lambda each: (-each.arr, each.entity)):
        find_owner(account)


def deal_opening(accounts: "Iterable[Account]", owners: "Sequence[str]") -> None:
    """Leave accounts to whom the customer list names, if in the team; deal the others."""
    others = []
    for account in accounts:
        person = listed_owner(account, owners)
        if person is None:
            others.append(account)
        else:
            own(account, person)
    deal(others)


def listed_owner(account: "Account", owners: "Sequence[str]") -> "Person | None":
    """Return who looks after an account of the opening book today; None if not in its team."""
    pool, name = account.owning_pool, owners[account.row] if owners else ""
    if pool is None or not name:
        return None
    known = zip(pool.staff.people, pool.inputs.people, strict=False)
    return next((person for person, said in known if said.name == name), None)


def give_back(pool: "Pool", person: "Person") -> None:
    """Deal the book of whoever has left; each of its customers feels it."""
    accounts = list(person.accounts)
    for account in accounts:
        disown(account)
    deal(accounts)
    for account in sorted(accounts, key=lambda each: (-each.arr, each.entity)):
        account.lose_owner()
        move(account)


def deal_orphans(pool: "Pool") -> None:
    """Find owners for the accounts that have none, when somebody new can own them."""
    if not pool.orphaned:
        return
    orphans = list(pool.orphaned)
    pool.orphaned.clear()
    deal(orphans)
    for account in orphans:
        move(account)


def requeue(pool: "Pool", person: "Person") -> None:
    """Let work of a person's accounts wait where it belongs now."""
    for account in person.accounts:
        move(account)


def move(account: "Account") -> None:
    """Let what waits for an account wait for its owner of now."""
    for work in account.waiting:
        work.pool.put(work)
