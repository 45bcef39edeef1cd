"""From a loaded scenario to `Inputs`, with every problem at the place that wrote it."""

from touchmodel.errors import InputError, Problem
from touchmodel.model.build import build_inputs
from touchmodel.model.inputs import Inputs
from touchmodel.scenario.book import read_book
from touchmodel.scenario.load import Loaded


def prepare(loaded: Loaded, *, run_out_months: int = 0) -> Inputs:
    """Return what an engine needs to run a loaded scenario, its book read.

    Raises
    ------
    InputError
        Where the book is wrong, or the churn typed cannot be anchored.
    """
    rows = read_book(loaded) if loaded.scenario.book is not None else None
    try:
        return build_inputs(loaded.scenario, rows, run_out_months=run_out_months)
    except InputError as error:
        raise InputError([located(loaded, problem) for problem in error.problems]) from None


def located(loaded: Loaded, problem: Problem) -> Problem:
    """Return the problem at the line of the file that its path stands in."""
    if problem.file or not problem.path:
        return problem
    return loaded.problem(tuple(problem.path.split(".")), problem.message, problem.hint)
