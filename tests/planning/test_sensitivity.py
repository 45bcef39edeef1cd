"""What the answer depends on, against answers that are known by hand."""

import dataclasses
import math
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats
from tests import told
from tests.sensitive import BEST, HIGH, KNOWN, LOW, SALARY, TODAY, known

import touchmodel as tm
from touchmodel.analytic.hold_out import HoldOut, Trial
from touchmodel.errors import InputError
from touchmodel.experiment.engine import named
from touchmodel.experiment.unknown import Unknown
from touchmodel.model import key
from touchmodel.model.draws import LUCK, draw, normal
from touchmodel.planning.effect import MOST, Effect, needed, two_stage
from touchmodel.planning.flip import Flip, Question, Spot, answer, first_zero, target_question
from touchmodel.planning.knowing import jackknife
from touchmodel.planning.laboratory import SLACK, Laboratory, Place
from touchmodel.planning.sensitivity import sensitivity
from touchmodel.planning.tornado import LITTLE, NOISE, SHOWN, STILL, Bar
from touchmodel.reporting.content.document import Paragraph, Points
from touchmodel.reporting.content.sensitivity import sensitivity_document
from touchmodel.reporting.sensitivity import sensitivity_sentences


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """Everything asked of the company that is known by hand."""
    scenario = known(tmp_path_factory.mktemp("known"))
    return sensitivity(scenario, ("grr", "cost_total"), worlds=100, workers=1)


def laboratory(at_best, at_end):
    """A laboratory that has run a scenario at best and at the low end of an unknown."""
    lab = Laboratory({"s": SimpleNamespace(by_name={"u": None})}, 1, named("compiled"))
    lab.found[Place("s")] = [{f"{SLACK} {k}": x for k, x in enumerate(run)} for run in at_best]
    lab.found[Place("s", "u", 0.0)] = [
        {f"{SLACK} {k}": x for k, x in enumerate(run)} for run in at_end
    ]
    return lab


def test_the_weakest_year_is_the_one_with_least_on_average():
    """Each run has a bad year, another each time: on average no year is bad."""
    unknown, question = SimpleNamespace(name="u", best_share=0.5), target_question("s")
    best = [(-0.02, 0.06), (0.04, -0.01)] * 4
    lab = laboratory(best, [(a - 0.01, b - 0.05) for a, b in best[:4]])
    assert answer(lab, question, unknown, 0.5, 4).mean == pytest.approx(0.01)
    # At the end it is the second: 0.025 less 0.05, whatever the luck of the first four runs.
    assert answer(lab, question, unknown, 0.0, 4).mean == pytest.approx(-0.025)
    assert lab.slacks(Place("s")).shape == (8, 2)


def test_targets_that_some_run_lacks_are_not_asked_about():
    lab = laboratory([(0.1,), (0.2,)], [])
    assert lab.slacks(Place("s")).size == 2
    lab.found[Place("s")][1].clear()
    assert lab.slacks(Place("s")).size == 0


def bar(study, name, kpi="grr"):
    return next(each for each in study.moved[kpi].bars if each.unknown.name == name)


# The tornado


def test_a_bar_is_the_change_of_churn_that_was_typed(study):
    today = bar(study, TODAY)
    assert today.low.mean == pytest.approx(BEST - LOW, abs=1e-9)
    assert today.high.mean == pytest.approx(BEST - HIGH, abs=1e-9)
    assert today.low.half_width == pytest.approx(0.0, abs=1e-9)
    assert (today.verdict, study.moved["grr"].bars[0]) == (SHOWN, today)


def test_a_bar_of_cost_is_that_of_the_salary(study):
    salary = bar(study, SALARY, "cost_total")
    years = 366 / 365.25  # April 2027 to March 2028
    assert salary.low.mean == pytest.approx(2 * -50_000 * years, rel=1e-5)
    assert salary.high.mean == pytest.approx(2 * 100_000 * years, rel=1e-5)
    assert study.moved["cost_total"].bars[0] is salary


def test_what_touches_cannot_do_changes_nothing(study):
    assert bar(study, "activities.check_in.value").verdict == STILL
    assert bar(study, SALARY).verdict == STILL


def test_a_bar_inside_its_intervals_is_noise():
    goal, unknown = 0.002, None
    told = {
        SHOWN: (Effect(0.003, 0.001, 9), None),
        LITTLE: (Effect(0.0015, 0.001, 9), Effect(-0.0001, 0.001, 9)),
        NOISE: (Effect(0.009, 0.01, 9), Effect(-0.009, 0.01, 9)),
        STILL: (Effect(0.0, 0.0, 4), Effect(0.0, 0.0, 4)),
    }
    found = {name: Bar(unknown, *ends, goal).verdict for name, ends in told.items()}
    assert found == {name: name for name in told}


def test_how_much_years_differ_is_noise_for_the_mean(tmp_path):
    """The anchor holds the mean for any spread of years, so a bar can only be luck."""
    text = KNOWN.replace(
        "year_to_year: 0", "year_to_year: {best: 0.1, low: 0, high: 0.3, source: us, grade: D}"
    )
    found = sensitivity(known(tmp_path, text), worlds=0, workers=1)
    years = bar(found, "year_to_year")
    assert years.verdict == NOISE
    assert years.low.n == MOST
    assert bar(found, TODAY).verdict == SHOWN
    assert found.moved["grr"].knowing is None


# Intervals that data chose the length of


def test_the_interval_of_two_stages_covers_as_it_says():
    """A t interval that forgets that its data said how many would miss 15 % with 4 at first."""
    trials, hits, goal = 2000, 0, 1.5
    for trial in range(trials):
        x = np.array([
            normal(draw(1, trial, i, LUCK << 32, key.company())[0]) for i in range(MOST)
        ])  # fmt: skip
        told = two_stage(x[: needed(x[:4], goal)])
        hits += told.low <= 0.0 <= told.high
    error = math.sqrt(0.95 * 0.05 / trials)
    assert abs(hits / trials - 0.95) < 4.0 * error
    assert stats.norm.ppf(0.975) / stats.t.ppf(0.975, 3) < 0.65  # the mutant's interval


def test_as_many_replications_as_the_goal_takes():
    values = [1.0, -1.0, 2.0, -2.0]
    n = needed(values, 1.5)
    half = stats.t.ppf(0.975, 3) * np.std(values, ddof=1)
    assert half / math.sqrt(n) <= 1.5 < half / math.sqrt(n - 1)
    assert needed(values, 1e-9) == MOST
    assert needed([1.0] * 4, 0.1) == 4


# Luck against not knowing


def test_luck_is_that_of_so_many_coins(study):
    """200 accounts of one size: the share kept is binomial, and years do not differ."""
    luck = study.moved["grr"].knowing.luck
    theory = math.sqrt(BEST * (1.0 - BEST) / 200)
    assert abs(luck.value - theory) < 4.0 * theory / math.sqrt(2 * 39)
    assert luck.low < theory < luck.high


def test_not_knowing_is_the_law_of_the_only_number_that_matters(study):
    known_of = study.moved["grr"].knowing
    law = stats.triang((BEST - LOW) / (HIGH - LOW), LOW, HIGH - LOW)
    assert abs(known_of.not_known.value - law.std()) < 4.0 * law.std() / math.sqrt(200)
    assert known_of.not_known.low < law.std() < known_of.not_known.high
    assert known_of.first.unknown.name == TODAY
    assert known_of.first.share.value == pytest.approx(1.0, abs=0.02)
    assert known_of.rivals == ()
    assert sum(each.share.value for each in known_of.shares) == pytest.approx(1.0, abs=0.05)
    both = known_of.luck.value**2 + known_of.not_known.value**2
    assert known_of.together == pytest.approx(math.sqrt(both))


def test_two_numbers_share_what_is_not_known_by_their_variances(tmp_path):
    """Cost is the sum of two salaries drawn apart: variances add, and shares are their parts."""
    text = KNOWN.replace(
        "partner: {positions: 0, cost_per_year: 150k}",
        "partner: {positions: 1, cost_per_year: "
        "{best: 150k, low: 100k, high: 200k, source: us, grade: C}}",
    )
    found = sensitivity(known(tmp_path, text), ("cost_total",), worlds=120, workers=1)
    told = found.moved["cost_total"].knowing
    csm = stats.triang(1 / 3, 100_000, 300_000).var()  # two people at 50k to 200k
    partner = stats.triang(0.5, 100_000, 100_000).var()
    both = csm + partner
    theory = {SALARY: csm / both, "pools.partner.cost_per_year": partner / both}
    shares = {each.unknown.name: each.share for each in told.shares}
    for name, part in theory.items():
        assert shares[name].low < part < shares[name].high
        assert abs(shares[name].value - part) < 0.12
    assert told.luck.value == 0.0
    assert told.not_known.value == pytest.approx(math.sqrt(both), rel=0.2)
    assert told.first.unknown.name == SALARY


def test_the_jackknife_of_a_mean_is_its_interval():
    x = np.array([1.0, 2.0, 4.0, 7.0, 11.0])
    without = [float(np.delete(x, i).mean()) for i in range(len(x))]
    told = jackknife(float(x.mean()), without)
    half = stats.t.ppf(0.975, 4) * x.std(ddof=1) / math.sqrt(5)
    assert told.high - told.value == pytest.approx(half)


# Flip points


def test_the_target_turns_at_the_churn_that_it_leaves_room_for(study):
    (turned,) = [each for each in study.flips if each.flips]
    assert (turned.unknown.name, turned.end) == (TODAY, 1.0)
    assert turned.at_best.mean == pytest.approx(1.0 - BEST - 0.83, abs=1e-9)
    assert turned.value == pytest.approx(0.17, abs=1e-6)
    assert turned.interval == pytest.approx((0.17, 0.17), abs=1e-6)


def test_two_teams_cost_the_same_at_one_salary(tmp_path):
    """Two CSMs against one and a partner at 150k: the same where a CSM costs 150k."""
    two = known(tmp_path)
    one = two.override({"pools": {"csm": {"positions": 1}, "partner": {"positions": 1}}})
    found = sensitivity({"two": two, "one": one}, ("cost_total",), worlds=0, workers=1)
    turned = {
        (each.question.measure, each.unknown.name): each for each in found.flips if each.flips
    }
    assert set(turned) == {("cost_total", SALARY), ("kept_after_cost", SALARY)}
    for each in turned.values():
        assert (each.question.leader, each.end) == ("two", 1.0)
        assert each.value == pytest.approx(150_000, abs=1.0)
    # Both keep the same, so who keeps more cannot turn.
    kept = next(each for each in found.questions if each.measure == "grr_expected")
    assert not next(each for each in found.flips if each.question == kept).at_best.shown


def test_a_file_whose_positions_grow_is_held_against_a_freeze(tmp_path):
    grows = known(tmp_path, KNOWN.replace("positions: 2", "positions: {2027-04: 2, 2027-10: 4}"))
    found = sensitivity(grows, worlds=0, workers=1)
    assert [each.name for each in found.subjects] == ["known", "freeze"]
    worth = next(each for each in found.questions if each.measure == "kept_after_cost")
    assert worth.leader == "freeze"  # touches do nothing here, so more people only cost
    assert found.subjects[1].loaded.scenario.pools["csm"].positions.later == ()
    (salary, *_) = [each for each in found.flips if each.question == worth]
    assert salary.at_best.mean == pytest.approx(2 * 100_000 * 6 / 12, rel=0.01)
    # Both are of one file, which is named once.
    note = sensitivity_document(found, []).sections[0].blocks[1]
    name = grows.path.name
    assert note.text == f"All that {name} depends on is told with the positions of that file."


def test_a_flip_is_where_its_line_meets_nothing_and_its_interval_where_bounds_do():
    unknown = Unknown("x", (), "number", effect=False)
    way = (Spot(0.5, Effect(2.0, 1.0, 9)), Spot(1.0, Effect(-2.0, 1.0, 9)))
    found = Flip(Question("ranking", "grr_expected", "a", "b"), unknown, 1.0, way)
    assert (found.flips, found.share) == (True, 0.75)
    assert found.shares == (0.625, 0.875)
    assert math.isnan(first_zero([(0.0, 2.0), (1.0, 1.0)]))


# What is asked


def test_the_same_seed_gives_the_same_numbers_on_any_workers(tmp_path):
    scenario = known(tmp_path)
    one, two = (sensitivity(scenario, worlds=30, workers=n) for n in (1, 2))
    assert one.tornado.equals(two.tornado)
    assert one.shares.equals(two.shares)
    assert one.to_json() == two.to_json()


def test_all_that_is_wrong_with_a_question_is_told(tmp_path):
    with pytest.raises(InputError) as error:
        tm.sensitivity(known(tmp_path), ("gr",), worlds=5, replications=2, seed=-1)
    assert [problem.path for problem in error.value.problems] == [
        "seed", "kpi", "replications", "worlds"
    ]  # fmt: skip
    assert "grr" in error.value.problems[1].hint


def test_other_customers_cannot_be_ranked(tmp_path):
    scenario = known(tmp_path)
    other = scenario.override({"segments": {"smb": {"accounts": 300}}})
    with pytest.raises(InputError, match="300"):
        sensitivity({"a": scenario, "b": other}, worlds=0)


def test_a_figure_that_no_run_has_is_refused(tmp_path):
    with pytest.raises(InputError, match="no run has a nps"):
        sensitivity(known(tmp_path), ("nps",), worlds=0, workers=1)


def test_frames_and_figures_tell_the_same(study):
    row = study.tornado.iloc[0]
    assert (row["unknown"], row["grade"], row["source"]) == (TODAY, "B", "CRM")
    assert row["at_high"] == pytest.approx(BEST - HIGH, abs=1e-9)
    axes = study.plot.tornado().axes[0]
    assert axes.get_yticklabels()[0].get_text() == TODAY
    widths = [patch.get_width() for patch in axes.patches]
    assert widths == pytest.approx([4.0, -6.0], abs=1e-6)
    assert len(study.plot.flips().axes[0].get_yticklabels()) == 1
    assert study._repr_html_().startswith("<table")


# Its document


@pytest.fixture(scope="module")
def document(study):
    return sensitivity_document(study, ["touchmodel", "sensitivity"])


def test_the_tornado_of_a_document_is_that_of_the_study(document):
    rows = told.cells(document, "tornado-grr")
    row = rows[TODAY]
    assert told.value(row["at low (points)"]) == pytest.approx(100.0 * (BEST - LOW))
    assert told.value(row["at high (points)"]) == pytest.approx(100.0 * (BEST - HIGH))
    chart = told.chart(document, "tornado-grr")
    place = list(map(str, chart.places)).index(TODAY)
    (series,) = chart.series
    ends = (series.low[place], series.values[place], series.high[place])
    kept = tuple(100.0 * (1.0 - churn) for churn in (HIGH, BEST, LOW))
    assert ends == pytest.approx(kept, abs=1e-6)


def test_the_tornado_of_cost_is_in_money(study, document):
    row = told.cells(document, "tornado-cost_total")[SALARY]
    own = bar(study, SALARY, "cost_total")
    assert told.value(row["at low"]) == pytest.approx(own.low.mean)
    assert told.value(row["at high"]) == pytest.approx(own.high.mean)
    assert row["at low"] == "−100 k USD"
    assert row["at low"].spoken("ja") == "−10万ドル"
    share = next(s for s in study.moved["cost_total"].knowing.shares if s.unknown.name == SALARY)
    assert told.value(row["of not knowing"]) == max(0.0, share.share.value)


def test_the_register_of_a_study_says_what_each_number_does(study, document):
    rows = told.cells(document, "register")
    column = next(name for name in rows[TODAY] if name.startswith("influence on GRR"))
    assert rows[TODAY][column] == "+4.0 → −6.0"
    assert rows[SALARY][column] == "none"
    assert column.endswith("(points)")


def test_a_document_tells_the_trial_that_settles_it_or_the_best_there_is(study):
    enough, few = Trial(12, 400, 0.1, 0.3), Trial(24, 40, 0.10, 0.11)
    trials = (HoldOut("smb", 1.0, 400, (enough,)), HoldOut("", 0.5, 40, (few,)))
    found = sensitivity_document(dataclasses.replace(study, hold_outs=trials), [])
    smb, together = (row[1:] for row in told.table(found, "trial").rows)
    known = [1.0, 12, math.ceil(enough.each), 0.1, 0.3, enough.power]
    assert [told.value(cell) for cell in smb] == known
    assert together[2] is None
    assert [told.value(cell) for cell in (*together[:2], *together[3:])] == [
        0.5, 24, 0.10, 0.11, few.power,
    ]  # fmt: skip
    assert told.untold(found) == []


def test_a_document_of_a_study_is_said_in_both_languages_and_read_back(study, document):
    lead = document.sections[0].blocks[0]
    assert (lead.role, lead.text) == ("lead", sensitivity_sentences(study)[0])
    points = [item for block in document.blocks() if isinstance(block, Points)
              for item in block.items]  # fmt: skip
    for line in sensitivity_sentences(study):
        paragraphs = [b.text for b in document.blocks() if isinstance(b, Paragraph)]
        assert line in points or line in paragraphs
    assert told.untold(document) == []
    told.agree_when_read(document)
