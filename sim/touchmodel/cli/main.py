"""`touchmodel`: one handler for everything that can end a command.

click's own answers (1 for Ctrl-C, usage texts, pipes) are switched off: exit codes are part of the
interface, and every one of them is given here.
"""

import contextlib
import errno
import os
import shlex
import sys
import traceback
from collections.abc import Sequence
from typing import TextIO

import click

from touchmodel import __version__
from touchmodel.cli.group import touchmodel
from touchmodel.cli.say import LANGUAGE, here, listen, plain
from touchmodel.errors import TouchmodelError, did_you_mean

DONE, BUG, WRONG_INPUT, MACHINE, INTERRUPTED = 0, 1, 2, 4, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; nothing escapes but the text of errors."""
    words = list(sys.argv[1:] if argv is None else argv)
    survive_encoding()
    listen(words)
    try:
        code = execute(words)
        flush()
    except BaseException as error:  # the one place where everything ends
        try:
            return ended(error, words)
        except BrokenPipeError:
            silence(sys.stderr)
            return DONE
    return code


def execute(words: list[str]) -> int:
    """Run the command that the words name."""
    try:
        # click empties the list it is given.
        with touchmodel.make_context("touchmodel", [*words] or ["--help"]) as context:
            touchmodel.invoke(context)
    except click.exceptions.Exit as done:  # --help, --version, and commands that know their code
        return done.exit_code
    return DONE


def ended(error: BaseException, words: list[str]) -> int:
    """Tell what ended a command, and return its exit code."""
    match error:
        case BrokenPipeError():
            silence(sys.stdout)
            return DONE
        case TouchmodelError():
            tell(error.spoken(LANGUAGE.get()))
            return error.exit_code
        case click.Abort() | KeyboardInterrupt() | EOFError():
            tell(f"\ninterrupted; nothing was kept. {again(words)}")
            return INTERRUPTED
        case click.ClickException():
            tell(usage(error))
            return WRONG_INPUT
        case SystemExit():
            return error.code if isinstance(error.code, int) else DONE
        case MemoryError():
            tell(f"touchmodel: not enough memory: {SMALLER}")
            return MACHINE
        case OSError():
            silence(sys.stdout)
            tell(f"touchmodel: {machine(error)}")
            return MACHINE
    if is_lost_worker(error):
        tell(f"touchmodel: the system ended a worker, most likely for lack of memory: {SMALLER}")
        return MACHINE
    tell(bug(error, words))
    return BUG


SMALLER = "try --workers 1, or fewer replications"


def tell(text: str) -> None:
    """Print a message on stderr."""
    click.echo(plain(here(text)), err=True)


def again(words: list[str]) -> str:
    """Return the sentence with the command that repeats an interrupted one."""
    command = shlex.join(["touchmodel", *words])
    return f"The same command gives the same numbers:\n  {command}"


def usage(error: click.ClickException) -> str:
    """Return a usage error with the nearest valid name and where help is."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "touchmodel"
    if isinstance(error, click.NoSuchOption) and context is not None:
        names = [name for param in context.command.params for name in param.opts]
        hint = did_you_mean(error.option_name, [name for name in names if name.startswith("--")])
        return f"{path}: there is no option {error.option_name}; {hint}\n{help_at(path)}"
    message = error.format_message().removesuffix(".")
    return f"{path}: {message}\n{help_at(path)}"


def help_at(path: str) -> str:
    """Return where the help of a command is."""
    return f"See `{path} --help`."


def machine(error: OSError) -> str:
    """Return what the machine refused, and where."""
    why = error.strerror or str(error) or type(error).__name__
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        why = "the disk is full"
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        why = "no permission to write or read here"
    named = [str(name) for name in (error.filename, error.filename2) if name is not None]
    return ": ".join([*named[:1], why])


def is_lost_worker(error: BaseException) -> bool:
    """Whether a worker process vanished."""
    return any(kind.__name__ == "BrokenProcessPool" for kind in type(error).__mro__)


def bug(error: BaseException, words: list[str]) -> str:
    """Return what to say of an error that is ours."""
    told = f"touchmodel: a bug of ours, not of your input: {type(error).__name__}: {error}"
    if "--debug" in words:
        trace = "".join(traceback.format_exception(error))
        return f"{trace}{told}\n{report_at(words)}"
    return f"{told}\n{report_at([*words, '--debug'])}"


def report_at(words: list[str]) -> str:
    """Return where to report a bug, and with what."""
    return (
        "Please report it to the project's issue tracker (see CONTRIBUTING.md) with the output of\n"
        f"  {shlex.join(['touchmodel', *words])}\n"
        f"touchmodel {__version__}, Python {sys.version.split()[0]}, {sys.platform}"
    )


def flush() -> None:
    """Write out what is left, while an error can still be told."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()


def silence(stream: TextIO) -> None:
    """Send what is left for a closed pipe or a full disk nowhere, so that Python ends silently."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def survive_encoding() -> None:
    """Let a terminal that lacks a sign show `?`, rather than fail on a customer's name."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
