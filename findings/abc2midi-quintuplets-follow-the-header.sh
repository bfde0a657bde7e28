#!/usr/bin/env bash
# abcMIDI 2023.02.08 (Debian's abcmidi, abc2midi 4.84)
# One would guess: "(5cdefg" puts five notes into the time of two where the metre is simple, as ABC 2.1 says: three only in compound metres such as 6/8.
# What happens: where the header says 3/4 the five notes take the time of three, and they still do after [M:2/4]: it is the header's metre that counts, and 3/4 counts as compound.
# Our users meet: tunes with quintuplets in waltzes, or in other metres after a header in 3/4, whose bars are too long when abc2midi plays them. Ours are read as the standard says.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
program=$(command -v abc2midi) || {
    chmod 755 .
    apt-get download -qq abcmidi 2> /dev/null || { echo "apt-get install abcmidi" >&2; exit 2; }
    dpkg -x abcmidi_*.deb .
    program="$folder/usr/bin/abc2midi"
}
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mido==1.3.3
venv/bin/python - "$program" <<'PYTHON'
import subprocess
import sys
from pathlib import Path

import mido


def eighths(head: str, change: str) -> float:
    """How long five notes of a quintuplet last, to the note after them."""
    Path("tune.abc").write_text(f"X:1\nT:x\nM:{head}\nL:1/8\nK:C\n{change}(5cdefg c2|\n")
    said = subprocess.run([sys.argv[1], "tune.abc", "-o", "tune.mid"], check=True, capture_output=True, text=True).stdout
    file = mido.MidiFile("tune.mid")
    now, starts = 0, []
    for event in mido.merge_tracks(file.tracks):
        now += event.time
        if event.type == "note_on" and event.velocity:
            starts.append(now)
    print(said.splitlines()[0], f"M:{head} {change}: five notes last {2 * (starts[5] - starts[0]) / file.ticks_per_beat:g} eighths")
    return 2 * (starts[5] - starts[0]) / file.ticks_per_beat


assert eighths("2/4", "") == 2
assert eighths("4/4", "") == 2
assert eighths("3/4", "") == 3
assert eighths("3/4", "[M:2/4]") == 3
assert eighths("2/4", "[M:3/4]") == 2
PYTHON
