"""How heavy the distribution is, against what it may weigh: its wheel and the largest things in it, and what imports
bring, in time, memory and modules.

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

import attrs
from rich.console import Console
from rich.table import Table

from chordwork.engine import ChordworkError

AIM_MB: Final = 6.0
SHOWN: Final = 8


@attrs.frozen
class Budget:
    """What an import may bring.

    Attributes:
        modules: at most so many.
        times_numpy: of the time that numpy takes, at most.
        resident_mb: memory, at most.
        heavy: which of :data:`HEAVY`.
    """

    modules: int
    times_numpy: float
    resident_mb: float
    heavy: tuple[str, ...] = ()


IMPORTED: Final = {
    "chordwork.harmony": Budget(10, 0.2, 2.0),
    "chordwork.music": Budget(12, 0.2, 2.0),
    "chordwork.client": Budget(320, 2.5, 25.0),
    "chordwork.native": Budget(12, 0.2, 2.0),
    "chordwork.engine": Budget(420, 4.5, 60.0, ("numpy", "chordwork.native._native")),
    "chordwork.actors": Budget(600, 7.0, 70.0, ("numpy", "chordwork.native._native")),
    "chordwork.analysis": Budget(12, 0.2, 2.0),
    "chordwork.cli": Budget(20, 0.3, 3.0),
}
"""Packages that programs import, and what each may bring."""
IMPORT_BASELINE: Final = "numpy"
HEAVY: Final = ("numpy", "chordwork.native._native", "onnxruntime")
TRIES: Final = 5
_IMPORT: Final = """
import json, sys, time

def resident_mb():
    with open("/proc/self/statm") as sizes:
        return int(sizes.read().split()[1]) * 4096 / 1e6

had, before_mb, began = set(sys.modules), resident_mb(), time.process_time()
__import__(sys.argv[1])
took_ms = (time.process_time() - began) * 1e3
heavy = [name for name in sys.argv[2:] if name in sys.modules and name != sys.argv[1]]
brought = {"modules": len(set(sys.modules) - had), "took_ms": took_ms, "heavy": heavy}
print(json.dumps({**brought, "resident_mb": resident_mb() - before_mb}))
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
    """The wheel or an import weighs more than it may; the tables say what does."""

    code: ClassVar[str] = "weight"


def run(*, quick: bool) -> dict[str, Any]:
    """Build the wheel, weigh it, print the tables; ``quick`` changes nothing.

    Raises:
        WeightError: it or an import weighs more than it may.
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
    if heavier := over_budget(imports):
        raise WeightError(f"imports bring more than they may: {'; '.join(heavier)}")
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
    """What each package brings into a fresh interpreter: modules, the shortest processor time, memory, heavy ones."""
    weights = {}
    for package in (IMPORT_BASELINE, *IMPORTED):
        command = [sys.executable, "-c", _IMPORT, package, *HEAVY]
        tries = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(TRIES)]
        weights[package] = min(tries, key=lambda each: float(each["took_ms"]))
    return weights


def over_budget(weights: dict[str, dict[str, Any]]) -> list[str]:
    """What is more than it may be, a sentence each."""
    found = []
    base_ms = weights[IMPORT_BASELINE]["took_ms"]
    for package, budget in IMPORTED.items():
        weight = weights[package]
        brought = {
            "modules": (weight["modules"], budget.modules),
            "times numpy": (weight["took_ms"] / base_ms, budget.times_numpy),
            "MB": (weight["resident_mb"], budget.resident_mb),
        }
        found += [f"{package}: {has:.3g} {of}, at most {may:g}" for of, (has, may) in brought.items() if has > may]
        found += [f"{package} brings {name}" for name in weight["heavy"] if name not in budget.heavy]
    return found


def imports_table(weights: dict[str, dict[str, Any]]) -> Table:
    """A line a package: what it brings, and what it may; its time as a ratio to that of the baseline."""
    table = Table(title=f"imports, the quickest of {TRIES}, and the most that is allowed")
    for heading in ("package", "modules", "", "ms", f"÷ {IMPORT_BASELINE}", "", "MB", ""):
        table.add_column(heading, justify="left" if heading == "package" else "right")
    table.add_column("brings")
    base_ms = weights[IMPORT_BASELINE]["took_ms"]
    for package, weight in weights.items():
        budget = IMPORTED.get(package)
        most = ("", "", "")
        if budget is not None:
            most = (str(budget.modules), f"{budget.times_numpy:g}", f"{budget.resident_mb:g}")
        table.add_row(
            package,
            *(str(weight["modules"]), most[0]),
            *(f"{weight['took_ms']:.0f}", f"{weight['took_ms'] / base_ms:.2f}", most[1]),
            *(f"{weight['resident_mb']:.1f}", most[2]),
            ", ".join(weight["heavy"]) or "-",
        )
    return table
