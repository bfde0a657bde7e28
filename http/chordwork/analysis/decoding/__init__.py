"""Recordings of any format to blocks of samples, all of what is in them, each sound at its own time.

One code for the command line and the server. libsndfile decodes what it reads right, given a clean file where the real
one is odd; FFmpeg (the extra ``media``) decodes the rest; own code reads the containers, and says what is missing.
"""

from chordwork.analysis.decoding.errors import DamagedAudioError, DecoderMissingError, DecodingError, EmptyAudioError
from chordwork.analysis.decoding.opening import open_recording, open_stored
from chordwork.analysis.decoding.recording import Recording

__all__ = [
    "DamagedAudioError",
    "DecoderMissingError",
    "DecodingError",
    "EmptyAudioError",
    "Recording",
    "open_recording",
    "open_stored",
]
