"""`touchmodel workload`: hours and people by arithmetic, without simulating."""

import math
from typing import TYPE_CHECKING

import click

from touchmodel.cli import option

if TYPE_CHECKING:
    from touchmodel.reporting.workload import PoolLoad, WorkloadReport


@click.command("workload")
@option.file
@option.common(option.changes, option.as_json, option.quiet)
def command(
    file: str, variants: tuple[str, ...], sets: tuple[str, ...], as_json: bool, quiet: bool
) -> None:
    """Hours asked of each team, and the people they take: no simulation."""
    from touchmodel.cli.say import note, say_json
    from touchmodel.reporting.workload import workload
    from touchmodel.scenario.load import load_scenario

    report = workload(load_scenario(file, variants=variants, sets=sets))
    if as_json:
        say_json(report.to_json())
    else:
        show(report)
        note("Closed form: nothing waits, nobody falls ill, no month is unlucky. "
             "`touchmodel run` shows what that is worth.", quiet=quiet)  # fmt: skip


def show(report: "WorkloadReport") -> None:
    """Print the tables and the two sentences."""
    from touchmodel.cli.say import say, say_columns
    from touchmodel.reporting.wording import percent, rounded

    rows = [["pool", "activity", "items a month", "hours a month", "share"]]
    rows += [
        [load.pool, load.activity, rounded(load.items_per_month), rounded(load.hours_per_month),
         percent(load.share_of_pool)]
        for load in report.activities
    ]  # fmt: skip
    say_columns(rows, right=(2, 3, 4))
    say()
    ceiling = percent(report.ceiling)
    rows = [["pool", "hours a month", "offered load", "in the peak month", f"people at {ceiling}",
             "people today", "busy today"]]  # fmt: skip
    rows += [
        [load.pool, rounded(load.hours_per_month), rounded(load.offered_load, 1),
         rounded(load.offered_load_peak, 1), rounded(load.people, 1), str(load.positions),
         busy(load)]
        for load in report.pools
    ]  # fmt: skip
    say_columns(rows, right=range(1, 7))
    say()
    tight = report.bottleneck
    enough = "cannot keep up" if tight.utilisation > 1.0 else "is the tightest team"
    say(f"The bottleneck: {tight.pool} {enough}, expected to be busy {busy(tight)} of its time.")
    say(f"{report.sentence[:1].upper()}{report.sentence[1:]}.")
    for sentence in report.left_out:
        say(sentence)


def busy(load: "PoolLoad") -> str:
    """Return the expected utilisation of today's team."""
    from touchmodel.reporting.wording import percent

    return percent(load.utilisation) if math.isfinite(load.utilisation) else "no team"
