"""Makes the virtual environments of peers, and says in which state they are."""

from __future__ import annotations

import json
import math
import shutil
import struct
import subprocess
import sys
import tempfile
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import attrs

from bench.builds import TOP
from bench.peers.errors import PeerSetupError
from bench.peers.table import ENVIRONMENTS, PEERS, Environment, Peer
from bench.peers.worker import LAST_WORDS, SILENT_S, Worker

RUN_PEER: Final = TOP / "bench/accuracy/run_peer.py"
STATE_FILE: Final = "peer.json"
PIP_LOG: Final = "setup.log"
PIP_OPTIONS: Final = ("--disable-pip-version-check", "--no-input", "--no-compile")
SMOKE_RATE_HZ: Final = 22_050
SMOKE_SILENT_S: Final = 900.0
_VERSION: Final = "import importlib.metadata as m, sys; print(m.version(sys.argv[1]))"

Standing = Literal["ready", "not set up", "other pins", "broken"]
Tell = Callable[[str], None]


@attrs.frozen
class State:
    """Of one peer.

    Attributes:
        standing: ``other pins``: what is there was made from another table than today's.
        why: what is broken, and what to do.
        python: of its environment, where there is one.
    """

    standing: Standing
    why: str = ""
    python: Path | None = None


def default_folder() -> Path:
    """Beside the repository."""
    return TOP.parent / "peers"


def checked_folder(into: Path) -> Path:
    """Where environments may be made.

    Raises:
        PeerSetupError: it lies inside a git repository, where gigabytes of others' programs do not belong.
    """
    into = into.expanduser().resolve()
    for folder in (into, *into.parents):
        if (folder / ".git").exists():
            raise PeerSetupError(
                f"{into} lies inside the git repository {folder}: name a folder elsewhere, such as "
                f"--into {default_folder()} or --into ~/.cache/chordwork/peers"
            )
    return into


def state_of(peer: Peer, into: Path) -> State:
    """Whether a peer can be asked, without asking it."""
    environment = ENVIRONMENTS[peer.environment]
    folder = into / environment.name
    python = _python_in(folder)
    if not python.exists():
        return State("not set up", f"python -m bench peers setup {peer.name}")
    try:
        noted = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
        digest, smoked = str(noted["digest"]), dict(noted["smoked"])
    except (OSError, ValueError, KeyError, TypeError):
        return State("broken", f"its set-up did not end: python -m bench peers setup {peer.name}", python)
    if digest != environment.digest:
        return State("other pins", f"python -m bench peers setup {peer.name}", python)
    if smoked.get(peer.name) != "ok":
        return State("broken", str(smoked.get(peer.name, "it was never tried")), python)
    return State("ready", "", python)


def worker_of(peer: Peer, python: Path, log: Path, *, silent_s: float = SILENT_S) -> Worker:
    """Ask a peer in its environment."""
    command = [str(python), str(RUN_PEER), peer.name, "--ask"]
    return Worker(peer.name, command, log=log, folder=log.parent, silent_s=silent_s)


def set_up(environment: Environment, into: Path, *, again: bool, pythons: list[Path], tell: Tell) -> dict[str, str]:
    """Make an environment unless it is there, and try every peer in it on a second of audio.

    Args:
        environment: what is wanted.
        into: folder of all environments.
        again: make it anew although it is there.
        pythons: interpreters that were named, looked at before those on the path.
        tell: called with what goes on.

    Returns:
        ``ok``, or what is wrong, by peer.

    Raises:
        PeerSetupError: it cannot be made.
    """
    folder = into / environment.name
    peers = [peer for peer in PEERS.values() if peer.environment == environment.name]
    python = _python_in(folder)
    if again and folder.exists():
        tell("removing what is there")
        _remove(folder)
    if not (python.exists() and _has_what_it_needs(python, peers)):
        _make(environment, folder, _interpreter(environment, pythons), tell)
    smoked: dict[str, str] = {}
    versions: dict[str, str] = {}
    for peer in peers:
        tell(f"trying {peer.name} on a second of audio")
        smoked[peer.name], versions[peer.name] = _smoke(peer, python, folder)
    note = {"digest": environment.digest, "smoked": smoked, "versions": versions}
    (folder / STATE_FILE).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
    return smoked


def _python_in(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _has_what_it_needs(python: Path, peers: list[Peer]) -> bool:
    return all(_version(python, peer.distribution) == peer.version for peer in peers)


def _version(python: Path, distribution: str) -> str:
    done = subprocess.run([str(python), "-c", _VERSION, distribution], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _interpreter(environment: Environment, named: list[Path]) -> Path:
    """The first Python of a version that will do.

    Raises:
        PeerSetupError: there is none.
    """
    for wanted in environment.pythons:
        found = shutil.which(f"python{wanted}")
        for candidate in (*named, Path(sys.executable), *([Path(found)] if found else []), *_of_pyenv(wanted)):
            if _is(candidate, wanted):
                return candidate
    wanted = " or ".join(environment.pythons)
    raise PeerSetupError(
        f"{environment.name} needs Python {wanted}, which is not on the path: install it, or say where it is, "
        f"--python /path/to/python{environment.pythons[0]}"
    )


def _of_pyenv(wanted: str) -> list[Path]:
    """A shim on the path may be of a version that is not switched on."""
    return sorted((Path.home() / ".pyenv/versions").glob(f"{wanted}.*/bin/python{wanted}"))


def _is(candidate: Path, wanted: str) -> bool:
    code = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    try:
        done = subprocess.run([str(candidate), "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.returncode == 0 and done.stdout.strip() == wanted


def _make(environment: Environment, folder: Path, interpreter: Path, tell: Tell) -> None:
    if folder.exists():
        tell("removing what was left unfinished")
        _remove(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    log = folder / PIP_LOG
    tell(f"{interpreter.name} -m venv{f'; {environment.heavy}' if environment.heavy else ''}")
    _run([str(interpreter), "-m", "venv", str(folder)], None, environment, "its virtual environment cannot be made")
    python = _python_in(folder)
    for number, step in enumerate(environment.steps, 1):
        tell(f"pip install, {number} of {len(environment.steps)}: {' '.join(step)}")
        command = [str(python), "-m", "pip", "install", *PIP_OPTIONS, *step]
        _run(command, log, environment, f"pip failed; all it said is in {log}")


def _remove(folder: Path) -> None:
    """A virtual environment, and nothing else that may lie there.

    Raises:
        PeerSetupError: it is something else.
    """
    if folder.is_symlink() or not (folder / "pyvenv.cfg").is_file():
        raise PeerSetupError(f"{folder} is no virtual environment: move it away, or name another folder, --into DIR")
    shutil.rmtree(folder)


def _run(command: list[str], log: Path | None, environment: Environment, failing: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if log is not None:
        with log.open("a", encoding="utf-8") as diary:
            diary.write(f"$ {' '.join(command)}\n{done.stdout}\n")
    if done.returncode:
        needs = f" It needs Debian's {', '.join(environment.debian)}." if environment.debian else ""
        last = done.stdout.strip()[-LAST_WORDS:]
        raise PeerSetupError(f"{environment.name}: {failing}. Its last words:\n{last}\n{needs}")


def _smoke(peer: Peer, python: Path, folder: Path) -> tuple[str, str]:
    """``ok`` or what is wrong, and the version that is there."""
    found = _version(python, peer.distribution)
    if found != peer.version:
        return f"has version {found or 'none'} of {peer.distribution} instead of {peer.version}: --again", found
    with a_second_of_c_major() as sound:
        try:
            with worker_of(peer, python, folder / f"{peer.name}.log", silent_s=SMOKE_SILENT_S) as worker:
                answer = worker.ask(sound)
        except PeerSetupError as error:
            needs = ENVIRONMENTS[peer.environment].debian
            return f"{error}{f' (it needs Debian packages: {needs})' if needs else ''}", found
    return (answer.error or "ok"), found


@contextmanager
def a_second_of_c_major() -> Iterator[Path]:
    """A WAV file: three notes with six partials each."""
    with tempfile.TemporaryDirectory(prefix="chordwork-bench-") as folder:
        path = Path(folder) / "second.wav"
        notes = [440.0 * 2.0 ** ((midi - 69) / 12) for midi in (48, 60, 64, 67)]
        samples = [
            sum(math.sin(2 * math.pi * hz * k * at / SMOKE_RATE_HZ) / k for hz in notes for k in range(1, 7)) / 12
            for at in range(SMOKE_RATE_HZ)
        ]
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(SMOKE_RATE_HZ)
            sound.writeframes(b"".join(struct.pack("<h", round(32_767 * 0.9 * max(-1, min(1, s)))) for s in samples))
        yield path
