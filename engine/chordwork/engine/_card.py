"""What is written about a model beside it: a JSON card that says which file it is, what goes in, what comes out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final, Self

import attrs

from chordwork.engine.drift import Reference
from chordwork.harmony.provenance import CardError, read_json_card

CARD_FORMAT: Final = 1
IDENTITY_SIGN: Final = "@"
"""Between name and version: ``chordwork-chord@0.3.0``."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}")
_FILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,99}\.onnx")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
GOLDEN_AGREEMENT: Final = 0.98
"""Share of its golden clip's time in which a model has to say what its card says: rounding differs between machines,
and may move a border by a hop, but not a chord."""

Shape = tuple[int | None, ...]


@attrs.frozen
class ModelContract:
    """What a model is fed, and what it answers. None in a shape is the batch.

    Attributes:
        features: version of the feature stage it was trained on.
        sample_rate_hz: of the audio behind the features.
        hop_samples: audio for each step, at that rate.
        inputs: shapes by name; all are 32-bit floats.
        outputs: shapes by name; all are 32-bit floats.
        qualities: chord qualities in the order of the output ``chord``: each root has them all, and ``N`` comes last.
    """

    features: str
    sample_rate_hz: int
    hop_samples: int
    inputs: Mapping[str, Shape]
    outputs: Mapping[str, Shape]
    qualities: tuple[str, ...]


@attrs.frozen
class GoldenClip:
    """What a model said about a recording that comes with Chordwork, when its card was written.

    Attributes:
        clip: name of the bundled recording.
        chords: final chords: start and end in seconds, Harte label.
        agreement: share of the time in which it has to say the same.
    """

    clip: str
    chords: tuple[tuple[float, float, str], ...]
    agreement: float = GOLDEN_AGREEMENT


@attrs.frozen
class ModelCard:
    """Who a model is, and by what it is known.

    Attributes:
        name: such as ``chordwork-chord``.
        version: of the weights.
        file: of the model, beside the card.
        sha256: of that file, in lower-case hexadecimal.
        size_bytes: of that file.
        licence: of the weights.
        contract: what goes in and comes out.
        golden: what to check it by; None: nothing.
        reference: what it says about material it knows, to measure drift against; None: drift cannot be measured.
    """

    name: str
    version: str
    file: str
    sha256: str
    size_bytes: int
    licence: str
    contract: ModelContract
    golden: GoldenClip | None = None
    reference: Reference | None = None

    @property
    def identity(self) -> str:
        """Name and version, such as ``chordwork-chord@0.3.0``."""
        return f"{self.name}{IDENTITY_SIGN}{self.version}"

    @classmethod
    def parse(cls, text: bytes, name: str) -> Self:
        """Read a card; ``name`` is that of its file, for messages.

        Raises:
            CardError: something is missing or cannot be.
        """
        given = read_json_card(text, name)
        try:
            if given["card"] != CARD_FORMAT:
                raise ValueError(f"card is {given['card']!r}, this Chordwork reads {CARD_FORMAT}")
            return cls(
                name=_matching(_NAME, given["name"], "name"),
                version=_matching(_NAME, given["version"], "version"),
                file=_matching(_FILE, given["file"], "file"),
                sha256=_matching(_SHA256, given["sha256"], "sha256"),
                size_bytes=int(given["bytes"]),
                licence=str(given["licence"])[:200],
                contract=_contract(given["contract"]),
                golden=None if given.get("golden") is None else _golden(given["golden"]),
                reference=None if given.get("reference") is None else Reference.from_dict(given["reference"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            said = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
            raise CardError(f"{name} is no model card ({said}): write it with chordwork models card FILE") from error

    def to_json(self) -> str:
        """The card as it stands in its file."""
        contract = attrs.asdict(self.contract)
        document = {
            "card": CARD_FORMAT,
            "name": self.name,
            "version": self.version,
            "file": self.file,
            "sha256": self.sha256,
            "bytes": self.size_bytes,
            "licence": self.licence,
            "contract": contract,
            "golden": None if self.golden is None else attrs.asdict(self.golden),
            "reference": None if self.reference is None else self.reference.to_dict(),
        }
        lines = (f" {json.dumps(name)}: {json.dumps(value)}" for name, value in document.items())
        return "{\n" + ",\n".join(lines) + "\n}\n"


def _matching(pattern: re.Pattern[str], value: Any, field: str) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError(f"{field} cannot be {str(value)[:80]!r}")
    return value


def _contract(given: Mapping[str, Any]) -> ModelContract:
    return ModelContract(
        features=str(given["features"]),
        sample_rate_hz=int(given["sample_rate_hz"]),
        hop_samples=int(given["hop_samples"]),
        inputs=_shapes(given["inputs"]),
        outputs=_shapes(given["outputs"]),
        qualities=tuple(str(quality) for quality in given["qualities"]),
    )


def _shapes(given: Mapping[str, Any]) -> dict[str, Shape]:
    return {str(name): tuple(None if size is None else int(size) for size in shape) for name, shape in given.items()}


def _golden(given: Mapping[str, Any]) -> GoldenClip:
    chords = tuple((float(start), float(end), str(label)) for start, end, label in given["chords"])
    return GoldenClip(_matching(_NAME, given["clip"], "clip"), chords, float(given["agreement"]))
