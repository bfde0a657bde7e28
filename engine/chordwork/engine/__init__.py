"""Audio to chords. Synchronous and sans-IO: no threads, no sockets, no clock.

from chordwork.engine import Recognizer

recognizer = Recognizer(sample_rate=44100)
for event in recognizer.feed(pcm): ...
for event in recognizer.finish(): ...
"""

from chordwork.engine._model import CHORDS, AcousticModel, ChordModel, Evidence, ModelError, ModelInfo, load_model
from chordwork.engine._recognizer import Answer, Listening, Question, Recognizer
from chordwork.engine._settings import DecoderSettings
from chordwork.engine._transform import NumpyTransform, TransformPool, best_transform
from chordwork.engine.events import (
    Alternative,
    BeatEvent,
    ChordEvent,
    Event,
    KeyEvent,
    LevelEvent,
    NotesEvent,
    TempoEvent,
    TuningEvent,
    WarningEvent,
)
from chordwork.native import (
    AudioFormatError,
    ChordworkError,
    FilterSettings,
    SampleFormat,
    SnapshotError,
    StreamClosedError,
)

__all__ = [
    "CHORDS",
    "AcousticModel",
    "Alternative",
    "Answer",
    "AudioFormatError",
    "BeatEvent",
    "ChordEvent",
    "ChordModel",
    "ChordworkError",
    "DecoderSettings",
    "Event",
    "Evidence",
    "FilterSettings",
    "KeyEvent",
    "LevelEvent",
    "Listening",
    "ModelError",
    "ModelInfo",
    "NotesEvent",
    "NumpyTransform",
    "Question",
    "Recognizer",
    "SampleFormat",
    "SnapshotError",
    "StreamClosedError",
    "TempoEvent",
    "TransformPool",
    "TuningEvent",
    "WarningEvent",
    "best_transform",
    "load_model",
]
