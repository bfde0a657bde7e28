#!/usr/bin/env bash
# symusic 0.6.0, mido 1.3.3
# One would guess: chord names written as MIDI text events (FF 01), as karaoke and accompaniment programs do, survive a load and save; and lyrics stay in the
#   track that they were in.
# What happens: symusic drops text events without a word, keeps markers (FF 06), and writes lyrics into a second track of the same name, without notes.
# Our users meet: chord names that vanish in pipelines built on symusic. Our MIDI has each chord, and each section, as a marker too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "symusic==0.6.0" "mido==1.3.3"
cat > "$folder/song.py" <<'PYTHON'
import sys
from importlib.metadata import version

import mido
import symusic

source, copy = (f"{sys.argv[1]}/{name}.mid" for name in ("source", "copy"))
song = mido.MidiFile(ticks_per_beat=480)
song.tracks.append(mido.MidiTrack([mido.MetaMessage("marker", text="Am7", time=0)]))
song.tracks.append(
    mido.MidiTrack(
        [
            mido.MetaMessage("track_name", name="Piano"),
            mido.MetaMessage("text", text="Am7"),
            mido.MetaMessage("lyrics", text="la"),
            mido.Message("note_on", note=69, velocity=80),
            mido.Message("note_off", note=69, time=480),
        ]
    )
)
song.save(source)
symusic.Score(source).dump_midi(copy)
tracks = [[message.type for message in track if message.type != "end_of_track"] for track in mido.MidiFile(copy).tracks]
print("symusic", version("symusic"), "wrote", tracks)
kinds = [kind for track in tracks for kind in track]
assert "marker" in kinds and "text" not in kinds, "no longer so"
with_lyrics = [track for track in tracks if "lyrics" in track]
assert len(with_lyrics) == 1 and "note_on" not in with_lyrics[0], "no longer so"
PYTHON
"$folder/venv/bin/python" "$folder/song.py" "$folder"
