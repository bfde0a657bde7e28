#!/usr/bin/env bash
# LilyPond 2.24.3 with its musicxml2ly (PyPI's lilypond); 2.25.12 as well
# One would guess: <kind>major</kind> becomes "c", and <kind>minor</kind> "c:m".
# What happens: musicxml2ly writes "c:5" and "c:m5", and LilyPond takes both for a power chord: C5, without a third, in print and in MIDI. "dim5", "aug5",
#   "dim5m7" (half-diminished) and "5.9" (Cadd9) lose their thirds, too. Sevenths, sixths and ninths are right.
# Our users meet: every C and every Am of a MusicXML lead sheet, ours or another's, as C5 and A5 once it is engraved by LilyPond. docs/exports.md has the
#   line that mends what musicxml2ly wrote.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "lilypond==2.24.3" "mido==1.3.3"
cat > "$folder/engrave.py" <<'PYTHON'
import subprocess
import sys
from pathlib import Path

import lilypond
import mido

folder = Path(sys.argv[1])
programs = Path(lilypond.executable()).parent
MENDED = ((":5", ":3.5"), (":m5", ":m3.5"), (":dim5m7", ":m7.5-"), (":dim5", ":dim"), (":aug5", ":aug"))
NINTH = "<degree><degree-value>9</degree-value><degree-alter>0</degree-alter><degree-type>add</degree-type></degree>"
EXPECTED = {
    "major": ({0, 7}, {0, 4, 7}),
    "minor": ({0, 7}, {0, 3, 7}),
    "diminished": ({0, 6}, {0, 3, 6}),
    "augmented": ({0, 8}, {0, 4, 8}),
    "half-diminished": ({0, 6, 10}, {0, 3, 6, 10}),
    "dominant": ({0, 4, 7, 10}, {0, 4, 7, 10}),
    "major add 9": ({0, 7, 2}, {0, 4, 7, 2}),
}
bars = "".join(
    f'<measure number="{at}">{attributes if at == 1 else ""}<harmony><root><root-step>C</root-step></root><kind>{kind.split()[0]}</kind>'
    f"{NINTH if 'add' in kind else ''}</harmony><note><pitch><step>C</step><octave>4</octave></pitch><duration>4</duration><type>whole</type></note></measure>"
    for attributes in ["<attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>"]
    for at, kind in enumerate(EXPECTED, 1)
)
(folder / "song.musicxml").write_text(
    '<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><part-list><score-part id="P1"><part-name>P</part-name>'
    f'</score-part></part-list><part id="P1">{bars}</part></score-partwise>'
)
run = {"cwd": folder, "check": True, "capture_output": True}
subprocess.run([programs / "musicxml2ly", "-o", "song.ly", "song.musicxml"], **run)
_, _, written = (folder / "song.ly").read_text().partition("\\chordmode {")
written = written.partition("}")[0]


def played(chords):
    """The pitch classes of each bar."""
    (folder / "chords.ly").write_text(f'\\version "2.24.0"\n\\score {{ \\new Staff \\chordmode {{ {chords} }} \\midi {{ }} }}')
    subprocess.run([programs / "lilypond", "--silent", "chords.ly"], **run)
    song, bars = mido.MidiFile(next(folder.glob("chords.mid*"))), {}
    for track in song.tracks:
        tick = 0
        for message in track:
            tick += message.time
            if message.type == "note_on" and message.velocity:
                bars.setdefault(tick // (4 * song.ticks_per_beat), set()).add(message.note % 12)
    return [bars[at] for at in sorted(bars)]


mended = written
for wrong, right in MENDED:
    mended = mended.replace(wrong, right)
print("musicxml2ly wrote", *written.split())
for kind, as_written, by_hand in zip(EXPECTED, played(written), played(mended)):
    print(f"{kind}: {sorted(as_written)}, mended {sorted(by_hand)}")
    assert (as_written, by_hand) == EXPECTED[kind], "no longer so"
PYTHON
"$folder/venv/bin/python" "$folder/engrave.py" "$folder"
