"""Level and tuning watched while a recording is heard, for what is to be warned of.

The decoder of the file brings warnings of its own (a file shorter than its header promised), and so does the recogniser
(channels that cancel, bytes that are no PCM); here they come together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chordwork.analysis.warnings import AnalysisWarning
from chordwork.engine.events import Event, LevelEvent, TuningEvent, WarningEvent

SILENT_BELOW_DBFS: Final = -60.0
"""Peak of a whole recording. From here down the bundled clips lose chords: at a peak of −60 dBFS 2 to 13 points of
majmin, at −70 in 16 bits 9 to 22, at −90 everything. A recording that was meant has peaks above −40."""
CLIPPED_SHARE: Final = 0.002
"""Of samples at full scale. The bundled clips reach it when recorded 4 to 6 dB too hot; a loud master stays below."""
TUNING_FAR_CENTS: Final = 25.0
"""A quarter of a semitone: A = 432 Hz (−32) is told, A = 443 (+12) and 435 (−20) are not."""
TUNING_DOUBTFUL_CENTS: Final = 40.0
"""From here on the nearest semitone may be the wrong one."""
_OCTAVE_CENTS: Final = 1200.0
_SEMITONE_CENTS: Final = 100.0
_A4_HZ: Final = 440.0


class SoundCheck:
    """Watches level and tuning while a recording is heard, and collects what the recogniser warns of."""

    def __init__(self) -> None:
        """Nothing heard yet."""
        self._peak_dbfs = float("-inf")
        self._clipped = 0
        self._tunings: list[TuningEvent] = []
        self._said: list[AnalysisWarning] = []

    def add(self, event: Event) -> None:
        """One event of the recogniser."""
        match event:
            case LevelEvent():
                self._peak_dbfs = max(self._peak_dbfs, event.peak_dbfs)
                self._clipped += event.clipped_samples
            case TuningEvent():
                self._tunings.append(event)
            case WarningEvent():
                self._said.append(AnalysisWarning(event.code, event.message, event.at, event.looks_like))
            case _:
                pass

    def tuning_cents(self, duration: float) -> float | None:
        """Offset from A4 = 440 Hz that held for most of the time; None if nothing had a pitch."""
        return held_tuning(self._tunings, duration)

    def warnings(
        self, *, duration: float, samples: int, decoded: Iterable[AnalysisWarning] = ()
    ) -> tuple[AnalysisWarning, ...]:
        """All that is to be said of the recording, those with a moment in order of it.

        Args:
            duration: seconds heard.
            samples: of all channels together.
            decoded: warnings of what decoded it.
        """
        found = [*decoded, *self._said]
        if duration > 0 and self._peak_dbfs < SILENT_BELOW_DBFS:
            found.append(_silent(self._peak_dbfs))
        elif samples and (share := self._clipped / samples) >= CLIPPED_SHARE:
            found.append(_clipped(share))
        cents = self.tuning_cents(duration)
        if cents is not None and abs(cents) >= TUNING_FAR_CENTS:
            found.append(_far_off(cents))
        unique = list(dict.fromkeys(found))
        return tuple(sorted(unique, key=lambda warning: float("inf") if warning.at is None else warning.at))


def held_tuning(tunings: Iterable[TuningEvent], duration: float) -> float | None:
    """The median of the reported offsets over time, each held until the next; −48 and 49 cents are neighbours."""
    said = list(tunings)
    if not said:
        return None
    last = said[-1].cents
    ends = [*(event.at for event in said[1:]), max(duration, said[-1].at)]
    held = [(_near(event.cents, last), max(0.0, end - event.at)) for event, end in zip(said, ends, strict=True)]
    held.sort()
    half = sum(length for _, length in held) / 2
    for cents, length in held:
        half -= length
        if half <= 0:
            return _near(cents, 0.0)
    return last


def _near(cents: float, other: float) -> float:
    """The same offset, within half a semitone of another."""
    half = _SEMITONE_CENTS / 2
    return (cents - other + half) % _SEMITONE_CENTS - half + other


def _silent(peak_dbfs: float) -> AnalysisWarning:
    loudest = "there is no sound at all" if peak_dbfs <= -119 else f"nothing is louder than {peak_dbfs:.0f} dBFS"
    return AnalysisWarning(
        "silent", f"{loudest}: check the microphone, the cable and the input level, and record it again"
    )


def _clipped(share: float) -> AnalysisWarning:
    return AnalysisWarning(
        "clipped",
        f"{share:.1%} of the samples are at full scale, so peaks were cut off and sevenths may be misheard: "
        "record again with the input turned down",
    )


def _far_off(cents: float) -> AnalysisWarning:
    hertz = _A4_HZ * 2.0 ** (cents / _OCTAVE_CENTS)
    doubt = "; chords may be named a semitone off" if abs(cents) >= TUNING_DOUBTFUL_CENTS else ""
    return AnalysisWarning(
        "tuning_far_off",
        f"it is tuned {abs(cents):.0f} cents {'above' if cents > 0 else 'below'} A = 440 Hz (A = {hertz:.1f} Hz)"
        f"{doubt}: tune the instrument, or correct the speed of the recording",
    )
