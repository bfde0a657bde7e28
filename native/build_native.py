"""Build `chordwork.native._native` with cffi, API mode.

setuptools runs this from the repository root (`cffi_modules=["native/build_native.py:ffibuilder"]`), so the source
paths are relative to it. Set ``CHORDWORK_SANITIZE=1`` for a build with AddressSanitizer and UndefinedBehaviorSanitizer.
"""

import os
import sys
from pathlib import Path

from cffi import FFI

SOURCES = (
    "decode", "meter", "downmix", "probe", "ring", "resampler_design", "resampler", "biquad", "frames", "spectra",
    "hop", "beat", "viterbi", "posterior", "tiers", "callback_ring",
)  # fmt: skip
COMPILE_ARGS = [
    "-O3",
    "-std=c11",
    "-Wall",
    "-Wextra",
    "-Wshadow",
    "-Wstrict-prototypes",
    "-Wdouble-promotion",
    "-Werror",
    "-fno-math-errno",  # nobody reads it, nor
    "-fno-trapping-math",  # traps; both keep loops from being done several at a time, and change no bit
    "-ffp-contract=off",  # no fused multiply-add: the same samples give the same bits on every machine
]
MSVC_ARGS = [
    "/O2",
    "/std:c11",
    "/experimental:c11atomics",  # as MSVC calls <stdatomic.h>, from 17.5 on
    "/W3",
    "/fp:precise",  # which fuses no multiply-add either
]
SANITIZE_ARGS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined", "-fno-omit-frame-pointer", "-g"]

# cffi's wrappers convert object pointers to function pointers, which -Wpedantic forbids and no narrower flag excuses.
# So our own header asks for -Wpedantic, in every source but the generated one.
PREAMBLE = """
#define CHORDWORK_GENERATED_WRAPPERS
#include "chordwork_native.h"
"""


def declarations(header: str) -> str:
    """The part of the C header that cffi can read."""
    return header.split("/* cffi: begin */")[1].split("/* cffi: end */")[0]


windows = sys.platform == "win32"
sanitize = SANITIZE_ARGS if os.environ.get("CHORDWORK_SANITIZE") == "1" else []

ffibuilder = FFI()
ffibuilder.cdef(declarations((Path(__file__).parent / "csrc" / "chordwork_native.h").read_text(encoding="utf-8")))
ffibuilder.set_source(
    "chordwork.native._native",
    PREAMBLE,
    sources=[f"native/csrc/{name}.c" for name in SOURCES],
    include_dirs=["native/csrc"],
    depends=["native/build_native.py", "native/csrc/chordwork_native.h", "native/csrc/arithmetic.h"],
    libraries=[] if windows else ["m"],
    extra_compile_args=MSVC_ARGS if windows else [*COMPILE_ARGS, *sanitize],
    extra_link_args=sanitize,
)
