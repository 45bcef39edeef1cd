"""A segment's accounts as groups: the same past, the same year ahead, the same touch model."""

import math
from bisect import bisect_right

import numpy as np

from touchmodel.model import inputs as m
from touchmodel.model.anchor import Groups
from touchmodel.model.calendar import day_number, end_day
from touchmodel.model.choices.policy import Table, fitting_model, policy_table
from touchmodel.model.fact import Traits, profiles
from touchmodel.model.history import renewal_cdf
from touchmodel.model.opening import running_contract
from touchmodel.model.placing import expected_rules
from touchmodel.model.ranking import ARR_NODES, arr_nodes
from touchmodel.model.rules.renewal import lifetime_value
from touchmodel.scenario.schema import Segment as Said

MONTH_DAYS = 30.4375


def segment_groups(placing: "Placing", index: int, said: Said) -> Groups:
    """Return the segment's book, or its newcomers, as groups with the same past and year ahead."""
    inputs = placing.inputs
    rows = np.flatnonzero(inputs.book.segment == index)
    if len(rows) == 0:
        found = newcomer_groups(placing, index)
    elif inputs.book.elapsed[rows[0]] < 0 and inputs.book.arr[rows[0]] < 0:
        found = counted_groups(placing, index, said, len(rows))
    else:
        found = listed_groups(placing, index, rows)
    merged: dict[tuple[int, int, int, int], float] = {}
    for *place, weight in found:
        group = (int(place[0]), int(place[1]), int(place[2]), int(place[3]))
        merged[group] = merged.get(group, 0.0) + weight
    columns = np.array(list(merged), dtype=np.int64).T
    return Groups(
        weight=np.array(list(merged.values())),
        model=columns[0], term=columns[1], contract=columns[2], ahead=columns[3],
        terms=inputs.segments[index].terms,
    )  # fmt: skip


Group = tuple[int, int, int, int, float]


class Placing:
    """The policy as it is expected to place the accounts of the opening book, caps included."""

    def __init__(self, inputs: m.Inputs) -> None:
        self.inputs = inputs
        # Plain Python reads lists many times faster than arrays.
        self.table: Table = policy_table(expected_rules(inputs), len(inputs.traits)).tolist()
        self.profiles = [profiles(inputs, segment) for segment in inputs.segments]

    def models(
        self, index: int, arr: float, tenure: float, phase: int = m.LIVE, row: int = -1
    ) -> dict[int, float]:
        """Return the touch models that such accounts of a segment get, each with its share.

        Live unless said otherwise; shares are those of seats and traits the policy asks for, of
        the account in `row` of the book if it is about one.
        """
        segment, found = self.inputs.segments[index], dict[int, float]()
        ltv = lifetime_value(arr, segment.typed_churn) * self.inputs.margin
        for seats, traits, share in self.kinds(index, row):
            model = fitting_model(
                self.table, index, phase, arr, ltv, segment.complexity, tenure, seats, math.nan,
                0.0, traits,
            )  # fmt: skip
            found[model] = found.get(model, 0.0) + share
        return found

    def kinds(self, index: int, row: int) -> list[tuple[float, Traits, float]]:
        """Return the seats and traits of a segment's accounts, of one row if its list says more."""
        book = self.inputs.book
        if row < 0 or not (len(book.seats) or len(book.traits)):
            return self.profiles[index]
        return profiles(self.inputs, self.inputs.segments[index], row)


def tenure_of(since: float) -> float:
    """Return the tenure of an account of the book [d]; a year where nobody knows."""
    return 365.0 if math.isnan(since) else -since


def other_models(inputs: m.Inputs) -> dict[tuple[int, int], int]:
    """Count the accounts that are today in another touch model than the policy's, by both."""
    book, placing = inputs.book, Placing(inputs)
    found: dict[tuple[int, int], int] = {}
    for row in np.flatnonzero(book.model >= 0).tolist():
        index, today = int(book.segment[row]), int(book.model[row])
        segment, tenure = inputs.segments[index], tenure_of(float(book.since[row]))
        phase = m.LIVE if tenure >= segment.onboarded_within else m.IN_ONBOARDING
        models = placing.models(index, float(book.arr[row]), tenure, phase, row)
        policy = max(models, key=lambda model: models[model])
        if policy != today:
            found[today, policy] = found.get((today, policy), 0) + 1
    return dict(sorted(found.items()))


class SharesByArr:
    """The touch models that a segment's accounts get, by tenure, with their shares."""

    def __init__(self, placing: Placing, index: int) -> None:
        self.placing, self.index = placing, index
        self.bounds = sorted({bound for rule in placing.inputs.rules for bound in rule.tenure})
        self.known: dict[int, list[tuple[int, float]]] = {}

    def at(self, tenure: float) -> list[tuple[int, float]]:
        """Return them for accounts of that tenure [d]: the same between two bounds."""
        asked = bisect_right(self.bounds, tenure)
        if asked not in self.known:
            self.known[asked] = self.found(tenure)
        return self.known[asked]

    def found(self, tenure: float) -> list[tuple[int, float]]:
        """Work them out over the nodes of the ARR."""
        total: dict[int, float] = {}
        for arr in arr_nodes(self.placing.inputs.segments[self.index]):
            for model, share in self.placing.models(self.index, arr, tenure).items():
                total[model] = total.get(model, 0.0) + share
        return [(model, total[model] / ARR_NODES) for model in sorted(total)]


def newcomer_groups(placing: Placing, index: int) -> list[Group]:
    """Return the accounts of a segment without a book: on their first contract."""
    segment, shares = placing.inputs.segments[index], SharesByArr(placing, index)
    return [
        (model, k, 0, 0, float(share) * part)
        for k, share in enumerate(segment.term_shares)
        for model, part in shares.at(0.5 * float(segment.terms[k]) * MONTH_DAYS)
        if share > 0.0
    ]


def counted_groups(placing: Placing, index: int, said: Said, count: int) -> list[Group]:
    """Return the accounts of a counted book: one renewal passed, ends spread over the term."""
    inputs, groups, shares = placing.inputs, list[Group](), SharesByArr(placing, index)
    segment = inputs.segments[index]
    for k, share in enumerate(segment.term_shares):
        term = int(segment.terms[k])
        ends = np.diff(renewal_cdf(said.renews_in, inputs.calendar.start, term), prepend=0.0)
        for offset, weight in enumerate(ends):
            ahead = len(range(offset, 12, term))
            # As `open_book` has it: an account of unknown start was there before all settled.
            tenure = max((2 * term - offset - 0.5) * MONTH_DAYS, inputs.calendar.settle_days)
            groups += [
                (model, k, 1, ahead, count * float(share) * float(weight) * part)
                for model, part in shares.at(tenure)
                if share > 0.0 and weight > 0.0
            ]
    return groups


def listed_groups(placing: Placing, index: int, rows: m.Ints) -> list[Group]:
    """Return the accounts of a customer list by what their rows say."""
    inputs = placing.inputs
    segment, book = inputs.segments[index], inputs.book
    first = inputs.calendar.start.year * 12 + inputs.calendar.start.month - 1
    year = (day_number(first, 1), day_number(first + 12, 1))
    groups = []
    for row in rows.tolist():
        term, elapsed = int(book.term[row]), int(book.elapsed[row])
        renews = int(book.renews_month[row])
        choices = [(k, float(s)) for k, s in enumerate(segment.term_shares) if s > 0.0]
        if term > 0:
            choices = [(int(np.flatnonzero(segment.terms == term)[0]), 1.0)]
        for k, share in choices:
            months = int(segment.terms[k])
            to_renewal = renews - int(book.start_month[row]) if elapsed >= 0 <= renews else -1
            contract = running_contract(elapsed, to_renewal, months)
            if renews >= 0:
                anchor = (renews - (contract + 1) * months, int(book.renews_day[row]))
            elif elapsed >= 0:
                anchor = (int(book.start_month[row]), int(book.start_day[row]))
            else:
                anchor = (first - months, 15)
            ends = [end_day(*anchor, (contract + 1 + j) * months) for j in range(12 // months + 2)]
            ahead = sum(year[0] <= end < year[1] for end in ends)
            models = {int(book.model[row]): 1.0}
            if book.model[row] < 0:
                tenure = tenure_of(float(book.since[row]))
                models = placing.models(index, float(book.arr[row]), tenure, row=row)
            groups += [(model, k, contract, ahead, share * part) for model, part in models.items()]
    return groups
