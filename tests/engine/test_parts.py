"""Parts of a program's own in a recogniser: each in its place, held to its protocol, and free for who brings none."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Callable, Sequence
from typing import Any

import attrs
import numpy as np
import pytest
from numpy.typing import NDArray

from chordwork.engine import (
    CHORDS,
    ChordEvent,
    DecoderSettings,
    Event,
    Evidence,
    Features,
    FilterSettings,
    HopTiming,
    KeyEvent,
    ModelError,
    ModelInfo,
    PartError,
    Recognizer,
    RecognizerParts,
    RecordingRecognizer,
    SnapshotError,
    TempoEvent,
    TuningEvent,
    load_model,
)
from chordwork.engine._decoder import CHANGES_LATE_S, Decoder
from chordwork.native import BiquadCascade

from .sounds import s16, song

RATE_HZ = 22_050


class Same:
    """The built-in filters, as if they were somebody else's."""

    def __init__(self, rate_hz: int) -> None:
        self._cascade = BiquadCascade(FilterSettings().sections(rate_hz))
        self.process = self._cascade.process
        self.snapshot = self._cascade.snapshot
        self.restore = self._cascade.restore


class BuiltIn:
    """The built-in decoder, as if it were somebody else's."""

    def __init__(self, timing: HopTiming, settings: DecoderSettings) -> None:
        self._decoder = Decoder(settings, hop_seconds=timing.hop_seconds, target_delay_s=timing.target_delay_s)

    def step(self, chord: NDArray[np.float32], bass: NDArray[np.float32]) -> Sequence[ChordEvent | KeyEvent]:
        return self._decoder.step(chord, bass)

    def finish(self, duration: float, now: float) -> Sequence[ChordEvent | KeyEvent]:
        return self._decoder.finish(duration, now)


class Loudness:
    """How loud each quarter of the newest hop is, and a tuning."""

    tuning_cents: float | None = 7.0

    def __call__(self, frame: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(np.sqrt((frame[-1024:].reshape(4, -1) ** 2).mean(axis=1)), np.float32)


def features(stage: Callable[[], Any] = Loudness, **other: Any) -> Features:
    given: dict[str, Any] = {
        "version": "loud-1", "sample_rate_hz": 16_000, "hop_samples": 1024, "frame_samples": 2048, "shape": (4,)
    }  # fmt: skip
    return Features(**{**given, **other}, stage=stage)


class Loud:
    """C where it is loud, else nothing."""

    info = ModelInfo("loud", "1", "loud-1", 0.05)
    decoder_settings = DecoderSettings(final_lag_hops=3, temperature=1.0)

    def initial_state(self, batch: int = 1) -> NDArray[np.float32]:
        return np.zeros((batch, 1), np.float32)

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> tuple[Evidence, NDArray[np.float32]]:
        batch = len(features)
        chord = np.full((batch, len(CHORDS)), -12.0, np.float32)
        loud = features.max(axis=1) > 0.01
        chord[loud, 0] = -0.01
        chord[~loud, -1] = -0.01
        bass = np.full((batch, 12, 12), -np.log(12.0), np.float32)
        return Evidence(chord, bass, np.full((batch, 12), 0.5, np.float32)), state + 1


def heard(pcm: bytes, kind: Any = Recognizer, chunk: int = 4096, **parts: Any) -> list[Event]:
    recognizer = kind(RATE_HZ, **parts)
    events = [event for start in range(0, len(pcm), chunk) for event in recognizer.feed(pcm[start : start + chunk])]
    return [*events, *recognizer.finish()]


PCM = s16(song(RATE_HZ)[: 5 * RATE_HZ])


@pytest.mark.parametrize("parts", [{"filters": Same}, {"decoder": BuiltIn}, {"filters": Same, "decoder": BuiltIn}])
def test_a_part_that_does_the_same_says_the_same(parts: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    said = heard(PCM, **parts)
    assert said == heard(PCM, RecordingRecognizer, **parts)
    if "decoder" in parts:  # which is told neither notes nor beats
        step = Decoder.step
        monkeypatch.setattr(Decoder, "step", lambda self, chord, bass, notes=None: step(self, chord, bass))
        monkeypatch.setattr(Decoder, "hear_beat", lambda self, time: None)
    assert said == heard(PCM)


def test_features_and_model_are_a_pair_with_a_hop_of_its_own() -> None:
    sound = song(RATE_HZ)[: 2 * RATE_HZ]  # a second of silence, and one of a chord
    sound = np.concatenate((sound, np.zeros(RATE_HZ, np.float32)))
    pcm = s16(sound)
    pair: dict[str, Any] = {"features": features(), "model": Loud()}
    events = heard(pcm, notes=True, **pair)
    finals = [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]
    assert [event.chord.label for event in finals] == ["N", "C:maj", "N"]
    assert finals[0].end == pytest.approx(1.0, abs=0.07)
    assert finals[-1].end == pytest.approx(3.0)
    assert all(before.end == after.start for before, after in itertools.pairwise(finals))
    assert {event.cents for event in events if isinstance(event, TuningEvent)} == {7.0}
    assert not any(isinstance(event, TempoEvent) for event in events)
    hop_s = features().hop_seconds
    for event in events:
        if isinstance(event, ChordEvent) and event.status == "provisional":
            assert event.at / hop_s == pytest.approx(round(event.at / hop_s))
    assert events == heard(pcm, chunk=333, notes=True, **pair)
    assert events == heard(pcm, RecordingRecognizer, notes=True, **pair)


def test_long_hops_have_room() -> None:
    slow = features(hop_samples=16_000, frame_samples=16_000)
    events = heard(PCM, features=slow, model=Loud(), chunk=len(PCM))
    finals = [event for event in events if isinstance(event, ChordEvent) and event.status == "final"]
    assert finals[-1].end == pytest.approx(5.0)
    assert events == heard(PCM, features=slow, model=Loud(), chunk=100)


def test_features_and_model_have_to_fit() -> None:
    with pytest.raises(ModelError, match=r"loud@1 was trained on features 'loud-1', and is given 'lf3-"):
        Recognizer(model=Loud())
    with pytest.raises(ModelError, match="is given 'loud-1'"):
        Recognizer(features=features())


@pytest.mark.parametrize(
    "wrong",
    [
        {"sample_rate_hz": 4000}, {"hop_samples": 0}, {"hop_samples": 4096, "frame_samples": 2048}, {"shape": ()},
        {"shape": (0,)}, {"frame_samples": 1 << 22}, {"shape": (1 << 11, 1 << 11)},
    ],
)  # fmt: skip
def test_a_stage_says_sizes_that_can_be(wrong: dict[str, Any]) -> None:
    with pytest.raises(PartError) as found:
        features(**wrong)
    assert found.value.part == "features"


def raising(*_: Any) -> Any:
    raise ZeroDivisionError("by hand")


class Raises:
    """A part of any kind that cannot do anything."""

    def __init__(self, *_: Any) -> None:
        pass

    process = step = finish = __call__ = raising


@pytest.mark.parametrize(
    ("parts", "part"),
    [
        ({"filters": Raises}, "filter"),
        ({"filters": raising}, "filter"),
        ({"decoder": Raises}, "decoder"),
        ({"decoder": raising}, "decoder"),
        ({"features": features(Raises), "model": Loud()}, "features"),
        ({"features": features(raising), "model": Loud()}, "features"),
        ({"features": features(), "model": type("Bad", (Loud,), {"step": raising})()}, "model"),
        ({"features": features(), "model": type("Bad", (Loud,), {"initial_state": raising})()}, "model"),
    ],
)
@pytest.mark.parametrize("kind", [Recognizer, RecordingRecognizer])
def test_a_part_that_fails_is_named(parts: dict[str, Any], part: str, kind: Any) -> None:
    with pytest.raises(PartError, match="ZeroDivisionError: by hand") as found:
        heard(PCM, kind, **parts)
    assert found.value.part == part
    assert isinstance(found.value.__cause__, ZeroDivisionError)
    again = pickle.loads(pickle.dumps(found.value))
    assert (again.part, str(again)) == (part, str(found.value))


def spoilt(block: NDArray[np.float32]) -> None:
    block[-1] = np.inf


def stage_giving(value: Any) -> Callable[[], Any]:
    return lambda: lambda frame: value


class Saying:
    """Says events that a test hands it, at the first hop."""

    def __init__(self, said: Any, last: Any = ()) -> None:
        self.said, self.last = said, last

    def step(self, chord: NDArray[np.float32], bass: NDArray[np.float32]) -> Any:
        said, self.said = self.said, []
        return said

    def finish(self, duration: float, now: float) -> Any:
        return self.last


def saying(said: Any, last: Any = ()) -> Callable[[HopTiming, DecoderSettings], Saying]:
    return lambda timing, settings: Saying(said, last)


C, HOP_S = CHORDS[0], 1024 / 22_050
FINAL = ChordEvent("final", C, 0.0, 0.01, HOP_S, 0.5)
SHOWN = ChordEvent("provisional", C, 0.0, None, HOP_S, 0.5)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"filters": lambda rate: type("F", (), {"process": staticmethod(spoilt)})()}, "not finite"),
        ({"features": features(stage_giving(None)), "model": Loud()}, "NoneType"),
        ({"features": features(stage_giving(np.zeros(4))), "model": Loud()}, "float64"),
        ({"features": features(stage_giving(np.zeros((4, 1), np.float32))), "model": Loud()}, r"\(4, 1\)"),
        ({"features": features(stage_giving(np.full(4, np.nan, np.float32))), "model": Loud()}, "not finite"),
        ({"decoder": saying(None)}, "NoneType"),
        ({"decoder": saying([TuningEvent(0.0, 0.0)])}, "TuningEvent"),
        ({"decoder": saying([attrs.evolve(FINAL, start=0.02, end=0.03)])}, "go on where the last ended, at 0 s"),
        ({"decoder": saying([FINAL, FINAL])}, "go on where the last ended, at 0.01 s"),
        ({"decoder": saying([attrs.evolve(FINAL, end=9.0)])}, "once heard"),
        ({"decoder": saying([attrs.evolve(FINAL, end=0.0)])}, "end it after 0"),
        ({"decoder": saying([attrs.evolve(FINAL, end=None)])}, "None"),
        ({"decoder": saying([attrs.evolve(FINAL, end=float("nan"))])}, "nan"),
        ({"decoder": saying([attrs.evolve(FINAL, confidence=1.5)])}, "probability"),
        ({"decoder": saying([attrs.evolve(FINAL, confidence=float("nan"))])}, "probability"),
        ({"decoder": saying([attrs.evolve(FINAL, at=7.0)])}, "said an event at 7.0"),
        ({"decoder": saying([FINAL, attrs.evolve(SHOWN, at=0.0)])}, "at 0.0"),
        ({"decoder": saying([attrs.evolve(SHOWN, end=0.04)])}, "no end"),
        ({"decoder": saying([attrs.evolve(SHOWN, start=-1.0)])}, "-1.0"),
        ({"decoder": saying([KeyEvent(0, "major", -0.5, HOP_S)])}, "probability"),
        ({"decoder": saying([FINAL])}, "left 0.01 to 5 s undecided"),
        ({"decoder": saying([], [attrs.evolve(FINAL, end=4.0, at=5.0)])}, "left 4 to 5 s undecided"),
    ],
)
def test_a_part_that_breaks_its_protocol_is_told_how(parts: dict[str, Any], why: str) -> None:
    with pytest.raises(PartError, match=why):
        heard(PCM, **parts)


def answering(**change: Any) -> Loud:
    """A model, one part of whose answer is changed."""

    class Changed(Loud):
        def step(self, features: Any, state: Any) -> Any:
            evidence, state = super().step(features, state)
            told = {"chord": evidence.chord, "bass": evidence.bass, "notes": evidence.notes, "state": state, **change}
            return Evidence(told["chord"], told["bass"], told["notes"]), told["state"]

    return Changed()


@pytest.mark.parametrize(
    "change",
    [
        {"chord": np.zeros((1, 180), np.float32)},
        {"chord": np.zeros((2, 181), np.float32)},
        {"chord": np.zeros((1, 181))},
        {"chord": np.full((1, 181), -np.inf, np.float32)},
        {"bass": None},
        {"bass": np.zeros((1, 12), np.float32)},
        {"notes": np.full((1, 12), np.nan, np.float32)},
        {"state": np.zeros((1, 2), np.float32)},
        {"state": None},
    ],
)
@pytest.mark.parametrize("kind", [Recognizer, RecordingRecognizer])
def test_an_answer_that_is_none_reaches_no_decoder(change: dict[str, Any], kind: Any) -> None:
    with pytest.raises(PartError) as found:
        heard(PCM, kind, features=features(), model=answering(**change))
    assert found.value.part == "model"
    assert any(name in found.value.why for name in change)


def test_a_stage_may_use_its_array_again_and_may_not_write_into_the_frame() -> None:
    class Reused(Loudness):
        def __init__(self) -> None:
            self.array = np.zeros(4, np.float32)

        def __call__(self, frame: NDArray[np.float32]) -> NDArray[np.float32]:
            self.array[:] = super().__call__(frame)
            return self.array

    def writing(frame: NDArray[np.float32]) -> None:
        frame[0] = 1.0

    assert heard(PCM, RecordingRecognizer, features=features(Reused), model=Loud()) == heard(
        PCM, features=features(), model=Loud()
    )
    with pytest.raises(PartError, match="read-only"):
        heard(PCM, features=features(lambda: writing), model=Loud())


def test_a_snapshot_needs_one_of_each_part() -> None:
    first, half = Recognizer(RATE_HZ, filters=Same), len(PCM) // 2
    events = first.feed(PCM[:half])
    second = Recognizer(RATE_HZ, filters=Same)
    second.restore(first.snapshot())
    assert [*events, *second.feed(PCM[half:]), *second.finish()] == heard(PCM, filters=Same)
    with pytest.raises(SnapshotError, match="the decoder of this recogniser has no snapshot"):
        Recognizer(RATE_HZ, decoder=BuiltIn).snapshot()
    with pytest.raises(SnapshotError, match="cannot go on"):
        Recognizer(RATE_HZ, filters=lambda rate: type("F", (), {"process": lambda self, block: None})()).restore(
            first.snapshot()
        )

    class Odd(Same):
        def __init__(self, rate_hz: int) -> None:
            super().__init__(rate_hz)
            self.snapshot = lambda: {"it": object()}

    with pytest.raises(SnapshotError, match="no plain value"):
        Recognizer(RATE_HZ, filters=Odd).snapshot()


def test_filters_that_are_neither() -> None:
    with pytest.raises(Exception, match="filters must be FilterSettings, or make a filter"):
        Recognizer(filters=3)  # type: ignore[arg-type]


def test_parts_are_taken_together() -> None:
    parts = RecognizerParts(features=features(), model=Loud(), filters=Same, decoder=BuiltIn)
    recognizer = Recognizer.of(parts, RATE_HZ)
    assert [*recognizer.feed(PCM), *recognizer.finish()] == heard(
        PCM, features=features(), model=Loud(), filters=Same, decoder=BuiltIn
    )
    assert parts.hop_seconds == pytest.approx(0.064)
    assert RecognizerParts().hop_seconds == pytest.approx(HOP_S)


def test_built_in_parts_are_looked_at_by_nobody() -> None:
    recognizer = Recognizer(RATE_HZ, model=load_model(), decoder=DecoderSettings(), filters=FilterSettings())
    assert type(recognizer._decoder) is Decoder
    assert type(recognizer._hearing._front_end._cascade) is BiquadCascade
    assert recognizer._watches_model is False


def test_changes_are_dated_as_the_built_in_decoder_does() -> None:
    """But for what it knows of its model, that changes are heard a little late."""
    timing = HopTiming(0.05, 0.1)
    decoder = Decoder(DecoderSettings(), hop_seconds=0.05, target_delay_s=0.1)
    found = [timing.changed(hop) - CHANGES_LATE_S for hop in range(2, 9)]
    assert found == pytest.approx([decoder._change_time(hop) for hop in range(2, 9)])
    assert timing.changed(0) == timing.changed(1) == 0.0
    assert timing.heard(20) == pytest.approx(1.0)
