#!/usr/bin/env bash
# FFmpeg 5.1.9 and SoX 14.4.2 (Debian's ffmpeg, sox)
#
# One would guess: `ffmpeg -ac 1` and `sox … channels 1` of a stereo recording that is well heard give a mono recording
#   that is well heard.
# What happens: both take the mean. Where one channel is the other turned over (a balanced line plugged into a stereo
#   input, a miswired cable, "wide" effects), the mean is digital silence. Neither says so.
# What our users meet: recordings that were made mono before they were sent hold nothing at all: `N`, quite rightly.
# What we do: stereo is heard in any case, one channel turned over where both cancel, with the warning `channels_cancel`;
#   so send stereo as it is, or take one channel (`ffmpeg -af pan=mono|c0=c0`, `sox … remix 1`).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for tool in ffmpeg sox; do
    command -v "$tool" >/dev/null || { echo "install $tool first (Debian: apt install $tool)" >&2; exit 2; }
done
cd "$folder"
sox -V1 -D -n -r 48000 -c 1 -b 16 tone.wav synth 1 sine 440 vol 0.5
sox -V1 -D -M tone.wav -v -1 tone.wav stereo.wav
ffmpeg -v error -i stereo.wav -ac 1 -f s16le by_ffmpeg.raw
ffmpeg -v error -i stereo.wav -af 'pan=mono|c0=c0' -f s16le one_channel.raw
sox -V1 -D stereo.wav -t raw -e signed -b 16 by_sox.raw channels 1
loudest() { od -An -v -t d2 -w2 "$1" | awk '{ if ($1 < 0) $1 = -$1; if ($1 > most) most = $1 } END { print most + 0 }'; }
ffmpeg -version | head -n 1
sox --version
mean_ffmpeg=$(loudest by_ffmpeg.raw) mean_sox=$(loudest by_sox.raw) one=$(loudest one_channel.raw)
echo "loudest sample: mean by FFmpeg $mean_ffmpeg, mean by SoX $mean_sox, one channel $one"
[ "$mean_ffmpeg" -le 1 ] && [ "$mean_sox" -le 1 ] && [ "$one" -gt 10000 ]
