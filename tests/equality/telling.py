"""The first difference between two runs, told so that it can be found."""

from dataclasses import fields

from touchmodel.model import records as r


def difference(one: r.Records, other: r.Records) -> str:
    """Return where two runs differ first, as a sentence; nothing if they are the same bits."""
    for place, (a, b) in enumerate(zip(one.trace, other.trace, strict=False)):
        if a != b:
            return (
                f"event {place}: {a} and {b}; before both: {one.trace[max(0, place - 3) : place]}"
            )
    if len(one.trace) != len(other.trace):
        longer = max(one.trace, other.trace, key=len)
        return f"only one goes on: {longer[min(len(one.trace), len(other.trace))]}"
    for table in fields(one):
        if table.name in ("replication", "trace"):
            continue
        for column in fields(getattr(one, table.name)):
            a, b = (getattr(getattr(run, table.name), column.name) for run in (one, other))
            if (a.dtype, a.shape, a.tobytes()) != (b.dtype, b.shape, b.tobytes()):
                return f"{table.name}.{column.name}: {a} and {b}"
    return ""
