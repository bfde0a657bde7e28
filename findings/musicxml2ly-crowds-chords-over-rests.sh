#!/usr/bin/env bash
# musicxml2ly of LilyPond 2.24.3 (PyPI's lilypond); 2.25.12 as well
# One would guess: a chord over a bar's rest stands at that bar, as one over a whole note does.
# What happens: musicxml2ly keeps it back until a note or a shorter rest comes, and then sets all that it kept one after the other, each as long as that: four
#   bars of chords stand in the first two. Those that nothing follows are left out. Without notes at all there are no chords.
# Our users meet: lead sheets without a tune, which have rests below their chords, with every chord in a wrong bar. docs/exports.md says to take
#   `chordwork tabs --output song.musicxml`, whose bars have notes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "lilypond==2.24.3"
cat > "$folder/convert.py" <<'PYTHON'
import subprocess
import sys
from pathlib import Path

import lilypond

folder = Path(sys.argv[1])
REST, NOTE = "<rest/>", "<pitch><step>C</step><octave>4</octave></pitch>"
BARS = ("C", "D", "E", "FG", "A")
ATTRIBUTES = "<attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>"


def chords(what):
    """What musicxml2ly writes of dominant sevenths over whole bars of this, and over halves of the fourth bar."""
    bars = "".join(
        f'<measure number="{at}">{ATTRIBUTES if at == 1 else ""}'
        + "".join(
            f"<harmony><root><root-step>{root}</root-step></root><kind>dominant</kind></harmony><note>{what}"
            f"<duration>{4 // len(roots)}</duration><type>{['whole', 'half'][len(roots) - 1]}</type></note>"
            for root in roots
        )
        + "</measure>"
        for at, roots in enumerate(BARS, 1)
    )
    (folder / "song.musicxml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><part-list><score-part id="P1"><part-name>P'
        f'</part-name></score-part></part-list><part id="P1">{bars}</part></score-partwise>'
    )
    program = Path(lilypond.executable()).parent / "musicxml2ly"
    command = [program, "-o", "song.ly", "song.musicxml"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    _, _, written = (folder / "song.ly").read_text().partition("\\chordmode {")
    return [word for word in written.partition("}")[0].split() if word[0].isalpha()]


over_notes, over_rests = chords(NOTE), chords(REST)
print("over notes:", *over_notes)
print("over rests:", *over_rests)
assert over_notes == ["c1:7", "d1:7", "e1:7", "f2:7", "g2:7", "a1:7"], "no longer so"
assert over_rests == ["c2:7", "d2:7", "e2:7", "f2:7", "s1.", "g2:7"], "no longer so"
PYTHON
"$folder/venv/bin/python" "$folder/convert.py" "$folder"
