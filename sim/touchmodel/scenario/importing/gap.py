"""What an export cannot say: the value taken instead, where that comes from, and its grade."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from touchmodel.language import Text, verbatim
from touchmodel.scenario.importing.assignment import assigned, moved
from touchmodel.scenario.importing.care import Care
from touchmodel.scenario.importing.entry import Entry
from touchmodel.scenario.importing.fact import Facts

YEN_PER_DOLLAR = 150


@dataclass(frozen=True)
class Assumed:
    """A number nobody has measured here, as a scenario file writes it."""

    best: str
    low: str
    high: str
    source: Text
    grade: str


@dataclass(frozen=True)
class Gap:
    """Something that the data do not say."""

    key: str
    """Where it stands in the scenario; `*` for every segment or pool."""
    taken: Text
    """The value that is used."""
    why: Text
    """Where it comes from, and what to do about it."""
    grade: str = "assumption"

    @property
    def sentence(self) -> Text:
        """The gap on one line."""
        return Text(
            "{key}: {taken} ({grade}). {why}",
            key=self.key, taken=self.taken, grade=self.grade, why=self.why,
        )  # fmt: skip


_OURS = Text("touchmodel's assumption")
REQUESTS = Assumed("0.1", "0", "0.8", _OURS, "assumption")
ODDS_RATIO = Assumed("1.35", "1", "1.7", _OURS, "assumption")
SHORT_NOTICE = Assumed("10 days", "0 days", "15 days", _OURS, "assumption")
TERM = 12
"""Contract term that is taken where none is known [months]."""
_BANDS = ((50_000, "7%", "4%", "14%"), (25_000, "8%", "4%", "16%"), (0, "10%", "5%", "20%"))
"""Churn from which ARR on: 100 % less the median GRR; half and double of it."""


def churn(mean: Decimal, currency: str) -> Assumed:
    """Return the churn taken for customers of that mean ARR."""
    dollars = mean / YEN_PER_DOLLAR if currency == "JPY" else mean
    _, best, low, high = next(band for band in _BANDS if dollars >= band[0])
    source = Text("100 % less the median GRR of this contract size, SaaS Capital 2023 (B)")
    return Assumed(best, low, high, source, "assumption")


def cost(currency: str) -> Assumed:
    """Return the loaded cost of a person in a year."""
    if currency == "JPY":
        source = Text("no Japanese figure is known: touchmodel's assumption")
        return Assumed("9M", "6M", "13M", source, "assumption")
    source = Text("US base 100 k to OTE 136 k USD, loaded by 1.25 to 1.43")
    return Assumed("140k", "125k", "195k", source, "C")


@dataclass(frozen=True)
class Known:
    """What the gaps are looked for in."""

    facts: Sequence[Facts]
    rows: Sequence[Entry]
    care: Care
    currency: str
    currency_is_said: bool
    why_no_churn: Text
    """Why churn is not known of the segments that have none."""


Found = Iterator[Gap]


def gaps(known: Known) -> list[Gap]:
    """Return everything the scenario needs and the data do not say."""
    return [gap for rule in RULES for gap in rule(known)]


def taken(assumed: Assumed) -> Text:
    """Return an assumed number in words."""
    return Text("{best} ({low} to {high})", best=assumed.best, low=assumed.low, high=assumed.high)


def _churn(known: Known) -> Found:
    for facts in known.facts:
        if facts.churn is None:
            assumed = churn(facts.mean, known.currency)
            why = Text("{why}; the figure is {source}", why=known.why_no_churn,
                       source=assumed.source)  # fmt: skip
            yield Gap(f"segments.{facts.segment}.churn_per_year.today", taken(assumed), why)
        elif facts.churn.cut:
            why = Text("More have left than contracts of these terms can end: check the terms")
            most = verbatim(f"{facts.churn.today:.0%}")
            yield Gap(f"segments.{facts.segment}.churn_per_year.today", most, why)
    what = verbatim("today ÷ (1 − 0.25 × coverage_today)")
    why = Text("Nobody has measured churn without the team; it decides the plan: read the guide")
    yield Gap("segments.*.churn_per_year.without_us", what, why)


def _contracts(known: Known) -> Found:
    missing = [facts.segment for facts in known.facts if facts.terms is None]
    if missing:
        why = Text("No column says the contract term of {segments}", segments=", ".join(missing))
        yield Gap("segments.*.contract", verbatim(f"{TERM} months: 100%"), why)
    dated = any(row.renews_on or row.start or row.tenure_months is not None for row in known.rows)
    if not dated:
        what = Text("spread evenly over the term")
        why = Text("No column says when contracts end; add a date, or write `renews_in`")
        yield Gap("segments.*.renews_in", what, why)


def _arrivals(known: Known) -> Found:
    if any(facts.new_per_month is None for facts in known.facts):
        why = Text("No column says since when customers are there; write your sales plan")
        yield Gap("segments.*.new_per_month", verbatim("0"), why)


def _requests(known: Known) -> Found:
    if any(facts.requests is None for facts in known.facts):
        why = Text("No table of requests was given; add your tickets with another `--book`")
        yield Gap("segments.*.requests.per_month", taken(REQUESTS), why)


def _people(known: Known) -> Found:
    if not known.care.owners:
        teams = ", ".join(f"{team.name} {team.positions}" for team in known.care.teams)
        why = Text("By folk ratios of accounts and ARR per CSM: say how many people you have")
        yield Gap("pools.*.positions", verbatim(teams), why, "C")
    assumed = cost(known.currency)
    why = Text("{source}; write yours", source=assumed.source)
    yield Gap("pools.*.cost_per_year", taken(assumed), why, assumed.grade)


def _work(known: Known) -> Found:
    if len(known.care.models) > 1:
        yield _who_gets_what(known)
    why = Text("From touchmodel's library; write what your team does and how long it takes")
    yield Gap("touch_models", Text("usual activities, cadences and hours"), why, "C")
    why = Text("`touchmodel check --simulate` says what the team of the file gets done")
    yield Gap("coverage_today, sla_today", verbatim("80%, 95%"), why)


def _who_gets_what(known: Known) -> Gap:
    rows, care = known.rows, known.care
    given = Counter(assigned(rows, care.who_gets_what))
    counts = verbatim(", ".join(f"{model.name} {given[model.name]:,}" for model in care.models))
    if not care.named:
        return Gap("who_gets_what", counts, Text("By rank of ARR; say who gets what today"))
    why = Text(
        "The data say what accounts have today, not why: {moved:,} of {accounts:,} get another "
        "touch model by these rules, from a review on",
        moved=moved(rows, care.who_gets_what), accounts=len(rows),
    )  # fmt: skip
    return Gap("who_gets_what", counts, why)


def _growth(known: Known) -> Found:
    why = Text("The export does not say how customers grow or shrink; add what you know")
    yield Gap("segments.*.upsell, uplift, contraction_per_year", Text("none"), why)


def _money(known: Known) -> Found:
    if not known.currency_is_said:
        why = Text("No sign in the export says the currency")
        yield Gap("currency", verbatim(known.currency), why)


def _target(known: Known) -> Found:
    why = Text("Somewhat below what the churn of the file means; write what you are asked to hold")
    yield Gap("targets", Text("see the file"), why)


RULES: tuple[Callable[[Known], Found], ...] = (
    _churn,
    _contracts,
    _arrivals,
    _requests,
    _people,
    _work,
    _growth,
    _money,
    _target,
)
