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
from touchmodel.cli.keeping import KEEPS, WORDS, begin
from touchmodel.cli.say import LANGUAGE, here, listen, plain
from touchmodel.errors import Bug, TouchmodelError, did_you_mean
from touchmodel.language import Text, verbatim

DONE, BUG, WRONG_INPUT, MACHINE, INTERRUPTED = 0, 1, 2, 4, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; nothing escapes but the text of errors."""
    words = list(sys.argv[1:] if argv is None else argv)
    survive_encoding()
    listen(words)
    begin(words)
    try:
        code = execute(words)
        flush()
    except BaseException as error:  # the one place where everything ends
        try:
            return ended(error, list(WORDS.get()))
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
        case Bug():
            tell(found_out(error, words))
            return BUG
        case TouchmodelError():
            tell(error.spoken(LANGUAGE.get()))
            return error.exit_code
        case click.Abort() | KeyboardInterrupt() | EOFError():
            tell(interrupted(words))
            return INTERRUPTED
        case click.ClickException():
            tell(usage(error))
            return WRONG_INPUT
        case SystemExit():
            return error.code if isinstance(error.code, int) else DONE
        case MemoryError():
            tell(Text("touchmodel: not enough memory: {advice}", advice=SMALLER))
            return MACHINE
        case OSError():
            silence(sys.stdout)
            tell(Text("touchmodel: {refusal}", refusal=machine(error)))
            return MACHINE
    if is_lost_worker(error):
        tell(Text(
            "touchmodel: the system ended a worker, most likely for lack of memory: {advice}",
            advice=SMALLER,
        ))  # fmt: skip
        return MACHINE
    tell(bug(error, words))
    return BUG


SMALLER = Text("try --workers 1, or fewer replications")


def tell(text: str) -> None:
    """Print a message on stderr."""
    click.echo(plain(here(text)), err=True)


def interrupted(words: list[str]) -> Text:
    """Return that a command was interrupted, and the command that goes on or repeats it."""
    command = shlex.join(["touchmodel", *words])
    if KEEPS.get():
        return Text(
            "\ninterrupted; what was finished is kept. The same command goes on from there:\n"
            "  {command}",
            command=command,
        )
    return Text(
        "\ninterrupted; nothing was kept. The same command gives the same numbers:\n  {command}",
        command=command,
    )


def usage(error: click.ClickException) -> Text:
    """Return a usage error and where help is."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "touchmodel"
    return Text(
        "{command}: {complaint}\nSee `{command} --help`.",
        command=command, complaint=complaint(error),
    )  # fmt: skip


def complaint(error: click.ClickException) -> Text:
    """Return what is wrong with the words of a command; click's own sentences stay English."""
    match error:
        case click.NoSuchOption(ctx=click.Context() as context):
            names = [name for param in context.command.params for name in param.opts]
            long_names = [name for name in names if name.startswith("--")]
            hint = did_you_mean(error.option_name, long_names)
            return Text("there is no option {option}; {hint}", option=error.option_name, hint=hint)
        case click.MissingParameter(param=click.Argument() as missing):
            return Text("Missing argument {name}", name=missing.get_error_hint(error.ctx))
        case click.BadParameter() if error.message and (name := parameter(error)):
            return Text("Invalid value for {name}: {why}", name=name, why=unstopped(error.message))
    return unstopped(error.format_message())


def parameter(error: click.BadParameter) -> str | None:
    """Return the option or argument that a value is wrong for, as click shows it."""
    if error.param_hint is None:
        return error.param.get_error_hint(error.ctx) if error.param is not None else None
    return error.param_hint if isinstance(error.param_hint, str) else None


def unstopped(message: str) -> Text:
    """Return a sentence without its full stop; ours have none, and keep their languages."""
    return message if isinstance(message, Text) else verbatim(message.removesuffix("."))


def machine(error: OSError) -> Text:
    """Return what the machine refused, and where."""
    why = verbatim(error.strerror or str(error) or type(error).__name__)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        why = Text("the disk is full")
    elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        why = Text("no permission to write or read here")
    named = [str(name) for name in (error.filename, error.filename2) if name is not None]
    return Text("{file}: {why}", file=named[0], why=why) if named else why


def is_lost_worker(error: BaseException) -> bool:
    """Whether a worker process vanished."""
    return any(kind.__name__ == "BrokenProcessPool" for kind in type(error).__mro__)


def bug(error: BaseException, words: list[str]) -> Text:
    """Return what to say of an error that is ours: where to report it, and with what."""
    debug = "--debug" in words
    return Text(
        "{trace}touchmodel: a bug of ours, not of your input: {kind}: {error}\n"
        "Please report it to the project's issue tracker (see CONTRIBUTING.md) with the output of\n"
        "  {command}\n"
        "touchmodel {version}, Python {python}, {system}",
        trace="".join(traceback.format_exception(error)) if debug else "",
        kind=type(error).__name__,
        error=error,
        command=shlex.join(["touchmodel", *words, *([] if debug else ["--debug"])]),
        version=__version__,
        python=sys.version.split()[0],
        system=sys.platform,
    )


def found_out(error: Bug, words: list[str]) -> Text:
    """Return a bug of ours that touchmodel found by itself, and how to report it."""
    return Text(
        "touchmodel: a bug of ours, not of your input: {story}\n"
        "Please report it to the project's issue tracker (see CONTRIBUTING.md) with these lines "
        "and\nthe scenario, names and amounts of customers changed. The command was\n"
        "  {command}\n"
        "touchmodel {version}, Python {python}, {system}",
        story=verbatim(error.spoken(LANGUAGE.get())),
        command=shlex.join(["touchmodel", *words]),
        version=__version__,
        python=sys.version.split()[0],
        system=sys.platform,
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
