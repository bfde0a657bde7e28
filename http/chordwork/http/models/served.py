"""Everything about models that a server holds while it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import attrs
import trio

from chordwork.actors import DeployedModel, EngineInfo, ModelRollout, RecognizerFactory
from chordwork.http.models.corrections import Corrections
from chordwork.http.models.figures import FiguresOfModels
from chordwork.http.models.loader import ModelLoader, ReloadSignal
from chordwork.http.settings import Settings


@attrs.frozen
class ServedModels:
    """What a server knows of its models.

    Attributes:
        rollout: who hears new sessions.
        figures: what they said.
        corrections: what players said about that.
        reloading: ring it, and what was chosen is looked at now.
        keeper: loads them; None where the server was given a recogniser instead.
    """

    rollout: ModelRollout
    figures: FiguresOfModels
    corrections: Corrections
    reloading: ReloadSignal
    keeper: ModelLoader | None = None

    @property
    def failing(self) -> bool:
        """Whether the last choice of models could not be followed."""
        return self.keeper is not None and self.keeper.failing


@asynccontextmanager
async def open_models(
    settings: Settings, recognizer_factory: RecognizerFactory | None = None, info: EngineInfo | None = None
) -> AsyncIterator[ServedModels]:
    """Load them, follow what the operator chooses, and keep corrections, for the length of an ``async with`` block.

    Args:
        settings: which models, and where corrections go.
        recognizer_factory: makes recognisers in their place.
        info: what to say about it.

    Raises:
        ChordworkError: a model cannot be used, or corrections cannot be kept.
    """
    reloading = ReloadSignal()
    keeper: ModelLoader | None = None
    knows: Callable[[str], bool]
    if recognizer_factory is None:
        keeper = ModelLoader(settings)
        rollout, figures, knows = keeper.rollout, FiguresOfModels(keeper.card_of), keeper.knows
    else:
        rollout = ModelRollout(DeployedModel(recognizer_factory, info or EngineInfo()))
        figures = FiguresOfModels()
        identity = rollout.main.info.model_identity
        knows = identity.__eq__
    corrections = Corrections(settings, figures, knows)
    raised: Exception | None = None
    async with trio.open_nursery() as nursery:
        if keeper is not None:
            nursery.start_soon(keeper.follow, reloading)
        if corrections.on:
            nursery.start_soon(corrections.write)
        try:
            yield ServedModels(rollout, figures, corrections, reloading, keeper)
        except Exception as error:  # a nursery would wrap it
            raised = error
        nursery.cancel_scope.cancel()
    if raised is not None:
        raise raised
