"""``python -m bench NAME [--quick] [--json PATH]``, and the options of the benchmark's own."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import bench
from chordwork.engine import ChordworkError
from chordwork.engine._onnxruntime import switch_telemetry_off


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one benchmark; its table goes to standard output, its raw data to ``--json``.

    A benchmark is a module with ``run(*, quick)``; or, if it has options of its own, with ``add_options(parser)`` and
    ``run(*, quick, options)``.
    """
    switch_telemetry_off()  # also of the programs that some benchmarks run beside ours
    names = sorted(module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_"))
    wanted, _ = _parser(names, help=False).parse_known_args(arguments)
    parser = _parser(names, help=True)
    module = importlib.import_module(f"bench.{wanted.name}") if wanted.name else None
    has_options = hasattr(module, "add_options")
    if module is not None and has_options:
        module.add_options(parser)
    options = parser.parse_args(arguments)
    if module is None:
        parser.error(f"name a benchmark: {', '.join(names)}")
    try:
        result = module.run(quick=options.quick, options=options) if has_options else module.run(quick=options.quick)
    except ChordworkError as error:
        print(f"{parser.prog} {options.name}: {error}", file=sys.stderr)
        return 1
    if options.json:
        result["machine"] = {"python": platform.python_version(), "processor": platform.machine()}
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    return 0


def _parser(names: list[str], *, help: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="Chordwork's benchmarks.", add_help=help, allow_abbrev=help
    )
    parser.add_argument("name", choices=names, nargs="?")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs")
    parser.add_argument("--json", type=Path, metavar="PATH", help="also write the raw data there")
    return parser


if __name__ == "__main__":
    sys.exit(main())
