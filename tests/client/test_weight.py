"""A client is no server: what it costs to import."""

from __future__ import annotations

import subprocess
import sys


def test_the_client_needs_neither_numpy_nor_the_c_extension() -> None:
    program = (
        "import sys, chordwork.client; "
        "print([name for name in ('numpy', 'chordwork.native._native', 'onnxruntime', 'quart') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
