"""A comparison in words and rows: which keeps most, at what cost, and what is not shown.

A thing is said only where it holds beside all other pairs, at 95 % for all of them together.
"""

import math
from collections.abc import Sequence
from itertools import combinations

from touchmodel.experiment.interval import Spread
from touchmodel.language import Text, both, verbatim
from touchmodel.planning.compare import SAME_COST, TARGET
from touchmodel.planning.compare_study import Study
from touchmodel.reporting.content.value import (
    change,
    money,
    more_money,
    people,
    share,
)
from touchmodel.reporting.wording import in_a_row, points

NOTHING = verbatim("–")
NARROW = 0.01
"""A lead below so much is told with a digit more."""
MOST_PAIRS = 3
"""Pairs whose order is not shown that are named."""


def study_table(study: Study) -> list[list[Text]]:
    """Return the comparison as rows: names first, then a fact a row."""
    rows = [
        [verbatim(""), *map(verbatim, study.names)],
        *people_rows(study),
        *cost_rows(study),
        *retention_rows(study),
        *work_rows(study),
        *certainty_rows(study),
    ]
    return [row for row in rows if set(row[1:]) != {NOTHING}]


def people_rows(study: Study) -> list[list[Text]]:
    """Return positions in all and by pool, and who is there at the end."""
    teams = [each.team for each in study.compared]
    pools = list(dict.fromkeys(pool for team in teams for pool in team))
    found: list[list[Text]] = [[Text("positions"), *(people(sum(team.values())) for team in teams)]]
    if len(pools) > 1:
        found += [
            [
                verbatim(f"  {pool}"),
                *(people(team[pool]) if pool in team else NOTHING for team in teams),
            ]
            for pool in pools
        ]  # fmt: skip
    ends = [study.mean(name, "headcount_end") for name in study.names]
    if any(abs(end - sum(team.values())) > 0.05 for end, team in zip(ends, teams, strict=True)):
        found.append([Text("people at the end"), *(people(end, 1) for end in ends)])
    return found


def cost_rows(study: Study) -> list[list[Text]]:
    """Return cost a year, against the base, and beside ARR."""
    costs = {name: study.cost_per_year(name) for name in study.names}
    base = costs[study.base]
    shares = [study.spread(name, "cost_share_of_arr") for name in study.names]
    return [
        [Text("cost a year"), *(money(cost, study.currency) for cost in costs.values())],
        against(study, [more_money(cost - base, study.currency) for cost in costs.values()]),
        [Text("  of ARR"), *(NOTHING if s is None else share(s.mean, 1) for s in shares)],
    ]


def retention_rows(study: Study) -> list[list[Text]]:
    """Return what is kept, and against the base, with 95 % intervals."""
    labels = {
        "grr_expected": Text("revenue kept (GRR), expected"),
        "nrr_expected": Text("revenue kept and grown (NRR), expected"),
        "logo_retention_expected": Text("accounts kept, expected"),
    }
    found = []
    for measure, label in labels.items():
        found.append([label, *(estimate(study.spread(name, measure)) for name in study.names)])
        steps = [study.difference(name, measure) for name in study.names]
        found.append(against(study, [step(each) for each in steps]))
    return found


def work_rows(study: Study) -> list[list[Text]]:
    """Return how much of the work gets done, and in time."""
    labels = {"coverage": Text("planned touches done"), "sla_met": Text("requests in time")}
    return [
        [label, *(estimate(study.spread(name, measure), 0) for name in study.names)]
        for measure, label in labels.items()
    ]


def certainty_rows(study: Study) -> list[list[Text]]:
    """Return how surely each is best, where there are others, and holds its targets."""
    chances = [study.chance(name) for name in study.names]
    best = (
        [
            [
                Text("keeps most: probability"),
                *(likely(study.best_probabilities[name]) for name in study.names),
            ],
            [
                Text("keeps most: share of years"),
                *(share(study.years_best[name]) for name in study.names),
            ],
        ]
        if study.others
        else []
    )
    return [
        *best, [Text("targets hold: probability"), *(estimate(chance, 0) for chance in chances)]
    ]  # fmt: skip


def against(study: Study, cells: Sequence[Text]) -> list[Text]:
    """Return a row of differences to the base, which has none to itself."""
    shown = [
        NOTHING if name == study.base else cell
        for name, cell in zip(study.names, cells, strict=True)
    ]
    return [Text("  against {base}", base=verbatim(study.base)), *shown]


def estimate(spread: Spread | None, digits: int = 1) -> Text:
    """Return a share with its interval, if several replications gave one."""
    if spread is None:
        return NOTHING
    return within(share(spread.mean, digits), points(spread.half_width, digits), spread)


def step(spread: Spread | None) -> Text:
    """Return a difference of shares in points with its interval."""
    if spread is None:
        return NOTHING
    return within(change(100.0 * spread.mean, 1), points(spread.half_width), spread)


def within(value: Text, half: str, spread: Spread) -> Text:
    """Return a value with the half-width of its interval, if that is known."""
    if math.isnan(spread.half_width):
        return value
    return both("{value} ± {half}", "{value} ± {half}", value=value, half=half)


def likely(probability: float) -> Text:
    """Return a probability without claiming certainty.

    >>> likely(0.999), likely(0.62), likely(0.001)
    ('> 99 %', '62 %', '< 1 %')
    """
    if math.isnan(probability):
        return NOTHING
    if probability > 0.99:
        return both("> 99 %", "99%超")
    return both("< 1 %", "1%未満") if probability < 0.01 else share(probability)


def study_sentences(study: Study) -> list[Text]:
    """Return what the comparison shows and what it does not, the answer first."""
    return [
        headline(study),
        *cost_sentences(study),
        *dominated_sentences(study),
        *undecided(study),
        *left_out_sentences(study),
        *study.notes,
        *what_it_means(study),
    ]


def headline(study: Study) -> Text:
    """Return which scenario keeps most, or that it is not shown."""
    best, *others = study.order
    if not others:
        return Text("{name} alone could be run: there is nothing to compare it with.",
                    name=verbatim(best))  # fmt: skip
    second = others[0]
    lead = study.difference(best, study.deciding, second)
    assert lead is not None
    if lead.mean == 0.0 and lead.half_width == 0.0:
        return Text("{best} and {second} keep the same in every replication.",
                    best=verbatim(best), second=verbatim(second))  # fmt: skip
    doubt = study.doubt(best, second)
    digits = 1 if lead.mean >= NARROW else 2
    more = points(lead.mean, digits)
    half = NOTHING if math.isnan(doubt) else points(doubt, digits)
    if all(study.keeps_more(best, other) for other in others):
        return Text(
            "{best} keeps most: {measure} of {level} expected, {more} points (± {half}) more than "
            "{second}.",
            best=verbatim(best), measure=measure_word(study), half=half, more=more,
            level=share(study.kept(best).mean, 1), second=verbatim(second),
        )  # fmt: skip
    return Text(
        "Which keeps most is not shown: {best} leads {second} by {more} points (± {half}) of "
        "{measure}.",
        best=verbatim(best), second=verbatim(second), more=more, half=half,
        measure=measure_word(study),
    )  # fmt: skip


def measure_word(study: Study) -> Text:
    """Return the name of what decides."""
    return verbatim("GRR") if study.deciding.startswith("grr") else Text("accounts kept")


def cost_sentences(study: Study) -> list[Text]:
    """Return which scenario costs least."""
    best, cheapest = study.order[0], min(study.names, key=study.cost_per_year)
    cost = money(study.cost_per_year(cheapest), study.currency)
    if len(study.names) == 1 or study.cost_per_year(best) == study.cost_per_year(cheapest):
        return []
    more = money(study.cost_per_year(best) - study.cost_per_year(cheapest), study.currency)
    return [Text(
        "{cheapest} costs least, {cost} a year; {best} costs {more} a year more.",
        cheapest=verbatim(cheapest), cost=cost, best=verbatim(best), more=more,
    )]  # fmt: skip


def dominated_sentences(study: Study) -> list[Text]:
    """Return which scenarios cost no less and keep no more than another."""
    found = [(name, others) for name, others in study.dominated.items() if others]
    if not found and len(study.names) > 1:
        return [Text("No scenario is dominated by another beyond doubt.")]
    return [
        Text("{name} is dominated by {others}: it costs no less and keeps no more.",
             name=verbatim(name), others=in_a_row(others))
        for name, others in found
    ]  # fmt: skip


def undecided(study: Study) -> list[Text]:
    """Return the pairs of which it is not shown which keeps more; the two that lead are told."""
    pairs = [
        verbatim(f"{one} / {other}")
        for one, other in combinations(study.order, 2)
        if (one, other) != study.order[:2] and not study.keeps_more(one, other)
    ]
    if not pairs:
        return []
    more = [verbatim("…")] if len(pairs) > MOST_PAIRS else []
    return [Text("Not shown either which of these keeps more: {pairs}.",
                 pairs=in_a_row([*pairs[:MOST_PAIRS], *more]))]  # fmt: skip


def left_out_sentences(study: Study) -> list[Text]:
    """Return which scenarios have no team that holds their targets, and why."""
    return [
        Text("{name} is left out: {why}", name=verbatim(name), why=line)
        for name, error in study.left_out.items()
        for line in error.args
    ]


def what_it_means(study: Study) -> list[Text]:
    """Return where the teams come from, and what the intervals do not say."""
    found = []
    if study.asked.at == TARGET:
        found.append(Text(
            "Each has the least team that holds its targets, with a margin to show it on fresh "
            "runs; `touchmodel plan` certifies it, and counts the year after the last one too."
        ))  # fmt: skip
    if study.asked.at == SAME_COST:
        found.append(Text(
            "Each team is paid what that of {base} is as written, spent where it keeps most.",
            base=verbatim(study.asked.base),
        ))  # fmt: skip
    found.append(Text(
        "± is how far luck may have moved a figure (95 %; in the first sentence for all pairs "
        "together). It does not say whether the assumptions are right; what touches do to churn is "
        "one."
    ))  # fmt: skip
    return found
