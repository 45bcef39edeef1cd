"""A digest of a value made of frozen dataclasses, arrays and scalars: equal values, equal digest.

Names of classes and fields, types and shapes count, so that nothing can pass for something else. A
`Quantity` counts as the number it is.
"""

import hashlib
import struct
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Protocol

import numpy as np

SIZE = 16
"""Bytes of a digest: two inputs of one digest will not be seen."""


class Sink(Protocol):
    """What bytes are fed to."""

    def update(self, data: bytes, /) -> None:
        """Take more bytes."""


def digest_of(value: Any) -> str:
    """Return the digest of a value in hexadecimal.

    Raises
    ------
    TypeError
        Where a part is of a type that has no one way to be written as bytes.

    >>> digest_of((1, "a")) == digest_of((1, "a")), digest_of(1) == digest_of(1.0)
    (True, False)
    """
    whole = hashlib.blake2b(digest_size=SIZE)
    feed(whole, value)
    return whole.hexdigest()


def feed(sink: Sink, value: Any) -> None:
    """Feed a value as bytes from which it could be read back."""
    if is_dataclass(value) and not isinstance(value, type):
        named = fields(value)
        feed_words(sink, b"dataclass", [type(value).__qualname__, *[each.name for each in named]])
        for each in named:
            feed(sink, getattr(value, each.name))
    elif isinstance(value, np.ndarray):
        feed_array(sink, value)
    elif isinstance(value, Mapping):
        sink.update(b"mapping %d;" % len(value))
        for key, part in value.items():
            feed(sink, key)
            feed(sink, part)
    elif isinstance(value, tuple | list):
        feed_sequence(sink, value)
    else:
        sink.update(scalar(value))


def feed_sequence(sink: Sink, value: Sequence[Any]) -> None:
    """Feed a sequence; names of customers, of which there may be a million, all at once."""
    if value and all(type(part) is str for part in value):
        feed_words(sink, b"texts", value)
        return
    sink.update(b"sequence %d;" % len(value))
    for part in value:
        feed(sink, part)


def feed_words(sink: Sink, kind: bytes, words: Sequence[str]) -> None:
    """Feed texts, each after its length."""
    encoded = [word.encode("utf-8", "surrogatepass") for word in words]
    parts = b"".join(b"%d:%b" % (len(word), word) for word in encoded)
    sink.update(b"%b %d;%b" % (kind, len(words), parts))


def feed_array(sink: Sink, value: np.ndarray[Any, Any]) -> None:
    """Feed an array, whatever its order in memory."""
    if value.dtype.hasobject:
        raise TypeError(f"an array of {value.dtype} has no digest")
    plain = np.ascontiguousarray(value, dtype=value.dtype.newbyteorder("<"))
    sink.update(f"array {plain.dtype.str} {value.shape};".encode())
    sink.update(plain.tobytes())


def scalar(value: Any) -> bytes:
    """Return a scalar as bytes, its type first."""
    if isinstance(value, np.generic):
        value = value.item()
    match value:
        case None:
            return b"none;"
        case bool():
            return b"bool %d;" % value
        case int():
            return b"int %d;" % value
        case float():
            return b"float " + struct.pack("<d", value)
        case str():
            encoded = value.encode("utf-8", "surrogatepass")
            return b"text %d:%b" % (len(encoded), encoded)
        case date():
            return b"date %b;" % value.isoformat().encode()
    raise TypeError(f"{type(value).__name__} has no digest")
