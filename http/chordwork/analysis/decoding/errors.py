"""What decoding refuses.

ChordworkError
└── DecodingError            code: "not_audio"      no audio that can be read
    ├── EmptyAudioError      code: "not_audio"      a header, and no sound after it
    ├── RateError            code: "audio_format"   of a sample rate that no music has
    ├── DecoderMissingError  code: "missing_decoder" the extra ``media`` is not installed
    ├── CutOffError          code: "damaged_audio"  without the part of it that explains the rest
    └── DamagedAudioError    code: "damaged_audio"  it breaks off, and nothing after that can be read
"""

from __future__ import annotations

from typing import ClassVar, Final

from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.extras import install_extra

INSTALL_MEDIA: Final = f"install the extra 'media' ({install_extra('media')}), or convert it to WAV or FLAC"


class DecodingError(ChordworkError):
    """No audio that can be read; the message says what it is, and what to do."""

    code: ClassVar[str] = "not_audio"


class EmptyAudioError(DecodingError):
    """A header without sound."""


class RateError(DecodingError):
    """A sample rate that no music has."""

    code: ClassVar[str] = "audio_format"


class DecoderMissingError(DecodingError):
    """A format that the installed decoders do not read, and another one does."""

    code: ClassVar[str] = "missing_decoder"

    def __init__(self, what: str, reason: str = "") -> None:
        """``what`` names the format; ``reason`` says why the installed decoders refuse it, if they tried."""
        tried = f" cannot be read here ({reason}): it is damaged, or" if reason else ""
        super().__init__(f"{what}{tried} needs another decoder: {INSTALL_MEDIA}")


class CutOffError(DecodingError):
    """What explains the sound stood at the end, and the end is missing."""

    code: ClassVar[str] = "damaged_audio"

    def __init__(self, what: str, missing: str) -> None:
        """``what`` names the format, ``missing`` the part."""
        super().__init__(
            f"{what} without its {missing}, which is written last: it was cut off in copying or recording, "
            "and nothing of it can be heard; fetch it again"
        )


class DamagedAudioError(DecodingError):
    """It breaks off.

    Attributes:
        heard_s: seconds that could be read.
    """

    code: ClassVar[str] = "damaged_audio"

    def __init__(self, heard_s: float, reason: str) -> None:
        """``reason`` is the decoder's own, or what to do."""
        super().__init__(f"damaged after {heard_s:.1f} s, and nothing after that can be read ({reason})")
        self.heard_s = heard_s
