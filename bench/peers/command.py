"""``python -m bench peers setup [NAME…]`` and ``python -m bench peers list``."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import attrs
from rich.console import Console
from rich.table import Table

from bench.peers.environments import checked_folder, default_folder, set_up, state_of
from bench.peers.errors import PeerSetupError
from bench.peers.table import ENVIRONMENTS, PEERS


def add_options(parser: argparse.ArgumentParser) -> None:
    """The command's own options."""
    parser.add_argument("action", choices=("setup", "list"), help="make environments, or say in which state they are")
    parser.add_argument("peers", nargs="*", metavar="PEER", help="default all; list shows their names")
    group = parser.add_argument_group("peers")
    group.add_argument(
        "--into",
        type=Path,
        default=default_folder(),
        metavar="DIR",
        help="folder of the environments; default %(default)s",
    )
    group.add_argument("--again", action="store_true", help="make an environment anew although it is there")
    group.add_argument(
        "--python", type=Path, action="append", default=[], metavar="PATH", help="a further Python; may be repeated"
    )


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Set up or list, and print the states; ``quick`` changes nothing.

    Raises:
        PeerSetupError: a peer is not known, or an environment could not be made; the others are made all the same.
    """
    del quick
    unknown = [name for name in options.peers if name not in PEERS]
    if unknown:
        raise PeerSetupError(f"no peer is called {', '.join(unknown)}: there are {', '.join(PEERS)}")
    names = options.peers or list(PEERS)
    into = options.into.expanduser().resolve()
    failed: dict[str, str] = {}
    if options.action == "setup":
        into = checked_folder(into)
        wanted = list(dict.fromkeys(PEERS[name].environment for name in names))
        for count, name in enumerate(wanted, 1):
            title, began = f"{name} ({count} of {len(wanted)})", time.monotonic()

            def tell(what: str, title: str = title, began: float = began) -> None:
                print(f"{title}, {time.monotonic() - began:.0f} s: {what}", flush=True)

            try:
                smoked = set_up(ENVIRONMENTS[name], into, again=options.again, pythons=options.python, tell=tell)
                failed |= {peer: why for peer, why in smoked.items() if why != "ok"}
            except PeerSetupError as error:
                failed[name] = str(error)
            tell("ready" if name not in failed else "not ready")
    states = {name: state_of(PEERS[name], into) for name in names}
    _show(states, into)
    if failed:
        raise PeerSetupError("\n".join(f"{name}: {why}" for name, why in failed.items()))
    return {
        "benchmark": "peers",
        "peers": {
            name: {**attrs.asdict(PEERS[name]), "standing": state.standing, "why": state.why}
            for name, state in states.items()
        },
        "summary": {"ready": sum(state.standing == "ready" for state in states.values())},
    }


def _show(states: dict[str, Any], into: Path) -> None:
    table = Table(title=f"Peers in {into}", title_justify="left")
    for heading in ("peer", "version", "licence", "state", "what to do"):
        table.add_column(heading, overflow="fold")
    for name, state in states.items():
        peer = PEERS[name]
        table.add_row(name, f"{peer.distribution} {peer.version}", peer.licence, state.standing, state.why[:300])
    console = Console()
    (console if console.is_terminal else Console(width=140)).print(table)
