#!/usr/bin/env bash
# QLC+ 4.12.6 (Debian 12's qlcplus)
# One would guess: a fader that is bound to an OSC address takes the 1 of a message ",i" as on, as it takes the 1.0 of ",f"; −1 is less than 0; and an
#   argument that is no fraction, such as 104 beats a minute, stops at full.
# What happens: the whole number is the level as it is, 1 of 255: dark; −1 is 0; 1.0 is 255. Fractions above 1 come round: 104.0 is 152. Arguments after the
#   first have channels of their own, ADDRESS_1, ADDRESS_2.
# Our users meet: lamps that stay dark on /chordwork/tones, and N.C. that is a C on /chordwork/root. /chordwork/lights has the same tones as floats from
#   0 to 1, and /chordwork/flash each beat; docs/daw.md says to take these.
set -euo pipefail
folder=$(mktemp -d)
program=$(command -v qlcplus) || { echo "apt-get install --no-install-recommends qlcplus" >&2; exit 2; }
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$folder" HOME="$folder"
cat > "$folder/desk.py" <<'PYTHON'
import asyncio
import subprocess
import sys

import websockets
from pythonosc.udp_client import SimpleUDPClient

program, project = sys.argv[1:]
ADDRESSES = ("/one", "/several_0", "/several_1")


def channel(address):
    """How QLC+ numbers addresses: by their checksum of ISO 3309."""
    crc = 0xFFFF
    for byte in address.encode():
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0x8408 if crc & 1 else crc >> 1
    return crc ^ 0xFFFF


faders = "".join(
    f'<Slider Caption="{address}" ID="{at}" InvertedAppearance="false"><WindowState Visible="True" X="{60 * at}" Y="0" Width="60" Height="200"/>'
    f'<SliderMode ValueDisplayStyle="Exact">Level</SliderMode><Level LowLimit="0" HighLimit="255" Value="77">'
    f'<Channel Fixture="0">{at}</Channel></Level><Input Universe="0" Channel="{channel(address)}"/></Slider>'
    for at, address in enumerate(ADDRESSES)
)
with open(project, "w") as file:
    file.write(
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE Workspace><Workspace xmlns="http://www.qlcplus.org/Workspace">'
        "<Creator><Name>Q Light Controller Plus</Name><Version>4.12.6</Version></Creator><Engine><InputOutputMap>"
        '<Universe Name="1" ID="0"><Input Plugin="OSC" UID="127.0.0.1" Line="0"/></Universe></InputOutputMap><Fixture>'
        "<Manufacturer>Generic</Manufacturer><Model>Generic</Model><Mode>9 Channel</Mode><ID>0</ID><Name>Lamps</Name>"
        "<Universe>0</Universe><Address>0</Address><Channels>9</Channels></Fixture></Engine><VirtualConsole>"
        f'<Frame Caption="">{faders}</Frame></VirtualConsole></Workspace>'
    )


async def main():
    sender = SimpleUDPClient("127.0.0.1", 7700)  # QLC+'s port for the first universe
    for _ in range(300):
        try:
            socket = await websockets.connect("ws://127.0.0.1:9999/qlcplusWS")
            break
        except OSError:
            await asyncio.sleep(0.2)

    async def levels():
        got = []
        for at in range(len(ADDRESSES)):
            await socket.send(f"QLC+API|getWidgetStatus|{at}")
            while not (answer := await socket.recv()).startswith("QLC+API"):
                pass
            got.append(int(answer.rpartition("|")[2]))
        return got

    async def told(address, values, expected):
        for _ in range(50):  # until the program has read it
            sender.send_message(address, values)
            await asyncio.sleep(0.2)
            got = await levels()
            if got == expected:
                break
        print(address, values, "->", dict(zip(ADDRESSES, got)))
        assert got == expected, "no longer so"

    await told("/one", 1.0, [255, 77, 77])
    await told("/one", 1, [1, 77, 77])
    await told("/one", -1, [0, 77, 77])
    await told("/several", [104.0, 0.5], [0, 152, 127])
    await socket.close()


with subprocess.Popen([program, "-w", "-p", "-o", project], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as desk:
    try:
        asyncio.run(main())
    finally:
        desk.kill()
PYTHON
trap 'rm -rf "$folder"' EXIT
"$program" --version 2> /dev/null | grep "version 4"
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "python-osc==1.10.2" "websockets==16.0"
"$folder/venv/bin/python" "$folder/desk.py" "$program" "$folder/desk.qxw"
