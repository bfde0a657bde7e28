"""``chordwork completion``: commands, options and their values at the press of a key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Literal, get_args

Shell = Literal["bash", "zsh", "fish", "powershell"]

SHELLS: Final[tuple[Shell, ...]] = get_args(Shell)
PLACES: Final[dict[Shell, str]] = {
    "bash": "source <(chordwork completion bash)    # in ~/.bashrc",
    "zsh": "source <(chordwork completion zsh)    # in ~/.zshrc, below compinit",
    "fish": "chordwork completion fish > ~/.config/fish/completions/chordwork.fish",
    "powershell": "chordwork completion powershell | Out-String | Invoke-Expression    # in $PROFILE",
}


def completion(shell: Shell | None = None, /) -> None:
    """Print what makes a shell complete Chordwork's commands, options and their values.

    Where it goes is said on standard error.

    Parameters
    ----------
    shell
        Default: the one of SHELL.
    """
    import sys

    from chordwork.cli.application import build_app
    from chordwork.cli.errors import CommandError

    usual = Path(os.environ.get("SHELL", "")).name
    known: dict[str, Shell] = {each: each for each in SHELLS}
    named = known.get(shell or usual)
    if named is None:
        raise CommandError(f"which shell? Name one of {', '.join(SHELLS)}: chordwork completion bash")
    app = build_app()
    print(app.generate_completion(prog_name="chordwork", shell=named))
    if sys.stdout.isatty():
        print(f"To have it in every session: {PLACES[named]}", file=sys.stderr)
