"""The same tests on a build with AddressSanitizer and UndefinedBehaviorSanitizer."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "native" / "chordwork" / "native"
COMPILER = os.environ.get("CC", "gcc")

BUILD = """
import sys
from setuptools import Distribution
from cffi.setuptools_ext import cffi_modules
distribution = Distribution({"name": "sanitizers"})
distribution.script_name = "sanitizers"
cffi_modules(distribution, "cffi_modules", ["native/build_native.py:ffibuilder"])
command = distribution.get_command_obj("build_ext")
command.build_lib, command.build_temp = sys.argv[1], sys.argv[2]
distribution.run_command("build_ext")
"""


def runtime_library(name):
    """Where the compiler keeps a sanitizer's library; None where it has none."""
    if shutil.which(COMPILER) is None:
        return None
    found = subprocess.run([COMPILER, f"-print-file-name={name}"], capture_output=True, text=True, check=False)
    path = Path(found.stdout.strip())
    return path if path.is_absolute() and path.exists() else None


@pytest.fixture(scope="module")
def sanitized(tmp_path_factory):
    """Environment of a Python that imports the instrumented package."""
    libraries = [runtime_library("libasan.so"), runtime_library("libubsan.so")]
    if None in libraries:
        pytest.skip(f"{COMPILER} has no sanitizers")
    build = tmp_path_factory.mktemp("sanitized")
    environment = {**os.environ, "CC": COMPILER, "CHORDWORK_SANITIZE": "1"}
    made = subprocess.run(
        [sys.executable, "-c", BUILD, str(build), str(build / "temp")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    package = build / "chordwork" / "native"
    for source in PACKAGE.glob("*.py"):
        shutil.copy(source, package)
    return {
        **os.environ,
        "PYTHONPATH": str(build),
        "LD_PRELOAD": " ".join(map(str, libraries)),
        "ASAN_OPTIONS": "detect_leaks=0,allocator_may_return_null=1",
        "UBSAN_OPTIONS": "print_stacktrace=1",
        "CHORDWORK_HYPOTHESIS_PROFILE": "sanitizers",
    }


@pytest.mark.long
def test_the_instrumented_build_catches_a_fault(sanitized):
    fault = (
        "from chordwork.native._native import ffi, lib;"
        "out = ffi.gc(lib.cw_frames_new(4), lib.cw_frames_free);"
        "lib.cw_frames_push(out, 128, 64, 0, out, 64)"
    )
    found = subprocess.run([sys.executable, "-c", fault], env=sanitized, capture_output=True, text=True, check=False)
    assert found.returncode != 0
    assert "AddressSanitizer" in found.stderr


@pytest.mark.long
def test_native_tests_are_clean_under_sanitizers(sanitized):
    origin = "import chordwork.native._native as m; print(m.__file__)"
    shown = subprocess.run([sys.executable, "-c", origin], env=sanitized, capture_output=True, text=True, check=True)
    assert sanitized["PYTHONPATH"] in shown.stdout
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-p",
            "no:cacheprovider",
            "tests/native",
            "--ignore=tests/native/test_sanitizers.py",
        ],
        cwd=ROOT,
        env=sanitized,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-4000:]
