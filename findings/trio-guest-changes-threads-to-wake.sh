#!/usr/bin/env bash
# trio 0.35.0 (Python 3.11, Linux): a guest of asyncio that has nothing to do waits in a thread of its own, also where nobody waits for I/O.
#
# One would guess: waking a task of a guest run from the host's own thread costs about as much as waking a task of the host. What happens:
# while all its tasks are parked, trio waits for I/O in a worker thread; each wake-up goes to that thread and back through call_soon_threadsafe.
# What our users meet: nothing. The engine on asyncio has a clock that tells trio never to wait, and wakes it itself (actors/chordwork/actors/_guest.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trio==0.35.0
cat > "$folder/ask.py" <<'PY'
import asyncio, threading
import trio

WAKES = 200


async def main():
    loop = asyncio.get_running_loop()
    done, woken, others = loop.create_future(), asyncio.Event(), 0
    lot = None

    def threadsafe(function):
        nonlocal others
        others += threading.current_thread() is not threading.main_thread()
        loop.call_soon_threadsafe(function)

    async def guest():
        nonlocal lot
        lot = trio.lowlevel.ParkingLot()
        for _ in range(WAKES):
            woken.set()
            await lot.park()

    trio.lowlevel.start_guest_run(
        guest,
        run_sync_soon_threadsafe=threadsafe,
        run_sync_soon_not_threadsafe=loop.call_soon,
        done_callback=done.set_result,
        host_uses_signal_set_wakeup_fd=True,
    )
    for _ in range(WAKES):
        await woken.wait()
        woken.clear()
        await asyncio.sleep(0.001)
        lot.unpark()
    await done
    return others


print(f"{asyncio.run(main())} of {WAKES} wake-ups came through another thread")
PY
said=$("$folder/venv/bin/python" "$folder/ask.py")
echo "$said"
[ "$(cut -d' ' -f1 <<<"$said")" -ge 190 ]
