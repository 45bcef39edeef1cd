"""`check`: what touchmodel understood of a scenario, and whether its status quo is the one typed.

A planner types today's churn, coverage and SLA beside today's customers, work and team.  The two
may not fit: the team may get less done than was typed.  Simulating the first year as the file
writes it, and laying the figures typed beside it, shows that before any plan is made.
"""

import math
from dataclasses import asdict, dataclass, field, replace
from os import PathLike
from typing import Any

from touchmodel.analytic.workload import MONTH_DAYS
from touchmodel.experiment.assignment import (
    CapReading,
    RankReading,
    cap_readings,
    rank_readings,
    shares_over_all,
)
from touchmodel.experiment.benchmark import Face, arithmetic, beside, typed
from touchmodel.experiment.book import BookReading, read_reading
from touchmodel.experiment.engine import DEFAULT, Agreement, Engine, named
from touchmodel.experiment.interval import spread
from touchmodel.experiment.part import FIGURES, Kind
from touchmodel.experiment.prepare import prepare
from touchmodel.experiment.replicate import replicate
from touchmodel.experiment.simulate import Told, refuse_arguments
from touchmodel.experiment.store import Keep, Store
from touchmodel.language import Text
from touchmodel.measures.face import face
from touchmodel.measures.kpi import kpis, pool_kpis, segment_kpis
from touchmodel.model.inputs import NEXT_DECISION, Anchor, Inputs
from touchmodel.model.records import Records
from touchmodel.scenario.load import Loaded
from touchmodel.scenario.schema import Pool

YEAR = 12
FACE = "face "
"""Begins the names of figures that are only for benchmarks."""
TOLERANCE = 0.02
"""Difference between typed and simulated that is worth a sentence."""


@dataclass(frozen=True)
class SegmentReading:
    """What was understood of a segment."""

    accounts: int
    """Accounts in the opening book."""
    arr: float
    """Their ARR [currency/year]; that of counted accounts as expected."""
    new_per_month: float
    """New accounts a month, on average over the run."""
    touch_models: dict[str, float]
    """Share of the accounts in each touch model at the start; those with none left out."""
    halved_notice_terms: tuple[int, ...]
    """Contract terms [months] not longer than the notice: they are decided at half time."""
    anchor: Anchor


@dataclass(frozen=True)
class Compared:
    """A figure typed beside the one simulated."""

    typed: float
    simulated: float
    half_width: float
    """Of the 95 % interval of the simulated mean; NaN for one replication."""

    @property
    def differs(self) -> bool:
        """Whether the two are more than two points apart."""
        return abs(self.typed - self.simulated) > TOLERANCE


@dataclass(frozen=True)
class StatusQuo:
    """The first 12 months as the file writes them, simulated."""

    replications: int
    seed: int
    churn: dict[str, Compared]
    """Share of the accounts of day 0 lost in 12 months, by segment; luck of renewals taken out."""
    coverage: Compared | None
    sla: Compared | None
    arr: Compared | None = None
    """ARR of the opening book [currency/year]; None without any."""
    face: dict[str, float] = field(default_factory=dict)
    """Mean figures that benchmarks know, by name."""
    engine: str = DEFAULT
    """The engine that ran."""
    engines_agree: Agreement | None = None
    """What both engines agreed on; None where one ran alone."""

    @property
    def sentences(self) -> list[Text]:
        """What to say where the team is not the one typed; empty if it is."""
        return fit_sentences(self.coverage, self.sla)


@dataclass(frozen=True)
class Check:
    """A valid scenario as it was understood."""

    loaded: Loaded
    inputs: Inputs
    segments: dict[str, SegmentReading]
    book: BookReading | None = None
    simulated: StatusQuo | None = None
    benchmarks: Face | None = None

    @property
    def ranks(self) -> tuple[RankReading, ...]:
        """What each rank of the policy came to."""
        return rank_readings(self.loaded.scenario, self.inputs)

    @property
    def caps(self) -> tuple[CapReading, ...]:
        """What each cap leaves to its team."""
        return cap_readings(self.inputs)

    @property
    def touch_models(self) -> dict[str, float]:
        """Share of the opening book in each touch model."""
        return shares_over_all(self.inputs)

    def to_json(self) -> dict[str, Any]:
        """Return the check as the command line's `--json` prints it."""
        scenario, targets = self.loaded.scenario, self.loaded.scenario.targets
        return {
            "file": str(self.loaded.path),
            "ok": True,
            "scenario_hash": self.loaded.digest,
            "title": scenario.title or None,
            "start": scenario.start.isoformat(),
            "months": scenario.months,
            "currency": scenario.currency,
            "segments": {name: asdict(each) for name, each in self.segments.items()},
            "pools": {name: pool_json(pool) for name, pool in scenario.pools.items()},
            **self.policy_json(),
            "targets": targets and targets.model_dump(mode="json", by_alias=True),
            "book": self.book and self.book.to_json(),
            "simulated": self.simulated
            and {
                **{k: v for k, v in asdict(self.simulated).items() if k != "face"},
                "sentences": self.simulated.sentences,
            },
            "benchmarks": self.benchmarks and self.benchmarks.to_json(),
        }

    def policy_json(self) -> dict[str, Any]:
        """Return what the policy came to, as far as there is anything to tell."""
        ranks = [{k: v for k, v in asdict(rank).items() if v != -math.inf} for rank in self.ranks]
        caps = [asdict(cap) for cap in self.caps]
        if not ranks and not caps:
            return {}
        told = {"touch_models": self.touch_models, "ranks": ranks, "caps": caps}
        return {key: value for key, value in told.items() if value}


def pool_json(pool: Pool) -> dict[str, Any]:
    """Return what a team is and costs; nothing that is not known."""
    costs = {"cost_per_year": pool.cost_per_year, "cost_per_hour": pool.cost_per_hour}
    known = {name: float(amount) for name, amount in costs.items() if amount is not None}
    later = {day.isoformat(): number for day, number in pool.positions.later}
    found: dict[str, Any] = {"positions": int(pool.positions), **known}
    return found | ({"positions_later": later} if later else {})


def check(
    loaded: Loaded,
    simulate: int = 0,
    *,
    seed: int = 1,
    engine: str | Engine = DEFAULT,
    store: Store | str | PathLike[str] | None = None,
    workers: int | None = None,
    progress: Told | None = None,
    benchmarks: bool = False,
) -> Check:
    """Return what was understood of a loaded scenario, its customer list included.

    Parameters
    ----------
    simulate
        Replications of the status quo's first 12 months; 0 for none.
    engine
        The engine that simulates, as `touchmodel.simulate` has it.
    store
        Where its replications are found and kept, as `touchmodel.simulate` has it.
    progress
        Called with the replications done and how many there will be.
    benchmarks
        Whether to lay the figures beside those that other firms report: those of the status quo
        where it is simulated, else of arithmetic.

    Raises
    ------
    InputError
        Where the customer list is wrong, or the churn typed cannot be anchored.
    """
    chosen = named(engine, store)
    inputs = prepare(loaded)
    readings = {segment.name: read(loaded, inputs, i) for i, segment in enumerate(inputs.segments)}
    quo = None
    if simulate:
        refuse_arguments(simulate, None, seed)
        quo = status_quo(loaded, simulate, seed, chosen, workers, progress)
    face = face_of(loaded, inputs, quo) if benchmarks else None
    return Check(loaded, inputs, readings, read_reading(loaded, inputs), quo, face)


def face_of(loaded: Loaded, inputs: Inputs, quo: "StatusQuo | None") -> Face:
    """Return the figures beside those of other firms: simulated if there are such."""
    found = arithmetic(loaded, inputs) if quo is None else quo.face
    scenario = loaded.scenario
    return beside(scenario, inputs, found | typed(scenario), simulated=quo is not None)


def read(loaded: Loaded, inputs: Inputs, index: int) -> SegmentReading:
    """Return what was understood of a segment."""
    segment, said = inputs.segments[index], loaded.scenario.segments[inputs.segments[index].name]
    own = inputs.book.arr[inputs.book.segment == index]
    mean = float(said.arr.mean) if said.arr is not None else 0.0
    shares = inputs.opening.model_shares[index]
    return SegmentReading(
        accounts=len(own),
        arr=float(own[own >= 0].sum()) / inputs.minor_units + mean * int((own < 0).sum()),
        new_per_month=float(segment.arrivals.mean()),
        touch_models={
            model.name: float(share)
            for model, share in zip(inputs.models, shares, strict=True)
            if share > 0.0
        },
        halved_notice_terms=tuple(
            int(term) for term in segment.terms if segment.notice >= term * MONTH_DAYS
        ),
        anchor=inputs.anchors[index],
    )


def status_quo(
    loaded: Loaded,
    replications: int,
    seed: int,
    engine: Engine,
    workers: int | None,
    progress: Told | None,
) -> StatusQuo:
    """Simulate the first 12 months with the team as the file writes it."""
    inputs = first_year(loaded)
    done = 0

    def told(batch: int) -> None:
        nonlocal done
        done += batch
        if progress is not None:
            progress(done, replications)

    kept = list(
        replicate(
            inputs, seed, range(replications), STATUS_QUO,
            engine=engine, workers=workers, progress=told,
        )
    )  # fmt: skip
    # What few contracts decide is churn of a year at their decision, not of these 12 months.
    anchors = [anchor for anchor in inputs.anchors if anchor.basis != NEXT_DECISION]
    typed = {f"churn {anchor.segment}": anchor.today for anchor in anchors}
    typed |= {"coverage": float(loaded.scenario.coverage_today)}
    typed |= {"sla": float(loaded.scenario.sla_today)}
    book = sum(read(loaded, inputs, i).arr for i in range(len(inputs.segments)))
    typed |= {"arr": book} if book else {}
    found = {name: compared(value, name, kept) for name, value in typed.items()}
    churn = {anchor.segment: found[f"churn {anchor.segment}"] for anchor in anchors}
    return StatusQuo(
        replications=replications,
        seed=seed,
        churn={name: each for name, each in churn.items() if each is not None},
        coverage=found["coverage"],
        sla=found["sla"],
        arr=found.get("arr"),
        face=means(kept),
        engine=engine.name,
        engines_agree=engine.agreement,
    )


def means(kept: list[dict[str, float]]) -> dict[str, float]:
    """Return the mean of each figure that benchmarks know."""
    named = dict.fromkeys(name for each in kept for name in each if name.startswith(FACE))
    values = {name: [each[name] for each in kept if name in each] for name in named}
    return {name.removeprefix(FACE): sum(own) / len(own) for name, own in values.items()}


def first_year(loaded: Loaded) -> Inputs:
    """Return the inputs of the first 12 months on today's positions, whatever the length."""
    inputs = prepare(loaded, run_out_months=max(0, YEAR - loaded.scenario.months))
    starts = inputs.calendar.month_starts[: YEAR + 1]
    calendar = replace(inputs.calendar, month_starts=starts, run_out_months=0)
    segments = tuple(replace(each, arrivals=each.arrivals[:YEAR]) for each in inputs.segments)
    pools = tuple(replace(pool, approved=()) for pool in inputs.pools)
    return replace(inputs, calendar=calendar, segments=segments, pools=pools)


def figures(inputs: Inputs, records: Records) -> dict[str, float]:
    """Return the figures of a replication that have a typed counterpart."""
    company = kpis(inputs, records)
    named = {"coverage": "coverage", "sla": "sla_met", "arr": "arr_start"}
    found = {name: company[kpi] for name, kpi in named.items() if kpi in company}
    segments = segment_kpis(inputs, records)
    shown = face(inputs, records, company, pool_kpis(inputs, records), segments)
    found |= {f"{FACE}{name}": value for name, value in shown.items()}
    for segment, own in segments.items():
        if "logo_retention_expected" in own:
            found[f"churn {segment}"] = 1.0 - own["logo_retention_expected"]
    return found


STATUS_QUO = Keep(
    Kind("check", 1, {"figures": FIGURES}, lambda kept: {"figures": kept},
         lambda _, values: values["figures"]),
    figures,
)  # fmt: skip
"""What `check` keeps of a replication, and how a store does."""


def compared(typed: float, name: str, kept: list[dict[str, float]]) -> Compared | None:
    """Return a figure beside its typed value; None if no replication has it."""
    values = [each[name] for each in kept if name in each]
    if not values:
        return None
    simulated = spread(values)
    return Compared(typed, simulated.mean, simulated.half_width)


def fit_sentences(coverage: Compared | None, sla: Compared | None) -> list[Text]:
    """Return what to say where coverage or SLA simulated is not what was typed."""
    told = []
    if coverage is not None and coverage.differs:
        told.append(Text(
            "your team covers {simulated:.0f} % of its planned touches, you typed {typed:.0f} % "
            "(coverage_today)",
            simulated=100.0 * coverage.simulated, typed=100.0 * coverage.typed,
        ))  # fmt: skip
    if sla is not None and sla.differs:
        told.append(Text(
            "your team starts {simulated:.0f} % of requests in time, you typed {typed:.0f} % "
            "(sla_today)",
            simulated=100.0 * sla.simulated, typed=100.0 * sla.typed,
        ))  # fmt: skip
    return told
