"""Who owns an account: whoever has the lightest book for how fast they work."""

from collections.abc import Sequence

from touchmodel.model.jit import shared


@shared
def lightest_book(
    loads: Sequence[int], accounts: Sequence[int], productivities: Sequence[float]
) -> int:
    """Return the index of the person to own an account, -1 if there is none.

    Least is the load (expected weekly hours of the accounts owned, in millionths so that giving
    and taking leave no remainder) over productivity; then the number of accounts; then the seat,
    as which the sequences are ordered.  Who is not productive yet owns nothing.
    """
    best = -1
    for i in range(len(loads)):
        if productivities[i] <= 0.0:
            continue
        if best < 0:
            best = i
            continue
        mine, least = loads[i] / productivities[i], loads[best] / productivities[best]
        if mine < least or (mine == least and accounts[i] < accounts[best]):
            best = i
    return best
