"""What is said about a recording that was heard all the same."""

from __future__ import annotations

from typing import Final

from chordwork.analysis.warnings import AnalysisWarning

SHORTER_THAN_PROMISED: Final = "shorter_than_promised"
DAMAGED_AUDIO: Final = "damaged_audio"
ENCODER_DELAY_UNKNOWN: Final = "encoder_delay_unknown"


def shorter_than_promised(promised_s: float, heard_s: float) -> AnalysisWarning:
    """The header says more than the file holds."""
    return AnalysisWarning(
        SHORTER_THAN_PROMISED,
        f"its header promises {promised_s:.1f} s, {heard_s:.1f} s are there and were heard: "
        "if it was cut off in copying or recording, fetch it again",
        round(heard_s, 3),
    )


def ends_without_end(heard_s: float, how: str) -> AnalysisWarning:
    """It has no length in its header, and does not end as its format ends."""
    return AnalysisWarning(
        SHORTER_THAN_PROMISED,
        f"it breaks off after {heard_s:.1f} s ({how}); this format does not say how long it should be: "
        "if it was cut off in copying or recording, fetch it again",
        round(heard_s, 3),
    )


def damaged(start_s: float, end_s: float) -> AnalysisWarning:
    """A stretch that could not be read, and is silence now."""
    if end_s - start_s < 0.1:
        return AnalysisWarning(
            DAMAGED_AUDIO,
            f"at {start_s:.1f} s it is damaged, or something is left out; what follows was heard, "
            "and may be early by what is missing",
            round(start_s, 3),
        )
    return AnalysisWarning(
        DAMAGED_AUDIO,
        f"from {start_s:.1f} to {end_s:.1f} s it cannot be read (damaged, or left out); "
        "that stretch was heard as silence, what follows it at its own time",
        round(start_s, 3),
    )


def delay_unknown(at_s: float = 0.0) -> AnalysisWarning:
    """No tag says by how much the encoder delayed the sound."""
    return AnalysisWarning(
        ENCODER_DELAY_UNKNOWN,
        "no tag says by how much its encoder delayed the sound; the usual delay was taken off, so all times may be "
        "off by up to 0.03 s",
        round(at_s, 3),
    )
