"""A sensitivity study in words: what matters, what does not, and what to find out first."""

from collections.abc import Sequence

from touchmodel.language import Text, both, verbatim
from touchmodel.planning.knowing import Knowing, Share
from touchmodel.planning.sensitivity_study import Moved, Sensitivity
from touchmodel.planning.tornado import LITTLE, NOISE, SHOWN, STILL, Bar, of_verdict
from touchmodel.reporting.content.register import grade_words
from touchmodel.reporting.content.value import share, share_range
from touchmodel.reporting.register import MARK
from touchmodel.reporting.sensitivity_trial import hold_out_sentences
from touchmodel.reporting.sensitivity_turn import flip_sentences
from touchmodel.reporting.sensitivity_words import (
    NOTHING,
    end_words,
    kpi_words,
    level,
    moved_words,
    name_words,
    range_words,
    signed_words,
    sized,
)
from touchmodel.reporting.wording import in_a_row

MOST_ROWS = 15
MOST_NAMES = 6
"""Names that a sentence holds."""


def tornado_table(study: Sensitivity, moved: Moved) -> list[list[Text]]:
    """Return the bars that are shown, the longest first: a header, then a row a bar."""
    unit = study.unit(moved.measure)
    shares = {} if moved.knowing is None else {s.unknown.name: s for s in moved.knowing.shares}
    header: list[Text] = [
        kpi_words(moved.kpi), Text("best (low – high)"), Text("at low"), Text("at high"),
        Text("of not knowing"), Text("grade"),
    ]  # fmt: skip
    rows = [
        [
            bar_name(bar), range_words(bar.unknown), moved_words(bar.low, unit),
            moved_words(bar.high, unit), share_words(shares.get(bar.unknown.name)),
            grade_words(bar.unknown.number.grade) or NOTHING,
        ]
        for bar in of_verdict(moved.bars, SHOWN, LITTLE)[:MOST_ROWS]
    ]  # fmt: skip
    return [header, *rows]


def bar_name(bar: Bar) -> Text:
    """Return the name of a bar, what touches do to churn marked."""
    name = name_words(bar.unknown)
    if bar.unknown.supposed:
        return Text("{name} (what if)", name=f"{name} {MARK}")
    return verbatim(f"{name} {MARK}" if bar.unknown.effect else name)


def share_words(found: Share | None) -> Text:
    """Return the part of the variance of not knowing that goes with an unknown."""
    if found is None:
        return NOTHING
    told = found.share
    if told.low <= 0.0 and told.value < 0.005:
        return share(0.0)
    return both("{share} ({interval})", "{share}({interval})", share=share(told.value),
                interval=share_range(told.low, told.high))  # fmt: skip


def sensitivity_sentences(study: Sensitivity) -> list[Text]:
    """Return what the study shows and what it does not, the answer first."""
    return [
        *(line for moved in study.moved.values() for line in moved_sentences(study, moved)),
        *reach_sentences(next(iter(study.moved.values()))),
        *flip_sentences(study),
        *hold_out_sentences(study),
        *what_it_means(),
    ]


def moved_sentences(study: Sensitivity, moved: Moved) -> list[Text]:
    """Return what moves a KPI, what does not, and the doubt that luck and not knowing leave."""
    unit = study.unit(moved.measure)
    return [
        headline(moved, unit),
        *quiet_sentences(moved, unit),
        *knowing_sentences(moved, unit),
    ]


def headline(moved: Moved, unit: str) -> Text:
    """Return the level at best and the unknown that moves it most."""
    kpi, best = kpi_words(moved.kpi), level(moved.best.mean, unit)
    matter = of_verdict(moved.bars, SHOWN)
    if not matter:
        return Text(
            "{kpi} is {best} at best, and no single number moves it by {goal} or more beyond "
            "noise.",
            kpi=kpi, best=best, goal=sized(moved.bars[0].goal, unit) if moved.bars else NOTHING,
        )  # fmt: skip
    first = matter[0]
    low, high = (0.0 if end is None else end.mean for end in (first.low, first.high))
    return Text(
        "{kpi} is {best} at best. It depends most on {name}: {low} at {low_end}, {high} at "
        "{high_end}.",
        kpi=kpi, best=best, name=verbatim(name_words(first.unknown)),
        low=signed_words(low, unit), high=signed_words(high, unit), low_end=end_words(first, 0),
        high_end=end_words(first, 1),
    )  # fmt: skip


def quiet_sentences(moved: Moved, unit: str) -> list[Text]:
    """Return the unknowns that do not matter, gathered by why."""
    found = []
    little, noise = of_verdict(moved.bars, LITTLE), of_verdict(moved.bars, NOISE)
    still = of_verdict(moved.bars, STILL)
    kpi = kpi_words(moved.kpi)
    if little:
        found.append(Text("Each moves {kpi} by less than {goal} ({count}): {names}.",
                          count=len(little), kpi=kpi, goal=sized(little[0].goal, unit),
                          names=few(little)))  # fmt: skip
    if noise:
        found.append(Text("Inside noise ({count}): {names}.",
                          count=len(noise), names=few(noise)))  # fmt: skip
    if still:
        found.append(Text("No change of {kpi} at all ({count}): {names}.",
                          count=len(still), kpi=kpi, names=few(still)))  # fmt: skip
    return found


def few(found: Sequence[Bar]) -> Text:
    """Return the first names of some bars."""
    names = [name_words(bar.unknown) for bar in found[:MOST_NAMES]]
    return in_a_row([*names, "…"] if len(found) > MOST_NAMES else names)


def reach_sentences(moved: Moved) -> list[Text]:
    """Return which unknowns cannot go to their ends while all others are at best."""
    short = [bar for bar in moved.bars if bar.refused]
    if not short:
        return []
    shown = [
        Text("{name} ({low} to {high})", name=verbatim(name_words(bar.unknown)),
             low=end_words(bar, 0), high=end_words(bar, 1))
        for bar in short[:MOST_NAMES]
    ]  # fmt: skip
    names = in_a_row([*shown, "…"] if len(short) > MOST_NAMES else shown)
    return [Text(
        "With all others at best, these cannot go to both their ends, which other numbers of the "
        "file contradict; they go as far as they can: {names}.",
        names=names,
    )]  # fmt: skip


def knowing_sentences(moved: Moved, unit: str) -> list[Text]:
    """Return luck beside not knowing, and what to find out first."""
    known = moved.knowing
    if known is None or not known.shares:
        return []
    kpi = kpi_words(moved.kpi)
    if known.together == 0.0:
        return [Text("Neither luck nor not knowing moves {kpi}.", kpi=kpi)]
    return [
        Text(
            "{kpi} of one run lies {luck} around its mean by luck, and that mean {unsure} by not "
            "knowing (standard deviations). Of the variance, {share} is not knowing, which no "
            "number of customers takes away.",
            kpi=kpi, luck=sized(known.luck.value, unit), unsure=sized(known.not_known.value, unit),
            share=share(known.of_not_known),
        ),
        first_sentence(known, kpi),
    ]  # fmt: skip


def first_sentence(known: Knowing, kpi: Text) -> Text:
    """Return which unknown to find out first, if it is shown."""
    first = known.first
    if first is None:
        return Text(
            "Which number to find out first for {kpi} is not shown by {worlds} worlds: no share is "
            "told from nothing.",
            kpi=kpi, worlds=known.worlds,
        )  # fmt: skip
    part, interval = share(first.share.value), share_range(first.share.low, first.share.high)
    name = verbatim(name_words(first.unknown))
    if known.rivals:
        others = in_a_row([name_words(each.unknown) for each in known.rivals[:MOST_NAMES]])
        return Text(
            "Find out {name} first: {share} (95 %: {interval}) of what is not known of {kpi} goes "
            "with it; {others} may matter as much.",
            name=name, share=part, interval=interval, kpi=kpi, others=others,
        )  # fmt: skip
    return Text(
        "Find out {name} first: {share} (95 %: {interval}) of what is not known of {kpi} goes with "
        "it.",
        name=name, share=part, interval=interval, kpi=kpi,
    )  # fmt: skip


def what_it_means() -> list[Text]:
    """Return what was moved together, and what intervals do not say."""
    return [
        Text(
            "A default in several places, shown with *, is one number: all its places move "
            "together. Rows marked {mark} say what touches do to churn.", mark=MARK,
        ),
        Text(
            "± is the 95 % interval of a bar by itself: of a hundred numbers that do nothing, some "
            "five seem to. Low and high are as good as whoever named them."
        ),
    ]  # fmt: skip
