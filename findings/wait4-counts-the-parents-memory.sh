#!/usr/bin/env bash
# Linux 6 and Python 3.11, os.wait4
# One would guess: ru_maxrss that os.wait4 gives of a child is the most memory that the child's program had.
# What happens: it is never less than what the parent had when it began the child, whose copy the child was before it became another program. A program
#   of 10 MB begun by one of 300 MB is told as 300 MB; VmHWM in the child's own /proc/self/status is right.
# Our users meet: a benchmark in which every command needs as much memory as the benchmark itself. bench/convert/command.py lets the command tell its own.
set -euo pipefail
python3 - <<'PYTHON'
import os, platform, subprocess, sys

held = bytearray(300 << 20)
held[:: 4096] = b"x" * len(held[:: 4096])
told = "import re; print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
child = subprocess.Popen([sys.executable, "-c", told], stdout=subprocess.PIPE, text=True)
own_mb = int(child.stdout.read()) / 1024
_, _, used = os.wait4(child.pid, 0)
child.returncode = 0
print(f"Linux {platform.release()}, Python {platform.python_version()}: the child says {own_mb:.0f} MB, wait4 {used.ru_maxrss / 1024:.0f} MB")
assert own_mb < 50 < 250 < used.ru_maxrss / 1024
PYTHON
