"""What decoding refuses."""

from __future__ import annotations

from typing import Final

from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.extras import install_extra

INSTALL_MEDIA: Final = f"install the extra 'media' ({install_extra('media')}), or convert it to WAV or FLAC"


class DecodingError(ChordworkError, code="not_audio"):
    """No audio that can be read; the message says what it is, and what to do."""


class EmptyAudioError(DecodingError):
    """A header without sound."""


class RateError(DecodingError, code="audio_format"):
    """A sample rate that no music has."""


class DecoderMissingError(DecodingError, code="missing_decoder"):
    """A format that the installed decoders do not read, and another one does."""

    def __init__(self, what: str, reason: str = "") -> None:
        """``what`` names the format; ``reason`` says why the installed decoders refuse it, if they tried."""
        tried = f" cannot be read here ({reason}): it is damaged, or" if reason else ""
        super().__init__(f"{what}{tried} needs another decoder: {INSTALL_MEDIA}")


class CutOffError(DecodingError, code="damaged_audio"):
    """What explains the sound stood at the end, and the end is missing."""

    def __init__(self, what: str, missing: str) -> None:
        """``what`` names the format, ``missing`` the part."""
        super().__init__(
            f"{what} without its {missing}, which is written last: it was cut off in copying or recording, "
            "and nothing of it can be heard; fetch it again"
        )


class DamagedAudioError(DecodingError, code="damaged_audio"):
    """It breaks off.

    Attributes:
        heard_s: seconds that could be read.
    """

    def __init__(self, heard_s: float, reason: str) -> None:
        """``reason`` is the decoder's own, or what to do."""
        super().__init__(f"damaged after {heard_s:.1f} s, and nothing after that can be read ({reason})")
        self.heard_s = heard_s
