"""``chordwork version``."""

from __future__ import annotations


def version() -> None:
    """Print the versions that matter in a bug report."""
    import platform

    from chordwork.cli.installed import installed_version

    for package in ("chordwork", "av", "numpy", "onnxruntime", "pyfftw", "soundfile", "trio"):
        missing = "unreleased" if package == "chordwork" else "not installed"
        print(f"{package} {installed_version(package) or missing}")
    print(f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}")
