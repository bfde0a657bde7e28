"""The source files of a tree, as it stands or as a commit has it, and which package each belongs to now."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import ClassVar, Final

from chordwork.harmony import ChordworkError

PRODUCT: Final = ("native", "music", "engine", "actors", "http")
"""The source roots that a wheel is made of."""
SOURCES: Final = (".py", ".c", ".h")
DATA: Final = (".json", ".toml", ".csv", ".tsv", ".txt")
_ALIKE: Final = "--find-renames=30%"


class LayoutError(ChordworkError):
    """The commit to compare with is not there, or this is no clone."""

    code: ClassVar[str] = "bench_layout"


def tree_now(top: Path, roots: Iterable[str]) -> dict[str, str]:
    """Text by path of sources and data that stand under the roots, those git does not know yet among them."""
    names = _git(top, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *roots).decode().split("\0")
    return {
        name: (top / name).read_text() for name in names if name.endswith(SOURCES + DATA) and (top / name).is_file()
    }


def tree_at(top: Path, commit: str, roots: Iterable[str]) -> dict[str, str]:
    """Text by path of sources and data that a commit has under the roots.

    Raises:
        LayoutError: there is no such commit here.
    """
    there = [root for root in roots if _git(top, "ls-tree", "--name-only", commit, "--", root)]
    if not there:
        return {}
    with tarfile.open(fileobj=io.BytesIO(_git(top, "archive", "--format=tar", commit, "--", *there))) as archive:
        files = [each for each in archive if each.isfile() and each.name.endswith(SOURCES + DATA)]
        return {each.name: content.read().decode() for each in files if (content := archive.extractfile(each))}


def places_now(top: Path, commit: str, roots: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """For each file of a commit, where it stands now, or where it would stand beside those of its folder."""
    changes = _git(top, "diff", "--name-status", "-z", _ALIKE, "-l0", commit, "--", *roots).decode().split("\0")
    moved, gone = dict[str, str](), set[str]()
    fields = iter(changes)
    for status in fields:
        if not status:
            break
        name = next(fields)
        if status.startswith("R"):
            moved[name] = next(fields)
        elif status == "D":
            gone.add(name)
    places = {name: moved.get(name, name) for name in names}
    votes: dict[str, Counter[str]] = {}
    for name, place in places.items():
        if name not in gone:
            votes.setdefault(_folder(name), Counter())[_folder(place)] += 1
    for name in gone & places.keys():
        if _folder(name) in votes:
            places[name] = f"{votes[_folder(name)].most_common(1)[0][0]}/{PurePosixPath(name).name}"
    return places


def module_name(path: str) -> str:
    """Dotted name of a Python file: ``http/chordwork/client/stream.py`` is ``chordwork.client.stream``."""
    parts = PurePosixPath(path).with_suffix("").parts
    parts = parts[parts.index("chordwork") :] if "chordwork" in parts else parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def package_of(path: str, levels: int) -> str:
    """The package that a file is counted under, ``levels`` names long at most; C code goes by its folder."""
    if not path.endswith(".py"):
        return _folder(path)
    folder = module_name(_folder(path) + "/__init__.py")
    return ".".join(folder.split(".")[:levels])


def by_package(paths: Mapping[str, str], levels: int) -> dict[str, list[str]]:
    """The files under each package, by the place that counts."""
    groups: dict[str, list[str]] = {}
    for name, place in paths.items():
        groups.setdefault(package_of(place, levels), []).append(name)
    return groups


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _git(top: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", str(top), *arguments], capture_output=True, check=False)
    if done.returncode:
        raise LayoutError(f"git {arguments[0]}: {done.stderr.decode().strip()}")
    return done.stdout
