"""Fields that several requests share. The music library itself is imported where it is used: in the worker."""

from __future__ import annotations

from typing import Annotated

import attrs
from msgspec import Meta

from chordwork.harmony.errors import ChordworkError
from chordwork.music.charts.json_form import SongDocument, from_document
from chordwork.music.song import Song

MAX_CHORDS = 1000
MAX_CHORDS_TEXT = 20_000

ChordText = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=200,
        description="A lead-sheet symbol or a Harte label; in a list also bars, such as `C | G Am`.",
        examples=["Am7/C"],
    ),
]


@attrs.frozen(kw_only=True)
class TimedChord:
    """A chord with its length."""

    chord: ChordText
    beats: Annotated[float, Meta(ge=0.05, le=4096, description="How long it lasts, in beats.")]


ChordLine = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=MAX_CHORDS_TEXT,
        description=(
            "Chords parted by blanks, each a bar long; between bar lines `|` they share the bar. Beats (`C / / G`), "
            "repeats, endings, metres, ChordPro and chords over words are read, too."
        ),
        examples=["C | G Am | F"],
    ),
]
TimedChords = ChordLine | Annotated[list[ChordText | TimedChord], Meta(min_length=1, max_length=MAX_CHORDS)]
"""A progression whose lengths matter."""
Chart = SongDocument | None
"""A song from ``/charts``, in the place of chords."""
Chords = (
    Annotated[str, Meta(max_length=MAX_CHORDS_TEXT, description="Chords, as `/tabs` reads them.")]
    | Annotated[list[ChordText], Meta(max_length=MAX_CHORDS)]
)
"""A progression of which only the order matters; may be empty."""


def with_beats(chords: str | list[str | TimedChord]) -> str | list[str | tuple[str, float]]:
    """As the music library takes it."""
    if isinstance(chords, str):
        return chords
    return [chord if isinstance(chord, str) else (chord.chord, chord.beats) for chord in chords]


class NothingToPlayError(ChordworkError, ValueError, code="nothing_to_play"):
    """Neither chords nor a chart, or both."""


def to_play(
    chords: str | list[str | TimedChord] | None, chart: SongDocument | None
) -> str | Song | list[str | tuple[str, float]]:
    """The chords, or the song, of a request, as the music library takes it.

    Raises:
        ChartFileError: a song with values that are none.
        NothingToPlayError: neither, or both.
    """
    if (chords is None) == (chart is None):
        raise NothingToPlayError('give chords, such as "C G Am F", or the chart of a song from /charts, not both')
    return with_beats(chords or "") if chart is None else from_document(chart)
