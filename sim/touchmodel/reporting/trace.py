"""The trace of a replication as a table: one row an event, in the order they happened."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from touchmodel.model.inputs import Inputs
from touchmodel.model.key import activity_key
from touchmodel.model.records import Event


def trace_frame(events: Sequence[Event], inputs: Inputs) -> pd.DataFrame:
    """Return events as a frame.

    Columns: `time` since the start [d] (negative while settling), `date` (datetime64, to the
    second), `rank`, `entity` (uint64 key), `activity` (name; missing where none), `occurrence`,
    `what`, `detail`.
    """
    time = np.array([event.time for event in events], dtype=np.float64)
    seconds = np.rint(time * 86400.0).astype("timedelta64[s]")
    names = {activity_key(name): name for name in inputs.activities}
    return pd.DataFrame(
        {
            "time": time,
            "date": pd.DatetimeIndex(np.datetime64(inputs.calendar.start, "s") + seconds),
            "rank": np.array([event.rank for event in events], dtype=np.int64),
            "entity": np.array([event.entity for event in events], dtype=np.uint64),
            "activity": pd.array([names.get(event.activity) for event in events], dtype="str"),
            "occurrence": np.array([event.occurrence for event in events], dtype=np.int64),
            "what": pd.array([event.what for event in events], dtype="str"),
            "detail": np.array([event.detail for event in events], dtype=np.float64),
        }
    )
