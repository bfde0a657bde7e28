"""``chordwork practice``: did I play it right?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from chordwork.cli.flags import with_flags
from chordwork.music.options.practice import PracticeOptions

CLEAR = 0.3
"""Moments in which no note is likelier are silence."""
LONGEST_S = 60.0
"""One chord needs no longer."""


@with_flags(PracticeOptions)
def practice(
    chord: str,
    recording: Path | None = None,
    /,
    *,
    song: int | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    **given: Any,
) -> None:
    """Check a chord that was played: what sounds, what is missing, and which string to look at.

    Parameters
    ----------
    chord
        The chord that was meant, such as Am7. Or a file of a song, such as song.cho, see chordwork convert: the one of
        its chords that was played.
    recording
        Instead of notes, a recording of it, in any format that analyze reads; the first minute is heard.
    song
        Which one of a file with several, from 1.
    json
        For programs.
    """
    from chordwork.cli.errors import CommandError
    from chordwork.cli.music.delivery import new_console, show
    from chordwork.cli.music.practice_view import practice_view
    from chordwork.cli.music.words import chord_or_song
    from chordwork.music.practice import check_chord

    if (recording is None) == ("notes" not in given):
        raise CommandError('what was played? Name a recording, or say --notes "C E G"')
    feedback = check_chord(chord_or_song(chord, song), None if recording is None else _heard(recording), **given)
    if json:
        import json as writer

        print(writer.dumps(feedback.to_dict(), ensure_ascii=False, indent=1))
        return
    show(new_console(), practice_view(feedback), soft_wrap=True)


def _heard(path: Path) -> list[float]:
    """How surely each pitch class sounds in a recording, C first: as heard, over all moments that are no silence."""
    import numpy as np

    from chordwork.analysis.sources.audio_file import open_audio
    from chordwork.cli.progress import progress_bar
    from chordwork.engine import Event, NotesEvent, Recognizer

    events: list[Event] = []
    with (
        open_audio(path) as audio,
        Recognizer(audio.sample_rate, channels=audio.channels, sample_format="f32le", notes=True) as recognizer,
        progress_bar(path.name, min(audio.duration, LONGEST_S)) as progress,
    ):
        left = round(LONGEST_S * audio.sample_rate)
        for block in audio.blocks(1024):
            events += recognizer.feed(block[:left].tobytes())
            left -= len(block)
            progress(LONGEST_S - left / audio.sample_rate)
            if left <= 0:
                break
        events += recognizer.finish()
    clear = [event for event in events if isinstance(event, NotesEvent) and max(event.probabilities) >= CLEAR]
    if not clear:
        return [0.0] * 12
    lengths = [max(1e-3, event.at - event.start) for event in clear]
    heard = np.average([event.probabilities for event in clear], axis=0, weights=lengths)
    return [float(value) for value in heard]
