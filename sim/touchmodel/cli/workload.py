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
    from touchmodel.language import Text
    from touchmodel.reporting.workload import workload
    from touchmodel.scenario.load import load_scenario

    report = workload(load_scenario(file, variants=variants, sets=sets))
    if as_json:
        say_json(report.to_json())
    else:
        show(report)
        note(Text("Closed form: nothing waits, nobody falls ill, no month is unlucky. "
                  "`touchmodel run` shows what that is worth."), quiet=quiet)  # fmt: skip


def show(report: "WorkloadReport") -> None:
    """Print the tables and the sentences."""
    from touchmodel.cli.say import say, say_columns

    say_columns(activity_rows(report), right=(2, 3, 4))
    say()
    say_columns(pool_rows(report), right=range(1, 7))
    say()
    say(bottleneck(report.bottleneck))
    say(report.sentence)
    for sentence in report.left_out:
        say(sentence)


def activity_rows(report: "WorkloadReport") -> "list[list[str]]":
    """Return the table of what each activity asks of each team."""
    from touchmodel.language import Text
    from touchmodel.reporting.wording import percent, rounded

    header = [Text("pool"), Text("activity"), Text("items a month"), Text("hours a month"),
              Text("share")]  # fmt: skip
    rows = [
        [load.pool, load.activity, rounded(load.items_per_month), rounded(load.hours_per_month),
         percent(load.share_of_pool)]
        for load in report.activities
    ]  # fmt: skip
    return [[*header], *rows]


def pool_rows(report: "WorkloadReport") -> "list[list[str]]":
    """Return the table of what is asked of each team, and the people that takes."""
    from touchmodel.language import Text
    from touchmodel.reporting.wording import percent, rounded

    header = [
        Text("pool"), Text("hours a month"), Text("offered load"), Text("in the peak month"),
        Text("people at {ceiling}", ceiling=percent(report.ceiling)), Text("people today"),
        Text("busy today"),
    ]  # fmt: skip
    rows = [
        [load.pool, rounded(load.hours_per_month), rounded(load.offered_load, 1),
         rounded(load.offered_load_peak, 1), rounded(load.people, 1), str(load.positions),
         busy(load)]
        for load in report.pools
    ]  # fmt: skip
    return [[*header], *rows]


def bottleneck(load: "PoolLoad") -> str:
    """Return which team is the tightest, and whether it can keep up."""
    from touchmodel.language import Text

    share = busy(load)
    if load.utilisation > 1.0:
        return Text(
            "The bottleneck: {pool} cannot keep up, expected to be busy {share} of its time.",
            pool=load.pool, share=share,
        )  # fmt: skip
    return Text(
        "The bottleneck: {pool} is the tightest team, expected to be busy {share} of its time.",
        pool=load.pool, share=share,
    )  # fmt: skip


def busy(load: "PoolLoad") -> str:
    """Return the expected utilisation of today's team."""
    from touchmodel.language import Text
    from touchmodel.reporting.wording import percent

    return percent(load.utilisation) if math.isfinite(load.utilisation) else Text("no team")
