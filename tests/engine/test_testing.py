"""The checks that authors of parts run: good parts pass, and each kind of fault is found and told."""

from __future__ import annotations

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
    Evidence,
    FilterSettings,
    HopTiming,
    KeyEvent,
    NumpyTransform,
    RecognizerParts,
    TransformPool,
    load_model,
)
from chordwork.engine.testing import (
    ConformanceError,
    check_decoder,
    check_features,
    check_filter,
    check_model,
    check_parts,
)
from chordwork.native import BiquadCascade
from evaluation.templates import TemplateModel

from .test_parts import BuiltIn, Loud, Loudness, Same, features


def test_good_parts_pass() -> None:
    check_filter(Same)
    check_features(features())
    check_model(Loud(), features())
    check_model(load_model())
    check_model(TemplateModel())
    check_decoder(BuiltIn)
    check_parts(RecognizerParts())
    check_parts(RecognizerParts(filters=Same, decoder=BuiltIn))
    check_parts(RecognizerParts(features=features(), model=Loud()))


SHARED = BiquadCascade(FilterSettings().sections(22_050))


class Shared:
    """All streams have one state."""

    def __init__(self, rate_hz: int) -> None:
        self.process = SHARED.process


class Bursting(Same):
    """Divides by the loudest sample."""

    def __init__(self, rate_hz: int) -> None:
        self.process = self._divide

    def _divide(self, block: NDArray[np.float32]) -> None:
        with np.errstate(all="ignore"):
            block /= np.abs(block).max()


class Forgetful(Same):
    """Its snapshot has nothing in it."""

    def __init__(self, rate_hz: int) -> None:
        super().__init__(rate_hz)
        self.snapshot = dict
        self.restore = lambda saved: None


class Chance:
    """No two streams are alike."""

    def __init__(self, rate_hz: int) -> None:
        self.dice = np.random.default_rng()

    def process(self, block: NDArray[np.float32]) -> None:
        block += self.dice.normal(0.0, 1e-4, len(block)).astype(np.float32)


@pytest.mark.parametrize(
    ("factory", "finding"),
    [
        (Shared, "differ, alone or while another takes turns"),
        (Bursting, "on silence: the filter of this recogniser made audio that is not finite"),
        (Forgetful, "does not go on from its snapshot"),
        (Chance, "differ"),
        (lambda rate: object(), "AttributeError"),
        (lambda: object(), "TypeError"),
    ],
)
def test_a_filter(factory: Callable[..., Any], finding: str) -> None:
    with pytest.raises(ConformanceError, match=finding) as found:
        check_filter(factory)
    assert found.value.part == "filter"
    assert len(set(found.value.findings)) == len(found.value.findings)


COUNT = [0]


def counting(frame: NDArray[np.float32]) -> NDArray[np.float32]:
    COUNT[0] += 1
    return np.full(4, COUNT[0], np.float32)


@pytest.mark.parametrize(
    ("stage", "finding"),
    [
        (lambda: counting, "differ"),
        (lambda: lambda frame: np.zeros(3, np.float32), r"\(3,\)"),
        (lambda: lambda frame: np.log(frame[-4:] * 0.0), "not finite"),
        (lambda: lambda frame: frame.sort(), "read-only"),
        (lambda: type("Out", (Loudness,), {"tuning_cents": 4000.0})(), "tuning of 4000"),
    ],
)
@pytest.mark.filterwarnings("ignore:divide by zero")
def test_a_feature_stage(stage: Callable[[], Any], finding: str) -> None:
    with pytest.raises(ConformanceError, match=finding):
        check_features(features(stage))


class Remembering(Loud):
    """Counts its own calls."""

    def __init__(self) -> None:
        self.calls = 0

    def step(self, features: Any, state: Any) -> Any:
        evidence, after = super().step(features, state)
        self.calls += 1
        return evidence, after + self.calls


class Writing(Loud):
    """Counts in the caller's array."""

    def step(self, features: Any, state: Any) -> Any:
        state += 1
        return super().step(features, state)[0], state.copy()


class Meeting(Loud):
    """Looks at its neighbours."""

    def step(self, features: Any, state: Any) -> Any:
        evidence, after = super().step(features, state)
        return evidence, after + features.mean(dtype=np.float32)


class Unnormalised(Loud):
    """Gives scores for probabilities."""

    def step(self, features: Any, state: Any) -> Any:
        evidence, after = super().step(features, state)
        return Evidence(evidence.chord + 3, evidence.bass, evidence.notes), after


class OneAtATime(Loud):
    """Answers the first stream alone."""

    def step(self, features: Any, state: Any) -> Any:
        return super().step(features[:1], state[:1])


class Hasty(Loud):
    """Looks at the last of several hops only."""

    def step_run(self, features: Any, state: Any) -> Any:
        evidence, after = self.step(features, np.repeat(state, len(features), axis=0))
        return evidence, after[-1:]


class Narrow(Loud):
    """Its state is for one stream, whatever the batch."""

    def initial_state(self, batch: int = 1) -> NDArray[np.float32]:
        return np.zeros((1, 1), np.float32)


class Loudest(Loud):
    """Notes are no probabilities."""

    def step(self, features: Any, state: Any) -> Any:
        evidence, after = super().step(features, state)
        return Evidence(evidence.chord, evidence.bass, evidence.notes * 9), after


@pytest.mark.parametrize(
    ("model", "finding"),
    [
        (Remembering, "another answer to the same question"),
        (Writing, "changes the arrays"),
        (Meeting, "depends on who else is in the batch"),
        (Unnormalised, "no log-probabilities"),
        (Loudest, "notes are no probabilities"),
        (OneAtATime, "2 streams at a time: the model of this recogniser gave"),
        (Hasty, "step_run says something else"),
        (Narrow, "initial_state"),
        (lambda: type("Named", (Loud,), {"info": "loud"})(), "no ModelInfo"),
        (TemplateModel, "was trained on features"),
    ],
)
def test_a_model(model: Callable[[], Any], finding: str) -> None:
    with pytest.raises(ConformanceError, match=finding):
        check_model(model(), features())


class Changed(BuiltIn):
    """The built-in decoder, whose events are changed."""

    def change(self, event: Any) -> Any:
        raise NotImplementedError

    def step(self, chord: NDArray[np.float32], bass: NDArray[np.float32]) -> Sequence[ChordEvent | KeyEvent]:
        return [self.change(event) for event in super().step(chord, bass)]


class Early(Changed):
    """Finals begin too early."""

    def change(self, event: Any) -> Any:
        final = isinstance(event, ChordEvent) and event.status == "final"
        return attrs.evolve(event, start=event.start - 0.1) if final else event


class Late(Changed):
    """Says what was not heard yet."""

    def change(self, event: Any) -> Any:
        return attrs.evolve(event, at=event.at + 0.2)


class Open(BuiltIn):
    """Forgets the last chord."""

    def finish(self, duration: float, now: float) -> Sequence[ChordEvent | KeyEvent]:
        return ()


class Together(BuiltIn):
    """All streams in one."""

    hops = 0

    def step(self, chord: NDArray[np.float32], bass: NDArray[np.float32]) -> Sequence[ChordEvent | KeyEvent]:
        Together.hops += 1
        now = self._decoder._heard_hops + 1
        said = [*super().step(chord, bass)]
        return [*said, ChordEvent("provisional", CHORDS[Together.hops % 180], 0.0, None, now * 1024 / 22_050, 0.5)]


def failing_at_once(timing: HopTiming, settings: DecoderSettings) -> Any:
    class Failing(BuiltIn):
        def finish(self, duration: float, now: float) -> Sequence[ChordEvent | KeyEvent]:
            return [super().finish(duration, now)[0]]  # there is none where nothing was heard

    return Failing(timing, settings)


@pytest.mark.parametrize(
    ("factory", "finding"),
    [
        (Early, "go on where the last ended"),
        (Late, "said an event at"),
        (Open, "undecided"),
        (Together, "differ"),
        (failing_at_once, "IndexError"),
    ],
)
def test_a_decoder(factory: Callable[..., Any], finding: str) -> None:
    with pytest.raises(ConformanceError, match=finding):
        check_decoder(factory)


def test_parts_together_are_found_out() -> None:
    with pytest.raises(ConformanceError, match="undecided") as found:
        check_parts(RecognizerParts(filters=Bursting, decoder=Open))
    assert any("not finite" in each for each in found.value.findings)
    assert any("undecided" in each for each in found.value.findings)


def test_a_transform_that_is_never_the_same_is_found_out() -> None:
    """What no check of one part looks at shows in the events."""
    dice = np.random.default_rng()

    class Noisy(NumpyTransform):
        def execute(self) -> None:
            super().execute()
            self.output += dice.normal(0.0, 1.0, self.output.shape)

    with pytest.raises(ConformanceError, match="depend on how the audio is cut"):
        check_parts(RecognizerParts(transforms=TransformPool(Noisy)))
