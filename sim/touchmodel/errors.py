"""What can go wrong, said so that a planner can repair it.

Every error a person is meant to see is a `TouchmodelError`: it knows its exit code, and its
text is complete.  Anything else that escapes is a bug of ours.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from touchmodel.language import LANGUAGES, Text, spoken

NO_HINT = Text("")


class TouchmodelError(Exception):
    """Base of every error meant for a person's eyes; its arguments are its lines."""

    exit_code: ClassVar[int] = 1

    def __str__(self) -> str:
        """Return the whole message in English."""
        return self.spoken(LANGUAGES[0])

    def spoken(self, language: str) -> str:
        """Return the whole message in a language, a line for each argument."""
        return "\n".join(spoken(line, language) for line in self.args)


@dataclass(frozen=True)
class Problem:
    """One thing wrong with the input: where it stands, what it is, how to repair it."""

    message: Text
    """What was found, and the rule it breaks."""
    file: str = ""
    """The file as the user named it, or `--set a.b`."""
    line: int | None = None
    """Line, from 1."""
    column: int | None = None
    """Column, from 1."""
    path: str = ""
    """Where in the scenario, keys joined by dots."""
    hint: Text = NO_HINT
    """The nearest valid choice, or the repair."""

    @property
    def place(self) -> str:
        """`file:line:column`, as far as known."""
        parts = [self.file, self.line, self.column]
        return ":".join(str(part) for part in parts if part not in (None, ""))

    def __str__(self) -> str:
        """Return the problem in English, on one line."""
        return self.spoken(LANGUAGES[0])

    def spoken(self, language: str) -> str:
        """Return `file:line:column: path: what and the rule; the repair`, on one line."""
        # `--set a.b` names its path already.
        path = "" if self.file == f"--set {self.path}" else self.path
        where = [part for part in (self.place, path) if part]
        said = Text("{what}; {repair}", what=self.message, repair=self.hint)
        whole = said if self.hint else self.message
        return " ".join(": ".join([*where, spoken(whole, language)]).split())


class Bug(TouchmodelError):  # noqa: N818 - one of ours, found by ourselves
    """A mistake of ours that touchmodel found by itself, told so that it can be reported."""


class InputError(TouchmodelError):
    """The input is wrong; `problems` lists all that was found, in the order of the file."""

    exit_code: ClassVar[int] = 2

    def __init__(self, problems: Sequence[Problem] | Problem | Text) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: list[Problem] = (
            [problems] if isinstance(problems, Problem) else list(problems)
        )
        # The list is the only argument, so that the error survives pickling between processes.
        super().__init__(self.problems)

    def spoken(self, language: str) -> str:
        """Return every problem in a language, one a line."""
        return "\n".join(problem.spoken(language) for problem in self.problems)


class NoAnswer(TouchmodelError):  # noqa: N818 - the question has none; nothing went wrong
    """The question has no answer, such as a target no team can hold."""

    exit_code: ClassVar[int] = 3


class MachineError(TouchmodelError):
    """The machine refuses: disk, memory, permission."""

    exit_code: ClassVar[int] = 4


def nearest(word: object, choices: Iterable[object]) -> str | None:
    """Return the choice most like `word`, or None if none is near.

    >>> nearest("check_inn", ["check_in", "handoff"])
    'check_in'
    """
    by_folded = {str(choice).casefold(): str(choice) for choice in choices}
    longer = [each for each in by_folded if each.startswith(f"{str(word).casefold()}_")]
    if len(longer) == 1:
        return by_folded[longer[0]]
    near = difflib.get_close_matches(str(word).casefold()[:80], list(by_folded), n=1, cutoff=0.6)
    return by_folded[near[0]] if near else None


def did_you_mean(word: object, choices: Iterable[object]) -> Text:
    """Return the hint for a name that is not among `choices`; empty if there are none.

    >>> did_you_mean("smbb", ["smb", "enterprise"])
    'did you mean smb?'
    >>> did_you_mean("x", ["smb", "enterprise"])
    'choose from smb, enterprise'
    """
    names = [str(choice) for choice in choices]
    near = nearest(word, names)
    if near is not None:
        return Text("did you mean {near}?", near=near)
    more = ", …" if len(names) > 20 else ""
    return Text("choose from {names}", names=", ".join(names[:20]) + more) if names else NO_HINT
