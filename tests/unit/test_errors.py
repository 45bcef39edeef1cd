"""An error says all its lines, in every language, in whatever process it was raised."""

import pickle

from touchmodel.errors import InputError, NoAnswer, Problem
from touchmodel.language import Text

MOVE = Text("move it away")


def test_each_argument_of_an_error_is_a_line() -> None:
    error = NoAnswer(MOVE, Text("targets: none"))
    assert str(error) == "move it away\ntargets: none"
    assert error.spoken("ja") == "移動してください\n目標: なし"
    again = pickle.loads(pickle.dumps(error))
    assert again.spoken("ja") == error.spoken("ja")
    assert str(NoAnswer()) == ""


def test_each_problem_of_an_input_is_a_line() -> None:
    error = InputError([Problem(MOVE, "f", 1, 2, "a.b", hint=MOVE), Problem(MOVE)])
    assert str(error) == "f:1:2: a.b: move it away; move it away\nmove it away"
    assert pickle.loads(pickle.dumps(error)).spoken("ja") == (
        "f:1:2: a.b: 移動してください。移動してください\n移動してください"
    )
