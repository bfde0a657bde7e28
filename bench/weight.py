"""How heavy the distribution is: the size of its wheel, of the largest things in it, and what imports bring.

The baseline is the wheel without the demo's recordings, which most programs that embed the engine never play; that of
the imports is numpy alone. The bound is on the wheel without the page's soundfont.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, ClassVar, Final

from rich.console import Console
from rich.table import Table

from chordwork.engine import ChordworkError

AIM_MB: Final = 6.0
SHOWN: Final = 8
IMPORTED: Final = ("chordwork.harmony", "chordwork.music", "chordwork.client", "chordwork.engine", "chordwork.cli")
IMPORT_BASELINE: Final = "numpy"
HEAVY: Final = ("numpy", "chordwork.native._native", "onnxruntime")
TRIES: Final = 5
_IMPORT: Final = """
import json, sys, time
had, began = set(sys.modules), time.perf_counter()
__import__(sys.argv[1])
took_ms = (time.perf_counter() - began) * 1e3
heavy = [name for name in sys.argv[2:] if name in sys.modules and name != sys.argv[1]]
print(json.dumps({"modules": len(set(sys.modules) - had), "took_ms": took_ms, "heavy": heavy}))
"""
PARTS: Final = {
    "the page": ("/http/web/",),
    "demo recordings": ("/clips/",),
    "models and word vectors": (".onnx", ".npz"),
    "C extension": ("/_native.",),
    "lettering": (".ttf",),
    "Python": (".py",),
}


class WeightError(ChordworkError):
    """The wheel weighs more than it may; the table says what does."""

    code: ClassVar[str] = "weight"


def run(*, quick: bool) -> dict[str, Any]:
    """Build the wheel, weigh it, print the tables; ``quick`` changes nothing.

    Raises:
        WeightError: it weighs more than it may.
    """
    del quick
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, "."]
        subprocess.run(command, check=True)
        wheel = next(Path(folder).glob("*.whl"))
        size = wheel.stat().st_size
        with zipfile.ZipFile(wheel) as archive:
            members = sorted(archive.infolist(), key=lambda member: -member.compress_size)
    clips = sum(member.compress_size for member in members if "/clips/" in member.filename)
    ratio = size / (size - clips)
    soundfont = sum(member.compress_size for member in members if ".sf2" in member.filename)
    bounded_mb = (size - soundfont) / 1e6
    table = Table(title=f"{wheel.name}: {size / 1e6:.2f} MB")
    table.add_column("largest members")
    table.add_column("kB, packed", justify="right")
    for member in members[:SHOWN]:
        table.add_row(member.filename, f"{member.compress_size / 1e3:.0f}")
    table.add_section()
    for part, marks in PARTS.items():
        packed = sum(member.compress_size for member in members if any(mark in member.filename for mark in marks))
        table.add_row(f"all of {part}", f"{packed / 1e3:.0f}")
    table.add_section()
    table.add_row(f"without the page's soundfont (at most {AIM_MB:g} MB)", f"{bounded_mb * 1e3:.0f}")
    table.add_row("ratio to the wheel without the demo's recordings", f"{ratio:.2f}")
    Console().print(table)
    imports = weigh_imports()
    Console().print(imports_table(imports))
    if bounded_mb > AIM_MB:
        raise WeightError(f"the wheel weighs {bounded_mb:.2f} MB without the page's soundfont: at most {AIM_MB:g}")
    return {
        "benchmark": "weight",
        "summary": {
            "wheel_mb": size / 1e6,
            "wheel_without_soundfont_mb": bounded_mb,
            "ratio_to_wheel_without_clips": ratio,
        },
        "aims": {"wheel_without_soundfont_mb": AIM_MB},
        "imports": imports,
        "members": {member.filename: member.compress_size for member in members},
    }


def weigh_imports() -> dict[str, dict[str, Any]]:
    """What each package brings into a fresh interpreter: how many modules, the shortest time, and which heavy ones."""
    weights = {}
    for package in (IMPORT_BASELINE, *IMPORTED):
        command = [sys.executable, "-c", _IMPORT, package, *HEAVY]
        tries = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(TRIES)]
        weights[package] = min(tries, key=lambda each: float(each["took_ms"]))
    return weights


def imports_table(weights: dict[str, dict[str, Any]]) -> Table:
    """A line a package, its time as a ratio to that of the baseline."""
    table = Table(title=f"imports, the quickest of {TRIES}")
    for heading in ("package", "modules", "ms", f"÷ {IMPORT_BASELINE}"):
        table.add_column(heading, justify="left" if heading == "package" else "right")
    table.add_column("brings")
    base_ms = weights[IMPORT_BASELINE]["took_ms"]
    for package, weight in weights.items():
        took_ms = weight["took_ms"]
        heavy = ", ".join(weight["heavy"]) or "-"
        table.add_row(package, str(weight["modules"]), f"{took_ms:.0f}", f"{took_ms / base_ms:.2f}", heavy)
    return table
