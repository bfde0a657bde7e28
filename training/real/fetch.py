"""Files of Debian packages, without installing them: ``apt-get download`` and ``dpkg -x``."""

from __future__ import annotations

import hashlib
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from training.real.errors import PackageError

MEMBER: Final = "!"
"""Parts the path of an archive in a package from the path in that archive."""
BLOCK_BYTES: Final = 1 << 20

Download = Callable[[str, str, Path], None]
"""Package, version, and the folder that a ``.deb`` of it should come into."""


def download(package: str, version: str, folder: Path) -> None:
    """Have APT fetch a package: the version named, or the one it offers instead.

    Raises:
        PackageError: it has neither.
    """
    done = None
    for wanted in (f"{package}={version}", package):
        done = subprocess.run(
            ["apt-get", "download", "-q", wanted], cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return
    reason = done.stderr.strip().splitlines()[-1:] if done else []
    raise PackageError(
        f"apt-get download {package} failed ({'; '.join(reason)}): on Debian, run apt-get update first; elsewhere, put "
        f"{package}_{version}_all.deb into {folder}"
    )


class Packages:
    """Packages unpacked in a folder, each once.

    Args:
        folder: where they lie.
        download: how they come there.
    """

    def __init__(self, folder: Path, download: Download = download) -> None:
        self._folder = folder
        self._download = download

    def file(self, package: str, version: str, path: str, sha256: str) -> Path:
        """A file of a package, such as ``usr/share/games/data.zip!music/song.ogg``.

        Raises:
            PackageError: the package cannot be had, or its file is not the one meant.
        """
        outer, _, inner = path.partition(MEMBER)
        found = self._unpacked(package, version) / outer
        if inner:
            found = _member(found, inner)
        if not found.is_file():
            raise PackageError(f"{package} has no {path}: the manifest was made from version {version}")
        if (digest := digest_of(found)) != sha256:
            raise PackageError(
                f"{path} of {package} is another than in version {version}: its SHA-256 is {digest} and not {sha256}"
            )
        return found

    def _unpacked(self, package: str, version: str) -> Path:
        target = self._folder / package
        if target.is_dir():
            return target
        self._folder.mkdir(parents=True, exist_ok=True)
        if not (debs := self._debs(package)):
            self._download(package, version, self._folder)
            debs = self._debs(package)
        if not debs:
            raise PackageError(f"no {package}_*.deb came into {self._folder}")
        partial = target.with_suffix(".partial")
        try:
            subprocess.run(["dpkg", "-x", str(debs[-1]), str(partial)], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise PackageError(f"{debs[-1]} cannot be unpacked ({error}): delete it and try again") from error
        partial.rename(target)
        debs[-1].unlink()
        return target

    def _debs(self, package: str) -> list[Path]:
        return sorted(self._folder.glob(f"{package}_*.deb"))


def _member(archive: Path, inner: str) -> Path:
    target = archive.parent / f"{archive.name}.files" / inner
    if not target.exists() and archive.is_file():
        with zipfile.ZipFile(archive) as files:
            try:
                data = files.read(inner)
            except KeyError:
                return target
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return target


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
