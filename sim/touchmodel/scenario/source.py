"""Text of an input file: found, of a sensible size, and in UTF-8; else a sentence why not."""

import codecs
from pathlib import Path

from touchmodel.errors import InputError, MachineError, Problem, did_you_mean

LARGEST_YAML = 1024 * 1024
"""Bytes of a scenario file."""
LARGEST_BOOK = 512 * 1024 * 1024
"""Bytes of a customer list."""
_BOMS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def read_text(path: str, at: Problem | None = None) -> str:
    """Return the text of a small file; `at` is the place that named it, if not the user."""
    return decode(read_bytes(path, LARGEST_YAML, at), path)


def read_bytes(path: str, largest: int, at: Problem | None = None) -> bytes:
    """Return the bytes of a file; InputError if it is no file or too large."""
    place = at or Problem("", file=path)
    file = Path(path)
    try:
        if not file.exists():
            raise InputError(_located(place, f"there is no file {path}", _neighbour(file)))
        if not file.is_file():
            kind = "folder" if file.is_dir() else "device"
            raise InputError(_located(place, f"{path} is a {kind}, not a file"))
        size = file.stat().st_size
        if size > largest:
            what = f"{path} has {size:,} bytes: more than the {largest:,} that are read"
            raise InputError(_located(at or Problem("", path, 1, 1), what))
        return file.read_bytes()
    except PermissionError:
        raise MachineError(f"{path}: no permission to read it") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "not a name for a file"
        raise InputError(_located(place, f"{path!r} cannot be read: {why}")) from None


def _located(place: Problem, message: str, hint: str = "") -> Problem:
    return Problem(message, place.file, place.line, place.column, place.path, hint)


def _neighbour(file: Path) -> str:
    """Return the hint with the nearest name in the folder, or that the folder is missing."""
    if not file.parent.is_dir():
        return f"the folder {file.parent} does not exist"
    names = [other.name for other in sorted(file.parent.iterdir())[:5000]]
    hint = did_you_mean(file.name, names)
    return hint if hint.startswith("did") else ""


def decode(data: bytes, path: str) -> str:
    """Return UTF-8 text with or without its mark; InputError that guesses the real encoding."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            raise InputError(Problem(f"the file is in {name}: save it as UTF-8", path, 1, 1))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(data, error.start)
        what = f"the file is not in UTF-8{_guess(data)}: save it as UTF-8"
        raise InputError(Problem(what, path, line, column)) from None
    if "\0" in text:
        line, column = _place(data, data.index(b"\0"))
        what = "the file holds a NUL byte: it is not a text file, or is damaged"
        raise InputError(Problem(what, path, line, column))
    return text


def _place(data: bytes, offset: int) -> tuple[int, int]:
    before = data[:offset]
    start = before.rfind(b"\n") + 1
    return before.count(b"\n") + 1, len(before[start:].decode("utf-8", "replace")) + 1


def _guess(data: bytes) -> str:
    """Return the likely encoding in words; Japanese ones first, then the usual Western one."""
    for codec, name in (("cp932", "Shift JIS (cp932)"), ("euc-jp", "EUC-JP")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if any("\u3040" <= sign <= "\u30ff" or "\u4e00" <= sign <= "\u9fff" for sign in text):
            return f", it looks like {name}"
    try:
        data.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    return ", it looks like Windows-1252"
