"""Flip points in words: at which value an answer turns, and what stands whatever is true."""

import math
from collections.abc import Sequence

from touchmodel.language import Text, verbatim
from touchmodel.planning.flip import RANKING, Flip, Question
from touchmodel.planning.sensitivity_study import Sensitivity
from touchmodel.reporting.content.value import share
from touchmodel.reporting.sensitivity_words import (
    is_effect,
    kpi_words,
    name_words,
    number_words,
    signed_words,
    size,
    sized,
)
from touchmodel.reporting.wording import in_a_row

MOST_NAMES = 6


def flip_sentences(study: Sensitivity) -> list[Text]:
    """Return for each question what it is at best, and what turns it."""
    return [line for question in study.questions for line in question_sentences(study, question)]


def question_sentences(study: Sensitivity, question: Question) -> list[Text]:
    """Return a question at best, its flips, and that nothing else turns it."""
    own = [each for each in study.flips if each.question == question]
    if not own:
        return []
    unit = study.unit(question.measure)
    best = own[0].at_best
    found = [at_best(question, own[0], unit)]
    if not best.shown:
        return found
    turned = sorted((each for each in own if each.flips), key=distance)
    found += [turn(each) for each in turned]
    unsure = [each for each in own if each.may_flip and not each.flips]
    if unsure:
        found.append(Text("Whether it turns at the end of {names} is not shown.",
                          names=few(unsure)))  # fmt: skip
    if not turned:
        found.append(Text("No single number turns this between its low and its high."))
    return found


def distance(flip: Flip) -> float:
    """Return how far from best an answer turns, as a part of the way to the end."""
    best = flip.unknown.best_share
    return (flip.share - best) / (flip.end - best)


def at_best(question: Question, flip: Flip, unit: str) -> Text:
    """Return a question with all numbers at best."""
    told = flip.at_best
    if question.kind == RANKING and told.mean == 0.0 == told.half_width:
        return Text("{leader} and {second} are alike in {kpi} in every replication.",
                    leader=verbatim(question.leader), second=verbatim(question.second),
                    kpi=kpi_words(question.measure))  # fmt: skip
    if question.kind == RANKING:
        ahead = Text(
            "{leader} is ahead of {second} in {kpi}, by {more} (± {half}).",
            leader=verbatim(question.leader), second=verbatim(question.second),
            more=sized(told.mean, unit), half=size(told.half_width, unit),
            kpi=kpi_words(question.measure),
        )  # fmt: skip
        unclear = Text(
            "Whether {leader} is ahead of {second} in {kpi} is not shown even at best: {more} "
            "(± {half}).",
            leader=verbatim(question.leader), second=verbatim(question.second),
            more=signed_words(told.mean, unit), half=size(told.half_width, unit),
            kpi=kpi_words(question.measure),
        )  # fmt: skip
        return ahead if told.shown else unclear
    if not told.shown:
        return Text(
            "Whether the targets are kept on average is not shown even at best: {slack} (± {half}) "
            "from them in the weakest year.",
            slack=signed_words(told.mean, unit), half=size(told.half_width, unit),
        )  # fmt: skip
    if told.mean > 0.0:
        return Text(
            "The targets are kept on average, by {slack} (± {half}) in the weakest year.",
            slack=sized(told.mean, unit), half=size(told.half_width, unit),
        )  # fmt: skip
    return Text(
        "The targets are missed on average, by {slack} (± {half}) in the weakest year.",
        slack=sized(told.mean, unit), half=size(told.half_width, unit),
    )  # fmt: skip


def turn(flip: Flip) -> Text:
    """Return at which value of an unknown an answer turns."""
    unknown, what = flip.unknown, outcome(flip)
    below = flip.end < unknown.best_share
    best = float(unknown.number)
    if below and is_effect(unknown) and best > 0.0:
        return Text(
            "{what} when the effect of touches is below {part} of the assumed ({interval}).",
            what=what, part=part_words(flip.value / best),
            interval=interval_words(*(part_words(x / best) for x in flip.interval)),
        )  # fmt: skip
    interval = interval_words(*(number_words(unknown, x) for x in flip.interval))
    name, value = verbatim(name_words(unknown)), number_words(unknown, flip.value)
    if below:
        return Text("{what} when {name} is below {value} ({interval}).",
                    what=what, name=name, value=value, interval=interval)  # fmt: skip
    return Text("{what} when {name} is above {value} ({interval}).",
                what=what, name=name, value=value, interval=interval)  # fmt: skip


def part_words(part: float) -> Text:
    """Return a part of the assumed effect; empty for NaN."""
    if math.isnan(part):
        return verbatim("")
    return share(part, 0 if part >= 0.02 or part == 0.0 else 1)


def interval_words(near: Text, far: Text) -> Text:
    """Return the interval of a flip; the far end is empty where it may not turn at all."""
    if not far:
        return Text("95 %: from {near} on, or not at all", near=near)
    return Text("95 %: {near} to {far}", near=near, far=far)


def outcome(flip: Flip) -> Text:
    """Return what holds once an answer has turned."""
    question = flip.question
    if question.kind == RANKING:
        return Text("{second} is ahead of {leader} in {kpi}", second=verbatim(question.second),
                    leader=verbatim(question.leader), kpi=kpi_words(question.measure))  # fmt: skip
    if flip.side > 0.0:
        return Text("The targets are missed on average")
    return Text("The targets are kept on average")


def few(found: Sequence[Flip]) -> Text:
    """Return the first names of some flips, each once."""
    names = list(dict.fromkeys(name_words(each.unknown) for each in found))
    return in_a_row([*names[:MOST_NAMES], "…"] if len(names) > MOST_NAMES else names)
