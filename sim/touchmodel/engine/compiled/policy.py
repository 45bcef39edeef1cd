"""The policy at work: which touch model an account gets, and who still has room.

To be read beside `engine/reference/policy.py`.
"""

from touchmodel.engine.compiled import views as v
from touchmodel.engine.compiled.layout import Row
from touchmodel.engine.compiled.world import NO_KEY, drawn
from touchmodel.model import draws
from touchmodel.model import inputs as m
from touchmodel.model.choices.policy import MODEL, fitting_line, placed_line
from touchmodel.model.jit import part
from touchmodel.model.opening import chosen
from touchmodel.model.placing import places_of
from touchmodel.model.rules.renewal import lifetime_value
from touchmodel.model.rules.seats import whole_seats


@part
def facts(s: Row, t: Row, account: int) -> None:
    """Draw seats and traits of a new account, as far as the policy asks for them."""
    a = v.accounts(s)[account]
    sg = v.segments(t)[a.segment]
    a.seats = 1.0
    if v.whole(t)[5]:
        u = drawn(s, draws.SEATS, NO_KEY, 0, a.entity)
        a.seats = whole_seats(draws.lognormal(sg.seats, sg.seats_spread, draws.normal(u[0])))
    if v.whole(t)[6]:
        for trait in range(v.trait_laws(t).shape[1]):
            first, count = (
                v.trait_laws(t)[a.segment, trait, 0],
                v.trait_laws(t)[a.segment, trait, 1],
            )
            v.traits(s)[account, trait] = -1
            if count > 0:
                u = drawn(s, draws.TRAIT, v.trait_keys(t)[trait], 0, a.entity)
                place = chosen(u[0], v.trait_shares(t)[first : first + count])
                v.traits(s)[account, trait] = v.trait_values(t)[first + place]


@part
def fitting_model(s: Row, t: Row, account: int, now: float) -> int:
    """Return the touch model that the policy gives it."""
    a = v.accounts(s)[account]
    segment, arr = v.segments(t)[a.segment], float(a.arr)
    ltv = lifetime_value(arr, segment.typed_churn) * v.real(t)[6]
    phase = m.LIVE if a.onboarded else m.IN_ONBOARDING
    if v.whole(t)[10]:
        fill_full(s, t, account)
        line = placed_line(
            v.rules(t), v.full(s), a.segment, phase, arr, ltv, a.complexity, now - a.since, a.seats,
            a.reading, max(now, 0.0), v.traits(s)[account],
        )  # fmt: skip
    else:
        line = fitting_line(
            v.rules(t), 0, a.segment, phase, arr, ltv, a.complexity, now - a.since, a.seats,
            a.reading, max(now, 0.0), v.traits(s)[account],
        )  # fmt: skip
    return int(v.rules(t)[line][MODEL]) if line >= 0 else -1


@part
def fill_full(s: Row, t: Row, account: int) -> None:
    """Note whether each touch model has no room for an account; its own team always has."""
    a = v.accounts(s)[account]
    own = v.models(t)[a.model].pool if a.model >= 0 else -1
    for model in range(len(v.models(t))):
        pool = v.models(t)[model].pool
        v.full(s)[model] = pool >= 0 and pool != own and is_full(s, t, pool)


@part
def is_full(s: Row, t: Row, pool: int) -> bool:
    """Return whether a team has as many accounts as it may."""
    team = v.teams(s)[pool]
    return bool(team.accounts >= places_of(v.pools(t)[pool].accounts_each, team.positions))


@part
def enter(s: Row, t: Row, model: int, more: int) -> None:
    """Count an account in the team of its touch model, or one less."""
    if v.models(t)[model].pool >= 0:
        v.teams(s)[v.models(t)[model].pool].accounts += more
