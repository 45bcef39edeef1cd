"""Exit codes are part of the interface: each way to end has its own, and none shows a traceback."""

import errno
from concurrent.futures.process import BrokenProcessPool

import click
import pytest

from touchmodel.cli import workload as module
from touchmodel.errors import Bug, InputError, MachineError, NoAnswer


def ending(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let `touchmodel workload` end with an error."""

    def end(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(module.command, "callback", end)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (InputError("wrong"), 2, "wrong\n"),
        (Bug("the engines differ"), 1, "a bug of ours, not of your input: the engines differ\n"),
        (NoAnswer("no team holds it"), 3, "no team holds it\n"),
        (MachineError("f: no permission to read it"), 4, "f: no permission to read it\n"),
        (MemoryError(), 4, "not enough memory: try --workers 1"),
        (OSError(errno.ENOSPC, "No space left on device", "a/b"), 4, "a/b: the disk is full\n"),
        (PermissionError(errno.EACCES, "Permission denied", "a"), 4, "a: no permission to write"),
        (BrokenProcessPool("gone"), 4, "most likely for lack of memory"),
        (KeyboardInterrupt(), 130, "touchmodel workload s.yaml --set 'a b=1'\n"),
        (click.Abort(), 130, "The same command gives the same numbers:\n"),
        (click.UsageError("so not"), 2, "workload: so not\nSee `touchmodel workload --help`.\n"),
        (BrokenPipeError(), 0, ""),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_each_error_has_its_code(
    run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    monkeypatch.setattr("touchmodel.cli.main.silence", lambda _: None)
    ending(monkeypatch, error)
    done = run("workload", "s.yaml", "--set", "a b=1")
    assert done.code == code
    assert said in done.err
    assert "Traceback" not in done.err
    assert done.out == ""


def test_a_bug_says_whose_it_is_and_where_to_report_it(run, monkeypatch) -> None:
    ending(monkeypatch, ZeroDivisionError("by nought"))
    done = run("workload", "s.yaml")
    assert done.code == 1
    assert "a bug of ours, not of your input: ZeroDivisionError: by nought" in done.err
    assert "Please report it" in done.err
    assert "touchmodel workload s.yaml --debug" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("words", [["workload", "s.yaml", "--debug"], ["--debug", "workload", "s"]])
def test_debug_shows_the_traceback(run, monkeypatch, words: list[str]) -> None:
    ending(monkeypatch, ZeroDivisionError("by nought"))
    done = run(*words)
    assert done.code == 1
    assert "Traceback" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rnu"], "touchmodel: there is no command 'rnu'; did you mean run?"),
        (["xyz"], "there is no command 'xyz'; choose from new, check, "),
        (["run", "s.yaml", "--replicatons", "3"], "did you mean --replications?"),
        (["check", "s.yaml", "--sinulate"], "there is no option --sinulate; did you mean"),
        (["run"], "touchmodel run: Missing argument 'FILE'"),
        (["check"], "Missing argument 'FILE...'"),
        (["run", "s.yaml", "--seed", "-1"], "'--seed'"),
        (["run", "s.yaml", "--workers", "0"], "'--workers'"),
        (["run", "s.yaml", "--replications", "0"], "'--replications'"),
        (["run", "s.yaml", "--precision", "grr"], "--precision: 'grr': write grr=0.002"),
        (["run", "s.yaml", "--precision", "grr=x"], "'x' is not a number"),
        (["run", "s.yaml", "--precision", "gr=0.1"], "no KPI is called 'gr'; did you mean grr?"),
        (["run", "s.yaml", "--precision", "grr=1", "--replications", "2"], "give one"),
        (["plan", "s.yaml", "--target", "grr"], "--target: 'grr': write grr=0.92"),
        (["plan", "s.yaml", "--target", "gr=90%"], "did you mean grr?"),
        (["run", "t.yaml"], "there is no file t.yaml; did you mean s.yaml?"),
        (["run", "s.yaml", "--set", "pools.cms.positions=2"], "did you mean csm?"),
    ],
)
def test_wrong_words_are_answered_with_the_nearest_right_ones(
    run, scenario, words: list[str], said: str
) -> None:
    done = run(*words)
    assert done.code == 2
    assert said in done.err
    assert done.out == ""


def test_a_plan_without_an_answer_is_3(run, scenario) -> None:
    done = run("plan", "s.yaml", "--target", "grr=0.999", "--workers", "1", "--fresh", "40",
               "--max-replications", "20")  # fmt: skip
    assert done.code == 3
    assert "no team within the bounds" in done.err
    assert done.out == ""


def test_a_mix_without_thresholds_is_refused(run, scenario) -> None:
    done = run("plan", "s.yaml", "--mix", "--fresh", 60)
    assert (done.code, done.out) == (2, "")
    assert "mix: nothing to move: no line of `who_gets_what` says arr, ltv or seats" in done.err
    assert "動かせるしきい値がありません" in run("plan", "s.yaml", "--mix", "--lang", "ja").err
