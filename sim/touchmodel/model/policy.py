"""The policy in model units: who gets what, or a mix by rank."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from touchmodel.model import inputs as m
from touchmodel.model.calendar import day_number
from touchmodel.model.ranking import population
from touchmodel.scenario.condition import Between, Top
from touchmodel.scenario.schema import Rule, Scenario

PHASES = {None: -1, "onboarding": m.IN_ONBOARDING, "live": m.LIVE}


def build_rules(scenario: Scenario, inputs: m.Inputs) -> tuple[m.Rule, ...]:
    """Return the policy; a single touch model is for everybody.

    `inputs` has calendar, segments, models, book and traits.
    """
    if scenario.mix:
        return mix_rules(scenario, inputs)
    said = scenario.who_gets_what or [Rule(model=inputs.models[0].name)]
    return tuple(build_rule(rule, inputs) for rule in said)


def mix_rules(scenario: Scenario, inputs: m.Inputs) -> tuple[m.Rule, ...]:
    """Return a line for each touch model of the mix: down to the value of its last rank."""
    by = scenario.mix_by or "ltv"
    everyone, total, rules = population(inputs, by), 0.0, []
    for name, share in scenario.mix.items():
        total += float(share)
        bounds = (everyone.bound(total), math.inf)
        anyone = build_rule(Rule(model=name), inputs)
        rules.append(replace(anyone, arr=bounds) if by == "arr" else replace(anyone, ltv=bounds))
    return tuple(rules)


@dataclass(frozen=True)
class Ranked:
    """A line of the policy by rank, with the bound it came to."""

    model: str
    by: str
    asked: float
    """Share of the accounts."""
    found: float
    """Share that reaches the bound."""
    bound: float
    """[minor units]; -inf for everybody."""


def ranked_lines(scenario: Scenario, inputs: m.Inputs) -> list[Ranked]:
    """Return the lines by rank, of a mix or with `top 5%`, as the inputs have them."""
    found: list[Ranked] = []
    total, by = 0.0, scenario.mix_by or "ltv"
    for rule, (name, share) in zip(inputs.rules, scenario.mix.items(), strict=False):
        total += float(share)
        low = getattr(rule, by)[0]
        found.append(Ranked(name, by, total, population(inputs, by).share_above(low), low))
    for rule, line in zip(inputs.rules, scenario.who_gets_what, strict=False):
        for by, condition in (("arr", line.arr), ("ltv", line.ltv)):
            if isinstance(condition, Top):
                low = getattr(rule, by)[0]
                reached = population(inputs, by, rule.segment).share_above(low)
                found.append(Ranked(line.model, by, condition.share, reached, low))
    return found


def build_rule(rule: Rule, inputs: m.Inputs) -> m.Rule:
    """Return a line of the policy in model units."""
    segment = -1
    if rule.segment is not None:
        segment = [each.name for each in inputs.segments].index(rule.segment)
    return m.Rule(
        model=[model.name for model in inputs.models].index(rule.model),
        segment=segment,
        phase=PHASES[rule.phase],
        arr=money_bounds(rule.arr, "arr", segment, inputs),
        ltv=money_bounds(rule.ltv, "ltv", segment, inputs),
        complexity=bounds(rule.complexity),
        tenure=bounds(rule.tenure),
        seats=bounds(rule.seats),
        health=bounds(rule.health),
        in_force=days_in_force(rule, inputs.calendar.start),
        traits=tuple(coded(rule.traits.items(), inputs.traits)),
    )


def bounds(condition: Between | None, scale: float = 1.0) -> tuple[float, float]:
    """Return the bounds of a condition; everything without one."""
    if condition is None:
        return m.EVERYTHING
    return condition.low * scale, condition.high * scale


def money_bounds(
    condition: Between | Top | None, by: str, segment: int, inputs: m.Inputs
) -> tuple[float, float]:
    """Return the bounds of an amount, or of a rank among the segment's accounts or all."""
    if isinstance(condition, Top):
        return population(inputs, by, segment).bound(condition.share), math.inf
    return bounds(condition, inputs.minor_units)


def days_in_force(rule: Rule, start: date) -> tuple[float, float]:
    """Return the days [from, until) on which a line is in force."""
    first = day_number(month_of(start), 1)
    since, until = rule.from_, rule.until
    low = -math.inf if since is None else float(day_number(month_of(since), 1) - first)
    high = math.inf if until is None else float(day_number(month_of(until), 1) - first)
    return low, high


def month_of(day: date) -> int:
    """Return the month of a date as 12 year + month - 1."""
    return day.year * 12 + day.month - 1


def coded(
    asked: Iterable[tuple[str, str]], traits: tuple[m.Trait, ...]
) -> Iterable[tuple[int, int]]:
    """Yield traits asked for as indices of trait and value."""
    names = [trait.name for trait in traits]
    for name, value in asked:
        index = names.index(name)
        yield index, traits[index].values.index(value)
