"""Views: the arrays of a stage and of its tables, by their addresses.

A kernel is given two rows, each with the address and the shape of every array: passing the arrays
themselves from function to function would take LLVM minutes.
"""

from typing import Any, cast

import numba
import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from touchmodel.engine.compiled import layout
from touchmodel.engine.compiled.layout import Row, Rows
from touchmodel.engine.compiled.plain import array_at
from touchmodel.model.jit import PLAIN, view

ACCOUNT = layout.ACCOUNT
CHANNEL = layout.CHANNEL
CONTRACT = layout.CONTRACT
CONVERSION = layout.CONVERSION
ENTRY = layout.ENTRY
EVENT = layout.EVENT
LINE = layout.LINE
MEMBERS = layout.MEMBERS
MODEL = layout.MODEL
MOVE = layout.MOVE
OFFER = layout.OFFER
PERSON = layout.PERSON
POOL = layout.POOL
REQUISITION = layout.REQUISITION
SEGMENT = layout.SEGMENT
SHOCK = layout.SHOCK
SNAPSHOT = layout.SNAPSHOT
SOURCE = layout.SOURCE
STAFF = layout.STAFF
START = layout.START
TEAM = layout.TEAM
TRACE = layout.TRACE
WORK = layout.WORK
BOOL = np.dtype(np.bool_)
FLOAT64 = np.dtype(np.float64)
INT32 = np.dtype(np.int32)
INT64 = np.dtype(np.int64)
UINT64 = np.dtype(np.uint64)
UINT8 = np.dtype(np.uint8)


def _pointer(context: Any, address: Any) -> Any:
    """Return an address as a pointer."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(address), code


pointer: Any = int if PLAIN else intrinsic(_pointer)
carray: Any = array_at if PLAIN else cast(Any, numba).carray


@view
def accounts(s: Row) -> Rows:
    """Return `Stage.accounts`."""
    return carray(pointer(s.at_accounts), (s.accounts_0,), ACCOUNT)


@view
def traits(s: Row) -> Rows:
    """Return `Stage.traits`."""
    return carray(pointer(s.at_traits), (s.traits_0, s.traits_1), INT64)


@view
def works(s: Row) -> Rows:
    """Return `Stage.works`."""
    return carray(pointer(s.at_works), (s.works_0,), WORK)


@view
def events(s: Row) -> Rows:
    """Return `Stage.events`."""
    return carray(pointer(s.at_events), (s.events_0,), EVENT)


@view
def heads(s: Row) -> Rows:
    """Return `Stage.heads`."""
    return carray(pointer(s.at_heads), (s.heads_0,), INT32)


@view
def heap(s: Row) -> Rows:
    """Return `Stage.heap`."""
    return carray(pointer(s.at_heap), (s.heap_0,), INT32)


@view
def starts(s: Row) -> Rows:
    """Return `Stage.starts`."""
    return carray(pointer(s.at_starts), (s.starts_0,), START)


@view
def freed(s: Row) -> Rows:
    """Return `Stage.freed`."""
    return carray(pointer(s.at_freed), (s.freed_0,), INT32)


@view
def fresh(s: Row) -> Rows:
    """Return `Stage.fresh`."""
    return carray(pointer(s.at_fresh), (s.fresh_0,), INT32)


@view
def teams(s: Row) -> Rows:
    """Return `Stage.teams`."""
    return carray(pointer(s.at_teams), (s.teams_0,), TEAM)


@view
def idle(s: Row) -> Rows:
    """Return `Stage.idle`."""
    return carray(pointer(s.at_idle), (s.idle_0, s.idle_1), INT64)


@view
def seats(s: Row) -> Rows:
    """Return `Stage.seats`."""
    return carray(pointer(s.at_seats), (s.seats_0, s.seats_1), INT32)


@view
def generations(s: Row) -> Rows:
    """Return `Stage.generations`."""
    return carray(pointer(s.at_generations), (s.generations_0, s.generations_1), INT32)


@view
def people(s: Row) -> Rows:
    """Return `Stage.people`."""
    return carray(pointer(s.at_people), (s.people_0,), PERSON)


@view
def requisitions(s: Row) -> Rows:
    """Return `Stage.requisitions`."""
    return carray(pointer(s.at_requisitions), (s.requisitions_0,), REQUISITION)


@view
def slow(s: Row) -> Rows:
    """Return `Stage.slow`."""
    return carray(pointer(s.at_slow), (s.slow_0,), INT64)


@view
def weights(s: Row) -> Rows:
    """Return `Stage.weights`."""
    return carray(pointer(s.at_weights), (s.weights_0, s.weights_1), INT64)


@view
def paces(s: Row) -> Rows:
    """Return `Stage.paces`."""
    return carray(pointer(s.at_paces), (s.paces_0,), FLOAT64)


@view
def candidates(s: Row) -> Rows:
    """Return `Stage.candidates`."""
    return carray(pointer(s.at_candidates), (s.candidates_0,), INT32)


@view
def full(s: Row) -> Rows:
    """Return `Stage.full`."""
    return carray(pointer(s.at_full), (s.full_0,), BOOL)


@view
def totals(s: Row) -> Rows:
    """Return `Stage.totals`."""
    return carray(pointer(s.at_totals), (s.totals_0,), FLOAT64)


@view
def invitations(s: Row) -> Rows:
    """Return `Stage.invitations`."""
    return carray(pointer(s.at_invitations), (s.invitations_0,), INT32)


@view
def places(s: Row) -> Rows:
    """Return `Stage.places`."""
    return carray(pointer(s.at_places), (s.places_0,), INT64)


@view
def invited(s: Row) -> Rows:
    """Return `Stage.invited`."""
    return carray(pointer(s.at_invited), (s.invited_0,), INT32)


@view
def ranks(s: Row) -> Rows:
    """Return `Stage.ranks`."""
    return carray(pointer(s.at_ranks), (s.ranks_0,), FLOAT64)


@view
def cells(s: Row) -> Rows:
    """Return `Stage.cells`."""
    return carray(pointer(s.at_cells), (s.cells_0, s.cells_1, s.cells_2), INT64)


@view
def healths(s: Row) -> Rows:
    """Return `Stage.healths`."""
    return carray(pointer(s.at_healths), (s.healths_0, s.healths_1), FLOAT64)


@view
def entries(s: Row) -> Rows:
    """Return `Stage.entries`."""
    return carray(pointer(s.at_entries), (s.entries_0,), ENTRY)


@view
def contracts(s: Row) -> Rows:
    """Return `Stage.contracts`."""
    return carray(pointer(s.at_contracts), (s.contracts_0,), CONTRACT)


@view
def moves(s: Row) -> Rows:
    """Return `Stage.moves`."""
    return carray(pointer(s.at_moves), (s.moves_0,), MOVE)


@view
def snapshots(s: Row) -> Rows:
    """Return `Stage.snapshots`."""
    return carray(pointer(s.at_snapshots), (s.snapshots_0,), SNAPSHOT)


@view
def staff(s: Row) -> Rows:
    """Return `Stage.staff`."""
    return carray(pointer(s.at_staff), (s.staff_0,), STAFF)


@view
def conversions(s: Row) -> Rows:
    """Return `Stage.conversions`."""
    return carray(pointer(s.at_conversions), (s.conversions_0,), CONVERSION)


@view
def members(s: Row) -> Rows:
    """Return `Stage.members`."""
    return carray(pointer(s.at_members), (s.members_0,), MEMBERS)


@view
def trace(s: Row) -> Rows:
    """Return `Stage.trace`."""
    return carray(pointer(s.at_trace), (s.trace_0,), TRACE)


@view
def lines(t: Row) -> Rows:
    """Return `Tables.lines`."""
    return carray(pointer(t.at_lines), (t.lines_0,), LINE)


@view
def channels(t: Row) -> Rows:
    """Return `Tables.channels`."""
    return carray(pointer(t.at_channels), (t.channels_0,), CHANNEL)


@view
def models(t: Row) -> Rows:
    """Return `Tables.models`."""
    return carray(pointer(t.at_models), (t.models_0,), MODEL)


@view
def segments(t: Row) -> Rows:
    """Return `Tables.segments`."""
    return carray(pointer(t.at_segments), (t.segments_0,), SEGMENT)


@view
def shocks(t: Row) -> Rows:
    """Return `Tables.shocks`."""
    return carray(pointer(t.at_shocks), (t.shocks_0,), SHOCK)


@view
def pools(t: Row) -> Rows:
    """Return `Tables.pools`."""
    return carray(pointer(t.at_pools), (t.pools_0,), POOL)


@view
def offers(t: Row) -> Rows:
    """Return `Tables.offers`."""
    return carray(pointer(t.at_offers), (t.offers_0,), OFFER)


@view
def sources(t: Row) -> Rows:
    """Return `Tables.sources`."""
    return carray(pointer(t.at_sources), (t.sources_0,), SOURCE)


@view
def rules(t: Row) -> Rows:
    """Return `Tables.rules`."""
    return carray(pointer(t.at_rules), (t.rules_0, t.rules_1), FLOAT64)


@view
def review_days(t: Row) -> Rows:
    """Return `Tables.review_days`."""
    return carray(pointer(t.at_review_days), (t.review_days_0,), FLOAT64)


@view
def terms(t: Row) -> Rows:
    """Return `Tables.terms`."""
    return carray(pointer(t.at_terms), (t.terms_0,), INT64)


@view
def term_shares(t: Row) -> Rows:
    """Return `Tables.term_shares`."""
    return carray(pointer(t.at_term_shares), (t.term_shares_0,), FLOAT64)


@view
def expected(t: Row) -> Rows:
    """Return `Tables.expected`."""
    return carray(pointer(t.at_expected), (t.expected_0, t.expected_1), FLOAT64)


@view
def clock(t: Row) -> Rows:
    """Return `Tables.clock`."""
    return carray(pointer(t.at_clock), (t.clock_0, t.clock_1), FLOAT64)


@view
def month_starts(t: Row) -> Rows:
    """Return `Tables.month_starts`."""
    return carray(pointer(t.at_month_starts), (t.month_starts_0,), FLOAT64)


@view
def lifts(t: Row) -> Rows:
    """Return `Tables.lifts`."""
    return carray(pointer(t.at_lifts), (t.lifts_0, t.lifts_1), FLOAT64)


@view
def deflects(t: Row) -> Rows:
    """Return `Tables.deflects`."""
    return carray(pointer(t.at_deflects), (t.deflects_0, t.deflects_1), FLOAT64)


@view
def kept(t: Row) -> Rows:
    """Return `Tables.kept`."""
    return carray(pointer(t.at_kept), (t.kept_0, t.kept_1, t.kept_2), FLOAT64)


@view
def offer_runs(t: Row) -> Rows:
    """Return `Tables.offer_runs`."""
    return carray(pointer(t.at_offer_runs), (t.offer_runs_0, t.offer_runs_1), UINT8)


@view
def offer_models(t: Row) -> Rows:
    """Return `Tables.offer_models`."""
    return carray(pointer(t.at_offer_models), (t.offer_models_0, t.offer_models_1), UINT8)


@view
def trait_laws(t: Row) -> Rows:
    """Return `Tables.trait_laws`."""
    return carray(pointer(t.at_trait_laws), (t.trait_laws_0, t.trait_laws_1, t.trait_laws_2), INT64)


@view
def ramps(t: Row) -> Rows:
    """Return `Tables.ramps`."""
    return carray(pointer(t.at_ramps), (t.ramps_0,), FLOAT64)


@view
def levels(t: Row) -> Rows:
    """Return `Tables.levels`."""
    return carray(pointer(t.at_levels), (t.levels_0,), FLOAT64)


@view
def starts_in(t: Row) -> Rows:
    """Return `Tables.starts_in`."""
    return carray(pointer(t.at_starts_in), (t.starts_in_0, t.starts_in_1), UINT8)


@view
def approved(t: Row) -> Rows:
    """Return `Tables.approved`."""
    return carray(pointer(t.at_approved), (t.approved_0, t.approved_1), INT64)


@view
def calls(t: Row) -> Rows:
    """Return `Tables.calls`."""
    return carray(pointer(t.at_calls), (t.calls_0, t.calls_1), UINT8)


@view
def covers(t: Row) -> Rows:
    """Return `Tables.covers`."""
    return carray(pointer(t.at_covers), (t.covers_0, t.covers_1), INT64)


@view
def loads(t: Row) -> Rows:
    """Return `Tables.loads`."""
    return carray(pointer(t.at_loads), (t.loads_0, t.loads_1), INT64)


@view
def leaves(t: Row) -> Rows:
    """Return `Tables.leaves`."""
    return carray(pointer(t.at_leaves), (t.leaves_0, t.leaves_1), INT64)


@view
def leave_days(t: Row) -> Rows:
    """Return `Tables.leave_days`."""
    return carray(pointer(t.at_leave_days), (t.leave_days_0, t.leave_days_1), FLOAT64)


@view
def trait_keys(t: Row) -> Rows:
    """Return `Tables.trait_keys`."""
    return carray(pointer(t.at_trait_keys), (t.trait_keys_0,), UINT64)


@view
def trait_values(t: Row) -> Rows:
    """Return `Tables.trait_values`."""
    return carray(pointer(t.at_trait_values), (t.trait_values_0,), INT64)


@view
def trait_shares(t: Row) -> Rows:
    """Return `Tables.trait_shares`."""
    return carray(pointer(t.at_trait_shares), (t.trait_shares_0,), FLOAT64)


@view
def real(t: Row) -> Rows:
    """Return `Tables.real`."""
    return carray(pointer(t.at_real), (t.real_0,), FLOAT64)


@view
def whole(t: Row) -> Rows:
    """Return `Tables.whole`."""
    return carray(pointer(t.at_whole), (t.whole_0,), INT64)
