"""``python -m bench NAME [--quick] [--json PATH]``."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import platform
import sys
from pathlib import Path

import bench


def main() -> int:
    """Run one benchmark; its table goes to standard output, its raw data to ``--json``."""
    names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_"))
    parser = argparse.ArgumentParser(prog="python -m bench", description="Chordwork's benchmarks.")
    parser.add_argument("name", choices=names)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    parser.add_argument("--json", type=Path, metavar="PATH", help="also write the raw data there")
    options = parser.parse_args()
    result = importlib.import_module(f"bench.{options.name}").run(quick=options.quick)
    if options.json:
        result["machine"] = {"python": platform.python_version(), "processor": platform.machine()}
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
