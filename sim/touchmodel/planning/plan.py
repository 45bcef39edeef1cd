"""`plan`: how many people in each pool from when on hold the targets, at what cost, how surely."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from os import PathLike

from touchmodel.analytic.workload import Workload
from touchmodel.engine.extension import Effect, Extensions, Policy, extensions, policy_name
from touchmodel.errors import InputError, NoAnswer, Problem, did_you_mean
from touchmodel.experiment.drawn import not_known
from touchmodel.experiment.engine import DEFAULT, Engine, named, refuse_python
from touchmodel.experiment.interval import half_width
from touchmodel.experiment.simulate import refuse_arguments
from touchmodel.experiment.store import Store
from touchmodel.language import Text
from touchmodel.planning.answer import Plan, binding
from touchmodel.planning.budget import best_for, path_for
from touchmodel.planning.certificate import (
    ALPHA,
    ATTEMPTS,
    FRESH,
    PLANS,
    Attempt,
    attempt_alpha,
    attempt_replications,
    judge,
    probability_to_aim,
    successes_needed,
)
from touchmodel.planning.infeasible import refuse_infeasible
from touchmodel.planning.leader import asked_next, neighbours_of, without_margin
from touchmodel.planning.mix import (
    Thresholds,
    better_of,
    refuse_fixed,
    search_thresholds,
    thresholds_of,
    with_thresholds,
)
from touchmodel.planning.posts import Posts, Team
from touchmodel.planning.question import ask, plan_workload, posts_of, refuse_unbounded
from touchmodel.planning.search import (
    Search,
    best_addition,
    first_holding,
    least_team,
    runs_a_look,
    staffing_path,
)
from touchmodel.planning.trial import Court, Question, Verdict
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
    mix: bool = False,
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
    mix
        Whether thresholds of `who_gets_what`, or shares of `mix`, are sought with the team; the
        plan is then of the scenario with the best found, `plan.loaded`, and `plan.mix` says what
        was moved.
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
    question = ask(scenario, targets, confidence, seed)
    alpha = ALPHA / PLANS if mix else ALPHA
    if money is None:
        refuse_few(fresh, question.sure, alpha)
    elif not money > 0.0:
        what = Text("{money} is no amount of money", money=money)
        raise InputError(Problem(what, path="money"))
    if uncertainty not in UNCERTAINTIES:
        what = Text("{name!r} is no uncertainty", name=uncertainty)
        raise InputError(
            Problem(what, path="uncertainty", hint=did_you_mean(uncertainty, UNCERTAINTIES))
        )
    own = extensions(policy, effects, question.inputs.activities)
    asked = Asked(
        targets, confidence, periods, money, uncertainty, seed, fresh, alpha, max_replications,
        own, named(engine, store), workers, progress,
    )  # fmt: skip
    refuse_python(asked.engine, own)
    refuse_unbounded(question, scenario, own)
    if not mix:
        return planned(scenario, asked)
    if own.policy is not None:
        what = Text("{extension} says who gets what: there is no threshold to move",
                    extension=policy_name(own.policy))  # fmt: skip
        raise InputError(Problem(what, path="mix"))
    refuse_fixed(scenario)
    return planned_with_mix(scenario, asked)


@dataclass(frozen=True)
class Asked:
    """What a plan is asked for, of whatever scenario; see `plan`."""

    targets: Mapping[str, float] | None
    confidence: float | None
    periods: str
    money: float | None
    uncertainty: str
    seed: int
    fresh: int
    alpha: float
    max_replications: int | None
    extensions: Extensions
    engine: Engine
    workers: int | None
    progress: Told | None

    def court(self, scenario: Loaded) -> tuple[Court, Workload]:
        """Return who judges teams of a scenario, and what its work adds up to."""
        question = ask(scenario, self.targets, self.confidence, self.seed)
        work = plan_workload(question)
        court = Court(
            question, posts_of(question, scenario, work, self.periods), engine=self.engine,
            extensions=self.extensions, workers=self.workers, budget=self.max_replications,
            told=self.progress, worlds=not_known(scenario) if self.uncertainty == ALL else None,
        )  # fmt: skip
        return court, work


def planned(scenario: Loaded, asked: Asked) -> Plan:
    """Return the plan of a scenario as it is."""
    court, work = asked.court(scenario)
    question, posts = court.question, court.posts
    if asked.money is None:
        search = begun(court, question, scenario, work, asked.fresh, asked.alpha)
        team, attempts = certify(search, least_team(search), asked.fresh)
    else:
        search = a_search(court, question)
        team, attempts = spent_best(search, asked.money), []
    court.stage, court.total = "answering what leaders ask next", None
    lean = without_margin(search, team)
    verdict = search.final(team)
    return Plan(
        loaded=scenario,
        question=question,
        posts=posts,
        periods=asked.periods,
        verdict=verdict,
        uncertainty=asked.uncertainty,
        other=otherwise(court, scenario, team, len(verdict.trials)),
        today=search.final(today(posts)),
        attempts=tuple(attempts),
        fresh=asked.fresh,
        money=asked.money,
        budget=asked.max_replications,
        neighbours=neighbours_of(search, team),
        without_margin=lean,
        next=asked_next(search, team),
        binding=binding(verdict),
        work=work,
        searched=court.tried(),
        runs=court.runs,
        engine=asked.engine.name,
        agreed=asked.engine.agreement,
        extensions=asked.extensions,
    )


def planned_with_mix(scenario: Loaded, asked: Asked) -> Plan:
    """Return the better of the plan as written and that of the best thresholds found.

    Raises
    ------
    NoAnswer
        Where no team holds the targets as written, nor with any thresholds that were tried.
    """
    start, aim, runs = thresholds_of(scenario), 0.0, 0

    def laid(thresholds: Thresholds) -> Loaded:
        return scenario if thresholds == start else with_thresholds(scenario, thresholds)

    def cost_of(thresholds: Thresholds) -> float:
        nonlocal aim, runs
        try:
            court, _ = asked.court(laid(thresholds))
        except InputError:
            return math.inf  # such as a threshold below which nobody is left
        court.stage, court.total = "moving thresholds", None
        search = a_search(court, court.question, asked.alpha)
        if asked.money is None:
            # One aim for all: that of the plan as written.
            aim = search.aim = aim or search_aim(search, asked.fresh)
        cost = sketched(search, asked.money)
        runs += court.runs
        return cost

    as_written, refused = None, None
    try:
        as_written = planned(scenario, asked)
    except NoAnswer as error:
        refused = error
    best, tried = search_thresholds(start, cost_of)
    if best != start:
        other = planned(laid(best), asked)
    elif as_written is not None:
        other = as_written
    else:
        assert refused is not None
        raise refused
    return better_of(as_written, other, best, tried, runs)


def sketched(search: Search, money: float | None) -> float:
    """Return what it costs about to hold the targets [minor units], without planning in full.

    It is where the staffing path crosses them, between its last team that does not hold and its
    first that does: a head more or fewer would hide what small moves do.  Infinite where not even
    the largest team holds.  Where money is given: how far from the targets the path's team for it
    is.
    """

    def spare(team: Team) -> float:
        return search.on(team, search.runs).to_spare(search.aim)

    posts, path = search.posts, staffing_path(search.posts)
    if money is not None:
        return -spare(path_for(search, money * search.question.inputs.minor_units))
    if not search.seems_to_hold(posts.most):
        return math.inf
    place = first_holding(path, search.seems_to_hold)
    if place == 0:
        return posts.cost(path[0])
    below, first = path[place - 1], path[place]
    short, over = -spare(below), spare(first)
    part = short / (short + over) if short + over > 0.0 else 1.0
    return posts.cost(below) + part * (posts.cost(first) - posts.cost(below))


def begun(
    court: Court, question: Question, scenario: Loaded, work: Workload, fresh: int,
    alpha: float = ALPHA,
) -> Search:  # fmt: skip
    """Return the search for the team that passes the certificate with good chance.

    Raises
    ------
    NoAnswer
        Where even the largest team does not hold the targets.
    """
    search = a_search(court, question, alpha)
    refuse_infeasible(search, scenario, work)
    search.aim = search_aim(search, fresh)
    return search


def otherwise(court: Court, scenario: Loaded, team: Team, runs: int) -> Verdict | None:
    """Return the verdict on a team under the uncertainty that was not asked.

    None where a user's own policy or effects are in force, whose engine would take too long.
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


def a_search(court: Court, question: Question, alpha: float = ALPHA) -> Search:
    """Return a search that has seen nothing, for a team that holds as surely as asked."""
    runs = runs_a_look(len(question.inputs.book.names))
    return Search(court, question, court.posts, question.sure, runs, alpha)


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
    attainable = most.probability - max(AS_GOOD, half_width(most.chances))
    return max(sure, min(probability_to_aim(fresh, sure, search.alpha), attainable))


def refuse_few(fresh: int, sure: float, error: float) -> None:
    """Raise InputError where so few fresh runs could never show the confidence."""
    alpha = attempt_alpha(1, error)
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


def certify(search: Search, team: Team, fresh: int) -> tuple[Team, list[Attempt]]:
    """Return the team that passed, or the last tried, with every look at fresh runs."""
    court, sure = search.court, search.question.sure
    attempts: list[Attempt] = []
    for number in range(1, ATTEMPTS + 1):
        court.stage, court.total = f"certifying, attempt {number} of {ATTEMPTS}", fresh
        runs = court.trials(team, attempt_replications(number, fresh), throws=False)
        held = sum(trial.held for trial in runs)
        attempts.append(judge(number, held, fresh, sure, search.alpha))
        if attempts[-1].passed or number == ATTEMPTS:
            break
        if successes_needed(fresh, sure, attempt_alpha(number + 1, search.alpha)) is None:
            break
        team = best_addition(search, team) or team
    return team, attempts
