"""The parts of a recogniser that a program may bring: filter, features, model, decoder; and what each has to keep to.

What is made for each stream is made by a *factory*, a callable; what all streams share, as a model, is one object. The
built-in parts are made in the same places, and cost nothing for it: only parts of others are looked at while they work.
A part may have a state that can be saved, see :class:`RestorablePart`; where one has none, its recogniser can take no
snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, runtime_checkable

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine._model import ChordModel, ModelError
from chordwork.engine._settings import DecoderSettings
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.engine._transform import TransformPool
from chordwork.engine.events import ChordEvent, KeyEvent
from chordwork.harmony.errors import ChordworkError
from chordwork.native import MAX_SAMPLE_RATE_HZ, MIN_SAMPLE_RATE_HZ, FilterSettings, Saved

MOST_FRAME_SAMPLES: Final = 1 << 20
MOST_VALUES: Final = 1 << 20
"""Of the features of one hop."""


class PartError(ChordworkError):
    """A part that a program brought has failed, or has not kept to its protocol.

    Attributes:
        part: ``"filter"``, ``"features"``, ``"model"`` or ``"decoder"``.
        why: what it did, or what it should have done.
    """

    code = "part"

    def __init__(self, part: str, why: str) -> None:
        super().__init__(f"the {part} of this recogniser {why}")
        self.part = part
        self.why = why

    def __reduce__(self) -> tuple[type[PartError], tuple[str, str]]:
        return type(self), (self.part, self.why)


class AudioFilter(Protocol):
    """Cleans the audio of one stream before it is analysed, in the place of the built-in filters."""

    def process(self, block: NDArray[np.float32], /) -> None:
        """Change a block in place.

        Args:
            block: mono, full scale is 1, at the rate that the factory was told; shape ``(hop_samples,)``, a hop after
                the other. The last is filled up with zeros. It has to stay finite; it is no longer the filter's
                afterwards.
        """
        ...


FilterFactory = Callable[[int], AudioFilter]
"""Makes the filter of one stream, for a rate in Hz: that of the features, not of the PCM."""


class FeatureStage(Protocol):
    """Audio of one stream to features."""

    def __call__(self, frame: NDArray[np.float32], /) -> NDArray[np.float32]:
        """Features of the newest hop.

        Args:
            frame: the latest ``frame_samples`` samples, oldest first, zeros before the beginning; read-only, and valid
                during the call only. Each is a hop on from the one before.

        Returns:
            32-bit floats of :attr:`Features.shape`, finite. The array is copied, and may be used again.
        """
        ...


@runtime_checkable
class TunedStage(Protocol):
    """A feature stage that knows how far the instrument is from A4 = 440 Hz; its recogniser then tells."""

    @property
    def tuning_cents(self) -> float | None:
        """As of the hop just heard, in [-50, 50); None where nothing has a pitch."""
        ...


@attrs.frozen(kw_only=True)
class Features:
    """A feature stage: what it looks at, what it gives, and how one is made for each stream.

    Attributes:
        version: names its numbers and formulas; a model says by it what it was trained on.
        sample_rate_hz: rate it hears at, 8,000..192,000; audio is resampled to it.
        hop_samples: new audio for each step, at that rate.
        frame_samples: audio that it looks at in each step, at least a hop.
        shape: of what it gives for one hop, such as ``(channels, bins)``.
        stage: makes that of one stream.

    How far behind the newest audio the moment lies that features speak of is the model's to say
    (:attr:`ModelInfo.target_delay_s`): it was trained to.
    """

    version: str
    sample_rate_hz: int
    hop_samples: int
    frame_samples: int
    shape: tuple[int, ...]
    stage: Callable[[], FeatureStage]

    def __attrs_post_init__(self) -> None:
        if not MIN_SAMPLE_RATE_HZ <= self.sample_rate_hz <= MAX_SAMPLE_RATE_HZ:
            raise PartError("features", f"should hear at {MIN_SAMPLE_RATE_HZ} to {MAX_SAMPLE_RATE_HZ} Hz")
        if not 1 <= self.hop_samples <= self.frame_samples <= MOST_FRAME_SAMPLES:
            raise PartError("features", f"should have frames of a hop to {MOST_FRAME_SAMPLES} samples")
        if not self.shape or min(self.shape) < 1 or int(np.prod(self.shape)) > MOST_VALUES:
            raise PartError("features", f"should give 1 to {MOST_VALUES} values, not an array of shape {self.shape}")

    @property
    def hop_seconds(self) -> float:
        """Seconds of audio a hop."""
        return self.hop_samples / self.sample_rate_hz


@attrs.frozen
class HopTiming:
    """When hops are, in seconds of audio.

    Attributes:
        hop_seconds: from one to the next.
        target_delay_s: how long before the end of a hop the moment lies that its evidence speaks of.
    """

    hop_seconds: float
    target_delay_s: float

    def heard(self, hops: int) -> float:
        """How much was heard after so many hops."""
        return hops * self.hop_seconds

    def changed(self, hop: int) -> float:
        """When a change happened that evidence shows first in ``hop``, counted from 0: half-way between two moments."""
        return max(0.0, (hop + 0.5) * self.hop_seconds - self.target_delay_s)


class ChordDecoder(Protocol):
    """Evidence of one stream to chords, in two tiers: what to show now, and what it was.

    A final chord begins where the one before ended, the first at 0, and is longer than nothing; none is about more than
    was heard. A provisional one has no end, and begins no later than it is said. ``at`` is how much was heard, and
    never falls.
    """

    def step(self, chord: NDArray[np.float32], bass: NDArray[np.float32], /) -> Sequence[ChordEvent | KeyEvent]:
        """Take the evidence of the next hop.

        Args:
            chord: log-probabilities of :data:`CHORDS`, shape ``(181,)``.
            bass: log-probabilities of intervals above each possible root, shape ``(12, 12)``.
        """
        ...

    def finish(self, duration: float, now: float, /) -> Sequence[ChordEvent | KeyEvent]:
        """No more evidence: say the final chords that are left, up to ``duration``, the length of the audio in seconds.

        ``now`` is how much was heard. The last hop may reach beyond the end of the audio, which bounds every end.
        """
        ...


DecoderFactory = Callable[[HopTiming, DecoderSettings], ChordDecoder]
"""Makes the decoder of one stream; the settings are those tuned with the model, which it may use or leave."""


@runtime_checkable
class RestorablePart(Protocol):
    """A filter, feature stage or decoder whose stream can go on in another one, made by the same factory."""

    def snapshot(self) -> Saved:
        """All that it will do depends on, as plain values: numbers, texts, bytes, None, lists and dicts of these."""
        ...

    def restore(self, saved: Saved, /) -> None:
        """Go on from there. Raises ``SnapshotError`` where that cannot be."""
        ...


@attrs.frozen(kw_only=True, eq=False)
class RecognizerParts:
    """What recognisers are made of, where it is not the built-in parts. None: the built-in one.

    Attributes:
        filters: settings of the built-in filters, or what makes others in their place.
        features: the feature stage.
        model: acoustic model, shared by all; trained on those features.
        decoder: constants of the built-in decoder, or what makes another one.
        transforms: FFT plans of the built-in feature stage.
    """

    filters: FilterSettings | FilterFactory | None = None
    features: Features | None = None
    model: ChordModel | None = None
    decoder: DecoderSettings | DecoderFactory | None = None
    transforms: TransformPool | None = None

    @property
    def hop_seconds(self) -> float:
        """Seconds of audio between two decisions."""
        return FEATURE_SPEC.hop_seconds if self.features is None else self.features.hop_seconds


def check_together(model: ChordModel, features: Features | None) -> None:
    """A model and the features it is given.

    Raises:
        ModelError: it was trained on others.
    """
    given = FEATURE_SPEC.version if features is None else features.version
    wanted = model.info.feature_version
    if wanted != given:
        raise ModelError(
            f"{model.info.identity} was trained on features {wanted!r}, and is given {given!r}: "
            "give the recogniser the features it was trained on (Recognizer(features=…))"
        )


def made(part: str, factory: Callable[..., Any], *arguments: Any) -> Any:
    """What a factory makes.

    Raises:
        PartError: it failed.
    """
    return called(part, "could not be made", factory, *arguments)


def called(part: str, what: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """What a part answers; its failures name it.

    Raises:
        PartError: it raised something that is none of Chordwork's errors.
    """
    try:
        return function(*arguments)
    except ChordworkError:
        raise
    except Exception as error:
        raise PartError(part, f"{what}: {type(error).__name__}: {error}") from error
