"""Unknowns and differences in words, as the documents of a sensitivity study have them."""

import math

from touchmodel.experiment.unknown import EFFECT, Unknown
from touchmodel.language import Text, verbatim
from touchmodel.planning.effect import Effect
from touchmodel.planning.laboratory import WORTH
from touchmodel.planning.tornado import Bar
from touchmodel.reporting.register import shown
from touchmodel.reporting.wording import MINUS, money, rounded, three_digits

PLAIN = ("", "share", "number", "rate")
"""Units that stand in the number, or go without saying."""
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


def number_words(unknown: Unknown, number: float) -> str:
    """Return a value of an unknown with its unit."""
    unit = unknown.unit if not unknown.members[0].gap else "share"
    text = shown(number, unit)
    return text if unit in PLAIN else f"{text} {unit}"


def range_words(unknown: Unknown) -> str:
    """Return best and interval of an unknown."""
    low, high = (number_words(unknown, x) for x in (unknown.number.low, unknown.number.high))
    return f"{number_words(unknown, float(unknown.number))} ({low} – {high})"


def end_words(bar: Bar, end: int) -> str:
    """Return the value that an end of a bar stands for."""
    return number_words(bar.unknown, bar.unknown.along(bar.reached[end]))


def moved_words(effect: Effect | None, unit: str) -> str:
    """Return a difference with its interval: in points of a share, else in the KPI's unit."""
    if effect is None:
        return "–"
    if effect.n and effect.mean == 0.0 == effect.half_width:
        return "0"
    return f"{signed(effect.mean, unit)} ± {size(effect.half_width, unit)}"


def signed(amount: float, unit: str) -> str:
    """Return a difference with its sign.

    >>> signed(0.0123, "share"), signed(-1200.0, "USD")
    ('+1.2', '−1.2 k USD')
    """
    text = size(amount, unit)
    if not any(digit in "123456789" for digit in text):
        return text
    return f"{'+' if amount > 0.0 else MINUS}{text}"


def size(amount: float, unit: str) -> str:
    """Return how large a difference is: in points of a share, else in the KPI's unit."""
    amount = abs(amount)
    if math.isnan(amount):
        return "–"
    if unit == "share":
        digits = 1 if amount >= 0.01 or amount == 0.0 else 2
        return rounded(100.0 * amount, digits)
    if is_money(unit):
        return money(amount, unit.split("/")[0])
    return three_digits(amount)


def level(amount: float, unit: str) -> str:
    """Return the level of a KPI."""
    if unit == "share":
        return f"{rounded(100.0 * amount, 1)} %"
    sign = MINUS if amount < 0.0 else ""
    return f"{sign}{size(amount, unit)}"


def is_money(unit: str) -> bool:
    """Whether a unit is one of money: that of a currency, or of it a year."""
    return len(unit.split("/")[0]) == 3 and unit[:3].isupper()


def sized(amount: float, unit: str) -> Text:
    """Return how large a difference is, with its unit.

    >>> sized(-0.0123, "share"), sized(1200.0, "USD")
    ('1.2 points', '1.2 k USD')
    """
    text = size(amount, unit)
    return Text("{number} points", number=text) if unit == "share" else verbatim(text)


def signed_words(amount: float, unit: str) -> Text:
    """Return a difference with its sign and unit."""
    text = signed(amount, unit)
    return Text("{number} points", number=text) if unit == "share" else verbatim(text)


def is_effect(unknown: Unknown) -> bool:
    """Whether an unknown is the effect of touches as a whole."""
    return unknown.members[0].path == (EFFECT,)
