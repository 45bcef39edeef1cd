"""What is kept, less what it costs: one figure for teams that differ in both."""

from touchmodel.measures.cost import cost
from touchmodel.measures.history import History, history
from touchmodel.measures.retention import closing_window, cohort
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records

YEAR = 12.0


def kept_after_cost(
    inputs: Inputs, records: Records, expected_grr: float, past: History | None = None
) -> float:
    """Return the margin on the ARR that a cohort is expected to keep, less a year's cost.

    In [currency/year]: margin x expected GRR x ARR(s) of the closing cohort, less the mean yearly
    cost of the run.  Where no margin is typed, revenue stands for it.  NaN where GRR is.
    """
    past = history(records) if past is None else past
    group = cohort(past, closing_window(inputs.calendar))
    arr = float(group.start_arr.sum()) / inputs.minor_units
    spent = cost(inputs, records) * YEAR / inputs.calendar.months
    return inputs.margin * expected_grr * arr - spent
