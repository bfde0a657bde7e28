#!/usr/bin/env bash
# @tonejs/midi 2.0.28 (npm, MIT), mido 1.3.3
# One would guess: a key signature of A minor is read as key "A", scale "minor"; it is written as it was set; and a marker is read wherever it stands.
# What happens: the key is that of the major scale with the same signature: A minor is "C" with scale "minor", C minor is "Eb". Written, its index in a list
#   takes the place of the number of sharps: G major has fifteen and reads as no key. Markers, texts and lyrics are read in the first track alone.
# Our users meet: our songs in a minor key named by the relative major in web pages built on it, and no chord names where these stood in the track of their
#   notes. We write the chords' markers into the first track, where the standard has markers; docs/songs.md says the rest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "mido==1.3.3"
npm install --silent --no-audit --no-fund "@tonejs/midi@2.0.28" > /dev/null
venv/bin/python - <<'PYTHON'
import mido

song = mido.MidiFile(ticks_per_beat=480)
song.tracks.append(mido.MidiTrack([mido.MetaMessage("key_signature", key="Am"), mido.MetaMessage("marker", text="Verse")]))
song.tracks.append(
    mido.MidiTrack(
        [
            mido.MetaMessage("marker", text="Am7"),
            mido.Message("note_on", note=69, velocity=80),
            mido.Message("note_off", note=69, time=480),
        ]
    )
)
song.save("song.mid")
PYTHON
cat > read.cjs <<'JAVASCRIPT'
const assert = require("node:assert/strict");
const fs = require("node:fs");
const { Midi } = require("@tonejs/midi");

const read = new Midi(fs.readFileSync("song.mid")).header;
const made = new Midi();
made.header.keySignatures.push({ ticks: 0, key: "G", scale: "major" });
made.addTrack().addNote({ midi: 67, time: 0, duration: 1 });
const bytes = Buffer.from(made.toArray());
const at = bytes.indexOf(Buffer.from([0xff, 0x59, 2]));
const [key] = read.keySignatures;
const markers = read.meta.map((each) => each.text);
console.log("A minor:", key.key, key.scale, "– markers:", ...markers, "– sharps written of G major:", bytes.readInt8(at + 3));
assert.deepEqual([key.key, key.scale], ["C", "minor"]);
assert.deepEqual(markers, ["Verse"]);
assert.equal(bytes.readInt8(at + 3), 15);
assert.equal(new Midi(bytes).header.keySignatures[0].key, undefined);
JAVASCRIPT
node read.cjs
