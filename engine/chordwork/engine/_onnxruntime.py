"""onnxruntime, with its telemetry off.

From 1.31 on its official wheels for Linux and macOS send events home: importing it writes an id and a database under
the home folder, and it resolves a host. The switch is a variable that is read during the import, to which
``disable_telemetry_events()`` comes too late.
"""

from __future__ import annotations

import os
from types import ModuleType
from typing import Final

SWITCH: Final = ("ORT_DISABLE_TELEMETRY", "1")
"""Name and value of the variable; versions without telemetry do not look at it."""


def switch_telemetry_off() -> None:
    """For onnxruntime in this process, and in those it starts, whoever is first to import it from now on."""
    name, value = SWITCH
    os.environ[name] = value


def import_onnxruntime() -> ModuleType:
    """The only way by which Chordwork imports it."""
    switch_telemetry_off()
    import onnxruntime

    module: ModuleType = onnxruntime
    return module
