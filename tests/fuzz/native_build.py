"""The C core with sanitizers, and a program for each target: libFuzzer's where there is clang, else ``driver.c``'s."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tests.fuzz.targets import HERE

ROOT: Final = HERE.parents[1]
SOURCES: Final = ROOT / "native" / "csrc"
FLAGS: Final = (
    *("-O2", "-g", "-std=c11", "-ffp-contract=off", "-Wall", "-Wextra", "-Wno-unknown-warning-option"),
    *("-fsanitize=address,undefined,float-cast-overflow", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"),
    *("-I", str(ROOT / "native" / "csrc"), "-I", str(HERE / "native")),
)
COUNTED: Final = ("-fsanitize-coverage=inline-8bit-counters,pc-table",)
"""What guides libFuzzer: edges. Not what is compared, a sample at a time: it leads nowhere here, and costs most."""


class NoCompiler(Exception):
    """There is none, or one without sanitizers."""


def build(names: Iterable[str], into: Path, *, compiler: str) -> dict[str, Path]:
    """Compile targets with ``clang``, which brings libFuzzer, or with ``gcc``.

    Raises:
        NoCompiler: there is no such one, or it has no sanitizers.
    """
    into.mkdir(parents=True, exist_ok=True)
    fuzzer = compiler.startswith("clang")
    if shutil.which(compiler) is None:
        raise NoCompiler(f"{compiler} is not installed")
    _try_out(compiler, into)
    guided, whole = (COUNTED, ("-fsanitize=fuzzer",)) if fuzzer else ((), ())
    sources = [*sorted(SOURCES.glob("*.c")), *([] if fuzzer else [HERE / "native" / "driver.c"])]
    objects = [into / f"{source.stem}.o" for source in sources]
    for source, made in zip(sources, objects, strict=True):
        _compile([compiler, *FLAGS, *guided, "-c", str(source), "-o", str(made)])
    programs: dict[str, Path] = {}
    for name in names:
        programs[name] = into / name
        made = into / f"target-{name}.o"
        _compile([compiler, *FLAGS, *guided, "-c", str(HERE / "native" / f"{name}.c"), "-o", str(made)])
        _compile([compiler, *FLAGS, *whole, str(made), *map(str, objects), "-lm", "-o", str(programs[name])])
    return programs


def _try_out(compiler: str, into: Path) -> None:
    trial = into / "trial.c"
    trial.write_text("int main(void) { return 0; }\n", "ascii")
    command = [compiler, "-fsanitize=address,undefined", str(trial), "-o", str(into / "trial")]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise NoCompiler(f"{compiler} has no sanitizers")


def _compile(command: list[str]) -> None:
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode or made.stderr:
        raise SystemExit(f"{' '.join(command)}\n{made.stderr}")
