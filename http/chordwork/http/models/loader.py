"""Loads the models that a server is told to use, at its start and whenever it is told otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from weakref import WeakValueDictionary

import attrs
import structlog
import trio

from chordwork.actors import DeployedModel, ModelRollout, recognizers_of
from chordwork.engine import AcousticModel, ModelCard, ModelShelf, ShelvedModel, bundled_model, load_model
from chordwork.harmony.errors import ChordworkError
from chordwork.http.models.choice import Choice, choice_signature, read_choice
from chordwork.http.settings import Settings

LOOK_EVERY_S: Final = 2.0
"""How often the file that says which model to use is looked at."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


@attrs.frozen(eq=False)
class _Loaded:
    main: DeployedModel
    canary: DeployedModel | None
    share: float
    cards: tuple[ModelCard, ...]


class ReloadSignal:
    """A bell: each :meth:`ring` wakes everybody who waits, and nobody who comes later."""

    def __init__(self) -> None:
        """Silent."""
        self._bell = trio.Event()
        self.count = 0
        """How often it rang."""

    def ring(self) -> None:
        """Wake who waits. Never waits itself."""
        self.count += 1
        self._bell.set()
        self._bell = trio.Event()

    async def wait(self) -> None:
        """Until it rings the next time."""
        await self._bell.wait()


class ModelLoader:
    """Keeps the :class:`~chordwork.actors.ModelRollout` of a server as its operator wants it.

    What ``chordwork models use`` wrote into the folder of models counts, else the settings. A choice that cannot be
    followed (a model that is missing or damaged) is logged and changes nothing; at the start the settings count then.

    Attributes:
        rollout: for the engine.
        failing: the last choice could not be followed.
        changes: how often the rollout was changed since the start.

    Raises:
        ChordworkError: the folder cannot be read, or the models of the settings cannot be loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings_choice = Choice(settings.model, settings.canary_model, settings.canary_share)
        self._folder = Path(settings.models) if settings.models else None
        self._shelf = ModelShelf(self._folder)
        self._models: WeakValueDictionary[str, AcousticModel] = WeakValueDictionary()
        self._cards: dict[str, ModelCard] = {}
        for trouble in self._shelf.models()[1]:  # raises where the folder cannot be read
            _log.warning("a model is left out", code=trouble.code, reason=str(trouble))
        self._signature = None if self._folder is None else choice_signature(self._folder)
        self.failing = False
        self.changes = 0
        try:
            loaded = self._load(self._wanted())
        except ChordworkError as error:
            if self._signature is None:
                raise
            self._note_failure(error)
            loaded = self._load(self._settings_choice)
        self._remember(loaded)
        self.rollout: Final = ModelRollout(loaded.main, loaded.canary, loaded.share)

    def card_of(self, identity: str) -> ModelCard | None:
        """The card of a model that hears or has heard sessions here; None of one that never did."""
        return self._cards.get(identity)

    def knows(self, identity: str) -> bool:
        """Whether there is, or was since the start, such a model here. Reads the folder of models."""
        if identity in self._cards:
            return True
        try:
            return any(model.card.identity == identity for model in self._shelf.models()[0])
        except ChordworkError:
            return False

    async def follow(self, reloading: ReloadSignal) -> None:
        """Look at the choice every now and then, and at once when told to; until cancelled."""
        while True:
            with trio.move_on_after(LOOK_EVERY_S) as patience:
                await reloading.wait()
            await self.look(insist=not patience.cancelled_caught)

    async def look(self, *, insist: bool = False) -> bool:
        """Follow the choice if it is another one than before, or if one insists; whether the rollout changed."""
        if self._folder is None:
            return False
        signature = await trio.to_thread.run_sync(choice_signature, self._folder)
        if signature == self._signature and not insist:
            return False
        self._signature = signature
        try:
            loaded = await trio.to_thread.run_sync(lambda: self._load(self._wanted()))
        except ChordworkError as error:
            self._note_failure(error)
            return False
        self.failing = False
        before = (self.rollout.main, self.rollout.canary, self.rollout.share)
        if _named(before) == _named((loaded.main, loaded.canary, loaded.share)):
            return False
        self._remember(loaded)
        self.rollout.change(loaded.main, loaded.canary, loaded.share)
        self.changes += 1
        _log.info("models changed", before=_named(before), now=_named((loaded.main, loaded.canary, loaded.share)))
        return True

    def _wanted(self) -> Choice:
        chosen = None if self._folder is None else read_choice(self._folder)
        return self._settings_choice if chosen is None else chosen

    def _load(self, choice: Choice) -> _Loaded:
        main_model = self._shelf.find(choice.model) if choice.model else bundled_model()
        canary_model = self._shelf.find(choice.canary) if choice.canary and choice.share > 0 else None
        main = self._deployed(main_model)
        if canary_model is None or canary_model.card.identity == main_model.card.identity:
            return _Loaded(main, None, 0.0, (main_model.card,))
        return _Loaded(main, self._deployed(canary_model), choice.share, (main_model.card, canary_model.card))

    def _deployed(self, shelved: ShelvedModel) -> DeployedModel:
        """A model that is loaded already is not loaded again, as long as anybody uses it."""
        model = self._models.get(shelved.card.sha256)
        if model is None or model.info.identity != shelved.card.identity:
            model = load_model() if shelved == bundled_model() else shelved.load()
            self._models[shelved.card.sha256] = model
        return DeployedModel(*recognizers_of(model))

    def _remember(self, loaded: _Loaded) -> None:
        self._cards.update((card.identity, card) for card in loaded.cards)

    def _note_failure(self, error: ChordworkError) -> None:
        self.failing = True
        _log.error("the models chosen cannot be used: those before go on", code=error.code, reason=str(error))


def _named(rollout: tuple[DeployedModel, DeployedModel | None, float]) -> tuple[str, str, float]:
    main, canary, share = rollout
    return main.info.model_identity, "" if canary is None else canary.info.model_identity, share
