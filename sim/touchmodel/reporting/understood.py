"""What was typed of customers and of touch models, read back in sentences to compare with."""

from collections.abc import Mapping

from touchmodel.language import Text
from touchmodel.reporting.understood_offer import (
    channel_lines,
    check_lines,
    delivered,
    offer_lines,
    shock_lines,
)
from touchmodel.reporting.wording import MONTHS, count, listed, percent, rounded, three_digits
from touchmodel.scenario.line import complete_lines
from touchmodel.scenario.quantity import Quantity
from touchmodel.scenario.schema import Activity, Scenario, Segment


def customer_lines(name: str, segment: Segment) -> list[Text]:
    """Return how a segment's contracts go, how it grows, and how much harder it is to serve."""
    return [
        contract_line(name, segment),
        *renewal_lines(name, segment),
        *growth_lines(name, segment),
        *harder_lines(name, segment),
        *kind_lines(name, segment),
        *shock_lines(name, segment),
    ]


def contract_line(name: str, segment: Segment) -> Text:
    """Return the terms of the contracts, when they are decided, and the price rise."""
    terms = listed([
        Text("{share} for {term}", share=percent(share), term=count(term, "month"))
        for term, share in segment.contract.items()
    ])  # fmt: skip
    days = rounded(segment.decides)
    if segment.uplift == 0.0:
        return Text("contracts of {name}: {terms}; decided {days} days before the end",
                    name=name, terms=terms, days=days)  # fmt: skip
    return Text(
        "contracts of {name}: {terms}; decided {days} days before the end; prices rise {uplift}",
        name=name, terms=terms, days=days, uplift=percent(segment.uplift, 1),
    )  # fmt: skip


def renewal_lines(name: str, segment: Segment) -> list[Text]:
    """Return in which months many contracts renew, and how many renew smaller."""
    lines = []
    if segment.renews_in:
        lines.append(Text("renewals of {name}: {months}, the rest in the other months", name=name,
                          months=listed(shares_of_months(segment.renews_in))))  # fmt: skip
    smaller = segment.contraction_per_year
    if smaller is not None:
        lines.append(Text("{name}: {today} of the accounts a year renew smaller, by {cut}",
                          name=name, today=percent(smaller.today),
                          cut=percent(smaller.cut)))  # fmt: skip
    return lines


def shares_of_months(shares: Mapping[int, Quantity]) -> list[Text]:
    """Return calendar months with their shares."""
    return [
        Text("{month} {share}", month=MONTHS[month - 1], share=percent(share))
        for month, share in shares.items()
    ]


def growth_lines(name: str, segment: Segment) -> list[Text]:
    """Return how new customers grow and in which months they are more or fewer."""
    lines = []
    if segment.growth_per_year != 0.0:
        lines.append(Text("new customers of {name}: {growth} more from year to year",
                          name=name, growth=percent(segment.growth_per_year)))  # fmt: skip
    if segment.season:
        lines.append(Text("new customers of {name}, of an ordinary month's: {months}", name=name,
                          months=listed(shares_of_months(segment.season))))  # fmt: skip
    return lines


def harder_lines(name: str, segment: Segment) -> list[Text]:
    """Return what a complexity makes of the hours and requests in the file."""
    if segment.complexity == 1.0:
        return []
    factor = three_digits(segment.complexity)
    return [Text(
        "complexity of {name}: every hour and request in the file counts {factor} times for it",
        name=name, factor=factor,
    )]  # fmt: skip


def kind_lines(name: str, segment: Segment) -> list[Text]:
    """Return by what else a segment's accounts are told apart: seats and traits."""
    lines = []
    if segment.seats is not None:
        lines.append(Text(
            "seats of {name}: {mean} on average, accounts differ by {spread}", name=name,
            mean=three_digits(segment.seats.mean), spread=percent(segment.seats.spread),
        ))  # fmt: skip
    for trait, shares in segment.traits.items():
        values = [Text("{share} {value}", share=percent(share), value=value)
                  for value, share in shares.items()]  # fmt: skip
        lines.append(Text("{trait} of {name}: {values}", trait=trait, name=name,
                          values=listed(values)))  # fmt: skip
    return lines


def sold_lines(name: str, segment: Segment) -> list[Text]:
    """Return what a segment's accounts ask for and buy, or how free ones come to pay."""
    lines = []
    if segment.requests is not None:
        asked = segment.requests
        early = asked.per_month if asked.while_onboarding is None else asked.while_onboarding
        lines.append(Text(
            "requests of {name}: {early} a month while onboarding, {late} afterwards; {urgent} of "
            "them urgent", name=name, early=three_digits(early),
            late=three_digits(asked.per_month), urgent=percent(asked.urgent),
        ))  # fmt: skip
    if segment.upsell is not None:
        lines.append(Text(
            "upsell to {name}: {chances} chances a year, {success} of them won with the team and "
            "{self_serve} without, each adds {uplift} of the ARR",
            name=name, chances=three_digits(segment.upsell.per_year),
            success=percent(segment.upsell.success), uplift=percent(segment.upsell.uplift),
            self_serve=percent(segment.upsell.self_serve),
        ))  # fmt: skip
    if segment.cross_sell is not None:
        lines.append(Text(
            "cross-sell to {name}: {chances} chances a year, {success} of them won, each adds "
            "{adds} of the ARR",
            name=name, chances=three_digits(segment.cross_sell.per_year),
            success=percent(segment.cross_sell.success), adds=percent(segment.cross_sell.adds),
        ))  # fmt: skip
    if segment.converts is not None:
        lines.append(Text(
            "{name} is free: {chances} chances a year to become an account of {target}, "
            "{self_serve} of them by itself and {success} with the team",
            name=name, chances=three_digits(segment.converts.per_year), target=segment.converts.to,
            self_serve=percent(segment.converts.self_serve),
            success=percent(segment.converts.success),
        ))  # fmt: skip
    return lines


def care_lines(scenario: Scenario) -> list[Text]:
    """Return what each touch model does, at the start and afterwards, and who does it."""
    lines = []
    for name in scenario.touch_models:
        early, late = complete_lines(scenario, name)
        start = listed([work(each, line) for each, line in early.items()]) or Text("no work")
        then = listed([work(each, line) for each, line in late.items()]) or Text("no work")
        lines.append(Text("touch model {name}: at the start {start}; afterwards {then}",
                          name=name, start=start, then=then))  # fmt: skip
    return [*lines, *check_lines(scenario), *channel_lines(scenario), *offer_lines(scenario)]


def work(name: str, line: Activity) -> Text:
    """Return an activity with its hours, its cadence or lead, and its pool."""
    hours = three_digits(line.hours)
    if line.format != "one_to_one":
        return delivered(name, line, hours)
    if line.trigger == "every" and line.every is not None:
        return Text("{name} every {days} days ({hours} h, {pool})", name=name,
                    days=rounded(line.every), hours=hours, pool=line.by)  # fmt: skip
    if line.trigger == "before_renewal" and line.before is not None:
        return Text("{name} {days} days before the end ({hours} h, {pool})", name=name,
                    days=rounded(line.before), hours=hours, pool=line.by)  # fmt: skip
    return Text("{name} ({hours} h, {pool})", name=name, hours=hours, pool=line.by)
