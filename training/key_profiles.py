"""Counts which chords go with which key, for the key tracker: ``python -m training key-profiles``.

Reads the train rows of the chord progressions (duplicates dropped) and weighs each chord by its beats. Writes
``engine/chordwork/engine/key_profiles.json``.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from chordwork.harmony import QUALITIES, ChordSyntaxError, parse_label, parse_note

TARGET = Path("engine/chordwork/engine/key_profiles.json")
FLOOR = 1e-3
"""Added to every share, so that no chord rules a key out."""

_ABOUT = (
    "Counted by `python -m training key-profiles` on the train rows of the chord progressions (POP909-CL, MIT; McGill "
    "Billboard, CC0; Rock Corpus by T. de Clercq and D. Temperley, CC-BY-4.0; OpenEWLD, public domain). Share of "
    "sounding time of each chord in a major and a minor key. Rows: semitones of the root above the tonic; columns: the "
    "qualities of chordwork.harmony.QUALITIES."
)


def main(data: Path) -> None:
    """Count and write the table.

    Args:
        data: the data pack.
    """
    counts = {"maj": np.zeros((12, len(QUALITIES))), "min": np.zeros((12, len(QUALITIES)))}
    songs = {"maj": 0, "min": 0}
    quality_index = {quality.harte: index for index, quality in enumerate(QUALITIES)}
    for line in (data / "progressions" / "progressions.jsonl").read_text().splitlines():
        row = json.loads(line)
        tonic, _, mode = (row.get("key") or "").partition(":")
        if row["split"] != "train" or row.get("duplicate_of") or mode not in counts:
            continue
        songs[mode] += 1
        for label, beats in row["chords"]:
            try:
                chord = parse_label(label)
            except ChordSyntaxError:
                continue
            if chord.quality is not None:
                degree = (chord.root - parse_note(tonic).pitch_class) % 12
                counts[mode][degree, quality_index[chord.quality.harte]] += beats
    share_of_major = songs["maj"] / sum(songs.values())
    modes = []
    for name, mode in (("major", "maj"), ("minor", "min")):
        share = counts[mode] / counts[mode].sum() + FLOOR
        rows = ",\n".join("  [" + ", ".join(f"{value:.4f}" for value in row) + "]" for row in share / share.sum())
        modes.append(f' "{name}": [\n{rows}\n ]')
    fields = (f' "about": {json.dumps(_ABOUT)}', f' "share_of_major": {share_of_major:.3f}', *modes)
    TARGET.write_text("{\n" + ",\n".join(fields) + "\n}\n")
