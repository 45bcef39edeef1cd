"""Bytes and text of an input file: found, of a sensible size, unpacked; else a sentence why not."""

import gzip
import io
import zlib
from pathlib import Path

from touchmodel.errors import NO_HINT, InputError, MachineError, Problem, did_you_mean
from touchmodel.language import Text, verbatim
from touchmodel.scenario.encoding import decode_utf8

LARGEST_YAML = 1024 * 1024
"""Bytes of a scenario file."""
LARGEST_BOOK = 512 * 1024 * 1024
"""Bytes of a customer list, unpacked."""
_GZIP = b"\x1f\x8b"
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zip, which .xlsx and .ods are, and old .xls
_CHUNK = 1024 * 1024


def read_text(path: str, at: Problem | None = None) -> str:
    """Return the text of a small file; `at` is the place that named it, if not the user."""
    return decode_utf8(read_bytes(path, LARGEST_YAML, at), path)


def read_bytes(path: str, largest: int, at: Problem | None = None) -> bytes:
    """Return the bytes of a file; InputError if it is no file or too large."""
    place = at or Problem(NO_HINT, file=path)
    file = Path(path)
    try:
        if not file.exists():
            what = Text("there is no file {path}", path=path)
            raise InputError(_located(place, what, _neighbour(file)))
        if not file.is_file():
            kind = Text("folder") if file.is_dir() else Text("device")
            what = Text("{path} is a {kind}, not a file", path=path, kind=kind)
            raise InputError(_located(place, what))
        size = file.stat().st_size
        if size > largest:
            what = Text(
                "{path} has {size:,} bytes: more than the {largest:,} that are read",
                path=path, size=size, largest=largest,
            )  # fmt: skip
            raise InputError(_located(at or Problem(NO_HINT, path, 1, 1), what))
        return file.read_bytes()
    except PermissionError:
        raise MachineError(Text("{path}: no permission to read it", path=path)) from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None)
        why = verbatim(said) if said else Text("not a name for a file")
        what = Text("{path!r} cannot be read: {why}", path=path, why=why)
        raise InputError(_located(place, what)) from None


def _located(place: Problem, message: Text, hint: Text = NO_HINT) -> Problem:
    return Problem(message, place.file, place.line, place.column, place.path, hint)


def _neighbour(file: Path) -> Text:
    """Return the hint with the nearest name in the folder, or that the folder is missing."""
    if not file.parent.is_dir():
        return Text("the folder {folder} does not exist", folder=file.parent)
    names = [other.name for other in sorted(file.parent.iterdir())[:5000]]
    hint = did_you_mean(file.name, names)
    return hint if hint.startswith("did") else NO_HINT


def unpacked(data: bytes, path: str, largest: int = LARGEST_BOOK) -> bytes:
    """Return what gzip packed, or the bytes as they are; InputError for what is no text file."""
    if data.startswith(_WORKBOOKS):
        what = Text("the file is an Excel workbook or a zip archive, not text")
        raise InputError(Problem(what, path, 1, 1, hint=Text("save the sheet as CSV")))
    if not data.startswith(_GZIP):
        return data
    try:
        # Measured first and only then kept, so that a bomb costs time but no memory.
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            size = 0
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > largest:
                    what = Text("unpacked, the file has more than {largest:,} bytes: more than "
                                "are read", largest=largest)  # fmt: skip
                    raise InputError(Problem(what, path, 1, 1))
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        what = Text("the file is packed with gzip, but damaged or cut short: pack it again")
        raise InputError(Problem(what, path, 1, 1)) from None
