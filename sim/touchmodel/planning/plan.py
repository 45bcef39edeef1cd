"""`plan`: how many people in each pool hold the targets, at what cost, how surely."""

from collections.abc import Callable, Mapping

import numpy as np

from touchmodel.engine.extension import Effect, Policy, extensions
from touchmodel.errors import InputError, NoAnswer, Problem
from touchmodel.experiment.engine import DEFAULT, Engine, named, refuse_python
from touchmodel.experiment.simulate import refuse_arguments
from touchmodel.language import Text
from touchmodel.measures.retention import MEASURES, Target
from touchmodel.planning.answer import Neighbour, Plan, binding
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
from touchmodel.planning.question import ask, plan_workload, refuse_unbounded, team_bounds
from touchmodel.planning.search import (
    FIRST_LOOK,
    LAST_LOOK,
    Bounds,
    best_addition,
    changed,
    least_team,
    looks,
)
from touchmodel.planning.trial import Court, Question, Team, Verdict
from touchmodel.scenario.load import Loaded

# A neighbour within so many points of the confidence is as good.
AS_GOOD = 0.02

Told = Callable[[str, int, int | None], None]
"""Progress: what is being done, the replications just finished, and how many it takes if known."""


def plan(
    scenario: Loaded,
    *,
    targets: Mapping[str, float] | None = None,
    confidence: float | None = None,
    seed: int = 1,
    fresh: int = FRESH,
    max_replications: int | None = None,
    policy: Policy | None = None,
    effects: Mapping[str, Effect] | None = None,
    engine: str | Engine = DEFAULT,
    workers: int | None = None,
    progress: Told | None = None,
) -> Plan:
    """Return the least team, constant over the horizon, that holds all targets together.

    Parameters
    ----------
    targets
        Floors by name: ``{"grr": 0.92}``; default the scenario's.
    confidence
        Probability with which all of them hold in all fiscal years; default the scenario's.
    fresh
        Replications of each certificate attempt, fixed beforehand.
    max_replications
        Most replications of the search; near the edge it then decides on fewer.
    policy, effects
        A user's own, as `touchmodel.simulate` has them. With a policy each pool needs `at_most`.
    engine
        The engine that runs, as `touchmodel.simulate` has it.

    Raises
    ------
    InputError
        Where the scenario has no target, an argument is wrong, or something goes wrong in a policy
        or effect.
    NoAnswer
        Where no team within the bounds holds the targets as surely.
    """
    refuse_arguments(1, None, seed)
    chosen = named(engine)
    question = ask(scenario, targets, confidence, seed)
    refuse_few(fresh, question.sure)
    own = extensions(policy, effects, question.inputs.activities)
    refuse_python(chosen, own)
    refuse_unbounded(question, scenario, own)
    court = Court(
        question, engine=chosen, extensions=own, workers=workers, budget=max_replications,
        told=progress,
    )  # fmt: skip
    work = plan_workload(question)
    bounds = team_bounds(question, scenario, work)
    refuse_infeasible(court, bounds, scenario)
    team = least_team(court, bounds, search_aim(court, bounds, fresh))
    team, attempts = certify(court, bounds, team, fresh)
    court.stage, court.total = "checking neighbours", None
    return Plan(
        loaded=scenario,
        question=question,
        bounds=bounds,
        verdict=court.verdict(team, LAST_LOOK if max_replications is None else FIRST_LOOK),
        today=court.verdict(today(question), 2 * FIRST_LOOK),
        attempts=tuple(attempts),
        fresh=fresh,
        budget=max_replications,
        neighbour=neighbour(court, team),
        without_margin=without_margin(court, bounds, team),
        binding=binding(question, court.verdict(team, FIRST_LOOK)),
        spreadsheet={p.name: work.people(p) for p in question.inputs.pools},
        searched=court.tried(),
        runs=court.runs,
        engine=chosen.name,
        agreed=chosen.agreement,
        extensions=own,
    )


def search_aim(court: Court, bounds: Bounds, fresh: int) -> float:
    """Return the smoothed probability that the search aims at.

    It is the one that passes the certificate with good chance, but not more than the largest team
    reaches, less what noise may hide: where more people add nothing, none are asked for.
    """
    sure = court.question.sure
    most = court.verdict(bounds.most, FIRST_LOOK)
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


def today(question: Question) -> Team:
    """Return today's team."""
    return tuple(pool.positions for pool in question.inputs.pools)


def refuse_infeasible(court: Court, bounds: Bounds, scenario: Loaded) -> None:
    """Raise NoAnswer where even the largest team does not hold the targets."""
    question = court.question
    verdict = looks(court, bounds.most, question.sure)
    if verdict.probability >= question.sure:
        return
    largest = Text(
        "no team within the bounds holds the targets with {sure:.0%} probability: the largest, "
        "{team}, holds them with {probability:.1%}.",
        sure=question.sure, team=people(question, bounds.most), probability=verdict.probability,
    )  # fmt: skip
    capped = [name for name, pool in scenario.scenario.pools.items() if pool.at_most is not None]
    bounded = Text("The pools {names} are bounded by at_most.", names=", ".join(capped))
    targets = [attainable(question, verdict, target) for target in question.targets]
    raise NoAnswer(largest, lacking(question, verdict), *targets, *([bounded] if capped else []))


def lacking(question: Question, verdict: Verdict) -> Text:
    """Return what the largest team lacks: luck, or more than people."""
    if all(verdict.expected(t.measure).min() >= t.at_least for t in question.targets):
        return Text(
            "Its expected retention is above the targets: what fails is the luck of a small book, "
            "not staffing."
        )
    return Text(
        "Its expected retention is below a target: people alone do not reach it. What would: "
        "more touches or better accepted ones (touch_models), a later `from` of the target, or "
        "a lower target."
    )


def attainable(question: Question, verdict: Verdict, target: Target) -> Text:
    """Return which level of a target the largest team holds."""
    column = MEASURES.index(target.measure)
    worst = np.concatenate([t.throws[:, :, column].min(axis=1) for t in verdict.trials])
    return Text(
        "Attainable: {measure} of {level:.1%} with {sure:.0%} probability (asked: {asked:.1%}); "
        "on average {mean:.1%}, if the target is meant for the mean.",
        measure=target.measure,
        level=float(np.quantile(worst, 1.0 - question.sure)),
        sure=question.sure,
        asked=target.at_least,
        mean=float(verdict.expected(target.measure).min()),
    )


def people(question: Question, team: Team) -> str:
    """Return a team in words."""
    pools = question.inputs.pools
    return ", ".join(f"{n} {pool.name}" for n, pool in zip(team, pools, strict=True))


def certify(court: Court, bounds: Bounds, team: Team, fresh: int) -> tuple[Team, list[Attempt]]:
    """Return the team that passed, or the last tried, with every look at fresh runs."""
    attempts: list[Attempt] = []
    for number in range(1, ATTEMPTS + 1):
        court.stage, court.total = f"certifying, attempt {number} of {ATTEMPTS}", fresh
        runs = court.trials(team, attempt_replications(number, fresh), throws=False)
        held = sum(trial.held for trial in runs)
        attempts.append(judge(number, held, fresh, court.question.sure))
        if attempts[-1].passed or number == ATTEMPTS:
            break
        if successes_needed(fresh, court.question.sure, attempt_alpha(number + 1)) is None:
            break
        team = best_addition(court, bounds, team) or team
    return team, attempts


def neighbour(court: Court, team: Team) -> Neighbour | None:
    """Return what one person fewer in the largest pool would mean."""
    pool = max(range(len(team)), key=lambda k: team[k])
    if team[pool] == 0:
        return None
    verdict = looks(court, changed(team, pool, team[pool] - 1), court.question.sure)
    sure = court.question.sure
    if verdict.probability + verdict.half_width < sure:
        word = "fails"
    elif verdict.probability - verdict.half_width >= sure - AS_GOOD:
        word = "as good"
    else:
        word = "not shown"
    return Neighbour(court.question.inputs.pools[pool].name, 1, verdict, word)


def without_margin(court: Court, bounds: Bounds, team: Team) -> Team:
    """Return the least team that reaches the confidence itself, for what the margin costs."""

    def holds(other: Team) -> bool:
        return looks(court, other, court.question.sure).probability >= court.question.sure

    for pool in sorted(range(len(team)), key=lambda k: -bounds.costs[k]):
        while team[pool] > bounds.least[pool]:
            smaller = changed(team, pool, team[pool] - 1)
            if not holds(smaller):
                break
            team = smaller
    return team
