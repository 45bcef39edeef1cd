"""A plan in words: the answer first, then how sure it is, then what else a leader asks.

Sentences are made of the plan's own numbers; a thing it did not show is not said.
"""

from collections.abc import Sequence

from touchmodel.planning.answer import Plan, month_first
from touchmodel.planning.certificate import attempt_alpha
from touchmodel.planning.leader import Marginal, Neighbour
from touchmodel.planning.posts import Team
from touchmodel.planning.trial import Verdict
from touchmodel.reporting.content.plan.words import (
    figure_value,
    figure_words,
    level_words,
    weakest_year,
)
from touchmodel.reporting.wording import money, percent, points

FEW = 3
"""Activities that an option names as dropped."""


def plan_lines(plan: Plan) -> list[str]:
    """Return the plan as lines for a terminal or a summary."""
    lines = [headline(plan), "", *team_table(plan), ""]
    if len(plan.options) > 1:
        lines += ["What there is to choose from:", "", *options_table(plan), ""]
    if plan.hires:
        lines += ["What to open, and when:", "", *hiring_table(plan), ""]
    return [*lines, *("- " + line for line in reasons(plan))]


def headline(plan: Plan) -> str:
    """Return the answer in a sentence; a plan that is not certified says so first."""
    team = team_words(plan, plan.team)
    sure = percent(plan.question.sure)
    if plan.money is not None:
        return (
            f"For {money(plan.money, plan.question.inputs.currency)} over the plan {team} hold "
            f"{targets(plan)} in every fiscal year with {chance(plan.verdict)} probability: the "
            "most that was found. It is not certified."
        )
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
    return " and ".join(level_words(target) for target in plan.question.targets)


def team_words(plan: Plan, team: Team) -> str:
    """Return a team as it ends in words, pools without people left out."""
    ends = plan.posts.at_end(team)
    found = [f"{n} {name}" for name, n in ends.items() if n]
    words = ", ".join(found[:-1]) + " and " + found[-1] if len(found) > 1 else "".join(found)
    if team != plan.posts.steady(list(ends.values())):
        words += f" by {plan.posts.periods[-1].label}"
    return words or "nobody"


def team_table(plan: Plan) -> list[str]:
    """Return positions today and planned by pool and period, with the yearly cost, as a table.

    Periods in which nothing changes are left out.
    """
    currency, posts = plan.question.inputs.currency, plan.posts
    own = posts.by_pool(plan.team)
    shown = [
        k for k in range(len(posts.periods))
        if k == 0 or any(n[k] != n[k - 1] for n in own.values())
    ]  # fmt: skip
    rows = [("team", "today", *(posts.periods[k].label for k in shown), "cost a year",
             "by spreadsheet")]  # fmt: skip
    for number, pool in enumerate(posts.pools):
        alone = tuple(
            n if posts.row(number).start <= post < posts.row(number).stop else 0
            for post, n in enumerate(plan.team)
        )
        rows.append((
            pool.name, str(pool.positions), *(str(own[pool.name][k]) for k in shown),
            money(plan.cost_per_year(alone), currency), f"{plan.spreadsheet[pool.name]:.1f}",
        ))  # fmt: skip
    if len(posts.pools) > 1:
        rows.append((
            "all", str(sum(pool.positions for pool in posts.pools)),
            *(str(sum(n[k] for n in own.values())) for k in shown),
            money(plan.cost_per_year(plan.team), currency), f"{sum(plan.spreadsheet.values()):.1f}",
        ))  # fmt: skip
    return table(rows)


def options_table(plan: Plan) -> list[str]:
    """Return what a leader can choose between: cost, people, retention, and what is dropped."""
    currency = plan.question.inputs.currency
    asked = plan.question.targets
    rows = [("option", "people", "cost over the plan",
             *(weakest_year(t) for t in asked), "holds all targets",
             "touches dropped")]  # fmt: skip
    for name, verdict in plan.options.items():
        rows.append((
            name.replace("percent", "per cent"), people(plan.posts.totals(verdict.team)),
            money(plan.cost_total(verdict), currency),
            *(str(figure_value(t.measure, verdict.weakest(t))) for t in asked),
            chance(verdict), dropped_words(plan, verdict),
        ))  # fmt: skip
    return table(rows)


def people(own: Sequence[int]) -> str:
    """Return positions by period, at first and at the end where they differ.

    >>> people((2, 2, 2)), people((2, 3, 5))
    ('2', '2 → 5')
    """
    return str(own[-1]) if own[0] == own[-1] else f"{own[0]} → {own[-1]}"


def dropped_words(plan: Plan, verdict: Verdict) -> str:
    """Return which touches lapse most with a team."""
    found = [f"{percent(share)} of {name}" for name, share in plan.dropped(verdict).items()
             if share >= 0.005]  # fmt: skip
    return ", ".join(found[:FEW]) + (", ..." if len(found) > FEW else "") or "none"


def hiring_table(plan: Plan) -> list[str]:
    """Return what positions to open when, from when people are there, and how busy they are."""
    rows = [("open on", "team", "positions", "people from", "busy with them")]
    for hire in plan.hires:
        rows.append((
            str(hire.requisition), hire.pool, f"{hire.before} → {hire.before + hire.n}",
            str(hire.start), percent(hire.utilisation),
        ))  # fmt: skip
    return table(rows)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as a table of Markdown that also reads on a terminal; the first is the head."""
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
    shown = [fresh_runs(plan)] if plan.attempts else []
    lines = [how_sure(plan), *shown, expected_line(plan, "With this team", plan.verdict)]
    lines += [fewer_people(plan, each) for each in plan.neighbours]
    if plan.today.team != plan.team:
        lines.append(todays_team(plan))
    lines += next_lines(plan)
    lines.append(margin(plan))
    lines.append(
        f"The plan turns on {figure_words(plan.binding.target)} in the {plan.binding.window}; the "
        f"busiest team is {plan.binding.pool}."
    )
    lines.append(spreadsheet(plan))
    lines.append(
        "What touches do to churn is an assumption (see the register). " + both_sides(plan)
    )
    return lines


def both_sides(plan: Plan) -> str:
    """Return how surely the targets hold under luck alone, and if assumptions are drawn too."""
    known = plan.probabilities
    if "all" not in known or "luck" not in known:
        return "The probability above is that of luck, not of the assumptions being right."
    return (
        f"Under luck alone the targets hold with {chance(known['luck'])} probability; under luck "
        f"and not knowing together, every number drawn between its low and high, with "
        f"{chance(known['all'])} (± {percent(known['all'].half_width, 1)}, "
        f"{len(known['all'].trials)} worlds)."
    )


def next_lines(plan: Plan) -> list[str]:
    """Return what hiring late, one point more, and one person more or fewer would mean."""
    lines, known = [], plan.next
    currency, minor = plan.question.inputs.currency, plan.question.inputs.minor_units
    if known.full is not None:
        pool, month = known.full
        first = month_first(plan.question.inputs.calendar.start, month)
        lines.append(f"Without hiring, {pool} is full from {first:%Y-%m} on (busy over 95 %).")
    if known.late is not None:
        lines.append(
            f"Every hire three months later: the targets hold with {chance(known.late)} "
            f"probability (± {percent(known.late.half_width, 1)})."
        )
    if known.less is not None:
        lines.append(
            "Risk of hiring too many: ten per cent less money, spent best, would do with "
            f"{chance(known.less)} probability (± {percent(known.less.half_width, 1)})."
        )
    if known.point is not None:
        extra = (plan.posts.cost(known.point) - plan.posts.cost(plan.team)) / minor
        more = sum(plan.posts.at_end(known.point).values()) - sum(plan.headcount.values())
        lines.append(
            f"One point more of every target costs about {money(extra, currency)} in today's "
            f"money, {more:+d} people at the end."
        )
    lines += [marginal_line(plan, each) for each in known.marginals]
    return lines


def marginal_line(plan: Plan, each: Marginal) -> str:
    """Return what the next or the last person of a pool keeps, beside what one costs."""
    currency, minor = plan.question.inputs.currency, plan.question.inputs.minor_units
    who = f"The next {each.pool}" if each.people > 0 else f"The last {each.pool}"
    cost = money(each.cost_per_year / minor, currency)
    kept, width = each.kept_per_year.mean / minor, each.kept_per_year.half_width / minor
    if not kept > width:
        return f"{who} ({cost} a year): what one keeps cannot be told from nothing."
    return (
        f"{who} ({cost} a year) keeps {money(kept, currency)} of ARR a year "
        f"(± {money(width, currency)}), {points(each.points.mean, 2)} points of GRR."
    )


def todays_team(plan: Plan) -> str:
    """Return what becomes of the targets if nobody is hired."""
    return (
        f"Today's team kept as it is ({team_words(plan, plan.today.team)}): the targets hold "
        f"with {chance(plan.today)} probability (± {percent(plan.today.half_width, 1)}); "
        + expected_line(plan, "then", plan.today)
    )


def spreadsheet(plan: Plan) -> str:
    """Return what the last column means, and the way from it to the plan."""
    steps = [
        ("growth to the last year", sum(b.growth for b in plan.bridges)),
        ("empty positions", sum(b.vacancies for b in plan.bridges)),
        ("newcomers learning", sum(b.learning for b in plan.bridges)),
        ("peaks, lateness, priorities and luck, less what may be left undone",
         sum(b.rest for b in plan.bridges)),
    ]  # fmt: skip
    told = ", ".join(f"{n:+.1f} {name}" for name, n in steps if abs(n) >= 0.05)
    return (
        "By spreadsheet: hours over productive hours at an 85 % ceiling, on average over the "
        f"months of the plan and the year after. From there to the plan: {told or 'nothing'}."
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
        f"{figure_words(t.name)} of {figure_value(t.measure, verdict.weakest(t))}"
        for t in plan.question.targets
    ]
    return f"{who} one can expect {' and '.join(found)} in the weakest fiscal year."


def fewer_people(plan: Plan, n: Neighbour) -> str:
    """Return what some positions fewer would mean."""
    word = {"fails": "that is too few", "as good": "that is as good",
            "not shown": "whether that is enough is not shown"}[n.word]  # fmt: skip
    return (
        f"{n.fewer} {n.pool} fewer from {n.start}: {chance(n.verdict)} "
        f"(± {percent(n.verdict.half_width, 1)}); {word}."
    )


def margin(plan: Plan) -> str:
    """Return what it costs to be able to show the promise, and not only to keep it."""
    if plan.team == plan.posts.least:
        return "Smaller teams were not asked for: nobody goes unless a pool says layoffs: true."
    if plan.money is not None:
        return "A team that holds them more surely for this money was not found."
    if plan.without_margin == plan.team:
        return "No smaller team was found that reaches the probability asked for."
    ends = plan.posts.at_end(plan.without_margin)
    extra = sum(plan.headcount.values()) - sum(ends.values())
    return (
        f"{team_words(plan, plan.without_margin)} would just reach it; "
        f"{money(plan.margin_cost, plan.question.inputs.currency)} in today's money, "
        f"{extra:+d} people at the end, is what it takes to show it on {plan.fresh} fresh runs."
    )
