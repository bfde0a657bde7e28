"""Where the files lie that programs of ours need, and that hold nothing of anybody's."""

from __future__ import annotations

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

LAYERS: Final = ("native", "harmony", "music", "engine", "actors", "analysis", "http")
SYSTEM: Final = (
    *("/usr", "/lib", "/lib64", "/bin", "/sbin", "/nix/store", "/gnu/store"),
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime"),
    *("/etc/mime.types", "/etc/fonts", "/etc/fluidsynth.conf", "/sys/devices/system/cpu"),
    *("/dev/urandom", "/dev/zero"),
)
"""Programs and libraries, and what of ``/etc`` they read; not ``/etc`` itself, where keys may lie."""
NOWHERE: Final = Path("/dev/null")


def installation() -> tuple[Path, ...]:
    """This Python, what it imports from, and Chordwork."""
    named = [sys.prefix, sys.exec_prefix, sys.base_prefix, *(entry for entry in sys.path if os.path.isabs(entry))]
    for layer in LAYERS:
        spec = find_spec(f"chordwork.{layer}")
        named += [] if spec is None else list(spec.submodule_search_locations or ())
    return tuple(dict.fromkeys(Path(each) for each in named))


def system() -> tuple[Path, ...]:
    """The system's programs and libraries, and those that are named by variables."""
    libraries = os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)
    return tuple(Path(each) for each in (*SYSTEM, *libraries) if os.path.isabs(each))


def program(name: str) -> tuple[Path, ...]:
    """The folders of a program, by the name it is called and by the one it has; none if it is not installed."""
    found = shutil.which(name)
    return () if found is None else (Path(found).parent, Path(found).resolve().parent)
