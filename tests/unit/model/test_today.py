"""The anchor asks of accounts in the touch models that they have today."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from touchmodel.experiment.book import OtherModel
from touchmodel.experiment.check import check
from touchmodel.language import Text
from touchmodel.model import inputs as m
from touchmodel.model.build import build_inputs
from touchmodel.reporting.book import other_model_line
from touchmodel.scenario.book import BookRows, read_book
from touchmodel.scenario.load import Loaded, load_scenario

COMPANY = """\
start: 2027-04
months: 12
segments:
  smb:
    churn_per_year: {today: 14%, without_us: 18%}
    contract: {12 months: 50%, 24 months: 50%}
touch_models:
  high: {by: csm, check_in: monthly, business_review: quarterly}
  low: {by: csm, check_in: quarterly}
who_gets_what: [{model: high, arr: at least 50k}, low]
pools: {csm: {positions: 3, cost_per_year: 100k}}
book: {path: book.csv, columns: {customer: id, arr: arr, start: start}}
"""


@pytest.fixture
def loaded(tmp_path: Path) -> Loaded:
    rows = [f"c{i},{80_000 if i % 4 == 0 else 10_000},2024-0{1 + i % 9}-15" for i in range(40)]
    (tmp_path / "book.csv").write_text("\n".join(["id,arr,start", *rows]))
    (tmp_path / "s.yaml").write_text(COMPANY)
    return load_scenario(tmp_path / "s.yaml")


def inputs(loaded: Loaded, *today: str | None) -> m.Inputs:
    rows = read_book(loaded)
    said = tuple(today[i % len(today)] for i in range(len(rows)))
    return build_inputs(loaded.scenario, replace(rows, touch_model=said))


def test_a_list_without_the_column_says_nothing(loaded: Loaded) -> None:
    assert set(read_book(loaded).touch_model) == {None}
    assert set(inputs(loaded, None).book.model) == {-1}


def test_saying_what_the_policy_says_is_the_same_anchor(loaded: Loaded) -> None:
    silent, said = inputs(loaded, None), inputs(loaded, "high", "low", "low", "low")
    assert said.book.model.tolist() == [0, 1, 1, 1] * 10
    assert said.anchors == silent.anchors
    assert np.array_equal(said.opening.fit_cdf, silent.opening.fit_cdf)


def test_the_churn_typed_is_that_of_the_models_of_today(loaded: Loaded) -> None:
    silent = inputs(loaded, None)
    mixed = inputs(loaded, "low", "high")
    assert silent.opening.model_shares.tolist() == [[0.25, 0.75]]
    assert mixed.opening.model_shares.tolist() == [[0.5, 0.5]]
    for each in (silent, mixed, inputs(loaded, "high")):
        assert each.anchors[0].today == pytest.approx(0.14, abs=1e-6)
        assert each.anchors[0].without_us == pytest.approx(0.18, abs=1e-6)
    low, high = mixed.opening.health[0, 1], mixed.opening.health[0, 0]
    assert high > low + 5.0
    # No renewal work here: health at decisions is the mean over the models.
    assert mixed.anchors[0].health_today == pytest.approx(0.5 * (low + high))
    # The same gap over more points of health is less steep.
    assert mixed.anchors[0].odds_ratio < silent.anchors[0].odds_ratio


def test_check_counts_who_is_in_another_model(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(loaded: Loaded) -> BookRows:
        rows = read_book(loaded)
        return replace(rows, touch_model=("low", "low", "high", None) * 10)

    monkeypatch.setattr("touchmodel.experiment.prepare.read_book", said)
    book = check(loaded).book
    assert book is not None
    assert book.other_models == (OtherModel("high", "low", 10), OtherModel("low", "high", 10))
    line = other_model_line(OtherModel("high", "low", 1_000))
    assert isinstance(line, Text)
    assert line == (
        "1,000 accounts have the touch model high today, `who_gets_what` gives them low: "
        "their next review moves them"
    )
    assert other_model_line(OtherModel("high", "low", 1)).startswith("1 account has")
    assert "1,000 件" in line.spoken("ja")
