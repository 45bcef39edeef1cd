"""Numbers and names in words: rounded so that no digit claims more than is known."""

import math
import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from touchmodel.language import Text, both, verbatim

MINUS = "−"
CURRENCIES = {"JPY": "円", "USD": "ドル", "EUR": "ユーロ"}
"""Currencies as Japanese has them behind an amount."""

Noun = Literal["account", "month", "position", "replication", "row"]
MONTHS = (
    Text("January"), Text("February"), Text("March"), Text("April"), Text("May"), Text("June"),
    Text("July"), Text("August"), Text("September"), Text("October"), Text("November"),
    Text("December"),
)  # fmt: skip


def percent(share: float, digits: int = 0) -> Text:
    """Return a share in percent.

    >>> percent(0.8741), percent(0.8741, 1), percent(1.0)
    ('87 %', '87.4 %', '100 %')
    """
    return both("{number} %", "{number}%", number=rounded(100.0 * share, digits))


def points(share: float, digits: int = 1) -> str:
    """Return a difference of shares in points, without a sign.

    >>> points(0.0263)
    '2.6'
    """
    return rounded(100.0 * abs(share), digits)


def rounded(number: float, digits: int = 0) -> str:
    """Return a number with that many decimals and groups of three.

    >>> rounded(1234.56), rounded(-0.04, 1)
    ('1,235', '0.0')
    """
    text = f"{number:,.{digits}f}"
    if not re.search(r"[1-9]", text):
        text = text.removeprefix("-")
    return text.replace("-", MINUS)


def three_digits(number: float) -> str:
    """Return a number with three digits that count.

    >>> three_digits(1.79416), three_digits(197945.0), three_digits(12.0), three_digits(0.0)
    ('1.79', '198,000', '12', '0')
    """
    if number == 0.0 or not math.isfinite(number):
        return rounded(number) if number == 0.0 else str(number)
    digits = 2 - math.floor(math.log10(abs(number)))
    text = rounded(round(number, digits), max(digits, 0))
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: float, currency: str) -> Text:
    """Return an amount with three digits that count, in units by its size.

    >>> money(3_745_288.0, "USD"), money(12_000, "JPY"), money(782.2, "USD")
    ('3.75 M USD', '12 k JPY', '782 USD')
    >>> money(912_000_000.0, "JPY").spoken("ja"), money(1.8e6, "JPY").spoken("ja")
    ('9.12億円', '180万円')
    """
    english = scaled(amount, ((1e9, " bn"), (1e6, " M"), (1e3, " k"))) + f" {currency}"
    japanese = scaled(amount, ((1e12, "兆"), (1e8, "億"), (1e4, "万")))
    japanese += CURRENCIES.get(currency, currency)
    return both("{english}", "{japanese}", english=english, japanese=japanese)


def scaled(amount: float, scales: tuple[tuple[float, str], ...]) -> str:
    """Return an amount with three digits that count and the word of its size."""
    for scale, word in scales:
        if abs(amount) >= scale * 0.9995:
            return f"{three_digits(amount / scale)}{word}"
    return three_digits(amount)


def month_name(day: date) -> Text:
    """Return a date's month.

    >>> month_name(date(2028, 3, 31))
    'March 2028'
    """
    return Text("{month} {year}", month=MONTHS[day.month - 1], year=day.year)


def count(number: int, noun: Noun) -> Text:
    """Return a counted noun.

    >>> count(1, "position"), count(1200, "account")
    ('1 position', '1,200 accounts')
    """
    one, more = {
        "account": (Text("{n:,} account", n=number), Text("{n:,} accounts", n=number)),
        "month": (Text("{n:,} month", n=number), Text("{n:,} months", n=number)),
        "position": (Text("{n:,} position", n=number), Text("{n:,} positions", n=number)),
        "replication": (Text("{n:,} replication", n=number), Text("{n:,} replications", n=number)),
        "row": (Text("{n:,} row", n=number), Text("{n:,} rows", n=number)),
    }[noun]
    return one if number == 1 else more


def listed(parts: Sequence[str]) -> Text:
    """Return names or texts as a list in prose.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(parts) < 2:
        return in_a_row(parts)
    return Text("{some} and {last}", some=in_a_row(parts[:-1]), last=parts[-1])


def in_a_row(parts: Sequence[str]) -> Text:
    """Return names or texts with commas between them.

    >>> in_a_row(["a", "b", "c"])
    'a, b, c'
    """
    first, *others = parts or [""]
    said = first if isinstance(first, Text) else verbatim(first)
    for part in others:
        said = Text("{some}, {more}", some=said, more=part)
    return said


def one_line(text: str) -> str:
    r"""Return text on one line, without signs that steer a printer.

    >>> one_line("a\tb\n c\x00")
    'a b c'
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


_SIGNS = re.compile(r"[\\`*\[\]{}|~#!]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")


def escaped(text: str) -> str:
    r"""Return a user's text so that markdown shows it as it is, on one line.

    >>> escaped("a|b <i> *c* business_review")
    'a\\|b &lt;i&gt; \\*c\\* business_review'
    """
    line = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SIGNS.sub(lambda found: "\\" + found[0], line)


def table(header: list[str], rows: list[list[str]], right: int = 1) -> str:
    """Return a markdown table; columns from number `right` on are flush right."""
    rule = ["---" if number < right else "---:" for number in range(len(header))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [header, rule, *rows])
