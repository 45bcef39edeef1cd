"""What was found as a document at hand, in a notebook: pages as Markdown, charts as figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from touchmodel.errors import InputError, Problem, did_you_mean
from touchmodel.experiment.result import Result
from touchmodel.language import LANGUAGES, Text
from touchmodel.planning.answer import Plan
from touchmodel.planning.compare_study import Study
from touchmodel.planning.frontier import Frontier
from touchmodel.planning.sensitivity_study import Sensitivity
from touchmodel.reporting.content.compare import study_document
from touchmodel.reporting.content.document import Chart, Document
from touchmodel.reporting.content.frontier import frontier_document
from touchmodel.reporting.content.plan import plan_document
from touchmodel.reporting.content.run import run_document
from touchmodel.reporting.content.sensitivity import sensitivity_document
from touchmodel.reporting.drawing import draw
from touchmodel.reporting.manifest import run_command
from touchmodel.reporting.markdown import section_lines
from touchmodel.reporting.plan_folder import plan_command

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Found = Result | Plan | Study | Frontier | Sensitivity


@dataclass(frozen=True)
class Page:
    """A section of a document; a notebook shows it as it is."""

    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return self.text


@dataclass(frozen=True, repr=False)
class Shown:
    """A document in a language."""

    document: Document
    language: str

    def __repr__(self) -> str:
        return f"<{self.document.title.spoken(self.language)}: {', '.join(self.pages)}>"

    @property
    def pages(self) -> list[str]:
        """Names of the sections, as `page` takes them."""
        return [section.key for section in self.document.sections]

    @property
    def figures(self) -> list[str]:
        """Names of the charts, as `figure` takes them."""
        return [chart.key for chart in self.document.charts()]

    def page(self, name: str) -> Page:
        """Return a section, without its charts and what is only for looking up.

        Raises
        ------
        InputError
            If there is no section of that name.
        """
        section = self.document.sections[place(name, self.pages)]
        return Page("\n".join(section_lines(section, self.language)))

    def figure(self, name: str) -> "Figure":
        """Return a chart.

        Raises
        ------
        InputError
            If there is no chart of that name.
        """
        charts: list[Chart] = list(self.document.charts())
        return draw(charts[place(name, self.figures)], self.language)

    def _repr_markdown_(self) -> str:
        return self.page(self.pages[0]).text


def place(name: str, names: Sequence[str]) -> int:
    """Return where a name stands among names; InputError with the nearest one if nowhere."""
    if name not in names:
        what = Text("there is no page or figure {name!r}", name=name)
        raise InputError(Problem(what, hint=did_you_mean(name, names)))
    return names.index(name)


def document(found: Found, language: str = "en") -> Shown:
    """Return what was found as a document, in English (`en`) or Japanese (`ja`).

    Raises
    ------
    InputError
        If the language is not known.
    """
    if language not in LANGUAGES:
        what = Text("there is no language {name!r}", name=language)
        raise InputError(Problem(what, hint=did_you_mean(language, LANGUAGES)))
    return Shown(document_of(found), language)


def document_of(found: Found) -> Document:
    """Return the document of what was found."""
    if isinstance(found, Plan):
        return plan_document(found, plan_command(found))
    if isinstance(found, Result):
        return run_document(found, run_command(found))
    if isinstance(found, Study):
        return study_document(found, ())
    if isinstance(found, Frontier):
        return frontier_document(found, ())
    return sensitivity_document(found, ())
