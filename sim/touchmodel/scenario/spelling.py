"""An expression in a planner's spelling made one that Python's parser reads.

Columns that are no Python names (in backticks, or in Japanese) become names that are; full-width
operators and ×, ÷ become plain; `x` between two operands becomes `*` unless a column is called so.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from keyword import iskeyword

from touchmodel.scenario.header import find_column

IN_BACKTICKS = "in_backticks"
"""How the name of a stand-in ends whose column was written in backticks."""
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|`(?P<quoted>[^`]*)`"""
    r"""|(?P<name>[^\W\d]\w*)|(?P<number>\d[\d.]*)|(?P<sign>.)""",
    re.DOTALL,
)
_PLAIN: dict[int, str] = {
    ord(wide): plain
    for wide, plain in zip("×÷＋－−＊／（）［］＝＜＞！，．　", "*/+--*/()[]=<>!,. ", strict=True)
}
_PLAIN |= {ord("≠"): "!=", ord("≦"): "<=", ord("≤"): "<=", ord("≧"): ">=", ord("≥"): ">="}
_PLAIN |= {ord("０") + digit: str(digit) for digit in range(10)}
_TIMES = ("x", "X", "ｘ", "Ｘ")


@dataclass
class Spelt:
    """An expression as Python spells it."""

    source: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    """Columns by the Python name that stands for them."""

    def stand_in(self, column: str, how: str) -> str:
        """Return a Python name for a column."""
        name = f"column_{len(self.columns)}_{how}"
        self.columns[name] = column
        return name


def spelt(text: str, columns: Collection[str]) -> Spelt:
    """Return an expression as Python spells it, and which columns its stand-ins are."""
    found = Spelt()
    after_operand = False
    tokens = list(_TOKEN.finditer(text))
    for place, token in enumerate(tokens):
        word = token[0]
        if token["quoted"] is not None:
            word = found.stand_in(token["quoted"].strip(), IN_BACKTICKS)
        elif _is_times(word, columns) and after_operand and _begins_operand(tokens, place + 1):
            word = "*"
        elif token["name"] and not word.isascii():
            word = found.stand_in(word, "bare")
        elif token["sign"] or token["number"]:
            word = word.translate(_PLAIN)
        found.source += word
        if not word.isspace():
            after_operand = _ends_operand(token, word)
    return found


def _is_times(word: str, columns: Collection[str]) -> bool:
    return word in _TIMES and find_column(word, columns) is None


def _ends_operand(token: re.Match[str], word: str) -> bool:
    return (token["sign"] is None and not iskeyword(word) and word != "*") or word == ")"


def _begins_operand(tokens: list[re.Match[str]], place: int) -> bool:
    for token in tokens[place:]:
        if not token[0].isspace():
            opens = token["sign"] in ("(", "（", "-", "－", ".")
            return opens or (token["sign"] is None and not iskeyword(token[0]))
    return False
