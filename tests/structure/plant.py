"""``python -m tests.structure.plant [BEGINNING …]``: plant the faults, and see that the tests of each notice: those of
rows of the threat model that begin so, and broken promises that do (``promises``: all of these).

A fault is planted where a module is imported, by a ``sitecustomize`` that every Python of the test finds first, those
that a server starts included: no file changes. A test that never ends has noticed, too.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.structure.planted_faults import FAULTS, SLIPS, Fault, Slip
from tests.structure.threats import ROOT, threats

PACKAGE: Final = ROOT / "http/chordwork/http"
PROMISES: Final = "promises"
PATIENCE_S: Final = 240.0
NO_TESTS: Final = (4, 5)
"""How pytest says that it found nothing to run."""
_PLANTER: Final = """
import importlib.machinery as machinery, os
_file, _old, _new = PLANTED
_genuine = machinery.SourceFileLoader.get_code
def _get_code(self, name):
    path = self.get_filename(name)
    if os.path.realpath(path) != _file:
        return _genuine(self, name)
    source = self.get_data(path).decode()
    assert source.count(_old) == 1, path
    return compile(source.replace(_old, _new), path, "exec", dont_inherit=True)
machinery.SourceFileLoader.get_code = _get_code
"""


def noticed(fault: Fault | Slip, name: str, tests: Sequence[str], folder: Path) -> str | None:
    """Which test noticed the fault, or that one never ended; None if all of them passed."""
    file = ROOT / fault.file if isinstance(fault, Slip) else PACKAGE / fault.file
    planted = (os.path.realpath(file), fault.old, fault.new)
    # In the file, since children of a server inherit no variables but where modules are.
    (folder / "sitecustomize.py").write_text(_PLANTER.replace("PLANTED", repr(planted)))
    environment = {**os.environ, "PYTHONPATH": str(folder), "TEST_EXAMPLES": "planted"}
    options = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-m", ""]
    command = [sys.executable, "-m", "pytest", *options, *tests]
    # Output goes to a file: a server that a killed test leaves behind would keep a pipe open.
    with tempfile.TemporaryFile("w+") as said:
        try:
            ended = subprocess.run(
                command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT, timeout=PATIENCE_S
            )
        except subprocess.TimeoutExpired:
            return "one that never ended"
        said.seek(0)
        text = said.read()
    if ended.returncode in NO_TESTS:
        raise SystemExit(f"{name}: its tests cannot be run\n{text}")
    failed = [line.split()[1] for line in text.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return (failed or ["the run itself"])[0] if ended.returncode else None


def planted(beginnings: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """Plant one fault after the other: those whose names begin so, or all."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for slip in SLIPS:
            if not beginnings or PROMISES in beginnings or slip.name.startswith(tuple(beginnings)):
                yield slip.name, noticed(slip, slip.name, slip.tests, folder)
        for threat in threats():
            fault = next((each for each in FAULTS if threat.name.startswith(each.threat)), None)
            if fault is not None and (not beginnings or threat.name.startswith(tuple(beginnings))):
                yield threat.name, noticed(fault, threat.name, threat.tests, folder)


def main(beginnings: Sequence[str]) -> int:
    """Print a line for each; 1 if a fault was not noticed."""
    missed = 0
    for name, by in planted(beginnings):
        missed += by is None
        print(f"{'NOT NOTICED' if by is None else 'noticed':12} {name[:70]:72} {by or ''}", flush=True)
    print(f"{missed} not noticed")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
