"""A chart beside every recording of a folder; what cannot be read is told, and the others go on.

python examples/folder_of_files.py ~/songs --format lab
"""

from __future__ import annotations

import argparse
from pathlib import Path

from chordwork.analysis import InputError, analyser_of, render
from chordwork.engine import load_model

SUFFIXES = {".aiff", ".flac", ".mp3", ".ogg", ".opus", ".wav"}


def main() -> int:
    """Hear them one after the other; say how many could not be read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", default="lab", choices=("lab", "csv", "json", "chords"))
    told = parser.parse_args()
    analyser = analyser_of(load_model())
    failed = 0
    for song in sorted(path for path in told.folder.rglob("*") if path.suffix.lower() in SUFFIXES):
        try:
            analysis = analyser.analyse_file(song)
        except InputError as error:
            failed += 1
            print(f"{song.name}: {error}")
            continue
        song.with_suffix(f".{told.format}").write_text(render(analysis, told.format), encoding="utf-8")
        key = f", in {analysis.key}" if analysis.key else ""
        print(f"{song.name}: {len(analysis.chords)} chords{key}")
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
