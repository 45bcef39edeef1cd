"""Hold-outs in words: how many accounts, for how long, or that the book is too small."""

import math

from touchmodel.analytic.hold_out import HoldOut
from touchmodel.language import Text, verbatim
from touchmodel.planning.sensitivity_study import Sensitivity
from touchmodel.reporting.content.value import share
from touchmodel.reporting.wording import count


def hold_out_sentences(study: Sensitivity) -> list[Text]:
    """Return which trial settles what touches do to churn, by segment and for all together."""
    if not study.hold_outs:
        return []
    opening = Text(
        "What touches do to churn is settled by leaving accounts without them at random. Counted "
        "are those with a decision in the trial; at a power of 80 %, two-sided at 5 %:"
    )
    return [opening, *(hold_out_line(each) for each in study.hold_outs)]


def hold_out_line(found: HoldOut) -> Text:
    """Return the shortest trial of some customers, or that none settles it."""
    who = verbatim(found.name) if found.name else Text("all together")
    effect = Text("as assumed") if found.effect == 1.0 else Text(
        "{part} of the assumed", part=share(found.effect)
    )  # fmt: skip
    trial = found.shortest
    if trial is None:
        best = found.best
        return Text(
            "{who}, effect {effect}: {accounts} are too few ever to settle it; the best of "
            "trials up to {months} has a power of {power}.",
            who=who, effect=effect, accounts=count(found.accounts, "account"),
            power=share(best.power), months=count(found.longest.months, "month"),
        )  # fmt: skip
    return Text(
        "{who}, effect {effect}: {months}, {each} in each arm ({touched} against {held_out} "
        "leave), or {fewest} held out and all others touched.",
        who=who, effect=effect, months=count(trial.months, "month"),
        each=count(math.ceil(trial.each), "account"), touched=share(trial.touched, 1),
        held_out=share(trial.held_out, 1), fewest=trial.fewest,
    )  # fmt: skip
