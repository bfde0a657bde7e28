"""Supervised chord recognition for many streams at once, on trio; :mod:`chordwork.actors.aio` has the same on asyncio.

    async with open_engine() as engine, engine.open_session(sample_rate=48000) as session:
        await session.send(pcm)
        async for event in session: ...

An :class:`Engine` holds sessions; a :class:`Session` is one stream of audio. A session that fails ends alone.
"""

from chordwork.actors._engine import AudioTotals, Engine, EngineLimits, EngineStatistics, SessionWatch, open_engine
from chordwork.actors._errors import (
    EngineDraining,
    EngineFull,
    EngineOverloaded,
    EngineRefusal,
    LoopOccupied,
    ReaderTooSlow,
    SessionClosed,
    SessionCrashed,
    SessionEnded,
)
from chordwork.actors._format import StreamFormat
from chordwork.actors._inference import MAX_ROWS, InferenceStatistics, SharedInference, SharingRecognizer
from chordwork.actors._load import LoadMeter, LoadStatistics
from chordwork.actors._mailbox import AudioMailbox, AudioPiece, MailboxStatistics, WhenFull
from chordwork.actors._notices import Checkpoint, Delivered, Dropped, Progress, SessionEvent, SessionSnapshot
from chordwork.actors._outbox import EventOutbox, OutboxFull, OutboxStatistics, kind_of
from chordwork.actors._pouring import POUR_S, pour
from chordwork.actors._recognizer import (
    EngineInfo,
    RecognizerFactory,
    RecognizerLike,
    RestorableRecognizer,
    bundled_recognizers,
    recognizers_of,
)
from chordwork.actors._rollout import DeployedModel, ModelRollout
from chordwork.actors._session import PIECE_S, Session, SessionStatistics

__all__ = [
    "MAX_ROWS",
    "PIECE_S",
    "POUR_S",
    "AudioMailbox",
    "AudioPiece",
    "AudioTotals",
    "Checkpoint",
    "Delivered",
    "DeployedModel",
    "Dropped",
    "Engine",
    "EngineDraining",
    "EngineFull",
    "EngineInfo",
    "EngineLimits",
    "EngineOverloaded",
    "EngineRefusal",
    "EngineStatistics",
    "EventOutbox",
    "InferenceStatistics",
    "LoadMeter",
    "LoadStatistics",
    "LoopOccupied",
    "MailboxStatistics",
    "ModelRollout",
    "OutboxFull",
    "OutboxStatistics",
    "Progress",
    "ReaderTooSlow",
    "RecognizerFactory",
    "RecognizerLike",
    "RestorableRecognizer",
    "Session",
    "SessionClosed",
    "SessionCrashed",
    "SessionEnded",
    "SessionEvent",
    "SessionSnapshot",
    "SessionStatistics",
    "SessionWatch",
    "SharedInference",
    "SharingRecognizer",
    "StreamFormat",
    "WhenFull",
    "bundled_recognizers",
    "kind_of",
    "open_engine",
    "pour",
    "recognizers_of",
]
