"""The frontier of a small company: what more money keeps."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from tests import told

import touchmodel as tm
from touchmodel.errors import InputError
from touchmodel.experiment.interval import Spread
from touchmodel.reporting.content.frontier import (
    cost_of_a_point,
    costs_of_a_point,
    frontier_document,
)
from touchmodel.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def young():
    sets = ["segments.customers.accounts=60", "pools.csm.positions=0", "pools.csm.at_most=3"]
    return load_scenario(ROOT / "scenarios" / "one_model.yaml", sets=sets)


@pytest.fixture(scope="module")
def found(young):
    return tm.frontier(young, points=4, workers=1)


def test_more_money_keeps_more(found):
    table = found.table
    assert (np.diff(table["cost"]) > 0.0).all()
    assert table["cost"].iloc[0] == 0.0
    assert len(table) >= 3
    assert (np.diff([v.to_spare(0.5) for v in found.teams]) > 0.0).all()
    assert table["grr_expected"].iloc[-1] > table["grr_expected"].iloc[0] + 0.01


def test_what_a_team_is_paid_is_people_times_days(found):
    """366 days from April 2027, cut where October begins."""
    for verdict in found.teams:
        first, second = verdict.team
        paid = 120_000 / 365.25 * (183 * first + 183 * second)
        assert found.cost(verdict.team) == pytest.approx(paid)


def test_a_point_more_costs_what_lies_between_two_teams(found):
    costs = costs_of_a_point(found)
    a, b = found.teams[:2]
    gained = found.kept(b)[0] - found.kept(a)[0]
    assert costs[0] * gained / 0.01 == pytest.approx(found.cost(b.team) - found.cost(a.team))


def test_a_point_has_a_price_only_where_more_is_kept_beyond_doubt(found):
    a, b = found.teams[:2]
    assert cost_of_a_point(found, a, b) > 0.0
    assert cost_of_a_point(found, b, a) is None
    assert cost_of_a_point(found, b, b) is None
    doubtful = SimpleNamespace(rise=lambda *_: Spread(0.01, 0.02, 0, 0, 0, 4))
    assert cost_of_a_point(doubtful, a, b) is None
    assert found.rise(a, b).mean == pytest.approx(found.kept(b)[0] - found.kept(a)[0])


def test_the_frontier_is_the_same_on_any_number_of_workers(young, found):
    assert tm.frontier(young, points=4, workers=2).to_json() == found.to_json()


@pytest.mark.parametrize("points", [1, 41])
def test_wrong_points_are_told(young, points):
    with pytest.raises(InputError, match="between 2 and 40"):
        tm.frontier(young, points=points)


def test_the_document_tells_the_points_of_the_frontier(found):
    document = frontier_document(found, ["touchmodel", "frontier"])
    rows = told.table(document, "frontier").rows
    assert [told.value(row[0]) for row in rows] == found.table["cost"].tolist()
    assert [told.value(row[2]) for row in rows] == found.table["grr_expected"].tolist()
    widths = [told.value(row[3]) for row in rows]
    assert widths == pytest.approx((100.0 * found.table["half_width"]).tolist())
    assert rows[0][4] is None
    assert [told.value(row[4]) for row in rows[1:]] == costs_of_a_point(found)
    assert [told.value(row[5]) for row in rows] == found.table["probability"].tolist()
    assert "keeps GRR of" in document.sections[0].blocks[0].text


def test_the_chart_has_every_team_and_todays(found):
    chart = told.chart(frontier_document(found, []), "frontier")
    most, today = chart.series
    assert most.values == pytest.approx((100.0 * found.table["grr_expected"]).tolist())
    scale = found.table["cost"].iloc[-1] / most.across[-1]
    assert most.across == pytest.approx((found.table["cost"] / scale).tolist())
    for low, value, high, width in zip(
        most.low, most.values, most.high, found.table["half_width"], strict=True
    ):
        assert (value - low, high - value) == pytest.approx((100.0 * width, 100.0 * width))
    assert today.values == pytest.approx([100.0 * found.kept(found.today)[0]])
    assert [level.at for level in chart.levels] == [85.0]


def test_the_document_is_said_in_both_languages_and_read_back(found):
    document = frontier_document(found, ["touchmodel", "frontier"])
    assert told.untold(document) == []
    assert "現在のチーム" in document.sections[0].blocks[0].text.spoken("ja")
    told.agree_when_read(document)
