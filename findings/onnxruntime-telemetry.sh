#!/usr/bin/env bash
# onnxruntime 1.32.0 (Linux wheel; 1.31 has it too): importing it is enough to write an id and a database under the home folder.
#
# One would guess: a library for running models touches nothing but the model, and disable_telemetry_events() turns
# telemetry off. What happens: `import onnxruntime` alone makes ~/.cache/Microsoft/DeveloperTools/.onnxruntime with a
# device id and a database of events. disable_telemetry_events() can only be called after that import, when both are there. The environment
# variable ORT_DISABLE_TELEMETRY, set before the import, prevents it; but 0 and false are as good as unset.
# What our users meet: nothing. Chordwork sets the variable before its only import of onnxruntime, in every process. A program
# that imports onnxruntime itself before Chordwork has to set it itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check onnxruntime==1.32.0

files() { # how many files lie under a home after an import with these variables
    local home
    home=$(mktemp -d "$folder/home.XXXX")
    env -u ORT_DISABLE_TELEMETRY -u XDG_CACHE_HOME HOME="$home" "$@" "$folder/venv/bin/python" -c '
import onnxruntime
onnxruntime.disable_telemetry_events()'
    find "$home" -type f | wc -l
}
"$folder/venv/bin/python" -c 'import os; os.environ["ORT_DISABLE_TELEMETRY"] = "1"; import onnxruntime; print("onnxruntime", onnxruntime.__version__)'
plain=$(files true=1)
off=$(files ORT_DISABLE_TELEMETRY=1)
zero=$(files ORT_DISABLE_TELEMETRY=0)
echo "files under an empty home after the import and disable_telemetry_events(): $plain; with ORT_DISABLE_TELEMETRY=1: $off; with =0: $zero"
[ "$plain" -gt 0 ] && [ "$off" -eq 0 ] && [ "$zero" -gt 0 ]
