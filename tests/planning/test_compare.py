"""Comparison: paired luck, sound intervals, and nothing named best or dominated without proof."""

import dataclasses
import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from tests import told
from tests import worlds as w

from touchmodel.errors import InputError, NoAnswer
from touchmodel.experiment.interval import half_width
from touchmodel.experiment.precision import FEWEST, LOOK_AHEAD, next_block, settled_at
from touchmodel.experiment.replicate import replicate
from touchmodel.experiment.simulate import simulate
from touchmodel.planning.compare import UNSEEN, compare
from touchmodel.planning.compare_best import (
    dominated_by,
    doubtless_level,
    probability_best,
    share_best,
    surely_more,
)
from touchmodel.planning.compare_study import outcome
from touchmodel.planning.plan import plan
from touchmodel.reporting.compare import study_sentences
from touchmodel.reporting.content.compare import study_document
from touchmodel.reporting.content.stored import from_json, to_json
from touchmodel.reporting.content.value import Value
from touchmodel.reporting.page import numeric
from touchmodel.reporting.pptx_page import grid_of
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
ONE_MODEL = ROOT / "scenarios" / "one_model.yaml"


@pytest.fixture(scope="module")
def young():
    """The young company, a third of its size."""
    return load_scenario(
        ONE_MODEL, sets=["segments.customers.accounts=50", "targets.grr.at_least=0.75"]
    )


@pytest.fixture(scope="module")
def teams(young):
    """Nobody, one CSM, and two; the same one again."""
    sizes = {"none": 0, "one": 1, "two": 2, "again": 1}
    return {name: with_people(young, n) for name, n in sizes.items()}


def with_people(loaded, people):
    return loaded.override({"pools": {"csm": {"positions": people}}})


@pytest.fixture(scope="module")
def study(teams):
    return compare(teams, "as-written", base="one", replications=30, workers=1)


def of(found, name, measure):
    """Return a KPI of a scenario by replication."""
    return np.array([each.kpis[measure] for each in found.outcomes[name]])


# What is compared


def test_a_comparison_as_written_is_that_of_runs(study, teams):
    run = simulate(teams["none"], replications=30, workers=1)
    own = study.kpis[study.kpis["scenario"] == "none"].drop(columns="scenario")
    assert own.reset_index(drop=True).equals(run.kpis)


def test_the_same_scenario_differs_in_nothing(study):
    own = study.differences[study.differences["scenario"] == "again"]
    assert len(own) > 20
    assert (own[["mean", "half_width", "p10", "p90"]] == 0.0).all(axis=None)


def test_one_csm_more_is_seen_through_the_luck_of_a_book(study):
    """The variance of the paired difference, against that of two runs with luck of their own."""
    two, one = (of(study, name, "grr_expected") for name in ("two", "one"))
    paired = np.var(two - one, ddof=1)
    apart = np.var(two, ddof=1) + np.var(one, ddof=1)
    assert paired < apart / 8.0


def test_the_difference_of_two_worlds_is_that_of_their_theories():
    """Nobody is touched: a year keeps 1 - p of who decides in it, each on a yearly contract."""
    churn = {"low": 0.10, "high": 0.16}
    rows = w.customers(2600, w.START.replace(year=2026, month=6))
    kept = {
        name: list(
            replicate(leaving(p, rows), 5, range(90), partial(outcome, (), (), 5), workers=1)
        )
        for name, p in churn.items()
    }
    steps = [a.kpis["grr"] - b.kpis["grr"] for a, b in zip(kept["low"], kept["high"], strict=True)]
    theory = churn["high"] - churn["low"]
    assert w.agrees(steps, theory, precision=0.012)
    assert abs(w.score(steps, 1.05 * theory)) > 4.0


def leaving(churn, rows):
    intercept = float(np.log(churn / (1.0 - churn)))
    return w.world(w.segment(churn_intercept=intercept, not_onboarded=0.0), rows=rows, months=12)


def test_workers_and_the_order_of_scenarios_change_no_number(study, teams):
    turned = dict(reversed(teams.items()))
    other = compare(turned, "as-written", base="one", replications=30, workers=2)
    for name in teams:
        assert other.to_json()["scenarios"][name] == study.to_json()["scenarios"][name]


def test_both_engines_give_the_same_study(teams):
    some = {name: teams[name] for name in ("none", "one")}
    both = compare(some, "as-written", replications=2, engine="both", workers=1)
    one = compare(some, "as-written", replications=2, workers=1)
    assert both.agreed is not None
    assert both.differences.equals(one.differences)


# How many replications


def test_replications_go_on_until_the_difference_is_precise(teams):
    some = {name: teams[name] for name in ("one", "two")}
    found = compare(some, "as-written", precision={"grr_expected": 0.004}, workers=1)
    enough = found.replications_each - LOOK_AHEAD
    steps = of(found, "two", "grr_expected") - of(found, "one", "grr_expected")
    assert enough >= FEWEST
    assert all(half_width(steps[: enough + k]) <= 0.004 for k in range(LOOK_AHEAD + 1))
    # Each figure alone is still far less precise: what counts is the difference.
    assert half_width(of(found, "one", "grr_expected")) > 0.006


def covers(trial: int, goal: float) -> bool:
    """Whether the interval of a sequential comparison holds the truth, 0, in a cheap trial.

    Differences of retention lean to one side; here they are 1 - p less a beta law of that mean.
    """
    values: list[float] = []
    law = stats.beta(18.0, 2.0)
    uniforms = np.random.default_rng(trial).random(4000)
    while (n := settled_at(values, goal)) is None:
        more = next_block(values, goal, len(uniforms))
        values += list(law.ppf(uniforms[len(values) : len(values) + more]) - 0.9)
    counted = values[: n + LOOK_AHEAD]
    return abs(float(np.mean(counted))) <= half_width(counted)


@pytest.mark.parametrize("trials", [200, pytest.param(1000, marks=pytest.mark.evidence)])
def test_sequential_intervals_cover(trials):
    goal = 0.04
    share = np.mean([covers(trial, goal) for trial in range(trials)])
    assert share >= 0.92


# Who is best


def test_of_two_the_probability_is_that_of_the_t_law():
    values = np.random.default_rng(1).normal([0.0, 0.1], [1.0, 1.1], (12, 2))
    steps = values[:, 1] - values[:, 0]
    score = steps.mean() / (steps.std(ddof=1) / np.sqrt(12))
    found = probability_best(values)
    assert found.sum() == pytest.approx(1.0)
    assert found[1] == pytest.approx(stats.t.cdf(score, 11), abs=1e-3)


def test_of_three_alike_each_is_best_with_a_third():
    base = np.random.default_rng(2).normal(size=(8, 3))
    values = base - base.mean(axis=0)
    values = values @ np.linalg.inv(np.linalg.cholesky(np.cov(values, rowvar=False)).T)
    assert probability_best(values) == pytest.approx(np.full(3, 1 / 3), abs=2e-3)
    same = np.repeat(base[:, :1], 3, axis=1)
    assert probability_best(same) == pytest.approx(np.full(3, 1 / 3))
    assert share_best(same) == pytest.approx(np.full(3, 1 / 3))


def test_the_best_of_a_known_order_is_found(study):
    assert study.order[0] == "two" and study.order[-1] == "none"
    assert study.best_probabilities["two"] > 0.99
    assert study.years_best["two"] > study.years_best["one"] == study.years_best["again"]
    assert study.keeps_more("two", "one") and study.keeps_more("one", "none")
    assert not study.keeps_more("one", "again")


def test_best_is_said_wrongly_no_more_often_than_allowed():
    """Three alike: any that is said to keep more is an error, of 5 % over all pairs at most."""
    wrong = 0
    for trial in range(400):
        values = np.random.default_rng(trial).normal(size=(10, 3))
        wrong += any(surely_more(values, i, j) for i in range(3) for j in range(3) if i != j)
    assert wrong / 400 <= 0.05 + 4 * (0.05 * 0.95 / 400) ** 0.5
    assert doubtless_level(3) == pytest.approx(1 - 0.05 / 6)


# Who is dominated


@pytest.mark.parametrize(
    ("cost", "kept", "found"),
    [
        ([1.0, 2.0], [0.9, 0.8], [[], [0]]),  # dearer and worse
        ([1.0, 2.0], [0.9, 0.9], [[], [0]]),  # dearer, keeps the same
        ([1.0, 1.0], [0.9, 0.8], [[], [0]]),  # as dear, keeps less
        ([1.0, 2.0], [0.8, 0.9], [[], []]),  # dearer and better: a choice
        ([1.0, 1.0], [0.9, 0.9], [[], []]),  # alike
        ([1.0, 2.0, 3.0], [0.9, 0.8, 0.7], [[], [0], [0, 1]]),
    ],
)
def test_who_costs_no_less_and_keeps_no_more_is_dominated(cost, kept, found):
    luck = np.random.default_rng(3).normal(size=(20, 1))
    assert dominated_by(cost + 0.1 * luck, kept + 0.1 * luck) == found


def test_what_luck_may_explain_dominates_nobody():
    luck = np.random.default_rng(4).normal(size=(20, 2))
    assert dominated_by(np.tile([1.0, 2.0], (20, 1)), 0.9 + 0.1 * luck) == [[], []]


def test_a_team_that_costs_more_and_does_the_same_is_dominated(teams):
    dear = teams["one"].override({"pools": {"csm": {"cost_per_year": "121k"}}})
    found = compare({"one": teams["one"], "dear": dear}, "as-written", replications=10, workers=1)
    assert found.dominated == {"one": (), "dear": ("one",)}


# At the target


def test_at_target_each_gets_the_team_of_its_plan_on_fresh_luck(young):
    dear = young.override({"pools": {"csm": {"cost_per_year": "150k"}}})
    found = compare({"young": young, "dear": dear}, "target", replications=10, workers=1)
    planned = plan(young, fresh=400, workers=1)
    assert planned.certified and len(planned.attempts) == 1
    assert [each.team for each in found.compared] == [planned.headcount] * 2
    assert found.searched > 0 and max(planned.attempts[0].number, 3) * 2**32 < UNSEEN
    assert found.cost_per_year("dear") == pytest.approx(1.25 * found.cost_per_year("young"))
    assert found.dominated == {"young": (), "dear": ("young",)}
    chance = found.chance("young")
    assert chance.mean > 0.8 - chance.half_width


def test_who_cannot_hold_the_target_is_left_out_with_the_reason(young):
    capped = young.override({"pools": {"csm": {"positions": 0, "at_most": 0}}})
    some = {"capped": capped, "young": young}
    found = compare(some, targets={"grr": 0.80}, replications=10, workers=1)
    assert (found.names, found.base) == (("young",), "young")
    assert any("Attainable: grr of" in line for line in found.left_out["capped"].args)
    with pytest.raises(NoAnswer, match=r"capped: no team within the bounds(.|\n)*young: no team"):
        compare(some, targets={"grr": 0.99}, workers=1)


# What is refused, and what is noted


def test_other_customers_months_or_money_are_refused_all_at_once(teams):
    other = teams["none"].override({
        "months": 24, "currency": "EUR", "segments": {"customers": {"accounts": 60}}
    })  # fmt: skip
    with pytest.raises(InputError) as told:
        compare({"one": teams["one"], "other": other}, "as-written")
    paths = [problem.path for problem in told.value.problems]
    assert paths == ["months", "currency", "segments.customers.accounts"]
    assert "24 here, 12 in one" in str(told.value)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"at": "same"}, "no way to compare"),
        ({"base": "noen"}, "did you mean none"),
        ({"replications": 3, "precision": {"grr": 0.1}}, "both say how many"),
        ({"precision": {"gr": 0.1}}, "did you mean grr"),
        ({"replications": 0}, "not at least 1"),
        ({"at": "as-written", "precision": {"cross_sell_rate": 0.1}}, "no run has a cross_sell"),
        ({"targets": {"gr": 0.9}}, "did you mean grr"),
    ],
)
def test_wrong_questions_are_told(teams, given, told):
    with pytest.raises(InputError, match=told):
        compare(teams, **given)


def test_without_customers_there_is_nothing_to_compare(teams):
    nobody = teams["one"].override({"segments": {"customers": {"accounts": 0}}})
    with pytest.raises(InputError, match="no retention to compare"):
        compare({"one": nobody, "again": nobody}, "as-written", workers=1)


def test_where_nobody_pays_accounts_kept_decide(young):
    free = young.override({
        "targets": None, "months": 24,
        "segments": {"customers": {"free": True, "arr": None}},
    })  # fmt: skip
    some = {"none": with_people(free, 0), "two": with_people(free, 2)}
    found = compare(some, "as-written", precision={"logo_retention_expected": 0.05}, workers=1)
    assert found.deciding == "logo_retention_expected"
    assert compare(some, "as-written", replications=2, workers=1).chance("two") is None


def test_one_scenario_is_no_comparison(young):
    with pytest.raises(InputError, match="two scenarios or more"):
        compare({"young": young})


def test_what_differs_in_the_customers_is_noted_by_key(teams):
    churned = teams["one"].override({"segments": {"customers": {"new_per_month": 3}}})
    found = compare({"one": teams["one"], "x": churned}, "as-written", replications=2, workers=1)
    (note,) = found.notes
    assert note.startswith("x differs from one") and "new_per_month (1.3 → 3)" in note


def test_another_fit_of_the_same_churn_is_noted(teams):
    churn = {"segments": {"customers": {"churn_per_year": {"without_us": "14%"}}}}
    base = teams["one"].override(churn)
    lighter = base.override({"touch_models": {"standard": {"business_review": None}}})
    found = compare({"base": base, "lighter": lighter}, "as-written", replications=2, workers=1)
    (note,) = found.notes
    assert note.startswith("lighter says that today's churn of customers")


def test_teams_alone_are_no_other_world(study):
    assert study.notes == ()


def test_one_replication_shows_nothing_and_has_no_intervals(teams):
    found = compare(teams, "as-written", base="one", replications=1, workers=1)
    assert not any(found.dominated.values())
    said = found.to_json()["scenarios"]["none"]
    assert "probability_best" not in said and "half_width" not in said["difference"]["grr"]


def test_a_study_is_frozen_and_shows_itself(study):
    assert "dominated_by" in study._repr_html_()
    with pytest.raises(dataclasses.FrozenInstanceError):
        study.base = "none"


# Its document


@pytest.fixture(scope="module")
def document(study):
    return study_document(study, ["touchmodel", "compare"])


def first(cell):
    """Return the value in a cell, with or without its interval."""
    return told.value(cell if isinstance(cell, Value) else cell.parts["value"])


def test_the_table_of_a_document_is_that_of_the_study(study, document):
    rows = {str(row[0]): row[1:] for row in told.table(document, "scenarios").rows}
    assert told.table(document, "scenarios").columns[1:] == study.names
    ranking = study.ranking.set_index("scenario")
    kpis = study.kpis.set_index(["scenario", "measure"])["mean"]
    for place, name in enumerate(study.names):
        (each,) = (c for c in study.compared if c.name == name)
        assert told.value(rows["positions"][place]) == sum(each.team.values())
        assert told.value(rows["cost a year"][place]) == ranking.at[name, "cost_per_year"]
        kept = rows["revenue kept (GRR), expected"][place]
        assert first(kept) == kpis[name, "grr_expected"]
        if (name, "coverage") in kpis.index:
            assert first(rows["planned touches done"][place]) == kpis[name, "coverage"]
        chance = rows["targets hold: probability"][place]
        assert first(chance) == ranking.at[name, "probability"]
        years = rows["keeps most: share of years"][place]
        assert told.value(years) == ranking.at[name, "share_of_years_best"]


def test_scenarios_stand_flush_right_alike_when_a_document_is_read_back(document):
    for each in (document, from_json(json.loads(json.dumps(to_json(document))))):
        table = told.table(each, "scenarios")
        assert [numeric(table, k) for k in range(5)] == [False, True, True, True, True]


def test_figures_with_their_intervals_stand_flush_right_on_slides_too(document):
    for key in ("service", "load"):
        table = told.table(document, key)
        assert not any(isinstance(cell, Value) for row in table.rows for cell in row)
        assert set(grid_of(table, "ja").right[1:]) == {True}


def test_differences_of_a_document_are_those_of_the_study(study, document):
    chart = told.chart(document, "differences")
    frame = study.differences
    own = frame[frame["measure"] == study.deciding].set_index("scenario")
    (series,) = chart.series
    assert set(map(str, chart.places)) == set(study.others)
    for place, name in enumerate(map(str, chart.places)):
        ends = (series.low[place], series.values[place], series.high[place])
        assert ends == pytest.approx(tuple(100.0 * own.loc[name, ["low", "mean", "high"]]))
    costs = told.chart(document, "cost_per_year").series[0].values
    dots = told.chart(document, "cost").series
    assert [dot.across[0] for dot in dots] == pytest.approx(costs)
    assert [dot.values[0] for dot in dots] == pytest.approx(
        [100.0 * study.kept(name).mean for name in study.names]
    )


def test_a_document_says_the_sentences_of_the_study_in_both_languages(study, document):
    answer, *more = study_sentences(study)
    lead = document.sections[0].blocks[0]
    assert (lead.role, lead.text) == ("lead", answer)
    (shown,) = (each for each in document.sections if each.key == "shown")
    assert list(shown.blocks[0].items) == more
    assert told.untold(document) == []
    told.agree_when_read(document)


def test_a_document_lists_what_the_other_scenarios_assume_otherwise(teams):
    value = "activities.business_review.value"
    ours = {"best": 0.3, "low": 0.1, "high": 0.5, "source": "us", "grade": "C"}
    other = teams["one"].override({"activities": {"business_review": {"value": ours}}})
    alike, found = (
        study_document(compare(scenarios, "as-written", replications=1, workers=1), [])
        for scenarios in (
            {"one": teams["one"], "two": teams["two"]},
            {"one": teams["one"], "other": other},
        )
    )
    rows = told.cells(found, "register")
    (name,) = set(rows) - set(told.cells(alike, "register"))
    assert name.startswith(f"{value} (other)")
    assert (told.value(rows[name]["best"]), rows[name]["source"]) == (0.3, "us")
    hashes = told.cells(found, "source")
    assert hashes["scenario (hash)"]["value"] == teams["one"].digest
    assert hashes["scenario other (hash)"]["value"] == other.digest


def test_what_customers_get_and_cost_is_that_of_the_study(study, document):
    kpis = study.kpis.set_index(["scenario", "measure"])
    halves = 0
    rows = told.cells(document, "service") | told.cells(document, "load")
    shown = {
        "onboarded in time": "onboarding_completion", "teams busy": "utilisation",
        "days to onboard": "time_to_onboard_days", "health at the end (0–100)": "health_mean",
        "accounts for each person at the end": "accounts_per_csm",
        "cost of an account and year": "cost_per_account",
    }  # fmt: skip
    met = 0
    for label, measure in shown.items():
        for name in study.names:
            cell = rows.get(label, {}).get(name)
            if cell is None:
                assert (name, measure) not in kpis.index
                continue
            assert first(cell) == kpis.at[(name, measure), "mean"]
            half = cell.parts["half"]
            if isinstance(half, Value):
                assert told.value(half) == kpis.at[(name, measure), "half_width"]
                halves += 1
            else:
                share = 100.0 * kpis.at[(name, measure), "half_width"]
                assert str(half) == f"{share:.0f}"
            met += 1
    assert met > len(study.names) * 3 and halves
    chart = told.chart(document, "service")
    assert str(chart.series[0].name) == "touches done"
    for place, name in enumerate(study.names):
        share = chart.series[0].values[place]
        known = (name, "coverage") in kpis.index
        assert share == (100.0 * kpis.at[(name, "coverage"), "mean"] if known else None)


def test_positions_are_told_by_pool_where_there_are_several(teams, document):
    assert "team" not in {section.key for section in document.sections}
    helpers = {
        "positions": 3, "cost_per_year": "60k", "hours_per_week": 40, "cover": ["csm"],
        "manager": {"span": 8, "cost_per_year": "160k"},
    }  # fmt: skip
    alone = teams["one"].override({"months": 18})
    helped = {"alone": alone, "helped": alone.override({"pools": {"helpers": helpers}})}
    study = compare(helped, "as-written", replications=1, workers=1)
    found = study_document(study, [])
    chart = told.chart(found, "team")
    assert {str(each.name): each.values for each in chart.series} == {
        "csm": (1.0, 1.0), "helpers": (0.0, 3.0),
    }  # fmt: skip
    said = [str(section.speech) for section in found.sections if section.key == "team"]
    assert said == ["At the end alone has 1 position. At the end helped has 4 positions."]
    paid = study.kpis.set_index(["scenario", "measure"])["mean"]
    kinds = told.cells(found, "kinds")
    assert first(kinds["people"]["helped"]) == paid["helped", "cost_people"] / 1.5
    assert first(kinds["in all"]["helped"]) == paid["helped", "cost_total"] / 1.5


def test_the_same_positions_are_those_of_every_month(teams):
    def said(**grows):
        helpers = {"positions": 1, "cost_per_year": "60k", "cover": ["csm"]}
        scenarios = {
            name: teams["one"].override(
                {"pools": {"helpers": helpers, "csm": {"positions": {"2027-04": 1, month: 2}}}}
            )
            for name, month in grows.items()
        }
        found = study_document(compare(scenarios, "as-written", replications=1, workers=1), [])
        return next(str(each.speech) for each in found.sections if each.key == "team")

    same = "All have the same positions in every month, 3 positions at the end."
    assert said(early="2027-06", alike="2027-06") == same
    assert said(early="2027-06", late="2027-10") == (
        "At the end early has 3 positions. At the end late has 3 positions."
    )


def test_a_single_year_is_told_with_its_luck(study, document):
    kpis = study.kpis.set_index(["scenario", "measure"])
    chart = told.chart(document, "single_year")
    assert tuple(map(str, chart.places)) == study.order
    for place, name in enumerate(study.order):
        row = kpis.loc[(name, "grr")]
        ends = (chart.series[0].low[place], chart.series[0].values[place],
                chart.series[0].high[place])  # fmt: skip
        assert ends == pytest.approx((100 * row.p10, 100 * row.p50, 100 * row.p90))


def test_a_single_year_is_not_told_of_a_shorter_run_nor_of_a_handful(study, teams):
    few = {name: tuple(found[:9]) for name, found in study.outcomes.items()}
    short = {name: teams[name].override({"months": 6}) for name in ("one", "two")}
    for found in (
        dataclasses.replace(study, outcomes=few),
        compare(short, "as-written", replications=10, workers=1),
    ):
        sections = {section.key for section in study_document(found, []).sections}
        assert "service" in sections and "certainty" not in sections


def test_a_lone_scenario_is_not_told_to_keep_most(study):
    (alone,) = (each for each in study.compared if each.name == study.base)
    found = dataclasses.replace(
        study, compared=(alone,), outcomes={study.base: study.outcomes[study.base]}
    )
    labels = told.cells(study_document(found, []), "scenarios")
    assert "targets hold: probability" in labels
    assert not [label for label in labels if label.startswith("keeps most")]


def test_names_that_are_not_ours_are_text_in_a_document(teams):
    hostile = {told.HOSTILE: teams["one"], told.FORMULA: teams["two"]}
    found = study_document(compare(hostile, "as-written", replications=1, workers=1), [])
    assert told.untold(found) == []
    assert told.table(found, "scenarios").columns[1:] == (told.HOSTILE, told.FORMULA)
    chart = told.chart(found, "differences")
    assert (chart.band, chart.series[0].low) == (None, ())
    told.agree_when_read(found)
