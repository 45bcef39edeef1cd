"""Text of slides: fonts by language, and how much room it takes."""

import math
from collections.abc import Sequence
from functools import cache

from touchmodel.language import width

INK, GREY, ACCENT, RULE = "262626", "595959", "0072B2", "D0D0D0"
"""Colours of text, of small print, of what stands out, and of thin lines."""
LATIN, JAPANESE = "Arial", "Yu Gothic"
CODES = {"en": "en-US", "ja": "ja-JP"}
NARROW, BROAD = "iljtfrI.,:;'|!()[]/ -", "MWmw@%"
SLACK = 1.12
"""How much wider than Arial's signs those of a font in its place may be."""
HALF = 0.56
"""Width of a half-width sign in its font's size, on average."""
BOLD = 1.2
"""How much wider a bold text is."""
LINE = 1.3
"""Height of a line in its font's size."""
EMU = 12_700
"""Of a point."""


def font_xml(language: str, size: int, colour: str, *, bold: bool = False) -> str:
    """Return the properties of a run; its size is in hundredths of a point."""
    return (
        f"<a:rPr lang='{CODES[language]}' altLang='{CODES['en']}' sz='{size}' b='{int(bold)}' "
        f"dirty='0'><a:solidFill><a:srgbClr val='{colour}'/></a:solidFill>"
        f"<a:latin typeface='{LATIN}'/><a:ea typeface='{JAPANESE}'/>"
        f"<a:cs typeface='{LATIN}'/></a:rPr>"
    )


def ems(text: str) -> float:
    """Return the width of a text in its font's size.

    >>> round(ems("ab"), 2), round(ems("顧客"), 2)
    (1.25, 2.24)
    """
    return SLACK * sum(sign_width(sign) for sign in text)


@cache
def sign_width(sign: str) -> float:
    """Return the width of a sign in Arial, or of a wide one, in its font's size."""
    if width(sign) > 1:
        return 1.0
    if sign in NARROW:
        return 0.33
    return 0.88 if sign in BROAD else 0.72 if sign.isupper() else 0.56


def lines_in(text: str, size: float, room: float) -> int:
    """Return how many lines a text takes at a size in so much room [pt].

    >>> lines_in("a few words", 12.0, 100.0), lines_in("a few words", 12.0, 40.0)
    (1, 2)
    """
    most = max(1.0, room / size)
    lines, used = 1, 0.0
    for word in pieces(text):
        wide = ems(word)
        if used and used + ems(word.rstrip()) > most:
            lines, used = lines + 1, 0.0
        if wide > most:
            lines += math.ceil(wide / most) - 1
            used = wide % most
        else:
            used += wide
    return lines


def pieces(text: str) -> list[str]:
    """Return what a line may be broken between: words with their space, single wide signs."""
    found: list[str] = []
    word = ""
    for sign in text:
        if width(sign) > 1:
            found += [word, sign] if word else [sign]
            word = ""
        else:
            word += sign
            if sign in " -":
                found.append(word)
                word = ""
    return [*found, word] if word else found


def height_of(texts: Sequence[str], size: float, room: float) -> float:
    """Return the height of texts below each other [pt]."""
    return sum(lines_in(text, size, room) for text in texts) * size * LINE


def shortened(text: str, most: int) -> str:
    """Return a text that takes so many cells at most, cut where it is longer.

    >>> shortened("enterprise", 6), shortened("顧客", 4)
    ('enter…', '顧客')
    """
    if width(text) <= most:
        return text
    kept = ""
    for sign in text:
        if width(kept + sign) > most - 1:
            break
        kept += sign
    return kept + "…"
