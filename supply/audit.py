"""Read what pip-audit wrote: ``python -m supply.audit REPORT.json [--strict]``.

Where its database does not answer, pip-audit skips every package, says that no known vulnerabilities were found, and
ends with 0. Here what was not looked at counts as not looked at.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

UNCHECKED = 3


def verdict(report: dict[str, Any]) -> tuple[int, list[str]]:
    """Exit status and lines to print: 0 none known, 1 some, 3 not (all) checked.

    Args:
        report: as ``pip-audit --format json`` writes it.
    """
    packages = [each for each in report.get("dependencies", ()) if each.get("name") != "chordwork"]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    lines = [_told(each, found) for each in packages for found in each.get("vulns", ())]
    if lines:
        return 1, lines
    if skipped or not packages:
        told = f"{len(skipped)} of {len(packages)} packages" if packages else "nothing"
        return UNCHECKED, [f"  NOT CHECKED for vulnerabilities: the database did not know {told}. Is it reachable?"]
    return 0, [f"  {len(packages)} packages without known vulnerabilities"]


def _told(package: dict[str, Any], found: dict[str, Any]) -> str:
    mended = ", ".join(found["fix_versions"]) or "no version"
    return f"  VULNERABLE: {package['name']} {package['version']}: {found['id']}, mended in {mended}"


def main(arguments: Sequence[str]) -> int:
    """Print the verdict; what was not checked fails with ``--strict`` only."""
    try:
        report = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        report = {}
    status, lines = verdict(report)
    print("\n".join(lines))
    return 0 if status == UNCHECKED and "--strict" not in arguments else status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
