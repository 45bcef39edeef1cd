"""Which encoding a file is in: said, marked, UTF-8, or Japanese beyond doubt; else refused.

A wrong guess would change the names of customers without a word.  So Shift JIS and EUC-JP are taken
only where the bytes allow one of them and what they say reads like Japanese; everything else has to
be said.
"""

import codecs
import re
from dataclasses import dataclass
from encodings.aliases import aliases

from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.language import Text
from touchmodel.scenario.words import shown

UTF8 = "utf-8"
_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {"cp932": "Shift JIS (cp932)", "euc-jp": "EUC-JP", "cp1252": "Windows-1252"}
_JAPANESE = ("cp932", "euc-jp")
# Text encodings of Python that are notations rather than encodings of files.
_NOTATIONS = {"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf_7"}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}")

_WORD = re.compile(r"[\u3001-\u3003\u3005-\u3015\u3041-\u30fe\u4e00-\u9fff\uff01-\uff5e]{2,}")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HALF_KANA = re.compile(r"[\uff61-\uff9f]")
# What Western text looks like when it is read as Japanese: a single sign inside a word, letters of
# other alphabets, signs that no standard gives a meaning.
_STRANGE = re.compile(
    r"[A-Za-z][\u3041-\u9fff](?=[\x00-\x7f])|(?<![^\x00-\x7f])[\u3041-\u9fff](?=[A-Za-z])"
    r"|[\u0080-\u04ff\ue000-\uf8ff]"
)


@dataclass(frozen=True)
class Decoded:
    """The text of a file and how it was read."""

    text: str
    encoding: str
    """As Python knows it, such as `cp932`."""
    found: bool
    """Whether we found a rare one by its bytes: neither said, marked, nor UTF-8."""


def called(encoding: str) -> str:
    """Return the name that people know an encoding by.

    >>> called("cp932"), called("utf-8")
    ('Shift JIS (cp932)', 'UTF-8')
    """
    return _NAMES.get(encoding, encoding.upper())


def read_encoding(value: object) -> str:
    """Return the name of a text encoding that was said; ValueError with the nearest one."""
    if isinstance(value, str) and _is_encoding(value):
        return value
    hint = did_you_mean(value, _encodings())
    raise ValueError(Text("{said} is no encoding of text: {hint}", said=shown(value), hint=hint))


def _encodings() -> list[str]:
    """Return the names to choose from, those that lists come in first."""
    named = sorted({name.replace("_", "-") for name in aliases.values() if _is_encoding(name)})
    return list(dict.fromkeys([UTF8, *_NAMES, *named]))


def _is_encoding(name: str) -> bool:
    try:
        known = codecs.lookup(name).name if _NAME.fullmatch(name) else "undefined"
        b"a".decode(name)  # refused by codecs that turn bytes into bytes
    except UnicodeError:
        pass  # an encoding in which one byte is no text
    except (LookupError, ValueError):
        return False
    return known.replace("-", "_") not in _NOTATIONS


def decode(data: bytes, path: str, said: str | None = None) -> Decoded:
    """Return the text of a customer list; `said` is its encoding where a planner said it.

    Raises
    ------
    InputError
        Where it cannot be read, or might be read in several ways; with what to say.
    """
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    if said is not None:
        decoded = _as_said(data, path, said, marked)
    elif marked is not None:
        what = Text("by its mark the file is in {encoding}, but it is damaged here",
                    encoding=marked.upper())  # fmt: skip
        decoded = Decoded(_strictly(data, marked, path, what), marked, False)
    else:
        decoded = _found(data, path)
    _refuse_nul(decoded.text, path)
    return decoded


def _as_said(data: bytes, path: str, said: str, marked: str | None) -> Decoded:
    known = codecs.lookup(said).name
    if marked is not None and not known.startswith(marked):
        what = Text("by its mark the file is in {encoding}, not in {said}",
                    encoding=marked.upper(), said=said)  # fmt: skip
        raise InputError(Problem(what, path, 1, 1, hint=Text("take `encoding` out of `book`")))
    # Who says Shift JIS means what Windows makes of it: with ① and 髙.
    codec = "cp932" if known == "shift_jis" else known
    what = Text("what stands here is not in {said}, the encoding that `book` says", said=said)
    return Decoded(_strictly(data, codec, path, what), known, False)


def _strictly(data: bytes, codec: str, path: str, what: Text) -> str:
    """Return the text without its mark; InputError at the first byte that does not fit."""
    try:
        return data.decode(codec).removeprefix("\ufeff")
    except UnicodeError as error:
        line, column = _place(data[: getattr(error, "start", 0)], codec)
        raise InputError(Problem(what, path, line, column)) from None


def _found(data: bytes, path: str) -> Decoded:
    try:
        return Decoded(data.decode(UTF8), UTF8, False)
    except UnicodeDecodeError as error:
        place = _place(data[: error.start], UTF8)
    read = _japanese(data)
    for codec in _beyond_doubt(read):
        return Decoded(read[codec], codec, True)
    raise InputError(_unknown(data, read, path, place))


def _unknown(data: bytes, read: dict[str, str], path: str, place: tuple[int, int]) -> Problem:
    maybe = _guesses(data, read)
    if not maybe:
        hint = Text("say its `encoding` in `book`, or save it as UTF-8")
        return Problem(Text("the file is not in UTF-8"), path, *place, hint=hint)
    what = Text("the file is not in UTF-8, it looks like {encoding}",
                encoding=" / ".join(map(called, maybe)))  # fmt: skip
    keys = " / ".join(f"`encoding: {name}`" for name in maybe)
    hint = Text("say {keys} in `book`, or save it as UTF-8", keys=keys)
    return Problem(what, path, *place, hint=hint)


def decode_utf8(data: bytes, path: str) -> str:
    """Return UTF-8 text with or without its mark; InputError that guesses the real encoding."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), UTF8)
    if marked != UTF8:
        what = Text("the file is in {encoding}: save it as UTF-8", encoding=marked.upper())
        raise InputError(Problem(what, path, 1, 1))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        read = _japanese(data)
        what = Text("the file is not in UTF-8: save it as UTF-8")
        for name in _guesses(data, read)[:1]:
            what = Text("the file is not in UTF-8, it looks like {encoding}: save it as UTF-8",
                        encoding=called(name))  # fmt: skip
        place = _place(data[: error.start], UTF8)
        raise InputError(Problem(what, path, *place)) from None
    _refuse_nul(text, path)
    return text


def _refuse_nul(text: str, path: str) -> None:
    at = text.find("\0")
    if at >= 0:
        what = Text("the file holds a NUL byte: it is not a text file, or is damaged")
        raise InputError(Problem(what, path, *_line_and_column(text[:at])))


def _place(before: bytes, codec: str) -> tuple[int, int]:
    return _line_and_column(before.decode(codec, "replace").removeprefix("\ufeff"))


def _line_and_column(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _text(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _japanese(data: bytes) -> dict[str, str]:
    """Return the text in each Japanese encoding that the bytes allow."""
    return {codec: text for codec in _JAPANESE if (text := _text(data, codec)) is not None}


def _guesses(data: bytes, read: dict[str, str]) -> list[str]:
    """Return encodings that the bytes may be in: Japanese ones first, then the Western one."""
    maybe = [codec for codec, text in read.items() if _WORD.search(text)]
    return maybe or ["cp1252"] * (_text(data, "cp1252") is not None)


def _beyond_doubt(read: dict[str, str]) -> list[str]:
    """Return the one Japanese encoding that the bytes must be in, or none.

    What can be read both ways has no kana of Shift JIS in it: these bytes do not exist in EUC-JP.
    Then it is EUC-JP, unless it might be the half-width kana of Shift JIS and nothing else.
    """
    if len(read) == 2:
        has_more = not _HALF_KANA.sub("", read["cp932"]).isascii()
        return ["euc-jp"] if has_more and _reads_well(read["euc-jp"], "euc-jp") else []
    return [codec for codec, text in read.items() if _reads_well(text, codec)]


def _reads_well(text: str, codec: str) -> bool:
    """Whether text reads like Japanese: in words, mostly, and not like another language misread.

    Chinese and Korean bytes make kanji of EUC-JP but no kana, and half-width kana of Shift JIS.
    """
    words = _WORD.findall(text)
    signs = sum(map(len, words))
    kana = any(_KANA.search(word) for word in words)
    unlike_others = codec == "cp932" and signs > 3 * len(_HALF_KANA.findall(text))
    return signs > 3 * len(_STRANGE.findall(text)) and (kana or unlike_others)
