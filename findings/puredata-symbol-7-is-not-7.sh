#!/usr/bin/env bash
# Pure Data 0.53.1 (Debian 12's puredata-core)
# One would guess: a string "7" that comes by OSC meets the 7 of [select maj min7 7], as "min7" meets min7.
# What happens: [oscparse] makes a symbol of the string, and a 7 that is typed into a box is a number: they never meet, and nothing is said. No box can have
#   the symbol 7 typed into it.
# Our users meet: patches that follow every chord but dominant sevenths (`7`) and power chords (`5`). /chordwork/quality has the quality as a number;
#   docs/daw.md says so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
chmod 755 .
program=$(command -v puredata) || {
    apt-get download -qq puredata-core libportaudio2 2> /dev/null || { echo "apt-get install puredata-core" >&2; exit 2; }
    for package in *.deb; do dpkg -x "$package" .; done
    program="$folder/usr/lib/puredata/bin/pd"
    export LD_LIBRARY_PATH="$folder/usr/lib/$(uname -m)-linux-gnu"
}
cat > patch.pd <<'PATCH'
#N canvas 0 0 450 300 12;
#X obj 10 10 netreceive -u -b 9323;
#X obj 10 40 oscparse;
#X obj 10 70 list trim;
#X obj 10 100 route quality;
#X obj 10 130 unpack s;
#X obj 10 160 select maj min7 7;
#X obj 10 190 print maj;
#X obj 90 190 print min7;
#X obj 170 190 print seven;
#X obj 250 190 print other;
#X connect 0 0 1 0;
#X connect 1 0 2 0;
#X connect 2 0 3 0;
#X connect 3 0 4 0;
#X connect 4 0 5 0;
#X connect 5 0 6 0;
#X connect 5 1 7 0;
#X connect 5 2 8 0;
#X connect 5 3 9 0;
PATCH
"$program" -version 2>&1 | head -1
python3 - "$program" <<'PYTHON'
import socket
import subprocess
import sys
import time


def packet(quality):
    """An OSC message /quality with one string."""
    return b"/quality\0\0\0\0,s\0\0" + quality.encode().ljust(len(quality) // 4 * 4 + 4, b"\0")


command = [sys.argv[1], "-nogui", "-noaudio", "-nomidi", "-nrt", "-stderr", "-open", "patch.pd"]
with (
    subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as program,
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
):
    for _ in range(10):  # it takes a moment until it listens
        time.sleep(0.5)
        for quality in ("maj", "min7", "7"):
            sender.sendto(packet(quality), ("127.0.0.1", 9323))
    time.sleep(1)
    program.kill()
    lines = set(program.stderr.read().split("\n"))
print(sorted(line for line in lines if line))
assert {"maj: bang", "min7: bang", "other: symbol 7"} <= lines and "seven: bang" not in lines, "no longer so"
PYTHON
