"""Make the installed Chordwork the subject of its bill of materials: ``python -m supply.bill SBOM VERSION``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def of_chordwork(bill: dict[str, Any], version: str) -> dict[str, Any]:
    """The bill with Chordwork as what it is about, instead of as one part of an environment without a name.

    Args:
        bill: CycloneDX of an environment in which Chordwork is installed.
        version: of Chordwork.
    """
    parts = [part for part in bill["components"] if part["name"] != "chordwork"]
    old = {part["bom-ref"] for part in bill["components"] if part["name"] == "chordwork"}
    reference = f"chordwork=={version}"
    subject = {
        "type": "application",
        "bom-ref": reference,
        "name": "chordwork",
        "version": version,
        "licenses": [{"license": {"id": "MIT", "acknowledgement": "declared"}}],
    }
    links = [
        {**link, "ref": reference if link["ref"] in old else link["ref"]}
        for link in bill.get("dependencies", ())
        if link["ref"] != "root-component"
    ]
    return {**bill, "metadata": {**bill["metadata"], "component": subject}, "components": parts, "dependencies": links}


if __name__ == "__main__":
    place = Path(sys.argv[1])
    made = of_chordwork(json.loads(place.read_text(encoding="utf-8")), sys.argv[2])
    place.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")
