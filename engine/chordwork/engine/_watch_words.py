"""What people are told about audio that is not what it was announced as."""

from __future__ import annotations

from typing import Final

from chordwork.engine._first_bytes import wav_format
from chordwork.engine._judge import EITHER
from chordwork.native import SampleFormat

CANCEL_MESSAGE: Final = (
    "the two channels cancel one another: the right one was turned over, so that something is heard."
    " Check the wiring, or send one channel"
)

_CONTAINERS: Final = {
    "webm": "WebM, as a browser's MediaRecorder makes it",
    "ogg": "an Ogg file",
    "opus": "Opus packets",
    "mp3": "MP3",
    "aac": "AAC",
    "flac": "FLAC",
    "aiff": "an AIFF file",
    "caf": "a CAF file",
    "au": "an AU file",
    "mp4": "MP4 or M4A",
    "avi": "an AVI file",
    "amr": "AMR",
    "wma": "WMA",
    "wavpack": "WavPack",
    "tta": "TTA",
    "ac3": "AC-3",
    "mpegts": "an MPEG transport stream",
    "ape": "Monkey's Audio",
    "midi": "a MIDI file, which has no sound in it",
    "nist": "a NIST SPHERE file",
    "zip": "a ZIP archive",
    "npy": "a file of numpy: send the array's tobytes()",
}
_WRAPPED: Final = {
    "gzip": "gzip data: send it unpacked",
    "zstd": "Zstandard data: send it unpacked",
    "base64": "base64 text: send the bytes that it stands for, in binary messages",
    "json": "JSON text: send audio as bytes, in binary messages",
    "text": "text: send audio as bytes, in binary messages",
}
_ENCODINGS: Final = {
    "f32le": "32-bit floats (f32le)",
    "f32be": "32-bit floats with the high byte first",
    "f64le": "64-bit floats, numpy's usual kind",
    "s16le": "16-bit integers (s16le)",
    "s16be": "16-bit integers with the high byte first",
    EITHER: "16-bit integers with the high byte first, or with a byte missing at the start",
    "s24le": "24-bit integers",
    "s24be": "24-bit integers with the high byte first",
    "s32le": "32-bit integers",
    "s32be": "32-bit integers with the high byte first",
    "u8": "8-bit integers",
    "mulaw": "G.711 µ-law, as telephones send it",
    "alaw": "G.711 A-law, as telephones send it",
}
_SENDABLE: Final = frozenset(known.value for known in SampleFormat)


def looks_like_message(
    name: str, sample_rate: int, sample_format: SampleFormat, channels: int, head: bytes = b""
) -> str:
    """A sentence or two for ``looks_like``: what was found, what was announced, what to do."""
    announced = f"this was announced as {sample_format.value}, {sample_rate} Hz, {_counted(channels)}, but"
    if name == "wav":
        return _wav(announced, sample_rate, sample_format, channels, head)
    if name in _CONTAINERS:
        return f"{announced} begins like {_CONTAINERS[name]}. Decode it first, or give the file to analyze"
    if name in _WRAPPED:
        return f"{announced} begins like {_WRAPPED[name]}"
    if name == "stereo":
        return f"{announced} every other sample belongs together: say 2 channels, or send one of them"
    if name == "mono":
        return f"{announced} the channels take turns in one sound: say 1 channel"
    if name == "unscaled":
        return f"{announced} its floats have the range of 16-bit integers: divide them by 32768, or send s16le"
    if name == "shifted_byte":
        return f"{announced} a byte is missing: every sample is cut in two. Send whole samples"
    todo = f"announce {name}" if name in _SENDABLE else "turn it into s16le or f32le"
    return f"{announced} looks like {_ENCODINGS[name]}: {todo}"


def realigned_message(at: float) -> str:
    """For ``realigned``."""
    return (
        f"a byte was lost before {at:.1f} s, so that samples were cut in two; they are whole again. Check what sends it"
    )


def _wav(announced: str, sample_rate: int, sample_format: SampleFormat, channels: int, head: bytes) -> str:
    stated = wav_format(head)
    if stated is None:
        return f"{announced} begins like a WAV file: send what comes after its header, or give the file to analyze"
    tag, stated_channels, rate_hz, bits = stated
    floats = tag == 3
    same = (stated_channels, rate_hz, bits, floats) == (
        channels,
        sample_rate,
        8 * sample_format.bytes_per_sample,
        sample_format is SampleFormat.F32LE,
    )
    if same:
        return f"{announced} begins with the header of a WAV file, which is heard as a click: send what comes after it"
    kind = f"{bits}-bit {'floats' if floats else 'integers'}, {rate_hz} Hz, {_counted(stated_channels)}"
    return f"{announced} begins with a WAV header that says {kind}: announce that, and send what comes after the header"


def _counted(channels: int) -> str:
    return "1 channel" if channels == 1 else f"{channels} channels"
