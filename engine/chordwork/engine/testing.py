"""For authors of parts: whether a filter, a feature stage, a model or a decoder keeps to its protocol.

    from chordwork.engine.testing import check_parts

    def test_my_parts() -> None:
        check_parts(RecognizerParts(filters=my_filter, decoder=my_decoder))

Each check tries the part on sounds or evidence of its own making, the same every time, and says all that it found in
one :class:`ConformanceError`. It needs no test framework, reads no file, and takes a second or so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._model import CHORDS, ChordModel, CompanyModel, Evidence, ModelInfo, RunningModel
from chordwork.engine._parts import (
    DecoderFactory,
    Features,
    FeatureStage,
    FilterFactory,
    HopTiming,
    RecognizerParts,
    RestorablePart,
    check_together,
)
from chordwork.engine._recognizer import Recognizer
from chordwork.engine._settings import DecoderSettings
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.engine._watched_parts import WatchedDecoder, WatchedFilter, WatchedStage, check_answer
from chordwork.engine.events import Event
from chordwork.harmony import parse_label
from chordwork.harmony.errors import ChordworkError

__all__ = [
    "ConformanceError",
    "check_decoder",
    "check_features",
    "check_filter",
    "check_model",
    "check_parts",
]

HOPS: Final = 60
COMPANY: Final = 1e-3
"""By so much evidence may differ between a stream alone and one in a batch: rounding differs by less."""
NORMALISED: Final = 1e-2
"""By so much the probabilities of a row may miss 1."""
RATES_HZ: Final = (44_100, 8_000)
_SECONDS: Final = 3.0


class ConformanceError(ChordworkError):
    """A part does not keep to its protocol.

    Attributes:
        part: which.
        findings: all that was found, a sentence each.
    """

    code = "conformance"

    def __init__(self, part: str, findings: Sequence[str]) -> None:
        super().__init__(
            "\n".join([f"the {part} does not keep to its protocol:", *(f"  * {each}" for each in findings)])
        )
        self.part = part
        self.findings = tuple(findings)


class _Findings:
    def __init__(self, part: str) -> None:
        self._part = part
        self._found: list[str] = []

    def expect(self, kept: bool, rule: str) -> None:
        if not kept and rule not in self._found:
            self._found.append(rule)

    @contextmanager
    def trying(self, what: str) -> Iterator[None]:
        """Whatever is raised within is a finding, and the end of that trial."""
        try:
            yield
        except ConformanceError as error:
            self._found += error.findings
        except ChordworkError as error:
            self._found.append(f"{what}: {error}")
        except Exception as error:
            self._found.append(f"{what}: it raised {type(error).__name__}: {error}")

    def tell(self) -> None:
        if self._found:
            raise ConformanceError(self._part, self._found)


def check_filter(
    factory: FilterFactory,
    *,
    rate_hz: int = FEATURE_SPEC.sample_rate_hz,
    hop_samples: int = FEATURE_SPEC.hop_samples,
) -> None:
    """Whether a filter keeps to :class:`~chordwork.engine.AudioFilter`.

    It is given silence, a stroke, full scale, noise and a chord, at full scale and far below; two streams at a time
    must not hear one another; the same audio must give the same samples, bit for bit, and go on from a snapshot
    likewise where it has one.

    Raises:
        ConformanceError: it does not.
    """
    findings = _Findings("filter")
    for name, sound in _sounds(rate_hz, hop_samples).items():
        with findings.trying(f"on {name}"):
            _check_stream(
                findings,
                name,
                lambda: WatchedFilter(factory, rate_hz),
                _filtered,
                [*sound.reshape(-1, hop_samples)],
            )
    findings.tell()


def check_features(features: Features) -> None:
    """Whether a feature stage keeps to :class:`~chordwork.engine.FeatureStage`: shape, type, finite values, the same
    bits for the same audio, streams that do not hear one another, and a snapshot to go on from where it has one.

    Raises:
        ConformanceError: it does not.
    """
    findings = _Findings("feature stage")
    for name, sound in _sounds(features.sample_rate_hz, features.hop_samples).items():
        frames = _frames(sound, features)
        with findings.trying(f"on {name}"):
            _check_stream(findings, name, lambda: WatchedStage(features), _called, frames)
    findings.tell()


def check_model(model: ChordModel, features: Features | None = None) -> None:
    """Whether a model keeps to :class:`~chordwork.engine.ChordModel`, and to those of the other two protocols it has.

    Shapes and types for one stream, two and sixteen; probabilities that sum to 1; no memory but the state; inputs left
    as they were; the same bits for the same question; streams of a batch that do not hear one another, to
    :data:`COMPANY`.

    Args:
        model: any.
        features: those it was trained on; None: the built-in ones.

    Raises:
        ConformanceError: it does not.
    """
    findings = _Findings("model")
    shape = (FEATURE_SPEC.channels, FEATURE_SPEC.bins) if features is None else features.shape
    with findings.trying("who it is"):
        findings.expect(isinstance(model.info, ModelInfo), "its info is no ModelInfo")
        findings.expect(isinstance(model.decoder_settings, DecoderSettings), "its decoder_settings are none")
        check_together(model, features)
    with findings.trying("before the first hop"):
        one, many = model.initial_state(), model.initial_state(16)
        for state, batch in ((one, 1), (many, 16)):
            findings.expect(
                isinstance(state, np.ndarray) and state.dtype == np.float32 and state.shape == (batch, *one.shape[1:]),
                "initial_state(batch) must be float32 of shape (batch, …)",
            )
    chance = np.random.default_rng(0)
    for batch in (1, 2, 16):
        with findings.trying(f"{batch} stream{'s' * (batch > 1)} at a time"):
            questions = chance.random((batch, *shape), np.float32)
            _check_batch(findings, model, questions, model.initial_state(batch))
    with findings.trying("silence"):
        _check_batch(findings, model, np.zeros((1, *shape), np.float32), model.initial_state())
    with findings.trying("many hops of one stream"):
        _check_runs(findings, model, chance.random((5, *shape), np.float32))
    findings.tell()


def check_decoder(
    factory: DecoderFactory,
    *,
    timing: HopTiming | None = None,
    settings: DecoderSettings | None = None,
) -> None:
    """Whether a decoder keeps to :class:`~chordwork.engine.ChordDecoder`.

    It decodes steady chords, one that changes with every hop, no chord, and evidence that says nothing; of no hop, of
    one and of many; with an end in the middle of a hop. Final chords have to be contiguous, times must not fall nor run
    ahead of what was heard, the same evidence must give the same events, and two streams must not hear one another.

    Args:
        factory: makes it.
        timing: of the hops; those of the built-in features unless given.
        settings: what it is given as those of the model.

    Raises:
        ConformanceError: it does not.
    """
    findings = _Findings("decoder")
    timing = timing or HopTiming(FEATURE_SPEC.hop_seconds, 0.1)
    told = settings or DecoderSettings()
    for name, evidence in _evidence().items():
        with findings.trying(f"on {name}"):
            _check_stream(
                findings,
                name,
                lambda: WatchedDecoder(factory, timing, told),
                lambda each, hop: each.step(*hop),
                evidence,
            )
            for hops in (0, 1, len(evidence)):
                decoder = WatchedDecoder(factory, timing, told)
                for hop in evidence[:hops]:
                    decoder.step(*hop)
                duration = max(0.0, timing.heard(hops) - 0.4 * timing.hop_seconds)
                decoder.finish(duration, duration)
    findings.tell()


def check_parts(parts: RecognizerParts) -> None:
    """Whether parts keep to their protocols, each by itself and together: the same audio gives the same events, bit for
    bit, however it is cut, at two rates; so it does in two streams that take turns, and from a snapshot on where all
    parts have one.

    Raises:
        ConformanceError: they do not.
    """
    features = parts.features
    timing = HopTiming(parts.hop_seconds, 0.1 if parts.model is None else parts.model.info.target_delay_s)
    findings = _Findings("recogniser of these parts")
    if callable(parts.filters):
        rate, hop = (FEATURE_SPEC if features is None else features).sample_rate_hz, _hop_samples(features)
        with findings.trying("filter"):
            check_filter(parts.filters, rate_hz=rate, hop_samples=hop)
    if features is not None:
        with findings.trying("features"):
            check_features(features)
    if parts.model is not None:
        with findings.trying("model"):
            check_model(parts.model, features)
    if callable(parts.decoder):
        settings = None if parts.model is None else parts.model.decoder_settings
        with findings.trying("decoder"):
            check_decoder(parts.decoder, timing=timing, settings=settings)
    findings.tell()
    for rate_hz in RATES_HZ:
        with findings.trying(f"a recogniser at {rate_hz} Hz"):
            _check_recognizers(findings, parts, rate_hz)
    findings.tell()


def _check_recognizers(findings: _Findings, parts: RecognizerParts, rate_hz: int) -> None:
    pcm = (np.clip(_chords(rate_hz, _SECONDS), -1.0, 1.0) * 32767).astype("<i2").tobytes()

    def opened() -> Recognizer:
        return Recognizer.of(parts, rate_hz)

    whole = _fed(opened(), [pcm])
    cuts = ([1] * 301, [441], [2 * (rate_hz // 10)], [40_001])
    for sizes in cuts:
        findings.expect(
            _same(whole, _fed(opened(), _cut(pcm, sizes))), "the events depend on how the audio is cut into chunks"
        )
    one, other = opened(), opened()
    events: tuple[list[Event], list[Event]] = ([], [])
    for chunk in _cut(pcm, [4096]):
        events[0].extend(one.feed(chunk))
        events[1].extend(other.feed(chunk))
    for each, said in zip((one, other), events, strict=True):
        findings.expect(_same(whole, [*said, *each.finish()]), "two streams that take turns hear one another")
    for length in (0, 1, 100):
        _fed(opened(), [pcm[: 2 * length]])


def _check_stream(
    findings: _Findings,
    name: str,
    opened: Callable[[], Any],
    step: Callable[[Any, Any], Any],
    blocks: Sequence[Any],
) -> None:
    """The same twice, also while another stream takes turns; and from a snapshot on, if there can be one."""
    first = opened()
    expected = [step(first, block) for block in blocks]
    one, other = opened(), opened()
    backwards = list(reversed(blocks))
    again = []
    for block, aside in zip(blocks, backwards, strict=True):
        again.append(step(one, block))
        step(other, aside)
    findings.expect(
        _same(expected, again), f"on {name}: two streams of the same input differ, alone or while another takes turns"
    )
    inner = next((value for value in vars(opened()).values() if isinstance(value, RestorablePart)), None)
    if inner is None:
        return
    half = len(blocks) // 2
    before = opened()
    for block in blocks[:half]:
        step(before, block)
    after = opened()
    after.restore(before.snapshot())
    rest = [step(after, block) for block in blocks[half:]]
    findings.expect(_same(expected[half:], rest), f"on {name}: it does not go on from its snapshot as it would have")


def _check_batch(
    findings: _Findings, model: ChordModel, questions: NDArray[np.float32], states: NDArray[np.float32]
) -> None:
    kept = questions.copy(), states.copy()
    first, after = model.step(questions, states)
    findings.expect(
        _same([questions, states], [*kept]), "step changes the arrays that it is given: they belong to the caller"
    )
    check_answer(first, len(questions), after, states.shape)
    findings.expect(
        _same(_arrays(first, after), _arrays(*model.step(questions, states))),
        "step gives another answer to the same question: keep what is remembered in the state",
    )
    for values in (first.chord, first.bass):
        sums = np.exp(values.astype(np.float64)).sum(axis=-1)
        findings.expect(
            bool((np.abs(sums - 1.0) < NORMALISED).all()), "chord and bass are no log-probabilities: each row sums to 1"
        )
    findings.expect(
        bool(((first.notes >= -1e-6) & (first.notes <= 1.0 + 1e-6)).all()), "notes are no probabilities, 0 to 1"
    )
    for row in range(len(questions)):
        alone = _arrays(*model.step(questions[row : row + 1], states[row : row + 1]))
        findings.expect(
            all(
                np.allclose(one[row : row + 1], other, rtol=0.0, atol=COMPANY)
                for one, other in zip(_arrays(first, after), alone, strict=True)
            ),
            "a stream's answer depends on who else is in the batch",
        )


def _check_runs(findings: _Findings, model: ChordModel, hops: NDArray[np.float32]) -> None:
    state = model.initial_state()
    rows = []
    for hop in range(len(hops)):
        evidence, state = model.step(hops[hop : hop + 1], state)
        rows.append(_arrays(evidence, state))
    expected = [*(np.concatenate(each) for each in zip(*(row[:3] for row in rows), strict=True)), state]
    ways = []
    if isinstance(model, RunningModel):
        ways.append(("step_run", _arrays(*model.step_run(hops, model.initial_state()))))
    if isinstance(model, CompanyModel):
        ways.append(("step_together", _arrays(*model.step_together([(hops, model.initial_state())])[0])))
    for name, found in ways:
        findings.expect(
            all(
                one.shape == other.shape and np.allclose(one, other, rtol=0.0, atol=COMPANY)
                for one, other in zip(expected, found, strict=True)
            ),
            f"{name} says something else than step, asked hop by hop",
        )
        if name == "step_together" and isinstance(model, CompanyModel) and model.alike_in_company:
            findings.expect(_same(expected, found), "it says that it is alike in company, and its bits differ")


def _filtered(each: WatchedFilter, block: NDArray[np.float32]) -> NDArray[np.float32]:
    own = block.copy()
    each.process(own)
    return own


def _called(each: FeatureStage, frame: NDArray[np.float32]) -> NDArray[np.float32]:
    return each(frame)


def _arrays(evidence: Evidence, state: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    return [evidence.chord, evidence.bass, evidence.notes, state]


def _same(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Bit for bit."""
    if len(one) != len(other):
        return False
    for left, right in zip(one, other, strict=True):
        if isinstance(left, np.ndarray):
            if left.shape != right.shape or left.tobytes() != right.tobytes():
                return False
        elif left != right:
            return False
    return True


def _fed(recognizer: Recognizer, chunks: Sequence[bytes]) -> list[Event]:
    with recognizer:
        return [*(event for chunk in chunks for event in recognizer.feed(chunk)), *recognizer.finish()]


def _cut(pcm: bytes, sizes: Sequence[int]) -> list[bytes]:
    """Into pieces of these sizes in bytes, the last of which is repeated."""
    ends = [0]
    while ends[-1] < len(pcm):
        ends.append(
            min(len(pcm), ends[-1] + (sizes[len(ends) - 1] if len(ends) <= len(sizes) else max(sizes[-1], 999)))
        )
    return [pcm[start:end] for start, end in pairwise(ends)]


def _hop_samples(features: Features | None) -> int:
    return FEATURE_SPEC.hop_samples if features is None else features.hop_samples


def _frames(sound: NDArray[np.float32], features: Features) -> list[NDArray[np.float32]]:
    """Of each hop what a stage looks at, read-only."""
    padded = np.concatenate((np.zeros(features.frame_samples, np.float32), sound))
    padded.flags.writeable = False
    ends = range(features.hop_samples, len(sound) + 1, features.hop_samples)
    return [padded[end : end + features.frame_samples] for end in ends]


def _sounds(rate_hz: int, hop_samples: int) -> dict[str, NDArray[np.float32]]:
    """Whole hops each."""
    samples = HOPS * hop_samples
    chance = np.random.default_rng(0)
    stroke = np.zeros(samples, np.float32)
    stroke[hop_samples + 7] = 1.0
    square = np.where(np.arange(samples) // 50 % 2, 1.0, -1.0).astype(np.float32)
    chord = np.resize(_chords(rate_hz, samples / rate_hz), samples).astype(np.float32)
    return {
        "silence": np.zeros(samples, np.float32),
        "a stroke": stroke,
        "a square wave of full scale": square,
        "noise": chance.uniform(-1.0, 1.0, samples).astype(np.float32),
        "chords": chord,
        "chords, 100 dB down": (chord * 1e-5).astype(np.float32),
    }


def _chords(rate_hz: int, seconds: float) -> NDArray[np.float32]:
    """C, G, Am and F of four partials each, one after the other."""
    times = np.arange(round(seconds * rate_hz)) / rate_hz
    sound = np.zeros(len(times))
    for place, label in enumerate(("C:maj", "G:maj", "A:min", "F:maj")):
        inside = times * 4 // seconds == place
        for pitch_class in parse_label(label).pitch_classes:
            hz = 440.0 * 2.0 ** ((48 + pitch_class - 69) / 12)
            for partial in range(1, 5):
                sound[inside] += np.sin(2 * np.pi * partial * hz * times[inside]) / (8.0 * partial)
    return sound.astype(np.float32)


def _evidence() -> dict[str, list[tuple[NDArray[np.float32], NDArray[np.float32]]]]:
    places = [CHORDS.index(parse_label(label)) for label in ("C:maj", "G:maj", "A:min", "F:maj")]
    none = len(CHORDS) - 1
    kinds = {
        "steady chords": [places[hop * 4 // HOPS] for hop in range(HOPS)],
        "a chord a hop": [places[hop % 4] for hop in range(HOPS)],
        "no chord": [none] * HOPS,
        "a chord between two rests": [none] * 20 + [places[0]] * 20 + [none] * 20,
    }
    bass = np.full((12, 12), np.log(0.2 / 11), np.float32)
    bass[:, 0] = np.log(0.8)
    found = {name: [(_sure(place), bass) for place in row] for name, row in kinds.items()}
    even = np.full(len(CHORDS), -np.log(len(CHORDS)), np.float32)
    found["evidence that says nothing"] = [(even, np.full((12, 12), -np.log(12), np.float32))] * HOPS
    return found


def _sure(place: int) -> NDArray[np.float32]:
    row = np.full(len(CHORDS), 0.1 / (len(CHORDS) - 1))
    row[place] = 0.9
    return np.asarray(np.log(row), dtype=np.float32)
