#!/usr/bin/env bash
# quart-trio 0.12.0 with quart 0.23.1 (Python 3.13): pip installs them together, and they do not work together.
#
# One would guess: versions that a resolver puts together work together. What happens: quart-trio 0.12.0 asks for a quart of some
# version or newer, but quart 0.23 removed the contexts that it imports: ImportError. 0.13.0 fits. On Python 3.11 and 3.12 the newest quart is 0.22, and 0.12.0 fits that.
# What our users meet: on Python 3.13 an old pin of quart-trio, or a lowest-version install, does not start. Chordwork asks for
# quart-trio 0.13 from Python 3.13 on, and scripts/test-versions tries newest and lowest on each Python.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=""
for candidate in python3.13 python3.14 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[3-9]*/bin/python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 13))' 2>/dev/null; then python=$candidate; break; fi
done
[ -n "$python" ] || { echo "needs Python 3.13 or newer" >&2; exit 2; }
"$python" -m venv "$folder/venv"
cat > "$folder/ask.py" <<'PY'
from importlib.metadata import version
import trio

async def main():
    from quart_trio import QuartTrio

    app = QuartTrio(__name__)

    @app.get("/")
    async def root():
        return "fine"

    async with app.test_app():
        response = await app.test_client().get("/")
        return response.status_code

try:
    status = trio.run(main)
except BaseException as error:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    status = f"{type(error).__name__}: {error}"
print("quart", version("quart"), "quart-trio", version("quart-trio"), "→", status)
PY
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check quart==0.23.1 quart-trio==0.12.0
old=$("$folder/venv/bin/python" "$folder/ask.py")
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check quart==0.23.1 quart-trio==0.13.0
new=$("$folder/venv/bin/python" "$folder/ask.py")
printf '%s\n%s\n' "$old" "$new"
[[ $old != *"→ 200" && $new == *"→ 200" ]]
