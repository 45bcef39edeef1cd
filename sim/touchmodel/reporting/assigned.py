"""Who gets what, read back: ranks as amounts, caps as places, lines with their dates."""

from touchmodel.experiment.assignment import CapReading, RankReading
from touchmodel.experiment.check import Check
from touchmodel.language import Text
from touchmodel.reporting.wording import count, listed, money, month_name, percent
from touchmodel.scenario.schema import Scenario


def policy_lines(checked: Check) -> list[Text]:
    """Return what the policy came to, where it is more than plain conditions."""
    scenario = checked.loaded.scenario
    lines = [rank_line(rank, scenario.currency) for rank in checked.ranks]
    lines += [cap_line(cap) for cap in checked.caps]
    if lines:
        lines.append(shares_line(checked.touch_models))
    return [*lines, *dated_lines(scenario)]


def rank_line(rank: RankReading, currency: str) -> Text:
    """Return a rank as the amount that its last account has."""
    if rank.at_least == float("-inf"):
        return Text("{model}: everybody else by {by}", model=rank.touch_model, by=rank.by.upper())
    return Text(
        "{model} or above: {by} of at least {bound}, the top {found} where {asked} is asked",
        model=rank.touch_model, by=rank.by.upper(), bound=money(rank.at_least, currency),
        found=percent(rank.found, 1), asked=percent(rank.asked, 1),
    )  # fmt: skip


def cap_line(cap: CapReading) -> Text:
    """Return how many accounts a team may have, and whether that is too few on day 0."""
    places = count(cap.places, "account")
    if cap.full:
        return Text("cap of {pool}: {places}; full on day 0, the rest get the next line",
                    pool=cap.pool, places=places)  # fmt: skip
    return Text("cap of {pool}: {places}; not full on day 0", pool=cap.pool, places=places)


def shares_line(shares: dict[str, float]) -> Text:
    """Return the share of the opening book in each touch model."""
    models = [
        Text("{share} {model}", share=percent(share), model=model)
        for model, share in shares.items()
        if share > 0.0
    ]
    return Text("of the opening book: {models}", models=listed(models))


def dated_lines(scenario: Scenario) -> list[Text]:
    """Return the lines that are in force for a time, and what they do to the accounts there."""
    lines = []
    for rule in scenario.who_gets_what:
        if rule.from_ is not None:
            lines.append(Text("a line for {model} is in force from {month}: all accounts are "
                              "reviewed then", model=rule.model,
                              month=month_name(rule.from_)))  # fmt: skip
        if rule.until is not None:
            lines.append(Text("a line for {model} is in force until {month}: all accounts are "
                              "reviewed then", model=rule.model,
                              month=month_name(rule.until)))  # fmt: skip
    return lines
