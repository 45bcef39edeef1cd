"""Payroll: what the people of a pool did in a month, and what they cost."""

from typing import TYPE_CHECKING

from touchmodel.model import records as r

if TYPE_CHECKING:
    from touchmodel.engine.reference.pool import Pool


def close_month(pool: "Pool", month: int) -> None:
    """Write the month's people, hours and cost, and begin to count anew."""
    staff = pool.staff
    staff.count()
    staff.utilisation = utilisation(pool)
    pool.world.ledger.staff.append((
        month, pool.index, staff.employed, staff.positions - staff.lost, pool.busy_hours,
        staff.capacity_hours, pool.waiting, staff.hires, staff.leavers, len(staff.recruiting),
        staff.managers, pool.effort_hours,
    ))  # fmt: skip
    spend(pool, month)
    pool.busy_hours = pool.effort_hours = 0.0
    staff.forget()


def utilisation(pool: "Pool") -> float:
    """Return hours worked over hours people had since the last count began."""
    capacity = pool.staff.capacity_hours
    return pool.busy_hours / capacity if capacity > 0.0 else 0.0


def spend(pool: "Pool", month: int) -> None:
    """Write what the month's people cost."""
    inputs, staff = pool.inputs, pool.staff
    risen = (1.0 + inputs.raise_per_year) ** (month // 12)
    amounts = {
        r.PEOPLE: staff.person_days * inputs.cost_per_day * risen,
        r.MANAGERS: staff.manager_days * inputs.manager_cost_per_day * risen,
        r.EXPERTS: pool.busy_hours * inputs.cost_per_hour * risen,
    }
    for kind, amount in amounts.items():
        if amount or (kind == r.PEOPLE and not inputs.cost_per_hour):
            pool.world.ledger.spend(month, kind, amount, pool=pool.index, booking=inputs.booking)
