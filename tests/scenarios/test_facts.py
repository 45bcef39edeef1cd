"""Seats and traits of a customer list: who has them gets what the policy says of them."""

from pathlib import Path

import numpy as np
import pytest

from touchmodel.errors import InputError
from touchmodel.experiment.check import check
from touchmodel.experiment.prepare import prepare
from touchmodel.model.inputs import Inputs
from touchmodel.model.opening import open_book
from touchmodel.scenario.load import Loaded, load_scenario

SCENARIO = """\
extends: touchmodel/b2b-saas
start: 2027-04
months: 12
book:
  path: list.csv
  columns: {customer: id, arr: arr, seats: users, traits: {skill: level}}
segments:
  all:
    churn_per_year: {today: 10%}
    contract: {12 months: 100%}
    seats: {mean: 20, spread: 50%}
    traits: {skill: {novice: 25%, expert: 75%}}
touch_models:
  high: {by: csm, check_in: monthly}
  mid: {by: csm, check_in: every 2 months}
  low: {by: csm, check_in: quarterly}
who_gets_what:
  - {model: high, seats: at least 100}
  - {model: mid, traits: {skill: novice}}
  - low
pools: {csm: {positions: 2, cost_per_year: 100k}}
"""
ROWS = "A,1000,500,novice\nB,1000,3,novice\nC,1000,3,expert\nD,1000,3,\n"


def loaded(tmp_path: Path, rows: str = ROWS, text: str = SCENARIO) -> Loaded:
    (tmp_path / "list.csv").write_text(f"id,arr,users,level\n{rows}")
    path = tmp_path / "s.yaml"
    path.write_text(text)
    return load_scenario(path)


def models(inputs: Inputs, replication: int) -> list[str]:
    drawn = open_book(inputs, 1, replication)
    return [inputs.models[model].name for model in drawn.model]


def test_the_opening_book_has_the_seats_and_traits_of_its_list(tmp_path: Path) -> None:
    inputs = prepare(loaded(tmp_path))
    found = [models(inputs, replication) for replication in range(400)]
    assert {tuple(each[:3]) for each in found} == {("high", "mid", "low")}
    novices = np.mean([each[3] == "mid" for each in found])  # a blank cell is drawn
    assert abs(novices - 0.25) < 4.0 * np.sqrt(0.25 * 0.75 / 400)
    drawn = open_book(inputs, 1, 0)
    assert drawn.seats.tolist() == [500.0, 3.0, 3.0, 3.0]
    np.testing.assert_allclose(inputs.opening.model_shares[0], [0.25, 0.3125, 0.4375])
    assert check(loaded(tmp_path)).segments["all"].touch_models["mid"] == pytest.approx(0.3125)


def test_a_cap_knows_the_seats_of_the_list(tmp_path: Path) -> None:
    rows = "".join(f"E{number},1000,{500 if number < 8 else 3},expert\n" for number in range(20))
    text = SCENARIO.replace(
        "pools: {csm:", "pools: {few: {positions: 1, accounts_each: 5, cost_per_year: 100k}, csm:"
    ).replace("high: {by: csm", "high: {by: few")
    inputs = prepare(loaded(tmp_path, rows, text))
    assert models(inputs, 0).count("high") == 5
    np.testing.assert_allclose(inputs.opening.model_shares[0], [0.25, 0.0, 0.75], atol=0.16)


def test_a_list_alone_may_say_seats(tmp_path: Path) -> None:
    text = SCENARIO.replace("    seats: {mean: 20, spread: 50%}\n", "")
    assert models(prepare(loaded(tmp_path, text=text)), 0)[0] == "high"
    with pytest.raises(InputError, match="no segment that this line may fit says its `seats`"):
        loaded(tmp_path, text=text.replace("seats: users, ", ""))


def test_an_unknown_value_is_told_once(tmp_path: Path) -> None:
    rows = ROWS.replace("B,1000,3,novice", "B,1000,3,novise").replace(
        "C,1000,3,expert", "C,1,3,novise"
    )
    with pytest.raises(InputError) as error:
        prepare(loaded(tmp_path, rows))
    assert str(error.value).endswith(
        "list.csv:3:10: level: 'novise' is no value of the trait skill (2 rows, lines 3, 4); "
        "did you mean novice?"
    )
    with pytest.raises(InputError, match="'0': seats are a whole number from 1"):
        prepare(loaded(tmp_path, ROWS.replace("D,1000,3", "D,1000,0")))
