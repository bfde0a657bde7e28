"""The program: how each way of ending becomes an exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Final

from chordwork.cli.application import build_app, version
from chordwork.cli.exits import BAD_INPUT, INTERRUPTED, OK, UNEXPECTED, warn
from chordwork.cli.words_alone import words_alone

STDIN: Final = "/dev/stdin"
"""What ``-`` means among the arguments."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: without the program's name; those of the process by default.

    Returns:
        0 done, 1 unexpected failure, 2 bad usage or input, 130 interrupted.
    """
    tokens = _with_stdin(sys.argv[1:] if arguments is None else arguments)
    if tokens == ["--version"]:  # what scripts ask most needs no parser
        print(version())
        return OK
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # A terminal that cannot show ♭ or a file's name is no reason to die.
    try:
        code = _done(tokens)
        sys.stdout.flush()
        return code
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else OK
    except BaseException as error:
        return _exit_code(error)


def _done(tokens: list[str]) -> int:
    """The exit code of a command that was run, or of a line that cannot be read."""
    if (command := words_alone(tokens)) is not None:
        command()
        return OK
    from cyclopts import CycloptsError

    try:
        code = build_app()(tokens, exit_on_error=False, print_error=False)
        return code if isinstance(code, int) else OK
    except CycloptsError as error:
        from chordwork.cli.usage import explained

        return _refuse(explained(error, tokens))


def _with_stdin(tokens: Sequence[str]) -> list[str]:
    """A lone dash is standard input, which the parser of options would take for an option without a name."""
    before = ["", *tokens]
    return [
        STDIN if token == "-" and last != "--output" else token for last, token in zip(before, tokens, strict=False)
    ]


def _exit_code(error: BaseException) -> int:
    """What a failure means; nurseries raise groups, so look at what is inside."""
    from chordwork.harmony.errors import ChordworkError

    causes = [_explained(cause) for cause in _leaves(error)]
    if any(isinstance(cause, KeyboardInterrupt) for cause in causes):
        print("", file=sys.stderr)
        return INTERRUPTED
    if any(isinstance(cause, BrokenPipeError) for cause in causes):
        _silence_stdout()
        return OK
    if all(isinstance(cause, ChordworkError) for cause in causes):
        return _refuse(*_reason_and_place(causes[0]))
    import traceback

    traceback.print_exception(error)
    print("chordwork: this is a fault in Chordwork. Please report it with the lines above.", file=sys.stderr)
    return UNEXPECTED


def _explained(cause: BaseException) -> BaseException:
    """The same, or what to install where the web stack is missing."""
    from chordwork.harmony.extras import server_missing

    missing: BaseException | None = cause
    while isinstance(missing, ImportError):  # cyclopts says that of a command which it could not import
        if isinstance(missing, ModuleNotFoundError) and (needed := server_missing(missing)) is not None:
            return needed
        missing = missing.__cause__
    return cause


def _leaves(error: BaseException) -> Iterable[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def _refuse(reason: str, *place: str) -> int:
    warn(reason)
    for line in place:
        print(f"    {line}", file=sys.stderr)
    return BAD_INPUT


def _reason_and_place(error: BaseException) -> tuple[str, ...]:
    """What was wrong; for a text that could not be read, also its line and a caret under the character."""
    pointer: tuple[str, str] | None = getattr(error, "pointer", None)
    return (str(error),) if pointer is None else (getattr(error, "reason", ""), *pointer)


def _silence_stdout() -> None:
    """The reader of our pipe has gone (``| head``): let the interpreter's last flush go nowhere instead of failing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
