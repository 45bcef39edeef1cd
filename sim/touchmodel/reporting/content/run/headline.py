"""The headline figures of a run, as a terminal shows them."""

from touchmodel.language import Text, both, verbatim
from touchmodel.reporting.content.value import share, share_range
from touchmodel.reporting.figures import Figures, Row
from touchmodel.reporting.wording import count, points

SHOWN = {
    "grr_expected": both("revenue kept, expected (GRR)", "売上継続率(GRR)、期待値"),
    "grr": both("revenue kept, counted (GRR)", "売上継続率(GRR)、実績値"),
    "nrr": both("revenue kept and grown, counted (NRR)", "売上継続率(NRR)、実績値"),
    "logo_retention": both("accounts kept, counted", "顧客維持率、実績値"),
    "coverage": both("planned touches done", "タッチ実施率"),
    "sla_met": both("requests started in time", "SLA達成率"),
    "utilisation": both("team busy", "チームの稼働率"),
    "cost_share_of_arr": both("cost, of ARR", "ARRに対する費用"),
}


def headline_words(facts: Figures) -> Text:
    """Return what was run, and over which months retention is."""
    return both(
        "{name}: {replications}; retention over the {window}",
        "{name}: {n}回の試行、維持率は{window}", name=verbatim(facts.title),
        replications=count(facts.replications, "replication"), n=facts.replications,
        window=facts.window,
    )  # fmt: skip


def headline_rows(facts: Figures) -> list[tuple[Text, ...]]:
    """Return a row a figure with its mean and its luck, the names of the columns first."""
    header = (verbatim(""), both("mean", "平均"), both("8 of 10 runs", "試行の8割が入る範囲"))
    rows = [
        (name, mean(facts.kpis[measure]),
         share_range(facts.kpis[measure].p10, facts.kpis[measure].p90))
        for measure, name in SHOWN.items() if measure in facts.kpis
    ]  # fmt: skip
    return [header, *rows]


def mean(row: Row) -> Text:
    """Return a mean with its 95 % interval, if several replications gave one."""
    value = share(row.mean, 1)
    if row.half_width is None:
        return value
    return both("{value} ± {half}", "{value} ± {half}", value=value, half=points(row.half_width))
