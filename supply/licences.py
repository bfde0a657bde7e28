"""Hold what is installed to ``licences.toml``: each package by what it declares, each library in a wheel by its name.

    python -m supply.licences SBOM SITE_PACKAGES

What packages declare is of their own code: pyFFTW says BSD and brings FFTW (GPL), PyAV says BSD and brings x264 (GPL).
So libraries that a wheel carries must be listed, too; one that is not listed fails, whatever its package says.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs

from supply.expression import holds

LIST: Final = Path(__file__).with_name("licences.toml")
_LIBRARY: Final = re.compile(
    r"^lib([A-Za-z][\w+-]*?)(?:-[0-9a-f]{8}|-[0-9a-f]{8}-[0-9a-f]{8})?(?:\.\d+)*\.(?:so|dylib)"
)


@attrs.frozen
class Report:
    """What was found.

    Attributes:
        refused: one sentence for each thing that may not come along, or is unknown.
        known: names of the known exceptions that do come along.
        counted: packages and libraries that were looked at.
    """

    refused: tuple[str, ...]
    known: tuple[str, ...]
    counted: tuple[int, int]


def check(sbom: dict[str, Any], site_packages: Path, rules: dict[str, Any]) -> Report:
    """Judge an environment.

    Args:
        sbom: CycloneDX, of this environment.
        site_packages: where its packages are.
        rules: what stands in ``licences.toml``.
    """
    packages = {part["name"].lower().replace("_", "-"): declared(part, rules) for part in sbom.get("components", ())}
    libraries = sorted(bundled(site_packages))
    refused, known = [], set[str]()
    for name, licences in sorted(packages.items()):
        if exception := _known(name, "packages", rules):
            known.add(exception)
        elif not licences:
            refused.append(f"{name} declares no licence: read it, and put it under [unsaid]")
        elif not any(_holds(licence, rules) for licence in licences):
            refused.append(f"{name}: {' / '.join(licences)} is not allowed")
    for name, place in libraries:
        if exception := _known(name, "libraries", rules):
            known.add(exception)
        elif name not in rules["libraries"]:
            refused.append(f"{place}: library {name!r} is unknown: find its licence, and put it under [libraries]")
        elif not _holds(rules["libraries"][name], rules):
            refused.append(f"{place}: {rules['libraries'][name]} is not allowed")
    return Report(tuple(refused), tuple(sorted(known)), (len(packages), len(libraries)))


def declared(component: dict[str, Any], rules: dict[str, Any]) -> tuple[str, ...]:
    """The licences of a component, as expressions; those that it says in two ways, twice. What names no licence, and
    has an empty spelling, is not said."""
    found: list[str] = []
    for entry in component.get("licenses") or ():
        licence = entry.get("license", {})
        said = entry.get("expression") or licence.get("id") or licence.get("name") or ""
        found += filter(None, [rules["spellings"].get(said, said)])
    unsaid = rules["unsaid"].get(component["name"].lower())
    return tuple(dict.fromkeys(found)) or ((unsaid,) if unsaid else ())


def bundled(site_packages: Path) -> Iterator[tuple[str, str]]:
    """Names of the libraries that wheels carry, without "lib" and versions, and where they are."""
    for folder in ("*.libs", ".dylibs", "*/.dylibs", "_*_data"):
        for path in site_packages.glob(f"{folder}/*"):
            if match := _LIBRARY.match(path.name):
                yield match[1], path.relative_to(site_packages).as_posix()


def _holds(licence: str, rules: dict[str, Any]) -> bool:
    try:
        return holds(licence, lambda name: name in rules["allowed"])
    except ValueError:
        return False


def _known(name: str, kind: str, rules: dict[str, Any]) -> str | None:
    return next((title for title, entry in rules["known"].items() if name in entry.get(kind, ())), None)


def main(sbom: str, site_packages: str) -> int:
    """Print what was found; 1 if something may not come along."""
    rules = tomllib.loads(LIST.read_text(encoding="utf-8"))
    report = check(json.loads(Path(sbom).read_text(encoding="utf-8")), Path(site_packages), rules)
    for title in report.known:
        entry = rules["known"][title]
        print(f"  known: {title} ({entry['licence']}), by {entry['brought_by']}: {entry['what']}")
    for line in report.refused:
        print(f"  REFUSED: {line}", file=sys.stderr)
    packages, libraries = report.counted
    print(f"  {packages} packages, {libraries} libraries in their wheels, {len(report.refused)} refused")
    return 1 if report.refused else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
