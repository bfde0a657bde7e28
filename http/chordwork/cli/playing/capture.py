"""A file for bug reports: what was said while somebody listened, when, and on what machine. Sound only if it is wished.

A text of JSON lines: first what was running and how, then each message of the server as it came, with the seconds of
audio that had been played when it was seen (``t``). The names of files, addresses and the machine are not in it, and no
key or token is.
"""

from __future__ import annotations

import json
import platform
import wave
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

import attrs

from chordwork.cli.errors import OutputError
from chordwork.cli.exits import warn
from chordwork.cli.installed import installed_version
from chordwork.client import Message, Ready

FORMAT: Final = 1
LARGEST_BYTES: Final = 50_000_000
"""Of the text: some five hours of a busy song."""
LONGEST_SOUND_S: Final = 900.0
BYTES_PER_SAMPLE: Final = 2
_PACKAGES: Final = ("chordwork", "numpy", "onnxruntime", "pyfftw", "sounddevice", "trio")


class Capture:
    """What is written; made by :func:`open_capture`. A disk that is full ends the capture, never the listening."""

    def __init__(self, text: BinaryIO, sound: wave.Wave_write | None, sample_rate: int) -> None:
        """Write to files that are open."""
        self._text = text
        self._sound = sound
        self._left_bytes = LARGEST_BYTES
        self._left_sound_bytes = round(LONGEST_SOUND_S * sample_rate) * BYTES_PER_SAMPLE
        self._ended = False

    def note(self, message: Message, at: float) -> None:
        """A message has come, ``at`` seconds of audio."""
        said = attrs.asdict(message)
        if isinstance(message, Ready):  # whoever has the token of a session has the session
            said["fields"] = {name: value for name, value in message.fields.items() if name != "resume"}
        self._write({"t": round(at, 3), "type": type(message).__name__.lower(), **said})

    async def passing(self, chunks: AsyncIterator[tuple[bytes, float]]) -> AsyncIterator[tuple[bytes, float]]:
        """The same chunks, whose sound is kept on the way where that is wished."""
        async for pcm, seconds in chunks:
            if self._sound is not None and self._left_sound_bytes > 0 and not self._ended:
                try:
                    self._sound.writeframesraw(pcm[: self._left_sound_bytes])
                except OSError as error:
                    self._end(f"the disk says: {error.strerror}")
                self._left_sound_bytes -= len(pcm)
            yield pcm, seconds

    def begin(self, header: Mapping[str, Any]) -> None:
        """The first line."""
        self._write(header)

    def _write(self, fields: Mapping[str, Any]) -> None:
        line = json.dumps(fields, ensure_ascii=False, default=str).encode() + b"\n"
        if self._ended:
            return
        self._left_bytes -= len(line)
        if self._left_bytes < 0:
            self._end(f"it has {LARGEST_BYTES // 1_000_000} MB")
            return
        try:
            self._text.write(line)
            self._text.flush()
        except OSError as error:
            self._end(f"the disk says: {error.strerror}")

    def _end(self, reason: str) -> None:
        self._ended = True
        warn(f"the capture ends here ({reason}); listening goes on")


@contextmanager
def open_capture(place: Path, *, sample_rate: int, with_sound: bool, served_by: str) -> Iterator[Capture]:
    """Capture for as long as the block lasts.

    Args:
        place: the text; its sound lies beside it, with the suffix ``.wav``.
        sample_rate: of the sound, in Hz; mono s16le.
        with_sound: keep it, for the first 15 minutes.
        served_by: who hears: ``"a server"``, ``"a server here"`` or ``"the engine"``.

    Raises:
        OutputError: a file is there already, or cannot be made.
    """
    sound_place = place.with_suffix(".wav")
    with ExitStack() as stack:
        text = stack.enter_context(_new(place))
        sound = None
        if with_sound:
            sound = stack.enter_context(wave.open(stack.enter_context(_new(sound_place)), "wb"))
            sound.setnchannels(1)
            sound.setsampwidth(BYTES_PER_SAMPLE)
            sound.setframerate(sample_rate)
        capture = Capture(text, sound, sample_rate)
        capture.begin(
            {
                "capture": FORMAT,
                "began": datetime.now(UTC).isoformat(timespec="seconds"),
                "sample_rate": sample_rate,
                "heard_by": served_by,
                "sound": sound_place.name if with_sound else None,
                "packages": {name: found for name in _PACKAGES if (found := installed_version(name)) is not None},
                "python": platform.python_version(),
                "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            }
        )
        yield capture


def _new(place: Path) -> BinaryIO:
    try:
        return place.open("xb")
    except FileExistsError:
        raise OutputError(str(place), "is there already; choose another name") from None
    except OSError as error:
        raise OutputError(str(place), f"cannot be written ({error.strerror}); choose another name") from error
