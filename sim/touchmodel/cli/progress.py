"""Progress with the time left: on a terminal, and none elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Told = Callable[[int, int], None]
Staged = Callable[[str, int, int | None], None]


@contextmanager
def progress(what: str, *, quiet: bool) -> Iterator[Told | None]:
    """Give a function to call with what is done and what there is; None where nobody looks."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeLeft())
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def stages(*, quiet: bool) -> Iterator[Staged | None]:
    """Give a function to call with the stage, the runs it has just finished, and all it takes."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeElapsedColumn as TimeSpent
    from rich.progress import TimeRemainingColumn as TimeLeft

    name, runs = TextColumn("{task.description}"), TextColumn("runs")
    shown = (name, BarColumn(), MofNCompleteColumn(), runs, TimeSpent(), TimeLeft())
    with Progress(*shown, console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def told(stage: str, finished: int, total: int | None) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.advance(tasks[stage], finished)

        yield told
