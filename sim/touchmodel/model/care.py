"""Care: what moves the health of accounts in a touch model, and the health it keeps up."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from touchmodel.model import inputs as m
from touchmodel.model import offer
from touchmodel.model.rules.community import mature
from touchmodel.model.rules.digital import without
from touchmodel.model.rules.health import drift_target, felt_value

MONTH_DAYS = 30.4375


@dataclass(frozen=True, slots=True)
class Care:
    """What moves the health of a segment's accounts in one touch model, once onboarded.

    Rates [1/d] are of deliveries that customers take; losses are shares of health.
    """

    kappa: float
    baseline: float
    touch_rates: tuple[float, ...]
    touch_values: tuple[float, ...]
    loss_rates: tuple[float, ...] = ()
    losses: tuple[float, ...] = ()
    renewal_lifts: tuple[float, ...] = ()
    """Share of the gap to 100 that each renewal activity still closes at the decision."""

    def mean(self) -> float:
        """Return the long-run mean of health, renewal activities left out."""
        above, below = self.kappa * self.baseline, self.kappa
        for rate, value in zip(self.touch_rates, self.touch_values, strict=True):
            above += 100.0 * rate * max(value, 0.0)
            below += rate * abs(value)
        below += sum(r * w for r, w in zip(self.loss_rates, self.losses, strict=True))
        return above / below

    def second_moment(self) -> float:
        """Return the long-run mean of health squared, touches and losses taken as Poisson."""
        mean = self.mean()
        above, below = 2.0 * self.kappa * self.baseline * mean, 2.0 * self.kappa
        for rate, value in zip(self.touch_rates, self.touch_values, strict=True):
            v = max(value, 0.0)
            above += rate * ((100.0 * v) ** 2 + 200.0 * v * (1.0 - v) * mean)
            below += rate * (1.0 - (1.0 - abs(value)) ** 2)
        for rate, loss in zip(self.loss_rates, self.losses, strict=True):
            below += rate * (1.0 - (1.0 - loss) ** 2)
        return above / below

    def at_decision(self) -> tuple[float, float]:
        """Return mean and standard deviation of health when a renewal is decided."""
        return at_decision(self.mean(), self.second_moment(), self.renewal_lifts)


@dataclass(frozen=True, slots=True)
class Mixed:
    """Two kinds of accounts in one touch model: members of the community, and the others."""

    share: float
    """Share of the members."""
    members: Care
    others: Care

    def mean(self) -> float:
        """Return the long-run mean of health over both."""
        return self.share * self.members.mean() + (1.0 - self.share) * self.others.mean()

    def second_moment(self) -> float:
        """Return the long-run mean of health squared; so the variance has that of membership."""
        apart = self.members.second_moment(), self.others.second_moment()
        return self.share * apart[0] + (1.0 - self.share) * apart[1]

    def at_decision(self) -> tuple[float, float]:
        """Return mean and standard deviation of health when a renewal is decided."""
        return at_decision(self.mean(), self.second_moment(), self.others.renewal_lifts)


Cared = Care | Mixed


def at_decision(mean: float, second: float, lifts: Sequence[float]) -> tuple[float, float]:
    """Return mean and standard deviation of health, lifted by the renewal work before."""
    variance = max(0.0, second - mean * mean)
    for lift in lifts:
        mean += lift * (100.0 - mean)
    return mean, math.sqrt(variance)


def care(inputs: m.Inputs, segment: m.Segment, model: int, coverage: float, sla: float) -> Cared:
    """Return what moves health in a touch model when that share of the touches is done.

    With no coverage nobody touches customers; digital and the community go on.
    """
    digital = offer.deflection(inputs, offer.TODAY, model)
    others = _care(inputs, segment, model, coverage, sla, 0.0, digital)
    community = inputs.community
    if community is None or not offer.runs(community, offer.TODAY):
        return others
    maturity = maturity_today(inputs)
    deflected = without(digital, community.deflects * maturity)
    lift = community.lift * maturity
    members = _care(inputs, segment, model, coverage, sla, lift, deflected)
    return Mixed(community.members_today, members, others)


def maturity_today(inputs: m.Inputs) -> float:
    """Return the maturity that the community's members of today carry; 0 where there is none."""
    community = inputs.community
    if community is None or not offer.runs(community, offer.TODAY):
        return 0.0
    members = community.members_today * len(inputs.book.names)
    return mature(members, community.half, community.steepness)


def _care(
    inputs: m.Inputs, segment: m.Segment, model: int, coverage: float, sla: float, lift: float,
    deflected: float,
) -> Care:  # fmt: skip
    """Return the care of accounts whose baseline the community lifts so, and that ask so often.

    Requests are answered, and broken SLAs hurt, with and without touches: the gap that the
    planner types is that of the touches.  Renewal work does not lapse and goes before scheduled
    touches, so a team gets it done whatever its coverage.
    """
    does = inputs.models[model]
    rates = [taken(line, coverage) for line in does.touches]
    values = [felt(line, segment) for line in does.touches]
    asked, answer = segment.request_rates[m.LIVE] * (1.0 - deflected), does.request[m.LIVE]
    if answer is not None and asked > 0.0 and answer.value != 0.0:
        rates.append(asked * answer.accepted)
        values.append(felt(answer, segment))
    notice = effective_notice(segment)
    lifts = tuple(
        line.accepted
        * felt(line, segment)
        * math.exp(-segment.kappa * max(0.0, line.before - notice))
        for line in does.renewal
        if line.before > notice  # the decision is the first of what falls on one instant
    )
    blows = [shock for shock in segment.shocks if shock.rate > 0.0]
    lifted = segment.baseline + offer.lift(inputs, offer.TODAY, model) + lift
    return Care(
        kappa=segment.kappa,
        baseline=drift_target(lifted, 0.0, True),
        touch_rates=tuple(rates),
        touch_values=tuple(values),
        loss_rates=(asked * (1.0 - sla), *(shock.rate for shock in blows)),
        losses=(segment.breach, *(shock.loss for shock in blows)),
        renewal_lifts=lifts if coverage > 0.0 else (),
    )


def taken(line: m.Line, coverage: float) -> float:
    """Return how often an account takes a scheduled touch [1/d]; digital needs no team."""
    if line.format == m.ONE_TO_MANY:
        return coverage * line.attendance / line.every
    if line.format == m.DIGITAL:
        return line.accepted / line.every
    return coverage * line.accepted / line.every


def felt(line: m.Line, segment: m.Segment) -> float:
    """Return the value that a segment's accounts feel."""
    return felt_value(line.value, segment.complexity, line.falls)


def effective_notice(segment: m.Segment) -> float:
    """Return the mean notice [d]: half the term where it would not be shorter than that."""
    days = segment.terms * MONTH_DAYS
    notices = np.where(segment.notice >= days, 0.5 * days, segment.notice)
    return float((notices * segment.term_shares).sum() / segment.term_shares.sum())
