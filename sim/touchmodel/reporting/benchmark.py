"""A scenario's figures beside those of other firms, in lines."""

import math

from touchmodel.experiment.benchmark import Beside, Face
from touchmodel.language import Text
from touchmodel.reporting.content.value import figure, money, number, share
from touchmodel.reporting.wording import listed, points
from touchmodel.reporting.wording import three_digits as digits
from touchmodel.scenario.benchmark import rates

FIGURES = {
    "accounts_per_csm": Text("accounts for each CSM"),
    "arr_per_csm": Text("ARR for each CSM"),
    "hours_per_account_year": Text("CSM hours an account-year"),
    "cost_share_of_arr": Text("cost of the teams, of ARR"),
    "utilisation": Text("busy share of the team"),
    "productive_share": Text("productive share of hours, typed"),
    "grr": Text("revenue kept (GRR)"),
    "nrr": Text("revenue kept and grown (NRR)"),
    "onboarding_days": Text("days to onboard"),
    "onboarding_completion": Text("onboarded in time"),
    "leavers_per_year": Text("leavers a year, typed"),
    "ramp_months": Text("months of ramp, typed"),
    "manager_span": Text("people for each manager, typed"),
    "nps": Text("NPS"),
}


def face_rows(face: Face) -> list[list[str]]:
    """Return every figure as cells, with what others report, where it lies and the grade."""
    header = [Text("beside other firms"), Text("of"), Text("here"), Text("others"), Text("where"),
              Text("grade")]  # fmt: skip
    return [[*header], *(row(each) for each in face.beside)]


def row(each: Beside) -> list[str]:
    """Return a figure as cells."""
    return [
        FIGURES[each.figure], each.owner or Text("company"), amount(each.value, each.unit),
        between(each), where(each), each.grade,
    ]  # fmt: skip


def face_lines(face: Face) -> list[Text]:
    """Return what to say of the figures outside, and of what was not compared."""
    outside = face.outside
    lines = [told(each) for each in outside]
    if not outside:
        lines.append(Text("all {count} figures lie inside", count=len(face.beside)))
    if face.without_tier:
        lines.append(Text("no tier is known for the touch model {names}: write `tier: low` or the "
                          "like to compare it", names=listed(face.without_tier)))  # fmt: skip
    if face.needless:
        lines.append(Text("`why_outside` gives a reason for {names}, which lies inside",
                          names=listed(face.needless)))  # fmt: skip
    return [*lines, *notes(face)]


def notes(face: Face) -> list[Text]:
    """Return at which rate amounts were compared, and what ratios are worth."""
    worth = Text("ratios describe other firms: they catch mistakes, they justify nothing")
    if face.converted_from is None:
        return [worth]
    if face.unknown_rate:
        return [Text("amounts in {currency} are not compared: no rate to USD is known here",
                     currency=face.converted_from), worth]  # fmt: skip
    known = rates()
    rate = Text(
        "amounts at {rate} {currency} for one USD: mean of {date}, rounded, approximate",
        rate=digits(known.per_usd[face.converted_from]), currency=face.converted_from,
        date=known.date,
    )  # fmt: skip
    return [rate, worth]


def told(each: Beside) -> Text:
    """Return a figure outside in a sentence, with the planner's reason if there is one."""
    name = FIGURES[each.figure]
    what = Text("{figure}, {owner}", figure=name, owner=each.owner) if each.owner else name
    said = Text(
        "{what}: {here}, {where} ({others}; {source}, grade {grade})", what=what,
        here=amount(each.value, each.unit), where=where(each), others=between(each),
        source=each.source, grade=each.grade,
    )  # fmt: skip
    if each.why:
        return Text("{said}; your reason: {why}", said=said, why=each.why)
    return Text("outside: {said}", said=said)


def where(each: Beside) -> Text:
    """Return whether a figure lies inside, or by how much outside."""
    if not each.outside:
        return Text("inside")
    if each.unit == "share":
        by = Text("{points} points", points=points(each.off))
    else:
        by = amount(abs(each.off), each.unit)
    return Text("{by} above", by=by) if each.off > 0.0 else Text("{by} below", by=by)


def between(each: Beside) -> Text:
    """Return the range of others."""
    low, high = amount(each.low, each.unit), amount(each.high, each.unit)
    if math.isinf(each.low):
        return Text("at most {high}", high=high)
    if math.isinf(each.high):
        return Text("at least {low}", low=low)
    return Text("{low} to {high}", low=low, high=high)


def amount(value: float, unit: str) -> Text:
    """Return a figure in its unit.

    >>> amount(0.153, "share"), amount(2_434_000.0, "USD"), amount(873.8, "accounts")
    ('15.3 %', '2.43 M USD', '874')
    """
    if unit == "share":
        return share(value, 1)
    if unit == "USD":
        return money(value, "USD")
    return figure(value) if abs(value) < 100.0 else number(value)
