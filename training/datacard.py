"""The card of a data file that the product checks before it reads it: see ``chordwork.harmony.provenance``."""

from __future__ import annotations

import json
from pathlib import Path

from chordwork.harmony.provenance import sha256_of


def write_data_card(data_file: Path) -> None:
    """Renew size and digest in the card beside a data file; its other fields are kept, and its version counted up."""
    data, card_file = data_file.read_bytes(), data_file.with_suffix(".json")
    card = json.loads(card_file.read_text())
    digest = sha256_of(data)
    if digest != card["sha256"]:
        card.update(version=str(int(card["version"]) + 1), sha256=digest, bytes=len(data))
        card_file.write_text(json.dumps(card, indent=1) + "\n")
