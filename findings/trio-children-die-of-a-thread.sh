#!/usr/bin/env bash
# trio 0.35.0 (Python 3.11, Linux): a child that asks to die with its parent (PR_SET_PDEATHSIG) dies ten seconds later, with the parent alive.
#
# One would guess: "parent death signal" means the parent process. What happens: it means the thread that started the child, and
# trio.lowlevel.open_process and trio.run_process start it in a thread of the cache, which ends after ten idle seconds. Nothing says so;
# the child is simply gone. A program that keeps children for later (a pool of workers) loses them in the pauses.
# What our users meet: nothing any more. Children hang on a pipe whose closing kills their process group (chordwork.http.processes.parent_death).
set -euo pipefail
[ "$(uname)" = Linux ] || { echo "needs Linux" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trio==0.35.0
cat > "$folder/ask.py" <<'PY'
import os, signal, subprocess, sys, time
import trio

CHILD = (
    "import ctypes, sys, time\n"
    "ctypes.CDLL(None).prctl(1, 15)  # PR_SET_PDEATHSIG, SIGTERM\n"
    "print('ready', flush=True)\n"
    "time.sleep(60)\n"
)


async def lives_s(start):
    """How long a child lives that its parent does nothing to, for twenty seconds."""
    process = await start()
    began = time.monotonic()
    with trio.move_on_after(20):
        await process.wait()
    lived, code = time.monotonic() - began, process.returncode
    if code is None:
        process.kill()
        await process.wait()
    return lived, code


async def by_trio():
    process = await trio.lowlevel.open_process([sys.executable, "-c", CHILD], stdout=subprocess.PIPE)
    await process.stdout.receive_some()
    return process


class Plain:
    """Started by the main thread; waited for without one."""

    def __init__(self):
        self.popen = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE)
        self.popen.stdout.read(1)
        self.returncode = None

    async def wait(self):
        while self.popen.poll() is None:
            await trio.sleep(0.05)
        self.returncode = self.popen.returncode

    def kill(self):
        self.popen.kill()


async def by_the_main_thread():
    return Plain()


async def main():
    for name, start in (("trio.lowlevel.open_process", by_trio), ("the main thread", by_the_main_thread)):
        lived, code = await lives_s(start)
        how = "alive" if code is None else f"dead of {signal.Signals(-code).name}"
        print(f"started by {name}: after {lived:.0f} s {how}")


trio.run(main)
PY
said=$("$folder/venv/bin/python" "$folder/ask.py")
echo "$said"
grep -q "open_process: after [0-9]* s dead of SIGTERM" <<<"$said"
grep -q "the main thread: after 20 s alive" <<<"$said"
