"""touchmodel: which touch model, for whom, and how many people it takes to keep customers.

Everything the command line does is one call here; nothing heavy is imported before it is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
results_version = 30
"""How often results have changed: the lines of the changelog that are marked so."""

_HOMES = {
    "Customer": "touchmodel.engine.extension",
    "Effect": "touchmodel.engine.extension",
    "InputError": "touchmodel.errors",
    "NoAnswer": "touchmodel.errors",
    "Policy": "touchmodel.engine.extension",
    "Store": "touchmodel.experiment.store",
    "check": "touchmodel.experiment.check",
    "compare": "touchmodel.planning.compare",
    "document": "touchmodel.reporting.shown",
    "frontier": "touchmodel.planning.frontier",
    "load_run": "touchmodel.reporting.stored",
    "load_scenario": "touchmodel.scenario.load",
    "plan": "touchmodel.planning.plan",
    "report": "touchmodel.reporting.report",
    "sensitivity": "touchmodel.planning.sensitivity",
    "simulate": "touchmodel.experiment.simulate",
    "workload": "touchmodel.reporting.workload",
}

__all__ = ["__version__", "results_version", *sorted(_HOMES)]  # pyright: ignore

if TYPE_CHECKING:
    from touchmodel.engine.extension import Customer as Customer
    from touchmodel.engine.extension import Effect as Effect
    from touchmodel.engine.extension import Policy as Policy
    from touchmodel.errors import InputError as InputError
    from touchmodel.errors import NoAnswer as NoAnswer
    from touchmodel.experiment.check import check as check
    from touchmodel.experiment.simulate import simulate as simulate
    from touchmodel.experiment.store import Store as Store
    from touchmodel.planning.compare import compare as compare
    from touchmodel.planning.frontier import frontier as frontier
    from touchmodel.planning.plan import plan as plan
    from touchmodel.planning.sensitivity import sensitivity as sensitivity
    from touchmodel.reporting.report import report as report
    from touchmodel.reporting.shown import document as document
    from touchmodel.reporting.stored import load_run as load_run
    from touchmodel.reporting.workload import workload as workload
    from touchmodel.scenario.load import load_scenario as load_scenario


def __getattr__(name: str) -> Any:
    """Import a public name from where it lives, on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
