#!/usr/bin/env bash
# soundfile 0.14.0 (PyPI, BSD) with its libsndfile 1.2.2 (LGPL)
# One would guess: FLAC, made for streaming, is read from a pipe; or nothing is, as a pipe cannot be rewound.
# What happens: MP3 and WAV open from a pipe, a whole and valid FLAC file does not: "flac decoder lost sync". WAV has no
# known length then, so that read() without a number of frames raises a ValueError.
# Our users meet it in "cat song.flac | program". chordwork analyze - therefore reads its input to the end first, into a
# file without a name, and opens that.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check soundfile==0.14.0
cat > "$place/write.py" <<'PYTHON'
import sys

import numpy
import soundfile

tone = 0.3 * numpy.sin(2 * numpy.pi * 440 * numpy.arange(3 * 44100) / 44100)
for form in ("FLAC", "MP3", "WAV"):
    soundfile.write(f"{sys.argv[1]}/tone.{form.lower()}", tone, 44100, format=form)
print("soundfile", soundfile.__version__, soundfile.__libsndfile_version__)
PYTHON
cat > "$place/read.py" <<'PYTHON'
import soundfile

try:
    with soundfile.SoundFile("/dev/stdin") as sound:
        print("read", len(sound.read(44100)))
except soundfile.LibsndfileError as error:
    print("refused", error.error_string)
PYTHON
python="$place/venv/bin/python"
"$python" "$place/write.py" "$place"
for form in mp3 wav flac; do
    file=$("$python" "$place/read.py" < "$place/tone.$form")
    piped=$({ cat "$place/tone.$form" || true; } | "$python" "$place/read.py")  # which stops reading early
    echo "$form: as a file $file; from a pipe $piped"
    [ "$file" = "read 44100" ]
    case $form in
        flac) [[ $piped == refused* ]] ;;
        *) [ "$piped" = "read 44100" ] ;;
    esac
done
