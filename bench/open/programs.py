"""What is measured: Chordwork, the untrained templates, and every peer whose environment is there."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import attrs

from bench.builds import TOP
from bench.open.errors import OpenBenchmarkError
from bench.open.ours import CHORDWORK, TEMPLATES
from bench.peers.environments import state_of, worker_of
from bench.peers.table import ENVIRONMENTS, PEERS, Peer
from bench.peers.worker import Worker
from chordwork.engine import AcousticModel, bundled_model, load_model

OURS: Final = (CHORDWORK, TEMPLATES)
LIVE_SUFFIX: Final = "-live"
ANSWERS_VERSION: Final = 1
"""Grows when answers that were kept before mean something else."""
_SOURCES: Final = ("engine/chordwork/engine", "native/chordwork/native", "native/csrc", "evaluation")


@attrs.frozen
class Model:
    """An acoustic model: what its card calls it, and the SHA-256 of its file."""

    name: str
    version: str
    sha256: str


@attrs.frozen
class Program:
    """One that hears files.

    Attributes:
        name: as the tables have it.
        what: how it hears, in a few words.
        licence: of program and models.
        tiers: ``final``, ``live`` or both.
        version: what was measured.
        model: of Chordwork.
        fingerprint: as long as it is the same, so is every answer.
        start: a worker, given where its log goes.
    """

    name: str
    what: str
    licence: str
    tiers: tuple[str, ...]
    version: str
    model: Model | None
    fingerprint: str
    start: Callable[[Path], Worker]


def find_programs(peers: Path, only: Sequence[str], model: Path | None) -> list[Program]:
    """Ours first, then peers in the order of their table. Without ``only``, all whose environment is ready.

    Args:
        peers: folder of the environments.
        only: names wanted; the templates come along, since costs are compared with theirs.
        model: an ONNX file instead of the bundled one.

    Raises:
        OpenBenchmarkError: a name is not known, or its environment is not ready.
    """
    unknown = [name for name in only if name not in (*OURS, *PEERS)]
    if unknown:
        raise OpenBenchmarkError(f"no program is called {', '.join(unknown)}: there are {', '.join((*OURS, *PEERS))}")
    found = [ours(name, model) for name in OURS if not only or name in only or name == TEMPLATES]
    for peer in PEERS.values():
        if only and peer.name not in only:
            continue
        state = state_of(peer, peers)
        if state.standing == "ready" and state.python is not None:
            found.append(_peer(peer, state.python))
        elif only:
            raise OpenBenchmarkError(
                f"{peer.name} in {peers} is {state.standing}: {state.why or 'no Python'}; "
                "python -m bench peers list says more"
            )
    return found


def not_ready(peers: Path) -> list[str]:
    """Peers that a run leaves out, in one sentence; none where all are ready."""
    names = [peer.name for peer in PEERS.values() if state_of(peer, peers).standing != "ready"]
    return [f"{', '.join(names)}: no environment was ready"] if names else []


def ours(name: str, model: Path | None = None) -> Program:
    """Chordwork or the templates.

    Raises:
        OpenBenchmarkError: the model cannot be read.
    """
    command = [sys.executable, "-m", "bench.open.ours", name]
    if name == CHORDWORK and model is not None:
        command += ["--model", str(model.resolve())]
    card = model_of(model) if name == CHORDWORK else None
    told = json.dumps([ANSWERS_VERSION, name, card.sha256 if card else "", _sources()])
    return Program(
        name,
        "causal network of 1 M parameters at most; live and final tier" if card else "untrained chroma templates",
        "MIT",
        ("final", "live"),
        f"model {card.version}" if card else "1",
        card,
        hashlib.sha256(told.encode()).hexdigest()[:16],
        lambda log: Worker(name, command, log=log, folder=TOP, environment={"PYTHONPATH": str(TOP)}),
    )


def model_of(path: Path | None = None) -> Model:
    """The bundled model, or one in a file.

    Raises:
        OpenBenchmarkError: it cannot be read.
    """
    try:
        data = bundled_model().read() if path is None else path.read_bytes()
    except OSError as error:
        raise OpenBenchmarkError(f"the model cannot be read ({error}): check --model") from error
    info = (load_model() if path is None else AcousticModel(data)).info
    return Model(info.name, info.version, hashlib.sha256(data).hexdigest())


def _peer(peer: Peer, python: Path) -> Program:
    told = json.dumps([ANSWERS_VERSION, peer.name, ENVIRONMENTS[peer.environment].digest])
    return Program(
        peer.name,
        peer.what,
        peer.licence,
        ("live",) if peer.name.endswith(LIVE_SUFFIX) else ("final",),
        peer.version,
        None,
        hashlib.sha256(told.encode()).hexdigest()[:16],
        lambda log: worker_of(peer, python, log),
    )


@cache
def _sources() -> str:
    """Of everything that Chordwork hears with."""
    digest = hashlib.sha256()
    for folder in _SOURCES:
        for path in sorted((TOP / folder).rglob("*")):
            if path.suffix in (".py", ".c", ".h", ".json") and "models" not in path.parts and path.is_file():
                digest.update(path.relative_to(TOP).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
