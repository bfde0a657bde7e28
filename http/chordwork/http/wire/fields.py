"""Values of fields in clients' messages: what counts as a whole number, and what to say about anything else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, Final

MAX_LABEL_CHARACTERS: Final = 24
"""Of a Harte label; the longest of the vocabulary has 14."""
_SHOWN: Final = 40
"""Characters of a value that are repeated in an error."""
_EXACT: Final = 2**53
_NAMES: Final = {
    "rate": "sample_rate",
    "rateinhz": "sample_rate",
    "ratehz": "sample_rate",
    "samplerateinhz": "sample_rate",
    "sampleratehz": "sample_rate",
    "sampleratehertz": "sample_rate",
    "samplingrate": "sample_rate",
    "samplingfrequency": "sample_rate",
    "samplespersecond": "sample_rate",
    "framerate": "sample_rate",
    "frequency": "sample_rate",
    "sr": "sample_rate",
    "fs": "sample_rate",
    "hz": "sample_rate",
    "encoding": "format",
    "audioformat": "format",
    "sampleformat": "format",
    "codec": "format",
    "dtype": "format",
    "channelcount": "channels",
    "numchannels": "channels",
    "nchannels": "channels",
    "audiochannels": "channels",
    "version": "protocol",
    "protocolversion": "protocol",
    "ack": "acks",
    "heartbeat": "heartbeat_s",
    "style": "genre",
    "tonality": "key",
    "size": "bytes",
    "length": "bytes",
    "event": "type",
    "action": "type",
    "kind": "type",
    "op": "type",
}
"""What other programs call our fields, without case and marks."""
_FORMATS: Final = {
    **dict.fromkeys(
        ("s16", "pcm16", "pcms16le", "int16", "i16", "i2", "linear16", "l16", "16bit", "16", "pcm"), "s16le"
    ),
    **dict.fromkeys(("f32", "pcmf32le", "float32", "float", "float32le", "f4", "32bitfloat", "flt"), "f32le"),
}


def whole_number(value: Any) -> int | None:
    """A whole number, also one written as 48000.0, which JSON does not tell from 48000; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    return None


def found(value: Any) -> str:
    """How an error shows a value: as JSON, and what it is where that is easily overlooked."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    text = json.dumps(value, ensure_ascii=False)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"the text {shown}" if isinstance(value, str) else shown


def meant(unknown: str, known: Iterable[str]) -> str | None:
    """Which of the known fields somebody may have meant."""
    names = list(known)
    plain = re.sub(r"[^a-z0-9]", "", unknown.lower())
    for name in names:
        if plain == re.sub(r"[^a-z0-9]", "", name):
            return name
    if _NAMES.get(plain) in names:
        return _NAMES[plain]
    close = get_close_matches(unknown.lower()[:_SHOWN], names, n=1, cutoff=0.75)
    return close[0] if close else None


def misnamed(name: str, sent: Iterable[str], known: Iterable[str]) -> str | None:
    """The field that was sent in place of one that is missing."""
    names = frozenset(known)
    return next((each for each in sorted(sent) if each not in names and meant(each, [name]) == name), None)


def meant_format(value: str) -> str | None:
    """The sample format that other programs call so."""
    return _FORMATS.get(re.sub(r"[^a-z0-9]", "", value.lower()[:_SHOWN]))
