"""Keyed draws: every random number is a pure function of what it decides.

A draw is a block of Philox 4x64-10 with key (seed, replication) and counter
(index, purpose 2^32 + activity, entity, 0).  Its four lanes serve the sub-draws of one occurrence.
No order of events, engine, thread or machine can change a draw; a policy that uses more or fewer
of them moves no other.  Every literal here is a `uint64`: Numba turns uint64 with a plain int
into int64 without a word.

Source: Salmon et al. 2011, Parallel random numbers: as easy as 1, 2, 3; `docs/model.md`, Keyed
draws.
"""

import math

import numpy as np

from touchmodel.model.jit import kernel, shared

U = np.uint64

# Purposes: append only, never renumber. The lanes of each are named beside it.
ARRIVAL = 1  # gap
BIRTH = 2  # ARR, term, fit, hour of contract ends
OPENING = 3  # contract end of a counted account: month, day
EXIT = 4  # time of the uncontrollable exit
PHASE = 5  # phase of a cadence
EFFORT = 6  # effort, acceptance, channel
LAG = 7  # customer-side lag before an onboarding step
REQUEST = 8  # gap, thinning, urgency
OPPORTUNITY = 9  # gap, thinning, success
DECISION = 10  # churn, contraction
SOURCE = 11  # gap, patience
REPLAY = 12  # churn chain, exit, contraction chain
TURNOVER = 13  # leaving, day of it
YEAR = 14  # common shock
SHOCK = 15  # gap or hit
UNAIDED = 16  # completion of a self-serve step
DEFLECTION = 17  # deflection
SESSION = 18  # rank, attendance
MEMBERSHIP = 19  # joining
SURVEY = 20  # answering, answer
TRAIT = 21  # value
SEATS = 22  # number
CROSS = 23  # gap, thinning, success
CONVERSION = 24  # ARR, term, fit, hour of contract ends
LUCK = 25  # luck that an extension asks for
UNKNOWN = 26  # quantile

_M0 = U(0xD2E7470EE14C6C93)
_M1 = U(0xCA5A826395121157)
_W0 = U(0x9E3779B97F4A7C15)
_W1 = U(0xBB67AE8584CAA73B)
_LOW = U(0xFFFFFFFF)
_32 = U(32)
_12 = U(12)
_ZERO = U(0)
_ROUNDS = 10
_UNIT = 1.0 / 4503599627370496.0  # 2^-52


@shared
def high_product(a: np.uint64, b: np.uint64) -> np.uint64:
    """Return the high 64 bits of the 128-bit product."""
    a_low, a_high = a & _LOW, a >> _32
    b_low, b_high = b & _LOW, b >> _32
    middle = a_high * b_low + ((a_low * b_low) >> _32)
    cross = a_low * b_high + (middle & _LOW)
    return a_high * b_high + (middle >> _32) + (cross >> _32)


@shared
def philox(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Return the four words of one Philox 4x64-10 block."""
    for _ in range(_ROUNDS):
        h0, l0 = high_product(_M0, c0), _M0 * c0
        h1, l1 = high_product(_M1, c2), _M1 * c2
        c0, c1, c2, c3 = h1 ^ c1 ^ k0, l1, h0 ^ c3 ^ k1, l0
        k0, k1 = k0 + _W0, k1 + _W1
    return c0, c1, c2, c3


@shared
def unit(lane: np.uint64) -> float:
    """Return the lane as a number strictly inside (0, 1)."""
    return (float(lane >> _12) + 0.5) * _UNIT


@shared
def uniforms(
    seed: np.uint64, replication: np.uint64, index: np.uint64, word: np.uint64, entity: np.uint64
) -> tuple[float, float, float, float]:
    """Return the four uniforms of one occurrence; `word` is purpose 2^32 + activity."""
    w0, w1, w2, w3 = philox(index, word, entity, _ZERO, seed, replication)
    return unit(w0), unit(w1), unit(w2), unit(w3)


@shared
def normal(u: float) -> float:
    """Return the standard normal quantile of u in (0, 1).

    Source: Wichura 1988, Algorithm AS 241 (PPND16).
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _ratio(
            r,
            (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
             45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
             133.14166789178437745, 3.387132872796366608),
            (5226.495278852545925, 28729.085735721942674, 39307.89580009271061,
             21213.794301586595867, 5394.1960214247511077, 687.1870074920579083,
             42.313330701600911252, 1.0),
        )  # fmt: skip
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        z = _ratio(
            r - 1.6,
            (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
             1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
             4.6303378461565452959, 1.42343711074968357734),
            (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
             0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
             2.05319162663775882187, 1.0),
        )  # fmt: skip
    else:
        z = _ratio(
            r - 5.0,
            (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
             0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
             5.4637849111641143699, 6.6579046435011037772),
            (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
             7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
             0.59983220655588793769, 1.0),
        )  # fmt: skip
    return -z if q < 0.0 else z


@shared
def _ratio(r: float, above: tuple[float, ...], below: tuple[float, ...]) -> float:
    """Return the quotient of two polynomials of degree 7, highest coefficient first."""
    numerator = above[0]
    denominator = below[0]
    for i in range(1, 8):
        numerator = numerator * r + above[i]
        denominator = denominator * r + below[i]
    return numerator / denominator


@shared
def exponential(u: float) -> float:
    """Return the unit exponential quantile."""
    return -math.log(1.0 - u)


@shared
def lognormal(mean: float, spread: float, z: float) -> float:
    """Return a lognormal of that mean and spread (sd / mean) at the normal score z."""
    if spread == 0.0:
        return mean
    variance = math.log(1.0 + spread * spread)
    return mean * math.exp(math.sqrt(variance) * z - 0.5 * variance)


@kernel
def draw(
    seed: int, replication: int, index: int, word: int, entity: int
) -> tuple[float, float, float, float]:
    """Return the four uniforms of one occurrence, compiled for callers in Python."""
    return uniforms(U(seed), U(replication), U(index), U(word), U(entity))
