"""Training has needs of its own: a test module is left out where they are not met."""

from __future__ import annotations

import importlib


def _works(*modules: str) -> bool:
    try:
        for module in modules:
            importlib.import_module(module)
    except (ImportError, OSError):
        return False
    return True


collect_ignore_glob = []
if not _works("fluidsynth", "pretty_midi", "scipy", "soundfile"):
    collect_ignore_glob += ["render/*", "test_augment.py"]
if not _works("torch", "onnx"):
    collect_ignore_glob += ["test_network.py", "test_recover.py"]
if collect_ignore_glob:
    collect_ignore_glob += ["test_smoke.py"]
