"""Rules of a mix of touch models, and of caps on what a team takes."""

import math
from collections.abc import Iterator

from touchmodel.errors import Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.rules.case import Case, percent
from touchmodel.scenario.rules.composed import compositions_hold

_SUM = 1e-6


def mix_or_lines(case: Case) -> Iterator[Problem]:
    """Check that a policy is a mix or lines, not both."""
    if case.scenario.mix and case.scenario.who_gets_what:
        what = Text("`who_gets_what` and `mix` both say who gets which touch model: keep one")
        yield case.problem(("mix",), what, Text("a parent's key is taken away with null"), key=True)


def mix_names_exist(case: Case) -> Iterator[Problem]:
    """Check that a mix names touch models that exist."""
    models = case.scenario.touch_models
    for name in case.scenario.mix:
        if name not in models:
            what = Text("there is no touch model {name!r}", name=name)
            yield case.problem(("mix", name), what, did_you_mean(name, models), key=True)


def mix_is_whole(case: Case) -> Iterator[Problem]:
    """Check that the shares of a mix are all the accounts."""
    total = math.fsum(case.scenario.mix.values())
    if case.scenario.mix and abs(total - 1.0) > _SUM:
        what = Text("the shares of the mix add up to {total}, not to 100%", total=percent(total))
        yield case.problem(("mix",), what)


def mix_to_rank(case: Case) -> Iterator[Problem]:
    """Check that there is a mix to rank accounts for."""
    if case.scenario.mix_by is not None and not case.scenario.mix:
        what = Text("no effect: there is no `mix`")
        hint = Text("write `mix: {high: 10%, low: 90%}` with your touch models, or take it out")
        yield case.problem(("mix_by",), what, hint, key=True)


def caps_bind(case: Case) -> Iterator[Problem]:
    """Check that a cap is on a team that has accounts of its own."""
    if not compositions_hold(case):
        return  # told by another rule
    teams = {keeper(case, name) for name in order(case)}
    for name, pool in case.scenario.pools.items():
        if pool.accounts_each is not None and name not in teams:
            what = Text("no effect: no touch model that accounts get has `by: {pool}`", pool=name)
            hint = Text("the cap counts accounts by the `by` of their touch model")
            yield case.problem(("pools", name, "accounts_each"), what, hint, key=True)


def caps_leave_a_way(case: Case) -> Iterator[Problem]:
    """Check that whoever finds no room gets another touch model."""
    if not compositions_hold(case) or not order(case):
        return
    last = keeper(case, order(case)[-1])
    pool = case.scenario.pools.get(last or "")
    if pool is not None and pool.accounts_each is not None:
        what = Text("the last touch model of the policy is of this team: nobody takes those for "
                    "whom it has no room")  # fmt: skip
        hint = Text("add a last line with a touch model of another team, or take the cap out")
        yield case.problem(("pools", str(last), "accounts_each"), what, hint, key=True)


def order(case: Case) -> list[str]:
    """Return the touch models that accounts get, as the policy names them."""
    scenario = case.scenario
    named = list(scenario.mix) or [line.model for line in scenario.who_gets_what]
    given = named or list(scenario.touch_models)
    return [name for name in given if name in scenario.touch_models]


def capped(case: Case, name: str) -> bool:
    """Whether the team of a touch model may have no room for an account that fits."""
    pool = case.scenario.pools.get(keeper(case, name) or "") if name in order(case) else None
    return pool is not None and pool.accounts_each is not None


def keeper(case: Case, name: str) -> str | None:
    """Return the pool whose accounts a touch model's are."""
    models = case.scenario.touch_models
    model = models[name]
    if model.by is None and model.afterwards in models:
        return models[model.afterwards].by
    return model.by


RULES = (mix_or_lines, mix_names_exist, mix_is_whole, mix_to_rank, caps_bind, caps_leave_a_way)
