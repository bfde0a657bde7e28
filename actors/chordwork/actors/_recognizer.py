"""What a session needs of a recogniser, and where it gets one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import attrs

from chordwork.actors._format import StreamFormat
from chordwork.engine.events import Event

if TYPE_CHECKING:
    from chordwork.engine import ChordModel, RecognizerParts


class RecognizerLike(Protocol):
    """The part of :class:`chordwork.engine.Recognizer` that a session uses. Synchronous, and quick: it runs inline.

    The recogniser is called from one place only, the recognise actor of its session, piece by piece. One that also is a
    :class:`SharingRecognizer` shares its model with other sessions.
    """

    def feed(self, pcm: bytes | memoryview) -> Sequence[Event]:
        """Take some PCM, cut anywhere; return what it brought to light."""
        ...

    def finish(self) -> Sequence[Event]:
        """No more audio: return the remaining finals."""
        ...

    def close(self) -> None:
        """Free what is held; called exactly once, whatever happened before."""
        ...

    @property
    def heard_seconds(self) -> float:
        """Length of the audio fed so far."""
        ...


@runtime_checkable
class PatientRecognizer(Protocol):
    """A recogniser that can tell how much audio it needs to decide anything: its session collects that much first."""

    @property
    def wanted_bytes(self) -> int:
        """PCM without which ``feed`` will certainly decide nothing; 0 or less: it may."""
        ...


@runtime_checkable
class NotesRecognizer(Protocol):
    """A recogniser that can also say which notes sound, when that is wanted."""

    notes: bool
    """Whether it does; may be changed between two calls."""


@runtime_checkable
class RestsRecognizer(Protocol):
    """A recogniser that can be told how long a silence is a breath within a chord."""

    rest_s: float
    """The shortest rest in seconds; may be changed between two calls."""


@runtime_checkable
class RestorableRecognizer(Protocol):
    """A recogniser whose stream can go on in another one, also elsewhere."""

    def snapshot(self) -> bytes:
        """All that later events depend on; called between two pieces."""
        ...

    def restore(self, snapshot: bytes) -> None:
        """Go on from there; called before any piece. Raises a ``ChordworkError`` where that cannot be."""
        ...


RecognizerFactory = Callable[[StreamFormat], RecognizerLike]
"""Makes the recogniser of one session. Raises ``AudioFormatError`` for a format it cannot use."""


@attrs.frozen
class EngineInfo:
    """Who recognises.

    Attributes:
        model_name: such as ``chordwork-chord``.
        model_version: of its weights.
        hop_s: seconds of audio between two decisions.
    """

    model_name: str = "none"
    model_version: str = "0"
    hop_s: float = 0.0464

    @property
    def model_identity(self) -> str:
        """Name and version, such as ``chordwork-chord@0.3.0``."""
        return f"{self.model_name}@{self.model_version}"


def bundled_recognizers() -> tuple[RecognizerFactory, EngineInfo]:
    """Recognisers that share the model shipped with Chordwork. Reads it from disk: some tens of milliseconds.

    Raises:
        ChordworkError: the model is missing or damaged.
    """
    # Here, so that programs which bring their own recogniser never load an inference runtime.
    from chordwork.engine import load_model

    return recognizers_of(load_model())


def recognizers_of(model: ChordModel | RecognizerParts) -> tuple[RecognizerFactory, EngineInfo]:
    """Recognisers that share a model, or that are made of these parts, whose model they share.

    Raises:
        ChordworkError: the parts name no model, and the bundled one is missing or damaged.
    """
    from chordwork.engine import CompanyModel, Recognizer, RecognizerParts, load_model

    told = model if isinstance(model, RecognizerParts) else RecognizerParts(model=model)
    shared = load_model() if told.model is None else told.model
    told = attrs.evolve(told, model=shared)
    if isinstance(shared, CompanyModel):
        _ = shared.alike_in_company  # tried now rather than when the first session is opened

    def recognizer(stream_format: StreamFormat) -> RecognizerLike:
        return Recognizer.of(
            told,
            stream_format.sample_rate,
            sample_format=stream_format.sample_format,
            channels=stream_format.channels,
        )

    return recognizer, EngineInfo(shared.info.name, shared.info.version, told.hop_seconds)
