#!/usr/bin/env bash
# PyAV 18.1.0 (its FFmpeg 8.1.2).
#
# One would guess: what a decoder gives first is the beginning of the song, as for AAC, MP3 and Opus, whose delay FFmpeg
#   takes off by itself.
# What happens: for WMA the first 2048 samples never come, and the time stamp of the first frame is 4096 samples: whoever
#   joins the frames is 46 ms early, whoever goes by the time stamps is 46 ms late.
# What our users meet: chords of WMA files change 46 ms off.
# What we do: place the first frame at its time stamp less one block (http/chordwork/analysis/decoding/decoders/media.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check av==18.1.0 numpy
cd "$folder"
venv/bin/python - <<'PYTHON'
import av
import numpy as np

print("PyAV", av.__version__, "FFmpeg", av.ffmpeg_version_info)
rate = 44_100
song = np.random.default_rng(1).normal(0, 0.1, 4 * rate).astype(np.float32)
with av.open("song.wma", "w", format="asf") as target:
    stream = target.add_stream("wmav2", rate=rate)
    stream.codec_context.layout, stream.codec_context.bit_rate = "mono", 128_000
    frame = av.AudioFrame.from_ndarray(song[None], format="fltp", layout="mono")
    frame.sample_rate = rate
    fifo = av.AudioFifo()
    frame.pts = 0
    fifo.write(frame)
    while piece := fifo.read(2048, True):
        target.mux(stream.encode(piece))
    target.mux(stream.encode(None))
with av.open("song.wma") as source:
    frames = list(source.decode(audio=0))
heard = np.concatenate([frame.to_ndarray()[0] for frame in frames])
size = 1 << 18
spectra = np.fft.rfft(song[: 2 * rate], size).conj() * np.fft.rfft(heard[: 2 * rate], size)
late = int(np.argmax(np.fft.irfft(spectra)))
late -= size if late > size // 2 else 0
stamp = round(float(frames[0].pts * frames[0].time_base) * rate)
print(f"joined frames are {late} samples late; by its time stamp the first frame is at {stamp}, that is {stamp + late} late")
assert late == -2048 and abs(stamp + late - 2048) < rate // 500, "that has changed"
PYTHON
