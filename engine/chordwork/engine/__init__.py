"""Audio to chords. Synchronous and sans-IO: no threads, no sockets, no clock.

from chordwork.engine import Recognizer

recognizer = Recognizer(sample_rate=44100)
for event in recognizer.feed(pcm): ...
for event in recognizer.finish(): ...
"""

from chordwork.engine._card import GoldenClip, ModelCard, ModelContract
from chordwork.engine._model import (
    CHORDS,
    AcousticModel,
    Answer,
    ChordModel,
    CompanyModel,
    Evidence,
    ModelContractError,
    ModelError,
    ModelInfo,
    Question,
    RunningModel,
)
from chordwork.engine._parts import (
    AudioFilter,
    ChordDecoder,
    DecoderFactory,
    Features,
    FeatureStage,
    FilterFactory,
    HopTiming,
    PartError,
    RecognizerParts,
    RestorablePart,
    TunedStage,
)
from chordwork.engine._recognizer import Listening, Recognizer
from chordwork.engine._recording import RecordingRecognizer
from chordwork.engine._settings import DecoderSettings
from chordwork.engine._shelf import ModelShelf, ShelvedModel, UnknownModel, bundled_model, load_model
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
from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.provenance import CardError, DigestError
from chordwork.native import AudioFormatError, FilterSettings, SampleFormat, SnapshotError, StreamClosedError

__all__ = [
    "CHORDS",
    "AcousticModel",
    "Alternative",
    "Answer",
    "AudioFilter",
    "AudioFormatError",
    "BeatEvent",
    "CardError",
    "ChordDecoder",
    "ChordEvent",
    "ChordModel",
    "ChordworkError",
    "CompanyModel",
    "DecoderFactory",
    "DecoderSettings",
    "DigestError",
    "Event",
    "Evidence",
    "FeatureStage",
    "Features",
    "FilterFactory",
    "FilterSettings",
    "GoldenClip",
    "HopTiming",
    "KeyEvent",
    "LevelEvent",
    "Listening",
    "ModelCard",
    "ModelContract",
    "ModelContractError",
    "ModelError",
    "ModelInfo",
    "ModelShelf",
    "NotesEvent",
    "NumpyTransform",
    "PartError",
    "Question",
    "Recognizer",
    "RecognizerParts",
    "RecordingRecognizer",
    "RestorablePart",
    "RunningModel",
    "SampleFormat",
    "ShelvedModel",
    "SnapshotError",
    "StreamClosedError",
    "TempoEvent",
    "TransformPool",
    "TunedStage",
    "TuningEvent",
    "UnknownModel",
    "WarningEvent",
    "best_transform",
    "bundled_model",
    "load_model",
]
