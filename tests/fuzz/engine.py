"""``python -m tests.fuzz.engine NAME …``: a target of Python under atheris; libFuzzer's options follow its name."""

from __future__ import annotations

import sys
from typing import Any


def main(name: str, options: list[str]) -> None:
    """Fuzz until the options say that it is over."""
    import atheris  # type: ignore[import-not-found, unused-ignore]

    fuzzer: Any = atheris
    with fuzzer.instrument_imports(include=["chordwork"]):  # open while it runs: much is imported on demand
        from tests.fuzz.targets import target

        seeds, one = target(name)
        for seed in seeds():  # so that the time of an input is its own, and not that of imports
            one(seed)
        # The program's name is what libFuzzer starts again to merge: findings/atheris-merges-nothing.sh.
        fuzzer.Setup([f"{sys.executable} -m tests.fuzz.engine {name}", *options], one)
        fuzzer.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
