"""Offers beside people's work: what digital and community do for an account in a month.

Months count from day 0.  Settle is the month before it: the world as it is today.
"""

from math import fsum

from touchmodel.model import inputs as m
from touchmodel.model.rules.digital import ramped, without

TODAY = -1
"""The month that settle stands for."""


def effect(offer: m.Digital, month: int, model: int) -> float:
    """Return the part of its effect that an offer has for accounts in a touch model."""
    if offer.models and not offer.models[model]:
        return 0.0
    return ramped(month, offer.from_month, offer.until_month, offer.ramp)


def lift(inputs: m.Inputs, month: int, model: int) -> float:
    """Return the points of baseline that digital offers add."""
    return fsum(offer.lift * effect(offer, month, model) for offer in inputs.digital)


def deflection(inputs: m.Inputs, month: int, model: int) -> float:
    """Return the share of requests that digital offers answer, one after another."""
    share = 0.0
    for offer in inputs.digital:
        share = without(share, offer.deflects * effect(offer, month, model))
    return share


def hours_kept(inputs: m.Inputs, month: int, model: int, activity: int) -> float:
    """Return the share of an activity's hours that digital offers leave to people."""
    kept = 1.0
    for offer in inputs.digital:
        for key, saved in offer.saves:
            if key == activity:
                kept *= 1.0 - saved * effect(offer, month, model)
    return kept


def runs(offer: m.Digital | m.Community, month: int) -> bool:
    """Whether an offer is there in a month."""
    return offer.from_month <= month < offer.until_month


def upkeeps(inputs: m.Inputs) -> list[tuple[m.Digital | m.Community, m.Line]]:
    """Return the offers that a team looks after, each with the line of its monthly hours."""
    offers: list[m.Digital | m.Community] = [*inputs.digital]
    if inputs.community is not None:
        offers.append(inputs.community)
    return [(offer, offer.upkeep) for offer in offers if offer.upkeep is not None]
