"""Satisfaction: the NPS of those who answered the survey, in points from -100 to 100."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from touchmodel.measures.retention import share
from touchmodel.model.inputs import Inputs
from touchmodel.model.records import Records

Row = tuple[int, str | None, str | None, str, float, str]


def nps(records: Records, rows: NDArray[np.bool_] | None = None) -> float:
    """Return promoters less detractors among the answers [points]; NaN without answers."""
    found = records.surveys
    chosen = np.ones(len(found.month), dtype=np.bool_) if rows is None else rows
    gap = found.promoters[chosen].sum() - found.detractors[chosen].sum()
    return 100.0 * share(gap, found.answers[chosen].sum())


def nps_rows(inputs: Inputs, records: Records) -> Iterable[Row]:
    """Return the NPS and the answers by month, segment and touch model."""
    found = records.surveys
    for row in range(len(found.month)):
        month = int(found.month[row])
        names = (inputs.segments[found.segment[row]].name, inputs.models[found.model[row]].name)
        gap = int(found.promoters[row]) - int(found.detractors[row])
        yield month, *names, "nps", 100.0 * gap / int(found.answers[row]), "points"
        yield month, *names, "nps_answers", float(found.answers[row]), "answers"
