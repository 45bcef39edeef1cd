"""Entities and their 64-bit words: who or what a draw or an instant belongs to.

A word is the kind (4 bits) before 60 bits that name the one of that kind by what it is, never by
when it was made.
"""

from collections.abc import Iterable
from hashlib import blake2b

COMPANY, ARRIVALS, BOOK_ACCOUNT, NEW_ACCOUNT, SEAT, SESSION, POOL = range(1, 8)
KIND_BITS = 60


def hashed(text: str, bits: int) -> int:
    """Return the first `bits` bits of the BLAKE2b of a name."""
    digest = blake2b(text.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> (64 - bits)


def activity_key(name: str) -> int:
    """Return the 32-bit word of an activity."""
    return hashed(name, 32)


def company() -> int:
    """Return the entity of the company itself."""
    return COMPANY << KIND_BITS


def arrivals(segment: str) -> int:
    """Return the entity of a segment's stream of new customers."""
    return ARRIVALS << KIND_BITS | hashed(segment, 28) << 32


def book_account(customer: str) -> int:
    """Return the entity of an account of the opening book, by its customer id."""
    return BOOK_ACCOUNT << KIND_BITS | hashed(customer, 60)


def counted_account(segment: str, number: int) -> int:
    """Return the entity of an account of a book that is only counted."""
    return book_account(f"{segment}\0{number}")


def new_account(segment: str, number: int) -> int:
    """Return the entity of a segment's n-th new customer."""
    return NEW_ACCOUNT << KIND_BITS | hashed(segment, 28) << 32 | number


def seat(pool: str, number: int, generation: int = 0) -> int:
    """Return the entity of a seat in a pool and the generation of people on it."""
    return SEAT << KIND_BITS | hashed(pool, 28) << 32 | number << 12 | generation


def session(model: str, number: int) -> int:
    """Return the entity of a touch model's n-th session at a slot."""
    return SESSION << KIND_BITS | hashed(model, 28) << 32 | number


def pool(name: str) -> int:
    """Return the entity of a pool."""
    return POOL << KIND_BITS | hashed(name, 60)


def collisions(names: Iterable[str], bits: int) -> list[tuple[str, str]]:
    """Return the pairs of different names whose hashes are equal."""
    seen: dict[int, str] = {}
    pairs = []
    for name in names:
        first = seen.setdefault(hashed(name, bits), name)
        if first != name:
            pairs.append((first, name))
    return pairs
