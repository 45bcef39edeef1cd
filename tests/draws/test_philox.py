"""The generator against its published answers, NumPy's own, and itself uncompiled."""

import numpy as np
import pytest

from touchmodel.model.draws import U, draw, philox, uniforms, unit
from touchmodel.model.jit import kernel

ONES = 2**64 - 1
PI = (
    0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89,
    0x452821E638D01377, 0xBE5466CF34E90C6C,
)  # fmt: skip
# Source: Random123 1.14, tests/kat_vectors, philox4x64-10: counter and key, then the block.
PUBLISHED = {
    "zeros": ((0,) * 6, (
        0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B)),
    "ones": ((ONES,) * 6, (
        0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0)),
    "pi": (PI, (
        0xA528F45403E61D95, 0x38C72DBD566E9788, 0xA5A1610E72FD18B5, 0x57BD43B5E52B7FE6)),
}  # fmt: skip


def words(*values: int) -> tuple[np.uint64, ...]:
    return tuple(np.uint64(v) for v in values)


@kernel
def compiled(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    return philox(c0, c1, c2, c3, k0, k1)


def some_words() -> list[tuple[int, ...]]:
    """Counters and keys of all sizes, the highest bit set in half of them."""
    rng = np.random.default_rng(1)
    return [tuple(int(w) for w in row) for row in rng.integers(0, ONES, (200, 6), np.uint64, True)]


@pytest.mark.parametrize("name", PUBLISHED)
def test_known_answers(name: str) -> None:
    given, block = PUBLISHED[name]
    assert tuple(int(lane) for lane in compiled(*words(*given))) == block


def test_numpy_gives_the_same_blocks_one_counter_later() -> None:
    for *counter, k0, k1 in some_words():
        theirs = np.random.Philox(
            counter=np.array(counter, np.uint64), key=np.array([k0, k1], np.uint64)
        )
        ours = [(counter[0] + 1) % 2**64, *counter[1:]]
        carried = counter[0] == ONES
        assert not carried
        assert tuple(theirs.random_raw(4)) == compiled(*words(*ours, k0, k1))


def test_plain_python_gives_the_same_lanes_as_compiled() -> None:
    high = [row for row in some_words() if min(row) < 2**63 <= max(row)]
    assert len(high) > 100
    with np.errstate(over="ignore"):
        for row in [(2**63,) * 6, *high]:
            assert philox(*words(*row)) == compiled(*words(*row))


def test_draw_is_the_block_of_its_key() -> None:
    seed, replication, index, word, entity = 2**63 - 1, 2**32 + 5, 17, 6 << 32 | 0xFFFFFFFF, 7 << 60
    block = compiled(*words(index, word, entity, 0, seed, replication))
    assert draw(seed, replication, index, word, entity) == tuple(unit(lane) for lane in block)
    with np.errstate(over="ignore"):
        plain = uniforms(U(seed), U(replication), U(index), U(word), U(entity))
    assert draw(seed, replication, index, word, entity) == plain


def test_uniforms_lie_strictly_inside_the_unit_interval() -> None:
    assert unit(U(0)) == 2.0**-53
    assert unit(U(ONES)) == 1.0 - 2.0**-53
