"""`plan`: how many people in each pool from when on hold the targets, at what cost, how surely."""

import math
from collections.abc import Callable, Mapping
from os import PathLike

import numpy as np

from touchmodel.analytic.workload import Workload
from touchmodel.engine.extension import Effect, Policy, extensions
from touchmodel.errors import InputError, NoAnswer, Problem, did_you_mean
from touchmodel.experiment.drawn import not_known
from touchmodel.experiment.engine import DEFAULT, Engine, named, refuse_python
from touchmodel.experiment.simulate import refuse_arguments
from touchmodel.experiment.store import Store
from touchmodel.language import Text
from touchmodel.measures.retention import MEASURES
from touchmodel.measures.target import UNIT, Target
from touchmodel.planning.answer import Plan, binding
from touchmodel.planning.budget import best_for, path_for
from touchmodel.planning.certificate import (
    ATTEMPTS,
    FRESH,
    Attempt,
    attempt_alpha,
    attempt_replications,
    judge,
    probability_to_aim,
    successes_needed,
)
from touchmodel.planning.leader import asked_next, neighbours_of, without_margin
from touchmodel.planning.levers import levers
from touchmodel.planning.posts import Posts, Team
from touchmodel.planning.question import ask, plan_workload, posts_of, refuse_unbounded
from touchmodel.planning.search import Search, best_addition, least_team, runs_a_look
from touchmodel.planning.trial import Court, Question, Verdict, worst_of
from touchmodel.scenario.load import Loaded

AS_GOOD = 0.02
"""What noise may hide of the probability that the largest team reaches."""

LUCK, ALL = UNCERTAINTIES = ("luck", "all")
WORLDS = 40
"""Worlds in which a plan is tried once it is found."""

Told = Callable[[str, int, int | None], None]
"""Progress: what is being done, the replications just finished, and how many it takes if known."""


def plan(
    scenario: Loaded,
    *,
    targets: Mapping[str, float] | None = None,
    confidence: float | None = None,
    periods: str = "half-year",
    money: float | None = None,
    uncertainty: str = LUCK,
    seed: int = 1,
    fresh: int = FRESH,
    max_replications: int | None = None,
    policy: Policy | None = None,
    effects: Mapping[str, Effect] | None = None,
    engine: str | Engine = DEFAULT,
    store: Store | str | PathLike[str] | None = None,
    workers: int | None = None,
    progress: Told | None = None,
) -> Plan:
    """Return the team of least discounted cost that holds all targets together, period by period.

    Parameters
    ----------
    targets
        Levels by name: ``{"grr": 0.92, "enterprise.coverage": 0.8, "utilisation": 0.85}``. All are
        floors but utilisation, a ceiling; default the scenario's.
    confidence
        Probability with which all of them hold in all fiscal years; default the scenario's.
    periods
        How often positions may change: `half-year` of the fiscal year, `quarter`, `year`, or
        `horizon` for one team throughout.
    money
        What may be paid over the horizon [currency]: the team that then holds the targets most
        surely is returned, without a certificate.
    uncertainty
        `luck`: targets hold in so many of the years that may come, if the assumptions are right;
        `all`: in so many of the worlds that may be, too, each replication in one of its own.
    fresh
        Replications of each certificate attempt, fixed beforehand.
    max_replications
        Most replications of the search; near the edge it then decides on fewer.
    policy, effects
        A user's own, as `touchmodel.simulate` has them. With a policy each pool needs `at_most`.
    engine
        The engine that runs, as `touchmodel.simulate` has it.
    store
        Where replications are found and kept, as `touchmodel.simulate` has it.

    Raises
    ------
    InputError
        Where the scenario has no target, an argument is wrong, or something goes wrong in a policy
        or effect.
    NoAnswer
        Where no team within the bounds holds the targets as surely.
    """
    refuse_arguments(1, None, seed)
    chosen = named(engine, store)
    question = ask(scenario, targets, confidence, seed)
    if money is None:
        refuse_few(fresh, question.sure)
    elif not money > 0.0:
        what = Text("{money} is no amount of money", money=money)
        raise InputError(Problem(what, path="money"))
    if uncertainty not in UNCERTAINTIES:
        what = Text("{name!r} is no uncertainty", name=uncertainty)
        raise InputError(
            Problem(what, path="uncertainty", hint=did_you_mean(uncertainty, UNCERTAINTIES))
        )
    own = extensions(policy, effects, question.inputs.activities)
    refuse_python(chosen, own)
    refuse_unbounded(question, scenario, own)
    work = plan_workload(question)
    posts = posts_of(question, scenario, work, periods)
    court = Court(
        question, posts, engine=chosen, extensions=own, workers=workers, budget=max_replications,
        told=progress, worlds=not_known(scenario) if uncertainty == ALL else None,
    )  # fmt: skip
    if money is None:
        search = begun(court, question, scenario, work, fresh)
        team, attempts = certify(search, least_team(search), fresh)
    else:
        search = a_search(court, question)
        team, attempts = spent_best(search, money), []
    court.stage, court.total = "answering what leaders ask next", None
    lean = without_margin(search, team)
    verdict = search.final(team)
    return Plan(
        loaded=scenario,
        question=question,
        posts=posts,
        periods=periods,
        verdict=verdict,
        uncertainty=uncertainty,
        other=otherwise(court, scenario, team, len(verdict.trials)),
        today=search.final(today(posts)),
        attempts=tuple(attempts),
        fresh=fresh,
        money=money,
        budget=max_replications,
        neighbours=neighbours_of(search, team),
        without_margin=lean,
        next=asked_next(search, team),
        binding=binding(verdict),
        work=work,
        searched=court.tried(),
        runs=court.runs,
        engine=chosen.name,
        agreed=chosen.agreement,
        extensions=own,
    )


def begun(court: Court, question: Question, scenario: Loaded, work: Workload, fresh: int) -> Search:
    """Return the search for the team that passes the certificate with good chance.

    Raises
    ------
    NoAnswer
        Where even the largest team does not hold the targets.
    """
    search = a_search(court, question)
    refuse_infeasible(search, scenario, work)
    search.aim = search_aim(search, fresh)
    return search


def otherwise(court: Court, scenario: Loaded, team: Team, runs: int) -> Verdict | None:
    """Return the verdict on a team under the uncertainty that was not asked.

    None where a user's own policy or effects are in force: they run in one world only.
    """
    if court.extensions:
        return None
    court.stage = "drawing worlds" if court.worlds is None else "leaving assumptions as they are"
    worlds = not_known(scenario) if court.worlds is None else None
    other = Court(
        court.question, court.posts, engine=court.engine, workers=court.workers, told=court.told,
        worlds=worlds,
    )  # fmt: skip
    found = other.verdict(team, WORLDS if worlds else runs)
    court.runs += other.runs
    return found


def a_search(court: Court, question: Question) -> Search:
    """Return a search that has seen nothing, for a team that holds as surely as asked."""
    runs = runs_a_look(len(question.inputs.book.names))
    return Search(court, question, court.posts, question.sure, runs)


def spent_best(search: Search, money: float) -> Team:
    """Return the team that holds the targets most surely for what may be paid.

    Raises
    ------
    NoAnswer
        Where even the least team is paid more.
    """
    minor = search.question.inputs.minor_units
    team = best_for(search, money * minor, path_for(search, money * minor))
    if team is None:
        raise NoAnswer(Text(
            "the least team there may be is paid {least:,.0f} {currency} over the plan, more than "
            "{money:,.0f}; nobody goes unless a pool says layoffs: true",
            least=search.posts.bill(search.posts.least) / minor, money=money,
            currency=search.question.inputs.currency,
        ))  # fmt: skip
    return team


def search_aim(search: Search, fresh: int) -> float:
    """Return the smoothed probability that the search aims at.

    It is the one that passes the certificate with good chance, but not more than the largest team
    reaches, less what noise may hide: where more people add nothing, none are asked for.
    """
    sure = search.question.sure
    most = search.on(search.posts.most, search.runs)
    attainable = most.probability - max(AS_GOOD, most.half_width)
    return max(sure, min(probability_to_aim(fresh, sure), attainable))


def refuse_few(fresh: int, sure: float) -> None:
    """Raise InputError where so few fresh runs could never show the confidence."""
    alpha = attempt_alpha(1)
    if successes_needed(fresh, sure, alpha) is None:
        least = next(n for n in range(1, 100_000) if successes_needed(n, sure, alpha) is not None)
        raise InputError(
            Problem(
                path="fresh",
                message=Text(
                    "{fresh} runs cannot show {sure:.0%}, even if all of them hold",
                    fresh=fresh,
                    sure=sure,
                ),
                hint=Text("{least} are the fewest that can", least=least),
            )
        )


def today(posts: Posts) -> Team:
    """Return today's team, kept as it is."""
    return posts.steady([pool.positions for pool in posts.pools])


def refuse_infeasible(search: Search, scenario: Loaded, work: Workload) -> None:
    """Raise NoAnswer where even the largest team does not hold the targets."""
    question, posts = search.question, search.posts
    verdict = search.look(posts.most)
    if verdict.probability >= question.sure:
        return
    largest = Text(
        "no team within the bounds holds the targets with {sure:.0%} probability: the largest, "
        "{team}, holds them with {probability:.1%}.",
        sure=question.sure, team=people(posts, posts.most), probability=verdict.probability,
    )  # fmt: skip
    capped = [name for name, pool in scenario.scenario.pools.items() if pool.at_most is not None]
    bounded = Text("The pools {names} are bounded by at_most.", names=", ".join(capped))
    targets = [
        attainable(question, verdict, target)
        for target in question.targets
        if not math.isnan(verdict.weakest(target))
    ]
    raise NoAnswer(
        largest, lacking(question, verdict), *targets, *([bounded] if capped else []),
        *levers(search, scenario, work, verdict),
    )  # fmt: skip


def lacking(question: Question, verdict: Verdict) -> Text:
    """Return what the largest team lacks: luck, or more than people."""
    missed = [each for each in question.targets if each.lacks(verdict.weakest(each))]
    plain = all(each.measure in MEASURES and not each.of for each in question.targets)
    if not missed and plain:
        return Text(
            "Its expected retention is above the targets: what fails is the luck of a small book, "
            "not staffing."
        )
    if not missed:
        return Text(
            "On average it holds every target: what fails is the luck of single years, not "
            "staffing."
        )
    if plain:
        return Text(
            "Its expected retention is below a target: people alone do not reach it. What would: "
            "more touches or better accepted ones (touch_models), a later `from` of the target, or "
            "a lower target."
        )
    return Text(
        "On average it misses {targets}: people alone do not reach that. What would: a larger "
        "at_most of a pool, other work (touch_models), a later `from` of the target, or another "
        "level.",
        targets=", ".join(each.name for each in missed),
    )


def attainable(question: Question, verdict: Verdict, target: Target) -> Text:
    """Return which level of a target the largest team holds."""
    worst = worst_of(target, verdict.luck(target).T)
    part = question.sure if target.is_ceiling else 1.0 - question.sure
    return Text(
        "Attainable: {measure} of {level} with {sure:.0%} probability (asked: {asked}); "
        "on average {mean}, if the target is meant for the mean.",
        measure=target.name,
        level=level_said(target, float(np.nanquantile(worst, part))),
        sure=question.sure,
        asked=level_said(target, target.level),
        mean=level_said(target, verdict.weakest(target)),
    )


def level_said(target: Target, level: float) -> str:
    """Return a level of a target, a share in per cent.

    >>> level_said(Target("grr", 0.9), 0.8765), level_said(Target("nps", 30.0), 28.3)
    ('87.7%', '28.3')
    """
    return f"{level:.1f}" if target.measure in UNIT else f"{level:.1%}"


def people(posts: Posts, team: Team) -> str:
    """Return the positions a team ends with in words."""
    return ", ".join(f"{n} {name}" for name, n in posts.at_end(team).items())


def certify(search: Search, team: Team, fresh: int) -> tuple[Team, list[Attempt]]:
    """Return the team that passed, or the last tried, with every look at fresh runs."""
    court, sure = search.court, search.question.sure
    attempts: list[Attempt] = []
    for number in range(1, ATTEMPTS + 1):
        court.stage, court.total = f"certifying, attempt {number} of {ATTEMPTS}", fresh
        runs = court.trials(team, attempt_replications(number, fresh), throws=False)
        held = sum(trial.held for trial in runs)
        attempts.append(judge(number, held, fresh, sure))
        if attempts[-1].passed or number == ATTEMPTS:
            break
        if successes_needed(fresh, sure, attempt_alpha(number + 1)) is None:
            break
        team = best_addition(search, team) or team
    return team, attempts
