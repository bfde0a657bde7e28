#!/usr/bin/env bash
# SoX 14.4.2 (Debian's sox)
#
# One would guess: `sox FILE -t raw -` writes 16-bit samples, as `ffmpeg -f s16le` and the name "raw PCM" suggest.
# What happens: raw has no width of its own, so SoX takes that of its input: 3 bytes a sample of a 24-bit file, and 4 of
#   what it makes itself (`sox -n … synth`, and so of `rec` at some devices). Nothing is said.
# What our users meet: a pipe that worked with one file is heard as noise with the next.
# What we do: it is recognised (`looks_like: s24le`, `s32le`), and the warning says what was sent. Right is to name the
#   width: `sox FILE -t raw -e signed -b 16 -L -`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
command -v sox >/dev/null || { echo "install sox first (Debian: apt install sox)" >&2; exit 2; }
cd "$folder"
for bits in 16 24 32; do
    sox -V1 -n -r 48000 -c 1 -b "$bits" "$bits.wav" synth 1 sine 440 vol 0.5
done
bytes() { wc -c | tr -d ' '; }
made=$(sox -V1 -n -r 48000 -c 1 -t raw - synth 1 sine 440 vol 0.5 | bytes)
of16=$(sox -V1 16.wav -t raw - | bytes)
of24=$(sox -V1 24.wav -t raw - | bytes)
of32=$(sox -V1 32.wav -t raw - | bytes)
named=$(sox -V1 24.wav -t raw -e signed -b 16 -L - | bytes)
sox --version
echo "bytes of 48000 samples: 16-bit file $of16, 24-bit file $of24, 32-bit file $of32, synth $made; with -b 16: $named"
[ "$of16 $of24 $of32 $made $named" = "96000 144000 192000 192000 96000" ]
