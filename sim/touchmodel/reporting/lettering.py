"""Words on a page: what can be shown of a text, in which fonts, and how it is broken into lines."""

import unicodedata
from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from touchmodel.language import Text

FAMILIES = ("Touchmodel Sans", "DejaVu Sans")
"""Fonts of pictures and pages: ours, and for the signs that it has not the one of matplotlib."""
UNKNOWN = "□"  # stands for a sign that no font of ours has
MORE = "…"
# Signs that would turn the direction of what follows them.
TURNS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def said(text: Text, language: str) -> str:
    r"""Return a text in a language, on one line, without signs that control a screen.

    >>> said(Text("a\x00\nb\u202ec"), "en")
    'a bc'
    """
    kept = (" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") else sign
            for sign in text.spoken(language) if ord(sign) not in TURNS)  # fmt: skip
    return " ".join("".join(kept).split())


def folders() -> list[Path]:
    """Return where the files of `FAMILIES` are."""
    import matplotlib as mpl

    return [
        Path(str(files("touchmodel") / "fonts")),
        Path(mpl.get_data_path()) / "fonts" / "ttf",
    ]


@cache
def register() -> None:
    """Make our font known to matplotlib, once in a process."""
    from matplotlib.font_manager import fontManager

    for file in sorted(folders()[0].glob("*.otf")):
        fontManager.addfont(file)


def lettered() -> dict[Any, Any]:
    """Return matplotlib's settings for our fonts."""
    register()
    return {"font.family": list(FAMILIES), "font.size": 9.5, "axes.unicode_minus": True}


@cache
def signs() -> frozenset[int]:
    """Return the characters that our fonts have."""
    from matplotlib.ft2font import FT2Font

    ours, theirs = folders()
    faces = [ours / "TouchmodelSans-Regular.otf", theirs / "DejaVuSans.ttf"]
    return frozenset(code for face in faces for code in FT2Font(str(face)).get_charmap())


@lru_cache(maxsize=10_000)
def measured(words: str, size: float) -> float:
    """Return how wide words on one line are in our fonts [points], for a size [points]."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    fonts = FontProperties(family=list(FAMILIES), size=size)
    return float(text_to_path.get_text_width_height_descent(words, fonts, ismath=False)[0])


def showable(words: str) -> str:
    """Return words with a box for each sign that our fonts lack.

    >>> showable("A\u200d株 \U0001f9ff")
    'A株 □'
    """
    known = signs()
    return "".join(
        sign if ord(sign) in known else UNKNOWN
        for sign in words
        if unicodedata.category(sign) not in ("Cf", "Mn") or ord(sign) in known - {0x200D}
    )


def wide(sign: str) -> bool:
    """Return whether a character stands alone, so that a line may break before and after it."""
    return unicodedata.east_asian_width(sign) in ("W", "F")


def units(words: str) -> int:
    """Return how wide words are, in halves of a Japanese character.

    >>> units("ab"), units("顧客")
    (2, 4)
    """
    return sum(2 if wide(sign) else 1 for sign in words)


def pieces(words: str) -> list[str]:
    """Return what a line may not be broken within, spaces with what is before them.

    >>> pieces("Key accounts 顧客")
    ['Key ', 'accounts ', '顧', '客']
    """
    found: list[str] = []
    for sign in words:
        opens = not found or wide(sign) or wide(found[-1][-1]) or found[-1][-1] == " "
        if (opens and sign != " " and sign not in "、。)」ー") or not found:
            found.append(sign)
        else:
            found[-1] += sign
    return found


def wrapped(words: str, width: float, lines: int, measure: Callable[[str], float]) -> str:
    r"""Return words on at most so many lines, cut short with … where they are too long.

    `measure` tells how wide a line is; `width` is the most it may be.

    >>> wrapped("Key accounts of the north", 12, 2, len)
    'Key accounts\nof the north'
    >>> wrapped("Key accounts of the north", 9, 2, len)
    'Key\naccounts…'
    """
    done: list[str] = []
    line, rest = "", deque(pieces(words))
    while rest:
        piece = rest.popleft()
        if measure((line + piece).rstrip()) <= width:
            line += piece
        elif line:
            done.append(line.rstrip())
            line = ""
            rest.appendleft(piece)
        else:
            fits = shortened(piece, width, measure)
            line = piece[:fits]
            rest.appendleft(piece[fits:])
        if len(done) == lines:
            return "\n".join([*done[:-1], closed(done[-1], width, measure)])
    return "\n".join([*done, line.rstrip()] if line else done)


def shortened(piece: str, width: float, measure: Callable[[str], float]) -> int:
    """Return how many characters of a piece fit, one at least."""
    return 1 + bisect_right(
        range(2, len(piece) + 1), width, key=lambda count: measure(piece[:count])
    )


def closed(line: str, width: float, measure: Callable[[str], float]) -> str:
    """Return a line that ends in …, so short that it fits."""
    fits = bisect_right(
        range(1, len(line) + 1), width, key=lambda count: measure(line[:count] + MORE)
    )
    return line[:fits].rstrip() + MORE


def breakable(words: str, longest: int = 24) -> str:
    r"""Return words whose long runs may break at any place, by spaces without a width.

    >>> breakable("a" * 4, 2)
    'aa\u200baa'
    """
    parts: list[str] = []
    run = 0
    for sign in words:
        run = 0 if sign == " " or wide(sign) else run + 1
        if run > longest:
            parts.append("\u200b")
            run = 1
        parts.append(sign)
    return "".join(parts)
