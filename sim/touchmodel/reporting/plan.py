"""A plan in words: the answer first, then how sure it is, then what else a leader asks.

Sentences are made of the plan's own numbers; a thing it did not show is not said.
"""

from touchmodel.planning.answer import Plan
from touchmodel.planning.certificate import attempt_alpha
from touchmodel.planning.trial import Team, Verdict
from touchmodel.reporting.wording import money, percent

NAMES = {"grr": "GRR", "nrr": "NRR", "logo_retention": "logo retention"}


def plan_lines(plan: Plan) -> list[str]:
    """Return the plan as lines for a terminal or a summary."""
    return [
        headline(plan),
        "",
        *team_table(plan),
        "",
        *("- " + line for line in reasons(plan)),
    ]


def headline(plan: Plan) -> str:
    """Return the answer in a sentence; a plan that is not certified says so first."""
    team = team_words(plan, plan.team)
    sure = percent(plan.question.sure)
    promise = f"{targets(plan)} in every fiscal year with at least {sure} probability"
    if plan.certified and plan.team == plan.today.team:
        return f"Certified: today's team, {team}, holds {promise}."
    if plan.certified:
        return f"Certified: {team} hold {promise}."
    return (
        f"Not certified: {team} are the best found for {promise}, but "
        f"{len(plan.attempts)} attempts on fresh runs did not show it."
    )


def targets(plan: Plan) -> str:
    """Return the targets in words."""
    found = [f"{NAMES[t.measure]} of {percent(t.at_least, 1)}" for t in plan.question.targets]
    return " and ".join(found)


def team_words(plan: Plan, team: Team) -> str:
    """Return a team in words, pools without people left out."""
    pools = plan.question.inputs.pools
    found = [f"{n} {pool.name}" for n, pool in zip(team, pools, strict=True) if n]
    return " and ".join(found) or "nobody"


def team_table(plan: Plan) -> list[str]:
    """Return people today and planned by pool, with the yearly cost, as a table."""
    currency = plan.question.inputs.currency
    rows = [("team", "today", "plan", "cost a year", "by spreadsheet")]
    for k, pool in enumerate(plan.question.inputs.pools):
        alone = tuple(n if i == k else 0 for i, n in enumerate(plan.team))
        rows.append((
            pool.name, str(pool.positions), str(plan.team[k]),
            money(plan.cost_per_year(alone), currency), f"{plan.spreadsheet[pool.name]:.1f}",
        ))  # fmt: skip
    if len(plan.team) > 1:
        rows.append((
            "all", str(sum(plan.today.team)), str(sum(plan.team)),
            money(plan.cost_per_year(plan.team), currency), f"{sum(plan.spreadsheet.values()):.1f}",
        ))  # fmt: skip
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w)
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ) + " |"
        for row in rows
    ]  # fmt: skip
    rule = "|" + "|".join(
        "-" * (w + 2) if i == 0 else "-" * (w + 1) + ":" for i, w in enumerate(widths)
    ) + "|"  # fmt: skip
    return [lines[0], rule, *lines[1:]]


def reasons(plan: Plan) -> list[str]:
    """Return what a leader asks next, a line each."""
    lines = [how_sure(plan), fresh_runs(plan), expected_line(plan, "With this team", plan.verdict)]
    fewer = plan.neighbour
    if fewer is not None and fewer.verdict.team != plan.today.team:
        lines.append(one_fewer(plan))
    if plan.today.team != plan.team:
        lines.append(todays_team(plan))
    lines.append(margin(plan))
    lines.append(
        f"The plan turns on {NAMES[plan.binding.target]} in the {plan.binding.window}; the busiest "
        f"team is {plan.binding.pool}."
    )
    lines.append(spreadsheet(plan))
    lines.append(
        "What touches do to churn is an assumption (see the register): the probability above is "
        "that of luck, not of the assumptions being right."
    )
    return lines


def todays_team(plan: Plan) -> str:
    """Return what becomes of the targets if nobody is hired."""
    fewer = plan.neighbour
    also = ", one fewer than the plan" if fewer and fewer.verdict.team == plan.today.team else ""
    return (
        f"Today's team kept as it is ({team_words(plan, plan.today.team)}{also}): the targets hold "
        f"with {chance(plan.today)} probability (± {percent(plan.today.half_width, 1)}); "
        + expected_line(plan, "then", plan.today)
    )


def spreadsheet(plan: Plan) -> str:
    """Return what the last column means, and why it differs."""
    asked, planned = sum(plan.spreadsheet.values()), sum(plan.team)
    why = (
        "it does all the work, while the targets hold with some touches missed"
        if asked > planned
        else "it knows no peaks, no lateness and no luck"
    )
    return (
        "By spreadsheet: hours over productive hours at an 85 % ceiling, on average over the "
        f"months of the plan and the year after; {why}."
    )


def chance(verdict: Verdict) -> str:
    """Return a probability with as many digits as its interval supports."""
    p = verdict.probability
    return (
        "less than 1 %" if p < 0.005 else "more than 99 %" if p > 0.995 else f"about {percent(p)}"
    )


def how_sure(plan: Plan) -> str:
    """Return the smoothed probability in words."""
    v = plan.verdict
    return (
        f"How sure: the targets hold with {chance(v)} probability (± {percent(v.half_width, 1)}, "
        f"{len(v.trials)} runs with their luck thrown again 200 times)."
    )


def fresh_runs(plan: Plan) -> str:
    """Return what the certificate saw."""
    last = plan.attempts[-1]
    alpha = sum(attempt_alpha(a.number) for a in plan.attempts)
    tries = "" if last.number == 1 else f" at attempt {last.number}"
    return (
        f"On {last.n} fresh runs{tries} they held in {last.successes}: at least "
        f"{percent(last.lower, 1)}, "
        f"wrong with at most {percent(alpha, 1)}."
    )


def expected_line(plan: Plan, who: str, verdict: Verdict) -> str:
    """Return expected retention in the worst fiscal year."""
    found = [
        f"{NAMES[t.measure]} of {percent(verdict.expected(t.measure).min(), 1)}"
        for t in plan.question.targets
    ]
    return f"{who} one can expect {' and '.join(found)} in the weakest fiscal year."


def one_fewer(plan: Plan) -> str:
    """Return what one person fewer would mean."""
    n = plan.neighbour
    assert n is not None
    word = {"fails": "that is too few", "as good": "that is as good",
            "not shown": "whether that is enough is not shown"}[n.word]  # fmt: skip
    return (
        f"One {n.pool} fewer: {chance(n.verdict)} (± {percent(n.verdict.half_width, 1)}); {word}."
    )


def margin(plan: Plan) -> str:
    """Return what it costs to be able to show the promise, and not only to keep it."""
    extra = sum(plan.team) - sum(plan.without_margin)
    if plan.team == plan.bounds.least:
        return "Smaller teams were not asked for: nobody goes unless a pool says layoffs: true."
    if extra == 0:
        return "No smaller team was found that reaches the probability asked for."
    cost = plan.cost_per_year(plan.team) - plan.cost_per_year(plan.without_margin)
    return (
        f"{team_words(plan, plan.without_margin)} would just reach it; {extra} more, "
        f"{money(cost, plan.question.inputs.currency)} a year, is what it takes to show it on "
        f"{plan.fresh} fresh runs."
    )
