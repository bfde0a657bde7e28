"""``chordwork version``."""

from __future__ import annotations


def version() -> None:
    """Print the versions that matter in a bug report."""
    import platform
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    for package in ("chordwork", "av", "numpy", "onnxruntime", "pyfftw", "soundfile", "trio"):
        try:
            print(f"{package} {installed(package)}")
        except PackageNotFoundError:
            print(f"{package} {'unreleased' if package == 'chordwork' else 'not installed'}")
    print(f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}")
