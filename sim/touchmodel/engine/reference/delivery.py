"""How work gets to a customer: on site or online, and what that costs."""

from typing import TYPE_CHECKING

from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model import records as r
from touchmodel.model.opening import chosen

if TYPE_CHECKING:
    from touchmodel.engine.reference.pool import Work
    from touchmodel.engine.reference.world import World


def channel_of(world: "World", work: "Work") -> m.Channel | None:
    """Return the channel of an item; the draw is the occurrence's own."""
    channels = work.line.channels
    if not channels:
        return None
    u = world.draw(draws.EFFORT, work.line.key, work.occurrence, work.account.entity)[2]
    return channels[chosen(u, [each.share for each in channels])]


def delivered_hours(world: "World", work: "Work", hours: float) -> float:
    """Return the hours of an item by its channel; nobody travels to a meeting that is off."""
    channel = channel_of(world, work)
    if channel is None:
        return hours
    return hours * channel.effort + (channel.hours if work.accepted else 0.0)


def spend_on(world: "World", work: "Work") -> None:
    """Write what an item that took place has cost beside its hours, settle excluded."""
    if world.month < 0 or not work.accepted:
        return
    pool = work.pool
    place = {"pool": pool.index, "model": work.model_index, "booking": pool.inputs.booking}
    channel = channel_of(world, work)
    if channel is not None and channel.cost:
        world.ledger.spend(world.month, r.TRAVEL, channel.cost, **place)
    if work.line.cost:
        world.ledger.spend(world.month, r.UNITS, work.line.cost, **place)
