"""The acoustic model: one hop of features and the carried state in, chord evidence out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine._contract import faults_of, faults_of_run, is_open, read_card
from chordwork.engine._model_runs import ALIKE, ModelRuns
from chordwork.engine._onnxruntime import import_onnxruntime
from chordwork.engine._settings import DecoderSettings
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.harmony import NO_CHORD, Chord, all_chords
from chordwork.harmony.errors import ChordworkError

if TYPE_CHECKING:
    from chordwork.engine._parts import Features

CHORDS: Final[tuple[Chord, ...]] = (*all_chords(), NO_CHORD)
"""What each output of the model means: 12 roots by 15 qualities, then ``N``."""
NO_CHORD_INDEX: Final = len(CHORDS) - 1
_OUTPUTS: Final = ("chord", "bass", "notes")


class ModelError(ChordworkError):
    """The model file is missing, damaged, or made for another version of the feature stage."""

    code = "model"


class ModelContractError(ModelError):
    """A file that onnxruntime can read, and that no recogniser could ask.

    Attributes:
        faults: all that is wrong with it, a sentence each.
    """

    code = "model_contract"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(f"this is no chord model that can be used: {'; '.join(faults)} (see docs/models.md)")
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[type[ModelContractError], tuple[tuple[str, ...]]]:
        return type(self), (self.faults,)


@attrs.frozen
class ModelInfo:
    """Who a model is.

    Attributes:
        name: such as ``chordwork-chord``.
        version: of the weights.
        feature_version: of the feature stage it was trained on, :attr:`Features.version`.
        target_delay_s: how long before the end of a frame the moment lies that the model speaks of.
    """

    name: str
    version: str
    feature_version: str
    target_delay_s: float

    @property
    def identity(self) -> str:
        """Name and version, such as ``chordwork-chord@0.3.0``."""
        return f"{self.name}@{self.version}"


@attrs.frozen(eq=False)
class Evidence:
    """What the model heard, for a batch of ``n`` streams.

    Attributes:
        chord: log-probabilities of :data:`CHORDS`, shape ``(n, 181)``.
        bass: log-probabilities of the bass as an interval above each possible root, shape ``(n, 12, 12)``.
        notes: probability that each pitch class sounds, shape ``(n, 12)``.
    """

    chord: NDArray[np.float32]
    bass: NDArray[np.float32]
    notes: NDArray[np.float32]


Question = tuple[NDArray[np.float32], NDArray[np.float32]]
"""What one stream asks: features ``(hops, channels, bins)``, mostly of one hop, and its state ``(1, …)``. Of one hop
they are the arguments of :meth:`ChordModel.step`, of any number those of :meth:`RunningModel.step_run`."""
Answer = tuple[Evidence, NDArray[np.float32]]
"""What these return: evidence of each hop, and the state behind the last."""


class ChordModel(Protocol):
    """What a recogniser needs of an acoustic model; tests and other back ends may bring their own."""

    @property
    def info(self) -> ModelInfo:
        """Who the model is."""
        ...

    @property
    def decoder_settings(self) -> DecoderSettings:
        """Decoder settings that were tuned together with the weights."""
        ...

    def initial_state(self, batch: int = 1) -> NDArray[np.float32]:
        """State before the first hop, shape ``(batch, …)``."""
        ...

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> tuple[Evidence, NDArray[np.float32]]:
        """One hop for each stream of a batch: ``(n, channels, bins)`` and the state in, evidence and new state out."""
        ...


@runtime_checkable
class RunningModel(Protocol):
    """A model that takes many hops of one stream in one call, as recordings are heard."""

    def step_run(
        self, features: NDArray[np.float32], state: NDArray[np.float32]
    ) -> tuple[Evidence, NDArray[np.float32]]:
        """Hops in order, ``(hops, channels, bins)``, and the state before them, of a batch of one; evidence of each
        hop, and the state behind them."""
        ...


@runtime_checkable
class CompanyModel(Protocol):
    """A model that takes several hops of each of several streams in one call."""

    @property
    def alike_in_company(self) -> bool:
        """Whether that gives the same bits as one hop of one stream at a time; where not, it is better not asked so."""
        ...

    def step_together(self, questions: Sequence[Question]) -> list[Answer]:
        """Of each stream its hops in order, ``(hops, channels, bins)``, one or more, and the state before them, of a
        batch of one; evidence of its hops, and the state behind them."""
        ...


class AcousticModel:
    """An ONNX model run by onnxruntime on one thread.

    Immutable: load one per process and share it between all streams and threads. ``step`` keeps no state between
    calls; the recurrent state travels through the arguments.

    Args:
        onnx: the model file. Where it comes from a file with a card, :class:`~chordwork.engine.ModelShelf` checks its
            digest before it comes here.
        features: those it was trained on; None: the built-in ones.

    Raises:
        ModelError: onnxruntime cannot read it, or it was made for another feature stage.
        ModelContractError: it does not keep to the contract of docs/models.md.
    """

    def __init__(self, onnx: bytes, features: Features | None = None) -> None:
        import_onnxruntime()  # where it is missing, that is what is wrong
        try:
            self._session: Any = _opened(onnx)
            inputs, outputs = self._session.get_inputs(), self._session.get_outputs()
            metadata = self._session.get_modelmeta().custom_metadata_map
        except Exception as error:
            raise ModelError(f"this is no chord model that can be used: {error}") from error
        card, faults = read_card(metadata)
        version = FEATURE_SPEC.version if features is None else features.version
        if card is not None and card.feature_version != version:
            raise ModelError(
                f"the model was trained on features {card.feature_version!r}, this is {version!r}: "
                "make it anew for these, or load it with the features it was trained on"
            )
        wanted = (FEATURE_SPEC.channels, FEATURE_SPEC.bins) if features is None else features.shape
        faults += faults_of(inputs, outputs, wanted)
        if card is None or faults:
            raise ModelContractError(faults)
        self._info = ModelInfo(card.name, card.version, card.feature_version, card.target_delay_s)
        self._decoder_settings = card.decoder
        self._onnx = onnx
        shapes = {node.name: tuple(int(size) for size in node.shape[1:]) for node in inputs}
        self._features_shape, self._state_shape = shapes["features"], shapes["state"]
        if is_open(outputs) and (faults := faults_of_run(self._ran, self._features_shape, self._state_shape)):
            raise ModelContractError(faults)

    @property
    def info(self) -> ModelInfo:
        """Who the model is."""
        return self._info

    @property
    def decoder_settings(self) -> DecoderSettings:
        """Decoder settings that were tuned together with these weights."""
        return self._decoder_settings

    @property
    def shapes(self) -> tuple[dict[str, tuple[int | None, ...]], dict[str, tuple[int | None, ...]]]:
        """Shapes of its inputs and of its outputs, by name; None is the batch."""
        inputs, outputs = self._session.get_inputs(), self._session.get_outputs()
        return _shapes(inputs), _shapes(outputs)

    def initial_state(self, batch: int = 1) -> NDArray[np.float32]:
        """Zeros, shape ``(batch, …)``."""
        return np.zeros((batch, *self._state_shape), np.float32)

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> tuple[Evidence, NDArray[np.float32]]:
        """One hop for each stream of a batch.

        Args:
            features: shape ``(n, channels, bins)``.
            state: what the step before returned, or :meth:`initial_state`; not modified.

        Returns:
            The evidence and the new state.
        """
        heard, new_state = self._step(features, state)
        return Evidence(*heard), new_state

    def step_run(
        self, features: NDArray[np.float32], state: NDArray[np.float32]
    ) -> tuple[Evidence, NDArray[np.float32]]:
        """Many hops of one stream.

        Args:
            features: hops in order, shape ``(hops, channels, bins)``; at least one.
            state: of a batch of one, before the first of them; not modified.

        Returns:
            The evidence of each hop, and the state after the last: the same bits in a run of any length; with the
            bundled model those of :meth:`step`, asked hop by hop, too.
        """
        if (runs := self._runs) is not None:
            heard, state = runs.step(features, state)
            return Evidence(*heard), state
        rows = []
        for hop in range(len(features)):
            heard, state = self._step(features[hop : hop + 1], state)
            rows.append(heard)
        return Evidence(*map(np.concatenate, zip(*rows, strict=True))), state

    @property
    def alike_in_company(self) -> bool:
        """Whether :meth:`step_together` gives the bits of :meth:`step`, asked for one hop of one stream at a time.

        Tried on noise when it is first asked for; the parts that this takes are made then: some tens of milliseconds.
        """
        return self._parts is not None and self._parts[1] == 0.0

    def step_together(self, questions: Sequence[Question]) -> list[Answer]:
        """Hops of several streams, of each as many as it has.

        Args:
            questions: of each stream its hops in order, shape ``(hops, channels, bins)``, at least one; and its state
                before them, of a batch of one; not modified.

        Returns:
            Of each stream the evidence of its hops and its state after them. Arrays may be views of those of others.
        """
        if all(len(features) == 1 for features, _ in questions):
            if len(questions) == 1:
                return [self.step(*questions[0])]
            batch = [np.concatenate(each) for each in zip(*questions, strict=True)]
            (chord, bass, notes), states = self._step(*batch)
            rows = [slice(row, row + 1) for row in range(len(questions))]
            return [(Evidence(chord[row], bass[row], notes[row]), states[row]) for row in rows]
        if (runs := self._runs) is None:
            return [self.step_run(*question) for question in questions]
        return [(Evidence(*heard), state) for heard, state in runs.step_together(questions)]

    @property
    def _runs(self) -> ModelRuns | None:
        return None if self._parts is None else self._parts[0]

    @cached_property
    def _parts(self) -> tuple[ModelRuns, float] | None:
        """Its parts, made when they are first needed, and how far they are from the whole; None where it has none."""
        shapes = {"features_shape": self._features_shape, "state_shape": self._state_shape}
        try:
            runs = ModelRuns(self._onnx, _OUTPUTS, _opened, **shapes)
            difference = runs.difference(self._step, **shapes)
            return (runs, difference) if difference <= ALIKE else None
        except Exception:  # GraphError, or whatever onnxruntime has against parts of a model that is good as a whole
            return None

    def _ran(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> Sequence[Any]:
        heard, new_state = self._step(features, state)
        return [*heard, new_state]

    def _step(
        self, features: NDArray[np.float32], state: NDArray[np.float32]
    ) -> tuple[list[NDArray[np.float32]], NDArray[np.float32]]:
        *heard, new_state = self._session.run((*_OUTPUTS, "new_state"), {"features": features, "state": state})
        return heard, new_state


def _opened(onnx: bytes) -> Any:
    onnxruntime = import_onnxruntime()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])


def _shapes(nodes: Any) -> dict[str, tuple[int | None, ...]]:
    return {node.name: tuple(size if isinstance(size, int) else None for size in node.shape) for node in nodes}
