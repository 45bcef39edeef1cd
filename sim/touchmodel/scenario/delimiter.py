"""Which sign parts the cells of a list: said, or the one that the header is parted by."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.words import shown

SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
"""Delimiters by the name that a planner says."""
_LOOKED_AT = 200  # rows; enough to tell a sign inside names from one between cells
_LONGEST = 20  # lines of a row, so that a quote never closed does not swallow the file
_IN_QUOTES = re.compile(r'"[^"]*"')
_SAID_IN_FILE = re.compile(r"sep=(.)\s*")


def read_delimiter(value: object) -> str:
    """Return the name of a delimiter said by name or as the sign itself.

    >>> read_delimiter(";"), read_delimiter("tab")
    ('semicolon', 'tab')
    """
    text = unicodedata.normalize("NFKC", value) if isinstance(value, str) else ""
    for name, sign in SIGNS.items():
        if text in (name, sign):
            return name
    hint = did_you_mean(value, SIGNS)
    raise ValueError(Text("{said} is no delimiter: {hint}", said=shown(value), hint=hint))


def name_of(sign: str) -> Text:
    """Return what parts the cells, in words."""
    names = {",": Text("commas"), ";": Text("semicolons"), "\t": Text("tabs"), "|": Text("bars")}
    return names[sign]


def said_in_file(lines: Sequence[str]) -> str | None:
    """Return the sign that a first line `sep=;` says, as spreadsheets write it; None without."""
    match = _SAID_IN_FILE.fullmatch(lines[0]) if lines else None
    return match[1] if match and match[1] in SIGNS.values() else None


def find_delimiter(lines: Sequence[str], file: str) -> str:
    """Return the sign that parts the header, a comma for one column; InputError if two may.

    Where several stand in the header, it is the one that stands in the rows as often.
    """
    records = list(islice(_records(lines), _LOOKED_AT))
    header = records[0] if records else ""
    found = [sign for sign in SIGNS.values() if sign in header]
    if len(found) < 2:
        return found[0] if found else ","
    fits = {sign: sum(row.count(sign) == header.count(sign) for row in records) for sign in found}
    best = [sign for sign in found if fits[sign] == max(fits.values())]
    if len(best) == 1:
        return best[0]
    one, other = best[:2]
    what = Text("the header may be parted by {one} or by {other}",
                one=name_of(one), other=name_of(other))  # fmt: skip
    raise InputError(Problem(what, file, 1, 1, hint=_say(one, other)))


def _say(*signs: str) -> Text:
    names = [name for name, sign in SIGNS.items() if sign in signs]
    keys = " / ".join(f"`delimiter: {name}`" for name in names)
    return Text("say {keys} in `book`", keys=keys)


def _records(lines: Sequence[str]) -> Iterator[str]:
    """Yield the rows that are not blank, without what stands in quotes."""
    record: list[str] = []
    for line in lines:
        record.append(line)
        row = "".join(record)
        if row.count('"') % 2 == 0 or len(record) == _LONGEST:
            record = []
            if row.strip():
                yield _IN_QUOTES.sub("", row)
