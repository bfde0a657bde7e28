"""Analyses files on the packages of any commit, and prints the CPU seconds that took: ``hearing.py FILE …``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from chordwork.analysis.analyser import analyser_of
from chordwork.engine import load_model


def main() -> None:
    """Hear the first file once before, for whatever is made when first needed."""
    analyser = analyser_of(load_model())
    first, *files = map(Path, sys.argv[1:])
    analyser.analyse_file(first)
    for file in files:
        began = time.process_time()
        analyser.analyse_file(file)
        print(time.process_time() - began, flush=True)


if __name__ == "__main__":
    main()
