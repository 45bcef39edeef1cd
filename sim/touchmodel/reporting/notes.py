"""What `check` says of lines of a file that do less than they seem to."""

import math
from collections.abc import Iterator

from touchmodel.experiment.check import Check
from touchmodel.language import Text
from touchmodel.model import inputs as m
from touchmodel.model.care import MONTH_DAYS, care
from touchmodel.reporting.wording import listed, month_name, rounded, three_digits
from touchmodel.scenario.rules.case import Case
from touchmodel.scenario.rules.who import may_get

HARDLY = 0.01
"""Share of the accounts that is hardly any."""


def notes(checked: Check) -> list[Text]:
    """Return what a planner may have meant otherwise."""
    return [*late_renewal_work(checked), *idle_risk_plays(checked), *left_offers(checked)]


def late_renewal_work(checked: Check) -> Iterator[Text]:
    """Yield a note for work before renewal that is due when the customer has decided already."""
    for model in checked.inputs.models:
        for line in model.renewal:
            late = [
                each.name
                for each in served(checked, model)
                if any(line.before <= notice for notice in notices(each))
            ]
            if late:
                yield Text(
                    "note: {name} of {model} is due {days} days before the end, no earlier than "
                    "{segments} decide: there it counts nothing for that renewal",
                    name=checked.inputs.activities[line.activity], model=model.name,
                    days=three_digits(line.before), segments=listed(late),
                )  # fmt: skip


def notices(segment: m.Segment) -> list[float]:
    """Return how long before its end each contract term is decided [d]."""
    days = [float(term) * MONTH_DAYS for term in segment.terms]
    return [0.5 * term if segment.notice >= term else segment.notice for term in days]


def idle_risk_plays(checked: Check) -> Iterator[Text]:
    """Yield a note for each health check below whose threshold hardly any account ever is."""
    for index, model in enumerate(checked.inputs.models):
        for line in model.touches:
            if line.below < 0.0 or model.risk is None:
                continue
            found = [(each, *health(checked, each, index)) for each in served(checked, model)]
            if any(gets_below(line.below, *each) for each in found):
                continue
            _, mean, differ = min(found, key=lambda each: each[1])
            yield Text(
                "note: {name} of {model} looks for a health below {below}, and hardly any account "
                "is there: today it is {mean} on average, and accounts differ by {differ}",
                name=checked.inputs.activities[line.activity], model=model.name,
                below=three_digits(line.below), mean=rounded(mean), differ=rounded(differ, 1),
            )  # fmt: skip


def gets_below(bound: float, segment: m.Segment, mean: float, differ: float) -> bool:
    """Whether some accounts of a segment are below a bound, or one blow brings them there."""
    blow = max([segment.breach, segment.lost_owner, *(shock.loss for shock in segment.shocks)])
    return mean * (1.0 - blow) < bound or share_below(bound, mean, differ) > HARDLY


def health(checked: Check, segment: m.Segment, model: int) -> tuple[float, float]:
    """Return mean and spread of a segment's health in a touch model today, as the anchor has it."""
    scenario = checked.loaded.scenario
    cared = care(checked.inputs, segment, model, float(scenario.coverage_today),
                 float(scenario.sla_today))  # fmt: skip
    mean = cared.mean()
    return mean, math.sqrt(max(0.0, cared.second_moment() - mean * mean))


def share_below(bound: float, mean: float, differ: float) -> float:
    """Return the share of a normal below a bound."""
    if differ == 0.0:
        return float(mean < bound)
    return 0.5 * math.erfc((mean - bound) / (differ * math.sqrt(2.0)))


def left_offers(checked: Check) -> Iterator[Text]:
    """Yield a note for each dated line whose touch model an offer is not `for`."""
    scenario = checked.loaded.scenario
    for line in scenario.who_gets_what:
        left = [
            name
            for name, offer in scenario.digital.items()
            if offer.for_ and line.model not in offer.for_
            and line.from_ and not (offer.until and offer.until <= line.from_)
        ]  # fmt: skip
        if left and line.from_:
            yield Text(
                "note: from {month} a line moves accounts to {model}, which digital {offers} is "
                "not for: whoever comes there has it no more",
                month=month_name(line.from_), model=line.model, offers=listed(left),
            )  # fmt: skip


def served(checked: Check, model: m.Model) -> list[m.Segment]:
    """Return the segments that have some accounts in a touch model on day 0.

    If none has, those that may get it later.
    """
    segments, case = checked.inputs.segments, Case(checked.loaded.scenario, checked.loaded.root)
    shares = {name: each.touch_models for name, each in checked.segments.items()}
    today = [each for each in segments if shares[each.name].get(model.name, 0.0) > HARDLY]
    return today or [each for each in segments if may_get(case, each.name, model.name)]
