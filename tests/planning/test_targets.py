"""Targets beyond retention, and by segment: told as the KPIs are, held as retention is."""

import importlib
import itertools
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import binomtest

import touchmodel as tm
from touchmodel.cli.option import read_pairs
from touchmodel.engine.compiled import simulate
from touchmodel.errors import InputError, NoAnswer
from touchmodel.experiment.interval import half_width
from touchmodel.experiment.prepare import prepare
from touchmodel.measures import MEASURES, fiscal_windows, kpis, pool_kpis, segment_kpis
from touchmodel.measures.replay import replay_groups, replay_values
from touchmodel.measures.target import (
    HELD,
    Figure,
    Target,
    figures_asked,
    floors_asked,
    hold,
    thrown_figures,
    to_spare,
    told_figures,
)
from touchmodel.planning.certificate import probability_to_aim
from touchmodel.planning.cuts import value
from touchmodel.planning.leader import word_of
from touchmodel.planning.plan import plan
from touchmodel.planning.question import ask, plan_workload, posts_of
from touchmodel.planning.search import Search, every_team, least_team
from touchmodel.planning.trial import Court, Trial, Verdict
from touchmodel.reporting.content.document import Chart
from touchmodel.reporting.content.frontier import headline
from touchmodel.reporting.content.plan import plan_document
from touchmodel.reporting.content.plan.words import likely
from touchmodel.reporting.content.words import level_words
from touchmodel.reporting.markdown import markdown
from touchmodel.reporting.plan_folder import target_words
from touchmodel.scenario.load import load_scenario

planning = importlib.import_module("touchmodel.planning.plan")

COMPANY = """
start: 2027-04
months: 12
fiscal_year_starts: April
coverage_today: 60%
sla_today: 80%
nps: {every: 3 months, answers: 60%}
segments:
  enterprise:
    accounts: 25
    new_per_month: 2
    arr: {mean: 60k, spread: 50%}
    churn_per_year: {today: 15%, without_us: 24%}
    contract: {12 months: 50%, 6 months: 50%}
    requests: {per_month: 1}
    onboarded_within: 8 days
  smb:
    accounts: 60
    new_per_month: 1
    arr: {mean: 12k, spread: 50%}
    churn_per_year: {today: 20%, odds_ratio: 1.8}
    contract: {6 months: 100%}
    requests: {per_month: 0.5}
    onboarded_within: 12 days
  trial:
    accounts: 20
    free: true
    churn_per_year: {today: 30%, odds_ratio: 1.4}
    contract: {12 months: 100%}
touch_models:
  high:
    by: csm
    kickoff: {}
    check_in: {every: month, hours: 3, value: 0.15}
    support: {by: desk, hours: 1.5}
  low:
    by: desk
    kickoff: {}
    check_in: {every: 3 months, hours: 1}
    support: {by: desk, hours: 1.5}
who_gets_what:
  - {model: high, segment: enterprise}
  - low
pools:
  csm: {positions: 1, cost_per_year: 100k, at_most: 4}
  desk: {positions: 1, cost_per_year: 60k, at_most: 4}
targets: {sure: 75%, grr: {at_least: 70%}}
"""
GROUPS = ("", "enterprise", "smb")


def company(folder, *sets, targets=None):
    text = COMPANY
    if targets is not None:
        text = text.replace("{sure: 75%, grr: {at_least: 70%}}", targets)
    path = folder / "company.yaml"
    path.write_text(text)
    return load_scenario(path, sets=sets)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    return company(tmp_path_factory.mktemp("targets"))


@pytest.fixture(scope="module")
def world(loaded):
    return prepare(loaded)


@pytest.fixture(scope="module")
def run(world):
    return simulate(world, 3, 0)


EVERYTHING = [
    Target(measure, 0.5, of=of)
    for measure in HELD
    for of in (("csm", "desk") if measure == "utilisation" else GROUPS)
]


def test_a_figure_is_the_kpi_of_the_run_that_is_its_window(world, run):
    windows, figures = fiscal_windows(world.calendar), figures_asked(world, EVERYTHING)
    told = told_figures(world, run, windows, figures)
    assert len(windows) == 1
    known = {"": kpis(world, run), **segment_kpis(world, run), **pool_kpis(world, run)}
    assert len(figures) == 3 * 7 + 2
    for k, (measure, of) in enumerate(figures):
        assert told.counted[0, k] == pytest.approx(known[of][measure], abs=0.0), (measure, of)
        twin = f"{measure}_expected" if measure in MEASURES else measure
        assert told.expected[0, k] == pytest.approx(known[of][twin], rel=1e-12), (measure, of)
        assert measure == "nps" or 0.0 < told.counted[0, k] < 1.5


def test_windows_of_two_years_add_up(tmp_path):
    """What was planned in each year is planned in both; a figure of a year is not the run's."""
    world = prepare(company(tmp_path, "months=24"))
    run = simulate(world, 3, 0)
    figures = [Figure("coverage"), Figure("sla_met"), Figure("onboarding_completion"),
               Figure("utilisation", "desk")]  # fmt: skip
    told = told_figures(world, run, fiscal_windows(world.calendar), figures).counted
    whole = [kpis(world, run)[figure.measure] for figure in figures[:3]]
    whole.append(pool_kpis(world, run)["desk"]["utilisation"])
    assert told.shape == (2, 4)
    assert (told.min(axis=0) <= whole).all()
    assert (told.max(axis=0) >= whole).all()
    assert (np.ptp(told, axis=0) > 1e-3).all()


def test_segments_add_up_to_the_company(world, run):
    """By ARR, counted, expected and thrown; the free pay nothing."""
    windows = fiscal_windows(world.calendar)
    targets = [Target(measure, 0.5, of=of) for measure in MEASURES for of in GROUPS]
    figures = figures_asked(world, targets)
    told = told_figures(world, run, windows, figures)
    thrown = thrown_figures(world, run, windows, figures, seed=3, flips=50)
    book = run.accounts
    arr = [book.arr[book.opening & (book.segment == k)].sum() for k in range(2)]
    heads = [(book.opening & (book.segment == k)).sum() for k in range(2)]
    for measure, weights in (("grr", arr), ("nrr", arr), ("logo_retention", heads)):
        whole, *parts = (figures.index(Figure(measure, of)) for of in GROUPS)
        for values in (told.counted, told.expected, thrown):
            mean = np.average(values[..., parts], weights=weights, axis=-1)
            assert values[..., whole] == pytest.approx(mean)
    assert thrown[:, 0, figures.index(Figure("grr", "smb"))].std() > 0.01


def test_asking_of_segments_throws_the_same_luck(world, run):
    windows = fiscal_windows(world.calendar)
    alone = replay_values(world, run, windows, seed=3, flips=40)
    beside = replay_groups(world, run, windows, [2, 0], seed=3, flips=40)
    assert np.array_equal(beside[:, :, 0], alone)
    # Free accounts are no customers of the company, but those of their segment.
    assert np.isnan(beside[:, :, 1, 0]).all()
    assert 0.3 < beside[:, 0, 1, 2].mean() < 1.0


def test_replayed_luck_of_a_segment_is_counted_luck(world):
    """The enterprise floor, thrown again on few runs and counted on many."""
    targets = [Target("grr", 0.86, of="enterprise"), Target("logo_retention", 0.75, of="smb")]
    windows, figures = fiscal_windows(world.calendar), figures_asked(world, targets)
    runs = [simulate(world, 5, number) for number in range(360)]
    yes = np.array([
        hold(world, windows, targets, told_figures(world, run, windows, figures).counted)
        for run in runs
    ])  # fmt: skip
    smooth = np.array([
        hold(world, windows, targets, thrown_figures(world, run, windows, figures, seed=5)).mean()
        for run in runs[:60]
    ])  # fmt: skip
    error = np.hypot(yes.std() / 360**0.5, smooth.std(ddof=1) / 60**0.5)
    assert 0.2 < yes.mean() < 0.8
    assert abs(smooth.mean() - yes.mean()) < 4.0 * error
    assert smooth.std() < 0.5 * yes.std()


def test_what_is_to_spare_compares_between_figures(world):
    targets = [Target("coverage", 0.8), Target("nps", 30.0), Target("utilisation", 0.85, of="csm"),
               Target("grr", 0.9)]  # fmt: skip
    floors = floors_asked(world, targets, fiscal_windows(world.calendar))
    figures = figures_asked(world, targets)
    at = {Figure("coverage"): 0.83, Figure("nps"): 33.0, Figure("utilisation", "csm"): 0.82,
          Figure("grr"): 0.93}  # fmt: skip
    values = np.array([[at.get(figure, 0.0) for figure in figures]])
    assert to_spare(floors, values) == pytest.approx([0.03] * 4)
    harder = floors_asked(
        world, [each.raised(0.01) for each in targets], fiscal_windows(world.calendar)
    )
    assert to_spare(harder, values) == pytest.approx([0.02] * 4)


def test_what_is_not_defined_asks_nothing_but_of_the_whole_company(world):
    windows = fiscal_windows(world.calendar)
    for target, held in [(Target("grr", 0.5), False), (Target("grr", 0.5, of="smb"), True),
                         (Target("onboarding_completion", 0.9), True)]:  # fmt: skip
        nothing = np.full((1, len(figures_asked(world, [target]))), np.nan)
        assert hold(world, windows, [target], nothing) == held, target


def test_a_pool_with_work_and_nobody_is_full(tmp_path):
    world = prepare(company(tmp_path, "pools.desk.positions=0"))
    run = simulate(world, 3, 0)
    figures = [Figure("utilisation", "csm"), Figure("utilisation", "desk")]
    told = told_figures(world, run, fiscal_windows(world.calendar), figures).counted[0]
    assert told[0] < 1.0
    assert told[1] == 1.0


def searched(loaded, targets):
    question = ask(loaded, targets, None, seed=1)
    posts = posts_of(question, loaded, plan_workload(question), "horizon")
    return Search(Court(question, posts, workers=1), question, posts, 0.75, 2, doublings=0)


@pytest.mark.parametrize(
    "targets",
    [
        {"coverage": 0.8},
        {"enterprise.coverage": 0.9, "sla_met": 0.8},
        {"utilisation": 0.8},
        {"smb.grr": 0.75, "onboarding_completion": 0.5, "nps": -20.0},
    ],
)
def test_a_plan_costs_what_brute_force_finds(loaded, targets):
    asked = searched(loaded, targets)
    held = {team: asked.look(team).to_spare(0.75) >= 0.0 for team in every_team(asked.posts)}
    best = min(value(asked.posts, team) for team, holds in held.items() if holds)
    found = least_team(asked)
    assert held[found]
    assert value(asked.posts, found) == pytest.approx(best)
    assert len(held) == 16


def people(loaded, targets):
    return sum(least_team(searched(loaded, targets)))


def test_more_is_asked_of_more_people(loaded):
    none = people(loaded, {"grr": 0.3})
    assert people(loaded, {"coverage": 0.95}) > none
    assert people(loaded, {"utilisation": 0.5}) > people(loaded, {"utilisation": 0.9})


TARGETS = """
  sure: 75%
  grr: {at_least: 60%}
  nps: {at_least: -30}
  utilisation: {at_most: 90%}
  segments: {enterprise: {grr: {at_least: 65%, from: 2027-10}, coverage: {at_least: 50%}}}
  pools: {desk: {utilisation: {at_most: 80%}}}
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    loaded = company(tmp_path_factory.mktemp("plan"), targets=TARGETS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "WORLDS", 2)
        return plan(loaded, fresh=30, periods="horizon", workers=1)


def test_a_plan_tells_every_target(found):
    said = found.to_json()
    assert said["targets"] == {
        "grr": 0.6, "nps": -30.0, "enterprise.grr": 0.65, "enterprise.coverage": 0.5,
        "utilisation": 0.9, "desk.utilisation": 0.8,
    }  # fmt: skip
    assert said["feasible"]
    for option in said["options"]:
        assert set(option["expected"]) == set(said["targets"])
    expected = said["options"][0]["expected"]
    assert expected["desk.utilisation"] <= 0.8
    assert expected["utilisation"] >= expected["desk.utilisation"]
    figures = {*said["targets"], "csm.utilisation"} - {"utilisation"}
    assert said["binding"]["target"] in figures


def test_the_document_of_a_plan_says_every_target(found):
    document = plan_document(found, ())
    english, japanese = (markdown(document, language) for language in ("en", "ja"))
    for words in ("GRR of 60.0 %", "NPS of −30.0", "enterprise GRR of 65.0 %",
                  "enterprise touches done of 50.0 %", "utilisation of at most 90.0 %",
                  "desk utilisation of at most 80.0 %", "desk utilisation, busiest"):  # fmt: skip
        assert words in english
    for words in ("NPS −30.0以上", "enterpriseのタッチ実施率 50.0%以上", "deskの稼働率 80.0%以下"):
        assert words in japanese
    charts = [chart.key for section in document.sections for chart in section.blocks
              if isinstance(chart, Chart)]  # fmt: skip
    assert len(set(charts)) == len(charts)
    assert "nan" not in english + japanese


def test_what_repeats_a_plan_asks_for_all_of_its_targets(tmp_path, loaded):
    names = {"grr": 0.6, "enterprise.coverage": 0.5, "utilisation": 0.9}
    words = target_words(ask(loaded, names, None, seed=1))
    assert read_pairs("--target", words[1::2], "grr=0.92") == names
    # A dated target is the file's own, and any target given would take the place of all.
    assert target_words(ask(company(tmp_path, targets=TARGETS), None, None, seed=1)) == []


def test_a_name_is_text_whatever_it_is(tmp_path):
    hostile = "<script>=HYPERLINK(1)"
    path = tmp_path / "odd.yaml"
    path.write_text(COMPANY.replace("enterprise", f'"{hostile}"'))
    targets = read_pairs("--target", [f"{hostile}.grr=65%"], "grr=0.92")
    question = ask(load_scenario(path), targets, None, seed=1)
    assert question.targets == (Target("grr", 0.65, of=hostile),)
    words = level_words(question.targets[0])
    assert (words, words.spoken("ja")) == (
        f"{hostile} GRR of 65.0 %", f"{hostile}の売上継続率(GRR) 65.0%以上"
    )  # fmt: skip


def test_a_frontier_of_a_ceiling_goes_down(loaded):
    found = tm.frontier(
        loaded, targets={"utilisation": 0.8}, points=3, periods="horizon", workers=1
    )
    busy = [found.kept(verdict)[0] for verdict in found.teams]
    assert len(busy) > 1
    assert (np.diff(busy) < 0.0).all()
    said = headline(found)
    assert "has utilisation of" in said and "busiest year" in said


def test_a_ceiling_out_of_reach_names_what_is_attainable(loaded):
    with pytest.raises(NoAnswer, match=r"misses utilisation.*\n.*Attainable: utilisation of \d"):
        plan(loaded, targets={"utilisation": 0.02}, fresh=60, workers=1)


def verdict_of(loaded, targets, held, n):
    """The verdict of runs of which some hold all targets."""
    question = ask(loaded, targets, None, 1)
    shape = (len(question.windows), len(question.figures))
    none, throws = np.zeros((12, 2)), np.zeros((200, shape[0], question.lucky))
    trials = [
        Trial(k, True, np.full(shape, value), throws + value, np.ones(shape[0]), *[none] * 8,
              np.zeros(2), np.zeros(2))
        for k, value in enumerate([0.99] * held + [0.01] * (n - held))
    ]  # fmt: skip
    return Verdict(question, (), tuple(trials))


def test_runs_that_all_say_yes_leave_doubt_where_no_luck_is_thrown(loaded):
    """Of 16 runs that all hold, the exact lower end is 79.4 %; of 64 it is 94.4 %."""
    for n in (16, 64):
        found = verdict_of(loaded, {"sla_met": 0.5}, n, n)
        assert found.probability == 1.0
        assert found.half_width == pytest.approx(exact_width(n))
        none = verdict_of(loaded, {"sla_met": 0.5}, 0, n)
        assert none.half_width == pytest.approx(found.half_width)
    # With yes and no it is that of a mean, and so it is where luck is thrown.
    some = verdict_of(loaded, {"sla_met": 0.5}, 12, 16)
    assert some.half_width == pytest.approx(half_width([1.0] * 12 + [0.0] * 4))
    assert verdict_of(loaded, {"grr": 0.5}, 16, 16).half_width == 0.0
    # A throw of retention that fails does not take the doubt about the other away.
    mixed = verdict_of(loaded, {"grr": 0.5, "sla_met": 0.5}, 16, 16)
    mixed.trials[0].throws[0] = 0.01
    assert mixed.probability == pytest.approx(1.0 - 1.0 / 3200)
    assert mixed.half_width == pytest.approx(exact_width(16), rel=1e-3)


def exact_width(n):
    """How far from 1 the exact interval of n of n reaches."""
    return 1.0 - binomtest(n, n).proportion_ci(0.95, method="exact").low


@pytest.mark.parametrize(
    ("held", "n", "english", "japanese"),
    [
        (16, 16, "at least 79 %", "少なくとも79%"),
        (0, 16, "at most 21 %", "最大21%"),
        (12, 16, "about 75 % (± 24 %)", "約75%(±24%)"),
        (900, 900, "more than 99 % (± 0.4 %)", "99%超(±0.4%)"),
    ],
)
def test_words_of_a_probability_claim_no_more_than_is_known(loaded, held, n, english, japanese):
    said = likely(verdict_of(loaded, {"sla_met": 0.5}, held, n))
    assert (said, said.spoken("ja")) == (english, japanese)


def test_doubt_about_the_largest_team_leaves_the_aim_where_it_is(loaded):
    """What it may be less is not shown by runs that all say yes: the aim keeps its margin."""
    question = ask(loaded, {"sla_met": 0.5}, 0.9, 1)
    where = posts_of(question, loaded, plan_workload(question), "horizon")
    asked = Search(None, question, where, 0.9, runs=16)
    asked.court = SimpleNamespace(
        verdict=lambda team, n: verdict_of(loaded, {"sla_met": 0.5}, n, n)
    )
    assert planning.search_aim(asked, 400) == probability_to_aim(400, 0.9) > 0.93
    # And it takes more than a few of them to tell a team from the edge.
    looks = [verdict_of(loaded, {"sla_met": 0.5}, n, n) for n in (4, 16, 64)]
    assert [asked.is_near(look) for look in looks] == [True, True, False]


def test_a_team_is_not_as_good_after_a_few_runs_that_say_yes(loaded):
    def word(n):
        return word_of(verdict_of(loaded, {"sla_met": 0.5}, n, n), 0.9, False)

    assert (word(4), word(16), word(64)) == ("not shown", "not shown", "as good")


def test_a_target_is_weakest_where_it_is_asked(tmp_path):
    """A year before `from` asks nothing, so it is not the one that a target is told by."""
    loaded = company(
        tmp_path, "months=24",
        targets="{sure: 75%, grr: {at_least: 70%}, nrr: {at_least: 60%, from: 2028-04}}",
    )  # fmt: skip
    question = ask(loaded, None, None, 1)
    grr, nrr = question.targets
    values = np.zeros((len(question.windows), len(question.figures)))
    values[:, question.columns(grr)] = [[0.6], *[[0.9]] * (len(values) - 1)]
    values[:, question.columns(nrr)] = [[0.5], *[[0.8]] * (len(values) - 1)]
    (trial,) = verdict_of(loaded, None, 1, 1).trials
    found = Verdict(question, (), (replace(trial, expected=values),))
    assert question.asked(nrr) == question.asked(grr)[1:]
    assert found.weakest(grr) == 0.6
    assert found.weakest(nrr) == 0.8


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        ({"coverge": 0.8}, "did you mean coverage"),
        ({"enterprize.grr": 0.8}, "no segment 'enterprize'; did you mean enterprise"),
        ({"enterprise.gr": 0.8}, "did you mean grr"),
        ({"cms.utilisation": 0.8}, "no pool 'cms'; did you mean csm"),
        ({"enterprise.utilisation": 0.8}, "no pool 'enterprise'"),
        ({"nps": 130}, "nps=130 is not between -100 and 100; write points"),
        ({"utilisation": 1}, "below 1"),
        ({"sla_met": 95}, "write a share"),
        ({"trial.grr": 0.8}, "trial.grr: these customers pay nothing"),
        ({"trial.sla_met": 0.8}, "send no requests"),
    ],
)
def test_wrong_targets_are_told(loaded, targets, told):
    with pytest.raises(InputError, match=told):
        ask(loaded, targets, None, seed=1)


@pytest.mark.parametrize(
    ("targets", "told"),
    [
        ("{segments: {smbb: {grr: {at_least: 80%}}}}", "no segment 'smbb'; did you mean smb"),
        ("{pools: {dask: {utilisation: {at_most: 80%}}}}", "no pool 'dask'; did you mean desk"),
        ("{pools: {desk: {coverage: {at_least: 80%}}}}", "no such key here"),
        ("{utilisation: {at_least: 80%}}", "at_most"),
        ("{utilisation: {at_most: 100%}}", "less than 100%"),
        ("{nps: {at_least: 300}}", "-100 to 100 points"),
        ("{coverage: 80%}", "at_least: 90%"),
        (
            "{segments: {trial: {nrr: {at_least: 80%}}}}",
            "no revenue figure; write `logo",
        ),
        ("{segments: {smb: {grr: {at_least: 80%, from: 2031-04}}}}", "outside the scenario"),
        ("{segments: {}}", "no target"),
    ],
)
def test_wrong_targets_of_a_file_are_told_where_they_stand(tmp_path, targets, told):
    with pytest.raises(InputError, match=told) as error:
        company(tmp_path, targets=targets)
    line = 1 + COMPANY[: COMPANY.index("targets:")].count("\n")
    assert f"company.yaml:{line}:" in str(error.value)


@pytest.mark.parametrize(
    ("measure", "without", "told"),
    [
        ("nps", "nps=null", "no survey"),
        ("sla_met", "segments.enterprise.requests=null", "no requests"),
        ("onboarding_completion", "touch_models.high.kickoff=null", "onboarding step"),
        ("coverage", "touch_models.high.check_in=null", "scheduled touches"),
    ],
)
def test_what_cannot_be_told_is_refused(tmp_path, measure, without, told):
    level = "-10" if measure == "nps" else "80%"
    where = f"targets.{measure}.at_least={level}"
    both = [without, without.replace("enterprise", "smb").replace("high", "low")]
    with pytest.raises(InputError, match=told):
        company(tmp_path, where, *both)
    company(tmp_path, where)


def test_a_teams_floors_are_asked_in_their_windows(tmp_path):
    loaded = company(tmp_path, "months=24", targets=TARGETS)
    question = ask(loaded, None, None, seed=1)
    asked = [(floor.target.name, floor.window) for floor in question.floors]
    assert len(question.windows) == 3
    assert asked.count(("utilisation", 0)) == 2
    assert [window for name, window in asked if name == "enterprise.grr"] == [0, 1, 2]
    assert len(set(itertools.chain(question.floors))) == len(question.floors)
