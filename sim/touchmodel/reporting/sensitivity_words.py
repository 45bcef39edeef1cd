"""Unknowns and differences in words, as the documents of a sensitivity study have them."""

import math
from datetime import date

from touchmodel.experiment.unknown import EFFECT, Unknown
from touchmodel.language import Text, both, verbatim
from touchmodel.planning.effect import Effect
from touchmodel.planning.laboratory import WORTH
from touchmodel.planning.tornado import Bar
from touchmodel.reporting.content.register import in_unit, unit_words
from touchmodel.reporting.content.value import Value, figure, made, money, number, share
from touchmodel.reporting.wording import MINUS

NOTHING = verbatim("–")
KPIS = {
    "grr": verbatim("GRR"),
    "nrr": verbatim("NRR"),
    "logo_retention": Text("accounts kept"),
    "cost_total": Text("total cost"),
    WORTH: Text("what is kept after its cost"),
}


def kpi_words(kpi: str) -> Text:
    """Return what a KPI is called in a sentence.

    >>> kpi_words("grr_expected"), kpi_words("nps")
    ('GRR', 'nps')
    """
    plain = kpi.removesuffix("_expected")
    return KPIS.get(plain, verbatim(plain))


def name_words(unknown: Unknown) -> str:
    """Return an unknown as a reader finds it in the file; one place of a default by its path."""
    if len(unknown.members) == 1 and "*" in unknown.name:
        from touchmodel.scenario.translate import dotted

        return dotted(unknown.members[0].path)
    return unknown.name


def number_words(unknown: Unknown, amount: float) -> Text:
    """Return a value of an unknown with its unit; empty for NaN."""
    value = in_unit(amount, unit_of(unknown))
    return verbatim("") if value is None else counted(unknown, value)


def unit_of(unknown: Unknown) -> str:
    """Return the unit of an unknown."""
    return "share" if unknown.members[0].gap else unknown.unit


def counted(unknown: Unknown, value: Text) -> Text:
    """Return a value of an unknown, or several, with their unit."""
    unit = unit_words(unit_of(unknown))
    if not unit:
        return value
    return both("{value} {unit}", "{value}{unit}", value=value, unit=unit)


def range_words(unknown: Unknown) -> Text:
    """Return best and interval of an unknown."""
    known, unit = unknown.number, unit_of(unknown)
    best, low, high = (in_unit(x, unit) for x in (float(known), known.low, known.high))
    said = both("{best} ({low} – {high})", "{best}({low}–{high})",
                best=best, low=low, high=high)  # fmt: skip
    return counted(unknown, said)


def end_words(bar: Bar, end: int) -> Text:
    """Return the value that an end of a bar stands for."""
    return number_words(bar.unknown, bar.unknown.along(bar.reached[end]))


def moved_words(effect: Effect | None, unit: str) -> Text:
    """Return a difference with its interval: in points of a share, else in the KPI's unit."""
    if effect is None:
        return NOTHING
    if effect.n and effect.mean == 0.0 == effect.half_width:
        return verbatim("0")
    return both("{moved} ± {half}", "{moved} ± {half}", moved=signed(effect.mean, unit),
                half=size(effect.half_width, unit))  # fmt: skip


def signed(amount: float, unit: str) -> Text:
    """Return a difference with its sign.

    >>> signed(0.0123, "share"), signed(-1200.0, "USD")
    ('+1.2', '−1.2 k USD')
    """
    text = size(amount, unit)
    if not any(digit in "123456789" for digit in text):
        return text
    return with_sign(text, "+" if amount > 0.0 else MINUS)


def with_sign(size: Text, sign: str) -> Text:
    """Return a size as what is added or taken."""
    if not isinstance(size, Value) or isinstance(size.value, date):
        return size
    value = -size.value if sign == MINUS else size.value
    return made(f"{sign}{size}", f"{sign}{size.japanese}", value, size.kind, size.digits,
                size.currency)  # fmt: skip


def size(amount: float, unit: str) -> Text:
    """Return how large a difference is: in points of a share, else in the KPI's unit."""
    amount = abs(amount)
    if math.isnan(amount):
        return NOTHING
    if unit == "share":
        return number(100.0 * amount, 1 if amount >= 0.01 or amount == 0.0 else 2)
    if is_money(unit):
        return money(amount, unit.split("/")[0])
    return figure(amount)


def level(amount: float, unit: str) -> Text:
    """Return the level of a KPI."""
    if unit == "share":
        return share(amount, 1)
    return signed(amount, unit) if amount < 0.0 else size(amount, unit)


def is_money(unit: str) -> bool:
    """Whether a unit is one of money: that of a currency, or of it a year."""
    return len(unit.split("/")[0]) == 3 and unit[:3].isupper()


def sized(amount: float, unit: str) -> Text:
    """Return how large a difference is, with its unit.

    >>> sized(-0.0123, "share"), sized(1200.0, "USD")
    ('1.2 points', '1.2 k USD')
    """
    text = size(amount, unit)
    return Text("{number} points", number=text) if unit == "share" else text


def signed_words(amount: float, unit: str) -> Text:
    """Return a difference with its sign and unit."""
    text = signed(amount, unit)
    return Text("{number} points", number=text) if unit == "share" else text


def is_effect(unknown: Unknown) -> bool:
    """Whether an unknown is the effect of touches as a whole."""
    return unknown.members[0].path == (EFFECT,)
