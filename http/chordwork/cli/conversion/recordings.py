"""Recordings among what is converted: they are heard, and written down as lead sheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chordwork.music.charts import Reading, Remark

if TYPE_CHECKING:
    from chordwork.analysis.analyser import Analyser

FORM: Final = "recording"
SUFFIXES: Final = frozenset(
    {
        *(".wav", ".wave", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".aifc", ".au", ".caf", ".w64"),
        *(".m4a", ".m4b", ".mp4", ".aac", ".webm", ".mka", ".mkv", ".wma", ".amr", ".3gp", ".mov", ".ac3"),
    }
)
"""Names that recordings have; what is in the file is told from its content."""


def is_recording(path: Path) -> bool:
    """Whether a file is to be heard rather than read."""
    return path.suffix.casefold() in SUFFIXES


class Listener:
    """Hears recordings; the model is loaded for the first."""

    def __init__(self) -> None:
        """Nothing is loaded yet."""
        self._analyser: Analyser | None = None

    def hear(self, path: Path, progress: Callable[[float], None] = lambda share: None) -> Reading:
        """The lead sheet of a recording, with what one should know before trusting it.

        Args:
            path: of the recording.
            progress: told the share of it that was heard, from 0 to 1, as it goes on.

        Raises:
            InputError: it cannot be read, or nothing in it is a chord.
        """
        from chordwork.analysis.analyser import analyser_of
        from chordwork.analysis.charts.lead_sheet import lead_sheet
        from chordwork.analysis.errors import InputError
        from chordwork.analysis.sources.audio_file import open_audio
        from chordwork.engine import load_model

        if self._analyser is None:
            self._analyser = analyser_of(load_model())
        with open_audio(path) as audio:
            whole_s = max(audio.duration, 1e-3)
            analysis = self._analyser.analyse(audio, progress=lambda heard_s: progress(min(1.0, heard_s / whole_s)))
        song = lead_sheet(analysis).song
        if not song.sections:
            raise InputError(str(path), "no chord was heard in it")
        remarks = [Remark(warning.message) for warning in analysis.warnings]
        if not song.timed:
            remarks.append(Remark("no steady beat was heard: each chord has a bar, and nothing says how long it lasts"))
        return Reading((song,), tuple(remarks), FORM)
