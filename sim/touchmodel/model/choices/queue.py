"""Which waiting item is next within its class: the oldest, the first due, or the largest account's.

What this leaves equal goes by the time it was created, then by entity, activity and occurrence.
"""

from touchmodel.model.inputs import BY_ARR, BY_DUE
from touchmodel.model.jit import shared


@shared
def place_in_class(order: int, created: float, deadline: float, arr: int) -> float:
    """Return the number by which items of a class are ordered, the smallest first."""
    if order == BY_DUE:
        return deadline
    if order == BY_ARR:
        return -float(arr)
    return created
