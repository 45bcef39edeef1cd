"""Queueing formulas the engine is held against, and the planner's first look."""


def erlang_b(servers: int, load: float) -> float:
    """Return the loss probability of M/M/c/c; `load` in erlang.

    >>> round(erlang_b(2, 1.0), 4)
    0.2
    """
    loss = 1.0
    for k in range(1, servers + 1):
        loss = load * loss / (k + load * loss)
    return loss


def erlang_c(servers: int, load: float) -> float:
    """Return the probability of waiting in M/M/c; 1 where the load is not below the servers.

    >>> round(erlang_c(14, 10.0), 3)
    0.174
    """
    if load >= servers:
        return 1.0
    loss = erlang_b(servers, load)
    return loss / (1.0 - load / servers * (1.0 - loss))


def mean_wait(servers: int, load: float, service: float) -> float:
    """Return the mean wait of M/M/c, in the unit of `service`; inf where it has no limit."""
    if load >= servers:
        return float("inf")
    return erlang_c(servers, load) * service / (servers - load)


def priority_waits(servers: int, loads: list[float], service: float) -> list[float]:
    """Return the mean waits by class of a non-preemptive M/M/c, the first class served first.

    Source: Cobham 1954, Priority assignment in waiting line problems.
    """
    total = sum(loads)
    residual = erlang_c(servers, total) * service / servers
    waits, served = [], 0.0
    for load in loads:
        before, served = served, served + load
        waits.append(residual / ((1.0 - before / servers) * (1.0 - served / servers)))
    return waits
