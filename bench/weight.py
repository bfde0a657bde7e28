"""How heavy the distribution is: the size of its wheel and of the largest things in it.

The baseline is the wheel without the demo's recordings, which most programs that embed the engine never play.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

AIM_MB: Final = 2.0
SHOWN: Final = 6


def run(*, quick: bool) -> dict[str, Any]:
    """Build the wheel, weigh it, print the table; ``quick`` changes nothing."""
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
    table = Table(title=f"{wheel.name}: {size / 1e6:.2f} MB (aim ≤ {AIM_MB:g} MB)")
    table.add_column("largest members")
    table.add_column("kB, packed", justify="right")
    for member in members[:SHOWN]:
        table.add_row(member.filename, f"{member.compress_size / 1e3:.0f}")
    table.add_row("ratio to the wheel without the demo's recordings", f"{ratio:.2f}")
    Console().print(table)
    return {
        "benchmark": "weight",
        "summary": {"wheel_mb": size / 1e6, "ratio_to_wheel_without_clips": ratio},
        "aims": {"wheel_mb": AIM_MB},
        "members": {member.filename: member.compress_size for member in members},
    }
