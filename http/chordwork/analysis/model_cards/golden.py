"""Final chords of a recording as one model hears them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from chordwork.analysis.clips.bundled import bundled_clips, choose_clips
from chordwork.analysis.errors import ClipError
from chordwork.engine import ChordEvent, ChordModel, GoldenClip, RecordingRecognizer

BLOCK_FRAMES: Final = 4096


def finals(model: ChordModel, recording: Path) -> list[ChordEvent]:
    """The final chords of an audio file.

    Raises:
        ClipError: it cannot be read.
    """
    try:
        with (
            soundfile.SoundFile(str(recording)) as sound,
            RecordingRecognizer(sound.samplerate, channels=min(sound.channels, 2), model=model) as recognizer,
        ):
            events = []
            for block in _blocks(sound):
                events += recognizer.feed(block)
            events += recognizer.finish()
    except (OSError, soundfile.LibsndfileError) as error:
        raise ClipError(f"{recording} cannot be read: {error}") from error
    return [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]


def golden_chords(model: ChordModel, clip: str) -> tuple[tuple[float, float, str], ...]:
    """What a model says about a bundled recording, rounded as cards have it.

    Raises:
        ClipError: there is no such recording.
    """
    with bundled_clips() as clips:
        heard = finals(model, choose_clips(clips, clip)[0].audio)
    return tuple((round(each.start, 3), round(each.end or each.start, 3), each.chord.label) for each in heard)


def agreement(golden: GoldenClip, heard: Sequence[tuple[float, float, str]]) -> float:
    """Share of the golden clip's time in which the same chord was heard, in [0, 1]."""
    same = whole = 0.0
    for start, end, label in golden.chords:
        whole += end - start
        same += sum(max(0.0, min(end, until) - max(start, since)) for since, until, name in heard if name == label)
    return same / whole if whole else 0.0


def _blocks(sound: soundfile.SoundFile) -> Iterator[bytes]:
    while len(block := sound.read(BLOCK_FRAMES, dtype="int16", always_2d=True)):
        yield np.ascontiguousarray(block[:, :2]).tobytes()
