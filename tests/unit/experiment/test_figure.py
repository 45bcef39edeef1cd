"""Figures of a result: drawn for any length, with every name a planner may choose."""

import io
from pathlib import Path

import pandas as pd
import pytest

from touchmodel.experiment.figure import magnitude, month_labels, months_of
from touchmodel.experiment.result import Result
from touchmodel.experiment.simulate import simulate
from touchmodel.scenario.load import load_scenario

SCENARIO = """\
start: 2027-04
months: {months}
segments:
  $mb$:
    accounts: 5
    arr: {{mean: 12k}}
    churn_per_year: {{today: 14%}}
    contract: {{12 months: 100%}}
touch_models:
  mid: {{by: csm, check_in: monthly}}
pools:
  csm: {{positions: 1, cost_per_year: 100k}}
"""


def result(folder: Path, months: int) -> Result:
    file = folder / "s.yaml"
    file.write_text(SCENARIO.format(months=months))
    return simulate(load_scenario(file), replications=2, workers=1)


@pytest.mark.parametrize("months", [1, 12, 13, 40])
def test_every_length_can_be_drawn(tmp_path: Path, months: int) -> None:
    plot = result(tmp_path, months).plot
    for figure in (plot.arr(), plot.retention(), plot.utilisation(), plot.work()):
        figure.savefig(io.BytesIO(), format="svg")
        (axes,) = figure.axes
        assert axes.get_title(loc="left")
        assert len(axes.get_xticks()) <= 14


def test_a_year_or_less_is_a_point_and_more_a_line(tmp_path: Path) -> None:
    (short,) = result(tmp_path, 12).plot.retention().axes
    assert short.get_xticklabels()[0].get_text() == "gross revenue (GRR)"
    (long,) = result(tmp_path, 14).plot.retention().axes
    assert [len(line.get_xdata()) for line in long.lines] == [3, 3, 3]


def test_months_carry_their_year_once() -> None:
    months = pd.date_range("2027-11", periods=4, freq="MS")
    assert month_labels(months) == ["Nov\n2027", "Dec", "Jan\n2028", "Feb"]
    assert month_labels(months[:0]) == []
    frame = pd.DataFrame({"month": [months[1], months[0], months[1]]})
    assert list(months_of(frame)) == [months[0], months[1]]


def test_magnitude() -> None:
    assert magnitude(2.5e9) == (1e9, " bn")
    assert magnitude(-2500.0) == (1e3, " k")
    assert magnitude(12.0) == (1.0, "")
