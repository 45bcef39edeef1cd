"""Words of entities: kinds never overlap, and two names with one hash are told."""

from touchmodel.model import key


def test_kinds_are_the_first_four_bits() -> None:
    words = [
        key.company(), key.arrivals("smb"), key.book_account("c1"),
        key.new_account("smb", 2**32 - 1), key.seat("csm", 2**20 - 1, 2**12 - 1),
        key.pool("csm"),
    ]  # fmt: skip
    kinds = [
        key.COMPANY, key.ARRIVALS, key.BOOK_ACCOUNT, key.NEW_ACCOUNT, key.SEAT, key.POOL,
    ]  # fmt: skip
    assert [word >> key.KIND_BITS for word in words] == kinds
    assert len(set(kinds)) == len(kinds)
    assert max(kinds) < 8  # words stay below 2^63, so they are int64 to Numba
    assert all(word < 2**63 for word in words)


def test_an_account_is_named_by_what_it_is() -> None:
    assert key.counted_account("smb", 3) == key.book_account("smb\0" + "3")
    assert key.new_account("smb", 3) - key.new_account("smb", 0) == 3
    assert key.new_account("smb", 3) != key.new_account("large", 3)


def test_collisions_are_found() -> None:
    names = [f"activity {i}" for i in range(2000)]
    pairs = key.collisions(names, 16)
    assert pairs
    assert all(a != b and key.hashed(a, 16) == key.hashed(b, 16) for a, b in pairs)
    assert key.collisions(names, 60) == []
    assert key.collisions(["same", "same"], 60) == []
